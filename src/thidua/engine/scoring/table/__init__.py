"""Tables of values: many units from one file, scored without a movement or a database."""

from thidua.engine.scoring.table.faults import MOST_FAULTS, TableError, TableFault
from thidua.engine.scoring.table.header import COLUMNS, Row
from thidua.engine.scoring.table.scoring import ScoredUnit, TableScorer
from thidua.engine.scoring.table.units import Given, UnitRows, day_codes

__all__ = [
    "COLUMNS",
    "MOST_FAULTS",
    "Given",
    "Row",
    "ScoredUnit",
    "TableError",
    "TableFault",
    "TableScorer",
    "UnitRows",
    "day_codes",
]
