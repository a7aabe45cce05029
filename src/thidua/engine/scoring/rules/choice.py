"""Rules that take an answer: done or not, one of several states, or what an appraiser thinks of it."""

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
)
from thidua.engine.scoring.numbers import exact, plain


def _of(options: tuple[Option, ...]) -> RuleScorer:
    answers = {
        option.code: Points(
            exact(option.points),
            None,
            (("choice", option.code, option.points),)
            + ((("fine", option.fine),) if option.fine is not None else ()),
            exact(option.fine) if option.fine is not None else None,
        )
        for option in options
    }

    def score(given: LeafInput) -> Points | None:
        if given.choice is None:
            return None
        found = answers.get(given.choice)
        if found is None:
            raise ScoreInputError("unknown_choice", "choice", value=given.choice)
        return found

    return score


@dataclass(frozen=True, slots=True)
class YesNo:
    """Done or not: the maximum or nothing, and a fine where the duty was missed."""

    fine: Decimal | None = None
    kind = "yes_no"
    fields = ("choice",)

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take "yes" or "no" in ``choice``."""
        return _of((Option("yes", "", maximum), Option("no", "", Decimal(0), self.fine)))

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind} | ({"fine": plain(self.fine)} if self.fine is not None else {})


@dataclass(frozen=True, slots=True)
class Graded:
    """One of several states, each with its points."""

    options: tuple[Option, ...]
    kind = "graded"
    fields = ("choice",)

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take the code of an option in ``choice``."""
        return _of(self.options)

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind, "options": [option.plain() for option in self.options]}


@dataclass(frozen=True, slots=True)
class Assessed:
    """Points that somebody gives by judgement, from nothing to the maximum: a leader's assessment."""

    kind = "assessed"
    fields = ("points",)

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take nothing: the row is empty until ``points`` are set."""
        return lambda _: None

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind}
