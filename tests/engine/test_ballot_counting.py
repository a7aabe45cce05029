"""Counting: the base is explicit, and the order of the papers means nothing."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.ballot import (
    Base,
    Choice,
    Contest,
    CountError,
    OpenVote,
    RollEntry,
    RollState,
    Slip,
    Tally,
    Threshold,
    base_of,
    count,
    decide,
    quorum,
)

THRESHOLDS = yaml.safe_load((Path(__file__).parent / "cases/thresholds.yaml").read_text("utf-8"))
HALF = Threshold.parse(">1/2")


@pytest.mark.parametrize(("text", "base", "needed"), THRESHOLDS)
def test_threshold(text, base, needed):
    threshold = Threshold.parse(text)
    assert threshold.needed(base) == needed
    assert threshold.met(needed, base)
    assert not threshold.met(needed - 1, base)
    assert Threshold.parse(str(threshold)) == threshold


@pytest.mark.parametrize("text", ["", "half", "3/2", "-1/2", ">"])
def test_a_threshold_without_sense_is_refused(text):
    with pytest.raises(ValueError):  # noqa: PT011 - Fraction and we both say ValueError, the message is theirs
        Threshold.parse(text)


def test_nobody_passes_nothing():
    assert not HALF.met(0, 0)
    assert decide("q", Tally(), 0, HALF).percent == 0


def test_quorum_of_two_thirds():
    found = quorum(11, 9, Threshold.parse("2/3"))
    assert (found.needed, found.met) == (8, True)
    assert not quorum(11, 7, Threshold.parse("2/3")).met
    with pytest.raises(ValueError, match="between"):
        quorum(11, 12, HALF)


def council():
    """Eleven members: eight envelopes, one paper, one written opinion, one absent; member 2 stays out of q2."""
    states = [RollState.SEALED] * 8 + [RollState.PAPER, RollState.OPEN, RollState.ABSENT]
    return [
        RollEntry(str(number), state, frozenset({"q2"}) if number == 2 else frozenset())
        for number, state in enumerate(states, start=1)
    ]


def papers(question, yes, no=0, blank=0, spoilt=0):
    choices = [Choice.YES] * yes + [Choice.NO] * no + [Choice.BLANK] * blank + [Choice.SPOILT] * spoilt
    return [Slip(f"{question}{number}", question, choice) for number, choice in enumerate(choices)]


SLIPS = papers("q1", 6, 1, 1, 1) + papers("q2", 8)
OPEN = [OpenVote("10", "q1", Choice.YES), OpenVote("10", "q2", Choice.NO)]


def test_a_council_of_eleven():
    first, second = count(["q1", "q2"], council(), SLIPS, OPEN, HALF)
    assert (first.yes, first.no, first.blank, first.spoilt, first.base, first.needed) == (7, 1, 1, 1, 11, 6)
    assert first.passed
    assert first.percent == Decimal("63.64")
    assert (second.yes, second.no, second.base, second.recused) == (8, 1, 10, 1)


def test_the_base_of_those_who_took_part():
    first, second = count(["q1", "q2"], council(), SLIPS, OPEN, HALF, Base.PRESENT)
    assert (first.base, second.base) == (10, 9)
    assert base_of("q1", council(), Base.ALL_MEMBERS) == 11


def test_each_question_may_have_its_own_threshold():
    first, second = count(["q1", "q2"], council(), SLIPS, OPEN, {"q1": Threshold.parse("80%"), "q2": HALF})
    assert (first.passed, second.passed) == (False, True)


def without(states):
    return [entry for entry in council() if entry.member not in states]


REFUSED = [
    ("slips_differ_from_roll", council(), SLIPS[1:], OPEN),
    ("slips_differ_from_roll", council(), [*SLIPS, Slip("z", "q1", Choice.YES)], OPEN),
    ("serial_twice", council(), [*SLIPS[1:], SLIPS[1]], OPEN),
    ("unknown_question", council(), [*SLIPS, Slip("z", "q9", Choice.YES)], OPEN),
    ("unknown_question", council(), SLIPS, [*OPEN, OpenVote("10", "q9", Choice.YES)]),
    ("open_votes_differ_from_roll", council(), SLIPS, OPEN[:1]),
    ("voted_twice", council(), SLIPS, [*OPEN, OPEN[0]]),
    ("not_on_roll", council(), SLIPS, [*OPEN, OpenVote("99", "q1", Choice.YES)]),
    ("not_on_roll", council(), SLIPS, [*OPEN, OpenVote("11", "q1", Choice.YES)]),
    ("member_twice", [*council(), council()[0]], SLIPS, OPEN),
    (
        "voted_though_recused",
        [*without({"10"}), RollEntry("10", RollState.OPEN, frozenset({"q1"}))],
        SLIPS,
        OPEN,
    ),
]


@pytest.mark.parametrize(
    ("code", "roll", "slips", "votes"), REFUSED, ids=[f"{n}-{row[0]}" for n, row in enumerate(REFUSED)]
)
def test_papers_that_do_not_agree_with_the_roll_are_refused(code, roll, slips, votes):
    with pytest.raises(CountError) as refused:
        count(["q1", "q2"], roll, slips, votes, HALF)
    assert refused.value.code == code
    assert refused.value.facts


def test_more_votes_than_people():
    with pytest.raises(CountError, match="more_votes_than_base"):
        decide("q", Tally(yes=6, no=6), 11, HALF)


@given(
    choices=st.lists(st.sampled_from(Choice), min_size=1, max_size=15),
    states=st.lists(st.sampled_from(RollState), max_size=5),
    random=st.randoms(),
)
def test_the_order_of_papers_and_roll_means_nothing(choices, states, random):
    roll = [RollEntry(f"s{number}", RollState.SEALED) for number in range(len(choices))]
    roll += [RollEntry(f"x{number}", state) for number, state in enumerate(states)]
    more = sum(state in {RollState.SEALED, RollState.PAPER} for state in states)
    slips = [Slip(str(number), "q", choice) for number, choice in enumerate([*choices, *[Choice.NO] * more])]
    votes = [OpenVote(entry.member, "q", Choice.YES) for entry in roll if entry.state is RollState.OPEN]
    found = count(["q"], roll, slips, votes, HALF)
    for pile in (roll, slips, votes):
        random.shuffle(pile)
    assert count(["q"], roll, slips, votes, HALF) == found
    (outcome,) = found
    assert outcome.yes + outcome.no + outcome.blank + outcome.spoilt <= outcome.base == len(roll)
    assert outcome.passed == (outcome.yes * 2 > outcome.base)


# --- contests ----------------------------------------------------------------------------------------------------

NAMES = ("A", "B", "C", "D")


@given(
    papers=st.lists(st.sets(st.sampled_from(NAMES)), min_size=1, max_size=12),
    most=st.integers(1, 3),
    recused=st.integers(0, 3),
    random=st.randoms(),
)
def test_a_contest_counts_the_marks_of_each_name_whatever_the_order(papers, most, recused, random):
    contest = Contest("q", NAMES, most)
    choices = [contest.choice(marked) for marked in papers]
    roll = [RollEntry(f"s{number}", RollState.SEALED) for number in range(len(papers))]
    roll += [RollEntry(f"r{number}", RollState.SEALED, frozenset({"q"})) for number in range(recused)]
    slips = [Slip(str(number), "q", choice) for number, choice in enumerate(choices)]
    found = count([contest], roll, slips, [], HALF)
    random.shuffle(slips)
    assert count([contest], roll, slips, [], HALF) == found
    kept = [marked for marked in papers if len(marked) <= most]
    for outcome in found:
        assert outcome.yes == sum(outcome.question in marked for marked in kept)
        assert outcome.yes + outcome.no + outcome.blank + outcome.spoilt == len(papers) == outcome.base
        assert (outcome.spoilt, outcome.recused) == (len(papers) - len(kept), recused)
        assert (outcome.contest, outcome.passed) == ("q", outcome.yes * 2 > len(papers))
    assert sum(outcome.yes for outcome in found) <= most * len(kept)
    # what tellers would write on one sheet gives the same counts
    first = found[0]
    tallies = contest.counted([one.yes for one in found], len(papers), first.blank, first.spoilt)
    assert tallies == contest.tallies(choices)


@given(marked=st.sets(st.sampled_from(NAMES), max_size=3))
def test_marks_are_written_in_one_way_and_read_back(marked):
    contest = Contest("q", NAMES, 3)
    assert set(contest.marked(contest.choice(marked))) == marked


@pytest.mark.parametrize("choice", ["", "yes", "0", "01", "5", "2+1", "1+1", "1+2+3", "1+", "1 2", "x"])
def test_what_no_paper_of_a_contest_says_is_refused(choice):
    contest = Contest("q", NAMES, 2)
    with pytest.raises(CountError, match="unknown_choice"):
        contest.marked(choice)
    with pytest.raises(CountError, match="unknown_choice"):
        count([contest], [RollEntry("s", RollState.SEALED)], [Slip("1", "q", choice)], [], HALF)


def test_a_name_that_does_not_stand_and_a_mark_on_a_plain_question_are_refused():
    with pytest.raises(CountError, match="unknown_choice"):
        Contest("q", NAMES, 2).choice({"E"})
    with pytest.raises(CountError, match="unknown_choice"):
        count(["q"], [RollEntry("s", RollState.SEALED)], [Slip("1", "q", "1")], [], HALF)


@pytest.mark.parametrize(
    ("names", "most"), [(("A", "B"), 2), (("A", "B"), 0), (("A", "A", "B"), 1), (("A",), 1)]
)
def test_no_contest(names, most):
    with pytest.raises(ValueError, match="q"):
        Contest("q", names, most)


COUNTED = [
    ("negative", [-1, 0, 0, 0], 4, 0, 0),
    ("negative", [1, 0, 0, 0], 1, -1, 1),
    ("more_than_papers", [0, 0, 0, 0], 2, 2, 1),
    ("more_marks_than_papers", [4, 0, 0, 0], 5, 1, 1),
    ("too_many_marks", [3, 3, 1, 0], 3, 0, 0),
    ("too_few_marks", [1, 1, 0, 0], 3, 0, 0),
]


@pytest.mark.parametrize(("code", "marks", "papers", "blank", "spoilt"), COUNTED)
def test_counts_that_no_papers_can_give_are_refused(code, marks, papers, blank, spoilt):
    with pytest.raises(CountError, match=code):
        Contest("q", NAMES, 2).counted(marks, papers, blank, spoilt)
