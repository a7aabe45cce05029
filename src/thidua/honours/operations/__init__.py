"""The only writers of what a subject has."""

from thidua.honours.operations.awards import cancel_award, import_awards, record_award
from thidua.honours.operations.gradings import GradingLine, import_gradings, record_grading
from thidua.honours.operations.holds import (
    begin_verification,
    conclude_discipline,
    end_verification,
    record_absence,
    record_discipline,
)
from thidua.honours.operations.initiatives import recognise_initiative, record_initiative

__all__ = [
    "GradingLine",
    "begin_verification",
    "cancel_award",
    "conclude_discipline",
    "end_verification",
    "import_awards",
    "import_gradings",
    "recognise_initiative",
    "record_absence",
    "record_award",
    "record_discipline",
    "record_grading",
    "record_initiative",
]
