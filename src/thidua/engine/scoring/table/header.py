"""The head of a table of values: which column stands where."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from thidua.engine.scoring.table.faults import Faults
from thidua.engine.text import fold

Row = tuple[int, Sequence[Any]]
"""The number of a row and its cells: texts, or numbers where the file has typed cells."""

COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "unit_code": ("unit_code", "ma don vi", "ma dv"),
    "unit_name": ("unit_name", "ten don vi", "don vi"),
    "metric": ("metric", "leaf", "leaf_code", "ma tieu chi", "tieu chi", "ma chi so", "chi so"),
    "numerator": ("numerator", "tu so", "so dat"),
    "denominator": ("denominator", "mau so", "tong so"),
    "value": ("value", "gia tri", "so lieu"),
    "profile": ("profile", "khoi ap dung", "khoi"),
    "tags": ("tags", "dac diem"),
    "group": ("group", "cum", "cum thi dua", "cum, khoi"),
}
_BY_TITLE: Final = {title: name for name, titles in COLUMNS.items() for title in titles}
HEAD_WITHIN: Final = 30


def _named(cell: Any) -> str | None:
    return (
        _BY_TITLE.get(fold(cell.removeprefix("\ufeff").strip().rstrip("*")))
        if isinstance(cell, str)
        else None
    )


class Header:
    """Where each column stands, and what it is called there."""

    def __init__(self, row: int, cells: Sequence[Any], faults: Faults) -> None:
        """Read a head; notes what stands twice and what is missing."""
        self.row = row
        self.titles: list[str] = [
            str(cell).removeprefix("\ufeff").strip() if cell is not None else "" for cell in cells
        ]
        self.places: dict[str, int] = {}
        for place, cell in enumerate(cells):
            name = _named(cell)
            if name is None:
                continue
            if name in self.places:
                faults.add("double_column", row, self.titles[place])
            self.places[name] = place
        for name in ("unit_code", "metric"):
            if name not in self.places:
                faults.add("missing_column", row, name)
        if "value" not in self.places:
            for name in ("numerator", "denominator"):
                if name not in self.places:
                    faults.add("missing_column", row, name)
        while self.titles and not self.titles[-1]:
            self.titles.pop()
        self.width = len(self.titles)

    def title(self, name: str) -> str:
        """What a column is called in this table."""
        place = self.places.get(name)
        return self.titles[place] if place is not None else name


def matches(cells: Iterable[Any]) -> int:
    """How many of our columns a row names."""
    return len({name for cell in cells if (name := _named(cell)) is not None})
