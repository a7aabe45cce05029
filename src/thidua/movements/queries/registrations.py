"""Bản đăng ký: whose list, what it holds, what changed since it was last sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from thidua.engine.flow import Role
from thidua.movements.models import Movement, Registration, RegistrationLine
from thidua.movements.queries.subjects import units_of_subjects
from thidua.organizations.models import Membership, Subject, Unit, in_force
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, covered_units, scored_units


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two sends: ``kind`` is added, removed or changed."""

    kind: str
    name: str
    old: str = ""
    new: str = ""


def registrations_visible_to(viewer: Viewer, movement: Movement | None = None) -> QuerySet[Registration]:
    """Lists of the whole authority for its readers, of the own unit for a head; a member sees the unit's list too."""
    units = covered_units(viewer, *READS_AUTHORITY, Role.UNIT_HEAD, Role.MEMBER)
    rows = Registration.objects.filter(unit_id__in=units)
    if movement is not None:
        rows = rows.filter(movement=movement)
    return rows.select_related("unit__subject", "movement__authority__subject", "signed").annotate(
        line_count=Count("lines", distinct=True),
        outside_count=Count("lines", filter=Q(lines__out_of_scope=True), distinct=True),
    )


def lines_visible_to(viewer: Viewer, registration: Registration) -> QuerySet[RegistrationLine]:
    """All lines for readers of the authority and the head; a member sees the unit's line and the own one."""
    rows = registration.lines.select_related("subject").order_by("-subject__kind", "subject__sort_key", "pk")
    roles = viewer.roles_in(registration.unit_id)
    if roles & {*READS_AUTHORITY, Role.UNIT_HEAD}:
        return rows
    person = viewer.person
    own = Q(subject__kind=Subject.Kind.UNIT) | Q(subject=person.subject_id if person else None)
    return rows.filter(own)


def is_late(registration: Registration, on: date) -> bool:
    """Whether a send on this day is late: after the day given on return, else after the plan's, else its end."""
    due = registration.due_on or registration.movement.registration_due or registration.movement.ends_on
    return due is not None and on > due


def lines_as_told(registration: Registration) -> list[dict[str, Any]]:
    """The lines as plain values, in the order of the paper: the unit first, then people by name."""
    rows = registration.lines.select_related("subject").order_by("-subject__kind", "subject__sort_key", "pk")
    return [
        {
            "subject": row.subject_id,
            "name": row.subject.name,
            "commitment": row.commitment,
            "aim": row.aim,
            "out_of_scope": row.out_of_scope,
            "entered_for": row.entered_for,
        }
        for row in rows
    ]


def changes_since_last_send(registration: Registration) -> list[Change]:
    """What the list says otherwise than the last send (draft) or the last send than the one before (sent)."""
    sends = [send["lines"] for send in registration.snapshot]
    if registration.state in {"draft", "returned", "recalled"}:
        sends.append(lines_as_told(registration))
    if len(sends) < 2:  # noqa: PLR2004 - a difference needs two
        return []
    old, new = ({line["subject"]: line for line in lines} for lines in sends[-2:])
    changes = [Change("added", line["name"], new=_told(line)) for key, line in new.items() if key not in old]
    changes += [
        Change("removed", line["name"], old=_told(line)) for key, line in old.items() if key not in new
    ]
    changes += [
        Change("changed", line["name"], _told(old[key]), _told(line))
        for key, line in new.items()
        if key in old and _told(old[key]) != _told(line)
    ]
    return changes


def _told(line: dict[str, Any]) -> str:
    return " – ".join(part for part in (line["commitment"], line["aim"]) if part)


def registered_subjects(movement: Movement) -> QuerySet[RegistrationLine]:
    """Lines of accepted lists: who is registered."""
    rows = RegistrationLine.objects.filter(movement=movement, registration__state="accepted")
    return rows.select_related("subject", "registration__unit__subject").order_by("pk")


def units_without_list(movement: Movement, on: date) -> list[Unit]:
    """The scored units of the authority whose list was neither sent nor accepted, in the order of the directory."""
    sent = Registration.objects.filter(movement=movement, state__in=("submitted", "accepted"))
    return list(scored_units(movement.authority, on).exclude(pk__in=sent.values("unit_id")))


def candidates(unit: Unit, on: date, *, households: bool = False) -> list[Subject]:
    """Who can stand on the list of a unit: the unit itself, then the people whose main post is in it, by name.

    ``households``: then those that live there, where the plan names households.
    """
    people = Membership.objects.filter(in_force(on), unit=unit).values("person__subject_id")
    told = Q(pk=unit.subject_id) | Q(pk__in=people)
    if households:
        told |= Q(household__unit=unit)
    rows = list(Subject.objects.filter(told).order_by("-kind", "sort_key", "pk"))
    units = units_of_subjects(rows, on)
    return [subject for subject in rows if units.get(subject.pk) == unit.pk]
