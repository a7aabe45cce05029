"""What came up since findings were stored, and what is not told again."""

from thidua.engine.eligibility import Finding, FindingOutcome, came_up

HELD = {"kind": "denounced", "from": "2025-12-10", "to": None, "document": "Thông báo 5"}
OLDER = HELD | {"document": "Thông báo 4"}


def stored(rule, outcome, fact=None, *, blocking=True):
    return {"rule": rule, "outcome": outcome, "fact": fact or {}, "blocking": blocking, "article": ""}


def now(rule, outcome, fact=None, *, blocking=True):
    return Finding(rule, FindingOutcome(outcome), "Điều 4", fact or {}, blocking)


def test_what_was_met_and_fails_now_came_up():
    failed = now("no_verification", "not_met", {"holds": [HELD]})
    assert came_up([stored("no_verification", "met", {"holds": []})], [failed]) == (failed,)
    assert came_up([], [failed]) == (failed,)  # a rule that did not concern it then


def test_what_was_found_then_or_became_better_is_not_told_again():
    before = [stored("no_verification", "not_met", {"holds": [HELD]}), stored("registered", "not_met")]
    assert came_up(before, [now("no_verification", "not_met", {"holds": [HELD]})]) == ()
    assert came_up(before, [now("registered", "unknown"), now("scored", "met")]) == ()


def test_of_a_list_only_what_is_new_is_told():
    before = [stored("no_verification", "not_met", {"holds": [OLDER]})]
    (told,) = came_up(before, [now("no_verification", "not_met", {"holds": [OLDER, HELD]})])
    assert told.fact == {"holds": [HELD]}


def test_one_year_that_fails_does_not_hide_another():
    before = [
        stored("grading_at_least", "not_met", {"period": "2024"}),
        stored("grading_at_least", "met", {"period": "2025"}),
    ]
    later = now("grading_at_least", "not_met", {"period": "2025", "level": "completed"})
    assert came_up(before, [now("grading_at_least", "not_met", {"period": "2024"}), later]) == (later,)


def test_what_does_not_block_is_left_to_people_until_it_blocks():
    before = [stored("members_hold", "unknown", {"title": "t"}, blocking=False)]
    assert came_up(before, [now("members_hold", "not_met", {"title": "t"}, blocking=False)]) == ()
    assert len(came_up(before, [now("members_hold", "unknown", {"title": "t"})])) == 1
