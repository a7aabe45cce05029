"""Keep the directory: the only writers of units, persons, memberships and roles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from thidua.accounts.models import User
from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError, require
from thidua.engine.flow import Role
from thidua.organizations import permissions
from thidua.organizations.models import Membership, Person, RoleGrant, Subject, Training, Unit, UnitClosure


@operation
def add_unit(
    act: Act,
    *,
    name: str,
    code: str,
    level: str,
    valid_from: date,
    parent: Unit | None = None,
    block: str = Unit.Block.OFFICES,
    place: str = "",
    tags: list[str] | None = None,
    scored: bool = True,
) -> Unit:
    """Add a unit; one that is no office is an authority of its own.

    Raises ``RefusedError`` when the code stands already in the authority.
    """
    if parent is not None:
        require(permissions.may_keep_directory(act, parent))
    own_power = level != Unit.Level.OFFICE
    authority = None if own_power or parent is None else parent.authority
    if authority and Unit.objects.filter(authority=authority, code=code).exists():
        raise RefusedError(code=f"Mã đơn vị “{code}” đã có. Hãy dùng mã khác.")
    subject = Subject.objects.create(kind=Subject.Kind.UNIT, name=name)
    unit = Unit.objects.create(
        subject=subject,
        code=code,
        level=level,
        block=block,
        parent=parent,
        authority=authority,
        place=place,
        tags=tags or [],
        scored=scored and not own_power,
        valid_from=valid_from,
    )
    if own_power:
        unit.authority = unit
        unit.save(update_fields=["authority"])
    above = UnitClosure.objects.filter(descendant=parent) if parent else UnitClosure.objects.none()
    UnitClosure.objects.bulk_create(
        [
            UnitClosure(ancestor=unit, descendant=unit, depth=0),
            *(
                UnitClosure(ancestor_id=row.ancestor_id, descendant=unit, depth=row.depth + 1)
                for row in above
            ),
        ]
    )
    act.record("unit.added", unit, code=code, level=level, block=block)
    return unit


@operation
def add_person(
    act: Act,
    *,
    unit: Unit,
    staff_code: str,
    name: str,
    position: str,
    category: str,
    starts_on: date,
    title: str = "Ông",
    female: bool = False,
    head: bool = False,
    birth_date: date | None = None,
    details: Mapping[str, Any] | None = None,
) -> Person:
    """Add a person to the directory with the first membership.

    ``details`` are further columns of ``Person`` (ethnicity, reform_role, local, qualification …). Raises
    ``RefusedError`` when the staff code stands already in the authority.
    """
    authority = unit.authority
    if authority is None:
        raise RefusedError(unit="Đơn vị chưa thuộc cơ quan nào.")
    require(permissions.may_keep_directory(act, unit))
    if Person.objects.filter(authority=authority, staff_code=staff_code).exists():
        raise RefusedError(staff_code=f"Mã cán bộ “{staff_code}” đã có. Hãy dùng mã khác.")
    subject = Subject.objects.create(kind=Subject.Kind.PERSON, name=name)
    person = Person.objects.create(
        subject=subject,
        authority=authority,
        staff_code=staff_code,
        title=title,
        female=female,
        birth_date=birth_date,
        category=category,
        **(details or {}),
    )
    Membership.objects.create(person=person, unit=unit, position=position, head=head, starts_on=starts_on)
    act.record(
        "person.added",
        person,
        private={"birth_date": birth_date} if birth_date else None,
        staff_code=staff_code,
    )
    return person


@operation
def move_person(
    act: Act, *, person: Person, unit: Unit, position: str, on: date, head: bool = False
) -> Membership:
    """End the person's memberships the day before and begin a new one; the history stays."""
    require(permissions.may_keep_directory(act, unit))
    Membership.objects.filter(person=person, ends_on__isnull=True, starts_on__lt=on).update(
        ends_on=date.fromordinal(on.toordinal() - 1)
    )
    membership = Membership.objects.create(
        person=person, unit=unit, position=position, head=head, starts_on=on
    )
    act.record("person.moved", person, unit=unit.code, position=position, on=on)
    return membership


@operation
def add_membership(
    act: Act, *, person: Person, unit: Unit, position: str, on: date, head: bool = False
) -> Membership:
    """Give a person a further post (kiêm nhiệm) beside the present one."""
    require(permissions.may_keep_directory(act, unit))
    membership = Membership.objects.create(
        person=person, unit=unit, position=position, head=head, starts_on=on
    )
    act.record("person.post_added", person, unit=unit.code, position=position, on=on)
    return membership


@operation
def record_training(act: Act, *, person: Person, name: str, finished_on: date) -> Training:
    """Note a finished course."""
    require(permissions.may_keep_directory(act, person.authority))
    training = Training.objects.create(person=person, name=name, finished_on=finished_on)
    act.record("person.trained", person, course=name, on=finished_on)
    return training


@operation
def link_account(act: Act, *, person: Person, user: User) -> None:
    """Say whose account it is."""
    require(permissions.may_keep_directory(act, person.authority))
    Person.objects.filter(pk=person.pk).update(user=user)
    person.user = user
    act.record("person.account_linked", person, username=user.username)


@operation
def grant_role(
    act: Act, *, user: User, role: Role, unit: Unit, starts_on: date, ends_on: date | None = None
) -> RoleGrant:
    """Give an account a role in a unit from a day on (to a day)."""
    require(permissions.may_grant_roles(act, unit))
    if ends_on is not None and ends_on < starts_on:
        raise RefusedError(ends_on="Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    grant = RoleGrant.objects.create(
        user=user, role=role.value, unit=unit, starts_on=starts_on, ends_on=ends_on
    )
    act.record("role.granted", unit, username=user.username, role=role.value, since=starts_on)
    return grant


@operation
def end_role(act: Act, *, grant: RoleGrant, on: date) -> None:
    """End a role with a day; who held it when stays known."""
    require(permissions.may_grant_roles(act, grant.unit))
    if on < grant.starts_on:
        raise RefusedError(ends_on="Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    RoleGrant.objects.filter(pk=grant.pk).update(ends_on=on)
    act.record("role.ended", grant.unit, username=grant.user.username, role=grant.role, on=on)
