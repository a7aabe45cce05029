"""Signing in to a trial home ("Dùng thử") with one click, from the machine itself alone.

The home's ``trial.json`` may list who is there: ``{"accounts": [{"username": "…", "label": "Cán bộ thi đua - khen
thưởng", "who": "Hoàng Thị Mẫu"}]}``.
"""

from __future__ import annotations

import ipaddress
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest

from thidua.base.home import TRIAL_FILE

_FORWARDED: Final = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@dataclass(frozen=True, slots=True)
class TrialAccount:
    """One account of the trial: what it is called, and whose it is."""

    username: str
    label: str
    who: str


def accounts(request: HttpRequest) -> tuple[TrialAccount, ...]:
    """The accounts to sign in as; none outside a trial home, or for a request from another machine."""
    path = Path(settings.THIDUA_HOME) / TRIAL_FILE
    if not path.exists() or not _from_this_machine(request):
        return ()
    try:
        told = json.loads(path.read_text(encoding="utf-8") or "{}")
    except ValueError:
        return ()
    rows = told.get("accounts", []) if isinstance(told, dict) else []
    return tuple(
        TrialAccount(str(row["username"]), str(row["label"]), str(row.get("who", ""))) for row in rows
    )


def _from_this_machine(request: HttpRequest) -> bool:
    if any(request.META.get(name) for name in _FORWARDED):
        return False
    try:
        return ipaddress.ip_address(str(request.META.get("REMOTE_ADDR", ""))).is_loopback
    except ValueError:
        return False
