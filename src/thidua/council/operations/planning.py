"""Before a meeting: when and where, what is on the agenda, what is read before; or written opinions without one."""

from __future__ import annotations

from datetime import date, datetime

from thidua.base.acts import Act, day_of, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.council import permissions, queries
from thidua.council.models import Attendance, Council, Meeting, MeetingFile
from thidua.council.operations.guards import hold_meeting
from thidua.documents.models import StoredFile
from thidua.engine.ballot import Threshold
from thidua.engine.meetings import MeetingState
from thidua.movements.models import Movement

_BASES = frozenset({"rule", "all", "present"})
BY_RULE = "rule"


@operation("meeting.planned")
def plan_meeting(
    act: Act,
    *,
    council: Council,
    movement: Movement,
    planned_at: datetime,
    place: str,
    base: str = BY_RULE,
    threshold: str = BY_RULE,
    agenda: str = "",
) -> Meeting:
    """Plan a meeting on a movement.

    ``base`` is ``rule`` (the dated rule of each form of award), ``all`` or ``present``; ``threshold`` is ``rule`` or
    like ">1/2" or ">=80%". Raises ``RefusedError`` for another authority's movement, an unreadable threshold or a
    council without voting members.
    """
    share = _share(threshold)
    meeting = Meeting(
        council=council,
        movement=movement,
        planned_at=planned_at,
        place=place,
        agenda=agenda,
        base=base,
        threshold=str(share.share) if share is not None else "",
        threshold_strict=share.strict if share is not None else True,
    )
    _plan(act, meeting)
    told = str(share) if share is not None else BY_RULE
    act.record("meeting.planned", meeting, at=planned_at, place=place, base=base, threshold=told)
    return meeting


@operation("meeting.planned")
def plan_written(
    act: Act, *, council: Council, movement: Movement, planned_at: datetime, return_by: date, agenda: str = ""
) -> Meeting:
    """Ask the members in writing instead of meeting: slips go out on a day and come back by another.

    Raises as ``plan_meeting``, and at ``return_by`` for a day before the slips go out.
    """
    if return_by < day_of(planned_at):
        raise RefusedError(return_by="Hạn gửi lại phải từ ngày gửi phiếu trở đi.")
    meeting = Meeting(
        council=council,
        movement=movement,
        planned_at=planned_at,
        place="Lấy ý kiến bằng văn bản",
        agenda=agenda,
        written=True,
        return_by=return_by,
    )
    _plan(act, meeting)
    act.record("meeting.planned", meeting, at=planned_at, written=True, return_by=str(return_by))
    return meeting


def _share(threshold: str) -> Threshold | None:
    if threshold == BY_RULE:
        return None
    try:
        return Threshold.parse(threshold)
    except (ValueError, ZeroDivisionError):
        raise RefusedError(threshold="Ngưỡng chưa đúng. Ví dụ: >1/2 (quá nửa) hoặc >=80%.") from None


def _plan(act: Act, meeting: Meeting) -> None:
    require(permissions.may_prepare(act, meeting.council))
    if meeting.movement.authority_id != meeting.council.authority_id:
        raise RefusedError("Phong trào không thuộc cơ quan của Hội đồng.")
    if meeting.movement.state != "launched":
        raise RefusedError("Phong trào chưa phát động hoặc đã kết thúc nên chưa họp xét khen được.")
    if meeting.base not in _BASES:
        raise RefusedError(base="Hãy chọn cách tính tỷ lệ.")
    members = list(queries.members_on(meeting.council, meeting.on))
    if not any(member.voting for member in members):
        raise RefusedError("Hội đồng chưa có thành viên có quyền biểu quyết vào ngày họp.")
    meeting.save()
    Attendance.objects.bulk_create([Attendance(meeting=meeting, member=member) for member in members])


@operation("meeting.agenda_set")
def set_agenda(act: Act, *, meeting: Meeting, agenda: str) -> None:
    """Write what the meeting is about, until it is closed."""
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.PLANNED, MeetingState.OPEN)
    Meeting.objects.filter(pk=meeting.pk).update(agenda=agenda)
    meeting.refresh_from_db()
    act.record("meeting.agenda_set", meeting)


@operation("meeting.file_added")
def add_file(act: Act, *, meeting: Meeting, file: StoredFile, title: str) -> MeetingFile:
    """Put a paper before the members to read."""
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.PLANNED, MeetingState.OPEN)
    if meeting.files.filter(file=file).exists():
        raise RefusedError(file="Tài liệu này đã có.")
    row = MeetingFile.objects.create(meeting=meeting, file=file, title=title)
    act.record("meeting.file_added", meeting, title=title, sha256=file.sha256)
    return row


@operation("meeting.file_dropped")
def drop_file(act: Act, *, meeting: Meeting, row: MeetingFile) -> None:
    """Take a paper back from the list; the file stays stored."""
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.PLANNED, MeetingState.OPEN)
    if MeetingFile.objects.filter(pk=row.pk, meeting=meeting).delete()[0] != 1:
        raise MovedOnError
    act.record("meeting.file_dropped", meeting, title=row.title)


@operation("meeting.return_extended")
def extend_return(act: Act, *, meeting: Meeting, return_by: date, reason: str) -> None:
    """Give the members more time for their written opinions, with the reason."""
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.PLANNED, MeetingState.OPEN)
    if meeting.return_by is None:
        raise MovedOnError
    if return_by <= meeting.return_by:
        raise RefusedError(return_by=f"Hạn mới phải sau hạn cũ ({meeting.return_by:%d/%m/%Y}).")
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do gia hạn.")
    was = meeting.return_by
    Meeting.objects.filter(pk=meeting.pk).update(return_by=return_by)
    meeting.refresh_from_db()
    act.record("meeting.return_extended", meeting, was=str(was), return_by=str(return_by), reason=reason)
