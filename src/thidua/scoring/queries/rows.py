"""A sheet as it stands on a page: one row for each leaf, all rounds beside each other, values made ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from thidua.engine import scoring
from thidua.engine.scoring import Absent, Criterion, LeafStatus, Source
from thidua.scoring import choices, givens, wording
from thidua.scoring.givens import ABSENT
from thidua.scoring.models import Draft, Mark, Sheet
from thidua.scoring.queries import machine, named, standing
from thidua.scoring.queries.criteria import criteria_of
from thidua.scoring.queries.evidence import DECIDES, EvidenceRow, evidence_of
from thidua.scoring.queries.groups import comparing


@dataclass(frozen=True, slots=True)
class Cell:
    """What was given in one round."""

    words: str
    score: Decimal | None
    reason: str
    given_by: str
    given_at: datetime
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Input:
    """One number to type."""

    name: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to choose."""

    code: str
    label: str
    points: str
    checked: bool


@dataclass(slots=True)
class Row:
    """One leaf with everything a page says of it. ``given`` is what the inputs show; ``fault`` is put in by a view."""

    code: str
    title: str
    area: str
    area_title: str
    maximum: Decimal
    rule: str
    source: str
    source_words: str
    evidence_wanted: str
    applies: bool
    self_cell: Cell | None = None
    appraisal: Cell | None = None
    explanation: Cell | None = None
    second: Cell | None = None
    final: Cell | None = None
    score: Decimal | None = None
    working: list[str] = field(default_factory=list)
    status: str = LeafStatus.MISSING.value
    evidence: list[EvidenceRow] = field(default_factory=list)
    taken_off: list[EvidenceRow] = field(default_factory=list)
    asked: bool = False
    proposed: str = ""
    origin: str = ""
    inputs: list[Input] = field(default_factory=list)
    options: list[Choice] = field(default_factory=list)
    points: str = ""
    reason: str = ""
    saved_at: datetime | None = None
    saved_by: str = ""
    drafted: bool = False
    kept: bool = False
    fault: str = ""
    live: str = ""
    complete: bool = False
    judged_at: datetime | None = None
    editable: bool = False
    fed: frozenset[str] = frozenset()
    fed_words: str = ""
    compares: bool = False
    may_be_left_out: bool = False
    left_out: bool = False

    @property
    def given(self) -> bool:
        """Whether anything stands in the row, or the records propose it."""
        return bool(self.self_cell or self.appraisal or self.second or self.proposed)

    @property
    def changes(self) -> bool:
        """Whether the team typed something here that has not been handed in."""
        return self.drafted and not self.kept

    @property
    def anchor(self) -> str:
        """The HTML id of the row."""
        return anchor_of(self.code)

    @property
    def lost(self) -> Decimal:
        """Points not reached in what stands."""
        return self.maximum - self.score if self.score is not None else Decimal(0)

    @property
    def evidence_changed(self) -> list[EvidenceRow]:
        """Evidence that came, was replaced or was taken off after the row was appraised."""
        return [one for one in (*self.evidence, *self.taken_off) if one.changed_since(self.judged_at)]

    @property
    def evidence_gone(self) -> list[EvidenceRow]:
        """Evidence on which the row was appraised, and that was taken off afterwards."""
        return [one for one in self.taken_off if one.changed_since(self.judged_at)]

    @property
    def without_evidence(self) -> bool:
        """Whether something was given and nothing proves it; what the records themselves say needs no paper."""
        given = self.self_cell is not None and self.self_cell.given_by != machine.BY_MACHINE
        return given and not self.evidence and self.source == Source.UNIT


def anchor_of(code: str) -> str:
    """The HTML id of the row of a leaf."""
    return "row-" + code.replace(".", "-")


def _cell(leaf: Criterion, mark: Mark | None, before: Mark | None = None) -> Cell | None:
    if mark is None:
        return None
    changed = before is not None and mark.given != before.given
    words = wording.given_in_words(leaf, mark.given)
    return Cell(words, mark.score, mark.reason, mark.given_by, mark.given_at, changed)


def sheet_rows(sheet: Sheet, on: date, round: str = "") -> list[Row]:  # noqa: A002 - the field's word
    """All rows of a sheet, those that do not apply too, in four queries and those of the machine.

    With a round, the inputs of each row show what was typed in it, else what stands. ``on`` is the day up to which
    the records count for machine rows.
    """
    criteria = criteria_of(sheet.criteria_set)
    marks = standing.marks_of(sheet)
    by_round = {one: standing.newest(marks, one) for one in Mark.Round.values}
    stands = standing.standing(marks)
    drafts = {
        draft.leaf.code: draft
        for draft in Draft.objects.filter(sheet=sheet, round=round).select_related("leaf")
    }
    evidence = evidence_of(sheet)
    proposed = machine.machine_inputs(sheet, on)
    compared = comparing(sheet)
    held = frozenset(sheet.tags)
    asked = set(sheet.asked)
    rows: list[Row] = []
    for area in criteria.areas:
        for leaf in area.leaves():
            row = Row(
                code=leaf.code,
                title=leaf.title,
                area=area.code,
                area_title=area.title,
                maximum=leaf.max,
                rule=wording.rule_in_words(leaf),
                source=leaf.source.value,
                source_words=choices.SOURCES[leaf.source],
                evidence_wanted=leaf.evidence,
                applies=leaf.applies.holds(sheet.profile, held),
                evidence=[one for one in evidence.get(leaf.code, []) if one.removed_at is None],
                taken_off=[one for one in evidence.get(leaf.code, []) if one.removed_at is not None],
                asked=leaf.code in asked,
                compares=leaf.code in compared,
            )
            rows.append(row)
            if not row.applies:
                row.status = LeafStatus.NOT_APPLICABLE.value
                continue
            self_mark = by_round[Mark.Round.SELF].get(leaf.code)
            appraised = by_round[Mark.Round.APPRAISAL].get(leaf.code)
            row.self_cell = _cell(leaf, self_mark)
            row.appraisal = _cell(leaf, appraised, self_mark)
            row.explanation = _cell(leaf, by_round[Mark.Round.EXPLANATION].get(leaf.code))
            row.second = _cell(leaf, by_round[Mark.Round.SECOND].get(leaf.code), appraised)
            row.final = _cell(leaf, by_round[Mark.Round.FINAL].get(leaf.code))
            judged = by_round[Mark.Round.SECOND].get(leaf.code) or appraised
            row.judged_at = judged.given_at if judged else None
            if leaf.code in proposed:
                row.proposed = wording.given_in_words(leaf, proposed[leaf.code].given)
                row.origin = proposed[leaf.code].origin
            mark = stands.get(leaf.code)
            if mark is not None:
                row.score, row.working = mark.score, wording.working_in_words(mark.working)
                row.status = mark.working.get("status", LeafStatus.MISSING.value)
            if round == Mark.Round.SELF and leaf.inputs and leaf.source is Source.UNIT:
                row.fed, row.fed_words = named.fed(leaf), named.fed_in_words(sheet, leaf)
            _put_inputs(row, leaf, drafts.get(leaf.code), mark, round)
    return rows


def _put_inputs(row: Row, leaf: Criterion, draft: Draft | None, mark: Mark | None, round_: str) -> None:
    given: Mapping[str, Any] = mark.given if mark is not None else {}
    if round_ == Mark.Round.EXPLANATION:
        given = {}
    if draft is not None:
        given, row.reason = draft.given, draft.reason
        row.saved_at, row.saved_by, row.drafted = draft.saved_at, draft.saved_by, True
        row.kept = draft.complete and not draft.given and round_ in DECIDES
        if row.kept:
            given = mark.given if mark is not None else {}
    elif mark is not None and mark.round == round_ and round_ == Mark.Round.SELF:
        row.reason = mark.reason if mark.given_by != machine.BY_MACHINE else ""
        if mark.given_by == machine.BY_MACHINE:
            given = {}
    show(row, leaf, typed_again(given))
    row.live, row.complete = _live(leaf, given)
    if round_ == Mark.Round.EXPLANATION:
        row.complete = bool(row.reason)
    elif round_ in DECIDES:
        row.complete = draft is not None and draft.complete


def typed_again(given: Mapping[str, Any]) -> dict[str, str]:
    """Stored inputs as they would be typed: decimal comma, dot for thousands."""
    typed = {
        name: str(value) if name in {"choice", ABSENT} else wording.figure(value)
        for name, value in given.items()
        if name != "counts"
    }
    counts = given.get("counts") or {}
    return typed | {f"{givens.COUNTS}{code}": wording.figure(count) for code, count in counts.items()}


def show(row: Row, leaf: Criterion, typed: Mapping[str, str]) -> None:
    """Put what was typed, as it was typed, into the inputs of a row."""
    options = wording.options_of(leaf)
    row.options = [
        Choice(code, label, points, typed.get("choice") == code) for code, label, points in options
    ]
    row.inputs = [
        Input(name, wording.label_of(leaf, name), typed.get(name, ""))
        for name in givens.fields_of(leaf)
        if name != "choice" and name not in row.fed
    ]
    row.may_be_left_out = leaf.absent is not Absent.REFUSE
    row.left_out = bool(typed.get(ABSENT))
    row.points = typed.get("points", "")


def live_words(leaf: Criterion, given: Mapping[str, Any]) -> str:
    """What the typed comes to: "Được 3,85 trên 4 điểm", or nothing yet."""
    return _live(leaf, given)[0]


def _live(leaf: Criterion, given: Mapping[str, Any]) -> tuple[str, bool]:
    """What the typed comes to, and whether it is enough to give points."""
    if not given:
        return "", False
    try:
        result = givens.scored(leaf, given)
    except givens.GivenError:
        return "", False
    return score_words(result), result.status is not LeafStatus.MISSING


def score_words(result: scoring.LeafScore) -> str:
    """A leaf's score in words; one that compares has none before the others have theirs."""
    if result.status is LeafStatus.MISSING:
        return "Chưa đủ để tính điểm"
    if result.given.group is not None:
        return "Đã nhập; điểm tính khi có kết quả của cụm, khối"
    if result.status is LeafStatus.NOT_APPLICABLE:
        return "Không áp dụng, không tính vào tổng"
    return f"Được {wording.points(result.score)} trên {wording.figure(result.max)} điểm"
