"""What else happened while the council voted that its members must know."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import QuerySet

from thidua.audit import queries as audit
from thidua.audit.models import Entry
from thidua.council.models import Ballot, Meeting
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
