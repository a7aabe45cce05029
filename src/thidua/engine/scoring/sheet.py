"""From what stands in the rows of a sheet to areas, total and grade, with the working shown.

A ``Scorer`` makes the rules of a set ready once and scores any number of sheets by them; there is no other way to
a score. Working, ratio and decimals of a leaf are written out when they are asked for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Final

from thidua.engine.scoring.criteria import CriteriaSet, Criterion
from thidua.engine.scoring.inputs import Absent, LeafInput, Points, ScoreInputError, Working
from thidua.engine.scoring.leaf import (
    DROPPED,
    EMPTY,
    NOTHING,
    LeafScore,
    LeafScorer,
    LeafStatus,
    ScoringError,
    leaf_scorer,
)
from thidua.engine.scoring.numbers import Exact, exact, less, plain, round_to, shown, summed, to_decimal
from thidua.engine.scoring.outside import Extras, RoundWhen

_NONE: Final[Exact] = (0, 1)


@dataclass(frozen=True, slots=True)
class AreaScore:
    """Points of one area over its applicable leaves; ``percent`` is None when none applies."""

    code: str
    exact: Exact
    max_exact: Exact

    @property
    def points(self) -> Decimal:
        """The points reached."""
        return to_decimal(self.exact)

    @property
    def max(self) -> Decimal:
        """What could be reached."""
        return to_decimal(self.max_exact)

    @property
    def percent(self) -> Decimal | None:
        """The share reached, of 100."""
        above, below = self.exact
        top, top_below = self.max_exact
        return to_decimal((above * top_below * 100, below * top)) if top else None


@dataclass(frozen=True, slots=True)
class ExtraScore:
    """Points of one ground of bonus or penalty before the cap over all."""

    code: str
    count: int
    points: Decimal


@dataclass(frozen=True)
class SheetScore:
    """The whole sheet. ``total`` is what is compared, ``shown`` the same rounded as the set says."""

    criteria: CriteriaSet
    profile: str
    tags: frozenset[str]
    leaves: tuple[LeafScore, ...]
    areas: tuple[AreaScore, ...]
    exact: Exact
    reached: Exact
    reachable: Exact
    scaled: Exact
    bonus: Decimal
    penalty: Decimal
    fines: Decimal
    bonus_items: tuple[ExtraScore, ...]
    penalty_items: tuple[ExtraScore, ...]

    @cached_property
    def total(self) -> Decimal:
        """What is compared."""
        return to_decimal(self.exact)

    @property
    def shown(self) -> Decimal:
        """The total rounded as the set says."""
        rounding = self.criteria.rounding
        return shown(self.total, rounding.places, rounding.mode)

    @property
    def points(self) -> Decimal:
        """The sum of the leaves."""
        return to_decimal(self.reached)

    @property
    def max(self) -> Decimal:
        """The sum of the maxima of the leaves that count."""
        return to_decimal(self.reachable)

    @property
    def grade(self) -> str:
        """The level that the total, not rounded, reaches."""
        grades = self.criteria.grades
        return next((grade.code for grade in grades if not less(self.exact, exact(grade.at_least))), "")

    @property
    def missing(self) -> tuple[str, ...]:
        """Codes of the rows that are still empty."""
        return tuple(leaf.code for leaf in self.leaves if leaf.status is LeafStatus.MISSING)

    @property
    def complete(self) -> bool:
        """Tell whether no row is still empty."""
        return not self.missing

    def leaf(self, code: str) -> LeafScore:
        """Return one leaf. Raises KeyError."""
        for leaf in self.leaves:
            if leaf.code == code:
                return leaf
        raise KeyError(code)

    def area(self, code: str) -> AreaScore:
        """Return one area. Raises KeyError."""
        for area in self.areas:
            if area.code == code:
                return area
        raise KeyError(code)

    @property
    def working(self) -> Working:
        """How the total came about, plain JSON."""
        criteria = self.criteria
        found = {
            "set": criteria.code,
            "version": criteria.version,
            "digest": criteria.digest,
            "profile": self.profile,
            "tags": sorted(self.tags),
            "points": plain(self.reached),
            "max": plain(self.reachable),
            "scale": plain(criteria.scale),
            "rescaled": plain(self.scaled),
            "bonus": _extra_working(self.bonus_items, self.bonus, criteria.bonus),
            "penalty": _extra_working(self.penalty_items, self.penalty, criteria.penalty),
            "total": plain(self.total),
        }
        if self.fines:
            rows = [
                {"leaf": leaf.code, "points": plain(leaf.fine)} for leaf in self.leaves if leaf.fine_exact
            ]
            found["fines"] = {"items": rows, "result": plain(self.fines)}
        return found


def _extra_working(items: tuple[ExtraScore, ...], total: Decimal, extras: Extras) -> Working:
    rows = [{"code": item.code, "count": item.count, "points": plain(item.points)} for item in items]
    return {"items": rows, "cap": plain(extras.cap), "result": plain(total)}


def _extra(extras: Extras, counts: Mapping[str, int]) -> tuple[Decimal, tuple[ExtraScore, ...]]:
    items = {item.code: item for item in extras.items}
    found: list[ExtraScore] = []
    for code in sorted(counts):
        if code not in items:
            raise ScoringError("unknown_item", code)
        if counts[code] < 0:
            raise ScoreInputError("negative", code, value=str(counts[code]))
        points = items[code].each * counts[code]
        limit = items[code].at_most
        found.append(ExtraScore(code, counts[code], points if limit is None else min(points, limit)))
    total = sum((item.points for item in found), NOTHING)
    return min(total, extras.cap), tuple(found)


Plan = list[tuple[str, Exact, list[tuple[Criterion, str, Exact, LeafScorer]]]]
"""Areas with what they can reach and their leaves: what each can reach and how it is scored. A leaf without a code asks
nothing of what is given."""


def _always(found: LeafScore) -> LeafScorer:
    return lambda _: found


class Scorer:
    """The rules of a set made ready. ``Scorer.of`` gives the one of a set."""

    def __init__(self, criteria: CriteriaSet) -> None:
        """Make every leaf ready."""
        self.criteria = criteria
        self._rounding = criteria.rounding if criteria.rounding.when is RoundWhen.BEFORE_SUM else None
        self._leaves = {leaf.code: leaf_scorer(leaf, self._rounding) for leaf in criteria.leaves}
        self._profiles = {profile.code for profile in criteria.profiles}
        self._maxima = {leaf.code: exact(leaf.max) for leaf in criteria.leaves}
        self._plans: dict[tuple[str, frozenset[str]], Plan] = {}

    @staticmethod
    def of(criteria: CriteriaSet) -> "Scorer":
        """Return the scorer of a set, made once."""
        return _scorer_of(criteria)

    def _plan(self, profile: str, tags: frozenset[str]) -> Plan:
        """Area by area, how each leaf is scored for units of a kind; a leaf that does not hold for them asks nothing.

        Raises ScoringError for an unknown profile.
        """
        if self._profiles and profile not in self._profiles:
            raise ScoringError("unknown_profile", profile)
        found = self._plans.get((profile, tags))
        if found is None:
            held = {leaf.code for leaf in self.criteria.applicable(profile, tags)}
            found = [
                (
                    area.code,
                    summed(self._maxima[leaf.code] for leaf in area.leaves()),
                    [
                        (leaf, leaf.code, self._maxima[leaf.code], self._leaves[leaf.code])
                        if leaf.code in held
                        else (leaf, "", self._maxima[leaf.code], _always(self._dropped(leaf, "profile")))
                        for leaf in area.leaves()
                    ],
                )
                for area in self.criteria.areas
            ]
            self._plans[profile, tags] = found
        return found

    def leaf(self, code: str, given: LeafInput) -> LeafScore:
        """Score one leaf. Raises ScoreInputError, ScoringError for an unknown leaf."""
        if code not in self._leaves:
            raise ScoringError("unknown_leaf", code)
        return self._leaves[code](given)

    def _dropped(self, leaf: Criterion, why: str) -> LeafScore:
        if why == "profile" and leaf.applies.otherwise is Absent.FULL:
            points: Exact = self._maxima[leaf.code]
            if self._rounding is not None:
                points = round_to(points, self._rounding.places, self._rounding.mode)
            full = Points(points, None, (("does_not_hold",), ("full", leaf.max)))
            return LeafScore(leaf, EMPTY, LeafStatus.SCORED, full, asked=False)
        return LeafScore(leaf, EMPTY, LeafStatus.NOT_APPLICABLE, DROPPED[why], asked=False)

    def score(
        self,
        profile: str,
        inputs: Mapping[str, LeafInput],
        *,
        tags: Iterable[str] = (),
        bonus: Mapping[str, int] | None = None,
        penalty: Mapping[str, int] | None = None,
        leave_out: Iterable[str] = (),
    ) -> SheetScore:
        """Score a sheet; see ``score_sheet``."""
        held = frozenset(tags)
        plan = self._plan(profile, held)
        if not inputs.keys() <= self._leaves.keys():
            raise ScoringError("unknown_leaf", min(inputs.keys() - self._leaves.keys()))
        left_out = frozenset(leave_out)
        leaves: list[LeafScore] = []
        areas: list[AreaScore] = []
        fines: list[Exact] = []
        for area, full, rows in plan:
            points: list[Exact] = []
            maxima: list[Exact] = []
            for leaf, code, maximum, score in rows:
                dropped = left_out and code in left_out
                found = self._dropped(leaf, "left_out") if dropped else score(inputs.get(code, EMPTY))
                leaves.append(found)
                if found.exact is not None:
                    points.append(found.exact)
                elif found.status is not LeafStatus.MISSING:
                    continue
                maxima.append(maximum)
                if found.fine_exact is not None:
                    fines.append(found.fine_exact)
            all_count = len(maxima) == len(rows)
            areas.append(AreaScore(area, summed(points), full if all_count else summed(maxima)))
        return self._summed(profile, held, leaves, areas, fines, bonus or {}, penalty or {})

    def _summed(
        self,
        profile: str,
        tags: frozenset[str],
        leaves: list[LeafScore],
        areas: list[AreaScore],
        fines: list[Exact],
        bonus: Mapping[str, int],
        penalty: Mapping[str, int],
    ) -> SheetScore:
        criteria = self.criteria
        reached = summed(area.exact for area in areas)
        reachable = summed(area.max_exact for area in areas)
        if not reachable[0]:
            raise ScoringError("nothing_applies")
        scaled = reached
        if criteria.rescale:
            scale, scale_below = exact(criteria.scale)
            scaled = (
                reached[0] * scale * reachable[1],
                reached[1] * scale_below * reachable[0],
            )
        plus, plus_items = _extra(criteria.bonus, bonus)
        minus, minus_items = _extra(criteria.penalty, penalty)
        fined = to_decimal(summed(fines))
        extra, extra_below = exact(plus - minus - fined)
        above, below = scaled[0] * extra_below + extra * scaled[1], scaled[1] * extra_below
        return SheetScore(
            criteria=criteria,
            profile=profile,
            tags=tags,
            leaves=tuple(leaves),
            areas=tuple(areas),
            exact=(above, below) if above > 0 else _NONE,
            reached=reached,
            reachable=reachable,
            scaled=scaled,
            bonus=plus,
            penalty=minus,
            fines=fined,
            bonus_items=plus_items,
            penalty_items=minus_items,
        )


@lru_cache(maxsize=64)
def _scorer_of(criteria: CriteriaSet) -> Scorer:
    return Scorer(criteria)


def score_sheet(
    criteria: CriteriaSet,
    profile: str,
    inputs: Mapping[str, LeafInput],
    *,
    tags: Iterable[str] = (),
    bonus: Mapping[str, int] | None = None,
    penalty: Mapping[str, int] | None = None,
    leave_out: Iterable[str] = (),
) -> SheetScore:
    """Score a sheet of a unit of this profile with these tags.

    ``inputs`` go by leaf code, ``bonus`` and ``penalty`` count cases by item code, ``leave_out`` are leaves
    that are not scored in this round (a unit does not score what others observe). Leaves that do not apply
    are dropped and, where the set says so, the rest is rescaled to its scale. The total is never below 0.
    Raises ScoreInputError for a bad row, ScoringError for an unknown profile, leaf or item, or when nothing
    applies.
    """
    return Scorer.of(criteria).score(
        profile, inputs, tags=tags, bonus=bonus, penalty=penalty, leave_out=leave_out
    )
