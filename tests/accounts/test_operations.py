"""Accounts: opened once, closed, opened again; the wait after failures."""

from datetime import UTC, datetime, timedelta

import pytest

from thidua.accounts import delays, operations
from thidua.accounts.models import User
from thidua.base.acts import SYSTEM, Act
from thidua.base.errors import RefusedError

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 2, 10, 5, 0, tzinfo=UTC)


def test_a_user_name_stands_once_whatever_its_case(cast):
    with pytest.raises(RefusedError) as refused:
        operations.open_account(cast.act("admin"), username="OFFICER", display_name="X", password=None)
    assert "username" in refused.value.faults


def test_an_account_is_closed_and_opened_again(cast):
    user = cast.users["member"]
    operations.close_account(cast.act("admin"), user=user)
    assert not User.objects.get(pk=user.pk).is_active
    operations.reopen_account(cast.act("admin"), user=user)
    assert User.objects.get(pk=user.pk).is_active


def test_a_reset_password_is_shown_once_and_kept_nowhere(cast):
    user = cast.users["member"]
    word = operations.reset_password(cast.act("admin"), user=user)
    fresh = User.objects.get(pk=user.pk)
    assert fresh.check_password(word)
    assert fresh.must_change_password
    assert len(word) == 14


def test_the_wait_is_capped_and_forgotten_after_a_day():
    act = Act(actor=SYSTEM, at=NOON)
    for _ in range(40):
        operations.count_failure(act, username="x", address="10.0.0.1")
    until = delays.wait_until(username="x", address="10.0.0.1", now=NOON)
    assert until == NOON + delays.LONGEST
    assert delays.wait_until(username="x", address="10.0.0.1", now=NOON + timedelta(hours=25)) is None
    assert delays.sentence(until, NOON).startswith("Đã nhập sai nhiều lần. Hãy đợi 15 phút rồi")


def test_the_count_starts_anew_after_a_quiet_day():
    for at in (NOON, NOON + timedelta(hours=30)):
        operations.count_failure(Act(actor=SYSTEM, at=at), username="x", address="10.0.0.1")
    assert delays.SignInFailure.objects.get(username="x").count == 1
