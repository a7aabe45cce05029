"""Kế hoạch: begin a movement, put right what was read, confirm it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import F, Max

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents.models import StoredFile
from thidua.engine.movements import FLOW, State
from thidua.movements import choices, permissions
from thidua.movements.models import Area, Movement, PlanItem
from thidua.movements.operations import reading as proposals
from thidua.movements.queries import area_names, citations, duties
from thidua.organizations.models import Unit
from thidua.organizations.permissions import step_of

NO_PLAN = (
    "Chưa đọc được kế hoạch phong trào thi đua trong tệp này: không thấy tên phong trào, mục đích, nội dung hay mục "
    "khen thưởng. Hãy chọn đúng tệp kế hoạch, hoặc lập phong trào bằng cách nhập tay."
)


@operation("movement.begun")
def begin_from_file(
    act: Act,
    *,
    authority: Unit,
    plan_file: StoredFile | None,
    text: str,
    reading: dict[str, Any],
    implements: Movement | None = None,
) -> Movement:
    """Begin a movement from a plan that was read; every fact keeps its passage and waits to be confirmed.

    ``reading`` is the reader's answer as JSON values. Raises ``RefusedError`` when the text is no plan of a movement.
    """
    require(permissions.may_keep_plan(act, authority))
    scalars, rows = proposals.scalars_of(reading), proposals.items_of(reading)
    told = {row.kind for row in rows}
    if not scalars.title and not told & {PlanItem.Kind.PURPOSE, PlanItem.Kind.CONTENT, PlanItem.Kind.AWARD}:
        raise RefusedError(plan_file=NO_PLAN)
    movement = Movement.objects.create(
        authority=authority,
        implements=implements,
        plan_file=plan_file,
        plan_text=text,
        reading=reading,
        created_at=act.at,
        **asdict(scalars),
    )
    orders: dict[str, int] = {}
    items = []
    for row in rows:
        orders[row.kind] = orders.get(row.kind, 0) + 1
        span = proposals.span_of(reading, row.pointer)
        start, end = span or (None, None)
        items.append(
            PlanItem(
                movement=movement,
                kind=row.kind,
                order=orders[row.kind],
                text=row.text,
                data=row.data | {"clause": citations.clause_at(text, start)},
                start=start,
                end=end,
                unsure=proposals.is_unsure(reading, row.pointer),
                read=True,
            )
        )
    PlanItem.objects.bulk_create(items)
    act.record(
        "movement.begun",
        movement,
        file=plan_file.sha256 if plan_file else "",
        items=len(items),
        unsure=sum(item.unsure for item in items),
    )
    return movement


@operation("movement.begun")
def begin_by_hand(
    act: Act,
    *,
    authority: Unit,
    title: str,
    starts_on: date | None = None,
    ends_on: date | None = None,
    issuer: str = "",
    place: str = "",
    implements: Movement | None = None,
) -> Movement:
    """Begin a movement whose plan is written on the form. Raises ``RefusedError`` for no title or an end too early."""
    require(permissions.may_keep_plan(act, authority))
    check_scalars({"title": title, "starts_on": starts_on, "ends_on": ends_on})
    movement = Movement.objects.create(
        authority=authority,
        implements=implements,
        title=title,
        issuer=issuer or authority.name,
        level=authority.level,
        place=place or authority.place,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=act.at,
        confirmed_fields=["title"],
    )
    act.record("movement.begun", movement, file="", items=0, unsure=0)
    return movement


@operation("plan.corrected")
def correct_plan(act: Act, *, movement: Movement, values: Mapping[str, Any]) -> None:
    """Put scalars right (keys of ``choices.PLAN_FIELDS``); each one given counts as confirmed, changed or not.

    Raises ``RefusedError`` for an unknown column, an empty title, an end before the start; ``MovedOnError`` once the
    plan is confirmed.
    """
    require(permissions.may_keep_plan(act, movement.authority))
    unknown = sorted(set(values) - set(choices.PLAN_FIELDS))
    if unknown:
        raise RefusedError(f"Kế hoạch không có mục “{', '.join(unknown)}”.")
    merged = {name: getattr(movement, name) for name in ("title", "starts_on", "ends_on")} | dict(values)
    check_scalars(merged)
    changes = {
        name: [getattr(movement, name), value]
        for name, value in values.items()
        if getattr(movement, name) != value
    }
    confirmed = sorted({*movement.confirmed_fields, *values})
    _in_draft(movement, confirmed_fields=confirmed, **values)
    movement.refresh_from_db()
    act.record("plan.corrected" if changes else "plan.fields_confirmed", movement, changes=changes)


@operation("plan.item_corrected")
def set_item(
    act: Act, *, item: PlanItem, text: str | None = None, data: Mapping[str, Any] | None = None
) -> None:
    """Confirm one fact, as read or put right. ``data`` is merged into what stands. Raises as ``correct_plan`` does."""
    require(permissions.may_keep_plan(act, item.movement.authority))
    new_text = item.text if text is None else text.strip()
    new_data = dict(item.data) | dict(data or {})
    _check_item(item.kind, new_text, new_data)
    if item.kind == PlanItem.Kind.QUOTA and new_text == citations.quota_text(item.data):
        new_text = citations.quota_text(new_data)
    changed = new_text != item.text or new_data != item.data
    old = {"text": item.text, "data": item.data}
    _in_draft(item.movement)
    if PlanItem.objects.filter(pk=item.pk).update(text=new_text, data=new_data, confirmed=True) != 1:
        raise MovedOnError
    item.refresh_from_db()
    facts = {"old": old, "new": {"text": new_text, "data": new_data}} if changed else {"text": new_text}
    act.record(
        "plan.item_corrected" if changed else "plan.item_confirmed",
        item.movement,
        kind=item.kind,
        order=item.order,
        **facts,
    )


@operation("plan.item_added")
def add_item(
    act: Act, *, movement: Movement, kind: str, text: str, data: Mapping[str, Any] | None = None
) -> PlanItem:
    """Add a fact that the reader did not find, or that the plan gained. Raises as ``correct_plan`` does."""
    require(permissions.may_keep_plan(act, movement.authority))
    _check_item(kind, text.strip(), dict(data or {}))
    _in_draft(movement)
    last = PlanItem.objects.filter(movement=movement, kind=kind).aggregate(last=Max("order"))["last"] or 0
    item = PlanItem.objects.create(
        movement=movement, kind=kind, order=last + 1, text=text.strip(), data=dict(data or {}), confirmed=True
    )
    act.record("plan.item_added", movement, kind=kind, order=item.order, text=item.text)
    return item


@operation("plan.item_removed")
def remove_item(act: Act, *, item: PlanItem) -> None:
    """Take a fact out that the plan does not say. Raises ``MovedOnError`` once the plan is confirmed."""
    require(permissions.may_keep_plan(act, item.movement.authority))
    _in_draft(item.movement)
    deleted = PlanItem.objects.filter(pk=item.pk).delete()[1]
    if deleted.get(PlanItem._meta.label) != 1:
        raise MovedOnError
    act.record("plan.item_removed", item.movement, kind=item.kind, order=item.order, text=item.text)


@operation("plan.items_confirmed")
def confirm_items(act: Act, *, movement: Movement, items: Sequence[PlanItem]) -> int:
    """Confirm several facts as they stand; gives how many were not confirmed before."""
    require(permissions.may_keep_plan(act, movement.authority))
    _refuse_unread(items)
    _in_draft(movement)
    keys = [item.pk for item in items]
    count = PlanItem.objects.filter(movement=movement, pk__in=keys, confirmed=False).update(confirmed=True)
    act.record("plan.items_confirmed", movement, count=count)
    return count


@operation("plan.confirmed")
def confirm_plan(act: Act, *, movement: Movement) -> None:
    """Confirm the whole plan: areas are made from its contents, duties find their units.

    What nobody looked at stays marked as such. Raises ``RefusedError`` for a plan without title or period, since
    nothing can be registered, scored or decided without them; ``MovedOnError`` when it was confirmed already.
    """
    step = step_of(act, FLOW, "confirm_plan", movement.state, movement.authority)
    missing = {
        name: "Hãy điền mục này trước khi xác nhận kế hoạch."
        for name in ("title", "starts_on", "ends_on")
        if not getattr(movement, name)
    }
    if missing:
        raise RefusedError(**missing)
    _refuse_unread(PlanItem.objects.filter(movement=movement, kind=PlanItem.Kind.QUOTA))
    _in_draft(movement, state=step.target().value)
    _make_areas(movement)
    _map_duties(movement, act.on)
    movement.refresh_from_db()
    unseen = PlanItem.objects.filter(movement=movement, confirmed=False).count()
    act.record("plan.confirmed", movement, areas=movement.areas.count(), not_looked_at=unseen)


@operation("plan.reopened")
def reopen_plan(act: Act, *, movement: Movement, reason: str) -> None:
    """Open the plan again before the launch. Raises ``RefusedError`` without a reason or once the plan is issued."""
    step = step_of(act, FLOW, "reopen_plan", movement.state, movement.authority)
    needs_reason(reason)
    if movement.plan_paper_id is not None:
        raise RefusedError(
            "Kế hoạch đã ban hành có số. Muốn thay đổi, hãy ban hành văn bản sửa đổi, bổ sung."
        )
    move(movement, State.PLAN_CONFIRMED, step.target())
    act.record("plan.reopened", movement, reason=reason)


def move(movement: Movement, source: State, target: State, **columns: Any) -> None:
    """Guarded change of state. Raises ``MovedOnError`` when another hand was faster."""
    moved = Movement.objects.filter(pk=movement.pk, state=source.value).update(
        state=target.value, version=F("version") + 1, **columns
    )
    if moved != 1:
        raise MovedOnError
    movement.refresh_from_db()


def needs_reason(reason: str, field: str = "reason") -> None:
    """Raise ``RefusedError`` at the field when no reason is given."""
    if not reason.strip():
        raise RefusedError(**{field: "Hãy ghi lý do."})


def _in_draft(movement: Movement, **columns: Any) -> None:
    """The first write of every change to the plan: guarded at the movement."""
    moved = Movement.objects.filter(pk=movement.pk, state=State.DRAFT.value).update(
        version=F("version") + 1, **columns
    )
    if moved != 1:
        raise MovedOnError("Kế hoạch đã được xác nhận nên không sửa được nữa. Hãy mở lại kế hoạch để sửa.")


def check_scalars(values: Mapping[str, Any]) -> None:
    """Raise ``RefusedError`` for no title, or an end before the start."""
    if not str(values.get("title") or "").strip():
        raise RefusedError(title="Hãy ghi tên phong trào.")
    starts_on, ends_on = values.get("starts_on"), values.get("ends_on")
    if starts_on and ends_on and ends_on < starts_on:
        raise RefusedError(ends_on="Ngày kết thúc phải từ ngày bắt đầu trở đi.")


def _check_item(kind: str, text: str, data: Mapping[str, Any]) -> None:
    if kind not in PlanItem.Kind.values:
        raise RefusedError("Kế hoạch không có loại mục này.")
    if not text:
        raise RefusedError(text="Hãy ghi nội dung của mục này.")
    most, percent = data.get("max"), data.get("max_percent")
    if kind == PlanItem.Kind.QUOTA:
        if most is None and percent is None:
            raise RefusedError(max="Hãy ghi số lượng hoặc tỷ lệ tối đa.")
        if most is not None and (not isinstance(most, int) or most < 0):
            raise RefusedError(max="Số lượng phải là số nguyên từ 0 trở lên.")
    starts_on, ends_on = citations.iso_day(data.get("starts_on")), citations.iso_day(data.get("ends_on"))
    if starts_on and ends_on and ends_on < starts_on:
        raise RefusedError(ends_on="Ngày kết thúc phải từ ngày bắt đầu trở đi.")


def _refuse_unread(items: Iterable[PlanItem]) -> None:
    """A number that could not be read is no limit: it is put in, or the fact is taken out, before it is confirmed."""
    for item in items:
        if item.kind == PlanItem.Kind.QUOTA and not {"max", "max_percent"} & set(item.data):
            raise RefusedError(
                f"{item.text}. Hãy sửa mục này theo văn bản, hoặc bỏ mục nếu kế hoạch không giới hạn."
            )


def _make_areas(movement: Movement) -> None:
    """Areas by their code: names follow the plan, an area no longer named goes unless a task stands in it."""
    named = area_names.areas_of(movement)
    for order, (code, name) in enumerate(named, start=1):
        Area.objects.update_or_create(movement=movement, code=code, defaults={"name": name, "order": order})
    codes = [code for code, _ in named]
    Area.objects.filter(movement=movement, tasks__isnull=True).exclude(code__in=codes).delete()


def _map_duties(movement: Movement, on: date) -> None:
    """Note at each duty the units that its actor names, unless the officer chose them already."""
    units = duties.units_of(movement.authority, on)
    for item in PlanItem.objects.filter(movement=movement, kind=PlanItem.Kind.DUTY):
        if "units" not in item.data:
            found = duties.codes_named(str(item.data.get("actor") or item.text), units)
            PlanItem.objects.filter(pk=item.pk).update(data=item.data | {"units": found})
