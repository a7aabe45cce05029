"""Sentences for what is wrong in a table of values, and for what was read by our habit."""

from __future__ import annotations

from thidua.documents.intake import sentences
from thidua.documents.intake.errors import UnreadableFileError
from thidua.engine.scoring.table import TableError, TableFault
from thidua.engine.scoring.table.cells import Notes
from thidua.scoring.wording.faults import INPUT_FAULTS
from thidua.scoring.wording.figures import figure

_FAULTS = {
    "empty": "Tệp không có dòng nào.",
    "no_rows": "Tệp không có dòng số liệu nào dưới dòng tiêu đề cột.",
    "missing_column": "thiếu cột “{column}” ({detail}).",
    "double_column": "cột “{column}” đứng hai lần.",
    "too_few_cells": "chỉ có {detail} ô, dòng bị cắt hoặc thiếu dấu phân cách.",
    "too_many_cells": (
        "có {detail} ô, nhiều hơn số cột. Số có dấu phẩy thập phân phải đặt trong ngoặc kép, hoặc dùng dấu chấm phẩy "
        "để ngăn cột."
    ),
    "unit_missing": "chưa ghi mã đơn vị.",
    "metric_missing": "chưa ghi mã chỉ số (tiêu chí).",
    "metric_unknown": "chỉ số “{value}” không có trong bộ tiêu chí.",
    "metric_twice": "chỉ số “{value}” của đơn vị này đã có ở dòng {detail}.",
    "code_is_a_day": (
        "mã bị bảng tính đổi thành ngày {value}. Hãy định dạng cột mã là chữ (Text) rồi gõ lại mã."
    ),
    "not_a_number": "“{value}” không phải là số. Hãy viết số, ví dụ 1250 hoặc 12,5.",
    "negative": "“{value}” là số âm; số liệu không được nhỏ hơn 0.",
    "number_too_long": "“{value}” quá dài: nhiều nhất 13 chữ số trước và 10 chữ số sau dấu thập phân.",
    "not_a_whole_number": "“{value}” phải là số nguyên.",
    "value_needed": "còn trống, cần một số liệu.",
    "unknown_answer": "“{value}” không phải câu trả lời của tiêu chí này. Các câu trả lời: {detail}.",
    "differs": "“{value}” khác với các dòng trên của cùng đơn vị (“{detail}”).",
    "not_together": (
        "các dòng của một đơn vị nằm rời nhau trong tệp hơn {detail} dòng. Hãy sắp xếp tệp theo mã đơn vị rồi chạy lại."
    ),
    "unknown_profile": "khối “{value}” không có trong bộ tiêu chí. Cần cột profile (khối) ghi đúng mã khối của đơn vị.",
    "no_head": "Không tìm thấy dòng tiêu đề có các cột STT, tiêu chí, điểm tối đa.",
    "line_without_leaf": "“{value}” không có mã và không đứng dưới tiêu chí nào.",
    "not_readable": "“{value}” không đọc được; hãy để nguyên ô này như khi xuất ra.",
    "no_rule": "tiêu chí {value} chưa có cách chấm đọc được{detail}.",
    "nothing_applies": "không tiêu chí nào áp dụng cho đơn vị “{value}”.",
}
_COLUMNS = {
    "unit_code": "mã đơn vị",
    "metric": "mã chỉ số hoặc mã tiêu chí",
    "numerator": "tử số",
    "denominator": "mẫu số",
}
_OF_FILES = {
    "not_csv": "Tệp không đọc được như một bảng ở gần dòng {line}. Hãy xem lại dấu ngoặc kép ở dòng đó.",
    "too_many_rows": "Bảng Excel có hơn {rows} dòng. Hãy lưu thành tệp CSV (UTF-8) rồi chạy lại.",
    "not_xlsx": "Tệp này không phải bảng Excel .xlsx (tệp .xls đời cũ phải lưu lại thành .xlsx) hay tệp CSV.",
}


def table_fault(fault: TableFault) -> str:
    """The sentence for one fault, with its row and column."""
    place = f"Dòng {fault.row}" if fault.row is not None else ""
    if fault.column and fault.code not in {"missing_column", "double_column"}:
        place += f", cột {fault.column}"
    if fault.code in _FAULTS:
        if fault.code == "no_rule" and fault.detail:
            fault = fault._replace(detail=f" (dòng “{fault.detail}”)")
        detail = _COLUMNS.get(fault.column, "") if fault.code == "missing_column" else fault.detail
        words = _FAULTS[fault.code].format(value=fault.value, detail=detail, column=fault.column)
    else:
        facts = dict(part.split("=", 1) for part in fault.detail.split("; ") if "=" in part)
        words = INPUT_FAULTS.get(fault.code, "số liệu chưa dùng được.").format_map(
            {name: figure(value) for name, value in facts.items()}
        )
        words = f"chỉ số {fault.value}, {words[:1].lower()}{words[1:]}"
    return f"{place}: {words}" if place else words


def table_faults(error: TableError) -> list[str]:
    """All sentences of a refusal, and how many faults there are beyond them."""
    told = [table_fault(fault) for fault in error.faults]
    if error.more:
        told.append(f"Còn {error.more} lỗi nữa chưa kể. Hãy sửa các lỗi trên rồi chạy lại.")
    return told


def notes(found: Notes) -> list[str]:
    """The numbers that were read by our habit, said back."""
    told = [
        f"Dòng {row}, cột {column}: “{text}” đọc là {figure(number)} "
        f"({'dấu chấm ngăn hàng nghìn' if '.' in text else 'dấu phẩy là dấu thập phân'})."
        for row, column, text, number in found.kept
    ]
    return [*told, f"Còn {found.more} số nữa đọc theo cách ấy."] if found.more else told


def unreadable(error: UnreadableFileError) -> str:
    """The sentence for a file that cannot be read at all."""
    if error.code in _OF_FILES:
        return _OF_FILES[error.code].format(**error.facts)
    return sentences.sentence(error)
