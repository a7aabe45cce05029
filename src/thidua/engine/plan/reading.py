"""What the reader finds in a plan: facts, each with its place in the text."""

from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Final

from thidua.engine.plan.passage import Fact

Text = Fact[str]
_OPTIONAL: Final = {
    "who",
    "per_unit",
    "max_percent",
}  # keys that stand in the answer only where the plan says so


class NotAPlanError(ValueError):
    """The text is no plan of an emulation movement; `facts` tell what was looked for and not found."""

    def __init__(self, **facts: Any) -> None:
        super().__init__("not_a_plan")
        self.code = "not_a_plan"
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence or paragraph that the plan sets down."""

    text: Text


@dataclass(frozen=True, slots=True)
class Document:
    """The plan as a document (Decree 30/2020): kind, number, day and place of issue as its head shows them."""

    kind: Text | None
    number: Text | None
    issued_on: Text | None
    place: Text | None


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues the plan, and of which level: commune, district, province, state."""

    name: Text | None
    level: Text | None


@dataclass(frozen=True, slots=True)
class Round:
    """A stretch (đợt) of the movement."""

    name: Text
    starts_on: Text | None
    ends_on: Text | None


@dataclass(frozen=True, slots=True)
class Review:
    """An interim (sơ kết) or final (tổng kết) review, and until when where the plan says so."""

    kind: Text
    by: Text | None


@dataclass(frozen=True, slots=True)
class Movement:
    """The movement that the plan launches."""

    title: Text | None
    starts_on: Text | None
    ends_on: Text | None
    rounds: tuple[Round, ...]
    reviews: tuple[Review, ...]


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """A document on which the plan rests; its number stands as printed."""

    kind: Text
    number: Text | None
    issued_on: Text | None
    issuer: Text | None


@dataclass(frozen=True, slots=True)
class Participants:
    """Who takes part, by kind of subject."""

    collective: Item | None
    individual: Item | None
    household: Item | None


@dataclass(frozen=True, slots=True)
class Content:
    """A content of the movement, and the areas of work that it names."""

    text: Text
    areas: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A target, with its percentage where it has a whole one."""

    text: Text
    percent: Fact[int] | None


@dataclass(frozen=True, slots=True)
class Standard:
    """What a subject must meet for an award; the yearly grading it asks for at least."""

    subject: Text
    text: Text
    grading_at_least: Text | None


@dataclass(frozen=True, slots=True)
class Quota:
    """How many of a subject may get an award: at most, per unit or in all, in number or percent."""

    subject: Text
    max: Fact[int] | None
    who: Text | None = None
    per_unit: Fact[bool] | None = None
    max_percent: Fact[int] | None = None


@dataclass(frozen=True, slots=True)
class Award:
    """An award of one level and form, with its standards and quotas."""

    level: Text | None
    form: Text | None
    standards: tuple[Standard, ...]
    quotas: tuple[Quota, ...]


@dataclass(frozen=True, slots=True)
class Criterion:
    """A row of the points annex: its code in the tree and the most points, as decimal text."""

    code: Text
    text: Text
    max: Text | None


@dataclass(frozen=True, slots=True)
class Deadline:
    """Something that is due, and until when; no day where the plan gives none of one year."""

    text: Text
    on: Text | None


@dataclass(frozen=True, slots=True)
class Duty:
    """What an actor has to do."""

    actor: Text | None
    text: Text


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two things that the plan says and that do not go together: a code, where they stand, and the facts."""

    code: str
    at: tuple[str, ...]
    facts: dict[str, Any]


@dataclass(frozen=True)
class PlanReading:
    """All that was read from a plan; what the plan does not say is None or empty."""

    document: Document
    issuer: Issuer
    movement: Movement
    legal_bases: tuple[LegalBasis, ...]
    purposes: tuple[Item, ...]
    requirements: tuple[Item, ...]
    participants: Participants
    contents: tuple[Content, ...]
    targets: tuple[Target, ...]
    awards: tuple[Award, ...]
    criteria: tuple[Criterion, ...]
    tie_breakers: tuple[Item, ...]
    dossier: tuple[Item, ...]
    deadlines: tuple[Deadline, ...]
    duties: tuple[Duty, ...]
    recipients: tuple[Item, ...]
    contradictions: tuple[Contradiction, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return plain values, with `at` (places in code points) and `unsure` keyed by JSON Pointer."""
        at: dict[str, list[int]] = {}
        unsure: list[str] = []
        answer = {
            part.name: _plain(getattr(self, part.name), f"/{part.name}", at, unsure)
            for part in fields(self)
            if part.name != "contradictions"
        }
        answer["contradictions"] = [
            {"code": one.code, "at": list(one.at), "facts": one.facts} for one in self.contradictions
        ]
        return answer | {"at": at, "unsure": unsure}


def _plain(value: Any, pointer: str, at: dict[str, list[int]], unsure: list[str]) -> Any:
    if isinstance(value, Fact):
        at[pointer] = [value.start, value.end]
        if not value.sure:
            unsure.append(pointer)
        return value.value
    if isinstance(value, tuple):
        return [_plain(one, f"{pointer}/{index}", at, unsure) for index, one in enumerate(value)]
    if is_dataclass(value) and not isinstance(value, type):
        plain = {
            part.name: _plain(getattr(value, part.name), f"{pointer}/{part.name}", at, unsure)
            for part in fields(value)
            if part.name not in _OPTIONAL or getattr(value, part.name) is not None
        }
        if isinstance(value, Criterion):
            plain["rule"] = {}
        if isinstance(value, Participants) and value.household is None:
            del plain["household"]
        return plain
    return value
