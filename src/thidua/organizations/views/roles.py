"""Accounts and their roles, for the administrator."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.accounts.models import User
from thidua.audit import queries as audit
from thidua.base import web
from thidua.base.errors import RefusedError, require
from thidua.engine.flow import Role
from thidua.organizations import forms, operations, queries
from thidua.organizations.models import RoleGrant, Unit
from thidua.organizations.pages import acted, filters_of, page_of, viewer_of
from thidua.organizations.permissions import Viewer


def _administers(viewer: Viewer) -> Unit:
    authority = queries.authorities_administered_by(viewer).first()
    require(authority is not None)
    if authority is None:
        raise LookupError
    return authority


def _account(viewer: Viewer, pk: int) -> User:
    return get_object_or_404(queries.accounts_visible_to(viewer), pk=pk)


@login_required
@require_GET
def role_list(request: HttpRequest) -> HttpResponse:
    """The accounts of the authority with what they hold today, found by name without marks, by role and state."""
    viewer = viewer_of(request)
    _administers(viewer)
    form = forms.AccountFilter(request.GET)
    form.is_valid()
    told = form.cleaned_data
    page = page_of(
        request,
        queries.find_accounts(
            viewer, text=told.get("q") or "", role=told.get("role") or "", closed=bool(told.get("closed"))
        ),
    )
    users = list(page.object_list)
    held = queries.roles_of(users, viewer.on)
    context = {
        "filter": form,
        "page": page,
        "query": filters_of(request),
        "rows": [(user, held.get(user.pk, [])) for user in users],
        "administers": True,
    }
    return web.page(request, "organizations/role_list.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def account_add(request: HttpRequest) -> HttpResponse:
    """Open an account for a person; the password is shown once, on this answer and nowhere else."""
    viewer = viewer_of(request)
    _administers(viewer)
    people = queries.persons_without_account(viewer)
    form = forms.AccountForm(request.POST or None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            user, word = operations.open_account(web.act_of(request), **form.cleaned_data)
        except RefusedError as refused:
            web.put_faults(form, refused)
        else:
            return _password_once(request, user, word)
    context = {"form": form, "title": "Mở tài khoản", "verb": "Mở tài khoản", "back": "role_list"}
    return web.page(request, "organizations/form.html", context, web.status_of(request))


def _password_once(request: HttpRequest, user: User, word: str) -> HttpResponse:
    context = {"account": user, "word": word}
    return web.page(request, "organizations/password_once.html", context)


@login_required
@require_GET
def account_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its roles, its password, its history."""
    viewer = viewer_of(request)
    _administers(viewer)
    account = _account(viewer, pk)
    grants = account.grants.select_related("unit__subject").order_by("ends_on", "-starts_on", "pk")
    own = set(queries.authorities_administered_by(viewer).values_list("pk", flat=True))
    context = {
        "account": account,
        "person": queries.person_of(account),
        "grants": [grant for grant in queries.labelled(grants) if grant.grant.unit.authority_id in own],
        "history": audit.told(account),
    }
    return web.page(request, "organizations/account_page.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def role_grant(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a role in a unit."""
    viewer = viewer_of(request)
    _administers(viewer)
    account = _account(viewer, pk)
    units = queries.units_visible_to(viewer).filter(
        authority__in=queries.authorities_administered_by(viewer).values("pk"), valid_to__isnull=True
    )
    form = forms.RoleForm(request.POST or None, units=units, initial={"starts_on": viewer.on})
    answer = acted(
        request,
        form,
        lambda told: operations.grant_role(
            web.act_of(request), user=account, **(told | {"role": Role(told["role"])})
        ),
        "Đã giao vai trò.",
        "account_page",
        pk=account.pk,
    )
    context = {
        "form": form,
        "account": account,
        "title": f"Giao vai trò: {account.display_name}",
        "verb": "Giao vai trò",
    }
    return answer or web.page(request, "organizations/form.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def role_end(request: HttpRequest, pk: int, grant_id: int) -> HttpResponse:
    """End a role with its last day."""
    viewer = viewer_of(request)
    _administers(viewer)
    account = _account(viewer, pk)
    grants = RoleGrant.objects.filter(
        user=account, unit__authority__in=queries.authorities_administered_by(viewer).values("pk")
    )
    grant = get_object_or_404(grants.select_related("unit__subject", "user"), pk=grant_id)
    form = forms.EndRoleForm(request.POST or None, initial={"ends_on": viewer.on})
    answer = acted(
        request,
        form,
        lambda told: operations.end_role(web.act_of(request), grant=grant, on=told["ends_on"]),
        "Đã ghi ngày kết thúc vai trò.",
        "account_page",
        pk=account.pk,
    )
    context = {
        "form": form,
        "account": account,
        "title": f"Kết thúc vai trò: {account.display_name}",
        "verb": "Kết thúc vai trò",
    }
    return answer or web.page(request, "organizations/form.html", context, web.status_of(request))


@never_cache
@login_required
@require_POST
def password_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account a password for one sign-in, shown once."""
    viewer = viewer_of(request)
    authority = _administers(viewer)
    account = _account(viewer, pk)
    word = operations.reset_password(web.act_of(request), user=account, authority=authority)
    return _password_once(request, account, word)


@login_required
@require_POST
def account_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close an account: no sign-in any more; what it did stays in the journal."""
    viewer = viewer_of(request)
    authority = _administers(viewer)
    account = _account(viewer, pk)
    operations.close_account(web.act_of(request), user=account, authority=authority)
    web.done(request, "Đã khóa tài khoản.")
    return redirect("account_page", pk=account.pk)


@login_required
@require_POST
def account_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a closed account again."""
    viewer = viewer_of(request)
    authority = _administers(viewer)
    account = _account(viewer, pk)
    operations.reopen_account(web.act_of(request), user=account, authority=authority)
    web.done(request, "Đã mở lại tài khoản.")
    return redirect("account_page", pk=account.pk)
