"""A criteria set (bộ tiêu chí): a tree of areas and leaves, frozen once applied, known by its digest."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from thidua.engine.scoring.inputs import Rule, ZeroDenominator
from thidua.engine.scoring.numbers import RoundingMode, plain


class Source(StrEnum):
    """Who brings the figure of a leaf."""

    UNIT = "unit"  # the unit types it
    MACHINE = "machine"  # taken from tasks or imported tables
    COMMUNE = "commune"  # typed by the standing unit: surveys, checks, conclusions


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
class Applicability:
    """For whom a leaf holds: any of the profiles (none named: all), and all of the tags."""

    profiles: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()

    def holds(self, profile: str, tags: frozenset[str]) -> bool:
        """Tell whether the leaf holds for a unit of this profile with these tags."""
        return (not self.profiles or profile in self.profiles) and self.tags <= tags

    def plain(self) -> dict[str, Any]:
        """Return the condition as data; empty when the leaf holds for all."""
        found: dict[str, Any] = {}
        if self.profiles:
            found["profiles"] = sorted(self.profiles)
        if self.tags:
            found["tags"] = sorted(self.tags)
        return found


@dataclass(frozen=True, slots=True)
class Criterion:
    """A node of the tree: an area with children, or a leaf with a rule."""

    code: str
    title: str
    max: Decimal
    children: tuple["Criterion", ...] = ()
    rule: Rule | None = None
    evidence: str = ""
    source: Source = Source.UNIT
    feed: str = ""  # name of the table that a machine leaf is taken from
    applies: Applicability = Applicability()
    zero: ZeroDenominator = ZeroDenominator.NOT_APPLICABLE
    labels: tuple[tuple[str, str], ...] = ()  # what the fields of the rule are called in this row
    theme: str = ""  # content area that an area of the tree belongs to

    def leaves(self) -> Iterator["Criterion"]:
        """Go through the leaves below, or give the leaf itself."""
        if self.rule is not None:
            yield self
        for child in self.children:
            yield from child.leaves()

    def label(self, field: str) -> str:
        """Return what a field of the rule is called in this row, or nothing."""
        return dict(self.labels).get(field, "")

    def plain(self) -> dict[str, Any]:
        """Return the node as data."""
        found: dict[str, Any] = {"code": self.code, "title": self.title, "max": plain(self.max)}
        if self.theme:
            found["theme"] = self.theme
        if self.rule is None:
            return found | {"children": [child.plain() for child in self.children]}
        found |= {"rule": self.rule.plain(), "source": self.source.value, "zero": self.zero.value}
        for name, value in (
            ("evidence", self.evidence),
            ("feed", self.feed),
            ("applies", self.applies.plain()),
        ):
            if value:
                found[name] = value
        if self.labels:
            found["labels"] = dict(self.labels)
        return found


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of unit that is scored alike. ``rows_at_most``: rows that the unit itself has to fill."""

    code: str
    name: str
    rows_at_most: int | None = None


@dataclass(frozen=True, slots=True)
class ExtraItem:
    """A ground for bonus or penalty: ``each`` points per case, in all at most ``at_most``."""

    code: str
    title: str
    each: Decimal
    at_most: Decimal | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Extras:
    """Bonus or penalty outside the scale, with its cap."""

    cap: Decimal
    items: tuple[ExtraItem, ...]

    def plain(self) -> dict[str, Any]:
        """Return the grounds as data."""
        rows: list[dict[str, str]] = []
        for item in self.items:
            row = {"code": item.code, "title": item.title, "each": plain(item.each)}
            if item.at_most is not None:
                row["at_most"] = plain(item.at_most)
            if item.evidence:
                row["evidence"] = item.evidence
            rows.append(row)
        return {"cap": plain(self.cap), "items": rows}


NO_EXTRAS = Extras(Decimal(0), ())


@dataclass(frozen=True, slots=True)
class Grade:
    """A level reached from so many points on."""

    code: str
    label: str
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class Veto:
    """A ground on which a subject is not considered at all, whatever the score."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class Rounding:
    """How scores are rounded to be shown; comparison is on what is not rounded."""

    places: int = 2
    mode: RoundingMode = RoundingMode.HALF_UP
    when: RoundWhen = RoundWhen.AFTER_SUM


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A whole set. ``scale`` is what the sum of the maxima stands for after rescaling, usually 100."""

    code: str
    title: str
    version: str
    subject: str
    scale: Decimal
    rescale: bool
    rounding: Rounding
    areas: tuple[Criterion, ...]
    profiles: tuple[Profile, ...] = ()
    tags: tuple[tuple[str, str], ...] = ()
    bonus: Extras = NO_EXTRAS
    penalty: Extras = NO_EXTRAS
    grades: tuple[Grade, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    tie_breakers: tuple[TieBreaker, ...] = ()
    legal_basis: tuple[str, ...] = ()
    authority: str = ""

    @property
    def leaves(self) -> tuple[Criterion, ...]:
        """All leaves in the order of the tree."""
        return tuple(leaf for area in self.areas for leaf in area.leaves())

    def leaf(self, code: str) -> Criterion:
        """Return the leaf of a code. Raises KeyError."""
        for leaf in self.leaves:
            if leaf.code == code:
                return leaf
        raise KeyError(code)

    def area_of(self, leaf_code: str) -> Criterion:
        """Return the area on top of a leaf. Raises KeyError."""
        for area in self.areas:
            if any(leaf.code == leaf_code for leaf in area.leaves()):
                return area
        raise KeyError(leaf_code)

    def applicable(self, profile: str, tags: Iterable[str] = ()) -> tuple[Criterion, ...]:
        """Return the leaves that hold for a unit of this profile with these tags."""
        held = frozenset(tags)
        return tuple(leaf for leaf in self.leaves if leaf.applies.holds(profile, held))

    def plain(self) -> dict[str, Any]:
        """Return the whole set as data that ``load_set`` reads."""
        found: dict[str, Any] = {
            "code": self.code,
            "title": self.title,
            "version": self.version,
            "subject": self.subject,
            "scale": plain(self.scale),
            "rescale": self.rescale,
            "rounding": {
                "places": self.rounding.places,
                "mode": self.rounding.mode.value,
                "when": self.rounding.when.value,
            },
            "areas": [area.plain() for area in self.areas],
            "legal_basis": list(self.legal_basis),
            "authority": self.authority,
        }
        found["profiles"] = [
            {"code": profile.code, "name": profile.name}
            | ({"rows_at_most": profile.rows_at_most} if profile.rows_at_most is not None else {})
            for profile in self.profiles
        ]
        found["tags"] = dict(self.tags)
        found["bonus"], found["penalty"] = self.bonus.plain(), self.penalty.plain()
        found["grades"] = [
            {"code": grade.code, "label": grade.label, "at_least": plain(grade.at_least)}
            for grade in self.grades
        ]
        found["vetoes"] = [{"code": veto.code, "title": veto.title} for veto in self.vetoes]
        found["tie_breakers"] = [breaker.plain() for breaker in self.tie_breakers]
        return found

    @property
    def canonical(self) -> str:
        """The one text of this set: JSON, keys sorted, no blanks."""
        return canonical_text(self.plain())

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


def canonical_text(data: Mapping[str, Any]) -> str:
    """Write plain data as its one text."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
