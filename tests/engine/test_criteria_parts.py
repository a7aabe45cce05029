"""What a set may say beside the rules: whole parts for some units, counts named once, groups, vetoes, fines."""

import copy
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.scoring import (
    CriteriaError,
    Grade,
    GroupFigures,
    LeafInput,
    LeafStatus,
    Scorer,
    ScoringError,
    Veto,
    load_set,
    rank,
    recompute,
    score_leaf,
    score_sheet,
    vetoed,
)
from thidua.engine.scoring.ranking import RankRow

SET = {
    "code": "p",
    "title": "Bộ thử",
    "version": "1",
    "scale": 10,
    "period": {"from": "2025-01-01", "to": "2025-12-31"},
    "profiles": [{"code": "A", "name": "Khối A"}, {"code": "B", "name": "Khối B"}],
    "tags": {"fees": "Có thu"},
    "inputs": [
        {"code": "received", "label": "Hồ sơ tiếp nhận"},
        {"code": "late", "label": "Hồ sơ quá hạn"},
        {"code": "blamed", "label": "Hồ sơ bị phản ánh"},
    ],
    "areas": [
        {
            "code": "I",
            "title": "Một",
            "max": 6,
            "applies": {"profiles": ["A"]},
            "children": [
                {
                    "code": "1.1",
                    "title": "a",
                    "max": 4,
                    "rule": {"kind": "complement", "target": "0.9"},
                    "inputs": {"numerator": ["late", "blamed"], "denominator": "received"},
                },
                {
                    "code": "1.2",
                    "title": "b",
                    "max": 2,
                    "rule": {"kind": "deduction", "each": "0.5"},
                    "inputs": {"count": "late"},
                    "applies": {"tags": ["fees"], "otherwise": "full"},
                },
            ],
        },
        {"code": "II", "title": "Hai", "max": 3, "rule": {"kind": "min_max", "measure": "number"}},
        {"code": "III", "title": "Ba", "max": 1, "rule": {"kind": "yes_no", "fine": "0.25"}},
    ],
}
FOUND = load_set(SET)
YES, NO = LeafInput(choice="yes"), LeafInput(choice="no")


def test_the_parts_come_back_from_the_canonical_text():
    again = load_set(json.loads(FOUND.canonical))
    assert again == FOUND
    assert again.period == ("2025-01-01", "2025-12-31")
    assert again.leaf("1.1").inputs == (("denominator", ("received",)), ("numerator", ("late", "blamed")))


def test_what_holds_for_a_part_holds_for_all_below_it():
    assert {leaf.code for leaf in FOUND.applicable("B", ["fees"])} == {"II", "III"}
    assert {leaf.code for leaf in FOUND.applicable("A", [])} == {"1.1", "II", "III"}


def test_a_part_for_nobody_is_refused():
    data = copy.deepcopy(SET)
    data["areas"][0]["children"][0]["applies"] = {"profiles": ["B"]}
    with pytest.raises(CriteriaError) as refused:
        load_set(data)
    assert refused.value.faults[0][:2] == ("areas[I].children[1.1].applies.profiles", "applies_to_nobody")


def test_a_tree_deeper_than_any_law_is_refused():
    node = {"code": "leaf", "title": "x", "max": 10, "rule": {"kind": "yes_no"}}
    for level in range(40):
        node = {"code": f"n{level}", "title": "x", "max": 10, "children": [node]}
    with pytest.raises(CriteriaError) as refused:
        load_set({"code": "d", "title": "d", "version": "1", "scale": 10, "areas": [node]})
    assert [fault.code for fault in refused.value.faults] == ["too_deep"]


def test_counts_named_once_fill_every_leaf_that_uses_them():
    inputs = FOUND.from_named({"received": 100, "late": 3, "blamed": 8})
    assert inputs == {
        "1.1": LeafInput(numerator=11, denominator=100),
        "1.2": LeafInput(count=3),
    }
    assert score_leaf(FOUND.leaf("1.1"), inputs["1.1"]).score == Decimal("3.9555555556")
    # the sum is not there while one of its parts is missing, and a leaf without anything is left out
    assert FOUND.from_named({"received": 100, "blamed": 8}) == {"1.1": LeafInput(denominator=100)}
    assert FOUND.from_named({}) == {}


def test_others_get_the_full_points_where_the_set_says_so():
    figures = GroupFigures(FOUND)
    given = {"1.1": LeafInput(numerator=0, denominator=4), "II": LeafInput(value=5), "III": YES}
    figures.add("", "II", given["II"])
    found = score_sheet(FOUND, "A", figures.put("", given))
    assert (found.total, found.leaf("1.2").score) == (10, 2)
    assert found.leaf("1.2").working == {
        "leaf": "1.2",
        "status": "scored",
        "max": "2",
        "score": "2",
        "steps": [{"op": "does_not_hold"}, {"op": "full", "result": "2"}],
    }
    rounded = load_set(SET | {"rounding": {"when": "before_sum"}})
    assert score_sheet(rounded, "A", figures.put("", given)).leaf("1.2").score == 2


def test_a_missed_duty_costs_its_points_and_a_fine_and_never_leaves_less_than_nothing():
    given = {"1.1": LeafInput(numerator=4, denominator=4), "1.2": LeafInput(count=9), "III": NO}
    found = score_sheet(FOUND, "A", given, tags=["fees"], leave_out=["II"])
    assert (found.total, found.fines) == (0, Decimal("0.25"))
    found = score_sheet(FOUND, "A", given | {"1.2": LeafInput(count=0)}, tags=["fees"], leave_out=["II"])
    assert found.total == round(Decimal(2) * 10 / 7, 10) - Decimal("0.25")
    assert found.working["fines"] == {"items": [{"leaf": "III", "points": "0.25"}], "result": "0.25"}
    assert found.leaf("III").working["fine"] == "0.25"
    assert RankRow.of("x", found).deductions == Decimal("0.25")


def test_groups_are_gathered_one_unit_after_the_other_and_kept_apart():
    figures = GroupFigures(FOUND)
    assert figures.leaves == {"II"}
    for group, value in (("núi", 2), ("núi", 8), ("núi", 4), ("đồng", 100)):
        figures.add(group, "II", LeafInput(value=value))
    figures.add("núi", "II", LeafInput())
    figures.add("núi", "II", LeafInput(value=1, not_applicable=True))
    found = figures.put("núi", {"II": LeafInput(value=4), "III": YES})
    assert score_leaf(FOUND.leaf("II"), found["II"]).score == 1
    assert found["III"] == YES
    assert figures.put("biển", {"II": LeafInput(value=4)})["II"].group is None
    assert figures.put("núi", {"III": YES}) == {"III": YES}
    working = json.loads(json.dumps(score_leaf(FOUND.leaf("II"), found["II"]).working))
    assert recompute(working) == 1  # the working holds what the group reached: nobody else is needed


def test_one_leaf_of_a_ready_set():
    scorer = Scorer.of(FOUND)
    assert scorer is Scorer.of(load_set(copy.deepcopy(SET)))
    assert scorer.leaf("III", YES).status is LeafStatus.SCORED
    with pytest.raises(ScoringError, match=r"unknown_leaf: 9"):
        scorer.leaf("9", YES)


GRADES = tuple(Grade(code, code, Decimal(at)) for code, at in (("a", 90), ("b", 70), ("c", 50), ("d", 0)))
VETOES = (
    Veto("average", "Xếp loại trung bình", grades=("c", "d")),
    Veto("fallen", "Tụt hai bậc", falls=2),
    Veto("stated", "Có kết luận sai phạm"),
)


@pytest.mark.parametrize(
    ("grade", "last_year", "codes"),
    [
        ("a", "", []),
        ("b", "a", []),
        ("c", "", ["average"]),
        ("c", "a", ["average", "fallen"]),
        ("d", "b", ["average", "fallen"]),
        ("a", "d", []),
        ("c", "unknown", ["average"]),
        ("", "a", []),
    ],
)
def test_a_unit_graded_average_or_falling_two_grades_is_not_considered(grade, last_year, codes):
    assert [veto.code for veto in vetoed(VETOES, GRADES, grade, last_year)] == codes
    assert [veto.computed for veto in VETOES] == [True, True, False]


@given(
    values=st.lists(st.decimals(0, 10**6, places=3), min_size=1, max_size=12),
    kind=st.sampled_from(
        [
            {"kind": "min_max", "measure": "number"},
            {"kind": "min_max", "measure": "number", "better": "less", "floor": "1"},
            {"kind": "leader", "measure": "number", "target": "1000"},
        ]
    ),
    order=st.randoms(use_true_random=False),
)
def test_who_is_better_in_the_group_never_has_less_and_order_of_reading_is_nothing(values, kind, order):
    data = {"code": "g", "title": "g", "version": "1", "scale": 3}
    data["areas"] = [{"code": "x", "title": "x", "max": 3, "rule": kind}]
    found = load_set(data)
    totals = []
    for _ in range(2):
        figures = GroupFigures(found)
        for value in values:
            figures.add("", "x", LeafInput(value=value))
        rows = {
            value: score_sheet(found, "", figures.put("", {"x": LeafInput(value=value)})).total
            for value in values
        }
        totals.append(rows)
        order.shuffle(values)
    assert totals[0] == totals[1]
    better = sorted(totals[0], reverse=kind.get("better") == "less")
    reached = [totals[0][value] for value in better]
    assert reached == sorted(reached)
    assert all(0 <= points <= 3 for points in reached)
    ranked = rank([RankRow(str(value), total) for value, total in totals[0].items()])
    assert ranked[0].total == max(reached)


@given(parts=st.lists(st.integers(1, 9), min_size=1, max_size=9), scale=st.integers(1, 50))
def test_thirds_and_sevenths_add_up_to_the_whole_exactly(parts, scale):
    """Leaves whose points have no end still make a whole total, so that a limit is met and equals stay equal."""
    whole = sum(parts)
    data = {"code": "w", "title": "w", "version": "1", "scale": scale * len(parts)}
    data["areas"] = [
        {"code": f"{at}", "title": "x", "max": scale, "rule": {"kind": "proportional"}}
        for at in range(len(parts))
    ]
    inputs = {f"{at}": LeafInput(numerator=part, denominator=whole) for at, part in enumerate(parts)}
    assert score_sheet(load_set(data), "", inputs).total == scale
