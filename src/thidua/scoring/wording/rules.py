"""How a leaf is scored, what its inputs are called, and what was typed, as a person of the field would say it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from thidua.engine import scoring
from thidua.scoring.wording.figures import figure, percent

_CHOICES = {"yes": "Có", "no": "Không", "none": "Không có"}
_LABELS = {
    "numerator": "Số đạt",
    "denominator": "Tổng số",
    "count": "Số trường hợp",
    "choice": "Mức đạt",
    "points": "Điểm",
    "value": "Tỷ lệ",
}


def _graded(rule: Mapping[str, Any], top: str) -> str:
    words = "; ".join(f"{one['label']}: {figure(one['points'])}" for one in rule["options"]) + " điểm."
    return words + "".join(_fine(one, one["label"]) for one in rule["options"])


def _banded(rule: Mapping[str, Any], top: str) -> str:
    others = "".join(
        f" {band(one)} điểm, nhưng {one['override']['label']}: {figure(one['override']['points'])} điểm."
        for one in rule["bands"]
        if "override" in one
    )
    return "; ".join(band(one) for one in rule["bands"]) + f" điểm.{others}"


def _fine(rule: Mapping[str, Any], when: str) -> str:
    return f" {when}: trừ thêm {figure(rule['fine'])} điểm vào tổng." if "fine" in rule else ""


def _yes_no(rule: Mapping[str, Any], top: str) -> str:
    return f"Có: {top} điểm. Không: 0 điểm.{_fine(rule, 'Không')}"


def _all_or_nothing(rule: Mapping[str, Any], top: str) -> str:
    whole = f"Đủ {figure(rule['of'])}" if "of" in rule else "Đủ tất cả"
    return f"{whole}: {top} điểm; thiếu: 0 điểm.{_fine(rule, 'Không có gì')}"


def _complement(rule: Mapping[str, Any], top: str) -> str:
    share = "Phần không vi phạm (1 − số vi phạm / tổng số)"
    least = f"; dưới {percent(rule['cut_off'])}: 0 điểm" if "cut_off" in rule else ""
    if "target" in rule:
        return f"{share} đạt từ {percent(rule['target'])}: {top} điểm; thấp hơn: theo tỷ lệ{least}."
    return f"{share} × {top} điểm{least}."


def _min_max(rule: Mapping[str, Any], top: str) -> str:
    best, last = ("cao nhất", "thấp nhất") if rule["better"] == "more" else ("thấp nhất", "cao nhất")
    alike = figure(rule["equal"]) if "equal" in rule else top
    return (
        f"So trong cụm, khối: {best} {top} điểm, {last} {figure(rule['floor'])} điểm, ở giữa theo tỷ lệ; "
        f"tất cả bằng nhau: {alike} điểm."
    )


def _leader(rule: Mapping[str, Any], top: str) -> str:
    goal = percent(rule["target"]) if rule["measure"] == "ratio" else figure(rule["target"])
    return (
        f"Chưa đạt chỉ tiêu {goal}: {percent(rule['part'])} của {top} điểm theo tỷ lệ; đạt chỉ tiêu: phần còn lại "
        f"theo khoảng cách tới đơn vị dẫn đầu cụm, khối, cao nhất {top} điểm."
    )


def _deduction(rule: Mapping[str, Any], top: str) -> str:
    grave = "".join(f" {one['label']}: 0 điểm." for one in rule.get("zero_on", ()))
    return f"{top} điểm, trừ {figure(rule['each'])} mỗi trường hợp, thấp nhất {figure(rule['floor'])}.{grave}"


def _target(rule: Mapping[str, Any], top: str) -> str:
    least = f"; dưới {percent(rule['cut_off'])}: 0 điểm" if "cut_off" in rule else ""
    return f"Đạt từ {percent(rule['target'])}: {top} điểm; thấp hơn: theo tỷ lệ so với mức đó{least}."


def _survey(rule: Mapping[str, Any], top: str) -> str:
    return f"Mức hài lòng × {top} điểm; dưới {rule['minimum_forms']} phiếu hợp lệ: không áp dụng."


_RULES: dict[str, Callable[[Mapping[str, Any], str], str]] = {
    "yes_no": _yes_no,
    "graded": _graded,
    "band": _banded,
    "all_or_nothing": _all_or_nothing,
    "proportional": lambda _, top: f"Tỷ lệ đạt × {top} điểm.",
    "cut_off": lambda rule, top: f"Tỷ lệ đạt × {top} điểm; dưới {percent(rule['cut_off'])}: 0 điểm.",
    "target": _target,
    "deduction": _deduction,
    "per_item": lambda rule, top: f"{figure(rule['each'])} điểm mỗi trường hợp, tối đa {top} điểm.",
    "survey": _survey,
    "complement": _complement,
    "min_max": _min_max,
    "leader": _leader,
    "assessed": lambda _, top: f"Người có thẩm quyền đánh giá, từ 0 đến {top} điểm.",
}


def rule_in_words(leaf: scoring.Criterion) -> str:
    """How a leaf is scored."""
    if leaf.rule is None:
        return ""
    words = _RULES[leaf.rule.kind](leaf.rule.plain(), figure(leaf.max))
    if "denominator" not in leaf.rule.fields:
        return words
    full = leaf.zero is scoring.ZeroDenominator.FULL
    return words + (" Không phát sinh: đủ điểm." if full else " Không phát sinh: không áp dụng.")


def band(data: Mapping[str, str]) -> str:
    """A stretch of ratios and its points: "Từ 80 % dưới 100 %: 3"."""
    parts: list[str] = []
    if Decimal(data.get("at_least", data.get("above", "0"))) != 0:
        parts.append(
            f"từ {percent(data['at_least'])}" if "at_least" in data else f"trên {percent(data['above'])}"
        )
    if "below" in data:
        parts.append(f"dưới {percent(data['below'])}")
    elif "at_most" in data:
        parts.append(f"đến {percent(data['at_most'])}")
    words = " ".join(parts) or "mọi tỷ lệ"
    return f"{words[:1].upper()}{words[1:]}: {figure(data['points'])}"


def options_of(leaf: scoring.Criterion) -> tuple[tuple[str, str, str], ...]:
    """The answers that a person chooses from: code, label, points as shown ("2 điểm") or nothing."""
    match leaf.rule:
        case scoring.YesNo():
            return (("yes", "Có", f"{figure(leaf.max)} điểm"), ("no", "Không", "0 điểm"))
        case scoring.Graded():
            return tuple((one.code, one.label, f"{figure(one.points)} điểm") for one in leaf.rule.options)
        case scoring.Banded() if leaf.rule.overrides:
            met = tuple((one.code, one.label, f"{figure(one.points)} điểm") for one in leaf.rule.overrides)
            return (("none", "Không có", ""), *met)
        case scoring.Deduction() if leaf.rule.zero_on:
            grave = tuple((one.code, one.label, "0 điểm") for one in leaf.rule.zero_on)
            return (("none", "Không có", ""), *grave)
    return ()


def label_of(leaf: scoring.Criterion, field: str) -> str:
    """What an input is called in this row."""
    if isinstance(leaf.rule, scoring.Complement) and field == "numerator":
        return leaf.label(field) or "Số vi phạm"
    if field == "value" and "value" in (leaf.rule.fields if leaf.rule else ()):
        return leaf.label(field) or "Kết quả"
    if isinstance(leaf.rule, scoring.Survey):
        survey = {"numerator": "Số phiếu hài lòng trở lên", "denominator": "Số phiếu hợp lệ"}
        answers = {f"counts.{option.code}": option.label for option in leaf.rule.options}
        return leaf.label(field) or (survey | answers).get(field, field)
    return leaf.label(field) or _LABELS.get(field, field)


def _choice(leaf: scoring.Criterion, given: Mapping[str, Any]) -> str:
    code = given.get("choice")
    if code is None or (isinstance(leaf.rule, (scoring.Deduction, scoring.Banded)) and code == "none"):
        return ""
    labels = _CHOICES | {known: label for known, label, _ in options_of(leaf)}
    return labels.get(str(code), str(code))


def _ratio(leaf: scoring.Criterion, given: Mapping[str, Any]) -> str:
    above, below = given.get("numerator"), given.get("denominator")
    if below is None and isinstance(leaf.rule, scoring.AllOrNothing):
        below = leaf.rule.of
    if above is None:
        if below is None or "denominator" not in given:
            return ""
        return "Không phát sinh" if Decimal(str(below)) == 0 else f"…/{figure(below)}"
    if below is None:
        return figure(above)
    if Decimal(str(below)) == 0:
        return "Không phát sinh"
    return f"{figure(above)}/{figure(below)} ({percent(Decimal(str(above)) / Decimal(str(below)))})"


def _counts(leaf: scoring.Criterion, given: Mapping[str, Any]) -> str:
    if not isinstance(leaf.rule, scoring.Survey):
        return ""
    labels = {one.code: one.label for one in leaf.rule.options}
    return "; ".join(f"{labels.get(code, code)}: {n}" for code, n in (given.get("counts") or {}).items())


def given_in_words(leaf: scoring.Criterion, given: Mapping[str, Any]) -> str:
    """What was typed in a row, short: "45/50 (90 %)", "3 trường hợp", the label of the chosen answer."""
    parts = [_choice(leaf, given), _ratio(leaf, given), _counts(leaf, given)]
    if given.get("count") is not None:
        parts.append(f"{figure(given['count'])} trường hợp")
    if given.get("value") is not None:
        bare = leaf.rule is not None and "value" in leaf.rule.fields
        parts.append(figure(given["value"]) if bare else percent(given["value"]))
    if given.get("not_applicable"):
        parts.append("không áp dụng")
    if given.get("points") is not None:
        parts.append(f"ấn định {figure(given['points'])} điểm")
    return "; ".join(part for part in parts if part)
