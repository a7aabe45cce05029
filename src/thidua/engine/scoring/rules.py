"""The kinds of scoring rule. Each turns what was typed into points and writes down every step."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from thidua.engine.scoring.inputs import (
    LeafInput,
    Option,
    Points,
    ScoreInputError,
    Working,
    ZeroDenominator,
    not_negative,
    nothing_came_up,
    read_ratio,
    times,
)
from thidua.engine.scoring.numbers import plain

_ONE: Final = Fraction(1)
_ZERO: Final = Fraction(0)


@dataclass(frozen=True, slots=True)
class YesNo:
    """Done or not: the maximum or nothing."""

    kind = "yes_no"
    fields = ("choice",)

    def points(self, maximum: Fraction, given: LeafInput, zero: ZeroDenominator) -> Points | None:
        """Take "yes" or "no" in ``choice``."""
        if given.choice is None:
            return None
        if given.choice not in {"yes", "no"}:
            raise ScoreInputError("unknown_choice", "choice", value=given.choice)
        points = maximum if given.choice == "yes" else _ZERO
        return Points(points, None, ({"op": "choice", "choice": given.choice, "result": plain(points)},))

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind}


@dataclass(frozen=True, slots=True)
class Graded:
    """One of several states, each with its points."""

    options: tuple[Option, ...]
    kind = "graded"
    fields = ("choice",)

    def points(self, maximum: Fraction, given: LeafInput, zero: ZeroDenominator) -> Points | None:
        """Take the code of an option in ``choice``."""
        if given.choice is None:
            return None
        for option in self.options:
            if option.code == given.choice:
                step = {"op": "choice", "choice": option.code, "result": plain(option.points)}
                return Points(Fraction(option.points), None, (step,))
        raise ScoreInputError("unknown_choice", "choice", value=given.choice)

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind, "options": [option.plain() for option in self.options]}


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of ratios with its points. A limit belongs to the band that says "at_least" or "at_most"."""

    points: Decimal
    low: Decimal = Decimal(0)
    low_included: bool = True
    high: Decimal | None = None
    high_included: bool = False

    def holds(self, ratio: Fraction) -> bool:
        """Tell whether the ratio lies in the band."""
        above = ratio >= self.low if self.low_included else ratio > self.low
        if self.high is None:
            return above
        return above and (ratio <= self.high if self.high_included else ratio < self.high)

    def plain(self) -> dict[str, str]:
        """Return the band for JSON."""
        found = {"at_least" if self.low_included else "above": plain(self.low)}
        if self.high is not None:
            found["at_most" if self.high_included else "below"] = plain(self.high)
        return {**found, "points": plain(self.points)}


@dataclass(frozen=True, slots=True)
class Banded:
    """Points by the band in which the ratio lies."""

    bands: tuple[Band, ...]
    kind = "band"
    fields = ("numerator", "denominator")

    def points(self, maximum: Fraction, given: LeafInput, zero: ZeroDenominator) -> Points | None:
        """Take a ratio; it may exceed 1."""
        ratio = read_ratio(given, None, may_exceed=True)
        if ratio is None:
            return None
        if ratio.value is None:
            return nothing_came_up(maximum, zero, ratio.step)
        for band in self.bands:
            if band.holds(ratio.value):
                step = {"op": "band", **band.plain(), "result": plain(band.points)}
                return Points(Fraction(band.points), ratio.value, (ratio.step, step))
        raise ScoreInputError("outside_all_bands", "numerator", value=plain(ratio.value))

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind, "bands": [band.plain() for band in self.bands]}


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """The maximum when all is there, else nothing. ``of``: how many that is, where the rule says so."""

    of: Decimal | None = None
    kind = "all_or_nothing"

    @property
    def fields(self) -> tuple[str, ...]:
        """Ask for the denominator only where the rule does not fix it."""
        return ("numerator",) if self.of is not None else ("numerator", "denominator")

    def points(self, maximum: Fraction, given: LeafInput, zero: ZeroDenominator) -> Points | None:
        """Take how many are there, of how many."""
        ratio = read_ratio(given, self.of, may_exceed=False)
        if ratio is None:
            return None
        if ratio.value is None:
            return nothing_came_up(maximum, zero, ratio.step)
        points = maximum if ratio.value == 1 else _ZERO
        return Points(points, ratio.value, (ratio.step, {"op": "all_or_nothing", "result": plain(points)}))

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind} | ({"of": plain(self.of)} if self.of is not None else {})


@dataclass(frozen=True, slots=True)
class Proportional:
    """Ratio times maximum; nothing below ``cut_off`` where there is one."""

    cut_off: Decimal | None = None
    fields = ("numerator", "denominator")

    @property
    def kind(self) -> str:
        """Two names of one formula."""
        return "proportional" if self.cut_off is None else "cut_off"

    def points(self, maximum: Fraction, given: LeafInput, zero: ZeroDenominator) -> Points | None:
        """Take a ratio of at most 1."""
        ratio = read_ratio(given, None, may_exceed=False)
        if ratio is None:
            return None
        if ratio.value is None:
            return nothing_came_up(maximum, zero, ratio.step)
        if self.cut_off is not None and ratio.value < self.cut_off:
            step: Working = {"op": "below_cut_off", "cut_off": plain(self.cut_off), "result": "0"}
            return Points(_ZERO, ratio.value, (ratio.step, step))
        return Points(ratio.value * maximum, ratio.value, (ratio.step, times(ratio.value, maximum)))

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind} | ({"cut_off": plain(self.cut_off)} if self.cut_off is not None else {})


@dataclass(frozen=True, slots=True)
class Target:
    """Share of a target reached, at most the whole, times maximum."""

    target: Decimal
    kind = "target"
    fields = ("numerator", "denominator")

    def points(self, maximum: Fraction, given: LeafInput, zero: ZeroDenominator) -> Points | None:
        """Take a ratio; above the target it counts as the target."""
        ratio = read_ratio(given, None, may_exceed=True)
        if ratio is None:
            return None
        if ratio.value is None:
            return nothing_came_up(maximum, zero, ratio.step)
        share = min(_ONE, ratio.value / Fraction(self.target))
        against: Working = {"op": "of_target", "target": plain(self.target), "result": plain(share)}
        return Points(share * maximum, ratio.value, (ratio.step, against, times(share, maximum)))

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind, "target": plain(self.target)}


@dataclass(frozen=True, slots=True)
class Deduction:
    """The maximum less ``each`` per case, at least ``floor``; nothing in one of the cases ``zero_on``."""

    each: Decimal
    floor: Decimal = Decimal(0)
    zero_on: tuple[Option, ...] = ()
    kind = "deduction"

    @property
    def fields(self) -> tuple[str, ...]:
        """Ask for the grave case only where the rule knows one."""
        return ("count", "choice") if self.zero_on else ("count",)

    def points(self, maximum: Fraction, given: LeafInput, zero: ZeroDenominator) -> Points | None:
        """Take the number of cases, and in ``choice`` the grave case, "none" where there was none."""
        if given.choice is not None and given.choice != "none":
            if given.choice not in {option.code for option in self.zero_on}:
                raise ScoreInputError("unknown_choice", "choice", value=given.choice)
            return Points(_ZERO, None, ({"op": "zero_on", "choice": given.choice, "result": "0"},))
        if given.count is None:
            return None
        left = maximum - not_negative("count", given.count) * Fraction(self.each)
        points = max(Fraction(self.floor), left)
        step = {
            "op": "deduct",
            "max": plain(maximum),
            "count": str(given.count),
            "each": plain(self.each),
            "floor": plain(self.floor),
            "result": plain(points),
        }
        return Points(points, None, (step,))

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        found: dict[str, Any] = {"kind": self.kind, "each": plain(self.each), "floor": plain(self.floor)}
        if self.zero_on:
            found["zero_on"] = [{"code": option.code, "label": option.label} for option in self.zero_on]
        return found


@dataclass(frozen=True, slots=True)
class PerItem:
    """``each`` for every item, at most the maximum."""

    each: Decimal
    kind = "per_item"
    fields = ("count",)

    def points(self, maximum: Fraction, given: LeafInput, zero: ZeroDenominator) -> Points | None:
        """Take the number of items."""
        if given.count is None:
            return None
        points = min(maximum, not_negative("count", given.count) * Fraction(self.each))
        step = {
            "op": "per_item",
            "count": str(given.count),
            "each": plain(self.each),
            "max": plain(maximum),
            "result": plain(points),
        }
        return Points(points, None, (step,))

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind, "each": plain(self.each)}


@dataclass(frozen=True, slots=True)
class Survey:
    """Weighted share of the answers of valid forms, times maximum; too few forms say nothing."""

    options: tuple[Option, ...]  # points: the weight of the answer, as a part of 1
    minimum_forms: int = 0
    kind = "survey"
    fields = ("counts",)

    def points(self, maximum: Fraction, given: LeafInput, zero: ZeroDenominator) -> Points | None:
        """Take answers by option in ``counts``, or satisfied and valid forms as a ratio."""
        if given.counts:
            weights = {option.code: Fraction(option.points) for option in self.options}
            for code, count in given.counts.items():
                if code not in weights:
                    raise ScoreInputError("unknown_choice", "counts", value=code)
                not_negative("counts", count)
            valid = Fraction(sum(given.counts.values()))
            good = sum((weights[code] * count for code, count in given.counts.items()), _ZERO)
        elif given.numerator is not None and given.denominator is not None:
            valid = not_negative("denominator", given.denominator)
            good = not_negative("numerator", given.numerator)
            if good > valid:
                raise ScoreInputError(
                    "numerator_above_denominator",
                    "numerator",
                    numerator=plain(good),
                    denominator=plain(valid),
                )
        else:
            return None
        if valid == 0 or valid < self.minimum_forms:
            step: Working = {"op": "too_few_forms", "valid": plain(valid), "minimum": str(self.minimum_forms)}
            return Points(None, None, (step, {"op": "not_applicable"}))
        ratio = good / valid
        counted: Working = {
            "op": "survey",
            "good": plain(good),
            "valid": plain(valid),
            "result": plain(ratio),
        }
        return Points(ratio * maximum, ratio, (counted, times(ratio, maximum)))

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {
            "kind": self.kind,
            "minimum_forms": self.minimum_forms,
            "options": [
                {"code": option.code, "label": option.label, "weight": plain(option.points)}
                for option in self.options
            ],
        }
