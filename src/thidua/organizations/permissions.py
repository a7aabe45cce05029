"""Who may take a step, and who may keep the directory."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q

from thidua.accounts.models import User
from thidua.base.acts import SYSTEM, Act
from thidua.base.errors import require
from thidua.engine.flow import Flow, Role, StateT, Step
from thidua.organizations.models import Person, RoleGrant, Unit, UnitClosure, in_force


@dataclass(slots=True)
class Viewer:
    """A signed-in account on a day: the one thing that every read and every permission starts from.

    Roles are loaded once; ``holds`` asks for a role in a unit or above it. A role counts inside the authority where it
    is held: a province does not act in the name of a commune. The administrator's alone reaches the authorities below.
    """

    user: User
    on: date
    _grants: list[tuple[Role, int]] | None = field(default=None, repr=False)
    _person: Person | None = field(default=None, repr=False)
    _above: dict[int, dict[int, bool]] = field(default_factory=dict, repr=False)

    @property
    def grants(self) -> list[tuple[Role, int]]:
        """Roles in force on the day, with the key of the unit where each is held."""
        if self._grants is None:
            rows = RoleGrant.objects.filter(in_force(self.on), user=self.user).values_list("role", "unit_id")
            self._grants = [(Role(role), unit_id) for role, unit_id in rows]
        return self._grants

    @property
    def person(self) -> Person | None:
        """The person of the directory whose account this is."""
        if self._person is None:
            self._person = Person.objects.filter(user=self.user).select_related("subject").first()
        return self._person

    @property
    def roles(self) -> frozenset[Role]:
        """All roles held anywhere."""
        return frozenset(role for role, _ in self.grants)

    def _units_above(self, unit_id: int) -> dict[int, bool]:
        """The units above one, itself included, each with whether it belongs to the same authority."""
        if unit_id not in self._above:
            rows = UnitClosure.objects.filter(descendant_id=unit_id)
            within = Q(ancestor__authority=F("descendant__authority"))
            self._above[unit_id] = dict(
                rows.values_list("ancestor_id", ExpressionWrapper(within, output_field=BooleanField()))
            )
        return self._above[unit_id]

    def roles_in(self, unit_id: int) -> frozenset[Role]:
        """The roles that count in a unit: held in it or in a unit above it."""
        if not self.grants:
            return frozenset()
        above = self._units_above(unit_id)
        return frozenset(
            role for role, at in self.grants if at in above and (above[at] or role == Role.ADMIN)
        )

    def holds(self, role: Role, unit: Unit | int | None) -> bool:
        """Whether the account holds a role in a unit or above it."""
        if unit is None:
            return False
        return role in self.roles_in(unit if isinstance(unit, int) else unit.pk)


def may_take(act: Act, step: Step[Any], unit: Unit | int) -> bool:
    """Whether the actor may take a step in a unit: by an own role, or, with the signed paper, as its recorder."""
    if act.actor is SYSTEM:
        return True
    roles = viewer_of(act).roles_in(unit if isinstance(unit, int) else unit.pk)
    return step.may_take(roles) or (act.signed is not None and step.may_record(roles))


def may_ever_take(act: Act, step: Step[Any], unit: Unit | int) -> bool:
    """Whether the actor may take a step by an own role, or record it once a signed paper is named."""
    if act.actor is SYSTEM:
        return True
    roles = viewer_of(act).roles_in(unit if isinstance(unit, int) else unit.pk)
    return step.may_take(roles) or step.may_record(roles)


def step_of(act: Act, flow: Flow[StateT], name: str, state: str, unit: Unit | int) -> Step[StateT]:
    """The step from where a thing stands, once its taker is allowed.

    Raises ``NotAllowedError`` for who may not, whatever the state; then ``StepRefusedError`` for another state.
    """
    require(may_take(act, flow.right(name, state), unit))
    return flow.step(name, state)


def viewer_of(act: Act) -> Viewer:
    """The actor as a viewer on the day of the act. Raises ``TypeError`` for the system, which reads nothing."""
    if not isinstance(act.actor, User):
        message = "the system is no viewer"
        raise TypeError(message)
    return Viewer(act.actor, act.on)


def holds(act: Act, role: Role, unit: Unit | int) -> bool:
    """Whether the actor holds a role in a unit on the day of the act; the system holds all."""
    return act.actor is SYSTEM or viewer_of(act).holds(role, unit)


def may_keep_directory(act: Act, authority: Unit) -> bool:
    """Keep units, persons, gradings: the officer or the administrator of the authority."""
    return holds(act, Role.OFFICER, authority) or holds(act, Role.ADMIN, authority)


def may_grant_roles(act: Act, unit: Unit) -> bool:
    """Give and end roles: the administrator."""
    return holds(act, Role.ADMIN, unit)


def may_keep_levels(act: Act, authority: Unit) -> bool:
    """Say where an authority stands among the levels, since when, and when it ended: its administrator."""
    return holds(act, Role.ADMIN, authority)
