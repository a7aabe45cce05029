"""The award register over all movements, and the page of one award."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import require
from thidua.commendations import operations, papers, permissions, queries
from thidua.commendations.forms import AccountForm, CancelForm, DayForm, RegisterFilter
from thidua.commendations.models import Award
from thidua.commendations.views import parts
from thidua.engine.flow import Role
from thidua.organizations.papers import authority_head
from thidua.organizations.queries import authorities_visible_to
from thidua.regulations.queries import cancellation_grounds

_MOST_EXPORTED = 20_000
HERE = "award_page"


def _found(request: HttpRequest) -> tuple[RegisterFilter, queries.Found, QuerySet[Award]]:
    viewer = parts.viewer_of(request)
    form = RegisterFilter(request.GET, years=queries.register_years(viewer))
    form.is_valid()
    told = form.cleaned_data
    found = queries.Found(
        year=int(told["nam"]) if told.get("nam") else None,
        text=told.get("q") or "",
        kind=told.get("loai") or "",
        state=told.get("tinh_trang") or "",
    )
    return form, found, queries.register(viewer, found)


@login_required
@require_GET
def register(request: HttpRequest) -> HttpResponse:
    """Sổ khen thưởng: found by year, name without marks, kind and state."""
    form, found, rows = _found(request)
    page = Paginator(rows, parts.PAGE_SIZE).get_page(request.GET.get("page"))
    told = request.GET.copy()
    told.pop("page", None)
    context = {
        "filter": form,
        "page": page,
        "query": told.urlencode(),
        "narrowed": found != queries.Found(),
        "rows": [
            {"award": award, "post": papers.post_at(award.position, award.unit_name), "state": _state(award)}
            for award in page.object_list
        ],
        "dresses": queries.look_visible_to(parts.viewer_of(request)) is not None,
    }
    return web.page(request, "commendations/register.html", context)


def _state(award: Award) -> tuple[str, str]:
    if award.cancelled_on is not None:
        return "Đã hủy", "wrong"
    if award.handed_over_on is None:
        return "Chưa trao", "going"
    return "Đã trao", "done"


@login_required
@require_GET
def register_xlsx(request: HttpRequest) -> HttpResponse:
    """The found rows of the register as Excel, to be bound."""
    _, found, rows = _found(request)
    kept = list(rows.prefetch_related("reissues").reverse()[:_MOST_EXPORTED])
    kept.sort(key=lambda award: (award.decision.decided_on, award.decision_id, award.order))
    viewer = parts.viewer_of(request)
    authority = kept[0].decision.authority if kept else authorities_visible_to(viewer).first()
    if authority is None:
        raise Http404
    content = papers.register(kept, year=found.year, authority=authority)
    name = f"So-khen-thuong-{found.year}.xlsx" if found.year else "So-khen-thuong.xlsx"
    return parts.download(parts.sheet_bytes(content, web.act_of(request).at), name, "xlsx")


def _award(request: HttpRequest, pk: int) -> Award:
    rows = queries.awards_visible_to(parts.viewer_of(request)).select_related(
        "decision__proposal__meeting__council"
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
    if (pays or hands) and cancelled and shown.recovered_on is None:
        forms["recover_form"] = DayForm(initial={"on": viewer.on})
    context = {
        "award": shown,
        "post": papers.post_at(shown.position, shown.unit_name),
        "state": _state(shown),
        "ground": queries.ground_name(shown),
        "reissues": list(shown.reissues.all()),
        "recovery_due": queries.recovery_due(shown),
        "pays": pays,
        "hands": hands and not cancelled,
        "cancels": not cancelled
        and (permissions.cancels(act, shown) or permissions.records_cancelling(act, shown)),
        "sees_money": bool(roles & {Role.OFFICER, Role.CHAIRPERSON, Role.ACCOUNTANT, Role.INSPECTOR}),
        "history": parts.history(shown) if roles & {*Role} - {Role.MEMBER} else [],
        **forms,
        **sent,
    }
    return web.page(request, "commendations/award.html", context, parts.status_of(request))


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
        if parts.attempt(form, lambda: operations.set_account(act, award=shown, account=told)):
            web.done(request, "Đã ghi số tài khoản.")
            return redirect(HERE, pk=pk)
    return _page(request, shown, {"account_form": form})


@login_required
@require_http_methods(["GET", "POST"])
def recover(request: HttpRequest, pk: int) -> HttpResponse:
    """Certificate and money of a cancelled award came back."""
    shown = _award(request, pk)
    act = web.act_of(request)
    require(permissions.may_pay(act, shown) or permissions.may_hand_over(act, shown))
    if request.method == "GET":
        return redirect(HERE, pk=pk)
    form = DayForm(request.POST)
    if form.is_valid():
        on = form.cleaned_data["on"]
        if parts.attempt(form, lambda: operations.recover(act, award=shown, on=on)):
            web.done(request, "Đã ghi thu hồi giấy khen và tiền thưởng.")
            return redirect(HERE, pk=pk)
    return _page(request, shown, {"recover_form": form})


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel an award on one of the four legal grounds (06/2022/QH15, art. 93.2)."""
    shown = _award(request, pk)
    act = web.act_of(request)
    own, records = permissions.cancels(act, shown), permissions.records_cancelling(act, shown)
    require(own or records)
    if shown.cancelled_on is not None:
        return redirect(HERE, pk=pk)
    form = CancelForm(
        request.POST or None,
        may_act=own,
        may_record=records,
        grounds=cancellation_grounds(act.on),
        initial={"on": act.on},
    )
    if request.method == "POST" and form.is_valid() and _cancelled(act, shown, form):
        web.done(request, "Đã hủy khen thưởng. Việc tiếp theo: thu hồi giấy khen và tiền thưởng.")
        return redirect(HERE, pk=pk)
    context = {"award": shown, "form": form}
    return web.page(request, "commendations/cancel.html", context, parts.status_of(request))


def _cancelled(act: Act, shown: Award, form: CancelForm) -> bool:
    told: dict[str, Any] = form.cleaned_data

    def call() -> None:
        opened = parts.through(
            act,
            told["manner"],
            kind="decision",
            number="",
            signed_on=told["on"],
            signer=authority_head(shown.decision.authority, told["on"]) or "Chủ tịch",
            title="Chủ tịch",
        )
        operations.cancel_award(
            opened, award=shown, ground=told["ground"], document=told["document"], on=told["on"]
        )

    return parts.attempt(form, call)
