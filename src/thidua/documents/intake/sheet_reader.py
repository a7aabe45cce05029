"""The child's side of `intake.sheets`: one sheet read row by row."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import coordinate_to_tuple, get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from thidua.documents.intake.columns import Expected, Fault
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.package import look_into
from thidua.documents.intake.values import ValueFaultError, folded, read_text, typed
from thidua.documents.paper.workbook import plain_value

_HEAD_WITHIN = 30
_MOST_FAULTS = 100
_MOST_COLUMNS = 200
_PASSED_OVER = {"stt", "tt", "số tt", "số thứ tự"}
_MERGED = re.compile(rb'<mergeCell[^>]*ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_SHOWN = 60
_WHOLE = {"double_column", "missing_column", "no_head", "no_rows", "too_many_rows"}
"""Faults that leave no rows to look at."""


def work(content: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """Rows or faults. Raises UnreadableFileError when the file is no sound workbook."""
    if not content.startswith(b"PK\x03\x04"):
        raise UnreadableFileError("not_xlsx")
    if look_into(content).kind != "xlsx":
        raise UnreadableFileError("not_xlsx")
    columns = [
        Expected(**column | {"aliases": tuple(column["aliases"]), "choices": tuple(column["choices"])})
        for column in options["columns"]
    ]
    try:
        return _read(content, columns, options["max_rows"])
    except (
        BadZipFile,
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
    ) as error:
        raise UnreadableFileError("damaged") from error


class _Reader:
    """Gathers rows and faults of one sheet."""

    def __init__(self, columns: Sequence[Expected], max_rows: int) -> None:
        self.columns = columns
        self.max_rows = max_rows
        self.faults: list[Fault] = []
        self.rows: list[dict[str, Any]] = []
        self.places: dict[int, Expected] = {}
        self.head = 0

    def matches(self, cells: Sequence[Any]) -> int:
        """How many of the expected heads stand in this row."""
        heads = _heads(self.columns)
        return len({heads[text].key for cell in cells if (text := folded(read_text(cell.value))) in heads})

    def read_head(self, number: int, cells: Sequence[Any]) -> None:
        """Which column stands where; names what is missing, unknown or there twice."""
        self.head = number
        heads = _heads(self.columns)
        taken: set[str] = set()
        for at, cell in enumerate(cells, 1):
            title = read_text(cell.value)
            text = folded(title)
            if not text or text in _PASSED_OVER:
                continue
            letter = get_column_letter(at)
            if text not in heads:
                self.faults.append(Fault("unknown_column", number, letter, title))
            elif heads[text].key in taken:
                self.faults.append(Fault("double_column", number, letter, title))
            else:
                taken.add(heads[text].key)
                self.places[at] = heads[text]
        self.faults += [
            Fault("missing_column", number, title=column.title)
            for column in self.columns
            if column.required and column.key not in taken
        ]

    def read_row(self, number: int, cells: Sequence[Any]) -> None:
        """The values of one row under the head; a row without any is passed over."""
        held = {at: cells[at - 1] for at in self.places if at <= len(cells)}
        if all(read_text(cell.value) == "" for cell in held.values()):
            return
        values: dict[str, Any] = {}
        for at, column in self.places.items():
            cell = held.get(at)
            values[column.key] = self._value(number, at, column, cell)
        self.rows.append({"number": number, "values": values})

    def _value(self, number: int, at: int, column: Expected, cell: Any) -> Any:
        raw = None if cell is None else cell.value
        shown = read_text(raw)
        place = (number, get_column_letter(at), column.title, shown[:_SHOWN])
        if cell is not None and cell.data_type == "f":
            self.faults.append(Fault("formula", *place))
        elif cell is not None and cell.data_type == "e":
            self.faults.append(Fault("error_value", *place))
        elif shown == "":
            if column.required:
                self.faults.append(Fault("required", *place))
        else:
            try:
                return plain_value(typed(raw, column))
            except ValueFaultError as fault:
                detail = "; ".join(column.choices) if column.choices else str(column.most)
                self.faults.append(Fault(str(fault), *place, detail=detail))
        return None


def _heads(columns: Sequence[Expected]) -> dict[str, Expected]:
    return {folded(title): column for column in columns for title in (column.title, *column.aliases)}


def _read(content: bytes, columns: Sequence[Expected], max_rows: int) -> dict[str, Any]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    found = _found(book, _Reader(columns, max_rows))
    if found is None:
        missing = [Fault("missing_column", title=column.title) for column in columns if column.required]
        return _answer([Fault("no_head"), *missing], [], "", 0)
    name, head = found
    reader = _Reader(columns, max_rows)
    sheet = book[name]
    for number, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
        if number == head:
            reader.read_head(number, cells)
        elif number > head:
            reader.read_row(number, cells)
            if len(reader.rows) > max_rows:
                reader.faults.append(Fault("too_many_rows", number, detail=str(max_rows)))
                break
    reader.faults += _merged(content, sheet, head)
    if not reader.rows and not reader.faults:
        reader.faults.append(Fault("no_rows", head))
    reader.faults.sort(key=lambda fault: fault.row or 0)
    return _answer(reader.faults, reader.rows, name, head)


def _found(book: Any, reader: _Reader) -> tuple[str, int] | None:
    """The visible sheet and row that hold most of the expected heads."""
    best: tuple[int, str, int] | None = None
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(max_row=_HEAD_WITHIN, max_col=_MOST_COLUMNS), 1):
            matched = reader.matches(cells)
            if matched and (best is None or matched > best[0]):
                best = (matched, sheet.title, number)
    return None if best is None else best[1:]


def _merged(content: bytes, sheet: Any, head: int) -> list[Fault]:
    """Merged cells at or below the head: they would leave rows half empty."""
    with ZipFile(BytesIO(content)) as package:
        xml = package.read(sheet._worksheet_path)  # noqa: SLF001 - the read-only sheet keeps no merged cells itself
    faults = []
    for found in _MERGED.finditer(xml):
        area = found.group(1).decode()
        first, last = area.split(":")
        if coordinate_to_tuple(last)[0] >= head:
            row, column = coordinate_to_tuple(first)
            faults.append(Fault("merged", row, get_column_letter(column), value=area))
    return faults


def _answer(faults: Sequence[Fault], rows: Sequence[dict[str, Any]], sheet: str, head: int) -> dict[str, Any]:
    shown = [asdict(fault) for fault in faults[:_MOST_FAULTS]]
    kept = [] if len(faults) > _MOST_FAULTS or any(fault.code in _WHOLE for fault in faults) else list(rows)
    return {
        "faults": shown,
        "more": max(len(faults) - _MOST_FAULTS, 0),
        "rows": kept,
        "sheet": sheet,
        "head": head,
    }
