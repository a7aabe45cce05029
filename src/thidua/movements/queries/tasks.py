"""Nhiệm vụ: who sees which, what is overdue and whose, what was checked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from thidua.engine.flow import Role
from thidua.engine.tasks import State
from thidua.engine.text import fold
from thidua.movements.models import Check, Movement, Task, TaskProgress
from thidua.organizations.models import Membership, Person, Unit, in_force
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, covered_units


class When(StrEnum):
    """How a task stands to its date, for filters."""

    OVERDUE = "overdue"
    SOON = "soon"
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


SOON_DAYS = 14


def tasks_visible_to(viewer: Viewer, movement: Movement | None = None) -> QuerySet[Task]:
    """Tasks of the whole authority for its readers; head and members see those that their unit leads.

    Each row carries ``latest_percent``, what was told last.
    """
    units = covered_units(viewer, *READS_AUTHORITY, Role.UNIT_HEAD, Role.MEMBER)
    rows = Task.objects.filter(lead_id__in=units)
    if movement is not None:
        rows = rows.filter(movement=movement)
    latest = TaskProgress.objects.filter(task=OuterRef("pk")).order_by("-at", "-pk").values("percent")[:1]
    return rows.select_related("lead__subject", "area", "movement__authority__subject").annotate(
        latest_percent=Subquery(latest)
    )


def filtered(
    rows: QuerySet[Task], on: date, *, area: str = "", lead: str = "", when: str = "", words: str = ""
) -> QuerySet[Task]:
    """The tasks of an area (code), a lead unit (code), a standing to their date, holding some words."""
    if area:
        rows = rows.filter(area__code=area)
    if lead:
        rows = rows.filter(lead__code=lead)
    soon = date.fromordinal(on.toordinal() + SOON_DAYS)
    match when:
        case When.OVERDUE:
            rows = rows.filter(state=State.OPEN.value, due_on__lt=on)
        case When.SOON:
            rows = rows.filter(state=State.OPEN.value, due_on__gte=on, due_on__lte=soon)
        case When.OPEN | When.DONE | When.CANCELLED:
            rows = rows.filter(state=when)
    for word in words.split():
        rows = rows.filter(
            Q(search__contains=fold(word)) | Q(code=word) | Q(lead__subject__search__contains=fold(word))
        )
    return rows.order_by("due_on", "pk")


def overdue(movement: Movement, on: date) -> QuerySet[Task]:
    """Open tasks whose date is past, the oldest first."""
    rows = Task.objects.filter(movement=movement, state=State.OPEN.value, due_on__lt=on)
    return rows.select_related("lead__subject", "area").order_by("due_on", "pk")


@dataclass(frozen=True, slots=True)
class HeadOverdue:
    """The overdue tasks of one head (nobody where the unit has none on that day)."""

    unit: Unit
    head: Person | None
    position: str
    tasks: list[Task]


def overdue_by_head(movement: Movement, on: date) -> list[HeadOverdue]:
    """Overdue tasks under the head of the lead unit, whose duty they are; most tasks first. Two queries."""
    held: dict[int, list[Task]] = {}
    units: dict[int, Unit] = {}
    for task in overdue(movement, on):
        held.setdefault(task.lead_id, []).append(task)
        units[task.lead_id] = task.lead
    heads = {
        post.unit_id: post
        for post in Membership.objects.filter(in_force(on), unit_id__in=held, head=True)
        .select_related("person__subject")
        .order_by("starts_on")
    }
    told = [
        HeadOverdue(
            unit=units[unit_id],
            head=heads[unit_id].person if unit_id in heads else None,
            position=heads[unit_id].position if unit_id in heads else "",
            tasks=tasks,
        )
        for unit_id, tasks in held.items()
    ]
    return sorted(told, key=lambda one: (-len(one.tasks), one.unit.pk))


def tasks_on_time(movement: Movement, unit: Unit, on: date) -> tuple[int, int]:
    """(done on time, given and due by a day): what the criterion on the unit's tasks counts. Cancelled ones are out."""
    due = Task.objects.filter(movement=movement, lead=unit, due_on__lte=on).exclude(
        state=State.CANCELLED.value
    )
    in_time = due.filter(state=State.DONE.value, done_on__lte=F("due_on"))
    return in_time.count(), due.count()


def checks_visible_to(viewer: Viewer, movement: Movement | None = None) -> QuerySet[Check]:
    """Checks of the whole authority for its readers, of the own unit for a head; newest first."""
    units = covered_units(viewer, *READS_AUTHORITY, Role.UNIT_HEAD)
    rows = Check.objects.filter(unit_id__in=units)
    if movement is not None:
        rows = rows.filter(movement=movement)
    return rows.select_related("unit__subject", "movement__authority__subject").order_by("-held_on", "-pk")
