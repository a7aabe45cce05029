"""Views: one way to act, to refuse, and to answer with a page or a fragment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from thidua.base import clock
from thidua.base.acts import Act, Actor
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.engine.flow import StepRefusedError


class SecureCookiesMiddleware:
    """Cookies that were given over an encrypted way are sent over no other; plain http in the office still works."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        response = self.get_response(request)
        if request.is_secure():
            for cookie in response.cookies.values():
                cookie["secure"] = True
        return response


class RefusalMiddleware:
    """Turn what an operation refuses, where the view did not put it at its place, into a plain page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        response = self.get_response(request)
        if getattr(request, "user", None) is not None and request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """403 for what is not theirs to do, 409 for what moved on, 400 with the sentence else."""
        if isinstance(exception, NotAllowedError):
            raise PermissionDenied from exception
        if isinstance(exception, MovedOnError | StepRefusedError):
            sentence = str(exception) if isinstance(exception, MovedOnError) else str(MovedOnError())
            return refusal_page(request, 409, "Việc này đã chuyển bước", sentence)
        if isinstance(exception, RefusedError):
            return refusal_page(request, 400, "Chưa làm được việc này", str(exception))
        return None


def refusal_page(request: HttpRequest, status: int, heading: str, sentence: str) -> HttpResponse:
    """One plain page for a refusal."""
    return render(request, "base/error.html", {"heading": heading, "sentence": sentence}, status=status)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: most often a page left open overnight."""
    return refusal_page(
        request,
        403,
        "Trang đã mở quá lâu",
        "Phiên làm việc của trang này đã hết. Hãy quay lại trang trước, tải lại rồi gửi lần nữa.",
    )


def page(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """A whole page, or only its ``main`` part when htmx asks for it."""
    return render(request, template, context, status=status)


def status_of(request: HttpRequest) -> int:
    """422 for a form that was sent and is shown again."""
    return 422 if request.method == "POST" else 200


def done(request: HttpRequest, sentence: str) -> None:
    """Say after the redirect what was done."""
    messages.success(request, sentence)


def warn(request: HttpRequest, sentence: str) -> None:
    """Say after the redirect what to heed."""
    messages.warning(request, sentence)


def heed(request: HttpRequest, *sentences: str) -> None:
    """Say after the redirect each thing to heed; an empty text is nothing."""
    for sentence in filter(None, sentences):
        warn(request, sentence)


def attachment(name: str) -> str:
    """The header that hands a file down under its own name, whatever marks the name has."""
    return content_disposition_header(as_attachment=True, filename=name) or "attachment"


def act_of(request: HttpRequest) -> Act:
    """The act of the person who sent this request, now, from this machine."""
    return Act(actor=cast("Actor", request.user), at=clock.now(), source=source_of(request))


def source_of(request: HttpRequest) -> str:
    """From where an act comes: the address of the machine."""
    return str(request.META.get("REMOTE_ADDR", ""))[:60]


def attempt(form: Any, call: Callable[[], object], *others: Any) -> bool:
    """Do an act in one piece; put what it refused at the form that has the field, else at the first; False then.

    A faster hand has its own page, and so has a refusal where there is no form at all.
    """
    try:
        with transaction.atomic():
            call()
    except MovedOnError:
        raise
    except RefusedError as refused:
        forms = [one for one in (form, *others) if one is not None]
        if not forms:
            raise
        for name, sentence in refused.faults.items():
            owner = next((one for one in forms if name in one.fields), forms[0])
            owner.add_error(name if name in owner.fields else None, sentence)
        return False
    return True


def put_faults(form: Any, error: RefusedError) -> None:
    """Put what an operation refused at the fields of the form."""
    for name, sentence in error.faults.items():
        form.add_error(name if name in form.fields else None, sentence)
