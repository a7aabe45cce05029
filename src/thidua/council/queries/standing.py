"""Where each nominee stands: rank, votes, quota; what the rules would choose; the published list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thidua.council.models import Ballot, Meeting, OpenVote, Question, Slip
from thidua.council.queries.meetings import engine_roll, member_key, results
from thidua.engine import ballot as engine
from thidua.engine.ballot import published as lists
from thidua.engine.eligibility import Subject as Kind
from thidua.engine.quota import Candidate, Participants, Quota, Selection, select
from thidua.engine.text import fold
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations.models import Nomination
from thidua.organizations.models import Subject
from thidua.organizations.queries import members_of, scored_units
from thidua.scoring import queries as scoring
from thidua.scoring.models import Campaign

_UNRANKED = 1_000_000
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

    @property
    def kind(self) -> Kind:
        """Individual or collective."""
        return Kind(self.nomination.subject.award_kind)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the rules would choose, for the council to accept or to depart from with a reason."""

    standings: tuple[Standing, ...]
    selection: Selection
    quotas: tuple[Quota, ...]

    def chosen(self) -> list[Standing]:
        """The chosen, collectives first, from the highest down."""
        keys = set(self.selection.chosen)
        return [row for row in self.standings if str(row.nomination.pk) in keys]

    def ties(self) -> list[list[Standing]]:
        """Equals at the edge of a quota whom only the council's chair can part."""
        by_key = {str(row.nomination.pk): row for row in self.standings}
        return [[by_key[key] for key in tie.keys if key in by_key] for tie in self.selection.ties_at_edge]


def quotas_of(movement: Movement) -> tuple[Quota, ...]:
    """The plan's quotas at the authority's own level; those that limit nothing are left out."""
    return tuple(
        quota
        for quota in movements.quotas(movement)
        if quota.max is not None or quota.max_percent is not None
    )


def _participants(movement: Movement, on: date) -> Participants:
    """Who took part: the registered, and where nobody registered all units and their people."""
    registered = [line.subject for line in movements.registered_subjects(movement).select_related("subject")]
    if registered:
        units = sum(subject.kind == Subject.Kind.UNIT for subject in registered)
        return Participants({Kind.COLLECTIVE: units, Kind.INDIVIDUAL: len(registered) - units})
    rows = list(scored_units(movement.authority, on))
    people = {row.person_id for unit in rows for row in members_of(unit, on)}
    return Participants({Kind.COLLECTIVE: len(rows), Kind.INDIVIDUAL: len(people)})


def _group(nomination: Nomination, quotas: Sequence[Quota]) -> str:
    """The group of the plan that a nominee belongs to, else its unit."""
    name = fold(nomination.unit.name)
    for quota in quotas:
        told = fold(quota.group)
        if told and (told in name or name in told or fold(nomination.unit.code) == told):
            return quota.group
    return nomination.unit.name


def _ranks(
    movement: Movement, votes: Mapping[int, int], chair_order: Mapping[int, int]
) -> dict[int, tuple[int, Decimal, tuple[str, ...], str]]:
    campaign = Campaign.objects.filter(movement=movement).first()
    found: dict[int, tuple[int, Decimal, tuple[str, ...], str]] = {}
    if campaign is None:
        return found
    for kind in (Subject.Kind.UNIT, Subject.Kind.PERSON):
        ranked = scoring.ranking(campaign, kind, council_votes=votes, chair_order=chair_order)
        for line in ranked.lines:
            found[line.sheet.subject_id] = (line.rank, line.shown, line.tied_with, line.decided_by)
    return found


def standings(meeting: Meeting, chair_order: Sequence[Nomination] = ()) -> list[Standing]:
    """Every nominee of the movement that was put to the vote at a meeting, by kind and rank."""
    rows = results(meeting)
    votes = {row.nomination.subject_id: row.yes or 0 for row in rows}
    ordered = {nomination.subject_id: place for place, nomination in enumerate(chair_order, start=1)}
    ranks = _ranks(meeting.movement, votes, ordered)
    found = []
    for row in rows:
        rank, score, tied, decided = ranks.get(row.nomination.subject_id, (None, None, (), ""))
        found.append(Standing(row.nomination, row, rank, score, tied, decided))
    return sorted(
        found,
        key=lambda row: (
            row.kind is not Kind.COLLECTIVE,
            row.rank if row.rank is not None else _UNRANKED,
            -(row.question.yes or 0) if row.question else 0,
            row.nomination.subject.sort_key,
        ),
    )


def proposal(meeting: Meeting, on: date, chair_order: Sequence[Nomination] = ()) -> Proposal:
    """Choose by the rules: who passed, from the highest down, within what the plan leaves after earlier meetings.

    Raises ``QuotaError`` where a quota in percent has nobody to count.
    """
    quotas = quotas_of(meeting.movement)
    rows = standings(meeting, chair_order)
    ordered = {nomination.pk: place for place, nomination in enumerate(chair_order, start=1)}
    candidates = [_earlier(nomination, quotas) for nomination in _chosen_before(meeting)]
    candidates += [
        Candidate(
            key=str(row.nomination.pk),
            subject=row.kind,
            rank=row.rank if row.rank is not None else _UNRANKED,
            yes=row.question.yes,
            base=row.question.base or 0,
            group=_group(row.nomination, quotas),
            chair_order=ordered.get(row.nomination.pk),
        )
        for row in rows
        if row.question is not None and row.question.passed
    ]
    found = select(candidates, quotas, _OPEN_SHARE, participants=_participants(meeting.movement, on))
    return Proposal(tuple(rows), found, quotas)


def _chosen_before(meeting: Meeting) -> list[Nomination]:
    """Chosen at another meeting of the movement: they hold their places of the quota."""
    return list(
        Nomination.objects.filter(
            movement=meeting.movement, selections__chosen=True, level=meeting.council.authority.level
        )
        .exclude(selections__meeting=meeting)
        .select_related("subject", "unit__subject")
        .distinct()
    )


def _earlier(nomination: Nomination, quotas: Sequence[Quota]) -> Candidate:
    return Candidate(
        key=str(nomination.pk),
        subject=Kind(nomination.subject.award_kind),
        rank=0,
        yes=1,
        base=1,
        group=_group(nomination, quotas),
        chair_order=nomination.pk,  # each apart from the others: they are chosen already
    )


def fits(meeting: Meeting, on: date, nominations: Sequence[Nomination]) -> bool:
    """Whether the quotas hold all of these beside the earlier chosen."""
    quotas = quotas_of(meeting.movement)
    wanted = [*_chosen_before(meeting), *nominations]
    found = select(
        [_earlier(nomination, quotas) for nomination in wanted],
        quotas,
        _OPEN_SHARE,
        participants=_participants(meeting.movement, on),
    )
    return set(found.chosen) == {str(nomination.pk) for nomination in wanted}


def published(ballot: Ballot, on: date) -> lists.PublishedBallot:
    """All that is published of a counted secret ballot, with what the rules would choose from it alone."""
    questions = list(
        ballot.questions.select_related("nomination__subject", "nomination__unit__subject").order_by("order")
    )
    by_pk = {question.pk: question for question in questions}
    quotas = _in_numbers(ballot.meeting.movement, on)
    ranks = _ranks(
        ballot.meeting.movement, {row.nomination.subject_id: row.yes or 0 for row in questions}, {}
    )
    standing = tuple(
        lists.Standing(
            question.key,
            Kind(question.nomination.subject.award_kind),
            _group(question.nomination, quotas),
            ranks.get(question.nomination.subject_id, (_UNRANKED, None, (), ""))[0],
        )
        for question in questions
    )
    found = select(
        [
            Candidate(row.question, row.subject, row.rank, question.yes, question.base or 0, row.group)
            for row, question in zip(standing, questions, strict=True)
            if question.passed
        ],
        quotas,
        _OPEN_SHARE,
    )
    return lists.PublishedBallot(
        ballot=f"{ballot.meeting.on:%Y-%m-%d}-{ballot.pk}",
        base=ballot.meeting.counted_of,
        thresholds=tuple((question.key, ballot.meeting.share) for question in questions),
        roll=tuple(engine_roll(ballot)),
        envelopes=tuple(ballot.roll.filter(state="sealed").values_list("receipt", flat=True)),
        slips=tuple(
            engine.Slip(slip.serial, by_pk[slip.question_id].key, engine.Choice(slip.choice))
            for slip in Slip.objects.filter(question__ballot=ballot)
        ),
        open_votes=tuple(
            engine.OpenVote(member_key(vote.member), by_pk[vote.question_id].key, engine.Choice(vote.choice))
            for vote in OpenVote.objects.filter(question__ballot=ballot).select_related(
                "member__person__subject"
            )
        ),
        quotas=quotas,
        candidates=standing,
        chosen=tuple(sorted(found.chosen)),
    )


def _in_numbers(movement: Movement, on: date) -> tuple[Quota, ...]:
    """The quotas with percents as the number they come to, so that anybody recounts them without our records."""
    took_part = _participants(movement, on).total
    told = []
    for quota in quotas_of(movement):
        limits = [quota.max] if quota.max is not None else []
        if quota.max_percent is not None:
            whole = (
                sum(took_part.values()) if quota.subject is Kind.EITHER else took_part.get(quota.subject, 0)
            )
            limits.append(int(quota.max_percent * whole / 100))
        told.append(Quota(quota.subject, min(limits), None, quota.per_unit, quota.group))
    return tuple(told)
