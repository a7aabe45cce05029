"""What the proposal, the decision, the certificates, the register and the money list say."""

from thidua.commendations.papers.ceremony import (
    Ceremony,
    invitation,
    programme,
    receipt,
    script,
    told_ceremony,
    turns,
)
from thidua.commendations.papers.certificates import certificates, sample
from thidua.commendations.papers.decisions import DECISION_SYMBOL, decision
from thidua.commendations.papers.lists import (
    handing_over,
    money_list,
    money_workbook,
    register,
    register_book,
    told_awards,
)
from thidua.commendations.papers.proposals import PROPOSAL_SYMBOL, proposal
from thidua.commendations.papers.revocations import revocation
from thidua.commendations.papers.words import amount, counted, letterhead_title, merit_told, of_awards
from thidua.commendations.queries import standing_unit
from thidua.organizations.queries import post_at

__all__ = [
    "DECISION_SYMBOL",
    "PROPOSAL_SYMBOL",
    "Ceremony",
    "amount",
    "certificates",
    "counted",
    "decision",
    "handing_over",
    "invitation",
    "letterhead_title",
    "merit_told",
    "money_list",
    "money_workbook",
    "of_awards",
    "post_at",
    "programme",
    "proposal",
    "receipt",
    "register",
    "register_book",
    "revocation",
    "sample",
    "script",
    "standing_unit",
    "told_awards",
    "told_ceremony",
    "turns",
]
