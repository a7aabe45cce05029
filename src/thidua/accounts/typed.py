"""A page left open overnight: what was typed and sent after the session ended is kept over the sign-in.

Kept in the (signed) anonymous session of that browser: the address and the typed fields, no file, no password, never
what a view marked with ``never_kept`` (a ballot).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

SESSION_KEY: Final = "typed"
LONGEST: Final = 200_000
"""Bytes of typed text that are kept; more is not, and the person is told."""

_OPEN_BEFORE_NEW_PASSWORD: Final = frozenset({"own_password", "sign_out", "sign_in", "sign_in_to_trial"})

ViewT = TypeVar("ViewT", bound=Callable[..., Any])


def never_kept(view: ViewT) -> ViewT:
    """Mark a view whose input must not outlive the request (a secret ballot). Put it outermost."""
    view.never_kept = True  # type: ignore[attr-defined] # a mark that the middleware reads
    return view


class KeepTypedMiddleware:
    """Keeps an unauthenticated POST that is about to be sent to the sign-in page, and asks for a due new password."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; htmx is sent to the sign-in page as a whole page, not into a part of this one."""
        response: HttpResponse = self.get_response(request)
        if request.method == "POST" and request.user.is_authenticated:
            _drop_when_sent(request)
        target = response.headers.get("Location", "")
        if request.user.is_authenticated or target.split("?")[0] != resolve_url(settings.LOGIN_URL):
            return response
        if request.method == "POST" and may_keep(request):
            keep(request)
        if request.headers.get("HX-Request"):
            whole = HttpResponse(status=204)
            whole.headers["HX-Redirect"] = target
            return whole
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Nobody works on with a password that somebody else has seen."""
        match = request.resolver_match
        if match is None or match.url_name in _OPEN_BEFORE_NEW_PASSWORD:
            return None
        if request.user.is_authenticated and request.user.must_change_password:
            return redirect("own_password")
        return None


def may_keep(request: HttpRequest) -> bool:
    """Whether the view lets its input be kept."""
    match = request.resolver_match
    return match is not None and not getattr(match.func, "never_kept", False)


def _drop_when_sent(request: HttpRequest) -> None:
    told = kept(request)
    if told is not None and told["path"] == request.get_full_path():
        drop(request)


def keep(request: HttpRequest) -> None:
    """Put the typed fields of a POST into the session."""
    fields = [
        [name, value]
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken" and "password" not in name.lower()
        for value in map(str, values)
    ]
    size = sum(len(name.encode()) + len(value.encode()) for name, value in fields)
    request.session[SESSION_KEY] = {
        "path": request.get_full_path(),
        "page": _page_of(request),
        "fields": fields if size <= LONGEST else [],
        "too_long": size > LONGEST,
        "files": sorted(request.FILES.keys()) != [],
    }


def _page_of(request: HttpRequest) -> str:
    """The page that stood open, to go back to when nothing is to be sent again."""
    told = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}):
        return "/"
    parts = urlsplit(told)
    path = "/" + parts.path.lstrip("/")  # never "//host", which a browser takes for another server
    return f"{path}?{parts.query}" if parts.query else path


def kept(request: HttpRequest) -> dict[str, Any] | None:
    """What was kept, or None."""
    told: dict[str, Any] | None = request.session.get(SESSION_KEY)
    return told


def drop(request: HttpRequest) -> None:
    """Forget it."""
    request.session.pop(SESSION_KEY, None)
