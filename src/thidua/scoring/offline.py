"""A sheet as an Excel workbook that is filled without network, and read back row by row.

Each row carries its own mark: sheet, version of the criteria and leaf. A workbook of another sheet, of another version,
with a row twice or a cell that is no number is refused whole, with every fault and its place; a row that is gone
or left empty changes nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any

from thidua.base.errors import RefusedError
from thidua.documents.intake import sentences
from thidua.documents.intake.columns import Expected, TableRefusedError
from thidua.documents.intake.columns import Row as TableRow
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.sheets import read_table
from thidua.documents.intake.values import folded
from thidua.documents.paper.workbook import Column, Pick, Sheets, Value
from thidua.documents.paper.workbook import Sheet as Page
from thidua.engine.scoring import Criterion, Source
from thidua.scoring import givens, wording
from thidua.scoring.models import Sheet
from thidua.scoring.permissions import OTHERS
from thidua.scoring.queries import named
from thidua.scoring.queries.criteria import applicable, criteria_of
from thidua.scoring.queries.typed import TypedNow

MOST_FAULTS = 100
LONGEST_NOTE = 4000
_TEXT = 30_000
_MARK, _CODE, _NOTE = "Mã dòng", "Tiêu chí số", "Ghi chú"
_HEADS = {
    "numerator": "Số đạt (tử số)",
    "denominator": "Tổng số (mẫu số)",
    "count": "Số trường hợp",
    "choice": "Mức đạt",
    "value": "Số liệu",
}
_LEVELS = "Các mức"


@dataclass(frozen=True, slots=True)
class Change:
    """One row that the workbook fills otherwise than it stands: in words, and as it would be typed on the screen.

    A named count is typed under an empty name.
    """

    code: str
    title: str
    before: str
    after: str
    note_before: str
    note: str
    typed: Mapping[str, str]


@dataclass(slots=True)
class Reading:
    """What a workbook would change. ``missing``: rows that are not in it; ``flags``: what a person should look at."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    missing: list[str] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)


def mark_of(sheet: Sheet, code: str) -> str:
    """What names a row of a sheet in a workbook."""
    return f"P{sheet.pk}-{sheet.criteria_set.digest[:8]}-{code}"


def own_leaves(sheet: Sheet) -> list[Criterion]:
    """The rows that a unit may fill."""
    return [leaf for leaf in applicable(sheet) if leaf.source not in OTHERS]


def _own_fields(leaf: Criterion) -> list[str]:
    """The inputs of a row that are not filled by named counts."""
    fed = named.fed(leaf) if leaf.source is Source.UNIT else frozenset[str]()
    return [name for name in givens.fields_of(leaf) if name not in fed]


def _fields(leaves: Sequence[Criterion]) -> list[str]:
    used = {name for leaf in leaves for name in _own_fields(leaf)}
    used |= {"value" for leaf in leaves if leaf.inputs and leaf.source is Source.UNIT}
    return [name for name in _HEADS if name in used]


def workbook(sheet: Sheet, stands: Mapping[str, TypedNow]) -> Sheets:
    """The workbook of a sheet with what stands in it; chosen levels come from a list."""
    leaves = own_leaves(sheet)
    fields = _fields(leaves)
    levels, places = _levels(leaves)
    kinds = {"choice": Column(_HEADS["choice"], 34)}
    columns = (
        Column(_CODE, 10, "center"),
        Column("Nội dung tiêu chí", 46),
        Column("Tối đa", 9, "number"),
        Column("Cách chấm", 46),
        *(kinds.get(name, Column(_HEADS[name], 16, "number")) for name in fields),
        Column(_NOTE, 34),
        Column("Tài liệu kiểm chứng", 34),
        Column(_MARK, 22),
    )
    counts = named.counts_of(sheet)
    rows = tuple(_count_line(sheet, one, fields) for one in counts) + tuple(
        _line(sheet, leaf, fields, stands.get(leaf.code, TypedNow({}, ""))) for leaf in leaves
    )
    at = 5 + fields.index("choice") if "choice" in fields else 0
    picks = tuple(
        Pick(number, at, places[leaf.code])
        for number, leaf in enumerate(leaves, start=1 + len(counts))
        if leaf.code in places and at
    )
    criteria = criteria_of(sheet.criteria_set)
    return Sheets(
        (
            Page(
                "Phiếu tự chấm",
                columns,
                rows,
                titles=(
                    "PHIẾU TỰ CHẤM ĐIỂM",
                    sheet.subject.name,
                    f"{criteria.title}, bản {criteria.version}",
                    "Điền các cột số liệu, mức đạt, ghi chú. Không sửa cột “Mã dòng”, không thêm cột, không gộp ô.",
                ),
                picks=picks,
            ),
            levels,
        ),
        title=f"Phiếu tự chấm điểm {sheet.subject.name}",
    )


def _count_line(sheet: Sheet, one: named.Count, fields: Sequence[str]) -> tuple[Value, ...]:
    value = givens.exact(sheet.counts[one.code]) if one.code in sheet.counts else None
    cells = [value if name == "value" else None for name in fields]
    how = f"Số liệu dùng chung cho tiêu chí {', '.join(one.leaves)}: ghi ở cột “{_HEADS['value']}”."
    return (one.code, one.label, None, how, *cells, None, None, mark_of(sheet, one.code))


def _line(sheet: Sheet, leaf: Criterion, fields: Sequence[str], now: TypedNow) -> tuple[Value, ...]:
    labels = {code: label for code, label, _ in wording.options_of(leaf)}
    own = _own_fields(leaf)
    cells: list[Value] = []
    for name in fields:
        value = now.given.get(name)
        if name == "choice":
            cells.append(labels.get(str(value), "") if name in own and value is not None else None)
        else:
            cells.append(givens.exact(value) if name in own and value is not None else None)
    return (
        leaf.code,
        leaf.title,
        leaf.max,
        _how(sheet, leaf),
        *cells,
        now.reason,
        leaf.evidence,
        mark_of(sheet, leaf.code),
    )


def _how(sheet: Sheet, leaf: Criterion) -> str:
    own = _own_fields(leaf)
    asked = [
        f"{_HEADS[name]}: {wording.label_of(leaf, name)}"
        for name in own
        if name in _HEADS and leaf.label(name)
    ]
    if len(own) < len(givens.fields_of(leaf)):
        asked.append(f"Lấy từ số liệu dùng chung. {named.fed_in_words(sheet, leaf)}")
    return "\n".join([wording.rule_in_words(leaf), *asked])


def _levels(leaves: Sequence[Criterion]) -> tuple[Page, dict[str, str]]:
    """The sheet of levels to choose from, and for each leaf where its levels stand in it."""
    rows: list[tuple[Value, ...]] = []
    places: dict[str, str] = {}
    head = 3
    for leaf in leaves:
        options = wording.options_of(leaf)
        if options:
            first = head + len(rows) + 1
            rows += [(leaf.code, label, points) for _, label, points in options]
            places[leaf.code] = f"'{_LEVELS}'!$B${first}:$B${head + len(rows)}"
    columns = (Column(_CODE, 12, "center"), Column("Mức", 60), Column("Điểm", 14, "center"))
    return Page(_LEVELS, columns, tuple(rows), titles=("Các mức để chọn ở cột “Mức đạt”",)), places


def read(sheet: Sheet, content: bytes, stands: Mapping[str, TypedNow]) -> Reading:
    """What a workbook would change in a sheet.

    Raises ``RefusedError`` (field ``file``, a sentence in each line) for a file that cannot be read, a workbook of
    another sheet or version, rows that are there twice, and cells that do not hold what they should.
    """
    leaves = {leaf.code: leaf for leaf in own_leaves(sheet)}
    rows = _rows(content, _fields(list(leaves.values())))
    counts = {one.code: one for one in named.counts_of(sheet)}
    found = _by_code(sheet, rows, {*leaves, *counts})
    reading = Reading(missing=[code for code in (*counts, *leaves) if code not in found])
    faults: list[str] = []
    fill = named.carried(sheet, _read_counts(sheet, counts, found, reading, faults))
    for code, row in found.items():
        if code in counts:
            continue
        leaf = leaves[code]
        try:
            typed = _typed(leaf, row, reading)
            note = row.text("note")
            now = stands.get(code, TypedNow({}, ""))
            if not typed and code not in fill and note in {"", now.reason}:
                reading.same += 1
                continue
            given = givens.clean(leaf, typed) if typed else dict(now.given)
            given.pop("points", None)
            if code in fill and givens.ABSENT not in given:
                given = {name: value for name, value in given.items() if name not in named.fed(leaf)} | fill[
                    code
                ]
            givens.scored(leaf, given)
            if given != dict(now.given) and (told := givens.caution(given)):
                reading.flags.append(f"Dòng {row.number}, tiêu chí {code}: {told}")
        except givens.GivenError as error:
            faults.append(_fault(row, error.field, str(error)))
            continue
        _compare(reading, leaf, given, note or now.reason, now)
    if faults:
        raise RefusedError(file="\n".join(faults[:MOST_FAULTS]))
    return reading


def _read_counts(
    sheet: Sheet,
    counts: Mapping[str, named.Count],
    found: Mapping[str, TableRow],
    reading: Reading,
    faults: list[str],
) -> dict[str, str]:
    """The named counts as the workbook fills them; an empty cell leaves the one that stands."""
    told: dict[str, str] = dict(sheet.counts)
    for code, one in counts.items():
        text = found[code].text("value") if code in found else ""
        if not text:
            continue
        if said := givens.doubts(text):
            reading.flags.append(f"Dòng {found[code].number}, số liệu {code}: {said}")
        try:
            number = format(givens.number(text, "value"), "f")
        except givens.GivenError as error:
            faults.append(_fault(found[code], "value", str(error)))
            continue
        if givens.exact(number) == givens.exact(told.get(code, "-1")):
            reading.same += 1
            continue
        told[code] = number
        shown = wording.figure(number)
        reading.changes.append(Change(code, one.label, one.value, shown, "", "", {"": shown}))
    return told


def _rows(content: bytes, fields: Sequence[str]) -> tuple[TableRow, ...]:
    expected = [
        Expected("mark", _MARK, required=True),
        Expected("code", _CODE, most=_TEXT),
        Expected("title", "Nội dung tiêu chí", most=_TEXT),
        Expected("max", "Tối đa", most=_TEXT),
        Expected("how", "Cách chấm", most=_TEXT),
        # numbers are read as they stand and judged here: "1.250" is asked back, not guessed in silence
        *(Expected(name, _HEADS[name], required=False) for name in fields),
        Expected("note", _NOTE, most=LONGEST_NOTE),
        Expected("evidence", "Tài liệu kiểm chứng", most=_TEXT),
    ]
    try:
        return read_table(content, expected).rows
    except UnreadableFileError as error:
        raise RefusedError(file=sentences.sentence(error)) from error
    except TableRefusedError as error:
        lines = sentences.table_sentences(error)
        raise RefusedError(file="\n".join(lines)) from error


def _by_code(sheet: Sheet, rows: Sequence[TableRow], known: AbstractSet[str]) -> dict[str, TableRow]:
    found: dict[str, TableRow] = {}
    faults: list[str] = []
    sheet_mark, digest = f"P{sheet.pk}", sheet.criteria_set.digest[:8]
    for row in rows:
        parts = row.text("mark").split("-", 2)
        if len(parts) != len(("sheet", "digest", "code")):
            faults.append(
                f"Dòng {row.number}: mã dòng “{row.text('mark')}” không đúng. Hãy dùng tệp tải từ phiếu."
            )
            continue
        of, version, code = parts
        if of != sheet_mark:
            raise RefusedError(file=f"Tệp này của phiếu khác, không phải phiếu của {sheet.subject.name}.")
        if version != digest:
            raise RefusedError(
                file="Tệp này lập theo bản khác của bộ tiêu chí. Hãy tải tệp mới từ phiếu rồi chép số liệu sang."
            )
        if code not in known:
            faults.append(f"Dòng {row.number}: phiếu không có tiêu chí {code}.")
        elif code in found:
            faults.append(
                f"Dòng {row.number}: tiêu chí {code} đã có ở dòng {found[code].number}. Hãy xóa một dòng."
            )
        else:
            found[code] = row
    if faults:
        raise RefusedError(file="\n".join(faults[:MOST_FAULTS]))
    return found


def _typed(leaf: Criterion, row: TableRow, reading: Reading) -> dict[str, str]:
    typed: dict[str, str] = {}
    own = _own_fields(leaf)
    for name, head in _HEADS.items():
        text = row.text(name)
        if not text:
            continue
        if name not in own:
            reading.flags.append(
                f"Dòng {row.number}, tiêu chí {leaf.code}: không dùng cột “{head}”, bỏ qua “{text}”."
            )
        elif name == "choice":
            typed[name] = _choice(leaf, text)
        else:
            typed[name] = text
            if said := givens.doubts(text):
                reading.flags.append(f"Dòng {row.number}, tiêu chí {leaf.code}: {said}")
    return typed


def _choice(leaf: Criterion, text: str) -> str:
    options = wording.options_of(leaf)
    for code, label, _ in options:
        if folded(label) == folded(text):
            return code
    known = "; ".join(label for _, label, _ in options)
    raise givens.GivenError("choice", f"“{text}” không có trong các mức: {known}.")


def _fault(row: TableRow, field_name: str, sentence: str) -> str:
    column = f", cột “{_HEADS[field_name]}”" if field_name in _HEADS else ""
    value = row.text(field_name)
    shown = f" (đang ghi “{value}”)" if value and field_name != "choice" else ""
    return f"Dòng {row.number}{column}: {sentence}{shown}"


def _compare(reading: Reading, leaf: Criterion, given: dict[str, Any], note: str, now: TypedNow) -> None:
    if given == dict(now.given) and note == now.reason:
        reading.same += 1
        return
    reading.changes.append(
        Change(
            leaf.code,
            leaf.title,
            wording.given_in_words(leaf, now.given),
            wording.given_in_words(leaf, given),
            now.reason,
            note,
            {
                name: str(value) if name in {"choice", givens.ABSENT} else str(value).replace(".", ",")
                for name, value in given.items()
                if name in {*_own_fields(leaf), "value", givens.ABSENT}
            },
        )
    )
