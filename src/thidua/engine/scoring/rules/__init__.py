"""The kinds of scoring rule. Each turns what was typed into points and notes every step."""

from thidua.engine.scoring.rules.choice import Assessed, Graded, YesNo
from thidua.engine.scoring.rules.counting import Deduction, PerItem
from thidua.engine.scoring.rules.ratio import AllOrNothing, Band, Banded, Complement, Proportional, Target
from thidua.engine.scoring.rules.relative import Better, Leader, Measure, MinMax, figure
from thidua.engine.scoring.rules.survey import Survey

__all__ = [
    "AllOrNothing",
    "Assessed",
    "Band",
    "Banded",
    "Better",
    "Complement",
    "Deduction",
    "Graded",
    "Leader",
    "Measure",
    "MinMax",
    "PerItem",
    "Proportional",
    "Survey",
    "Target",
    "YesNo",
    "figure",
]
