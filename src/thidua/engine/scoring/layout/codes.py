"""Codes of a tree as a spreadsheet leaves them: roman areas, 1.1.1 that became a day, 1.10 that became 1.1."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from thidua.engine.scoring.table.units import day_codes

_ROMAN: Final = re.compile(r"(?=[IVX])(X{0,3})(IX|IV|V?I{0,3})", re.IGNORECASE)
_PARTS: Final = re.compile(r"\d+(?:\.\d+)*")


def level(code: str) -> int:
    """How deep a code stands: roman areas on top, then one level for each part."""
    if _ROMAN.fullmatch(code):
        return 0
    found = _PARTS.match(code)
    return found.group().count(".") + 1 if found else 1


def _next(code: str) -> str:
    found = _PARTS.fullmatch(code)
    if found is None:
        return ""
    head, _, last = code.rpartition(".")
    return f"{head}.{int(last) + 1}" if head else str(int(last) + 1)


def expected(path: Sequence[str]) -> frozenset[str]:
    """Codes that may come next below or after the open nodes."""
    found = {_next(code) for code in path}
    if path:
        found |= {f"{path[-1]}.1"} if not _ROMAN.fullmatch(path[-1]) else {"1", "1.1"}
    else:
        found |= {"1", "1.1"}
    return frozenset(found - {""})


def read(cell: Any, path: Sequence[str]) -> str | None:
    """The code of a cell; None for a day that fits no code or more than one."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        fitting = [code for code in day_codes(cell) if code in expected(path)]
        return fitting[0] if len(fitting) == 1 else None
    if isinstance(cell, (int, Decimal)):
        text = format(Decimal(cell).normalize(), "f")
        longer = f"{text}0" if "." in text else text
        return longer if longer in expected(path) and text not in expected(path) else text
    return str(cell).strip().rstrip(".").replace(" ", "")
