"""What a table from outside must look like, what it gives, and what can be wrong with it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

ColumnKind = Literal["text", "number", "money", "integer", "date"]
Cell = str | Decimal | int | date | None


@dataclass(frozen=True, slots=True)
class Expected:
    """A column that is read.

    `key` names it in the rows; `title` is its head in the template, `aliases` other heads that mean the same.
    "number" takes a decimal comma or dot; "money" takes dots as thousands; "date" takes a date cell or dd/mm/yyyy.
    `choices`, where given, are the only texts allowed (compared without case). `most` is the longest text.
    """

    key: str
    title: str
    kind: ColumnKind = "text"
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    most: int = 500
    width: int = 22
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the sheet and its values by the key of the column."""

    number: int
    values: dict[str, Cell]

    def text(self, key: str) -> str:
        """The text of a cell, empty where there is none."""
        value = self.values.get(key)
        return "" if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Table:
    """What was read: the sheet's name, the number of its head row, the rows that hold anything."""

    sheet: str
    head: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, with its place: row number and column letter where there is one.

    Codes: `formula`, `merged`, `error_value`, `required`, `not_number`, `not_integer`, `not_date`, `not_choice`,
    `too_long`, `missing_column`, `unknown_column`, `double_column`, `no_rows`, `too_many_rows`, `no_head`.
    """

    code: str
    row: int | None = None
    column: str = ""
    title: str = ""
    value: str = ""
    detail: str = ""


class TableRefusedError(Exception):
    """A table with faults; nothing of it is kept. `faults` come in the order of the sheet; `more` were cut off.

    `table` is what could be read, a faulty cell empty, so that what else is wrong is told in the same go; None where
    the columns or the rows as a whole are wrong, or the list of faults is full.
    """

    def __init__(self, faults: tuple[Fault, ...], more: int = 0, table: Table | None = None) -> None:
        super().__init__(faults[0].code if faults else "")
        self.faults = faults
        self.more = more
        self.table = table
