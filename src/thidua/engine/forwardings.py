"""States and steps of a dossier that went to the level above (trình cấp trên). Law: 06/2022/QH15, art. 80, 84."""

from enum import StrEnum

from thidua.engine.flow import Flow, Role, Step


class State(StrEnum):
    """Where a forwarded dossier stands."""

    SENT = "sent"
    RECEIVED = "received"
    RETURNED = "returned"
    DECIDED = "decided"


STANDING = frozenset({State.SENT, State.RECEIVED, State.DECIDED})
"""Not returned: on its way above, or with its outcome."""


# the roles are held at the level above; who sent it records what came back on paper
FLOW: Flow[State] = Flow(
    Step("receive", Role.OFFICER, State.SENT, State.RECEIVED),
    Step("return", Role.OFFICER, frozenset({State.SENT, State.RECEIVED}), State.RETURNED, needs_reason=True),
    Step("decide", Role.OFFICER, frozenset({State.SENT, State.RECEIVED}), State.DECIDED),
)
