"""Roll + papers + threshold -> outcome; papers of constant length, receipts, the list and its recount.

The published list stands in ``thidua.engine.ballot.published``: it also chooses within the quota.
"""

from thidua.engine.ballot.counting import (
    TOOK_PART,
    Base,
    Choice,
    Contest,
    CountError,
    OpenVote,
    Outcome,
    Quorum,
    RollEntry,
    RollState,
    Slip,
    Tally,
    Threshold,
    base_of,
    count,
    decide,
    quorum,
)
from thidua.engine.ballot.papers import (
    PAPER_SIZE,
    PaperError,
    key_slip,
    pack,
    read_key_slip,
    receipt,
    unpack,
)

__all__ = [
    "PAPER_SIZE",
    "TOOK_PART",
    "Base",
    "Choice",
    "Contest",
    "CountError",
    "OpenVote",
    "Outcome",
    "PaperError",
    "Quorum",
    "RollEntry",
    "RollState",
    "Slip",
    "Tally",
    "Threshold",
    "base_of",
    "count",
    "decide",
    "key_slip",
    "pack",
    "quorum",
    "read_key_slip",
    "receipt",
    "unpack",
]
