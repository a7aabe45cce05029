"""Rows of a sheet: cases as sentences, and what holds for every input."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.scoring import (
    RULE_KINDS,
    Absent,
    Band,
    Banded,
    Criterion,
    LeafInput,
    LeafStatus,
    Rounding,
    RoundingMode,
    ScoreInputError,
    ScoringError,
    ZeroDenominator,
    from_working,
    load_rule,
    recompute,
    score_leaf,
    shown,
)

CASES = yaml.safe_load((Path(__file__).parent / "cases/scoring.yaml").read_text("utf-8"))


def leaf_of(rule, maximum="4", zero="not_applicable", absent="refuse"):
    most = Decimal(maximum)
    return Criterion(
        "x", "X", most, rule=load_rule(rule, most), zero=ZeroDenominator(zero), absent=Absent(absent)
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["case"])
def test_case(case):
    leaf = leaf_of(
        case["rule"], case["max"], case.get("zero", "not_applicable"), case.get("absent", "refuse")
    )
    given_input = LeafInput.from_plain(case["given"])
    if case["gives"].startswith("refused: "):
        with pytest.raises(ScoreInputError) as refused:
            score_leaf(leaf, given_input)
        assert (refused.value.code, refused.value.leaf) == (case["gives"].removeprefix("refused: "), "x")
        return
    found = score_leaf(leaf, given_input)
    if case["gives"] in {"missing", "not_applicable"}:
        assert (found.status.value, found.score) == (case["gives"], 0)
    else:
        assert (found.status, found.score) == (LeafStatus.SCORED, Decimal(case["gives"]))
    assert found.fine == Decimal(case.get("fine", 0))
    # the working is plain JSON, and anybody gets the same score from it
    again = json.loads(json.dumps(found.working))
    assert recompute(again) == found.score
    assert from_working(again).working == found.working == again
    assert load_rule(leaf.rule.plain(), leaf.max) == leaf.rule
    assert LeafInput.from_plain(again["inputs"]) == LeafInput.from_plain(given_input.plain())


def test_every_kind_of_rule_has_a_case():
    kinds = {case["rule"]["kind"] for case in CASES}
    assert kinds == set(RULE_KINDS)


def test_a_ratio_outside_all_bands_is_refused_even_if_the_check_was_walked_past():
    leaf = Criterion("x", "X", Decimal(4), rule=Banded((Band(Decimal(4), low=Decimal("0.5")),)))
    with pytest.raises(ScoreInputError) as refused:
        score_leaf(leaf, LeafInput(value=Decimal("0.2")))
    assert refused.value.code == "outside_all_bands"


def test_an_area_has_no_score_of_its_own():
    with pytest.raises(ScoringError) as refused:
        score_leaf(Criterion("I", "Area", Decimal(4)), LeafInput())
    assert refused.value.code == "unknown_leaf"


def test_a_leaf_rounded_before_summing_says_so_in_its_working():
    leaf = leaf_of({"kind": "proportional"})
    found = score_leaf(leaf, LeafInput(numerator=Decimal(1), denominator=Decimal(3)), Rounding(places=2))
    assert found.score == Decimal("1.33")
    assert found.working["steps"][-1] == {"op": "round", "places": "2", "result": "1.33"}
    assert recompute(found.working) == Decimal("1.33")


@pytest.mark.parametrize(
    ("mode", "number", "expected"),
    [
        ("half_up", "92.745", "92.75"),
        ("half_even", "92.745", "92.74"),
        ("up", "92.741", "92.75"),
        ("down", "92.749", "92.74"),
        ("half_up", "90", "90.00"),
    ],
)
def test_shown(mode, number, expected):
    assert str(shown(Decimal(number), 2, RoundingMode(mode))) == expected


RATIO_RULES = st.sampled_from(
    [
        {"kind": "proportional"},
        {"kind": "cut_off", "cut_off": "0.8"},
        {"kind": "target", "target": "0.95"},
        {"kind": "all_or_nothing"},
        {"kind": "band", "bands": [{"at_least": "0.5", "points": "4"}, {"below": "0.5", "points": "1"}]},
        {"kind": "survey", "options": [{"code": "a", "label": "A", "weight": "1"}]},
    ]
)
WHOLE = st.integers(min_value=1, max_value=10**6)


@given(rule=RATIO_RULES, denominator=WHOLE, data=st.data())
def test_more_is_never_less_and_the_score_stays_within_the_maximum(rule, denominator, data):
    few = data.draw(st.integers(0, denominator))
    more = data.draw(st.integers(few, denominator))
    leaf = leaf_of(rule)
    scores = [
        score_leaf(leaf, LeafInput(numerator=Decimal(n), denominator=Decimal(denominator))).score
        for n in (few, more)
    ]
    assert 0 <= scores[0] <= scores[1] <= 4


@given(few=st.integers(0, 1000), add=st.integers(0, 1000), each=st.decimals("0.01", "5", places=2))
def test_more_cases_never_give_more_and_more_items_never_less(few, add, each):
    for kind, sign in (("deduction", -1), ("per_item", 1)):
        leaf = leaf_of({"kind": kind, "each": each})
        low, high = (score_leaf(leaf, LeafInput(count=count)).score for count in (few, few + add))
        assert 0 <= low <= 4
        assert 0 <= high <= 4
        assert (high - low) * sign >= 0
