"""Every flow: each state is reached, a wrong state is refused, and nobody is left without a way on."""

import pytest

from thidua.engine import (
    decisions,
    meetings,
    movements,
    nominations,
    publicity,
    registrations,
    reviews,
    sheets,
    tasks,
)
from thidua.engine.flow import Role, StepRefusedError

FLOWS = {
    "movements": (movements.FLOW, movements.State, "draft", set()),
    "registrations": (registrations.FLOW, registrations.State, "draft", set()),
    "sheets": (sheets.FLOW, sheets.State, "draft", set()),
    "nominations": (nominations.FLOW, nominations.State, "draft", {"withdrawn"}),
    "meetings": (meetings.MEETING_FLOW, meetings.MeetingState, "planned", set()),
    "ballots": (meetings.BALLOT_FLOW, meetings.BallotState, "prepared", {"void"}),
    "decisions": (decisions.FLOW, decisions.State, "draft", {"cancelled"}),
    "proposals": (decisions.PROPOSAL_FLOW, decisions.State, "draft", {"cancelled"}),
    "publicity": (publicity.FLOW, publicity.State, "draft", {"broadcast"}),
    "reviews": (reviews.FLOW, reviews.State, "draft", set()),
    "tasks": (tasks.FLOW, tasks.State, "open", set()),
}

WAYS = [
    ("movements", "draft", "confirm_plan launch close reopen", "launched"),
    ("movements", "plan_confirmed", "reopen_plan", "draft"),
    ("registrations", "draft", "submit return submit accept", "accepted"),
    ("registrations", "submitted", "recall submit accept_late reopen", "returned"),
    (
        "sheets",
        "draft",
        "submit return submit appraise ask_explanation explain appraise finalize reopen",
        "appraised",
    ),
    ("sheets", "explaining", "end_explanation finalize", "finalized"),
    ("nominations", "draft", "submit return submit appraise choose reopen pass_over", "not_chosen"),
    ("nominations", "appraised", "forward reopen reappraise recall withdraw", "withdrawn"),
    ("meetings", "planned", "open adjourn open close reopen close minute reopen", "closed"),
    ("ballots", "prepared", "open close count void", "void"),
    ("decisions", "draft", "issue file cancel", "cancelled"),
    ("proposals", "draft", "issue file cancel", "cancelled"),
    ("publicity", "draft", "submit return submit approve revise submit approve broadcast", "broadcast"),
    ("reviews", "draft", "issue reopen", "draft"),
    ("tasks", "open", "finish reopen cancel reopen", "open"),
]


@pytest.mark.parametrize(("name", "start", "steps", "end"), WAYS)
def test_a_way_through(name, start, steps, end):
    flow, states, *_ = FLOWS[name]
    state = states(start)
    for step in steps.split():
        state = flow.step(step, state).target()
    assert state == end


@pytest.mark.parametrize("name", FLOWS)
def test_every_state_is_reached_and_left_unless_it_is_the_end(name):
    flow, states, first, ends = FLOWS[name]
    reached, todo = {states(first)}, [states(first)]
    while todo:
        for step in flow.open_steps(todo.pop()):
            target = step.target()
            if target not in reached:
                reached.add(target)
                todo.append(target)
    assert reached == set(states)
    assert {state.value for state in states if not flow.open_steps(state)} == ends


@pytest.mark.parametrize("name", FLOWS)
def test_every_step_is_refused_from_every_other_state(name):
    flow, states, *_ = FLOWS[name]
    for step in flow.names:
        for state in set(states) - flow.sources(step):
            with pytest.raises(StepRefusedError):
                flow.step(step, state)


@pytest.mark.parametrize("name", FLOWS)
def test_nobody_without_part_in_it_takes_a_step(name):
    flow, *_ = FLOWS[name]
    for step in flow.steps:
        assert step.roles
        assert not (step.roles | step.recorders) & {Role.PUBLIC, Role.ADMIN, Role.INSPECTOR}


def test_acts_of_authority_have_two_doors():
    for flow, step, state in (
        (movements.FLOW, "launch", "plan_confirmed"),
        (registrations.FLOW, "submit", "draft"),
        (registrations.FLOW, "accept_late", "submitted"),
        (sheets.FLOW, "submit", "draft"),
        (sheets.FLOW, "explain", "explaining"),
        (nominations.FLOW, "submit", "draft"),
        (decisions.FLOW, "issue", "draft"),
        (publicity.FLOW, "approve", "submitted"),
        (reviews.FLOW, "issue", "draft"),
    ):
        assert flow.step(step, state).may_record([Role.OFFICER])
        assert not flow.step(step, state).may_take([Role.OFFICER])


def test_an_explained_sheet_that_was_returned_comes_back_explained():
    assert sheets.FLOW.step("submit", "returned").target("explained") is sheets.State.EXPLAINED
