"""The list of sheets, one sheet with all rounds, and the opening of the scoring."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from thidua.base import clock, web
from thidua.base.errors import RefusedError, require
from thidua.base.templatetags.viet import day, points
from thidua.documents.paper.workbook import Column, Sheets
from thidua.documents.paper.workbook import Sheet as Page
from thidua.documents.render import child, payload, xlsx
from thidua.engine.flow import Role
from thidua.engine.sheets import State
from thidua.engine.text import fold
from thidua.movements import queries as movements
from thidua.organizations.models import Subject, Unit
from thidua.organizations.permissions import Viewer
from thidua.scoring import choices, operations, permissions, queries
from thidua.scoring.forms import DaysForm, OpenCampaignForm
from thidua.scoring.models import Campaign, CriteriaSet, Draft, Mark, Sheet
from thidua.scoring.views import parts

PAGE = 50
BLOCKS = dict(Unit.Block.choices)


@dataclass(frozen=True, slots=True)
class Line:
    """One sheet of the list, ready to be shown."""

    name: str
    unit: str
    url: str
    word: str
    tone: str
    sign: str
    progress: str
    self_total: str
    appraised_total: str
    final_total: str
    due: str
    late: bool
    evidence_changed: str


SIGNS = {"done": "check", "going": "going", "heed": "heed", "wrong": "cross", "": "circle"}


def _filtered(
    request: HttpRequest, viewer: Viewer, movement_id: int, *, blind: bool
) -> tuple[QuerySet[Sheet], dict[str, str]]:
    filters = {name: request.GET.get(name, "").strip()[:100] for name in ("q", "state", "kind")}
    rows = queries.sheets_visible_to(viewer).filter(campaign__movement_id=movement_id)
    if filters["q"] and not blind:  # a search by name would tell whose it is
        rows = rows.filter(subject__search__contains=fold(filters["q"]))
    if filters["state"] in choices.STATES:
        rows = rows.filter(state=filters["state"])
    if filters["kind"] in Subject.Kind.values:
        rows = rows.filter(subject__kind=filters["kind"])
    return rows.order_by("-subject__kind", "subject__sort_key", "pk"), filters


def _masked(viewer: Viewer, campaign: Campaign, rows: QuerySet[Sheet]) -> list[Sheet]:
    """Sheets without the names that the viewer is not told, in an order that does not tell them either."""
    return sorted(queries.made_blind(viewer, campaign, rows), key=lambda sheet: sheet.subject.name)


def lines_of(sheets: list[Sheet], viewer: Viewer) -> list[Line]:
    """The lines of a page of sheets: a query for how far the drafts are, two for evidence that changed."""
    changed = queries.changed_after_appraisal(sheets)
    drafted = dict(
        Draft.objects.filter(sheet__in=sheets, round=Mark.Round.SELF)
        .values_list("sheet_id")
        .annotate(n=Count("pk"))
        .order_by("sheet_id")
    )
    own: dict[tuple[Any, ...], int] = {}
    found: list[Line] = []
    for sheet in sheets:
        key = (sheet.criteria_set_id, sheet.profile, *sheet.tags)
        if key not in own:
            own[key] = sum(leaf.source == "unit" for leaf in queries.applicable(sheet))
        word, tone = choices.STATES[sheet.state]
        filling = sheet.state in permissions.FILLED_BY_UNIT
        done = min(drafted.get(sheet.pk, 0), own[key])
        late = sheet.due_on is not None and sheet.due_on < viewer.on and sheet.state != State.FINALIZED
        found.append(
            Line(
                name=sheet.subject.name,
                unit="" if sheet.subject_id == sheet.unit.subject_id else sheet.unit.name,
                url=reverse("scoring_sheet", args=(sheet.campaign.movement_id, sheet.pk)),
                word=word,
                tone=tone,
                sign=SIGNS[tone],
                progress=f"{done}/{own[key]}" if filling else "",
                self_total=points(sheet.self_total),
                appraised_total=points(sheet.appraised_total),
                final_total=points(sheet.final_total),
                due=day(sheet.due_on),
                late=late,
                evidence_changed=", ".join(changed.get(sheet.pk, ())),
            )
        )
    return found


@login_required
@require_http_methods(["GET"])
def sheets(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The sheets of a movement: search, filter, 50 on a page."""
    viewer = parts.viewer_of(request)
    campaign = queries.campaigns_visible_to(viewer).filter(movement_id=movement_id).first()
    if campaign is None:
        movement = get_object_or_404(movements.movements_visible_to(viewer), pk=movement_id)
        officer = viewer.holds(Role.OFFICER, movement.authority_id)
        if queries.campaign_of(movement) is not None:
            raise Http404  # there is one, and it is not theirs to see
        context = {"movement": movement, "may_open": officer and movement.state == "launched"}
        return web.page(request, "scoring/not_open.html", context)
    blind = permissions.may_be_blind(viewer, campaign)
    rows, filters = _filtered(request, viewer, movement_id, blind=blind)
    page = Paginator(_masked(viewer, campaign, rows) if blind else rows, PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "campaign": campaign,
        "blind": blind,
        "lines": lines_of(list(page.object_list), viewer),
        "page": page,
        "filters": filters,
        "query": urlencode({name: value for name, value in filters.items() if value}),
        "states": [(code, word) for code, (word, _) in choices.STATES.items()],
        "officer": parts.is_officer(viewer, campaign),
        "figures": queries.progress(campaign.movement, campaign),
    }
    return web.page(request, "scoring/sheets.html", context)


@login_required
@require_http_methods(["GET"])
def sheets_excel(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The filtered list as an Excel file, every sheet of it."""
    viewer = parts.viewer_of(request)
    campaign = parts.campaign_of(viewer, movement_id)
    blind = permissions.may_be_blind(viewer, campaign)
    rows, _ = _filtered(request, viewer, movement_id, blind=blind)
    columns = (
        Column("STT", 6, "center"),
        Column("Đơn vị, cá nhân", 42),
        Column("Thuộc đơn vị", 34),
        Column("Khối", 22),
        Column("Tình trạng", 26),
        Column("Hạn", 12, "date"),
        Column("Tự chấm", 12, "number"),
        Column("Thẩm định", 12, "number"),
        Column("Kết quả", 12, "number"),
    )
    told = tuple(
        (
            number,
            sheet.subject.name,
            "" if sheet.subject_id == sheet.unit.subject_id else sheet.unit.name,
            BLOCKS.get(sheet.unit.block, ""),
            choices.STATES[sheet.state][0],
            sheet.due_on,
            two(sheet.self_total),
            two(sheet.appraised_total),
            two(sheet.final_total),
        )
        for number, sheet in enumerate(_masked(viewer, campaign, rows) if blind else rows, start=1)
    )
    book = Sheets(
        (
            Page(
                "Phiếu chấm điểm",
                columns,
                told,
                titles=("DANH SÁCH PHIẾU CHẤM ĐIỂM", campaign.movement.title),
            ),
        ),
        title="Danh sách phiếu chấm điểm",
    )
    return excel(book, "phieu-cham-diem")


def two(value: Decimal | None) -> Decimal | None:
    """A figure with two places, as it stands in a file."""
    return None if value is None else value.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")


def excel(book: Sheets, name: str) -> HttpResponse:
    """An Excel file to keep, made in a child process."""
    content = child.in_child("xlsx", payload.for_sheets(book, clock.now()))
    response = HttpResponse(content, content_type=xlsx.MEDIA_TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response


ROW_FILTERS: tuple[parts.RowFilter, ...] = (
    ("chua-xong", "Chưa chấm", lambda row: row.applies and row.self_cell is None and row.source == "unit"),
    ("giai-trinh", "Bị hỏi giải trình", lambda row: row.asked or row.explanation is not None),
    ("chua-minh-chung", "Chưa có minh chứng", lambda row: row.without_evidence),
    (
        "doi-diem",
        "Điểm đã đổi",
        lambda row: any(cell.changed for cell in (row.appraisal, row.second) if cell),
    ),
    parts.EVIDENCE_CHANGED,
)
"""The ways to narrow the rows of a sheet down."""
MAIN = {
    "submit": ("Tự chấm điểm", "scoring_sheet_fill"),
    "appraise": ("Thẩm định", "scoring_sheet_appraise"),
    "explain": ("Giải trình", "scoring_sheet_explain"),
    "finalize": ("Chốt điểm", "scoring_sheet_finalize"),
    "ask_explanation": ("Đề nghị giải trình", "scoring_sheet_ask"),
    "return": ("Trả lại phiếu", "scoring_sheet_return"),
    "recall": ("Rút phiếu về", "scoring_sheet_recall"),
    "end_explanation": ("Kết thúc chờ giải trình", "scoring_sheet_end"),
    "reopen": ("Mở lại phiếu", "scoring_sheet_reopen"),
}
"""Step -> what its button says and where it leads; the first that is open to the viewer is the main one."""
ENTERED = {
    "submit": "Nhập thay đơn vị",
    "explain": "Nhập thay giải trình",
    "appraise": "Ghi kết quả thẩm định",
}


def buttons_of(viewer: Viewer, sheet: Sheet) -> list[dict[str, Any]]:
    """The buttons of a sheet for a viewer, the main one first."""
    steps = permissions.open_steps(viewer, sheet)
    if sheet.state == State.EXPLAINED and not sheet.campaign.second_appraisal:
        steps.pop("appraise", None)
    found: list[dict[str, Any]] = []
    if permissions.waits_for_sign_off(sheet) and sheet.state in permissions.FILLED_BY_UNIT:
        found += _inside_buttons(viewer, sheet)
        steps.pop("submit", None)
    for name, (label, page) in MAIN.items():
        if name in steps:
            word = label if steps[name] else ENTERED.get(name, label)
            url = reverse(page, args=(sheet.campaign.movement_id, sheet.pk))
            found.append({"label": word, "url": url, "main": False, "own": steps[name]})
    found.sort(key=lambda button: not button["own"])
    if found:
        found[0]["main"] = sheet.state != State.FINALIZED  # opening again is rare
    return found


def _inside_buttons(viewer: Viewer, sheet: Sheet) -> list[dict[str, Any]]:
    """Before the head has signed off: fill, put before the head, sign off."""
    if not permissions.may_type(viewer, sheet, Mark.Round.SELF):
        return []
    head = Role.UNIT_HEAD in permissions.roles_for(viewer, sheet)
    fill = ("Tự chấm điểm", "scoring_sheet_fill")
    sign = ("Duyệt phiếu" if head else "Trình thủ trưởng duyệt", "scoring_sheet_sign_off")
    order = (sign, fill) if head and sheet.presented_at else (fill, sign)
    return [
        {
            "label": label,
            "url": reverse(page, args=(sheet.campaign.movement_id, sheet.pk)),
            "main": False,
            "own": True,
        }
        for label, page in order
    ]


@login_required
@require_http_methods(["GET"])
def sheet(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """One sheet: each leaf in one row with all rounds, its working and its evidence."""
    viewer = parts.viewer_of(request)
    found = parts.sheet_of(viewer, movement_id, sheet_id)
    criteria = queries.criteria_of(found.criteria_set)
    rows = queries.sheet_rows(found, viewer.on)
    grades = {grade.code: grade.label for grade in criteria.grades}
    adjustments = queries.adjustment_lines(found)
    word, tone = choices.STATES[found.state]
    reads = queries.evidence_visible_to(viewer).filter(links__sheet=found).values_list("pk", flat=True)
    context = {
        "sheet": found,
        "rows": parts.narrowed(rows, request, ROW_FILTERS),
        "areas": {line.code: line for line in queries.area_lines(found)},
        "state": {"word": word, "tone": tone},
        "next": choices.NEXT[found.state],
        "buttons": buttons_of(viewer, found),
        "grade": grades.get(found.working.get("grade", ""), "") if found.final_total is not None else "",
        "adjustments": adjustments,
        "may_adjust": found.state != State.FINALIZED
        and (criteria.bonus.items or criteria.penalty.items)
        and permissions.may_adjust(web.act_of(request), found),
        "readable": set(reads),
        "profile": next((one.name for one in criteria.profiles if one.code == found.profile), ""),
        "inquiries": queries.explanation_rounds(found),
        "filters": parts.filter_choices(request, ROW_FILTERS),
        "rounds": _rounds(rows),
        "unsettled": queries.unsettled(found) if found.working else 0,
        "evidence_changed": sum(bool(row.evidence_changed) for row in rows),
        "without_evidence": sum(row.without_evidence for row in rows),
        "history": [] if permissions.is_blind(viewer, found) else parts.history_of(found),
    }
    return web.page(request, "scoring/sheet.html", context)


def _rounds(rows: list[queries.Row]) -> dict[str, bool]:
    """Which rounds have anything to show."""
    return {
        "appraisal": any(row.appraisal for row in rows),
        "explanation": any(row.explanation for row in rows),
        "second": any(row.second for row in rows),
        "final": any(row.final for row in rows),
    }


def _as_before(before: Campaign) -> dict[str, Any]:
    """Last year's rules, and the newest version of last year's sets."""
    initial: dict[str, Any] = {
        name: getattr(before, name) for name in ("explanation_days", "second_appraisal", "sign_off")
    }
    for name in ("unit_set", "individual_set"):
        used = getattr(before, name)
        if used is not None:
            same = CriteriaSet.objects.filter(authority=used.authority_id, code=used.code)
            initial[name] = same.order_by("-loaded_at", "-pk").values_list("pk", flat=True).first()
    return initial


@login_required
@require_http_methods(["GET", "POST"])
def open_scoring(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Open the scoring of a launched movement."""
    viewer = parts.viewer_of(request)
    movement = get_object_or_404(movements.movements_visible_to(viewer), pk=movement_id)
    require(permissions.may_open_campaign(web.act_of(request), movement))
    sets = queries.sets_visible_to(viewer).filter(authority=movement.authority_id)
    before = queries.former(movement)
    form = OpenCampaignForm(request.POST or None, sets=sets, initial=_as_before(before) if before else {})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                campaign = operations.open_campaign(
                    web.act_of(request), movement=movement, **form.cleaned_data
                )
            except RefusedError as error:
                web.put_faults(form, error)
            else:
                n = campaign.sheets.count()
                web.done(request, f"Đã mở chấm điểm và lập {n:02d} phiếu.")
                return redirect("scoring_sheets", movement_id=movement_id)
    context = {
        "form": form,
        "movement": movement,
        "has_sets": sets.exists(),
        "before": before,
        "units": operations.participants(movement, viewer.on),
    }
    return web.page(request, "scoring/open.html", context, status)


@login_required
@require_http_methods(["GET", "POST"])
def days(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Move the days of the scoring, with a reason."""
    viewer = parts.viewer_of(request)
    campaign = parts.campaign_of(viewer, movement_id)
    require(permissions.may_open_campaign(web.act_of(request), campaign.movement))
    initial = {"self_score_due": campaign.self_score_due, "appraisal_due": campaign.appraisal_due}
    form = DaysForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and web.attempt(
            form, lambda: operations.set_days(web.act_of(request), campaign=campaign, **form.cleaned_data)
        ):
            web.done(request, "Đã đổi hạn chấm điểm.")
            return redirect("scoring_sheets", movement_id=movement_id)
    context = {"form": form, "campaign": campaign, "history": parts.history_of(campaign)}
    return web.page(request, "scoring/days.html", context, status)
