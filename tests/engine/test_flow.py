"""The table of steps: who, from where, to where."""

from enum import StrEnum

import pytest

from thidua.engine.flow import NOBODY, Flow, Role, Step, StepRefusedError, UnknownStepError


class State(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    RETURNED = "returned"


FLOW = Flow(
    Step("submit", Role.UNIT_HEAD, State.DRAFT, State.SENT),
    Step("submit", Role.UNIT_HEAD, State.RETURNED, None, fallback=State.SENT),
    Step("return", frozenset({Role.OFFICER, Role.APPRAISER}), State.SENT, State.RETURNED, recorders=NOBODY),
    Step("resume", Role.UNIT_HEAD, State.SENT, None, recorders=Role.CLERK),
)


def test_a_step_is_found_by_name_and_state():
    assert FLOW.step("submit", State.DRAFT).target() is State.SENT
    assert FLOW.step("submit", "draft").sources == {State.DRAFT}


def test_a_step_from_elsewhere_is_refused_with_its_facts():
    with pytest.raises(StepRefusedError) as refused:
        FLOW.step("submit", State.SENT)
    assert refused.value.code == "wrong_state"
    assert dict(refused.value.facts) == {"step": "submit", "state": "sent", "sources": ("draft", "returned")}


def test_a_name_nobody_knows_is_a_mistake_of_the_programmer():
    with pytest.raises(UnknownStepError):
        FLOW.step("fly", State.DRAFT)
    with pytest.raises(UnknownStepError):
        FLOW.sources("fly")


def test_a_fix_goes_back_to_the_step_that_asked():
    step = FLOW.step("submit", State.RETURNED)
    assert step.target("draft") is State.DRAFT
    assert step.target(State.SENT) is State.SENT
    assert step.target("") is State.SENT
    assert step.target(None) is State.SENT
    with pytest.raises(StepRefusedError, match="nowhere_to_resume"):
        FLOW.step("resume", State.SENT).target()


def test_who_may_take_and_who_may_record():
    step = FLOW.step("return", State.SENT)
    assert step.may_take([Role.MEMBER, Role.APPRAISER])
    assert not step.may_take([Role.ADMIN])
    assert not step.may_record([Role.OFFICER])
    assert FLOW.step("submit", State.DRAFT).may_record([Role.OFFICER])
    assert FLOW.step("resume", State.SENT).recorders == {Role.CLERK}


def test_whose_right_a_step_is_can_be_asked_whatever_the_state():
    flow = Flow(
        Step("open", Role.OFFICER, State.DRAFT, State.SENT, recorders=NOBODY),
        Step("open", Role.CHAIRPERSON, State.RETURNED, State.SENT, recorders=Role.CLERK),
    )
    assert flow.right("open", "draft").roles == {Role.OFFICER}  # the row of the state itself
    late = flow.right("open", State.SENT)
    assert (late.roles, late.recorders) == ({Role.OFFICER, Role.CHAIRPERSON}, {Role.CLERK})
    assert flow.right("open") == late
    with pytest.raises(UnknownStepError):
        flow.right("fly", "draft")


def test_what_is_open_in_a_state():
    assert [step.name for step in FLOW.open_steps("sent")] == ["return", "resume"]
    assert FLOW.names == ("submit", "return", "resume")
    assert FLOW.sources("submit") == {State.DRAFT, State.RETURNED}


def test_a_table_that_contradicts_itself_is_refused():
    with pytest.raises(ValueError, match="stands twice"):
        Flow(Step("a", Role.OFFICER, State.DRAFT, State.SENT), Step("a", Role.ADMIN, State.DRAFT, State.SENT))
    with pytest.raises(ValueError, match="starts nowhere"):
        Flow(Step("a", Role.OFFICER, frozenset(), State.SENT))
