"""Exact numbers inside, decimals outside.

Scores are computed as exact quotients of whole numbers and handed out as decimals of ``PLACES`` digits: two
sheets with the same score have the same decimal, whichever way it came about, and a decimal fits what SQLite
keeps without loss. A quotient is kept as its two whole numbers, not as a ``Fraction``: nothing has to be
shortened on the way, and that is most of what a score costs.
"""

import math
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final

PLACES: Final = 10
UNITS: Final = 10**PLACES
"""So many units make one point: a score handed out is a whole number of them."""

Exact = tuple[int, int]
"""A quotient: numerator and denominator above zero, not always in lowest terms."""


class RoundingMode(StrEnum):
    """How a shown score is rounded."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


def exact(number: Decimal | Fraction | int) -> Exact:
    """Return the quotient of a finite number."""
    return number.as_integer_ratio()


def divided(above: int, below: int, mode: RoundingMode = RoundingMode.HALF_EVEN) -> int:
    """Divide and round to a whole number."""
    whole, left = divmod(above, below)
    if not left or mode is RoundingMode.DOWN:
        return whole
    if mode is RoundingMode.UP:
        return whole + 1
    twice = 2 * left
    if twice == below:
        return whole + 1 if mode is RoundingMode.HALF_UP or whole % 2 else whole
    return whole + 1 if twice > below else whole


def units(number: Exact) -> int:
    """Return a quotient in whole units, rounded half to even."""
    above, below = number
    if below == 1:
        return above * UNITS
    return divided(above * UNITS, below)


def summed(numbers: Iterable[Exact]) -> Exact:
    """Add up without losing anything; equal denominators are added first."""
    by_denominator: dict[int, int] = {}
    for above, below in numbers:
        by_denominator[below] = by_denominator.get(below, 0) + above
    total, whole = 0, 1
    for below, above in by_denominator.items():
        total, whole = total * below + above * whole, whole * below
    return total, whole


def less(left: Exact, right: Exact) -> bool:
    """Tell whether one quotient is smaller than the other."""
    return left[0] * right[1] < right[0] * left[1]


def common(*numbers: Decimal) -> tuple[int, ...]:
    """Return the denominator that all the numbers share, then each number's numerator over it."""
    pairs = [exact(number) for number in numbers]
    below = math.lcm(*(pair[1] for pair in pairs))
    return (below, *(above * (below // own) for above, own in pairs))


def of_units(number: int) -> Decimal:
    """Return whole units as a decimal, without trailing zeros."""
    return trimmed(Decimal(number).scaleb(-PLACES))


def to_decimal(number: Exact | Fraction) -> Decimal:
    """Return the decimal of a quotient, to ``PLACES`` digits, without trailing zeros."""
    return of_units(units(exact(number) if isinstance(number, Fraction) else number))


def round_to(number: Exact, places: int, mode: RoundingMode) -> Exact:
    """Round a quotient to so many decimal places."""
    step = 10**places
    return divided(number[0] * step, number[1], mode), step


def shown(number: Decimal, places: int, mode: RoundingMode) -> Decimal:
    """Return a score as it is shown, with exactly so many decimal places."""
    above, _ = round_to(exact(number), places, mode)
    return Decimal(above).scaleb(-places)


def trimmed(number: Decimal) -> Decimal:
    """Return the same number without trailing zeros and without exponent."""
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) if number == whole else number.normalize()


def plain(number: Decimal | Fraction | Exact | int) -> str:
    """Write a number for JSON: no exponent, no trailing zero."""
    if isinstance(number, tuple):
        return _quotient(number)
    if isinstance(number, int):
        return str(number)
    if isinstance(number, Decimal):
        return format(trimmed(number), "f")
    return _quotient(number.as_integer_ratio())


def _quotient(number: Exact) -> str:
    whole, left = divmod(number[0], number[1])
    if not left:
        return str(whole)
    found = units(number)
    whole, part = divmod(abs(found), UNITS)
    sign = "-" if found < 0 else ""
    return f"{sign}{whole}.{part:0{PLACES}d}".rstrip("0") if part else f"{sign}{whole}"
