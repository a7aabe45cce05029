"""Căn cứ pháp lý: which value is used on a day, from where, since when; own values over it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.base.forms import DateField
from thidua.organizations.models import Unit
from thidua.organizations.pages import acted, status_of, viewer_of
from thidua.organizations.permissions import Viewer
from thidua.regulations import forms, operations, permissions, queries
from thidua.regulations.choices import CHOICES, CONFIDENCE, KEYS, LAYERS
from thidua.regulations.wording import worded

HERE = "law_values"


def _authority(viewer: Viewer) -> Unit:
    found = queries.authorities_of(viewer)
    if not found:
        raise Http404
    return found[0]


def _day(request: HttpRequest, viewer: Viewer) -> tuple[date, str]:
    told = request.GET.get("ngay", "").strip()
    if not told:
        return viewer.on, ""
    try:
        return DateField().clean(told), ""
    except ValidationError as error:
        return viewer.on, error.messages[0]


@login_required
@require_GET
def law_values(request: HttpRequest) -> HttpResponse:
    """Every value of a day with its source, and the legal texts in force."""
    viewer = viewer_of(request)
    authority = _authority(viewer)
    on, fault = _day(request, viewer)
    rows = [
        {
            "key": one.parameter.key,
            "name": KEYS[one.parameter.key][0],
            "value": worded(one.parameter),
            "parameter": one.parameter,
            "layer": LAYERS[one.layer],
            "confidence": CONFIDENCE[one.parameter.confidence.value],
            "own": one.own,
        }
        for one in queries.values_in_force(authority.pk, on)
    ]
    context = {
        "authority": authority,
        "on": on,
        "typed": request.GET.get("ngay", "") or f"{on:%d/%m/%Y}",
        "fault": fault,
        "rows": rows,
        "texts": [
            (text, CONFIDENCE[text.confidence.value]) for text in queries.texts_in_force(authority.pk, on)
        ],
        "province": queries.province_on(authority.pk, on),
        "keeps": permissions.may_keep_law(web.act_of(request), authority),
    }
    return web.page(request, "regulations/law_values.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def law_province(request: HttpRequest) -> HttpResponse:
    """Choose whose provincial rules count."""
    viewer = viewer_of(request)
    authority = _authority(viewer)
    require(permissions.may_keep_law(web.act_of(request), authority))
    form = forms.ProvinceForm(request.POST or None, initial={"valid_from": viewer.on})
    answer = acted(
        request,
        form,
        lambda told: operations.choose_province(web.act_of(request), authority=authority, **told),
        "Đã chọn quy định của tỉnh.",
        HERE,
    )
    context = {
        "form": form,
        "title": "Quy định của tỉnh",
        "purpose": "Giá trị tỉnh đã quy định thay giá trị chung kể từ ngày chọn; quyết định đã ban hành giữ nguyên.",
        "verb": "Áp dụng từ ngày này",
    }
    return answer or web.page(request, "regulations/form.html", context, status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def law_value(request: HttpRequest, key: str) -> HttpResponse:
    """One value: all that ever stood, and a new one of the authority."""
    viewer = viewer_of(request)
    authority = _authority(viewer)
    if key not in KEYS:
        raise Http404
    keeps = permissions.may_keep_law(web.act_of(request), authority)
    if request.method == "POST":
        require(keeps)
    form = (
        forms.OwnValueForm(request.POST or None, key=key, initial={"valid_from": viewer.on})
        if keeps
        else None
    )
    if form is not None:
        answer = acted(
            request,
            form,
            lambda told: operations.set_value(web.act_of(request), authority=authority, key=key, **told),
            "Đã đặt giá trị mới.",
            HERE,
        )
        if answer is not None:
            return answer
    law = queries.law_of(authority.pk)
    mine = list(
        queries.own_values_visible_to(viewer)
        .filter(authority=authority, key=key)
        .order_by("-valid_from", "-pk")
    )
    context: dict[str, Any] = {
        "form": form,
        "title": KEYS[key][0],
        "history": [
            (one, worded(one), CONFIDENCE[one.confidence.value]) for one in reversed(law.book.history(key))
        ],
        "mine": [(row, CHOICES.get(KEYS[key][1], {}).get(row.value, row.value)) for row in mine],
        "keeps": keeps,
    }
    return web.page(request, "regulations/law_value.html", context, status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def law_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an own value back."""
    viewer = viewer_of(request)
    own = get_object_or_404(queries.own_values_visible_to(viewer), pk=pk)
    require(permissions.may_keep_law(web.act_of(request), own.authority))
    form = forms.WithdrawForm(request.POST or None)
    answer = acted(
        request,
        form,
        lambda told: operations.withdraw_value(web.act_of(request), own=own, **told),
        "Đã rút giá trị của cơ quan.",
        HERE,
    )
    context = {
        "form": form,
        "title": f"Rút giá trị: {KEYS[own.key][0]}",
        "purpose": "Giá trị của tỉnh hoặc giá trị chung dùng trở lại; quyết định đã ban hành giữ nguyên.",
        "verb": "Rút giá trị này",
    }
    return answer or web.page(request, "regulations/form.html", context, status_of(request))
