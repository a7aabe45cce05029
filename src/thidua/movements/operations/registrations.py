"""Đăng ký thi đua: one list per unit, signed by its head; late or out of scope is taken by the chairperson alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F

from thidua.base.acts import Act, SignedSource, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents import operations as documents
from thidua.documents.models import SignedPaper
from thidua.engine.flow import Role
from thidua.engine.movements import State as MovementState
from thidua.engine.registrations import FLOW, WRITABLE
from thidua.movements import permissions
from thidua.movements.models import Movement, Registration, RegistrationLine
from thidua.movements.operations.plan import needs_reason
from thidua.movements.queries import registrations as queries
from thidua.movements.queries.subjects import out_of_scope, units_of_subjects
from thidua.organizations.models import Subject, Unit
from thidua.organizations.permissions import holds, step_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list as it is typed: who, what they commit to, which title or award they aim at."""

    subject: Subject
    commitment: str = ""
    aim: str = ""


@operation("registration.saved")
def save_registration(act: Act, *, movement: Movement, unit: Unit, lines: Sequence[Line]) -> Registration:
    """Write the whole list of a unit: what is not among the lines is taken off it.

    Raises ``RefusedError`` before the launch, for a subject twice, of another unit or on another unit's list;
    ``MovedOnError`` once the list was sent.
    """
    require(permissions.may_keep_registration(act, unit))
    keys = [line.subject.pk for line in lines]
    double = next((line.subject.name for line in lines if keys.count(line.subject.pk) > 1), "")
    if double:
        raise RefusedError(f"“{double}” đứng hai lần trong bản đăng ký. Hãy bỏ bớt một dòng.")
    registration = _opened(movement, unit)
    _check_subjects(movement, unit, [line.subject for line in lines], act.on)
    own = holds(act, Role.UNIT_HEAD, unit)
    stand = {line.subject_id: line for line in registration.lines.all()}
    outside = out_of_scope(movement, [line.subject for line in lines], act.on)
    registration.lines.exclude(subject_id__in=keys).delete()
    for line in lines:
        old = stand.get(line.subject.pk)
        told = (line.commitment.strip(), line.aim.strip())
        if old is not None and (old.commitment, old.aim) == told:
            RegistrationLine.objects.filter(pk=old.pk).update(out_of_scope=line.subject.pk in outside)
            continue
        RegistrationLine.objects.update_or_create(
            movement=movement,
            subject=line.subject,
            defaults={
                "registration": registration,
                "commitment": told[0],
                "aim": told[1],
                "out_of_scope": line.subject.pk in outside,
                "entered_for": not own,
            },
        )
    act.record("registration.saved", registration, lines=queries.lines_as_told(registration))
    return registration


@operation("registration.line_set")
def set_line(
    act: Act, *, movement: Movement, unit: Unit, subject: Subject, commitment: str = "", aim: str = ""
) -> RegistrationLine:
    """Write one line: a member for oneself, the head for the unit, the officer for another (Nhập thay).

    Raises as ``save_registration`` does.
    """
    require(permissions.may_set_line(act, unit, subject))
    registration = _opened(movement, unit)
    _check_subjects(movement, unit, [subject], act.on)
    own = permissions.is_self(act, subject) or holds(act, Role.UNIT_HEAD, unit)
    line, _ = RegistrationLine.objects.update_or_create(
        movement=movement,
        subject=subject,
        defaults={
            "registration": registration,
            "commitment": commitment.strip(),
            "aim": aim.strip(),
            "out_of_scope": subject.pk in out_of_scope(movement, [subject], act.on),
            "entered_for": not own,
        },
    )
    act.record("registration.line_set", registration, subject=subject.name, entered_for=not own)
    return line


@operation("registration.submitted")
def submit_registration(act: Act, *, registration: Registration) -> None:
    """Gửi bản đăng ký: with all its values, kept as sent. Late is noted here and warned of, never refused.

    Raises ``RefusedError`` for an empty list, ``MovedOnError`` when it was sent already.
    """
    step = step_of(act, FLOW, "submit", registration.state, registration.unit)
    _running(registration.movement)
    late = queries.is_late(registration, act.on)
    target = step.target(registration.resume_at).value
    _move(
        registration,
        target,
        submitted_at=act.at,
        submitted_by=_doer(act),
        signed_id=act.signed.paper_id if act.signed else None,
        late=late,
    )
    lines = queries.lines_as_told(registration)
    if not lines:
        raise RefusedError("Bản đăng ký chưa có dòng nào. Hãy thêm tập thể, cá nhân đăng ký.")
    sent = {"at": act.at.isoformat(), "by": registration.submitted_by, "late": late, "lines": lines}
    Registration.objects.filter(pk=registration.pk).update(snapshot=[*registration.snapshot, sent])
    registration.refresh_from_db()
    act.record("registration.submitted", registration, late=late, lines=lines)


@operation("registration.recalled")
def recall_registration(act: Act, *, registration: Registration) -> None:
    """Rút về before it is received. Raises ``MovedOnError`` when it was received meanwhile."""
    step = step_of(act, FLOW, "recall", registration.state, registration.unit)
    _move(registration, step.target().value)
    act.record("registration.recalled", registration)


@operation("registration.returned")
def return_registration(act: Act, *, registration: Registration, reason: str, due_on: date) -> None:
    """Trả lại with the reason and a new day; nothing on the list is lost.

    Raises ``RefusedError`` without a reason or for a day that is past.
    """
    step = step_of(act, FLOW, "return", registration.state, registration.unit)
    needs_reason(reason)
    if due_on < act.on:
        raise RefusedError(due_on="Hạn gửi lại phải từ hôm nay trở đi.")
    _move(registration, step.target().value, returned_reason=reason.strip(), due_on=due_on)
    act.record("registration.returned", registration, reason=reason, due_on=due_on)


@operation("registration.accepted")
def accept_registration(act: Act, *, registration: Registration) -> None:
    """Nhận bản đăng ký in time and in scope. Raises ``RefusedError`` when only the chairperson may take it."""
    step = step_of(act, FLOW, "accept", registration.state, registration.unit)
    if registration.late:
        raise RefusedError("Bản đăng ký gửi muộn: chỉ nhận khi Chủ tịch chấp nhận và ghi lý do.")
    outside = list(registration.lines.filter(out_of_scope=True).values_list("subject__name", flat=True))
    if outside:
        raise RefusedError(
            f"Ngoài đối tượng của kế hoạch: {', '.join(outside[:10])}. Chỉ nhận khi Chủ tịch chấp nhận và ghi lý do."
        )
    _move(registration, step.target().value, accepted_at=act.at, accepted_by=_doer(act), acceptance_reason="")
    act.record("registration.accepted", registration)


@operation("registration.accepted_late")
def accept_late(act: Act, *, registration: Registration, reason: str) -> None:
    """Chấp nhận a late list or one with subjects out of scope: the chairperson, or recorded from the signed paper.

    Raises ``RefusedError`` without a reason.
    """
    step = step_of(act, FLOW, "accept_late", registration.state, registration.unit)
    needs_reason(reason)
    outside = list(registration.lines.filter(out_of_scope=True).values_list("subject__name", flat=True))
    _move(
        registration,
        step.target().value,
        accepted_at=act.at,
        accepted_by=_doer(act),
        acceptance_reason=reason.strip(),
    )
    act.record(
        "registration.accepted_late",
        registration,
        reason=reason,
        late=registration.late,
        out_of_scope=outside,
    )


@operation("registration.reopened")
def reopen_registration(
    act: Act, *, registration: Registration, reason: str, due_on: date | None = None
) -> None:
    """Open an accepted list again with the reason: it goes back to the unit. Raises ``RefusedError`` without one."""
    step = step_of(act, FLOW, "reopen", registration.state, registration.unit)
    needs_reason(reason)
    _move(
        registration,
        step.target().value,
        accepted_at=None,
        accepted_by="",
        acceptance_reason="",
        returned_reason=reason.strip(),
        due_on=due_on,
    )
    act.record("registration.reopened", registration, reason=reason)


def source_of(paper: SignedPaper) -> SignedSource:
    """The signed paper of a list as an act carries it."""
    return documents.signed_source(paper, entered=True)


def _opened(movement: Movement, unit: Unit) -> Registration:
    """The list of a unit, begun where there is none, held for writing."""
    _running(movement)
    if unit.authority_id != movement.authority_id:
        raise RefusedError(unit="Đơn vị không thuộc cơ quan tổ chức phong trào.")
    registration, _ = Registration.objects.get_or_create(movement=movement, unit=unit)
    _hold(registration)
    return registration


def _hold(registration: Registration) -> None:
    held = Registration.objects.filter(pk=registration.pk, state__in=WRITABLE).update(
        version=F("version") + 1
    )
    if held != 1:
        raise MovedOnError(
            "Bản đăng ký đã gửi nên không sửa được. Đơn vị rút về, hoặc cơ quan thường trực trả lại, rồi sửa."
        )


def _move(registration: Registration, target: str, **columns: Any) -> None:
    moved = Registration.objects.filter(pk=registration.pk, state=registration.state).update(
        state=target, version=F("version") + 1, **columns
    )
    if moved != 1:
        raise MovedOnError
    registration.refresh_from_db()


def _running(movement: Movement) -> None:
    if movement.state != MovementState.LAUNCHED.value:
        raise RefusedError("Chỉ đăng ký khi phong trào đã phát động và chưa kết thúc.")


def _check_subjects(movement: Movement, unit: Unit, subjects: Sequence[Subject], on: date) -> None:
    units = units_of_subjects(subjects, on)
    strange = [subject.name for subject in subjects if units.get(subject.pk) != unit.pk]
    if strange:
        raise RefusedError(
            f"Không thuộc {unit}: {', '.join(strange[:10])}. Hãy đăng ký ở bản của đơn vị mình."
        )
    taken = (
        RegistrationLine.objects.filter(movement=movement, subject__in=[subject.pk for subject in subjects])
        .exclude(registration__unit=unit)
        .select_related("subject", "registration__unit__subject")
        .first()
    )
    if taken is not None:
        raise RefusedError(f"“{taken.subject}” đã có trong bản đăng ký của {taken.registration.unit}.")


def _doer(act: Act) -> str:
    return (act.signed.label if act.signed else act.actor.actor_label)[:300]
