"""States and steps of a council meeting (phiên họp Hội đồng) and of a ballot in it."""

from enum import StrEnum

from thidua.engine.flow import NOBODY, Flow, Role, Step


class MeetingState(StrEnum):
    """Where a meeting stands; collecting written opinions without a meeting runs through the same states."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    MINUTED = "minuted"


class BallotState(StrEnum):
    """Where a ballot stands. ``opened``: the envelopes are opened and the papers counted."""

    PREPARED = "prepared"
    OPEN = "open"
    CLOSED = "closed"
    OPENED = "opened"
    VOID = "void"


LIVE = frozenset({BallotState.PREPARED, BallotState.OPEN, BallotState.CLOSED})
"""Neither counted nor void."""


_CHAIR = frozenset({Role.CHAIRPERSON, Role.OFFICER})

MEETING_FLOW: Flow[MeetingState] = Flow(
    Step("open", _CHAIR, MeetingState.PLANNED, MeetingState.OPEN),
    Step("adjourn", _CHAIR, MeetingState.OPEN, MeetingState.PLANNED, needs_reason=True),
    Step("close", _CHAIR, MeetingState.OPEN, MeetingState.CLOSED),
    Step("minute", Role.OFFICER, MeetingState.CLOSED, MeetingState.MINUTED),
    Step("reopen", _CHAIR, MeetingState.CLOSED, MeetingState.OPEN, needs_reason=True),
    Step(
        "reopen", Role.OFFICER, MeetingState.MINUTED, MeetingState.CLOSED, recorders=NOBODY, needs_reason=True
    ),
)

BALLOT_FLOW: Flow[BallotState] = Flow(
    Step("open", _CHAIR, BallotState.PREPARED, BallotState.OPEN),
    Step("close", _CHAIR, BallotState.OPEN, BallotState.CLOSED),
    # no way back from here: who has seen the papers may not let the vote go on
    Step("count", frozenset({Role.COUNCIL, Role.OFFICER}), BallotState.CLOSED, BallotState.OPENED),
    Step(
        "void",
        _CHAIR,
        LIVE,
        BallotState.VOID,
        needs_reason=True,
    ),
    # a result is known by now: what was counted wrongly, never what displeases
    Step("void", Role.CHAIRPERSON, BallotState.OPENED, BallotState.VOID, needs_reason=True),
)
