"""The child's side of ``grids``: the cells of a workbook's sheets, typed, merged cells filled downwards."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.utils.exceptions import InvalidFileException

from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.package import look_into

_MERGED = re.compile(rb'<mergeCell[^>]*ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_MOST_COLUMNS = 60
_SIGNIFICANT = 15


def work(content: bytes, options: Mapping[str, Any]) -> dict[str, Any]:
    """The visible sheets. Raises UnreadableFileError when the file is no sound workbook."""
    if not content.startswith(b"PK\x03\x04") or look_into(content).kind != "xlsx":
        raise UnreadableFileError("not_xlsx")
    try:
        return {"sheets": _sheets(content, options["max_rows"])}
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


def _sheets(content: bytes, max_rows: int) -> list[dict[str, Any]]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=False, keep_links=False)
    found = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        sheet.reset_dimensions()
        rows: list[list[Any]] = []
        for number, cells in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS), 1):
            if number > max_rows:
                raise UnreadableFileError("too_many_rows", {"rows": max_rows})
            values = [_typed(cell) for cell in cells]
            while values and values[-1] is None:
                values.pop()
            rows.append(values)
        _fill(rows, _merged(content, sheet))
        found.append({"name": sheet.title, "rows": rows})
    return found


def _typed(cell: Any) -> Any:
    """A text as it is; anything else as a list of its kind and its text."""
    value, kind = cell.value, cell.data_type
    if value is None or kind == "s":
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    found = ["error" if kind == "e" else "formula", str(value)]
    if kind not in {"f", "e"}:
        if isinstance(value, datetime):
            found = ["day", value.date().isoformat()]
        elif isinstance(value, date):
            found = ["day", value.isoformat()]
        elif isinstance(value, (int, float)):
            # a workbook keeps binary fractions; what was typed is the shortest decimal of fifteen digits
            shortest = str(value) if isinstance(value, int) else f"{value:.{_SIGNIFICANT}g}"
            found = ["number", format(Decimal(shortest), "f")]
        else:
            return str(value)
    return found


def _merged(content: bytes, sheet: Any) -> list[tuple[int, int, int, int]]:
    """The merged areas of a sheet as first column, first row, last column, last row."""
    with ZipFile(BytesIO(content)) as package:
        xml = package.read(sheet._worksheet_path)  # noqa: SLF001 - the read-only sheet keeps no merged cells itself
    found = []
    for area in _MERGED.finditer(xml):
        (top, left), (bottom, right) = map(coordinate_to_tuple, area.group(1).decode().split(":"))
        found.append((left, top, right, bottom))
    return found


def _fill(rows: list[list[Any]], areas: list[tuple[int, int, int, int]]) -> None:
    """Give the value of an area that runs over several rows to each of its rows."""
    for left, top, _, bottom in areas:
        if top == bottom or top > len(rows) or left > len(rows[top - 1]):
            continue
        value = rows[top - 1][left - 1]
        for row in rows[top:bottom]:
            row.extend([None] * (left - len(row)))
            row[left - 1] = value
