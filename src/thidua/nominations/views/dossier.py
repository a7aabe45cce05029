"""The papers of a dossier: draft, bring, take out, open."""

from __future__ import annotations

from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.base import web
from thidua.base.errors import require
from thidua.documents import operations as documents
from thidua.documents.doors import keep_upload
from thidua.documents.models import StoredFile
from thidua.engine.flow import Role
from thidua.nominations import operations
from thidua.nominations.forms import AttachForm
from thidua.nominations.models import DossierItem
from thidua.nominations.views import parts

_SHOWN_HERE = {"application/pdf", "image/png", "image/jpeg", "image/webp"}


@login_required
@require_POST
def report(request: HttpRequest, movement_id: int, nomination_id: int) -> HttpResponse:
    """Draft the achievement report from what is on record."""
    viewer = parts.viewer_of(request)
    found = parts.nomination_of(viewer, movement_id, nomination_id)
    operations.draft_report(web.act_of(request), nomination=found)
    web.done(
        request,
        "Đã soạn báo cáo thành tích từ số liệu đã chốt. Hãy xem lại, rồi để cấp trên trực tiếp xác nhận hoặc ký.",
    )
    return redirect("nominations_nomination", movement_id, found.pk)


@login_required
@require_POST
def confirm(request: HttpRequest, movement_id: int, nomination_id: int) -> HttpResponse:
    """Confirm the report as the direct superior of whom it is about."""
    viewer = parts.viewer_of(request)
    found = parts.nomination_of(viewer, movement_id, nomination_id)
    operations.confirm_report(web.act_of(request), nomination=found)
    web.done(request, "Đã xác nhận báo cáo thành tích.")
    return redirect("nominations_nomination", movement_id, found.pk)


@login_required
@require_http_methods(["GET", "POST"])
def attach(request: HttpRequest, movement_id: int, nomination_id: int) -> HttpResponse:
    """Bring a paper that was signed or made elsewhere."""
    viewer = parts.viewer_of(request)
    found = parts.nomination_of(viewer, movement_id, nomination_id)
    require(any(parts.unit_doors(viewer, found.unit_id)))
    form = AttachForm(
        request.POST or None, request.FILES or None, initial={"kind": request.GET.get("loai", "report")}
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        act = web.act_of(request)
        if web.attempt(
            form,
            lambda: operations.attach(
                act,
                nomination=found,
                kind=told["kind"],
                title=told["title"],
                file=keep_upload(act, told["file"]),
            ),
        ):
            web.done(request, "Đã thêm giấy tờ vào hồ sơ.")
            return redirect("nominations_nomination", movement_id, found.pk)
    context = {"movement": found.movement, "nomination": found, "form": form}
    return web.page(request, "nominations/attach.html", context, web.status_of(request))


@login_required
@require_POST
def detach(request: HttpRequest, movement_id: int, nomination_id: int, item_id: int) -> HttpResponse:
    """Take a paper out of the dossier."""
    viewer = parts.viewer_of(request)
    found = parts.nomination_of(viewer, movement_id, nomination_id)
    item = get_object_or_404(
        DossierItem.objects.select_related("nomination__unit"), nomination=found, pk=item_id
    )
    operations.detach(web.act_of(request), item=item)
    web.done(request, "Đã bỏ giấy tờ khỏi hồ sơ.")
    return redirect("nominations_nomination", movement_id, found.pk)


@login_required
@require_GET
def item_file(request: HttpRequest, movement_id: int, nomination_id: int, item_id: int) -> HttpResponse:
    """A file of the dossier; shown only where the browser shows it safely."""
    viewer = parts.viewer_of(request)
    found = parts.nomination_of(viewer, movement_id, nomination_id)
    require(bool(viewer.roles - {Role.ADMIN}))
    item = get_object_or_404(DossierItem, nomination=found, pk=item_id, file__isnull=False)
    stored = get_object_or_404(StoredFile, pk=item.file_id)
    response = HttpResponse(documents.content_of(stored), content_type=stored.media_type)
    manner = "inline" if stored.media_type in _SHOWN_HERE else "attachment"
    response["Content-Disposition"] = f"{manner}; filename*=UTF-8''{quote(stored.name)}"
    response["X-Content-Type-Options"] = "nosniff"
    return response
