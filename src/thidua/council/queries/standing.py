"""Where each nominee stands: rank, votes, quota; what the rules would choose; the published list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from thidua.council.models import Ballot, Meeting, Question
from thidua.council.queries.groups import participants, place_of
from thidua.council.queries.meetings import (
    further_rounds,
    parts_of_yes,
    results,
    votes_told,
)
from thidua.engine import ballot as engine
from thidua.engine.eligibility import LeaderShare
from thidua.engine.eligibility import Subject as Kind
from thidua.engine.nominations import State
from thidua.engine.quota import Candidate, Order, Quota, Selection, select
from thidua.honours import queries as honours
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations import queries as nominated
from thidua.nominations.models import Nomination
from thidua.organizations.models import Membership, Person, Subject, Unit, in_force
from thidua.organizations.queries import members_of, scored_units
from thidua.regulations import queries as regulations
from thidua.scoring import queries as scoring
from thidua.scoring.models import Campaign

_LEFT = (State.WITHDRAWN.value, State.FORWARDED.value)
"""Voted on and given up, or pointed upward, before the choice: nobody to choose any more."""
_UNRANKED = 1_000_000
_Rank = tuple[int, Decimal | None, tuple[str, ...], str]
NO_RANK: _Rank = (_UNRANKED, None, (), "")
_OPEN_SHARE = engine.Threshold.parse(">=0")


@dataclass(frozen=True, slots=True)
class Standing:
    """One nominee before the council: score, rank in its group, what parted it from equals, the vote."""

    nomination: Nomination
    question: Question | None
    rank: int | None
    score: Decimal | None
    tied_with: tuple[str, ...]
    decided_by: str
    votes: int = 0

    @property
    def kind(self) -> Kind:
        """Individual or collective."""
        return Kind(self.nomination.subject.award_kind)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules would choose, for the council to accept or to depart from with a reason.

    ``held_back``: key of a nomination -> what came up since its appraisal, for which it cannot be chosen.
    """

    standings: tuple[Standing, ...]
    selection: Selection
    quotas: tuple[Quota, ...]
    held_back: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def chosen(self) -> list[Standing]:
        """The chosen, collectives first, from the highest down."""
        keys = set(self.selection.chosen)
        return [row for row in self.standings if str(row.nomination.pk) in keys]

    def ties(self) -> list[list[Standing]]:
        """Equals at the edge of a quota whom only the council's chair can part."""
        by_key = {str(row.nomination.pk): row for row in self.standings}
        return [[by_key[key] for key in tie.keys if key in by_key] for tie in self.selection.ties_at_edge]


def title_of(nomination: Nomination, on: date) -> str:
    """What is voted on and limited by itself: empty for the authority's own forms of commendation.

    Else ``level/code``: the level where the level above decides, the code of the title where one is asked for.
    """
    title = regulations.national().title_code(nomination.form, on)
    level = nomination.level if nominated.above_power(nomination) else ""
    return f"{level}/{title}" if level or title else ""


def quotas_of(movement: Movement, award: str = "") -> tuple[Quota, ...]:
    """The plan's quotas for what ``title_of`` tells; those that limit nothing are left out."""
    level, _, title = award.partition("/")
    return tuple(
        quota
        for quota in movements.quotas(movement, level=level, title=title)
        if quota.max is not None or quota.max_percent is not None
    )


def room_for(movement: Movement, kind: Kind, on: date) -> int:
    """How many of a kind the quotas would let through if every unit and everybody in it stood and was agreed to."""
    quotas = quotas_of(movement)
    pairs: list[tuple[Unit, Kind]] = []
    for unit in scored_units(movement.authority, on):
        pairs += [(unit, kind)] * _number(unit, kind, on)
    places = {unit.pk: place_of(unit, quotas) for unit, _ in pairs}
    everybody = [
        Candidate(
            str(number),
            kind,
            number,
            1,
            1,
            places[unit.pk].unit,
            block=places[unit.pk].block,
            groups=frozenset(places[unit.pk].groups),
        )
        for number, (unit, _) in enumerate(pairs)
    ]
    took_part = participants(movement, quotas, on)
    return len(select(everybody, quotas, _OPEN_SHARE, participants=took_part).chosen)


def _number(unit: Unit, kind: Kind, on: date) -> int:
    if kind is Kind.COLLECTIVE:
        return 1
    return unit.households.count() if kind is Kind.HOUSEHOLD else members_of(unit, on).count()


def ranks_of(
    movement: Movement, votes: Mapping[int, int], chair_order: Mapping[int, int], on: date
) -> dict[int, _Rank]:
    """Key of the subject → rank, score, whom it is equal to and what parted it; ``votes`` part who are still equal."""
    campaign = Campaign.objects.filter(movement=movement).first()
    found: dict[int, _Rank] = {}
    if campaign is None:
        return found
    for kind in (Subject.Kind.UNIT, Subject.Kind.PERSON):
        ranked = scoring.ranking(campaign, kind, council_votes=votes, chair_order=chair_order)
        for line in ranked.lines:
            found[line.sheet.subject_id] = (line.rank, line.shown, line.tied_with, line.decided_by)
    return found | _direct_workers_first(movement, found, on)


def _direct_workers_first(movement: Movement, ranks: Mapping[int, _Rank], on: date) -> dict[int, _Rank]:
    """Persons who share a rank to the end: who leads nothing stands before who does. 06/2022/QH15, art. 5."""
    told = regulations.law_of(movement.authority_id).direct_workers_preferred(on)
    people = Person.objects.filter(subject__in=[key for key, row in ranks.items() if row[2]])
    posts = Membership.objects.filter(in_force(on), person__in=people).select_related("unit", "person")
    leading: dict[int, bool] = {}
    for post in posts if told is not None else ():
        key = post.person.subject_id
        leading[key] = leading.get(key, False) or honours.leads(post)
    again: dict[int, _Rank] = {}
    for rank in {ranks[key][0] for key in leading}:
        equals = [key for key in leading if ranks[key][0] == rank]
        direct = [key for key in equals if not leading[key]]
        if not direct or len(direct) == len(equals):
            continue
        source = told.source if told is not None else ""
        for key in equals:
            _, score, tied, _ = ranks[key]
            place = rank + (len(direct) if leading[key] else 0)
            again[key] = (place, score, tied, f"Người trực tiếp lao động ({source})")
    return again


def standings(
    meeting: Meeting, chair_order: Sequence[Nomination] = (), without: Ballot | None = None
) -> list[Standing]:
    """Every nominee of the movement that was put to the vote at a meeting, by kind and rank."""
    rows = [row for row in results(meeting) if row.case.state not in _LEFT]
    votes = votes_told(meeting, without)
    ordered = {nomination.subject_id: place for place, nomination in enumerate(chair_order, start=1)}
    ranks = ranks_of(meeting.movement, votes, ordered, meeting.on)
    # who had no part in a further round was parted from the equals before it
    again = {row.case.subject_id for voted in further_rounds(meeting).values() for row in voted}
    first = {row.case.subject_id: parts_of_yes(row) for row in rows}
    before = ranks_of(meeting.movement, first, {}, meeting.on) if again else ranks
    found = []
    for row in rows:
        rank, score, tied, decided = ranks.get(row.case.subject_id, (None, None, (), ""))
        if decided and row.case.subject_id not in again:
            decided = before[row.case.subject_id][3] or decided
        weight = votes.get(row.case.subject_id, 0)
        found.append(Standing(row.case, row, rank, score, tied, decided, weight))
    by_votes = meeting.council.choose_by == "votes"

    def place(row: Standing) -> tuple[Any, ...]:
        rank = row.rank if row.rank is not None else _UNRANKED
        share = Fraction(row.question.yes or 0, row.question.base or 1) if row.question else Fraction(0)
        measures = (-share, rank) if by_votes else (rank, -share)
        return row.kind is not Kind.COLLECTIVE, *measures, -row.votes, row.nomination.subject.sort_key

    return sorted(found, key=place)


def proposal(
    meeting: Meeting, on: date, chair_order: Sequence[Nomination] = (), without: Ballot | None = None
) -> Proposal:
    """Choose by the rules: who passed, from the highest down, within what the plan leaves after earlier meetings.

    ``without``: a further round that is not counted yet. Raises ``QuotaError`` where a quota in percent has nobody
    to count.
    """
    rows = standings(meeting, chair_order, without)
    back = nominated.held_back([row.nomination for row in rows], on)
    free = [row for row in rows if row.nomination.pk not in back]
    titles = sorted({title_of(row.nomination, on) for row in rows}) or [""]
    parts = [_by_title(meeting, on, title, free, chair_order) for title in titles]
    found = Selection(
        tuple(key for part, _ in parts for key in part.chosen),
        tuple(row for part, _ in parts for row in part.not_chosen),
        tuple(tie for part, _ in parts for tie in part.ties_at_edge),
        tuple(use for part, _ in parts for use in part.uses),
    )
    return Proposal(tuple(rows), found, tuple(quota for _, quotas in parts for quota in quotas), back)


def _by_title(
    meeting: Meeting, on: date, title: str, rows: Sequence[Standing], chair_order: Sequence[Nomination]
) -> tuple[Selection, tuple[Quota, ...]]:
    """What the rules choose for one title, or for the forms of commendation, each within quotas of its own."""
    quotas = quotas_of(meeting.movement, title)
    ordered = {nomination.pk: place for place, nomination in enumerate(chair_order, start=1)}
    candidates = [
        _candidate(nomination, quotas, key=str(nomination.pk), chair_order=nomination.pk)
        for nomination in chosen_before(meeting)
        if title_of(nomination, on) == title
    ]
    candidates += [
        _candidate(
            row.nomination,
            quotas,
            key=str(row.nomination.pk),
            rank=row.rank if row.rank is not None else _UNRANKED,
            yes=row.question.yes or 0,
            base=row.question.base or 0,
            votes=row.votes,
            chair_order=ordered.get(row.nomination.pk),
        )
        for row in rows
        if row.question is not None and row.question.passed and title_of(row.nomination, on) == title
    ]
    took_part = participants(meeting.movement, quotas, on)
    order = Order(meeting.council.choose_by)
    return select(candidates, quotas, _OPEN_SHARE, order=order, participants=took_part), quotas


def _candidate(
    nomination: Nomination,
    quotas: Sequence[Quota],
    *,
    key: str,
    rank: int = 0,
    yes: int = 1,
    base: int = 1,
    votes: int = 0,
    chair_order: int | None = None,
) -> Candidate:
    """A nominee as the engine takes one; left as it is, one who is chosen already and stands before all others."""
    place = place_of(nomination.unit, quotas)
    return Candidate(
        key=key,
        subject=Kind(nomination.subject.award_kind),
        rank=rank,
        yes=yes,
        base=base,
        unit=place.unit,
        chair_order=chair_order,
        block=place.block,
        groups=frozenset(place.groups),
        further_votes=votes,
    )


def chosen_before(meeting: Meeting) -> list[Nomination]:
    """Chosen at another meeting of the movement: they hold their places of the quota."""
    return list(
        Nomination.objects.filter(movement=meeting.movement, selections__chosen=True)
        .exclude(selections__meeting=meeting)
        .select_related("subject", "unit__subject", "movement__authority")
        .distinct()
        .order_by("pk")
    )


def places_left(meeting: Meeting, on: date, nominations: Sequence[Nomination]) -> int:
    """How many of these, all for one title, the quotas would take beside the earlier chosen. Raises ``QuotaError``."""
    title = title_of(nominations[0], on)
    quotas = quotas_of(meeting.movement, title)
    held = [
        _candidate(nomination, quotas, key=str(nomination.pk), chair_order=nomination.pk)
        for nomination in chosen_before(meeting)
        if title_of(nomination, on) == title
    ]
    standing = [
        _candidate(nomination, quotas, key=str(nomination.pk), rank=place)
        for place, nomination in enumerate(nominations, start=1)
    ]
    took_part = participants(meeting.movement, quotas, on)
    found = set(select([*held, *standing], quotas, _OPEN_SHARE, participants=took_part).chosen)
    return sum(candidate.key in found for candidate in standing)


def fits(meeting: Meeting, on: date, nominations: Sequence[Nomination]) -> bool:
    """Whether the quotas hold all of these beside the earlier chosen."""
    wanted = [*chosen_before(meeting), *nominations]
    chosen: set[str] = set()
    for title in {title_of(nomination, on) for nomination in wanted}:
        quotas = quotas_of(meeting.movement, title)
        found = select(
            [
                _candidate(nomination, quotas, key=str(nomination.pk), chair_order=nomination.pk)
                for nomination in wanted
                if title_of(nomination, on) == title
            ],
            quotas,
            _OPEN_SHARE,
            participants=participants(meeting.movement, quotas, on),
        )
        chosen.update(found.chosen)
    return chosen == {str(nomination.pk) for nomination in wanted}


def leader_share(
    meeting: Meeting, on: date, nominations: Sequence[Nomination], form: str
) -> LeaderShare | None:
    """Leaders among the individuals who would hold an award of the movement; nothing where no rule limits them."""
    law = regulations.law_of(meeting.movement.authority_id)
    held = [row for row in (*chosen_before(meeting), *nominations) if row.form == form]
    return nominated.leader_share(held, law, on)
