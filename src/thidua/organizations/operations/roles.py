"""Roles by unit and date, and the accounts that hold them."""

from __future__ import annotations

from datetime import date

from thidua.accounts import operations as accounts
from thidua.accounts.models import User
from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine.flow import Role
from thidua.organizations import permissions
from thidua.organizations.choices import ROLES
from thidua.organizations.models import Person, RoleGrant, Unit, in_force
from thidua.organizations.operations.people import link_account


@operation("role.granted")
def grant_role(
    act: Act, *, user: User, role: Role, unit: Unit, starts_on: date, ends_on: date | None = None
) -> RoleGrant:
    """Give an account a role in a unit from a day on (to a day)."""
    require(permissions.may_grant_roles(act, unit))
    if role not in ROLES:
        raise RefusedError(role="Hãy chọn vai trò.")
    if ends_on is not None and ends_on < starts_on:
        raise RefusedError(ends_on="Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    if RoleGrant.objects.filter(in_force(starts_on), user=user, role=role.value, unit=unit).exists():
        raise RefusedError(role="Tài khoản này đang có vai trò đó ở đơn vị này.")
    grant = RoleGrant.objects.create(
        user=user, role=role.value, unit=unit, starts_on=starts_on, ends_on=ends_on
    )
    told = f"{ROLES[role]} cho {user.display_name}, từ {starts_on:%d/%m/%Y}"
    act.record("role.granted", unit, username=user.username, role=role.value, since=starts_on, told=told)
    return grant


@operation("role.ended")
def end_role(act: Act, *, grant: RoleGrant, on: date) -> None:
    """End a role with its last day; who held it when stays known.

    Raises ``MovedOnError`` when it has an end already, ``RefusedError`` when the last administrator would go.
    """
    require(permissions.may_grant_roles(act, grant.unit))
    if grant.role == Role.ADMIN.value and not _another_admin(grant):
        raise RefusedError(
            ends_on="Đây là người quản trị cuối cùng. Hãy giao vai trò này cho người khác trước."
        )
    if on < grant.starts_on:
        raise RefusedError(ends_on="Ngày kết thúc phải từ ngày bắt đầu trở đi.")
    if RoleGrant.objects.filter(pk=grant.pk, ends_on__isnull=True).update(ends_on=on) != 1:
        raise MovedOnError
    grant.refresh_from_db()
    told = f"{ROLES[Role(grant.role)]} của {grant.user.display_name}, đến hết {on:%d/%m/%Y}"
    act.record("role.ended", grant.unit, username=grant.user.username, role=grant.role, on=on, told=told)


def _another_admin(grant: RoleGrant) -> bool:
    rows = RoleGrant.objects.filter(
        role=Role.ADMIN.value, unit=grant.unit, ends_on__isnull=True, user__is_active=True
    )
    return rows.exclude(user=grant.user).exists()


@operation("account.opened")
def open_account(act: Act, *, person: Person, username: str) -> tuple[User, str]:
    """Open an account for a person of the directory; gives it with a password to be shown once.

    Raises ``RefusedError`` when the person has one or the user name is taken.
    """
    require(permissions.may_grant_roles(act, person.authority))
    if person.user_id is not None:
        raise RefusedError(person=f"{person.name} đã có tài khoản.")
    if not username.strip():
        raise RefusedError(username="Hãy ghi tên đăng nhập.")
    user = accounts.open_account(act, username=username, display_name=person.name, password=None)
    link_account(act, person=person, user=user)
    return user, accounts.reset_password(act, user=user)


@operation("account.password_set")
def reset_password(act: Act, *, user: User, authority: Unit) -> str:
    """Give an account of the authority a password for one sign-in, to be shown once."""
    require(permissions.may_grant_roles(act, authority))
    return accounts.reset_password(act, user=user)


@operation("account.closed")
def close_account(act: Act, *, user: User, authority: Unit) -> None:
    """Close an account of the authority. Raises ``RefusedError`` for one's own."""
    require(permissions.may_grant_roles(act, authority))
    if act.actor.actor_id == user.actor_id:
        raise RefusedError("Không thể tự khóa tài khoản của mình.")
    if not user.is_active:
        raise MovedOnError
    accounts.close_account(act, user=user)


@operation("account.reopened")
def reopen_account(act: Act, *, user: User, authority: Unit) -> None:
    """Open a closed account of the authority again."""
    require(permissions.may_grant_roles(act, authority))
    if user.is_active:
        raise MovedOnError
    accounts.reopen_account(act, user=user)
