"""The tasks of a movement as of a day: in all, by content area, month by month."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rapidfuzz.fuzz import token_set_ratio

from thidua.engine.tasks import State
from thidua.engine.text import fold
from thidua.movements.models import Area, Movement, Task
from thidua.reviews.queries.scores import AreaScore

ALIKE = 90
"""How alike two names of an area have to be (0 to 100) to mean the same one."""
MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class TaskFigures:
    """Counts of tasks as of a day.

    ``due`` are those whose date has come, ``on_time`` those of them done by it, ``overdue`` those past it and open,
    ``waiting`` those open with time left.
    """

    given: int
    done: int
    due: int
    on_time: int
    overdue: int
    waiting: int

    @classmethod
    def of(cls, tasks: Sequence[Task], on: date) -> TaskFigures:
        """Count."""
        done = [task for task in tasks if task.done_on is not None and task.done_on <= on]
        left = [task for task in tasks if task.done_on is None or task.done_on > on]
        return cls(
            given=len(tasks),
            done=len(done),
            due=sum(task.due_on <= on for task in tasks),
            on_time=sum(
                task.due_on <= on and task.done_on is not None and task.done_on <= task.due_on
                for task in done
            ),
            overdue=sum(task.due_on < on for task in left),
            waiting=sum(task.due_on >= on for task in left),
        )

    @property
    def expected(self) -> int:
        """Ước cả năm: those done and those with time left."""
        return self.done + self.waiting


@dataclass(frozen=True, slots=True)
class AreaFigures:
    """One content area: the tasks on it, those done of them, and what the settled sheets reached in it."""

    code: str
    name: str
    tasks: TaskFigures
    done: tuple[Task, ...]
    score: AreaScore | None

    @property
    def percent(self) -> Decimal | None:
        """Mean percentage of the points of the area."""
        return self.score.percent if self.score else None


@dataclass(frozen=True, slots=True)
class Month:
    """Tasks due and done up to the end of a month; ``done`` is None after the day of the report."""

    label: str
    planned: int
    done: int | None


def tasks_of(movement: Movement) -> tuple[Task, ...]:
    """All tasks but the cancelled ones, by date."""
    rows = Task.objects.filter(movement=movement).exclude(state=State.CANCELLED.value)
    return tuple(rows.select_related("lead__subject", "area").order_by("due_on", "pk"))


def late_tasks(tasks: Sequence[Task], on: date) -> tuple[Task, ...]:
    """Tasks done after their day, or open past it."""
    return tuple(
        task
        for task in tasks
        if task.due_on < on and (task.done_on is None or task.done_on > on or task.done_on > task.due_on)
    )


def areas_of(
    movement: Movement, tasks: Sequence[Task], on: date, scores: Sequence[AreaScore]
) -> tuple[AreaFigures, ...]:
    """The areas of the plan, each with the area of the criteria that means the same; then those only scored."""
    left = list(scores)
    found = []
    for area in Area.objects.filter(movement=movement).order_by("order"):
        score = max(left, key=lambda one: _likeness(one.name, area.name), default=None)
        if score is not None and _likeness(score.name, area.name) >= ALIKE:
            left.remove(score)
        else:
            score = None
        own = [task for task in tasks if task.area_id == area.pk]
        found.append(AreaFigures(area.code, area.name, TaskFigures.of(own, on), _done(own, on), score))
    nothing = TaskFigures.of((), on)
    found += [AreaFigures(score.code, score.name, nothing, (), score) for score in left]
    return tuple(found)


def _likeness(one: str, other: str) -> float:
    """How much two names of an area say the same; "chính phủ số" of the State is "chính quyền số" of a commune."""
    return float(token_set_ratio(*(fold(name).replace("chinh phu", "chinh quyen") for name in (one, other))))


def _done(tasks: Sequence[Task], on: date) -> tuple[Task, ...]:
    return tuple(task for task in tasks if task.done_on is not None and task.done_on <= on)


def months_of(movement: Movement, tasks: Sequence[Task], on: date) -> tuple[Month, ...]:
    """Planned and done, counted from the start, for each month of the period; nothing without a period or tasks."""
    if movement.starts_on is None or movement.ends_on is None or not tasks:
        return ()
    first = movement.starts_on.year * 12 + movement.starts_on.month - 1
    last = movement.ends_on.year * 12 + movement.ends_on.month - 1
    if last - first >= MOST_MONTHS:
        return ()
    now = on.year * 12 + on.month - 1
    found = []
    for at in range(first, last + 1):
        after = date((at + 1) // 12, (at + 1) % 12 + 1, 1)
        done = sum(task.done_on is not None and task.done_on < after and task.done_on <= on for task in tasks)
        found.append(
            Month(
                label=f"T{at % 12 + 1}",
                planned=sum(task.due_on < after for task in tasks),
                done=done if at <= now else None,
            )
        )
    return tuple(found)
