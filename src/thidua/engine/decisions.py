"""States and steps of a decision (quyết định khen thưởng) and of the proposal letter (tờ trình) before it."""

from enum import StrEnum

from thidua.engine.flow import NOBODY, Flow, Role, Step


class State(StrEnum):
    """Where a decision or a proposal letter stands. ``filed``: the signed copy is kept with its hash."""

    DRAFT = "draft"
    ISSUED = "issued"
    FILED = "filed"
    CANCELLED = "cancelled"


IN_FORCE = frozenset({State.ISSUED, State.FILED})


_PAPER_HANDS = frozenset({Role.OFFICER, Role.CLERK})

FLOW: Flow[State] = Flow(
    Step("issue", Role.CHAIRPERSON, State.DRAFT, State.ISSUED, recorders=_PAPER_HANDS),
    Step("file", _PAPER_HANDS, State.ISSUED, State.FILED, recorders=NOBODY),
    # 06/2022/QH15, art. 93.2: an award decision is cancelled by its own decision, on one of four grounds
    Step("cancel", Role.CHAIRPERSON, IN_FORCE, State.CANCELLED, needs_reason=True),
)

PROPOSAL_FLOW: Flow[State] = Flow(
    Step(
        "issue", frozenset({Role.UNIT_HEAD, Role.OFFICER}), State.DRAFT, State.ISSUED, recorders=_PAPER_HANDS
    ),
    Step("file", _PAPER_HANDS, State.ISSUED, State.FILED, recorders=NOBODY),
    Step("cancel", Role.OFFICER, IN_FORCE, State.CANCELLED, needs_reason=True),
)
