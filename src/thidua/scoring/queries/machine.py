"""Figures that the program holds itself, proposed for the rows that ask for them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from thidua.engine import scoring
from thidua.engine.tasks import State as TaskState
from thidua.movements.models import Delivery, Task
from thidua.organizations.models import Subject
from thidua.scoring.models import Sheet
from thidua.scoring.queries.criteria import applicable

COMMON_FIGURES = "Số liệu do cơ quan thường trực nhập chung."
"""Beside a figure that was entered for all at once: where it comes from, not why points were lost."""
BY_MACHINE = "Phần mềm"
"""Who gave a mark that was taken from the records."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed input of a row and where it comes from."""

    given: dict[str, Any]
    origin: str


def _tasks_on_time(sheet: Sheet, on: date) -> Proposed | None:
    if sheet.subject.kind != Subject.Kind.UNIT:
        return None
    counted = (
        Task.objects.filter(movement_id=sheet.campaign.movement_id, lead_id=sheet.unit_id)
        .exclude(state=TaskState.CANCELLED)
        .filter(due_on__lte=on)
        .aggregate(due=Count("pk"), kept=Count("pk", filter=Q(done_on__lte=F("due_on"))))
    )
    if not counted["due"]:
        return None
    return Proposed(
        {"numerator": str(counted["kept"]), "denominator": str(counted["due"])},
        f"Bảng theo dõi nhiệm vụ đến ngày {on:%d/%m/%Y}",
    )


def _read_confirmations(sheet: Sheet, on: date) -> Proposed | None:
    if sheet.subject.kind != Subject.Kind.UNIT:
        return None
    counted = Delivery.objects.filter(
        movement_id=sheet.campaign.movement_id, unit_id=sheet.unit_id, subject__kind=Subject.Kind.PERSON
    ).aggregate(sent=Count("pk"), read=Count("pk", filter=Q(read_at__isnull=False, read_at__date__lte=on)))
    if not counted["sent"]:
        return None
    return Proposed(
        {"numerator": str(counted["read"]), "denominator": str(counted["sent"])},
        f"Xác nhận đã đọc kế hoạch đến ngày {on:%d/%m/%Y}",
    )


FEEDS: dict[str, Callable[[Sheet, date], Proposed | None]] = {
    "tasks_on_time": _tasks_on_time,
    "read_confirmations": _read_confirmations,
}
"""Name of a feed in a criteria set -> who answers it. A feed that nobody answers is entered by the standing unit."""


def machine_inputs(sheet: Sheet, on: date) -> dict[str, Proposed]:
    """The proposed inputs of the machine rows of a sheet, by leaf code, as the records stand on a day."""
    found: dict[str, Proposed] = {}
    for leaf in applicable(sheet):
        if leaf.source is scoring.Source.MACHINE and leaf.feed in FEEDS:
            proposed = FEEDS[leaf.feed](sheet, on)
            if proposed is not None:
                found[leaf.code] = proposed
    return found
