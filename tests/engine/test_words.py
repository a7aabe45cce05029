"""Numbers and dates in words."""

from datetime import date, time
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.words import (
    clock_time,
    money_in_words,
    number_in_words,
    paper_date,
    short_date,
    spoken_date,
    weekday,
)

CASES = yaml.safe_load((Path(__file__).parent / "cases/words.yaml").read_text("utf-8"))


@pytest.mark.parametrize(("number", "words"), CASES["numbers"].items())
def test_a_number(number, words):
    assert number_in_words(number) == words


def test_the_habits_of_the_house():
    assert number_in_words(1105, zero_tens="lẻ", thousand="ngàn") == "Một ngàn một trăm lẻ năm"
    assert number_in_words(21, capital=False) == "hai mươi mốt"


def test_a_sum_of_money():
    assert money_in_words(4_950_000) == "(Bằng chữ: Bốn triệu chín trăm năm mươi nghìn đồng)"


VALUES = {
    word: number
    for number, word in enumerate(["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"])
}
VALUES |= {"mốt": 1, "tư": 4, "lăm": 5}


def read(words):
    """Read the words back, the way that a listener does."""
    total = group = digit = 0
    for word in words.lower().split():
        if word in VALUES:
            digit = VALUES[word]
        elif word == "trăm":
            group, digit = group + digit * 100, 0
        elif word == "mươi":
            group, digit = group + digit * 10, 0
        elif word == "mười":
            group, digit = group + 10, 0
        elif word in {"nghìn", "triệu"}:
            total += (group + digit) * (1000 if word == "nghìn" else 1_000_000)
            group = digit = 0
        elif word == "tỷ":
            total = (total + group + digit) * 1_000_000_000
            group = digit = 0
    return total + group + digit


@given(number=st.integers(0, 10**12 - 1))
def test_a_listener_hears_the_same_number(number):
    assert read(number_in_words(number)) == number


def test_dates():
    assert paper_date(date(2025, 2, 5)) == "ngày 05 tháng 02 năm 2025"
    assert paper_date(date(2025, 3, 15)) == "ngày 15 tháng 3 năm 2025"
    assert short_date(date(2025, 2, 5)) == "05/02/2025"
    assert spoken_date(date(2025, 2, 5)) == "ngày mùng 5 tháng 2"
    assert spoken_date(date(2025, 2, 10), with_year=True) == "ngày mùng 10 tháng 2 năm 2025"
    assert spoken_date(date(2025, 2, 11)) == "ngày 11 tháng 2"


@pytest.mark.parametrize(
    ("at", "said"), [(time(8), "08 giờ"), (time(13, 30), "13 giờ 30 phút"), (time(9, 5), "09 giờ 05 phút")]
)
def test_an_hour_is_written_without_needless_minutes(at, said):
    assert clock_time(at) == said


def test_days_of_the_week_have_their_names():
    assert [weekday(date(2025, 12, day)) for day in (15, 18, 21)] == ["thứ Hai", "thứ Năm", "Chủ nhật"]
