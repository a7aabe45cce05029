"""How papers and pages call a movement, its authority and its signer."""

from __future__ import annotations

import re

from thidua.engine.text import fold, nfc
from thidua.movements.models import Movement
from thidua.organizations.models import Unit

_COMMITTEE = "Ủy ban nhân dân"
_SHORT_COMMITTEE = re.compile(r"^(?:UBND|Uỷ ban nhân dân|ủy ban nhân dân)\b", re.IGNORECASE)
_PLACE = re.compile(r"\b(?:xã|phường|thị trấn|đặc khu|huyện|quận|thị xã|tỉnh)\s+(.+)$", re.IGNORECASE)
_BEGINNINGS = ("trien khai ", "phat dong ", "to chuc ", "thuc hien ", "ke hoach ")


def issuer_name(movement: Movement) -> str:
    """The issuing body in full: "Ủy ban nhân dân xã Dương Quỳ"."""
    return _SHORT_COMMITTEE.sub(_COMMITTEE, nfc(movement.issuer or movement.authority.name).strip())


def short_issuer(movement: Movement) -> str:
    """The issuing body as it calls itself inside a text: "UBND xã Dương Quỳ"."""
    return issuer_name(movement).replace(_COMMITTEE, "UBND")


def issuer_lines(movement: Movement) -> tuple[str, ...]:
    """The issuing body at the head of a paper: "ỦY BAN NHÂN DÂN" over "XÃ DƯƠNG QUỲ"."""
    return lines_of(issuer_name(movement))


def lines_of(name: str) -> tuple[str, ...]:
    """A body's name in capitals, the committee and its place on two lines."""
    full = _SHORT_COMMITTEE.sub(_COMMITTEE, nfc(name).strip())
    if full.startswith(_COMMITTEE) and len(full) > len(_COMMITTEE):
        return (_COMMITTEE.upper(), full[len(_COMMITTEE) :].strip().upper())
    return (full.upper(),)


def summary(movement: Movement) -> str:
    """The trích yếu of the plan: "Triển khai phong trào thi đua … năm 2025 trên địa bàn xã …"."""
    title = movement.title.strip()
    if fold(title).startswith(_BEGINNINGS):
        return title[:1].upper() + title[1:]
    return f"Triển khai {title[:1].lower()}{title[1:]}"


def movement_name(movement: Movement) -> str:
    """The movement inside a sentence: "phong trào thi đua Cải cách hành chính năm 2025 …"."""
    title = movement.title.strip()
    at = fold(title).find("phong trao")
    if at < 0:
        return f"phong trào thi đua “{title}”"
    words = title.split()
    for start, word in enumerate(words):
        if fold(" ".join(words[start : start + 2])) == "phong trao":
            return " ".join([word.lower(), *words[start + 1 :]])
    return title


def year_of(movement: Movement) -> int | None:
    """The year in which the movement ends."""
    return movement.ends_on.year if movement.ends_on else None


def place_of(movement: Movement) -> str:
    """The bare name of the place that stands before the date: the plan's, its issuer's, else the authority's."""
    named = _PLACE.search(issuer_name(movement))
    return movement.place or (named.group(1).strip() if named else "") or movement.authority.place


def unit_lines(unit: Unit) -> tuple[str, ...]:
    """A unit's own name at the head of its papers."""
    return (unit.name.upper(),)
