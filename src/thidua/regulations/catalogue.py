"""Every value that a law book may hold: those that always are, and those of each award that the book knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from thidua.engine.parameters import LawBook
from thidua.regulations.choices import CERTIFICATE, FAMILIES, KEYS, SUBJECTS, Topic, Value

_PRINTED_HERE: Final = "commune"


def awards_of(book: LawBook) -> dict[str, Mapping[str, Any]]:
    """The awards that a book knows on any day, by code, each as it was last told."""
    rows = [row for key in ("award_forms", "award_titles") for one in book.history(key) for row in one.rows]
    return {str(row["code"]): row for row in rows}


def names_of(book: LawBook) -> dict[str, str]:
    """Code -> name of each award that a book knows."""
    return {code: str(row["name"]) for code, row in awards_of(book).items()}


def values_of(book: LawBook) -> dict[str, Value]:
    """Key -> words and kind of every value that the book holds or might hold."""
    found = dict(KEYS)
    titles = {str(row["code"]) for one in book.history("award_titles") for row in one.rows}
    for code, award in awards_of(book).items():
        for family, value in FAMILIES.items():
            if family == "multiple":
                if code != CERTIFICATE:
                    found |= {
                        f"{family}.{code}.{kind}": _named(value, award, SUBJECTS[str(kind)])
                        for kind in award["subjects"]
                    }
            elif family != "certificate_of" or (code in titles and award["level"] == _PRINTED_HERE):
                found[f"{family}.{code}"] = _named(value, award)
    return found


def _named(value: Value, award: Mapping[str, Any], subject: str = "") -> Value:
    return value._replace(name=value.name.format(award=award["name"], subject=subject))


def on_topic(topic: Topic, key: str) -> int | None:
    """Where a key stands on a page of the law, or nothing where it does not."""
    return next(
        (place for place, head in enumerate(topic.keys) if key == head or key.startswith(f"{head}.")), None
    )
