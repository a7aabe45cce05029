"""Phát động: the checklist, the launch through two doors, the plan as issued, who got it and who read it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.audit.queries import footnote
from thidua.base import clock, web
from thidua.base.errors import require
from thidua.documents import printing
from thidua.documents.doors import through_door
from thidua.documents.forms import SignedPaperForm
from thidua.documents.operations import content_of
from thidua.documents.paper import Paper, from_dict
from thidua.engine.flow import Role
from thidua.engine.movements import FLOW, State
from thidua.movements import choices, operations, papers, permissions, queries
from thidua.movements.forms import DeliverForm, IssueForm, LaunchForm, ReasonForm, TeamForm
from thidua.movements.models import Delivery, Movement
from thidua.movements.views import parts, shown
from thidua.organizations.models import Person, Subject, Unit
from thidua.organizations.permissions import Viewer, holds
from thidua.organizations.queries import covered_units, persons_visible_to, units_visible_to


@require_http_methods(["GET", "POST"])
@login_required
def movement_launch(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The checklist and the act of the chairperson, on screen or recorded from the signed paper."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    posted = request.method == "POST"
    ready = movement.state == State.PLAN_CONFIRMED.value
    step = FLOW.right("launch")
    own = holds(act, Role.CHAIRPERSON, movement.authority)
    may = own or permissions.may_record(act, step, movement.authority)
    if posted:
        require(may)
    form = LaunchForm(request.POST if posted else None, initial={"on": act.on})
    signed = SignedPaperForm(request.POST if posted else None, request.FILES if posted else None, may_act=own)
    if posted and form.is_valid() and signed.is_valid():

        def call() -> None:
            through = through_door(act, signed, kind="launch")
            operations.launch(through, movement=movement, on=form.cleaned_data["on"])

        if web.attempt(form, call):
            web.done(request, "Đã phát động phong trào. Việc tiếp theo: gửi kế hoạch đến đơn vị, cá nhân.")
            return redirect("movement_deliveries", movement_id=movement.pk)
    checklist = queries.launch_checklist(movement, act.on)
    word, tone = choices.MOVEMENT_STATES[movement.state]
    context = {
        "movement": movement,
        "checklist": checklist,
        "missing": sum(not line.ok for line in checklist),
        "form": form,
        "signed_form": signed,
        "may_launch": may and ready and queries.may_launch_now(checklist),
        "may_close": permissions.may_step(act, movement, "close"),
        "may_reopen": permissions.may_step(act, movement, "reopen"),
        "may_issue": permissions.may_issue_plan(act, movement) and movement.state != State.DRAFT.value,
        "reason_form": ReasonForm(),
        "told": papers.told_launch(movement) if movement.launched_on else "",
        "word": word,
        "tone": tone,
        "history": parts.history(movement),
    }
    return web.page(request, "movements/launch.html", context, 422 if posted else 200)


@require_POST
@login_required
def movement_close(request: HttpRequest, movement_id: int) -> HttpResponse:
    """End the movement."""
    movement = parts.movement_for(request, movement_id)
    operations.close(web.act_of(request), movement=movement)
    web.done(request, "Đã kết thúc phong trào. Có thể mở lại khi cần, có ghi lý do.")
    return redirect("movement_launch", movement_id=movement.pk)


@require_http_methods(["GET", "POST"])
@login_required
def movement_reopen(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Open an ended movement again, with the reason."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    require(permissions.may_keep_plan(act, movement.authority))
    posted = request.method == "POST"
    form = ReasonForm(request.POST if posted else None)
    if posted and form.is_valid():
        reason = form.cleaned_data["reason"]
        if web.attempt(form, lambda: operations.reopen(act, movement=movement, reason=reason)):
            web.done(request, "Đã mở lại phong trào.")
            return redirect("movement_launch", movement_id=movement.pk)
    context = {
        "movement": movement,
        "form": form,
        "heading": "Mở lại phong trào",
        "purpose": "Phong trào trở lại trạng thái đã phát động; mọi kết quả đã có vẫn giữ nguyên.",
        "label": "Mở lại phong trào",
        "back": "movement_launch",
    }
    return web.page(request, "movements/reason.html", context, 422 if posted else 200)


@require_http_methods(["GET", "POST"])
@login_required
def movement_plan_issue(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The plan as the paper that is issued; POST enters its number and day from the clerk's book."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    may = permissions.may_issue_plan(act, movement) and movement.plan_paper_id is None
    ready = movement.state in operations.ISSUABLE
    posted = request.method == "POST"
    if posted:
        require(permissions.may_issue_plan(act, movement))
    form = IssueForm(request.POST if posted else None, initial={"dated_on": act.on})
    if posted and form.is_valid():
        told = form.cleaned_data
        content = papers.plan(
            movement,
            on=told["dated_on"],
            number=told["number"],
            dated_on=told["dated_on"],
            signer=told["signer"],
            for_chair=told["for_chair"],
        )
        made = printing.rendered(content, act.at, movement.authority_id)

        def call() -> None:
            operations.issue_plan(
                act,
                movement=movement,
                number=told["number"],
                dated_on=told["dated_on"],
                rendered=made,
                foot=footnote(),
            )

        if web.attempt(form, call):
            web.done(request, f"Đã ban hành Kế hoạch số {movement.plan_number}.")
            return redirect("movement_plan_issue", movement_id=movement.pk)
    context = {
        "movement": movement,
        "form": form,
        "paper": shown.paper_shown(_plan_paper(movement, act.on)),
        "may_issue": may and ready,
        "ready": ready,
        "history": parts.history(movement),
    }
    return web.page(request, "movements/issue.html", context, 422 if posted else 200)


def _plan_paper(movement: Movement, on: Any) -> Paper:
    if movement.plan_paper is not None:
        return from_dict(movement.plan_paper.context)
    return papers.plan(movement, on=on)


@require_GET
@login_required
def movement_plan_file(request: HttpRequest, movement_id: int, kind: str) -> HttpResponse:
    """The plan as Word or PDF: as issued, or as a draft made now."""
    movement = parts.movement_for(request, movement_id)
    if kind not in {"docx", "pdf"}:
        raise Http404
    issued = movement.plan_paper
    stored = getattr(issued, kind) if issued is not None else None
    if stored is not None:
        return parts.download(content_of(stored), stored.name, kind)
    content = papers.plan(movement, on=clock.today())
    return printing.attached(kind, content, "Du-thao-ke-hoach", movement.authority_id)


@require_http_methods(["GET", "POST"])
@login_required
def movement_deliveries(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Who got the plan and who read it; POST sends it. A reader sees the own copy with the own duties."""
    movement = parts.movement_for(request, movement_id)
    viewer, act = parts.viewer_of(request), web.act_of(request)
    posted = request.method == "POST"
    may = permissions.may_deliver(act, movement)
    form = DeliverForm(request.POST if posted else None)
    if posted:
        require(may)
    if posted and form.is_valid():
        subjects = queries.all_subjects(movement.authority, act.on)
        if form.cleaned_data["whom"] == "units":
            subjects = [subject for subject in subjects if subject.kind == Subject.Kind.UNIT]
        counted: list[int] = []
        if web.attempt(
            form,
            lambda: counted.append(operations.deliver(act, movement=movement, subjects=subjects)),
        ):
            web.done(request, f"Đã gửi kế hoạch đến {counted[0]:02d} nơi nhận mới.")
            return redirect("movement_deliveries", movement_id=movement.pk)
    rows = queries.deliveries_visible_to(viewer, movement).order_by(
        "unit_id", "-subject__kind", "subject__sort_key"
    )
    unit_key = request.GET.get("don-vi", "")
    if unit_key.isdigit():
        rows = rows.filter(unit_id=int(unit_key))
    wanted = request.GET.get("tinh-trang", "")
    if wanted == "chua":
        rows = rows.filter(read_at__isnull=True)
    page = Paginator(rows, parts.PAGE_SIZE).get_page(request.GET.get("page"))
    told = queries.reading_by_unit(movement)
    reads_all = bool(viewer.roles_in(movement.authority_id) & set(queries.READS_AUTHORITY))
    context = {
        "movement": movement,
        "form": form,
        "may_deliver": may and movement.state == State.LAUNCHED.value,
        "may_record": viewer.holds(Role.OFFICER, movement.authority),
        "page": page,
        "rows": [{"row": row, "person": row.subject.kind == Subject.Kind.PERSON} for row in page.object_list],
        "units": told if reads_all else [],
        "mine": _mine(request, movement),
        "headed": _headed(viewer, told),
        "unit_key": unit_key,
        "wanted": wanted,
        "sent": bool(told),
        "query": "&".join(
            f"{name}={value}" for name, value in (("don-vi", unit_key), ("tinh-trang", wanted)) if value
        ),
        "told": papers.told_launch(movement),
        "history": parts.history(movement),
    }
    return web.page(request, "movements/deliveries.html", context, 422 if posted else 200)


def _mine(request: HttpRequest, movement: Movement) -> dict[str, Any] | None:
    """The reader's own copy: when it came, whether it was confirmed, the duties that concern this person."""
    viewer = parts.viewer_of(request)
    person = viewer.person
    if person is None:
        return None
    row = queries.deliveries_visible_to(viewer, movement).filter(subject_id=person.subject_id).first()
    if row is None:
        return None
    positions = queries.positions_of([row.subject], viewer.on)
    duties = queries.concerning(queries.duties_of(movement), row.unit, positions.get(row.subject_id, ""))
    return {"row": row, "duties": duties}


def _headed(viewer: Viewer, told: list[queries.UnitReading]) -> list[Unit]:
    """The units for which this person may confirm for everybody."""
    if Role.UNIT_HEAD not in viewer.roles:
        return []
    waiting = [one.unit.pk for one in told if one.read < one.sent]
    rows = Unit.objects.filter(pk__in=waiting).filter(pk__in=covered_units(viewer, Role.UNIT_HEAD))
    return list(rows.select_related("subject").order_by("pk"))


@require_POST
@login_required
def movement_delivery_read(request: HttpRequest, movement_id: int, delivery_id: int) -> HttpResponse:
    """Confirm one reading."""
    movement = parts.movement_for(request, movement_id)
    rows: Any = queries.deliveries_visible_to(parts.viewer_of(request), movement)
    delivery: Delivery = get_object_or_404(rows, pk=delivery_id)
    operations.confirm_read(web.act_of(request), delivery=delivery)
    web.done(request, "Đã xác nhận đã đọc kế hoạch.")
    return redirect("movement_deliveries", movement_id=movement.pk)


@require_http_methods(["GET", "POST"])
@login_required
def movement_delivery_read_all(request: HttpRequest, movement_id: int, unit_id: int) -> HttpResponse:
    """Confirm for everybody of a unit: the head, or the officer with the signed list."""
    movement = parts.movement_for(request, movement_id)
    unit = get_object_or_404(
        units_visible_to(parts.viewer_of(request)).filter(authority=movement.authority_id), pk=unit_id
    )
    act = web.act_of(request)
    own = holds(act, Role.UNIT_HEAD, unit)
    require(own or holds(act, Role.OFFICER, unit))
    posted = request.method == "POST"
    signed = SignedPaperForm(request.POST if posted else None, request.FILES if posted else None, may_act=own)
    if posted and signed.is_valid():
        counted: list[int] = []

        def call() -> None:
            through = through_door(act, signed, kind="reading")
            counted.append(operations.confirm_read_for_all(through, movement=movement, unit=unit))

        if web.attempt(signed, call):
            web.done(request, f"Đã xác nhận đã đọc cho {counted[0]:02d} nơi nhận của {unit}.")
            return redirect("movement_deliveries", movement_id=movement.pk)
    context = {"movement": movement, "unit": unit, "signed_form": signed}
    return web.page(request, "movements/read_all.html", context, 422 if posted else 200)


@require_GET
@login_required
def movement_delivery_book(request: HttpRequest, movement_id: int, unit_id: int, kind: str) -> HttpResponse:
    """Sổ ký nhận of a unit as Word or PDF, to be printed and signed."""
    if kind not in {"docx", "pdf"}:
        raise Http404
    movement = parts.movement_for(request, movement_id)
    unit = get_object_or_404(
        units_visible_to(parts.viewer_of(request)).filter(authority=movement.authority_id), pk=unit_id
    )
    act = web.act_of(request)
    require(permissions.may_keep_registration(act, unit) or permissions.may_deliver(act, movement))
    content = papers.signing_book(movement, unit=unit, on=act.on)
    return printing.attached(kind, content, f"So-ky-nhan-{unit.code}", movement.authority_id)


@require_http_methods(["GET", "POST"])
@login_required
def movement_team(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Tổ thẩm định: who appraises."""
    movement = parts.movement_for(request, movement_id)
    act, viewer = web.act_of(request), parts.viewer_of(request)
    may = permissions.may_keep_plan(act, movement.authority)
    posted = request.method == "POST"
    if posted:
        require(may)
    team = list(queries.team(movement))
    people = Person.objects.none()
    if may:
        people = (
            persons_visible_to(viewer)
            .filter(authority=movement.authority_id)
            .select_related("subject")
            .order_by("subject__sort_key", "pk")
            .distinct()
        )
    lead = next((row.person_id for row in team if row.lead), None)
    initial = {"persons": [row.person_id for row in team], "lead": lead}
    form = TeamForm(request.POST if posted else None, people=people, initial=initial)
    if posted and form.is_valid():
        persons, chosen = list(form.cleaned_data["persons"]), form.cleaned_data["lead"]
        if web.attempt(
            form, lambda: operations.set_team(act, movement=movement, persons=persons, lead=chosen)
        ):
            web.done(request, f"Đã lập tổ thẩm định gồm {len(persons):02d} người.")
            return redirect("movement_team", movement_id=movement.pk)
    posts = queries.positions_of([row.person.subject for row in team], act.on)
    context = {
        "movement": movement,
        "team": [{"row": row, "position": posts.get(row.person.subject_id, "")} for row in team],
        "form": form,
        "may_set": may and movement.state != State.CLOSED.value,
        "history": parts.history(movement),
    }
    return web.page(request, "movements/team.html", context, 422 if posted else 200)
