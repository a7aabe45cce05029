"""The recount: roll, envelopes, papers, totals, thresholds, ties, quotas, order of the lines, digest."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from thidua.engine.ballot.counting import CountError, Outcome, RollState, Threshold
from thidua.engine.ballot.published.reading import Draft, MalformedError, ballot_of, draft_of
from thidua.engine.ballot.published.writing import PublishedBallot, header_of, list_digest, published_text
from thidua.engine.quota import Candidate, QuotaError, Selection, select

_OPEN_SHARE: Final = Threshold.parse(">=0")
_ORDER: Final = (
    "header",
    "threshold",
    "contest",
    "option",
    "quota",
    "participants",
    "held",
    "roll",
    "recused",
    "envelope",
    "slip",
    "open",
    "candidate",
    "chosen",
    "total",
)


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
    """The result of a recount. ``digest`` is that of the text as read; ``ties`` are equals at the edge of a quota."""

    status: RecountStatus
    digest: str
    differences: tuple[Difference, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    chosen: tuple[str, ...] = ()
    ties: tuple[tuple[str, ...], ...] = ()


def chosen_by_rule(ballot: PublishedBallot, outcomes: Iterable[Outcome]) -> Selection:
    """Choose from the list alone: who passed, from the highest down, within the quotas. Raises QuotaError."""
    by_question = {outcome.question: outcome for outcome in outcomes}
    candidates = [row.candidate(number) for number, row in enumerate(ballot.held, start=1)]
    # each question may have its own threshold, so the votes are judged there and the quota takes who passed
    candidates += [
        Candidate(
            key=row.question,
            subject=row.subject,
            rank=row.rank,
            yes=by_question[row.question].yes,
            base=by_question[row.question].base,
            unit=row.unit,
            chair_order=row.chair_order,
            block=row.block,
            groups=frozenset({*row.groups, row.unit}),
        )
        for row in ballot.candidates
        if row.question in by_question and by_question[row.question].passed
    ]
    return select(
        candidates, ballot.quotas, _OPEN_SHARE, order=ballot.order, participants=ballot.participants
    )


def _header_differences(draft: Draft, ballot: PublishedBallot) -> Iterable[Difference]:
    for name, value in header_of(ballot).items():
        if draft.header[name] != value:
            yield Difference(
                "header_differs", (("name", name), ("told", draft.header[name]), ("found", value))
            )


def _roll_differences(draft: Draft, ballot: PublishedBallot) -> Iterable[Difference]:
    sealed = sum(entry.state is RollState.SEALED for entry in ballot.roll)
    if len(ballot.envelopes) != sealed:
        facts = (("envelopes", str(len(ballot.envelopes))), ("roll", str(sealed)))
        yield Difference("envelopes_differ_from_roll", facts)
    if len(set(ballot.envelopes)) != len(ballot.envelopes):
        yield Difference("receipt_twice")
    strangers = {member for member, _ in draft.recused} - {entry.member for entry in ballot.roll}
    for member in sorted(strangers):
        yield Difference("recused_not_on_roll", (("member", member),))
    for question in sorted({question for _, question in draft.recused} - ballot.asked.keys()):
        yield Difference("unknown_question", (("question", question),))
    asked, stands = sorted(ballot.questions), sorted(row.question for row in ballot.candidates)
    if stands and stands != asked:
        odd = sorted(set(asked) ^ set(stands)) or stands
        yield Difference("candidates_differ", (("question", "; ".join(odd)),))


def _order_differences(draft: Draft) -> Iterable[Difference]:
    """Lines in another order than the list is written in: an order can tell who voted when."""
    places = [_ORDER.index(kind) for kind in draft.kinds]
    if places != sorted(places):
        yield Difference("unsorted", (("record", "record"),))
    sorts: dict[str, Sequence[object]] = {
        "roll": [member for member, _ in draft.roll],
        "recused": draft.recused,
        "envelope": draft.envelopes,
        "slip": [(slip.question, slip.serial, str(slip.choice)) for slip in draft.slips],
        "open": [(vote.member, vote.question, str(vote.choice)) for vote in draft.open_votes],
        "chosen": draft.chosen,
    }
    for record, rows in sorts.items():
        if list(rows) != sorted(rows):  # type: ignore[type-var] # rows of one kind are of one type
            yield Difference("unsorted", (("record", record),))


def _total_differences(draft: Draft, outcomes: Iterable[Outcome]) -> Iterable[Difference]:
    told = sorted(draft.totals)
    found = sorted((row.question, row.yes, row.no, row.blank, row.spoilt) for row in outcomes)
    for row in sorted(set(told) ^ set(found)):
        side = "told" if row in told else "found"
        yield Difference("total_differs", (("question", row[0]), (side, "/".join(map(str, row[1:])))))
    if len(told) != len(set(told)):
        yield Difference("total_twice")


def _text_difference(text: str, ballot: PublishedBallot) -> Iterable[Difference]:
    """The bytes differ although all that they say agrees: written by another hand."""
    written = published_text(ballot)
    if written != text:
        lines = zip(text.split("\n"), written.split("\n"), strict=False)
        at = next((line for line, (one, other) in enumerate(lines, start=1) if one != other), 0)
        yield Difference("not_as_written", (("line", str(at)),))


def recount(text: str, digest: str | None = None) -> Recount:
    """Recount a published list: roll, envelopes, papers, totals, thresholds, ties, quotas, digest where given.

    A list alone proves that it is consistent; the digest in the signed minutes finds a well made forgery.
    """
    own = list_digest(text)
    try:
        draft = draft_of(text)
    except MalformedError as error:
        faults = tuple(
            Difference(code, (("line", str(line)),) if line else ()) for line, code in error.faults
        )
        return Recount(RecountStatus.MALFORMED, own, faults)
    ballot = ballot_of(draft)
    differences = [
        *_header_differences(draft, ballot),
        *_roll_differences(draft, ballot),
        *_order_differences(draft),
    ]
    told = "" if digest is None else digest.strip().lower()
    if digest is not None and told != own:
        differences.append(Difference("digest_differs", (("told", told), ("found", own))))
    outcomes: tuple[Outcome, ...] = ()
    selection = Selection((), (), ())
    try:
        outcomes = ballot.outcomes()
        differences += _total_differences(draft, outcomes)
        selection = chosen_by_rule(ballot, outcomes)
        differences += _chosen_differences(ballot, selection)
        differences += [] if differences else _text_difference(text, ballot)
    except CountError as error:
        where = tuple((name, str(value)) for name, value in error.facts.items())
        differences.append(Difference(error.code, where))
    except (QuotaError, ValueError):
        differences.append(Difference("cannot_choose"))
    return Recount(
        RecountStatus.DIFFERS if differences else RecountStatus.AGREES,
        own,
        tuple(differences),
        outcomes,
        _of_questions(ballot, selection.chosen),
        tuple(tie.keys for tie in selection.ties_at_edge),
    )


def _of_questions(ballot: PublishedBallot, keys: Iterable[str]) -> tuple[str, ...]:
    asked = set(ballot.questions)
    return tuple(sorted(key for key in keys if key in asked))


def _chosen_differences(ballot: PublishedBallot, selection: Selection) -> Iterable[Difference]:
    found, told = _of_questions(ballot, selection.chosen), tuple(sorted(ballot.chosen))
    if found != told:
        yield Difference("chosen_differ", (("told", "; ".join(told)), ("found", "; ".join(found))))
