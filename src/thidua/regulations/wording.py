"""A legal value as people read it."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from thidua.base.templatetags.viet import number
from thidua.engine.parameters import Parameter
from thidua.regulations.choices import CHOICES, KEYS

_PERCENT: Final = 100


def worded(parameter: Parameter) -> str:
    """The value with its unit; a threshold as a phrase."""
    told = parameter.value if isinstance(parameter.value, str) else str(parameter.value)
    kind = KEYS[parameter.key][1]
    if kind == "money":
        return f"{number(Decimal(told))} đồng"
    if kind == "share":
        return f"{number((Decimal(told) * _PERCENT).normalize())}%"
    if kind == "number":
        return number(Decimal(told))
    if kind in CHOICES:
        return CHOICES[kind].get(told, told)
    if kind == "threshold":
        share = told.lstrip(">=")
        return f"{'trên' if not told.startswith('>=') else 'từ'} {share}"
    return told
