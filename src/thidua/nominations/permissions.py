"""Who may meet, nominate, appraise and send upward."""

from __future__ import annotations

from thidua.base.acts import SYSTEM, Act
from thidua.engine import forwardings
from thidua.engine.flow import Role
from thidua.engine.nominations import FLOW, State
from thidua.nominations.models import Forwarding, Nomination
from thidua.organizations.models import Membership, Unit, in_force
from thidua.organizations.permissions import holds, may_take, viewer_of


def may_nominate(act: Act, unit: Unit | int) -> bool:
    """Hold the unit's meeting and write its nominations: its head, or the officer from the signed paper."""
    return may_take(act, FLOW.right("submit", State.DRAFT), unit)


def may_step(act: Act, nomination: Nomination, step: str) -> bool:
    """Take a step of the table from where the nomination stands; a wrong state is left to the operation."""
    return may_take(act, FLOW.right(step, nomination.state), nomination.unit_id)


def own_case(act: Act, nomination: Nomination) -> bool:
    """Whether it is the actor's own nomination or comes from the actor's own unit."""
    if act.actor is SYSTEM or act.signed is not None:
        return False
    person = viewer_of(act).person
    if person is None:
        return False
    if person.subject_id == nomination.subject_id:
        return True
    return Membership.objects.filter(in_force(act.on), person=person, unit_id=nomination.unit_id).exists()


def may_appraise(act: Act, nomination: Nomination) -> bool:
    """Appraise or return: the officer or a member of the team, never for the own unit or oneself.

    The officer may record what another appraiser signed.
    """
    step = FLOW.right("appraise", State.SUBMITTED)
    if not may_take(act, step, nomination.unit_id) and not in_team(act, nomination):
        return False
    return not own_case(act, nomination)


def may_reappraise(act: Act, nomination: Nomination) -> bool:
    """Take a dossier back to its appraisal: the officer, never for the own unit or oneself, as at the first."""
    return may_step(act, nomination, "reappraise") and not own_case(act, nomination)


def in_team(act: Act, nomination: Nomination) -> bool:
    """Whether the actor belongs to the movement's appraisal team."""
    if act.actor is SYSTEM:
        return True
    person = viewer_of(act).person
    return person is not None and nomination.movement.team.filter(person=person).exists()


def may_confirm(act: Act, nomination: Nomination) -> bool:
    """Confirm a report as its superior: the head of the unit, or the chairperson; nobody the own one.

    Of a unit itself the head is no superior: whoever heads what stands above it, or the chairperson. The officer may
    record what was confirmed on paper.
    """
    unit = nomination.unit_id
    if act.signed is not None:
        return holds(act, Role.OFFICER, unit)
    itself = nomination.unit.subject_id == nomination.subject_id
    at = nomination.unit.parent_id if itself else unit
    confirms = at is not None and (holds(act, Role.UNIT_HEAD, at) or holds(act, Role.CHAIRPERSON, at))
    person = None if act.actor is SYSTEM else viewer_of(act).person
    return confirms and (person is None or person.subject_id != nomination.subject_id)


def may_number(act: Act, unit: Unit | int) -> bool:
    """Enter number and day of the unit's own papers from its book: the head, or the officer."""
    return holds(act, Role.UNIT_HEAD, unit) or holds(act, Role.OFFICER, unit)


def may_override(act: Act, nomination: Nomination) -> bool:
    """Let a nominee through against a finding: the chairperson, or the officer from the signed paper."""
    unit = nomination.unit_id
    return holds(act, Role.CHAIRPERSON, unit) or (act.signed is not None and holds(act, Role.OFFICER, unit))


def may_send_up(act: Act, nomination: Nomination) -> bool:
    """Send a dossier to the level above: the officer, who records the letter that the chairperson signed."""
    return holds(act, Role.OFFICER, nomination.movement.authority_id)


def may_answer(act: Act, forwarding: Forwarding, step: str) -> bool:
    """Receive, return, decide: the officer of the level above; who sent it records what came back on paper."""
    if forwarding.receiver_id is not None and holds(act, Role.OFFICER, forwarding.receiver_id):
        return True
    row = forwardings.FLOW.right(step, forwarding.state)
    return act.signed is not None and row.may_record(viewer_of(act).roles_in(forwarding.sender_id))
