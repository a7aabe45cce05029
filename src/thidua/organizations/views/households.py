"""Households: the list, add, change."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.organizations import forms, operations, queries
from thidua.organizations.models import Unit
from thidua.organizations.pages import acted, filters_of, page_of, viewer_of


@login_required
@require_GET
def household_list(request: HttpRequest) -> HttpResponse:
    """The households of the authority, found without marks."""
    viewer = viewer_of(request)
    text = request.GET.get("q", "")[:100]
    page = page_of(request, queries.find_households(viewer, text))
    context = {
        "page": page,
        "rows": page.object_list,
        "text": text,
        "query": filters_of(request),
        "keeps": queries.authorities_kept_by(viewer).exists(),
    }
    return web.page(request, "organizations/household_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def household_add(request: HttpRequest) -> HttpResponse:
    """Add a household to a village of an authority that the account keeps."""
    viewer = viewer_of(request)
    units = queries.units_kept_by(viewer)
    require(units.exists())
    village = units.filter(block=Unit.Block.VILLAGES).order_by("pk").first()
    initial = {"unit": village, "valid_from": viewer.on.replace(month=1, day=1)}
    form = forms.NewHouseholdForm(request.POST or None, units=units, initial=initial)
    answer = acted(
        request,
        form,
        lambda told: operations.add_household(web.act_of(request), **told),
        "Đã thêm hộ gia đình.",
        "household_list",
    )
    context = {
        "form": form,
        "title": "Thêm hộ gia đình",
        "verb": "Thêm hộ gia đình",
        "back": "household_list",
    }
    return answer or web.page(request, "organizations/form.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def household_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a household or write its last day."""
    viewer = viewer_of(request)
    household = get_object_or_404(queries.find_households(viewer), pk=pk)
    require(queries.keeps(viewer, household.unit))
    form = forms.ChangeHouseholdForm(
        request.POST or None,
        units=queries.units_kept_by(viewer),
        initial={
            "name": household.name,
            "code": household.code,
            "unit": household.unit,
            "valid_to": household.valid_to,
        },
    )
    answer = acted(
        request,
        form,
        lambda told: operations.change_household(web.act_of(request), household=household, **told),
        "Đã sửa hộ gia đình.",
        "household_list",
    )
    context = {
        "form": form,
        "title": f"Sửa: {household.name}",
        "verb": "Lưu hộ gia đình",
        "back": "household_list",
    }
    return answer or web.page(request, "organizations/form.html", context, web.status_of(request))
