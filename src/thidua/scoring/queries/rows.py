"""A sheet as it stands on a page: one row for each leaf, all rounds beside each other, values made ready."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from thidua.engine import scoring
from thidua.engine.scoring import Criterion, LeafStatus, Source
from thidua.scoring import choices, givens, wording
from thidua.scoring.models import Draft, EvidenceLink, Mark, Sheet
from thidua.scoring.queries import machine, standing
from thidua.scoring.queries.criteria import criteria_of


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


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """Evidence used for a row; ``late``: brought after the sheet was sent."""

    link_id: int
    evidence_id: int
    title: str
    page: str
    address: str
    kind: str
    pages: int | None
    late: bool


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
    fault: str = ""
    live: str = ""
    editable: bool = False

    @property
    def anchor(self) -> str:
        """The HTML id of the row."""
        return "row-" + self.code.replace(".", "-")

    @property
    def lost(self) -> Decimal:
        """Points not reached in what stands."""
        return self.maximum - self.score if self.score is not None else Decimal(0)

    @property
    def without_evidence(self) -> bool:
        """Whether something was given and nothing proves it; what the records themselves say needs no paper."""
        given = self.self_cell is not None and self.self_cell.given_by != machine.BY_MACHINE
        return given and not self.evidence and self.source == Source.UNIT


def _cell(leaf: Criterion, mark: Mark | None, before: Mark | None = None) -> Cell | None:
    if mark is None:
        return None
    changed = before is not None and mark.given != before.given
    words = wording.given_in_words(leaf, mark.given)
    return Cell(words, mark.score, mark.reason, mark.given_by, mark.given_at, changed)


def _evidence(sheet: Sheet) -> dict[str, list[EvidenceRow]]:
    found: dict[str, list[EvidenceRow]] = {}
    links = EvidenceLink.objects.filter(sheet=sheet).select_related("leaf", "evidence__file").order_by("pk")
    for link in links:
        file = link.evidence.file
        late = sheet.submitted_at is not None and link.entered_at > sheet.submitted_at
        found.setdefault(link.leaf.code, []).append(
            EvidenceRow(
                link.pk,
                link.evidence_id,
                link.evidence.title,
                link.page,
                link.evidence.link,
                file.kind if file else "link",
                file.pages if file else None,
                late,
            )
        )
    return found


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
    evidence = _evidence(sheet)
    proposed = machine.machine_inputs(sheet, on)
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
                evidence=evidence.get(leaf.code, []),
                asked=leaf.code in asked,
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
            if leaf.code in proposed:
                row.proposed = wording.given_in_words(leaf, proposed[leaf.code].given)
                row.origin = proposed[leaf.code].origin
            mark = stands.get(leaf.code)
            if mark is not None:
                row.score, row.working = mark.score, wording.working_in_words(mark.working)
                row.status = mark.working.get("status", LeafStatus.MISSING.value)
            _put_inputs(row, leaf, drafts.get(leaf.code), mark, round)
    return rows


def _put_inputs(row: Row, leaf: Criterion, draft: Draft | None, mark: Mark | None, round_: str) -> None:
    given: Mapping[str, Any] = mark.given if mark is not None else {}
    if round_ == Mark.Round.EXPLANATION:
        given = {}
    if draft is not None:
        given, row.reason = draft.given, draft.reason
        row.saved_at, row.saved_by, row.drafted = draft.saved_at, draft.saved_by, True
    elif mark is not None and mark.round == round_ and round_ == Mark.Round.SELF:
        row.reason = mark.reason if mark.given_by != machine.BY_MACHINE else ""
        if mark.given_by == machine.BY_MACHINE:
            given = {}
    show(row, leaf, typed_again(given))
    row.live = live_words(leaf, given)


def typed_again(given: Mapping[str, Any]) -> dict[str, str]:
    """Stored inputs as they would be typed: decimal comma, dot for thousands."""
    return {
        name: str(value) if name == "choice" else wording.figure(value)
        for name, value in given.items()
        if name != "counts"
    }


def show(row: Row, leaf: Criterion, typed: Mapping[str, str]) -> None:
    """Put what was typed, as it was typed, into the inputs of a row."""
    options = wording.options_of(leaf)
    row.options = [
        Choice(code, label, points, typed.get("choice") == code) for code, label, points in options
    ]
    row.inputs = [
        Input(name, wording.label_of(leaf, name), typed.get(name, ""))
        for name in givens.fields_of(leaf)
        if name != "choice"
    ]
    row.points = typed.get("points", "")


def live_words(leaf: Criterion, given: Mapping[str, Any]) -> str:
    """What the typed comes to: "Được 3,85 trên 4 điểm", or nothing yet."""
    if not given:
        return ""
    try:
        result = givens.scored(leaf, given)
    except givens.GivenError:
        return ""
    return score_words(result)


def score_words(result: scoring.LeafScore) -> str:
    """A leaf's score in words."""
    if result.status is LeafStatus.MISSING:
        return "Chưa đủ để tính điểm"
    if result.status is LeafStatus.NOT_APPLICABLE:
        return "Không áp dụng, không tính vào tổng"
    return f"Được {wording.points(result.score)} trên {wording.figure(result.max)} điểm"


def done_of(rows: list[Row], round_: str) -> tuple[int, int]:
    """How many rows of a round are filled, of how many: "7 of 16 done"."""
    if round_ == Mark.Round.EXPLANATION:
        asked = [row for row in rows if row.asked]
        return sum(bool(row.reason) for row in asked), len(asked)
    own = [row for row in rows if row.applies and row.source == Source.UNIT]
    done = [row for row in own if row.live and row.live != "Chưa đủ để tính điểm"]
    return len(done), len(own)


@dataclass(frozen=True, slots=True)
class AreaLine:
    """One area of a sheet with its points; the percentage is of what applies."""

    code: str
    title: str
    points: Decimal
    maximum: Decimal
    percent: Decimal | None


def area_lines(sheet: Sheet) -> list[AreaLine]:
    """The areas of a sheet as the working was kept with its total; no query."""
    titles = {area.code: area.title for area in criteria_of(sheet.criteria_set).areas}
    return [
        AreaLine(
            area["code"],
            titles.get(area["code"], area["code"]),
            Decimal(area["points"]),
            Decimal(area["max"]),
            Decimal(area["percent"]) if area["percent"] is not None else None,
        )
        for area in sheet.working.get("areas", ())
    ]


@dataclass(frozen=True, slots=True)
class Working:
    """How one leaf of a sheet came to its points: rule, what was given, steps, evidence."""

    code: str
    title: str
    rule: str
    given: str
    score: Decimal | None
    maximum: Decimal
    steps: tuple[str, ...]
    reason: str
    given_by: str
    evidence: tuple[EvidenceRow, ...]


def working(sheet: Sheet, leaf_code: str) -> Working | None:
    """The working of one leaf down to rule and evidence, from the mark that stands; None before there is one."""
    leaf = criteria_of(sheet.criteria_set).leaf(leaf_code)
    marks = [mark for mark in standing.marks_of(sheet) if mark.leaf.code == leaf_code]
    mark = standing.standing(marks).get(leaf_code)
    if mark is None:
        return None
    return Working(
        leaf.code,
        leaf.title,
        wording.rule_in_words(leaf),
        wording.given_in_words(leaf, mark.given),
        mark.score,
        leaf.max,
        tuple(wording.working_in_words(mark.working)),
        mark.reason,
        mark.given_by,
        tuple(_evidence(sheet).get(leaf_code, ())),
    )


@dataclass(frozen=True, slots=True)
class Lost:
    """Points lost in one leaf."""

    code: str
    title: str
    score: Decimal
    maximum: Decimal
    reason: str

    @property
    def lost(self) -> Decimal:
        """How many."""
        return self.maximum - self.score


def lost_points(sheet: Sheet) -> list[Lost]:
    """Where a sheet lost points, most first, by the marks that stand."""
    marks = standing.standing(standing.marks_of(sheet)).values()
    found = [
        Lost(mark.leaf.code, mark.leaf.name, mark.score, mark.leaf.maximum, mark.reason)
        for mark in marks
        if mark.score is not None and mark.score < mark.leaf.maximum
    ]
    return sorted(found, key=lambda one: (-one.lost, one.code))


@dataclass(frozen=True, slots=True)
class AdjustmentLine:
    """Bonus or penalty of a ground, as it stands."""

    title: str
    count: int
    points: Decimal
    reason: str
    given_by: str
    bonus: bool


def adjustment_lines(sheet: Sheet) -> list[AdjustmentLine]:
    """The adjustments that stand, with the points of each before the cap over all."""
    criteria = criteria_of(sheet.criteria_set)
    found = standing.adjustments_of(sheet)
    lines: list[AdjustmentLine] = []
    for extras, bonus in ((criteria.bonus, True), (criteria.penalty, False)):
        for item in extras.items:
            row = found.get(item.code)
            if row is not None and row.count:
                points = item.each * row.count
                points = min(points, item.at_most) if item.at_most is not None else points
                lines.append(AdjustmentLine(item.title, row.count, points, row.reason, row.given_by, bonus))
    return lines
