"""Keys of Vietnamese text."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.text import fold, name_key, nfc, place_tones, sort_key


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Dương  Quỳ", "duong quy"),
        (" ĐẶNG\tVăn Ánh ", "dang van anh"),
        ("Xã Nà Mây, 2025", "xa na may, 2025"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded
    assert fold(unicodedata.normalize("NFD", text)) == folded


@pytest.mark.parametrize(
    ("text", "placed"),
    [
        ("Hoà", "Hòa"),
        ("HOÀ", "HÒA"),
        ("thuỷ", "thủy"),
        ("khoẻ", "khỏe"),
        ("Thị Hoà Bình", "Thị Hòa Bình"),
        ("hòa", "hòa"),
        ("quý", "quý"),
        ("Quỳ", "Quỳ"),
        ("hoàn", "hoàn"),
        ("hoa", "hoa"),
        ("Uỷ ban", "Ủy ban"),
    ],
)
def test_the_place_of_a_tone(text, placed):
    assert place_tones(text) == placed
    assert place_tones(placed) == placed


def test_names_meet_under_both_ways_of_writing_but_marks_count():
    assert name_key("Nguyễn Thị  HOÀ") == name_key("Nguyễn Thị Hòa") != name_key("Nguyễn Thị Hoa")
    assert name_key("Thuỷ") == "thủy"


def in_order(texts, **how):
    backwards = texts[::-1]
    return sorted(backwards, key=lambda text: sort_key(text, **how)) == texts


def test_the_alphabet_and_the_tones():
    letters = ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "i", "o", "ô", "ơ", "u", "ư", "y"]
    assert in_order(letters)
    tones = ["ma", "mà", "mả", "mã", "má", "mạ", "man", "măn"]
    assert in_order(tones)


def test_people_by_given_name_then_middle_then_family():
    names = [
        "An",
        "Hà An",
        "Dương Thị An",
        "Đặng Thị An",
        "Lò Văn An",
        "Đặng Văn Ánh",
        "Nguyễn Văn Ân",
        "Nguyễn Thị Hồng Phương Thảo Mẫu",
        "Giàng A Thử",
    ]
    assert in_order(names, person=True)


def test_numbers_by_value_and_foreign_letters_in_their_place():
    words = [
        "Thôn 2",
        "Thôn 02 b",
        "Thôn 10",
        "Thôn Dương",
        "Thôn Đông",
        "Thôn François",
        "Thôn Giàng",
        "Ж",
        "中",
    ]
    assert in_order(words)


def test_both_ways_of_placing_a_tone_sort_alike():
    assert sort_key("Hoà") == sort_key("Hòa")


@given(text=st.text(max_size=40))
def test_a_key_holds_nothing_that_a_collation_could_reorder(text):
    assert re.fullmatch("[0-9a-z]*", sort_key(text))
    assert re.fullmatch("[0-9a-z]*", sort_key(text, person=True))
    assert sort_key(text) == sort_key(nfc(text))
    assert fold(fold(text)) == fold(text)
