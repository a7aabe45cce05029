"""The accounts of the made-up commune and who acts through them, by the operations of the screens."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time
from random import Random
from typing import Any

from thidua.accounts import operations as accounts
from thidua.accounts.models import User
from thidua.base.acts import SYSTEM, VIETNAM, Act, Actor
from thidua.desk.demo.people import Place, Post, posts
from thidua.documents import operations as documents
from thidua.engine.flow import Role
from thidua.engine.text import fold
from thidua.organizations import operations as organizations
from thidua.organizations.models import Person, Unit
from thidua.organizations.queries import post_at, workplace

PASSWORDLESS = None
SOURCE = "dung-thu"


@dataclass
class Commune:
    """The authority of the plan's issuer with its units, people and accounts."""

    place: Place
    authority: Unit
    units: dict[str, Unit] = field(default_factory=dict)
    people: dict[tuple[str, int], Person] = field(default_factory=dict)
    posts: dict[tuple[str, int], Post] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    clock: datetime = datetime(2025, 1, 2, 7, 30, tzinfo=VIETNAM)

    def on(self, day: date, hour: int = 8, minute: int = 0) -> None:
        """Let the clock of the story stand at a day and hour, never backwards."""
        self.clock = max(self.clock, datetime.combine(day, time(hour, minute), VIETNAM))

    def post_of(self, code: str, index: int) -> str:
        """The post as a decision names it: with the unit, but for who comes from outside."""
        post, unit = self.posts[code, index], self.units[code]
        return post.position if unit.block == Unit.Block.PARTNERS else post_at(post.position, workplace(unit))

    def act(self, who: str) -> Act:
        """An act of an account (or of the system) at the clock of the story."""
        actor: Actor = SYSTEM if who == "system" else self.users[who]
        return Act(actor=actor, at=self.clock, source=SOURCE)

    def recorded(
        self, kind: str, signer: Person, *, title: str, number: str = "", who: str = "officer"
    ) -> Act:
        """An act that the officer records from a paper signed by hand."""
        act = self.act(who)
        paper = documents.record_signed(
            act, kind=kind, signed_on=act.on, signer_name=signer.name, signer_title=title, number=number
        )
        signed = documents.signed_source(paper)
        return Act(actor=act.actor, at=act.at, source=act.source, signed=signed)

    def head(self, code: str) -> Person:
        """The head of a unit."""
        return self.people[code, 0]


def settle(told: dict[str, Any], place: Place, level: str, starts_on: date, chance: Random) -> Commune:
    """Put units, people, accounts and roles into the directory."""
    act = Act(actor=SYSTEM, at=datetime.combine(starts_on, time(7, 0), VIETNAM), source=SOURCE)
    authority = organizations.add_unit(
        act,
        name=place.co_quan,
        code="UBND",
        level=level,
        valid_from=starts_on,
        place=place.ten,
        province=place.tinh,
    )
    commune = Commune(place=place, authority=authority, clock=act.at)
    for unit in told["units"]:
        words = {"cap": place.cap, "ten": place.ten, "co_quan": place.co_quan}
        commune.units[unit["code"]] = organizations.add_unit(
            act,
            name=unit["name"].format(**words),
            code=unit["code"],
            level=Unit.Level.OFFICE,
            parent=authority,
            block=unit["block"],
            tags=unit["tags"],
            scored=unit.get("scored", True),
            valid_from=starts_on,
        )
    for post in posts(told, place, chance):
        commune.posts[post.unit, post.index] = post
        commune.people[post.unit, post.index] = organizations.add_person(
            act,
            unit=commune.units[post.unit],
            staff_code=post.staff_code,
            name=post.name,
            position=post.position,
            category=post.category,
            starts_on=starts_on,
            title="Bà" if post.female else "Ông",
            female=post.female,
            head=post.head,
            birth_date=date(
                starts_on.year - chance.randrange(24, 57), chance.randrange(1, 13), chance.randrange(1, 28)
            ),
            details={"ethnicity": post.ethnicity, "local": post.local, "reform_role": post.reform},
        )
    _open_accounts(act, commune, told, starts_on)
    return commune


def _open_accounts(act: Act, commune: Commune, told: dict[str, Any], since: date) -> None:
    seats = {(seat["unit"], seat["post"]) for seat in told["council"]}
    taken: set[str] = set()
    for (code, index), post in commune.posts.items():
        person, unit = commune.people[code, index], commune.units[code]
        name = post.role or ("chairperson" if (code, index) == ("LD", 0) else f"{code}{index + 1}".lower())
        user = accounts.open_account(
            act, username=_login(person.name, taken), display_name=person.name, password=PASSWORDLESS
        )
        organizations.link_account(act, person=person, user=user)
        commune.users[name] = user
        commune.users.setdefault(f"{code}:{index}", user)
        grants = [(Role.MEMBER, unit)]
        if post.head:
            grants.append((Role.UNIT_HEAD, unit))
        if post.role:
            grants.append((Role(post.role), commune.authority))
        if (code, index) == ("LD", 0):
            grants.append((Role.CHAIRPERSON, commune.authority))
        if (code, index) in seats:
            grants.append((Role.COUNCIL, commune.authority))
        for role, where in grants:
            organizations.grant_role(act, user=user, role=role, unit=where, starts_on=since)
    admin = accounts.open_account(
        act, username="quantri", display_name="Quản trị máy tính", password=PASSWORDLESS
    )
    organizations.grant_role(act, user=admin, role=Role.ADMIN, unit=commune.authority, starts_on=since)
    commune.users["admin"] = admin


def _login(name: str, taken: set[str]) -> str:
    """The name of an account as officials know it: nguyen.van.an, the next of that name nguyen.van.an2."""
    plain = fold(name).replace(" ", ".")
    login = next(
        told for told in (plain, *(f"{plain}{at}" for at in range(2, len(taken) + 3))) if told not in taken
    )
    taken.add(login)
    return login
