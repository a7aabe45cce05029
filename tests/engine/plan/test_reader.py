"""What holds for every text: only one error, places inside the text, and time that grows with its length."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.engine.plan.damage import damage
from thidua.engine.plan import NotAPlanError, read

_PLANS = Path(__file__).parents[2] / "data" / "plans"
_SCAN = (_PLANS / "duong-quy-2025.scan.txt").read_text(encoding="utf-8")
_WHOLE = (_PLANS / "xa-bang-diem-2026.txt").read_text(encoding="utf-8")
_LINES = sorted(
    {line for path in _PLANS.glob("*.txt") for line in path.read_text(encoding="utf-8").splitlines() if line}
)
_QUOTED = {
    name: (_PLANS / f"{name}.txt").read_text(encoding="utf-8")
    for name in (
        "phuong-ba-doi-tuong-2026",
        "xa-theo-nhom-2026",
        "tinh-co-bang-khen-2026",
        "cong-van-xa-2026",
    )
}


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
def test_a_text_of_a_hundred_thousand_signs_is_read(text):
    many = text * (100_000 // len(text.encode()))  # a square of the length would not come back
    assert read(many).as_json()["movement"] == read(text).as_json()["movement"]


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


_OTHERS = {
    "a report": (
        "UBND XÃ HÒA XUÂN\nSố: 99/BC-UBND\nBÁO CÁO\nKết quả phong trào thi đua cải cách hành chính năm 2025\n"
        "I. KẾT QUẢ THỰC HIỆN\n1. Công tác chỉ đạo\nUBND xã đã ban hành Kế hoạch về phong trào thi đua.\n"
        "2. Công tác khen thưởng\nĐã khen thưởng 02 tập thể, 03 cá nhân.\nII. NHIỆM VỤ TRỌNG TÂM NĂM 2026\n"
        "- Tiếp tục phát động phong trào thi đua.\nNơi nhận:\n- Lưu: VT.\n"
    ),
    "a plan of something else": (
        "UBND XÃ HÒA XUÂN\nKẾ HOẠCH\nTổ chức Hội nghị tổng kết công tác năm 2026\nCăn cứ Luật Thi đua, khen thưởng.\n"
        "I. MỤC ĐÍCH, YÊU CẦU\n- Đánh giá kết quả và khen thưởng các cá nhân.\n"
        "II. NỘI DUNG\n- Báo cáo tổng kết.\nIII. THỜI GIAN, ĐỊA ĐIỂM\n"
        "08 giờ ngày 25/12/2026 tại hội trường.\nIV. TỔ CHỨC THỰC HIỆN\n- Văn phòng chuẩn bị.\n"
    ),
    "a decision to award": (
        "ỦY BAN NHÂN DÂN XÃ HÒA XUÂN\nSố: 12/QĐ-UBND\nQUYẾT ĐỊNH\nVề việc tặng Giấy khen\nCăn cứ Luật Thi đua, khen "
        "thưởng ngày 15/6/2022;\nQUYẾT ĐỊNH:\nĐiều 1. Tặng Giấy khen cho 02 tập thể, 03 cá nhân có thành tích trong "
        "phong trào thi đua.\nĐiều 2. Các cá nhân có tên chịu trách nhiệm thi hành.\nNơi nhận:\n- Lưu: VT.\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", _OTHERS)
def test_another_document_is_no_plan(kind):
    with pytest.raises(NotAPlanError):
        read(_OTHERS[kind])


@pytest.mark.parametrize(
    "put",
    [
        "a",
        " ",
        "(",
        "1",
        "05 tập thể ",
        "tập thể, ",
        "mỗi đơn vị ",
        "từ ngày ",
        "UBND xã ",
        "Giấy khen của ",
        "\n\n4",
    ],
)
def test_what_is_repeated_without_end_does_not_hang_the_reader(put):
    at = _WHOLE.index("\n", len(_WHOLE) // 2)
    long = read(_WHOLE[:at] + put * (40_000 // len(put)) + _WHOLE[at:])
    assert long.as_json()["movement"] == read(_WHOLE).as_json()["movement"]


def _numbers(text):
    """Return each quota by subject, with its place; those that the reader is not sure of apart."""
    answer = read(text).as_json()
    sure, unsure = set(), set()
    for at, award in enumerate(answer["awards"]):
        for place, quota in enumerate(award["quotas"]):
            told = (quota["subject"], quota["max"], quota.get("max_percent"))
            pointers = {f"/awards/{at}/quotas/{place}/{name}" for name in ("subject", "max", "max_percent")}
            (unsure if pointers & set(answer["unsure"]) else sure).add(told)
    return sure, unsure


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(_QUOTED)), st.integers(0, 10_000))
def test_damage_invents_no_number(name, seed):
    """A quota read from a damaged copy is the plan's own, or said to be in doubt, or not there."""
    sure, _ = _numbers(damage(_QUOTED[name], seed, misread=0.3, latin=0.5, broken=0.3, bullets=0.3))
    assert sure <= set.union(*_numbers(_QUOTED[name]))


@settings(max_examples=10, deadline=None)
@given(st.sampled_from(sorted(_QUOTED)), st.integers(0, 10_000))
def test_a_plan_is_read_the_same_way_each_time(name, seed):
    text = damage(_QUOTED[name], seed)
    assert read(text).as_json() == read(text).as_json()
