"""The clock, read only at the edge (views and commands) and handed inwards as a value.

A trial home (``Dùng thử``) lives on its own date within the plan's year: its file ``clock.json`` holds how many
seconds its clock differs from the machine's.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.conf import settings

from thidua.base.acts import day_of


def _offset() -> timedelta:
    path = Path(settings.THIDUA_HOME) / "clock.json"
    if not path.exists():
        return timedelta()
    return timedelta(seconds=int(json.loads(path.read_text(encoding="utf-8"))["offset_seconds"]))


def now() -> datetime:
    """This instant, in UTC, on the clock of this home."""
    return datetime.now(UTC) + _offset()


def today() -> date:
    """This day in Việt Nam, on the clock of this home."""
    return day_of(now())


def set_offset(home: Path, offset: timedelta) -> None:
    """Give a trial home its own date."""
    (home / "clock.json").write_text(
        json.dumps({"offset_seconds": int(offset.total_seconds())}), encoding="utf-8"
    )
