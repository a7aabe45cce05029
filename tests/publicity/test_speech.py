import re

import pytest
from hypothesis import given, settings

from tests.publicity.words import plan_texts
from thidua.publicity import speech


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("đạt 85% trở lên", "đạt 85 phần trăm trở lên"),
        ("ngày 5/2/2025", "ngày mùng 5 tháng 2 năm 2025"),
        ("trước 28/6/2021", "trước ngày 28 tháng 6 năm 2021"),
        ("xong trong 12/2025", "xong trong tháng 12 năm 2025"),
        ("UBND xã phát động", "Ủy ban nhân dân xã phát động"),
        ("cải cách hành chính (CCHC) năm nay", "cải cách hành chính năm nay"),
        ("theo Kế hoạch số 349/KH-UBND", "theo Kế hoạch số 349"),
        ("Quyết định số 33/2021/QĐ-UBND của tỉnh", "Quyết định số 33 năm 2021 của tỉnh"),
        ("văn hóa - xã hội", "văn hóa, xã hội"),
        ("Phòng Văn hóa - Xã hội", "Phòng Văn hóa Xã hội"),
        ("“một cửa”", "một cửa"),
        ("một cửa/liên thông", "một cửa liên thông"),
        ("chỉ số PAR INDEX và SIPAS", "chỉ số cải cách hành chính và chỉ số hài lòng của người dân"),
        ("ngày 31/2/2025", "ngày 31 tháng 2 năm 2025"),
    ],
)
def test_it_reads_as_it_is_spoken(written, read):
    assert speech.readable(written) == read


def test_an_abbreviation_inside_a_word_stays():
    assert speech.readable("KHÁNH và VPN") == "KHÁNH và VPN"


def test_a_long_sentence_is_cut_where_one_draws_breath():
    text = (
        "Tập trung chỉ đạo, điều hành công tác cải cách hành chính ở tất cả các đơn vị, "
        "gắn trách nhiệm của người đứng đầu với kết quả giải quyết hồ sơ của người dân và doanh nghiệp"
    )
    pieces = speech.sentences(text)
    assert len(pieces) == 2
    assert pieces[0].endswith("đơn vị.")
    assert pieces[1].startswith("Gắn trách nhiệm")


def test_a_text_without_any_pause_is_cut_at_the_limit():
    pieces = speech.sentences(" ".join(["chữ"] * 60))
    assert [len(piece.split()) for piece in pieces] == [25, 25, 10]


@given(plan_texts)
@settings(max_examples=300, deadline=None)
def test_whatever_a_plan_says_can_be_read_aloud(text):
    spoken = [piece for line in text.splitlines() for piece in speech.sentences(speech.readable(line))]
    for sentence in spoken:
        assert 0 < len(sentence.split()) <= speech.LONGEST_SENTENCE
        assert "/" not in sentence
        assert "%" not in sentence
        assert sentence.endswith((".", "!", "?"))
        assert speech.hard_to_read(sentence) == []
        assert re.search(r"\w", sentence)
    assert speech.too_long("\n".join(spoken)) == []


def test_no_word_is_lost_by_cutting():
    text = "một hai ba bốn năm sáu bảy tám chín mười và " * 6
    cut = " ".join(speech.sentences(text)).lower().replace(".", "").split()
    assert cut == text.split()


@pytest.mark.parametrize(("words", "minutes"), [(1, 1), (170, 1), (171, 2), (510, 3)])
def test_minutes_are_rounded_up(words, minutes):
    assert speech.minutes(" ".join(["chữ"] * words)) == minutes


def test_what_is_hard_to_read_is_named():
    assert speech.hard_to_read("UBND xã đạt 85% 1/2") == ["UBND", "/", "%"]
    assert len(speech.too_long("ngắn thôi. " + "dài " * 26)) == 1


def test_the_gist_of_a_long_text_is_one_whole_clause():
    text = (
        "Thi đua nâng cao văn hóa công vụ, góp phần hình thành phong cách ứng xử, lề lối làm việc chuẩn mực của "
        "đội ngũ cán bộ, công chức, viên chức; đảm bảo tính chuyên nghiệp, trách nhiệm"
    )
    said = speech.gist(text)
    assert (
        said
        == "Thi đua nâng cao văn hóa công vụ, góp phần hình thành phong cách ứng xử, lề lối làm việc chuẩn mực"
    )
    assert speech.gist("Giữ gìn trật tự.") == "Giữ gìn trật tự"
    assert len(speech.gist(text, before=10).split()) <= speech.LONGEST_SENTENCE - 10


@given(plan_texts)
@settings(max_examples=100, deadline=None)
def test_a_gist_is_always_short_enough(text):
    assert len(speech.gist(text).split()) <= speech.LONGEST_SENTENCE
