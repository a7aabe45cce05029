"""What the reader proposed, as columns and rows of a movement: nothing is guessed, what was not read stays empty."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from thidua.movements import choices
from thidua.movements.models import PlanItem
from thidua.movements.queries import citations

Kind = PlanItem.Kind
_TEXTS = (
    ("purposes", Kind.PURPOSE),
    ("requirements", Kind.REQUIREMENT),
    ("contents", Kind.CONTENT),
    ("targets", Kind.TARGET),
    ("criteria", Kind.CRITERION),
    ("tie_breakers", Kind.TIE_BREAKER),
    ("dossier", Kind.DOSSIER),
    ("deadlines", Kind.DEADLINE),
    ("duties", Kind.DUTY),
    ("recipients", Kind.RECIPIENT),
)


@dataclass(slots=True)
class ItemRow:
    """One fact that comes in a list, not stored yet; ``pointer`` is its place in the reading."""

    kind: str
    text: str
    pointer: str
    data: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scalars:
    """The scalars of the plan as columns of a movement."""

    title: str
    issuer: str
    level: str
    place: str
    plan_number: str
    plan_issued_on: date | None
    starts_on: date | None
    ends_on: date | None


def scalars_of(reading: Mapping[str, Any]) -> Scalars:
    """The scalars; an end before the start is left empty and pointed out on the page."""
    document, issuer, movement = (_map(reading.get(key)) for key in ("document", "issuer", "movement"))
    starts_on, ends_on = (
        citations.iso_day(movement.get("starts_on")),
        citations.iso_day(movement.get("ends_on")),
    )
    if starts_on and ends_on and ends_on < starts_on:
        ends_on = None
    level = _text(issuer.get("level"))
    return Scalars(
        title=_text(movement.get("title"))[:500],
        issuer=_text(issuer.get("name"))[:200],
        level=level if level in choices.LEVELS else "",
        place=_text(document.get("place"))[:120],
        plan_number=_text(document.get("number"))[:40],
        plan_issued_on=citations.iso_day(document.get("issued_on")),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def items_of(reading: Mapping[str, Any]) -> list[ItemRow]:
    """All facts that come in lists, in the plan's order within each kind; empty texts are left out."""
    rows = [*_bases(reading), *_participants(reading), *_rounds(reading)]
    for key, kind in _TEXTS:
        for at, row in _rows(reading, key):
            data = {
                name: value for name, value in row.items() if name != "text" and value not in (None, [], "")
            }
            rows.append(ItemRow(kind, _text(row.get("text")), f"/{key}/{at}", data))
    rows += _awards(reading)
    return [row for row in rows if row.text]


def span_of(reading: Mapping[str, Any], pointer: str) -> tuple[int, int] | None:
    """Where a fact stands in the text: its own place, its text's, else from the first to the last of its parts."""
    places = _map(reading.get("at"))
    for exact in (pointer, f"{pointer}/text"):
        if exact in places:
            return _span(places[exact])
    parts = [_span(value) for key, value in places.items() if key.startswith(f"{pointer}/")]
    found = [part for part in parts if part is not None]
    return (min(part[0] for part in found), max(part[1] for part in found)) if found else None


def is_unsure(reading: Mapping[str, Any], pointer: str) -> bool:
    """Whether the reader was not sure of a fact or of a part of it."""
    told = reading.get("unsure")
    doubts = told if isinstance(told, list) else []
    return any(doubt == pointer or str(doubt).startswith(f"{pointer}/") for doubt in doubts)


def _bases(reading: Mapping[str, Any]) -> Iterator[ItemRow]:
    for at, row in _rows(reading, "legal_bases"):
        data = {name: row.get(name) for name in ("kind", "number", "issued_on", "issuer")}
        kind, number, issued_on, issuer = (_text(value) for value in data.values())
        cited = citations.cited(kind, number, issued_on, issuer, _text(row.get("about")))
        text = _text(row.get("text")) or cited
        yield ItemRow(Kind.LEGAL_BASIS, text, f"/legal_bases/{at}", data)


def _participants(reading: Mapping[str, Any]) -> Iterator[ItemRow]:
    for subject, row in _map(reading.get("participants")).items():
        text = _text(_map(row).get("text"))
        yield ItemRow(Kind.PARTICIPANT, text, f"/participants/{subject}", {"subject": subject})


def _rounds(reading: Mapping[str, Any]) -> Iterator[ItemRow]:
    movement = _map(reading.get("movement"))
    for at, row in _rows(movement, "rounds"):
        data = {name: row.get(name) for name in ("starts_on", "ends_on")}
        yield ItemRow(Kind.ROUND, _text(row.get("name")), f"/movement/rounds/{at}", data)
    for at, row in _rows(movement, "reviews"):
        data = {name: row.get(name) for name in ("kind", "by")}
        text = _text(row.get("text")) or choices.REVIEWS.get(_text(row.get("kind")), "")
        yield ItemRow(Kind.REVIEW, text, f"/movement/reviews/{at}", data)


def _awards(reading: Mapping[str, Any]) -> Iterator[ItemRow]:
    for at, award in _rows(reading, "awards"):
        whose = {"level": _text(award.get("level")), "form": _text(award.get("form"))}
        text = _text(award.get("text")) or citations.award_text(whose["form"], whose["level"])
        pointer = f"/awards/{at}"
        yield ItemRow(Kind.AWARD, text, pointer, dict(whose))
        for nth, row in _rows(award, "standards"):
            data = whose | {
                "subject": row.get("subject") or "either",
                "grading_at_least": row.get("grading_at_least") or "",
            }
            yield ItemRow(Kind.STANDARD, _text(row.get("text")), f"{pointer}/standards/{nth}", data)
        for nth, row in _rows(award, "quotas"):
            data = whose | {name: value for name, value in row.items() if value is not None}
            text = _text(row.get("text")) or citations.quota_text(data)
            yield ItemRow(Kind.QUOTA, text, f"{pointer}/quotas/{nth}", data)


def _rows(holder: Mapping[str, Any], key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    told = holder.get(key)
    for at, row in enumerate(told if isinstance(told, list) else ()):
        if isinstance(row, Mapping):
            yield at, row


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _text(value: Any) -> str:
    return " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else ""


def _span(value: Any) -> tuple[int, int] | None:
    match value:
        case [int(start), int(end)] if 0 <= start < end:
            return start, end
        case _:
            return None
