"""Ranks and the tie-breakers that part equals."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.scoring import (
    LeafInput,
    RankRow,
    TieBreaker,
    TieBreakerKind,
    TieOutcome,
    load_set,
    rank,
    score_sheet,
)

WOMEN = TieBreaker(
    TieBreakerKind.FEMALE_OR_WOMEN_SHARE, threshold=Decimal("0.7"), source="NĐ 152/2025, Điều 4"
)
AREA = TieBreaker(TieBreakerKind.AREA_PERCENT, "III")
LEAF = TieBreaker(TieBreakerKind.LEAF_RATIO, "8.1")
FEWER = TieBreaker(TieBreakerKind.FEWER_DEDUCTIONS)
VOTE = TieBreaker(TieBreakerKind.COUNCIL_VOTE)
CHAIR = TieBreaker(TieBreakerKind.CHAIR)
ALL = (WOMEN, AREA, LEAF, FEWER, VOTE, CHAIR)


def row(key, total="92.75", **more):
    return RankRow(key, Decimal(total), **more)


def ranks(rows, breakers=ALL):
    return {found.key: found.rank for found in rank(rows, breakers)}


def test_competition_ranks_leave_a_gap():
    assert ranks([row("a", "90"), row("b", "80"), row("c", "80"), row("d", "70")]) == {
        "a": 1,
        "b": 2,
        "c": 2,
        "d": 4,
    }


def test_the_law_prefers_the_collective_with_seventy_percent_women():
    found = rank([row("VHXH", women_share=Decimal("0.5")), row("MN", women_share=Decimal("0.97"))], ALL)
    assert [(one.key, one.rank) for one in found] == [("MN", 1), ("VHXH", 2)]
    decided = found[1].decided_by
    assert decided.breaker is WOMEN
    assert decided.values == {"VHXH": 0, "MN": 1}


def test_just_seventy_percent_is_enough():
    assert ranks([row("a", women_share=Decimal("0.7")), row("b", women_share=Decimal("0.6999"))]) == {
        "a": 1,
        "b": 2,
    }


def test_the_law_prefers_the_woman():
    assert ranks([row("a", female=False), row("b", female=True)]) == {"b": 1, "a": 2}


def test_a_share_nobody_knows_is_skipped_and_so_is_a_breaker_without_share():
    bare = TieBreaker(TieBreakerKind.FEMALE_OR_WOMEN_SHARE)
    for breaker in (WOMEN, bare):
        found = rank([row("a"), row("b", women_share=Decimal(1))], (breaker,))
        assert [one.rank for one in found] == [1, 1]
        assert found[0].trail[0].outcome is TieOutcome.SKIPPED


def test_an_area_that_does_not_apply_to_one_is_skipped_for_both():
    found = rank(
        [
            row("a", area_percent={"III": None}, leaf_ratio={"8.1": Decimal("0.9")}),
            row("b", area_percent={"III": Decimal(99)}, leaf_ratio={"8.1": Decimal("0.8")}),
        ],
        (AREA, LEAF),
    )
    assert [one.key for one in found] == ["a", "b"]
    assert [step.outcome for step in found[0].trail] == [TieOutcome.SKIPPED, TieOutcome.PARTED]
    assert found[0].decided_by.breaker is LEAF


@pytest.mark.parametrize(
    ("breaker", "better", "worse"),
    [
        (FEWER, {"deductions": Decimal("0.5")}, {"deductions": Decimal(2)}),
        (VOTE, {"council_votes": 9}, {"council_votes": 7}),
        (CHAIR, {"chair_order": 1}, {"chair_order": 2}),
        (AREA, {"area_percent": {"III": Decimal(90)}}, {"area_percent": {"III": Decimal(80)}}),
    ],
)
def test_each_breaker_parts_and_is_skipped_without_value(breaker, better, worse):
    assert ranks([row("b", **worse), row("a", **better)], (breaker,)) == {"a": 1, "b": 2}
    assert ranks([row("a", **better), row("b")], (breaker,)) == {"a": 1, "b": 1}


def test_three_equals_are_parted_step_by_step():
    found = {
        one.key: one
        for one in rank(
            [
                row("a", female=True),
                row("b", female=False, council_votes=5),
                row("c", female=False, council_votes=6),
            ],
            (WOMEN, VOTE),
        )
    }
    assert [found[key].rank for key in "acb"] == [1, 2, 3]
    assert found["a"].decided_by.breaker is WOMEN
    assert found["b"].decided_by.breaker is VOTE


def test_who_stays_equal_shares_the_rank_and_knows_with_whom():
    found = rank([row("a", female=True), row("b", female=True)], (WOMEN,))
    assert [one.rank for one in found] == [1, 1]
    assert found[0].tied_with == ("b",)
    assert found[0].decided_by is None
    assert found[0].trail[0].outcome is TieOutcome.EQUAL


def test_a_key_twice_is_refused():
    with pytest.raises(ValueError, match="one key"):
        rank([row("a"), row("a")])


def test_a_row_takes_its_values_from_the_sheet():
    data = {
        "code": "n",
        "title": "n",
        "version": "1",
        "scale": 10,
        "penalty": {"cap": 5, "items": [{"code": "p", "title": "p", "each": 1}]},
        "areas": [
            {
                "code": "I",
                "title": "i",
                "max": 10,
                "children": [
                    {"code": "1", "title": "x", "max": 4, "rule": {"kind": "proportional"}},
                    {"code": "2", "title": "y", "max": 4, "rule": {"kind": "deduction", "each": 1}},
                    {"code": "3", "title": "z", "max": 2, "rule": {"kind": "proportional"}},
                ],
            }
        ],
    }
    inputs = {
        "1": LeafInput(value=Decimal("0.5")),
        "2": LeafInput(count=3),
        "3": LeafInput(denominator=Decimal(0)),
    }
    sheet = score_sheet(load_set(data), "", inputs, penalty={"p": 1})
    found = RankRow.of("u", sheet, female=True, council_votes=3, chair_order=1)
    assert found.deductions == 4
    assert found.leaf_ratio == {"1": Decimal("0.5"), "2": None, "3": None}
    assert found.area_percent == {"I": Decimal("37.5")}
    assert (found.total, found.female, found.council_votes, found.chair_order) == (sheet.total, True, 3, 1)


ROWS = st.lists(
    st.builds(
        lambda total, female, votes: (total, female, votes),
        st.sampled_from(["90", "80", "70"]),
        st.sampled_from([True, False, None]),
        st.sampled_from([None, 3, 4]),
    ),
    max_size=12,
)


@given(values=ROWS, shuffle=st.randoms())
def test_the_order_of_the_rows_means_nothing(values, shuffle):
    rows = [
        row(str(number), total, female=female, council_votes=votes)
        for number, (total, female, votes) in enumerate(values)
    ]
    shuffled = rows[:]
    shuffle.shuffle(shuffled)
    found = rank(rows, ALL)
    assert found == rank(shuffled, ALL)
    # a rank is one more than the number of those before; who has more points is never behind
    for one in found:
        assert one.rank == 1 + sum(other.rank < one.rank for other in found)
        assert all(one.total <= other.total for other in found if other.rank < one.rank)
