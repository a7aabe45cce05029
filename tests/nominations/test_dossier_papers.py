"""The papers of a dossier: what was only drafted here, what somebody stands by, what has its number; who was there."""

import json
from datetime import date

import pytest

from tests.nominations.conftest import APPRAISAL_DAY, NOMINATING_DAY
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.documents.operations import Rendered
from thidua.documents.paper import Heading
from thidua.nominations import operations, papers, queries
from thidua.nominations.models import UnitMeeting

ON = NOMINATING_DAY.date()


def report_line(nomination):
    return next(line for line in queries.dossier(nomination, ON) if line.kind == "report")


def complete(nomination):
    found = [row for row in queries.check(nomination, ON) if row.rule == "dossier_complete"]
    return queries.worded(map(queries.plain, found))[0]


@pytest.fixture
def drafted(year):
    """A nomination whose papers are drafted here and nothing more."""
    nomination = year.draft("teacher")
    act = year.signed_act("officer")
    operations.draft_report(act, nomination=nomination)
    operations.draft_unit_minutes(act, meeting=nomination.meeting)
    operations.draft_unit_letter(act, meeting=nomination.meeting)
    return nomination


def test_a_report_that_nobody_confirmed_is_a_draft(year, drafted):
    assert report_line(drafted).told == ("Soạn trên phần mềm, chưa xác nhận", "heed")
    assert complete(drafted)["fact"] == "Còn thiếu: xác nhận của cấp trên trực tiếp ở báo cáo thành tích"
    for who in ("teacher", "head", "appraiser", "stranger"):
        if who in year.cast.people:
            with pytest.raises(NotAllowedError):
                operations.confirm_report(year.act(who), nomination=drafted)
    operations.confirm_report(year.act("school_head"), nomination=drafted)
    word, tone = report_line(drafted).told
    assert (word.endswith("đã xác nhận ngày 18/11/2025"), tone) == (True, "done")
    assert complete(drafted)["outcome"] == "Đạt"
    assert word in complete(drafted)["fact"]
    with pytest.raises(RefusedError, match="chờ xác nhận"):
        operations.confirm_report(year.act("school_head"), nomination=drafted)


def test_what_is_written_anew_or_changed_is_to_be_confirmed_again(year, drafted):
    head = year.act("school_head")
    operations.confirm_report(head, nomination=drafted)
    operations.draft_report(head, nomination=drafted)
    assert report_line(drafted).unconfirmed
    operations.confirm_report(head, nomination=drafted)
    operations.change(
        head, nomination=drafted, merit="Dạy tốt hơn", votes_for=7, form="Giấy khen", level="commune"
    )
    assert report_line(drafted).unconfirmed


def test_nobody_confirms_the_own_report_and_a_signed_copy_needs_no_more(year):
    own = year.draft("school_head")
    operations.draft_report(year.act("school_head"), nomination=own)
    with pytest.raises(NotAllowedError):
        operations.confirm_report(year.act("school_head"), nomination=own)
    operations.attach(year.act("school_head"), nomination=own, kind="report", file=year.file())
    assert report_line(own).told == ("Đã có bản ký", "done")
    operations.confirm_report(year.act("chair"), nomination=own)
    year.now = APPRAISAL_DAY
    with pytest.raises(RefusedError):
        operations.confirm_report(year.act("chair"), nomination=own)


def test_the_head_confirms_the_report_of_no_unit_of_the_own(year):
    itself = year.draft("school")
    operations.draft_report(year.act("school_head"), nomination=itself)
    with pytest.raises(NotAllowedError):
        operations.confirm_report(year.act("school_head"), nomination=itself)
    operations.confirm_report(year.act("chair"), nomination=itself)
    assert not report_line(itself).unconfirmed


def number(year, drafted, what, who="school_head", on=ON, told="05"):
    meeting = UnitMeeting.objects.get(pk=drafted.meeting_id)
    content = (
        papers.unit_minutes(meeting, number=told, dated_on=on)
        if what == "minutes"
        else papers.unit_letter(meeting, on, number=told)
    )
    operations.number_unit_paper(
        year.act(who),
        meeting=meeting,
        what=what,
        number=told,
        dated_on=on,
        rendered=Rendered(content, b"word", b"pdf"),
    )
    meeting.refresh_from_db()
    return meeting


def test_the_units_papers_get_number_and_day_from_its_own_book(year, drafted):
    with pytest.raises(RefusedError) as early:
        number(year, drafted, "minutes", on=date(2025, 11, 13))
    assert "dated_on" in early.value.faults
    with pytest.raises(NotAllowedError):
        number(year, drafted, "minutes", who="member")
    meeting = number(year, drafted, "minutes", on=date(2025, 11, 14))
    meeting = number(year, drafted, "letter", who="officer", told="06")
    symbol = meeting.unit.code
    assert meeting.paper.citation == f"05/BB-{symbol}"
    said = json.dumps(meeting.letter.context, ensure_ascii=False)
    assert f"(Biên bản số 05/BB-{symbol} ngày 14/11/2025)" in said
    told = {line.kind: line.told for line in queries.dossier(drafted, ON)}
    assert told["letter"] == (f"Số 06/TTr-{symbol}, ngày 18/11/2025", "done")
    with pytest.raises(MovedOnError):
        number(year, drafted, "letter")
    with pytest.raises(RefusedError, match="không soạn lại"):
        operations.draft_unit_letter(year.act("school_head"), meeting=meeting)


def test_minutes_name_who_was_there_where_the_unit_tells_them(year, drafted):
    meeting = drafted.meeting
    told = {
        "held_on": meeting.held_on,
        "chair": meeting.chair,
        "secretary": meeting.secretary,
        "members_total": 3,
        "members_present": 2,
    }
    operations.change(
        year.act("school_head"),
        nomination=drafted,
        merit="Dạy tốt",
        votes_for=2,
        form="Giấy khen",
        level="commune",
    )
    with pytest.raises(RefusedError) as wrong:
        operations.change_unit_meeting(
            year.act("school_head"), meeting=meeting, attended="Ông A, Hiệu trưởng", **told
        )
    assert wrong.value.faults["attended"].startswith("Danh sách ghi 01 người, số có mặt là 02")
    operations.change_unit_meeting(
        year.act("school_head"), meeting=meeting, attended="Bà A, Hiệu trưởng\n\nÔng B, giáo viên\n", **told
    )
    said = [getattr(block, "text", "") for block in papers.unit_minutes(meeting).body]
    at = said.index("Có mặt 02/03 người (66,67%), vắng 01 người, gồm:")
    assert said[at + 1 : at + 3] == ["1. Bà A, Hiệu trưởng", "2. Ông B, giáo viên"]


def test_the_areas_of_a_report_are_numbered_below_their_part(year, drafted):
    figures = queries.report_figures(drafted, ON) | {
        "results": [("II. Cải cách thể chế", ["a"]), ("V. Chuyển đổi số", ["b"])],
        "initiatives": ["Sổ liên lạc điện tử"],
    }
    told = [
        (block.level, block.text)
        for block in papers.achievement_report(drafted, ON, figures).body
        if isinstance(block, Heading)
    ]
    assert [text for level, text in told if level == 2] == [
        "1. Cải cách thể chế",
        "2. Chuyển đổi số",
        "3. Sáng kiến, cách làm hay",
    ]
    assert [text.split(".")[0] for level, text in told if level == 1] == ["I", "II", "III"]
