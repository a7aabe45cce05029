"""Đăng ký thi đua: the lists of all units, one unit's list, one's own line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import require
from thidua.documents import printing
from thidua.documents.doors import through_door
from thidua.documents.forms import SignedPaperForm
from thidua.engine.flow import Role
from thidua.engine.movements import State as MovementState
from thidua.engine.registrations import FLOW, WRITABLE, State
from thidua.movements import choices, operations, papers, permissions, queries
from thidua.movements.forms import LinesForm, OwnLineForm, ReasonForm, ReturnForm
from thidua.movements.models import Movement, PlanItem, Registration, RegistrationLine
from thidua.movements.operations import Line
from thidua.movements.views import parts
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer, holds, may_ever_take
from thidua.organizations.queries import scored_units, units_visible_to


@require_GET
@login_required
def movement_registrations(request: HttpRequest, movement_id: int) -> HttpResponse:
    """One row for each unit that takes part: its list and where it stands."""
    movement = parts.movement_for(request, movement_id)
    viewer, act = parts.viewer_of(request), web.act_of(request)
    lists = {row.unit_id: row for row in queries.registrations_visible_to(viewer, movement)}
    reads_all = permissions.may_deliver(act, movement) or bool(
        viewer.roles_in(movement.authority_id) & set(queries.READS_AUTHORITY)
    )
    units = list(scored_units(movement.authority, act.on))
    known = {unit.pk for unit in units}
    units += [row.unit for row in lists.values() if row.unit_id not in known]
    shown = []
    for unit in units:
        row = lists.get(unit.pk)
        if row is None and not reads_all and not viewer.holds(Role.UNIT_HEAD, unit):
            continue
        word, tone = choices.REGISTRATION_STATES[row.state] if row else ("Chưa có bản đăng ký", "")
        shown.append({"unit": unit, "row": row, "word": word, "tone": tone})
    counted = queries.numbers(movement, act.on)
    context = {
        "movement": movement,
        "rows": shown,
        "numbers": counted,
        "open": movement.state == MovementState.LAUNCHED.value,
        "own": _own_unit(viewer, movement),
        "told": papers.told_registration(movement, queries.units_without_list(movement, act.on))
        if reads_all
        else "",
        "history": parts.history(*lists.values())[:10],
    }
    return web.page(request, "movements/registrations.html", context)


def _own_unit(viewer: Viewer, movement: Movement) -> Unit | None:
    """The unit in which this person may register by a line of their own."""
    person = viewer.person
    if person is None or person.authority_id != movement.authority_id:
        return None
    units = queries.units_of_subjects([person.subject], viewer.on)
    key = units.get(person.subject_id)
    return Unit.objects.filter(pk=key).select_related("subject").first() if key else None


def _unit(request: HttpRequest, movement: Movement, unit_id: int) -> Unit:
    rows = units_visible_to(parts.viewer_of(request)).filter(authority=movement.authority_id)
    unit = get_object_or_404(rows, pk=unit_id)
    viewer = parts.viewer_of(request)
    roles = viewer.roles_in(unit.pk)
    if not roles & {*queries.READS_AUTHORITY, Role.UNIT_HEAD, Role.MEMBER}:
        raise Http404
    return unit


def _reads_whole(viewer: Viewer, unit: Unit) -> bool:
    """Whether the viewer reads all lines of the unit, and so may print its list; a member sees the own line."""
    return bool(viewer.roles_in(unit.pk) & {*queries.READS_AUTHORITY, Role.UNIT_HEAD})


@require_http_methods(["GET", "POST"])
@login_required
def movement_registration(request: HttpRequest, movement_id: int, unit_id: int) -> HttpResponse:
    """The list of a unit; POST keeps it as a draft, and with ``send`` sends it."""
    movement = parts.movement_for(request, movement_id)
    unit = _unit(request, movement, unit_id)
    viewer, act = parts.viewer_of(request), web.act_of(request)
    row = queries.registrations_visible_to(viewer, movement).filter(unit=unit).first()
    keeps = permissions.may_keep_registration(act, unit)
    own = holds(act, Role.UNIT_HEAD, unit)
    writable = movement.state == MovementState.LAUNCHED.value and (row is None or row.state in WRITABLE)
    posted = request.method == "POST"
    if posted:
        require(keeps)
    form = _lines_form(request, movement, unit, row) if keeps else None
    sending = posted and "send" in request.POST
    signed = SignedPaperForm(
        request.POST if sending else None, request.FILES if sending else None, may_act=own
    )
    sends = posted and "send" in request.POST
    if posted and form is not None and form.is_valid() and (not sends or signed.is_valid()):
        lines = [Line(subject, commitment, aim) for subject, commitment, aim in form.told()]

        def call() -> None:
            saved = operations.save_registration(act, movement=movement, unit=unit, lines=lines)
            if sends:
                through = through_door(act, signed, kind="registration")
                operations.submit_registration(through, registration=saved)

        if web.attempt(form, call):
            web.done(request, f"Đã gửi bản đăng ký của {unit}." if sends else "Đã lưu, chưa gửi.")
            return redirect("movement_registration", movement_id=movement.pk, unit_id=unit.pk)
    context = _registration_context(request, movement, unit, row) | {
        "form": form if writable else None,
        "signed_form": signed,
        "may_write": keeps and writable,
        "may_print": _reads_whole(viewer, unit),
    }
    return web.page(request, "movements/registration.html", context, 422 if posted else 200)


def _lines_form(request: HttpRequest, movement: Movement, unit: Unit, row: Registration | None) -> LinesForm:
    on = web.act_of(request).on
    subjects = queries.candidates(unit, on, households=queries.households_take_part(movement))
    lines: dict[int, RegistrationLine] = (
        {line.subject_id: line for line in row.lines.select_related("subject")} if row else {}
    )
    known = {subject.pk for subject in subjects}
    subjects += [line.subject for line in lines.values() if line.subject_id not in known]
    return LinesForm(
        request.POST if request.method == "POST" else None,
        subjects=subjects,
        lines=lines,
        positions=queries.positions_of(subjects, on),
    )


def _registration_context(
    request: HttpRequest, movement: Movement, unit: Unit, row: Registration | None
) -> dict[str, Any]:
    viewer, act = parts.viewer_of(request), web.act_of(request)
    word, tone = choices.REGISTRATION_STATES[row.state] if row else ("Chưa có bản đăng ký", "")
    lines = list(queries.lines_visible_to(viewer, row)) if row else []
    positions = queries.positions_of([line.subject for line in lines], act.on)
    outside = queries.out_of_scope(movement, [line.subject for line in lines], act.on) if row else {}
    forms = sorted(
        {str(item.data.get("form")) for item in queries.items(movement, PlanItem.Kind.AWARD)} - {"", "None"}
    )
    may = {name: row is not None and permissions.may_step_registration(act, row, name) for name in FLOW.names}
    chair_step = FLOW.right("accept_late")
    needs_chair = (
        row is not None
        and row.state == State.SUBMITTED.value
        and (row.late or any(line.out_of_scope for line in lines))
    )
    may_recall = (
        row is not None
        and row.state == State.SUBMITTED.value
        and (may["recall"] or (row.signed_id is not None and holds(act, Role.OFFICER, unit)))
    )
    return {
        "movement": movement,
        "unit": unit,
        "row": row,
        "lines": [
            {
                "line": line,
                "position": positions.get(line.subject_id, ""),
                "outside": outside.get(line.subject_id, ""),
            }
            for line in lines
        ],
        "word": word,
        "tone": tone,
        "aims": forms,
        "late_now": row is not None and row.state in WRITABLE and queries.is_late(row, act.on),
        "due": (row.due_on if row else None) or movement.registration_due,
        "changes": queries.changes_since_last_send(row) if row else [],
        "needs_chair": needs_chair,
        "may_accept": may["accept"] and not needs_chair,
        "may_accept_late": needs_chair
        and (may["accept_late"] or permissions.may_record(act, chair_step, unit)),
        "chair_self": holds(act, Role.CHAIRPERSON, unit),
        "may_return": may["return"],
        "may_recall": may_recall,
        "may_reopen": may["reopen"],
        "reason_form": ReasonForm(),
        "return_form": ReturnForm(),
        "chair_form": SignedPaperForm(None, may_act=holds(act, Role.CHAIRPERSON, unit), prefix="chair"),
        "history": parts.history(row) if row else [],
    }


STEPS = {
    "nhan": "accept",
    "tra-lai": "return",
    "rut-ve": "recall",
    "mo-lai": "reopen",
    "chap-nhan": "accept_late",
}


@require_POST
@login_required
def movement_registration_step(
    request: HttpRequest, movement_id: int, unit_id: int, step: str
) -> HttpResponse:
    """Take one step of a list: accept, return, recall, reopen, accept late."""
    movement = parts.movement_for(request, movement_id)
    unit = _unit(request, movement, unit_id)
    rows = queries.registrations_visible_to(parts.viewer_of(request), movement)
    row = get_object_or_404(rows, unit=unit)
    if step not in STEPS:
        raise Http404
    act = web.act_of(request)
    name = STEPS[step]
    require(may_ever_take(act, FLOW.right(name, row.state), unit))
    reason, returned = ReasonForm(request.POST), ReturnForm(request.POST)
    chair = SignedPaperForm(
        request.POST, request.FILES, may_act=holds(act, Role.CHAIRPERSON, unit), prefix="chair"
    )
    failed: dict[str, Any] = {}
    match name:
        case "accept":
            operations.accept_registration(act, registration=row)
        case "recall":
            operations.recall_registration(_as_entered(act, row), registration=row)
        case "return":
            if not _taken(returned, lambda: _returned(act, row, returned)):
                failed = {"return_form": returned}
        case "reopen":
            if not _taken(reason, lambda: _reopened(act, row, reason)):
                failed = {"reason_form": reason}
        case _:
            call = lambda: operations.accept_late(  # noqa: E731 - one act, named by its step
                through_door(act, chair, kind="registration"),
                registration=row,
                reason=reason.cleaned_data["reason"],
            )
            if not (chair.is_valid() and _taken(reason, call)):
                reason.is_valid()
                failed = {"chair_form": chair, "reason_form": reason}
    if failed:
        context = _registration_context(request, movement, unit, row) | failed
        return web.page(request, "movements/registration.html", context, 422)
    web.done(request, SAID[name].format(unit=unit))
    return redirect("movement_registration", movement_id=movement.pk, unit_id=unit.pk)


SAID = {
    "accept": "Đã nhận bản đăng ký của {unit}.",
    "accept_late": "Đã chấp nhận bản đăng ký của {unit}.",
    "return": "Đã trả lại bản đăng ký của {unit}; những gì đã ghi vẫn còn.",
    "recall": "Đã rút bản đăng ký về để sửa.",
    "reopen": "Đã mở lại bản đăng ký của {unit}.",
}


def _as_entered(act: Act, row: Registration) -> Act:
    """Who entered a list for a unit may recall it on the same signed paper."""
    if row.signed is None or holds(act, Role.UNIT_HEAD, row.unit):
        return act
    return replace(act, signed=operations.source_of(row.signed))


def _taken(form: Any, call: Callable[[], Any]) -> bool:
    return bool(form.is_valid()) and web.attempt(form, call)


def _returned(act: Act, row: Registration, form: ReturnForm) -> None:
    operations.return_registration(act, registration=row, **form.cleaned_data)


def _reopened(act: Act, row: Registration, form: ReasonForm) -> None:
    operations.reopen_registration(act, registration=row, reason=form.cleaned_data["reason"])


@require_http_methods(["GET", "POST"])
@login_required
def movement_registration_own(request: HttpRequest, movement_id: int) -> HttpResponse:
    """One's own line on the list of the own unit."""
    movement = parts.movement_for(request, movement_id)
    viewer, act = parts.viewer_of(request), web.act_of(request)
    unit, person = _own_unit(viewer, movement), viewer.person
    if unit is None or person is None:
        raise Http404
    require(permissions.may_set_line(act, unit, person.subject))
    line = RegistrationLine.objects.filter(movement=movement, subject=person.subject_id).first()
    posted = request.method == "POST"
    initial = {"commitment": line.commitment, "aim": line.aim} if line else {}
    form = OwnLineForm(request.POST if posted else None, initial=initial)
    if posted and form.is_valid():
        told = form.cleaned_data
        if web.attempt(
            form,
            lambda: operations.set_line(act, movement=movement, unit=unit, subject=person.subject, **told),
        ):
            web.done(request, f"Đã ghi vào bản đăng ký của {unit}. Thủ trưởng đơn vị sẽ gửi.")
            return redirect("movement_registrations", movement_id=movement.pk)
    forms = sorted(
        {str(item.data.get("form")) for item in queries.items(movement, PlanItem.Kind.AWARD)} - {"", "None"}
    )
    context = {"movement": movement, "unit": unit, "person": person, "form": form, "aims": forms}
    return web.page(request, "movements/registration_own.html", context, 422 if posted else 200)


@require_GET
@login_required
def movement_registration_file(
    request: HttpRequest, movement_id: int, unit_id: int, kind: str
) -> HttpResponse:
    """BẢN ĐĂNG KÝ THI ĐUA of a unit as Word or PDF."""
    movement = parts.movement_for(request, movement_id)
    unit = _unit(request, movement, unit_id)
    if kind not in {"docx", "pdf"}:
        raise Http404
    act = web.act_of(request)
    row = get_object_or_404(queries.registrations_visible_to(parts.viewer_of(request), movement), unit=unit)
    require(_reads_whole(parts.viewer_of(request), unit))
    content = papers.registration(row, on=act.on)
    return printing.attached(kind, content, f"Ban-dang-ky-thi-dua-{unit.code}", movement.authority_id)
