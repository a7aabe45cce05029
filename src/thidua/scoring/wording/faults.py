"""Sentences for what cannot be scored, and for what is wrong in a criteria set."""

from __future__ import annotations

import re

from thidua.engine import scoring
from thidua.scoring.wording.figures import figure

INPUT_FAULTS = {
    "unknown_choice": "Mục đã chọn không có trong tiêu chí này. Hãy chọn lại.",
    "not_a_number": "Hãy nhập một số, ví dụ 12,5.",
    "negative": "Số không được nhỏ hơn 0.",
    "above_one": "Tỷ lệ không được vượt quá 100 %.",
    "numerator_above_denominator": "Số đạt được ({numerator}) không thể lớn hơn tổng số ({denominator}).",
    "outside_all_bands": "Kết quả này không nằm trong mức điểm nào của tiêu chí.",
    "may_not_be_left_out": "Tiêu chí này không cho khai “không áp dụng”.",
    "group_unknown": "Chưa có kết quả của cụm, khối để so.",
    "outside_group": "Kết quả {value} nằm ngoài kết quả của cụm, khối (từ {low} đến {high}).",
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
    "number_too_long": "là số quá dài (nhiều nhất 15 chữ số trước và 10 chữ số sau dấu thập phân): “{value}”.",
    "not_below_target": "là {value}, phải thấp hơn mức phải đạt {target}.",
    "nothing_to_part": "là {value}, bằng điểm tối đa nên không còn gì để chấm.",
    "applies_to_nobody": "không còn khối nào: khối nêu ở đây không thuộc phần bên trên.",
    "too_deep": "chia quá {limit} cấp.",
    "not_a_day": "phải là một ngày viết năm-tháng-ngày, không phải “{value}”.",
    "ends_before_it_starts": "là ngày trước ngày bắt đầu.",
    "too_many_rows": "bắt đơn vị tự chấm {rows} dòng, quá {limit} dòng.",
}


def input_fault(error: scoring.ScoreInputError) -> str:
    """The sentence for what cannot be scored."""
    facts = {name: figure(value) for name, value in error.facts.items()}
    return INPUT_FAULTS.get(error.code, "Nội dung đã nhập chưa dùng được.").format_map(facts)


_PLACES = re.compile(r"(?:areas|children|bonus|penalty|items)\[([^\]]+)\]")
_PARTS = {
    "max": "điểm tối đa",
    "rule": "cách chấm",
    "applies": "đối tượng áp dụng",
    "labels": "tên ô số liệu",
    "scale": "Thang điểm",
    "profiles": "Các khối",
    "grades": "Xếp mức",
    "version": "Số bản",
    "title": "tên",
    "code": "mã",
}


def screen_fault(fault: scoring.Fault) -> str:
    """The same for somebody who writes the set on screen: the place by the code of the item, not by the file."""
    codes = _PLACES.findall(fault.place)
    field = fault.place.rpartition("]")[2].strip(".").split(".")[0].partition("[")[0]
    parts = [f"Mục {codes[-1]}" if codes else "", _PARTS.get(field, "")]
    place = ", ".join(part for part in parts if part) or "Bộ tiêu chí"
    return f"{place} {set_fault(fault).partition(': ')[2]}"


def set_fault(fault: scoring.Fault) -> str:
    """The sentence for one thing wrong in a criteria set, with its place."""
    facts = dict.fromkeys(("at", "value", "max", "sum", "known", "rows", "limit", "target"), "")
    sentence = _SET_FAULTS.get(fault.code, "chưa dùng được.").format_map(facts | dict(fault.facts))
    return f"{fault.place or 'Tệp'}: {sentence}"
