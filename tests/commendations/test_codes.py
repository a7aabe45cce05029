import re

import pytest

from thidua.commendations import codes
from thidua.commendations.queries import tidy_number

FIELDS = ("7K2M-0QXD-P9AB", "Nguyễn Thị Hồng Phương Thảo Mẫu", "Giấy khen", "45/QĐ-UBND", "2026-02-03")


def test_a_code_has_sixty_random_bits_in_three_groups():
    made = {codes.new_check_code() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}", code) for code in made)


@pytest.mark.parametrize(
    "typed", ["7K2M-0QXD-P9AB", "7k2m0qxdp9ab", " 7K2M 0QXD P9AB ", "7K2M-OQXD-P9AB", "7k2m.oqxd.p9ab"]
)
def test_a_code_is_understood_as_people_type_it(typed):
    assert codes.tidy_code(typed) == "7K2M-0QXD-P9AB"


@pytest.mark.parametrize("typed", ["", "7K2M", "7K2M-0QXD-P9AB-7", "không có mã"])
def test_what_is_no_code_gives_nothing(typed):
    assert codes.tidy_code(typed) == ""


def test_a_signed_text_is_verified_with_the_public_key_alone():
    text = codes.signed_text(codes.sign(*FIELDS), *FIELDS)
    assert codes.verify_text(text, codes.public_key()) == FIELDS


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("Thảo", "Thao"),
        lambda text: text.replace("45/", "46/"),
        lambda text: text.replace("2026-02-03", "2025-02-03"),
        lambda text: text.rsplit("|", 1)[0] + "|" + "A" * 88,
        lambda text: text.rsplit("|", 1)[0] + "|không phải chữ ký",
        lambda text: text.rsplit("|", 1)[0],
        lambda text: text[:0],
        lambda text: text + "|x",
    ],
)
def test_a_forged_text_is_not_believed(change):
    text = codes.signed_text(codes.sign(*FIELDS), *FIELDS)
    assert codes.verify_text(change(text), codes.public_key()) is None


def test_a_stroke_inside_a_field_cannot_move_the_fields():
    fields = ("7K2M-0QXD-P9AB", "Tên|Giấy khen", "Giấy khen", "45", "2026-02-03")
    read = codes.verify_text(codes.signed_text(codes.sign(*fields), *fields), codes.public_key())
    assert read == ("7K2M-0QXD-P9AB", "Tên Giấy khen", "Giấy khen", "45", "2026-02-03")


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("5", "05"),
        ("05", "05"),
        ("005", "05"),
        ("45/QĐ-UBND", "45"),
        ("Số: 45", "45"),
        ("120a", "120a"),
        ("0", ""),
        ("abc", ""),
        ("1234567", ""),
        ("-5", ""),
    ],
)
def test_a_number_from_the_book(typed, number):
    assert tidy_number(typed) == number
