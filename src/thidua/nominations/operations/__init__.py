"""What is done with nominations: the only writers of the unit's meeting, its nominations and dossiers."""

from thidua.nominations.operations.appraisal import (
    appraise,
    appraise_again,
    check,
    decide_otherwise,
    forward,
    override,
    reappraise,
    reopen,
    return_nomination,
    settle,
)
from thidua.nominations.operations.dossier import (
    attach,
    confirm_report,
    detach,
    draft_report,
    draft_unit_letter,
    draft_unit_minutes,
    file_minutes,
    number_unit_paper,
)
from thidua.nominations.operations.forwarding import decide, receive, return_down, send_up
from thidua.nominations.operations.nominating import (
    change,
    change_unit_meeting,
    hold_unit_meeting,
    nominate,
    recall,
    submit,
    withdraw,
)
from thidua.nominations.operations.standing import require_standing

__all__ = [
    "appraise",
    "appraise_again",
    "attach",
    "change",
    "change_unit_meeting",
    "check",
    "confirm_report",
    "decide",
    "decide_otherwise",
    "detach",
    "draft_report",
    "draft_unit_letter",
    "draft_unit_minutes",
    "file_minutes",
    "forward",
    "hold_unit_meeting",
    "nominate",
    "number_unit_paper",
    "override",
    "reappraise",
    "recall",
    "receive",
    "reopen",
    "require_standing",
    "return_down",
    "return_nomination",
    "send_up",
    "settle",
    "submit",
    "withdraw",
]
