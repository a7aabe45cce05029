"""Nhiệm vụ and kiểm tra: the list, one task, the import, reminders, checks."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core import signing
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.documents import printing
from thidua.documents.doors import through_door
from thidua.documents.forms import SignedPaperForm
from thidua.documents.intake import sentences
from thidua.documents.intake.columns import TableRefusedError
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.sheets import read_table, template
from thidua.documents.paper.workbook import Column, Sheet, Sheets
from thidua.documents.render.child import in_child
from thidua.documents.render.payload import for_sheets
from thidua.engine.flow import Role
from thidua.engine.tasks import FLOW, State
from thidua.movements import choices, operations, papers, permissions, queries
from thidua.movements.forms import (
    TASK_COLUMNS,
    FinishForm,
    ImportForm,
    ProgressForm,
    ReasonForm,
    TaskFilterForm,
    TaskForm,
)
from thidua.movements.models import Area, Movement, Task
from thidua.movements.operations import TaskRow
from thidua.movements.queries import duties
from thidua.movements.views import parts
from thidua.movements.views.importing import task_rows
from thidua.organizations.models import Unit
from thidua.organizations.permissions import holds

_PREVIEW_SALT = "movements.task_import"
_ANSWER_DAYS = 7


def _units(movement: Movement, on: date) -> Any:
    keys = [unit.pk for unit in duties.units_of(movement.authority, on)]
    return Unit.objects.filter(pk__in=keys).select_related("subject").order_by("pk")


def _shown(task: Any, on: date) -> dict[str, Any]:
    word, tone = choices.TASK_STATES[task.state]
    late = (on - task.due_on).days if task.state == State.OPEN.value and task.due_on < on else 0
    if late:
        word, tone = f"Quá hạn {late} ngày", "wrong"
    elif task.state == State.DONE.value and task.done_on and task.done_on > task.due_on:
        word = f"Hoàn thành muộn {(task.done_on - task.due_on).days} ngày"
        tone = "heed"
    return {"task": task, "word": word, "tone": tone, "late": late}


@require_GET
@login_required
def movement_tasks(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The tasks of the movement, filtered; ``excel`` gives the filtered rows as a file."""
    movement = parts.movement_for(request, movement_id)
    viewer, act = parts.viewer_of(request), web.act_of(request)
    areas, units = list(queries.areas(movement)), list(_units(movement, act.on))
    form = TaskFilterForm(request.GET or None, areas=areas, units=units)
    told = form.cleaned_data if form.is_bound and form.is_valid() else {}
    rows = queries.filtered(
        queries.tasks_visible_to(viewer, movement),
        act.on,
        area=told.get("area", ""),
        lead=told.get("lead", ""),
        when=told.get("when", ""),
        words=told.get("q", ""),
    )
    if "excel" in request.GET:
        return _excel(movement, [_shown(task, act.on) for task in rows], act.at)
    page = Paginator(rows, parts.PAGE_SIZE).get_page(request.GET.get("page"))
    numbers = queries.numbers(movement, act.on)
    context = {
        "movement": movement,
        "form": form,
        "page": page,
        "rows": [_shown(task, act.on) for task in page.object_list],
        "query": urlencode({name: value for name, value in told.items() if value}),
        "filtered": any(told.values()),
        "numbers": numbers,
        "areas": [
            {
                "area": area,
                "total": numbers[f"area.{area.code}.tasks"],
                "done": numbers[f"area.{area.code}.tasks_done"],
                "overdue": numbers[f"area.{area.code}.tasks_overdue"],
            }
            for area in areas
        ],
        "may_keep": permissions.may_keep_plan(act, movement.authority),
        "checks": queries.checks_visible_to(viewer, movement).count(),
    }
    return web.page(request, "movements/tasks.html", context)


def _excel(movement: Movement, rows: list[dict[str, Any]], at: Any) -> HttpResponse:
    columns = (
        Column("STT", 8, "center"),
        Column("Lĩnh vực", 26),
        Column("Nhiệm vụ", 56),
        Column("Chủ trì", 30),
        Column("Phối hợp", 26),
        Column("Thời hạn", 14, "date"),
        Column("Sản phẩm", 30),
        Column("Tình trạng", 22),
        Column("Ngày hoàn thành", 16, "date"),
        Column("Tiến độ (%)", 12, "number"),
    )
    lines = tuple(
        (
            row["task"].code,
            str(row["task"].area or ""),
            row["task"].text,
            row["task"].lead.name,
            row["task"].with_units,
            row["task"].due_on,
            row["task"].product,
            row["word"],
            row["task"].done_on,
            row["task"].latest_percent,
        )
        for row in rows
    )
    title = f"DANH MỤC NHIỆM VỤ {queries.movement_name(movement).upper()}"
    sheet = Sheet("Nhiệm vụ", columns, lines, titles=(title,))
    content = in_child("xlsx", for_sheets(Sheets((sheet,), title=title), at))
    return parts.download(content, "Nhiem-vu.xlsx", "xlsx")


@require_http_methods(["GET", "POST"])
@login_required
def movement_task_add(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Add one task."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    require(permissions.may_keep_plan(act, movement.authority))
    posted = request.method == "POST"
    form = TaskForm(
        request.POST if posted else None, areas=queries.areas(movement), units=_units(movement, act.on)
    )
    if posted and form.is_valid():
        told = form.cleaned_data
        if web.attempt(form, lambda: operations.add_task(act, movement=movement, **told)):
            web.done(request, f"Đã thêm nhiệm vụ {told['code']}.")
            again = "movement_task_add" if "more" in request.POST else "movement_tasks"
            return redirect(again, movement_id=movement.pk)
    context = {"movement": movement, "form": form, "task": None}
    return web.page(request, "movements/task_form.html", context, 422 if posted else 200)


def _task(request: HttpRequest, movement: Movement, task_id: int) -> Task:
    return get_object_or_404(queries.tasks_visible_to(parts.viewer_of(request), movement), pk=task_id)


@require_http_methods(["GET", "POST"])
@login_required
def movement_task_change(request: HttpRequest, movement_id: int, task_id: int) -> HttpResponse:
    """Put an open task right."""
    movement = parts.movement_for(request, movement_id)
    task = _task(request, movement, task_id)
    act = web.act_of(request)
    require(permissions.may_keep_plan(act, movement.authority))
    posted = request.method == "POST"
    form = TaskForm(
        request.POST if posted else None,
        areas=queries.areas(movement),
        units=_units(movement, act.on),
        task=task,
    )
    if posted and form.is_valid():
        told = dict(form.cleaned_data)
        if web.attempt(form, lambda: operations.change_task(act, task=task, values=told)):
            web.done(request, f"Đã sửa nhiệm vụ {task.code}.")
            return redirect("movement_task", movement_id=movement.pk, task_id=task.pk)
    context = {"movement": movement, "form": form, "task": task}
    return web.page(request, "movements/task_form.html", context, 422 if posted else 200)


@require_http_methods(["GET", "POST"])
@login_required
def movement_task(request: HttpRequest, movement_id: int, task_id: int) -> HttpResponse:
    """One task; POST with ``progress``, ``finish``, ``cancel`` or ``reopen`` acts."""
    movement = parts.movement_for(request, movement_id)
    task = _task(request, movement, task_id)
    act = web.act_of(request)
    way = request.POST.get("way", "")
    posted = request.method == "POST"
    own = any(holds(act, role, task.lead) for role in (Role.UNIT_HEAD, Role.MEMBER))
    progress = ProgressForm(request.POST if way == "progress" else None)
    finish = FinishForm(request.POST if way == "finish" else None, initial={"on": act.on})
    reason = ReasonForm(request.POST if way in {"cancel", "reopen"} else None)
    signed = SignedPaperForm(
        request.POST if way == "finish" else None, request.FILES if way == "finish" else None, may_act=own
    )
    said = ""
    if way == "progress" and progress.is_valid():
        told = progress.cleaned_data
        if web.attempt(progress, lambda: operations.tell_progress(act, task=task, **told)):
            said = f"Đã ghi tiến độ {told['percent']}%."
    elif way == "finish" and finish.is_valid() and signed.is_valid():
        done = finish.cleaned_data

        def call() -> None:
            operations.finish_task(through_door(act, signed, kind="task"), task=task, **done)

        if web.attempt(finish, call):
            said = "Đã ghi nhận hoàn thành nhiệm vụ."
    elif way in {"cancel", "reopen"} and reason.is_valid():
        why = reason.cleaned_data["reason"]
        act_on = operations.cancel_task if way == "cancel" else operations.reopen_task
        if web.attempt(reason, lambda: act_on(act, task=task, reason=why)):
            said = "Đã hủy nhiệm vụ." if way == "cancel" else "Đã mở lại nhiệm vụ."
    if said:
        web.done(request, said)
        return redirect("movement_task", movement_id=movement.pk, task_id=task.pk)
    opened = task.state == State.OPEN.value
    context = _shown(task, act.on) | {
        "movement": movement,
        "progress_form": progress,
        "finish_form": finish,
        "reason_form": reason,
        "signed_form": signed,
        "told": task.progress.all()[:20],
        "may_tell": opened and permissions.may_tell_progress(act, task),
        "may_finish": opened and (own or permissions.may_record(act, FLOW.right("finish"), task.lead)),
        "may_cancel": permissions.may_step_task(act, task, "cancel"),
        "may_reopen": permissions.may_step_task(act, task, "reopen"),
        "may_change": opened and permissions.may_keep_plan(act, movement.authority),
        "history": parts.history(task),
    }
    return web.page(request, "movements/task.html", context, 422 if posted else 200)


@require_GET
@login_required
def movement_task_template(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The Excel template for a list of tasks, with an example from the own directory."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    require(permissions.may_keep_plan(act, movement.authority))
    unit = _units(movement, act.on).first()
    area = queries.areas(movement).first()
    due = movement.ends_on or act.on
    example = (
        "1",
        area.code if area else "",
        "Ban hành kế hoạch cải cách hành chính của đơn vị",
        unit.name if unit else "",
        "Các đơn vị",
        due,
        "Kế hoạch",
    )
    content = template(TASK_COLUMNS, "DANH MỤC NHIỆM VỤ", (example,), act.at)
    return parts.download(content, "Mau-danh-muc-nhiem-vu.xlsx", "xlsx")


@require_http_methods(["GET", "POST"])
@login_required
def movement_task_import(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Upload, see what will be stored or everything that is wrong, confirm. Nothing is stored before that."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    require(permissions.may_keep_plan(act, movement.authority))
    areas, units = list(queries.areas(movement)), list(_units(movement, act.on))
    posted = request.method == "POST"
    if posted and "rows" in request.POST:
        return _import_confirmed(request, movement, areas, units)
    form = ImportForm(request.POST, request.FILES) if posted else ImportForm()
    faults: list[str] = []
    rows: list[TaskRow] = []
    if posted and form.is_valid():
        try:
            table = read_table(form.cleaned_data["table"].read(), TASK_COLUMNS)
        except UnreadableFileError as refused:
            form.add_error("table", sentences.sentence(refused))
        except TableRefusedError as refused:
            told = list(sentences.table_sentences(refused))
            faults = told + _also_wrong(movement, refused, areas, units)
        else:
            rows, faults = task_rows(movement, table.rows, areas=areas, units=units)
    good = bool(rows) and not faults
    context = {
        "movement": movement,
        "form": form,
        "faults": faults,
        "preview": rows if good else [],
        "token": _packed(movement, rows) if good else "",
        "areas": areas,
    }
    return web.page(request, "movements/task_import.html", context, 422 if posted and not good else 200)


def _also_wrong(
    movement: Movement, refused: TableRefusedError, areas: list[Area], units: list[Unit]
) -> list[str]:
    """What is wrong with the rows of a refused table whose cells could all be read."""
    unread = {fault.row for fault in refused.faults}
    sound = [row for row in refused.table.rows if row.number not in unread] if refused.table else []
    return task_rows(movement, sound, areas=areas, units=units)[1]


def _packed(movement: Movement, rows: list[TaskRow]) -> str:
    """The checked rows, signed, to come back with the confirmation: nothing lies half-done on the server."""
    plain = [
        (
            row.code,
            row.text,
            row.lead.pk,
            row.due_on.isoformat(),
            row.area.pk if row.area else None,
            row.with_units,
            row.product,
        )
        for row in rows
    ]
    return signing.dumps({"movement": movement.pk, "rows": plain}, salt=_PREVIEW_SALT, compress=True)


def _import_confirmed(
    request: HttpRequest, movement: Movement, areas: list[Area], units: list[Unit]
) -> HttpResponse:
    try:
        told = signing.loads(request.POST["rows"], salt=_PREVIEW_SALT, max_age=24 * 3600)
    except signing.BadSignature:
        told = {}
    if told.get("movement") != movement.pk:
        web.warn(request, "Phần xem trước đã hết hạn. Hãy chọn lại tệp.")
        return redirect("movement_task_import", movement_id=movement.pk)
    by_area, by_unit = {area.pk: area for area in areas}, {unit.pk: unit for unit in units}
    rows = [
        TaskRow(code, text, by_unit[lead], date.fromisoformat(due), by_area.get(area), with_units, product)
        for code, text, lead, due, area, with_units, product in told["rows"]
        if lead in by_unit
    ]
    form = ImportForm({})
    form.errors.clear()  # the file was judged before; only what the operation refuses is told
    act = web.act_of(request)
    if web.attempt(form, lambda: operations.import_tasks(act, movement=movement, rows=rows)):
        web.done(request, f"Đã nhập {len(rows):02d} nhiệm vụ.")
        return redirect("movement_tasks", movement_id=movement.pk)
    context = {
        "movement": movement,
        "form": ImportForm(),
        "faults": list(form.non_field_errors()),
        "preview": [],
    }
    return web.page(request, "movements/task_import.html", context, 422)


@require_GET
@login_required
def movement_task_reminders(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Overdue tasks under the head whose duty they are, each with a letter and a text to paste."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    roles = parts.viewer_of(request).roles_in(movement.authority_id)
    require(bool(roles & set(queries.READS_AUTHORITY)))
    told = [
        {"one": one, "text": papers.told_overdue(movement, one, act.on), "days": _days(one.tasks, act.on)}
        for one in queries.overdue_by_head(movement, act.on)
    ]
    return web.page(request, "movements/reminders.html", {"movement": movement, "heads": told})


def _days(tasks: list[Task], on: date) -> list[tuple[Task, int]]:
    return [(task, (on - task.due_on).days) for task in tasks]


@require_GET
@login_required
def movement_task_reminder_file(
    request: HttpRequest, movement_id: int, unit_id: int, kind: str
) -> HttpResponse:
    """Văn bản đôn đốc to one unit, as a draft in Word or PDF."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    require(permissions.may_deliver(act, movement))
    found = next((one for one in queries.overdue_by_head(movement, act.on) if one.unit.pk == unit_id), None)
    if found is None or kind not in {"docx", "pdf"}:
        raise Http404
    content = papers.reminder(movement, found, on=act.on, due_on=act.on + timedelta(days=_ANSWER_DAYS))
    return printing.attached(kind, content, f"Don-doc-{found.unit.code}", movement.authority_id)
