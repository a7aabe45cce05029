"""Proof that what is stored is what the rules give: every set, every mark, every total scored again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from thidua.engine import scoring
from thidua.scoring.models import CriteriaSet, Mark, Sheet
from thidua.scoring.queries import standing
from thidua.scoring.queries.criteria import criteria_of


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the store says otherwise. ``code``: text, given, rule, score, total, working, unreadable."""

    code: str
    place: str
    leaf: str = ""
    stored: str = ""
    again: str = ""


@dataclass(slots=True)
class Proof:
    """How much was scored again."""

    sets: int = 0
    sheets: int = 0
    marks: int = 0


def differences(proof: Proof) -> Iterator[Difference]:
    """Score everything again, one sheet after the other; counts into ``proof`` as it goes. None found: all is right."""
    for row in CriteriaSet.objects.order_by("pk").iterator():
        proof.sets += 1
        if hashlib.sha256(row.text.encode()).hexdigest() != row.digest:
            yield Difference("text", str(row))
    sheets = Sheet.objects.select_related("subject", "unit", "criteria_set", "campaign__movement").order_by(
        "pk"
    )
    for sheet in sheets.iterator():
        proof.sheets += 1
        place = f"{sheet} ({sheet.campaign.movement})"
        marks = standing.marks_of(sheet)
        for mark in marks:
            proof.marks += 1
            yield from _mark(place, mark, sheet)
        yield from _total(place, sheet, marks)


def _mark(place: str, mark: Mark, sheet: Sheet) -> Iterator[Difference]:
    working = mark.working
    if "rule" not in working:  # a leaf without a rule of its own: an explanation, or one that did not apply
        if mark.score is not None and working.get("score") != _text(mark.score):
            yield Difference("score", place, mark.leaf.code, _text(mark.score), str(working.get("score")))
        return
    code = mark.leaf.code
    try:
        again = scoring.from_working(working)
        given = scoring.LeafInput.from_plain(mark.given).plain()
    except (scoring.CriteriaError, scoring.ScoreInputError, ArithmeticError, KeyError, TypeError, ValueError):
        yield Difference("unreadable", place, code)
        return
    if given != {
        name: value for name, value in working["inputs"].items() if name != "group" or name in given
    }:
        yield Difference("given", place, code)
    if mark.leaf.criteria_set_id == sheet.criteria_set_id:
        rule = criteria_of(sheet.criteria_set).leaf(code).rule
        if rule is None or rule.plain() != working["rule"]:
            yield Difference("rule", place, code)
    counts = again.status is scoring.LeafStatus.SCORED
    if (again.score if counts else None) != mark.score:
        yield Difference("score", place, code, _text(mark.score), _text(again.score if counts else None))
    if again.working != working:
        yield Difference("working", place, code)


def _total(place: str, sheet: Sheet, marks: list[Mark]) -> Iterator[Difference]:
    field = standing.total_field(sheet)
    if not field:
        return
    stored: Decimal | None = getattr(sheet, field)
    try:
        again: Decimal | None = standing.again(sheet, marks).total
    except (scoring.ScoreInputError, scoring.ScoringError, ArithmeticError, ValueError):
        again = None
    if stored != again:
        yield Difference("total", place, "", _text(stored), _text(again))
    elif sheet.working.get("total") != _text(stored):
        yield Difference("working", place)


def _text(number: Decimal | None) -> str:
    return "–" if number is None else format(number.normalize(), "f")
