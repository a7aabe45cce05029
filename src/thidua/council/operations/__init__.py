"""What the council does: the only writers of councils, meetings, ballots and selections."""

from thidua.council.operations.ballots import (
    accept_plain_http,
    close_ballot,
    enter_counts,
    open_ballot,
    prepare_ballot,
    record_opinion,
    void_ballot,
)
from thidua.council.operations.meetings import (
    Presence,
    adjourn,
    close_meeting,
    declare_recusal,
    name_tellers,
    open_meeting,
    plan_meeting,
    reopen_meeting,
    take_attendance,
)
from thidua.council.operations.minutes import (
    draft_minutes,
    file_minutes,
    needs_count_record,
    next_number,
    record_minutes,
)
from thidua.council.operations.seats import end_seat, seat_member, set_up_council
from thidua.council.operations.secret import cast, confirm_key, count, take_key
from thidua.council.operations.selection import select, undo_selection

__all__ = [
    "Presence",
    "accept_plain_http",
    "adjourn",
    "cast",
    "close_ballot",
    "close_meeting",
    "confirm_key",
    "count",
    "declare_recusal",
    "draft_minutes",
    "end_seat",
    "enter_counts",
    "file_minutes",
    "name_tellers",
    "needs_count_record",
    "next_number",
    "open_ballot",
    "open_meeting",
    "plan_meeting",
    "prepare_ballot",
    "record_minutes",
    "record_opinion",
    "reopen_meeting",
    "seat_member",
    "select",
    "set_up_council",
    "take_attendance",
    "take_key",
    "undo_selection",
    "void_ballot",
]
