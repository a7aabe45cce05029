"""Who is chosen: the threshold first, then from the highest down, never beyond a quota."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import groupby

from thidua.engine.ballot.counting import Threshold
from thidua.engine.eligibility.facts import Subject


class Order(StrEnum):
    """What "highest" means: the place in the ranking, or the share of yes."""

    RANK = "rank"
    VOTES = "votes"


class Rounding(StrEnum):
    """How a percentage of those who took part becomes a number of places."""

    DOWN = "down"
    HALF_UP = "half_up"
    UP = "up"


_MODES = {Rounding.DOWN: ROUND_FLOOR, Rounding.HALF_UP: ROUND_HALF_UP, Rounding.UP: ROUND_CEILING}


class NotChosenReason(StrEnum):
    """Why somebody who stood for choice was not chosen."""

    NO_VOTE = "no_vote"
    BELOW_THRESHOLD = "below_threshold"
    QUOTA_FULL = "quota_full"
    TIE_AT_EDGE = "tie_at_edge"  # equal to the end: the chair has to say


class QuotaError(ValueError):
    """A quota that cannot be computed: ``participants_unknown``, or one that limits nothing: ``no_limit``."""

    def __init__(self, code: str, quota: "Quota") -> None:
        """Keep the code and the quota."""
        super().__init__(code)
        self.code = code
        self.quota = quota


@dataclass(frozen=True, slots=True)
class Quota:
    """At most so many awards.

    ``subject`` either: collectives and individuals share the places ("one case, collective or individual").
    ``group``: only those of this unit or group. ``per_unit``: so many in each unit; ``per_block``: so many in each
    group of units (khối, cụm). ``max_percent`` of those who took part, rounded by ``rounding``; with ``max`` too,
    the smaller.
    """

    subject: Subject
    max: int | None = None
    max_percent: Decimal | None = None
    per_unit: bool = False
    group: str = ""
    per_block: bool = False
    rounding: Rounding = Rounding.DOWN

    def concerns(self, candidate: "Candidate") -> bool:
        """Tell whether a candidate takes a place of this quota."""
        if self.subject not in {Subject.EITHER, candidate.subject}:
            return False
        return not self.group or self.group in candidate.groups or self.group == candidate.unit

    def place_of(self, candidate: "Candidate") -> str:
        """Return the unit or group in which a candidate takes a place, empty for a quota in all."""
        if self.per_unit:
            return candidate.unit
        return candidate.block if self.per_block else ""


@dataclass(frozen=True, slots=True)
class Participants:
    """How many took part, by kind of subject and by (unit, block or group; kind); needed for quotas in percent."""

    total: Mapping[Subject, int] = field(default_factory=dict)
    by_group: Mapping[tuple[str, Subject], int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One who stands for choice. ``rank`` already holds the named tie-breakers; ``yes`` None: not voted on.

    ``chair_order``: the chair's word among equals, 1 first. ``unit`` counts for quotas per unit, ``block`` for those
    per group of units, ``groups`` are the named groups of the plan to which the candidate belongs. ``further_votes``
    part equals who were voted on again, before the chair does.
    """

    key: str
    subject: Subject
    rank: int
    yes: int | None
    base: int
    unit: str = ""
    chair_order: int | None = None
    block: str = ""
    groups: frozenset[str] = frozenset()
    further_votes: int = 0

    @property
    def share(self) -> Fraction:
        """Yes of base."""
        return Fraction(self.yes or 0, self.base) if self.base else Fraction(0)


@dataclass(frozen=True, slots=True)
class NotChosen:
    """One who was not chosen and why."""

    key: str
    reason: NotChosenReason


@dataclass(frozen=True, slots=True)
class TieAtEdge:
    """Equals who are more than the places left."""

    quota: Quota
    group: str
    keys: tuple[str, ...]
    places: int


@dataclass(frozen=True, slots=True)
class Use:
    """What is used of one quota (in one unit or group): the ceiling, the places taken, who stands next for one."""

    quota: Quota
    group: str
    ceiling: int
    used: int
    next_in_rank: str = ""


@dataclass(frozen=True, slots=True)
class Selection:
    """The outcome: chosen from the highest down, the others with a reason, ties that the chair has to part."""

    chosen: tuple[str, ...]
    not_chosen: tuple[NotChosen, ...]
    ties_at_edge: tuple[TieAtEdge, ...]
    uses: tuple[Use, ...] = ()

    def reason(self, key: str) -> NotChosenReason | None:
        """Return why somebody was not chosen; None for the chosen."""
        return next((row.reason for row in self.not_chosen if row.key == key), None)


_Place = tuple[int, str]


class _Places:
    """Places left of each quota, and of each group for a quota per unit."""

    def __init__(self, quotas: Sequence[Quota], participants: Participants) -> None:
        self.quotas = quotas
        self.participants = participants
        self.used: Counter[_Place] = Counter()
        self.closed: set[_Place] = set()

    def of(self, candidate: Candidate) -> list[_Place]:
        return [
            (number, quota.place_of(candidate))
            for number, quota in enumerate(self.quotas)
            if quota.concerns(candidate)
        ]

    def left(self, place: _Place) -> int:
        return 0 if place in self.closed else max(0, self.limit(place) - self.used[place])

    def limit(self, place: _Place) -> int:
        quota = self.quotas[place[0]]
        limits: list[int] = []
        if quota.max is not None:
            limits.append(quota.max)
        if quota.max_percent is not None:
            share = quota.max_percent * self._participants(quota, place[1] or quota.group) / 100
            limits.append(int(share.to_integral_value(_MODES[quota.rounding])))
        if not limits:
            raise QuotaError("no_limit", quota)
        return min(limits)

    def _participants(self, quota: Quota, group: str) -> int:
        if group:
            table: Mapping[Subject, int] = {
                subject: number
                for (unit, subject), number in self.participants.by_group.items()
                if unit == group
            }
        else:
            table = self.participants.total
        if quota.subject is Subject.EITHER and table:
            return sum(table.values())
        if quota.subject not in table:
            raise QuotaError("participants_unknown", quota)
        return table[quota.subject]


def _key(candidate: Candidate, order: Order) -> tuple[Fraction, Fraction, int, Fraction]:
    rank, share = Fraction(candidate.rank), -candidate.share
    # who the chair did not name comes after those named
    chair = Fraction(candidate.chair_order if candidate.chair_order is not None else 1 << 30)
    first, second = (rank, share) if order is Order.RANK else (share, rank)
    return first, second, -candidate.further_votes, chair


def _take(
    equals: Sequence[Candidate], places: _Places
) -> tuple[list[Candidate], list[NotChosen], list[TieAtEdge]]:
    refused = [
        candidate for candidate in equals if any(places.left(place) == 0 for place in places.of(candidate))
    ]
    rest = [candidate for candidate in equals if candidate not in refused]
    not_chosen = [NotChosen(candidate.key, NotChosenReason.QUOTA_FULL) for candidate in refused]
    wanted: dict[_Place, list[Candidate]] = {}
    for candidate in rest:
        for place in places.of(candidate):
            wanted.setdefault(place, []).append(candidate)
    ties: list[TieAtEdge] = []
    tied: set[str] = set()
    for place, candidates in sorted(wanted.items()):
        left = places.left(place)
        if len(candidates) > left:
            keys = tuple(sorted(candidate.key for candidate in candidates))
            ties.append(TieAtEdge(places.quotas[place[0]], place[1], keys, left))
            tied.update(keys)
            places.closed.add(place)  # nobody lower may slip into a place that equals still contest
    chosen = [candidate for candidate in rest if candidate.key not in tied]
    for candidate in chosen:
        places.used.update(places.of(candidate))
    not_chosen += [
        NotChosen(candidate.key, NotChosenReason.TIE_AT_EDGE) for candidate in rest if candidate.key in tied
    ]
    return chosen, not_chosen, ties


def select(
    candidates: Iterable[Candidate],
    quotas: Sequence[Quota],
    threshold: Threshold,
    *,
    order: Order = Order.RANK,
    participants: Participants | None = None,
) -> Selection:
    """Choose among candidates who were voted on.

    Below the threshold nobody is chosen. The others are taken from the highest down (rank, then share of
    yes, then the chair's word; or votes first) while every quota that concerns them has a place; a subject
    that no quota concerns is not limited. Equals who are more than the places left are not chosen but
    reported, and nobody below them takes the place. The outcome does not depend on the order of the
    candidates. Raises QuotaError, and ValueError when two candidates have one key.
    """
    standing = sorted(candidates, key=lambda candidate: candidate.key)
    if len({candidate.key for candidate in standing}) < len(standing):
        message = "two candidates have one key"
        raise ValueError(message)
    places = _Places(quotas, participants or Participants())
    chosen: list[str] = []
    not_chosen: list[NotChosen] = []
    ties: list[TieAtEdge] = []
    passed: list[Candidate] = []
    for candidate in standing:
        if candidate.yes is None:
            not_chosen.append(NotChosen(candidate.key, NotChosenReason.NO_VOTE))
        elif not threshold.met(candidate.yes, candidate.base):
            not_chosen.append(NotChosen(candidate.key, NotChosenReason.BELOW_THRESHOLD))
        else:
            passed.append(candidate)
    passed.sort(key=lambda candidate: (_key(candidate, order), candidate.key))
    for _, group in groupby(passed, key=lambda candidate: _key(candidate, order)):
        taken, left_out, at_edge = _take(list(group), places)
        chosen += [candidate.key for candidate in taken]
        not_chosen += left_out
        ties += at_edge
    return Selection(tuple(chosen), tuple(not_chosen), tuple(ties), _uses(passed, places, set(chosen)))


def _uses(passed: Sequence[Candidate], places: _Places, chosen: set[str]) -> tuple[Use, ...]:
    """Tell of every quota that concerns somebody what is used, and who of those left out stands next for it."""
    found: dict[_Place, str] = {}
    for candidate in passed:  # from the highest down
        for place in places.of(candidate):
            if candidate.key not in chosen and not found.get(place):
                found[place] = candidate.key
            found.setdefault(place, "")
    for number, quota in enumerate(places.quotas):
        if not quota.per_unit and not quota.per_block and quota.max_percent is None:
            found.setdefault((number, ""), "")
    return tuple(
        Use(places.quotas[place[0]], place[1], places.limit(place), places.used[place], following)
        for place, following in sorted(found.items())
    )
