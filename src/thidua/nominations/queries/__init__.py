"""What is read about nominations: lists, eligibility, dossier, what waits, how far."""

from thidua.nominations.queries.dossier import REPORT, DossierLine, dossier, missing_papers
from thidua.nominations.queries.eligibility import (
    CAME_UP,
    check,
    held_back,
    new_fact,
    new_facts,
    plain,
    worded,
)
from thidua.nominations.queries.facts import leader_share
from thidua.nominations.queries.figures import report_figures
from thidua.nominations.queries.forwarding import (
    answers,
    forwardings_visible_to,
    hears_from_below,
    received_from_below,
    superior_name,
    superior_unit,
    todo_from_below,
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
from thidua.nominations.queries.power import above_power, must_go_up, own_levels, stays_chosen, superior_of

__all__ = [
    "CAME_UP",
    "REPORT",
    "DossierLine",
    "above_power",
    "answers",
    "appraisal_list",
    "candidates_of",
    "check",
    "differences",
    "dossier",
    "forwardings_visible_to",
    "hears_from_below",
    "held_back",
    "initiatives_for",
    "leader_share",
    "meeting_of",
    "meetings_visible_to",
    "missing_papers",
    "movement_key",
    "must_go_up",
    "new_fact",
    "new_facts",
    "nominations_visible_to",
    "numbers",
    "own_levels",
    "plain",
    "post_of",
    "progress",
    "received_from_below",
    "report_figures",
    "snapshot_of",
    "stays_chosen",
    "superior_name",
    "superior_of",
    "superior_unit",
    "todo",
    "todo_from_below",
    "usual_merit",
    "without_sheet",
    "worded",
]
