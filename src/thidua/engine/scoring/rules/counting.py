"""Rules that count cases: points taken away or given for each."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from thidua.engine.scoring.inputs import (
    LeafInput,
    Option,
    Points,
    RuleScorer,
    ScoreInputError,
    ZeroDenominator,
    not_negative,
)
from thidua.engine.scoring.numbers import common, plain


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

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take the number of cases, and in ``choice`` the grave case, "none" where there was none."""
        grave = {option.code for option in self.zero_on}
        below, top, each, floor = common(maximum, self.each, self.floor)

        def score(given: LeafInput) -> Points | None:
            if given.choice is not None and given.choice != "none":
                if given.choice not in grave:
                    raise ScoreInputError("unknown_choice", "choice", value=given.choice)
                return Points((0, 1), None, (("zero_on", given.choice),))
            count = given.count
            if count is None:
                return None
            not_negative("count", count)
            points = (max(floor, top - count * each), below)
            return Points(points, None, (("deduct", maximum, count, self.each, self.floor, points),))

        return score

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

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take the number of items."""
        below, top, each = common(maximum, self.each)

        def score(given: LeafInput) -> Points | None:
            count = given.count
            if count is None:
                return None
            not_negative("count", count)
            points = (min(top, count * each), below)
            return Points(points, None, (("per_item", count, self.each, maximum, points),))

        return score

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind, "each": plain(self.each)}
