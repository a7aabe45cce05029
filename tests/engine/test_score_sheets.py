"""Whole sheets: dropping, rescaling, bonus, penalty, grade, and the working that shows it all."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import thidua
from thidua.engine.scoring import (
    LeafInput,
    LeafStatus,
    ScoreInputError,
    ScoringError,
    load_set,
    recompute,
    score_sheet,
)

SET = load_set(
    yaml.safe_load((Path(thidua.__file__).parent / "scoring/data/commune-units-2025.yaml").read_text("utf-8"))
)
ALL_TAGS = tuple(dict(SET.tags))


def best(leaf):
    kind = leaf.rule.kind
    if kind == "graded":
        return LeafInput(choice=max(leaf.rule.options, key=lambda option: option.points).code)
    if kind == "deduction":
        return LeafInput(count=0)
    if kind == "per_item":
        return LeafInput(count=100)
    if kind == "survey":
        return LeafInput(counts={"satisfied": 40})
    if kind == "all_or_nothing":
        return LeafInput(numerator=leaf.rule.of)
    return LeafInput(numerator=Decimal(10), denominator=Decimal(10))


BEST = {leaf.code: best(leaf) for leaf in SET.leaves}


def test_the_best_sheet_has_a_hundred_points_in_both_profiles():
    for profile, tags in (("A", ALL_TAGS), ("B", ALL_TAGS), ("B", ())):
        found = score_sheet(SET, profile, BEST, tags=tags)
        assert (found.total, str(found.shown), found.grade, found.complete) == (
            100,
            "100.00",
            "excellent",
            True,
        )


def test_dropped_leaves_are_rescaled_and_the_area_says_so():
    found = score_sheet(SET, "B", BEST | {"9.1": LeafInput(count=0)}, tags=())
    assert found.max == 100 - 4 - 8 - 2 - 4 - 4 - 4 - 4 - 3
    assert found.total == round(Decimal(100) * (found.max - 3) / found.max, 10)
    assert found.area("II").max == 4
    assert found.area("VI").percent is None
    assert found.area("IX").percent == round(Decimal(400) / 7, 10)
    assert found.leaf("3.1").status is LeafStatus.NOT_APPLICABLE
    assert json.loads(json.dumps(found.working))["digest"] == SET.digest
    for ask in (found.leaf, found.area):
        with pytest.raises(KeyError):
            ask("none")


def test_an_empty_row_counts_nothing_and_is_listed():
    inputs = dict(BEST)
    del inputs["1.2"]
    found = score_sheet(SET, "A", inputs, tags=ALL_TAGS)
    assert (found.total, found.missing, found.complete) == (95, ("1.2",), False)


def test_a_leaf_left_out_of_the_round_is_dropped_like_one_that_does_not_apply():
    inputs = {code: value for code, value in BEST.items() if code != "8.1"}
    found = score_sheet(SET, "A", inputs, tags=ALL_TAGS, leave_out=["8.1"])
    assert (found.total, found.max, found.complete) == (100, 96, True)
    assert found.leaf("8.1").working["steps"] == [{"op": "left_out"}]
    assert score_sheet(SET, "B", BEST).leaf("3.1").working["steps"] == [{"op": "profile"}]


def test_every_leaf_is_recomputed_from_its_working():
    found = score_sheet(SET, "A", BEST, tags=ALL_TAGS)
    assert sum(recompute(leaf.working) for leaf in found.leaves) == found.points


def test_bonus_and_penalty_stay_under_their_caps():
    found = score_sheet(
        SET,
        "A",
        BEST,
        tags=ALL_TAGS,
        bonus={"initiative": 5, "province_award": 3},
        penalty={"false_figure": 9},
    )
    assert (found.bonus, found.penalty, found.total) == (3, 5, 98)
    assert found.working["bonus"]["items"] == [
        {"code": "initiative", "count": 5, "points": "5"},
        {"code": "province_award", "count": 3, "points": "1"},
    ]


def test_the_total_is_never_below_zero():
    found = score_sheet(SET, "B", {"1.1": LeafInput(choice="late_or_none")}, penalty={"false_figure": 4})
    assert (found.total, found.grade) == (0, "weak")


def test_the_grade_is_taken_on_the_unrounded_total():
    inputs = BEST | {"3.1": LeafInput(points=Decimal("0.996")), "7.1": LeafInput(points=Decimal(0))}
    found = score_sheet(SET, "A", inputs, tags=ALL_TAGS)
    assert (found.total, str(found.shown), found.grade) == (Decimal("89.996"), "90.00", "good")


def test_refusals():
    with pytest.raises(ScoringError, match="unknown_profile: Z"):
        score_sheet(SET, "Z", BEST)
    with pytest.raises(ScoringError, match=r"unknown_leaf: 9\.9"):
        score_sheet(SET, "A", {"9.9": LeafInput()})
    with pytest.raises(ScoringError, match="unknown_item: gift"):
        score_sheet(SET, "A", BEST, bonus={"gift": 1})
    with pytest.raises(ScoreInputError) as refused:
        score_sheet(SET, "A", BEST, penalty={"false_figure": -1})
    assert refused.value.code == "negative"
    with pytest.raises(ScoreInputError) as refused:
        score_sheet(SET, "A", BEST | {"1.4": LeafInput(value=Decimal(2))})
    assert (refused.value.leaf, refused.value.field) == ("1.4", "value")


def test_nothing_applies():
    data = {
        "code": "n",
        "title": "n",
        "version": "1",
        "scale": 1,
        "areas": [{"code": "1", "title": "x", "max": 1, "rule": {"kind": "proportional"}}],
    }
    with pytest.raises(ScoringError, match=r"^nothing_applies$"):
        score_sheet(load_set(data), "", {"1": LeafInput(denominator=Decimal(0))})


def test_without_rescaling_and_with_leaves_rounded_first():
    data = {
        "code": "n",
        "title": "n",
        "version": "1",
        "scale": 10,
        "rescale": False,
        "rounding": {"places": 1, "when": "before_sum"},
        "areas": [
            {"code": "1", "title": "x", "max": 4, "rule": {"kind": "proportional"}},
            {"code": "2", "title": "y", "max": 6, "rule": {"kind": "proportional"}},
        ],
    }
    inputs = {
        "1": LeafInput(numerator=Decimal(1), denominator=Decimal(3)),
        "2": LeafInput(denominator=Decimal(0)),
    }
    found = score_sheet(load_set(data), "", inputs)
    assert (found.total, found.points, found.max, found.grade) == (Decimal("1.3"), Decimal("1.3"), 4, "")


SHARES = st.lists(st.integers(0, 100), min_size=30, max_size=30)


def inputs_of(shares):
    found = {}
    for leaf, share in zip(SET.leaves, shares, strict=True):
        kind = leaf.rule.kind
        if kind == "graded":
            options = sorted(leaf.rule.options, key=lambda option: option.points)
            found[leaf.code] = LeafInput(choice=options[share * (len(options) - 1) // 100].code)
        elif kind in {"deduction", "per_item"}:
            found[leaf.code] = LeafInput(count=share)
        elif kind == "survey":
            found[leaf.code] = LeafInput(counts={"satisfied": share, "unsatisfied": 100 - share})
        elif kind == "all_or_nothing":
            found[leaf.code] = LeafInput(numerator=Decimal(share % 5))
        else:
            found[leaf.code] = LeafInput(numerator=Decimal(share), denominator=Decimal(100))
    return found


@given(left=SHARES, right=SHARES, tags=st.sets(st.sampled_from(ALL_TAGS)))
def test_totals_lie_within_the_scale_and_rescaling_keeps_the_order(left, right, tags):
    sheets = [score_sheet(SET, "B", inputs_of(shares), tags=tags) for shares in (left, right)]
    assert all(0 <= sheet.total <= 100 for sheet in sheets)
    assert all(sum(area.points for area in sheet.areas) == pytest.approx(sheet.points) for sheet in sheets)
    assert (sheets[0].points < sheets[1].points) == (sheets[0].total < sheets[1].total)
    assert (sheets[0].points == sheets[1].points) == (sheets[0].total == sheets[1].total)
