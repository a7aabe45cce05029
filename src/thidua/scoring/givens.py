"""From what was typed in a row to what the engine scores: one reading for screens and operations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from thidua.base.errors import RefusedError
from thidua.engine import scoring
from thidua.engine.scoring.numbers import plain
from thidua.scoring import wording

THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+(,\d+)?")
MOST_DIGITS = 13
"""Digits before the comma: what a decimal column of SQLite keeps, and more đồng than a commune has."""
MOST_PLACES = 4
NUMBERS = ("numerator", "denominator", "value", "points")
LONGEST = 60


class GivenError(RefusedError):
    """One input of a row cannot be read; ``field`` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        """Keep the input to blame and the sentence."""
        super().__init__(sentence)
        self.field = field


def _example(field: str) -> str:
    return "Hãy nhập một số nguyên, ví dụ 3." if field == "count" else "Hãy nhập một số, ví dụ 12,5."


def read_number(text: str, field: str, *, points: bool = False) -> Decimal:
    """Read "1.250", "12,5", "12.5"; with ``points`` a dot is always a decimal sign. Raises GivenError."""
    bare = "".join(text.split())
    if len(bare) > LONGEST:
        raise GivenError(field, "Số quá dài. Hãy kiểm tra lại.")
    if "," in bare or (not points and THOUSANDS.fullmatch(bare)):
        bare = bare.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", bare, re.ASCII):
        raise GivenError(field, _example(field))
    try:
        found = Decimal(bare)
    except InvalidOperation as error:
        raise GivenError(field, _example(field)) from error
    if found < 0:
        raise GivenError(field, "Số không được nhỏ hơn 0.")
    if found >= Decimal(10) ** MOST_DIGITS:
        raise GivenError(field, "Số quá lớn. Hãy kiểm tra lại.")
    if -int(found.as_tuple().exponent) > MOST_PLACES:
        raise GivenError(field, f"Nhiều nhất {MOST_PLACES} chữ số sau dấu phẩy.")
    return found


def fields_of(leaf: scoring.Criterion) -> tuple[str, ...]:
    """The inputs that a row shows: what its rule reads; a survey also as satisfied of valid forms."""
    fields = leaf.rule.fields if leaf.rule else ()
    return ("numerator", "denominator") if fields == ("counts",) else tuple(fields)


def clean(leaf: scoring.Criterion, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed as plain data: numbers as text, empty inputs dropped. Raises GivenError.

    Takes texts as typed, or numbers. What the rule does not read is dropped, but for ``points``, which an
    appraiser may set, and ``value``, a ratio where only the percentage is known.
    """
    known = {*fields_of(leaf), *(leaf.rule.fields if leaf.rule else ()), "points"}
    if "numerator" in known:
        known.add("value")
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known or value is None or (isinstance(value, str) and not value.strip()):
            continue
        if name == "counts":
            counts = {
                str(code): int(read_number(str(n), name))
                for code, n in dict(value).items()
                if str(n).strip() != ""
            }
            if counts:
                found[name] = counts
        elif name == "choice":
            found[name] = str(value).strip()[:LONGEST]
        else:
            exact = read_number(_text(value), name, points=name in {"points", "value"})
            if name == "count":
                if exact != int(exact):
                    raise GivenError(name, _example(name))
                found[name] = int(exact)
            else:
                found[name] = plain(exact)
    return found


def caution(given: Mapping[str, Any]) -> str:
    """What is allowed by the rule and yet most often a slip: more reached than there was."""
    above, below = given.get("numerator"), given.get("denominator")
    if (
        above is None
        or below is None
        or Decimal(str(below)) == 0
        or Decimal(str(above)) <= Decimal(str(below))
    ):
        return ""
    figures = f"Số đạt ({wording.figure(above)}) lớn hơn tổng số ({wording.figure(below)})"
    return f"{figures}; hãy xem lại nếu không phải vượt mức."


def exact(value: Any) -> Decimal:
    """A stored number."""
    return Decimal(str(value))


def _text(value: Any) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def scored(
    leaf: scoring.Criterion, given: Mapping[str, Any], rounding: scoring.Rounding | None = None
) -> scoring.LeafScore:
    """Score what ``clean`` gave. Raises GivenError with the sentence at the input to blame."""
    try:
        return scoring.score_leaf(leaf, scoring.LeafInput.from_plain(given), rounding)
    except scoring.ScoreInputError as error:
        raise GivenError(error.field, wording.input_fault(error)) from error
