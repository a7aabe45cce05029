"""From what was typed in a row to what the engine scores: one reading for screens and operations."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from decimal import Decimal
from typing import Any

from thidua.base.errors import RefusedError
from thidua.engine import scoring
from thidua.engine.scoring.numbers import plain
from thidua.engine.scoring.written import (
    LONGEST,
    MOST_DIGITS,
    MOST_PLACES,
    WrittenError,
    checked,
    read_number,
)
from thidua.scoring import wording

NUMBERS = frozenset({"numerator", "denominator", "value", "points"})
_NUMBERS = re.compile(r"\d[\d.,]*\d")
ABSENT = "not_applicable"
"""The input by which a unit declares that a row does not concern it, where the set allows that."""
COUNTS = "counts."
"""What the input of one answer of a survey begins with."""
_BY_DOT = "“{text}” được hiểu là {read} (dấu chấm ngăn hàng nghìn); nếu là số lẻ, hãy ghi {other}."
_BY_COMMA = "“{text}” được hiểu là {read} (dấu phẩy là dấu thập phân); nếu là hàng nghìn, hãy ghi {other}."


class GivenError(RefusedError):
    """One input of a row cannot be read; ``field`` names it."""

    def __init__(self, field: str, sentence: str) -> None:
        """Keep the input to blame and the sentence."""
        super().__init__(sentence)
        self.field = field


def _sentence(code: str, field: str) -> str:
    if code == "negative":
        return "Số không được nhỏ hơn 0."
    if code == "number_too_long":
        return f"Số quá dài: nhiều nhất {MOST_DIGITS} chữ số trước và {MOST_PLACES} chữ số sau dấu phẩy."
    return "Hãy nhập một số nguyên, ví dụ 3." if field == "count" else "Hãy nhập một số, ví dụ 12,5."


def number(value: Any, field: str) -> Decimal:
    """A number as typed ("1.250", "12,5", "12.5"), or one that is a number already. Raises GivenError."""
    try:
        return checked(Decimal(value)) if isinstance(value, int | Decimal) else read_number(str(value)).number
    except WrittenError as error:
        raise GivenError(field, _sentence(error.code, field)) from error


def doubts(*texts: Any) -> str:
    """How numbers were understood that another habit of writing would read otherwise; nothing where there are none."""
    told: list[str] = []
    for text in dict.fromkeys(
        found for one in texts if isinstance(one, str) for found in _NUMBERS.findall(one)
    ):
        with suppress(WrittenError):
            read = read_number(text)
            if read.doubtful:
                words = _BY_DOT if "." in text else _BY_COMMA
                other = wording.figure(read.number / 1000) if "." in text else text.replace(",", "")
                told.append(words.format(text=text, read=plain(read.number).replace(".", ","), other=other))
    return " ".join(told)


def fields_of(leaf: scoring.Criterion) -> tuple[str, ...]:
    """The inputs that a row shows: what its rule reads.

    A survey is asked as satisfied of valid forms where its answers count in full or not at all, else answer by answer.
    """
    rule = leaf.rule
    if not isinstance(rule, scoring.Survey):
        return tuple(rule.fields) if rule else ()
    if all(option.points in {0, 1} for option in rule.options):
        return ("numerator", "denominator")
    return tuple(f"{COUNTS}{option.code}" for option in rule.options)


def clean(leaf: scoring.Criterion, given: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed as plain data: numbers as text, empty inputs dropped. Raises GivenError.

    Takes texts as typed, or numbers. What the rule does not read is dropped, but for ``points``, which an
    appraiser may set, and ``value``, a ratio where only the percentage is known. A row that is declared not applicable,
    where it may be, holds nothing else.
    """
    if given.get(ABSENT) and leaf.absent is not scoring.Absent.REFUSE:
        return {ABSENT: True}
    known = {*fields_of(leaf), *(leaf.rule.fields if leaf.rule else ()), "points"}
    if "numerator" in known:
        known.add("value")
    found: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known or value is None or (isinstance(value, str) and not value.strip()):
            continue
        if name == "counts" or name.startswith(COUNTS):
            told = dict(value) if name == "counts" else {name.removeprefix(COUNTS): value}
            counts = {str(code): _whole(n, name) for code, n in told.items() if str(n).strip()}
            if counts:
                found["counts"] = found.get("counts", {}) | counts
        elif name == "choice":
            found[name] = str(value).strip()[:LONGEST]
        else:
            found[name] = _whole(value, name) if name == "count" else plain(number(value, name))
    return found


def _whole(value: Any, field: str) -> int:
    read = number(value, field)
    if read != int(read):
        raise GivenError(field, _sentence("not_a_number", "count"))
    return int(read)


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


def stored(given: Mapping[str, Any]) -> dict[str, Any]:
    """Stored inputs with their numbers as numbers, as ``clean`` takes them."""
    return {name: exact(value) if name in NUMBERS else value for name, value in given.items()}


def scored(
    leaf: scoring.Criterion, given: Mapping[str, Any], rounding: scoring.Rounding | None = None
) -> scoring.LeafScore:
    """Score what ``clean`` gave; a leaf that compares, beside its own figure alone.

    Raises GivenError with the sentence at the input to blame.
    """
    try:
        return scoring.score_leaf(leaf, scoring.alone(leaf, scoring.LeafInput.from_plain(given)), rounding)
    except scoring.ScoreInputError as error:
        raise GivenError(error.field, wording.input_fault(error)) from error
