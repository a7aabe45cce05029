"""What a rule takes, what it gives, and how a ratio is read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, Protocol

from thidua.engine.scoring.numbers import plain

Working = dict[str, Any]
_NO_COUNTS: Final[Mapping[str, int]] = MappingProxyType({})


class ZeroDenominator(StrEnum):
    """What a ratio without denominator gives: nothing came up in the year."""

    FULL = "full"
    NOT_APPLICABLE = "not_applicable"


class ScoreInputError(ValueError):
    """What was typed cannot be scored. ``field`` names the input to blame, ``facts`` fill the sentence."""

    def __init__(self, code: str, field_name: str, **facts: str) -> None:
        """Keep the code, the field and the facts; the leaf is added by who knows it."""
        super().__init__(f"{field_name}: {code}")
        self.code = code
        self.field = field_name
        self.facts: dict[str, str] = facts
        self.leaf = ""


@dataclass(frozen=True, slots=True)
class LeafInput:
    """What stands in one row of a sheet. A rule reads the fields that it names in ``fields`` and no other.

    ``value`` is a ratio as a part of 1, for when only the percentage is known. ``counts`` are answers by
    option. ``points`` is set by an appraiser in place of what the rule gives, at most the maximum; what was
    typed stays beside it.
    """

    choice: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    count: int | None = None
    value: Decimal | None = None
    counts: Mapping[str, int] = field(default_factory=lambda: _NO_COUNTS)
    points: Decimal | None = None

    def plain(self) -> dict[str, Any]:
        """Return the filled fields for JSON."""
        numbers = {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "points": self.points,
        }
        found: dict[str, Any] = {
            name: plain(number) for name, number in numbers.items() if number is not None
        }
        if self.choice is not None:
            found["choice"] = self.choice
        if self.count is not None:
            found["count"] = self.count
        if self.counts:
            found["counts"] = dict(self.counts)
        return found

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> "LeafInput":
        """Read back what ``plain`` gave."""

        def number(name: str) -> Decimal | None:
            return Decimal(str(data[name])) if data.get(name) is not None else None

        return cls(
            choice=data.get("choice"),
            numerator=number("numerator"),
            denominator=number("denominator"),
            count=int(data["count"]) if data.get("count") is not None else None,
            value=number("value"),
            counts={str(code): int(count) for code, count in (data.get("counts") or {}).items()},
            points=number("points"),
        )


@dataclass(frozen=True, slots=True)
class Points:
    """Points of one leaf and how they came about; ``points`` is None when the leaf does not apply."""

    points: Fraction | None
    ratio: Fraction | None
    steps: tuple[Working, ...]


class Rule(Protocol):
    """What every kind of rule can do."""

    @property
    def kind(self) -> str:
        """The name of the kind in the data."""
        ...

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the inputs that the rule asks for."""
        ...

    def points(self, maximum: Fraction, given: LeafInput, zero: ZeroDenominator) -> Points | None:
        """Return the points, or None when the row is still empty. Raises ScoreInputError."""
        ...

    def plain(self) -> dict[str, Any]:
        """Return the rule as in the data, numbers as text."""
        ...


def not_negative(name: str, number: Decimal | int) -> Fraction:
    """Return the number as a fraction. Raises ScoreInputError when it is negative or none."""
    if isinstance(number, Decimal) and not number.is_finite():
        raise ScoreInputError("not_a_number", name)
    if number < 0:
        raise ScoreInputError("negative", name, value=plain(number))
    return Fraction(number)


def set_points(maximum: Fraction, points: Decimal) -> Points:
    """Return points that an appraiser set in place of the rule. Raises ScoreInputError."""
    found = not_negative("points", points)
    if found > maximum:
        raise ScoreInputError("above_maximum", "points", value=plain(points), max=plain(maximum))
    return Points(found, None, ({"op": "set", "max": plain(maximum), "result": plain(found)},))


@dataclass(frozen=True, slots=True)
class Ratio:
    """A ratio as a part of 1 with the step that gave it."""

    value: Fraction | None  # None: nothing came up
    step: Working


def read_ratio(given: LeafInput, fixed: Decimal | None, *, may_exceed: bool) -> Ratio | None:
    """Return the ratio that was typed, or None when it is not there yet. Raises ScoreInputError."""
    if given.value is not None:
        value = not_negative("value", given.value)
        if value > 1 and not may_exceed:
            raise ScoreInputError("above_one", "value", value=plain(given.value))
        return Ratio(value, {"op": "ratio", "result": plain(value)})
    denominator = fixed if fixed is not None else given.denominator
    if denominator is None or (given.numerator is None and denominator != 0):
        return None
    below = not_negative("denominator", denominator)
    above = not_negative("numerator", given.numerator or Decimal(0))
    if above > below and not (may_exceed and below):
        raise ScoreInputError(
            "numerator_above_denominator", "numerator", numerator=plain(above), denominator=plain(below)
        )
    if below == 0:
        return Ratio(None, {"op": "nothing_came_up"})
    step = {
        "op": "ratio",
        "numerator": plain(above),
        "denominator": plain(below),
        "result": plain(above / below),
    }
    return Ratio(above / below, step)


def nothing_came_up(maximum: Fraction, zero: ZeroDenominator, step: Working) -> Points:
    """Return what a ratio without denominator gives."""
    if zero is ZeroDenominator.FULL:
        return Points(maximum, None, (step, {"op": "full", "result": plain(maximum)}))
    return Points(None, None, (step, {"op": "not_applicable"}))


def times(share: Fraction, maximum: Fraction) -> Working:
    """Return the step "share times maximum"."""
    return {"op": "times_max", "share": plain(share), "max": plain(maximum), "result": plain(share * maximum)}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer of a graded rule with its points, or of a survey with its weight as a part of 1."""

    code: str
    label: str
    points: Decimal

    def plain(self) -> dict[str, str]:
        """Return the option for JSON."""
        return {"code": self.code, "label": self.label, "points": plain(self.points)}
