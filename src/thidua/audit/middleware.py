"""What was tried and refused is written to the journal too, after the answer is made."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from thidua.audit.operations import append_refusals
from thidua.base import web
from thidua.base.acts import Refusal, note_refusal, refusals
from thidua.base.errors import NotAllowedError


class RefusedActsMiddleware:
    """Journals each act that an operation refused, and each form sent by somebody who may not act."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then write down what was refused."""
        with refusals() as refused:
            response = self.get_response(request)
        append_refusals(refused)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Note a form that was sent without the right to act; the page for it is made elsewhere."""
        forbidden = isinstance(exception, NotAllowedError) and request.method == "POST"
        if forbidden and request.user.is_authenticated:
            match = request.resolver_match
            name = match.view_name if match else ""
            note_refusal(Refusal(web.act_of(request), name, None, "", page=request.path))
