"""Who in the team takes what: load, conflicts of interest, and a proposal that balances them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thidua.base.acts import day_of
from thidua.engine.flow import Role
from thidua.engine.sheets import State
from thidua.movements import queries as movements
from thidua.organizations.models import Membership, Person, RoleGrant, in_force
from thidua.scoring.models import Assignment, Campaign, Draft, Inquiry, Mark, Sheet, StockReason
from thidua.scoring.queries import standing
from thidua.scoring.queries.criteria import applicable, criteria_of

BY_SHEET, BY_AREA = "sheet", "area"


def team_of(campaign: Campaign) -> list[Person]:
    """The appraisers of a campaign, in the order of the team."""
    return [member.person for member in movements.team(campaign.movement)]


def open_sheets(campaign: Campaign) -> list[Sheet]:
    """The sheets that are not settled."""
    rows = campaign.sheets.exclude(state=State.FINALIZED).select_related(
        "subject", "unit__subject", "criteria_set", "campaign__movement"
    )
    return list(rows.order_by("subject__sort_key", "pk"))


def conflicts(team: Sequence[Person], sheets: Sequence[Sheet], on: date) -> set[tuple[int, int]]:
    """Who may not appraise which sheet, as pairs of keys: the own unit, a unit one heads, oneself. Two queries."""
    keys = [person.pk for person in team]
    units: dict[int, set[int]] = {key: set() for key in keys}
    for person, unit in Membership.objects.filter(in_force(on), person__in=keys).values_list(
        "person_id", "unit_id"
    ):
        units[person].add(unit)
    heads = RoleGrant.objects.filter(in_force(on), role=Role.UNIT_HEAD, user__person__in=keys)
    for person, unit in heads.values_list("user__person", "unit_id"):
        units[person].add(unit)
    return {
        (person.pk, sheet.pk)
        for person in team
        for sheet in sheets
        if sheet.unit_id in units[person.pk] or sheet.subject_id == person.subject_id
    }


@dataclass(frozen=True, slots=True)
class Share:
    """A proposal: which person takes which part (sheet, area), and what nobody may take."""

    parts: dict[tuple[int, str], Person | None]
    load: dict[int, int]


def propose(campaign: Campaign, by: str, on: date) -> Share:
    """Share the open sheets (or their areas) so that each has about as many rows, conflicts left out.

    The largest part goes first to whoever has least; the order of the team parts equals, so it comes out the same
    each time. A part that everybody is in conflict with stays open.
    """
    team, sheets = team_of(campaign), open_sheets(campaign)
    against = conflicts(team, sheets, on)
    load = {person.pk: 0 for person in team}
    parts: dict[tuple[int, str], Person | None] = {}
    sizes = {
        (sheet.pk, area): rows for sheet in sheets for area, rows in _sizes(sheet, by == BY_AREA).items()
    }
    for (key, area), rows in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        free = [person for person in team if (person.pk, key) not in against]
        chosen = min(free, key=lambda person: load[person.pk], default=None)
        parts[key, area] = chosen
        if chosen is not None:
            load[chosen.pk] += rows
    return Share(parts, load)


def _sizes(sheet: Sheet, by_area: bool) -> dict[str, int]:  # noqa: FBT001 - an inner helper with one caller
    """Rows of each part of a sheet."""
    codes = [leaf.code for leaf in applicable(sheet)]
    if not by_area:
        return {"": len(codes)}
    criteria = criteria_of(sheet.criteria_set)
    return dict(Counter(criteria.area_of(code).code for code in codes))


def assigned(campaign: Campaign) -> dict[tuple[int, str], Person]:
    """Who has which part now."""
    rows = Assignment.objects.filter(sheet__campaign=campaign).select_related("person__subject")
    return {(row.sheet_id, row.area_code): row.person for row in rows}


def load_of(sheets: Sequence[Sheet], parts: dict[tuple[int, str], Person]) -> dict[int, int]:
    """How many rows each person has, by key."""
    by_key = {sheet.pk: sheet for sheet in sheets}
    found: dict[int, int] = {}
    for (key, area), person in parts.items():
        if key in by_key:
            sizes = _sizes(by_key[key], bool(area))
            found[person.pk] = found.get(person.pk, 0) + sizes.get(area, 0)
    return found


def unseen(sheet: Sheet, round_: str) -> dict[tuple[str, str], int]:
    """Rows of each shared part that nobody looked at in a round, by area and name of who took it."""
    parts = list(Assignment.objects.filter(sheet=sheet).select_related("person__subject"))
    if not parts:
        return {}
    seen = set(
        Draft.objects.filter(sheet=sheet, round=round_, complete=True).values_list("leaf__code", flat=True)
    )
    criteria = criteria_of(sheet.criteria_set)
    left = Counter(criteria.area_of(leaf.code).code for leaf in applicable(sheet) if leaf.code not in seen)
    found: dict[tuple[str, str], int] = {}
    for part in parts:
        rows = left[part.area_code] if part.area_code else left.total()
        if rows:
            found[part.area_code, part.person.name] = rows
    return found


def stock_reasons(sheet: Sheet) -> list[str]:
    """The reasons kept ready in the authority of a sheet."""
    rows = StockReason.objects.filter(authority=sheet.campaign.movement.authority_id)
    return list(rows.values_list("text", flat=True))


@dataclass(frozen=True, slots=True)
class Answered:
    """One row that was asked about: the question, the day, the answer, and what it changed."""

    code: str
    title: str
    question: str
    due_on: date
    answer: str
    late: bool
    before: Decimal | None
    after: Decimal | None


def explanation_rounds(sheet: Sheet) -> dict[int, list[Answered]]:
    """The rounds of explanation of a sheet, the newest first; two queries."""
    inquiries = list(
        Inquiry.objects.filter(sheet=sheet).select_related("leaf").order_by("-number", "leaf__order")
    )
    if not inquiries:
        return {}
    marks = standing.marks_of(sheet, {one.leaf.code for one in inquiries})
    stands = standing.standing(marks)
    found: dict[int, list[Answered]] = {}
    later: dict[str, Decimal | None] = {}
    for one in inquiries:
        code = one.leaf.code
        answers = [
            mark.reason
            for mark in marks
            if mark.round == Mark.Round.EXPLANATION
            and mark.leaf.code == code
            and mark.given_at == one.answered_at
        ]
        mark = stands.get(code)
        after = later.get(code, mark.score if mark else None)
        late = one.answered_at is not None and day_of(one.answered_at) > one.due_on
        found.setdefault(one.number, []).append(
            Answered(
                code,
                one.leaf.name,
                one.reason,
                one.due_on,
                answers[-1] if answers else "",
                late,
                one.before,
                after,
            )
        )
        later[code] = one.before
    return found
