"""What a made-up unit types into its sheet: full marks where it did well, a believable flaw where it did not."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random
from typing import Any

from thidua.engine.scoring import (
    AllOrNothing,
    Banded,
    Criterion,
    Deduction,
    Graded,
    PerItem,
    Proportional,
    Survey,
    Target,
    YesNo,
)

FORMS_ASKED = 60


def full(leaf: Criterion, chance: Random) -> dict[str, Any]:
    """An input that gives the maximum of a leaf."""
    rule = leaf.rule
    whole = chance.randrange(20, 240)
    match rule:
        case YesNo():
            return {"choice": "yes"}
        case Graded():
            return {"choice": max(rule.options, key=lambda option: option.points).code}
        case Deduction():
            return {"count": 0}
        case PerItem():
            return {"count": int(leaf.max / rule.each) + chance.randrange(3)}
        case AllOrNothing():
            return {"numerator": str(rule.of or whole), "denominator": str(rule.of or whole)}
        case Survey():
            return {"counts": {rule.options[0].code: str(FORMS_ASKED)}}
        case _:
            return {"numerator": str(whole), "denominator": str(whole)}


def flawed(leaf: Criterion, chance: Random, *, badly: bool = False) -> dict[str, Any]:
    """An input that loses points: a lower grade, a few missing of many, one or two deductions."""
    rule = leaf.rule
    whole = chance.randrange(40, 240)
    match rule:
        case YesNo():
            return {"choice": "no"}
        case Graded():
            worse = sorted(rule.options, key=lambda option: -option.points)
            return {"choice": worse[-1 if badly else min(1, len(worse) - 1)].code}
        case Deduction():
            return {"count": 3 if badly else 1}
        case PerItem():
            return {"count": 1 if badly else 3}
        case AllOrNothing():
            there = rule.of or whole
            return {"numerator": str(there - 1), "denominator": str(there)}
        case Survey():
            pleased = 36 if badly else 51
            return {
                "counts": {rule.options[0].code: pleased, rule.options[-1].code: FORMS_ASKED - pleased},
            }
        case Proportional() | Target() | Banded():
            kept = whole * (62 if badly else 91) // 100
            return {"numerator": str(kept), "denominator": str(whole)}
        case _:
            return full(leaf, chance)


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
