"""The first act of an empty home."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.accounts import operations as accounts
from thidua.accounts.models import User
from thidua.base.acts import SYSTEM, Act, operation
from thidua.base.errors import NotAllowedError, RefusedError
from thidua.engine.flow import Role
from thidua.organizations.models import Person, Unit
from thidua.organizations.operations.people import add_person, link_account
from thidua.organizations.operations.roles import grant_role
from thidua.organizations.operations.units import add_unit


@dataclass(frozen=True, slots=True)
class Begun:
    """What stands after the beginning."""

    authority: Unit
    office: Unit
    user: User
    person: Person


@operation("authority.begun")
def begin(
    act: Act,
    *,
    authority_name: str,
    level: str,
    place: str,
    code: str,
    office_name: str,
    office_code: str,
    admin_name: str,
    username: str,
    password: str,
    title: str = "Ông",
    position: str = "Công chức",
    officer: bool = True,
    province: str = "",
) -> Begun:
    """Make the authority, its standing office, and the first administrator with a place in the directory.

    The administrator is also the officer unless ``officer`` is False: in a commune it is mostly one person. Only
    the system may begin (the caller has checked the one-time code), and only once: raises ``NotAllowedError`` for
    anybody else, ``RefusedError`` when somebody has begun already.
    """
    if act.actor is not SYSTEM:
        raise NotAllowedError
    if Unit.objects.exists() or User.objects.exists():
        raise RefusedError("Phần mềm đã được bắt đầu rồi. Hãy đăng nhập.")
    first_day = date(act.on.year, 1, 1)
    authority = add_unit(
        act,
        name=authority_name,
        code=code,
        level=level,
        valid_from=first_day,
        place=place.strip(),
        province=province,
    )
    office = add_unit(
        act,
        name=office_name,
        code=office_code,
        level=Unit.Level.OFFICE,
        valid_from=first_day,
        parent=authority,
    )
    person = add_person(
        act,
        unit=office,
        staff_code="CB001",
        name=admin_name,
        position=position,
        category=Person.Category.CIVIL_SERVANT,
        starts_on=first_day,
        title=title,
        female=title == "Bà",
    )
    user = accounts.open_account(act, username=username, display_name=person.name, password=password)
    link_account(act, person=person, user=user)
    for role in (Role.ADMIN, Role.OFFICER) if officer else (Role.ADMIN,):
        grant_role(act, user=user, role=role, unit=authority, starts_on=act.on)
    act.record("authority.begun", authority, level=level, place=authority.place)
    return Begun(authority, office, user, person)
