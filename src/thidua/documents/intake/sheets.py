"""Tables that come as Excel files, and the template that asks for them.

A hostile or broken workbook is read in a child process. Either every row is right, or all faults come back at once with
their rows and columns and nothing is used.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from thidua.documents.intake import child
from thidua.documents.intake.columns import Expected, Fault, Row, Table, TableRefusedError
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.paper.workbook import Column, Kind, Sheet, Sheets, Value, typed_value
from thidua.documents.render.child import in_child
from thidua.documents.render.payload import for_sheets

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 5000
_KINDS: dict[str, Kind] = {
    "text": "text",
    "number": "number",
    "money": "money",
    "integer": "number",
    "date": "date",
}
_NAMES = {
    "text": "chữ",
    "number": "số, phần thập phân sau dấu phẩy",
    "money": "số tiền (đồng)",
    "integer": "số nguyên",
    "date": "ngày/tháng/năm",
}


def read_table(content: bytes, columns: Sequence[Expected], max_rows: int = MAX_ROWS) -> Table:
    """The rows of the first visible sheet that has the columns' heads.

    Empty rows are skipped, a column "STT" is passed over. Raises UnreadableFileError when the file is no sound XLSX
    (codes as in `evidence.judge`, and `not_xlsx`), TableRefusedError with all faults, at most 100 of them.
    """
    if not content:
        raise UnreadableFileError("empty")
    if len(content) > MAX_BYTES:
        raise UnreadableFileError("too_large", {"megabytes": MAX_BYTES // (1024 * 1024)})
    options = {"columns": [asdict(column) for column in columns], "max_rows": max_rows}
    found = child.run("thidua.documents.intake.sheet_reader", content, options=options)
    rows = tuple(
        Row(row["number"], {key: typed_value(value) for key, value in row["values"].items()})
        for row in found["rows"]
    )
    table = Table(found["sheet"], found["head"], rows)
    if found["faults"]:
        faults = tuple(Fault(**fault) for fault in found["faults"])
        raise TableRefusedError(faults, found["more"], table if rows else None)
    return table


def template(
    columns: Sequence[Expected], title: str, examples: Sequence[Sequence[Value]], at: datetime
) -> bytes:
    """The XLSX to download and fill in: a title, the heads (a star where a value is needed), examples to write over.

    A second sheet explains each column. Raises ValueError when an example has another number of cells
    than there are columns.
    """
    if any(len(example) != len(columns) for example in examples):
        raise ValueError("example_cells")
    heads = tuple(
        Column(f"{column.title} *" if column.required else column.title, column.width, _KINDS[column.kind])
        for column in columns
    )
    help_rows = tuple(
        (
            column.title,
            "Có" if column.required else "",
            f"một trong: {'; '.join(column.choices)}" if column.choices else _NAMES[column.kind],
            column.hint,
        )
        for column in columns
    )
    workbook = Sheets(
        (
            Sheet("Nhập liệu", heads, tuple(tuple(row) for row in examples), titles=(title,)),
            Sheet(
                "Hướng dẫn",
                (
                    Column("Cột", 30),
                    Column("Bắt buộc", 12, "center"),
                    Column("Cách ghi", 44),
                    Column("Ghi chú", 60),
                ),
                help_rows,
                titles=("Hướng dẫn điền từng cột",),
                notes=("Không gộp ô, không dùng công thức. Xóa các dòng ví dụ trước khi nộp.",),
            ),
        ),
        title=title,
    )
    return in_child("xlsx", for_sheets(workbook, at))
