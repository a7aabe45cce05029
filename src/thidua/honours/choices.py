"""How periods of grading are written."""

from __future__ import annotations

import re
from typing import Final

_YEAR: Final = re.compile(r"20\d\d")
_SCHOOL_YEAR: Final = re.compile(r"(20\d\d)\s*[-–]\s*(20\d\d)")


def read_period(text: str) -> str:
    """Give "2025" or "2024-2025" (a school year) as it is stored; an empty text for anything else."""
    told = text.strip()
    if _YEAR.fullmatch(told):
        return told
    school = _SCHOOL_YEAR.fullmatch(told)
    if school and int(school[2]) == int(school[1]) + 1:
        return f"{school[1]}-{school[2]}"
    return ""


def school_year(year: int) -> str:
    """The school year that ends in a calendar year, as its gradings name it."""
    return f"{year - 1}-{year}"


def period_label(period: str) -> str:
    """The period as a sentence names it."""
    return f"năm học {period}" if "-" in period else f"năm {period}"
