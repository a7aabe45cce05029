"""Numbers of the engine as they stand on a page."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from thidua.base.templatetags.viet import number


def figure(value: Any) -> str:
    """A number without needless zeros; what is no number as it is."""
    try:
        return number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def percent(value: Any) -> str:
    """A part of 1 as a percentage with at most two places: "96,15 %"."""
    exact = (Decimal(str(value)) * 100).quantize(Decimal("0.01"))
    return f"{number(exact)}\N{NO-BREAK SPACE}%"


def points(value: Any) -> str:
    """Points with two places."""
    return number(Decimal(str(value)), 2)
