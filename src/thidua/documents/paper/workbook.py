"""A list as it goes into an Excel file: plain frozen data."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

Value = str | int | Decimal | date | None
Kind = Literal["text", "center", "number", "money", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: title, width in characters, what it holds. "number" shows decimals only where there are some."""

    title: str
    width: int = 16
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Pick:
    """A cell (row and column of the table, from 1) that is chosen from a list of cells, like ``'Mức'!$B$4:$B$6``."""

    row: int
    column: int
    source: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: centred title lines (the first bold), the table, a total row, lines below it ("Bằng chữ: …")."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    titles: tuple[str, ...] = ()
    total: tuple[Value, ...] | None = None
    notes: tuple[str, ...] = ()
    landscape: bool = True
    picks: tuple[Pick, ...] = ()

    @property
    def head(self) -> int:
        """The number of the row that holds the heads of the columns."""
        return len(self.titles) + 2 if self.titles else 1


@dataclass(frozen=True, slots=True)
class Sheets:
    """A workbook; `title` and `author` go into its properties."""

    sheets: tuple[Sheet, ...]
    title: str = ""
    author: str = ""


def plain_value(value: Value) -> Any:
    """A cell's value as JSON, with its type."""
    if isinstance(value, Decimal):
        return {"decimal": str(value)}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    return value


def typed_value(value: Any) -> Value:
    """The value that `plain_value` gave."""
    if isinstance(value, dict):
        return Decimal(value["decimal"]) if "decimal" in value else date.fromisoformat(value["day"])
    return value if value is None or isinstance(value, str | int) else str(value)
