"""Exact numbers inside, decimals outside.

Scores are computed as fractions and handed out as decimals of ``PLACES`` digits: two sheets with the same
score have the same decimal, whichever way it came about, and a decimal fits what SQLite keeps without loss.
"""

from collections.abc import Mapping
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal, localcontext
from enum import StrEnum
from fractions import Fraction
from typing import Final

PLACES: Final = 10
_STEP: Final = Decimal(1).scaleb(-PLACES)
_PRECISION: Final = 60


class RoundingMode(StrEnum):
    """How a shown score is rounded."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"
    UP = "up"
    DOWN = "down"


_DECIMAL_MODE: Final[Mapping[RoundingMode, str]] = {
    RoundingMode.HALF_UP: ROUND_HALF_UP,
    RoundingMode.HALF_EVEN: ROUND_HALF_EVEN,
    RoundingMode.UP: ROUND_CEILING,
    RoundingMode.DOWN: ROUND_FLOOR,
}


def _rounded(number: Fraction, step: Decimal, mode: str) -> Decimal:
    with localcontext() as context:
        context.prec = _PRECISION
        # cut far behind the last digit kept; a half has a finite expansion and so stays a half
        quotient = Decimal(number.numerator) / Decimal(number.denominator)
        return quotient.quantize(step, rounding=mode)


def to_decimal(number: Fraction) -> Decimal:
    """Return the decimal of a fraction, to ``PLACES`` digits, without trailing zeros."""
    return trimmed(_rounded(number, _STEP, ROUND_HALF_EVEN))


def round_to(number: Fraction, places: int, mode: RoundingMode) -> Fraction:
    """Round a fraction to so many decimal places."""
    return Fraction(_rounded(number, Decimal(1).scaleb(-places), _DECIMAL_MODE[mode]))


def shown(number: Decimal, places: int, mode: RoundingMode) -> Decimal:
    """Return a score as it is shown, with exactly so many decimal places."""
    return _rounded(Fraction(number), Decimal(1).scaleb(-places), _DECIMAL_MODE[mode])


def trimmed(number: Decimal) -> Decimal:
    """Return the same number without trailing zeros and without exponent."""
    whole = number.to_integral_value()
    return whole.quantize(Decimal(1)) if number == whole else number.normalize()


def plain(number: Decimal | Fraction | int) -> str:
    """Write a number for JSON: no exponent, no trailing zero."""
    decimal = to_decimal(number) if isinstance(number, Fraction) else trimmed(Decimal(number))
    return format(decimal, "f")
