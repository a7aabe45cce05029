"""Criteria sets as rows, out and in again; rows as officials have them; every row that cannot be placed."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from thidua.engine.scoring import load_set
from thidua.engine.scoring.layout import HEADS, LayoutError, read_layout, set_rows, tree_rows
from thidua.engine.scoring.layout.codes import level, read

DATA = Path(__file__).parents[2] / "src/thidua/scoring/data"


def laid_out(found):
    """Out to rows and in again, without the workbook around them."""
    tree = enumerate([HEADS, *tree_rows(found)], 1)
    return load_set(read_layout(tree, enumerate(set_rows(found), 1)))


@pytest.mark.parametrize("path", sorted(DATA.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_shipped_set_comes_back_from_its_rows(path):
    found = load_set(json.loads(json.dumps(yaml.safe_load(path.read_text("utf-8")), default=str)))
    assert laid_out(found) == found


SHARE = st.integers(1, 99).map(lambda number: f"0.{number:02d}")
LABEL = (
    st.text("abcđêKhôngđạt %:;0123456789", min_size=1, max_size=12)
    .map(str.strip)
    .filter(lambda text: text and not text.startswith(("tong", "cong")))
)


@st.composite
def options(draw, points, top):
    labels = draw(st.lists(LABEL, min_size=1, max_size=4))
    return [
        {"code": f"o{at}", "label": label, points: str(top) if at == 0 else draw(SHARE)}
        for at, label in enumerate(labels)
    ]


@st.composite
def bands(draw):
    at, closed = draw(SHARE), draw(st.booleans())
    lower = {"points": "0.5"} | ({"at_most": at} if closed else {"below": at})
    if draw(st.booleans()):
        lower["override"] = {"code": "sent", "label": draw(LABEL), "points": "0.75"}
    return [lower, {("above" if closed else "at_least"): at, "points": "1"}]


@st.composite
def fined(draw):
    found = draw(options("points", 1))
    if draw(st.booleans()):
        found[-1]["fine"] = draw(SHARE)
    return found


GRAVE = st.lists(LABEL.map(lambda label: {"code": "grave", "label": label}), min_size=1, max_size=1)
RULES = st.one_of(
    *(
        st.fixed_dictionaries({"kind": st.just(kind)} | needed, optional=more)
        for kind, needed, more in (
            ("graded", {"options": fined()}, {}),
            ("survey", {"options": options("weight", 1), "minimum_forms": st.integers(0, 50)}, {}),
            ("band", {"bands": bands()}, {}),
            ("deduction", {"each": SHARE, "floor": SHARE}, {"zero_on": GRAVE}),
            ("cut_off", {"cut_off": SHARE}, {}),
            ("min_max", {"better": st.sampled_from(["more", "less"]), "measure": st.just("number")}, {}),
            ("target", {"target": SHARE}, {"may_exceed": st.just(False)}),
            ("leader", {"target": SHARE}, {"part": SHARE}),
            ("all_or_nothing", {}, {"of": st.integers(1, 9), "fine": SHARE}),
        )
    )
)


@st.composite
def made_sets(draw):
    areas = []
    for area in range(draw(st.integers(1, 3))):
        leaves = [
            {
                "code": f"{area + 1}.{at + 1}",
                "title": draw(LABEL),
                "max": "1",
                "rule": draw(RULES),
                "evidence": draw(st.sampled_from(["", "Biên bản; = 1"])),
                "source": draw(st.sampled_from(["unit", "commune", "leader"])),
                "absent": draw(st.sampled_from(["refuse", "full"])),
            }
            for at in range(draw(st.integers(1, 11)))
        ]
        areas.append(
            {"code": f"{area + 1}", "title": "Lĩnh vực", "max": str(len(leaves)), "children": leaves}
        )
    scale = sum(int(area["max"]) for area in areas)
    return load_set({"code": "h", "title": "Bộ", "version": "1", "scale": scale, "areas": areas})


@given(made_sets())
@settings(max_examples=60, deadline=None)
def test_any_set_comes_back_from_its_rows(found):
    assert laid_out(found) == found


HEAD = ("STT", "Lĩnh vực/Tiêu chí", "Điểm tối đa", "Ghi chú")


def rows_of(*rows, head=HEAD):
    return list(enumerate([["BỘ CHỈ SỐ", 7, None], [], head, *rows], 1))


def test_days_merged_cells_and_lines_without_code_find_their_places():
    found = load_set(
        read_layout(
            rows_of(
                (None, "Tổng hợp", "", "đầu trang"),
                ("stt", "lặp lại tiêu đề", ""),
                ("I.", " Chỉ đạo ", "8,5"),
                (date(2026, 1, 1), "Kế hoạch", 5),
                (date(2001, 1, 1), "Ban hành", 1),
                (date(2001, 1, 1), "Kịp thời: 1"),
                (date(2001, 1, 1), "Không: 0"),
                (date(2002, 1, 1), "Mức độ", Decimal(4)),
                (None, "> 90%", "4"),
                (None, "≤ 90%", "0"),
                (Decimal("1.2"), "Báo cáo", "3,5"),
                (None, "Tính theo tỷ lệ"),
                (None, "Cộng", "8,5"),
                (),
            ),
            name="tinh",
        )
    )
    assert (found.code, found.title, str(found.scale)) == ("tinh", "BỘ CHỈ SỐ", "8.5")
    assert [leaf.code for leaf in found.leaves] == ["1.1.1", "1.1.2", "1.2"]
    assert [leaf.rule.kind for leaf in found.leaves] == ["graded", "band", "proportional"]


def test_codes_as_a_spreadsheet_leaves_them():
    assert [level(code) for code in ("IV", "1.1.1", "b")] == [0, 3, 1]
    assert read(None, []) == ""
    assert read(Decimal("1.1"), ["1", "1.9"]) == "1.10"
    assert read(Decimal("1.1"), ["1"]) == "1.1"
    assert read(3, ["2"]) == "3"
    assert read(date(2030, 7, 9), ["1"]) is None
    assert read(date(2026, 1, 1), ["I", "a"]) is None
    assert read(date(2026, 1, 1), []) == "1.1"


def test_numbers_begin_anew_in_a_roman_area_and_a_level_may_be_said():
    leaf = (None, "Theo tỷ lệ")
    areas = (("I", "Một", 1), (1, "a", 1), leaf, ("II", "Hai", 1), (1, "b", 1), leaf)
    found = load_set(read_layout(rows_of(*areas)))
    assert [one.code for one in found.leaves] == ["1", "II.1"]
    told = (("A", "Một", 1, None, 1), ("B", "Hai", 1, None, Decimal(2)), leaf)
    found = load_set(read_layout(rows_of(*told, head=(*HEAD, "Cấp"))))
    assert [node.code for node in found.areas[0].children] == ["B"]


def test_every_row_that_cannot_be_placed_is_told_at_once():
    tree = rows_of(
        (None, "Dòng lạc: 1"),
        (1, "Một", "mười"),
        (1, "Một", 10),
        ("1.1", "Không có cách chấm", None),
        (date(2030, 7, 9), "Mã thành ngày", 5),
        ("1.2", "Ô bị sửa", 5, None, "{hỏng", "Báo cáo", "Tỷ lệ × điểm"),
        ("1.3", "Có mã", 5, None, '{"source": "commune"}', None, "proportional"),
        head=(*HEAD, "Thông tin khác", "Minh chứng", "Cách chấm"),
    )
    beside = [
        (1, ["grades", "[hỏng"]),
        (2, ["scale", 9]),
        (3, ["khác", 1]),
        (4, ["code"]),
        (5, []),
        (6, [None]),
    ]
    with pytest.raises(LayoutError) as refused:
        read_layout(tree, beside)
    assert [(fault.code, fault.row) for fault in refused.value.faults] == [
        ("not_readable", 1),
        ("line_without_leaf", 4),
        ("not_a_number", 5),
        ("value_needed", 7),
        ("no_rule", 7),
        ("code_is_a_day", 8),
        ("not_readable", 9),
    ]
    with pytest.raises(LayoutError) as refused:
        read_layout(rows_of())
    assert [fault.code for fault in refused.value.faults] == ["no_rows"]
