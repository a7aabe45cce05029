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
class Sheet:
    """One sheet: centred title lines (the first bold), the table, a total row, lines below it ("Bằng chữ: …")."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    titles: tuple[str, ...] = ()
    total: tuple[Value, ...] | None = None
    notes: tuple[str, ...] = ()
    landscape: bool = True


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
