"""Lists as Excel files: typed cells, a head that stays in view, A4 landscape, no formula from a user's text."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from thidua.documents.paper.workbook import Column, Sheet, Sheets, Value
from thidua.documents.render.layout import balanced
from thidua.documents.render.package import reproducible

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FONT = "Times New Roman"
_FORMATS = {"number": "[$-42A]#,##0.##", "money": "[$-42A]#,##0", "date": "dd/mm/yyyy"}
"""The mark of Vietnam (42A): dots for thousands and a decimal comma on any machine."""
_WHOLE = "[$-42A]#,##0"
_LINE_HEIGHT = 16.5
"""Points of one line of 12 pt; a row gets its height here, for not every program finds it by itself."""
_MM_A_CHARACTER = 1.9
_CELL_MARGIN = 2.0
_SIZE = 12
_HIGHEST_ROW = 409
_SIDES = {"text": "left", "center": "center", "number": "right", "money": "right", "date": "center"}
_THIN = Side(style="thin", color="000000")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEAD_FILL = PatternFill("solid", fgColor="E7ECF3")
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LONGEST_NAME = 31
_LONGEST_TEXT = 32_767


def render(workbook: Sheets, at: datetime) -> bytes:
    """The XLSX of a workbook. The same workbook and time (aware) give the same bytes.

    Numbers stay numbers and days days; a text that begins with "=" stays a text. Raises ValueError when a row has
    another number of cells than there are columns.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    for sheet in workbook.sheets:
        _write(book.create_sheet(_name(sheet.name)), sheet)
    book.properties.title = workbook.title
    book.properties.creator = workbook.author
    book.properties.lastModifiedBy = workbook.author
    book.properties.created = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    file = BytesIO()
    book.save(file)
    return reproducible(file.getvalue(), at)


def _write(made: Worksheet, sheet: Sheet) -> None:
    last = len(sheet.columns)
    line = 0
    for line, title in enumerate(sheet.titles, 1):
        cell = _put(made, line, 1, title)
        cell.font = Font(name=_FONT, size=14 if line == 1 else 12, bold=line == 1, italic=line > 1)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        made.merge_cells(start_row=line, end_row=line, start_column=1, end_column=last)
    head = sheet.head
    for at, column in enumerate(sheet.columns, 1):
        cell = _put(made, head, at, column.title)
        cell.font = Font(name=_FONT, size=_SIZE, bold=True)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = _BORDER
        cell.fill = _HEAD_FILL
        made.column_dimensions[get_column_letter(at)].width = column.width
    made.row_dimensions[head].height = _height(
        [(column.title, column.width) for column in sheet.columns], bold=True
    )
    line = head
    for row in sheet.rows:
        line += 1
        made.row_dimensions[line].height = _height(
            [
                (value, column.width)
                for value, column in zip(row, sheet.columns, strict=True)
                if isinstance(value, str)
            ]
        )
        _row(made, line, sheet.columns, row, bold=False)
    if sheet.total is not None:
        line += 1
        _row(made, line, sheet.columns, sheet.total, bold=True)
    for note in sheet.notes:
        line += 1
        _put(made, line, 1, note).font = Font(name=_FONT, size=_SIZE, italic=True)
    for pick in sheet.picks:
        choice = DataValidation(type="list", formula1=pick.source, allow_blank=True)
        made.add_data_validation(choice)
        choice.add(f"{get_column_letter(pick.column)}{head + pick.row}")
    made.freeze_panes = f"A{head + 1}"
    made.print_title_rows = f"{head}:{head}"
    made.page_setup.orientation = "landscape" if sheet.landscape else "portrait"
    made.page_setup.paperSize = made.PAPERSIZE_A4
    made.page_setup.fitToWidth = 1
    made.page_setup.fitToHeight = 0
    made.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    made.print_options.horizontalCentered = True
    made.page_margins = PageMargins(left=0.6, right=0.4, top=0.6, bottom=0.6, header=0.3, footer=0.3)
    made.oddFooter = HeaderFooterItem(center=_HeaderFooterPart(text="&P/&N"))


def _height(texts: Sequence[tuple[str, int]], *, bold: bool = False) -> float:
    """The height of a row in points: that of its longest wrapped text."""
    lines = 1
    for text, width in texts:
        room = width * _MM_A_CHARACTER - _CELL_MARGIN
        lines = max(
            lines,
            sum(len(balanced(part, room, _SIZE, bold=bold)) or 1 for part in text.splitlines() or [""]),
        )
    return min(lines * _LINE_HEIGHT + 3, _HIGHEST_ROW)


def _row(
    made: Worksheet, line: int, columns: tuple[Column, ...], row: tuple[Value, ...], *, bold: bool
) -> None:
    for at, (column, value) in enumerate(zip(columns, row, strict=True), 1):
        cell = _put(made, line, at, value)
        cell.font = Font(name=_FONT, size=_SIZE, bold=bold)
        cell.border = _BORDER
        side = (
            _SIDES[column.kind] if not isinstance(value, str) or column.kind in {"text", "center"} else "left"
        )
        cell.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        if column.kind in _FORMATS and value is not None and not isinstance(value, str):
            whole = not isinstance(value, date) and value == int(value)
            cell.number_format = _WHOLE if whole else _FORMATS[column.kind]


def _put(made: Worksheet, line: int, at: int, value: Value) -> Cell:
    cell = made.cell(line, at)
    if not isinstance(cell, Cell):
        raise TypeError("merged_cell")
    if isinstance(value, str):
        cell.value = _CONTROL.sub("", value)[:_LONGEST_TEXT]
        cell.data_type = "s"  # openpyxl takes a text that begins with "=" for a formula
    else:
        cell.value = value
    return cell


def _name(name: str) -> str:
    return _FORBIDDEN_IN_NAME.sub(" ", name)[:_LONGEST_NAME].strip() or "Danh sách"
