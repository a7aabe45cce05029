"""Evidence: bring it, use it for a row, take it off, open it."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents import operations as documents
from thidua.documents.doors import keep_upload
from thidua.documents.models import StoredFile
from thidua.engine.sheets import State
from thidua.scoring import operations, permissions, queries, wording
from thidua.scoring.forms import EvidenceForm, ReplaceEvidenceForm, UseEvidenceForm
from thidua.scoring.models import EvidenceLink, Mark, Sheet
from thidua.scoring.views import parts

BACK = {
    State.DRAFT: "scoring_sheet_fill",
    State.RETURNED: "scoring_sheet_fill",
    State.SUBMITTED: "scoring_sheet_appraise",
    State.EXPLAINED: "scoring_sheet_appraise",
    State.EXPLAINING: "scoring_sheet_explain",
}
"""State -> the page where rows are typed into, to which one goes back."""


@login_required
@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, movement_id: int, sheet_id: int, leaf_code: str) -> HttpResponse:
    """The evidence of one row: what is there, a new one, or one of the unit's that is there already."""
    viewer = parts.viewer_of(request)
    sheet = parts.sheet_of(viewer, movement_id, sheet_id)
    leaf = next((one for one in queries.applicable(sheet) if one.code == leaf_code), None)
    if leaf is None:
        raise Http404
    require(permissions.may_link_as(permissions.roles_for(viewer, sheet), sheet, leaf_code))
    owned = queries.evidence_visible_to(viewer).filter(unit=sheet.unit).order_by("-pk")
    uses = request.POST.get("do") == "use"
    form = EvidenceForm(None if uses else request.POST or None, None if uses else request.FILES or None)
    use = UseEvidenceForm(request.POST if uses else None, evidence=owned, prefix="use")
    status = 200
    if request.method == "POST":
        status = 422
        chosen = use if uses else form
        if chosen.is_valid() and web.attempt(
            chosen, lambda: _add(web.act_of(request), sheet, leaf_code, chosen.cleaned_data, use=uses)
        ):
            web.done(request, f"Đã gắn minh chứng cho tiêu chí {leaf_code}.")
            return redirect(
                "scoring_evidence", movement_id=movement_id, sheet_id=sheet_id, leaf_code=leaf_code
            )
    row = next(row for row in queries.sheet_rows(sheet, viewer.on, Mark.Round.SELF) if row.code == leaf_code)
    context = {
        "sheet": sheet,
        "leaf": leaf,
        "row": row,
        "rule": wording.rule_in_words(leaf),
        "form": form,
        "use": use if owned.exists() else None,
        "back": BACK.get(State(sheet.state), "scoring_sheet"),
    }
    return web.page(request, "scoring/evidence.html", context, status)


def _add(act: Act, sheet: Sheet, leaf_code: str, told: dict[str, Any], *, use: bool) -> None:
    """Bring and use it in one piece: what is refused at the end leaves nothing behind."""
    page = str(told.get("page") or "")
    with transaction.atomic():
        if use:
            found = told["evidence"]
        else:
            upload, link = told.get("file"), str(told.get("link") or "")
            stored = keep_upload(act, upload) if upload else None
            title = str(told.get("title") or "") or (PurePath(stored.name).stem if stored else link)
            found = operations.add_evidence(act, unit=sheet.unit, title=title, file=stored, link=link)
        operations.link_evidence(act, sheet=sheet, leaf_code=leaf_code, evidence=found, page=page)


@login_required
@require_POST
def unlink(request: HttpRequest, movement_id: int, sheet_id: int, link_id: int) -> HttpResponse:
    """Take evidence off a row."""
    sheet = parts.sheet_of(parts.viewer_of(request), movement_id, sheet_id)
    link = get_object_or_404(
        EvidenceLink.objects.select_related("leaf", "evidence", "sheet__unit", "sheet__campaign"),
        sheet=sheet,
        pk=link_id,
        removed_at=None,
    )
    operations.unlink_evidence(web.act_of(request), link=link)
    web.done(request, "Đã gỡ minh chứng khỏi tiêu chí; tệp vẫn còn ở kho minh chứng của đơn vị.")
    return redirect("scoring_evidence", movement_id=movement_id, sheet_id=sheet_id, leaf_code=link.leaf.code)


@login_required
@require_http_methods(["GET", "POST"])
def evidence_item(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """One piece of evidence: its versions with their hashes, where it is used, another file in its place."""
    viewer = parts.viewer_of(request)
    found = get_object_or_404(queries.evidence_visible_to(viewer), pk=evidence_id)
    act = web.act_of(request)
    form = None
    if permissions.may_add_evidence(act, found.unit):
        form = ReplaceEvidenceForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST":
        require(form is not None)
        status = 422
        if form is not None and form.is_valid():
            told = form.cleaned_data
            try:
                with transaction.atomic():
                    upload = told.get("file")
                    operations.replace_evidence(
                        act,
                        evidence=found,
                        file=keep_upload(act, upload) if upload else None,
                        link="" if upload else told.get("link") or "",
                        reason=told["reason"],
                    )
            except MovedOnError:
                raise
            except RefusedError as error:
                web.put_faults(form, error)
            else:
                web.done(request, "Đã thay minh chứng; bản cũ vẫn được giữ.")
                return redirect("scoring_evidence_item", evidence_id=evidence_id)
    links = EvidenceLink.objects.filter(
        evidence=found, removed_at=None, sheet__in=queries.sheets_visible_to(viewer)
    ).select_related("leaf", "sheet__campaign__movement")
    context = {
        "evidence": found,
        "versions": queries.evidence_versions(found),
        "links": links.order_by("-sheet_id", "leaf__order"),
        "form": form,
        "history": parts.history_of(found),
    }
    return web.page(request, "scoring/evidence_item.html", context, status)


@login_required
@require_http_methods(["GET"])
def evidence_version(request: HttpRequest, evidence_id: int, number: int) -> HttpResponse:
    """The file of an earlier version, to be kept."""
    rows = queries.evidence_visible_to(parts.viewer_of(request))
    found = get_object_or_404(rows, pk=evidence_id)
    return _file(get_object_or_404(found.versions.filter(file__isnull=False), number=number).file, found.pk)


@login_required
@require_http_methods(["GET"])
def evidence_file(request: HttpRequest, evidence_id: int) -> HttpResponse:
    """The file of a piece of evidence, to be kept: never shown inside a page of ours."""
    rows = queries.evidence_visible_to(parts.viewer_of(request)).filter(file__isnull=False)
    found = get_object_or_404(rows, pk=evidence_id)
    return _file(found.file, found.pk)


def _file(file: StoredFile | None, key: int) -> HttpResponse:
    if file is None:
        raise Http404
    response = HttpResponse(documents.content_of(file), content_type=file.media_type)
    ending = PurePath(file.name).suffix[:10]
    plain = f"minh-chung-{key}{ending if ending.isascii() else ''}".replace('"', "")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response
