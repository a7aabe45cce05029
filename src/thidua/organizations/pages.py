"""What the pages of the directory share: who looks, one page of a list, a form that acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar, cast

from django import forms as django_forms
from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from thidua.accounts.models import User
from thidua.base import clock, web
from thidua.base.errors import RefusedError
from thidua.organizations.permissions import Viewer

PAGE_SIZE: Final = 50
RowT = TypeVar("RowT", bound=Model)


def viewer_of(request: HttpRequest) -> Viewer:
    """The signed-in account today."""
    return Viewer(cast("User", request.user), clock.today())


def page_of(request: HttpRequest, rows: QuerySet[RowT]) -> Page[RowT]:
    """The asked page of a list; a number that is none gives the nearest one."""
    return Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))


def filters_of(request: HttpRequest) -> str:
    """The filters of this page for the links of the pager and the export."""
    told = request.GET.copy()
    told.pop("page", None)
    return told.urlencode()


def acted(
    request: HttpRequest,
    form: django_forms.Form,
    act: Callable[[dict[str, Any]], object],
    sentence: str,
    to: str,
    **address: Any,
) -> HttpResponse | None:
    """Send a form: one operation, then the redirect with what was done; None when the form is to be shown again."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        act(form.cleaned_data)
    except RefusedError as refused:
        if type(refused) is not RefusedError:
            raise
        web.put_faults(form, refused)
        return None
    web.done(request, sentence)
    answer: HttpResponse = redirect(to, **address)
    return answer
