"""The tree of a set that is being written: nodes found, added, changed, moved and removed by their codes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any

from thidua.engine.scoring.numbers import plain

Node = dict[str, Any]
DEEPEST = 6


class NodeError(ValueError):
    """A change that the tree cannot take; the sentence says why."""


def flat(data: Mapping[str, Any]) -> Iterator[tuple[int, Node, str]]:
    """Every node with its level (from 1) and the code of its parent, in the order of the tree."""

    def walk(nodes: list[Node], level: int, parent: str) -> Iterator[tuple[int, Node, str]]:
        for node in nodes:
            yield level, node, parent
            yield from walk(node.get("children", []), level + 1, str(node["code"]))

    yield from walk(data.get("areas", []), 1, "")


def find(data: Mapping[str, Any], code: str) -> Node:
    """The node of a code. Raises NodeError."""
    for _, node, _ in flat(data):
        if str(node["code"]) == code:
            return node
    raise NodeError(f"Không có mục {code} trong bản đang soạn.")


def _siblings(data: Mapping[str, Any], code: str) -> list[Node]:
    for _, node, parent in flat(data):
        if str(node["code"]) == code:
            found: list[Node] = data["areas"] if not parent else find(data, parent)["children"]
            return found
    raise NodeError(f"Không có mục {code} trong bản đang soạn.")


def _free(data: Mapping[str, Any], code: str) -> None:
    if not code:
        raise NodeError("Hãy ghi mã của mục.")
    if any(str(node["code"]) == code for _, node, _ in flat(data)):
        raise NodeError(f"Mã {code} đã có trong bộ tiêu chí. Hãy chọn mã khác.")


def add_node(data: Mapping[str, Any], parent: str, node: Node) -> dict[str, Any]:
    """Put a node at the end of a parent (none: a new area). Raises NodeError for a taken code, or under a leaf."""
    found = deepcopy(dict(data))
    _free(found, str(node["code"]))
    if not parent:
        found.setdefault("areas", []).append(node)
        return found
    above = find(found, parent)
    if "rule" in above:
        raise NodeError(f"Mục {parent} là tiêu chí có cách chấm, không có mục con. Hãy chọn mục cha khác.")
    if next(level for level, one, _ in flat(found) if one is above) >= DEEPEST:
        raise NodeError(f"Bộ tiêu chí chia nhiều nhất {DEEPEST} cấp.")
    above.setdefault("children", []).append(node)
    return found


def change_node(data: Mapping[str, Any], code: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Set the fields of a node; an empty value takes a field away. Raises NodeError for a code that is taken."""
    found = deepcopy(dict(data))
    node = find(found, code)
    if str(values.get("code", code)) != code:
        _free(found, str(values["code"]))
    for name, value in values.items():
        if value in ("", None, {}, []):
            node.pop(name, None)
        else:
            node[name] = value
    return found


def remove_node(data: Mapping[str, Any], code: str) -> dict[str, Any]:
    """Take a node away with all below it. Raises NodeError."""
    found = deepcopy(dict(data))
    rows = _siblings(found, code)
    rows[:] = [node for node in rows if str(node["code"]) != code]
    return found


def move_node(data: Mapping[str, Any], code: str, *, by: int = 0, to: str | None = None) -> dict[str, Any]:
    """Move a node up or down among its siblings, or to the end of another parent. Raises NodeError."""
    found = deepcopy(dict(data))
    rows = _siblings(found, code)
    at = next(place for place, node in enumerate(rows) if str(node["code"]) == code)
    if to is None:
        other = min(max(at + by, 0), len(rows) - 1)
        rows.insert(other, rows.pop(at))
        return found
    node = rows.pop(at)
    inside = {str(one["code"]) for _, one, _ in flat({"areas": [node]})}
    if to in inside:
        raise NodeError("Không chuyển một mục vào chính nó hoặc mục con của nó.")
    return add_node(found, to, node)


def sum_up(data: Mapping[str, Any]) -> dict[str, Any]:
    """The same tree, the points of every parent being the sum of what is below; what cannot be read counts nothing."""
    found = deepcopy(dict(data))

    def points(node: Node) -> Decimal:
        if "rule" in node or not node.get("children"):
            try:
                return Decimal(str(node.get("max", 0)))
            except InvalidOperation:
                return Decimal(0)
        total = sum((points(child) for child in node["children"]), Decimal(0))
        node["max"] = plain(total)
        return total

    for area in found.get("areas", []):
        points(area)
    return found
