"""Phát động: issue the plan, launch the movement, send the plan, confirm that it was read, end the movement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import F

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents import operations as documents
from thidua.documents.models import SignedPaper
from thidua.documents.operations import Rendered
from thidua.engine.movements import FLOW, State
from thidua.movements import permissions
from thidua.movements.models import Delivery, Movement, TeamMember
from thidua.movements.operations.plan import move, needs_reason
from thidua.movements.queries.subjects import units_of_subjects
from thidua.organizations.models import Person, Subject, Unit
from thidua.organizations.permissions import step_of

ISSUABLE = (State.PLAN_CONFIRMED.value, State.LAUNCHED.value)
SYMBOL = "KH-UBND"


@operation("plan.issued")
def issue_plan(
    act: Act,
    *,
    movement: Movement,
    number: str,
    dated_on: date,
    rendered: Rendered,
    symbol: str = SYMBOL,
    foot: str = "",
) -> None:
    """Ban hành kế hoạch: number and day come from the clerk's book; Word and PDF are frozen with them.

    Raises ``RefusedError`` for an empty number or a day to come, ``MovedOnError`` when it has a number already or
    the plan is not confirmed.
    """
    require(permissions.may_issue_plan(act, movement))
    if not number.strip():
        raise RefusedError(number="Hãy nhập số văn bản lấy từ sổ của văn thư.")
    if dated_on > act.on:
        raise RefusedError(dated_on="Ngày ban hành không thể sau hôm nay.")
    title = f"{rendered.content.title} {rendered.content.summary}".strip()
    paper = documents.draft_paper(act, content=rendered.content, symbol=symbol, title=title)
    moved = Movement.objects.filter(pk=movement.pk, state__in=ISSUABLE, plan_paper__isnull=True).update(
        plan_paper=paper,
        plan_number=f"{number.strip()}/{symbol}",
        plan_issued_on=dated_on,
        version=F("version") + 1,
    )
    if moved != 1:
        raise MovedOnError("Kế hoạch này đã có số hoặc chưa được xác nhận. Hãy tải lại trang để xem.")
    documents.number_paper(
        act,
        paper=paper,
        authority_id=movement.authority_id,
        number=number,
        dated_on=dated_on,
        rendered=rendered,
        foot=foot,
    )
    movement.refresh_from_db()
    act.record("plan.issued", movement, number=movement.plan_number, dated_on=dated_on)


@operation("movement.launched")
def launch(act: Act, *, movement: Movement, on: date) -> None:
    """Phát động phong trào, by the chairperson or recorded from the signed paper. Law: 06/2022/QH15, art. 18.

    Raises ``RefusedError`` for a day to come, ``MovedOnError`` when another hand was faster.
    """
    step = step_of(act, FLOW, "launch", movement.state, movement.authority)
    if on > act.on:
        raise RefusedError(on="Ngày phát động không thể sau hôm nay.")
    signed = SignedPaper.objects.filter(pk=act.signed.paper_id).first() if act.signed else None
    move(
        movement,
        State.PLAN_CONFIRMED,
        step.target(),
        launched_at=act.at,
        launched_on=on,
        launched_by=signed.signer_name if signed else act.actor.actor_label,
        launch_signed=signed,
    )
    act.record("movement.launched", movement, on=on, by=movement.launched_by)


@operation("plan.delivered")
def deliver(act: Act, *, movement: Movement, subjects: Sequence[Subject]) -> int:
    """Send the plan to units and people; who has it already does not get it twice. Gives how many are new.

    A unit gets it as itself, a person through the unit of the main post. Raises ``RefusedError`` before the launch
    and for a person without a unit.
    """
    require(permissions.may_deliver(act, movement))
    _running(movement, "Phong trào chưa phát động nên chưa gửi kế hoạch được.")
    present = set(Delivery.objects.filter(movement=movement).values_list("subject_id", flat=True))
    new = {subject.pk: subject for subject in subjects if subject.pk not in present}
    units = units_of_subjects(new.values(), act.on)
    homeless = [subject.name for key, subject in new.items() if key not in units]
    if homeless:
        raise RefusedError(f"Chưa rõ đơn vị của: {', '.join(homeless[:10])}. Hãy bổ sung trong danh bạ.")
    Delivery.objects.bulk_create(
        Delivery(movement=movement, subject=subject, unit_id=units[key], sent_at=act.at)
        for key, subject in new.items()
    )
    act.record("plan.delivered", movement, count=len(new), to=sorted(new))
    return len(new)


@operation("delivery.read")
def confirm_read(act: Act, *, delivery: Delivery) -> None:
    """Say that the plan was read: by oneself, by the head, or by the officer with the signed list.

    Raises ``MovedOnError`` when it was confirmed already.
    """
    require(permissions.may_confirm_read(act, delivery))
    own = permissions.is_self(act, delivery.subject)
    by = act.actor.actor_label if own or act.signed is None else act.signed.label
    moved = Delivery.objects.filter(pk=delivery.pk, read_at__isnull=True).update(
        read_at=act.at, read_by=by[:300], signed_list_id=act.signed.paper_id if act.signed else None
    )
    if moved != 1:
        raise MovedOnError("Việc đọc kế hoạch đã được xác nhận trước đó.")
    delivery.refresh_from_db()
    act.record("delivery.read", delivery, by=delivery.read_by)


@operation("delivery.read_for_all")
def confirm_read_for_all(act: Act, *, movement: Movement, unit: Unit) -> int:
    """Confirm for everybody of a unit who has not yet: the head, or the officer with the signed list.

    Gives how many. Raises ``RefusedError`` when nobody is left.
    """
    require(permissions.may_confirm_read_for_all(act, unit))
    rows = Delivery.objects.filter(movement=movement, unit=unit, read_at__isnull=True)
    by = act.signed.label if act.signed else f"{act.actor.actor_label} xác nhận thay"
    count = rows.update(
        read_at=act.at, read_by=by[:300], signed_list_id=act.signed.paper_id if act.signed else None
    )
    if not count:
        raise RefusedError("Mọi người của đơn vị đã xác nhận, hoặc kế hoạch chưa được gửi đến đơn vị.")
    act.record("delivery.read_for_all", movement, unit=unit.code, count=count, by=by)
    return count


@operation("team.set")
def set_team(act: Act, *, movement: Movement, persons: Sequence[Person], lead: Person) -> None:
    """Lập tổ thẩm định with its lead; replaces the team that stood.

    Raises ``RefusedError`` for an empty team, a lead who is not in it, a person of another authority.
    """
    require(permissions.may_keep_plan(act, movement.authority))
    _check_team(movement, persons, lead)
    moved = (
        Movement.objects.filter(pk=movement.pk)
        .exclude(state=State.CLOSED.value)
        .update(version=F("version") + 1)
    )
    if moved != 1:
        raise MovedOnError("Phong trào đã kết thúc nên không thay đổi tổ thẩm định được.")
    before = sorted(TeamMember.objects.filter(movement=movement).values_list("person__staff_code", flat=True))
    TeamMember.objects.filter(movement=movement).delete()
    TeamMember.objects.bulk_create(
        TeamMember(movement=movement, person=person, lead=person.pk == lead.pk) for person in persons
    )
    after = sorted(person.staff_code for person in persons)
    act.record("team.set", movement, before=before, after=after, lead=lead.staff_code)


@operation("movement.closed")
def close(act: Act, *, movement: Movement) -> None:
    """Kết thúc phong trào. Raises ``MovedOnError`` when another hand was faster."""
    step = step_of(act, FLOW, "close", movement.state, movement.authority)
    move(movement, State.LAUNCHED, step.target())
    act.record("movement.closed", movement)


@operation("movement.reopened")
def reopen(act: Act, *, movement: Movement, reason: str) -> None:
    """Open an ended movement again, with the reason. Raises ``RefusedError`` without one."""
    step = step_of(act, FLOW, "reopen", movement.state, movement.authority)
    needs_reason(reason)
    move(movement, State.CLOSED, step.target())
    act.record("movement.reopened", movement, reason=reason)


def _running(movement: Movement, sentence: str) -> None:
    if movement.state != State.LAUNCHED.value:
        raise RefusedError(sentence)


def _check_team(movement: Movement, persons: Iterable[Person], lead: Person) -> None:
    keys = {person.pk for person in persons}
    if not keys:
        raise RefusedError(persons="Hãy chọn người vào tổ thẩm định.")
    if lead.pk not in keys:
        raise RefusedError(lead="Tổ trưởng phải là người trong tổ.")
    if any(person.authority_id != movement.authority_id for person in persons):
        raise RefusedError(persons="Tổ thẩm định chỉ gồm người trong danh bạ của cơ quan.")
