"""What a rule, an input and its working mean in words: the engine gives codes and facts, here they become sentences."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from thidua.base.templatetags.viet import number
from thidua.engine import scoring

_CHOICES = {"yes": "Có", "no": "Không", "none": "Không có"}

_INPUT_FAULTS = {
    "unknown_choice": "Mục đã chọn không có trong tiêu chí này. Hãy chọn lại.",
    "not_a_number": "Hãy nhập một số, ví dụ 12,5.",
    "negative": "Số không được nhỏ hơn 0.",
    "above_one": "Tỷ lệ không được vượt quá 100 %.",
    "numerator_above_denominator": "Số đạt được ({numerator}) không thể lớn hơn tổng số ({denominator}).",
    "outside_all_bands": "Kết quả này không nằm trong mức điểm nào của tiêu chí.",
    "above_maximum": "Điểm {value} vượt quá điểm tối đa {max} của tiêu chí này.",
}

_SET_FAULTS = {
    "missing": "còn thiếu.",
    "not_a_record": "phải là một mục có các trường con.",
    "not_a_list": "phải là một danh sách.",
    "not_a_number": "phải là một số, không phải “{value}”.",
    "not_a_whole_number": "phải là số nguyên không âm, không phải “{value}”.",
    "not_yes_or_no": "phải là true hoặc false, không phải “{value}”.",
    "not_above_zero": "phải lớn hơn 0, không phải {value}.",
    "not_a_share": "phải lớn hơn 0 và không quá 1.",
    "above_one": "không được vượt quá 1 (100 %), không phải {value}.",
    "negative": "không được âm.",
    "unknown_field": "là trường mà phần mềm không biết; có thể viết nhầm tên.",
    "unknown_value": "có giá trị “{value}” không dùng được. Các giá trị dùng được: {known}.",
    "unknown_rule": "là cách chấm không có: “{value}”. Các cách chấm: {known}.",
    "unknown_code": "trỏ tới mã “{value}” không có trong bộ tiêu chí.",
    "unknown_profile": "nêu khối “{value}” chưa khai ở mục profiles.",
    "unknown_tag": "nêu đặc điểm “{value}” chưa khai ở mục tags.",
    "double_code": "có mã “{value}” lặp lại.",
    "points_outside": "có điểm {value} nằm ngoài khoảng từ 0 đến {max}.",
    "maximum_not_reachable": "không có mức nào đạt điểm tối đa {max}.",
    "sum_differs": "là {max} nhưng tổng các mục con là {sum}.",
    "hole": "để trống khoảng từ {at}.",
    "overlap": "có hai mức chồng lên nhau tại {at}.",
    "empty_band": "là một khoảng rỗng.",
    "two_limits": "khai hai lần cùng một đầu của khoảng.",
    "too_many_rows": "bắt đơn vị tự chấm {rows} dòng, quá {limit} dòng.",
}


def input_fault(error: scoring.ScoreInputError) -> str:
    """The sentence for what cannot be scored."""
    facts = {name: _figure(value) for name, value in error.facts.items()}
    return _INPUT_FAULTS.get(error.code, "Nội dung đã nhập chưa dùng được.").format_map(facts)


def set_fault(fault: scoring.Fault) -> str:
    """The sentence for one thing wrong in a criteria set, with its place."""
    facts = {"at": "", "value": "", "max": "", "sum": "", "known": "", "rows": "", "limit": ""}
    sentence = _SET_FAULTS.get(fault.code, "chưa dùng được.").format_map(facts | dict(fault.facts))
    return f"{fault.place or 'Tệp'}: {sentence}"


def _figure(value: Any) -> str:
    try:
        return number(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def percent(value: Any) -> str:
    """A part of 1 as a percentage with at most two places: "96,15 %"."""
    exact = (Decimal(str(value)) * 100).quantize(Decimal("0.01"))
    return f"{number(exact)} %"


def points(value: Any) -> str:
    """Points with two places."""
    return number(Decimal(str(value)), 2)


def rule_in_words(leaf: scoring.Criterion) -> str:
    """How a leaf is scored, as a person of the field would say it."""
    rule = leaf.rule.plain() if leaf.rule else {}
    top = number(leaf.max)
    tail = ""
    if "numerator" in (leaf.rule.fields if leaf.rule else ()):
        full = leaf.zero is scoring.ZeroDenominator.FULL
        tail = " Không phát sinh: đủ điểm." if full else " Không phát sinh: không áp dụng."
    match rule.get("kind"):
        case "yes_no":
            return f"Có: {top} điểm. Không: 0 điểm."
        case "graded":
            return (
                "; ".join(f"{one['label']}: {_figure(one['points'])}" for one in rule["options"]) + " điểm."
            )
        case "band":
            return "; ".join(_band(one) for one in rule["bands"]) + " điểm." + tail
        case "all_or_nothing":
            whole = f"Đủ {_figure(rule['of'])}" if "of" in rule else "Đủ tất cả"
            return f"{whole}: {top} điểm; thiếu: 0 điểm." + tail
        case "proportional":
            return f"Tỷ lệ đạt × {top} điểm." + tail
        case "cut_off":
            return f"Tỷ lệ đạt × {top} điểm; dưới {percent(rule['cut_off'])}: 0 điểm." + tail
        case "target":
            return f"Đạt từ {percent(rule['target'])}: {top} điểm; thấp hơn: theo tỷ lệ so với mức đó." + tail
        case "deduction":
            grave = "".join(f" {one['label']}: 0 điểm." for one in rule.get("zero_on", ()))
            return f"{top} điểm, trừ {_figure(rule['each'])} mỗi trường hợp, thấp nhất {_figure(rule['floor'])}.{grave}"
        case "per_item":
            return f"{_figure(rule['each'])} điểm mỗi trường hợp, tối đa {top} điểm."
        case "survey":
            return f"Mức hài lòng × {top} điểm; dưới {rule['minimum_forms']} phiếu hợp lệ: không áp dụng."
    return ""


def _band(band: Mapping[str, str]) -> str:
    low = (
        f"từ {percent(band['at_least'])}" if "at_least" in band else f"trên {percent(band.get('above', '0'))}"
    )
    high = ""
    if "below" in band:
        high = f"dưới {percent(band['below'])}"
    elif "at_most" in band:
        high = f"đến {percent(band['at_most'])}"
    if high and Decimal(band.get("at_least", band.get("above", "0"))) == 0:
        low = ""
    words = " ".join(part for part in (low, high) if part)
    return f"{words[:1].upper()}{words[1:]}: {_figure(band['points'])}"


def options_of(leaf: scoring.Criterion) -> tuple[tuple[str, str, str], ...]:
    """The answers that a person chooses from: code, label, points as shown ("2 điểm") or nothing."""
    match leaf.rule:
        case scoring.YesNo():
            return (("yes", "Có", f"{number(leaf.max)} điểm"), ("no", "Không", "0 điểm"))
        case scoring.Graded():
            return tuple((one.code, one.label, f"{number(one.points)} điểm") for one in leaf.rule.options)
        case scoring.Deduction() if leaf.rule.zero_on:
            grave = tuple((one.code, one.label, "0 điểm") for one in leaf.rule.zero_on)
            return (("none", "Không có", ""), *grave)
    return ()


def label_of(leaf: scoring.Criterion, field: str) -> str:
    """What an input is called in this row."""
    common = {
        "numerator": "Số đạt",
        "denominator": "Tổng số",
        "count": "Số trường hợp",
        "choice": "Mức đạt",
        "points": "Điểm",
        "value": "Tỷ lệ",
    }
    return leaf.label(field) or common.get(field, field)


def given_in_words(leaf: scoring.Criterion, given: Mapping[str, Any]) -> str:
    """What was typed in a row, short: "45/50 (90 %)", "03 trường hợp", the label of the chosen answer."""
    parts: list[str] = []
    if given.get("choice") is not None:
        labels = {code: label for code, label, _ in options_of(leaf)} | _CHOICES
        label = labels.get(str(given["choice"]), str(given["choice"]))
        if not (isinstance(leaf.rule, scoring.Deduction) and given["choice"] == "none"):
            parts.append(label)
    if given.get("numerator") is not None:
        whole = given.get("denominator")
        if whole is None and isinstance(leaf.rule, scoring.AllOrNothing):
            whole = leaf.rule.of
        text = _figure(given["numerator"])
        if whole is not None:
            text += f"/{_figure(whole)}"
            if Decimal(str(whole)) > 0:
                text += f" ({percent(Decimal(str(given['numerator'])) / Decimal(str(whole)))})"
        parts.append(text)
    elif given.get("denominator") is not None:
        zero = Decimal(str(given["denominator"])) == 0
        parts.append("Không phát sinh" if zero else f"…/{_figure(given['denominator'])}")
    if given.get("count") is not None:
        parts.append(f"{_figure(given['count'])} trường hợp")
    if given.get("value") is not None:
        parts.append(percent(given["value"]))
    if given.get("counts"):
        labels = (
            {one.code: one.label for one in leaf.rule.options}
            if isinstance(leaf.rule, scoring.Survey)
            else {}
        )
        parts.append("; ".join(f"{labels.get(code, code)}: {n}" for code, n in given["counts"].items()))
    if given.get("points") is not None:
        parts.append(f"ấn định {_figure(given['points'])} điểm")
    return "; ".join(parts)


def working_in_words(working: Mapping[str, Any]) -> list[str]:
    """The working of a leaf, one line for each step."""
    return [sentence for step in working.get("steps", ()) if (sentence := _step(step))]


def _step(step: Mapping[str, Any]) -> str:  # noqa: PLR0911 - one line for each kind of step
    result = _figure(step.get("result", ""))
    match step["op"]:
        case "choice":
            return f"Mức đã chọn được {result} điểm."
        case "ratio" if "numerator" in step:
            above, below = _figure(step["numerator"]), _figure(step["denominator"])
            return f"Tỷ lệ: {above} / {below} = {percent(step['result'])}."
        case "ratio":
            return f"Tỷ lệ: {percent(step['result'])}."
        case "times_max":
            return f"{percent(step['share'])} × {_figure(step['max'])} điểm = {points(step['result'])} điểm."
        case "of_target":
            return f"So với mức phải đạt {percent(step['target'])}: {percent(step['result'])}."
        case "below_cut_off":
            return f"Thấp hơn mức tối thiểu {percent(step['cut_off'])}: 0 điểm."
        case "band":
            return f"{_band({**step, 'points': step['result']})} điểm."
        case "all_or_nothing":
            return f"Đủ hay thiếu: được {result} điểm."
        case "deduct":
            count, each = _figure(step["count"]), _figure(step["each"])
            return f"{_figure(step['max'])} − {count} × {each}, thấp nhất {_figure(step['floor'])}: {result} điểm."
        case "per_item":
            count, each = _figure(step["count"]), _figure(step["each"])
            return f"{count} × {each}, tối đa {_figure(step['max'])}: {result} điểm."
        case "zero_on":
            return "Thuộc trường hợp không được điểm: 0 điểm."
        case "survey":
            return f"Mức hài lòng trên {_figure(step['valid'])} phiếu hợp lệ: {percent(step['result'])}."
        case "too_few_forms":
            return f"Chỉ có {_figure(step['valid'])} phiếu hợp lệ, cần ít nhất {_figure(step['minimum'])}."
        case "nothing_came_up":
            return "Trong kỳ không phát sinh."
        case "full":
            return f"Được đủ {result} điểm."
        case "not_applicable":
            return "Không áp dụng: bỏ khỏi tổng, các tiêu chí còn lại quy về thang điểm."
        case "profile":
            return "Không áp dụng cho đơn vị này."
        case "left_out":
            return "Không tính ở lượt tự chấm."
        case "round":
            return f"Làm tròn {step['places']} số lẻ: {result} điểm."
        case "set":
            return f"Tổ thẩm định ấn định {result} điểm (tối đa {_figure(step['max'])})."
    return ""


def tags_in_words(criteria: scoring.CriteriaSet, tags: list[str]) -> list[str]:
    """What the tags of a sheet mean, as the set names them."""
    known = dict(criteria.tags)
    return [known[tag] for tag in tags if tag in known]
