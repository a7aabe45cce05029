"""Who may do what to a movement and the things in it."""

from __future__ import annotations

from typing import Any

from thidua.base.acts import SYSTEM, Act
from thidua.engine import movements, registrations, tasks
from thidua.engine.flow import Role, Step, StepRefusedError
from thidua.movements.models import Check, Delivery, Movement, Registration, Task
from thidua.organizations.models import Subject, Unit
from thidua.organizations.permissions import holds, may_take, viewer_of


def may_keep_plan(act: Act, authority: Unit) -> bool:
    """Begin a movement, write its plan, keep tasks, checks and the team: the officer."""
    return holds(act, Role.OFFICER, authority)


def may_issue_plan(act: Act, movement: Movement) -> bool:
    """Enter the number of the plan from the clerk's book: the officer or the clerk."""
    return may_keep_plan(act, movement.authority) or holds(act, Role.CLERK, movement.authority)


def may_deliver(act: Act, movement: Movement) -> bool:
    """Send the plan to units and people: the officer or the clerk."""
    return may_issue_plan(act, movement)


def may_step(act: Act, movement: Movement, name: str) -> bool:
    """Take a step of the movement; False as well where its state does not allow it."""
    return _open(act, movements.FLOW, name, movement.state, movement.authority)


def may_confirm_read(act: Act, delivery: Delivery) -> bool:
    """The person to whom it was sent, the head of the unit, or the officer with the signed list."""
    return is_self(act, delivery.subject) or may_confirm_read_for_all(act, delivery.unit)


def may_confirm_read_for_all(act: Act, unit: Unit) -> bool:
    """The head of the unit, or the officer with the signed list."""
    return holds(act, Role.UNIT_HEAD, unit) or (act.signed is not None and holds(act, Role.OFFICER, unit))


def may_keep_registration(act: Act, unit: Unit) -> bool:
    """Write the list of a unit: its head, or the officer for it (Nhập thay)."""
    return holds(act, Role.UNIT_HEAD, unit) or holds(act, Role.OFFICER, unit)


def may_set_line(act: Act, unit: Unit, subject: Subject) -> bool:
    """Write one line: who keeps the list, or a member of the unit for the own person."""
    if may_keep_registration(act, unit):
        return True
    return holds(act, Role.MEMBER, unit) and is_self(act, subject)


def may_step_registration(act: Act, registration: Registration, name: str) -> bool:
    """Take a step of a registration; False as well where its state does not allow it."""
    return _open(act, registrations.FLOW, name, registration.state, registration.unit)


def may_tell_progress(act: Act, task: Task) -> bool:
    """Tell how far a task is: head and members of the lead unit, or the officer for them."""
    return any(holds(act, role, task.lead) for role in (Role.UNIT_HEAD, Role.MEMBER, Role.OFFICER))


def may_step_task(act: Act, task: Task, name: str) -> bool:
    """Take a step of a task; False as well where its state does not allow it."""
    return _open(act, tasks.FLOW, name, task.state, task.lead)


def may_record_remedy(act: Act, check: Check) -> bool:
    """Tell the remedy of what a check found: the head of the unit, or the officer."""
    return holds(act, Role.UNIT_HEAD, check.unit) or holds(act, Role.OFFICER, check.unit)


def may_record(act: Act, step: Step[Any], unit: Unit) -> bool:
    """Whether the actor may take the step through the second door, once a signed paper is named."""
    return act.actor is SYSTEM or step.may_record(viewer_of(act).roles_in(unit.pk))


def is_self(act: Act, subject: Subject) -> bool:
    """Whether the subject is the person who acts."""
    if act.actor is SYSTEM:
        return False
    person = viewer_of(act).person
    return person is not None and person.subject_id == subject.pk


def _open(act: Act, flow: Any, name: str, state: str, unit: Unit) -> bool:
    try:
        step = flow.step(name, state)
    except StepRefusedError:
        return False
    return may_take(act, step, unit)
