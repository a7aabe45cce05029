"""Pages of step 7: the unit's meeting, its list, the nominations and their dossiers."""

from thidua.nominations.views.dossier import attach, detach, item_file, report
from thidua.nominations.views.meetings import (
    meeting,
    meeting_add,
    meeting_change,
    meeting_papers,
    nomination_add,
)
from thidua.nominations.views.nominations import (
    nomination,
    nomination_change,
    nomination_list,
    nomination_list_xlsx,
)
from thidua.nominations.views.steps import step

__all__ = [
    "attach",
    "detach",
    "item_file",
    "meeting",
    "meeting_add",
    "meeting_change",
    "meeting_papers",
    "nomination",
    "nomination_add",
    "nomination_change",
    "nomination_list",
    "nomination_list_xlsx",
    "report",
    "step",
]
