"""Edited copies of the seed plan, sound and damaged: each edit gives its own facts, and only these."""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest

from tests.engine.plan.damage import plain
from thidua.engine.plan import read

_PLANS = Path(__file__).parents[2] / "data" / "plans"
_SCAN = (_PLANS / "duong-quy-2025.scan.txt").read_text(encoding="utf-8")
_BACK = (_PLANS / "duong-quy-2025.vi.md").read_text(encoding="utf-8")
_COUNTED = {
    _SCAN: "UBND xa xet khen thuong cho khong qua: 02 tap thé, 03 ¢4 nhan tiéu biéu.",
    _BACK: "UBND xã xét khen thưởng cho không quá: 02 tập thể, 03 cá nhân tiêu biểu.",
}
_PERIOD = {_SCAN: "Trong ndam 2025.", _BACK: "Trong năm 2025."}
_C, _I, _H, _E = "collective", "individual", "household", "either"
_HEAD = """ỦY BAN NHÂN DÂN        CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    XÃ DƯƠNG QUỲ              Độc lập - Tự do - Hạnh phúc
Số: 47/KH-UBND           Dương Quỳ, ngày 14 tháng 02 năm 2025

KẾ HOẠCH
Triển khai phong trào thi đua Cải cách hành chính năm 2025 trên địa bàn xã Dương Quỳ

"""
_HEADED = _HEAD + _BACK[_BACK.index("Căn cứ") :]


def edited(text, old, new):
    assert old in text, old
    return read(text.replace(old, new)).as_json()


def counted(answer):
    """Return the quotas as (subject, max), (subject, "20%"), (subject, "?") or (subject, max, "mỗi thôn")."""
    found = []
    for award in answer["awards"]:
        for quota in award["quotas"]:
            number = quota["max"]
            if number is None:
                number = f"{quota['max_percent']}%" if "max_percent" in quota else "?"
            who = quota.get("who")
            each = f"mỗi {who}" if quota.get("per_unit") else who
            found.append((quota["subject"], number, each) if each else (quota["subject"], number))
    return found


def sizes(answer):
    return tuple(
        len(answer[name]) for name in ("purposes", "requirements", "contents", "duties", "recipients")
    )


def period(answer):
    return answer["movement"]["starts_on"], answer["movement"]["ends_on"]


@cache
def whole():
    """Return what any edit that touches none of it must leave alone."""
    answer = read(_BACK).as_json()
    return facts(answer)


def facts(answer):
    return {
        "issuer": answer["issuer"],
        "period": period(answer),
        "sizes": sizes(answer),
        "quotas": counted(answer),
        "gradings": [
            (one["subject"], one["grading_at_least"])
            for award in answer["awards"]
            for one in award["standards"]
        ],
        "areas": [len(content["areas"]) for content in answer["contents"]],
        "levels": [(award["level"], award["form"]) for award in answer["awards"]],
    }


@pytest.mark.parametrize("text", [_BACK, _SCAN], ids=["sound", "scan"])
@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("UBND xã xét khen thưởng cho không quá hai tập thể và năm cá nhân.", [(_C, 2), (_I, 5)]),
        ("Khen thưởng không quá 05 cá nhân, không quá 04 tập thể.", [(_I, 5), (_C, 4)]),
        ("Tập thể: tối đa 3. Cá nhân: tối đa 7.", [(_C, 3), (_I, 7)]),
        ("Tặng Giấy khen cho 04 (bốn) tập thể và 06 (sáu) cá nhân.", [(_C, 4), (_I, 6)]),
        ("UBND xã xét khen thưởng không quá 03 cá nhân.", [(_I, 3)]),
        ("UBND xã xét khen thưởng không quá 03 tập thể hoặc cá nhân.", [(_E, 3)]),
        ("UBND xã xét tặng không quá 05 Giấy khen cho tập thể, cá nhân.", [(_E, 5)]),
        ("Số lượng tập thể, cá nhân không quá 05.", [(_E, 5)]),
        ("Khen thưởng tối đa 02 tập thể, 03 cá nhân và 05 hộ gia đình.", [(_C, 2), (_I, 3), (_H, 5)]),
        ("Khen thưởng không quá 04 hộ; 03 thôn và 02 công chức.", [(_H, 4), (_C, 3), (_I, 2)]),
        ("không quá 02 tập thể/thôn, 03 cá nhân/thôn.", [(_C, 2, "mỗi thôn"), (_I, 3, "mỗi thôn")]),
        (
            "Toàn xã không quá 06 tập thể, mỗi đơn vị không quá 02 cá nhân.",
            [(_C, 6), (_I, 2, "mỗi đơn vị")],
        ),
        ("Mỗi đơn vị không quá 02 cá nhân, toàn xã không quá 06 tập thể.", [(_I, 2, "mỗi đơn vị"), (_C, 6)]),
        ("không quá 30% số tập thể và 15% số cá nhân tham gia.", [(_C, "30%"), (_I, "15%")]),
        ("từ 02 đến 03 tập thể, từ 04 đến 06 cá nhân.", [(_C, 3), (_I, 6)]),
        ("không quá: 02 tap thé, 03 ¢4 nhan tiêu biểu.", [(_C, 2), (_I, 3)]),
        ("không quá: 02tap thé, 03canhan tiêu biểu.", [(_C, 2), (_I, 3)]),
        ("không quá: 02 tập thể, 03 cd nhan.", [(_C, 2), (_I, 3)]),
        ("không quá: 02 tập thể, S3 cá nhân.", [(_C, 2), (_I, "?")]),
        ("không quá: 02 tập thể, ?? cá nhân.", [(_C, 2), (_I, "?")]),
        ("không quá: ..... tập thể, ..... cá nhân.", [(_C, "?"), (_I, "?")]),
        ("không quá: 02 tập thể và một số cá nhân.", [(_C, 2), (_I, "?")]),
        ("UBND xã quyết định số lượng tập thể, cá nhân được khen thưởng.", []),
        ("", []),
    ],
)
def test_another_number_of_awards(text, sentence, expected):
    answer = edited(text, _COUNTED[text], sentence)
    assert counted(answer) == expected
    assert sizes(answer) == (6, 3, 4, 2, 6)


@pytest.mark.parametrize("text", [_BACK, _SCAN], ids=["sound", "scan"])
@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Từ ngày 01/3/2025 đến hết ngày 30/11/2025.", ("2025-03-01", "2025-11-30")),
        ("01/3/2025 – 30/11/2025.", ("2025-03-01", "2025-11-30")),
        ("Bắt đầu từ ngày 01/02/2025, kết thúc ngày 31/10/2025.", ("2025-02-01", "2025-10-31")),
        ("Từ tháng 3 đến tháng 11 năm 2025.", ("2025-03", "2025-11")),
        ("Trong 02 năm 2025-2026.", ("2025-01-01", "2026-12-31")),
        ("Từ ngày ban hành Kế hoạch đến hết ngày 31/12/2025.", (None, "2025-12-31")),
        ("Năm học 2025-2026.", (None, None)),
        ("Từ ngày 31/02/2025 đến ngày 30/11/2025.", (None, "2025-11-30")),
    ],
)
def test_another_period(text, said, expected):
    assert period(edited(text, _PERIOD[text], said)) == expected


def test_a_plan_that_sets_no_period_has_at_most_the_year_of_its_title_and_in_doubt():
    for text, start, end in ((_BACK, "### 1. Thời", "### 2. Đối"), (_SCAN, "1. Thoi gian", "2. Po6i")):
        answer = read(text[: text.index(start)] + text[text.index(end) :]).as_json()
        assert period(answer) == ("2025-01-01", "2025-12-31")  # not the span of a decision that is cited
        assert {"/movement/starts_on", "/movement/ends_on"} <= set(answer["unsure"])


@pytest.mark.parametrize(
    ("start", "end", "lost"),
    [
        ("### 1. Mục đích", "### 2. Yêu cầu", {"sizes": (0, 3, 4, 2, 6)}),
        ("### 2. Yêu cầu", "## II.", {"sizes": (6, 0, 4, 2, 6)}),
        ("### 3. Nội dung", "## III.", {"sizes": (6, 3, 0, 2, 6), "areas": []}),
        ("## III. KHEN", "## IV. TỔ", {"levels": [], "quotas": [], "gradings": []}),
        ("3.2. Tiêu chuẩn", "3.3. Số", {"gradings": [], "levels": None}),
        ("## IV. TỔ", "Trên đây", {"sizes": (6, 3, 4, 0, 6)}),
    ],
)
def test_a_part_that_is_gone_is_empty_and_takes_nothing_with_it(start, end, lost):
    answer = facts(read(_BACK[: _BACK.index(start)] + _BACK[_BACK.index(end) :]).as_json())
    expected = whole() | lost
    assert answer == {key: answer[key] if value is None else value for key, value in expected.items()}


@pytest.mark.parametrize(
    ("said", "grade"),
    [
        ("Hoàn thành xuất sắc nhiệm vụ", "xuất sắc"),
        ("Hoàn thành nhiệm vụ trở lên", "hoàn thành"),
        ("Được đánh giá, xếp loại từ mức hoàn thành tốt nhiệm vụ trở lên", "tốt"),
        ("Không có công chức bị kỷ luật", None),
    ],
)
def test_another_grading(said, grade):
    answer = facts(edited(_BACK, "Hoàn thành tốt nhiệm vụ trở lên", said))
    assert answer["gradings"] == [(_C, grade), (_I, "tốt")]


def _paged(text, every=25):
    lines = text.split("\n")
    for page, at in enumerate(range(every, len(lines), every), 2):
        lines[at] = f"{lines[at]}\n\n{page}\n"
    return "\n".join(lines)


def _with_heads(text, every=40):
    lines = text.split("\n")
    for page, at in enumerate(range(every, len(lines), every), 2):
        lines[at] = f"{lines[at]}\n\fKé hoach phong trao thi dua CCHC nam 2025\n- {page} -"
    return "\n".join(lines)


def _lettered(text):
    marks = {
        "## I. ": "A. ",
        "## II. ": "B. ",
        "## III. ": "C. ",
        "## IV. ": "D. ",
        "### ": "",
        "\n- ": "\n+ ",
    }
    for old, new in sorted(marks.items(), key=lambda pair: -len(pair[0])):
        text = text.replace(old, new)
    return text


_SHAPES = {
    "line ends of Windows": _SCAN.replace("\n", "\r\n"),
    "no blank lines": re.sub(r"\n\n+", "\n", _SCAN),
    "page numbers": _paged(_SCAN),
    "running heads": _with_heads(_SCAN),
    "a page turns within the quota": _SCAN.replace("02 tap thé, 03", "02\n\n4\n\ntap thé, 03"),
    "no marks at all": plain(_BACK),
    "marks apart": unicodedata.normalize("NFD", _BACK),
    "letters and plus": _lettered(_BACK),
    "all capitals": _BACK.upper(),
    "a scan of all capitals": _SCAN.upper(),
    "a head in two columns": _HEADED,
    "a head in one column": "UBND HUYỆN VĂN BÀN\n" + re.sub(r"[ ]{3,}", "\n", _HEADED),
}


@pytest.mark.parametrize("shape", _SHAPES)
def test_another_shape_changes_no_fact(shape):
    assert facts(read(_SHAPES[shape]).as_json()) == whole()


@pytest.mark.parametrize("shape", ["a head in two columns", "a head in one column"])
def test_a_head_gives_number_day_and_place(shape):
    assert read(_SHAPES[shape]).as_json()["document"] == {
        "kind": "KH", "number": "47/KH-UBND", "issued_on": "2025-02-14", "place": "Dương Quỳ",
    }  # fmt: skip


def test_a_day_left_for_the_pen_is_no_day():
    answer = read(_HEADED.replace("47/KH", "     /KH").replace("14 tháng 02", "    tháng    ")).as_json()
    assert answer["document"] == {"kind": "KH", "number": None, "issued_on": None, "place": "Dương Quỳ"}
    assert facts(answer) == whole()


def test_what_is_misread_in_a_quota_stands_in_doubt():
    answer = edited(_BACK, _COUNTED[_BACK], "không quá: 02 tập thể, S3 cá nhân.")
    doubts = [pointer for pointer in answer["unsure"] if "/quotas/" in pointer]
    assert len(doubts) == 1
    assert doubts[0].endswith("/quotas/1/subject")
    assert answer["contradictions"] == read(_BACK).as_json()["contradictions"]
