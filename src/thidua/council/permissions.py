"""Who prepares, chairs, counts and votes."""

from __future__ import annotations

from thidua.base.acts import SYSTEM, Act
from thidua.council.models import Ballot, Council, CouncilMember, Meeting, Teller
from thidua.engine.flow import Role
from thidua.engine.meetings import BALLOT_FLOW, MEETING_FLOW, BallotState
from thidua.organizations.models import Unit
from thidua.organizations.permissions import holds, may_take, viewer_of


def may_keep_council(act: Act, authority: Unit | int) -> bool:
    """Set up the council and seat its members: the officer, by the chairperson's decision."""
    return holds(act, Role.OFFICER, authority)


def may_prepare(act: Act, council: Council) -> bool:
    """Plan meetings, keep attendance, prepare ballots, write minutes: the officer of the standing unit."""
    return holds(act, Role.OFFICER, council.authority_id)


def may_step_meeting(act: Act, meeting: Meeting, step: str) -> bool:
    """Take a step of the meeting's table; a wrong state is left to the operation."""
    return may_take(act, MEETING_FLOW.right(step, meeting.state), meeting.council.authority_id)


def may_step_ballot(act: Act, ballot: Ballot, step: str) -> bool:
    """Take a step of the ballot's table; a wrong state is left to the operation. A counted trial decides nothing."""
    tried = step == "void" and ballot.trial and ballot.state == BallotState.OPENED
    row = BALLOT_FLOW.right(step, BallotState.CLOSED if tried else ballot.state)
    return may_take(act, row, ballot.meeting.council.authority_id)


def may_open_untried(act: Act, ballot: Ballot) -> bool:
    """Have a secret ballot opened that was not tried: the chairperson, or the officer from the signed paper."""
    return _chairs(act, ballot.meeting.council.authority_id)


def may_decide_otherwise(act: Act, meeting: Meeting) -> bool:
    """Decide otherwise than the council proposed: the chairperson, or the officer from the signed paper."""
    return _chairs(act, meeting.council.authority_id)


def _chairs(act: Act, authority: int) -> bool:
    return holds(act, Role.CHAIRPERSON, authority) or (
        act.signed is not None and holds(act, Role.OFFICER, authority)
    )


def is_member(act: Act, member: CouncilMember) -> bool:
    """Whether the actor is this member; nobody votes or recuses for another by the own account."""
    if act.actor is SYSTEM:
        return False
    person = viewer_of(act).person
    return person is not None and person.pk == member.person_id


def may_recuse(act: Act, meeting: Meeting, member: CouncilMember) -> bool:
    """Declare a recusal: the member, or the officer who minutes what the member said."""
    return is_member(act, member) or may_prepare(act, meeting.council)


def is_teller(act: Act, teller: Teller) -> bool:
    """Whether the actor is this teller: a key is only for the own hands."""
    if act.actor is SYSTEM:
        return False
    person = viewer_of(act).person
    return person is not None and person.pk == teller.person_id
