"""Workbooks as grids of typed cells. A foreign workbook is read in a child process with limits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from thidua.documents.intake import child
from thidua.documents.intake.errors import UnreadableFileError

MAX_BYTES = 20 * 1024 * 1024
MAX_ROWS = 200_000
TIMEOUT = 120.0


@dataclass(frozen=True, slots=True)
class Grid:
    """One visible sheet: texts, ``Decimal``, ``date`` or None; a formula or an error as ``Odd``."""

    name: str
    rows: tuple[tuple[Any, ...], ...]

    def numbered(self) -> Iterator[tuple[int, tuple[Any, ...]]]:
        """The rows with their numbers."""
        return iter(enumerate(self.rows, 1))


class Odd(str):
    """A cell that is no value: a formula without result, an error. Reads as a text that is no number."""

    __slots__ = ()


def _value(cell: Any) -> Any:
    if not isinstance(cell, list):
        return cell
    kind, text = cell
    if kind == "number":
        return Decimal(text)
    if kind == "day":
        return date.fromisoformat(text)
    return Odd(text)


def read_grids(content: bytes, max_rows: int = MAX_ROWS) -> tuple[Grid, ...]:
    """The visible sheets of a workbook. Raises ``UnreadableFileError``."""
    if not content:
        raise UnreadableFileError("empty")
    if len(content) > MAX_BYTES:
        raise UnreadableFileError("too_large", {"megabytes": MAX_BYTES // (1024 * 1024)})
    found = child.run(
        "thidua.scoring.files.grid_reader", content, timeout=TIMEOUT, options={"max_rows": max_rows}
    )
    return tuple(
        Grid(sheet["name"], tuple(tuple(_value(cell) for cell in row) for row in sheet["rows"]))
        for sheet in found["sheets"]
    )
