"""A criteria set (bộ tiêu chí): a tree of areas and leaves, frozen once applied, known by its digest."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Any

from thidua.engine.scoring.inputs import Absent, LeafInput, Number, Rule, ZeroDenominator
from thidua.engine.scoring.numbers import plain
from thidua.engine.scoring.outside import NO_EXTRAS, Extras, Grade, Rounding, TieBreaker, Veto


class Source(StrEnum):
    """Who brings the figure of a leaf."""

    UNIT = "unit"  # the unit types it
    MACHINE = "machine"  # taken from tasks or imported tables
    COMMUNE = "commune"  # typed by the standing unit: surveys, checks, conclusions
    LEADER = "leader"  # the leaders' own assessment, outside the self score


@dataclass(frozen=True, slots=True)
class Applicability:
    """For whom a part holds: any of the profiles (none named: all), and all of the tags.

    ``otherwise`` says what others get for it: dropped and the rest rescaled, or its full points.
    """

    profiles: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    otherwise: Absent = Absent.RESCALE

    def holds(self, profile: str, tags: frozenset[str]) -> bool:
        """Tell whether the part holds for a unit of this profile with these tags."""
        return (not self.profiles or profile in self.profiles) and self.tags <= tags

    def plain(self) -> dict[str, Any]:
        """Return the condition as data; empty when the part holds for all."""
        found: dict[str, Any] = {}
        if self.profiles:
            found["profiles"] = sorted(self.profiles)
        if self.tags:
            found["tags"] = sorted(self.tags)
        if self.otherwise is not Absent.RESCALE:
            found["otherwise"] = self.otherwise.value
        return found


@dataclass(frozen=True, slots=True)
class NamedInput:
    """A count that several leaves use, typed once."""

    code: str
    label: str

    def plain(self) -> dict[str, str]:
        """Return the input as data."""
        return {"code": self.code, "label": self.label}


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
    metric: str = ""  # what tables from other systems call the leaf
    inputs: tuple[tuple[str, tuple[str, ...]], ...] = ()  # field of the rule: named inputs, added up
    absent: Absent = Absent.REFUSE  # what a unit gets that declares the leaf not applicable

    def leaves(self) -> Iterator["Criterion"]:
        """Go through the leaves below, or give the leaf itself."""
        if self.rule is not None:
            yield self
        for child in self.children:
            yield from child.leaves()

    def nodes(self) -> Iterator["Criterion"]:
        """Go through the node and all below it."""
        yield self
        for child in self.children:
            yield from child.nodes()

    def label(self, field: str) -> str:
        """Return what a field of the rule is called in this row, or nothing."""
        return dict(self.labels).get(field, "")

    def plain(self) -> dict[str, Any]:
        """Return the node as data."""
        found: dict[str, Any] = {"code": self.code, "title": self.title, "max": plain(self.max)}
        if self.theme:
            found["theme"] = self.theme
        applies = self.applies.plain()
        if self.rule is None:
            if applies:
                found["applies"] = applies
            return found | {"children": [child.plain() for child in self.children]}
        found |= {"rule": self.rule.plain(), "source": self.source.value, "zero": self.zero.value}
        for name, value in (
            ("evidence", self.evidence),
            ("feed", self.feed),
            ("applies", applies),
            ("metric", self.metric),
            ("labels", dict(self.labels)),
            ("inputs", {field: list(codes) for field, codes in self.inputs}),
        ):
            if value:
                found[name] = value
        if self.absent is not Absent.REFUSE:
            found["absent"] = self.absent.value
        return found


@dataclass(frozen=True, slots=True)
class Profile:
    """A kind of unit that is scored alike. ``rows_at_most``: rows that the unit itself has to fill."""

    code: str
    name: str
    rows_at_most: int | None = None

    def plain(self) -> dict[str, Any]:
        """Return the profile as data."""
        found: dict[str, Any] = {"code": self.code, "name": self.name}
        return found | ({"rows_at_most": self.rows_at_most} if self.rows_at_most is not None else {})


@dataclass(frozen=True, eq=False)
class CriteriaSet:
    """A whole set. ``scale`` is what the sum of the maxima stands for after rescaling, usually 100.

    Two sets are equal when their canonical texts are.
    """

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
    period: tuple[str, str] | None = None  # first and last day, ISO
    inputs: tuple[NamedInput, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, CriteriaSet) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    @cached_property
    def leaves(self) -> tuple[Criterion, ...]:
        """All leaves in the order of the tree."""
        return tuple(leaf for area in self.areas for leaf in area.leaves())

    @cached_property
    def _leaf_by_code(self) -> Mapping[str, Criterion]:
        return {leaf.code: leaf for leaf in self.leaves}

    @cached_property
    def _area_by_leaf(self) -> Mapping[str, Criterion]:
        return {leaf.code: area for area in self.areas for leaf in area.leaves()}

    def leaf(self, code: str) -> Criterion:
        """Return the leaf of a code. Raises KeyError."""
        return self._leaf_by_code[code]

    def area_of(self, leaf_code: str) -> Criterion:
        """Return the area on top of a leaf. Raises KeyError."""
        return self._area_by_leaf[leaf_code]

    def applicable(self, profile: str, tags: Iterable[str] = ()) -> tuple[Criterion, ...]:
        """Return the leaves that hold for a unit of this profile with these tags."""
        held = frozenset(tags)
        return tuple(leaf for leaf in self.leaves if leaf.applies.holds(profile, held))

    def from_named(self, values: Mapping[str, Number]) -> dict[str, LeafInput]:
        """Return the inputs of the leaves that use named inputs, from one value for each name.

        A field whose names are not all there stays empty; a leaf without any field is left out.
        """
        found: dict[str, LeafInput] = {}
        for leaf in self.leaves:
            filled: dict[str, Any] = {
                field: sum(values[code] for code in codes)
                for field, codes in leaf.inputs
                if all(code in values for code in codes)
            }
            if "count" in filled:
                filled["count"] = int(filled["count"])
            if filled:
                found[leaf.code] = LeafInput(**filled)
        return found

    def plain(self) -> dict[str, Any]:
        """Return the whole set as data that ``load_set`` reads."""
        found: dict[str, Any] = {
            "code": self.code,
            "title": self.title,
            "version": self.version,
            "subject": self.subject,
            "scale": plain(self.scale),
            "rescale": self.rescale,
            "rounding": self.rounding.plain(),
            "areas": [area.plain() for area in self.areas],
            "legal_basis": list(self.legal_basis),
            "authority": self.authority,
            "profiles": [profile.plain() for profile in self.profiles],
            "tags": dict(self.tags),
            "bonus": self.bonus.plain(),
            "penalty": self.penalty.plain(),
            "grades": [grade.plain() for grade in self.grades],
            "vetoes": [veto.plain() for veto in self.vetoes],
            "tie_breakers": [breaker.plain() for breaker in self.tie_breakers],
        }
        if self.period is not None:
            found["period"] = {"from": self.period[0], "to": self.period[1]}
        if self.inputs:
            found["inputs"] = [named.plain() for named in self.inputs]
        return found

    @cached_property
    def canonical(self) -> str:
        """The one text of this set: JSON, keys sorted, no blanks."""
        return canonical_text(self.plain())

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the canonical text, 64 hexadecimal digits."""
        return hashlib.sha256(self.canonical.encode()).hexdigest()


def canonical_text(data: Mapping[str, Any]) -> str:
    """Write plain data as its one text."""
    return json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
