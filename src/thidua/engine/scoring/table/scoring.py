"""A table of values scored: first what the groups reached where rules compare, then unit after unit."""

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from thidua.engine.scoring.criteria import CriteriaSet
from thidua.engine.scoring.groups import GroupFigures
from thidua.engine.scoring.inputs import ScoreInputError
from thidua.engine.scoring.leaf import ScoringError
from thidua.engine.scoring.sheet import Scorer, SheetScore
from thidua.engine.scoring.table.cells import Notes
from thidua.engine.scoring.table.faults import Faults
from thidua.engine.scoring.table.header import Row
from thidua.engine.scoring.table.units import NotTogetherError, UnitRows, UnitTable, read_head

MOST_NOTES: Final = 20
Opener = Callable[[], Iterator[Row]]


class ScoredUnit(NamedTuple):
    """A unit of the table with its score."""

    unit: UnitRows
    sheet: SheetScore


class TableScorer:
    """Scores one table by one set. ``notes`` holds the numbers that should be said back."""

    def __init__(self, criteria: CriteriaSet, opener: Opener) -> None:
        """Keep the set, and how to go through the rows from the start."""
        self._criteria = criteria
        self._open = opener
        self._faults = Faults()
        self._titles: dict[str, str] = {}
        self._in_any_order = False
        self.notes = Notes(MOST_NOTES)

    def run(self, begin: Callable[[], Callable[[ScoredUnit], None]]) -> int:
        """Score every unit, and return how many there are.

        ``begin`` is called at the start, and once more when the table turns out to keep the rows of a unit apart
        and is read again from the top; what it returns takes each unit as it is scored. A table is refused whole:
        raises TableError when all its faults are known, so what was taken may not be used before this returns.
        """
        try:
            return self._run(begin())
        except NotTogetherError:
            self._in_any_order = True
            return self._run(begin())

    def _run(self, take: Callable[[ScoredUnit], None]) -> int:
        figures = self._figures()
        scorer = Scorer.of(self._criteria)
        self.notes, self._faults = Notes(MOST_NOTES), Faults()
        count = 0
        for unit in self._units(None):
            count += 1
            inputs = figures.put(unit.group, unit.inputs) if figures.leaves else unit.inputs
            sheet = self._score(scorer, unit._replace(inputs=inputs))
            if sheet is not None and not self._faults:
                take(ScoredUnit(unit, sheet))
        if not count and not self._faults:
            self._faults.add("no_rows")
        if self._faults:
            raise self._faults.error()
        return count

    def _units(self, only: frozenset[str] | None) -> Iterator[UnitRows]:
        rows = self._open()
        header = read_head(rows, self._faults)
        if header is None or self._faults:
            return
        self._titles = {name: header.title(name) for name in header.places}
        table = UnitTable(self._criteria, header, self._faults, self.notes)
        yield from table.gathered(rows, only) if self._in_any_order else table.together(rows, only)

    def _figures(self) -> GroupFigures:
        """What each group reached, in a pass of its own where the set has rules that compare."""
        figures = GroupFigures(self._criteria)
        if not figures.leaves:
            return figures
        for unit in self._units(figures.leaves):
            for code, given in unit.inputs.items():
                try:
                    figures.add(unit.group, code, given)
                except ScoreInputError:
                    continue  # told in the second pass, with its row
        return figures

    def _score(self, scorer: Scorer, unit: UnitRows) -> SheetScore | None:
        try:
            return scorer.score(unit.profile, unit.inputs, tags=unit.tags)
        except ScoringError as error:
            if error.code == "unknown_profile":
                self._faults.add(error.code, unit.row, self._column("profile"), error.value)
            else:
                self._faults.add(error.code, unit.row, "", unit.code)
        except ScoreInputError:
            for code, given in unit.inputs.items():
                try:
                    scorer.leaf(code, given)
                except ScoreInputError as error:
                    detail = "; ".join(f"{name}={value}" for name, value in error.facts.items())
                    self._faults.add(
                        error.code,
                        unit.given[code][1],
                        self._column(error.field),
                        unit.given[code][0],
                        detail,
                    )
        return None

    def _column(self, field: str) -> str:
        """What the table calls the column of an input; figures without a column of their own stand under values."""
        known = field if field in self._titles or field == "profile" else "value"
        return self._titles.get(known, known)
