"""Open accounts, set passwords, count failed sign-ins."""

from __future__ import annotations

import secrets

from django.db.models import F

from thidua.accounts import delays
from thidua.accounts.models import SignInFailure, User
from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError

_LETTERS = "abcdefghkmnpqrstuvwxyz23456789"  # no letters that look alike on paper


@operation("account.opened")
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


@operation("account.password_set")
def set_password(act: Act, *, user: User, password: str, must_change: bool = False) -> None:
    """Set a new password; the journal says by whom, never what."""
    user.set_password(password)
    user.must_change_password = must_change
    user.save(update_fields=["password", "must_change_password"])
    act.record("account.password_set", user, by_owner=act.actor.actor_id == user.actor_id)


@operation("account.closed")
def close_account(act: Act, *, user: User) -> None:
    """Close an account: no sign-in any more, its acts stay in the journal."""
    User.objects.filter(pk=user.pk).update(is_active=False)
    user.is_active = False
    act.record("account.closed", user)


def count_failure(act: Act, *, username: str, address: str) -> None:
    """Count a failed sign-in of a name from an address, and of the address (no act of the field: not journaled)."""
    for name in (username[:60], delays.ANY_NAME):
        row, made = SignInFailure.objects.get_or_create(
            username=name, address=address[:60], defaults={"count": 1, "last_at": act.at}
        )
        if made:
            continue
        stale = act.at - row.last_at > delays.FORGOTTEN_AFTER
        SignInFailure.objects.filter(pk=row.pk).update(count=1 if stale else F("count") + 1, last_at=act.at)


def forget_failures(*, username: str, address: str) -> None:
    """Start anew for a name after a good sign-in; what the address did with other names stays."""
    SignInFailure.objects.filter(username=username[:60], address=address[:60]).exclude(
        username=delays.ANY_NAME
    ).delete()


@operation("account.signed_in")
def note_sign_in(act: Act, *, user: User) -> None:
    """Note in the journal who signed in, when and from where."""
    act.record("account.signed_in", user)


@operation("account.password_set")
def reset_password(act: Act, *, user: User) -> str:
    """Give an account a password for one sign-in, to be shown once and changed at once; gives it back.

    Who may do this is asked by the caller (``organizations.operations.reset_password``).
    """
    word = "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(3))
    set_password(act, user=user, password=word, must_change=True)
    return word


@operation("account.reopened")
def reopen_account(act: Act, *, user: User) -> None:
    """Open a closed account again."""
    User.objects.filter(pk=user.pk).update(is_active=True)
    user.is_active = True
    act.record("account.reopened", user)
