"""What a sheet tells its unit: areas as a chart, points lost, why, and what one other value would change."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.documents.paper.workbook import Column, Sheets
from thidua.documents.paper.workbook import Sheet as Page
from thidua.documents.render import charts
from thidua.engine.scoring.written import LONGEST
from thidua.engine.sheets import State
from thidua.scoring import givens, queries, wording
from thidua.scoring.models import Sheet
from thidua.scoring.queries import analysis as analysis_of
from thidua.scoring.queries import rows as rows_of
from thidua.scoring.views import filling, parts
from thidua.scoring.views.sheets import excel, two

FULL = Decimal(100)


def chart_of(areas: list[analysis_of.AreaStanding], title: str) -> str:
    """The areas as a dot plot, or nothing while there are none."""
    if not areas:
        return ""
    has_before, has_target = (
        any(a.before is not None for a in areas),
        any(a.target is not None for a in areas),
    )
    return charts.dots(
        title,
        [
            charts.Dot(
                f"{area.code}. {area.title}",
                *(
                    None if value is None else value.quantize(Decimal("0.1"))
                    for value in (area.percent, area.before, area.target, area.best)
                ),
            )
            for area in areas
        ],
        low=Decimal(0),
        high=FULL,
        names=("Năm nay", "Năm trước" if has_before else "", "Mục tiêu" if has_target else ""),
        best="Cao nhất nhóm",
    )


@login_required
@require_http_methods(["GET"])
def analysis(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Where a sheet stands and where it lost: charts, losses with their reasons, what-if of one value."""
    viewer = parts.viewer_of(request)
    sheet = parts.sheet_of(viewer, movement_id, sheet_id)
    areas = queries.area_standings(sheet)
    lost = queries.lost_points(sheet)
    context = {
        "sheet": sheet,
        "settled": sheet.state == State.FINALIZED,
        "areas": areas,
        "chart": mark_safe(chart_of(areas, f"Kết quả từng lĩnh vực: {sheet.subject.name}")),  # noqa: S308 - drawn by the server, every text in it escaped
        "lost": lost,
        "lost_sum": sum((one.lost for one in lost), Decimal(0)),
        "published": queries.stands_published(sheet.campaign, sheet.subject.kind),
        "what_if": _what_if(request, sheet, [one.code for one in lost]),
    }
    return web.page(request, "scoring/analysis.html", context)


def _what_if(request: HttpRequest, sheet: Sheet, lost: list[str]) -> dict[str, Any]:
    """The form of one value and its answer; the leaf that lost most is offered first."""
    leaves = {leaf.code: leaf for leaf in queries.applicable(sheet)}
    order = [*(code for code in lost if code in leaves), *(code for code in leaves if code not in lost)]
    code = request.GET.get("tieu-chi", "")
    leaf = leaves.get(code) or leaves[order[0]]
    typed = {
        name: request.GET[f"gia-{name}"][: LONGEST * 2]
        for name in (*filling.FIELDS, *givens.fields_of(leaf))
        if f"gia-{name}" in request.GET
    }
    row = queries.Row(
        leaf.code,
        leaf.title,
        "",
        "",
        leaf.max,
        wording.rule_in_words(leaf),
        leaf.source.value,
        "",
        "",
        applies=True,
    )
    rows_of.show(row, leaf, typed or rows_of.typed_again(queries.stands_in(sheet, leaf.code)))
    answer, fault = None, ""
    if any(value.strip() for value in typed.values()):
        try:
            answer = queries.what_if(sheet, leaf.code, typed)
        except givens.GivenError as error:
            fault = str(error)
    offered = [(one, f"{one}. {leaves[one].title}") for one in order]
    return {"leaf": leaf, "row": row, "leaves": offered, "answer": answer, "fault": fault}


@login_required
@require_http_methods(["GET"])
def analysis_excel(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """The areas and the points lost, with their reasons, as an Excel file."""
    sheet = parts.sheet_of(parts.viewer_of(request), movement_id, sheet_id)
    titles = (sheet.subject.name, sheet.campaign.movement.title)
    areas = Page(
        "Lĩnh vực",
        (
            Column("Mã", 8, "center"),
            Column("Lĩnh vực", 46),
            Column("Điểm", 11, "number"),
            Column("Tối đa", 11, "number"),
            Column("Tỷ lệ %", 11, "number"),
            Column("Năm trước %", 13, "number"),
            Column("Mục tiêu %", 13, "number"),
            Column("Cao nhất nhóm %", 16, "number"),
            Column("Đơn vị cao nhất", 34),
        ),
        tuple(
            (
                area.code,
                area.title,
                *(
                    two(value)
                    for value in (
                        area.points,
                        area.maximum,
                        area.percent,
                        area.before,
                        area.target,
                        area.best,
                    )
                ),
                area.best_name,
            )
            for area in queries.area_standings(sheet)
        ),
        titles=("KẾT QUẢ TỪNG LĨNH VỰC", *titles),
    )
    lost = Page(
        "Điểm mất",
        (
            Column("Tiêu chí số", 10, "center"),
            Column("Tiêu chí", 60),
            Column("Tối đa", 10, "number"),
            Column("Được", 10, "number"),
            Column("Mất", 10, "number"),
            Column("Lý do", 60),
        ),
        tuple(
            (one.code, one.title, one.maximum, two(one.score), two(one.lost), one.why)
            for one in queries.lost_points(sheet)
        ),
        titles=("ĐIỂM MẤT, NHIỀU NHẤT TRƯỚC", *titles),
    )
    return excel(Sheets((areas, lost), title="Phân tích kết quả"), f"phan-tich-{sheet.pk}")
