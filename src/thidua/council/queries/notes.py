"""What else happened while the council voted that its members must know."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from thidua.audit import queries as audit
from thidua.audit.models import Entry
from thidua.base.acts import VIETNAM
from thidua.council.models import Ballot, CouncilMember, Meeting
from thidua.council.queries.meetings import attendance_of
from thidua.engine.meetings import BallotState


def tried(ballot: Ballot) -> bool:
    """Whether the council has cast, opened and compared trial papers of this form here, and all was right."""
    return trials_of(ballot).exists()


def trials_of(ballot: Ballot) -> QuerySet[Ballot]:
    """The trials of this form that came out right, before the ballot was opened."""
    found = Ballot.objects.filter(
        meeting__council=ballot.meeting.council_id,
        trial=True,
        trial_agreed=True,
        state=BallotState.OPENED.value,
        marks__isnull=ballot.marks is None,
    )
    return found if ballot.opened_at is None else found.filter(closed_at__lte=ballot.opened_at)


def opinion_sent(ballot: Ballot, member: CouncilMember) -> str:
    """When a member last sent the own written opinion on the screen, as the journal has it; empty: never."""
    if member.person.user_id is None:
        return ""
    entries = audit.history(ballot).filter(
        name="ballot.opinion_recorded", actor_id=f"user:{member.person.user_id}"
    )
    own = (row.at.astimezone(VIETNAM) for row in entries if not audit.facts_of(row).get("signed"))
    return next((f"{at:%H:%M} ngày {at:%d/%m/%Y}" for at in own), "")


class Replaced(NamedTuple):
    """A paper slip that took the place of an opinion sent on the screen: whose, sent when, why replaced."""

    member: str
    sent: str
    reason: str


def opinions_replaced(ballot: Ballot) -> list[Replaced]:
    """The opinions sent on the screen that a paper slip replaced, in the order of the journal."""
    entries = audit.history(ballot).filter(name="ballot.opinion_replaced").order_by("position")
    told = [audit.facts_of(row) for row in entries]
    return [Replaced(facts["member"], facts["sent"], facts["reason"]) for facts in told]


_HANDLED = {
    "account.password_set": "Mật khẩu của {who} được {by} đặt lại",
    "account.closed": "Tài khoản của {who} bị {by} khóa",
    "account.reopened": "Tài khoản của {who} được {by} mở lại",
}


class AccountChange(NamedTuple):
    """What another hand did, while the meeting ran, to the account of somebody who votes or holds a key."""

    what: str
    at: datetime


def account_changes(meeting: Meeting) -> list[AccountChange]:
    """Passwords that others set and accounts closed or reopened between opening and closing, as the journal has them.

    A new account is among them: it gets its first password by the hand of the administrator.
    """
    if meeting.opened_at is None:
        return []
    people = {
        str(row.voter.user_id): row.voter.name
        for row in attendance_of(meeting)
        if row.voter.user_id is not None
    }
    people |= {
        str(row.person.user_id): row.person.name
        for row in meeting.tellers.select_related("person__subject")
        if row.person.user_id is not None
    }
    entries = Entry.objects.filter(
        name__in=_HANDLED,
        object_type="accounts.user",
        object_id__in=people,
        at__gte=meeting.opened_at,
    ).order_by("position")
    if meeting.closed_at is not None:
        entries = entries.filter(at__lte=meeting.closed_at)
    return [
        AccountChange(
            _HANDLED[entry.name].format(who=people[entry.object_id], by=entry.actor_label), entry.at
        )
        for entry in entries
        if not audit.facts_of(entry).get("by_owner")
    ]
