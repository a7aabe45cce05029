"""Units, people and households from a file that was checked: added or changed by their codes, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.base.acts import Act, operation
from thidua.base.errors import require
from thidua.organizations import permissions
from thidua.organizations.models import Household, Membership, Person, Unit
from thidua.organizations.operations.households import add_household, change_household
from thidua.organizations.operations.people import add_person, change_person, move_person
from thidua.organizations.operations.units import add_unit, change_unit
from thidua.organizations.queries import known_people


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit as a file gives it; ``parent`` is the code of the unit above, empty for the authority itself."""

    code: str
    name: str
    block: str
    parent: str
    scored: bool
    tags: tuple[str, ...]
    valid_from: date


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person as a file gives it, with the post held since ``starts_on``."""

    staff_code: str
    name: str
    unit: str
    position: str
    head: bool
    starts_on: date
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """One household as a file gives it; ``unit`` is the code of its village, ``valid_to`` empty while it is there."""

    code: str
    name: str
    unit: str
    valid_from: date
    valid_to: date | None = None


@operation("unit.imported")
def import_units(act: Act, *, authority: Unit, lines: Sequence[UnitLine]) -> tuple[int, int]:
    """Add the units whose code is new, change the others (a name from the day of the act); gives how many of each."""
    require(permissions.may_keep_directory(act, authority))
    known = {unit.code: unit for unit in Unit.objects.filter(authority=authority).select_related("subject")}
    new = changed = 0
    for line in lines:
        unit = known.get(line.code)
        if unit is None:
            known[line.code] = add_unit(
                act,
                name=line.name,
                code=line.code,
                level=Unit.Level.OFFICE,
                valid_from=line.valid_from,
                parent=known.get(line.parent, authority),
                block=line.block,
                tags=list(line.tags),
                scored=line.scored,
            )
            new += 1
        elif not same_unit(unit, line):
            change_unit(
                act,
                unit=unit,
                name=line.name,
                block=line.block,
                tags=list(line.tags),
                scored=line.scored,
                on=act.on,
                document="Nhập từ tệp Excel",
            )
            changed += 1
    return new, changed


@operation("person.imported")
def import_people(act: Act, *, authority: Unit, lines: Sequence[PersonLine]) -> tuple[int, int]:
    """Add the persons whose staff code is new, change and move the others; gives how many of each."""
    require(permissions.may_keep_directory(act, authority))
    units = {unit.code: unit for unit in Unit.objects.filter(authority=authority).select_related("subject")}
    people = known_people(authority, act.on)
    new = changed = 0
    for line in lines:
        found = people.get(line.staff_code)
        if found is None:
            add_person(
                act,
                unit=units[line.unit],
                staff_code=line.staff_code,
                name=line.name,
                position=line.position,
                category=str(line.details["category"]),
                starts_on=line.starts_on,
                title=str(line.details["title"]),
                female=bool(line.details["female"]),
                head=line.head,
                birth_date=line.details.get("birth_date"),
                details={
                    name: value
                    for name, value in line.details.items()
                    if name not in {"category", "title", "female", "birth_date"}
                },
            )
            new += 1
            continue
        person, post = found
        if same_person(person, post, line):
            continue
        change_person(act, person=person, name=line.name, details=line.details)
        if not same_post(post, line):
            move_person(
                act,
                person=person,
                unit=units[line.unit],
                position=line.position,
                on=line.starts_on,
                head=line.head,
            )
        changed += 1
    return new, changed


@operation("household.imported")
def import_households(act: Act, *, authority: Unit, lines: Sequence[HouseholdLine]) -> tuple[int, int]:
    """Add the households whose code is new, change the others; gives how many of each."""
    require(permissions.may_keep_directory(act, authority))
    units = {unit.code: unit for unit in Unit.objects.filter(authority=authority).select_related("subject")}
    known = known_households(authority)
    new = changed = 0
    for line in lines:
        told: dict[str, Any] = {"unit": units[line.unit], "name": line.name, "code": line.code}
        household = known.get(line.code)
        if household is None:
            household = add_household(act, **told, valid_from=line.valid_from)
            new += 1
            if line.valid_to is not None:
                change_household(act, **told, household=household, valid_to=line.valid_to)
        elif not same_household(household, line):
            valid_to = line.valid_to or household.valid_to
            change_household(act, **told, household=household, valid_to=valid_to)
            changed += 1
    return new, changed


def known_households(authority: Unit) -> dict[str, Household]:
    """The households of an authority by their codes."""
    rows = Household.objects.filter(authority=authority).select_related("subject", "unit__subject")
    return {row.code: row for row in rows}


def same_household(household: Household, line: HouseholdLine) -> bool:
    """Whether a line says of a household what is known already; no last day told leaves the one that stands."""
    return (household.name, household.unit.code) == (line.name, line.unit) and line.valid_to in {
        None,
        household.valid_to,
    }


def same_unit(unit: Unit, line: UnitLine) -> bool:
    """Whether a line says of a unit what is known already."""
    told = (line.name, line.block, line.scored, sorted(line.tags))
    return told == (unit.name, unit.block, unit.scored, sorted(unit.tags))


def same_post(post: Membership | None, line: PersonLine) -> bool:
    """Whether a line names the post that the person holds."""
    return post is not None and (post.unit.code, post.position, post.head) == (
        line.unit,
        line.position,
        line.head,
    )


def same_person(person: Person, post: Membership | None, line: PersonLine) -> bool:
    """Whether a line says of a person what is known already."""
    return (
        person.name == line.name
        and same_post(post, line)
        and all(getattr(person, name) == value for name, value in line.details.items())
    )
