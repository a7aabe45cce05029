"""States and steps of a score sheet (phiếu chấm điểm): self score, appraisal, explanation, final."""

from enum import StrEnum

from thidua.engine.flow import NOBODY, Flow, Role, Step


class State(StrEnum):
    """Where a score sheet stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPRAISED = "appraised"
    EXPLAINING = "explaining"
    EXPLAINED = "explained"
    FINALIZED = "finalized"


FLOW: Flow[State] = Flow(
    Step("submit", Role.UNIT_HEAD, State.DRAFT, State.SUBMITTED),
    Step("submit", Role.UNIT_HEAD, State.RETURNED, None, fallback=State.SUBMITTED),
    Step("recall", Role.UNIT_HEAD, State.SUBMITTED, State.DRAFT),
    Step(
        "return",
        frozenset({Role.OFFICER, Role.APPRAISER}),
        frozenset({State.SUBMITTED, State.EXPLAINED}),
        State.RETURNED,
        recorders=NOBODY,
        needs_reason=True,
    ),
    Step("appraise", Role.APPRAISER, frozenset({State.SUBMITTED, State.EXPLAINED}), State.APPRAISED),
    Step(
        "ask_explanation",
        frozenset({Role.OFFICER, Role.APPRAISER}),
        State.APPRAISED,
        State.EXPLAINING,
        needs_reason=True,
    ),
    Step("explain", Role.UNIT_HEAD, State.EXPLAINING, State.EXPLAINED),
    # a unit that stays silent past the day set must not hold up the ranking of the others
    Step(
        "end_explanation",
        Role.OFFICER,
        State.EXPLAINING,
        State.EXPLAINED,
        recorders=NOBODY,
        needs_reason=True,
    ),
    Step(
        "finalize",
        Role.OFFICER,
        frozenset({State.APPRAISED, State.EXPLAINED}),
        State.FINALIZED,
        recorders=NOBODY,
    ),
    Step("reopen", Role.OFFICER, State.FINALIZED, State.APPRAISED, recorders=NOBODY, needs_reason=True),
)
