"""Scores that compare follow their group: when one sheet changes, the others are scored again in the same act."""

from __future__ import annotations

from django.db.models import F

from thidua.base.acts import Act
from thidua.base.errors import MovedOnError
from thidua.engine import scoring
from thidua.scoring.models import Campaign, Mark, Sheet
from thidua.scoring.queries import groups, standing


def hold(sheet: Sheet) -> None:
    """Let one hand at a time change what a group compares; first write of an operation that does."""
    if groups.comparing(sheet):
        Campaign.objects.select_for_update().get(pk=sheet.campaign_id)


def follow(act: Act, sheet: Sheet) -> int:
    """Score the other sheets of the group again, those that have a total; gives how many totals changed.

    What was given stays; score and working of the marks that stand, and the totals, follow the group, each change with
    an entry in the journal. Nothing happens where no rule compares.
    """
    if not groups.comparing(sheet):
        return 0
    return sum(rescore(act, one) for one in groups.group_sheets(sheet) if one.pk != sheet.pk)


def rescore(act: Act, sheet: Sheet) -> bool:
    """Score one sheet again beside its group; tells whether its total changed."""
    field = standing.total_field(sheet)
    if not field or not groups.comparing(sheet):
        return False
    marks = standing.marks_of(sheet)
    result = standing.again(sheet, marks)
    before = getattr(sheet, field)
    stands = standing.standing(marks)
    compared = groups.comparing(sheet)
    moved = [stands[one.leaf.code] for one in result.leaves if one.leaf.code in compared & stands.keys()]
    for mark in moved:
        leaf = result.leaf(mark.leaf.code)
        mark.score = leaf.score if leaf.status is scoring.LeafStatus.SCORED else None
        mark.working = leaf.working
    Mark.objects.bulk_update(moved, ["score", "working"])
    working = sheet.working | standing.working_of(result)
    if before == result.total and working == sheet.working:
        return False
    held = Sheet.objects.filter(pk=sheet.pk, state=sheet.state).update(
        version=F("version") + 1, working=working, **{field: result.total}
    )
    if held != 1:
        raise MovedOnError
    act.record("sheet.rescored", sheet, total=result.total, total_before=before)
    return True
