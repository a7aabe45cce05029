"""Open accounts, set passwords, count failed sign-ins."""

from __future__ import annotations

from django.db.models import F

from thidua.accounts.models import SignInFailure, User
from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError


@operation
def open_account(
    act: Act, *, username: str, display_name: str, password: str | None, must_change: bool = False
) -> User:
    """Open an account. Raises ``RefusedError`` when the user name is taken."""
    username = username.strip().lower()
    if User.objects.filter(username=username).exists():
        raise RefusedError(username=f"Tên đăng nhập “{username}” đã có người dùng.")
    user = User(
        username=username, display_name=display_name, created_at=act.at, must_change_password=must_change
    )
    if password is None:
        user.set_unusable_password()
    else:
        user.set_password(password)
    user.save()
    act.record("account.opened", user, username=username)
    return user


@operation
def set_password(act: Act, *, user: User, password: str, must_change: bool = False) -> None:
    """Set a new password; the journal says by whom, never what."""
    user.set_password(password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])
    act.record("account.password_set", user, by_owner=act.actor.actor_id == user.actor_id)


@operation
def close_account(act: Act, *, user: User) -> None:
    """Close an account: no sign-in any more, its acts stay in the journal."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    act.record("account.closed", user)


def count_failure(act: Act, *, username: str, address: str) -> None:
    """Count a failed sign-in of a name from an address (no act of the field, so not journaled)."""
    row, made = SignInFailure.objects.get_or_create(
        username=username[:60], address=address[:60], defaults={"count": 1, "last_at": act.at}
    )
    if not made:
        SignInFailure.objects.filter(pk=row.pk).update(count=F("count") + 1, last_at=act.at)


def forget_failures(*, username: str, address: str) -> None:
    """Start anew after a good sign-in."""
    SignInFailure.objects.filter(username=username[:60], address=address[:60]).delete()
