"""What a collective's standards know of its members: titles, gradings, discipline; by paper, never guessed."""

from datetime import date

import pytest

from thidua.honours import operations as honours
from thidua.nominations import queries
from thidua.nominations.models import Nomination
from thidua.regulations import queries as regulations

ON = date(2025, 12, 2)
COLLECTIVE, ADVANCED = "Tập thể lao động tiên tiến", "Lao động tiên tiến"
HELD, GRADED, UNDISCIPLINED = "members_hold", "members_graded", "members_undisciplined"


@pytest.fixture
def school(year):
    """The school with its head and its teacher asks for the title."""
    return year.draft("school", form=COLLECTIVE)


def told(nomination, rule):
    found = [queries.plain(row) for row in queries.check(nomination, ON) if row.rule == rule]
    return found[-1]["outcome"], queries.worded(found)[-1]["fact"]


def give(year, key, merit="Danh hiệu năm 2025", form=ADVANCED):
    line = {
        "subject": year.subject_of(key),
        "form": form,
        "merit": merit,
        "decision_number": f"{key}{merit[-4:]}/QĐ",
        "decided_on": date(2025, 11, 15),
        "issuer": "Chủ tịch UBND xã Nà Mây",
    }
    honours.import_awards(year.act("officer"), lines=[line])


def test_the_share_of_members_that_hold_the_title_of_the_year(year, school):
    outcome, fact = told(school, HELD)
    assert outcome == "unknown"
    assert fact.startswith("Lao động tiên tiến: 00/02 cá nhân đã đạt, yêu cầu ít nhất 01; chưa có quyết định")
    give(year, "teacher", "Danh hiệu năm 2024")
    assert told(school, HELD)[0] == "unknown"  # the title of another year
    asked = year.draft("teacher", form=ADVANCED)
    assert told(school, HELD)[1].endswith("chờ quyết định tặng danh hiệu của các cá nhân đang được đề nghị")
    Nomination.objects.filter(pk=asked.pk).update(state="not_chosen")
    year.grade("school_head", "completed")
    outcome, fact = told(school, HELD)
    assert outcome == "not_met"
    assert fact.endswith("; nhiều nhất chỉ 00 cá nhân còn đủ tiêu chuẩn")
    honours.record_award(
        year.act("chair"),
        subject=year.subject_of("school_head"),
        form=ADVANCED,
        merit="Đạt tiêu chuẩn",
        decision_number="61/QĐ-UBND",
        decided_on=date(2025, 11, 15),
        issuer="Chủ tịch UBND xã Nà Mây",
        movement_key=queries.movement_key(year.movement),
    )
    assert told(school, HELD) == (
        "met",
        "Lao động tiên tiến: 01/02 cá nhân đã đạt, yêu cầu ít nhất 01",
    )


def test_discipline_of_a_member_is_counted_and_never_named(year, school):
    assert told(school, UNDISCIPLINED)[0] == "met"
    honours.record_discipline(
        year.act("officer"),
        person=year.cast.people["teacher"],
        form="Cảnh cáo",
        starts_on=date(2025, 6, 1),
        ends_on=date(2025, 11, 1),
        document="Quyết định 3/QĐ-UBND",
    )
    outcome, fact = told(school, UNDISCIPLINED)
    assert (outcome, fact) == ("not_met", "01/02 cá nhân bị kỷ luật trong kỳ (không kể khiển trách)")


def test_who_has_no_grading_is_named_and_the_law_book_asks_for_all(year):
    outstanding = year.draft("school", form="Tập thể lao động xuất sắc")
    law = regulations.law_of(year.cast.commune.pk)
    (asked,) = (row for row in law.standards(outstanding.form, ON) if row.rule == GRADED)
    assert (asked.value, "Điều 27" in asked.article) == ("completed>=1", True)
    outcome, fact = told(outstanding, GRADED)
    name = year.cast.people["school_head"].name
    assert outcome == "unknown"
    assert fact.endswith(f"chưa có văn bản kết luận xếp loại chính thức: {name}")
    year.grade("school_head", "not_completed")
    assert told(outstanding, GRADED)[0] == "not_met"
    year.grade("school_head", "good")
    assert told(outstanding, GRADED)[0] == "met"
    give(year, "teacher", form="Chiến sĩ thi đua cơ sở")
    assert told(outstanding, HELD)[0] == "met"  # one of them is Chiến sĩ thi đua cơ sở
