"""Sổ nhật ký phát sóng: a line when something was broadcast, the whole log as page, paper and workbook."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.documents import printing
from thidua.publicity import operations, papers, permissions, queries, speech
from thidua.publicity.forms import BroadcastForm
from thidua.publicity.views import room


@require_http_methods(["GET", "POST"])
@login_required
def publicity_script_broadcast(request: HttpRequest, movement_id: int, script_id: int) -> HttpResponse:
    """Write that a script was broadcast into the log."""
    script = room.script_of(room.viewer_of(request), movement_id, script_id)
    act = web.act_of(request)
    require(permissions.may_write(act, script.movement))
    initial = {
        "on": min(script.planned_on, act.on),
        "at": script.planned_at,
        "minutes": speech.minutes(script.text),
        "reader": act.actor.actor_label,
    }
    form = BroadcastForm(request.POST if request.method == "POST" else None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(form, lambda: operations.log_broadcast(act, script=script, **form.cleaned_data))
    ):
        web.done(request, "Đã ghi vào sổ nhật ký phát sóng.")
        return redirect("publicity_script", movement_id=movement_id, script_id=script.pk)
    context = {"movement": script.movement, "script": script, "form": form}
    return web.page(request, "publicity/broadcast.html", context, web.status_of(request))


@require_GET
@login_required
def publicity_log(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The log, by day."""
    viewer = room.viewer_of(request)
    movement = room.movement_of(viewer, movement_id)
    rows = queries.broadcasts_visible_to(viewer).filter(script__movement=movement)
    context = {
        "movement": movement,
        "page": Paginator(rows, room.PAGE_SIZE).get_page(request.GET.get("page")),
        "figures": queries.numbers(movement),
    }
    return web.page(request, "publicity/log.html", context)


@require_GET
@login_required
def publicity_log_file(request: HttpRequest, movement_id: int, kind: str) -> HttpResponse:
    """The whole log as a paper to bind or as a workbook."""
    viewer = room.viewer_of(request)
    movement = room.movement_of(viewer, movement_id)
    rows = list(queries.broadcasts_visible_to(viewer).filter(script__movement=movement))
    if kind == "xlsx":
        return room.workbook_response(papers.broadcast_workbook(movement, rows), "nhat-ky-phat-song")
    if kind not in {"docx", "pdf"}:
        raise Http404
    content = papers.broadcast_log(movement, rows)
    return printing.attached(kind, content, "nhat-ky-phat-song", movement.authority_id)
