"""Tables of values at their edges: what the files of the command do not reach."""

from decimal import Decimal

import pytest

from thidua.engine.scoring import Grade, LeafInput, Veto, load_set, score_leaf, vetoed
from thidua.engine.scoring.layout import LayoutError, read_layout
from thidua.engine.scoring.layout.lines import Line, RuleError, number_or_none, read
from thidua.engine.scoring.table import TableError, TableScorer, units
from thidua.engine.scoring.written import WrittenError

LEAVES = [
    {"code": "1", "title": "a", "max": 4, "rule": {"kind": "min_max"}},
    {"code": "2", "title": "b", "max": 6, "rule": {"kind": "proportional"}},
]
SET = load_set({"code": "t", "title": "t", "version": "1", "scale": 10, "areas": LEAVES})
HEAD = ["unit_code", "metric", "numerator", "denominator", "", None]


def scored(*rows, head=HEAD, criteria=SET):
    taken = []

    def begin():
        taken.clear()
        return taken.append

    count = TableScorer(criteria, lambda: iter(enumerate([head, *rows], 1))).run(begin)
    assert count == len(taken)
    return {one.unit.code: one.sheet.total for one in taken}


def faults(*rows, **more):
    with pytest.raises(TableError) as refused:
        scored(*rows, **more)
    return [(fault.code, fault.row) for fault in refused.value.faults]


def test_an_empty_end_of_the_head_is_no_column():
    found = scored(["a", "1", "1", "2", "", ""], ["b", "1", "1", "1"], ["c", "2", "1", "2", None])
    assert found == {"a": Decimal(0), "b": Decimal(4), "c": Decimal(3)}


def test_a_figure_that_no_group_can_hold_is_told_once_with_its_row():
    wrong = ["a", "1", Decimal("NaN"), 2]
    assert faults(wrong, ["b", "1", "1", "2"]) == [("not_a_number", 2)]


def test_a_unit_to_which_nothing_applies():
    leaf = {"code": "2", "title": "b", "max": 6, "rule": {"kind": "proportional"}}
    one = load_set({"code": "t", "title": "t", "version": "1", "scale": 6, "areas": [leaf]})
    assert faults(["a", "2", "0", "0"], criteria=one) == [("nothing_applies", 2)]


def test_rows_far_apart_are_put_in_order_up_to_a_limit(monkeypatch):
    apart = [["a", "2", "1", "2"], ["b", "2", "1", "2"], [], ["a", "1", "1", "2"]]
    assert scored(*apart) == {"a": Decimal(7), "b": Decimal(3)}
    monkeypatch.setattr(units, "MOST_GATHERED", 2)
    assert faults(*apart, ["c", "2", "1", "2"]) == [("not_together", 4)]


def test_a_group_is_found_in_any_row_of_its_unit():
    head = ["unit_code", "metric", "numerator", "denominator", "group"]
    rows = [["a", "2", "1", "2", "núi"], ["a", "1", "1", "2", ""], ["b", "1", "1", "1", "đồng"]]
    assert scored(*rows, head=head) == {"a": Decimal(7), "b": Decimal(4)}


def test_typed_cells_of_other_kinds_are_no_numbers():
    assert number_or_none(Decimal("1.50")) == "1.5"
    assert number_or_none("") is None
    with pytest.raises(WrittenError):
        number_or_none(object())


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("band", [Line("lạ: 5")]),
        ("band", [Line("lạ 7% thế: 5")]),
        ("graded", [Line("Không có điểm")]),
        (None, []),
        (None, [Line("theo kết quả chung")]),
    ],
)
def test_lines_that_make_no_rule(kind, lines):
    with pytest.raises(RuleError):
        read(kind, lines)


BANDS = [
    ("Từ 80% đến dưới 90%", {"at_least": "0.8", "below": "0.9"}),
    ("Trên 80% đến dưới 90%", {"above": "0.8", "below": "0.9"}),
    ("Trên 80% đến 90%", {"above": "0.8", "at_most": "0.9"}),
    ("80 - < 90 %", {"at_least": "0.8", "below": "0.9"}),
    ("80% đến 90%", {"at_least": "0.8", "at_most": "0.9"}),
    (">= 97,5 %", {"at_least": "0.975"}),
    ("Từ 90% trở lên", {"at_least": "0.9"}),
    ("90% trở lên", {"at_least": "0.9"}),
    ("> 90%", {"above": "0.9"}),
    ("Dưới 70 %", {"below": "0.7"}),
    ("≤ 70%", {"at_most": "0.7"}),
]


@pytest.mark.parametrize(("words", "limits"), BANDS)
def test_a_stretch_of_ratios_as_officials_write_it(words, limits):
    assert read(None, [Line(f"{words}: 1")])["bands"] == [limits | {"points": "1"}]


def test_answers_without_codes_get_codes_of_their_words():
    rule = read("deduction", [Line("Mỗi trường hợp", "0.5"), Line("Bị kỷ luật", "0"), Line("xem hướng dẫn")])
    assert rule["zero_on"] == [{"code": "bi_ky_luat", "label": "Bị kỷ luật"}]
    rule = read("band", [Line("Dưới 70%", "0"), Line("nhưng nếu đã đôn đốc", "1"), Line("Từ 70%", "2")])
    assert rule["bands"][0]["override"] == {"code": "da_don_doc", "label": "đã đôn đốc", "points": "1"}
    assert read("graded", [Line("???: 1")])["options"][0]["code"] == "muc"


def test_a_layout_needs_its_head():
    with pytest.raises(LayoutError) as refused:
        read_layout([(1, ["a", 1, None])])
    assert [fault.code for fault in refused.value.faults] == ["no_head"]


def test_grounds_are_kept_with_the_set_and_a_leaf_that_does_not_count_has_no_text():
    leaf = {"code": "1", "title": "a", "max": 4, "rule": {"kind": "proportional"}}
    data = {"code": "v", "title": "v", "version": "1", "scale": 4, "areas": [leaf]}
    data["grades"] = [{"code": "a", "label": "A", "at_least": 3}, {"code": "b", "label": "B", "at_least": 0}]
    data["vetoes"] = [{"code": "x", "title": "X", "grades": ["b"]}, {"code": "y", "title": "Y", "falls": 1}]
    found = load_set(data)
    assert [veto.plain() for veto in found.vetoes] == data["vetoes"]
    assert load_set(found.plain()) == found
    assert vetoed(found.vetoes, found.grades, "b", "a") == found.vetoes
    assert vetoed((Veto("z", "Z"),), (Grade("a", "A", Decimal(0)),), "a") == ()
    assert score_leaf(found.leaf("1"), LeafInput(denominator=0)).score_text is None
