"""States and steps of a nomination (đề nghị khen thưởng). Law: 06/2022/QH15, art. 84."""

from enum import StrEnum

from thidua.engine.flow import NOBODY, Flow, Role, Step


class State(StrEnum):
    """Where a nomination stands."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPRAISED = "appraised"
    FORWARDED = "forwarded"  # what its own chair may not award, on its way to the level above
    WITHDRAWN = "withdrawn"
    CHOSEN = "chosen"
    NOT_CHOSEN = "not_chosen"


WITH_UNIT = frozenset({State.DRAFT, State.RETURNED})
SETTLED = frozenset({State.APPRAISED, State.CHOSEN, State.NOT_CHOSEN})
"""Appraised, whatever the council said of it, and decided at its own level."""


FLOW: Flow[State] = Flow(
    Step("submit", Role.UNIT_HEAD, State.DRAFT, State.SUBMITTED),
    Step("submit", Role.UNIT_HEAD, State.RETURNED, None, fallback=State.SUBMITTED),
    Step("recall", Role.UNIT_HEAD, State.SUBMITTED, State.DRAFT),
    Step(
        "return",
        frozenset({Role.OFFICER, Role.APPRAISER}),
        frozenset({State.SUBMITTED, State.APPRAISED}),
        State.RETURNED,
        recorders=NOBODY,
        needs_reason=True,
    ),
    Step("appraise", frozenset({Role.OFFICER, Role.APPRAISER}), State.SUBMITTED, State.APPRAISED),
    # the council's word stands: a fact came up after it
    Step("appraise_again", frozenset({Role.OFFICER, Role.APPRAISER}), State.CHOSEN, State.CHOSEN),
    Step("appraise_again", frozenset({Role.OFFICER, Role.APPRAISER}), State.NOT_CHOSEN, State.NOT_CHOSEN),
    Step("reappraise", Role.OFFICER, State.APPRAISED, State.SUBMITTED, recorders=NOBODY, needs_reason=True),
    Step(
        "forward",
        Role.OFFICER,
        frozenset({State.APPRAISED, State.CHOSEN}),  # chosen: the council agreed to ask the level above
        State.FORWARDED,
        needs_reason=True,
    ),
    Step(
        "withdraw",
        Role.UNIT_HEAD,
        frozenset({State.DRAFT, State.SUBMITTED, State.RETURNED, State.APPRAISED}),
        State.WITHDRAWN,
        needs_reason=True,
    ),
    Step("choose", Role.OFFICER, State.APPRAISED, State.CHOSEN),
    Step("pass_over", Role.OFFICER, State.APPRAISED, State.NOT_CHOSEN),
    Step(
        "reopen",
        Role.OFFICER,
        frozenset({State.CHOSEN, State.NOT_CHOSEN, State.FORWARDED}),
        State.APPRAISED,
        recorders=NOBODY,
        needs_reason=True,
    ),
)
