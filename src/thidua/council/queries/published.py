"""What was published of counted secret ballots, as it was kept: its receipts, and what the public may read of it."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from thidua.council.models import Ballot
from thidua.documents import operations as documents
from thidua.engine.ballot.published import read_published
from thidua.engine.meetings import BallotState
from thidua.movements.models import Movement


def receipts_of(ballot: Ballot) -> tuple[str, ...]:
    """The receipts of the envelopes that were counted: those of the published list, not those of the roll."""
    if ballot.published is None:
        return ()
    return read_published(documents.content_of(ballot.published).decode()).envelopes


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
