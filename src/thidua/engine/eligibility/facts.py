"""What is known of a nominee, what the plan asks for, and what a check finds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType
from typing import Any, Final, Self

from thidua.engine.ballot.counting import Threshold

PlainFact = dict[str, Any]
_NO_JUDGEMENTS: Final[Mapping[str, bool]] = MappingProxyType({})


class Subject(StrEnum):
    """What is nominated; ``either`` in a standard stands for all."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"
    HOUSEHOLD = "household"
    EITHER = "either"


class GradingLevel(StrEnum):
    """The four levels of the yearly grading (80/2025/QH15, art. 25-27), best first."""

    EXCELLENT = "excellent"
    GOOD = "good"
    COMPLETED = "completed"
    NOT_COMPLETED = "not_completed"

    def reaches(self, wanted: "GradingLevel") -> bool:
        """Tell whether this level is the wanted one or better."""
        order = list(GradingLevel)
        return order.index(self) <= order.index(wanted)


class InitiativeLevel(StrEnum):
    """How far an initiative has come, lowest first; recognised from BASE on. 06/2022/QH15, art. 3.4."""

    PROPOSED = "proposed"
    APPLIED = "applied"
    BASE = "base"
    PROVINCE = "province"
    STATE = "state"

    @property
    def recognised(self) -> bool:
        """Tell whether a paper recognises it."""
        return self not in {InitiativeLevel.PROPOSED, InitiativeLevel.APPLIED}

    def reaches(self, wanted: "InitiativeLevel") -> bool:
        """Tell whether this level is the wanted one or higher."""
        order = list(InitiativeLevel)
        return order.index(self) >= order.index(wanted)


class GradingStatus(StrEnum):
    """Whether a grading has been concluded."""

    OFFICIAL = "official"
    PROVISIONAL = "provisional"


class HoldKind(StrEnum):
    """What keeps somebody from being considered for a time. NĐ 152/2025/NĐ-CP, art. 4.3."""

    DISCIPLINE = "discipline"  # a disciplinary measure in force
    CONSIDERED = "considered"  # discipline being considered
    INVESTIGATED = "investigated"  # investigation, inspection, audit with signs of breach
    DENOUNCED = "denounced"  # complaint, denunciation or press report being verified


class FindingOutcome(StrEnum):
    """What a check found."""

    MET = "met"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"


class Verdict(StrEnum):
    """All findings together."""

    ELIGIBLE = "eligible"
    NOT_ELIGIBLE = "not_eligible"
    UNKNOWN = "unknown"  # a paper is missing
    FORWARD = "forward"  # only the level above may award


class StandardRule(StrEnum):
    """Standards that a plan may set."""

    GRADING_AT_LEAST = "grading_at_least"  # value: a GradingLevel; for several years on end "good*2"
    UNIT_GRADED = "unit_graded"  # of a person: the same of the unit where the person works
    SCORED = "scored"
    SCORE_AT_LEAST = "score_at_least"  # value: points
    REGISTERED = "registered"
    MONTHS_AT_LEAST = "months_at_least"  # value: months worked in the period
    DIRECT_WORK = "direct_work"  # directs, advises, follows or does the work of the movement
    JUDGED = "judged"  # value: key of a judgement that only people can make
    PRIOR_TITLE = "prior_title"  # value: code of a title and how many times, "chien_si_thi_dua_co_so*3"
    INITIATIVE = "initiative"  # value: InitiativeLevel; after "|" a GradingLevel that does instead
    MEMBERS_HOLD = "members_hold"  # value: MembersAsked of a title's code, "lao_dong_tien_tien>=1/2"
    MEMBERS_GRADED = "members_graded"  # value: MembersAsked of a GradingLevel, "completed>=1"
    MEMBERS_UNDISCIPLINED = "members_undisciplined"  # value: mild forms that do not count, "Khiển trách|…"


MEMBER_RULES: Final = frozenset(
    {StandardRule.MEMBERS_HOLD, StandardRule.MEMBERS_GRADED, StandardRule.MEMBERS_UNDISCIPLINED}
)
"""Standards that rest on the members of a collective."""


@dataclass(frozen=True, slots=True)
class MembersAsked:
    """How many members must have something: a share of them ("good>=1/2", ">=1" for all) or a number ("…*1")."""

    what: str
    share: Threshold | None
    count: int = 0

    @classmethod
    def parse(cls, value: str) -> Self:
        """Read the value of a standard. Raises ValueError with the value."""
        what, sign, share = value.partition(">")
        number, _, count = value.partition("*")
        try:
            asked = cls(what, Threshold.parse(f"{sign}{share}")) if sign else cls(number, None, int(count))
        except (ValueError, ZeroDivisionError):
            raise ValueError(value) from None
        if not asked.what or (asked.share is None and asked.count < 1):
            raise ValueError(value)
        return asked

    def needed(self, members: int) -> int:
        """The least number of members."""
        return self.count if self.share is None else self.share.needed(members)


def _grading(value: str) -> None:
    level, _, years = value.partition("*")
    GradingLevel(level)
    if years and int(years) < 1:
        raise ValueError(value)


def _titles(value: str) -> None:
    code, _, times = value.partition("*")
    if not code or int(times) < 1:
        raise ValueError(value)


def _initiative(value: str) -> None:
    level, _, instead = value.partition("|")
    InitiativeLevel(level)
    if instead:
        GradingLevel(instead)


def _number(value: str) -> None:
    try:
        Decimal(value)
    except InvalidOperation:
        raise ValueError(value) from None


def _members_graded(value: str) -> None:
    GradingLevel(MembersAsked.parse(value).what)


_VALUES: Final[Mapping[StandardRule, Callable[[str], object]]] = MappingProxyType(
    {
        StandardRule.GRADING_AT_LEAST: _grading,
        StandardRule.UNIT_GRADED: _grading,
        StandardRule.PRIOR_TITLE: _titles,
        StandardRule.INITIATIVE: _initiative,
        StandardRule.SCORE_AT_LEAST: _number,
        StandardRule.MONTHS_AT_LEAST: _number,
        StandardRule.MEMBERS_HOLD: MembersAsked.parse,
        StandardRule.MEMBERS_GRADED: _members_graded,
    }
)
"""What reads the value of a standard and refuses another; the other rules take any."""


@dataclass(frozen=True, slots=True)
class Standard:
    """One standard of the plan. ``article`` is the clause of the plan that sets it."""

    rule: StandardRule
    article: str
    subject: Subject = Subject.EITHER
    value: str = ""
    blocking: bool = True

    def __post_init__(self) -> None:
        """Raise ValueError when the value is not what its rule needs."""
        read = _VALUES.get(self.rule)
        if read is not None:
            read(self.value)

    def concerns(self, subject: Subject) -> bool:
        """Tell whether the standard is for this kind of subject."""
        return self.subject in {Subject.EITHER, subject}


@dataclass(frozen=True, slots=True)
class Grading:
    """One yearly grading with the paper that concludes it."""

    period: str
    level: GradingLevel
    status: GradingStatus = GradingStatus.OFFICIAL
    document: str = ""


@dataclass(frozen=True, slots=True)
class Hold:
    """A time in which somebody is not considered; no end: still open. ``form``: of a discipline ("Cảnh cáo")."""

    kind: HoldKind
    starts_on: date
    ends_on: date | None = None
    document: str = ""
    form: str = ""

    def covers(self, day: date) -> bool:
        """Tell whether the day lies in it."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


@dataclass(frozen=True, slots=True)
class PreviousAward:
    """An award already held; the movement and achievement that it was given for, as far as known.

    ``code`` is that of the law book, empty where the book does not know it; a ``title`` is given for a year's work and
    does not stand against a form of commendation, nor the other way round.
    """

    form: str
    decided_on: date
    decision: str = ""
    movement: str = ""
    achievement: str = ""
    cancelled: bool = False
    code: str = ""
    title: bool = False


@dataclass(frozen=True, slots=True)
class InitiativeFact:
    """The initiative that a nomination rests on. ``used``: the awards for which it served before."""

    title: str
    level: InitiativeLevel
    document: str = ""
    used: tuple[PreviousAward, ...] = ()
    claimed: tuple[str, ...] = ()  # other nominations that rest on it too


@dataclass(frozen=True, slots=True)
class UnitPlaces:
    """How many of its kind a unit has nominated, against what the plan allows each unit. ``article``: its clause."""

    unit: str
    nominated: int
    ceiling: int
    article: str


@dataclass(frozen=True, slots=True)
class LeaderShare:
    """Leaders among the individuals nominated, against the most that the rules of the place allow (a part of 1)."""

    leaders: int
    individuals: int
    most: Decimal
    source: str

    @property
    def kept(self) -> bool:
        """Tell whether the share is within what is allowed."""
        return self.leaders <= self.most * self.individuals

    @property
    def part(self) -> Fraction:
        """The leaders as a part of 1; nothing where there are no individuals."""
        return Fraction(self.leaders, self.individuals) if self.individuals else Fraction(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class SubjectFacts:
    """What is known of any nominee. None means: not known."""

    key: str
    subject: Subject
    gradings: tuple[Grading, ...] = ()
    grading_periods: tuple[str, ...] = ()  # set where they differ from the case's: school years
    holds: tuple[Hold, ...] = ()
    awards: tuple[PreviousAward, ...] = ()
    achievement: str = ""
    takes_part: bool | None = True
    registered: bool | None = None
    score: Decimal | None = None
    is_decider: bool = False
    missing_papers: tuple[str, ...] = ()
    initiative: InitiativeFact | None = None
    unit_places: tuple[UnitPlaces, ...] = ()
    vetoes: Mapping[str, str] = field(default_factory=dict)  # code of the veto -> paper that concludes it
    judgements: Mapping[str, bool] = field(default_factory=lambda: _NO_JUDGEMENTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts(SubjectFacts):
    """What is known of a person."""

    subject: Subject = Subject.INDIVIDUAL
    female: bool | None = None
    joined_on: date | None = None  # set when the person came from elsewhere
    old_unit_remarks: str = ""  # the paper with the remarks of the old unit
    months_worked: Decimal | None = None  # without leave
    maternity_months: Decimal = Decimal(0)
    direct_work: str | None = None
    leader: bool | None = None  # holds a leading post on the day
    unit: str = ""  # where the person works on the day
    unit_gradings: tuple[Grading, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a collective.

    Codes of titles: ``titles`` are held for the period, ``asked`` asked for beside the collective's own, of ``barred``
    the member surely does not meet the standards.
    """

    name: str
    facts: PersonFacts
    titles: frozenset[str] = frozenset()
    asked: frozenset[str] = frozenset()
    barred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectiveFacts(SubjectFacts):
    """What is known of a collective or a household."""

    subject: Subject = Subject.COLLECTIVE
    women_share: Decimal | None = None  # as a part of 1
    superior: str = ""  # set when only that level may award it
    head_holds: tuple[Hold, ...] = ()
    members: tuple[Member, ...] = ()  # gathered only where a standard asks for them


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """The day of the check and what is assessed."""

    on: date
    starts_on: date
    ends_on: date
    grading_periods: tuple[str, ...]
    movement: str
    superior: str = ""  # the level above, to which one's own chair is pointed
    award: str = ""  # code of the award that is asked for
    title: bool = False  # it is a title, not a form of commendation
    titles_clause: str | None = None  # the plan's clause that names the title; None: it names none
    leaders: LeaderShare | None = None  # only where the rules of the place set one
    no_standards: str | None = (
        None  # article of an award of which nobody tells the standards; None: they are told
    )
    women_share: Decimal | None = None  # from which on a collective is preferred among equals


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: the rule, what came out, the article it stands on and the fact it was found in (plain JSON)."""

    rule: str
    outcome: FindingOutcome
    article: str
    fact: PlainFact
    blocking: bool = True
