"""What a sheet comes to: areas, the working of one leaf, where points were lost, bonus and penalty."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from thidua.scoring import wording
from thidua.scoring.models import Mark, Sheet
from thidua.scoring.queries import standing
from thidua.scoring.queries.criteria import criteria_of
from thidua.scoring.queries.evidence import DECIDES, EvidenceRow, evidence_of
from thidua.scoring.queries.machine import COMMON_FIGURES
from thidua.scoring.queries.rows import anchor_of


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area of a sheet with its points; the percentage is of what applies."""

    code: str
    title: str
    points: Decimal
    maximum: Decimal
    percent: Decimal | None


def area_lines(sheet: Sheet) -> list[AreaLine]:
    """The areas of a sheet as the working was kept with its total; no query."""
    titles = {area.code: area.title for area in criteria_of(sheet.criteria_set).areas}
    return [
        AreaLine(
            area["code"],
            titles.get(area["code"], area["code"]),
            Decimal(area["points"]),
            Decimal(area["max"]),
            Decimal(area["percent"]) if area["percent"] is not None else None,
        )
        for area in sheet.working.get("areas", ())
    ]


@dataclass(frozen=True, slots=True)
class Working:
    """How one leaf of a sheet came to its points: rule, what was given, steps, evidence."""

    code: str
    title: str
    rule: str
    given: str
    score: Decimal | None
    maximum: Decimal
    steps: tuple[str, ...]
    reason: str
    given_by: str
    evidence: tuple[EvidenceRow, ...]


def working(sheet: Sheet, leaf_code: str) -> Working | None:
    """The working of one leaf down to rule and evidence, from the mark that stands; None before there is one."""
    leaf = criteria_of(sheet.criteria_set).leaf(leaf_code)
    marks = [mark for mark in standing.marks_of(sheet) if mark.leaf.code == leaf_code]
    mark = standing.standing(marks).get(leaf_code)
    if mark is None:
        return None
    return Working(
        leaf.code,
        leaf.title,
        wording.rule_in_words(leaf),
        wording.given_in_words(leaf, mark.given),
        mark.score,
        leaf.max,
        tuple(wording.working_in_words(mark.working)),
        mark.reason,
        mark.given_by,
        tuple(one for one in evidence_of(sheet).get(leaf_code, ()) if one.removed_at is None),
    )


def stands_in(sheet: Sheet, leaf_code: str) -> dict[str, Any]:
    """What stands in one row of a sheet; empty before anything does."""
    mark = standing.standing(standing.marks_of(sheet, [leaf_code])).get(leaf_code)
    return dict(mark.given) if mark is not None else {}


@dataclass(frozen=True, slots=True)
class Lost:
    """Points lost in one leaf, with the reason that was given for it and how the rule gave what is left."""

    code: str
    title: str
    score: Decimal
    maximum: Decimal
    reason: str
    working: tuple[str, ...] = ()

    @property
    def lost(self) -> Decimal:
        """How many."""
        return self.maximum - self.score

    @property
    def anchor(self) -> str:
        """The HTML id of the row on the page of the sheet."""
        return anchor_of(self.code)

    @property
    def why(self) -> str:
        """The reason in words, then the working."""
        return " ".join(part for part in (self.reason, *self.working) if part)


def lost_points(sheet: Sheet) -> list[Lost]:
    """Where a sheet lost points, most first, by the marks that stand; the newest reason of the team stands with it."""
    marks = standing.marks_of(sheet)
    reasons = {
        mark.leaf.code: mark.reason
        for mark in marks
        if mark.reason not in {"", COMMON_FIGURES} and mark.round in (*DECIDES, Mark.Round.FINAL)
    }
    found = [
        Lost(
            mark.leaf.code,
            mark.leaf.name,
            mark.score,
            mark.leaf.maximum,
            reasons.get(mark.leaf.code, mark.reason if mark.reason != COMMON_FIGURES else ""),
            tuple(wording.working_in_words(mark.working)),
        )
        for mark in standing.standing(marks).values()
        if mark.score is not None and mark.score < mark.leaf.maximum
    ]
    return sorted(found, key=lambda one: (-one.lost, one.code))


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """Bonus or penalty of a ground, as it stands."""

    title: str
    count: int
    points: Decimal
    reason: str
    given_by: str
    bonus: bool


def adjustment_lines(sheet: Sheet) -> list[AdjustmentLine]:
    """The adjustments that stand, with the points of each before the cap over all."""
    criteria = criteria_of(sheet.criteria_set)
    found = standing.adjustments_of(sheet)
    lines: list[AdjustmentLine] = []
    for extras, bonus in ((criteria.bonus, True), (criteria.penalty, False)):
        for item in extras.items:
            row = found.get(item.code)
            if row is not None and row.count:
                points = item.each * row.count
                points = min(points, item.at_most) if item.at_most is not None else points
                lines.append(AdjustmentLine(item.title, row.count, points, row.reason, row.given_by, bonus))
    return lines
