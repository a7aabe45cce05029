"""Sets of criteria: what the loader refuses, and the two sets that come with the program."""

import copy
import json
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

import thidua
from thidua.engine.scoring import CriteriaError, LeafStatus, Source, TieBreakerKind, load_rule, load_set

DATA = Path(thidua.__file__).parent / "scoring/data"
FILES = ("commune-units-2025.yaml", "commune-individuals-2025.yaml")
DIGESTS_OF_0_1 = (
    "03c397da9ac1ca7ac3ef304cc9d6ec3a5dc59a805461184a1a27c2e3f58f47f1",
    "2123d1802951ee0ebbe66250a577132ef0eb1e20d8914eee9d64d0e8dc4deb0d",
)


def read(name):
    return yaml.safe_load((DATA / name).read_text("utf-8"))


def small():
    return {
        "code": "s",
        "title": "Bộ nhỏ",
        "version": "1",
        "scale": 10,
        "profiles": [{"code": "A", "name": "Khối A"}],
        "tags": {"fees": "Có thu"},
        "areas": [
            {
                "code": "I",
                "title": "Một",
                "max": 10,
                "children": [
                    {"code": "1.1", "title": "a", "max": 4, "rule": {"kind": "proportional"}},
                    {"code": "1.2", "title": "b", "max": 6, "rule": {"kind": "deduction", "each": 1}},
                ],
            }
        ],
    }


@pytest.mark.parametrize("name", FILES)
def test_a_shipped_set_is_whole(name):
    found = load_set(read(name))
    assert sum(area.max for area in found.areas) == found.scale == 100
    assert all(leaf.evidence and leaf.title for leaf in found.leaves)
    assert all(leaf.feed for leaf in found.leaves if leaf.source is Source.MACHINE)
    assert found.legal_basis
    assert "thidua" in found.authority
    assert found.tie_breakers[0].kind is TieBreakerKind.FEMALE_OR_WOMEN_SHARE


@pytest.mark.parametrize("name", FILES)
def test_the_canonical_text_is_read_back_to_the_same_digest(name):
    found = load_set(read(name))
    assert load_set(json.loads(found.canonical)).digest == found.digest
    assert len(found.digest) == 64


def test_units_have_thirty_leaves_and_schools_type_at_most_twenty():
    found = load_set(read("commune-units-2025.yaml"))
    assert [str(area.max) for area in found.areas] == ["15", "8", "20", "8", "12", "8", "14", "8", "7"]
    assert len(found.leaves) == 30
    tags = dict(found.tags)
    schools = found.applicable("B", tags)
    assert sum(leaf.source is Source.UNIT for leaf in schools) <= 20
    assert "2.2" not in {leaf.code for leaf in schools}
    without = {leaf.code for leaf in found.applicable("B")}
    assert not without & {"3.1", "3.3", "6.1", "6.2", "7.2", "7.3", "7.4"}
    assert found.area_of("3.1").code == "III"
    assert found.leaf("3.1").label("numerator").startswith("Số hồ sơ")
    assert found.leaf("3.1").label("count") == ""


def test_individuals_have_nine_leaves():
    assert len(load_set(read("commune-individuals-2025.yaml")).leaves) == 9


def test_a_changed_word_changes_the_digest():
    data = small()
    before = load_set(data).digest
    data["areas"][0]["children"][0]["title"] = "a khác"
    assert load_set(data).digest != before


@pytest.mark.parametrize(("name", "digest"), list(zip(FILES, DIGESTS_OF_0_1, strict=True)))
def test_a_set_stored_by_the_first_version_keeps_its_digest(name, digest):
    assert load_set(read(name)).digest == digest


def test_sets_are_equal_by_their_text():
    assert load_set(small()) == load_set(small())
    assert len({load_set(small()), load_set(small())}) == 1
    assert load_set(small()) != load_set(small() | {"title": "Khác"})
    assert load_set(small()) != "s"


def test_unknown_codes_are_key_errors():
    found = load_set(small())
    for ask in (found.leaf, found.area_of):
        with pytest.raises(KeyError):
            ask("9.9")


def faults_of(data):
    with pytest.raises(CriteriaError) as refused:
        load_set(data)
    return {(fault.place, fault.code) for fault in refused.value.faults}


def leaf(data, number=0):
    return data["areas"][0]["children"][number]


def change(path, value):
    def apply(data):
        *parents, last = path
        for step in parents:
            data = data[step]
        data[last] = value

    return apply


LEAF = ("areas", 0, "children", 0)
FAULTS = [
    ("leaves do not sum to their area", change((*LEAF, "max"), 5), ("areas[I].max", "sum_differs")),
    ("areas do not sum to the scale", change(("scale",), 100), ("scale", "sum_differs")),
    ("no title", change((*LEAF, "title"), " "), ("areas[I].children[1.1].title", "missing")),
    (
        "a bare no is a truth in YAML",
        change((*LEAF, "title"), False),
        ("areas[I].children[1.1].title", "not_a_text"),
    ),
    ("a code twice", change((*LEAF, "code"), "1.2"), ("areas", "double_code")),
    ("no rule", change((*LEAF, "rule"), None), ("areas[I].children[1.1].rule", "missing")),
    ("a rule without kind", change((*LEAF, "rule"), {}), ("areas[I].children[1.1].rule.kind", "missing")),
    (
        "unknown rule",
        change((*LEAF, "rule"), {"kind": "magic"}),
        ("areas[I].children[1.1].rule.kind", "unknown_rule"),
    ),
    ("rule no record", change((*LEAF, "rule"), "band"), ("areas[I].children[1.1].rule", "not_a_record")),
    ("unknown field", change((*LEAF, "wieght"), 3), ("areas[I].children[1.1].wieght", "unknown_field")),
    ("max no number", change((*LEAF, "max"), "vier"), ("areas[I].children[1.1].max", "not_a_number")),
    ("max a truth", change((*LEAF, "max"), True), ("areas[I].children[1.1].max", "not_a_number")),
    ("max zero", change((*LEAF, "max"), 0), ("areas[I].children[1.1].max", "not_above_zero")),
    ("max missing", change((*LEAF, "max"), None), ("areas[I].children[1.1].max", "missing")),
    (
        "unknown profile",
        change((*LEAF, "applies"), {"profiles": ["Z"]}),
        ("areas[1.1].applies", "unknown_profile"),
    ),
    ("unknown tag", change((*LEAF, "applies"), {"tags": ["zz"]}), ("areas[1.1].applies", "unknown_tag")),
    (
        "applies no list",
        change((*LEAF, "applies"), {"tags": "zz"}),
        ("areas[I].children[1.1].applies.tags", "not_a_list"),
    ),
    ("unknown source", change((*LEAF, "source"), "sky"), ("areas[I].children[1.1].source", "unknown_value")),
    ("label of no field", change((*LEAF, "labels"), {"count": "x"}), ("areas[1.1].labels", "unknown_field")),
    ("labels no record", change((*LEAF, "labels"), ["x"]), ("areas[I].children[1.1].labels", "not_a_record")),
    (
        "target zero",
        change((*LEAF, "rule"), {"kind": "target", "target": 0}),
        ("areas[I].children[1.1].rule.target", "not_above_zero"),
    ),
    (
        "cut-off above one",
        change((*LEAF, "rule"), {"kind": "cut_off", "cut_off": "1.5"}),
        ("areas[I].children[1.1].rule.cut_off", "above_one"),
    ),
    (
        "floor above max",
        change((*LEAF, "rule"), {"kind": "deduction", "each": 1, "floor": 9}),
        ("areas[I].children[1.1].rule.floor", "points_outside"),
    ),
    ("no areas", change(("areas",), []), ("areas", "missing")),
    ("unknown subject", change(("subject",), "planet"), ("subject", "unknown_value")),
    ("rescale no truth", change(("rescale",), "maybe"), ("rescale", "not_yes_or_no")),
    ("places negative", change(("rounding",), {"places": -1}), ("rounding.places", "not_a_whole_number")),
    ("too many rows", change(("profiles", 0, "rows_at_most"), 1), ("profiles[A]", "too_many_rows")),
    (
        "grades with a hole",
        change(("grades",), [{"code": "a", "label": "A", "at_least": 5}]),
        ("grades", "hole"),
    ),
    (
        "grades overlap",
        change(("grades",), [{"code": c, "label": c, "at_least": 0} for c in "ab"]),
        ("grades", "overlap"),
    ),
    ("bonus cap negative", change(("bonus",), {"cap": -1}), ("bonus.cap", "negative")),
    (
        "bonus code twice",
        change(("bonus",), {"cap": 1, "items": [{"code": "a", "title": "A", "each": 1}] * 2}),
        ("bonus", "double_code"),
    ),
    ("tie-breaker without kind", change(("tie_breakers",), [{}]), ("tie_breakers[1].kind", "missing")),
    (
        "tie-breaker of no area",
        change(("tie_breakers",), [{"kind": "area_percent", "ref": "X"}]),
        ("tie_breakers[1].ref", "unknown_code"),
    ),
    ("an odd field of the set", change(("titel",), "x"), ("titel", "unknown_field")),
    ("too many places", change(("rounding",), {"places": 99}), ("rounding.places", "number_too_long")),
    ("period without end", change(("period",), {"from": "2025-01-01"}), ("period.to", "missing")),
    (
        "period of no day",
        change(("period",), {"from": "2025-02-30", "to": "2025-12-31"}),
        ("period.from", "not_a_day"),
    ),
    (
        "period backwards",
        change(("period",), {"from": "2025-12-31", "to": "2025-01-01"}),
        ("period.to", "ends_before_it_starts"),
    ),
    ("a metric twice", change((*LEAF, "metric"), "1.2"), ("areas[1.1].metric", "double_code")),
    (
        "an input that is not declared",
        change((*LEAF, "inputs"), {"numerator": "done"}),
        ("areas[1.1].inputs.numerator", "unknown_code"),
    ),
    (
        "an input for no field",
        change((*LEAF, "inputs"), {"count": ["done"]}),
        ("areas[1.1].inputs", "unknown_field"),
    ),
    ("inputs no record", change((*LEAF, "inputs"), "x"), ("areas[I].children[1.1].inputs", "not_a_record")),
    (
        "others refused",
        change((*LEAF, "applies"), {"otherwise": "refuse"}),
        ("areas[I].children[1.1].applies.otherwise", "unknown_value"),
    ),
    (
        "a veto on no grade",
        change(("vetoes",), [{"code": "v", "title": "V", "grades": ["z"]}]),
        ("vetoes[v].grades", "unknown_code"),
    ),
    (
        "a veto on no fall",
        change(("vetoes",), [{"code": "v", "title": "V", "falls": 0}]),
        ("vetoes[v].falls", "not_above_zero"),
    ),
    (
        "tie-breaker without share",
        change(("tie_breakers",), [{"kind": "female_or_women_share"}]),
        ("tie_breakers[1].threshold", "not_a_share"),
    ),
]


@pytest.mark.parametrize(("apply", "fault"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_is_found_at_its_place(apply, fault):
    data = copy.deepcopy(small())
    load_set(data)
    apply(data)
    assert fault in faults_of(data)


def test_all_faults_are_told_in_one_go():
    data = small()
    leaf(data)["max"] = 5
    leaf(data, 1)["rule"] = {"kind": "magic"}
    data["title"] = ""
    assert len(faults_of(data)) >= 3


GRADED = [{"code": "a", "label": "A", "points": 4}, {"code": "b", "label": "B", "points": 1}]
RULE_FAULTS = [
    ("no options", {"kind": "graded"}, ("options", "missing")),
    ("an option twice", {"kind": "graded", "options": [*GRADED, GRADED[0]]}, ("options", "double_code")),
    (
        "points above the maximum",
        {"kind": "graded", "options": [*GRADED, {"code": "c", "label": "C", "points": 5}]},
        ("options", "points_outside"),
    ),
    (
        "the maximum cannot be reached",
        {"kind": "graded", "options": GRADED[1:]},
        ("options", "maximum_not_reachable"),
    ),
    ("no bands", {"kind": "band"}, ("bands", "missing")),
    ("bands no list", {"kind": "band", "bands": "x"}, ("bands", "not_a_list")),
    ("hole at the bottom", {"kind": "band", "bands": [{"at_least": "0.1", "points": 4}]}, ("bands", "hole")),
    (
        "hole in the middle",
        {"kind": "band", "bands": [{"below": "0.5", "points": 0}, {"at_least": "0.6", "points": 4}]},
        ("bands", "hole"),
    ),
    (
        "hole of one point",
        {"kind": "band", "bands": [{"below": "0.5", "points": 0}, {"above": "0.5", "points": 4}]},
        ("bands", "hole"),
    ),
    ("hole at the top", {"kind": "band", "bands": [{"below": "0.5", "points": 4}]}, ("bands", "hole")),
    (
        "overlap",
        {"kind": "band", "bands": [{"below": "0.7", "points": 0}, {"at_least": "0.6", "points": 4}]},
        ("bands", "overlap"),
    ),
    (
        "overlap without end",
        {"kind": "band", "bands": [{"points": 0}, {"at_least": "0.6", "points": 4}]},
        ("bands", "overlap"),
    ),
    (
        "overlap of one point",
        {"kind": "band", "bands": [{"at_most": "0.6", "points": 0}, {"at_least": "0.6", "points": 4}]},
        ("bands", "overlap"),
    ),
    (
        "two lower limits",
        {"kind": "band", "bands": [{"at_least": 0, "above": 0, "points": 4}]},
        ("bands[1].above", "two_limits"),
    ),
    (
        "two upper limits",
        {"kind": "band", "bands": [{"below": 1, "at_most": 1, "points": 4}]},
        ("bands[1].at_most", "two_limits"),
    ),
    (
        "an empty band",
        {"kind": "band", "bands": [{"at_least": 1, "below": 1, "points": 4}]},
        ("bands[1]", "empty_band"),
    ),
    ("band points above", {"kind": "band", "bands": [{"points": 5}]}, ("bands[1].points", "points_outside")),
    ("band maximum", {"kind": "band", "bands": [{"points": 3}]}, ("bands", "maximum_not_reachable")),
    (
        "a weight above one",
        {"kind": "survey", "options": [{"code": "a", "label": "A", "weight": 2}]},
        ("options", "points_outside"),
    ),
    ("a fine of nothing", {"kind": "yes_no", "fine": 0}, ("fine", "not_above_zero")),
    (
        "a cut-off not below the target",
        {"kind": "target", "target": "0.8", "cut_off": "0.8"},
        ("cut_off", "not_below_target"),
    ),
    ("a complement above one", {"kind": "complement", "target": 2}, ("target", "above_one")),
    ("a group without span", {"kind": "min_max", "floor": 4}, ("floor", "nothing_to_part")),
    ("equal above the maximum", {"kind": "min_max", "equal": 5}, ("equal", "points_outside")),
    ("a leader without rest", {"kind": "leader", "target": 1, "part": 1}, ("part", "not_a_share")),
    ("a leader without target", {"kind": "leader"}, ("target", "missing")),
    (
        "an override that means none",
        {"kind": "band", "bands": [{"points": 4, "override": {"code": "none", "label": "x", "points": 4}}]},
        ("bands[1].override.code", "unknown_value"),
    ),
    (
        "an override above the maximum",
        {"kind": "band", "bands": [{"points": 4, "override": {"code": "a", "label": "x", "points": 5}}]},
        ("bands[1].override.points", "points_outside"),
    ),
    (
        "one override under two labels",
        {
            "kind": "band",
            "bands": [
                {"below": "0.5", "points": 0, "override": {"code": "a", "label": "x", "points": 1}},
                {"at_least": "0.5", "points": 4, "override": {"code": "a", "label": "y", "points": 1}},
            ],
        },
        ("bands", "double_code"),
    ),
    ("a number that fills the memory", {"kind": "per_item", "each": "1e999999"}, ("each", "number_too_long")),
    ("an odd field", {"kind": "proportional", "cut": 1}, ("cut", "unknown_field")),
    ("all or nothing of nothing", {"kind": "all_or_nothing", "of": 0}, ("of", "not_above_zero")),
]


@pytest.mark.parametrize(
    ("rule", "fault"), [row[1:] for row in RULE_FAULTS], ids=[row[0] for row in RULE_FAULTS]
)
def test_a_faulty_rule_is_refused(rule, fault):
    with pytest.raises(CriteriaError) as refused:
        load_rule(rule, Decimal(4))
    assert fault in {(found.place, found.code) for found in refused.value.faults}
    assert fault[1] in str(refused.value)


def test_a_deep_tree_keeps_its_leaves_in_order():
    data = small()
    first = leaf(data)
    data["areas"][0]["children"][0] = {
        "code": "1.1",
        "title": "nhóm",
        "max": 4,
        "children": [first | {"code": "1.1.1"}],
    }
    found = load_set(data)
    assert [row.code for row in found.leaves] == ["1.1.1", "1.2"]
    assert found.area_of("1.1.1").code == "I"
    assert LeafStatus.MISSING == "missing"
