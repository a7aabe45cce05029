"""Kiểm tra: the log of checks, one check, its remedy."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.movements import operations, permissions, queries
from thidua.movements.forms import CheckForm, RemedyForm
from thidua.movements.models import Check
from thidua.movements.queries import duties
from thidua.movements.views import parts
from thidua.organizations.models import Unit


def _shown(check: Check, on: Any) -> dict[str, Any]:
    if check.remedied_on:
        word, tone = f"Đã khắc phục {check.remedied_on:%d/%m/%Y}", "done"
    elif not check.faults and check.remedy_due is None:
        word, tone = "Không có tồn tại", "done"
    elif check.remedy_due and check.remedy_due < on:
        word, tone = f"Quá hạn khắc phục {(on - check.remedy_due).days} ngày", "wrong"
    else:
        word, tone = "Chờ khắc phục", "heed"
    return {"check": check, "word": word, "tone": tone}


@require_GET
@login_required
def movement_checks(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The log of checks."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    rows = queries.checks_visible_to(parts.viewer_of(request), movement)
    page = Paginator(rows, parts.PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "movement": movement,
        "page": page,
        "rows": [_shown(check, act.on) for check in page.object_list],
        "may_keep": permissions.may_keep_plan(act, movement.authority),
    }
    return web.page(request, "movements/checks.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def movement_check_add(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Log a check."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    require(permissions.may_keep_plan(act, movement.authority))
    keys = [unit.pk for unit in duties.units_of(movement.authority, act.on)]
    units = Unit.objects.filter(pk__in=keys).select_related("subject").order_by("pk")
    posted = request.method == "POST"
    form = CheckForm(request.POST if posted else None, units=units, initial={"held_on": act.on, "faults": 0})
    made: list[Check] = []
    if posted and form.is_valid():
        told = form.cleaned_data
        web.attempt(form, lambda: made.append(operations.record_check(act, movement=movement, **told)))
    if made:
        web.done(request, f"Đã ghi cuộc kiểm tra {made[0].unit}.")
        return redirect("movement_checks", movement_id=movement.pk)
    return web.page(
        request, "movements/check_form.html", {"movement": movement, "form": form}, 422 if posted else 200
    )


@require_http_methods(["GET", "POST"])
@login_required
def movement_check(request: HttpRequest, movement_id: int, check_id: int) -> HttpResponse:
    """One check; POST tells its remedy."""
    movement = parts.movement_for(request, movement_id)
    check = get_object_or_404(queries.checks_visible_to(parts.viewer_of(request), movement), pk=check_id)
    act = web.act_of(request)
    posted = request.method == "POST"
    form = RemedyForm(request.POST if posted else None, initial={"on": act.on})
    if posted:
        require(permissions.may_record_remedy(act, check))
    if posted and form.is_valid():
        told = form.cleaned_data
        if web.attempt(form, lambda: operations.record_remedy(act, check=check, **told)):
            web.done(request, "Đã ghi kết quả khắc phục.")
            return redirect("movement_check", movement_id=movement.pk, check_id=check.pk)
    context = _shown(check, act.on) | {
        "movement": movement,
        "form": form,
        "may_remedy": check.remedied_on is None
        and (check.faults > 0 or check.remedy_due is not None)
        and permissions.may_record_remedy(act, check),
        "history": parts.history(check),
    }
    return web.page(request, "movements/check.html", context, 422 if posted else 200)
