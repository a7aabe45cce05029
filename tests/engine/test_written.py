"""Numbers as people write them, by one rule."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.scoring.written import WrittenError, checked, read_number

READ = [
    ("1250", "1250", False),
    (" 1250 ", "1250", False),
    ("12,5", "12.5", False),
    ("12.5", "12.5", False),
    ("0,125", "0.125", False),
    ("0.125", "0.125", False),  # nobody parts thousands after a nought
    ("1.250", "1250", True),
    ("1,250", "1.25", True),
    ("1.250,5", "1250.5", False),
    ("12.345.678", "12345678", False),
    ("1 250", "1250", False),
    ("1\u00a0250\u00a0000,5", "1250000.5", False),
    ("1.25", "1.25", False),
    ("1234.567", "1234.567", False),
    ("+5", "5", False),
    ("-0", "0", False),
    ("007", "7", False),
]


@pytest.mark.parametrize(("text", "number", "doubtful"), READ)
def test_a_number_is_read(text, number, doubtful):
    assert read_number(text) == (Decimal(number), doubtful)


REFUSED = [
    *[
        (text, "not_a_number")
        for text in ("", "abc", "12 5", "1,2,3", "1,250.5", "1.25.3", "1e5", "12%", "½")
    ],
    *[
        (text, "not_a_number")
        for text in ("٣", "NaN", "1.2,3,4", "0x10", "5 hồ sơ", "--5", ",5", "5,", "1 25")
    ],
    ("-5", "negative"),
    ("−5", "negative"),
    ("12345678901234", "number_too_long"),
    ("0,12345678901", "number_too_long"),
    ("9" * 61, "number_too_long"),
]


@pytest.mark.parametrize(("text", "code"), REFUSED)
def test_what_is_no_number_of_ours_is_refused(text, code):
    with pytest.raises(WrittenError) as refused:
        read_number(text)
    assert refused.value.code == code


def test_typed_cells_are_held_to_the_same_bounds():
    assert checked(Decimal("1.5")) == Decimal("1.5")
    for number, code in (("NaN", "not_a_number"), ("-1", "negative"), ("1e13", "number_too_long")):
        with pytest.raises(WrittenError) as refused:
            checked(Decimal(number))
        assert refused.value.code == code


@given(st.decimals(0, 10**12, places=3))
def test_what_is_written_with_a_comma_is_read_back(number):
    text = f"{number:,f}".translate(str.maketrans(",.", ".,"))
    assert read_number(text).number == number
    assert read_number(f"{number:f}".replace(".", ",")).number == number
