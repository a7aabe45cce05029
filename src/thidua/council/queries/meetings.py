"""One meeting: quorum, roll, recusals, results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from django.db.models import QuerySet

from thidua.accounts.models import User
from thidua.base.acts import Act
from thidua.council.models import Attendance, Ballot, CouncilMember, Meeting, OpenVote, Question, RollEntry
from thidua.engine import ballot as engine
from thidua.engine.meetings import BallotState
from thidua.engine.nominations import State
from thidua.engine.parameters import NoValueInForceError
from thidua.nominations.models import Nomination
from thidua.organizations.models import Membership, in_force
from thidua.regulations import queries as regulations

KEYS: Final = 2
TELLERS: Final = 3
_DEFAULT_FORM: Final = "Giấy khen"
Roll = Sequence[engine.RollEntry]


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who is expected at a meeting, in the order of the decision."""
    return list(
        meeting.attendance.select_related("member__person__subject", "member__person__user").order_by(
            "member__order", "member_id"
        )
    )


def quorum_of(meeting: Meeting, on: date) -> engine.Quorum:
    """The quorum among the voting members, by the strictest of the forms of award that are considered."""
    rows = [row for row in attendance_of(meeting) if row.member.voting]
    present = sum(row.state == Attendance.State.PRESENT for row in rows)
    forms = set(Nomination.objects.filter(movement=meeting.movement).values_list("form", flat=True)) or {
        _DEFAULT_FORM
    }
    found = [engine.quorum(len(rows), present, _quorum_share(form, on)) for form in sorted(forms)]
    return max(found, key=lambda quorum: quorum.needed)


def _quorum_share(form: str, on: date) -> engine.Threshold:
    try:
        return regulations.quorum(form, on)
    except NoValueInForceError:  # a form without a rule of its own follows the usual one
        return regulations.quorum(_DEFAULT_FORM, on)


def least_voters(on: date) -> int:
    """With fewer who may vote, a question is not put to a secret ballot."""
    return int(regulations.lawbook().value("ballot_minimum_members", on).number)


def least_envelopes(on: date) -> int:
    """Fewer envelopes are never opened."""
    return int(regulations.lawbook().value("ballot_minimum_envelopes", on).number)


def usual_chair(meeting: Meeting) -> CouncilMember | None:
    """Who chairs: the council's chair, else the standing vice, else a vice, of those present."""
    order = (CouncilMember.Function.CHAIR, CouncilMember.Function.STANDING_VICE, CouncilMember.Function.VICE)
    present = [row.member for row in attendance_of(meeting) if row.state == Attendance.State.PRESENT]
    for function in order:
        for member in present:
            if member.function == function:
                return member
    return None


def usual_secretary(meeting: Meeting) -> CouncilMember | None:
    """The council's secretary, if present."""
    for row in attendance_of(meeting):
        if row.state == Attendance.State.PRESENT and row.member.function == CouncilMember.Function.SECRETARY:
            return row.member
    return None


def recused_of(meeting: Meeting) -> dict[int, set[int]]:
    """Key of the nomination → keys of the members who do not vote on it."""
    found: dict[int, set[int]] = {}
    for nomination_id, member_id in meeting.recusals.filter(votes=False).values_list(
        "nomination_id", "member_id"
    ):
        found.setdefault(nomination_id, set()).add(member_id)
    return found


def suggested_recusals(meeting: Meeting) -> list[dict[str, Any]]:
    """Members who belong to a nominee's unit and have declared nothing yet: to be asked."""
    told = set(meeting.recusals.values_list("member_id", "nomination_id"))
    seats = {row.member.person_id: row.member for row in attendance_of(meeting)}
    posts: dict[int, list[CouncilMember]] = {}
    for person_id, unit_id in Membership.objects.filter(
        in_force(meeting.on), person_id__in=seats
    ).values_list("person_id", "unit_id"):
        posts.setdefault(unit_id, []).append(seats[person_id])
    return [
        {"member": member, "nomination": nomination}
        for nomination in votable(meeting)
        for member in posts.get(nomination.unit_id, ())
        if (member.pk, nomination.pk) not in told and member.voting
    ]


def votable(meeting: Meeting) -> QuerySet[Nomination]:
    """What may be put to the vote: appraised, and eligible or let through."""
    rows = Nomination.objects.filter(movement=meeting.movement, state=State.APPRAISED.value)
    rows = rows.filter(eligible=True) | rows.exclude(override_reason="")
    return rows.select_related("subject", "unit__subject", "movement__authority").order_by(
        "-subject__kind", "subject__sort_key", "pk"
    )


def member_key(member: CouncilMember) -> str:
    """How a member is called in the published list."""
    return f"{member.order:02d} {member.person.subject.name}"


def engine_roll(ballot: Ballot) -> list[engine.RollEntry]:
    """The roll as the engine counts it; a hand counts like a paper."""
    questions = {question.nomination_id: question.key for question in _questions(ballot)}
    out: dict[int, set[str]] = {}
    for nomination_id, members in recused_of(ballot.meeting).items():
        if nomination_id in questions:
            for member_id in members:
                out.setdefault(member_id, set()).add(questions[nomination_id])
    return [
        engine.RollEntry(
            member_key(row.member),
            engine.RollState.PAPER if row.state == "hand" else engine.RollState(row.state),
            frozenset(out.get(row.member_id, ())),
        )
        for row in ballot.roll.select_related("member__person__subject").order_by(
            "member__order", "member_id"
        )
    ]


def _questions(ballot: Ballot) -> list[Question]:
    return list(ballot.questions.select_related("nomination__subject", "nomination__unit__subject"))


def entry_of(act: Act, ballot: Ballot) -> RollEntry | None:
    """The actor's own line on the roll."""
    if not isinstance(act.actor, User):
        return None
    return (
        ballot.roll.filter(member__person__user=act.actor).select_related("member__person__subject").first()
    )


def results(meeting: Meeting) -> list[Question]:
    """The last counted question for each nomination of a meeting, in the order of the minutes; no trials."""
    rows = (
        Question.objects.filter(
            ballot__meeting=meeting, ballot__state=BallotState.OPENED.value, ballot__trial=False
        )
        .select_related("ballot", "nomination__subject__person", "nomination__unit__subject")
        .order_by("ballot_id", "order")
    )
    newest = {row.nomination_id: row for row in rows}
    return sorted(
        newest.values(),
        key=lambda row: (row.nomination.subject.kind != "unit", row.nomination.subject.sort_key, row.pk),
    )


def counts_told(ballot: Ballot) -> dict[str, str]:
    """The counts as the journal keeps them: question → yes/no/blank/spoilt of base."""
    return {
        question.key: f"{question.yes}/{question.no}/{question.blank}/{question.spoilt} trên {question.base}"
        for question in _questions(ballot)
    }


def open_line(question: Question) -> dict[str, int]:
    """The named written opinions on a question, counted apart."""
    votes = list(OpenVote.objects.filter(question=question).values_list("choice", flat=True))
    return {choice: votes.count(choice) for choice in ("yes", "no", "blank")}


def chosen(meeting: Meeting) -> list[Nomination]:
    """The chosen of a meeting, in the council's order."""
    return [
        row.nomination
        for row in meeting.selections.filter(chosen=True).select_related(
            "nomination__subject", "nomination__unit__subject"
        )
    ]
