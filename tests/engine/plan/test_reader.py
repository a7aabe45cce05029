"""What holds for every text: only one error, places inside the text, and time that grows with its length."""

import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.engine.plan import NotAPlanError, read

_PLANS = Path(__file__).parents[2] / "data" / "plans"
_SCAN = (_PLANS / "duong-quy-2025.scan.txt").read_text(encoding="utf-8")
_WHOLE = (_PLANS / "xa-bang-diem-2026.txt").read_text(encoding="utf-8")
_LINES = sorted(
    {line for path in _PLANS.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines() if line}
)


def _check(text):
    try:
        answer = read(text).as_json()
    except NotAPlanError:
        return
    size = len(unicodedata.normalize("NFC", text))
    for start, end in answer["at"].values():
        assert 0 <= start <= end <= size
    assert set(answer["unsure"]) <= set(answer["at"])


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_any_text_is_read_or_refused(text):
    _check(text)
    _check(f"{_WHOLE[:900]}\n{text}\n{_WHOLE[900:]}")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(_LINES), min_size=5, max_size=60))
def test_any_order_of_lines_is_read_or_refused(lines):
    _check("\n".join(lines))


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(_SCAN)), st.integers(0, 400), st.text(max_size=20))
def test_a_torn_text_is_read_or_refused(at, size, put):
    _check(_SCAN[:at] + put + _SCAN[at + size :])


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        "Kế hoạch",
        "thi đua " * 200,
        "(" * 5000,
        "1.1.1 " * 2000,
        "\u0300" * 300,
        "Căn cứ " * 500,
        "\x00" * 100,
    ],
)
def test_what_is_no_plan_is_refused(text):
    with pytest.raises(NotAPlanError):
        read(text)


def test_a_letter_about_other_things_is_no_plan():
    with pytest.raises(NotAPlanError) as caught:
        read("Kính gửi các đồng chí, tuần này cơ quan tổ chức họp chi bộ vào chiều thứ Sáu. " * 10)
    assert "movement" in caught.value.facts["missing"]


@pytest.mark.parametrize("text", [_SCAN, _WHOLE], ids=["damaged", "whole"])
def test_time_grows_with_the_length_not_its_square(text):
    read(text)
    many = text * (100_000 // len(text.encode()))
    start = time.process_time()
    read(many)
    assert (
        time.process_time() - start < 6
    )  # under two seconds on an idle machine; a square would take minutes


def test_a_whole_text_stays_exactly_as_it_is_written():
    odd = _WHOLE.replace("thiết thực, hiệu quả, tránh hình thức", "thiết thực, hiêu quã, tranh hình thúc")
    answer = read(odd).as_json()
    assert "hiêu quã, tranh hình thúc" in answer["requirements"][0]["text"]
    assert answer["unsure"] == []


def test_decomposed_text_is_read_as_composed():
    assert read(unicodedata.normalize("NFD", _WHOLE)).as_json() == read(_WHOLE).as_json()


def test_a_plan_on_one_line_is_cut_at_its_marks():
    answer = read(_SCAN.replace("\n", " ")).as_json()
    assert [len(answer[name]) for name in ("purposes", "requirements", "contents")] == [6, 3, 4]
    assert answer["awards"][-1]["quotas"][0]["max"] == 2
