"""Propose, decide, hand over, pay, cancel: the only writers of commendations."""

from thidua.commendations.operations.awarding import (
    attach_certificates,
    cancel_award,
    hand_over,
    hand_over_all,
    pay,
    pay_all,
    recover,
    set_account,
)
from thidua.commendations.operations.deciding import draft_decision, file_decision, issue_decision
from thidua.commendations.operations.looks import box_faults, reissue, set_blank, set_look, set_shift
from thidua.commendations.operations.proposing import cancel_proposal, draft_proposal, issue_proposal

__all__ = [
    "attach_certificates",
    "box_faults",
    "cancel_award",
    "cancel_proposal",
    "draft_decision",
    "draft_proposal",
    "file_decision",
    "hand_over",
    "hand_over_all",
    "issue_decision",
    "issue_proposal",
    "pay",
    "pay_all",
    "recover",
    "reissue",
    "set_account",
    "set_blank",
    "set_look",
    "set_shift",
]
