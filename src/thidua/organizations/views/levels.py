"""Các cấp: the authorities above and below with their days; entered, moved."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.engine.flow import Role
from thidua.engine.plan.data_files import TWO_TIERS_SINCE
from thidua.organizations import forms, operations, queries
from thidua.organizations.choices import LEVELS_UP
from thidua.organizations.models import Unit
from thidua.organizations.pages import acted, viewer_of


@login_required
@require_GET
def level_list(request: HttpRequest) -> HttpResponse:
    """The levels of what the account keeps."""
    viewer = viewer_of(request)
    rows = queries.levels_seen(viewer)
    require(bool(rows))
    context = {"rows": rows, "administers": any(row.own for row in rows)}
    return web.page(request, "organizations/level_list.html", context)


def _authority(request: HttpRequest, pk: int) -> Unit:
    viewer = viewer_of(request)
    rows = queries.units_visible_to(viewer).filter(authority_id=F("pk")).select_related("parent__subject")
    unit = get_object_or_404(rows, pk=pk)
    require(viewer.holds(Role.ADMIN, unit))
    return unit


def _initial(place: queries.Place | None, authority: Unit, *, above: bool) -> dict[str, Any]:
    if place is None:
        level = Unit.Level.PROVINCE if authority.level == Unit.Level.COMMUNE else Unit.Level.STATE
        return {"level": level if above else Unit.Level.COMMUNE}
    return {
        "name": f"Ủy ban nhân dân {place.title}",
        "level": place.level,
        "code": place.code,
        "place": place.place,
        "province": place.province,
        "valid_from": place.valid_from,
        "valid_to": place.valid_to,
    }


def _add(request: HttpRequest, authority: Unit, *, above: bool) -> HttpResponse:
    rank = LEVELS_UP.index(authority.level)
    levels = LEVELS_UP[rank + 1 :] if above else LEVELS_UP[:rank]
    require(bool(levels))
    place = queries.place_by(request.GET.get("ma", ""))
    form = forms.LevelForm(
        request.POST or None, levels=levels, above=above, initial=_initial(place, authority, above=above)
    )

    def enter(told: dict[str, Any]) -> None:
        if above:
            operations.add_superior(web.act_of(request), authority=authority, **told)
        else:
            operations.add_subordinate(web.act_of(request), above=authority, **told)

    sentence = "Đã ghi cấp trên." if above else "Đã ghi cấp dưới."
    answer = acted(request, form, enter, sentence, "level_list")
    text = request.GET.get("q", "")
    context = {
        "form": form,
        "unit": authority,
        "title": f"Thêm cấp {'trên' if above else 'dưới'}: {authority.name}",
        "text": text,
        "places": queries.find_places(text, levels),
        "above": above,
        "since": TWO_TIERS_SINCE,
    }
    return answer or web.page(request, "organizations/level_add.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def level_above(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an authority above this one: the present one, or one that has ended."""
    return _add(request, _authority(request, pk), above=True)


@login_required
@require_http_methods(["GET", "POST"])
def level_below(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter an authority below this one."""
    return _add(request, _authority(request, pk), above=False)


@login_required
@require_http_methods(["GET", "POST"])
def level_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Put this authority under another from a day."""
    authority = _authority(request, pk)
    superiors = queries.superiors_for(authority)
    form = forms.MoveLevelForm(request.POST or None, superiors=superiors)
    answer = acted(
        request,
        form,
        lambda told: operations.move_authority(web.act_of(request), authority=authority, **told),
        "Đã ghi cấp trên mới.",
        "level_list",
    )
    now = f"Hiện trực thuộc {authority.parent.name}. " if authority.parent else ""
    context = {
        "form": form,
        "unit": authority,
        "title": f"Chuyển cấp trên: {authority.name}",
        "verb": "Ghi cấp trên mới",
        "note": f"{now}Quản trị của cấp trên mở được tài khoản và giao được vai trò ở cơ quan này.",
    }
    return answer or web.page(request, "organizations/form.html", context, web.status_of(request))
