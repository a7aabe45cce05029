"""The named queries from which the reports are written. Change one fact and the figure follows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from thidua.commendations import queries as commendations
from thidua.commendations.models import Award
from thidua.engine.flow import Role
from thidua.honours.models import Initiative
from thidua.movements import queries as movements
from thidua.movements.models import Area, Check, Movement, PlanItem, Task
from thidua.nominations import queries as nominations
from thidua.nominations.models import Nomination
from thidua.organizations.models import Person, Training, in_force
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, covered_units
from thidua.publicity import queries as publicity
from thidua.reviews.models import Judgement, Review
from thidua.scoring import queries as scoring
from thidua.scoring.models import Sheet


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """One content area: tasks on it, and the mean percentage of its points over the settled sheets."""

    code: str
    name: str
    tasks: int
    done: int
    on_time: int
    overdue: int
    percent: Decimal | None
    weakest: str


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit: self score, final score, what it lost most on."""

    code: str
    name: str
    self_total: Decimal | None
    final_total: Decimal | None
    lost: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a report says in figures, as of a day."""

    on: date
    movement: dict[str, Any]
    areas: tuple[AreaFigures, ...]
    units: tuple[UnitFigures, ...]
    checks: tuple[Check, ...]
    late_tasks: tuple[Task, ...]
    nominations: dict[str, Any]
    awards: tuple[Award, ...]
    commendations: dict[str, Any]
    publicity: dict[str, Any]
    staff: dict[str, Any]
    initiatives: tuple[Initiative, ...]
    targets: tuple[PlanItem, ...]
    refused: tuple[Nomination, ...]


def reviews_visible_to(viewer: Viewer) -> QuerySet[Review]:
    """The reports of the authorities that the viewer reads whole."""
    return Review.objects.filter(
        movement__authority_id__in=covered_units(viewer, *READS_AUTHORITY)
    ).select_related("movement__authority__subject", "paper")


def figures(movement: Movement, on: date) -> Figures:
    """Ask all named queries once, as of a day."""
    told = movements.numbers(movement, on)
    sheets = list(
        Sheet.objects.filter(campaign__movement=movement, subject__kind="unit").select_related(
            "subject__unit"
        )
    )
    return Figures(
        on=on,
        movement=told,
        areas=areas(movement, told, sheets),
        units=units(sheets),
        checks=tuple(
            Check.objects.filter(movement=movement, held_on__lte=on)
            .select_related("unit__subject")
            .order_by("held_on")
        ),
        late_tasks=late_tasks(movement, on),
        nominations=nominations.numbers(movement),
        awards=tuple(commendations.public_awards(movement).select_related("subject", "decision__paper")),
        commendations=commendations.numbers(movement),
        publicity=publicity.numbers(movement, on),
        staff=staff(movement, on),
        initiatives=tuple(
            Initiative.objects.filter(authority=movement.authority, recognised_on__lte=on).select_related(
                "subject"
            )
        ),
        targets=tuple(movement.items.filter(kind="target").order_by("order")),
        refused=tuple(
            Nomination.objects.filter(movement=movement, eligible=False)
            .select_related("subject")
            .order_by("pk")
        ),
    )


def areas(movement: Movement, told: dict[str, Any], sheets: list[Sheet]) -> tuple[AreaFigures, ...]:
    """Each content area with its tasks and its mean percentage; the unit that is weakest in it."""
    percents: dict[str, list[tuple[Decimal, str]]] = defaultdict(list)
    for sheet in sheets:
        if sheet.state != "finalized":
            continue
        for area in sheet.working.get("areas", []):
            if area["percent"] is not None:
                percents[area["code"]].append((Decimal(area["percent"]), sheet.subject.name))
    result = []
    for area in Area.objects.filter(movement=movement).order_by("order"):
        rows = percents.get(area.code, [])
        mean = sum((row[0] for row in rows), Decimal(0)) / len(rows) if rows else None
        weakest = min(rows)[1] if rows and min(rows)[0] < max(rows)[0] else ""
        key = f"area.{area.code}."
        result.append(
            AreaFigures(
                code=area.code,
                name=area.name,
                tasks=told.get(f"{key}tasks", 0),
                done=told.get(f"{key}tasks_done", 0),
                on_time=told.get(f"{key}tasks_done_on_time", 0),
                overdue=told.get(f"{key}tasks_overdue", 0),
                percent=mean,
                weakest=weakest,
            )
        )
    return tuple(result)


MOST_LOST = 3


def units(sheets: list[Sheet]) -> tuple[UnitFigures, ...]:
    """Each unit with its scores and the rows on which it lost most, the best first."""
    rows = [
        UnitFigures(
            code=sheet.subject.unit.code,
            name=sheet.subject.name,
            self_total=sheet.self_total,
            final_total=sheet.final_total,
            lost=tuple(
                (row.title, row.lost) for row in scoring.lost_points(sheet)[:MOST_LOST] if row.lost > 0
            ),
        )
        for sheet in sheets
    ]
    rows.sort(key=lambda row: (row.final_total is None, -(row.final_total or Decimal(0)), row.name))
    return tuple(rows)


def late_tasks(movement: Movement, on: date) -> tuple[Task, ...]:
    """Tasks done after their day, or open past it."""
    rows = Task.objects.filter(movement=movement, due_on__lte=on).exclude(state="cancelled")
    found = [
        row for row in rows.select_related("lead__subject") if row.done_on is None or row.done_on > row.due_on
    ]
    return tuple(found)


def staff(movement: Movement, on: date) -> dict[str, Any]:
    """Clause P3 of the plan: people, women, local people, courses finished in the period."""
    people = Person.objects.filter(in_force(on, "memberships__starts_on", "memberships__ends_on")).filter(
        authority=movement.authority
    )
    rows = list(people.exclude(category="ngoai").distinct().values_list("pk", "female", "local"))
    trained = Training.objects.filter(person__authority=movement.authority, finished_on__lte=on)
    if movement.starts_on:
        trained = trained.filter(finished_on__gte=movement.starts_on)
    return {
        "people": len(rows),
        "women": sum(1 for row in rows if row[1]),
        "local": sum(1 for row in rows if row[2]),
        "trainings": trained.count(),
        "trained": trained.values("person_id").distinct().count(),
    }


def judgements(review: Review) -> dict[str, str]:
    """What people wrote, by part."""
    return dict(Judgement.objects.filter(review=review).values_list("part", "text"))


def todo(viewer: Viewer, movement: Movement) -> list[dict[str, Any]]:
    """Reports that wait for the officer: the interim one in the middle of the period, the final one at its end."""
    if movement.state != "launched" or Role.OFFICER not in viewer.roles_in(movement.authority_id):
        return []
    issued = set(Review.objects.filter(movement=movement, state="issued").values_list("kind", flat=True))
    url = reverse("review_list", kwargs={"movement_id": movement.pk})
    found: list[dict[str, Any]] = []
    for kind, text, due in due_reviews(movement):
        if kind not in issued and due is not None and (due - viewer.on).days <= NOTICE_DAYS:
            found.append({"text": text, "url": url, "due": due, "whose": "", "label": "Lập báo cáo"})
    return found


NOTICE_DAYS = 20


def due_reviews(movement: Movement) -> list[tuple[str, str, date | None]]:
    """Both reviews with their day: the plan's where it names one, else the middle and the end of the period."""
    told = {
        item.data.get("kind"): str(item.data.get("by") or "") for item in movement.items.filter(kind="review")
    }
    starts, ends = movement.starts_on, movement.ends_on
    middle = starts + (ends - starts) / 2 if starts and ends else None
    return [
        (Review.Kind.INTERIM, "Lập báo cáo sơ kết phong trào", _by(told.get("interim", "")) or middle),
        (Review.Kind.FINAL, "Lập báo cáo tổng kết phong trào", _by(told.get("final", "")) or ends),
    ]


def _by(text: str) -> date | None:
    """A day, or the 28th of a month that the plan names alone."""
    parts = text.split("-")
    try:
        year, month, *rest = (int(part) for part in parts)
        return date(year, month, rest[0] if rest else 28)
    except ValueError:
        return None


def progress(movement: Movement) -> dict[str, Any]:
    """How many of the two reviews are issued."""
    done = Review.objects.filter(movement=movement, state="issued").count()
    return {"done": done, "total": 2, "due": movement.ends_on, "text": f"{done}/2 báo cáo" if done else ""}
