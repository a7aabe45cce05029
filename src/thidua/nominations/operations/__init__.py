"""What is done with nominations: the only writers of the unit's meeting, its nominations and dossiers."""

from thidua.nominations.operations.appraisal import (
    appraise,
    check,
    forward,
    override,
    reappraise,
    reopen,
    return_nomination,
    settle,
)
from thidua.nominations.operations.dossier import (
    attach,
    detach,
    draft_report,
    draft_unit_letter,
    draft_unit_minutes,
    file_minutes,
)
from thidua.nominations.operations.nominating import (
    change,
    change_unit_meeting,
    hold_unit_meeting,
    nominate,
    recall,
    submit,
    withdraw,
)

__all__ = [
    "appraise",
    "attach",
    "change",
    "change_unit_meeting",
    "check",
    "detach",
    "draft_report",
    "draft_unit_letter",
    "draft_unit_minutes",
    "file_minutes",
    "forward",
    "hold_unit_meeting",
    "nominate",
    "override",
    "reappraise",
    "recall",
    "reopen",
    "return_nomination",
    "settle",
    "submit",
    "withdraw",
]
