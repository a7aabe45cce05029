"""The council, its meetings and ballots. Written by ``council.operations`` alone.

The secret ballot keeps the roll and the papers in two tables without a key between them (docs/decisions).
"""

from thidua.council.models.ballots import Ballot, BallotKey, OpenVote, Question, RollEntry, Slip
from thidua.council.models.councils import ChooseBy, Council, CouncilMember
from thidua.council.models.meetings import Attendance, Meeting, MeetingFile, Recusal, Selection, Teller

__all__ = [
    "Attendance",
    "Ballot",
    "BallotKey",
    "ChooseBy",
    "Council",
    "CouncilMember",
    "Meeting",
    "MeetingFile",
    "OpenVote",
    "Question",
    "Recusal",
    "RollEntry",
    "Selection",
    "Slip",
    "Teller",
]
