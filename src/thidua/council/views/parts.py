"""What the views of the council share: who looks, which meeting, the two doors, the history in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from thidua.audit import queries as audit
from thidua.base import web
from thidua.council import choices, queries
from thidua.council.models import Ballot, Council, Meeting, Question
from thidua.documents.doors import Doors
from thidua.engine.flow import Role
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations.papers import share
from thidua.organizations import pages
from thidua.organizations.permissions import Viewer

viewer_of = pages.viewer_of


def movement_of(viewer: Viewer, movement_id: int) -> Movement:
    """The movement, or 404 for who may not see it."""
    return get_object_or_404(movements.movements_visible_to(viewer), pk=movement_id)


def council_of(viewer: Viewer, movement_id: int, council_id: int) -> Council:
    """The council of the movement's authority, or 404."""
    movement = movement_of(viewer, movement_id)
    rows = queries.councils_visible_to(viewer).filter(authority=movement.authority_id)
    return get_object_or_404(rows, pk=council_id)


def meeting_of(viewer: Viewer, movement_id: int, meeting_id: int) -> Meeting:
    """The meeting, or 404 for who may not see it."""
    rows = queries.meetings_visible_to(viewer).filter(movement_id=movement_id)
    return get_object_or_404(rows, pk=meeting_id)


def ballot_of(viewer: Viewer, movement_id: int, ballot_id: int) -> Ballot:
    """The ballot, or 404 for who may not see it."""
    rows = queries.ballots_visible_to(viewer).filter(meeting__movement_id=movement_id)
    return get_object_or_404(rows, pk=ballot_id)


def is_officer(viewer: Viewer, council: Council) -> bool:
    """Whether the viewer prepares the council's meetings."""
    return viewer.holds(Role.OFFICER, council.authority_id)


def is_chairperson(viewer: Viewer, council: Council) -> bool:
    """Whether the viewer decides on awards."""
    return viewer.holds(Role.CHAIRPERSON, council.authority_id)


def leads(viewer: Viewer, council: Council) -> tuple[bool, bool]:
    """Whether the viewer opens and closes on the screen, and whether the door of the signed paper is of use."""
    chair = viewer.holds(Role.CHAIRPERSON, council.authority_id)
    officer = is_officer(viewer, council)
    return chair or officer, officer


def marks_of(ballot: Ballot, rows: Sequence[Question]) -> dict[str, Any]:
    """A counted contest for the page: each name with its share of marks, and the papers."""
    first = rows[0]
    marking = (first.yes or 0) + (first.no or 0)
    return {
        "ballot": ballot,
        "names": [(row, share(row.yes or 0, row.base or 0)) for row in rows],
        "papers": marking + (first.blank or 0) + (first.spoilt or 0),
        "valid": marking,
        "blank": first.blank,
        "spoilt": first.spoilt,
        "recused": first.recused,
    }


def word_of(ballot: Ballot) -> tuple[str, str]:
    """The state of a vote in a word, and its tone; slips in writing are sent out and come back."""
    known = choices.BALLOTS[ballot.state]
    return (
        choices.WRITTEN_BALLOTS.get(ballot.state, known) if ballot.method == Ballot.Method.WRITTEN else known
    )


def placed(rows: Sequence[Question]) -> None:
    """Say who goes first after a further round, among those of one kind; it never says who passed."""
    for row in rows:
        beside = [other for other in rows if other.case.subject.award_kind == row.case.subject.award_kind]
        share_of = queries.parts_of_yes
        place = 1 + sum(share_of(other) > share_of(row) for other in beside)
        equal = sum(share_of(other) == share_of(row) for other in beside) > 1
        row.place = f"Thứ {place}{', bằng nhau' if equal else ''}"  # type: ignore[attr-defined]  # shown only


def form_page(doors: Doors, at: Movement | Meeting | Ballot, form: Any, **words: Any) -> HttpResponse:
    """A form on its page, below the meeting or the vote that it is about; ``words``: heading, purpose, button."""
    ballot = at if isinstance(at, Ballot) else None
    meeting = ballot.meeting if ballot else at
    context = {
        "movement": meeting.movement if isinstance(meeting, Meeting) else at,
        "meeting": meeting if isinstance(meeting, Meeting) else None,
        "ballot": ballot,
        "form": form,
        "signed_form": doors.form,
        **words,
    }
    return web.page(doors.request, "council/form.html", context, web.status_of(doors.request))


def history_of(*things: Model) -> list[audit.Line]:
    """What was done to some things, newest first, in words; that somebody voted, never how."""
    written = any(isinstance(thing, Meeting) and thing.written for thing in things)
    return audit.told(*things, more=_more, words=choices.WRITTEN_DONE if written else {})


def _more(facts: audit.Facts) -> str:
    words = f": {facts['member']}" if facts.get("member") else ""
    return words + (f", mã kiểm {facts['digest']}" if facts.get("digest") else "")
