"""What a rule takes, what it gives, and how a ratio is read."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, NamedTuple, Protocol

from thidua.engine.scoring.numbers import Exact, exact, less, plain

Working = dict[str, Any]
Step = tuple[Any, ...]
"""One step of a working as it was computed: its name and its figures. ``steps.render`` writes it out."""
Number = Decimal | int
_NO_COUNTS: Final[Mapping[str, int]] = MappingProxyType({})


class ZeroDenominator(StrEnum):
    """What a ratio without denominator gives: nothing came up in the year."""

    FULL = "full"
    NOT_APPLICABLE = "not_applicable"


class Absent(StrEnum):
    """What a leaf gives for a unit that declares it not applicable, or to which it does not apply."""

    REFUSE = "refuse"
    RESCALE = "rescale"
    FULL = "full"


class ScoreInputError(ValueError):
    """What was typed cannot be scored. ``field`` names the input to blame, ``facts`` fill the sentence."""

    def __init__(self, code: str, field_name: str, **facts: str) -> None:
        """Keep the code, the field and the facts; the leaf is added by who knows it."""
        super().__init__(f"{field_name}: {code}")
        self.code = code
        self.field = field_name
        self.facts: dict[str, str] = facts
        self.leaf = ""


class Group(NamedTuple):
    """The lowest and the highest figure of a leaf in the group that is ranked together."""

    low: Fraction
    high: Fraction


class LeafInput(NamedTuple):
    """What stands in one row of a sheet. A rule reads the fields that it names in ``fields`` and no other.

    ``value`` is a ratio as a part of 1, for when only the percentage is known, or the bare figure of a rule
    that measures a number. ``counts`` are answers by option. ``points`` is set by an appraiser in place of
    what the rule gives, at most the maximum; what was typed stays beside it. ``group`` holds what the others
    reached, for rules that compare.
    """

    choice: str | None = None
    numerator: Number | None = None
    denominator: Number | None = None
    count: int | None = None  # type: ignore[assignment]  # hides the method of tuples, which nobody asks a row for
    value: Number | None = None
    counts: Mapping[str, int] = _NO_COUNTS
    points: Number | None = None
    not_applicable: bool = False
    group: Group | None = None

    def plain(self) -> dict[str, Any]:
        """Return the filled fields for JSON."""
        found: dict[str, Any] = {}
        if (above := self.numerator) is not None:
            found["numerator"] = str(above) if type(above) is int else plain(above)
        if (below := self.denominator) is not None:
            found["denominator"] = str(below) if type(below) is int else plain(below)
        if self.value is not None:
            found["value"] = plain(self.value)
        if self.points is not None:
            found["points"] = plain(self.points)
        if self.choice is not None:
            found["choice"] = self.choice
        if self.count is not None:
            found["count"] = self.count
        if self.counts:
            found["counts"] = dict(self.counts)
        if self.not_applicable:
            found["not_applicable"] = True
        if self.group is not None:
            found["group"] = {"low": str(self.group.low), "high": str(self.group.high)}
        return found

    @classmethod
    def from_plain(cls, data: Mapping[str, Any]) -> "LeafInput":
        """Read back what ``plain`` gave."""

        def number(name: str) -> Decimal | None:
            return Decimal(str(data[name])) if data.get(name) is not None else None

        group = data.get("group")
        return cls(
            choice=data.get("choice"),
            numerator=number("numerator"),
            denominator=number("denominator"),
            count=int(data["count"]) if data.get("count") is not None else None,
            value=number("value"),
            counts={str(code): int(count) for code, count in (data.get("counts") or {}).items()},
            points=number("points"),
            not_applicable=bool(data.get("not_applicable")),
            group=Group(Fraction(group["low"]), Fraction(group["high"])) if group else None,
        )


class Points(NamedTuple):
    """Points of one leaf and how they came about; ``points`` is None when the leaf does not apply.

    ``fine`` is what a missed duty costs beyond the leaf, taken from the total.
    """

    points: Exact | None
    ratio: Exact | None
    steps: tuple[Step, ...]
    fine: Exact | None = None


RuleScorer = Callable[[LeafInput], Points | None]
"""A rule made ready for one leaf: points, or None when the row is still empty. Raises ScoreInputError."""


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

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Make the rule ready for a leaf with this maximum."""
        ...

    def plain(self) -> dict[str, Any]:
        """Return the rule as in the data, numbers as text."""
        ...


def not_negative(name: str, number: Number) -> Exact:
    """Return the number as a quotient. Raises ScoreInputError when it is negative or none."""
    if isinstance(number, Decimal) and not number.is_finite():
        raise ScoreInputError("not_a_number", name)
    if number < 0:
        raise ScoreInputError("negative", name, value=plain(number))
    return exact(number)


def set_points(maximum: Decimal, points: Number) -> Points:
    """Return points that an appraiser set in place of the rule. Raises ScoreInputError."""
    found = not_negative("points", points)
    if less(exact(maximum), found):
        raise ScoreInputError("above_maximum", "points", value=plain(points), max=plain(maximum))
    return Points(found, None, (("set", maximum, points),))


class Ratio(NamedTuple):
    """A ratio as a part of 1 with the step that gave it; ``below`` is 0 when nothing came up."""

    above: int
    below: int
    step: Step


_NOTHING: Final = Ratio(0, 0, ("nothing_came_up",))


def read_ratio(given: LeafInput, fixed: Decimal | None = None, *, may_exceed: bool) -> Ratio | None:
    """Return the ratio that was typed, or None when it is not there yet. Raises ScoreInputError."""
    above, below = given.numerator, given.denominator if fixed is None else fixed
    if given.value is not None:
        value = not_negative("value", given.value)
        if value[0] > value[1] and not may_exceed:
            raise ScoreInputError("above_one", "value", value=plain(given.value))
        return Ratio(*value, ("ratio_given", value))
    if type(above) is int and type(below) is int and 0 <= above <= below and below:
        return Ratio(above, below, ("ratio", above, below))
    if below is None or (above is None and below != 0):
        return None
    whole = not_negative("denominator", below)
    part = not_negative("numerator", above or 0)
    if less(whole, part) and not (may_exceed and below):
        raise ScoreInputError(
            "numerator_above_denominator", "numerator", numerator=plain(part), denominator=plain(whole)
        )
    if below == 0:
        return _NOTHING
    return Ratio(part[0] * whole[1], part[1] * whole[0], ("ratio", above, below))


def nothing_came_up(maximum: Decimal, zero: ZeroDenominator) -> Points:
    """Return what a ratio without denominator gives."""
    if zero is ZeroDenominator.FULL:
        return Points(exact(maximum), None, (_NOTHING.step, ("full", maximum)))
    return Points(None, None, (_NOTHING.step, ("not_applicable",)))


class Option(NamedTuple):
    """One answer of a graded rule with its points, or of a survey with its weight as a part of 1.

    ``fine`` is taken from the total on top: a duty that was missed altogether.
    """

    code: str
    label: str
    points: Decimal
    fine: Decimal | None = None

    def plain(self) -> dict[str, str]:
        """Return the option for JSON."""
        found = {"code": self.code, "label": self.label, "points": plain(self.points)}
        return found | ({"fine": plain(self.fine)} if self.fine is not None else {})
