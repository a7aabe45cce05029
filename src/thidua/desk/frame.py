"""The frame of every page: whose office, which menu, which banners. No query that grows with the page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: ``frame`` for the layout."""
    return {"frame": {"menu": [], "demo": False, "plain_http": not request.is_secure()}}
