"""What the papers of the council say: invitation, minutes of its meeting, minutes of the count, papers to vote on."""

from thidua.council.papers.counts import count_record
from thidua.council.papers.invitation import INVITATION_SYMBOL, invitation, told_meeting
from thidua.council.papers.minutes import council_minutes
from thidua.council.papers.slips import opinion_slip, voting_paper, voting_slips
from thidua.council.papers.words import SYMBOL

__all__ = [
    "INVITATION_SYMBOL",
    "SYMBOL",
    "council_minutes",
    "count_record",
    "invitation",
    "opinion_slip",
    "told_meeting",
    "voting_paper",
    "voting_slips",
]
