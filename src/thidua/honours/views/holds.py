"""Discipline, verifications and leave."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.base.forms import Form
from thidua.honours import forms, operations, queries
from thidua.organizations.pages import acted, filters_of, page_of, viewer_of


def _form(request: HttpRequest, form: Form, title: str, verb: str, back: str) -> HttpResponse:
    context = {"form": form, "title": title, "verb": verb, "back": back}
    return web.page(request, "honours/form.html", context, web.status_of(request))


@login_required
@require_GET
def discipline_list(request: HttpRequest) -> HttpResponse:
    """Discipline and verifications; for the officer and the chairperson alone."""
    viewer = viewer_of(request)
    require(queries.people_of_discipline(viewer).exists())
    text = request.GET.get("q", "")[:100]
    page = page_of(request, queries.named(queries.disciplines_visible_to(viewer), text, "person__subject"))
    context = {
        "text": text,
        "query": filters_of(request),
        "places": queries.places(viewer),
        "page": page,
        "disciplines": [(row, row.ends_on is None or row.ends_on >= viewer.on) for row in page.object_list],
        "verifications": queries.named(queries.verifications_visible_to(viewer), text, "subject"),
    }
    return web.page(request, "honours/discipline_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def discipline_add(request: HttpRequest) -> HttpResponse:
    """Enter discipline under consideration or in force."""
    viewer = viewer_of(request)
    people = queries.people_of_discipline(viewer)
    require(people.exists())
    form = forms.DisciplineForm(request.POST or None, people=people)
    answer = acted(
        request,
        form,
        lambda told: operations.record_discipline(web.act_of(request), **told),
        "Đã ghi thông tin kỷ luật.",
        "discipline_list",
    )
    return answer or _form(request, form, "Ghi thông tin kỷ luật", "Ghi thông tin", "discipline_list")


@login_required
@require_http_methods(["GET", "POST"])
def discipline_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """End the consideration: cleared, or a measure in force."""
    viewer = viewer_of(request)
    row = get_object_or_404(queries.disciplines_visible_to(viewer), pk=pk)
    form = forms.ConcludeForm(request.POST or None, initial={"on": viewer.on})
    answer = acted(
        request,
        form,
        lambda told: operations.conclude_discipline(web.act_of(request), discipline=row, **told),
        "Đã ghi kết luận.",
        "discipline_list",
    )
    return answer or _form(request, form, f"Kết luận: {row.person.name}", "Ghi kết luận", "discipline_list")


@login_required
@require_http_methods(["GET", "POST"])
def verification_add(request: HttpRequest) -> HttpResponse:
    """Enter that a matter is being verified."""
    viewer = viewer_of(request)
    subjects = queries.subjects_of_discipline(viewer)
    require(subjects.exists())
    form = forms.VerificationForm(request.POST or None, subjects=subjects)
    answer = acted(
        request,
        form,
        lambda told: operations.begin_verification(web.act_of(request), **told),
        "Đã ghi việc đang xác minh.",
        "discipline_list",
    )
    return answer or _form(request, form, "Ghi việc đang xác minh", "Ghi việc xác minh", "discipline_list")


@login_required
@require_http_methods(["GET", "POST"])
def verification_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a verification with its outcome."""
    viewer = viewer_of(request)
    row = get_object_or_404(queries.verifications_visible_to(viewer), pk=pk)
    form = forms.EndVerificationForm(request.POST or None, initial={"on": viewer.on})

    def end(told: dict[str, Any]) -> None:
        operations.end_verification(
            web.act_of(request), verification=row, on=told["on"], cleared=told["cleared"] == "yes"
        )

    answer = acted(request, form, end, "Đã ghi kết thúc xác minh.", "discipline_list")
    title = f"Kết thúc xác minh: {row.subject.name}"
    return answer or _form(request, form, title, "Ghi kết thúc", "discipline_list")


@login_required
@require_GET
def absence_list(request: HttpRequest) -> HttpResponse:
    """Leave, which eligibility counts."""
    viewer = viewer_of(request)
    require(queries.people_kept_by(viewer).exists())
    text = request.GET.get("q", "")[:100]
    page = page_of(request, queries.named(queries.absences_visible_to(viewer), text, "person__subject"))
    context = {
        "text": text,
        "query": filters_of(request),
        "page": page,
        "rows": page.object_list,
        "places": queries.places(viewer),
    }
    return web.page(request, "honours/absence_list.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def absence_add(request: HttpRequest) -> HttpResponse:
    """Enter leave of a person."""
    viewer = viewer_of(request)
    people = queries.people_kept_by(viewer)
    require(people.exists())
    form = forms.AbsenceForm(request.POST or None, people=people)
    answer = acted(
        request,
        form,
        lambda told: operations.record_absence(web.act_of(request), **told),
        "Đã ghi thời gian nghỉ.",
        "absence_list",
    )
    return answer or _form(request, form, "Ghi thời gian nghỉ", "Ghi thời gian nghỉ", "absence_list")
