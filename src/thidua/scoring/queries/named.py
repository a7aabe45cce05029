"""Counts that a set names once and several leaves use: typed once on a sheet, carried to each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thidua.engine.scoring import Criterion, Source
from thidua.scoring import givens, wording
from thidua.scoring.models import Sheet
from thidua.scoring.queries.criteria import applicable, criteria_of


@dataclass(frozen=True, slots=True)
class Count:
    """A named count with the leaves of the sheet that use it, and what was typed, as it would be typed again."""

    code: str
    label: str
    leaves: tuple[str, ...]
    value: str


def own_leaves(sheet: Sheet) -> list[Criterion]:
    """The leaves that the unit fills by named counts."""
    return [leaf for leaf in applicable(sheet) if leaf.source is Source.UNIT and leaf.inputs]


def counts_of(sheet: Sheet) -> list[Count]:
    """The named counts that the sheet asks for, in the order of its set."""
    users: dict[str, list[str]] = {}
    for leaf in own_leaves(sheet):
        for code in dict.fromkeys(code for _, codes in leaf.inputs for code in codes):
            users.setdefault(code, []).append(leaf.code)
    return [
        Count(
            named.code,
            named.label,
            tuple(users[named.code]),
            wording.figure(sheet.counts[named.code]) if named.code in sheet.counts else "",
        )
        for named in criteria_of(sheet.criteria_set).inputs
        if named.code in users
    ]


def carried(sheet: Sheet, counts: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """What the counts fill in each leaf that the unit fills by them; a field waits until all its counts are there."""
    made = criteria_of(sheet.criteria_set).from_named(
        {code: givens.exact(value) for code, value in counts.items()}
    )
    return {leaf.code: made[leaf.code].plain() if leaf.code in made else {} for leaf in own_leaves(sheet)}


def fed(leaf: Criterion) -> frozenset[str]:
    """The fields of a leaf that named counts fill."""
    return frozenset(field for field, _ in leaf.inputs)


def fed_in_words(sheet: Sheet, leaf: Criterion) -> str:
    """Where the fields of a leaf come from: "Số đạt: hồ sơ đúng hạn + hồ sơ trước hạn"."""
    labels = {named.code: named.label for named in criteria_of(sheet.criteria_set).inputs}
    parts = (
        f"{wording.label_of(leaf, field)}: {' + '.join(labels[code] for code in codes)}"
        for field, codes in leaf.inputs
    )
    return "; ".join(parts)
