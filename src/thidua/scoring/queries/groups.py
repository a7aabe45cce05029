"""Among whom a sheet is ranked, and what its group reached in the leaves that compare."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

from thidua.engine import scoring
from thidua.engine.sheets import State
from thidua.scoring.models import Mark, Sheet
from thidua.scoring.queries.criteria import applicable, criteria_of

STANDING = (Mark.Round.SELF, Mark.Round.APPRAISAL, Mark.Round.SECOND, Mark.Round.FINAL)
"""Rounds that give points; an explanation only asks for them."""


def group_of(sheet: Sheet) -> str:
    """Among whom a sheet is ranked: its group, else what its profile is called."""
    if sheet.group:
        return sheet.group
    profiles = criteria_of(sheet.criteria_set).profiles
    return next((profile.name for profile in profiles if profile.code == sheet.profile), "")


def comparing(sheet: Sheet) -> frozenset[str]:
    """Codes of the leaves of a sheet that compare with its group."""
    found = scoring.GroupFigures(criteria_of(sheet.criteria_set)).leaves
    return frozenset(leaf.code for leaf in applicable(sheet) if leaf.code in found)


def group_sheets(sheet: Sheet) -> list[Sheet]:
    """The sheets of the group, the sheet itself too, that are scored by the same version."""
    rows = Sheet.objects.filter(campaign=sheet.campaign_id, criteria_set=sheet.criteria_set_id)
    rows = rows.select_related("subject", "unit", "criteria_set", "campaign__movement").order_by("pk")
    return [one for one in rows if group_of(one) == group_of(sheet)]


def unsettled(sheet: Sheet) -> int:
    """How many sheets of the group may still change what the leaves that compare come to; 0 where none compares."""
    if not comparing(sheet):
        return 0
    return sum(one.state != State.FINALIZED for one in group_sheets(sheet))


def beside_group(sheet: Sheet, inputs: Mapping[str, scoring.LeafInput]) -> dict[str, scoring.LeafInput]:
    """The inputs of a sheet with what its group reached, by what stands in the others: two queries, or none."""
    codes = comparing(sheet)
    if not codes & inputs.keys():
        return dict(inputs)
    name = group_of(sheet)
    keys = [one.pk for one in group_sheets(sheet) if one.pk != sheet.pk]
    marks = Mark.objects.filter(sheet__in=keys, leaf__code__in=codes, round__in=STANDING).order_by("pk")
    newest = {(key, code): given for key, code, given in marks.values_list("sheet_id", "leaf__code", "given")}
    figures = scoring.GroupFigures(criteria_of(sheet.criteria_set))
    others = [(code, scoring.LeafInput.from_plain(given)) for (_, code), given in newest.items()]
    for code, given in [*others, *((code, inputs[code]) for code in sorted(codes & inputs.keys()))]:
        with suppress(scoring.ScoreInputError):  # told where it is scored
            figures.add(name, code, given)
    return figures.put(name, inputs)
