"""What stands beside the tree of a criteria set: bonus, penalty, grades, vetoes, tie-breakers, rounding."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from thidua.engine.scoring.numbers import RoundingMode, plain


class RoundWhen(StrEnum):
    """Whether each leaf is rounded before summing, or only the total as it is shown."""

    BEFORE_SUM = "before_sum"
    AFTER_SUM = "after_sum"


class TieBreakerKind(StrEnum):
    """The named ways to part equal totals."""

    FEMALE_OR_WOMEN_SHARE = "female_or_women_share"  # NĐ 152/2025/NĐ-CP, art. 4
    AREA_PERCENT = "area_percent"
    LEAF_RATIO = "leaf_ratio"
    FEWER_DEDUCTIONS = "fewer_deductions"
    COUNCIL_VOTE = "council_vote"
    CHAIR = "chair"


@dataclass(frozen=True, slots=True)
class TieBreaker:
    """One indicator; ``ref`` is an area or a leaf, ``threshold`` the women's share as a part of 1."""

    kind: TieBreakerKind
    ref: str = ""
    threshold: Decimal | None = None
    source: str = ""

    def plain(self) -> dict[str, Any]:
        """Return the tie-breaker as data."""
        found: dict[str, Any] = {"kind": self.kind.value}
        if self.ref:
            found["ref"] = self.ref
        if self.threshold is not None:
            found["threshold"] = plain(self.threshold)
        if self.source:
            found["source"] = self.source
        return found


@dataclass(frozen=True, slots=True)
class ExtraItem:
    """A ground for bonus or penalty: ``each`` points per case, in all at most ``at_most``."""

    code: str
    title: str
    each: Decimal
    at_most: Decimal | None = None
    evidence: str = ""

    def plain(self) -> dict[str, str]:
        """Return the ground as data."""
        row = {"code": self.code, "title": self.title, "each": plain(self.each)}
        if self.at_most is not None:
            row["at_most"] = plain(self.at_most)
        if self.evidence:
            row["evidence"] = self.evidence
        return row


@dataclass(frozen=True, slots=True)
class Extras:
    """Bonus or penalty outside the scale, with its cap."""

    cap: Decimal
    items: tuple[ExtraItem, ...]

    def plain(self) -> dict[str, Any]:
        """Return the grounds as data."""
        return {"cap": plain(self.cap), "items": [item.plain() for item in self.items]}


NO_EXTRAS: Final = Extras(Decimal(0), ())


@dataclass(frozen=True, slots=True)
class Grade:
    """A level reached from so many points on."""

    code: str
    label: str
    at_least: Decimal

    def plain(self) -> dict[str, str]:
        """Return the level as data."""
        return {"code": self.code, "label": self.label, "at_least": plain(self.at_least)}


@dataclass(frozen=True, slots=True)
class Veto:
    """A ground on which a subject is not considered at all, whatever the score.

    Without ``grades`` and ``falls`` a person states it; with them it follows from the score: the grades named,
    or a fall by so many grades since last year.
    """

    code: str
    title: str
    grades: tuple[str, ...] = ()
    falls: int | None = None

    @property
    def computed(self) -> bool:
        """Tell whether the ground follows from the grade."""
        return bool(self.grades) or self.falls is not None

    def plain(self) -> dict[str, Any]:
        """Return the ground as data."""
        found: dict[str, Any] = {"code": self.code, "title": self.title}
        if self.grades:
            found["grades"] = list(self.grades)
        if self.falls is not None:
            found["falls"] = self.falls
        return found


@dataclass(frozen=True, slots=True)
class Rounding:
    """How scores are rounded to be shown; comparison is on what is not rounded."""

    places: int = 2
    mode: RoundingMode = RoundingMode.HALF_UP
    when: RoundWhen = RoundWhen.AFTER_SUM

    def plain(self) -> dict[str, Any]:
        """Return the rounding as data."""
        return {"places": self.places, "mode": self.mode.value, "when": self.when.value}


def vetoed(
    vetoes: Iterable[Veto], grades: Iterable[Grade], grade: str, last_year: str = ""
) -> tuple[Veto, ...]:
    """Return the grounds that follow from the grade of this year and, where known, of the year before.

    ``grades`` go from best to worst, as a criteria set keeps them. A grade that is not among them says nothing.
    """
    order = {known.code: place for place, known in enumerate(grades)}
    fallen = order[grade] - order[last_year] if grade in order and last_year in order else 0
    return tuple(
        veto for veto in vetoes if grade in veto.grades or (veto.falls is not None and fallen >= veto.falls)
    )
