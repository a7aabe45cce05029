"""Gương điển hình: entered all year, proposed from the results, approved, told."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.audit import queries as audit
from thidua.base import web
from thidua.base.errors import require
from thidua.engine.flow import Role
from thidua.organizations.models import Subject
from thidua.publicity import operations, permissions, queries
from thidua.publicity.choices import EXEMPLAR_STATES, PROPOSED_FROM
from thidua.publicity.forms import ExemplarForm
from thidua.publicity.views import room


@require_GET
@login_required
def publicity_exemplars(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The list, and whom the results propose."""
    viewer = room.viewer_of(request)
    movement = room.movement_of(viewer, movement_id)
    rows = queries.exemplars_visible_to(viewer).filter(movement=movement).order_by("-found_on", "-pk")
    page = Paginator(rows, room.PAGE_SIZE).get_page(request.GET.get("page"))
    told = queries.told_exemplars(movement)
    roles = viewer.roles_in(movement.authority_id)
    may_write = permissions.may_write(web.act_of(request), movement)
    shown = [
        {
            "exemplar": row,
            "state": EXEMPLAR_STATES[row.approved_at is not None],
            "origin": PROPOSED_FROM.get(row.proposed_from, ""),
            "told": row.pk in told,
        }
        for row in page.object_list
    ]
    context = {
        "movement": movement,
        "page": page,
        "rows": shown,
        "proposals": queries.proposals(movement) if may_write else [],
        "may_write": may_write,
        "may_approve": bool(roles & {Role.CHAIRPERSON, Role.OFFICER}),
    }
    return web.page(request, "publicity/exemplars.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def publicity_exemplar_enter(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Enter somebody who was found during the year."""
    viewer = room.viewer_of(request)
    movement = room.movement_of(viewer, movement_id)
    act = web.act_of(request)
    require(permissions.may_write(act, movement))
    subjects = queries.subject_choices(movement, viewer.on)
    form = ExemplarForm(
        request.POST if request.method == "POST" else None,
        subjects=subjects,
        initial={"found_on": viewer.on, "subject": request.GET.get("ai", "")},
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        subject = get_object_or_404(Subject, pk=told["subject"])

        def call() -> None:
            unit = queries.unit_of(subject, told["found_on"])
            operations.enter_exemplar(
                act,
                movement=movement,
                subject=subject,
                unit=unit or movement.authority,
                story=told["story"],
                found_on=told["found_on"],
            )

        if web.attempt(form, call):
            web.done(
                request, "Đã ghi gương điển hình. Sau khi duyệt sẽ được đưa lên bản tin và trang công khai."
            )
            return redirect("publicity_exemplars", movement_id=movement.pk)
    return web.page(
        request, "publicity/exemplar.html", {"movement": movement, "form": form}, web.status_of(request)
    )


@require_POST
@login_required
def publicity_exemplar_propose(request: HttpRequest, movement_id: int, subject_id: int) -> HttpResponse:
    """Take over whom the results propose, with the merit of the dossier as the story to begin with."""
    viewer = room.viewer_of(request)
    movement = room.movement_of(viewer, movement_id)
    act = web.act_of(request)
    require(permissions.may_write(act, movement))
    row = next((one for one in queries.proposals(movement) if one.subject.pk == subject_id), None)
    if row is None or not row.why:
        web.warn(request, "Người này đã có trong danh sách hoặc chưa có thành tích để ghi.")
        return redirect("publicity_exemplars", movement_id=movement.pk)
    operations.enter_exemplar(
        act,
        movement=movement,
        subject=row.subject,
        unit=row.unit,
        story=row.why,
        found_on=viewer.on,
        proposed_from="results",
    )
    web.done(
        request, f"Đã đưa {row.subject.name} vào danh sách. Hãy viết thêm việc làm cụ thể trước khi duyệt."
    )
    return redirect("publicity_exemplars", movement_id=movement.pk)


@require_http_methods(["GET", "POST"])
@login_required
def publicity_exemplar_change(request: HttpRequest, movement_id: int, exemplar_id: int) -> HttpResponse:
    """Change what is told until it is approved."""
    row = room.exemplar_of(room.viewer_of(request), movement_id, exemplar_id)
    act = web.act_of(request)
    require(permissions.may_write(act, row.movement) and row.approved_at is None)
    initial = {"story": row.story, "found_on": row.found_on}
    form = ExemplarForm(request.POST if request.method == "POST" else None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(form, lambda: operations.change_exemplar(act, exemplar=row, **form.cleaned_data))
    ):
        web.done(request, "Đã ghi nội dung gương điển hình.")
        return redirect("publicity_exemplars", movement_id=movement_id)
    context = {"movement": row.movement, "form": form, "exemplar": row, "history": audit.told(row)}
    return web.page(request, "publicity/exemplar.html", context, web.status_of(request))


@require_http_methods(["GET", "POST"])
@login_required
def publicity_exemplar_approve(request: HttpRequest, movement_id: int, exemplar_id: int) -> HttpResponse:
    """Let an exemplar be told: by the chairperson, or recorded from the signed paper."""
    viewer = room.viewer_of(request)
    row = room.exemplar_of(viewer, movement_id, exemplar_id)
    roles = viewer.roles_in(row.movement.authority_id)
    own = Role.CHAIRPERSON in roles
    require(own or Role.OFFICER in roles)
    door = room.Door(request, own=own)
    if (
        request.method == "POST"
        and door.is_valid()
        and web.attempt(door.form, lambda: operations.approve_exemplar(door.act("exemplar"), exemplar=row))
    ):
        web.done(request, f"Đã duyệt gương điển hình {row.subject.name}.")
        return redirect("publicity_exemplars", movement_id=movement_id)
    context = {
        "movement": row.movement,
        "exemplar": row,
        "signed_form": door.form,
        "history": audit.told(row),
    }
    return web.page(request, "publicity/exemplar_approve.html", context, web.status_of(request))
