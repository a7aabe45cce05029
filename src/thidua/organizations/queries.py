"""Who sees which units and persons, and who holds which role where."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from thidua.accounts.models import User
from thidua.engine.flow import Role
from thidua.organizations.models import Membership, Person, RoleGrant, Unit, UnitClosure, in_force
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
    """Subquery: keys of the units that the account covers with one of these roles (with any role when none named)."""
    grants = RoleGrant.objects.filter(in_force(seen_by.on), user=seen_by.user)
    if roles:
        grants = grants.filter(role__in=[role.value for role in roles])
    return UnitClosure.objects.filter(ancestor__in=grants.values("unit_id")).values("descendant_id")


def authorities_visible_to(seen_by: Viewer) -> QuerySet[Unit]:
    """The authorities in which the account has any part."""
    return Unit.objects.filter(
        pk__in=Unit.objects.filter(pk__in=covered_units(seen_by)).values("authority_id")
    )


def units_visible_to(seen_by: Viewer) -> QuerySet[Unit]:
    """All units of the authorities in which the account has any part (a directory of units is no secret inside)."""
    return Unit.objects.filter(authority__in=authorities_visible_to(seen_by)).select_related("subject")


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


def membership_on(person: Person, on: date) -> Membership | None:
    """The main membership of a person on a day: as head first, else the newest."""
    rows = Membership.objects.filter(in_force(on), person=person).select_related("unit__subject")
    return rows.order_by("-head", "-starts_on", "pk").first()


def head_of(unit: Unit, on: date) -> Membership | None:
    """The head of a unit on a day."""
    rows = Membership.objects.filter(in_force(on), unit=unit, head=True)
    return rows.select_related("person__subject", "unit__subject").order_by("-starts_on").first()


def members_of(unit: Unit, on: date) -> QuerySet[Membership]:
    """The people of a unit on a day, in the Vietnamese order of names."""
    rows = Membership.objects.filter(in_force(on), unit=unit).select_related(
        "person__subject", "unit__subject"
    )
    return rows.order_by("-head", "person__subject__sort_key")


def scored_units(authority: Unit, on: date) -> QuerySet[Unit]:
    """The units of an authority that take part in scoring on a day."""
    rows = Unit.objects.filter(in_force(on, "valid_from", "valid_to"), authority=authority, scored=True)
    return rows.exclude(pk=authority.pk).select_related("subject").order_by("pk")


def users_with_role(role: Role, unit: Unit, on: date) -> QuerySet[User]:
    """The accounts that hold a role in a unit or above it."""
    above = UnitClosure.objects.filter(descendant=unit).values("ancestor_id")
    return User.objects.filter(
        pk__in=RoleGrant.objects.filter(in_force(on), role=role.value, unit_id__in=above).values("user_id")
    )
