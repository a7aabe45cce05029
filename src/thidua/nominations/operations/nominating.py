"""The unit's meeting and list: hold, nominate, change, send, recall, withdraw."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents.models import SignedPaper
from thidua.engine.nominations import FLOW, WITH_UNIT, State
from thidua.honours import queries as honours
from thidua.honours.models import Initiative
from thidua.movements.models import Movement
from thidua.nominations import permissions, queries
from thidua.nominations.models import Nomination, Send, UnitMeeting
from thidua.nominations.operations.appraisal import free_of_meeting
from thidua.organizations.models import Subject, Unit
from thidua.regulations import queries as regulations

_NOT_LAUNCHED = "Phong trào chưa phát động hoặc đã kết thúc nên chưa bình xét, đề nghị khen được."


def _open_movement(movement: Movement) -> None:
    if movement.state != "launched":
        raise RefusedError(_NOT_LAUNCHED)


def _checked_meeting(
    act: Act, movement: Movement, held_on: date, total: int, present: int, attended: str
) -> None:
    faults: dict[str, str] = {}
    if held_on > act.on:
        faults["held_on"] = "Ngày họp không thể sau hôm nay."
    elif movement.starts_on is not None and held_on < movement.starts_on:
        faults["held_on"] = (
            f"Ngày họp không thể trước ngày bắt đầu phong trào ({movement.starts_on:%d/%m/%Y})."
        )
    if total < 1:
        faults["members_total"] = "Hãy nhập số người của đơn vị, ít nhất là 1."
    if present < 1:
        faults["members_present"] = "Hãy nhập số người có mặt, ít nhất là 1."
    elif present > total:
        faults["members_present"] = f"Số người có mặt không thể nhiều hơn tổng số {total} người."
    named = len([name for name in attended.splitlines() if name.strip()])
    if named and named != present:
        faults["attended"] = f"Danh sách ghi {named:02d} người, số có mặt là {present:02d}. Hãy sửa cho khớp."
    if faults:
        raise RefusedError(**faults)


@operation("unit_meeting.held")
def hold_unit_meeting(
    act: Act,
    *,
    movement: Movement,
    unit: Unit,
    held_on: date,
    chair: str,
    secretary: str,
    members_total: int,
    members_present: int,
    place: str = "",
    attended: str = "",
    discussion: str = "",
) -> UnitMeeting:
    """Họp bình xét: note the unit's meeting. Law: 06/2022/QH15, art. 84.

    Raises ``RefusedError`` before the launch, for a day out of the period, for more present than there are, and
    when the unit has its meeting already.
    """
    require(permissions.may_nominate(act, unit))
    _open_movement(movement)
    _checked_meeting(act, movement, held_on, members_total, members_present, attended)
    if UnitMeeting.objects.filter(movement=movement, unit=unit).exists():
        raise RefusedError("Đơn vị đã ghi cuộc họp bình xét. Hãy mở cuộc họp đó để sửa.")
    meeting = UnitMeeting.objects.create(
        movement=movement,
        unit=unit,
        held_on=held_on,
        chair=chair,
        secretary=secretary,
        members_total=members_total,
        members_present=members_present,
        place=place,
        attended=attended,
        discussion=discussion,
        signed=_signed(act),
    )
    act.record(
        "unit_meeting.held",
        meeting,
        held_on=held_on,
        total=members_total,
        present=members_present,
        chair=chair,
    )
    return meeting


@operation("unit_meeting.changed")
def change_unit_meeting(
    act: Act,
    *,
    meeting: UnitMeeting,
    held_on: date,
    chair: str,
    secretary: str,
    members_total: int,
    members_present: int,
    place: str = "",
    attended: str = "",
    discussion: str = "",
) -> None:
    """Correct the meeting while none of its nominations has been sent."""
    require(permissions.may_nominate(act, meeting.unit))
    _open_movement(meeting.movement)
    _checked_meeting(act, meeting.movement, held_on, members_total, members_present, attended)
    nominations = meeting.nominations.exclude(state=State.WITHDRAWN.value)
    if nominations.exclude(state__in=WITH_UNIT).exists():
        raise RefusedError("Danh sách đã gửi nên không sửa cuộc họp được. Hãy rút hồ sơ về trước khi sửa.")
    most = max(nominations.values_list("votes_for", flat=True), default=0)
    if members_present < most:
        raise RefusedError(
            members_present=f"Đã có người được {most} phiếu đồng ý, nhiều hơn số có mặt vừa nhập."
        )
    UnitMeeting.objects.filter(pk=meeting.pk).update(
        held_on=held_on,
        chair=chair,
        secretary=secretary,
        members_total=members_total,
        members_present=members_present,
        place=place,
        attended=attended,
        discussion=discussion,
    )
    meeting.refresh_from_db()
    act.record("unit_meeting.changed", meeting, held_on=held_on, total=members_total, present=members_present)


@operation("nomination.entered")
def nominate(
    act: Act,
    *,
    movement: Movement,
    meeting: UnitMeeting | None,
    unit: Unit,
    subject: Subject,
    form: str,
    merit: str,
    votes_for: int,
    level: str = "",
    initiative: Initiative | None = None,
) -> Nomination:
    """Put a subject on the unit's list for a form or a title. Law: 06/2022/QH15, art. 84.

    ``level``: who decides, by the law book where nothing is said.

    Raises ``RefusedError``: not of the unit, nominated already, an award that is not for its kind, an initiative of
    somebody else, more votes than people present, no merit told.
    """
    require(permissions.may_nominate(act, unit))
    _open_movement(movement)
    if meeting is not None and (meeting.movement_id != movement.pk or meeting.unit_id != unit.pk):
        raise RefusedError("Cuộc họp bình xét không phải của đơn vị này trong phong trào.")
    on = meeting.held_on if meeting else act.on
    if not queries.candidates_of(unit, on).filter(pk=subject.pk).exists():
        raise RefusedError(subject="Người hoặc tập thể này không thuộc đơn vị vào ngày họp bình xét.")
    _checked_words(meeting, merit, votes_for)
    _checked_award(movement, subject, form, initiative, on)
    if Nomination.objects.filter(movement=movement, subject=subject, form=form).exists():
        raise RefusedError(subject=f"{subject.name} đã có trong danh sách đề nghị {form} của phong trào.")
    nomination = Nomination.objects.create(
        movement=movement,
        meeting=meeting,
        unit=unit,
        subject=subject,
        form=form,
        level=level or _level_of(movement, form, on),
        merit=merit,
        votes_for=votes_for,
        initiative=initiative,
    )
    act.record("nomination.entered", nomination, form=form, level=nomination.level, votes_for=votes_for)
    return nomination


def _level_of(movement: Movement, form: str, on: date) -> str:
    award = regulations.law_of(movement.authority_id).award(form, on)
    return award.level if award is not None else "commune"


_FOR_WHOM = {"individual": "cá nhân", "collective": "tập thể", "household": "hộ gia đình"}


def _checked_award(
    movement: Movement, subject: Subject, form: str, initiative: Initiative | None, on: date
) -> None:
    """Refuse an award that the law gives to another kind of subject, and an initiative of somebody else."""
    award = regulations.law_of(movement.authority_id).award(form, on)
    if award is not None and subject.award_kind not in award.subjects:
        whom = ", ".join(_FOR_WHOM[kind] for kind in award.subjects)
        raise RefusedError(
            form=f"{award.name} chỉ dành cho {whom}, không dành cho {_FOR_WHOM[subject.award_kind]}."
        )
    if initiative is None or initiative.subject_id == subject.pk:
        return
    author = honours.unit_of(initiative.subject, on)
    if subject.kind != Subject.Kind.UNIT or author is None or author.subject_id != subject.pk:
        raise RefusedError(
            initiative=f"Sáng kiến “{initiative.title}” là của {initiative.subject.name}, không phải của "
            f"{subject.name}."
        )


def _checked_words(meeting: UnitMeeting | None, merit: str, votes_for: int) -> None:
    faults: dict[str, str] = {}
    if not merit.strip():
        faults["merit"] = "Hãy ghi thành tích đề nghị khen."
    if votes_for < 0:
        faults["votes_for"] = "Số người đồng ý không thể âm."
    if meeting is not None and votes_for > meeting.members_present:
        faults["votes_for"] = f"Số người đồng ý không thể nhiều hơn {meeting.members_present} người có mặt."
    if faults:
        raise RefusedError(**faults)


@operation("nomination.changed")
def change(
    act: Act,
    *,
    nomination: Nomination,
    merit: str,
    votes_for: int,
    form: str,
    level: str,
    initiative: Initiative | None = None,
) -> None:
    """Correct a nomination while it is being written or was returned. Raises as ``nominate``."""
    require(permissions.may_nominate(act, nomination.unit_id))
    _checked_words(nomination.meeting, merit, votes_for)
    on = nomination.meeting.held_on if nomination.meeting else act.on
    _checked_award(nomination.movement, nomination.subject, form, initiative, on)
    same = Nomination.objects.filter(movement=nomination.movement, subject=nomination.subject, form=form)
    if same.exclude(pk=nomination.pk).exists():
        raise RefusedError(
            form=f"{nomination.subject.name} đã có trong danh sách đề nghị {form} của phong trào."
        )
    before = {"merit": nomination.merit, "votes_for": nomination.votes_for, "form": nomination.form}
    changed = Nomination.objects.filter(pk=nomination.pk, state__in=WITH_UNIT).update(
        merit=merit, votes_for=votes_for, form=form, level=level, initiative=initiative
    )
    if changed != 1:
        raise MovedOnError
    nomination.refresh_from_db()
    # the report tells the merit and the award: what was confirmed told others
    nomination.dossier.filter(kind=queries.REPORT, paper__isnull=False).update(
        confirmed_at=None, confirmed_by=""
    )
    act.record(
        "nomination.changed",
        nomination,
        before=before,
        after={"merit": merit, "votes_for": votes_for, "form": form},
    )


@operation("nomination.submitted")
def submit(act: Act, *, nomination: Nomination) -> Send:
    """Send a nomination with an immutable snapshot; one that was fixed goes back to who had asked.

    Raises ``MovedOnError`` when it is no longer with the unit, ``RefusedError`` without a unit meeting.
    """
    require(permissions.may_step(act, nomination, "submit"))
    step = FLOW.step("submit", nomination.state)
    if nomination.meeting is None:
        raise RefusedError("Chưa ghi cuộc họp bình xét của đơn vị. Hãy ghi cuộc họp rồi gửi.")
    target = step.target(nomination.resume_at)
    moved = Nomination.objects.filter(pk=nomination.pk, state=nomination.state).update(
        state=target.value,
        resume_at="",
        returned_reason="",
        due_on=None,
        submitted_at=act.at,
        submitted_by=act.actor.actor_label,
    )
    if moved != 1:
        raise MovedOnError
    send = Send.objects.create(
        nomination=nomination,
        number=nomination.sends.count() + 1,
        snapshot=queries.snapshot_of(nomination, act.on),
        sent_at=act.at,
        sent_by=act.actor.actor_label,
    )
    nomination.refresh_from_db()
    act.record("nomination.submitted", nomination, number=send.number, state=target.value)
    return send


@operation("nomination.recalled")
def recall(act: Act, *, nomination: Nomination) -> None:
    """Take a nomination back before it is appraised."""
    require(permissions.may_step(act, nomination, "recall"))
    step = FLOW.step("recall", nomination.state)
    moved = Nomination.objects.filter(pk=nomination.pk, state=nomination.state).update(
        state=step.target().value
    )
    if moved != 1:
        raise MovedOnError
    nomination.refresh_from_db()
    act.record("nomination.recalled", nomination)


@operation("nomination.withdrawn")
def withdraw(act: Act, *, nomination: Nomination, reason: str) -> None:
    """Give a nomination up for good, with the reason."""
    require(permissions.may_step(act, nomination, "withdraw"))
    step = FLOW.step("withdraw", nomination.state)
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do rút đề nghị.")
    free_of_meeting(nomination)
    moved = Nomination.objects.filter(pk=nomination.pk, state=nomination.state).update(
        state=step.target().value, outcome_reason=reason
    )
    if moved != 1:
        raise MovedOnError
    nomination.refresh_from_db()
    act.record("nomination.withdrawn", nomination, reason=reason)


def _signed(act: Act) -> SignedPaper | None:
    return SignedPaper.objects.get(pk=act.signed.paper_id) if act.signed is not None else None
