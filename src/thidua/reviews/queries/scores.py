"""What the settled sheets of the units say, as of an instant, beside the movement before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from thidua.engine.text import fold
from thidua.movements.models import Movement
from thidua.scoring import queries as scoring
from thidua.scoring.models import Mark, Sheet
from thidua.scoring.queries.standing import standing

MOST_LOST = 3


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """One unit: self score, final score, the rows on which it lost most."""

    code: str
    name: str
    self_total: Decimal | None
    final_total: Decimal
    lost: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True, slots=True)
class AreaScore:
    """One area of the criteria: mean percentage of its points, that of the movement before, best and weakest unit.

    ``best`` and ``weakest`` are empty where all units stand alike.
    """

    code: str
    name: str
    percent: Decimal
    before: Decimal | None
    best: str
    weakest: str


def settled(movement: Movement, until: datetime | None = None) -> list[Sheet]:
    """The sheets of units that were settled (before an instant)."""
    rows = Sheet.objects.filter(
        campaign__movement=movement, subject__kind="unit", final_total__isnull=False, state="finalized"
    )
    if until is not None:
        rows = rows.filter(finalized_at__lt=until)
    return list(rows.select_related("subject__unit", "criteria_set").order_by("subject__sort_key", "pk"))


def unit_figures(movement: Movement, until: datetime) -> tuple[tuple[UnitFigures, ...], list[Sheet]]:
    """Each settled unit, the best first, and the sheets themselves; two queries for any number of units."""
    sheets = settled(movement, until)
    lost = _lost(sheets)
    rows = [
        UnitFigures(
            code=sheet.subject.unit.code,
            name=sheet.subject.name,
            self_total=sheet.self_total,
            final_total=sheet.final_total or Decimal(0),
            lost=lost[sheet.pk],
        )
        for sheet in sheets
    ]
    return tuple(sorted(rows, key=lambda row: -row.final_total)), sheets


def _lost(sheets: Sequence[Sheet]) -> dict[int, tuple[tuple[str, Decimal], ...]]:
    marks: dict[int, list[Mark]] = defaultdict(list)
    for mark in Mark.objects.filter(sheet__in=sheets).select_related("leaf").order_by("pk"):
        marks[mark.sheet_id].append(mark)
    found: dict[int, tuple[tuple[str, Decimal], ...]] = {}
    for sheet in sheets:
        rows = [
            (mark.leaf.maximum - mark.score, mark.leaf.code, mark.leaf.name)
            for mark in standing(marks[sheet.pk]).values()
            if mark.score is not None and mark.score < mark.leaf.maximum
        ]
        rows.sort(key=lambda row: (-row[0], row[1]))
        found[sheet.pk] = tuple((f"{code} {name}", points) for points, code, name in rows[:MOST_LOST])
    return found


def area_scores(movement: Movement, sheets: Sequence[Sheet]) -> tuple[AreaScore, ...]:
    """The areas of the criteria over the settled sheets, beside the mean of the movement before where there was one."""
    campaign = scoring.campaign_of(movement)
    if campaign is None or not sheets:
        return ()
    percents = _percents(sheets)
    before = _before(movement)
    found = []
    for area in scoring.criteria_of(campaign.unit_set).areas:
        rows = percents.get(area.code)
        if not rows:
            continue
        low, high = min(rows), max(rows)
        found.append(
            AreaScore(
                code=area.code,
                name=area.title,
                percent=sum((row[0] for row in rows), Decimal(0)) / len(rows),
                before=before.get(fold(area.title)),
                best=high[1] if low[0] < high[0] else "",
                weakest=low[1] if low[0] < high[0] else "",
            )
        )
    return tuple(found)


def _percents(sheets: Sequence[Sheet]) -> dict[str, list[tuple[Decimal, str]]]:
    found: dict[str, list[tuple[Decimal, str]]] = defaultdict(list)
    for sheet in sheets:
        for area in sheet.working.get("areas", ()):
            if area["percent"] is not None:
                found[area["code"]].append((Decimal(area["percent"]), sheet.subject.name))
    return found


def _before(movement: Movement) -> dict[str, Decimal]:
    """Mean percentages of the last movement of this authority that ended before this one began, by folded title."""
    if movement.starts_on is None:
        return {}
    last = (
        Movement.objects.filter(authority=movement.authority_id, ends_on__lt=movement.starts_on)
        .filter(campaign__sheets__state="finalized")
        .order_by("-ends_on", "-pk")
        .first()
    )
    campaign = scoring.campaign_of(last) if last is not None else None
    if last is None or campaign is None:
        return {}
    titles = {area.code: fold(area.title) for area in scoring.criteria_of(campaign.unit_set).areas}
    return {
        titles[code]: sum((row[0] for row in rows), Decimal(0)) / len(rows)
        for code, rows in _percents(settled(last)).items()
        if code in titles
    }
