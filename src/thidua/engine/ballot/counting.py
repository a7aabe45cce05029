"""Roll + papers + threshold -> outcome per question, with an explicit base."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Final, Self

_PERCENT_STEP: Final = Decimal("0.01")
_MARKS: Final = re.compile(r"[1-9][0-9]{0,2}(\+[1-9][0-9]{0,2})*")
_JOINED_BY: Final = "+"


class Choice(StrEnum):
    """What a paper says on one question."""

    YES = "yes"
    NO = "no"
    BLANK = "blank"
    SPOILT = "spoilt"


class RollState(StrEnum):
    """How a member takes part."""

    EXPECTED = "expected"
    SEALED = "sealed"  # an envelope here
    PAPER = "paper"  # a paper in a sealed envelope
    OPEN = "open"  # a named written opinion, or a hand raised
    ABSENT = "absent"


TOOK_PART: Final = frozenset({RollState.SEALED, RollState.PAPER, RollState.OPEN})
SECRET: Final = frozenset({RollState.SEALED, RollState.PAPER})


class Base(StrEnum):
    """Of whom the share is taken: all members, or those who took part. Recused members never count."""

    ALL_MEMBERS = "all_members"
    PRESENT = "present"


class CountError(ValueError):
    """Papers and roll do not agree. ``code`` and ``facts`` say where."""

    def __init__(self, code: str, **facts: str | int) -> None:
        """Keep the code and the facts."""
        super().__init__(code)
        self.code = code
        self.facts: dict[str, str | int] = facts


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share that must be reached, or exceeded when ``strict``: more than half, at least 80 %."""

    share: Fraction
    strict: bool = False

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read ">1/2" (more than half), ">=4/5", "4/5" or "80%" (at least). Raises ValueError."""
        rest = text.strip()
        strict = rest.startswith(">") and not rest.startswith(">=")
        rest = rest.lstrip(">=").strip()
        share = Fraction(rest[:-1].replace(",", ".")) / 100 if rest.endswith("%") else Fraction(rest)
        if not 0 <= share <= 1:
            raise ValueError(text)
        return cls(share, strict)

    def __str__(self) -> str:
        """Write what ``parse`` reads."""
        return f"{'>' if self.strict else '>='}{self.share}"

    def needed(self, base: int) -> int:
        """Return the least number that reaches the threshold of a base."""
        exact = self.share * base
        whole = exact.numerator // exact.denominator
        if self.strict:
            return whole + 1
        return whole if whole == exact else whole + 1

    def met(self, number: int, base: int) -> bool:
        """Tell whether a number reaches the threshold of a base; nobody's vote passes nothing."""
        return base > 0 and number >= self.needed(base)


@dataclass(frozen=True, slots=True)
class RollEntry:
    """One member on the roll with the questions that the member stays out of."""

    member: str
    state: RollState
    recused: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Slip:
    """One secret answer: a random serial, a question, a choice, and no name.

    ``choice`` is a ``Choice``, or what ``Contest.choice`` writes where the question is a contest.
    """

    serial: str
    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class OpenVote:
    """One named answer, with a choice as on a slip."""

    member: str
    question: str
    choice: str


@dataclass(frozen=True, slots=True)
class Tally:
    """Counted answers of one question."""

    yes: int = 0
    no: int = 0
    blank: int = 0
    spoilt: int = 0

    @property
    def cast(self) -> int:
        """All answers."""
        return self.yes + self.no + self.blank + self.spoilt

    @classmethod
    def of(cls, choices: Iterable[str]) -> Self:
        """Count answers, in whatever order they come. Raises CountError ``unknown_choice``."""
        found = Counter(choices)
        for choice in found.keys() - set(Choice):
            raise CountError("unknown_choice", choice=choice)
        return cls(found[Choice.YES], found[Choice.NO], found[Choice.BLANK], found[Choice.SPOILT])

    def plus(self, other: Self) -> Self:
        """Add the answers of another pile of papers."""
        return replace(
            self,
            yes=self.yes + other.yes,
            no=self.no + other.no,
            blank=self.blank + other.blank,
            spoilt=self.spoilt + other.spoilt,
        )


@dataclass(frozen=True, slots=True)
class Contest:
    """One question about several names, at most ``marks`` of which are marked on a paper.

    All names stand on one slip, and who is recused from one of them is recused from the contest. ``options`` are the
    names in the order of the paper. Raises ValueError for fewer than two names, one of them twice, or a number of
    marks that leaves nothing to choose.
    """

    key: str
    options: tuple[str, ...]
    marks: int

    def __post_init__(self) -> None:
        """Refuse what is no contest."""
        if len(set(self.options)) < len(self.options) or not 1 <= self.marks < len(self.options):
            raise ValueError(self.key)

    def choice(self, marked: Iterable[str]) -> str:
        """Write what a paper says: the places of the marked names ("1+3"), ``blank``, or ``spoilt`` for too many."""
        names = set(marked)
        places = [str(place) for place, name in enumerate(self.options, start=1) if name in names]
        if len(places) != len(names):
            raise CountError("unknown_choice", question=self.key)
        if len(places) > self.marks:
            return Choice.SPOILT.value
        return _JOINED_BY.join(places) or Choice.BLANK.value

    def marked(self, choice: str) -> tuple[str, ...]:
        """Read which names a paper marks. Raises CountError ``unknown_choice`` for what ``choice`` never writes."""
        if choice in {Choice.BLANK, Choice.SPOILT}:
            return ()
        places = [int(place) for place in choice.split(_JOINED_BY)] if _MARKS.fullmatch(choice) else []
        sorted_once = places == sorted(set(places))
        if not places or not sorted_once or places[-1] > len(self.options) or len(places) > self.marks:
            raise CountError("unknown_choice", question=self.key, choice=choice)
        return tuple(self.options[place - 1] for place in places)

    def tallies(self, choices: Iterable[str]) -> dict[str, Tally]:
        """Count each name: ``yes`` are its marks, ``no`` the papers that mark others only. Raises CountError."""
        papers = list(choices)
        marks = Counter(name for paper in papers for name in self.marked(paper))
        blank, spoilt = papers.count(Choice.BLANK), papers.count(Choice.SPOILT)
        return self.counted([marks[name] for name in self.options], len(papers), blank, spoilt)

    def counted(self, marks: Sequence[int], papers: int, blank: int, spoilt: int) -> dict[str, Tally]:
        """Tallies from what tellers counted: the marks of each name, all papers, blank and spoilt ones among them.

        Raises CountError where no papers can be marked so: ``negative``, ``more_than_papers`` (blank and spoilt),
        ``more_marks_than_papers`` (one name), ``too_many_marks`` and ``too_few_marks`` (all names together).
        """
        valid = papers - blank - spoilt
        if min(papers, blank, spoilt, *marks) < 0:
            raise CountError("negative", question=self.key)
        if valid < 0:
            raise CountError("more_than_papers", papers=papers, blank=blank, spoilt=spoilt)
        for name, number in zip(self.options, marks, strict=True):
            if number > valid:
                raise CountError("more_marks_than_papers", question=name, marks=number, papers=valid)
        if not valid <= sum(marks) <= self.marks * valid:
            code = "too_few_marks" if sum(marks) < valid else "too_many_marks"
            raise CountError(code, marks=sum(marks), papers=valid, most=self.marks * valid)
        return {
            name: Tally(number, valid - number, blank, spoilt)
            for name, number in zip(self.options, marks, strict=True)
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of one question, or of one name of a contest: ``percent`` is yes of base.

    ``needed`` is the least yes that passes. ``contest`` is the question on whose papers a name was marked: ``yes`` are
    its marks, ``no`` papers that mark others only, which refuse nobody.
    """

    question: str
    yes: int
    no: int
    blank: int
    spoilt: int
    base: int
    recused: int
    needed: int
    passed: bool
    percent: Decimal
    contest: str = ""


@dataclass(frozen=True, slots=True)
class Quorum:
    """Whether enough members are there."""

    members: int
    present: int
    needed: int
    met: bool


def quorum(members: int, present: int, share: Threshold) -> Quorum:
    """Check the quorum. Raises ValueError when more are present than there are members."""
    if not 0 <= present <= members:
        message = "present is between 0 and members"
        raise ValueError(message)
    return Quorum(members, present, share.needed(members), share.met(present, members))


def decide(
    question: str, tally: Tally, base: int, threshold: Threshold, recused: int = 0, contest: str = ""
) -> Outcome:
    """Decide a question, or a name of a contest, from its counts: hands, papers counted by tellers, or slips.

    Raises CountError ``more_votes_than_base``.
    """
    if tally.cast > base:
        raise CountError("more_votes_than_base", question=question, cast=tally.cast, base=base)
    share = Decimal(tally.yes) * 100 / Decimal(base) if base else Decimal(0)
    return Outcome(
        question=question,
        yes=tally.yes,
        no=tally.no,
        blank=tally.blank,
        spoilt=tally.spoilt,
        base=base,
        recused=recused,
        needed=threshold.needed(base),
        passed=threshold.met(tally.yes, base),
        percent=share.quantize(_PERCENT_STEP, rounding=ROUND_HALF_UP),
        contest=contest,
    )


def base_of(question: str, roll: Iterable[RollEntry], base: Base) -> int:
    """Return the base of a question: all members, or those who took part, less the recused."""
    return sum(
        question not in entry.recused and (base is Base.ALL_MEMBERS or entry.state in TOOK_PART)
        for entry in roll
    )


def _check(question: str, roll: Sequence[RollEntry], slips: int, voters: Sequence[str]) -> None:
    members = {entry.member: entry for entry in roll}
    for voter, number in Counter(voters).items():
        entry = members.get(voter)
        if number > 1:
            raise CountError("voted_twice", question=question, member=voter)
        if entry is None or entry.state is not RollState.OPEN:
            raise CountError("not_on_roll", question=question, member=voter)
        if question in entry.recused:
            raise CountError("voted_though_recused", question=question, member=voter)
    taking = [entry for entry in roll if question not in entry.recused]
    secret = sum(entry.state in SECRET for entry in taking)
    if slips != secret:
        raise CountError("slips_differ_from_roll", question=question, slips=slips, roll=secret)
    opened = sum(entry.state is RollState.OPEN for entry in taking)
    if len(voters) != opened:
        raise CountError("open_votes_differ_from_roll", question=question, votes=len(voters), roll=opened)


def count(
    questions: Sequence[str | Contest],
    roll: Sequence[RollEntry],
    slips: Sequence[Slip],
    open_votes: Sequence[OpenVote],
    thresholds: Mapping[str, Threshold] | Threshold,
    base: Base = Base.ALL_MEMBERS,
) -> tuple[Outcome, ...]:
    """Count every question, in the order of the questions; the order of papers and of the roll means nothing.

    A contest gives one outcome for each of its names. Raises CountError: a member twice on the roll, a question nobody
    asked, a choice that is none, a serial used twice, slips or open votes that differ from the roll less the recused,
    a vote of somebody recused or not on the roll.
    """
    for member, number in Counter(entry.member for entry in roll).items():
        if number > 1:
            raise CountError("member_twice", member=member)
    asked = {question.key if isinstance(question, Contest) else question: question for question in questions}
    choices: dict[str, list[str]] = {question: [] for question in asked}
    slipped: Counter[str] = Counter()
    voters: dict[str, list[str]] = {question: [] for question in asked}
    papers: list[Slip | OpenVote] = [*slips, *open_votes]
    for paper in papers:
        if paper.question not in choices:
            raise CountError("unknown_question", question=paper.question)
        choices[paper.question].append(paper.choice)
        if isinstance(paper, OpenVote):
            voters[paper.question].append(paper.member)
        else:
            slipped[paper.question] += 1
    serials: set[str] = set()
    for slip in slips:
        if slip.serial in serials:
            raise CountError("serial_twice", question=slip.question, serial=slip.serial)
        serials.add(slip.serial)
    outcomes: list[Outcome] = []
    for key, question in asked.items():
        _check(key, roll, slipped[key], voters[key])
        contest = question if isinstance(question, Contest) else None
        tallies = contest.tallies(choices[key]) if contest else {key: Tally.of(choices[key])}
        outcomes += [
            decide(
                name,
                tally,
                base_of(key, roll, base),
                thresholds if isinstance(thresholds, Threshold) else thresholds[name],
                recused=sum(key in entry.recused for entry in roll),
                contest=contest.key if contest else "",
            )
            for name, tally in tallies.items()
        ]
    return tuple(outcomes)
