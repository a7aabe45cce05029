"""Who proposes, decides, hands over and pays."""

from __future__ import annotations

from thidua.base.acts import Act
from thidua.commendations.models import Award, Decision, Proposal
from thidua.council.models import Meeting
from thidua.engine import decisions
from thidua.engine.flow import Role
from thidua.organizations.permissions import holds, may_take


def may_draft(act: Act, meeting: Meeting) -> bool:
    """Draft the proposal and the decision: the officer."""
    return holds(act, Role.OFFICER, meeting.movement.authority_id)


def may_issue_proposal(act: Act, proposal: Proposal) -> bool:
    """Issue the proposal letter: the head of the standing unit or the officer; recorded by officer or clerk."""
    step = decisions.PROPOSAL_FLOW.step("issue", proposal.state)
    return may_take(act, step, proposal.movement.authority_id)


def may_issue(act: Act, decision: Decision) -> bool:
    """Issue the decision: the chairperson (06/2022/QH15, art. 80); recorded from the signed paper."""
    return may_take(act, decisions.FLOW.step("issue", decision.state), decision.authority_id)


def may_file(act: Act, decision: Decision) -> bool:
    """File the signed copy: officer or clerk."""
    return may_take(act, decisions.FLOW.step("file", decision.state), decision.authority_id)


def may_hand_over(act: Act, award: Award) -> bool:
    """Note the handing over and print certificates: the officer."""
    return holds(act, Role.OFFICER, award.decision.authority_id)


def may_pay(act: Act, award: Award) -> bool:
    """Note payment and the account: the accountant."""
    return holds(act, Role.ACCOUNTANT, award.decision.authority_id)


def may_cancel(act: Act, award: Award) -> bool:
    """Cancel an award: the chairperson; recorded from the signed decision."""
    return may_take(act, decisions.FLOW.step("cancel", award.decision.state), award.decision.authority_id)
