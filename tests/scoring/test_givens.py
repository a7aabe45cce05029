"""Reading what was typed: Vietnamese numbers, and what is no number."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from thidua.engine import scoring
from thidua.scoring import givens, operations
from thidua.scoring.operations import read_text
from thidua.scoring.queries import criteria_of, rows, shipped_sets
from thidua.scoring.views import filling

CRITERIA = read_text(shipped_sets()["commune-units-2025"].text)
RATIO = CRITERIA.leaf("1.4")
COUNT = CRITERIA.leaf("1.3")
GRADED = CRITERIA.leaf("1.1")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("1.250", "1250"),
        ("2.500.000.000", "2500000000"),
        ("1.250,75", "1250.75"),
        (" 40 ", "40"),
        ("007", "7"),
        ("12 500", "12500"),
        ("0.125", "0.125"),
        (Decimal("1.125"), "1.125"),
        (1250, "1250"),
    ],
)
def test_a_number_is_read_as_an_official_writes_it(typed, number):
    assert givens.number(typed, "numerator") == Decimal(number)


def test_points_that_mean_thousands_are_refused_and_not_guessed():
    with pytest.raises(givens.GivenError) as refused:
        givens.scored(RATIO, givens.clean(RATIO, {"points": "1.250"}))
    assert str(refused.value) == "Điểm 1.250 vượt quá điểm tối đa 4 của tiêu chí này."


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (("1.250",), "“1.250” được hiểu là 1250 (dấu chấm ngăn hàng nghìn); nếu là số lẻ, hãy ghi 1,25."),
        (
            ("1,250",),
            "“1,250” được hiểu là 1,25 (dấu phẩy là dấu thập phân); nếu là hàng nghìn, hãy ghi 1250.",
        ),
        (
            ("từ 1.250 % đến 90 %: 2", "12,5", "0.125", 3),
            "“1.250” được hiểu là 1250 (dấu chấm ngăn hàng nghìn); nếu là số lẻ, hãy ghi 1,25.",
        ),
        (("12.5", "1250", "1.250,5"), ""),
    ],
)
def test_what_another_habit_reads_otherwise_is_said_back(texts, said):
    assert givens.doubts(*texts) == said


def test_stored_numbers_are_not_read_as_typed_ones():
    kept = {"value": "1.125", "choice": "1.125"}
    assert givens.stored(kept) == {"value": Decimal("1.125"), "choice": "1.125"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("bốn", "Hãy nhập một số, ví dụ 12,5."),
        ("NaN", "Hãy nhập một số, ví dụ 12,5."),
        ("Infinity", "Hãy nhập một số, ví dụ 12,5."),
        ("1e9", "Hãy nhập một số, ví dụ 12,5."),
        ("1,2,3", "Hãy nhập một số, ví dụ 12,5."),
        ("٣", "Hãy nhập một số, ví dụ 12,5."),
        ("=1+1", "Hãy nhập một số, ví dụ 12,5."),
        ("-3", "Số không được nhỏ hơn 0."),
        ("9" * 14, "Số quá dài: nhiều nhất 13 chữ số trước và 10 chữ số sau dấu phẩy."),
        ("9" * 1000, "Số quá dài: nhiều nhất 13 chữ số trước và 10 chữ số sau dấu phẩy."),
        ("0,12345678901", "Số quá dài: nhiều nhất 13 chữ số trước và 10 chữ số sau dấu phẩy."),
    ],
)
def test_what_is_no_number_is_refused_with_a_sentence(typed, sentence):
    with pytest.raises(givens.GivenError) as refused:
        givens.clean(RATIO, {"numerator": typed, "denominator": "50"})
    assert (refused.value.field, str(refused.value)) == ("numerator", sentence)


def test_a_count_is_a_whole_number():
    assert givens.clean(COUNT, {"count": "1.000"}) == {"count": 1000}
    with pytest.raises(givens.GivenError, match="số nguyên"):
        givens.clean(COUNT, {"count": "1,5"})
    with pytest.raises(givens.GivenError, match="số nguyên"):
        givens.clean(COUNT, {"count": "hai"})


def test_only_what_the_rule_reads_is_kept_and_empty_inputs_are_dropped():
    typed = {"numerator": "", "denominator": "  ", "count": "3", "choice": "yes", "points": None}
    assert givens.clean(RATIO, typed) == {}


def test_two_ways_of_typing_one_number_are_the_same_input():
    one = givens.clean(RATIO, {"numerator": "1.250", "denominator": "1.300,0"})
    other = givens.clean(RATIO, {"numerator": "1250", "denominator": "1300"})
    assert one == other == {"numerator": "1250", "denominator": "1300"}


@pytest.mark.parametrize(
    ("leaf", "given", "sentence"),
    [
        (
            RATIO,
            {"numerator": "60", "denominator": "50"},
            "Số đạt được (60) không thể lớn hơn tổng số (50).",
        ),
        (RATIO, {"points": "4.5"}, "Điểm 4,5 vượt quá điểm tối đa 4 của tiêu chí này."),
        (GRADED, {"choice": "gần đúng hạn"}, "Mục đã chọn không có trong tiêu chí này. Hãy chọn lại."),
    ],
)
def test_what_cannot_be_scored_is_said_in_words(leaf, given, sentence):
    with pytest.raises(givens.GivenError) as refused:
        givens.scored(leaf, given)
    assert str(refused.value) == sentence


def test_points_set_by_an_appraiser_stand_in_place_of_the_rule_and_are_computed_again():
    result = givens.scored(RATIO, {"numerator": "50", "denominator": "50", "points": "1.5"})
    assert result.score == Decimal("1.5")
    assert scoring.recompute(result.working) == Decimal("1.5")


def test_a_survey_of_weighted_answers_is_asked_answer_by_answer():
    options = [
        scoring.Option("full", "Rất hài lòng", Decimal(1)),
        scoring.Option("half", "Được", Decimal("0.6")),
    ]
    options.append(scoring.Option("none", "Không", Decimal(0)))
    leaf = scoring.Criterion("1", "a", Decimal(10), rule=scoring.Survey(tuple(options)))
    assert givens.fields_of(leaf) == ("counts.full", "counts.half", "counts.none")
    typed = {"counts.full": "1.000", "counts.half": "500", "counts.none": "500", "counts.other": "9"}
    given = givens.clean(leaf, typed)
    assert given == {"counts": {"full": 1000, "half": 500, "none": 500}}
    assert givens.scored(leaf, given).score == Decimal("6.5")
    assert givens.clean(leaf, givens.stored(given)) == given
    posted = QueryDict("1-counts.full=3&1-reason=x&1.1-counts.full=4")
    assert filling.typed_of(posted, "1") == operations.Typed({"counts.full": "3"}, "x")
    row = rows.Row("1", "", "", "", Decimal(10), "", "", "", "", applies=True)
    rows.show(row, leaf, rows.typed_again(given))
    assert [(one.label, one.value) for one in row.inputs] == [
        ("Rất hài lòng", "1.000"),
        ("Được", "500"),
        ("Không", "500"),
    ]
    with pytest.raises(givens.GivenError, match="số nguyên"):
        givens.clean(leaf, {"counts.half": "1,5"})


@pytest.mark.django_db
def test_the_stored_set_is_the_one_that_was_loaded(scoring):
    assert criteria_of(scoring.campaign.unit_set).digest == CRITERIA.digest
