"""Who keeps and who reads what a subject has."""

from __future__ import annotations

from typing import Final

from thidua.base.acts import Act
from thidua.engine.flow import Role
from thidua.organizations.models import Subject, Unit
from thidua.organizations.permissions import Viewer, holds

READS_DISCIPLINE: Final = (Role.OFFICER, Role.CHAIRPERSON)
"""Who reads discipline and verifications: nobody else does, an inspector and an administrator included."""


def may_keep_gradings(act: Act, authority: Unit | int) -> bool:
    """Enter gradings, leave, older awards: the officer or the administrator of the authority."""
    return any(holds(act, role, authority) for role in (Role.OFFICER, Role.ADMIN))


def may_import_award(act: Act, authority: Unit | int, given_by: Unit | int | None) -> bool:
    """Enter an award of another issuer: who keeps gradings, or the officer of the authority above that gave it."""
    gave = given_by is not None and holds(act, Role.OFFICER, given_by)
    return gave or may_keep_gradings(act, authority)


def may_keep_discipline(act: Act, authority: Unit | int) -> bool:
    """Enter discipline and verifications: the officer or the chairperson."""
    return any(holds(act, role, authority) for role in READS_DISCIPLINE)


def may_read_discipline(viewer: Viewer, authority: Unit | int | None) -> bool:
    """Read discipline and verifications of an authority."""
    return any(viewer.holds(role, authority) for role in READS_DISCIPLINE)


def may_award(act: Act, authority: Unit | int) -> bool:
    """Note an award that a decision gives, or its cancelling: who may issue or record the decision."""
    return any(holds(act, role, authority) for role in (Role.CHAIRPERSON, Role.OFFICER, Role.CLERK))


def may_propose_initiative(act: Act, subject: Subject, unit: Unit | int) -> bool:
    """Enter an initiative: the officer, the publicity officer, the head of the unit, or its author."""
    if any(holds(act, role, unit) for role in (Role.OFFICER, Role.PUBLICITY, Role.UNIT_HEAD)):
        return True
    person = getattr(act.actor, "person", None)
    return person is not None and person.subject_id == subject.pk


def may_recognise_initiative(act: Act, authority: Unit | int) -> bool:
    """Note that an initiative was applied or recognised by a document: the officer."""
    return holds(act, Role.OFFICER, authority)
