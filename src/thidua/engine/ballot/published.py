"""The published list of papers (danh-sach-phieu.csv) and its recount by anybody, without a database.

One record per line, fields separated by commas, quoted where needed, lines ended by a line feed::

    header,<name>,<value>            ballot, version, base, members, present
    threshold,<question>,<share>     ">1/2" is more than half, ">=4/5" at least
    quota,<subject>,<max>,<max percent>,<per unit>,<group>
    roll,<member>,<state>
    recused,<member>,<question>
    envelope,<receipt>               sorted
    slip,<question>,<serial>,<choice>   sorted
    open,<member>,<question>,<choice>
    candidate,<question>,<subject>,<group>,<rank>,<chair order>
    chosen,<question>
    total,<question>,<yes>,<no>,<blank>,<spoilt>
"""

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final

from thidua.engine.ballot.counting import (
    TOOK_PART,
    Base,
    Choice,
    CountError,
    OpenVote,
    Outcome,
    RollEntry,
    RollState,
    Slip,
    Threshold,
    count,
)
from thidua.engine.eligibility.facts import Subject
from thidua.engine.quota import Candidate, Quota, QuotaError, select

VERSION: Final = "1"
_DIGEST_LENGTH: Final = 16
_MOST_FAULTS: Final = 100


@dataclass(frozen=True, slots=True)
class Standing:
    """A question that asks about a candidate, with what the choice within the quota needs."""

    question: str
    subject: Subject
    group: str
    rank: int
    chair_order: int | None = None


@dataclass(frozen=True, slots=True)
class PublishedBallot:
    """All that is published of one ballot. Quotas in percent are published as the number they came to."""

    ballot: str
    base: Base
    thresholds: tuple[tuple[str, Threshold], ...]  # one per question, in the order of the questions
    roll: tuple[RollEntry, ...]
    envelopes: tuple[str, ...]
    slips: tuple[Slip, ...]
    open_votes: tuple[OpenVote, ...] = ()
    quotas: tuple[Quota, ...] = ()
    candidates: tuple[Standing, ...] = ()
    chosen: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions in their order."""
        return tuple(question for question, _ in self.thresholds)

    def outcomes(self) -> tuple[Outcome, ...]:
        """Count it. Raises CountError."""
        return count(self.questions, self.roll, self.slips, self.open_votes, dict(self.thresholds), self.base)


class RecountStatus(StrEnum):
    """What a recount found; the commands give 0, 1 and 2 for it."""

    AGREES = "agrees"
    DIFFERS = "differs"
    MALFORMED = "malformed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that does not agree, or that cannot be read."""

    code: str
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Recount:
    """The result of a recount. ``digest`` is that of the text as read."""

    status: RecountStatus
    digest: str
    differences: tuple[Difference, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    chosen: tuple[str, ...] = ()


class MalformedError(ValueError):
    """The text is no published list. ``faults``: line number and code."""

    def __init__(self, faults: Iterable[tuple[int, str]]) -> None:
        """Keep the faults, up to a hundred."""
        self.faults = tuple(faults)[:_MOST_FAULTS]
        super().__init__("; ".join(f"{line}: {code}" for line, code in self.faults))


def published_text(ballot: PublishedBallot) -> str:
    """Write the list. Raises CountError when papers and roll do not agree."""
    rows: list[Sequence[object]] = [
        ("header", "ballot", ballot.ballot),
        ("header", "version", VERSION),
        ("header", "base", ballot.base.value),
        ("header", "members", len(ballot.roll)),
        ("header", "present", sum(entry.state in TOOK_PART for entry in ballot.roll)),
    ]
    rows += [("threshold", question, str(threshold)) for question, threshold in ballot.thresholds]
    rows += [
        (
            "quota",
            quota.subject.value,
            "" if quota.max is None else quota.max,
            "" if quota.max_percent is None else quota.max_percent,
            "yes" if quota.per_unit else "no",
            quota.group,
        )
        for quota in ballot.quotas
    ]
    roll = sorted(ballot.roll, key=lambda entry: entry.member)
    rows += [("roll", entry.member, entry.state.value) for entry in roll]
    rows += [("recused", entry.member, question) for entry in roll for question in sorted(entry.recused)]
    rows += [("envelope", receipt) for receipt in sorted(ballot.envelopes)]
    rows += sorted(("slip", slip.question, slip.serial, slip.choice.value) for slip in ballot.slips)
    rows += sorted(("open", vote.member, vote.question, vote.choice.value) for vote in ballot.open_votes)
    rows += [
        (
            "candidate",
            row.question,
            row.subject.value,
            row.group,
            row.rank,
            "" if row.chair_order is None else row.chair_order,
        )
        for row in ballot.candidates
    ]
    rows += [("chosen", question) for question in sorted(ballot.chosen)]
    rows += [
        ("total", outcome.question, outcome.yes, outcome.no, outcome.blank, outcome.spoilt)
        for outcome in ballot.outcomes()
    ]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def list_digest(text: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the list, as in the signed minutes."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]


@dataclass(slots=True)
class _Draft:
    header: dict[str, str] = field(default_factory=dict)
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    quotas: list[Quota] = field(default_factory=list)
    roll: list[tuple[str, RollState]] = field(default_factory=list)
    recused: list[tuple[str, str]] = field(default_factory=list)
    envelopes: list[str] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    open_votes: list[OpenVote] = field(default_factory=list)
    candidates: list[Standing] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    totals: list[tuple[str, int, int, int, int]] = field(default_factory=list)


def _quota(subject: str, most: str, percent: str, per_unit: str, group: str) -> Quota:
    if per_unit not in {"yes", "no"}:
        raise ValueError(per_unit)
    return Quota(
        Subject(subject),
        int(most) if most else None,
        Decimal(percent) if percent else None,
        per_unit == "yes",
        group,
    )


def _put_threshold(draft: _Draft, question: str, share: str) -> None:
    if question in draft.thresholds:
        raise ValueError(question)
    draft.thresholds[question] = Threshold.parse(share)


def _put_header(draft: _Draft, name: str, value: str) -> None:
    if name in draft.header:
        raise ValueError(name)
    draft.header[name] = value


_RECORDS: Final[dict[str, tuple[int, Callable[..., None]]]] = {
    "header": (2, _put_header),
    "threshold": (2, _put_threshold),
    "quota": (5, lambda draft, *row: draft.quotas.append(_quota(*row))),
    "roll": (2, lambda draft, member, state: draft.roll.append((member, RollState(state)))),
    "recused": (2, lambda draft, member, question: draft.recused.append((member, question))),
    "envelope": (1, lambda draft, receipt: draft.envelopes.append(receipt)),
    "slip": (
        3,
        lambda draft, question, serial, choice: draft.slips.append(Slip(serial, question, Choice(choice))),
    ),
    "open": (
        3,
        lambda draft, member, question, choice: draft.open_votes.append(
            OpenVote(member, question, Choice(choice))
        ),
    ),
    "candidate": (
        5,
        lambda draft, question, subject, group, rank, chair: draft.candidates.append(
            Standing(question, Subject(subject), group, int(rank), int(chair) if chair else None)
        ),
    ),
    "chosen": (1, lambda draft, question: draft.chosen.append(question)),
    "total": (
        5,
        lambda draft, question, *numbers: draft.totals.append(
            (question, *(int(number) for number in numbers))
        ),
    ),
}
_HEADER: Final = frozenset({"ballot", "version", "base", "members", "present"})


def _draft(text: str) -> _Draft:
    draft = _Draft()
    faults: list[tuple[int, str]] = []
    try:
        rows = list(csv.reader(io.StringIO(text), strict=True))
    except csv.Error:
        raise MalformedError([(0, "not_a_list")]) from None
    for line, row in enumerate(rows, start=1):
        record, *values = row or [""]
        if record not in _RECORDS:
            faults.append((line, "unknown_record"))
            continue
        width, put = _RECORDS[record]
        if len(values) != width:
            faults.append((line, "wrong_number_of_fields"))
            continue
        try:
            put(draft, *values)
        except (ValueError, InvalidOperation, ZeroDivisionError):
            faults.append((line, "wrong_value"))
    faults += [(0, f"missing_{name}") for name in sorted(_HEADER - draft.header.keys())]
    if draft.header.get("version", VERSION) != VERSION:
        faults.append((0, "unknown_version"))
    if draft.header.get("base", Base.PRESENT) not in set(Base):
        faults.append((0, "unknown_base"))
    if faults:
        raise MalformedError(faults)
    return draft


def _ballot(draft: _Draft) -> PublishedBallot:
    recused: dict[str, set[str]] = {}
    for member, question in draft.recused:
        recused.setdefault(member, set()).add(question)
    return PublishedBallot(
        ballot=draft.header["ballot"],
        base=Base(draft.header["base"]),
        thresholds=tuple(draft.thresholds.items()),
        roll=tuple(
            RollEntry(member, state, frozenset(recused.get(member, ()))) for member, state in draft.roll
        ),
        envelopes=tuple(draft.envelopes),
        slips=tuple(draft.slips),
        open_votes=tuple(draft.open_votes),
        quotas=tuple(draft.quotas),
        candidates=tuple(draft.candidates),
        chosen=tuple(draft.chosen),
    )


def read_published(text: str) -> PublishedBallot:
    """Read a list back. Raises MalformedError with line numbers."""
    return _ballot(_draft(text))


def _header_differences(draft: _Draft, ballot: PublishedBallot) -> Iterable[Difference]:
    sealed = sum(entry.state is RollState.SEALED for entry in ballot.roll)
    found = {
        "members": len(ballot.roll),
        "present": sum(entry.state in TOOK_PART for entry in ballot.roll),
    }
    for name, number in found.items():
        if draft.header[name] != str(number):
            yield Difference(
                "header_differs", (("name", name), ("told", draft.header[name]), ("found", str(number)))
            )
    if len(ballot.envelopes) != sealed:
        facts = (("envelopes", str(len(ballot.envelopes))), ("roll", str(sealed)))
        yield Difference("envelopes_differ_from_roll", facts)
    if len(set(ballot.envelopes)) != len(ballot.envelopes):
        yield Difference("receipt_twice")
    strangers = {member for member, _ in draft.recused} - {entry.member for entry in ballot.roll}
    for member in sorted(strangers):
        yield Difference("recused_not_on_roll", (("member", member),))


def _total_differences(draft: _Draft, outcomes: Iterable[Outcome]) -> Iterable[Difference]:
    told = sorted(draft.totals)
    found = sorted((row.question, row.yes, row.no, row.blank, row.spoilt) for row in outcomes)
    for row in sorted(set(told) ^ set(found)):
        side = "told" if row in told else "found"
        yield Difference("total_differs", (("question", row[0]), (side, ",".join(map(str, row[1:])))))
    if len(told) != len(set(told)):
        yield Difference("total_twice")


def _choose(ballot: PublishedBallot, outcomes: Iterable[Outcome]) -> tuple[str, ...]:
    by_question = {outcome.question: outcome for outcome in outcomes}
    # each question may have its own threshold, so the votes are judged there and the quota takes who passed
    passed = [
        row for row in ballot.candidates if row.question in by_question and by_question[row.question].passed
    ]
    selection = select(
        (
            Candidate(
                key=row.question,
                subject=row.subject,
                rank=row.rank,
                yes=by_question[row.question].yes,
                base=by_question[row.question].base,
                group=row.group,
                chair_order=row.chair_order,
            )
            for row in passed
        ),
        ballot.quotas,
        Threshold.parse(">=0"),
    )
    return tuple(sorted(selection.chosen))


def recount(text: str, digest: str | None = None) -> Recount:
    """Recount a published list: roll, envelopes, papers, totals, thresholds, quota, digest where given.

    A list alone proves that it is consistent; the digest in the signed minutes finds a well made forgery.
    """
    own = list_digest(text)
    try:
        draft = _draft(text)
    except MalformedError as error:
        faults = tuple(Difference(code, (("line", str(line)),)) for line, code in error.faults)
        return Recount(RecountStatus.MALFORMED, own, faults)
    ballot = _ballot(draft)
    differences = list(_header_differences(draft, ballot))
    if digest is not None and digest.strip().lower() != own:
        differences.append(Difference("digest_differs", (("told", digest.strip().lower()), ("found", own))))
    outcomes: tuple[Outcome, ...] = ()
    chosen: tuple[str, ...] = ()
    try:
        outcomes = ballot.outcomes()
        differences += _total_differences(draft, outcomes)
        chosen = _choose(ballot, outcomes)
        if chosen != tuple(sorted(ballot.chosen)):
            facts = (("told", ", ".join(sorted(ballot.chosen))), ("found", ", ".join(chosen)))
            differences.append(Difference("chosen_differ", facts))
    except CountError as error:
        where = tuple((name, str(value)) for name, value in error.facts.items())
        differences.append(Difference(error.code, where))
    except (QuotaError, ValueError) as error:
        differences.append(Difference("cannot_choose", (("why", str(error)),)))
    status = RecountStatus.DIFFERS if differences else RecountStatus.AGREES
    return Recount(status, own, tuple(differences), outcomes, chosen)
