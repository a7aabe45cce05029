"""Pages of step 7: the unit's meeting, its list, the nominations and their dossiers."""

from thidua.nominations.views.dossier import attach, confirm, detach, item_file, report
from thidua.nominations.views.forwarding import (
    answer,
    forwarding,
    from_below,
    parcel_check,
    parcel_file,
    send_up,
)
from thidua.nominations.views.meetings import (
    meeting,
    meeting_add,
    meeting_change,
    meeting_number,
    meeting_papers,
    nomination_add,
)
from thidua.nominations.views.nominations import (
    nomination,
    nomination_change,
    nomination_list,
    nomination_list_xlsx,
)
from thidua.nominations.views.sheets import person_sheet
from thidua.nominations.views.steps import step

__all__ = [
    "answer",
    "attach",
    "confirm",
    "detach",
    "forwarding",
    "from_below",
    "item_file",
    "meeting",
    "meeting_add",
    "meeting_change",
    "meeting_number",
    "meeting_papers",
    "nomination",
    "nomination_add",
    "nomination_change",
    "nomination_list",
    "nomination_list_xlsx",
    "parcel_check",
    "parcel_file",
    "person_sheet",
    "report",
    "send_up",
    "step",
]
