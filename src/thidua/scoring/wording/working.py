"""The working of a leaf, line by line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from thidua.scoring.wording.figures import figure, percent, points
from thidua.scoring.wording.rules import band


def _ratio(step: Mapping[str, Any]) -> str:
    if "numerator" not in step:
        return f"Tỷ lệ: {percent(step['result'])}."
    above, below = figure(step["numerator"]), figure(step["denominator"])
    return f"Tỷ lệ: {above} / {below} = {percent(step['result'])}."


def _deduct(step: Mapping[str, Any]) -> str:
    count, each, floor = figure(step["count"]), figure(step["each"]), figure(step["floor"])
    return f"{figure(step['max'])} − {count} × {each}, thấp nhất {floor}: {figure(step['result'])} điểm."


def _per_item(step: Mapping[str, Any]) -> str:
    count, each, most = figure(step["count"]), figure(step["each"]), figure(step["max"])
    return f"{count} × {each}, tối đa {most}: {figure(step['result'])} điểm."


_STEPS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "choice": lambda step: f"Mức đã chọn được {figure(step['result'])} điểm.",
    "ratio": _ratio,
    "times_max": lambda step: (
        f"{percent(step['share'])} × {figure(step['max'])} điểm = {points(step['result'])} điểm."
    ),
    "of_target": lambda step: f"So với mức phải đạt {percent(step['target'])}: {percent(step['result'])}.",
    "below_cut_off": lambda step: f"Thấp hơn mức tối thiểu {percent(step['cut_off'])}: 0 điểm.",
    "band": lambda step: f"{band({**step, 'points': step['result']})} điểm.",
    "all_or_nothing": lambda step: f"Đủ hay thiếu: được {figure(step['result'])} điểm.",
    "deduct": _deduct,
    "per_item": _per_item,
    "zero_on": lambda _: "Thuộc trường hợp không được điểm: 0 điểm.",
    "survey": lambda step: (
        f"Mức hài lòng trên {figure(step['valid'])} phiếu hợp lệ: {percent(step['result'])}."
    ),
    "too_few_forms": lambda step: (
        f"Chỉ có {figure(step['valid'])} phiếu hợp lệ, cần ít nhất {figure(step['minimum'])}."
    ),
    "nothing_came_up": lambda _: "Trong kỳ không phát sinh.",
    "full": lambda step: f"Được đủ {figure(step['result'])} điểm.",
    "not_applicable": lambda _: "Không áp dụng: bỏ khỏi tổng, các tiêu chí còn lại quy về thang điểm.",
    "profile": lambda _: "Không áp dụng cho đơn vị này.",
    "left_out": lambda _: "Không tính ở lượt tự chấm.",
    "round": lambda step: f"Làm tròn {step['places']} số lẻ: {figure(step['result'])} điểm.",
    "complement": lambda step: f"Còn lại sau khi trừ phần vi phạm: {percent(step['result'])}.",
    "override": lambda step: f"Có điều kiện riêng của mức này: được {figure(step['result'])} điểm.",
    "fine": lambda step: f"Bỏ nhiệm vụ: trừ thêm {figure(step['result'])} điểm vào tổng.",
    "measure": lambda step: f"Kết quả của đơn vị: {figure(step['result'])}.",
    "min_max": lambda step: (
        f"Trong cụm, khối từ {figure(step['low'])} đến {figure(step['high'])}: được {points(step['result'])} điểm."
    ),
    "all_equal": lambda step: f"Cả cụm, khối bằng nhau: được {figure(step['result'])} điểm.",
    "below_target": lambda step: (
        f"Chưa đạt chỉ tiêu {figure(step['target'])}: được {points(step['result'])} điểm."
    ),
    "past_target": lambda step: (
        f"Đạt chỉ tiêu {figure(step['target'])}; đơn vị dẫn đầu {figure(step['leader'])}: "
        f"được {points(step['result'])} điểm."
    ),
    "declared_not_applicable": lambda _: "Đơn vị khai không áp dụng.",
    "does_not_hold": lambda _: "Không áp dụng cho đơn vị này.",
    "set": lambda step: f"Tổ thẩm định ấn định {figure(step['result'])} điểm (tối đa {figure(step['max'])}).",
}


def working_in_words(working: Mapping[str, Any]) -> list[str]:
    """The working of a leaf, one sentence for each step of the engine."""
    return [_STEPS[step["op"]](step) for step in working.get("steps", ())]
