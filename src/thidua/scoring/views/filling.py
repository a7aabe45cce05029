"""Typing into a sheet: the self score, the appraisal, the explanation; each row kept as it is left."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_POST

from thidua.base import clock, web
from thidua.base.acts import VIETNAM
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine.scoring.written import LONGEST
from thidua.engine.sheets import State
from thidua.scoring import choices, givens, operations, permissions, queries, wording
from thidua.scoring.models import Mark, Sheet
from thidua.scoring.operations import Typed
from thidua.scoring.queries import rows as rows_of
from thidua.scoring.views import parts

ROUNDS = {
    Mark.Round.SELF: ("scoring_sheet_fill", "scoring_sheet_submit", "Xem lại và gửi phiếu"),
    Mark.Round.APPRAISAL: (
        "scoring_sheet_appraise",
        "scoring_sheet_appraised",
        "Xem lại và ghi kết quả thẩm định",
    ),
    Mark.Round.SECOND: (
        "scoring_sheet_appraise",
        "scoring_sheet_appraised",
        "Xem lại và ghi kết quả thẩm định",
    ),
    Mark.Round.EXPLANATION: ("scoring_sheet_explain", "scoring_sheet_explained", "Xem lại và gửi giải trình"),
}
"""Round -> its page, the page that sends it, and what the main button says."""
_UNDONE = ("chua-xong", "Chưa xong", lambda row: not row.complete)
_BARE = ("chua-minh-chung", "Chưa có minh chứng", lambda row: row.without_evidence or _bare(row))
ROW_FILTERS: dict[str, tuple[parts.RowFilter, ...]] = {
    Mark.Round.SELF: (_UNDONE, _BARE),
    Mark.Round.EXPLANATION: (_UNDONE, _BARE),
    Mark.Round.APPRAISAL: (("chua-xem", "Chưa xem", _UNDONE[2]), _BARE),
    Mark.Round.SECOND: (
        ("giai-trinh", "Có giải trình", lambda row: row.explanation is not None),
        ("chua-xem", "Chưa xem", _UNDONE[2]),
        parts.EVIDENCE_CHANGED,
        _BARE,
    ),
}
"""Round -> the ways to narrow its rows down: word in the address, label, which rows."""
FIELDS = ("numerator", "denominator", "count", "choice", "value", "points", givens.ABSENT)
COUNT = "dung-chung-"
"""What the inputs of named counts begin with in a form."""


def _bare(row: queries.Row) -> bool:
    return row.complete and row.source == "unit" and not row.evidence


def typed_of(post: QueryDict, code: str) -> Typed | None:
    """What a form holds for a row; None when the row was not in the form at all."""
    answers = f"{code}-{givens.COUNTS}"
    names = [name for name in (*FIELDS, "reason") if f"{code}-{name}" in post]
    names += [key.removeprefix(f"{code}-") for key in post if key.startswith(answers)]
    if not names:
        return None
    given = {name: post[f"{code}-{name}"][: LONGEST * 2] for name in names if name != "reason"}
    return Typed(given, post.get(f"{code}-reason", ""))


def editable_rows(request: HttpRequest, sheet: Sheet, round_: str) -> list[queries.Row]:
    """All rows of a sheet; those into which the viewer may type in this round are marked."""
    viewer = parts.viewer_of(request)
    roles = permissions.roles_for(viewer, sheet)
    leaves = {leaf.code: leaf for leaf in queries.applicable(sheet)}
    rows = queries.sheet_rows(sheet, viewer.on, round_)
    taken = permissions.parts_of(viewer, sheet) if round_ in queries.DECIDES else None
    for row in rows:
        leaf = leaves.get(row.code)
        row.editable = (
            leaf is not None
            and permissions.takes(taken, row.area)
            and permissions.round_open(sheet, round_, leaf.source)
            and permissions.may_fill_as(roles, sheet, round_, row.code)
        )
    return rows


def _typed_counts(request: HttpRequest, sheet: Sheet) -> dict[str, str]:
    """What a form holds for the named counts of a sheet."""
    return {
        one.code: request.POST[f"{COUNT}{one.code}"][: LONGEST * 2]
        for one in queries.counts_of(sheet)
        if f"{COUNT}{one.code}" in request.POST
    }


def _counts(request: HttpRequest, sheet: Sheet, faults: dict[str, str]) -> list[dict[str, Any]]:
    typed = _typed_counts(request, sheet)
    return [
        {
            "code": one.code,
            "label": one.label,
            "leaves": ", ".join(one.leaves),
            "value": typed.get(one.code, one.value),
            "fault": faults.pop(one.code, ""),
        }
        for one in queries.counts_of(sheet)
    ]


def _page(
    request: HttpRequest, sheet: Sheet, round_: str, typed: dict[str, Typed] | None = None, **faults: str
) -> HttpResponse:
    counts = _counts(request, sheet, faults) if round_ == Mark.Round.SELF else []
    rows = editable_rows(request, sheet, round_)
    leaves = {leaf.code: leaf for leaf in queries.applicable(sheet)}
    for row in rows:
        row.fault = faults.pop(row.code, "")
        if typed and row.code in typed:
            rows_of.show(row, leaves[row.code], {k: str(v) for k, v in typed[row.code].given.items()})
            row.reason = typed[row.code].reason
    done, total = queries.filled(sheet, round_)
    word, tone = choices.STATES[sheet.state]
    shown = parts.narrowed([row for row in rows if row.editable], request, ROW_FILTERS[round_])
    wrong = [row for row in rows if row.fault]
    context = {
        "sheet": sheet,
        "rows": shown,
        "round": round_,
        "decides": round_ in {Mark.Round.APPRAISAL, Mark.Round.SECOND},
        "explains": round_ == Mark.Round.EXPLANATION,
        "done": done,
        "total": total,
        "stock": queries.stock_reasons(sheet) if round_ in queries.DECIDES else [],
        "send": _send_label(sheet, round_),
        "filters": parts.filter_choices(request, ROW_FILTERS[round_]),
        "state": {"word": word, "tone": tone},
        "wrong": wrong,
        "counts": counts,
        "wrong_counts": [one for one in counts if one["fault"]],
        "evidence_changed": [row for row in rows if row.evidence_changed and round_ in queries.DECIDES],
        "whole": "; ".join(faults.values()),
        "missing": [row for row in rows if not row.applies],
        "others": [row for row in rows if row.applies and not row.editable and round_ == Mark.Round.SELF],
    }
    return web.page(
        request, "scoring/fill.html", context, 422 if wrong or faults or context["wrong_counts"] else 200
    )


def _fill(request: HttpRequest, sheet: Sheet, round_: str) -> HttpResponse:
    if request.method == "GET":
        return _page(request, sheet, round_)
    rows = [row for row in editable_rows(request, sheet, round_) if row.editable]
    typed = {row.code: found for row in rows if (found := typed_of(request.POST, row.code)) is not None}
    try:
        with transaction.atomic():
            if round_ == Mark.Round.SELF and (counts := _typed_counts(request, sheet)):
                operations.save_counts(web.act_of(request), sheet=sheet, values=counts)
            operations.save_drafts(web.act_of(request), sheet=sheet, round=round_, rows=typed)
    except MovedOnError:
        raise
    except RefusedError as error:
        return _page(request, sheet, round_, typed, **error.faults)
    if said := givens.doubts(*_new_texts(rows, typed)):
        web.warn(request, said)
    movement_id = sheet.campaign.movement_id
    what = request.POST.get("do", "save")
    if what == "send":
        page = ROUNDS[Mark.Round(round_)][1]
        if round_ == Mark.Round.SELF and permissions.waits_for_sign_off(sheet):
            page = "scoring_sheet_sign_off"
        return redirect(page, movement_id=movement_id, sheet_id=sheet.pk)
    head, _, code = what.partition(":")
    if head == "accept":
        operations.accept_rows(web.act_of(request), sheet=sheet, codes=[code])
        web.done(request, f"Đã giữ nguyên tiêu chí {code}.")
        return redirect(f"{request.get_full_path()}#{rows_of.anchor_of(code)}")
    if head == "evidence" and code in {leaf.code for leaf in queries.applicable(sheet)}:
        return redirect("scoring_evidence", movement_id=movement_id, sheet_id=sheet.pk, leaf_code=code)
    web.done(request, f"Đã lưu tạm lúc {clock.now().astimezone(VIETNAM):%H:%M}. Phiếu chưa gửi đi.")
    return redirect(request.get_full_path())


def _new_texts(rows: list[queries.Row], typed: dict[str, Typed]) -> list[str]:
    """What was typed otherwise than the page showed it."""
    shown = {(row.code, one.name): one.value for row in rows for one in row.inputs}
    shown |= {(row.code, "points"): row.points for row in rows}
    return [
        str(value)
        for code, one in typed.items()
        for name, value in one.given.items()
        if shown.get((code, name), "") != value
    ]


def _send_label(sheet: Sheet, round_: str) -> str:
    if round_ == Mark.Round.SELF and permissions.waits_for_sign_off(sheet):
        return "Xem lại và trình duyệt"
    return ROUNDS[Mark.Round(round_)][2]


@login_required
@require_http_methods(["GET", "POST"])
def fill(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """The unit scores itself."""
    sheet = parts.sheet_of(parts.viewer_of(request), movement_id, sheet_id)
    viewer = parts.viewer_of(request)
    require(permissions.may_type(viewer, sheet, Mark.Round.SELF))
    if sheet.state not in permissions.FILLED_BY_UNIT:
        return redirect("scoring_sheet", movement_id=movement_id, sheet_id=sheet_id)
    return _fill(request, sheet, Mark.Round.SELF)


@login_required
@require_http_methods(["GET", "POST"])
def appraise(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """The team appraises, or appraises for the second time."""
    sheet = parts.sheet_of(parts.viewer_of(request), movement_id, sheet_id)
    require(permissions.may_ever_step(parts.viewer_of(request), sheet, "appraise"))
    if sheet.state not in {State.SUBMITTED, State.EXPLAINED}:
        return redirect("scoring_sheet", movement_id=movement_id, sheet_id=sheet_id)
    return _fill(request, sheet, round_now(sheet))


@login_required
@require_http_methods(["GET", "POST"])
def explain(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """The unit explains the rows that were asked about."""
    sheet = parts.sheet_of(parts.viewer_of(request), movement_id, sheet_id)
    viewer = parts.viewer_of(request)
    typed = permissions.may_type(viewer, sheet, Mark.Round.EXPLANATION)
    require(typed or permissions.may_ever_step(viewer, sheet, "explain"))
    if sheet.state != State.EXPLAINING:
        return redirect("scoring_sheet", movement_id=movement_id, sheet_id=sheet_id)
    return _fill(request, sheet, Mark.Round.EXPLANATION)


def round_now(sheet: Sheet) -> str:
    """The round in which the team types."""
    return Mark.Round.SECOND if sheet.state == State.EXPLAINED else Mark.Round.APPRAISAL


@login_required
@require_POST
def counts(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Keep the named counts as one of them is left, and answer with what the rows that use them come to."""
    sheet = parts.sheet_of(parts.viewer_of(request), movement_id, sheet_id)
    typed = _typed_counts(request, sheet)
    context: dict[str, Any] = {"anchor": "counts"}
    status = 200
    try:
        scores = operations.save_counts(web.act_of(request), sheet=sheet, values=typed)
    except MovedOnError as error:
        context["fault"], status = str(error), 409
    except RefusedError as error:
        context["fault"], status = str(error), 422
    else:
        context["saved"] = f"Đã lưu {clock.now().astimezone(VIETNAM):%H:%M}"
        context["caution"] = givens.doubts(*typed.values())
        context["done"], context["total"] = queries.filled(sheet, Mark.Round.SELF)
        context["others"] = [
            {
                "anchor": rows_of.anchor_of(code),
                "live": rows_of.score_words(score),
                "read": wording.given_in_words(score.leaf, score.working["inputs"]),
            }
            for code, score in scores.items()
        ]
    return HttpResponse(render_to_string("scoring/_live.html", context), status=status)


@login_required
@require_POST
def cell(request: HttpRequest, movement_id: int, sheet_id: int, round_: str, leaf_code: str) -> HttpResponse:
    """Keep one row as it is left, and answer with what it comes to."""
    sheet = parts.sheet_of(parts.viewer_of(request), movement_id, sheet_id)
    leaf = next((one for one in queries.applicable(sheet) if one.code == leaf_code), None)
    if round_ not in ROUNDS or leaf is None:
        raise Http404
    typed = typed_of(request.POST, leaf_code) or Typed({})
    context: dict[str, Any] = {"anchor": "row-" + leaf_code.replace(".", "-")}
    status = 200
    try:
        score = operations.save_draft(
            web.act_of(request),
            sheet=sheet,
            leaf_code=leaf_code,
            round=round_,
            given=typed.given,
            reason=typed.reason,
        )
    except MovedOnError as error:
        context["fault"], status = str(error), 409
    except RefusedError as error:
        context["fault"], status = str(error), 422
    else:
        context["live"] = rows_of.score_words(score) if score.working["inputs"] else ""
        context["read"] = wording.given_in_words(leaf, score.working["inputs"])
        cautions = (givens.caution(score.working["inputs"]), givens.doubts(*typed.given.values()))
        context["caution"] = " ".join(one for one in cautions if one)
        context["saved"] = f"Đã lưu {clock.now().astimezone(VIETNAM):%H:%M}"
        context["done"], context["total"] = queries.filled(sheet, round_)
    # without the request: the frame of a page is not worked out for a fragment
    return HttpResponse(render_to_string("scoring/_live.html", context), status=status)
