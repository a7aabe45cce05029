"""States and steps of a radio script (bài phát thanh): approved before it is read."""

from enum import StrEnum

from thidua.engine.flow import NOBODY, Flow, Role, Step


class State(StrEnum):
    """Where a script stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    RETURNED = "returned"
    BROADCAST = "broadcast"


WRITABLE = frozenset({State.DRAFT, State.RETURNED})


FLOW: Flow[State] = Flow(
    Step("submit", Role.PUBLICITY, WRITABLE, State.SUBMITTED),
    Step("recall", Role.PUBLICITY, State.SUBMITTED, State.DRAFT),
    Step("approve", Role.CHAIRPERSON, State.SUBMITTED, State.APPROVED),
    Step("return", Role.CHAIRPERSON, State.SUBMITTED, State.RETURNED, needs_reason=True),
    # a changed text is another text: it is approved again
    Step("revise", Role.PUBLICITY, State.APPROVED, State.DRAFT, recorders=NOBODY, needs_reason=True),
    Step("broadcast", Role.PUBLICITY, State.APPROVED, State.BROADCAST),
)
