"""What the council does: the only writers of councils, meetings, ballots and selections."""

from thidua.council.operations.ballots import (
    accept_plain_http,
    close_ballot,
    open_ballot,
    prepare_ballot,
    prepare_further_round,
    repeat_ballot,
    void_ballot,
)
from thidua.council.operations.counting import count_opinions, enter_counts, enter_marks, record_opinion
from thidua.council.operations.meetings import (
    Presence,
    adjourn,
    authorise_substitute,
    close_meeting,
    declare_recusal,
    name_tellers,
    open_meeting,
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
from thidua.council.operations.planning import (
    add_file,
    drop_file,
    extend_return,
    plan_meeting,
    plan_written,
    set_agenda,
)
from thidua.council.operations.resting import note_decision, note_proposal
from thidua.council.operations.seats import end_seat, seat_member, set_rules, set_up_council
from thidua.council.operations.secret import cast, confirm_key, count, take_key, turn_away
from thidua.council.operations.selection import decide_otherwise, select, undo_selection
from thidua.council.operations.trials import compare_trial, prepare_trial

__all__ = [
    "Presence",
    "accept_plain_http",
    "add_file",
    "adjourn",
    "authorise_substitute",
    "cast",
    "close_ballot",
    "close_meeting",
    "compare_trial",
    "confirm_key",
    "count",
    "count_opinions",
    "decide_otherwise",
    "declare_recusal",
    "draft_minutes",
    "drop_file",
    "end_seat",
    "enter_counts",
    "enter_marks",
    "extend_return",
    "file_minutes",
    "name_tellers",
    "needs_count_record",
    "next_number",
    "note_decision",
    "note_proposal",
    "open_ballot",
    "open_meeting",
    "plan_meeting",
    "plan_written",
    "prepare_ballot",
    "prepare_further_round",
    "prepare_trial",
    "record_minutes",
    "record_opinion",
    "reopen_meeting",
    "repeat_ballot",
    "seat_member",
    "select",
    "set_agenda",
    "set_rules",
    "set_up_council",
    "take_attendance",
    "take_key",
    "turn_away",
    "undo_selection",
    "void_ballot",
]
