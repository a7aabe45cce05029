"""The sheet as a workbook: taken away, filled without network, read back, shown, and only then kept."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import RefusedError, require
from thidua.scoring import offline, permissions, queries
from thidua.scoring.forms import WorkbookForm
from thidua.scoring.models import Mark, Sheet
from thidua.scoring.views import parts
from thidua.scoring.views.sheets import excel


def _sheet(request: HttpRequest, movement_id: int, sheet_id: int) -> Sheet:
    viewer = parts.viewer_of(request)
    sheet = parts.sheet_of(viewer, movement_id, sheet_id)
    require(permissions.may_type(viewer, sheet, Mark.Round.SELF))
    return sheet


@login_required
@require_http_methods(["GET"])
def sheet_excel(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """The sheet as an Excel workbook to be filled."""
    sheet = _sheet(request, movement_id, sheet_id)
    return excel(offline.workbook(sheet, queries.typed_now(sheet)), f"phieu-tu-cham-{sheet.pk}")


@login_required
@require_http_methods(["GET", "POST"])
def from_excel(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Read a filled workbook back and show what it would change; the page's button keeps it as typed."""
    sheet = _sheet(request, movement_id, sheet_id)
    if sheet.state not in permissions.FILLED_BY_UNIT:
        return redirect("scoring_sheet", movement_id=movement_id, sheet_id=sheet_id)
    form = WorkbookForm(request.POST or None, request.FILES or None)
    reading, status = None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                content = form.cleaned_data["file"].read()
                reading = offline.read(sheet, content, queries.typed_now(sheet))
                status = 200
            except RefusedError as error:
                for sentence in error.faults["file"].split("\n"):
                    form.add_error("file", sentence)
    context = {"sheet": sheet, "form": form, "reading": reading}
    return web.page(request, "scoring/from_excel.html", context, status)
