"""A criteria set as rows: the tree with its rules on one sheet, what stands beside it on another."""

import json
from decimal import Decimal
from typing import Any, Final

from thidua.engine.scoring.criteria import CriteriaSet, Criterion
from thidua.engine.scoring.layout.lines import KIND_WORDS, written

HEADS: Final = (
    *("STT", "Lĩnh vực, tiêu chí, tiêu chí thành phần", "Điểm tối đa", "Cách chấm", "Tài liệu kiểm chứng"),
    *("Cấp", "Mã câu trả lời", "Thông tin khác"),
)
TREE: Final = "Bộ tiêu chí"
BESIDE: Final = "Thông tin chung"
KEYS: Final = (
    *("code", "title", "version", "subject", "scale", "rescale", "rounding", "authority", "legal_basis"),
    *("period", "profiles", "tags", "inputs", "bonus", "penalty", "grades", "vetoes", "tie_breakers"),
)
_SHOWN: Final = frozenset({"code", "title", "max", "rule", "evidence", "children"})
Cell = str | Decimal | None


def tree_rows(found: CriteriaSet) -> list[tuple[Cell, ...]]:
    """The rows of the tree under ``HEADS``; the lines of a rule stand under its leaf without code."""
    rows: list[tuple[Cell, ...]] = []

    def walk(node: Criterion, level: int) -> None:
        data = node.plain()
        rest = {name: value for name, value in data.items() if name not in _SHOWN}
        rest = {name: value for name, value in rest.items() if _DEFAULTS.get(name) != value}
        rule = data.get("rule")
        rows.append(
            (
                node.code,
                node.title,
                node.max,
                KIND_WORDS[rule["kind"]] if rule else None,
                node.evidence or None,
                Decimal(level),
                None,
                _text(rest) if rest else None,
            )
        )
        for line in written(rule) if rule else ():
            number = None if line.number is None else Decimal(line.number)
            rows.append((None, line.text, number, None, None, None, line.code or None, None))
        for child in node.children:
            walk(child, level + 1)

    for area in found.areas:
        walk(area, 1)
    return rows


_DEFAULTS: Final = {"source": "unit", "zero": "not_applicable"}


def set_rows(found: CriteriaSet) -> list[tuple[str, str]]:
    """What stands beside the tree, as pairs of key and text."""
    data = found.plain()
    rows: list[tuple[str, str]] = []
    for key in KEYS:
        value = data.get(key)
        if key == "legal_basis":
            rows += [(key, basis) for basis in data[key]]
        elif value is not None:
            rows.append((key, value if isinstance(value, str) else _text(value)))
    return rows


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
