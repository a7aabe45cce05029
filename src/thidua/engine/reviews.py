"""States and steps of an interim or final report (báo cáo sơ kết, tổng kết)."""

from enum import StrEnum

from thidua.engine.flow import NOBODY, Flow, Role, Step


class State(StrEnum):
    """Where a report stands."""

    DRAFT = "draft"
    ISSUED = "issued"


FLOW: Flow[State] = Flow(
    Step(
        "issue", Role.CHAIRPERSON, State.DRAFT, State.ISSUED, recorders=frozenset({Role.OFFICER, Role.CLERK})
    ),
    Step("reopen", Role.OFFICER, State.ISSUED, State.DRAFT, recorders=NOBODY, needs_reason=True),
)
