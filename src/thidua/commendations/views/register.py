"""The award register over all movements, and the page of one award."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.commendations import operations, papers, permissions, queries
from thidua.commendations.forms import AccountForm, RegisterFilter
from thidua.commendations.models import Award, OldAward
from thidua.commendations.views import parts
from thidua.documents import printing
from thidua.engine.flow import Role
from thidua.nominations.queries import hears_from_below
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, authorities_visible_to

_MOST_EXPORTED = 20_000
HERE = "award_page"


def _found(request: HttpRequest) -> tuple[RegisterFilter, queries.Found]:
    viewer = parts.viewer_of(request)
    form = RegisterFilter(request.GET, years=queries.register_years(viewer))
    form.is_valid()
    told = form.cleaned_data
    found = queries.Found(
        year=int(told["nam"]) if told.get("nam") else None,
        text=told.get("q") or "",
        kind=told.get("loai") or "",
        state=told.get("tinh_trang") or "",
        subject=int(whose) if (whose := request.GET.get("doi-tuong", "")).isdigit() else None,
    )
    return form, found


@login_required
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Sổ khen thưởng: found by year, name without marks, kind and state."""
    form, found = _found(request)
    viewer = parts.viewer_of(request)
    keys = queries.whole_register(viewer, found)
    page = Paginator(keys, parts.PAGE_SIZE).get_page(request.GET.get("page"))
    told = request.GET.copy()
    told.pop("page", None)
    context = {
        "filter": form,
        "page": page,
        "query": told.urlencode(),
        "narrowed": found != queries.Found(),
        "rows": [_line(row, viewer) for row in queries.rows_of(list(page.object_list))],
        "groups": _groups(viewer, told.urlencode()),
    }
    return web.page(request, "commendations/register.html", context)


def _groups(viewer: Viewer, query: str) -> list[dict[str, Any]]:
    """What else is done from the register, grouped by its use; a group with nothing for the viewer is left out."""
    dresses = queries.look_visible_to(viewer) is not None
    asked = f"?{query}" if query else ""
    told = {
        "In sổ": [
            (True, "In sổ (PDF)", reverse("award_register_file", args=("pdf",)) + asked),
            (True, "Tải sổ (Word)", reverse("award_register_file", args=("docx",)) + asked),
        ],
        "Nhập vào": [
            (permissions.keeps_register(viewer) is not None, "Nhập sổ cũ", reverse("old_award_import")),
            (hears_from_below(viewer), "Hồ sơ cấp dưới trình", reverse("nominations_from_below")),
        ],
        "Giấy khen, mẫu": [
            (True, "Kiểm tra một giấy khen", reverse("certificate_ask")),
            (dresses, "Mẫu giấy khen", reverse("certificate_look")),
            (dresses, "Mẫu Word của văn bản", reverse("word_template_list")),
            (permissions.trusts_roots(viewer) is not None, "Chứng thư gốc", reverse("root_certificates")),
        ],
        "Sổ khác": [
            (queries.fund_authority(viewer) is not None, "Quỹ thi đua, khen thưởng", reverse("fund")),
            (permissions.keeps_numbers(viewer) is not None, "Số văn bản", reverse("number_list")),
        ],
    }
    groups = (
        {"label": label, "acts": [{"label": what, "url": url} for may, what, url in acts if may]}
        for label, acts in told.items()
    )
    return [group for group in groups if group["acts"]]


def _line(row: queries.Line, viewer: Viewer) -> dict[str, Any]:
    """A line of the page: of ours, of an earlier register, or given above; whose page only its readers open."""
    post = papers.post_at(row.position, row.unit_name)
    if isinstance(row, queries.GivenAbove):
        reads = bool(viewer.roles_in(row.authority_id) & {*READS_AUTHORITY})
        line = {
            "url": reverse("nominations_forwarding", args=(row.pk,)) if reads else "",
            "name": row.name,
            "cited": row.decision_number,
        }
        return line | {"row": row, "post": post, "on": row.decided_on, "state": ("Cấp trên tặng", "done")}
    if isinstance(row, OldAward):
        line = {
            "url": reverse("old_award_page", args=(row.pk,)),
            "name": row.name,
            "cited": row.decision_number,
        }
        return line | {"row": row, "post": post, "on": row.decided_on, "state": ("Theo sổ cũ", "done")}
    cited = row.decision.paper.citation if row.decision.paper else row.decision.number
    line = {"url": reverse(HERE, args=(row.pk,)), "name": row.named, "cited": cited}
    return line | {"row": row, "post": post, "on": row.decision.decided_on, "state": _state(row)}


def _state(award: Award) -> tuple[str, str]:
    if award.cancelled_on is not None:
        return "Đã hủy", "wrong"
    if award.handed_over_on is None:
        return "Chưa trao", "going"
    return "Đã trao", "done"


@login_required
@require_GET
def register_file(request: HttpRequest, kind: str) -> HttpResponse:
    """The found rows of the register as Excel, or as a paper to be bound."""
    if kind not in {"xlsx", "docx", "pdf"}:
        raise Http404
    _, found = _found(request)
    viewer = parts.viewer_of(request)
    kept: list[queries.Line] = list(
        queries.register(viewer, found).prefetch_related("reissues").reverse()[:_MOST_EXPORTED]
    )
    kept += queries.old_register(viewer, found)[:_MOST_EXPORTED]
    kept += map(queries.line_above, queries.given_above(viewer, found)[:_MOST_EXPORTED])
    kept.sort(key=_place)
    authority = authorities_visible_to(viewer).first()
    if authority is None:
        raise Http404
    name = f"So-khen-thuong-{found.year}" if found.year else "So-khen-thuong"
    if kind != "xlsx":
        book = papers.register_book(kept, year=found.year, authority=authority)
        return printing.attached(kind, book, name, authority.pk)
    content = papers.register(kept, year=found.year, authority=authority)
    return parts.download(parts.sheet_bytes(content, web.act_of(request).at), f"{name}.xlsx", "xlsx")


def _place(row: queries.Line) -> tuple[Any, ...]:
    if not isinstance(row, Award):
        return (row.decided_on, 0, row.golden_book_number or 0, row.pk)
    return (row.decision.decided_on, row.decision_id, row.order, row.pk)


def _award(request: HttpRequest, pk: int) -> Award:
    rows = queries.awards_visible_to(parts.viewer_of(request)).select_related(
        "decision__proposal__meeting__council", "nomination"
    )
    return get_object_or_404(rows, pk=pk)


@login_required
@require_GET
def award(request: HttpRequest, pk: int) -> HttpResponse:
    """One award: what was given, handed over, paid; cancelled and recovered."""
    return _page(request, _award(request, pk), {})


def _page(request: HttpRequest, shown: Award, sent: dict[str, django_forms.Form]) -> HttpResponse:
    act, viewer = web.act_of(request), parts.viewer_of(request)
    pays, hands = permissions.may_pay(act, shown), permissions.may_hand_over(act, shown)
    roles = viewer.roles_in(shown.decision.authority_id)
    cancelled = shown.cancelled_on is not None
    forms: dict[str, django_forms.Form] = {}
    if pays and not cancelled:
        forms["account_form"] = AccountForm(initial={"account": shown.bank_account})
    context = {
        "award": shown,
        "post": papers.post_at(shown.position, shown.unit_name),
        "state": _state(shown),
        "ground": queries.ground_name(shown),
        "reissues": list(shown.reissues.all()),
        "revocation": getattr(shown, "revocation", None),
        "recovery_due": queries.recovery_due(shown),
        "pays": pays,
        "hands": hands and not cancelled,
        "may_recover": hands,
        "cancels": not cancelled and permissions.may_draft_revocation(act, shown),
        "sees_money": bool(roles & {Role.OFFICER, Role.CHAIRPERSON, Role.ACCOUNTANT, Role.INSPECTOR}),
        "history": parts.history(shown) if roles & {*Role} - {Role.MEMBER} else [],
        **forms,
        **sent,
    }
    return web.page(request, "commendations/award.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """The bank account for the money."""
    shown = _award(request, pk)
    act = web.act_of(request)
    require(permissions.may_pay(act, shown))
    if request.method == "GET":
        return redirect(HERE, pk=pk)
    form = AccountForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data["account"]
        if web.attempt(form, lambda: operations.set_account(act, award=shown, account=told)):
            web.done(request, "Đã ghi số tài khoản.")
            return redirect(HERE, pk=pk)
    return _page(request, shown, {"account_form": form})


@login_required
@require_GET
def old_award(request: HttpRequest, pk: int) -> HttpResponse:
    """One line of an earlier register."""
    rows = queries.old_awards_visible_to(parts.viewer_of(request)).select_related("authority__subject")
    shown: OldAward = get_object_or_404(rows, pk=pk)
    roles = parts.viewer_of(request).roles_in(shown.authority_id)
    context = {
        "award": shown,
        "post": papers.post_at(shown.position, shown.unit_name),
        "sees_money": bool(roles & {*queries.READS_FUND}),
    }
    return web.page(request, "commendations/old_award.html", context)
