"""Rows of an uploaded table of tasks as tasks: units and areas found by code or name, all faults at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from thidua.documents.intake.columns import Row
from thidua.engine.text import fold
from thidua.movements.models import Area, Movement, Task
from thidua.movements.operations import TaskRow
from thidua.movements.queries import duties
from thidua.organizations.models import Unit


def task_rows(
    movement: Movement, rows: Iterable[Row], *, areas: Sequence[Area], units: Sequence[Unit]
) -> tuple[list[TaskRow], list[str]]:
    """The tasks, and a sentence for each fault with its row; use the tasks only when there is none."""
    by_area = {fold(name): area for area in areas for name in (area.code, area.name, str(area))}
    present = set(Task.objects.filter(movement=movement).values_list("code", flat=True))
    seen: dict[str, int] = {}
    told, faults = [], []
    for row in rows:
        place = f"Dòng {row.number}"
        code = row.text("code").removesuffix(".0") or _next_free(present, seen)
        lead, area_name = _unit(row.text("lead"), units), row.text("area")
        area = by_area.get(fold(area_name)) if area_name else None
        due_on = row.values.get("due_on")
        wrong = []
        if code in present:
            wrong.append(f"{place} (Số hiệu): số “{code}” đã có trong danh sách nhiệm vụ.")
        if code in seen:
            wrong.append(f"{place} (Số hiệu): số “{code}” trùng với dòng {seen[code]}.")
        seen.setdefault(code, row.number)
        if lead is None:
            wrong.append(f"{place} (Chủ trì): không có đơn vị “{row.text('lead')}” trong danh bạ.")
        if area_name and area is None:
            wrong.append(f"{place} (Lĩnh vực): không có lĩnh vực “{area_name}” trong kế hoạch.")
        if isinstance(due_on, date) and movement.starts_on and due_on < movement.starts_on:
            wrong.append(f"{place} (Thời hạn): {due_on:%d/%m/%Y} trước ngày bắt đầu phong trào.")
        faults += wrong
        if not wrong and lead is not None and isinstance(due_on, date):
            told.append(
                TaskRow(
                    code=code,
                    text=row.text("text"),
                    lead=lead,
                    due_on=due_on,
                    area=area,
                    with_units=row.text("with_units"),
                    product=row.text("product"),
                )
            )
    return told, faults


def _next_free(present: set[str], seen: dict[str, int]) -> str:
    """The next whole number that no task bears yet."""
    taken = {int(code) for code in (*present, *seen) if code.isdigit()}
    return str(max(taken, default=0) + 1)


def _unit(name: str, units: Sequence[Unit]) -> Unit | None:
    """A unit by its code, its name, or a name that means it and no other ("Văn phòng UBND xã")."""
    wanted = fold(name)
    for unit in units:
        if wanted in {fold(unit.code), fold(unit.name)}:
            return unit
    codes = duties.codes_named(name, units)
    return next((unit for unit in units if unit.code == codes[0]), None) if len(codes) == 1 else None
