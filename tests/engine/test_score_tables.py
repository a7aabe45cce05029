"""Tables of values at their edges: what the files of the command do not reach."""

from datetime import date
from decimal import Decimal

import pytest

from thidua.engine.scoring import Grade, LeafInput, RankRow, Veto, alone, load_set, score_leaf, vetoed
from thidua.engine.scoring.layout import LayoutError, read_layout
from thidua.engine.scoring.layout.lines import Line, RuleError, number_or_none, read
from thidua.engine.scoring.table import TableError, TableScorer, cells, units
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
    assert read(None, [Line("Đạt: 2"), Line("Không đạt: 0")])["kind"] == "yes_no"
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


ANSWER = [{"code": "a", "label": "Kịp thời", "points": 1}, {"code": "b", "label": "Muộn", "points": 0}]
MIXED = [
    {"code": "1", "max": 1, "rule": {"kind": "yes_no"}},
    {"code": "2", "max": 1, "rule": {"kind": "graded", "options": ANSWER}, "metric": "Plan"},
    {"code": "3", "max": 1, "rule": {"kind": "per_item", "each": "0.5"}, "absent": "full"},
    {
        "code": "4",
        "max": 1,
        "rule": {"kind": "deduction", "each": 1, "zero_on": [{"code": "fraud", "label": "Gian dối"}]},
    },
    {"code": "5", "max": 1, "rule": {"kind": "all_or_nothing", "of": 4}},
    {
        "code": "6",
        "max": 1,
        "rule": {
            "kind": "band",
            "bands": [
                {
                    "below": "0.5",
                    "points": 0,
                    "override": {"code": "told", "label": "Đã đôn đốc", "points": "0.5"},
                },
                {"at_least": "0.5", "points": 1},
            ],
        },
    },
    {"code": "7", "max": 1, "rule": {"kind": "proportional"}},
    {"code": "8", "max": 1, "rule": {"kind": "assessed"}},
    {"code": "9", "max": 1, "rule": {"kind": "min_max", "measure": "number"}},
    {
        "code": "10",
        "max": 1,
        "rule": {"kind": "proportional"},
        "inputs": {"numerator": "N", "denominator": ["M", "N"]},
    },
]
COUNTS = [{"code": "N", "label": "n"}, {"code": "M", "label": "m"}]
ALL = load_set(
    {
        "code": "m",
        "title": "m",
        "version": "1",
        "scale": 10,
        "inputs": COUNTS,
        "areas": [{"title": "t", **leaf} for leaf in MIXED],
        "profiles": [{"code": "A", "name": "Khối A"}],
    }
)
WIDE = ["unit_code", "metric", "numerator", "denominator", "value", "profile", "unit_name", "tags"]


def wide(metric, numerator="", denominator="", value="", profile="A"):
    return ["u", metric, numerator, denominator, value, profile, "Đơn vị", "a; b"]


@pytest.mark.parametrize(
    ("row", "score"),
    [
        (wide("1", value="Có"), 1),
        (wide("1", value="0"), 0),
        (wide("plan", value=" kip thoi "), 1),
        (wide("2", value="b"), 0),
        (wide("3", value="1"), "0.5"),
        (wide("3", value="không áp dụng"), 1),
        (wide("4", value=0), 1),
        (wide("4", value="gian dối"), 0),
        (wide("4", value="0"), 1),
        (wide("5", "4"), 1),
        (wide("5", "3,5"), 0),
        (wide("6", "1", "4", "đã đôn đốc"), "0.5"),
        (wide("6", value="49%"), 0),
        (wide("7", "1", "4"), "0.25"),
        (wide("7", Decimal("1.50"), 3), "0.5"),
        (wide("7", "1.250", "2.500"), "0.5"),
        (wide("7", value="62,5 %"), "0.625"),
        (wide("7", value="0.125"), "0.125"),
        (wide("8", value="0,5"), "0.5"),
        (wide("9", value="12"), 1),
        (wide(Decimal("7.0"), "3", "4"), "0.75"),
        (wide(date(2026, 1, 7), "3", "4"), None),
    ],
)
def test_a_figure_is_read_as_its_leaf_asks(row, score):
    if score is None:
        assert faults(row, head=WIDE, criteria=ALL) == [("code_is_a_day", 2)]
        return
    taken = []
    TableScorer(ALL, lambda: iter([(1, WIDE), (2, row)])).run(lambda: taken.append)
    [(unit, sheet)] = taken
    [leaf] = [one for one in sheet.leaves if one.status == "scored"]
    assert leaf.score == Decimal(score)
    assert (unit.name, unit.tags) == ("Đơn vị", ("a", "b"))


def test_named_counts_fill_what_no_row_of_its_own_does():
    taken = []
    rows = [(1, WIDE), (2, wide("N", value="1")), (3, wide("M", value="3")), (4, wide("1", value="x"))]
    TableScorer(ALL, lambda: iter(rows)).run(lambda: taken.append)
    [(unit, sheet)] = taken
    assert (sheet.leaf("10").score, unit.given) == (Decimal("0.25"), {"1": ("1", 4), "10": ("10", 2)})


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([wide("1", value="có lẽ")], [("unknown_answer", 2)]),
        ([wide("1")], [("value_needed", 2)]),
        ([wide("3", value="1,5")], [("not_a_whole_number", 2)]),
        ([wide("3", value="mấy")], [("not_a_number", 2)]),
        ([wide("7", "5")], [("value_needed", 2)]),
        ([wide("7", denominator="5")], [("value_needed", 2)]),
        ([wide("7", "năm", "5")], [("not_a_number", 2)]),
        ([wide("7", value="-3 %")], [("negative", 2)]),
        ([wide("7", value="x")], [("not_a_number", 2)]),
        ([wide("5", "x")], [("not_a_number", 2)]),
        ([wide("7", Decimal("1E-11"), 3)], [("number_too_long", 2)]),
        ([wide("7", "5", "4")], [("numerator_above_denominator", 2)]),
        ([wide("8", value="2")], [("above_maximum", 2)]),
        ([wide("N", value="nhiều")], [("not_a_number", 2)]),
        ([wide("N")], [("value_needed", 2)]),
        ([wide("1", value="x"), wide("1", value="x")], [("metric_twice", 3)]),
        ([wide("N", value="1"), wide("n", value="2")], [("metric_twice", 3)]),
        ([wide("99", value="x"), wide("", value="x")], [("metric_unknown", 2), ("metric_missing", 3)]),
        ([wide("1", value="x", profile="B")], [("unknown_profile", 2)]),
        ([wide("1", value="x"), wide("2", value="a", profile="B")], [("differs", 3)]),
        ([["u", "7"]], [("too_few_cells", 2)]),
        ([[*wide("7", "1", "2"), "thừa"]], [("too_many_cells", 2)]),
        ([["", *wide("7", "1", "2")[1:]]], [("unit_missing", 2)]),
        ([[], ["", None, "", "", "", "", "", ""]], [("no_rows", None)]),
    ],
)
def test_every_fault_of_a_row_is_told_with_its_place(rows, told):
    assert faults(*rows, head=WIDE, criteria=ALL) == told


@pytest.mark.parametrize(
    ("head", "told"),
    [
        (["unit_code", "unit_code", "value"], ["double_column", "missing_column"]),
        (["unit_code", "metric"], ["missing_column", "missing_column"]),
        ([7, None, "lạ"], ["missing_column"] * 4),
    ],
)
def test_a_head_that_does_not_do(head, told):
    assert [code for code, _ in faults(["u", "1", "1"], head=head)] == told


def test_a_head_may_have_titles_above_it_and_a_table_may_be_empty():
    taken = []
    rows = [(1, ["BẢNG SỐ LIỆU"]), (2, []), (3, ["u", 1]), (4, WIDE), (5, wide("1", value="x"))]
    assert TableScorer(ALL, lambda: iter(rows)).run(lambda: taken.append) == 1
    with pytest.raises(TableError) as refused:
        TableScorer(ALL, lambda: iter([])).run(lambda: taken.append)
    assert [fault.code for fault in refused.value.faults] == ["empty"]
    many = [(at, ["lạ"]) for at in range(1, 40)]
    with pytest.raises(TableError):
        TableScorer(ALL, lambda: iter(many)).run(lambda: taken.append)


def test_faults_and_notes_beyond_the_first_are_counted():
    rows = [[f"u{at}", *wide("7", "x", "2")[1:]] for at in range(105)]
    with pytest.raises(TableError) as refused:
        scored(*rows, head=WIDE, criteria=ALL)
    assert (len(refused.value.faults), refused.value.more) == (100, 5)
    rows = [(1, WIDE), *((at, [f"u{at}", *wide("7", "1.000", "2000")[1:]]) for at in range(2, 25))]
    table = TableScorer(ALL, lambda: iter(rows))
    assert table.run(lambda: lambda _: None) == 23
    assert (table.notes.kept[0], table.notes.more) == ((2, "numerator", "1.000", "1000"), 3)


def test_a_leaf_that_compares_can_be_tried_alone():
    assert alone(ALL.leaf("9"), LeafInput(value=5)).group == (5, 5)
    assert alone(ALL.leaf("9"), LeafInput()) == LeafInput()
    assert alone(ALL.leaf("7"), LeafInput(1)) == LeafInput(1)


def test_answers_repeat_and_a_code_may_have_blanks_around_it():
    taken = []
    rows = [(1, WIDE), (2, wide("1", value="x")), (3, [" u ", *wide("2", value="a")[1:]])]
    rows += [(4, ["v", *wide("1", value="x")[1:]]), (5, ["v", *wide("7", value="KAĐ")[1:]])]
    with pytest.raises(TableError) as refused:  # the set does not let leaf 7 be left out
        TableScorer(ALL, lambda: iter(rows)).run(lambda: taken.append)
    assert [(fault.code, fault.row) for fault in refused.value.faults] == [("may_not_be_left_out", 5)]
    assert [unit.given for unit, _ in taken] == [{"1": ("1", 2), "2": ("2", 3)}]


def test_nothing_of_nothing_is_no_event_and_something_of_nothing_a_fault():
    taken = []
    TableScorer(ALL, lambda: iter([(1, WIDE), (2, wide("7"))])).run(lambda: taken.append)
    assert taken[0].sheet.leaf("7").status == "not_applicable"
    assert faults(["a", "1", "1", "0"], ["b", "1", "1", "2"]) == [("numerator_above_denominator", 2)]


def test_a_code_that_became_a_day_is_found_where_only_one_fits():
    leaf = {"code": "1.2", "title": "b", "max": 6, "rule": {"kind": "proportional"}}
    one = load_set({"code": "t", "title": "t", "version": "1", "scale": 6, "areas": [leaf]})
    assert scored(["a", date(2026, 2, 1), "1", "2"], criteria=one) == {"a": Decimal(3)}


def test_only_what_the_tie_breakers_ask_for_is_taken():
    taken = []
    TableScorer(ALL, lambda: iter([(1, WIDE), (2, wide("4", value="1"))])).run(lambda: taken.append)
    assert RankRow.of("u", taken[0].sheet).deductions == 1
    row = RankRow.of("u", taken[0].sheet, breakers=())
    assert (row.deductions, row.area_percent, row.leaf_ratio) == (None, {}, {})


def test_answers_beyond_what_is_kept_ready_are_read_all_the_same(monkeypatch):
    monkeypatch.setattr(cells, "MOST_SEEN", 2)
    taken = []
    rows = [(1, WIDE), *((at, [f"u{at}", *wide("3", value=str(at % 4))[1:]]) for at in range(2, 12))]
    TableScorer(ALL, lambda: iter(rows)).run(lambda: taken.append)
    assert [one.sheet.leaf("3").given.count for one in taken] == [at % 4 for at in range(2, 12)]
