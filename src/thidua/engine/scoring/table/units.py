"""From rows to units: each unit with its inputs, one after the other, so that a country never stands in memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from thidua.engine.scoring.criteria import CriteriaSet
from thidua.engine.scoring.inputs import LeafInput, Number
from thidua.engine.scoring.numbers import plain
from thidua.engine.scoring.table.cells import Cells, CellsReader, Notes
from thidua.engine.scoring.table.faults import Faults
from thidua.engine.scoring.table.header import HEAD_WITHIN, Header, Row, matches

MOST_GATHERED: Final = 500_000
"""Rows that are put in order in memory when a file does not keep the rows of a unit together."""


class NotTogetherError(Exception):
    """The rows of a unit do not stand together: the table has to be put in order first."""


Given = tuple[str, int]
"""What a row calls its leaf, and where it stands."""


class UnitRows(NamedTuple):
    """A unit with its inputs by leaf code, and, by leaf code too, the rows that they came from."""

    row: int
    code: str
    name: str
    group: str
    profile: str
    tags: tuple[str, ...]
    inputs: dict[str, LeafInput]
    given: dict[str, Given]


def read_head(rows: Iterator[Row], faults: Faults) -> Header | None:
    """Take rows up to the head, which may have titles above it. None, with a fault, when there is no head."""
    best: tuple[int, Row] | None = None
    seen = 0
    for row in rows:
        if not any(cell not in {None, ""} for cell in row[1]):
            continue
        seen += 1
        matched = matches(row[1])
        if best is None or matched > best[0]:
            best = (matched, row)
        if matched >= 3 or seen >= HEAD_WITHIN:  # noqa: PLR2004 - unit, leaf and a figure
            break
    if best is None:
        faults.add("empty")
        return None
    return Header(*best[1], faults)


def _text(cell: Any) -> str:
    if isinstance(cell, str):
        return cell.strip()
    return "" if cell is None else plain(cell) if isinstance(cell, (int, Decimal)) else str(cell)


def day_codes(day: date) -> tuple[str, ...]:
    """What a code may have been that a spreadsheet took for a day: 1.2.3 and 1.2 became days of a year."""
    short = day.year % 100
    found = (f"{day.day}.{day.month}.{short}", f"{day.month}.{day.day}.{short}", f"{day.day}.{day.month}")
    return tuple(dict.fromkeys(found))


class UnitTable:
    """Reads the rows under a head."""

    def __init__(self, criteria: CriteriaSet, header: Header, faults: Faults, notes: Notes) -> None:
        """Make a reader for each leaf."""
        self._criteria = criteria
        self._header = header
        self._faults = faults
        self._cells = Cells(header, faults, notes)
        readers = {leaf.code: (leaf.code, self._cells.reader(leaf)) for leaf in criteria.leaves}
        named = {leaf.metric: readers[leaf.code] for leaf in criteria.leaves if leaf.metric}
        self._readers: dict[str, tuple[str, CellsReader | None]] = {
            count.code: (count.code, None) for count in criteria.inputs
        }
        self._named = frozenset(self._readers)
        self._readers |= named | readers
        for text, reader in list(self._readers.items()):
            self._readers.setdefault(text.casefold(), reader)
        places = header.places
        self._unit, self._metric = places.get("unit_code", -1), places.get("metric", -1)
        self._name = places.get("unit_name", -1)
        self._about = {name: places[name] for name in ("group", "profile", "tags") if name in places}
        needed = [
            places[name] for name in ("unit_code", "metric", "numerator", "denominator") if name in places
        ]
        self._least = max(needed, default=0) + 1

    def together(self, rows: Iterable[Row], only: frozenset[str] | None = None) -> Iterator[UnitRows]:
        """Go through the units of a table that keeps the rows of each unit together.

        ``only`` reads the leaves named and passes over the rest. Raises NotTogetherError.
        """
        if only is not None and not self._about:  # a group may stand in any row of its unit
            rows = self._naming(rows, only)
        closed: set[str] = set()
        code, block = "", list[Row]()
        unit_at, least, width = self._unit, self._least, self._header.width
        for row in rows:
            cells = row[1]
            if block and least <= len(cells) <= width and cells[unit_at] == code:
                block.append(row)
                continue
            found = self._code(row)
            if found is None:
                continue
            if found != code:
                if block:
                    yield self._read(code, block, only)
                    closed.add(code)
                if found in closed:
                    raise NotTogetherError
                code, block = found, []
            block.append(row)
        if block:
            yield self._read(code, block, only)

    def _naming(self, rows: Iterable[Row], only: frozenset[str]) -> Iterator[Row]:
        """Rows that name one of these leaves, and those whose name has yet to be looked at."""
        others = {text for text, (leaf, _) in self._readers.items() if leaf not in only | self._named}
        metric_at = self._metric
        for row in rows:
            cells = row[1]
            if len(cells) <= metric_at or cells[metric_at] not in others:
                yield row

    def gathered(self, rows: Iterable[Row], only: frozenset[str] | None = None) -> Iterator[UnitRows]:
        """Go through the units of a table in any order; it has to fit in memory."""
        blocks: dict[str, list[Row]] = {}
        for count, row in enumerate(rows, 1):
            if count > MOST_GATHERED:
                self._faults.add(
                    "not_together", row[0], self._header.title("unit_code"), detail=str(MOST_GATHERED)
                )
                return
            found = self._code(row)
            if found is not None:
                blocks.setdefault(found, []).append(row)
        for code, block in blocks.items():
            yield self._read(code, block, only)

    def _code(self, row: Row) -> str | None:
        """The code of the unit of a row; None for an empty row and, with a fault, for one that is not whole."""
        number, cells = row
        if len(cells) < self._least or len(cells) > self._header.width:
            if not any(cell not in {None, ""} for cell in cells):
                return None
            if len(cells) < self._least:
                self._faults.add("too_few_cells", number, detail=f"{len(cells)}/{self._header.width}")
                return None
            if any(cell not in {None, ""} for cell in cells[self._header.width :]):
                self._faults.add("too_many_cells", number, detail=f"{len(cells)}/{self._header.width}")
                return None
        code = _text(cells[self._unit])
        if not code:
            if any(_text(cell) for cell in cells):
                self._faults.add("unit_missing", number, self._header.title("unit_code"))
            return None
        return code

    def _read(self, code: str, block: Sequence[Row], only: frozenset[str] | None) -> UnitRows:
        inputs: dict[str, LeafInput] = {}
        given: dict[str, Given] = {}
        values: dict[str, Number] = {}
        readers, metric_at = self._readers, self._metric
        for number, cells in block:
            metric = cells[metric_at]
            found = readers.get(metric) if isinstance(metric, str) else None
            if found is None:
                metric, found = self._find(number, metric)
                if found is None:
                    continue  # noted
            leaf, reader = found
            if only is not None and leaf not in only and leaf not in self._named:
                continue
            if leaf in given:
                title, before = self._header.title("metric"), str(given[leaf][1])
                self._faults.add("metric_twice", number, title, metric, before)
                continue
            given[leaf] = metric, number
            if reader is None:
                value = self._cells.plain_value(number, cells)
                if value is not None:
                    values[leaf] = value
            elif (read := reader(number, cells)) is not None:
                inputs[leaf] = read
        if self._named:
            self._put_named(values, block[0][0], inputs, given, only)
        name = next((text for _, cells in block if (text := self._at(cells, self._name))), "")
        about = {what: self._alike(what, place, block) for what, place in self._about.items()}
        tags = tuple(tag.strip() for tag in about.get("tags", "").replace(";", ",").split(",") if tag.strip())
        return UnitRows(
            block[0][0], code, name, about.get("group", ""), about.get("profile", ""), tags, inputs, given
        )

    def _put_named(
        self,
        values: Mapping[str, Number],
        row: int,
        inputs: dict[str, LeafInput],
        given: dict[str, Given],
        only: frozenset[str] | None,
    ) -> None:
        """Fill the leaves that use named counts, where no row of their own did; the counts themselves are no leaves."""
        for code in self._named:
            given.pop(code, None)
        for leaf, made in self._criteria.from_named(values).items():
            if leaf not in inputs and (only is None or leaf in only):
                inputs[leaf] = made
                given[leaf] = self._criteria.leaf(leaf).metric or leaf, row

    def _find(self, number: int, cell: Any) -> tuple[str, tuple[str, CellsReader | None] | None]:
        """The leaf that a cell names, if not letter for letter; notes a fault when there is none."""
        title = self._header.title("metric")
        if isinstance(cell, date):
            known = [code for code in day_codes(cell) if code in self._readers]
            if len(known) == 1:
                return known[0], self._readers[known[0]]
            self._faults.add("code_is_a_day", number, title, f"{cell:%d/%m/%Y}")
            return "", None
        metric = _text(cell)
        found = self._readers.get(metric) or self._readers.get(metric.casefold())
        if found is None:
            self._faults.add("metric_unknown" if metric else "metric_missing", number, title, metric)
        return metric, found

    def _at(self, cells: Sequence[Any], place: int) -> str:
        return _text(cells[place]) if 0 <= place < len(cells) else ""

    def _alike(self, what: str, place: int, block: Sequence[Row]) -> str:
        """What all rows of a unit say alike; empty cells say nothing."""
        found = ""
        for number, cells in block:
            text = self._at(cells, place)
            if text and found and text != found:
                self._faults.add("differs", number, self._header.title(what), text, found)
            found = found or text
        return found
