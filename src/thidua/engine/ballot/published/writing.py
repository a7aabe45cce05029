"""What is published of one ballot, and its text: always the same bytes for the same ballot."""

import csv
import hashlib
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from thidua.engine.ballot.counting import (
    TOOK_PART,
    Base,
    Contest,
    OpenVote,
    Outcome,
    RollEntry,
    Slip,
    Threshold,
    count,
)
from thidua.engine.eligibility.facts import Subject
from thidua.engine.quota import Candidate, Order, Participants, Quota

FIRST_VERSION: Final = "1"
VERSION: Final = "2"
CONTEST_VERSION: Final = "3"
_DIGEST_LENGTH: Final = 16
GROUPS_JOINED_BY: Final = "; "

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Standing:
    """A question that asks about a candidate, with what the choice within the quota needs."""

    question: str
    subject: Subject
    unit: str
    rank: int
    chair_order: int | None = None
    block: str = ""
    groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Held:
    """A place of the quotas that an earlier choice took."""

    subject: Subject
    unit: str = ""
    block: str = ""
    groups: tuple[str, ...] = ()

    def candidate(self, number: int) -> Candidate:
        """As a candidate who stands before all others."""
        return Candidate(
            f"held {number}", self.subject, 0, 1, 1, self.unit, number, self.block, frozenset(self.groups)
        )


@dataclass(frozen=True, slots=True)
class PublishedBallot:
    """All that is published of one ballot, with all that is needed to recount and to choose again."""

    ballot: str
    base: Base
    thresholds: tuple[tuple[str, Threshold], ...]  # one per question or name of a contest, in their order
    roll: tuple[RollEntry, ...]
    envelopes: tuple[str, ...]
    slips: tuple[Slip, ...]
    open_votes: tuple[OpenVote, ...] = ()
    quotas: tuple[Quota, ...] = ()
    participants: Participants = field(default_factory=Participants)
    held: tuple[Held, ...] = ()
    order: Order = Order.RANK
    candidates: tuple[Standing, ...] = ()
    chosen: tuple[str, ...] = ()
    contests: tuple[Contest, ...] = ()  # only in lists of CONTEST_VERSION
    version: str = VERSION

    @property
    def questions(self) -> tuple[str, ...]:
        """The questions and the names of contests, in their order: each has a threshold and an outcome."""
        return tuple(question for question, _ in self.thresholds)

    @property
    def asked(self) -> dict[str, str | Contest]:
        """What stands on one slip: the questions that are no name of a contest, then the contests; by key."""
        names = {name for contest in self.contests for name in contest.options}
        plain: dict[str, str | Contest] = {one: one for one in self.questions if one not in names}
        return plain | {contest.key: contest for contest in self.contests}

    def outcomes(self) -> tuple[Outcome, ...]:
        """Count it. Raises CountError."""
        asked = tuple(self.asked.values())
        return count(asked, self.roll, self.slips, self.open_votes, dict(self.thresholds), self.base)


def threshold_header(ballot: PublishedBallot) -> str:
    """Return the thresholds that were applied, each once, in the order of the questions."""
    return GROUPS_JOINED_BY.join(dict.fromkeys(str(threshold) for _, threshold in ballot.thresholds))


def quota_header(ballot: PublishedBallot) -> str:
    """Return the quotas in short: "collective<=2; individual<=10%/unit"."""
    told = []
    for quota in ballot.quotas:
        limits = [str(quota.max)] if quota.max is not None else []
        limits += [f"{quota.max_percent}%"] if quota.max_percent is not None else []
        per = "/unit" if quota.per_unit else "/block" if quota.per_block else ""
        where = f" [{quota.group}]" if quota.group else ""
        told.append(f"{quota.subject.value}<={'&'.join(limits)}{per}{where}")
    return GROUPS_JOINED_BY.join(told)


def header_of(ballot: PublishedBallot) -> dict[str, str]:
    """Return every header line that follows from the rest of the list."""
    told = {
        "members": str(len(ballot.roll)),
        "present": str(sum(entry.state in TOOK_PART for entry in ballot.roll)),
    }
    if ballot.version != FIRST_VERSION:
        told |= {
            "threshold": threshold_header(ballot),
            "quota": quota_header(ballot),
            "order": ballot.order.value,
        }
    return told


def _quota_row(quota: Quota, version: str) -> Row:
    row: list[object] = ["quota", quota.subject.value]
    row += ["" if one is None else one for one in (quota.max, quota.max_percent)]
    if version == FIRST_VERSION:
        return [*row, "yes" if quota.per_unit else "no", quota.group]
    per = "unit" if quota.per_unit else "block" if quota.per_block else "all"
    return [*row, per, quota.group, quota.rounding.value]


def _candidate_row(row: Standing, version: str) -> Row:
    chair = "" if row.chair_order is None else row.chair_order
    if version == FIRST_VERSION:
        return ("candidate", row.question, row.subject.value, row.unit, row.rank, chair)
    groups = GROUPS_JOINED_BY.join(row.groups)
    return ("candidate", row.question, row.subject.value, row.unit, row.block, groups, row.rank, chair)


def _counted_rows(ballot: PublishedBallot) -> list[Row]:
    """Return the rows that tell who took part and what the papers say, each kind sorted."""
    roll = sorted(ballot.roll, key=lambda entry: entry.member)
    rows: list[Row] = [("roll", entry.member, entry.state.value) for entry in roll]
    rows += [("recused", entry.member, question) for entry in roll for question in sorted(entry.recused)]
    rows += [("envelope", receipt) for receipt in sorted(ballot.envelopes)]
    rows += sorted(("slip", slip.question, slip.serial, str(slip.choice)) for slip in ballot.slips)
    rows += sorted(("open", vote.member, vote.question, str(vote.choice)) for vote in ballot.open_votes)
    return rows


def _rule_rows(ballot: PublishedBallot) -> list[Row]:
    """Return the rows of thresholds, contests, quotas and what they are measured by."""
    rows: list[Row] = [("threshold", question, str(threshold)) for question, threshold in ballot.thresholds]
    for contest in ballot.contests:
        rows.append(("contest", contest.key, contest.marks, len(contest.options)))
        rows += [("option", contest.key, place, name) for place, name in enumerate(contest.options, start=1)]
    rows += [_quota_row(quota, ballot.version) for quota in ballot.quotas]
    if ballot.version != FIRST_VERSION:
        found = {("", subject): number for subject, number in ballot.participants.total.items()}
        found |= dict(ballot.participants.by_group)
        rows += sorted(
            ("participants", subject.value, group, number) for (group, subject), number in found.items()
        )
        rows += sorted(
            ("held", row.subject.value, row.unit, row.block, GROUPS_JOINED_BY.join(row.groups))
            for row in ballot.held
        )
    return rows


def published_text(ballot: PublishedBallot) -> str:
    """Write the list. Raises CountError when papers and roll do not agree."""
    rows: list[Row] = [
        ("header", "ballot", ballot.ballot),
        ("header", "version", ballot.version),
        ("header", "base", ballot.base.value),
        *(("header", name, value) for name, value in header_of(ballot).items()),
        *_rule_rows(ballot),
        *_counted_rows(ballot),
        *(_candidate_row(row, ballot.version) for row in ballot.candidates),
        *(("chosen", question) for question in sorted(ballot.chosen)),
        *(("total", one.question, one.yes, one.no, one.blank, one.spoilt) for one in ballot.outcomes()),
    ]
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def list_digest(text: str) -> str:
    """Return the first 16 hexadecimal digits of the SHA-256 of the list, as in the signed minutes."""
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGEST_LENGTH]
