"""Who writes, approves and reads scripts; who finds and approves exemplars."""

from __future__ import annotations

from thidua.base.acts import Act
from thidua.engine import publicity
from thidua.engine.flow import Role
from thidua.movements.models import Movement
from thidua.organizations.permissions import holds, may_take
from thidua.publicity.models import Script


def may_write(act: Act, movement: Movement) -> bool:
    """Write and plan scripts, keep the log, enter exemplars: the publicity officer, or the officer."""
    return holds(act, Role.PUBLICITY, movement.authority_id) or holds(
        act, Role.OFFICER, movement.authority_id
    )


def may_step(act: Act, script: Script, step: str) -> bool:
    """Take a step with a script by the flow's table."""
    return may_take(act, publicity.FLOW.right(step, script.state), script.movement.authority_id)


def may_approve_exemplar(act: Act, movement: Movement) -> bool:
    """Let an exemplar be told: the chairperson, or the officer with the signed paper."""
    chair = holds(act, Role.CHAIRPERSON, movement.authority_id)
    return chair or (act.signed is not None and holds(act, Role.OFFICER, movement.authority_id))
