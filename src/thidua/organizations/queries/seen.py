"""Who sees and who keeps which units, persons and accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet

from thidua.accounts.models import User
from thidua.engine.flow import Role
from thidua.engine.text import fold
from thidua.organizations.models import (
    Membership,
    Person,
    RoleGrant,
    Unit,
    UnitClosure,
    in_force,
)
from thidua.organizations.permissions import Viewer

READS_AUTHORITY = (
    Role.OFFICER,
    Role.CHAIRPERSON,
    Role.COUNCIL,
    Role.PUBLICITY,
    Role.CLERK,
    Role.ACCOUNTANT,
    Role.INSPECTOR,
)
"""Roles that read all units below the unit where they are held; a head and a member read their own unit."""


def covered_units(seen_by: Viewer, *roles: Role) -> Any:
    """Subquery: keys of the units that the account covers with one of these roles (with any role when none named).

    Each role inside its authority, the administrator's also in those below (``Viewer``).
    """
    held = [(role, at) for role, at in seen_by.grants if not roles or role in roles]
    within = Q(descendant__authority=F("ancestor__authority"))
    within |= Q(ancestor__in=[at for role, at in held if role == Role.ADMIN])
    return UnitClosure.objects.filter(within, ancestor__in=[at for _, at in held]).values("descendant_id")


def authorities_visible_to(seen_by: Viewer) -> QuerySet[Unit]:
    """The authorities in which the account has any part."""
    return Unit.objects.filter(pk__in=covered_units(seen_by).values("descendant__authority"))


def units_visible_to(seen_by: Viewer) -> QuerySet[Unit]:
    """All units of the authorities in which the account has any part (a directory of units is no secret inside)."""
    return Unit.objects.filter(authority__in=authorities_visible_to(seen_by)).select_related("subject")


def authorities_kept_by(seen_by: Viewer) -> QuerySet[Unit]:
    """The authorities whose directory the account keeps: as officer or as administrator."""
    covered = covered_units(seen_by, Role.OFFICER, Role.ADMIN)
    return Unit.objects.filter(pk__in=covered, authority_id=F("pk")).select_related("subject").order_by("pk")


def authorities_administered_by(seen_by: Viewer) -> QuerySet[Unit]:
    """The authorities in which the account gives roles and opens accounts."""
    covered = covered_units(seen_by, Role.ADMIN)
    return Unit.objects.filter(pk__in=covered, authority_id=F("pk")).select_related("subject").order_by("pk")


def accounts_visible_to(seen_by: Viewer) -> QuerySet[User]:
    """The accounts of the authorities that the administrator keeps: by person or by role."""
    own = authorities_administered_by(seen_by).values("pk")
    return User.objects.filter(Q(person__authority__in=own) | Q(grants__unit__authority__in=own)).distinct()


def find_accounts(seen_by: Viewer, *, text: str = "", role: str = "", closed: bool = False) -> QuerySet[User]:
    """Accounts by the person's name without marks or by user name, by a role held today, in name order.

    ``closed`` asks for those alone that cannot sign in any more.
    """
    rows = accounts_visible_to(seen_by)
    if text.strip():
        named = Q(person__subject__search__contains=fold(text)) | Q(display_name__icontains=text.strip())
        rows = rows.filter(named | Q(username__icontains=text.strip()))
    if role:
        held = RoleGrant.objects.filter(in_force(seen_by.on), role=role)
        rows = rows.filter(pk__in=held.values("user_id"))
    if closed:
        rows = rows.filter(is_active=False)
    return rows.order_by("person__subject__sort_key", "display_name", "pk")


def persons_visible_to(seen_by: Viewer) -> QuerySet[Person]:
    """Persons of the authority for a reading role or the administrator, of the own unit for its head, and oneself.

    Those who keep the directory see also who has left.
    """
    reading = covered_units(seen_by, *READS_AUTHORITY, Role.ADMIN)
    units = covered_units(seen_by, *READS_AUTHORITY, Role.ADMIN, Role.UNIT_HEAD)
    in_units = Membership.objects.filter(in_force(seen_by.on), unit_id__in=units).values("person_id")
    return Person.objects.filter(
        Q(authority_id__in=reading) | Q(pk__in=in_units) | Q(user=seen_by.user)
    ).select_related("subject")


def users_with_role(role: Role, unit: Unit, on: date) -> QuerySet[User]:
    """The accounts that hold a role in a unit or above it, inside its authority."""
    rows = UnitClosure.objects.filter(descendant=unit, ancestor__authority=F("descendant__authority"))
    above = rows.values("ancestor_id")
    return User.objects.filter(
        pk__in=RoleGrant.objects.filter(in_force(on), role=role.value, unit_id__in=above).values("user_id")
    )


def units_kept_by(seen_by: Viewer) -> QuerySet[Unit]:
    """The units in force whose directory the account keeps."""
    kept = authorities_kept_by(seen_by).values("pk")
    rows = Unit.objects.filter(in_force(seen_by.on, "valid_from", "valid_to"), authority__in=kept)
    return rows.select_related("subject").order_by("pk")


def keeps(seen_by: Viewer, unit: Unit) -> bool:
    """Whether the account keeps the directory of this unit (for buttons; operations ask again)."""
    return seen_by.holds(Role.OFFICER, unit) or seen_by.holds(Role.ADMIN, unit)


def may_end(seen_by: Viewer, unit: Unit) -> bool:
    """Whether the account may say that a unit ended; of an authority its administrator alone."""
    return seen_by.holds(Role.ADMIN, unit) if unit.pk == unit.authority_id else keeps(seen_by, unit)


def successors_of(seen_by: Viewer, unit: Unit) -> QuerySet[Unit]:
    """Who can go on for a unit that ends: living units beside it; for an authority, others of its level in sight."""
    rows = units_visible_to(seen_by).filter(valid_to__isnull=True).exclude(pk=unit.pk)
    if unit.pk == unit.authority_id:
        return rows.filter(level=unit.level, authority_id=F("pk")).order_by("subject__sort_key", "pk")
    rows = rows.filter(authority_id=unit.authority_id).exclude(pk=F("authority_id"))
    return rows.order_by("block", "subject__sort_key", "pk")
