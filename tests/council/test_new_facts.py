"""Facts that come up after the appraisal: nobody is put to the vote or chosen against them. NĐ 152/2025, art. 4."""

from datetime import date

import pytest
from django.urls import reverse

from tests.council.conftest import MEETING_DAY
from tests.nominations.conftest import APPRAISAL_DAY
from thidua.base.errors import RefusedError
from thidua.council import operations, papers
from thidua.council import queries as queries_of_council
from thidua.honours import operations as honours
from thidua.nominations import operations as nominations
from thidua.nominations import queries
from thidua.regulations import operations as law

ON = MEETING_DAY.date()


def denounce(session, key, on=ON, document="Thông báo 15/TB-UBND"):
    return honours.begin_verification(
        session.act("officer"),
        subject=session.year.subject_of(key),
        matter="Đơn phản ánh",
        starts_on=on,
        document=document,
    )


def look_again(session, row):
    nominations.reappraise(session.act("officer"), nomination=row, reason="Có sự việc mới")
    nominations.appraise(session.signed(), nomination=row, finding="Đã xem lại")


def test_a_verification_after_the_appraisal_keeps_a_nominee_from_the_vote(session):
    teacher, vice = session.nominate("teacher", "vice")
    assert teacher.eligible is True
    session.open()
    assert queries.held_back([teacher, vice], ON) == {}
    verification = denounce(session, "teacher", on=date(2025, 12, 10))
    told = queries.held_back([teacher, vice], ON)
    assert list(told) == [teacher.pk]
    (sentence,) = told[teacher.pk]
    assert sentence.startswith(
        "Có sự việc mới sau thẩm định: Có đơn thư, phản ánh đang được xác minh từ 10/12/2025"
    )
    assert "(Thông báo 15/TB-UBND)" in sentence
    assert "Nghị định 152/2025/NĐ-CP, Điều 4" in sentence
    with pytest.raises(RefusedError, match="Thông báo 15/TB-UBND") as refused:
        session.prepare([teacher, vice], "hands")
    assert "nominations" in refused.value.faults
    honours.end_verification(
        session.act("officer"), verification=verification, on=date(2025, 12, 15), cleared=True
    )
    session.prepare([teacher, vice], "hands")


def test_what_comes_up_between_paper_and_vote_stops_the_vote(session):
    (teacher,) = session.nominate("teacher")
    session.open()
    ballot = session.prepare([teacher], "paper")
    denounce(session, "teacher")
    with pytest.raises(RefusedError, match="sự việc mới"):
        session.open_ballot(ballot)


def test_the_choice_leaves_out_whom_something_came_up_against(session):
    teacher, vice = session.nominate("teacher", "vice")
    session.open()
    session.hands([teacher, vice])
    denounce(session, "vice")
    with pytest.raises(RefusedError, match="sự việc mới"):
        operations.select(session.signed(), meeting=session.meeting, chosen=[teacher, vice])
    done = {row.nomination: row for row in operations.select(session.signed(), meeting=session.meeting)}
    assert done[teacher].chosen  # the higher one left out asks for no reason
    assert not done[vice].chosen
    assert done[vice].reason == "Có sự việc mới sau thẩm định, chưa đủ điều kiện để chọn"
    operations.close_meeting(session.act("chair"), meeting=session.meeting, discussion="Thống nhất")
    with pytest.raises(RefusedError, match="sự việc mới"):
        operations.decide_otherwise(
            session.act("chair"), selection=done[vice], chosen=True, reason="Thành tích nổi trội"
        )


def test_the_chairs_word_holds_for_what_was_found_and_for_nothing_later(session):
    (teacher,) = session.nominate("teacher")
    with pytest.raises(RefusedError, match="không cần"):
        nominations.override(session.act("chair"), nomination=teacher, reason="Không cần", article="Điều 5")
    denounce(session, "teacher")
    nominations.override(
        session.act("chair"), nomination=teacher, reason="Đơn nặc danh", article="Luật Tố cáo, Điều 25"
    )
    session.open()
    body = papers.council_minutes(session.meeting).body
    (line,) = [one.text for one in body if "cho phép xét khen" in getattr(one, "text", "")]
    assert "có sự việc mới sau thẩm định" in line
    assert "Thông báo 15" in line
    assert teacher.votable
    assert queries.held_back([teacher], ON) == {}
    session.prepare([teacher], "hands")
    denounce(session, "teacher", document="Thông báo 16/TB-UBND")
    (sentence,) = queries.held_back([teacher], ON)[teacher.pk]
    assert "Thông báo 16" in sentence
    assert "Thông báo 15" not in sentence


def test_what_an_open_meeting_needs_does_not_move_with_the_law_book(session):
    session.nominate("teacher")
    session.open()
    needed = queries_of_council.quorum_of(session.meeting, ON).needed
    law.set_value(
        session.act("officer"),
        authority=session.year.cast.commune,
        key="quorum.giay_khen",
        value=">=9/10",
        valid_from=date(2025, 1, 1),
        source="Quy chế mới",
    )
    assert queries_of_council.quorum_of(session.meeting, ON).needed == needed


def test_appraised_again_it_is_named_in_the_findings_and_no_longer_new(session):
    (teacher,) = session.nominate("teacher")
    denounce(session, "teacher")
    look_again(session, teacher)
    assert (teacher.verdict, teacher.eligible) == ("not_eligible", False)
    assert queries.new_facts([teacher], ON) == {}
    assert queries.held_back([teacher], ON) == {teacher.pk: ("Kết quả thẩm định: không đủ điều kiện.",)}


def test_the_pages_of_officer_and_chair_name_it_and_others_hear_that_something_came_up(
    session, sign_in, monkeypatch
):
    monkeypatch.setattr("thidua.base.clock.now", lambda: MEETING_DAY)
    teacher, vice = session.nominate("teacher", "vice")
    session.open()
    denounce(session, "teacher")
    key = (session.year.movement.pk, session.meeting.pk)
    page = sign_in("officer").get(reverse("council_ballot_add", args=key)).content.decode()
    assert "Thông báo 15/TB-UBND" in page
    assert f'value="{vice.pk}"' in page
    assert f'value="{teacher.pk}"' not in page
    one = reverse("nominations_nomination", args=(key[0], teacher.pk))
    for who in ("officer", "chair"):
        assert "Thông báo 15/TB-UBND" in sign_in(who).get(one).content.decode()
    own = sign_in("teacher").get(one).content.decode()
    assert "Có sự việc mới sau thẩm định." in own
    assert "Thông báo 15/TB-UBND" not in own
    listed = sign_in("officer").get(reverse("nominations_list", args=key[:1])).content.decode()
    assert "Có sự việc mới" in listed


def test_many_cost_no_more_queries_than_one(session, django_assert_max_num_queries):
    rows = session.nominate("teacher", "school")
    with django_assert_max_num_queries(60) as few:
        queries.held_back(list(type(rows[0]).objects.filter(pk__in=[row.pk for row in rows])), ON)
    more = session.nominate("vice", "member", "office", "culture")
    denounce(session, "vice", on=APPRAISAL_DAY.date())
    keys = [row.pk for row in (*rows, *more)]
    with django_assert_max_num_queries(len(few.captured_queries)):
        told = queries.held_back(list(type(rows[0]).objects.filter(pk__in=keys)), ON)
    assert list(told) == [more[0].pk]
