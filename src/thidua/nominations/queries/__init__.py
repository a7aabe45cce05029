"""What is read about nominations: lists, eligibility, dossier, what waits, how far."""

from thidua.nominations.queries.dossier import DossierLine, dossier, missing_papers
from thidua.nominations.queries.eligibility import (
    above_power,
    check,
    leader_share,
    must_go_up,
    own_levels,
    plain,
    superior_of,
    worded,
)
from thidua.nominations.queries.figures import report_figures
from thidua.nominations.queries.forwarding import (
    answers,
    forwardings_visible_to,
    received_from_below,
    superior_name,
    superior_unit,
)
from thidua.nominations.queries.lists import (
    appraisal_list,
    candidates_of,
    differences,
    initiatives_for,
    meeting_of,
    meetings_visible_to,
    nominations_visible_to,
    numbers,
    post_of,
    progress,
    snapshot_of,
    todo,
    usual_merit,
    without_sheet,
)
from thidua.nominations.queries.members import movement_key

__all__ = [
    "DossierLine",
    "above_power",
    "answers",
    "appraisal_list",
    "candidates_of",
    "check",
    "differences",
    "dossier",
    "forwardings_visible_to",
    "initiatives_for",
    "leader_share",
    "meeting_of",
    "meetings_visible_to",
    "missing_papers",
    "movement_key",
    "must_go_up",
    "nominations_visible_to",
    "numbers",
    "own_levels",
    "plain",
    "post_of",
    "progress",
    "received_from_below",
    "report_figures",
    "snapshot_of",
    "superior_name",
    "superior_of",
    "superior_unit",
    "todo",
    "usual_merit",
    "without_sheet",
    "worded",
]
