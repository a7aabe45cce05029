"""Propose, decide, hand over, pay, cancel: the only writers of commendations."""

from thidua.commendations.operations.awarding import (
    attach_certificates,
    hand_over,
    hand_over_all,
    pay,
    pay_all,
    plan_conference,
    set_account,
)
from thidua.commendations.operations.deciding import (
    draft_decision,
    file_decision,
    issue_decision,
    replace_signed,
)
from thidua.commendations.operations.keeping import OldLine, enter_fund, import_old_awards
from thidua.commendations.operations.looks import box_faults, reissue, set_blank, set_look, set_shift
from thidua.commendations.operations.proposing import cancel_proposal, draft_proposal, issue_proposal
from thidua.commendations.operations.revoking import (
    draft_revocation,
    issue_revocation,
    recover_certificate,
    recover_money,
    write_revocation,
)

__all__ = [
    "OldLine",
    "attach_certificates",
    "box_faults",
    "cancel_proposal",
    "draft_decision",
    "draft_proposal",
    "draft_revocation",
    "enter_fund",
    "file_decision",
    "hand_over",
    "hand_over_all",
    "import_old_awards",
    "issue_decision",
    "issue_proposal",
    "issue_revocation",
    "pay",
    "pay_all",
    "plan_conference",
    "recover_certificate",
    "recover_money",
    "reissue",
    "replace_signed",
    "set_account",
    "set_blank",
    "set_look",
    "set_shift",
    "write_revocation",
]
