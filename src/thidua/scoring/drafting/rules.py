"""The parameters of a rule as a person types them: numbers, percentages, one level in a line, and back again."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from thidua.engine.scoring.numbers import plain
from thidua.scoring import givens, wording


@dataclass(frozen=True, slots=True)
class RuleField:
    """One parameter on the form: its name in the rule, what it is called, how it is typed."""

    name: str
    label: str
    kind: str
    help: str = ""
    required: bool = True
    choices: tuple[tuple[str, str], ...] = ()


_MEASURES = (("ratio", "Tỷ lệ (số đạt trên tổng số)"), ("number", "Một số liệu"))
_LEVELS = "Mỗi dòng một mức, ví dụ: Ban hành kịp thời: 2"
_FINE = RuleField("fine", "Trừ thêm vào tổng khi không đạt (điểm)", "number", required=False)
_CUT = RuleField("cut_off", "Dưới mức này được 0 điểm (%)", "percent", required=False)
RULE_FIELDS: dict[str, tuple[str, tuple[RuleField, ...]]] = {
    "yes_no": ("Có hoặc không", (_FINE,)),
    "graded": ("Chọn một trong các mức", (RuleField("options", "Các mức", "options", _LEVELS),)),
    "band": (
        "Theo khoảng tỷ lệ",
        (
            RuleField(
                "bands",
                "Các khoảng",
                "bands",
                "Mỗi dòng một khoảng, ví dụ: từ 80 % dưới 100 %: 3; dưới 80 %: 0",
            ),
        ),
    ),
    "all_or_nothing": (
        "Đủ thì được điểm, thiếu thì không",
        (RuleField("of", "Đủ bao nhiêu", "number", required=False), _FINE),
    ),
    "proportional": ("Theo tỷ lệ", ()),
    "cut_off": (
        "Theo tỷ lệ, dưới mức tối thiểu thì 0",
        (RuleField("cut_off", "Mức tối thiểu (%)", "percent"),),
    ),
    "target": (
        "Theo tỷ lệ so với mức phải đạt",
        (RuleField("target", "Mức phải đạt (%)", "percent"), _CUT),
    ),
    "complement": (
        "Theo phần không vi phạm",
        (RuleField("target", "Mức phải đạt (%)", "percent", required=False), _CUT),
    ),
    "deduction": (
        "Trừ điểm mỗi trường hợp",
        (
            RuleField("each", "Trừ mỗi trường hợp (điểm)", "number"),
            RuleField("floor", "Thấp nhất (điểm)", "number", required=False),
            RuleField(
                "zero_on", "Trường hợp không được điểm", "labels", "Mỗi dòng một trường hợp.", required=False
            ),
        ),
    ),
    "per_item": ("Cộng điểm mỗi trường hợp", (RuleField("each", "Mỗi trường hợp (điểm)", "number"),)),
    "survey": (
        "Khảo sát",
        (
            RuleField("options", "Các mức và trọng số (0 đến 1)", "weights", "Ví dụ: Rất hài lòng: 1"),
            RuleField("minimum_forms", "Ít nhất bao nhiêu phiếu hợp lệ", "whole", required=False),
        ),
    ),
    "min_max": (
        "So trong cụm, khối (cao nhất, thấp nhất)",
        (
            RuleField("floor", "Điểm của đơn vị kém nhất", "number", required=False),
            RuleField(
                "better",
                "Thế nào là tốt hơn",
                "choice",
                choices=(("more", "Càng nhiều càng tốt"), ("less", "Càng ít càng tốt")),
            ),
            RuleField("measure", "So theo", "choice", choices=_MEASURES),
            RuleField("equal", "Điểm khi tất cả bằng nhau", "number", required=False),
        ),
    ),
    "leader": (
        "So với chỉ tiêu và đơn vị dẫn đầu",
        (
            RuleField("target", "Chỉ tiêu (phần của 1, hoặc giá trị)", "number"),
            RuleField("part", "Phần điểm khi đạt chỉ tiêu (%)", "percent", required=False),
            RuleField("measure", "So theo", "choice", choices=_MEASURES),
        ),
    ),
    "assessed": ("Người có thẩm quyền đánh giá", ()),
}
"""Kind of rule -> what it is called, and its parameters."""

_BAND = re.compile(
    r"(?:(?P<from>từ|trên)\s*(?P<low>[\d.,]+)\s*%?)?\s*(?:(?P<to>dưới|đến)\s*(?P<high>[\d.,]+)\s*%?)?",
    re.IGNORECASE,
)
_ALL = "mọi tỷ lệ"


def typed_of_rule(rule: Mapping[str, Any]) -> dict[str, str]:
    """The parameters of a rule as they stand on the form."""
    found: dict[str, str] = {}
    for one in RULE_FIELDS[rule["kind"]][1]:
        value = rule.get(one.name)
        if value is not None:
            found[one.name] = _WRITE[one.kind](value)
    return found


def _lines(rows: Any, points: str) -> str:
    return "\n".join(f"{row['label']}: {wording.figure(row[points])}" for row in rows)


_WRITE: dict[str, Callable[[Any], str]] = {
    "number": wording.figure,
    "whole": str,
    "percent": lambda value: wording.figure(Decimal(str(value)) * 100),
    "options": lambda rows: _lines(rows, "points"),
    "weights": lambda rows: _lines(rows, "weight"),
    "labels": lambda rows: "\n".join(row["label"] for row in rows),
    "bands": lambda rows: "\n".join(wording.band(row) for row in rows),
    "choice": str,
}


def rule_from(kind: str, typed: Mapping[str, str], before: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The rule that was typed; codes, fines and overrides of levels that keep their label are kept.

    Raises GivenError with the name of the parameter.
    """
    if kind not in RULE_FIELDS:
        raise givens.GivenError("kind", "Hãy chọn một cách chấm.")
    rule: dict[str, Any] = {"kind": kind}
    kept = dict(before or {}) if before and before.get("kind") == kind else {}
    for one in RULE_FIELDS[kind][1]:
        text = typed.get(one.name, "").strip()
        if not text:
            if one.required:
                raise givens.GivenError(one.name, f"Hãy ghi: {one.label.lower()}.")
            continue
        rule[one.name] = _read(one, text, kept.get(one.name))
    if "may_exceed" in kept:
        rule["may_exceed"] = kept["may_exceed"]
    return rule


def _number(field: str, text: str) -> Decimal:
    return givens.number(text.replace("%", ""), field)


def _read(field: RuleField, text: str, before: Any) -> Any:
    if field.kind == "choice":
        return text if text in dict(field.choices) else field.choices[0][0]
    if field.kind in _SCALARS:
        return _SCALARS[field.kind](_number(field.name, text))
    lines = [line for part in re.split(r"[\n;]", text) if (line := part.strip(" -•\t"))]
    if field.kind == "bands":
        return [_band(field.name, line, before or []) for line in lines]
    if field.kind == "labels":
        return [{"code": _code(label, place, before), "label": label} for place, label in enumerate(lines, 1)]
    points = "weight" if field.kind == "weights" else "points"
    return [_level(field.name, line, points, place, before or []) for place, line in enumerate(lines, 1)]


_SCALARS: dict[str, Callable[[Decimal], Any]] = {
    "number": plain,
    "whole": int,
    "percent": lambda value: plain(value / 100),
}


def _split(field: str, line: str) -> tuple[str, Decimal]:
    label, colon, number = line.rpartition(":")
    if not colon or not label.strip():
        raise givens.GivenError(field, f"Dòng “{line}” phải có dạng: tên mức: số điểm.")
    try:
        return label.strip(), _number(field, number.replace("điểm", ""))
    except givens.GivenError as error:
        raise givens.GivenError(field, f"Dòng “{line}”: {error}") from error


def _same(label: str, before: Any) -> dict[str, Any]:
    return next((dict(row) for row in before or [] if row["label"] == label), {})


def _code(label: str, place: int, before: Any) -> str:
    taken = {row["code"] for row in before or []}
    fresh = next(code for at in range(place, place + 1000) if (code := f"muc_{at}") not in taken)
    return str(_same(label, before).get("code") or fresh)


def _level(field: str, line: str, points: str, place: int, before: Any) -> dict[str, Any]:
    label, number = _split(field, line)
    kept = _same(label, before)
    return kept | {"code": _code(label, place, before), "label": label, points: plain(number)}


def _band(field: str, line: str, before: Any) -> dict[str, Any]:
    words, number = _split(field, line)
    found: dict[str, Any] = {}
    if words.casefold() != _ALL:
        match = _BAND.fullmatch(words.strip())
        if match is None or not (match["low"] or match["high"]):
            raise givens.GivenError(
                field, f"Dòng “{line}” phải có dạng: từ 80 % dưới 100 %: 3 (hoặc trên, đến)."
            )
        if match["low"]:
            name = "at_least" if match["from"].casefold() == "từ" else "above"
            found[name] = plain(_number(field, match["low"]) / 100)
        if match["high"]:
            name = "below" if match["to"].casefold() == "dưới" else "at_most"
            found[name] = plain(_number(field, match["high"]) / 100)
    if not {"at_least", "above"} & found.keys():
        found["at_least"] = "0"
    limits = {name: found.get(name) for name in ("at_least", "above", "below", "at_most")}
    for row in before:
        if {name: row.get(name) for name in limits} == limits and "override" in row:
            found["override"] = row["override"]
    return found | {"points": plain(number)}
