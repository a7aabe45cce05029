"""A title, a form of commendation and a household go the same way, each under its own name."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from pypdfium2 import PdfDocument

from tests.commendations.conftest import DECIDED_ON, build_awarding
from tests.commendations.test_papers import said
from tests.council.conftest import MEETING_DAY, build_session
from tests.nominations.conftest import build_year
from thidua.base.errors import RefusedError
from thidua.commendations import operations, papers, queries
from thidua.council import operations as council
from thidua.council import queries as sitting
from thidua.council.papers import council_minutes
from thidua.documents.operations import Rendered
from thidua.documents.paper import Box
from thidua.honours import operations as honours
from thidua.honours.models import AwardHeld
from thidua.movements.models import Movement
from thidua.nominations import operations as nominations
from thidua.nominations.models import Nomination
from thidua.organizations import operations as organizations
from thidua.regulations import operations as regulations

LATER = MEETING_DAY + timedelta(days=2)
ON = LATER.date()
ADVANCED, FAMILY = "Lao động tiên tiến", "Gia đình văn hóa"


@pytest.fixture
def session(cast):
    year = build_year(cast)
    for form in (ADVANCED, FAMILY):
        year.movement.items.create(
            kind="award", order=9, text=form, data={"form": form, "level": "commune", "clause": "mục III.2"}
        )
    session = build_session(year)
    session.household = organizations.add_household(
        year.act("officer"),
        unit=cast.school,
        name="Hộ ông Lù Văn Mẫu",
        code="BN-01",
        valid_from=date(2025, 1, 1),
    )
    return session


def nominated(session, subject, form, merit="Đạt tiêu chuẩn năm 2025"):
    """One who has all papers and is appraised."""
    year = session.year
    unit = session.year.cast.school
    made = nominations.nominate(
        year.signed_act("officer"),
        movement=year.movement,
        meeting=year.meeting(unit),
        unit=unit,
        subject=subject,
        form=form,
        merit=merit,
        votes_for=7,
    )
    act = year.signed_act("officer")
    nominations.draft_report(act, nomination=made)
    nominations.confirm_report(act, nomination=made)
    nominations.draft_unit_minutes(act, meeting=made.meeting)
    nominations.draft_unit_letter(act, meeting=made.meeting)
    nominations.submit(year.signed_act("officer"), nomination=made)
    nominations.appraise(year.signed_act("officer", MEETING_DAY), nomination=made, finding="Đúng hồ sơ")
    return made


def test_an_award_is_refused_for_another_kind_of_subject(session):
    with pytest.raises(RefusedError) as refused:
        nominated(session, session.year.cast.school.subject, ADVANCED)
    assert refused.value.faults == {
        "form": "Lao động tiên tiến chỉ dành cho cá nhân, không dành cho tập thể."
    }


def test_a_title_that_the_plan_does_not_name_rests_on_a_thematic_movement(session):
    session.year.movement.items.filter(kind="award").delete()
    made = nominated(session, session.year.subject_of("teacher"), ADVANCED)
    assert made.verdict == "not_eligible"
    (finding,) = (row for row in made.findings if row["rule"] == "title_by_year")
    assert finding["outcome"] == "not_met"
    assert "152/2025" in finding["article"]


def test_titles_forms_and_households_go_to_the_register_under_their_names(session):
    teacher = session.year.subject_of("teacher")
    title = nominated(session, teacher, ADVANCED)
    form = nominated(session, teacher, "Giấy khen")
    family = nominated(session, session.household.subject, FAMILY)
    assert [row.eligible for row in (title, form, family)] == [True, True, True]
    session.open()
    with pytest.raises(RefusedError):
        session.prepare([title, form], "hands")
    for row in (title, form, family):
        session.hands([row])
    council.select(session.act("officer"), meeting=session.meeting)
    assert sitting.proposal(session.meeting, ON).ties() == []
    council.close_meeting(session.act("chair"), meeting=session.meeting, discussion="")
    minutes = said(council_minutes(session.meeting))
    assert "00 tập thể, 02 cá nhân, 01 hộ gia đình" in minutes
    session.meeting.state = "minuted"
    session.meeting.save()

    lines = queries.award_lines(session.meeting, ON)
    assert {line.form: (line.kind, str(line.multiple), line.unit_name) for line in lines} == {
        ADVANCED: ("individual", "0.3", "Trường Mầm non Nà Mây"),
        "Giấy khen": ("individual", "0.3", "Trường Mầm non Nà Mây"),
        FAMILY: ("household", "0.1", "Trường Mầm non Nà Mây"),
    }
    unit = session.year.cast.culture
    told = {"unit": unit, "on": ON}
    act = session.year.act("officer", LATER)
    proposal = operations.draft_proposal(
        act, meeting=session.meeting, content=papers.proposal(session.meeting, lines, **told), symbol="TTr"
    )
    numbered = papers.proposal(session.meeting, lines, number="12", dated=True, **told)
    operations.issue_proposal(
        act, proposal=proposal, number="12", dated_on=ON, rendered=Rendered(numbered, b"word", b"pdf")
    )
    content = papers.decision(proposal, lines, on=ON)
    decision = operations.draft_decision(act, proposal=proposal, content=content, symbol="QĐ-UBND")
    content = papers.decision(proposal, lines, on=ON, number="45", signer_name="Nông Văn Mẫu")
    operations.issue_decision(
        session.year.act("chair", LATER),
        decision=decision,
        number="45",
        decided_on=ON,
        signer_name="Nông Văn Mẫu",
        signer_title="Chủ tịch",
        lines=lines,
        rendered=Rendered(content, b"word", b"pdf"),
    )
    text = said(content)
    assert "danh hiệu “Lao động tiên tiến”" in text
    assert "danh hiệu “Gia đình văn hóa”" in text
    assert "01 cá nhân, 01 hộ gia đình" in text
    assert "II. Hộ gia đình" in text
    assert "Danh hiệu, hình thức" in text
    held = list(decision.awards.order_by("order"))
    assert {award.subject.award_kind for award in held} == {"individual", "household"}
    assert AwardHeld.objects.filter(subject=teacher).count() == 2  # a title beside a form is no second award
    pages = papers.certificates(decision, held)
    assert {(page.giving, page.form): (page.merit, page.on_blank) for page in pages} == {
        ("TẶNG", "GIẤY CHỨNG NHẬN"): ("Đạt danh hiệu “Lao động tiên tiến” năm 2025", False),
        ("TẶNG", "GIẤY KHEN"): ("Đạt tiêu chuẩn năm 2025", True),
        ("TẶNG DANH HIỆU", "GIA ĐÌNH VĂN HÓA"): ("Đạt tiêu chuẩn danh hiệu năm 2025", False),
    }
    regulations.set_value(
        act,
        authority=session.year.cast.commune,
        key="certificate_of.lao_dong_tien_tien",
        value="recognition",
        valid_from=ON,
        source="Quy định thử",
    )
    own = next(page for page in papers.certificates(decision, held) if "LAO ĐỘNG" in page.form)
    assert (own.giving, own.form) == ("CÔNG NHẬN DANH HIỆU", "LAO ĐỘNG TIÊN TIẾN")
    told = papers.told_awards(decision, held)
    assert "1. Bà Nguyễn Thị Hồng Phương Thảo Mẫu (Giáo viên, Trường Mầm non Nà Mây) – " in told
    assert "Hộ ông Lù Văn Mẫu – Gia đình văn hóa" in told
    again = nominated_again(session, teacher)
    assert again["not_repeated"] == "not_met"


BASE = "Chiến sĩ thi đua cơ sở"


def titled(awarding, title):
    """One more movement of the year whose council gave the teacher a title."""
    made = build_awarding(awarding.cast, title=f"Phong trào xét {title} năm 2025")
    made.meeting.selections.filter(nomination__subject=awarding.cast.people["teacher"].subject).update(
        order=0
    )
    made.meeting.selections.exclude(order=0).delete()
    Nomination.objects.filter(movement=made.movement).update(form=title)
    return made


def teachers_line(made):
    (line,) = queries.award_lines(made.meeting, DECIDED_ON)
    return line


def decide(made, number):
    proposal = made.proposed(number)
    content = papers.decision(proposal, [teachers_line(made)], on=DECIDED_ON)
    decision = operations.draft_decision(
        made.act("officer"), proposal=proposal, content=content, symbol="QĐ-UBND"
    )
    made.issue(decision, made.act("chair"), number=number)
    return decision


def test_the_highest_title_of_a_year_is_paid_over_all_decisions_and_the_difference_is_told(awarding):
    low, high = titled(awarding, ADVANCED), titled(awarding, BASE)
    first = decide(low, "61")
    line = teachers_line(high)
    assert line.amount == Decimal(2_340_000 - 710_000)
    assert "710.000 đồng cho “Lao động tiên tiến” theo Quyết định số 61/QĐ-UBND" in line.money_note
    assert "chênh lệch (Nghị định 152/2025/NĐ-CP, Điều 49 khoản 5)" in line.money_note
    second = decide(high, "62")
    assert line.money_note in str(second.paper.context)
    award = second.awards.get()
    assert line.money_note in said(papers.money_list(second, [award]))
    assert papers.money_workbook(second, [award]).sheets[0].notes[1].endswith(f"{line.money_note}.")
    # what came later changes nothing of the first; a third gets nothing on top
    assert teachers_line(low).amount == first.awards.get().amount == Decimal(710_000)
    third = titled(awarding, ADVANCED)
    line = teachers_line(third)
    assert (line.amount, line.multiple) == (0, 0)
    assert "không chi thêm" in line.money_note
    assert "kèm tiền thưởng" not in str(third.proposed("63").paper.context)
    told = papers.decision(third.meeting.proposals.get(), [line], on=DECIDED_ON)
    assert "không được chi thêm tiền thưởng" in said(told)
    # the certificate beside a title is paid whole, and so is a title of another year
    assert {row.money_note for row in queries.award_lines(awarding.meeting, DECIDED_ON)} == {""}
    later = titled(awarding, BASE)
    Movement.objects.filter(pk=later.movement.pk).update(ends_on=date(2026, 12, 31))
    later.meeting.refresh_from_db()
    assert teachers_line(later).money_note == ""


def test_the_authority_may_pay_each_title_whole_and_in_one_decision_the_highest_alone(awarding):
    decide(titled(awarding, ADVANCED), "61")
    high = titled(awarding, BASE)
    regulations.set_value(
        awarding.act("officer"),
        authority=awarding.cast.commune,
        key="several_titles_money",
        value="whole",
        valid_from=date(2026, 1, 1),
        source="Quy định thử",
    )
    line = teachers_line(high)
    assert line.amount == Decimal(2_340_000)
    assert "vẫn chi đủ mức này (Quy định thử)" in line.money_note
    low = high.meeting.selections.get().nomination
    low.pk, low.form = None, ADVANCED
    low.save()
    high.meeting.selections.create(nomination=low, order=9, chosen=True)
    lower = queries.award_lines(high.meeting, DECIDED_ON)[1]
    assert (lower.form, lower.amount) == (ADVANCED, 0)
    assert "cùng kỳ đạt “Chiến sĩ thi đua cơ sở”" in lower.money_note


def test_what_the_level_above_gives_is_agreed_on_here_and_goes_up(session):
    teacher = session.year.subject_of("teacher")
    upward = nominated(session, teacher, "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh")
    own = nominated(session, session.year.cast.school.subject, "Giấy khen")
    nominations.override(  # neither plan nor law book tells its standards
        session.year.act("chair"),
        nomination=upward,
        reason="Đạt tiêu chuẩn của tỉnh",
        article="Luật, Điều 74",
    )
    session.open()
    with pytest.raises(RefusedError):
        session.prepare([upward, own], "hands")
    session.hands([upward])
    session.hands([own])
    council.select(session.act("officer"), meeting=session.meeting)
    council.close_meeting(session.act("chair"), meeting=session.meeting, discussion="")
    upward.refresh_from_db()
    own.refresh_from_db()
    assert (upward.state, own.state) == ("chosen", "chosen")
    assert [line.form for line in queries.award_lines(session.meeting, ON)] == ["Giấy khen"]
    minutes = said(council_minutes(session.meeting))
    assert "Hội đồng thống nhất trình cấp trên xét, quyết định:" in minutes
    assert "01 tập thể, 00 cá nhân:" in minutes
    act = session.year.act("officer", LATER)
    with pytest.raises(RefusedError, match="không chuyển lên cấp trên"):
        nominations.forward(act, nomination=own, reason="Thử")
    nominations.forward(act, nomination=upward, reason="Hội đồng đồng ý trình")
    assert upward.state == "forwarded"


def nominated_again(session, teacher):
    """Another form of commendation for the merit of the same movement."""
    made = nominated(session, teacher, "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh")
    return {row["rule"]: row["outcome"] for row in made.findings}


def test_an_initiative_serves_once(session):
    year, teacher = session.year, session.year.subject_of("teacher")
    act = year.act("officer")
    idea = honours.record_initiative(
        act, subject=teacher, unit=year.cast.school, title="Sổ liên lạc điện tử", summary="Bớt giấy"
    )
    honours.recognise_initiative(
        act, initiative=idea, level="base", on=act.on, document="Quyết định 05/QĐ-UBND"
    )
    made = year.draft("teacher", initiative=idea)
    assert outcomes(made)["initiative_once"] == "met"
    other = year.draft("teacher", form="Chiến sĩ thi đua cơ sở", initiative=idea)
    assert outcomes(other)["initiative"] == "met"
    assert outcomes(other)["initiative_once"] == "not_met"  # the other nomination rests on it
    nominations.withdraw(year.act("school_head"), nomination=made, reason="Trùng")
    assert outcomes(other)["initiative_once"] == "met"
    honours.record_award(
        year.act("chair"),
        subject=teacher,
        form="Giấy khen",
        merit="Năm trước",
        decision_number="9/QĐ-UBND",
        decided_on=date(2025, 1, 9),
        issuer="Chủ tịch UBND xã Nà Mây",
        initiative=idea,
    )
    assert outcomes(other)["initiative_once"] == "not_met"
    with pytest.raises(RefusedError, match="là của"):
        year.draft("school_head", initiative=idea)


def outcomes(nomination):
    found = nominations.check(nomination, date(2025, 12, 2))
    return {finding.rule: finding.outcome.value for finding in found}


def test_the_page_says_what_certifies_a_title_and_prints_none_on_blanks(awarding, sign_in):
    teacher = awarding.cast.people["teacher"].subject
    Nomination.objects.filter(movement=awarding.movement, subject=teacher).update(form=ADVANCED)
    awarding.decided()
    box = {"field": "name", "left": 20, "top": 90, "width": 250, "height": 20, "size": 28, "align": "center"}
    operations.set_blank(
        awarding.act("officer"), authority=awarding.cast.commune, on_blank=True, boxes=[Box(**box)]
    )
    client = sign_in("officer")
    here = reverse("commendation_awards", args=(awarding.movement.pk,))
    page = client.get(here).content.decode()
    assert "Giấy chứng nhận: đạt danh hiệu" in page
    assert "Pháp luật không quy định giấy cho danh hiệu này" in page
    where = reverse("commendation_award_certificates", args=(awarding.movement.pk,))
    told = client.post(where, follow=True).content.decode()
    assert "Đã lập tệp 02 giấy khen" in told
    assert "01 giấy của danh hiệu không in lên phôi" in told
    alone = client.get(reverse("award_certificate", args=(awarding.award().pk,)))
    text = PdfDocument(b"".join(alone))[0].get_textpage().get_text_range()
    assert "GIẤY CHỨNG NHẬN" in text
