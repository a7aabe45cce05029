"""From the cells of one row to the input of a leaf: one small reader for each leaf, made once."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, Final

from thidua.engine.scoring.criteria import Criterion
from thidua.engine.scoring.inputs import LeafInput, Number, Option
from thidua.engine.scoring.numbers import plain
from thidua.engine.scoring.rules import Banded, Deduction, Graded, YesNo
from thidua.engine.scoring.table.faults import Faults
from thidua.engine.scoring.table.header import Header
from thidua.engine.scoring.written import MOST_DIGITS, WrittenError, checked, read_number
from thidua.engine.text import fold as fold_text

fold = lru_cache(maxsize=4096)(fold_text)
"""Answers repeat: each is folded once."""

CellsReader = Callable[[int, Sequence[Any]], LeafInput | None]
"""Takes the number of a row and its cells; None when a fault was noted."""

_ANSWERS: Final[Mapping[str, str]] = {
    **dict.fromkeys(("co", "dat", "yes", "x", "1", "true"), "yes"),
    **dict.fromkeys(("khong", "khong dat", "no", "0", "false"), "no"),
}
_ABSENT: Final = frozenset({"kad", "khong ap dung", "n/a"})
MOST_SEEN: Final = 1000
_NOTHING_CAME_UP: Final = LeafInput(denominator=0)


class Notes:
    """Numbers that were read by our habit where another would read another: said back, counted."""

    def __init__(self, most: int) -> None:
        self.kept: list[tuple[int, str, str, str]] = []
        self.more = 0
        self._most = most

    def add(self, row: int, column: str, text: str, number: Decimal) -> None:
        """Note one."""
        if len(self.kept) < self._most:
            self.kept.append((row, column, text, plain(number)))
        else:
            self.more += 1


class Cells:
    """Reads cells by the columns of one table."""

    def __init__(self, header: Header, faults: Faults, notes: Notes) -> None:
        self._header = header
        self._faults = faults
        self._notes = notes
        nowhere = -1
        self._numerator = header.places.get("numerator", nowhere)
        self._denominator = header.places.get("denominator", nowhere)
        self._value = header.places.get("value", nowhere)

    def _cell(self, cells: Sequence[Any], place: int) -> Any:
        if place < 0 or place >= len(cells) or cells[place] is None:
            return ""
        cell = cells[place]
        return cell.strip() if isinstance(cell, str) else cell

    def _refuse(self, code: str, row: int, column: str, value: object = "", detail: str = "") -> None:
        self._faults.add(code, row, self._header.title(column), value, detail)

    def number(self, row: int, column: str, cell: Any) -> Number | None:
        """A number of a cell that is not empty, or None when a fault was noted."""
        if type(cell) is str and cell.isascii() and cell.isdigit() and len(cell) <= MOST_DIGITS:
            return int(cell)
        try:
            if isinstance(cell, (int, Decimal)):
                found = checked(Decimal(cell))
            else:  # what is neither number nor text reads as a text that is no number
                found, doubtful = read_number(cell if isinstance(cell, str) else str(cell))
                if doubtful:
                    self._notes.add(row, self._header.title(column), cell, found)
        except WrittenError as error:
            self._refuse(error.code, row, column, cell)
            return None
        return int(found) if found == int(found) else found

    def plain_value(self, row: int, cells: Sequence[Any]) -> Number | None:
        """The number in the column of values, or None when a fault was noted."""
        cell = self._cell(cells, self._value)
        if cell == "":
            self._refuse("value_needed", row, "value")
            return None
        return self.number(row, "value", cell)

    def reader(self, leaf: Criterion) -> CellsReader:
        """Make the reader of a leaf."""
        fields = leaf.rule.fields if leaf.rule is not None else ()
        if "numerator" in fields or fields == ("counts",):
            return self._ratio(leaf)
        labels = _labels(leaf)
        if "choice" in fields and "count" not in fields:
            return self._plain(leaf, lambda row, cell: self._choice(row, cell, labels))
        return self._plain(leaf, lambda row, cell: self._figure(row, cell, labels, fields))

    def _absent(self, cell: Any) -> bool:
        return isinstance(cell, str) and fold(cell) in _ABSENT

    def _plain(self, leaf: Criterion, read: Callable[[int, Any], LeafInput | None]) -> CellsReader:
        place = self._value
        seen: dict[str, LeafInput] = {}  # answers and small counts repeat: each is read once

        def found(row: int, cells: Sequence[Any]) -> LeafInput | None:
            raw = cells[place] if 0 <= place < len(cells) else None
            if type(raw) is str and (known := seen.get(raw)) is not None:
                return known
            cell = self._cell(cells, place)
            if cell == "":
                self._refuse("value_needed", row, "value", detail=leaf.code)
                return None
            made = LeafInput(not_applicable=True) if self._absent(cell) else read(row, cell)
            if type(raw) is str and made is not None and (made.choice is not None or raw.isdecimal()):
                if len(seen) >= MOST_SEEN:
                    seen.clear()
                seen[raw] = made
            return made

        return found

    def _choice(self, row: int, cell: Any, labels: Mapping[str, str]) -> LeafInput | None:
        code = labels.get(fold(str(cell)))
        if code is None:
            self._refuse("unknown_answer", row, "value", cell, "; ".join(dict.fromkeys(labels)))
            return None
        return LeafInput(choice=code)

    def _figure(
        self, row: int, cell: Any, labels: Mapping[str, str], fields: tuple[str, ...]
    ) -> LeafInput | None:
        if (
            labels
            and isinstance(cell, str)
            and (code := labels.get(fold(cell))) is not None
            and code != "none"
        ):
            return LeafInput(choice=code)
        number = self.number(row, "value", cell)
        if number is None:
            return None
        if "count" not in fields:
            return LeafInput(points=number) if "points" in fields else LeafInput(value=number)
        if not isinstance(number, int):
            self._refuse("not_a_whole_number", row, "value", cell)
            return None
        return LeafInput(count=number)

    def _share(self, row: int, cell: Any) -> LeafInput | None:
        """A ratio that comes as a percentage, or as a part of 1."""
        if isinstance(cell, str) and cell.endswith("%"):
            number = self.number(row, "value", cell[:-1].strip())
            return None if number is None else LeafInput(value=Decimal(number) / 100)
        number = self.number(row, "value", cell)
        return None if number is None else LeafInput(value=number)

    def _ratio(self, leaf: Criterion) -> CellsReader:
        numerator, denominator = self._numerator, self._denominator
        needed = max(numerator, denominator)
        both_there = numerator >= 0 <= denominator
        fixed = leaf.rule is not None and "denominator" not in leaf.rule.fields and leaf.rule.kind != "survey"
        overrides = _labels(leaf) if isinstance(leaf.rule, Banded) else {}

        plain_counts = both_there and not fixed and not overrides

        def found(row: int, cells: Sequence[Any]) -> LeafInput | None:
            if plain_counts and len(cells) > needed:
                above, below = cells[numerator], cells[denominator]
                if (
                    type(above) is str
                    and type(below) is str
                    and above
                    and below
                    and (both := above + below).isascii()
                    and both.isdigit()
                    and len(above) <= MOST_DIGITS >= len(below)
                ):
                    return LeafInput(None, int(above), int(below))
            return self._slow_ratio(row, cells, overrides, fixed=fixed)

        return found

    def _slow_ratio(
        self, row: int, cells: Sequence[Any], overrides: Mapping[str, str], *, fixed: bool
    ) -> LeafInput | None:
        above, below = self._cell(cells, self._numerator), self._cell(cells, self._denominator)
        value = self._cell(cells, self._value)
        choice = None
        if value != "":
            if self._absent(value):
                return LeafInput(not_applicable=True)
            choice = overrides.get(fold(str(value)))
            if choice is None and (overrides or (above == "" and below == "")):
                return self._share(row, value)
        try:
            over, under = self._count(row, "numerator", above), self._count(row, "denominator", below)
        except WrittenError:
            return None
        if fixed:
            return self._there(row, "numerator", over, LeafInput(choice, over))
        if not over and not under:  # nothing of nothing: nothing came up
            return _NOTHING_CAME_UP
        missing = "numerator" if over is None else "denominator"
        return self._there(row, missing, under if over is not None else over, LeafInput(choice, over, under))

    def _count(self, row: int, column: str, cell: Any) -> Number | None:
        """A number, None where the cell is empty. Raises WrittenError once its fault is noted."""
        if cell == "":
            return None
        found = self.number(row, column, cell)
        if found is None:
            raise WrittenError("noted")
        return found

    def _there(self, row: int, column: str, number: Number | None, found: LeafInput) -> LeafInput | None:
        if number is None:
            self._refuse("value_needed", row, column)
            return None
        return found


def _labels(leaf: Criterion) -> Mapping[str, str]:
    """Answers as a person may write them: the code or the label, without regard to marks and case."""
    rule = leaf.rule
    if isinstance(rule, YesNo):
        return _ANSWERS
    found: dict[str, str] = {}
    options: tuple[Option, ...] = ()
    if isinstance(rule, Graded):
        options = rule.options
    elif isinstance(rule, (Deduction, Banded)):
        options = rule.zero_on if isinstance(rule, Deduction) else rule.overrides
        found = dict.fromkeys(("none", "khong"), "none") if options else {}
    for option in options:
        found |= {fold(option.label): option.code, fold(option.code): option.code}
    return found
