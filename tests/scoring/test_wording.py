"""Every rule, every step and every fault has its words."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from thidua.engine import scoring
from thidua.engine.scoring.steps import STEP_NAMES
from thidua.scoring import wording
from thidua.scoring.operations import read_text
from thidua.scoring.queries import shipped_sets
from thidua.scoring.wording.working import _STEPS

CASES_OF_RULES = yaml.safe_load(
    (Path(__file__).parents[1] / "engine/cases/scoring.yaml").read_text(encoding="utf-8")
)

SETS = [read_text(one.text) for one in shipped_sets().values()]
UNITS = read_text(shipped_sets()["commune-units-2025"].text)
LEAVES = [leaf for criteria in SETS for leaf in criteria.leaves]


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.code)
def test_every_shipped_leaf_tells_how_it_is_scored(leaf):
    words = wording.rule_in_words(leaf)
    assert words.rstrip().endswith(("điểm.", "áp dụng.", "0.", "1.", f"{wording.figure(leaf.max)} điểm."))
    assert "None" not in words
    assert "{" not in words


CASES = [
    ("1.1", {"choice": "within_30_days"}, "Ban hành từ ngày thứ 16 đến ngày thứ 30"),
    ("1.2", {"numerator": "45", "denominator": "50"}, "45/50 (90\u00a0%)"),
    ("1.3", {"count": 2}, "2 trường hợp"),
    ("3.3", {"numerator": "0", "denominator": "0"}, "Không phát sinh"),
    ("3.3", {"denominator": "0"}, "Không phát sinh"),
    ("3.3", {"denominator": "5"}, "…/5"),
    ("5.3", {"count": 0, "choice": "none"}, "0 trường hợp"),
    ("5.3", {"choice": "disciplined"}, "Có người bị kỷ luật trong năm"),
    ("6.2", {"numerator": "4"}, "4/4 (100\u00a0%)"),
    ("1.4", {"value": "0.9"}, "90\u00a0%"),
    (
        "1.4",
        {"numerator": "1250", "denominator": "1300", "points": "0"},
        "1.250/1.300 (96,15\u00a0%); ấn định 0 điểm",
    ),
]


@pytest.mark.parametrize(("code", "given", "words"), CASES)
def test_what_was_typed_is_told_as_officials_write_it(code, given, words):
    assert wording.given_in_words(UNITS.leaf(code), given) == words


WORKINGS = [
    ("1.1", {"choice": "within_15_days"}, ["Mức đã chọn được 2 điểm."]),
    (
        "1.2",
        {"numerator": "45", "denominator": "50"},
        ["Tỷ lệ: 45 / 50 = 90\u00a0%.", "90\u00a0% × 5 điểm = 4,50 điểm."],
    ),
    (
        "1.2",
        {"numerator": "1", "denominator": "2"},
        ["Tỷ lệ: 1 / 2 = 50\u00a0%.", "Thấp hơn mức tối thiểu 80\u00a0%: 0 điểm."],
    ),
    ("1.3", {"count": 1}, ["2 − 1 × 0,5, thấp nhất 0: 1,5 điểm."]),
    ("3.3", {"denominator": "0"}, ["Trong kỳ không phát sinh.", "Được đủ 2 điểm."]),
    ("9.1", {"count": 20}, ["20 × 0,5, tối đa 3: 3 điểm."]),
    ("1.1", {"choice": "within_15_days", "points": "0"}, ["Tổ thẩm định ấn định 0 điểm (tối đa 2)."]),
    ("8.1", {"numerator": "9", "denominator": "10"}, None),
    ("5.1", {"numerator": "9", "denominator": "10"}, None),
    ("2.2", {"numerator": "9", "denominator": "10"}, None),
    ("6.2", {"numerator": "3"}, None),
    ("5.3", {"choice": "disciplined"}, None),
    ("7.4", {"denominator": "0"}, None),
    ("8.1", {"numerator": "36", "denominator": "40"}, None),
]


@pytest.mark.parametrize(("code", "given", "lines"), WORKINGS)
def test_the_working_is_told_step_by_step(code, given, lines):
    leaf = UNITS.leaf(code)
    told = wording.working_in_words(scoring.score_leaf(leaf, scoring.LeafInput.from_plain(given)).working)
    assert told
    assert all(line.endswith((".", ")")) for line in told)
    if lines is not None:
        assert told == lines


def test_a_yes_no_leaf_offers_both_answers():
    leaf = scoring.Criterion("1", "Có kế hoạch", UNITS.leaf("1.1").max, rule=scoring.YesNo())
    assert wording.options_of(leaf) == (("yes", "Có", "2 điểm"), ("no", "Không", "0 điểm"))


def test_every_step_of_the_engine_has_its_words():
    assert set(_STEPS) >= set(STEP_NAMES)


@pytest.mark.parametrize("case", CASES_OF_RULES, ids=lambda case: case["case"])
def test_every_rule_and_its_working_are_told(case):
    most = Decimal(case["max"])
    leaf = scoring.Criterion(
        "x",
        "X",
        most,
        rule=scoring.load_rule(case["rule"], most),
        zero=scoring.ZeroDenominator(case.get("zero", "not_applicable")),
        absent=scoring.Absent(case.get("absent", "refuse")),
    )
    given = scoring.LeafInput.from_plain(case["given"])
    if case["gives"].startswith("refused"):
        with pytest.raises(scoring.ScoreInputError) as refused:
            scoring.score_leaf(leaf, given)
        assert wording.input_fault(refused.value) != "Nội dung đã nhập chưa dùng được."
        return
    found = scoring.score_leaf(leaf, given)
    told = [wording.rule_in_words(leaf), *wording.working_in_words(found.working)]
    told += [words for *_, words in wording.options_of(leaf)]
    told += [wording.label_of(leaf, field) for field in leaf.rule.fields]
    told.append(wording.given_in_words(leaf, case["given"]))
    for words in told:
        assert "None" not in words
        assert "{" not in words
