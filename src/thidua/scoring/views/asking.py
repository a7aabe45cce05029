"""Ask the unit to explain rows: each with its own question and day where they differ."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import MovedOnError, RefusedError
from thidua.scoring import operations, queries
from thidua.scoring.forms import AskForm, OwnQuestionForm
from thidua.scoring.views import parts
from thidua.scoring.views.steps import back_to, days_from, opened


@login_required
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Ask the unit to explain some rows."""
    sheet, _ = opened(request, movement_id, sheet_id, "ask_explanation")
    rows = [row for row in queries.sheet_rows(sheet, parts.viewer_of(request).on) if row.applies]
    lower = [row.code for row in rows if row.appraisal and row.appraisal.changed]
    rows.sort(key=lambda row: row.code not in lower)
    form = AskForm(
        request.POST or None,
        rows=[(row.code, f"{row.code}. {row.title}") for row in rows],
        initial={"leaves": lower, "due_on": days_from(request, sheet)},
    )
    own = {row.code: OwnQuestionForm(request.POST or None, prefix=row.code) for row in rows}
    if request.method == "POST":
        valid = [one.is_valid() for one in own.values()]
        if form.is_valid() and all(valid):
            try:
                operations.ask_explanation(
                    web.act_of(request),
                    sheet=sheet,
                    **form.cleaned_data,
                    reasons={code: one.cleaned_data["reason"] for code, one in own.items()},
                    days={
                        code: one.cleaned_data["due_on"]
                        for code, one in own.items()
                        if one.cleaned_data["due_on"]
                    },
                )
            except MovedOnError:
                raise
            except RefusedError as error:
                _put(form, own, error)
            else:
                web.done(request, "Đã đề nghị đơn vị giải trình.")
                return back_to(sheet)
    chosen = set(request.POST.getlist("leaves")) if request.method == "POST" else set(lower)
    lines: list[dict[str, Any]] = [
        {"row": row, "own": own[row.code], "chosen": row.code in chosen} for row in rows
    ]
    context = {"sheet": sheet, "form": form, "lines": lines}
    return web.page(request, "scoring/ask.html", context, web.status_of(request))


def _put(form: AskForm, own: dict[str, OwnQuestionForm], error: RefusedError) -> None:
    for name, sentence in error.faults.items():
        if name in own:
            own[name].add_error("due_on", sentence)
        else:
            form.add_error(name if name in form.fields else None, sentence)
