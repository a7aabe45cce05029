"""Rules that compare: a unit's figure against what the others of its group reached."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from thidua.engine.scoring.inputs import (
    LeafInput,
    Points,
    RuleScorer,
    ScoreInputError,
    Step,
    ZeroDenominator,
    not_negative,
    nothing_came_up,
    read_ratio,
)
from thidua.engine.scoring.numbers import exact, plain


class Measure(StrEnum):
    """What is compared: a bare number, or a ratio of two counts."""

    NUMBER = "number"
    RATIO = "ratio"


class Better(StrEnum):
    """Whether more or less of the figure is better."""

    MORE = "more"
    LESS = "less"


_FIELDS = {Measure.NUMBER: ("value",), Measure.RATIO: ("numerator", "denominator")}


def figure(measure: Measure, given: LeafInput) -> Fraction | None:
    """The figure that is compared, or None when there is none. Raises ScoreInputError."""
    if measure is Measure.NUMBER:
        return None if given.value is None else Fraction(*not_negative("value", given.value))
    ratio = read_ratio(given, may_exceed=True)
    return Fraction(ratio.above, ratio.below) if ratio is not None and ratio.below else None


def _came_up(measure: Measure, given: LeafInput) -> bool:
    """Tell whether something was typed that says that nothing came up."""
    return measure is Measure.NUMBER or given.denominator is None or given.denominator != 0


def _within(given: LeafInput, value: Fraction) -> tuple[Fraction, Fraction]:
    if given.group is None:
        raise ScoreInputError("group_unknown", "group")
    low, high = given.group
    if not low <= value <= high:
        raise ScoreInputError("outside_group", "group", value=plain(value), low=plain(low), high=plain(high))
    return low, high


@dataclass(frozen=True, slots=True)
class MinMax:
    """From ``floor`` for the last of the group to the maximum for the first, in proportion between.

    ``equal``: the points when all have the same figure and nobody is first or last.
    """

    floor: Decimal = Decimal(0)
    better: Better = Better.MORE
    measure: Measure = Measure.RATIO
    equal: Decimal | None = None
    kind = "min_max"

    @property
    def fields(self) -> tuple[str, ...]:
        """Ask for a number or a ratio."""
        return _FIELDS[self.measure]

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take the figure and the group's lowest and highest."""
        nothing = nothing_came_up(maximum, zero)
        floor, span = Fraction(self.floor), Fraction(maximum) - Fraction(self.floor)
        alike = Fraction(maximum if self.equal is None else self.equal)

        def score(given: LeafInput) -> Points | None:
            value = figure(self.measure, given)
            if value is None:
                return None if _came_up(self.measure, given) else nothing
            low, high = _within(given, value)
            shown = ("measure", exact(value))
            if low == high:
                return Points(exact(alike), (1, 1), (shown, ("all_equal", exact(value), exact(alike))))
            place = (value - low) / (high - low)
            if self.better is Better.LESS:
                place = 1 - place
            points = floor + span * place
            step = ("min_max", exact(value), low, high, exact(points))
            return Points(exact(points), exact(place), (shown, step))

        return score

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        found = {
            "kind": self.kind,
            "floor": plain(self.floor),
            "better": self.better.value,
            "measure": self.measure.value,
        }
        return found | ({"equal": plain(self.equal)} if self.equal is not None else {})


@dataclass(frozen=True, slots=True)
class Leader:
    """Up to ``part`` of the maximum for reaching a target, the rest for how near one comes to the group's leader.

    Who reaches the target where nobody goes beyond it has the maximum.
    """

    target: Decimal
    part: Decimal = Decimal("0.5")
    measure: Measure = Measure.RATIO
    kind = "leader"

    @property
    def fields(self) -> tuple[str, ...]:
        """Ask for a number or a ratio."""
        return _FIELDS[self.measure]

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take the figure and the group's highest."""
        nothing = nothing_came_up(maximum, zero)
        goal, part, top = Fraction(self.target), Fraction(self.part), Fraction(maximum)

        def score(given: LeafInput) -> Points | None:
            value = figure(self.measure, given)
            if value is None:
                return None if _came_up(self.measure, given) else nothing
            _, leader = _within(given, value)
            shown = ("measure", exact(value))
            step: Step
            if value < goal:
                share = part * value / goal
                step = ("below_target", exact(value), self.target, self.part, exact(share * top))
            else:
                beyond = (value - goal) / (leader - goal) if leader > goal else Fraction(1)
                share = part + (1 - part) * beyond
                step = (
                    "past_target",
                    exact(value),
                    self.target,
                    exact(leader),
                    self.part,
                    exact(share * top),
                )
            return Points(exact(share * top), exact(share), (shown, step))

        return score

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {
            "kind": self.kind,
            "target": plain(self.target),
            "part": plain(self.part),
            "measure": self.measure.value,
        }
