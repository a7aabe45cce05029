"""One meeting: quorum, roll, recusals, results."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from thidua.accounts.models import User
from thidua.base.acts import Act
from thidua.council.models import Attendance, Ballot, CouncilMember, Meeting, OpenVote, Question, RollEntry
from thidua.council.queries.rules import by_form, forms_of
from thidua.engine import ballot as engine
from thidua.engine.meetings import BallotState, MeetingState
from thidua.engine.nominations import State
from thidua.nominations.models import Nomination
from thidua.organizations.models import Membership, in_force
from thidua.regulations import queries as regulations

KEYS: Final = 2
_PARTS: Final = 10**9
"""Fine enough that shares of councils of up to 30,000 stay apart and equal shares equal."""
TELLERS: Final = 3
FEW: Final = 3
"""Fewer papers in sealed envelopes than this: who sent them may be guessed, which is told before they are counted."""
THERE: Final = (Attendance.State.PRESENT.value, Attendance.State.SUBSTITUTE.value)
"""Who is there, in person or by somebody authorised in the place."""
Roll = Sequence[engine.RollEntry]


def attendance_of(meeting: Meeting) -> list[Attendance]:
    """Who is expected at a meeting, in the order of the decision."""
    return list(
        meeting.attendance.select_related(
            "member__person__subject", "member__person__user", "substitute__subject"
        ).order_by("member__order", "member_id")
    )


def quorum_of(meeting: Meeting, on: date) -> engine.Quorum:
    """The quorum among the voting members, by the strictest of the forms of award that are considered.

    While the meeting is open and after it, it stays as it was found at the opening, whatever the law book says since.
    """
    rows = [row for row in attendance_of(meeting) if row.member.voting]
    present = sum(row.state in THERE for row in rows)
    if meeting.quorum_needed is not None and meeting.state != MeetingState.PLANNED.value:
        needed = meeting.quorum_needed
        return engine.Quorum(len(rows), present, needed, present >= needed)
    forms = forms_of(meeting)
    law = regulations.law_of(meeting.movement.authority_id)
    found = [engine.quorum(len(rows), present, by_form(law.quorum, form, on)[0]) for form in forms]
    return max(found, key=lambda quorum: quorum.needed)


def quorum_needed(meeting: Meeting, on: date) -> int:
    """How many of the voting members must take part."""
    return quorum_of(meeting, on).needed


class Box(NamedTuple):
    """Who has voted so far: all, and of them those who are there; who is there without a paper; the quorum."""

    cast: int
    there: int
    without_paper: int
    needed: int

    @property
    def enough(self) -> bool:
        """Whether of those there as many take part as the quorum needs; who votes from afar is not there."""
        return self.there + self.without_paper >= self.needed

    @property
    def words(self) -> str:
        """The same sentence wherever it is told."""
        out = (
            f"; có mặt mà không bỏ phiếu này do liên quan {self.without_paper:02d}"
            if self.without_paper
            else ""
        )
        return (
            f"Trong hòm có {self.cast:02d} phiếu: của người có mặt {self.there:02d}, của thành viên vắng "
            f"{self.cast - self.there:02d}{out}. Cần ít nhất {self.needed:02d} người có mặt tham gia để kết thúc."
        )


def box_of(ballot: Ballot) -> Box:
    """How far an open vote is. Those who vote from afar have voted, but are not there."""
    there = ballot.meeting.attendance.filter(state__in=THERE).values("member")
    voted = ballot.roll.filter(state__in=("sealed", "paper", "hand"))
    without_paper = ballot.roll.filter(state="expected", member__in=out_of_contest(ballot))
    return Box(
        voted.count(),
        voted.filter(member__in=there).count(),
        without_paper.filter(member__in=there).count(),
        ballot.meeting.quorum_needed or 0,
    )


def usual_chair(meeting: Meeting) -> CouncilMember | None:
    """Who chairs: the council's chair, else the standing vice, else a vice, of those present (or written to)."""
    order = (CouncilMember.Function.CHAIR, CouncilMember.Function.STANDING_VICE, CouncilMember.Function.VICE)
    present = [
        row.member
        for row in attendance_of(meeting)
        if meeting.written or row.state == Attendance.State.PRESENT
    ]
    for function in order:
        for member in present:
            if member.function == function:
                return member
    return None


def usual_secretary(meeting: Meeting) -> CouncilMember | None:
    """The council's secretary, if present."""
    for row in attendance_of(meeting):
        there = meeting.written or row.state == Attendance.State.PRESENT
        if there and row.member.function == CouncilMember.Function.SECRETARY:
            return row.member
    return None


def recused_of(meeting: Meeting) -> dict[int | None, set[int]]:
    """Key of the nomination → keys of the members who do not vote on it."""
    found: dict[int | None, set[int]] = {}
    for nomination_id, member_id in meeting.recusals.filter(votes=False).values_list(
        "nomination_id", "member_id"
    ):
        found.setdefault(nomination_id, set()).add(member_id)
    return found


def out_of(ballot: Ballot) -> dict[int | None, set[int]]:
    """Key of the nomination → keys of the members who do not vote on it in a ballot.

    Who is recused from one name of a contest is out of the contest, so out of every name.
    """
    told = recused_of(ballot.meeting)
    if not ballot.contest:
        return told
    names = set(ballot.questions.values_list("nomination_id", flat=True))
    out = {member for name in names for member in told.get(name, ())}
    return dict.fromkeys(names, out)


def out_of_contest(ballot: Ballot) -> set[int]:
    """Keys of the members who have no paper of a contest; nobody where each name is voted on by itself."""
    return {member for out in out_of(ballot).values() for member in out} if ballot.contest else set()


def slips_of(ballot: Ballot) -> dict[int, int]:
    """Key of the question → how many slips of its own are given out, where each name has its own paper.

    So it is where somebody is recused from a name: on one paper for all that member's gap would show whose it is.
    Empty where one paper holds all names (nobody is recused, or a contest) and where nobody votes on paper.
    """
    on_paper = ballot.method in {Ballot.Method.PAPER, Ballot.Method.SECRET} and not ballot.trial
    out = out_of(ballot)
    questions = list(ballot.questions.all())
    if not on_paper or ballot.contest or not any(out.get(row.nomination_id) for row in questions):
        return {}
    if ballot.roll.exists():
        voters = set(ballot.roll.filter(state="paper").values_list("member_id", flat=True))
    else:
        ways = ("paper", *(THERE if ballot.method == Ballot.Method.PAPER else ()))
        rows = ballot.meeting.attendance.filter(state__in=ways, member__voting=True)
        voters = set(rows.values_list("member_id", flat=True))
    return {row.pk: len(voters - out.get(row.nomination_id, set())) for row in questions} if voters else {}


def contest_of(ballot: Ballot) -> engine.Contest | None:
    """The contest that the names of a ballot stand in; None where each is agreed to or not."""
    if ballot.marks is None:
        return None
    return engine.Contest(ballot.contest, tuple(row.key for row in _questions(ballot)), ballot.marks)


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
    questions = {question.nomination_id: question.asked for question in _questions(ballot)}
    out: dict[int, set[str]] = {}
    for nomination_id, members in out_of(ballot).items():
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
    """The line on the roll that the actor votes for: the own one, or that of who authorised the actor."""
    if not isinstance(act.actor, User):
        return None
    seats = voting_seats(act.actor).filter(meeting=ballot.meeting_id)
    return (
        ballot.roll.filter(member__in=seats.values("member"))
        .select_related("member__person__subject")
        .order_by("member__order")
        .first()
    )


def voting_seats(user: User) -> QuerySet[Attendance]:
    """Where an account votes: in the own seat unless somebody stands in for it, and where it stands in."""
    own = Attendance.objects.filter(member__person__user=user, substitute__isnull=True)
    return own | Attendance.objects.filter(substitute__user=user)


def results(meeting: Meeting) -> list[Question]:
    """The last counted question for each nomination of a meeting, in the order of the minutes; no trials.

    A further round among equals only parts them: whether somebody passed is what the first round said.
    """
    newest = {row.nomination_id: row for row in _counted(meeting).filter(ballot__round=1)}
    return sorted(newest.values(), key=_in_minutes)


def _counted(meeting: Meeting) -> QuerySet[Question]:
    return (
        Question.objects.filter(
            ballot__meeting=meeting, ballot__state=BallotState.OPENED.value, ballot__trial=False
        )
        .select_related("ballot", "nomination__subject__person", "nomination__unit__subject")
        .order_by("ballot_id", "order")
    )


def _in_minutes(row: Question) -> tuple[bool, str, int]:
    subject = row.case.subject
    return subject.kind != "unit", subject.sort_key, row.pk


def further_rounds(meeting: Meeting) -> dict[int, list[Question]]:
    """Rounds after the first among equals: round → its counted questions in the order of the minutes."""
    found: dict[int, list[Question]] = {}
    for row in _counted(meeting).filter(ballot__round__gt=1):
        found.setdefault(row.ballot.round, []).append(row)
    return {number: sorted(rows, key=_in_minutes) for number, rows in sorted(found.items())}


def parts_of_yes(row: Question) -> int:
    """The share of yes in equal parts: a member who has to stay out costs nobody a place among equals."""
    return (row.yes or 0) * _PARTS // (row.base or 1)


def votes_told(meeting: Meeting, without: Ballot | None = None) -> dict[int, int]:
    """Key of the subject → its share of yes, the first round before the further ones, as one number to compare by."""
    further = further_rounds(meeting)
    if without is not None:
        further.pop(without.round, None)
    rounds = [results(meeting), *further.values()]
    told: dict[int, int] = {}
    for number, rows in enumerate(rounds):
        weight: int = (10 * _PARTS) ** (len(rounds) - 1 - number)
        for row in rows:
            told[row.case.subject_id] = told.get(row.case.subject_id, 0) + parts_of_yes(row) * weight
    return told


def counts_told(ballot: Ballot) -> dict[str, str]:
    """The counts as the journal keeps them: question → yes/no/blank/spoilt of base."""
    return {
        question.key: f"{question.yes}/{question.no}/{question.blank}/{question.spoilt} trên {question.base}"
        for question in _questions(ballot)
    }


def open_votes_of(ballot: Ballot) -> list[engine.OpenVote]:
    """The named written opinions as the engine counts them; in a contest all the marks of a member are one."""
    contest = contest_of(ballot)
    found: list[engine.OpenVote] = []
    marked: dict[str, list[str]] = {}
    for question in _questions(ballot):
        for vote in question.open_votes.select_related("member__person__subject"):
            member = member_key(vote.member)
            if contest is None:
                found.append(engine.OpenVote(member, question.key, engine.Choice(vote.choice)))
                continue
            names = marked.setdefault(member, [])
            names += [question.key] if vote.choice == engine.Choice.YES else []
    if contest is not None:
        found += [engine.OpenVote(name, contest.key, contest.choice(told)) for name, told in marked.items()]
    return found


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
