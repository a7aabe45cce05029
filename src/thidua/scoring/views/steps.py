"""The acts on a sheet: send, take back, return, appraise, ask, explain, adjust, settle, reopen."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.base.forms import Form
from thidua.engine.sheets import State
from thidua.regulations import queries as regulations
from thidua.scoring import operations, permissions, queries
from thidua.scoring.forms import AdjustForm, ReasonForm, ReturnForm
from thidua.scoring.models import Mark, Sheet
from thidua.scoring.queries import standing
from thidua.scoring.views import filling, parts


def opened(request: HttpRequest, movement_id: int, sheet_id: int, step: str) -> tuple[Sheet, parts.Door]:
    """The sheet and the door to a step; 404, 403 or "moved on" where there is none."""
    viewer = parts.viewer_of(request)
    sheet = parts.sheet_of(viewer, movement_id, sheet_id)
    door = parts.Door(request, viewer, sheet, step)
    if not door.open:
        require(permissions.may_ever_step(viewer, sheet, step))
        raise MovedOnError
    return sheet, door


def back_to(sheet: Sheet) -> HttpResponse:
    """The page of the sheet."""
    return redirect("scoring_sheet", movement_id=sheet.campaign.movement_id, sheet_id=sheet.pk)


def _page(
    request: HttpRequest,
    sheet: Sheet,
    *,
    heading: str,
    button: str,
    purpose: str,
    door: parts.Door | None = None,
    form: Form | None = None,
    faults: dict[str, str] | None = None,
    danger: bool = False,
    **more: Any,
) -> HttpResponse:
    faults = dict(faults or {})
    whole = faults.pop("", "")
    context = {
        "sheet": sheet,
        "heading": heading,
        "button": button,
        "purpose": purpose,
        "form": form,
        "signed_form": door.form if door else None,
        "whole": whole.partition(":")[0] + ":" if faults and whole else whole,
        "faults": [(code, "row-" + code.replace(".", "-"), sentence) for code, sentence in faults.items()],
        "danger": danger,
        **more,
    }
    return web.page(request, "scoring/step.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Look over the sheet and send it."""
    sheet, door = opened(request, movement_id, sheet_id, "submit")
    faults = door.attempt(lambda act: operations.submit(act, sheet=sheet))
    if faults is None:
        sheet.refresh_from_db()
        web.done(request, "Đã gửi phiếu chấm điểm. Tổ thẩm định sẽ xem và trả lời.")
        return back_to(sheet)
    rows = filling.editable_rows(request, sheet, Mark.Round.SELF)
    empty = [row for row in rows if row.applies and row.source == "unit" and not _filled(row)]
    unproved = [
        row for row in rows if row.applies and row.source == "unit" and _filled(row) and not row.evidence
    ]
    return _page(
        request,
        sheet,
        heading="Gửi phiếu chấm điểm",
        button="Gửi phiếu",
        purpose="Xem lại lần cuối. Gửi rồi vẫn rút về được khi tổ thẩm định chưa bắt đầu xem.",
        door=door,
        faults=faults,
        empty=empty,
        unproved=unproved,
        fill_url=reverse("scoring_sheet_fill", args=(movement_id, sheet_id)),
    )


def _filled(row: queries.Row) -> bool:
    return bool(row.live) and not row.live.startswith("Chưa")


@login_required
@require_http_methods(["GET", "POST"])
def appraised(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Look over the appraisal and hand it in."""
    sheet, door = opened(request, movement_id, sheet_id, "appraise")
    faults = door.attempt(lambda act: operations.appraise(act, sheet=sheet))
    if faults is None:
        web.done(request, "Đã ghi kết quả thẩm định.")
        return back_to(sheet)
    rows = filling.editable_rows(request, sheet, filling.round_now(sheet))
    return _page(
        request,
        sheet,
        heading="Ghi kết quả thẩm định",
        button="Ghi kết quả thẩm định",
        purpose="Những tiêu chí không sửa được giữ nguyên như đơn vị chấm. Mỗi điểm sửa đều phải có lý do.",
        door=door,
        faults=faults,
        changed=[row for row in rows if row.changes],
        unseen=[row for row in rows if row.editable and not row.complete],
        fill_url=reverse("scoring_sheet_appraise", args=(movement_id, sheet_id)),
    )


@login_required
@require_http_methods(["GET", "POST"])
def explained(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Look over the explanation and send it."""
    sheet, door = opened(request, movement_id, sheet_id, "explain")
    faults = door.attempt(lambda act: operations.explain(act, sheet=sheet))
    if faults is None:
        web.done(request, "Đã gửi giải trình.")
        return back_to(sheet)
    rows = [row for row in filling.editable_rows(request, sheet, Mark.Round.EXPLANATION) if row.asked]
    return _page(
        request,
        sheet,
        heading="Gửi giải trình",
        button="Gửi giải trình",
        purpose="Gửi rồi thì không sửa được, trừ khi tổ thẩm định trả lại.",
        door=door,
        faults=faults,
        changed=[row for row in rows if row.reason],
        empty=[row for row in rows if not row.reason],
        fill_url=reverse("scoring_sheet_explain", args=(movement_id, sheet_id)),
    )


@login_required
@require_http_methods(["GET", "POST"])
def recall(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Take the sheet back."""
    sheet, door = opened(request, movement_id, sheet_id, "recall")
    faults = door.attempt(lambda act: operations.recall(act, sheet=sheet))
    if faults is None:
        web.done(request, "Đã rút phiếu về. Sửa xong, hãy gửi lại.")
        return redirect("scoring_sheet_fill", movement_id=movement_id, sheet_id=sheet_id)
    return _page(
        request,
        sheet,
        heading="Rút phiếu về",
        button="Rút phiếu về",
        purpose="Phiếu trở lại thành bản đang tự chấm; những gì đã chấm vẫn còn.",
        door=door,
        faults=faults,
    )


@login_required
@require_http_methods(["GET", "POST"])
def return_sheet(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Give the sheet back with a reason and a new day."""
    sheet, _ = opened(request, movement_id, sheet_id, "return")
    form = ReturnForm(request.POST or None, initial={"due_on": days_from(request, sheet)})
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(
            form, lambda: operations.return_sheet(web.act_of(request), sheet=sheet, **form.cleaned_data)
        )
    ):
        web.done(request, "Đã trả lại phiếu. Đơn vị thấy lý do và hạn mới ở việc cần làm.")
        return back_to(sheet)
    return _page(
        request,
        sheet,
        heading="Trả lại phiếu",
        button="Trả lại phiếu",
        purpose="Đơn vị sửa rồi gửi lại; phiếu về đúng bước đang chờ.",
        form=form,
    )


def days_from(request: HttpRequest, sheet: Sheet) -> date:
    """The usual last day for an answer: so many working days from today."""
    today = parts.viewer_of(request).on
    return regulations.working_calendar().due(today, sheet.campaign.explanation_days)


@login_required
@require_http_methods(["GET", "POST"])
def end_explanation(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Go on without an explanation."""
    sheet, _ = opened(request, movement_id, sheet_id, "end_explanation")
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(
            form, lambda: operations.end_explanation(web.act_of(request), sheet=sheet, **form.cleaned_data)
        )
    ):
        web.done(request, "Đã kết thúc chờ giải trình.")
        return back_to(sheet)
    return _page(
        request,
        sheet,
        heading="Kết thúc chờ giải trình",
        button="Kết thúc chờ giải trình",
        purpose="Dùng khi đã quá hạn mà đơn vị không giải trình. Kết quả thẩm định được giữ nguyên.",
        form=form,
    )


@login_required
@require_http_methods(["GET", "POST"])
def adjust(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Give bonus or penalty."""
    viewer = parts.viewer_of(request)
    sheet = parts.sheet_of(viewer, movement_id, sheet_id)
    require(permissions.may_adjust(web.act_of(request), sheet))
    if sheet.state == State.FINALIZED:
        raise MovedOnError
    criteria = queries.criteria_of(sheet.criteria_set)
    form = AdjustForm(request.POST or None, criteria=criteria)
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(
            form, lambda: operations.adjust(web.act_of(request), sheet=sheet, **form.cleaned_data)
        )
    ):
        web.done(request, "Đã ghi điểm thưởng, điểm trừ.")
        return back_to(sheet)
    return _page(
        request,
        sheet,
        heading="Điểm thưởng, điểm trừ",
        button="Ghi điểm thưởng, điểm trừ",
        purpose=_caps(criteria),
        form=form,
        adjustments=queries.adjustment_lines(sheet),
    )


def _caps(criteria: Any) -> str:
    most = f"{criteria.bonus.cap:f}".replace(".", ",")
    least = f"{criteria.penalty.cap:f}".replace(".", ",")
    return (
        f"Ngoài thang điểm: thưởng nhiều nhất {most} điểm, trừ nhiều nhất {least} điểm. Phần vượt không tính."
    )


@login_required
@require_http_methods(["GET", "POST"])
def finalize(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Look over the totals and settle the sheet."""
    sheet, _ = opened(request, movement_id, sheet_id, "finalize")
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            operations.finalize(web.act_of(request), sheet=sheet)
        except RefusedError as error:
            if isinstance(error, MovedOnError):
                raise
            faults = error.faults
        else:
            web.done(request, "Đã chốt điểm. Phiếu có tên trong bảng xếp hạng.")
            return back_to(sheet)
    result = standing.rescore(sheet)
    return _page(
        request,
        sheet,
        heading="Chốt điểm",
        button="Chốt điểm",
        purpose="Điểm đã chốt vào bảng xếp hạng. Muốn đổi về sau phải mở lại phiếu, có lý do.",
        faults=faults,
        result=result,
        evidence_changed=queries.changed_after_appraisal([sheet]).get(sheet.pk, ()),
    )


@login_required
@require_http_methods(["GET", "POST"])
def reopen(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Open a settled sheet again."""
    sheet, _ = opened(request, movement_id, sheet_id, "reopen")
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(
            form, lambda: operations.reopen(web.act_of(request), sheet=sheet, **form.cleaned_data)
        )
    ):
        web.done(request, "Đã mở lại phiếu. Phiếu ra khỏi bảng xếp hạng cho đến khi chốt lại.")
        return back_to(sheet)
    return _page(
        request,
        sheet,
        heading="Mở lại phiếu",
        button="Mở lại phiếu",
        purpose="Phiếu trở về sau thẩm định; muốn đổi điểm, hãy đề nghị giải trình rồi thẩm định lần hai.",
        form=form,
        danger=True,
    )
