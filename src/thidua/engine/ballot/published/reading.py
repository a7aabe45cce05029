"""Reading a published list back: strict, line by line, with a limit on everything."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from thidua.engine.ballot.counting import (
    Base,
    Choice,
    Contest,
    OpenVote,
    RollEntry,
    RollState,
    Slip,
    Threshold,
)
from thidua.engine.ballot.published.writing import (
    CONTEST_VERSION,
    FIRST_VERSION,
    GROUPS_JOINED_BY,
    VERSION,
    Held,
    PublishedBallot,
    Standing,
)
from thidua.engine.eligibility.facts import Subject
from thidua.engine.quota import Order, Participants, Quota, Rounding

_MOST_FAULTS: Final = 100
MOST_QUESTIONS: Final = 500
MOST_MEMBERS: Final = 5000
# A number in a foreign file is looked at before it is computed with: 1e999999999 is a number too.
_NUMBER: Final = re.compile(r"0|[1-9][0-9]{0,8}")
_PERCENT: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,4})?")
_SHARE: Final = re.compile(r">=?[0-9]{1,6}(/[1-9][0-9]{0,5})?")
_SERIAL: Final = re.compile(r"[0-9A-Za-z-]{1,40}")
_RECEIPT: Final = re.compile(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){2}")
_PER: Final = {"all": (False, False), "unit": (True, False), "block": (False, True)}
_PER_FIRST: Final = {"no": "all", "yes": "unit"}


class MalformedError(ValueError):
    """The text is no published list. ``faults``: line number and code."""

    def __init__(self, faults: Iterable[tuple[int, str]]) -> None:
        """Keep the faults, up to a hundred."""
        self.faults = tuple(faults)[:_MOST_FAULTS]
        super().__init__("; ".join(f"{line}: {code}" for line, code in self.faults))


@dataclass(slots=True)
class Draft:
    """What the lines say, in their order."""

    version: str
    header: dict[str, str] = field(default_factory=dict)
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    contests: dict[str, tuple[int, int, list[str]]] = field(
        default_factory=dict
    )  # marks, number of names, names
    options: set[str] = field(default_factory=set)
    built: dict[str, Contest] = field(default_factory=dict)
    quotas: list[Quota] = field(default_factory=list)
    participants: dict[tuple[str, Subject], int] = field(default_factory=dict)
    held: list[Held] = field(default_factory=list)
    roll: list[tuple[str, RollState]] = field(default_factory=list)
    recused: list[tuple[str, str]] = field(default_factory=list)
    envelopes: list[str] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)
    open_votes: list[OpenVote] = field(default_factory=list)
    candidates: list[Standing] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    totals: list[tuple[str, int, int, int, int]] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)


def _matched(pattern: re.Pattern[str], value: str) -> str:
    if not pattern.fullmatch(value):
        raise ValueError(value)
    return value


def _number(value: str) -> int:
    return int(_matched(_NUMBER, value))


def _groups(value: str) -> tuple[str, ...]:
    return tuple(value.split(GROUPS_JOINED_BY)) if value else ()


def _put_header(draft: Draft, name: str, value: str) -> None:
    if name in draft.header or name not in HEADER[draft.version]:
        raise ValueError(name)
    draft.header[name] = value


def _put_threshold(draft: Draft, question: str, share: str) -> None:
    if not question or question in draft.thresholds:
        raise ValueError(question)
    draft.thresholds[question] = Threshold.parse(_matched(_SHARE, share))


def _put_contest(draft: Draft, question: str, marks: str, names: str) -> None:
    if not question or question in draft.contests or question in draft.thresholds:
        raise ValueError(question)
    draft.contests[question] = (_number(marks), _number(names), [])


def _put_option(draft: Draft, question: str, place: str, name: str) -> None:
    _, _, names = draft.contests[question]
    if name in draft.options or name not in draft.thresholds or _number(place) != len(names) + 1:
        raise ValueError(name)
    draft.options.add(name)
    names.append(name)


def _choice(draft: Draft, question: str, choice: str) -> str:
    """A choice that the question has. Raises ValueError."""
    if question not in draft.contests:
        return Choice(choice)
    contest = _contest(draft, question)
    contest.marked(choice)
    return choice


def _contest(draft: Draft, question: str) -> Contest:
    marks, number, names = draft.contests[question]
    if len(names) != number:
        raise ValueError(question)
    if question not in draft.built:  # a slip is read against it, and slips are many
        draft.built[question] = Contest(question, tuple(names), marks)
    return draft.built[question]


def _put_quota(
    draft: Draft, subject: str, most: str, percent: str, per: str, group: str, rounding: str = "down"
) -> None:
    per_unit, per_block = _PER[_PER_FIRST.get(per, "") if draft.version == FIRST_VERSION else per]
    draft.quotas.append(
        Quota(
            Subject(subject),
            _number(most) if most else None,
            Decimal(_matched(_PERCENT, percent)) if percent else None,
            per_unit,
            group,
            per_block,
            Rounding(rounding),
        )
    )


def _put_participants(draft: Draft, subject: str, group: str, number: str) -> None:
    key = (group, Subject(subject))
    if key in draft.participants:
        raise ValueError(group)
    draft.participants[key] = _number(number)


def _put_candidate(draft: Draft, question: str, subject: str, unit: str, *rest: str) -> None:
    block, groups, rank, chair = rest if draft.version != FIRST_VERSION else ("", "", *rest)
    draft.candidates.append(
        Standing(
            question,
            Subject(subject),
            unit,
            _number(rank),
            _number(chair) if chair else None,
            block,
            _groups(groups),
        )
    )


def _put_slip(draft: Draft, question: str, serial: str, choice: str) -> None:
    draft.slips.append(Slip(_matched(_SERIAL, serial), question, _choice(draft, question, choice)))


def _put_open(draft: Draft, member: str, question: str, choice: str) -> None:
    draft.open_votes.append(OpenVote(member, question, _choice(draft, question, choice)))


def _put_held(draft: Draft, subject: str, unit: str, block: str, groups: str) -> None:
    draft.held.append(Held(Subject(subject), unit, block, _groups(groups)))


def _put_total(draft: Draft, question: str, yes: str, no: str, blank: str, spoilt: str) -> None:
    draft.totals.append((question, _number(yes), _number(no), _number(blank), _number(spoilt)))


_Put = Callable[..., None]
_COMMON: Final[dict[str, tuple[int, _Put]]] = {
    "header": (2, _put_header),
    "threshold": (2, _put_threshold),
    "quota": (6, _put_quota),
    "participants": (3, _put_participants),
    "held": (4, _put_held),
    "roll": (2, lambda draft, member, state: draft.roll.append((member, RollState(state)))),
    "recused": (2, lambda draft, member, question: draft.recused.append((member, question))),
    "envelope": (1, lambda draft, receipt: draft.envelopes.append(_matched(_RECEIPT, receipt))),
    "slip": (3, _put_slip),
    "open": (3, _put_open),
    "candidate": (7, _put_candidate),
    "chosen": (1, lambda draft, question: draft.chosen.append(question)),
    "total": (5, _put_total),
}
RECORDS: Final[dict[str, dict[str, tuple[int, _Put]]]] = {
    CONTEST_VERSION: {**_COMMON, "contest": (3, _put_contest), "option": (3, _put_option)},
    VERSION: _COMMON,
    FIRST_VERSION: {
        **{name: row for name, row in _COMMON.items() if name not in {"participants", "held"}},
        "quota": (5, _put_quota),
        "candidate": (5, _put_candidate),
    },
}
_HEADER_FIRST: Final = frozenset({"ballot", "version", "base", "members", "present"})
_HEADER: Final = _HEADER_FIRST | {"threshold", "quota", "order"}
HEADER: Final = {FIRST_VERSION: _HEADER_FIRST, VERSION: _HEADER, CONTEST_VERSION: _HEADER}


def _rows(text: str) -> list[list[str]]:
    """Return the records. Raises MalformedError for what a spreadsheet or a cut copy makes of a list."""
    if text.startswith("\ufeff"):
        raise MalformedError([(1, "byte_order_mark")])
    if "\r" in text:
        raise MalformedError([(text[: text.index("\r")].count("\n") + 1, "line_ends")])
    if text and not text.endswith("\n"):
        raise MalformedError([(text.count("\n") + 1, "cut_off")])
    try:
        return list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        raise MalformedError([(0, "not_a_list")]) from None


def _version(rows: Sequence[Sequence[str]]) -> str:
    told = next((row[2] for row in rows if list(row[:2]) == ["header", "version"] and row[2:]), VERSION)
    if told not in RECORDS:
        raise MalformedError([(0, "unknown_version")])
    return told


def draft_of(text: str) -> Draft:
    """Read the lines. Raises MalformedError with line numbers."""
    rows = _rows(text)
    draft = Draft(_version(rows))
    faults: list[tuple[int, str]] = []
    for line, row in enumerate(rows, start=1):
        record, *values = row or [""]
        width, put = RECORDS[draft.version].get(record, (0, None))
        if put is None:
            faults.append((line, "unknown_record"))
        elif len(values) != width:
            faults.append((line, "wrong_number_of_fields"))
        else:
            try:
                put(draft, *values)
            except (ValueError, KeyError):
                faults.append((line, "wrong_value"))
            draft.kinds.append(record)
    faults += [(0, f"missing_{name}") for name in sorted(HEADER[draft.version] - draft.header.keys())]
    if draft.header.get("base", Base.PRESENT) not in set(Base):
        faults.append((0, "unknown_base"))
    if draft.header.get("order", Order.RANK) not in set(Order):
        faults.append((0, "unknown_order"))
    if len(draft.thresholds) > MOST_QUESTIONS or len(draft.roll) > MOST_MEMBERS:
        faults.append((0, "too_large"))
    faults += _contest_faults(draft)
    if faults:
        raise MalformedError(faults)
    return draft


def _contest_faults(draft: Draft) -> list[tuple[int, str]]:
    if draft.version == CONTEST_VERSION and not draft.contests:
        return [(0, "missing_contest")]
    faults = []
    for question in draft.contests:
        try:
            _contest(draft, question)
        except ValueError:
            faults.append((0, "no_contest"))
    return faults


def ballot_of(draft: Draft) -> PublishedBallot:
    """Put the lines together."""
    recused: dict[str, set[str]] = {}
    for member, question in draft.recused:
        recused.setdefault(member, set()).add(question)
    took_part = draft.participants
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
        participants=Participants(
            {subject: number for (group, subject), number in took_part.items() if not group},
            {key: number for key, number in took_part.items() if key[0]},
        ),
        held=tuple(draft.held),
        order=Order(draft.header.get("order", Order.RANK)),
        candidates=tuple(draft.candidates),
        chosen=tuple(draft.chosen),
        contests=tuple(_contest(draft, question) for question in draft.contests),
        version=draft.version,
    )


def read_published(text: str) -> PublishedBallot:
    """Read a list back. Raises MalformedError with line numbers."""
    return ballot_of(draft_of(text))
