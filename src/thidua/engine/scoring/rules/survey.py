"""The rule of surveys: shares of answers by their weights."""

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
from thidua.engine.scoring.numbers import Exact, common, exact, less, plain


@dataclass(frozen=True, slots=True)
class Survey:
    """Weighted share of the answers of valid forms, times maximum; too few forms say nothing."""

    options: tuple[Option, ...]  # points: the weight of the answer, as a part of 1
    minimum_forms: int = 0
    kind = "survey"
    fields = ("counts",)

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take answers by option in ``counts``, or satisfied and valid forms as a ratio."""
        below, *weights = common(*(option.points for option in self.options))
        weight_of = dict(zip((option.code for option in self.options), weights, strict=True))
        top, top_below = exact(maximum)

        def counted(given: LeafInput) -> tuple[Exact, Exact] | None:
            if given.counts:
                good = valid = 0
                for code, count in given.counts.items():
                    if code not in weight_of:
                        raise ScoreInputError("unknown_choice", "counts", value=code)
                    not_negative("counts", count)
                    good, valid = good + weight_of[code] * count, valid + count
                return (good, below), (valid, 1)
            if given.numerator is None or given.denominator is None:
                return None
            forms = not_negative("denominator", given.denominator)
            pleased = not_negative("numerator", given.numerator)
            if less(forms, pleased):
                raise ScoreInputError(
                    "numerator_above_denominator",
                    "numerator",
                    numerator=plain(pleased),
                    denominator=plain(forms),
                )
            return pleased, forms

        def score(given: LeafInput) -> Points | None:
            found = counted(given)
            if found is None:
                return None
            good, valid = found
            if valid[0] == 0 or less(valid, (self.minimum_forms, 1)):
                few = ("too_few_forms", valid, self.minimum_forms)
                return Points(None, None, (few, ("not_applicable",)))
            ratio = (good[0] * valid[1], good[1] * valid[0])
            return Points(
                (ratio[0] * top, ratio[1] * top_below),
                ratio,
                (("survey", good, valid, ratio), ("times_max", ratio, maximum)),
            )

        return score

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
