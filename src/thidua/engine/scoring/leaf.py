"""One leaf: what its rule gives for what stands in its row, with the working that anybody can score again."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from thidua.engine.scoring.criteria import Criterion
from thidua.engine.scoring.inputs import (
    Absent,
    LeafInput,
    Points,
    ScoreInputError,
    Step,
    Working,
    ZeroDenominator,
    set_points,
)
from thidua.engine.scoring.loading import load_rule
from thidua.engine.scoring.numbers import (
    RoundingMode,
    exact,
    of_units,
    plain,
    round_to,
    to_decimal,
    units,
)
from thidua.engine.scoring.outside import Rounding
from thidua.engine.scoring.steps import render

EMPTY: Final = LeafInput()
NOTHING: Final = Decimal(0)


class LeafStatus(StrEnum):
    """What became of a leaf."""

    SCORED = "scored"
    MISSING = "missing"  # not filled yet: counts as nothing, and the sheet is not complete
    NOT_APPLICABLE = "not_applicable"  # dropped, the rest rescaled


class ScoringError(ValueError):
    """A sheet that cannot be scored: unknown_profile, unknown_leaf, unknown_item, nothing_applies."""

    def __init__(self, code: str, value: str = "") -> None:
        """Keep the code and the value to blame."""
        super().__init__(f"{code}: {value}" if value else code)
        self.code = code
        self.value = value


class LeafScore:
    """Points of one leaf. ``working`` is plain JSON that ``recompute`` reads."""

    __slots__ = (
        "_asked",
        "_rounding",
        "exact",
        "fine_exact",
        "given",
        "leaf",
        "ratio_exact",
        "status",
        "steps",
    )

    def __init__(
        self,
        leaf: Criterion,
        given: LeafInput,
        status: LeafStatus,
        found: Points,
        rounding: Rounding | None = None,
        *,
        asked: bool = True,
    ) -> None:
        """Keep what was found; ``asked`` is False for a leaf that was not put to the rule at all."""
        self.leaf = leaf
        self.given = given
        self.status = status
        self.exact, self.ratio_exact, self.steps, self.fine_exact = found
        self._rounding = rounding
        self._asked = asked

    @property
    def code(self) -> str:
        """The code of the leaf."""
        return self.leaf.code

    @property
    def max(self) -> Decimal:
        """The maximum of the leaf."""
        return self.leaf.max

    @property
    def units(self) -> int:
        """The points in whole units of ``numbers.UNITS``."""
        return units(self.exact) if self.exact is not None else 0

    @property
    def score(self) -> Decimal:
        """The points."""
        return of_units(self.units) if self.exact is not None else NOTHING

    @property
    def score_text(self) -> str | None:
        """The points as text, None for a leaf that does not count."""
        return plain(self.exact) if self.exact is not None else None

    @property
    def ratio(self) -> Decimal | None:
        """What was reached of the whole, as a part of 1."""
        return to_decimal(self.ratio_exact) if self.ratio_exact is not None else None

    @property
    def fine(self) -> Decimal:
        """What a missed duty costs beyond the leaf."""
        return to_decimal(self.fine_exact) if self.fine_exact is not None else NOTHING

    @property
    def working(self) -> Working:
        """The rule as it stood, the inputs, every step and the result."""
        if not self._asked:
            found: Working = {"leaf": self.code, "status": self.status.value}
            if self.status is LeafStatus.SCORED:
                found |= {"max": plain(self.max), "score": plain(self.score)}
            return found | {"steps": [render(step) for step in self.steps]}
        leaf = self.leaf
        found = {
            "leaf": leaf.code,
            "max": plain(leaf.max),
            "rule": leaf.rule.plain() if leaf.rule is not None else {},
            "zero": leaf.zero.value,
            "inputs": self.given.plain(),
            "steps": [render(step) for step in self.steps],
            "status": self.status.value,
            "score": plain(self.score),
        }
        if leaf.absent is not Absent.REFUSE:
            found["absent"] = leaf.absent.value
        if self._rounding is not None and self.status is LeafStatus.SCORED:
            found["rounding"] = {"places": self._rounding.places, "mode": self._rounding.mode.value}
        if self.fine_exact is not None:
            found["fine"] = plain(self.fine)
        return found


_MISSING: Final = Points(None, None, ())
DROPPED: Final[Mapping[str, Points]] = {
    name: Points(None, None, ((name,),)) for name in ("profile", "left_out")
}
_DECLARED: Final[Step] = ("declared_not_applicable",)


def _declared(leaf: Criterion) -> Points:
    """What a leaf gives that the unit declares not applicable. Raises ScoreInputError."""
    if leaf.absent is Absent.FULL:
        return Points(exact(leaf.max), None, (_DECLARED, ("full", leaf.max)))
    if leaf.absent is Absent.RESCALE:
        return Points(None, None, (_DECLARED, ("not_applicable",)))
    raise ScoreInputError("may_not_be_left_out", "not_applicable")


LeafScorer = Callable[[LeafInput], LeafScore]


def leaf_scorer(leaf: Criterion, rounding: Rounding | None = None) -> LeafScorer:
    """Make one leaf ready. Raises ScoringError for an area."""
    if leaf.rule is None:
        raise ScoringError("unknown_leaf", leaf.code)
    points_of = leaf.rule.scorer(leaf.max, leaf.zero)

    def score(given: LeafInput) -> LeafScore:
        try:
            if given.points is not None:
                found: Points | None = set_points(leaf.max, given.points)
            elif given.not_applicable:
                found = _declared(leaf)
            else:
                found = points_of(given)
        except ScoreInputError as error:
            error.leaf = leaf.code
            raise
        if found is None:
            return LeafScore(leaf, given, LeafStatus.MISSING, _MISSING, rounding)
        if found.points is None:
            return LeafScore(leaf, given, LeafStatus.NOT_APPLICABLE, found, rounding)
        if rounding is not None:
            rounded = round_to(found.points, rounding.places, rounding.mode)
            step = ("round", rounding.places, rounded)
            found = found._replace(points=rounded, steps=(*found.steps, step))
        return LeafScore(leaf, given, LeafStatus.SCORED, found, rounding)

    return score


def score_leaf(leaf: Criterion, given: LeafInput, rounding: Rounding | None = None) -> LeafScore:
    """Score one leaf; ``rounding`` only where the set rounds before summing.

    Raises ScoreInputError (with ``leaf`` set) for what cannot be scored, ScoringError for an area.
    """
    return leaf_scorer(leaf, rounding)(given)


def from_working(working: Mapping[str, Any]) -> LeafScore:
    """Score a leaf again from its working alone: the rule as it stood and what was typed."""
    maximum = Decimal(working["max"])
    leaf = Criterion(
        code=str(working["leaf"]),
        title="",
        max=maximum,
        rule=load_rule(working["rule"], maximum),
        zero=ZeroDenominator(working["zero"]),
        absent=Absent(working.get("absent", Absent.REFUSE)),
    )
    rounding = working.get("rounding")
    again = Rounding(int(rounding["places"]), RoundingMode(rounding["mode"])) if rounding else None
    return score_leaf(leaf, LeafInput.from_plain(working["inputs"]), again)


def recompute(working: Mapping[str, Any]) -> Decimal:
    """Score again from the working alone, so that anybody can check a stored score."""
    return from_working(working).score
