"""Who proposes, decides, hands over and pays."""

from __future__ import annotations

from thidua.base.acts import Act
from thidua.commendations.models import Award, Decision, Proposal
from thidua.council.models import Meeting
from thidua.engine import decisions
from thidua.engine.flow import Role
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer, holds, may_take, viewer_of
from thidua.organizations.queries import covered_units


def may_keep(act: Act, authority_id: int) -> bool:
    """Print certificates, note handing over: the officer."""
    return holds(act, Role.OFFICER, authority_id)


def may_account(act: Act, authority_id: int) -> bool:
    """Note payments, see accounts: the accountant."""
    return holds(act, Role.ACCOUNTANT, authority_id)


def may_draft(act: Act, meeting: Meeting) -> bool:
    """Draft the proposal and the decision: the officer."""
    return holds(act, Role.OFFICER, meeting.movement.authority_id)


def may_issue_proposal(act: Act, proposal: Proposal) -> bool:
    """Issue the proposal letter: the head of the standing unit or the officer; recorded by officer or clerk."""
    step = decisions.PROPOSAL_FLOW.right("issue", proposal.state)
    return may_take(act, step, _proposer(proposal))


def may_cancel_proposal(act: Act, proposal: Proposal) -> bool:
    """Take an issued proposal back: the officer, with the reason."""
    return may_take(act, decisions.PROPOSAL_FLOW.right("cancel", proposal.state), proposal.authority_id)


def issues_proposal(act: Act, proposal: Proposal) -> bool:
    """Whether the actor may issue by an own role, on the screen."""
    step = decisions.PROPOSAL_FLOW.right("issue")
    return step.may_take(viewer_of(act).roles_in(_proposer(proposal)))


def records_proposal(act: Act, proposal: Proposal) -> bool:
    """Whether the actor may record the issue from the signed paper."""
    step = decisions.PROPOSAL_FLOW.right("issue")
    return step.may_record(viewer_of(act).roles_in(_proposer(proposal)))


def _proposer(proposal: Proposal) -> int:
    """The standing unit of the council; a role held above it counts there too."""
    return proposal.meeting.council.standing_unit_id or proposal.authority_id


def may_issue(act: Act, decision: Decision) -> bool:
    """Issue the decision: the chairperson (06/2022/QH15, art. 80); recorded from the signed paper."""
    return may_take(act, decisions.FLOW.right("issue", decision.state), decision.authority_id)


def decides(act: Act, authority_id: int) -> bool:
    """Whether the actor decides by an own role: the chairperson."""
    step = decisions.FLOW.right("issue")
    return step.may_take(viewer_of(act).roles_in(authority_id))


def records_decision(act: Act, authority_id: int) -> bool:
    """Whether the actor may record a decision from the signed paper: officer or clerk."""
    step = decisions.FLOW.right("issue")
    return step.may_record(viewer_of(act).roles_in(authority_id))


def may_keep_signed(act: Act, authority_id: int) -> bool:
    """File or replace the signed copy of a numbered paper, look at its digital signatures again: officer or clerk."""
    return holds(act, Role.OFFICER, authority_id) or holds(act, Role.CLERK, authority_id)


def may_file(act: Act, decision: Decision) -> bool:
    """File the signed copy: officer or clerk."""
    return may_take(act, decisions.FLOW.right("file", decision.state), decision.authority_id)


def may_hand_over(act: Act, award: Award) -> bool:
    """Note the handing over and print certificates: the officer."""
    return holds(act, Role.OFFICER, award.decision.authority_id)


def may_pay(act: Act, award: Award) -> bool:
    """Note payment and the account: the accountant."""
    return holds(act, Role.ACCOUNTANT, award.decision.authority_id)


def may_cancel(act: Act, award: Award) -> bool:
    """Cancel an award: the chairperson; recorded from the signed decision."""
    return may_take(act, decisions.FLOW.right("cancel", award.decision.state), award.decision.authority_id)


def cancels(act: Act, award: Award) -> bool:
    """Whether the actor cancels by an own role: the chairperson."""
    step = decisions.FLOW.right("cancel")
    return step.may_take(viewer_of(act).roles_in(award.decision.authority_id))


def records_cancelling(act: Act, award: Award) -> bool:
    """Whether the actor may record the cancelling from the signed decision: the officer."""
    step = decisions.FLOW.right("cancel")
    return step.may_record(viewer_of(act).roles_in(award.decision.authority_id))


def may_draft_revocation(act: Act, award: Award) -> bool:
    """Draft the revocation decision: the officer or the chairperson."""
    authority_id = award.decision.authority_id
    return holds(act, Role.OFFICER, authority_id) or holds(act, Role.CHAIRPERSON, authority_id)


def may_set_look(act: Act, authority: Unit) -> bool:
    """Keep the emblem and the look of certificates: the officer or the administrator."""
    return holds(act, Role.OFFICER, authority) or holds(act, Role.ADMIN, authority)


def keeps_register(viewer: Viewer) -> Unit | None:
    """The authority into whose register the viewer may take old lines: where officer."""
    return _authority_of(viewer, Role.OFFICER)


def keeps_numbers(viewer: Viewer) -> Unit | None:
    """The authority whose books of numbers the viewer keeps: where officer or clerk."""
    return _authority_of(viewer, Role.OFFICER, Role.CLERK)


def may_keep_numbers(act: Act, authority: Unit) -> bool:
    """Choose where the numbers of a series come from: officer or clerk."""
    return holds(act, Role.OFFICER, authority) or holds(act, Role.CLERK, authority)


def _authority_of(viewer: Viewer, *roles: Role) -> Unit | None:
    covered = covered_units(viewer, *roles)
    rows = Unit.objects.filter(pk__in=Unit.objects.filter(pk__in=covered).values("authority_id"))
    return rows.select_related("subject", "parent__subject").order_by("pk").first()


def trusts_roots(viewer: Viewer) -> Unit | None:
    """The authority whose root certificates the viewer puts in and takes away: where administrator."""
    return _authority_of(viewer, Role.ADMIN)


def may_set_template(act: Act, authority: Unit) -> bool:
    """Replace the Word form of a paper: the officer or the administrator."""
    return may_set_look(act, authority)
