"""The difference of two versions of a criteria set."""

import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.scoring import ChangeKind, difference, load_set, side_by_side


def leaf(code, top, **more):
    return {"code": code, "title": f"Tiêu chí {code}", "max": top, "rule": {"kind": "yes_no"}} | more


OLD = {
    "code": "s",
    "title": "Bộ",
    "version": "1",
    "scale": 10,
    "areas": [
        {
            "code": "I",
            "title": "Một",
            "max": 6,
            "children": [leaf("1.1", 1), leaf("1.2", 2), leaf("1.3", 3, evidence="Biên bản")],
        },
        {"code": "II", "title": "Hai", "max": 4, "children": [leaf("2.1", 4)]},
    ],
}


def changes(edit):
    new = copy.deepcopy(OLD) | {"version": "2"}
    edit(new)
    found = difference(load_set(OLD), load_set(new))
    return [(change.kind.value, change.code, change.field, change.before, change.after) for change in found]


def area(data, at):
    return data["areas"][at]["children"]


def points(data):
    area(data, 0)[0]["max"], area(data, 0)[1]["max"] = 2, 1


def renumbered(data):
    area(data, 0)[0:2] = [leaf("1.1", 3, title="Mới hẳn")]
    area(data, 0)[1]["code"] = "1.2"


def moved(data):
    area(data, 1).append(area(data, 0).pop(0))
    data["areas"][0]["max"], data["areas"][1]["max"] = 5, 5


CASES = {
    "nothing": (dict, []),
    "points": (points, [("points", "1.1", "max", "1", "2"), ("points", "1.2", "max", "2", "1")]),
    "a rule": (
        lambda data: area(data, 1)[0].update(rule={"kind": "proportional"}),
        [("rule", "2.1", "rule", {"kind": "yes_no"}, {"kind": "proportional"})],
    ),
    "words": (
        lambda data: (
            area(data, 0)[2].update(evidence="Thông báo"),
            data["areas"][1].update(title="Hai mới"),
        ),
        [
            ("wording", "1.3", "evidence", "Biên bản", "Thông báo"),
            ("wording", "II", "title", "Hai", "Hai mới"),
        ],
    ),
    "who brings it": (
        lambda data: area(data, 1)[0].update(source="commune"),
        [("other", "2.1", "source", "unit", "commune")],
    ),
    "beside the tree": (
        lambda data: data.update(rescale=False),
        [("set", "", "rescale", True, False)],
    ),
    "moved to another area": (
        moved,
        [
            ("points", "I", "max", "6", "5"),
            ("points", "II", "max", "4", "5"),
            ("moved", "1.1", "parent", "I", "II"),
        ],
    ),
    "added, removed and renumbered": (
        renumbered,
        [
            ("points", "1.1", "max", "1", "3"),
            ("wording", "1.1", "title", "Tiêu chí 1.1", "Mới hẳn"),
            ("points", "1.2", "max", "2", "3"),
            ("wording", "1.2", "title", "Tiêu chí 1.2", "Tiêu chí 1.3"),
            ("wording", "1.2", "evidence", None, "Biên bản"),
            ("removed", "1.3", "", None, None),
        ],
    ),
    "a code changed alone": (
        lambda data: area(data, 1)[0].update(code="2.9"),
        [("moved", "2.9", "code", "2.1", "2.9")],
    ),
    "a leaf split": (
        lambda data: area(data, 1).__setitem__(slice(0, 1), [leaf("2.2", 1), leaf("2.3", 3)]),
        [
            ("removed", "2.1", "", None, None),
            ("added", "2.2", "", None, None),
            ("added", "2.3", "", None, None),
        ],
    ),
}


@pytest.mark.parametrize(("edit", "expected"), CASES.values(), ids=CASES.keys())
def test_a_change_is_named(edit, expected):
    assert changes(edit) == expected


def test_both_versions_stand_side_by_side_with_nothing_lost():
    new = copy.deepcopy(OLD)
    area(new, 0)[0:1] = []
    area(new, 0).insert(0, leaf("1.0", 1, title="Thay thế"))
    pairs = side_by_side(load_set(OLD), load_set(new))
    rows = [(pair.before and pair.before.code, pair.after and pair.after.code, pair.level) for pair in pairs]
    assert rows == [
        ("I", "I", 1),
        ("1.1", None, 2),
        (None, "1.0", 2),
        ("1.2", "1.2", 2),
        ("1.3", "1.3", 2),
        ("II", "II", 1),
        ("2.1", "2.1", 2),
    ]
    assert [change.kind for change in pairs[1].changes] == [ChangeKind.REMOVED]
    first = copy.deepcopy(OLD)
    first["areas"][0]["code"] = "X"
    assert [pair.before.code for pair in side_by_side(load_set(OLD), load_set(first)) if not pair.after] == [
        "I"
    ]


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9)), max_size=4))
def test_every_node_of_both_versions_is_shown_once(edits):
    new = copy.deepcopy(OLD)
    for at, code in edits:
        area(new, 0)[at]["code"] = f"9.{at}{code}"
    old_set, new_set = load_set(OLD), load_set(new)
    pairs = side_by_side(old_set, new_set)
    for found, side in ((old_set, "before"), (new_set, "after")):
        codes = [node.code for top in found.areas for node in top.nodes()]
        assert sorted(getattr(pair, side).code for pair in pairs if getattr(pair, side)) == sorted(codes)
    assert (difference(old_set, new_set) == ()) == (old_set == new_set)
