"""The named queries from which the reports are written. Change one fact and the figure follows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db.models import Q

from thidua.base.acts import VIETNAM
from thidua.commendations.models import Award
from thidua.engine.decisions import IN_FORCE
from thidua.honours.models import Initiative
from thidua.movements.models import (
    Check,
    Delivery,
    Movement,
    PlanItem,
    Registration,
    RegistrationLine,
    Task,
    TeamMember,
)
from thidua.nominations.models import Nomination
from thidua.organizations.models import Membership, Person, Training, in_force
from thidua.organizations.queries import scored_units
from thidua.publicity import queries as publicity
from thidua.publicity.models import Exemplar
from thidua.reviews.models import Review, TargetResult
from thidua.reviews.queries.scores import AreaScore, UnitFigures, area_scores, unit_figures
from thidua.reviews.queries.tasks import (
    AreaFigures,
    Month,
    TaskFigures,
    areas_of,
    late_tasks,
    months_of,
    tasks_of,
)

MOST_COURSES = 3
"""How many courses a report names."""


@dataclass(frozen=True, slots=True)
class Direction:
    """Công tác chỉ đạo: who got and read the plan, who registered, who appraises."""

    units_sent: int
    people_sent: int
    people_read: int
    units: int
    units_registered: int
    people_registered: int
    households_registered: int
    lists_late: int
    team: int
    sheets: int


@dataclass(frozen=True, slots=True)
class Staff:
    """Clause P3 of a plan: people at work, women, local people, courses finished in the period.

    ``local`` is None while it is not known of everybody.
    """

    people: int
    women: int
    local: int | None
    trainings: int
    trained: int
    courses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """Chỉ tiêu of the plan; ``reached`` and ``before`` in percent, None while nobody entered them."""

    item: PlanItem
    aim: Decimal | None
    reached: Decimal | None
    before: Decimal | None
    source: str


@dataclass(frozen=True, slots=True)
class Nominated:
    """Nominations that were sent by the day, and what the appraisal found."""

    collective: int
    individual: int
    household: int
    eligible: int
    not_eligible: int
    let_through: int


@dataclass(frozen=True, slots=True)
class Spread:
    """Tuyên truyền: what was broadcast by the day."""

    broadcasts: int
    scripts: int
    minutes: int
    incidents: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a report says in figures, as of a day."""

    on: date
    direction: Direction
    tasks: TaskFigures
    leads: int
    areas: tuple[AreaFigures, ...]
    months: tuple[Month, ...]
    late_tasks: tuple[Task, ...]
    open_tasks: tuple[Task, ...]
    checks: tuple[Check, ...]
    units: tuple[UnitFigures, ...]
    area_scores: tuple[AreaScore, ...]
    nominated: Nominated
    awards: tuple[Award, ...]
    spread: Spread
    exemplars: tuple[Exemplar, ...]
    staff: Staff
    initiatives: tuple[Initiative, ...]
    targets: tuple[Target, ...]


def figures(movement: Movement, on: date) -> Figures:
    """Ask all named queries once, as of the end of a day."""
    until = end_of(on)
    tasks = tasks_of(movement)
    units, sheets = unit_figures(movement, until)
    scores = area_scores(movement, sheets)
    told = publicity.numbers(movement, on)
    exemplars = Exemplar.objects.filter(movement=movement, found_on__lte=on, approved_at__lt=until)
    return Figures(
        on=on,
        direction=direction(movement, on, len(sheets)),
        tasks=TaskFigures.of(tasks, on),
        leads=len({task.lead_id for task in tasks}),
        areas=areas_of(movement, tasks, on, scores),
        months=months_of(movement, tasks, on),
        late_tasks=late_tasks(tasks, on),
        open_tasks=tuple(task for task in tasks if task.done_on is None or task.done_on > on),
        checks=tuple(
            Check.objects.filter(movement=movement, held_on__lte=on)
            .select_related("unit__subject")
            .order_by("held_on", "pk")
        ),
        units=units,
        area_scores=scores,
        nominated=nominated(movement, until),
        awards=awards(movement, on),
        spread=Spread(told["broadcasts"], told["told"], told["minutes"], told["incidents"]),
        exemplars=tuple(exemplars.select_related("subject", "unit__subject").order_by("found_on", "pk")),
        staff=staff(movement, on),
        initiatives=initiatives(movement, on),
        targets=targets(movement, on),
    )


def end_of(on: date) -> datetime:
    """The instant at which a day is over in Việt Nam."""
    return datetime.combine(on + timedelta(days=1), time.min, VIETNAM)


def direction(movement: Movement, on: date, sheets: int) -> Direction:
    """Deliveries and readings, accepted registrations, the team, as of a day."""
    until = end_of(on)
    sent = list(
        Delivery.objects.filter(movement=movement, sent_at__lt=until).values_list("subject__kind", "read_at")
    )
    people = [read for kind, read in sent if kind == "person"]
    accepted = Registration.objects.filter(movement=movement, accepted_at__lt=until)
    lines = list(
        RegistrationLine.objects.filter(registration__in=accepted).values_list("subject__kind", flat=True)
    )
    return Direction(
        units_sent=sum(kind == "unit" for kind, _ in sent),
        people_sent=len(people),
        people_read=sum(read is not None and read < until for read in people),
        units=scored_units(movement.authority, on).count(),
        units_registered=lines.count("unit"),
        people_registered=lines.count("person"),
        households_registered=lines.count("household"),
        lists_late=accepted.filter(late=True).count(),
        team=TeamMember.objects.filter(movement=movement).count(),
        sheets=sheets,
    )


def nominated(movement: Movement, until: datetime) -> Nominated:
    """Nominations sent before an instant."""
    rows = list(
        Nomination.objects.filter(movement=movement, submitted_at__lt=until)
        .exclude(state__in=("draft", "withdrawn"))
        .values_list("subject__kind", "appraised_at", "eligible", "override_reason")
    )
    judged = [(eligible, override) for _, at, eligible, override in rows if at is not None and at < until]
    return Nominated(
        collective=sum(kind == "unit" for kind, *_ in rows),
        individual=sum(kind == "person" for kind, *_ in rows),
        household=sum(kind == "household" for kind, *_ in rows),
        eligible=sum(eligible is True for eligible, _ in judged),
        not_eligible=sum(eligible is False for eligible, _ in judged),
        let_through=sum(eligible is False and bool(override) for eligible, override in judged),
    )


def awards(movement: Movement, on: date) -> tuple[Award, ...]:
    """Who was awarded by a decision up to a day and keeps the award."""
    rows = Award.objects.filter(
        decision__movement=movement, decision__state__in=IN_FORCE, decision__decided_on__lte=on
    ).filter(Q(cancelled_on__isnull=True) | Q(cancelled_on__gt=on))
    return tuple(
        rows.select_related("subject", "decision__paper").order_by(
            "decision__decided_on", "decision", "order"
        )
    )


def staff(movement: Movement, on: date) -> Staff:
    """People of the authority on a day, and the courses they finished since the movement began."""
    posts = Membership.objects.filter(in_force(on), unit__authority=movement.authority)
    people = Person.objects.filter(pk__in=posts.values("person_id")).exclude(category="ngoai")
    rows = list(people.values_list("female", "local"))
    trained = Training.objects.filter(person__authority=movement.authority, finished_on__lte=on)
    if movement.starts_on:
        trained = trained.filter(finished_on__gte=movement.starts_on)
    who = list(trained.order_by("finished_on", "pk").values_list("person_id", "name"))
    return Staff(
        people=len(rows),
        women=sum(female for female, _ in rows),
        local=None if any(local is None for _, local in rows) else sum(bool(local) for _, local in rows),
        trainings=len(who),
        trained=len({person for person, _ in who}),
        courses=tuple(dict.fromkeys(name for _, name in who))[:MOST_COURSES],
    )


def initiatives(movement: Movement, on: date) -> tuple[Initiative, ...]:
    """Initiatives recognised in the period up to a day."""
    rows = Initiative.objects.filter(authority=movement.authority, recognised_on__lte=on)
    if movement.starts_on:
        rows = rows.filter(recognised_on__gte=movement.starts_on)
    return tuple(rows.select_related("subject").order_by("recognised_on", "pk"))


def targets(movement: Movement, on: date) -> tuple[Target, ...]:
    """The targets of the plan with what the newest report up to a day says was reached of each."""
    rows = TargetResult.objects.filter(item__movement=movement, review__cut_off__lte=on)
    rows = rows.order_by("review__cut_off", "pk")
    known = {row.item_id: row for row in rows}
    found = []
    for item in movement.items.filter(kind=PlanItem.Kind.TARGET).order_by("order", "pk"):
        row = known.get(item.pk)
        aim = item.data.get("percent")
        found.append(
            Target(
                item=item,
                aim=Decimal(str(aim)) if aim is not None else None,
                reached=row.reached if row else None,
                before=row.before if row else None,
                source=row.source if row else "",
            )
        )
    return tuple(found)


def targets_of(review: Review) -> Sequence[TargetResult]:
    """What was entered for the targets in one report."""
    return list(review.target_results.select_related("item").order_by("item__order", "pk"))
