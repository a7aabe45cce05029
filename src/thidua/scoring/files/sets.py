"""Criteria sets by name or from a file, as YAML text and as Excel workbooks, both ways."""

from __future__ import annotations

import json
from pathlib import Path

import yaml

from thidua.base.errors import RefusedError
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.paper.workbook import Column, Sheet, Sheets
from thidua.engine import scoring
from thidua.engine.scoring.layout import HEADS, LayoutError, read_layout, set_rows, tree_rows
from thidua.engine.scoring.layout.writing import BESIDE, TREE
from thidua.scoring import wording
from thidua.scoring.files.grids import read_grids
from thidua.scoring.files.texts import read_text, shipped_sets
from thidua.scoring.wording import tables

_WIDTHS = (10, 60, 10, 24, 40, 6, 18, 30)
MOST_ROWS = 5000


def find_set(name: str) -> scoring.CriteriaSet:
    """The set that a word of the command line names: one of those shipped, or a file. Raises ``RefusedError``."""
    shipped = shipped_sets()
    if name in shipped:
        return read_text(shipped[name].text)
    path = Path(name)
    if not path.is_file():
        raise RefusedError(
            f"Không có bộ tiêu chí “{name}”. Các bộ có sẵn: {', '.join(shipped)}; hoặc nêu tên một tệp YAML, Excel."
        )
    try:
        content = path.read_bytes()
    except OSError as error:
        raise RefusedError(f"Không mở được tệp {name}.") from error
    if content.startswith(b"PK\x03\x04"):
        return read_workbook(content, path.stem)
    try:
        return read_text(content.decode("utf-8-sig"))
    except UnicodeError as error:
        raise RefusedError(f"Không đọc được tệp {name} như một tệp văn bản UTF-8.") from error


def read_workbook(content: bytes, name: str = "") -> scoring.CriteriaSet:
    """A set from a workbook in an official's layout or as we write it.

    ``name`` is the code where the workbook says none. Raises ``RefusedError`` at ``text`` with every fault and its row.
    """
    try:
        grids = read_grids(content, MOST_ROWS)
    except UnreadableFileError as error:
        raise RefusedError(text=tables.unreadable(error)) from error
    tree = next((grid for grid in grids if grid.name == TREE), grids[0] if grids else None)
    beside = next((grid for grid in grids if grid.name == BESIDE), None)
    try:
        data = read_layout(tree.numbered() if tree else (), beside.numbered() if beside else (), name=name)
        return scoring.load_set(data)
    except LayoutError as error:
        raise RefusedError(text="\n".join(tables.table_faults(error))) from error
    except scoring.CriteriaError as error:
        raise RefusedError(
            text="\n".join(wording.set_fault(fault) for fault in error.faults[:100])
        ) from error


def sheets_of(found: scoring.CriteriaSet) -> Sheets:
    """The set as the sheets of a workbook that reads back to the same set."""
    columns = tuple(
        Column(title, width, "number" if title in {"Điểm tối đa", "Cấp"} else "text")
        for title, width in zip(HEADS, _WIDTHS, strict=True)
    )
    tree = Sheet(TREE, columns, tuple(tree_rows(found)), (found.title, f"Bản {found.version}"))
    beside = Sheet(BESIDE, (Column("Mục", 16), Column("Nội dung", 90)), tuple(set_rows(found)))
    return Sheets((tree, beside), found.title, found.authority)


def yaml_text(found: scoring.CriteriaSet) -> str:
    """The set as YAML text that reads back to the same set; numbers stay texts, so that none is rounded."""
    data = json.loads(found.canonical)
    order = ("code", "version", "title", "subject", "authority", "legal_basis", "period", "scale", "rescale")
    first = {key: data[key] for key in order if key in data}
    return yaml.safe_dump(first | data, allow_unicode=True, sort_keys=False, width=120)
