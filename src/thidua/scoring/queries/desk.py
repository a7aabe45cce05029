"""What waits for whom, and the named figures of the scoring for reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse

from thidua.engine.flow import Role
from thidua.engine.movements import State as MovementState
from thidua.engine.sheets import State
from thidua.movements.models import Movement
from thidua.organizations.models import Subject
from thidua.organizations.permissions import Viewer
from thidua.scoring import permissions
from thidua.scoring.models import Assignment, Campaign, Sheet
from thidua.scoring.queries.criteria import criteria_of
from thidua.scoring.queries.sheets import campaign_of, made_blind, sheets_visible_to

VERBS = {
    "scoring_sheet_fill": "Chấm điểm",
    "scoring_sheet_appraise": "Thẩm định",
    "scoring_sheet_explain": "Giải trình",
    "scoring_sheet_sign_off": "Duyệt",
    "scoring_sheet_submit": "Gửi",
    "scoring_sheet": "Chốt điểm",
    "scoring_open": "Mở chấm điểm",
}
"""Page -> what its button in "Việc cần làm" says."""


def _item(text: str, name: str, due: date | None, whose: str, *keys: int) -> dict[str, Any]:
    url = reverse(name, args=keys)
    return {"text": text, "url": url, "due": due, "whose": whose, "label": VERBS[name]}


def todo(viewer: Viewer, movement: Movement) -> list[dict[str, Any]]:
    """What waits for the viewer in the scoring of a movement, by day."""
    officer = viewer.holds(Role.OFFICER, movement.authority_id)
    campaign = campaign_of(movement)
    if campaign is None:
        if officer and movement.state == MovementState.LAUNCHED:
            return [_item("Mở chấm điểm", "scoring_open", None, "Cơ quan thường trực", movement.pk)]
        return []
    sheets = list(sheets_visible_to(viewer).filter(campaign=campaign).exclude(state=State.FINALIZED))
    heads = {at for role, at in viewer.grants if role is Role.UNIT_HEAD}
    team = permissions.in_team(viewer, movement.pk)
    found = _of_units(movement, campaign, [sheet for sheet in sheets if sheet.unit_id in heads])
    if campaign.sign_off:
        members = {at for role, at in viewer.grants if role is Role.MEMBER} - heads
        found += _inside_units(movement, [one for one in sheets if one.unit_id in members], heads=False)
        found += _inside_units(movement, [one for one in sheets if one.unit_id in heads], heads=True)
    if team:
        found += _of_team(viewer, movement, campaign, sheets)
    if officer:
        for sheet in sheets:
            if sheet.state == State.APPRAISED:
                text = f"Chốt điểm {sheet.subject.name}"
                due = campaign.appraisal_due
                found.append(_item(text, "scoring_sheet", due, "Cơ quan thường trực", movement.pk, sheet.pk))
    return sorted(found, key=lambda item: (item["due"] or date.max, item["text"]))


def _of_team(
    viewer: Viewer, movement: Movement, campaign: Campaign, sheets: list[Sheet]
) -> list[dict[str, Any]]:
    """The sheets that wait for an appraiser: those taken, or where nothing was shared, all but the own."""
    own = permissions.own_of(viewer)
    taken: dict[int, set[int | None]] = {}
    rows = Assignment.objects.filter(sheet__in=sheets).values_list("sheet_id", "person__user_id")
    for key, user in rows:
        taken.setdefault(key, set()).add(user)
    waiting = [
        sheet
        for sheet in sheets
        if sheet.state in {State.SUBMITTED, State.EXPLAINED}
        and not own(sheet)
        and (sheet.pk not in taken or viewer.user.pk in taken[sheet.pk])
    ]
    return [
        _item(
            f"Thẩm định phiếu của {sheet.subject.name}",
            "scoring_sheet_appraise",
            campaign.appraisal_due,
            "Tổ thẩm định",
            movement.pk,
            sheet.pk,
        )
        for sheet in made_blind(viewer, campaign, waiting)
    ]


def _inside_units(movement: Movement, sheets: list[Sheet], *, heads: bool) -> list[dict[str, Any]]:
    """Where the head signs off: what waits for the head, and for the members of the unit."""
    found: list[dict[str, Any]] = []
    for sheet in sheets:
        name, due, at = sheet.subject.name, sheet.due_on, (movement.pk, sheet.pk)
        if sheet.state not in permissions.FILLED_BY_UNIT:
            continue
        if heads and sheet.presented_at and not sheet.signed_off_at:
            found.append(
                _item(f"Duyệt phiếu chấm điểm {name}", "scoring_sheet_sign_off", due, sheet.unit.name, *at)
            )
        elif not heads and sheet.signed_off_at:
            found.append(
                _item(f"Gửi phiếu đã duyệt: {name}", "scoring_sheet_submit", due, sheet.unit.name, *at)
            )
        elif not heads and not sheet.presented_at:
            found.append(_item(f"Tự chấm điểm {name}", "scoring_sheet_fill", due, sheet.unit.name, *at))
    return found


def _of_units(movement: Movement, campaign: Campaign, sheets: list[Sheet]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for sheet in sheets:
        whose = sheet.unit.name
        if sheet.state == State.DRAFT:
            due = sheet.due_on or campaign.self_score_due
            text = f"Tự chấm điểm {sheet.subject.name}"
            found.append(_item(text, "scoring_sheet_fill", due, whose, movement.pk, sheet.pk))
        elif sheet.state == State.RETURNED:
            text = f"Sửa phiếu chấm điểm bị trả lại: {sheet.subject.name}"
            found.append(_item(text, "scoring_sheet_fill", sheet.due_on, whose, movement.pk, sheet.pk))
        elif sheet.state == State.EXPLAINING:
            text = f"Giải trình {len(sheet.asked):02d} tiêu chí: {sheet.subject.name}"
            found.append(_item(text, "scoring_sheet_explain", sheet.due_on, whose, movement.pk, sheet.pk))
    return found


@dataclass(frozen=True, slots=True)
class AreaFigure:
    """One area over all settled unit sheets; ``percent`` is the mean of what was reached, None when none applies."""

    code: str
    title: str
    percent: Decimal | None


@dataclass(frozen=True, slots=True)
class Numbers:
    """The figures of the scoring of a movement. ``gap``: mean of final less self score, in points."""

    sheets: int = 0
    sent: int = 0
    settled: int = 0
    average: Decimal | None = None
    self_average: Decimal | None = None
    gap: Decimal | None = None
    highest: tuple[str, Decimal] | None = None
    lowest: tuple[str, Decimal] | None = None
    areas: tuple[AreaFigure, ...] = ()
    grades: dict[str, int] = field(default_factory=dict)
    scores: tuple[tuple[str, str, Decimal], ...] = ()


def _mean(values: list[Decimal]) -> Decimal | None:
    if not values:
        return None
    return (sum(values, Decimal(0)) / len(values)).quantize(Decimal("0.01"))


def numbers(movement: Movement) -> Numbers:
    """Average, by area, gap between self score and final, best and lowest, grades: over settled unit sheets."""
    campaign = campaign_of(movement)
    if campaign is None:
        return Numbers()
    sheets = list(
        Sheet.objects.filter(campaign=campaign, subject__kind=Subject.Kind.UNIT)
        .select_related("subject", "unit")
        .order_by("subject__sort_key", "pk")
    )
    settled = [(sheet, sheet.final_total) for sheet in sheets if sheet.final_total is not None]
    best = max(settled, key=lambda pair: pair[1], default=None)
    worst = min(settled, key=lambda pair: pair[1], default=None)
    criteria = criteria_of(campaign.unit_set)
    grades = {grade.label: 0 for grade in criteria.grades}
    labels = {grade.code: grade.label for grade in criteria.grades}
    for sheet, _ in settled:
        label = labels.get(sheet.working.get("grade", ""))
        if label:
            grades[label] += 1
    percents: dict[str, list[Decimal]] = {area.code: [] for area in criteria.areas}
    for sheet, _ in settled:
        for area in sheet.working.get("areas", ()):
            if area["percent"] is not None:
                percents[area["code"]].append(Decimal(area["percent"]))
    return Numbers(
        sheets=len(sheets),
        sent=sum(sheet.state not in permissions.FILLED_BY_UNIT for sheet in sheets),
        settled=len(settled),
        average=_mean([total for _, total in settled]),
        self_average=_mean([sheet.self_total for sheet, _ in settled if sheet.self_total is not None]),
        gap=_mean([total - sheet.self_total for sheet, total in settled if sheet.self_total is not None]),
        highest=(best[0].subject.name, best[1]) if best else None,
        lowest=(worst[0].subject.name, worst[1]) if worst else None,
        areas=tuple(AreaFigure(area.code, area.title, _mean(percents[area.code])) for area in criteria.areas),
        grades=grades,
        scores=tuple((sheet.unit.code, sheet.subject.name, total) for sheet, total in settled),
    )
