"""Inside the unit, before a sheet is sent: the page on which its head reads and signs it off."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.scoring import operations, permissions, queries
from thidua.scoring.forms import RemarkForm
from thidua.scoring.models import Mark, Sheet
from thidua.scoring.views import parts

DONE = {
    "present": "Đã trình thủ trưởng đơn vị duyệt phiếu.",
    "sign_off": "Đã duyệt phiếu. Bây giờ gửi phiếu được.",
    "mend": "Đã yêu cầu sửa phiếu.",
}


@login_required
@require_http_methods(["GET", "POST"])
def sign_off(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """What stands in the sheet, put before the head, who signs it off or asks for mending."""
    viewer = parts.viewer_of(request)
    sheet = parts.sheet_of(viewer, movement_id, sheet_id)
    act = web.act_of(request)
    head = permissions.may_sign_off(act, sheet)
    require(head or permissions.may_present(act, sheet))
    if sheet.state not in permissions.FILLED_BY_UNIT or not sheet.campaign.sign_off:
        return redirect("scoring_sheet", movement_id=movement_id, sheet_id=sheet_id)
    what = request.POST.get("do", "")
    form = RemarkForm(request.POST if what == "mend" else None)
    whole = ""
    if request.method == "POST" and what in DONE and (what != "mend" or form.is_valid()):
        try:
            if what == "present":
                operations.present_sheet(act, sheet=sheet)
            elif what == "sign_off":
                operations.sign_off_sheet(act, sheet=sheet)
            else:
                operations.ask_to_mend(act, sheet=sheet, remark=form.cleaned_data["remark"])
        except MovedOnError:
            raise
        except RefusedError as error:
            whole = error.faults.get("", "")
        else:
            web.done(request, DONE[what])
            page = "scoring_sheet_submit" if what == "sign_off" else "scoring_sheet"
            return redirect(page, movement_id=movement_id, sheet_id=sheet_id)
    return _page(request, sheet, form, whole, head=head)


def _page(request: HttpRequest, sheet: Sheet, form: RemarkForm, whole: str, *, head: bool) -> HttpResponse:
    rows = [
        row
        for row in queries.sheet_rows(sheet, parts.viewer_of(request).on, Mark.Round.SELF)
        if row.applies and (row.source == "unit" or row.live or row.proposed)
    ]
    context = {
        "sheet": sheet,
        "rows": rows,
        "empty": [row for row in rows if row.source == "unit" and not row.complete],
        "form": form,
        "whole": whole,
        "may_sign_off": head,
        "may_present": not head,
        "fill_url": reverse("scoring_sheet_fill", args=(sheet.campaign.movement_id, sheet.pk)),
    }
    return web.page(request, "scoring/sign_off.html", context, web.status_of(request))
