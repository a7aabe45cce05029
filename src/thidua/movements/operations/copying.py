"""Begin a movement as a copy of an earlier year's: what it says is taken over, what was done and confirmed is not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError, require
from thidua.movements import permissions
from thidua.movements.models import Area, Movement, PlanItem, Task
from thidua.movements.operations.plan import check_scalars
from thidua.organizations.models import Unit, in_force

_DATED = re.compile(r"\d{4}-\d{2}(-\d{2})?")


@operation("movement.begun")
def begin_from_movement(
    act: Act,
    *,
    source: Movement,
    title: str,
    starts_on: date,
    ends_on: date,
    with_tasks: bool = False,
) -> Movement:
    """Begin a movement in draft with the plan of another one of the same authority, every fact to be confirmed again.

    Number, day of issue, file and passages are not taken over, nor are days: a fact that held a day, or whose words
    name the former year, is marked as unsure. ``with_tasks`` takes over the tasks that were not cancelled and whose
    lead still stands, open again and due as many years later. Raises ``RefusedError`` for no title, an end too early,
    or a start that is not after that of the source.
    """
    require(permissions.may_keep_plan(act, source.authority))
    check_scalars({"title": title, "starts_on": starts_on, "ends_on": ends_on})
    if source.starts_on is not None and starts_on <= source.starts_on:
        raise RefusedError(starts_on="Phong trào mới phải bắt đầu sau phong trào được chép.")
    movement = Movement.objects.create(
        authority=source.authority,
        copied_from=source,
        title=title.strip(),
        issuer=source.issuer,
        level=source.level,
        place=source.place,
        registration_required=source.registration_required,
        starts_on=starts_on,
        ends_on=ends_on,
        created_at=act.at,
        confirmed_fields=["title", "starts_on", "ends_on"],
    )
    items = [_item(movement, source, one) for one in source.items.all()]
    PlanItem.objects.bulk_create(items)
    tasks = _tasks(act, movement, source) if with_tasks else []
    act.record(
        "movement.begun",
        movement,
        file="",
        items=len(items),
        unsure=sum(item.unsure for item in items),
        copied_from=source.title,
        tasks=len(tasks),
    )
    return movement


def _item(movement: Movement, source: Movement, one: PlanItem) -> PlanItem:
    data = {name: value for name, value in one.data.items() if name != "clause"}
    undated = data if one.kind == PlanItem.Kind.LEGAL_BASIS else _without_days(data)
    year = str(source.starts_on.year) if source.starts_on else ""
    names_year = bool(year) and year in one.text and one.kind != PlanItem.Kind.LEGAL_BASIS
    return PlanItem(
        movement=movement,
        kind=one.kind,
        order=one.order,
        text=one.text,
        data=undated,
        unsure=names_year or undated != data,
    )


def _without_days(data: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value
        for name, value in data.items()
        if not (isinstance(value, str) and _DATED.fullmatch(value))
    }


def _tasks(act: Act, movement: Movement, source: Movement) -> list[Task]:
    areas = Area.objects.bulk_create(
        Area(movement=movement, code=one.code, name=one.name, order=one.order) for one in source.areas.all()
    )
    by_code = {one.code: one for one in areas}
    years = 0
    if movement.starts_on is not None and source.starts_on is not None:
        years = movement.starts_on.year - source.starts_on.year
    standing = Unit.objects.filter(in_force(act.on, "valid_from", "valid_to"))
    rows = source.tasks.exclude(state="cancelled").filter(lead__in=standing).select_related("area")
    return Task.objects.bulk_create(
        Task(
            movement=movement,
            area=by_code[one.area.code] if one.area else None,
            code=one.code,
            text=one.text,
            lead_id=one.lead_id,
            with_units=one.with_units,
            due_on=years_later(one.due_on, years),
            product=one.product,
            search=one.search,
        )
        for one in rows.order_by("pk")
    )


def years_later(day: date, years: int) -> date:
    """The same day so many years later; the 28th of February for its 29th."""
    kept = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=kept)
