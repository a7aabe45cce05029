"""What a made-up unit types into its sheet: full marks where it did well, a believable flaw where it did not."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from random import Random
from typing import Any

from thidua.engine.scoring import (
    AllOrNothing,
    Criterion,
    Deduction,
    Graded,
    PerItem,
    Survey,
    YesNo,
)

FORMS_ASKED = 60


class Doing(IntEnum):
    """How well a made-up unit did on one row."""

    WELL = 0
    SO_SO = 1
    BADLY = 2


PERCENT = {Doing.WELL: 100, Doing.SO_SO: 91, Doing.BADLY: 62}


def full(leaf: Criterion, chance: Random) -> dict[str, Any]:
    """An input that gives the maximum of a leaf."""
    return _given(leaf, chance, Doing.WELL)


def flawed(leaf: Criterion, chance: Random, *, badly: bool = False) -> dict[str, Any]:
    """An input that loses points: a lower grade, a few missing of many, one or three deductions."""
    return _given(leaf, chance, Doing.BADLY if badly else Doing.SO_SO)


def _given(leaf: Criterion, chance: Random, doing: Doing) -> dict[str, Any]:
    rule, whole = leaf.rule, chance.randrange(40, 240)
    found: dict[str, Any]
    match rule:
        case YesNo():
            found = {"choice": "yes" if doing is Doing.WELL else "no"}
        case Graded():
            best_first = sorted(rule.options, key=lambda option: -option.points)
            found = {"choice": best_first[min(int(doing), len(best_first) - 1)].code}
        case Deduction():
            found = {"count": int(doing) * 2 - (doing is Doing.SO_SO)}
        case PerItem():
            most = int(leaf.max / rule.each)
            found = {"count": max(most - int(doing) * 2, 0)}
        case AllOrNothing():
            of = rule.of or whole
            found = {"numerator": str(of if doing is Doing.WELL else of - 1)} | (
                {} if rule.of else {"denominator": str(of)}
            )
        case Survey():
            pleased = FORMS_ASKED * PERCENT[doing] // 100
            found = {"counts": {rule.options[0].code: pleased, rule.options[-1].code: FORMS_ASKED - pleased}}
        case _:
            found = {"numerator": str(whole * PERCENT[doing] // 100), "denominator": str(whole)}
    return found


def sheet(
    leaves: Iterable[Criterion], flaws: int, chance: Random, *, badly: int = 0
) -> dict[str, dict[str, Any]]:
    """The inputs of a sheet with some flawed leaves, ``badly`` of them badly; which ones comes from the seed."""
    rows = list(leaves)
    order = list(range(len(rows)))
    chance.shuffle(order)
    wrong, worst = set(order[:flaws]), set(order[:badly])
    return {
        leaf.code: flawed(leaf, chance, badly=at in worst) if at in wrong else full(leaf, chance)
        for at, leaf in enumerate(rows)
    }
