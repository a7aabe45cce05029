"""Score and rank: the only writers of criteria sets, sheets, marks and evidence."""

from thidua.scoring.files.texts import data_of, read_data, read_text
from thidua.scoring.operations.appraisal import (
    adjust,
    appraise,
    ask_explanation,
    end_explanation,
    finalize,
    reopen,
    return_sheet,
)
from thidua.scoring.operations.campaign import (
    add_unit_sheets,
    enter_figures,
    open_campaign,
    open_individual_sheets,
    participants,
    set_days,
)
from thidua.scoring.operations.counts import save_counts
from thidua.scoring.operations.criteria import (
    drop_criteria_set,
    keep_criteria_set,
    load_criteria_set,
)
from thidua.scoring.operations.drafting import (
    begin_draft,
    drop_draft,
    finish_draft,
    move_node,
    put_node,
    remove_node,
    set_head,
    set_parts,
    sum_up,
)
from thidua.scoring.operations.evidence import (
    add_evidence,
    link_evidence,
    replace_evidence,
    unlink_evidence,
)
from thidua.scoring.operations.moving import move_sheets
from thidua.scoring.operations.publication import (
    publish_ranking,
    set_groups,
    set_target,
    withdraw_publication,
)
from thidua.scoring.operations.self_score import Typed, explain, recall, save_draft, save_drafts, submit
from thidua.scoring.operations.sign_off import ask_to_mend, present_sheet, sign_off_sheet
from thidua.scoring.operations.team import (
    accept_rows,
    add_stock_reason,
    assign,
    drop_stock_reason,
    note_reminder,
    set_rules,
)

__all__ = [
    "Typed",
    "accept_rows",
    "add_evidence",
    "add_stock_reason",
    "add_unit_sheets",
    "adjust",
    "appraise",
    "ask_explanation",
    "ask_to_mend",
    "assign",
    "begin_draft",
    "data_of",
    "drop_criteria_set",
    "drop_draft",
    "drop_stock_reason",
    "end_explanation",
    "enter_figures",
    "explain",
    "finalize",
    "finish_draft",
    "keep_criteria_set",
    "link_evidence",
    "load_criteria_set",
    "move_node",
    "move_sheets",
    "note_reminder",
    "open_campaign",
    "open_individual_sheets",
    "participants",
    "present_sheet",
    "publish_ranking",
    "put_node",
    "read_data",
    "read_text",
    "recall",
    "remove_node",
    "reopen",
    "replace_evidence",
    "return_sheet",
    "save_counts",
    "save_draft",
    "save_drafts",
    "set_days",
    "set_groups",
    "set_head",
    "set_parts",
    "set_rules",
    "set_target",
    "sign_off_sheet",
    "submit",
    "sum_up",
    "unlink_evidence",
    "withdraw_publication",
]
