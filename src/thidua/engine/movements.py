"""States and steps of an emulation movement (phong trào thi đua). Law: 06/2022/QH15, art. 16-18."""

from enum import StrEnum

from thidua.engine.flow import NOBODY, Flow, Role, Step


class State(StrEnum):
    """Where a movement stands."""

    DRAFT = "draft"
    PLAN_CONFIRMED = "plan_confirmed"
    LAUNCHED = "launched"
    CLOSED = "closed"


FLOW: Flow[State] = Flow(
    Step("confirm_plan", Role.OFFICER, State.DRAFT, State.PLAN_CONFIRMED, recorders=NOBODY),
    Step("reopen_plan", Role.OFFICER, State.PLAN_CONFIRMED, State.DRAFT, recorders=NOBODY, needs_reason=True),
    Step("launch", Role.CHAIRPERSON, State.PLAN_CONFIRMED, State.LAUNCHED),
    Step("close", Role.OFFICER, State.LAUNCHED, State.CLOSED, recorders=NOBODY),
    Step("reopen", Role.OFFICER, State.CLOSED, State.LAUNCHED, recorders=NOBODY, needs_reason=True),
)
