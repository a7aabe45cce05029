"""The data that ships with the reader: the only place of the package that opens a file."""

import csv
import unicodedata
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Final

_FOLDER: Final = files("thidua.engine.plan") / "data"


TWO_TIERS_SINCE: Final = date(2025, 7, 1)
"""The day that parts the eras of the list (its own first line)."""


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit of Việt Nam as the Statistics Office lists it."""

    era: str  # "old": before 2025-07-01, three tiers; "new": since then, two
    tier: str  # province, district, commune
    code: str
    kind: str  # "xã", "phường", "thị trấn", "đặc khu", "huyện", "quận", "thị xã", "thành phố", "tỉnh"
    name: str  # without its kind
    parent: str  # code of the unit above, empty for a province


_KINDS: Final = ("thị trấn", "thị xã", "thành phố", "đặc khu", "phường", "huyện", "quận", "tỉnh", "xã")


def _lines(name: str) -> list[str]:
    text = unicodedata.normalize("NFC", (_FOLDER / name).read_text(encoding="utf-8"))
    return [line for line in text.splitlines() if line.strip() and not line.startswith("#")]


@cache
def phrases() -> tuple[str, ...]:
    """Return the phrases of administrative Vietnamese, from which words are given back their marks."""
    return tuple(_lines("phrases.txt"))


@cache
def units() -> tuple[Unit, ...]:
    """Return all administrative units, before and since 2025-07-01."""
    found: list[Unit] = []
    for row in csv.DictReader(_lines("units.csv")):
        lower = row["name"].lower()
        kind = next((kind for kind in _KINDS if lower.startswith(f"{kind} ")), "")
        name = row["name"][len(kind) :].strip()
        found.append(Unit(row["era"], row["tier"], row["code"], kind, name, row["parent"]))
    return tuple(found)
