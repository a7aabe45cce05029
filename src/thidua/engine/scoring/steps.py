"""Steps of a working, written out: each as a mapping of plain JSON with its name under ``op``.

A rule computes and notes its figures as they were; they are written out only for who looks. So the hundreds of
thousands of leaves of a country cost no text that nobody reads, and there is still one way to score.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from thidua.engine.scoring.inputs import Number, Step, Working
from thidua.engine.scoring.numbers import Exact, exact, plain


def _ratio(above: Number, below: Number) -> Working:
    over = Fraction(*exact(above)) / Fraction(*exact(below))
    return {"numerator": plain(above), "denominator": plain(below), "result": plain(over)}


def _times(share: Exact, maximum: Decimal) -> Working:
    result = Fraction(*share) * Fraction(maximum)
    return {"share": plain(share), "max": plain(maximum), "result": plain(result)}


def _deduct(maximum: Decimal, count: int, each: Decimal, floor: Decimal, result: Exact) -> Working:
    return {
        "max": plain(maximum),
        "count": str(count),
        "each": plain(each),
        "floor": plain(floor),
        "result": plain(result),
    }


def _per_item(count: int, each: Decimal, maximum: Decimal, result: Exact) -> Working:
    return {"count": str(count), "each": plain(each), "max": plain(maximum), "result": plain(result)}


def _group(value: Exact, low: Fraction, high: Fraction) -> Working:
    return {"value": plain(value), "low": plain(low), "high": plain(high)}


_WRITERS: Final[Mapping[str, Callable[..., Working]]] = {
    "choice": lambda choice, result: {"choice": choice, "result": plain(result)},
    "fine": lambda fine: {"result": plain(fine)},
    "ratio": _ratio,
    "ratio_given": lambda result: {"result": plain(result)},
    "complement": lambda result: {"result": plain(result)},
    "of_target": lambda target, result: {"target": plain(target), "result": plain(result)},
    "below_cut_off": lambda cut_off: {"cut_off": plain(cut_off), "result": "0"},
    "times_max": _times,
    "band": lambda band, result: {**band, "result": plain(result)},
    "override": lambda choice, result: {"choice": choice, "result": plain(result)},
    "all_or_nothing": lambda result: {"result": plain(result)},
    "zero_on": lambda choice: {"choice": choice, "result": "0"},
    "deduct": _deduct,
    "per_item": _per_item,
    "survey": lambda good, valid, result: {
        "good": plain(good),
        "valid": plain(valid),
        "result": plain(result),
    },
    "too_few_forms": lambda valid, least: {"valid": plain(valid), "minimum": str(least)},
    "measure": lambda value: {"result": plain(value)},
    "min_max": lambda value, low, high, result: {**_group(value, low, high), "result": plain(result)},
    "all_equal": lambda value, result: {"value": plain(value), "result": plain(result)},
    "below_target": lambda value, target, part, result: {
        "value": plain(value),
        "target": plain(target),
        "part": plain(part),
        "result": plain(result),
    },
    "past_target": lambda value, target, leader, part, result: {
        "value": plain(value),
        "target": plain(target),
        "leader": plain(leader),
        "part": plain(part),
        "result": plain(result),
    },
    "nothing_came_up": dict,
    "not_applicable": dict,
    "declared_not_applicable": dict,
    "does_not_hold": dict,
    "full": lambda result: {"result": plain(result)},
    "set": lambda maximum, result: {"max": plain(maximum), "result": plain(result)},
    "round": lambda places, result: {"places": str(places), "result": plain(result)},
    "profile": dict,
    "left_out": dict,
}
STEP_NAMES: Final = tuple(sorted({*_WRITERS} - {"ratio_given"}))
_NAMES: Final = {"ratio_given": "ratio"}


def render(step: Step) -> dict[str, Any]:
    """Write out one step."""
    name, *figures = step
    return {"op": _NAMES.get(name, name), **_WRITERS[name](*figures)}
