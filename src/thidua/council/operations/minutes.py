"""Biên bản: draft, number, file the signed copy."""

from __future__ import annotations

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.council import papers, permissions
from thidua.council.models import Ballot, Meeting
from thidua.council.operations.guards import hold_meeting
from thidua.documents import operations as documents
from thidua.documents import queries as numbers
from thidua.documents.models import Paper, SignedPaper, StoredFile
from thidua.documents.operations import Rendered
from thidua.engine.meetings import MEETING_FLOW, BallotState, MeetingState


@operation("meeting.minutes_drafted")
def draft_minutes(act: Act, *, meeting: Meeting) -> Paper:
    """Draft the BIÊN BẢN of a closed meeting, and of its count where votes were secret; again: written anew."""
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.CLOSED)
    minutes = documents.draft_paper(
        act,
        content=papers.council_minutes(meeting),
        symbol=papers.SYMBOL,
        title=f"Biên bản họp Hội đồng Thi đua - Khen thưởng ngày {meeting.minuted_on:%d/%m/%Y}",
        draft=meeting.minutes,
    )
    record = meeting.count_record
    if needs_count_record(meeting):
        record = documents.draft_paper(
            act,
            content=papers.count_record(meeting),
            symbol=papers.SYMBOL,
            title=f"Biên bản kiểm phiếu ngày {meeting.minuted_on:%d/%m/%Y}",
            draft=meeting.count_record,
        )
    Meeting.objects.filter(pk=meeting.pk).update(minutes=minutes, count_record=record)
    meeting.refresh_from_db()
    act.record("meeting.minutes_drafted", meeting)
    return minutes


def needs_count_record(meeting: Meeting) -> bool:
    """Whether a count by tellers is to be minuted."""
    return (
        meeting.ballots.filter(state=BallotState.OPENED.value, trial=False)
        .exclude(method=Ballot.Method.HANDS)
        .exists()
    )


@operation("meeting.minuted")
def record_minutes(
    act: Act,
    *,
    meeting: Meeting,
    number: str,
    rendered: Rendered,
    count_number: str = "",
    count_rendered: Rendered | None = None,
    foot: str = "",
) -> None:
    """Number the minutes (and those of the count) with its day; from here on they are frozen.

    ``rendered`` holds ``papers.council_minutes(meeting, number)`` as Word and PDF, made before. Raises
    ``RefusedError``: no draft, a number missing or used in the year.
    """
    require(permissions.may_step_meeting(act, meeting, "minute"))
    step = MEETING_FLOW.step("minute", meeting.state)
    hold_meeting(meeting, MeetingState.CLOSED)
    if meeting.minutes is None:
        raise RefusedError("Chưa có dự thảo biên bản. Hãy soạn biên bản trước.")
    numbers = {"number": number.strip()}
    if needs_count_record(meeting):
        numbers["count_number"] = count_number.strip()
    faults = {
        field: f"Số {value} đã dùng cho biên bản khác trong năm."
        for field, value in numbers.items()
        if value and value in used_numbers(meeting)
    }
    faults |= {field: "Hãy nhập số biên bản." for field, value in numbers.items() if not value}
    if len(set(numbers.values())) != len(numbers):
        faults.setdefault("count_number", "Hai biên bản phải mang hai số khác nhau.")
    if faults:
        raise RefusedError(**faults)
    documents.number_paper(
        act,
        paper=meeting.minutes,
        authority_id=meeting.council.authority_id,
        number=numbers["number"],
        dated_on=meeting.minuted_on,
        rendered=rendered,
        foot=foot,
    )
    if "count_number" in numbers:
        if meeting.count_record is None or count_rendered is None:
            raise RefusedError("Chưa có dự thảo biên bản kiểm phiếu. Hãy soạn biên bản trước.")
        documents.number_paper(
            act,
            paper=meeting.count_record,
            authority_id=meeting.council.authority_id,
            field="count_number",
            number=numbers["count_number"],
            dated_on=meeting.minuted_on,
            rendered=count_rendered,
            foot=foot,
        )
    if Meeting.objects.filter(pk=meeting.pk).update(state=step.target().value) != 1:
        raise MovedOnError
    meeting.refresh_from_db()
    act.record("meeting.minuted", meeting, numbers=numbers)


def used_numbers(meeting: Meeting) -> set[str]:
    """Numbers of the council's minutes of the year, in the series that is allotted here."""
    year = meeting.minuted_on.year
    minutes = Meeting.objects.filter(council__authority=meeting.council.authority).exclude(pk=meeting.pk)
    found: set[str] = set()
    for column in ("minutes", "count_record"):
        found |= set(
            minutes.filter(**{f"{column}__dated_on__year": year})
            .exclude(**{f"{column}__number": ""})
            .values_list(f"{column}__number", flat=True)
        )
    return found


def next_number(meeting: Meeting, after: int = 0) -> str:
    """The next free number of the year, in two digits; where numbers are allotted here, never below the series."""
    taken = [int(number) for number in used_numbers(meeting) if number.isdigit()]
    allotted = numbers.next_number(meeting.council.authority_id, papers.SYMBOL, meeting.minuted_on)
    taken += [int(allotted) - 1] if allotted else []
    return f"{max([*taken, after], default=0) + 1:02d}"


@operation("meeting.minutes_filed")
def file_minutes(
    act: Act,
    *,
    meeting: Meeting,
    signed: StoredFile,
    source: SignedPaper | None = None,
    count_signed: StoredFile | None = None,
) -> None:
    """File the signed copies of the minutes with their hash. Raises ``MovedOnError`` unless numbered."""
    require(permissions.may_prepare(act, meeting.council))
    if meeting.minutes is None or meeting.state != MeetingState.MINUTED:
        raise MovedOnError
    documents.file_signed(act, paper=meeting.minutes, signed=signed)
    if meeting.count_record is not None and count_signed is not None:
        documents.file_signed(act, paper=meeting.count_record, signed=count_signed)
    if source is not None:
        Meeting.objects.filter(pk=meeting.pk).update(signed=source)
        meeting.refresh_from_db()
    act.record("meeting.minutes_filed", meeting, sha256=signed.sha256)
