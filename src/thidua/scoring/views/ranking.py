"""The ranking with how it came about, and figures entered for all units at once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents.paper.workbook import Column, Sheets
from thidua.documents.paper.workbook import Sheet as Page
from thidua.documents.render import charts
from thidua.engine.scoring import Criterion, Source
from thidua.organizations import queries as organizations
from thidua.organizations.models import Subject
from thidua.organizations.permissions import Viewer
from thidua.scoring import givens, operations, permissions, queries, wording
from thidua.scoring.models import Campaign, Draft, Mark, Sheet
from thidua.scoring.queries import rows as rows_of
from thidua.scoring.views import filling, parts
from thidua.scoring.views.sheets import excel, two

MOST_LOST = 10
"""Leaves shown on the page; the Excel file has all."""


def _kind(request: HttpRequest, viewer: Viewer, campaign: Campaign) -> str:
    """Units, or persons for who reads the whole authority."""
    wanted = request.GET.get("kind", Subject.Kind.UNIT)
    if wanted == Subject.Kind.PERSON and _reads_persons(viewer, campaign):
        return Subject.Kind.PERSON
    return Subject.Kind.UNIT


def _reads_persons(viewer: Viewer, campaign: Campaign) -> bool:
    authority = campaign.movement.authority_id
    return bool(viewer.roles_in(authority) & set(organizations.READS_AUTHORITY))


@login_required
@require_http_methods(["GET"])
def ranking(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Ranks of the settled sheets, each total leading to its working."""
    viewer = parts.viewer_of(request)
    campaign = parts.campaign_of(viewer, movement_id)
    kind = _kind(request, viewer, campaign)
    group = request.GET.get("nhom", "").strip()[:100]
    found = queries.ranking(campaign, kind, group=group)
    seen = set(queries.sheets_visible_to(viewer).filter(campaign=campaign).values_list("pk", flat=True))
    lines = [
        {
            "rank": line.rank,
            "name": line.sheet.subject.name,
            "unit": "" if line.sheet.subject_id == line.sheet.unit.subject_id else line.sheet.unit.name,
            "score": line.shown,
            "grade": line.grade,
            "tied": ", ".join(line.tied_with),
            "decided": line.decided_by,
            "trail": line.trail,
            "group": line.group,
            "group_rank": line.group_rank,
            "vetoes": "; ".join(line.vetoes),
            "provisional": line.provisional,
            "evidence_changed": ", ".join(line.evidence_changed),
            "self": line.sheet.self_total,
            "url": reverse("scoring_sheet", args=(movement_id, line.sheet.pk))
            if line.sheet.pk in seen
            else "",
        }
        for line in found.lines
    ]
    criteria = queries.criteria_of(campaign.unit_set)
    chart = ""
    if found.lines:
        chart = charts.ranking(
            "Điểm đã chốt theo thứ hạng",
            [charts.Bar(f"{line.rank}. {line.sheet.subject.name}", line.shown) for line in found.lines],
            maximum=criteria.scale,
        )
    context = {
        "campaign": campaign,
        "lines": lines,
        "waiting": [sheet.subject.name for sheet in found.waiting],
        "breakers": found.breakers,
        "chart": mark_safe(chart),  # noqa: S308 - drawn by the server, every text in it escaped
        "kind": kind,
        "group": group if group in found.groups else "",
        "groups": found.groups,
        "query": urlencode({"kind": kind} | ({"nhom": group} if group else {})),
        "officer": parts.is_officer(viewer, campaign),
        "published": queries.stands_published(campaign, kind),
        "lost": queries.lost_in_all(campaign, kind, group)[:MOST_LOST],
        "persons": campaign.individual_set_id is not None and _reads_persons(viewer, campaign),
        "figures": _figures(found),
    }
    return web.page(request, "scoring/ranking.html", context)


def _figures(found: queries.Ranking) -> dict[str, Any]:
    """Mean, mean gap to the self score and how many are settled, of the lines that are shown."""
    totals = [line.total for line in found.lines]
    gaps = [line.total - line.sheet.self_total for line in found.lines if line.sheet.self_total is not None]
    return {
        "average": sum(totals, Decimal(0)) / len(totals) if totals else None,
        "gap": sum(gaps, Decimal(0)) / len(gaps) if gaps else None,
        "settled": len(totals),
        "sheets": len(totals) + len(found.waiting),
    }


@login_required
@require_http_methods(["GET"])
def ranking_excel(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The ranking as an Excel file, with the areas."""
    viewer = parts.viewer_of(request)
    campaign = parts.campaign_of(viewer, movement_id)
    kind = _kind(request, viewer, campaign)
    group = request.GET.get("nhom", "").strip()[:100]
    found = queries.ranking(campaign, kind, group=group)
    used = (
        campaign.unit_set
        if kind == Subject.Kind.UNIT or campaign.individual_set is None
        else campaign.individual_set
    )
    areas = queries.criteria_of(used).areas
    columns = (
        Column("Hạng", 7, "center"),
        Column("Đơn vị, cá nhân", 40),
        Column("Cụm, khối", 24),
        Column("Hạng trong cụm, khối", 12, "center"),
        *(Column(f"{area.code} ({wording.figure(area.max)})", 9, "number") for area in areas),
        Column("Tự chấm", 11, "number"),
        Column("Kết quả", 11, "number"),
        Column("Mức", 14, "center"),
        Column("Phân hạng khi bằng điểm", 34),
        Column("Không xét khen", 34),
        Column("Tiêu chí có minh chứng đổi sau thẩm định", 24),
    )
    rows = tuple(
        (
            line.rank,
            line.sheet.subject.name,
            line.group,
            line.group_rank,
            *_area_points(line.sheet, [area.code for area in areas]),
            None if line.sheet.self_total is None else line.sheet.self_total.quantize(Decimal("0.01")),
            line.shown,
            line.grade,
            line.decided_by,
            "; ".join(line.vetoes),
            ", ".join(line.evidence_changed),
        )
        for line in found.lines
    )
    notes = tuple(f"{area.code}: {area.title}." for area in areas)
    titles = ("BẢNG XẾP HẠNG", campaign.movement.title, *((group,) if group else ()))
    book = Sheets(
        (
            Page("Xếp hạng", columns, rows, titles=titles, notes=notes),
            _lost_page(campaign, kind, group, titles[1:]),
        ),
        title="Bảng xếp hạng",
    )
    return excel(book, "bang-xep-hang")


def _lost_page(campaign: Campaign, kind: str, group: str, titles: tuple[str, ...]) -> Page:
    columns = (
        Column("Tiêu chí số", 10, "center"),
        Column("Tiêu chí", 60),
        Column("Tối đa", 10, "number"),
        Column("Tổng điểm mất", 12, "number"),
        Column("Bình quân mất", 12, "number"),
        Column("Số phiếu mất điểm", 12, "number"),
        Column("Số phiếu được chấm", 12, "number"),
    )
    rows = tuple(
        (one.code, one.title, one.maximum, two(one.lost), two(one.mean), one.losers, one.sheets)
        for one in queries.lost_in_all(campaign, kind, group)
    )
    return Page("Điểm mất", columns, rows, titles=("ĐIỂM MẤT THEO TIÊU CHÍ, NHIỀU NHẤT TRƯỚC", *titles))


def _area_points(sheet: Sheet, codes: list[str]) -> list[Decimal | None]:
    kept = {area["code"]: area for area in sheet.working.get("areas", ())}
    return [
        Decimal(kept[code]["points"]).quantize(Decimal("0.01"))
        if code in kept and kept[code]["percent"] is not None
        else None
        for code in codes
    ]


@login_required
@require_http_methods(["GET", "POST"])
def figures(request: HttpRequest, movement_id: int) -> HttpResponse:
    """One row of the criteria for all units at once: the one-stop service's figures, surveys, checks, broadcasts."""
    viewer = parts.viewer_of(request)
    campaign = parts.campaign_of(viewer, movement_id)
    require(permissions.may_open_campaign(web.act_of(request), campaign.movement))
    leaves = [
        leaf for leaf in queries.criteria_of(campaign.unit_set).leaves if leaf.source is not Source.UNIT
    ]
    code = request.POST.get("leaf") or request.GET.get("leaf") or (leaves[0].code if leaves else "")
    leaf = next((one for one in leaves if one.code == code), None)
    sheets = list(
        Sheet.objects.filter(campaign=campaign, criteria_set=campaign.unit_set)
        .select_related("subject", "unit", "criteria_set")
        .order_by("subject__sort_key", "pk")
    )
    faults: dict[str, str] = {}
    if request.method == "POST" and leaf is not None:
        typed = {sheet.pk: filling.typed_of(request.POST, f"s{sheet.pk}") for sheet in sheets}
        given = {key: one.given for key, one in typed.items() if one is not None}
        try:
            n = operations.enter_figures(
                web.act_of(request), campaign=campaign, leaf_code=code, figures=given
            )
        except MovedOnError:
            raise
        except RefusedError as error:
            faults = error.faults
        else:
            web.done(request, f"Đã ghi số liệu tiêu chí {code} cho {n:02d} đơn vị.")
            if said := givens.doubts(*(value for one in given.values() for value in one.values())):
                web.warn(request, said)
            return redirect(f"{reverse('scoring_figures', args=(movement_id,))}?leaf={code}")
    context = {
        "campaign": campaign,
        "leaves": [(one.code, f"{one.code}. {one.title}") for one in leaves],
        "leaf": leaf,
        "rule": wording.rule_in_words(leaf) if leaf else "",
        "lines": _figure_lines(request, sheets, leaf, faults) if leaf else [],
        "whole": faults.get("", "") or faults.get("leaf", ""),
        "wrong": bool(faults),
    }
    return web.page(request, "scoring/figures.html", context, 422 if faults else 200)


def _figure_lines(
    request: HttpRequest, sheets: list[Sheet], leaf: Criterion, faults: dict[str, str]
) -> list[dict[str, Any]]:
    drafts = {
        draft.sheet_id: draft
        for draft in Draft.objects.filter(sheet__in=sheets, round=Mark.Round.APPRAISAL, leaf__code=leaf.code)
    }
    return [_figure_line(request, sheet, leaf, drafts.get(sheet.pk), faults) for sheet in sheets]


def _figure_line(
    request: HttpRequest, sheet: Sheet, leaf: Criterion, draft: Draft | None, faults: dict[str, str]
) -> dict[str, Any]:
    applies = leaf in queries.applicable(sheet)
    takes = applies and permissions.round_open(sheet, Mark.Round.APPRAISAL, leaf.source)
    typed = filling.typed_of(request.POST, f"s{sheet.pk}") if request.method == "POST" else None
    given = dict(draft.given) if draft is not None else {}
    row = queries.Row(
        leaf.code,
        leaf.title,
        "",
        "",
        leaf.max,
        "",
        leaf.source.value,
        "",
        "",
        applies=applies,
        editable=takes,
    )
    shown = rows_of.typed_again(given) if typed is None else {k: str(v) for k, v in typed.given.items()}
    rows_of.show(row, leaf, shown)
    row.fault = faults.get(str(sheet.pk), "")
    row.live = rows_of.live_words(leaf, given)
    note = "" if takes else ("Đã thẩm định xong" if applies else "Không áp dụng")
    return {"name": sheet.subject.name, "key": f"s{sheet.pk}", "row": row, "note": note}
