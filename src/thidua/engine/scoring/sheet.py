"""From what stands in the rows of a sheet to leaf scores, areas, total and grade, with the working shown."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any, Final

from thidua.engine.scoring.criteria import CriteriaSet, Criterion, Extras, Rounding, RoundWhen
from thidua.engine.scoring.inputs import (
    LeafInput,
    ScoreInputError,
    Working,
    ZeroDenominator,
    set_points,
)
from thidua.engine.scoring.loading import load_rule
from thidua.engine.scoring.numbers import RoundingMode, plain, round_to, shown, to_decimal

_ZERO: Final = Fraction(0)
EMPTY: Final = LeafInput()


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


@dataclass(frozen=True, slots=True)
class LeafScore:
    """Points of one leaf. ``working`` is plain JSON that ``recompute`` reads."""

    code: str
    max: Decimal
    status: LeafStatus
    score: Decimal
    ratio: Decimal | None
    working: Working


@dataclass(frozen=True, slots=True)
class AreaScore:
    """Points of one area over its applicable leaves; ``percent`` is None when none applies."""

    code: str
    points: Decimal
    max: Decimal
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class ExtraScore:
    """Points of one ground of bonus or penalty before the cap over all."""

    code: str
    count: int
    points: Decimal


@dataclass(frozen=True, slots=True)
class SheetScore:
    """The whole sheet. ``total`` is what is compared, ``shown`` the same rounded as the set says."""

    total: Decimal
    shown: Decimal
    points: Decimal
    max: Decimal
    bonus: Decimal
    penalty: Decimal
    grade: str
    areas: tuple[AreaScore, ...]
    leaves: tuple[LeafScore, ...]
    missing: tuple[str, ...]
    working: Working

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


def _scored(
    leaf: Criterion, given: LeafInput, rounding: Rounding | None
) -> tuple[LeafScore, Fraction | None]:
    rule = leaf.rule
    if rule is None:
        raise ScoringError("unknown_leaf", leaf.code)
    maximum = Fraction(leaf.max)
    working: Working = {
        "leaf": leaf.code,
        "max": plain(leaf.max),
        "rule": rule.plain(),
        "zero": leaf.zero.value,
        "inputs": given.plain(),
        "steps": [],
        "status": LeafStatus.MISSING.value,
        "score": "0",
    }
    try:
        found = (
            rule.points(maximum, given, leaf.zero)
            if given.points is None
            else set_points(maximum, given.points)
        )
    except ScoreInputError as error:
        error.leaf = leaf.code
        raise
    if found is None:
        return LeafScore(leaf.code, leaf.max, LeafStatus.MISSING, Decimal(0), None, working), _ZERO
    working["steps"] = list(found.steps)
    ratio = to_decimal(found.ratio) if found.ratio is not None else None
    if found.points is None:
        working["status"] = LeafStatus.NOT_APPLICABLE.value
        return LeafScore(leaf.code, leaf.max, LeafStatus.NOT_APPLICABLE, Decimal(0), ratio, working), None
    points = found.points
    if rounding is not None:
        points = round_to(points, rounding.places, rounding.mode)
        working["rounding"] = {"places": rounding.places, "mode": rounding.mode.value}
        working["steps"].append({"op": "round", "places": str(rounding.places), "result": plain(points)})
    working["status"], working["score"] = LeafStatus.SCORED.value, plain(points)
    return LeafScore(leaf.code, leaf.max, LeafStatus.SCORED, to_decimal(points), ratio, working), points


def score_leaf(leaf: Criterion, given: LeafInput, rounding: Rounding | None = None) -> LeafScore:
    """Score one leaf; ``rounding`` only where the set rounds before summing.

    Raises ScoreInputError (with ``leaf`` set) for what cannot be scored, ScoringError for an area.
    """
    return _scored(leaf, given, rounding)[0]


def recompute(working: Mapping[str, Any]) -> Decimal:
    """Score again from the working alone, so that anybody can check a stored score."""
    maximum = Decimal(working["max"])
    leaf = Criterion(
        code=str(working["leaf"]),
        title="",
        max=maximum,
        rule=load_rule(working["rule"], maximum),
        zero=ZeroDenominator(working["zero"]),
    )
    rounding = working.get("rounding")
    again = Rounding(int(rounding["places"]), RoundingMode(rounding["mode"])) if rounding else None
    return score_leaf(leaf, LeafInput.from_plain(working["inputs"]), again).score


def _extra(extras: Extras, counts: Mapping[str, int]) -> tuple[Fraction, tuple[ExtraScore, ...]]:
    items = {item.code: item for item in extras.items}
    found: list[ExtraScore] = []
    total = _ZERO
    for code in sorted(counts):
        if code not in items:
            raise ScoringError("unknown_item", code)
        if counts[code] < 0:
            raise ScoreInputError("negative", code, value=str(counts[code]))
        points = Fraction(items[code].each) * counts[code]
        limit = items[code].at_most
        if limit is not None:
            points = min(points, Fraction(limit))
        total += points
        found.append(ExtraScore(code, counts[code], to_decimal(points)))
    return min(total, Fraction(extras.cap)), tuple(found)


def _area(area: Criterion, points: Mapping[str, Fraction | None]) -> AreaScore:
    applied = [leaf for leaf in area.leaves() if points.get(leaf.code) is not None]
    maximum = sum((Fraction(leaf.max) for leaf in applied), _ZERO)
    reached = sum((points[leaf.code] or _ZERO for leaf in applied), _ZERO)
    percent = to_decimal(reached / maximum * 100) if maximum else None
    return AreaScore(area.code, to_decimal(reached), to_decimal(maximum), percent)


def _grade(criteria: CriteriaSet, total: Fraction) -> str:
    return next((grade.code for grade in criteria.grades if total >= grade.at_least), "")


def _leaves(
    criteria: CriteriaSet,
    profile: str,
    tags: Iterable[str],
    inputs: Mapping[str, LeafInput],
    left_out: frozenset[str],
) -> tuple[list[LeafScore], dict[str, Fraction | None]]:
    applicable = {leaf.code for leaf in criteria.applicable(profile, tags)}
    rounding = criteria.rounding if criteria.rounding.when is RoundWhen.BEFORE_SUM else None
    leaves: list[LeafScore] = []
    points: dict[str, Fraction | None] = {}
    for leaf in criteria.leaves:
        if leaf.code in applicable - left_out:
            score, points[leaf.code] = _scored(leaf, inputs.get(leaf.code, EMPTY), rounding)
            leaves.append(score)
        else:
            why = "left_out" if leaf.code in applicable else "profile"
            working: Working = {"leaf": leaf.code, "status": "not_applicable", "steps": [{"op": why}]}
            leaves.append(
                LeafScore(leaf.code, leaf.max, LeafStatus.NOT_APPLICABLE, Decimal(0), None, working)
            )
    return leaves, points


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
    if criteria.profiles and profile not in {known.code for known in criteria.profiles}:
        raise ScoringError("unknown_profile", profile)
    for code in inputs.keys() - {leaf.code for leaf in criteria.leaves}:
        raise ScoringError("unknown_leaf", code)
    held = frozenset(tags)
    leaves, points = _leaves(criteria, profile, held, inputs, frozenset(leave_out))
    maximum = sum((Fraction(leaf.max) for leaf in leaves if points.get(leaf.code) is not None), _ZERO)
    if maximum == 0:
        raise ScoringError("nothing_applies")
    reached = sum((found for found in points.values() if found is not None), _ZERO)
    scaled = reached * Fraction(criteria.scale) / maximum if criteria.rescale else reached
    plus, plus_items = _extra(criteria.bonus, bonus or {})
    minus, minus_items = _extra(criteria.penalty, penalty or {})
    total = max(_ZERO, scaled + plus - minus)
    rounding = criteria.rounding
    result = to_decimal(total)
    return SheetScore(
        total=result,
        shown=shown(result, rounding.places, rounding.mode),
        points=to_decimal(reached),
        max=to_decimal(maximum),
        bonus=to_decimal(plus),
        penalty=to_decimal(minus),
        grade=_grade(criteria, total),
        areas=tuple(_area(area, points) for area in criteria.areas),
        leaves=tuple(leaves),
        missing=tuple(leaf.code for leaf in leaves if leaf.status is LeafStatus.MISSING),
        working={
            "set": criteria.code,
            "version": criteria.version,
            "digest": criteria.digest,
            "profile": profile,
            "tags": sorted(held),
            "points": plain(reached),
            "max": plain(maximum),
            "scale": plain(criteria.scale),
            "rescaled": plain(scaled),
            "bonus": _extra_working(plus_items, plus, criteria.bonus),
            "penalty": _extra_working(minus_items, minus, criteria.penalty),
            "total": plain(total),
        },
    )


def _extra_working(items: tuple[ExtraScore, ...], total: Fraction, extras: Extras) -> Working:
    rows = [{"code": item.code, "count": item.count, "points": plain(item.points)} for item in items]
    return {"items": rows, "cap": plain(extras.cap), "result": plain(total)}
