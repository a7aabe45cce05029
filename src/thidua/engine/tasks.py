"""States and steps of a task (nhiệm vụ): overdue is no state, it is a date looked at when read."""

from enum import StrEnum

from thidua.engine.flow import NOBODY, Flow, Role, Step


class State(StrEnum):
    """Where a task stands."""

    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


FLOW: Flow[State] = Flow(
    Step("finish", frozenset({Role.UNIT_HEAD, Role.MEMBER}), State.OPEN, State.DONE),
    Step("cancel", Role.OFFICER, State.OPEN, State.CANCELLED, recorders=NOBODY, needs_reason=True),
    Step(
        "reopen",
        Role.OFFICER,
        frozenset({State.DONE, State.CANCELLED}),
        State.OPEN,
        recorders=NOBODY,
        needs_reason=True,
    ),
)
