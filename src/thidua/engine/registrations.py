"""States and steps of a registration (đăng ký thi đua): usually one list per unit, signed by its head."""

from enum import StrEnum

from thidua.engine.flow import NOBODY, Flow, Role, Step


class State(StrEnum):
    """Where a registration stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"
    RECALLED = "recalled"


WRITABLE = frozenset({State.DRAFT, State.RETURNED, State.RECALLED})


FLOW: Flow[State] = Flow(
    Step("submit", Role.UNIT_HEAD, WRITABLE, State.SUBMITTED),
    Step("recall", Role.UNIT_HEAD, State.SUBMITTED, State.RECALLED),
    Step("return", Role.OFFICER, State.SUBMITTED, State.RETURNED, recorders=NOBODY, needs_reason=True),
    Step("accept", Role.OFFICER, State.SUBMITTED, State.ACCEPTED, recorders=NOBODY),
    Step("accept_late", Role.CHAIRPERSON, State.SUBMITTED, State.ACCEPTED, needs_reason=True),
    Step("reopen", Role.OFFICER, State.ACCEPTED, State.RETURNED, recorders=NOBODY, needs_reason=True),
)
