"""Figures inside a sentence: decimal comma, two digits for people, the right words for none, one and all."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

HUNDRED: Final = Decimal(100)


def shown(value: Decimal | int, places: int = 2) -> str:
    """A figure with decimal comma and dots for thousands, rounded half up, without trailing zeros."""
    exact = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    text = f"{exact:,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\x00").replace(".", ",").replace("\x00", ".")


def score(value: Decimal) -> str:
    """A score as a column shows it: always two places."""
    return f"{value.quantize(Decimal('0.01'), rounding='ROUND_HALF_UP'):f}".replace(".", ",")


def rounded(value: Decimal | None) -> Decimal | None:
    """A percentage with one place, as a chart shows it."""
    return None if value is None else value.quantize(Decimal("0.1"), rounding="ROUND_HALF_UP")


def portion(part: int, whole: int) -> str:
    """A part of a whole in percent, with one place: "53,8%"."""
    return f"{shown(HUNDRED * part / whole, 1)}%"


def counted(part: int, whole: int, noun: str) -> str:
    """A part of a whole with its noun: "cả 08 nhiệm vụ", "12/15 nhiệm vụ (80%)"."""
    if part == whole:
        return f"cả {people(whole)} {noun}" if whole > 1 else f"{people(whole)} {noun}"
    return f"{people(part)}/{people(whole)} {noun} ({portion(part, whole)})"


def people(number: int) -> str:
    """A number of people or collectives in two digits."""
    return f"{number:02d}"


def who(collective: int, individual: int, household: int = 0) -> str:
    """Collectives, individuals, households ("02 tập thể, 03 cá nhân"), leaving out whichever is none."""
    parts = [
        f"{people(number)} {noun}"
        for number, noun in ((collective, "tập thể"), (individual, "cá nhân"), (household, "hộ gia đình"))
        if number
    ]
    return ", ".join(parts)


def small(text: str) -> str:
    """The text inside a sentence: a small first letter, unless it begins with an abbreviation."""
    first, _, _ = text.partition(" ")
    return text if len(first) > 1 and first.isupper() else text[:1].lower() + text[1:]


def capital(text: str) -> str:
    """The text at the head of a sentence."""
    return text[:1].upper() + text[1:]


def bare(text: str) -> str:
    """The text without its own end mark."""
    return text.strip().rstrip(" .;,")


def listed(names: list[str]) -> str:
    """The names as a list in a sentence: "A, B và C"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} và {names[-1]}"
