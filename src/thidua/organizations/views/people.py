"""People: the list, one person, add, change, move, further post, leave, training."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from thidua.audit import queries as audit
from thidua.base import web
from thidua.base.errors import require
from thidua.documents.paper.workbook import Column, Sheet
from thidua.organizations import forms, operations, queries, spreadsheets
from thidua.organizations.models import Membership, Person
from thidua.organizations.pages import acted, filters_of, page_of, viewer_of
from thidua.organizations.permissions import Viewer

_MOST_EXPORTED = 20_000


def _found(request: HttpRequest, viewer: Viewer) -> tuple[forms.PersonFilter, QuerySet[Person]]:
    form = forms.PersonFilter(request.GET, units=queries.units_visible_to(viewer))
    form.is_valid()
    told = form.cleaned_data
    return form, queries.find_people(
        viewer,
        text=told.get("q") or "",
        unit=told.get("unit"),
        category=told.get("category") or "",
        left=bool(told.get("left")),
    )


@login_required
@require_GET
def person_list(request: HttpRequest) -> HttpResponse:
    """Who is in the directory, to be found by name without marks, by unit and category."""
    viewer = viewer_of(request)
    form, rows = _found(request, viewer)
    page = page_of(request, rows)
    people = list(page.object_list)
    posts = queries.posts_of(people, viewer.on)
    context = {
        "filter": form,
        "page": page,
        "query": filters_of(request),
        "rows": [(person, posts.get(person.pk)) for person in people],
        "keeps": queries.authorities_kept_by(viewer).exists(),
        "administers": queries.authorities_administered_by(viewer).exists(),
    }
    return web.page(request, "organizations/person_list.html", context)


@login_required
@require_GET
def person_list_xlsx(request: HttpRequest) -> HttpResponse:
    """The found people as Excel; the columns are those of the import, so that a changed copy can be read back."""
    viewer = viewer_of(request)
    _, rows = _found(request, viewer)
    people = list(rows[:_MOST_EXPORTED])
    posts = queries.posts_of(people, viewer.on)
    sheet = Sheet(
        "Nhân sự",
        (
            Column("STT", 6, "number"),
            Column("Mã cán bộ", 12),
            Column("Danh xưng", 10),
            Column("Họ và tên", 30),
            Column("Mã đơn vị", 12),
            Column("Đơn vị", 40),
            Column("Chức vụ", 36),
            Column("Đối tượng", 22),
            Column("Từ ngày", 14, "date"),
            Column("Tham gia CCHC", 20),
            Column("Trình độ", 20),
        ),
        tuple(_line(number, person, posts.get(person.pk)) for number, person in enumerate(people, start=1)),
        titles=("DANH SÁCH CÁN BỘ, CÔNG CHỨC, VIÊN CHỨC, NGƯỜI LAO ĐỘNG", f"Ngày {viewer.on:%d/%m/%Y}"),
    )
    return spreadsheets.as_excel(sheet, "nhan-su.xlsx")


def _line(number: int, person: Person, post: Membership | None) -> tuple[str | int | date | None, ...]:
    return (
        number,
        person.staff_code,
        person.title,
        person.name,
        post.unit.code if post else "",
        post.unit.name if post else "",
        post.position if post else "",
        person.get_category_display(),
        post.starts_on if post else None,
        person.get_reform_role_display() if person.reform_role else "",
        person.qualification,
    )


def _person(viewer: Viewer, pk: int) -> Person:
    rows = queries.persons_visible_to(viewer).select_related("authority__subject", "user")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: details, posts, courses."""
    viewer = viewer_of(request)
    person = _person(viewer, pk)
    keeps = queries.keeps(viewer, person.authority)
    details = queries.person_details(person, viewer)
    context = {
        "person": person,
        "details": details,
        "keeps": keeps,
        "may_end_post": keeps and sum(post.ends_on is None for post in details.posts) > 1,
        "history": audit.told(person) if keeps else [],
    }
    return web.page(request, "organizations/person_page.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def person_add(request: HttpRequest) -> HttpResponse:
    """Add a person with the first post."""
    viewer = viewer_of(request)
    units = queries.units_kept_by(viewer)
    require(units.exists())
    form = forms.NewPersonForm(
        request.POST or None, units=units, initial={"starts_on": viewer.on.replace(month=1, day=1)}
    )

    def add(told: dict[str, Any]) -> None:
        details = form.details()
        operations.add_person(
            web.act_of(request),
            **{name: told[name] for name in ("unit", "staff_code", "name", "position", "head", "starts_on")},
            **{name: details.pop(name) for name in ("title", "female", "category", "birth_date")},
            details=details,
        )

    answer = acted(request, form, add, "Đã thêm người.", "person_list")
    context = {"form": form, "title": "Thêm người", "verb": "Thêm người", "back": "person_list"}
    return answer or web.page(request, "organizations/form.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def person_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is known of a person."""
    viewer = viewer_of(request)
    person = _person(viewer, pk)
    require(queries.keeps(viewer, person.authority))
    names = forms.ChangePersonForm.base_fields.keys() - {"name", "local"}
    initial = {name: getattr(person, name) for name in names}
    local = {True: "yes", False: "no"}.get(person.local is True) if person.local is not None else ""
    form = forms.ChangePersonForm(
        request.POST or None, initial=initial | {"name": person.name, "local": local}
    )
    answer = acted(
        request,
        form,
        lambda told: operations.change_person(
            web.act_of(request),
            person=person,
            name=told["name"],
            staff_code=told["staff_code"],
            details=form.details(),
        ),
        "Đã ghi thay đổi.",
        "person_page",
        pk=person.pk,
    )
    return answer or _form(request, person, form, f"Sửa: {person.name}", "Ghi thay đổi")


def _form(
    request: HttpRequest, person: Person, form: django_forms.Form, title: str, verb: str
) -> HttpResponse:
    context = {"form": form, "person": person, "title": title, "verb": verb}
    return web.page(request, "organizations/form.html", context, web.status_of(request))


def _posting(
    request: HttpRequest, pk: int, operation: Callable[..., object], title: str, verb: str, done: str
) -> HttpResponse:
    viewer = viewer_of(request)
    person = _person(viewer, pk)
    require(queries.keeps(viewer, person.authority))
    units = queries.units_kept_by(viewer).filter(authority=person.authority)
    form = forms.PostForm(request.POST or None, units=units)
    answer = acted(
        request,
        form,
        lambda told: operation(web.act_of(request), person=person, **told),
        done,
        "person_page",
        pk=person.pk,
    )
    return answer or _form(request, person, form, f"{title}: {person.name}", verb)


@login_required
@require_http_methods(["GET", "POST"])
def person_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a person to another unit or post; the former one stays in the history."""
    return _posting(
        request, pk, operations.move_person, "Điều động, đổi chức vụ", "Ghi điều động", "Đã ghi chức vụ mới."
    )


@login_required
@require_http_methods(["GET", "POST"])
def person_post(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a further post beside the present one."""
    return _posting(
        request, pk, operations.add_membership, "Kiêm nhiệm", "Ghi chức vụ kiêm nhiệm", "Đã ghi kiêm nhiệm."
    )


@login_required
@require_http_methods(["GET", "POST"])
def person_post_end(request: HttpRequest, pk: int, post_id: int) -> HttpResponse:
    """End one of several posts; the others go on."""
    viewer = viewer_of(request)
    person = _person(viewer, pk)
    require(queries.keeps(viewer, person.authority))
    post = get_object_or_404(person.memberships.select_related("unit__subject"), pk=post_id)
    form = forms.EndPostForm(request.POST or None)
    answer = acted(
        request,
        form,
        lambda told: operations.end_membership(web.act_of(request), membership=post, **told),
        "Đã ghi thôi giữ chức vụ.",
        "person_page",
        pk=person.pk,
    )
    title = f"Thôi giữ chức vụ {queries.post_at(post.position, post.unit.name)}: {person.name}"
    return answer or _form(request, person, form, title, "Ghi thôi giữ chức vụ")


@login_required
@require_http_methods(["GET", "POST"])
def person_leave(request: HttpRequest, pk: int) -> HttpResponse:
    """End all posts of a person."""
    viewer = viewer_of(request)
    person = _person(viewer, pk)
    require(queries.keeps(viewer, person.authority))
    form = forms.LeaveForm(request.POST or None)
    answer = acted(
        request,
        form,
        lambda told: operations.leave(web.act_of(request), person=person, **told),
        "Đã ghi thôi việc.",
        "person_page",
        pk=person.pk,
    )
    return answer or _form(request, person, form, f"Thôi việc tại cơ quan: {person.name}", "Ghi thôi việc")


@login_required
@require_http_methods(["GET", "POST"])
def person_training(request: HttpRequest, pk: int) -> HttpResponse:
    """Note a finished course."""
    viewer = viewer_of(request)
    person = _person(viewer, pk)
    require(queries.keeps(viewer, person.authority))
    form = forms.TrainingForm(request.POST or None)
    answer = acted(
        request,
        form,
        lambda told: operations.record_training(web.act_of(request), person=person, **told),
        "Đã ghi lớp bồi dưỡng.",
        "person_page",
        pk=person.pk,
    )
    return answer or _form(request, person, form, f"Bồi dưỡng, tập huấn: {person.name}", "Ghi lớp bồi dưỡng")
