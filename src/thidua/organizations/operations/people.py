"""Persons: added, changed, moved, given further posts; those who left stay known."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from thidua.accounts.models import User
from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.organizations import permissions
from thidua.organizations.models import Membership, Person, Subject, Training, Unit, in_force
from thidua.organizations.operations.units import lock

PERSON_COLUMNS = (
    "title",
    "female",
    "birth_date",
    "ethnicity",
    "category",
    "reform_role",
    "local",
    "qualification",
    "political_theory",
    "former_commune",
    "old_unit_remarks",
)
"""Columns that ``change_person`` may change."""


@operation("person.added")
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
    name, staff_code = name.strip(), staff_code.strip()
    faults = {
        field: "Hãy điền mục này."
        for field, told in (("name", name), ("staff_code", staff_code), ("position", position.strip()))
        if not told
    }
    if faults:
        raise RefusedError(**faults)
    lock(authority)
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


@operation("person.moved")
def move_person(
    act: Act, *, person: Person, unit: Unit, position: str, on: date, head: bool = False
) -> Membership:
    """End the person's memberships the day before and begin a new one; the history stays.

    Raises ``RefusedError`` for a day that is not after the beginning of a present post, or an ended unit.
    """
    _may_post(act, person, unit, position, on)
    if Membership.objects.filter(person=person, ends_on__isnull=True, starts_on__gte=on).exists():
        raise RefusedError(on="Ngày chuyển phải sau ngày bắt đầu giữ chức vụ hiện nay.")
    Membership.objects.filter(person=person, ends_on__isnull=True, starts_on__lt=on).update(
        ends_on=date.fromordinal(on.toordinal() - 1)
    )
    membership = Membership.objects.create(
        person=person, unit=unit, position=position, head=head, starts_on=on
    )
    act.record("person.moved", person, unit=unit.code, position=position, on=on)
    return membership


@operation("person.post_added")
def add_membership(
    act: Act, *, person: Person, unit: Unit, position: str, on: date, head: bool = False
) -> Membership:
    """Give a person a further post (kiêm nhiệm) beside the present one. Raises as ``move_person``."""
    _may_post(act, person, unit, position, on)
    if Membership.objects.filter(in_force(on), person=person, unit=unit, position=position).exists():
        raise RefusedError(position="Người này đang giữ đúng chức vụ đó ở đơn vị này.")
    membership = Membership.objects.create(
        person=person, unit=unit, position=position, head=head, starts_on=on
    )
    act.record("person.post_added", person, unit=unit.code, position=position, on=on)
    return membership


@operation("person.trained")
def record_training(act: Act, *, person: Person, name: str, finished_on: date) -> Training:
    """Note a finished course. Raises ``RefusedError`` for a day after the act."""
    require(permissions.may_keep_directory(act, person.authority))
    if finished_on > act.on:
        raise RefusedError(finished_on="Ngày hoàn thành không thể sau hôm nay.")
    training = Training.objects.create(person=person, name=name, finished_on=finished_on)
    act.record("person.trained", person, course=name, on=finished_on)
    return training


@operation("person.account_linked")
def link_account(act: Act, *, person: Person, user: User) -> None:
    """Say whose account it is."""
    require(permissions.may_keep_directory(act, person.authority))
    Person.objects.filter(pk=person.pk).update(user=user)
    person.user = user
    act.record("person.account_linked", person, username=user.username)


def _may_post(act: Act, person: Person, unit: Unit, position: str, on: date) -> None:
    require(permissions.may_keep_directory(act, unit))
    if unit.authority_id != person.authority_id:
        raise RefusedError(unit="Đơn vị này thuộc cơ quan khác. Hãy thêm người ở cơ quan đó.")
    if not position.strip():
        raise RefusedError(position="Hãy ghi chức vụ.")
    if on < unit.valid_from or (unit.valid_to is not None and on > unit.valid_to):
        raise RefusedError(on="Đơn vị chưa có hoặc đã kết thúc hoạt động vào ngày này.")


@operation("person.changed")
def change_person(
    act: Act,
    *,
    person: Person,
    details: Mapping[str, Any],
    name: str | None = None,
    staff_code: str | None = None,
) -> bool:
    """Change what is known of a person; gives whether anything changed.

    ``details`` are columns of ``PERSON_COLUMNS``; old and new values lie in the erasable part of the journal. Raises
    ``RefusedError`` for an empty name or a staff code that stands already.
    """
    require(permissions.may_keep_directory(act, person.authority))
    changes = {
        column: [getattr(person, column), value]
        for column, value in details.items()
        if column in PERSON_COLUMNS and value != getattr(person, column)
    }
    if staff_code is not None and staff_code.strip() != person.staff_code:
        changes["staff_code"] = [person.staff_code, staff_code.strip()]
        _free_code(person, staff_code.strip())
    if name is not None and name.strip() != person.name:
        if not name.strip():
            raise RefusedError(name="Hãy ghi họ và tên.")
        changes["name"] = [person.name, name.strip()]
        person.subject.name = name.strip()
        person.subject.save()
    columns = {column: new for column, (_, new) in changes.items() if column != "name"}
    if columns:
        Person.objects.filter(pk=person.pk).update(**columns)
        person.refresh_from_db()
    if changes:
        act.record("person.changed", person, private=changes, columns=sorted(changes))
    return bool(changes)


def _free_code(person: Person, code: str) -> None:
    if not code:
        raise RefusedError(staff_code="Hãy ghi mã cán bộ.")
    lock(person.authority)
    if Person.objects.filter(authority=person.authority, staff_code=code).exists():
        raise RefusedError(staff_code=f"Mã cán bộ “{code}” đã có. Hãy dùng mã khác.")


@operation("person.post_ended")
def end_membership(act: Act, *, membership: Membership, on: date) -> None:
    """End one post with its last day. Raises ``MovedOnError`` when it has ended already."""
    require(permissions.may_keep_directory(act, membership.unit))
    if on < membership.starts_on:
        raise RefusedError(on="Ngày thôi giữ chức vụ phải từ ngày bắt đầu trở đi.")
    if Membership.objects.filter(pk=membership.pk, ends_on__isnull=True).update(ends_on=on) != 1:
        raise MovedOnError
    act.record(
        "person.post_ended", membership.person, unit=membership.unit.code, position=membership.position, on=on
    )


@operation("person.left")
def leave(act: Act, *, person: Person, on: date, reason: str) -> None:
    """End all posts of a person who leaves the authority (moved away, retired); the history stays.

    Raises ``MovedOnError`` when no post is open, ``RefusedError`` for a day before a post began.
    """
    require(permissions.may_keep_directory(act, person.authority))
    posts = Membership.objects.filter(person=person, ends_on__isnull=True)
    if posts.filter(starts_on__gt=on).exists():
        raise RefusedError(on="Ngày nghỉ phải từ ngày bắt đầu giữ chức vụ trở đi.")
    if not posts.update(ends_on=on):
        raise MovedOnError
    act.record("person.left", person, private={"reason": reason}, on=on)
