"""What the chain hashes: the canonical text of an entry, and its digest over the entry before."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

GENESIS = "0" * 64


def _plain(value: Any) -> Any:
    match value:
        case Enum():
            return value.value
        case Decimal():
            return str(value)
        case datetime():
            return value.astimezone(UTC).isoformat()
        case date():
            return value.isoformat()
        case set() | frozenset():
            return sorted(value)
        case _:
            return str(value)


def canonical(facts: dict[str, Any]) -> str:
    """The one text of some facts: sorted keys, no spaces, exact decimals, marks as they are."""
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)


def digest_of(previous: str, text: str) -> str:
    """SHA-256 over the digest before and the canonical text, as 64 hex digits."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()
