"""What stands for each leaf of a sheet, and the engine's answer to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from thidua.engine import scoring
from thidua.engine.sheets import State
from thidua.scoring.models import Adjustment, Mark, Sheet
from thidua.scoring.queries.criteria import applicable, criteria_of
from thidua.scoring.queries.groups import STANDING, beside_group


def marks_of(sheet: Sheet, codes: Iterable[str] | None = None) -> list[Mark]:
    """The marks of a sheet (of these leaves), oldest first, with their leaves."""
    rows = Mark.objects.filter(sheet=sheet)
    if codes is not None:
        rows = rows.filter(leaf__code__in=list(codes))
    return list(rows.select_related("leaf").order_by("pk"))


def standing(marks: Iterable[Mark]) -> dict[str, Mark]:
    """The mark that stands for each leaf: the newest of a round that gives points."""
    return {mark.leaf.code: mark for mark in marks if mark.round in STANDING}


def newest(marks: Iterable[Mark], round_: str) -> dict[str, Mark]:
    """The newest mark of a round for each leaf."""
    return {mark.leaf.code: mark for mark in marks if mark.round == round_}


def inputs_of(given: Mapping[str, Mapping[str, Any]]) -> dict[str, scoring.LeafInput]:
    """Stored inputs as the engine takes them."""
    return {code: scoring.LeafInput.from_plain(data) for code, data in given.items()}


def adjustments_of(sheet: Sheet) -> dict[str, Adjustment]:
    """The adjustment that stands for each ground: the newest."""
    rows = Adjustment.objects.filter(sheet=sheet).order_by("pk")
    return {row.code: row for row in rows}


def extras_of(sheet: Sheet, criteria: scoring.CriteriaSet) -> tuple[dict[str, int], dict[str, int]]:
    """Counts of bonus and of penalty by ground."""
    found = adjustments_of(sheet)
    bonus = {item.code: found[item.code].count for item in criteria.bonus.items if item.code in found}
    penalty = {item.code: found[item.code].count for item in criteria.penalty.items if item.code in found}
    return bonus, penalty


def score(
    sheet: Sheet, given: Mapping[str, Mapping[str, Any]], leave_out: Iterable[str] = ()
) -> scoring.SheetScore:
    """The engine's answer to these inputs beside what the group reached, with the adjustments that stand.

    Raises what ``score_sheet`` raises.
    """
    criteria = criteria_of(sheet.criteria_set)
    known = {leaf.code for leaf in criteria.leaves}  # marks of an earlier version may name others
    given = {code: data for code, data in given.items() if code in known}
    bonus, penalty = extras_of(sheet, criteria)
    return scoring.score_sheet(
        criteria,
        sheet.profile,
        beside_group(sheet, inputs_of(given)),
        tags=sheet.tags,
        bonus=bonus,
        penalty=penalty,
        leave_out=leave_out,
    )


def rescore(sheet: Sheet) -> scoring.SheetScore:
    """Score a sheet again from its stored marks: anybody can check a stored total by it."""
    return score(sheet, {code: mark.given for code, mark in standing(marks_of(sheet)).items()})


_TOTALS = {
    State.SUBMITTED: "self_total",
    State.APPRAISED: "appraised_total",
    State.EXPLAINING: "appraised_total",
    State.EXPLAINED: "appraised_total",
    State.FINALIZED: "final_total",
}


def total_field(sheet: Sheet) -> str:
    """Which column holds the total of what stands, in the state of the sheet; empty while the unit fills it."""
    return _TOTALS.get(State(sheet.state), "")


def again(sheet: Sheet, marks: Iterable[Mark]) -> scoring.SheetScore:
    """Score again what gave the total of ``total_field``. Raises what ``score`` raises."""
    stands = standing(marks)
    left_out: list[str] = []
    if sheet.state == State.SUBMITTED:
        stands = newest(marks, Mark.Round.SELF)
        own = (leaf for leaf in applicable(sheet) if leaf.source is not scoring.Source.UNIT)
        left_out = [leaf.code for leaf in own if leaf.code not in stands]
    return score(sheet, {code: mark.given for code, mark in stands.items()}, left_out)


def working_of(result: scoring.SheetScore) -> dict[str, Any]:
    """What is kept with a total: the sums, the areas, and what the tie-breakers ask for. Numbers are texts."""
    row = scoring.RankRow.of("", result)
    return {
        **result.working,
        "shown": format(result.shown, "f"),
        "grade": result.grade,
        "areas": [
            {
                "code": area.code,
                "points": format(area.points, "f"),
                "max": format(area.max, "f"),
                "percent": None if area.percent is None else format(area.percent, "f"),
            }
            for area in result.areas
        ],
        "leaf_ratio": {
            code: format(ratio, "f") for code, ratio in row.leaf_ratio.items() if ratio is not None
        },
        "deductions": format(row.deductions or Decimal(0), "f"),
    }
