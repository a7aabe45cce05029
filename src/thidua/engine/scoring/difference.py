"""What changed from one version of a criteria set to another, and both side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from thidua.engine.scoring.criteria import CriteriaSet, Criterion


class ChangeKind(StrEnum):
    """What may happen to a node, or to the set as a whole."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"  # another parent, or another code with the same content
    POINTS = "points"
    RULE = "rule"
    WORDING = "wording"
    OTHER = "other"  # who brings the figure, for whom it holds, evidence, names of inputs
    SET = "set"  # beside the tree: grades, bonus, rounding, tie-breakers


@dataclass(frozen=True, slots=True)
class Change:
    """One change. ``code`` is the node's in the new set, of a removed one its old; ``field`` names what changed."""

    kind: ChangeKind
    code: str
    title: str
    field: str = ""
    before: Any = None
    after: Any = None


@dataclass(frozen=True, slots=True)
class Pair:
    """A node in both versions; one side is None where it is not there."""

    level: int
    before: Criterion | None
    after: Criterion | None
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    node: Criterion
    parent: str
    level: int


_FIELDS: Final = (
    ("max", ChangeKind.POINTS),
    ("rule", ChangeKind.RULE),
    ("zero", ChangeKind.RULE),
    ("absent", ChangeKind.RULE),
    ("title", ChangeKind.WORDING),
    ("evidence", ChangeKind.WORDING),
    ("labels", ChangeKind.WORDING),
    ("source", ChangeKind.OTHER),
    ("feed", ChangeKind.OTHER),
    ("applies", ChangeKind.OTHER),
    ("metric", ChangeKind.OTHER),
    ("inputs", ChangeKind.OTHER),
    ("theme", ChangeKind.OTHER),
)
_OF_THE_SET: Final = (
    *("title", "legal_basis", "authority", "period", "subject", "scale", "rescale", "rounding", "profiles"),
    *("tags", "inputs", "bonus", "penalty", "grades", "vetoes", "tie_breakers"),
)


def _places(found: CriteriaSet) -> dict[str, _Place]:
    places: dict[str, _Place] = {}

    def walk(node: Criterion, parent: str, level: int) -> None:
        places[node.code] = _Place(node, parent, level)
        for child in node.children:
            walk(child, node.code, level + 1)

    for area in found.areas:
        walk(area, "", 1)
    return places


def _content(node: Criterion) -> dict[str, Any]:
    """What a node says, its code and what is below it aside."""
    return {name: value for name, value in node.plain().items() if name not in {"code", "children"}}


def _matches(old: Mapping[str, _Place], new: Mapping[str, _Place]) -> dict[str, str]:
    """Old code by new code: the same code, else the one leaf that says the same under another code."""
    found = {code: code for code in new if code in old}
    gone = [place for code, place in old.items() if code not in new and place.node.rule is not None]
    for code, place in new.items():
        if code in found or place.node.rule is None:
            continue
        same = [one for one in gone if _content(one.node) == _content(place.node)]
        if len(same) == 1:
            found[code] = same[0].node.code
            gone.remove(same[0])
    return found


def _of_node(before: _Place, after: _Place, matches: Mapping[str, str]) -> Iterator[Change]:
    old, new = before.node, after.node
    if matches.get(after.parent, after.parent) != before.parent or old.code != new.code:
        yield Change(
            ChangeKind.MOVED,
            new.code,
            new.title,
            "parent" if old.code == new.code else "code",
            before.parent if old.code == new.code else old.code,
            after.parent if old.code == new.code else new.code,
        )
    left, right = old.plain(), new.plain()
    for field, kind in _FIELDS:
        if left.get(field) != right.get(field):
            yield Change(kind, new.code, new.title, field, left.get(field), right.get(field))


def difference(old: CriteriaSet, new: CriteriaSet) -> tuple[Change, ...]:
    """Every change, those of the set first, then in the order of the new tree with what was removed in its place."""
    left, right = old.plain(), new.plain()
    of_set = [
        Change(ChangeKind.SET, "", "", field, left.get(field), right.get(field))
        for field in _OF_THE_SET
        if left.get(field) != right.get(field)
    ]
    return (*of_set, *(change for pair in side_by_side(old, new) for change in pair.changes))


def side_by_side(old: CriteriaSet, new: CriteriaSet) -> tuple[Pair, ...]:
    """All nodes of both versions in one order: the new tree, what was removed after what stood before it."""
    before, after = _places(old), _places(new)
    matches = _matches(before, after)
    new_of_old = {was: code for code, was in matches.items()}
    pairs: dict[str, list[Pair]] = {"": []}
    for code, place in after.items():
        was = before.get(matches.get(code, ""))
        changes = (
            (Change(ChangeKind.ADDED, code, place.node.title),)
            if was is None
            else tuple(_of_node(was, place, matches))
        )
        pairs[code] = [Pair(place.level, was.node if was else None, place.node, changes)]
    last = ""  # the node of the new tree after which a removed one is shown
    for code, place in before.items():
        if code in new_of_old:
            last = new_of_old[code]
        else:
            gone = Change(ChangeKind.REMOVED, code, place.node.title)
            pairs[last].append(Pair(place.level, place.node, None, (gone,)))
    return tuple(pair for code in ("", *after) for pair in pairs[code])
