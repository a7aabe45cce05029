"""What is published of a counted secret ballot: the list, its receipts as they were kept, what the public may read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from django.db.models import Q

from thidua.council.models import Ballot, Question, Slip
from thidua.council.queries.groups import participants, place_of
from thidua.council.queries.meetings import contest_of, engine_roll, open_votes_of, parts_of_yes
from thidua.council.queries.standing import (
    NO_RANK,
    chosen_before,
    proposal,
    quotas_of,
    ranks_of,
    title_of,
)
from thidua.documents import operations as documents
from thidua.engine import ballot as engine
from thidua.engine.ballot import published as lists
from thidua.engine.eligibility import Subject as Kind
from thidua.engine.meetings import BallotState
from thidua.engine.quota import Order, Participants, Quota
from thidua.movements.models import Movement
from thidua.nominations.models import Nomination


def receipts_of(ballot: Ballot) -> tuple[str, ...]:
    """The receipts of the envelopes that were counted: those of the published list, not those of the roll."""
    if ballot.published is None:
        return ()
    return lists.read_published(documents.content_of(ballot.published).decode()).envelopes


class PublicCount(NamedTuple):
    """A counted secret ballot as anybody may read of it: the day, the papers, the digest, who has the list."""

    on: date
    papers: int
    digest: str
    keeper: str


def public_counts(movement: Movement) -> list[PublicCount]:
    """The secret ballots behind the decisions of a movement; nobody who voted or stood is named."""
    ballots = (
        Ballot.objects.filter(
            meeting__movement=movement, state=BallotState.OPENED.value, trial=False, published__isnull=False
        )
        .exclude(meeting__decided_in="")
        .select_related("meeting__council__standing_unit__subject", "meeting__council__authority__subject")
        .order_by("pk")
    )
    return [
        PublicCount(
            ballot.meeting.on,
            ballot.roll.filter(state__in=("sealed", "paper")).count(),
            ballot.digest,
            (ballot.meeting.council.standing_unit or ballot.meeting.council.authority).name,
        )
        for ballot in ballots
    ]


def published(ballot: Ballot, on: date) -> lists.PublishedBallot:
    """All that is published of a counted secret ballot, with what the rules would choose from it alone."""
    meeting = ballot.meeting
    questions = list(
        ballot.questions.select_related("nomination__subject", "nomination__unit__subject").order_by("order")
    )
    by_pk = {question.pk: question for question in questions}
    contest = contest_of(ballot)
    title = title_of(questions[0].case, on) if questions and not ballot.trial else ""
    quotas = () if ballot.trial else quotas_of(meeting.movement, title)
    real = [] if ballot.trial else questions
    votes = {row.case.subject_id: parts_of_yes(row) for row in real}
    ranks = ranks_of(meeting.movement, votes, {}, meeting.on)
    listed = lists.PublishedBallot(
        ballot=f"{meeting.on:%Y-%m-%d}-{ballot.pk}",
        base=ballot.counted_of,
        thresholds=tuple((question.key, question.share) for question in questions),
        roll=tuple(engine_roll(ballot)),
        envelopes=tuple(ballot.roll.filter(state="sealed").values_list("receipt", flat=True)),
        slips=tuple(
            engine.Slip(
                slip.serial,
                by_pk[slip.question_id].key if slip.question_id is not None else ballot.contest,
                slip.choice,
            )
            for slip in Slip.objects.filter(Q(question__ballot=ballot) | Q(contest=ballot))
        ),
        open_votes=tuple(open_votes_of(ballot)),
        quotas=quotas,
        participants=participants(meeting.movement, quotas, on)
        if any(quota.max_percent is not None for quota in quotas)
        else Participants(),
        held=tuple(
            _held(nomination, quotas)
            for nomination in _held_before(ballot, on)
            if title_of(nomination, on) == title
        ),
        order=Order(meeting.council.choose_by),
        candidates=tuple(
            _standing(question, ranks.get(question.case.subject_id, NO_RANK)[0], quotas) for question in real
        ),
        contests=(contest,) if contest is not None else (),
        version=lists.VERSION if contest is None else lists.CONTEST_VERSION,
    )
    chosen = set(lists.chosen_by_rule(listed, listed.outcomes()).chosen)
    return replace(listed, chosen=tuple(sorted(chosen & set(listed.questions))))


def _held_before(ballot: Ballot, on: date) -> list[Nomination]:
    """Who has a place before this ballot chooses: chosen at other meetings; before a further round, the undisputed."""
    if ballot.trial:
        return []
    held = chosen_before(ballot.meeting)
    if ballot.round > 1:
        held += [row.nomination for row in proposal(ballot.meeting, on, without=ballot).chosen()]
    return held


def _standing(question: Question, rank: int, quotas: Sequence[Quota]) -> lists.Standing:
    nomination = question.case
    place = place_of(nomination.unit, quotas)
    kind = Kind(nomination.subject.award_kind)
    return lists.Standing(question.key, kind, place.unit, rank, None, place.block, place.groups)


def _held(nomination: Nomination, quotas: Sequence[Quota]) -> lists.Held:
    place = place_of(nomination.unit, quotas)
    return lists.Held(Kind(nomination.subject.award_kind), place.unit, place.block, place.groups)
