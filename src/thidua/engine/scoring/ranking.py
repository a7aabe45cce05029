"""Ranks with named tie-breakers: 1, 2, 2, 4, and for each row what parted it from its equals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import Final

from thidua.engine.scoring.leaf import LeafStatus
from thidua.engine.scoring.outside import TieBreaker, TieBreakerKind
from thidua.engine.scoring.sheet import SheetScore

_NONE: Final[Mapping[str, Decimal | None]] = MappingProxyType({})


class TieOutcome(StrEnum):
    """What a tie-breaker did in a group of equals."""

    PARTED = "parted"
    EQUAL = "equal"
    SKIPPED = "skipped"  # somebody in the group has no value: not applicable, not known, not voted yet


@dataclass(frozen=True, slots=True)
class RankRow:
    """One subject to rank with all that a tie-breaker may ask for.

    ``women_share`` is a part of 1 and stands for collectives, ``female`` for individuals; neither: not known.
    ``chair_order``: 1 is whom the chair prefers.
    """

    key: str
    total: Decimal
    female: bool | None = None
    women_share: Decimal | None = None
    area_percent: Mapping[str, Decimal | None] = field(default_factory=lambda: _NONE)
    leaf_ratio: Mapping[str, Decimal | None] = field(default_factory=lambda: _NONE)
    deductions: Decimal | None = None
    council_votes: int | None = None
    chair_order: int | None = None

    @classmethod
    def of(
        cls,
        key: str,
        sheet: SheetScore,
        *,
        female: bool | None = None,
        women_share: Decimal | None = None,
        council_votes: int | None = None,
        chair_order: int | None = None,
        breakers: Sequence[TieBreaker] | None = None,
    ) -> "RankRow":
        """Take total, area percents, leaf ratios and deductions from a scored sheet.

        Deductions are the points lost in deduction leaves, by the penalty and by fines. With ``breakers`` only
        what they ask for is taken.
        """
        asked = {(breaker.kind, breaker.ref) for breaker in breakers} if breakers is not None else None
        leaves = None if asked is None else {ref for kind, ref in asked if kind is TieBreakerKind.LEAF_RATIO}
        deductions = None
        if asked is None or (TieBreakerKind.FEWER_DEDUCTIONS, "") in asked:
            lost = (
                leaf.max - leaf.score
                for leaf in sheet.leaves
                if leaf.status is LeafStatus.SCORED
                and leaf.leaf.rule is not None
                and leaf.leaf.rule.kind == "deduction"
            )
            deductions = sum(lost, Decimal(0)) + sheet.penalty + sheet.fines
        return cls(
            key=key,
            total=sheet.total,
            female=female,
            women_share=women_share,
            area_percent={
                area.code: area.percent
                for area in sheet.areas
                if asked is None or (TieBreakerKind.AREA_PERCENT, area.code) in asked
            },
            leaf_ratio={
                leaf.code: leaf.ratio if leaf.status is LeafStatus.SCORED else None
                for leaf in sheet.leaves
                if leaves is None or leaf.code in leaves
            }
            if leaves is None or leaves
            else _NONE,
            deductions=deductions,
            council_votes=council_votes,
            chair_order=chair_order,
        )

    def value(self, breaker: TieBreaker) -> Decimal | None:
        """Return the value that the tie-breaker compares; more is better. None: there is none."""
        kind = breaker.kind
        if kind is TieBreakerKind.FEMALE_OR_WOMEN_SHARE:
            return self._women(breaker.threshold)
        if kind is TieBreakerKind.AREA_PERCENT:
            return self.area_percent.get(breaker.ref)
        if kind is TieBreakerKind.LEAF_RATIO:
            return self.leaf_ratio.get(breaker.ref)
        if kind is TieBreakerKind.FEWER_DEDUCTIONS:
            return -self.deductions if self.deductions is not None else None
        if kind is TieBreakerKind.COUNCIL_VOTE:
            return Decimal(self.council_votes) if self.council_votes is not None else None
        return Decimal(-self.chair_order) if self.chair_order is not None else None

    def _women(self, threshold: Decimal | None) -> Decimal | None:
        if self.female is not None:
            return Decimal(self.female)
        if self.women_share is None or threshold is None:
            return None
        return Decimal(self.women_share >= threshold)


@dataclass(frozen=True, slots=True)
class TieStep:
    """One tie-breaker applied to one group of equals: its outcome and every value, by key."""

    breaker: TieBreaker
    outcome: TieOutcome
    values: Mapping[str, Decimal | None]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One row of the ranking. ``tied_with``: who shares the rank; ``trail``: what was tried."""

    key: str
    rank: int
    total: Decimal
    tied_with: tuple[str, ...]
    trail: tuple[TieStep, ...]

    @property
    def decided_by(self) -> TieStep | None:
        """The last tie-breaker that parted this row from an equal, or None when the total alone did."""
        return next((step for step in reversed(self.trail) if step.outcome is TieOutcome.PARTED), None)


def _part(
    rows: Sequence[RankRow], breakers: Sequence[TieBreaker], trail: tuple[TieStep, ...]
) -> list[tuple[Sequence[RankRow], tuple[TieStep, ...]]]:
    if len(rows) == 1 or not breakers:
        return [(rows, trail)]
    breaker, rest = breakers[0], breakers[1:]
    values = {row.key: row.value(breaker) for row in rows}
    known = {key: value for key, value in values.items() if value is not None}
    if len(known) < len(rows):
        # one pair compared by a figure that a third lacks would make the order depend on who is in the group
        return _part(rows, rest, (*trail, TieStep(breaker, TieOutcome.SKIPPED, values)))
    if len(set(known.values())) == 1:
        return _part(rows, rest, (*trail, TieStep(breaker, TieOutcome.EQUAL, values)))
    step = TieStep(breaker, TieOutcome.PARTED, values)
    ordered = sorted(rows, key=lambda row: known[row.key], reverse=True)
    return [
        part
        for _, group in groupby(ordered, key=lambda row: known[row.key])
        for part in _part(list(group), rest, (*trail, step))
    ]


def rank(rows: Iterable[RankRow], tie_breakers: Sequence[TieBreaker] = ()) -> tuple[Ranked, ...]:
    """Rank by total; equals go through the tie-breakers in order, the rest share the rank (1, 2, 2, 4).

    A tie-breaker for which anybody in the group of equals has no value is skipped for that group. The
    outcome does not depend on the order of the rows. Raises ValueError when two rows have one key.
    """
    ordered = sorted(rows, key=lambda row: (-row.total, row.key))
    if len({row.key for row in ordered}) < len(ordered):
        message = "two rows have one key"
        raise ValueError(message)
    ranked: list[Ranked] = []
    for _, equals in groupby(ordered, key=lambda row: row.total):
        for group, trail in _part(list(equals), tie_breakers, ()):
            place = len(ranked) + 1
            keys = [row.key for row in group]
            ranked += [
                Ranked(row.key, place, row.total, tuple(key for key in keys if key != row.key), trail)
                for row in group
            ]
    return tuple(ranked)
