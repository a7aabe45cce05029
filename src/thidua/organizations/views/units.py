"""Units: the tree, one unit, add, change, close."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_http_methods

from thidua.audit import queries as audit
from thidua.base import web
from thidua.base.errors import require
from thidua.documents.paper.workbook import Column, Sheet
from thidua.organizations import forms, operations, queries, spreadsheets
from thidua.organizations.choices import tag_labels
from thidua.organizations.models import Unit
from thidua.organizations.pages import acted, viewer_of
from thidua.organizations.permissions import Viewer


@login_required
@require_GET
def unit_list(request: HttpRequest) -> HttpResponse:
    """The tree of units with their people and heads."""
    viewer = viewer_of(request)
    context = {
        "rows": queries.unit_tree(viewer, closed="closed" in request.GET),
        "closed": "closed" in request.GET,
        "keeps": queries.authorities_kept_by(viewer).exists(),
        "administers": queries.authorities_administered_by(viewer).exists(),
    }
    return web.page(request, "organizations/unit_list.html", context)


@login_required
@require_GET
def unit_list_xlsx(request: HttpRequest) -> HttpResponse:
    """The tree as Excel."""
    rows = queries.unit_tree(viewer_of(request), closed="closed" in request.GET)
    sheet = Sheet(
        "Đơn vị",
        (
            Column("Mã đơn vị", 14),
            Column("Tên đơn vị", 52),
            Column("Khối", 24),
            Column("Trực thuộc", 40),
            Column("Người đứng đầu", 30),
            Column("Số người", 12, "number"),
            Column("Từ ngày", 14, "date"),
            Column("Đến ngày", 14, "date"),
        ),
        tuple(
            (
                row.unit.code,
                row.unit.name,
                row.unit.get_block_display(),
                row.unit.parent.name if row.unit.parent else "",
                row.head,
                row.people,
                row.unit.valid_from,
                row.unit.valid_to,
            )
            for row in rows
        ),
        titles=("DANH SÁCH ĐƠN VỊ",),
    )
    return spreadsheets.as_excel(sheet, "don-vi.xlsx")


def _unit(viewer: Viewer, pk: int) -> Unit:
    rows = queries.units_visible_to(viewer).select_related("parent__subject", "authority__subject")
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def unit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One unit: what it is, its people, its changes."""
    viewer = viewer_of(request)
    unit = _unit(viewer, pk)
    seen = queries.persons_visible_to(viewer).values("pk")
    context = {
        "unit": unit,
        "tags": tag_labels(unit.tags),
        "head": queries.head_of(unit, viewer.on),
        "members": queries.members_of(unit, viewer.on).filter(person__in=seen),
        "changes": queries.changes_of(unit),
        "keeps": queries.keeps(viewer, unit),
        "ends": queries.may_end(viewer, unit),
        "history": audit.told(unit),
    }
    return web.page(request, "organizations/unit_page.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def unit_add(request: HttpRequest) -> HttpResponse:
    """Add a unit under an authority that the account keeps."""
    viewer = viewer_of(request)
    parents = queries.units_kept_by(viewer)
    require(parents.exists())
    initial = {"parent": parents.order_by("pk").first(), "valid_from": viewer.on.replace(month=1, day=1)}
    form = forms.NewUnitForm(request.POST or None, parents=parents, initial=initial)
    answer = acted(
        request,
        form,
        lambda told: operations.add_unit(web.act_of(request), level=Unit.Level.OFFICE, **told),
        "Đã thêm đơn vị.",
        "unit_list",
    )
    context = {"form": form, "title": "Thêm đơn vị", "verb": "Thêm đơn vị", "back": "unit_list"}
    return answer or web.page(request, "organizations/form.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def unit_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a unit; a new name keeps the former one."""
    viewer = viewer_of(request)
    unit = _unit(viewer, pk)
    require(queries.keeps(viewer, unit))
    names = ("code", "block", "tags", "scored", "place", "province")
    initial = {"name": unit.name} | {name: getattr(unit, name) for name in names}
    form = forms.ChangeUnitForm(request.POST or None, initial=initial, authority=unit.authority_id == unit.pk)
    answer = acted(
        request,
        form,
        lambda told: operations.change_unit(web.act_of(request), unit=unit, **told),
        "Đã ghi thay đổi của đơn vị.",
        "unit_page",
        pk=unit.pk,
    )
    context = {"form": form, "unit": unit, "title": f"Sửa: {unit.name}", "verb": "Ghi thay đổi"}
    return answer or web.page(request, "organizations/form.html", context, web.status_of(request))
