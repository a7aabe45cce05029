"""The named figures of a movement that reports are written from. Change one fact and the figure follows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from thidua.engine.tasks import State
from thidua.movements.models import Check, Delivery, Movement, Registration, RegistrationLine, Task
from thidua.organizations.models import Membership, Subject, in_force
from thidua.organizations.queries import scored_units


def numbers(movement: Movement, on: date) -> dict[str, int]:
    """Named figures as of a day; those of an area are named ``area.<code>.<figure>``.

    ``units``, ``people`` are the directory's; ``*_registered`` count lines of accepted lists; ``tasks_due`` are those
    whose date has come, ``tasks_on_time`` those of them done by their date.
    """
    people = Membership.objects.filter(in_force(on), unit__authority=movement.authority)
    told = {
        "units": scored_units(movement.authority, on).count(),
        "people": people.values("person_id").distinct().count(),
    }
    return (
        told
        | _deliveries(movement)
        | _registrations(movement)
        | _tasks(movement, on)
        | _areas(movement, on)
        | _checks(movement, on)
    )


def standing(movement: Movement, on: date) -> dict[str, int]:
    """Those of the named figures that the bar of steps shows on every page, in three queries."""
    units = {"units": scored_units(movement.authority, on).count()}
    return units | _lists(movement) | _tasks(movement, on)


def _deliveries(movement: Movement) -> dict[str, int]:
    unit = Q(subject__kind=Subject.Kind.UNIT)
    read = Q(read_at__isnull=False)
    return Delivery.objects.filter(movement=movement).aggregate(
        units_sent=Count("pk", filter=unit),
        units_read=Count("pk", filter=unit & read),
        people_sent=Count("pk", filter=~unit),
        people_read=Count("pk", filter=~unit & read),
    )


def _lists(movement: Movement) -> dict[str, int]:
    return Registration.objects.filter(movement=movement).aggregate(
        lists=Count("pk"),
        lists_waiting=Count("pk", filter=Q(state="submitted")),
        lists_accepted=Count("pk", filter=Q(state="accepted")),
        lists_late=Count("pk", filter=Q(state="accepted", late=True)),
    )


def _registrations(movement: Movement) -> dict[str, int]:
    lines = RegistrationLine.objects.filter(movement=movement, registration__state="accepted").aggregate(
        units_registered=Count("pk", filter=Q(subject__kind=Subject.Kind.UNIT)),
        people_registered=Count("pk", filter=Q(subject__kind=Subject.Kind.PERSON)),
        lines_out_of_scope=Count("pk", filter=Q(out_of_scope=True)),
    )
    return _lists(movement) | lines


def _counts(on: date) -> dict[str, Count]:
    done, open_ = Q(state=State.DONE.value), Q(state=State.OPEN.value)
    given = ~Q(state=State.CANCELLED.value)
    return {
        "tasks": Count("pk", filter=given),
        "tasks_done": Count("pk", filter=done),
        "tasks_done_on_time": Count("pk", filter=done & Q(done_on__lte=F("due_on"))),
        "tasks_done_late": Count("pk", filter=done & Q(done_on__gt=F("due_on"))),
        "tasks_open": Count("pk", filter=open_),
        "tasks_overdue": Count("pk", filter=open_ & Q(due_on__lt=on)),
        "tasks_due": Count("pk", filter=given & Q(due_on__lte=on)),
        "tasks_on_time": Count("pk", filter=done & Q(due_on__lte=on, done_on__lte=F("due_on"))),
        "tasks_cancelled": Count("pk", filter=Q(state=State.CANCELLED.value)),
    }


def _tasks(movement: Movement, on: date) -> dict[str, int]:
    return Task.objects.filter(movement=movement).aggregate(**_counts(on))


def _areas(movement: Movement, on: date) -> dict[str, int]:
    counts = _counts(on)
    rows = Task.objects.filter(movement=movement, area__isnull=False).values("area__code").annotate(**counts)
    held: dict[str, dict[str, Any]] = {row["area__code"]: dict(row) for row in rows.order_by()}
    told: dict[str, int] = {}
    for code in movement.areas.order_by("order").values_list("code", flat=True):
        row = held.get(code, {})
        told |= {f"area.{code}.{name}": int(row.get(name, 0)) for name in counts}
    return told


def _checks(movement: Movement, on: date) -> dict[str, int]:
    told = Check.objects.filter(movement=movement).aggregate(
        checks=Count("pk"),
        units_checked=Count("unit", distinct=True),
        checks_with_faults=Count("pk", filter=Q(faults__gt=0)),
        checks_remedied=Count("pk", filter=Q(faults__gt=0, remedied_on__isnull=False)),
        remedies_overdue=Count("pk", filter=Q(remedied_on__isnull=True, remedy_due__lt=on)),
    )
    faults = sum(Check.objects.filter(movement=movement).values_list("faults", flat=True))
    return told | {"check_faults": faults}
