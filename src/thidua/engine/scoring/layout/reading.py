"""Rows as an official has them -> plain data of a criteria set, every fault with its row."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from thidua.engine.scoring.layout import codes, lines
from thidua.engine.scoring.layout.writing import KEYS
from thidua.engine.scoring.table.faults import Faults, TableError
from thidua.engine.scoring.written import WrittenError
from thidua.engine.text import fold

Row = tuple[int, Sequence[Any]]
LayoutError = TableError
_COLUMNS: Final = {
    "code": ("stt", "tt", "so tt", "ma", "ma so"),
    "title": ("linh vuc", "tieu chi", "noi dung", "ten"),
    "max": ("diem toi da", "toi da", "diem chuan", "thang diem"),
    "kind": ("cach cham",),
    "evidence": ("tai lieu kiem chung", "yeu cau va tai lieu kiem chung", "minh chung"),
    "level": ("cap",),
    "answer": ("ma cau tra loi",),
    "rest": ("thong tin khac",),
}
_HEAD_WITHIN: Final = 40
_NEEDED: Final = ("code", "title", "max")


class _Head(NamedTuple):
    row: int
    places: dict[str, int]
    width: int


class _Node:
    """A node while its lines and children come in."""

    def __init__(self, row: int, code: str, level: int, data: dict[str, Any]) -> None:
        self.row, self.code, self.level, self.data = row, code, level, data
        self.kind: str | None = None
        self.lines: list[lines.Line] = []
        self.children: list[_Node] = []


def _column(cell: Any) -> str | None:
    if not isinstance(cell, str):
        return None
    text = fold(cell)
    for name, heads in _COLUMNS.items():
        if text in heads or (name in {"title", "max", "evidence"} and text.startswith(heads)):
            return name
    return None


def _head(rows: Sequence[Row]) -> _Head | None:
    best: _Head | None = None
    for number, cells in rows[:_HEAD_WITHIN]:
        places: dict[str, int] = {}
        for at, cell in enumerate(cells):
            name = _column(cell)
            if name is not None:
                places.setdefault(name, at)
        if best is None or len(places) > len(best.places):
            best = _Head(number, places, len(cells))
    return best if best is not None and all(name in best.places for name in _NEEDED) else None


def read_layout(tree: Iterable[Row], beside: Iterable[Row] = (), *, name: str = "") -> dict[str, Any]:
    """Plain data for ``load_set``. ``name`` is the code of a set whose workbook does not say one.

    Raises LayoutError with every row that cannot be placed or read.
    """
    rows = list(tree)
    faults = Faults()
    head = _head(rows)
    if head is None:
        faults.add("no_head")
        raise faults.error()
    reader = _TreeReader(head, faults)
    for number, cells in rows:
        if number > head.row:
            reader.read(number, cells)
    areas = reader.areas()
    if not areas:
        faults.add("no_rows")
    told = _beside(beside, faults)
    if faults:
        raise faults.error()
    total = sum((Decimal(area["max"]) for area in areas), Decimal(0))
    titles = [
        str(cell) for number, cells in rows if number < head.row for cell in cells if isinstance(cell, str)
    ]
    return (
        {
            "code": name or "bo-tieu-chi",
            "title": " ".join(titles)[:300] or name or "Bộ tiêu chí",
            "version": "1",
            "scale": format(total.normalize(), "f"),
        }
        | told
        | {"areas": areas}
    )


def _beside(rows: Iterable[Row], faults: Faults) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, cells in rows:
        key = str(cells[0]).strip() if cells and cells[0] is not None else ""
        value = cells[1] if len(cells) > 1 else None
        if key not in KEYS or value is None:
            continue
        if key == "legal_basis":
            found.setdefault(key, []).append(str(value))
        elif (isinstance(value, str) and value[:1] in {"[", "{"}) or value in {"true", "false"}:
            try:
                found[key] = json.loads(str(value))
            except ValueError:
                faults.add("not_readable", number, key, value)
        else:
            found[key] = lines.number_or_none(value) if not isinstance(value, str) else value
    return found


class _TreeReader:
    """Puts each row where it belongs."""

    def __init__(self, head: _Head, faults: Faults) -> None:
        self._head = head
        self._faults = faults
        self._tops: list[_Node] = []
        self._open: list[_Node] = []
        self._taken: set[str] = set()
        self._last_raw: Any = None

    def _cell(self, cells: Sequence[Any], name: str) -> Any:
        place = self._head.places.get(name, -1)
        found = cells[place] if 0 <= place < len(cells) else None
        return found.strip() or None if isinstance(found, str) else found

    def read(self, number: int, cells: Sequence[Any]) -> None:
        """Take one row."""
        title = self._cell(cells, "title")
        raw = self._cell(cells, "code")
        if title is None or (isinstance(raw, str) and fold(raw) in _COLUMNS["code"]):
            return  # empty, numbered columns, or the second line of a merged head
        merged = (
            raw is not None and raw == self._last_raw
        )  # the code's cell runs down over the lines of its leaf
        code = "" if merged else codes.read(raw, [node.code for node in self._open])
        if code is None:
            self._faults.add("code_is_a_day", number, "STT", f"{raw:%d/%m/%Y}")
            return
        try:
            points = lines.number_or_none(self._cell(cells, "max"))
        except WrittenError as error:
            self._faults.add(error.code, number, "Điểm tối đa", self._cell(cells, "max"))
            return
        if code == "":
            self._line(number, str(title), points, cells)
        else:
            self._last_raw = raw
            self._node(number, code, str(title), points, cells)

    def _line(self, number: int, title: str, points: str | None, cells: Sequence[Any]) -> None:
        if fold(title).startswith(("tong", "cong")) and not self._cell(cells, "answer"):
            return
        if not self._open:
            self._faults.add("line_without_leaf", number, value=title)
            return
        answer = self._cell(cells, "answer")
        self._open[-1].lines.append(lines.Line(title, points, str(answer or ""), number))

    def _node(self, number: int, code: str, title: str, points: str | None, cells: Sequence[Any]) -> None:
        told = self._cell(cells, "level")
        level = int(told) if told is not None and str(told).isdigit() else codes.level(code)
        while self._open and self._open[-1].level >= level:
            self._open.pop()
        if code in self._taken and self._open:
            code = f"{self._open[-1].code}.{code}"  # the numbers begin anew in each roman area
        self._taken.add(code)
        if points is None:
            self._faults.add("value_needed", number, "Điểm tối đa")
        data: dict[str, Any] = {"code": code, "title": title, "max": points or "1"}
        evidence, rest, words = (self._cell(cells, name) for name in ("evidence", "rest", "kind"))
        if evidence:
            data["evidence"] = str(evidence)
        if rest:
            try:
                data |= json.loads(str(rest))
            except ValueError:
                self._faults.add("not_readable", number, "Thông tin khác", rest)
        node = _Node(number, code, level, data)
        if words is not None:
            node.kind = lines.kind_of(str(words))
            if node.kind is None:
                node.lines.append(lines.Line(str(words), row=number))  # the way to score in words of its own
        (self._open[-1].children if self._open else self._tops).append(node)
        self._open.append(node)

    def areas(self) -> list[dict[str, Any]]:
        """The tree as data."""
        return [self._data(node) for node in self._tops]

    def _data(self, node: _Node) -> dict[str, Any]:
        if node.children:
            node.data.pop("evidence", None)
            return node.data | {"children": [self._data(child) for child in node.children]}
        try:
            rule = lines.read(node.kind, node.lines)
        except lines.RuleError as error:
            self._faults.add("no_rule", node.row, "STT", node.code, str(error))
            rule = {"kind": "yes_no"}
        return node.data | {"rule": rule}
