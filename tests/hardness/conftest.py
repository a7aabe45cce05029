"""Two worlds made by the year of the trial home: one at the step of scoring, one at the end of the year."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from importlib.resources import files
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from thidua.accounts import operations as accounts
from thidua.accounts.models import User
from thidua.base.acts import SYSTEM, Act
from thidua.desk.demo import run
from thidua.desk.demo.year import Year
from thidua.documents.operations import Rendered
from thidua.engine.flow import Role
from thidua.movements.models import Movement
from thidua.organizations import operations as organizations
from thidua.organizations.models import Unit

PLAN = "data/duong-quy-2025.txt"
ACCOUNTS = {
    "officer": "officer",
    "chairperson": "chairperson",
    "head": "MN:0",
    "member": "TYT:3",
    "appraiser": "VP:3",
    "council": "LD:1",
    "publicity": "publicity",
    "clerk": "clerk",
    "accountant": "accountant",
    "inspector": "inspector",
    "admin": "admin",
}
"""Who stands for which role: the head and the member of two units, a member with a seat in the council."""


@dataclass
class World:
    """A commune in the middle or at the end of its year, and a stranger from another authority."""

    year: Year
    now: datetime
    users: dict[str, User] = field(default_factory=dict)
    _keys: dict[str, str] = field(default_factory=dict)
    _browser: Client = field(default_factory=Client)

    @property
    def movement(self) -> Movement:
        return self.year.movement

    def client(self, who: str) -> Client:
        """The browser with the cookies of somebody who signed in before and no others; ``""`` is nobody."""
        self._browser.cookies.clear()
        if who and who not in self._keys:
            self._browser.force_login(self.users[who])
            self._keys[who] = self._browser.cookies[settings.SESSION_COOKIE_NAME].value
        if who:
            self._browser.cookies[settings.SESSION_COOKIE_NAME] = self._keys[who]
        return self._browser


def add_stranger(on: date, now: datetime) -> User:
    """The officer, chairperson, administrator and inspector of another commune."""
    act = Act(actor=SYSTEM, at=now, source="test")
    elsewhere = organizations.add_unit(
        act,
        name="Ủy ban nhân dân xã Khuổi Lành",
        code="KL",
        level=Unit.Level.COMMUNE,
        valid_from=on,
        place="Khuổi Lành",
    )
    user = accounts.open_account(act, username="stranger", display_name="Lê Văn Thử", password=None)
    for role in (Role.OFFICER, Role.CHAIRPERSON, Role.ADMIN, Role.INSPECTOR):
        organizations.grant_role(act, user=user, role=role, unit=elsewhere, starts_on=on)
    return user


class QuickYear(Year):
    """A year whose papers nobody will open: they are not set."""

    def rendered(self, content: Any, act: Act) -> Rendered:
        """The words alone."""
        return Rendered(content, b"docx", b"%PDF-")


def plan_year() -> Year:
    text = files("thidua.desk.demo").joinpath(PLAN).read_text(encoding="utf-8")
    return QuickYear(text=text, name="ke-hoach.txt", content=text.encode(), seed=1)


@contextmanager
def standing(how: Any, blocker: Any) -> Iterator[World]:
    """A world that lives as long as the block and leaves nothing behind."""
    with blocker.unblock(), transaction.atomic():
        year = plan_year()
        how(year)
        users = {key: year.commune.users[account] for key, account in ACCOUNTS.items()}
        users["stranger"] = add_stranger(year.days.settled, year.commune.clock)
        yield World(year, year.commune.clock, users)
        transaction.set_rollback(True)


@pytest.fixture(scope="module", params=["scoring", "whole"])
def each_world(request, django_db_setup, django_db_blocker):
    """The scoring world, and after it the world at the end of the year."""
    how = run.trial if request.param == "scoring" else run.to_the_end
    with standing(how, django_db_blocker) as world:
        yield request.param, world
