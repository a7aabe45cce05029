"""A fixed cast: one account for each role of one commune, and a stranger from another."""

from __future__ import annotations

import gc
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import pytest
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management.color import no_style
from django.db import connection, models, transaction

from thidua.accounts import operations as accounts
from thidua.accounts.models import User
from thidua.base.acts import SYSTEM, Act
from thidua.engine.flow import Role
from thidua.organizations import operations as organizations
from thidua.organizations.models import Person, Unit
from thidua.organizations.permissions import Viewer

START = date(2025, 1, 1)
NOON = datetime(2025, 2, 10, 5, 0, tzinfo=UTC)
PASSWORD = "mật khẩu thử 123"


@dataclass
class Cast:
    """The commune Nà Mây with two offices and a school, and a stranger of the commune Khuổi Lành."""

    commune: Unit
    office: Unit
    culture: Unit
    school: Unit
    elsewhere: Unit
    users: dict[str, User] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)

    def act(self, who: str, at: datetime = NOON) -> Act:
        """An act of one of the cast."""
        return Act(actor=self.users[who], at=at, source="test")

    def viewer(self, who: str, on: date | None = None) -> Viewer:
        """One of the cast as a viewer."""
        return Viewer(self.users[who], on or NOON.date())


UNITS = ("commune", "office", "culture", "school", "elsewhere")
PEOPLE = (
    # who they are: key, unit, name, position, whether head, title; then the roles and where
    (
        "chair",
        "commune",
        "Nông Văn Mẫu",
        "Chủ tịch Ủy ban nhân dân xã",
        True,
        "Ông",
        (("chairperson", "commune"),),
    ),
    (
        "vice",
        "commune",
        "Lương Thị Thử",
        "Phó Chủ tịch Ủy ban nhân dân xã",
        False,
        "Bà",
        (("council", "commune"),),
    ),
    ("officer", "culture", "Hoàng Thị Mẫu", "Công chức nội vụ", False, "Bà", (("officer", "commune"),)),
    ("publicity", "culture", "Lò Văn Thử", "Công chức văn hóa", False, "Ông", (("publicity", "commune"),)),
    (
        "head",
        "office",
        "Triệu Văn Mẫu",
        "Chánh Văn phòng",
        True,
        "Ông",
        (("unit_head", "office"), ("council", "commune")),
    ),
    ("member", "office", "Vi Thị Thử", "Công chức tư pháp - hộ tịch", False, "Bà", (("member", "office"),)),
    ("clerk", "office", "Hà Thị Mẫu", "Văn thư", False, "Bà", (("clerk", "commune"),)),
    ("accountant", "office", "Đặng Văn Thử", "Kế toán", False, "Ông", (("accountant", "commune"),)),
    ("culture_head", "culture", "Sầm Thị Mẫu", "Trưởng phòng", True, "Bà", (("unit_head", "culture"),)),
    ("school_head", "school", "Bàn Thị Thử", "Hiệu trưởng", True, "Bà", (("unit_head", "school"),)),
    (
        "teacher",
        "school",
        "Nguyễn Thị Hồng Phương Thảo Mẫu",
        "Giáo viên",
        False,
        "Bà",
        (("member", "school"),),
    ),
    ("inspector", "commune", "Giàng A Thử", "Trưởng ban", False, "Ông", (("inspector", "commune"),)),
    ("admin", "commune", "Quản trị Mẫu", "Quản trị", False, "Ông", (("admin", "commune"),)),
    (
        "stranger",
        "elsewhere",
        "Lê Văn Thử",
        "Công chức nội vụ",
        False,
        "Ông",
        (("officer", "elsewhere"), ("chairperson", "elsewhere"), ("admin", "elsewhere")),
    ),
)


def build_cast() -> Cast:
    """Make the cast by ordinary operations of the system."""
    act = Act(actor=SYSTEM, at=datetime(2025, 1, 2, 1, 0, tzinfo=UTC), source="test")
    commune = organizations.add_unit(
        act, name="Ủy ban nhân dân xã Nà Mây", code="NM", level="commune", valid_from=START, place="Nà Mây"
    )
    elsewhere = organizations.add_unit(
        act,
        name="Ủy ban nhân dân xã Khuổi Lành",
        code="KL",
        level="commune",
        valid_from=START,
        place="Khuổi Lành",
    )
    units = {
        "commune": commune,
        "elsewhere": elsewhere,
        "office": organizations.add_unit(
            act,
            name="Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
            code="VP",
            level="office",
            parent=commune,
            valid_from=START,
            block="A",
            tags=["has_procedures", "budget_unit"],
        ),
        "culture": organizations.add_unit(
            act,
            name="Phòng Văn hóa - Xã hội",
            code="VHXH",
            level="office",
            parent=commune,
            valid_from=START,
            block="A",
        ),
        "school": organizations.add_unit(
            act,
            name="Trường Mầm non Nà Mây",
            code="MN",
            level="office",
            parent=commune,
            valid_from=START,
            block="B",
            tags=["budget_unit"],
        ),
    }
    cast = Cast(commune, units["office"], units["culture"], units["school"], elsewhere)
    for number, (key, unit, name, position, head, title, roles) in enumerate(PEOPLE, start=1):
        person = organizations.add_person(
            act,
            unit=units[unit],
            staff_code=f"CB{number:03d}",
            name=name,
            position=position,
            category="cong_chuc",
            starts_on=START,
            title=title,
            female=title == "Bà",
            head=head,
        )
        user = accounts.open_account(act, username=key, display_name=name, password=PASSWORD)
        organizations.link_account(act, person=person, user=user)
        for role, where in roles:
            organizations.grant_role(act, user=user, role=Role(role), unit=units[where], starts_on=START)
        cast.users[key], cast.people[key] = user, person
    return cast


# Built once in a process by the operations, then put back row by row: what the operations do is tested elsewhere.
_ROWS: list[tuple[type[models.Model], list[models.Model]]] = []
_KEYS: dict[str, dict[str, int]] = {}


def _remember(made: Cast) -> None:
    _ROWS[:] = [
        (model, list(model._base_manager.all())) for model in apps.get_models() if model._meta.managed
    ]
    _ROWS[:] = [
        (model, rows)
        for model, rows in _ROWS
        if rows and model is not ContentType and model is not Permission
    ]
    _KEYS["users"] = {key: user.pk for key, user in made.users.items()}
    _KEYS["people"] = {key: person.pk for key, person in made.people.items()}
    _KEYS["units"] = {name: getattr(made, name).pk for name in UNITS}


def _put_back() -> Cast:
    with transaction.atomic():
        for model, rows in _ROWS:
            model._base_manager.bulk_create(rows)
        with connection.cursor() as cursor:
            for line in connection.ops.sequence_reset_sql(no_style(), [model for model, _ in _ROWS]):
                cursor.execute(line)
    units = Unit.objects.select_related("subject", "authority").in_bulk()
    users = User.objects.in_bulk()
    people = Person.objects.select_related("subject", "authority", "user").in_bulk()
    return Cast(
        **{name: units[key] for name, key in _KEYS["units"].items()},
        users={name: users[key] for name, key in _KEYS["users"].items()},
        people={name: people[key] for name, key in _KEYS["people"].items()},
    )


@pytest.fixture
def cast(db) -> Cast:
    """The cast in an empty database."""
    if _ROWS:
        return _put_back()
    made = build_cast()
    _remember(made)
    return made


@pytest.fixture
def sign_in(client, cast):
    """Sign a member of the cast in: ``sign_in("officer").get(…)``."""

    def go(who: str):
        client.force_login(cast.users[who])
        return client

    return go


@pytest.fixture(autouse=True)
def _clock(monkeypatch):
    """The clock of the views stands at noon of 10/02/2025 unless a test moves it."""
    monkeypatch.setattr("thidua.base.clock.now", lambda: NOON)


def pytest_collection_finish() -> None:
    """Leave what was loaded out of the search for garbage, and search seldom: an eighth of the time is saved."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest go first, so that no worker is left alone with one of them at the end."""
    items.sort(key=lambda item: "hardness" not in item.path.parts)
