"""Nhiệm vụ and kiểm tra: what is to be done, by whom, by when; how far it is; what checks found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine.movements import State as MovementState
from thidua.engine.tasks import FLOW, State
from thidua.movements import permissions
from thidua.movements.models import Area, Check, Movement, Task, TaskProgress
from thidua.movements.operations.plan import needs_reason
from thidua.organizations.models import Unit
from thidua.organizations.permissions import step_of

MOST_PERCENT = 100


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One row of the annex of the yearly plan (STT, nhiệm vụ, chủ trì, phối hợp, thời hạn, sản phẩm)."""

    code: str
    text: str
    lead: Unit
    due_on: date
    area: Area | None = None
    with_units: str = ""
    product: str = ""


@operation("task.added")
def add_task(
    act: Act,
    *,
    movement: Movement,
    code: str,
    text: str,
    lead: Unit,
    due_on: date,
    area: Area | None = None,
    with_units: str = "",
    product: str = "",
) -> Task:
    """Add one task. Raises ``RefusedError`` for a number that stands already, a lead or area of elsewhere."""
    require(permissions.may_keep_plan(act, movement.authority))
    _hold(movement)
    row = TaskRow(code.strip(), text.strip(), lead, due_on, area, with_units.strip(), product.strip())
    faults = row_faults(movement, row)
    if faults:
        raise RefusedError(**faults)
    task = Task.objects.create(movement=movement, **_columns(row))
    act.record("task.added", task, lead=lead.code, due_on=due_on)
    return task


@operation("task.changed")
def change_task(act: Act, *, task: Task, values: dict[str, Any]) -> None:
    """Put an open task right (area, text, lead, with_units, due_on, product). Raises as ``add_task`` does."""
    require(permissions.may_keep_plan(act, task.movement.authority))
    allowed = {"area", "text", "lead", "with_units", "due_on", "product"}
    values = {name: value for name, value in values.items() if name in allowed}
    row = TaskRow(
        **{"code": task.code}
        | {name: getattr(task, name) for name in allowed}
        | {name: value.strip() if isinstance(value, str) else value for name, value in values.items()}
    )
    faults = row_faults(task.movement, row, known=task)
    if faults:
        raise RefusedError(**faults)
    changes = {
        name: [str(getattr(task, name) or ""), str(value or "")]
        for name, value in values.items()
        if getattr(task, name) != value
    }
    if Task.objects.filter(pk=task.pk, state=State.OPEN.value).update(**values) != 1:
        raise MovedOnError
    task.refresh_from_db()
    act.record("task.changed", task, changes=changes)


@operation("tasks.imported")
def import_tasks(act: Act, *, movement: Movement, rows: Sequence[TaskRow]) -> list[Task]:
    """Add a whole list or nothing of it.

    Raises ``RefusedError`` with all faults at once, the fields named ``row_<n>`` from 1 on.
    """
    require(permissions.may_keep_plan(act, movement.authority))
    _hold(movement)
    if not rows:
        raise RefusedError("Danh sách chưa có nhiệm vụ nào.")
    faults: dict[str, str] = {}
    seen: set[str] = set()
    present = set(Task.objects.filter(movement=movement).values_list("code", flat=True))
    for number, row in enumerate(rows, start=1):
        told = list(row_faults(movement, row, present=present).values())
        if row.code in seen:
            told.append(f"Số hiệu “{row.code}” đứng hai lần trong danh sách.")
        seen.add(row.code)
        if told:
            faults[f"row_{number}"] = " ".join(told)
    if faults:
        raise RefusedError(**faults)
    tasks = Task.objects.bulk_create(Task(movement=movement, **_columns(row)) for row in rows)
    act.record("tasks.imported", movement, count=len(tasks), codes=[row.code for row in rows])
    return tasks


@operation("task.progress_told")
def tell_progress(act: Act, *, task: Task, percent: int, note: str = "") -> TaskProgress:
    """Báo tiến độ of an open task. Raises ``RefusedError`` beyond 0 to 100, ``MovedOnError`` once it is done."""
    require(permissions.may_tell_progress(act, task))
    if not 0 <= percent <= MOST_PERCENT:
        raise RefusedError(percent="Tiến độ từ 0 đến 100 phần trăm.")
    if Task.objects.filter(pk=task.pk, state=State.OPEN.value).update(state=State.OPEN.value) != 1:
        raise MovedOnError
    told = TaskProgress.objects.create(
        task=task, at=act.at, told_by=_doer(act), percent=percent, note=note.strip()
    )
    act.record("task.progress_told", task, percent=percent, note=note)
    return told


@operation("task.finished")
def finish_task(act: Act, *, task: Task, on: date, note: str = "") -> None:
    """Báo hoàn thành on a day, with its product in the note. Raises ``RefusedError`` for a day to come."""
    step = step_of(act, FLOW, "finish", task.state, task.lead)
    if on > act.on:
        raise RefusedError(on="Ngày hoàn thành không thể sau hôm nay.")
    _move(task, step.target().value, done_on=on, done_note=note.strip(), done_by=_doer(act))
    act.record("task.finished", task, on=on, late=on > task.due_on, note=note)


@operation("task.cancelled")
def cancel_task(act: Act, *, task: Task, reason: str) -> None:
    """Hủy nhiệm vụ with the reason. Raises ``RefusedError`` without one."""
    step = step_of(act, FLOW, "cancel", task.state, task.lead)
    needs_reason(reason)
    _move(task, step.target().value)
    act.record("task.cancelled", task, reason=reason)


@operation("task.reopened")
def reopen_task(act: Act, *, task: Task, reason: str) -> None:
    """Open a finished or cancelled task again with the reason; what was told stays."""
    step = step_of(act, FLOW, "reopen", task.state, task.lead)
    needs_reason(reason)
    before = {"done_on": task.done_on, "done_note": task.done_note} if task.done_on else {}
    _move(task, step.target().value, done_on=None, done_by="")
    act.record("task.reopened", task, reason=reason, before=before)


@operation("check.recorded")
def record_check(
    act: Act,
    *,
    movement: Movement,
    unit: Unit,
    held_on: date,
    team: str,
    findings: str,
    faults: int = 0,
    remedy_due: date | None = None,
) -> Check:
    """Ghi một cuộc kiểm tra with its findings.

    Raises ``RefusedError`` for a day to come, no findings, a remedy due before the check, a unit of elsewhere.
    """
    require(permissions.may_keep_plan(act, movement.authority))
    wrong: dict[str, str] = {}
    if held_on > act.on:
        wrong["held_on"] = "Ngày kiểm tra không thể sau hôm nay."
    if not findings.strip():
        wrong["findings"] = "Hãy ghi kết quả kiểm tra."
    if remedy_due is not None and remedy_due < held_on:
        wrong["remedy_due"] = "Hạn khắc phục phải từ ngày kiểm tra trở đi."
    if faults < 0:
        wrong["faults"] = "Số tồn tại không thể âm."
    if unit.authority_id != movement.authority_id:
        wrong["unit"] = "Đơn vị không thuộc cơ quan tổ chức phong trào."
    if wrong:
        raise RefusedError(**wrong)
    _hold(movement)
    check = Check.objects.create(
        movement=movement,
        unit=unit,
        held_on=held_on,
        team=team.strip(),
        findings=findings.strip(),
        faults=faults,
        remedy_due=remedy_due,
    )
    act.record("check.recorded", check, faults=faults, remedy_due=remedy_due)
    return check


@operation("check.remedied")
def record_remedy(act: Act, *, check: Check, on: date, note: str) -> None:
    """Ghi kết quả khắc phục. Raises ``RefusedError`` for a day before the check or to come, or without a word."""
    require(permissions.may_record_remedy(act, check))
    if on > act.on:
        raise RefusedError(on="Ngày khắc phục không thể sau hôm nay.")
    if on < check.held_on:
        raise RefusedError(on="Ngày khắc phục không thể trước ngày kiểm tra.")
    if not note.strip():
        raise RefusedError(note="Hãy ghi đã khắc phục thế nào.")
    moved = Check.objects.filter(pk=check.pk, remedied_on__isnull=True).update(
        remedied_on=on, remedy_note=note.strip()
    )
    if moved != 1:
        raise MovedOnError
    check.refresh_from_db()
    act.record("check.remedied", check, on=on, note=note)


def row_faults(
    movement: Movement, row: TaskRow, *, known: Task | None = None, present: set[str] | None = None
) -> dict[str, str]:
    """What is wrong with one task, by field; nothing when all is right."""
    faults: dict[str, str] = {}
    if not row.code:
        faults["code"] = "Hãy ghi số hiệu của nhiệm vụ."
    elif known is None:
        stands = (
            row.code in present
            if present is not None
            else Task.objects.filter(movement=movement, code=row.code).exists()
        )
        if stands:
            faults["code"] = f"Số hiệu “{row.code}” đã có. Hãy dùng số khác."
    if not row.text:
        faults["text"] = "Hãy ghi nội dung nhiệm vụ."
    if row.lead.authority_id != movement.authority_id:
        faults["lead"] = "Đơn vị chủ trì không thuộc cơ quan tổ chức phong trào."
    if row.area is not None and row.area.movement_id != movement.pk:
        faults["area"] = "Lĩnh vực không thuộc phong trào này."
    if movement.starts_on and row.due_on < movement.starts_on:
        faults["due_on"] = "Thời hạn trước ngày bắt đầu phong trào."
    return faults


def _columns(row: TaskRow) -> dict[str, Any]:
    return {
        "code": row.code,
        "text": row.text,
        "lead": row.lead,
        "due_on": row.due_on,
        "area": row.area,
        "with_units": row.with_units,
        "product": row.product,
    }


def _hold(movement: Movement) -> None:
    held = (
        Movement.objects.filter(pk=movement.pk)
        .filter(~Q(state=MovementState.CLOSED.value))
        .update(version=F("version") + 1)
    )
    if held != 1:
        raise MovedOnError("Phong trào đã kết thúc nên không thêm được nữa.")


def _move(task: Task, target: str, **columns: Any) -> None:
    if Task.objects.filter(pk=task.pk, state=task.state).update(state=target, **columns) != 1:
        raise MovedOnError
    task.refresh_from_db()


def _doer(act: Act) -> str:
    return (act.signed.label if act.signed else act.actor.actor_label)[:300]
