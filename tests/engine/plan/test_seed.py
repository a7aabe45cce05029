"""The damaged scan of the seed plan, its read-back, and edited copies of both."""

import re
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest

from tests.engine.plan.test_corpus import facts_of
from thidua.engine.plan import read

_PLANS = Path(__file__).parents[2] / "data" / "plans"
_SCAN = (_PLANS / "duong-quy-2025.scan.txt").read_text(encoding="utf-8")
_BACK = (_PLANS / "duong-quy-2025.vi.md").read_text(encoding="utf-8")


def changed(*pairs, text=_SCAN):
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return read(text).as_json()


@pytest.fixture(scope="module")
def scan():
    return read(_SCAN).as_json()


def test_the_scan_says_who_what_and_when(scan):
    assert scan["document"] == {"kind": "KH", "number": None, "issued_on": None, "place": None}
    assert scan["issuer"] == {"name": "UBND xã Dương Quỳ", "level": "commune"}
    assert scan["movement"]["title"] == (
        "Triển khai phong trào thi đua Cải cách hành chính năm 2025 trên địa bàn xã Dương Quỳ"
    )
    assert (scan["movement"]["starts_on"], scan["movement"]["ends_on"]) == ("2025-01-01", "2025-12-31")
    assert scan["legal_bases"] == [
        {"kind": "QĐ", "number": "33/2021/QĐ-UBND", "issued_on": "2021-06-28", "issuer": "UBND tỉnh Lào Cai"},
        {"kind": "KH", "number": "349/KH-UBND", "issued_on": "2024-12-31", "issuer": "UBND huyện Văn Bàn"},
    ]


def test_the_scan_gives_its_lists(scan):
    counts = {
        name: len(scan[name]) for name in ("purposes", "requirements", "contents", "duties", "recipients")
    }
    assert counts == {"purposes": 6, "requirements": 3, "contents": 4, "duties": 2, "recipients": 6}
    assert set(scan["participants"]) == {"collective", "individual"}
    assert all(scan["participants"].values())
    assert scan["contents"][0]["areas"] == [
        "chỉ đạo, điều hành",
        "cải cách thể chế",
        "cải cách thủ tục hành chính",
        "cải cách tổ chức bộ máy hành chính",
        "cải cách chế độ công vụ",
        "cải cách tài chính công",
        "xây dựng và phát triển chính phủ điện tử, chính phủ số",
    ]
    assert [duty["actor"] for duty in scan["duties"]] == [
        "Văn phòng UBND xã phụ trách công tác CCHC",
        "Công chức văn hóa xã hội",
    ]
    for absent in ("targets", "criteria", "tie_breakers", "dossier", "deadlines"):
        assert scan[absent] == []


def test_the_scan_gives_awards_with_standards_and_quotas(scan):
    assert [(award["level"], award["form"]) for award in scan["awards"]] == [
        ("province", None),
        ("state", None),
        ("district", None),
        ("commune", "Giấy khen"),
    ]
    own = scan["awards"][3]
    assert [(one["subject"], one["grading_at_least"]) for one in own["standards"]] == [
        ("collective", "tốt"),
        ("individual", "tốt"),
    ]
    assert own["quotas"] == [{"subject": "collective", "max": 2}, {"subject": "individual", "max": 3}]


def test_what_does_not_go_together_is_pointed_out_not_corrected(scan):
    assert [(one["code"], one["at"][0]) for one in scan["contradictions"]] == [
        ("year_outside_period", "/contents/1/text"),
        ("movement_place", "/duties/1/text"),
    ]


def test_the_read_back_gives_the_same_facts(scan):
    assert facts_of(read(_BACK).as_json()) == facts_of(scan)


def _leaves(value, at=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{at}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _leaves(inner, f"{at}/{index}")
    else:
        yield at, value


def _words(text):
    return re.findall(r"\w+", text.lower())


def test_a_text_that_is_not_in_doubt_reads_as_the_read_back(scan):
    back = dict(
        _leaves({key: value for key, value in read(_BACK).as_json().items() if key not in {"at", "unsure"}})
    )
    said = {key: value for key, value in scan.items() if key not in {"at", "unsure"}}
    wrong = [
        key
        for key, value in _leaves(said)
        if isinstance(value, str) and key not in scan["unsure"] and _words(value) != _words(str(back[key]))
    ]
    assert wrong == []
    assert len(scan["unsure"]) <= 9


def test_places_lie_in_the_text_and_hold_what_was_read(scan):
    text = unicodedata.normalize("NFC", _SCAN)
    for start, end in scan["at"].values():
        assert 0 <= start < end <= len(text)
    start, end = scan["at"]["/awards/3/quotas/0/max"]
    assert text[start:end] == "02"
    start, end = scan["at"]["/legal_bases/1/number"]
    assert text[start:end] == "349YKH-UBND"


def test_an_edited_scan_gives_the_edited_facts():
    answer = (
        changed(("khong qua: 02 tap thé, 03 ¢4 nhan", "khong qua: 05 tap thé, 12 ca nhan"))
        if ("03 ¢4 nhan" in _SCAN)
        else changed(("khong qua: 02 tap thé, 03", "khong qua: 05 tap thé, 12"))
    )
    assert answer["awards"][3]["quotas"] == [
        {"subject": "collective", "max": 5},
        {"subject": "individual", "max": 12},
    ]
    answer = changed(
        ("nim 2025", "nim 2027"),
        ("nam 2025", "nam 2027"),
        ("ndam 2025", "ndam 2027"),
        ("ndm 2025", "ndm 2027"),
    )
    assert (answer["movement"]["starts_on"], answer["movement"]["ends_on"]) == ("2027-01-01", "2027-12-31")
    answer = changed(("33/2021/QD-UBND ngay 28/6/2021 ciia", "45/2023/QD-UBND ngay 09/11/2023 ciia"))
    assert answer["legal_bases"][0]["number"] == "45/2023/QĐ-UBND"
    assert answer["legal_bases"][0]["issued_on"] == "2023-11-09"


def test_another_commune_is_named_from_the_gazetteer():
    answer = changed(("Dwong Quy", "Kh&nh Yén Thwong"), ("Duong Quy", "Khanh Yén Thuong"))
    assert answer["issuer"]["name"] == "UBND xã Khánh Yên Thượng"
    answer = changed(("Dwong Quy", "Xyzt Qwert"), ("Duong Quy", "Xyzt Qwert"))
    assert answer["issuer"]["name"] == "UBND xã Xyzt Qwert"
    assert "/issuer/name" in answer["unsure"]


def test_more_and_fewer_bullets_are_counted():
    more = "- Tang cuong kiém tra, giam sat viéc thyc hién ky luat, ky cuong hanh chinh.\n\n2. Yéu cau"
    assert len(changed(("2. Yéu cau", more))["purposes"]) == 7
    text = _SCAN.replace("- CBCC chuy&n mon;\n", "")
    assert len(read(text).as_json()["recipients"]) == 5


def test_sections_in_another_order_give_the_same_facts(scan):
    heads = [_SCAN.index(head) for head in ("I. MUC PICH", "II. NOI DUNG", "111. KHEN", "IV. TO CHUC")]
    first, second, third = (_SCAN[a:b] for a, b in pairwise(heads))
    moved = read(_SCAN[: heads[0]] + third + second + first + _SCAN[heads[3] :]).as_json()
    found, wanted = facts_of(moved), facts_of(scan)
    assert found == wanted


def test_a_number_and_date_added_to_the_head_are_found():
    head = "UBND XA DUONG QUY\nS6: 07/KH-UBND\nDuong Quy, ngay 14 thang 02 nim 2025\n\nKE HOACH\n"
    answer = read(head + _SCAN.lstrip()).as_json()
    assert answer["document"] == {
        "kind": "KH",
        "number": "07/KH-UBND",
        "issued_on": "2025-02-14",
        "place": "Dương Quỳ",
    }
