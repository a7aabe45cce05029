"""Under which names the server answers: its own, those that were set, and addresses of a private network.

A page of a stranger that points a name of its own at this machine (DNS rebinding) is refused; an address cannot be
pointed anywhere, so every private one is taken: offices hand them out anew each morning.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.http.request import split_domain_port

REFUSED = (
    "Máy chủ không nhận tên này trong địa chỉ. Hãy vào bằng địa chỉ mà màn hình khởi động của phần mềm đã in ra, "
    "hoặc thêm tên vào THIDUA_HOSTS rồi khởi động lại."
)


def is_ours(host: str) -> bool:
    """Whether a Host header (with or without a port) names this server."""
    name, _ = split_domain_port(host)
    if name in settings.THIDUA_HOSTS:
        return True
    try:
        address = ipaddress.ip_address(name.removeprefix("[").removesuffix("]"))
    except ValueError:
        return False
    return address.is_private or address.is_loopback


class OfficeHostMiddleware:
    """Refuses a request under a foreign name before anything else looks at it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next in line."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or say under which names one may come."""
        try:
            ours = is_ours(request.get_host())
        except DisallowedHost:  # no name at all
            ours = False
        if ours:
            return self.get_response(request)
        return HttpResponseBadRequest(REFUSED, content_type="text/plain; charset=utf-8")
