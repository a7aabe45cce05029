"""Which numbered papers of a later stage rest on a meeting's result; that stage tells, and asks who may."""

from __future__ import annotations

from django.db.models import F

from thidua.base.acts import Act, operation
from thidua.council.models import Meeting


@operation("proposal.issued")
def note_proposal(act: Act, *, meeting: Meeting, paper: str) -> None:
    """The numbered proposal letter that rests on the result; empty when it is taken back.

    Called first of all by the operation on the letter, which keeps the journal: whoever changes the result waits here.
    """
    del act
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1, proposed_in=paper)
    meeting.refresh_from_db()


@operation("decision.issued")
def note_decision(act: Act, *, meeting: Meeting, paper: str) -> None:
    """The issued decision that rests on the result, for good. Called as ``note_proposal``."""
    del act
    Meeting.objects.filter(pk=meeting.pk).update(version=F("version") + 1, decided_in=paper)
    meeting.refresh_from_db()
