"""Who writes and issues the reviews."""

from __future__ import annotations

from thidua.base.acts import Act
from thidua.engine import reviews
from thidua.engine.flow import Role
from thidua.movements.models import Movement
from thidua.organizations.permissions import holds, may_take
from thidua.reviews.models import Review


def may_write(act: Act, movement: Movement) -> bool:
    """Begin a review and write its judgements: the officer."""
    return holds(act, Role.OFFICER, movement.authority_id)


def may_issue(act: Act, review: Review) -> bool:
    """Issue the report: the chairperson, recorded by officer or clerk from the signed paper."""
    return may_take(act, reviews.FLOW.right("issue", review.state), review.movement.authority_id)


def may_reopen(act: Act, review: Review) -> bool:
    """Open an issued report again."""
    return may_take(act, reviews.FLOW.right("reopen", review.state), review.movement.authority_id)
