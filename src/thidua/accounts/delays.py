"""How long a name, and an address, must wait after failed sign-ins: the wait grows, it never locks for good."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from thidua.accounts.models import SignInFailure

FREE_OF_NAME: Final = 4
"""So many failures of one name from one address cost nothing: people mistype."""

FREE_OF_ADDRESS: Final = 30
"""So many failures of one address over all names: a whole office may stand behind it."""

LONGEST: Final = timedelta(minutes=15)
LONGEST_OF_ADDRESS: Final = timedelta(minutes=1)
FORGOTTEN_AFTER: Final = timedelta(hours=24)
ANY_NAME: Final = ""
_MINUTE: Final = 60


def _delay(count: int, free: int, longest: timedelta) -> timedelta:
    """Nothing while it is free, then 2, 4, 8 … seconds."""
    over = count - free + 1
    return min(timedelta(seconds=2 ** min(over, 20)), longest) if over > 0 else timedelta()


def wait_until(*, username: str, address: str, now: datetime) -> datetime | None:
    """Until when this name from this address must wait; None when it need not."""
    rows = SignInFailure.objects.filter(username__in=(username[:60], ANY_NAME), address=address[:60])
    until: list[datetime] = []
    for row in rows:
        if now - row.last_at > FORGOTTEN_AFTER:
            continue
        if row.username == ANY_NAME:
            until.append(row.last_at + _delay(row.count, FREE_OF_ADDRESS, LONGEST_OF_ADDRESS))
        else:
            until.append(row.last_at + _delay(row.count, FREE_OF_NAME, LONGEST))
    latest = max(until, default=now)
    return latest if latest > now else None


def sentence(until: datetime, now: datetime) -> str:
    """How long to wait, in words."""
    seconds = max(1, round((until - now).total_seconds()))
    if seconds < _MINUTE:
        told = f"{seconds} giây"
    else:
        minutes, rest = divmod(seconds, _MINUTE)
        told = f"{minutes} phút" + (f" {rest} giây" if rest else "")
    return f"Đã nhập sai nhiều lần. Hãy đợi {told} rồi thử lại; tài khoản không bị khóa."
