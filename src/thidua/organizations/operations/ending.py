"""The end of a unit: closed, merged into another, divided; its people, households and roles."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Q

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require, require_document
from thidua.engine.flow import Role
from thidua.organizations import permissions
from thidua.organizations.choices import ROLES
from thidua.organizations.models import (
    Household,
    Membership,
    RoleGrant,
    Unit,
    UnitChange,
    in_force,
)
from thidua.organizations.operations.levels import put_under


@operation("unit.closed")
def close_unit(
    act: Act,
    *,
    unit: Unit,
    on: date,
    document: str,
    kind: str = "closed",
    successors: Sequence[Unit] = (),
    bring: bool = False,
) -> None:
    """End a unit with its last day and the document that ends it; its history and its awards stay its own.

    ``kind`` says how: ``closed``; ``merged`` into one successor; ``split`` into several. ``bring`` takes the people
    and households of a merged unit over to its successor from the next day, with their posts. The roles held in the
    unit end with it. Authorities below it (the communes of a district) go to the one it was merged into, else to the
    level above it. Raises ``RefusedError`` while people, households or units of its own still belong to it after that
    day, for a missing document or successors that cannot be; ``MovedOnError`` when it has ended already.
    """
    own_power = unit.pk == unit.authority_id
    may = permissions.may_keep_levels if own_power else permissions.may_keep_directory
    require(may(act, unit))
    require_document(document)
    if on < unit.valid_from:
        raise RefusedError(on="Ngày kết thúc phải từ ngày thành lập trở đi.")
    if own_power and on > act.on:
        raise RefusedError(on="Chỉ ghi khi đã đến ngày này.")
    after = on + timedelta(days=1)
    _check_successors(unit, kind, successors, after)
    merged_into = successors[0] if kind == "merged" else None
    heir = merged_into or unit.parent
    if own_power and heir is None:
        raise RefusedError(
            "Cơ quan này không có cấp trên. Hãy ghi cấp trên trước, hoặc chọn sáp nhập và cơ quan nhận."
        )
    below = list(Unit.objects.filter(in_force(after, "valid_from", "valid_to"), parent=unit))
    if any(child.pk != child.authority_id for child in below):
        raise RefusedError(on="Đơn vị còn đơn vị trực thuộc. Hãy kết thúc các đơn vị đó trước.")
    if bring and merged_into is not None and not own_power:
        _bring_over(act, unit, merged_into, on)
    _check_empty(unit, after)
    moved = Unit.objects.filter(pk=unit.pk, valid_to__isnull=True).update(valid_to=on)
    if moved != 1:
        raise MovedOnError
    for successor in successors or (None,):
        UnitChange.objects.create(
            unit=unit, kind=kind, happened_on=on, successor=successor, document=document.strip()
        )
    unit.refresh_from_db()
    names = [str(successor) for successor in successors]
    act.record("unit.closed", unit, on=on, document=document.strip(), how=kind, to=names)
    _end_roles(act, unit, on)
    for child in below:  # an authority outlives the level above it: a commune after its district
        put_under(act, child, unit, heir, after, document.strip())


def _check_successors(unit: Unit, kind: str, successors: Sequence[Unit], after: date) -> None:
    least, most = {"closed": (0, 0), "merged": (1, 1), "split": (2, len(successors))}[kind]
    if not least <= len(successors) <= most:
        told = {
            "closed": "Chỉ chọn đơn vị nhận khi đơn vị được sáp nhập hoặc chia.",
            "merged": "Hãy chọn đúng một đơn vị mà đơn vị này được sáp nhập vào.",
            "split": "Hãy chọn từ hai đơn vị được chia ra. Đơn vị chưa có trong danh sách thì thêm trước.",
        }
        raise RefusedError(successors=told[kind])
    own_power = unit.pk == unit.authority_id
    for successor in successors:
        if successor.pk == unit.pk or (
            successor.pk != successor.authority_id or successor.level != unit.level
            if own_power
            else successor.authority_id != unit.authority_id
        ):
            raise RefusedError(successors=f"{successor} không thể nhận việc của đơn vị này.")
        if successor.valid_from > after or (successor.valid_to is not None and successor.valid_to < after):
            raise RefusedError(successors=f"{successor} chưa có hoặc đã kết thúc vào ngày {after:%d/%m/%Y}.")


def _living(after: date) -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to__gte=after)


def _check_empty(unit: Unit, after: date) -> None:
    staying = Q(ends_on__isnull=True) | Q(ends_on__gte=after)
    people = Membership.objects.filter(staying, unit=unit).count()
    if people:
        raise RefusedError(
            on=f"Sau ngày này đơn vị còn {people} người. Hãy chuyển hết người sang đơn vị khác trước."
        )
    homes = Household.objects.filter(_living(after), unit=unit).count()
    if homes:
        raise RefusedError(on=f"Đơn vị còn {homes} hộ gia đình. Hãy ghi lại đơn vị của các hộ này trước.")


def _bring_over(act: Act, unit: Unit, successor: Unit, on: date) -> None:
    """Take the people of the last day and the households over: the same posts, none of them as the head."""
    after = on + timedelta(days=1)
    posts = Membership.objects.filter(
        in_force(on), Q(ends_on__isnull=True) | Q(ends_on__gte=after), unit=unit
    )
    for post in list(posts.select_related("person__subject")):
        Membership.objects.create(
            person=post.person, unit=successor, position=post.position, starts_on=after, ends_on=post.ends_on
        )
        Membership.objects.filter(pk=post.pk).update(ends_on=on)
        act.record("person.moved", post.person, unit=successor.code, position=post.position, on=after)
    for home in Household.objects.filter(_living(after), unit=unit).select_related("subject"):
        Household.objects.filter(pk=home.pk).update(unit=successor)
        act.record(
            "household.changed",
            home,
            before=[home.name, home.code, unit.name],
            after=[home.name, home.code, successor.name],
            ended=None,
        )


def _end_roles(act: Act, unit: Unit, on: date) -> None:
    for grant in RoleGrant.objects.filter(unit=unit).exclude(ends_on__lte=on).select_related("user"):
        last = max(on, grant.starts_on)
        RoleGrant.objects.filter(pk=grant.pk).update(ends_on=last)
        told = f"{ROLES[Role(grant.role)]} của {grant.user.display_name}, đến hết {last:%d/%m/%Y}"
        act.record("role.ended", unit, username=grant.user.username, role=grant.role, on=last, told=told)
