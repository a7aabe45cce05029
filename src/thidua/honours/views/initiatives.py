"""Initiatives: all of the authority, to be copied; entered, recognised."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from thidua.audit import queries as audit
from thidua.base import web
from thidua.base.errors import RefusedError, require
from thidua.engine.flow import Role
from thidua.honours import forms, operations, queries
from thidua.organizations.pages import acted, filters_of, page_of, viewer_of

_TONES: Final[Mapping[str, str]] = MappingProxyType({"proposed": "going", "applied": "done"})


@login_required
@require_GET
def initiative_list(request: HttpRequest) -> HttpResponse:
    """What was thought of, and how far it has come."""
    viewer = viewer_of(request)
    text = request.GET.get("q", "")[:100]
    page = page_of(request, queries.find_initiatives(viewer, text))
    context = {
        "places": queries.places(viewer),
        "page": page,
        "text": text,
        "query": filters_of(request),
        "rows": [(row, _TONES.get(row.level, "done")) for row in page.object_list],
        "enters": queries.authors_for(viewer).exists(),
    }
    return web.page(request, "honours/initiative_list.html", context)


@login_required
@require_GET
def initiative_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One initiative."""
    viewer = viewer_of(request)
    row = get_object_or_404(queries.initiatives_visible_to(viewer), pk=pk)
    context = {
        "initiative": row,
        "tone": _TONES.get(row.level, "done"),
        "recognises": viewer.holds(Role.OFFICER, row.authority_id),
        "history": audit.told(row),
    }
    return web.page(request, "honours/initiative_page.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def initiative_add(request: HttpRequest) -> HttpResponse:
    """Enter an initiative of oneself, of the own unit, or for another."""
    viewer = viewer_of(request)
    authors = queries.authors_for(viewer)
    require(authors.exists())
    form = forms.InitiativeForm(request.POST or None, subjects=authors, initial={"proposed_on": viewer.on})

    def enter(told: dict[str, Any]) -> None:
        unit = queries.unit_of(told["subject"], viewer.on)
        if unit is None:
            raise RefusedError(subject="Người này đã thôi việc tại cơ quan.")
        operations.record_initiative(web.act_of(request), unit=unit, **told)

    answer = acted(request, form, enter, "Đã ghi sáng kiến.", "initiative_list")
    context = {"form": form, "title": "Ghi sáng kiến", "verb": "Ghi sáng kiến", "back": "initiative_list"}
    return answer or web.page(request, "honours/form.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def initiative_recognise(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that it was applied or recognised."""
    viewer = viewer_of(request)
    row = get_object_or_404(queries.initiatives_visible_to(viewer), pk=pk)
    require(viewer.holds(Role.OFFICER, row.authority_id))
    form = forms.RecogniseForm(request.POST or None, initial={"on": viewer.on})
    answer = acted(
        request,
        form,
        lambda told: operations.recognise_initiative(web.act_of(request), initiative=row, **told),
        "Đã ghi nhận sáng kiến.",
        "initiative_page",
        pk=row.pk,
    )
    context = {"form": form, "title": f"Ghi nhận: {row.title}", "verb": "Ghi nhận", "back": "initiative_list"}
    return answer or web.page(request, "honours/form.html", context, web.status_of(request))
