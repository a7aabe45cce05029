"""What changed between two versions of a criteria set, in words."""

from __future__ import annotations

from typing import Any

from thidua.engine.scoring import Change, ChangeKind
from thidua.scoring.wording.figures import figure

_FIELDS = {
    "title": "tên",
    "evidence": "tài liệu kiểm chứng",
    "labels": "tên gọi số liệu",
    "source": "người ghi",
    "feed": "nguồn số liệu",
    "applies": "đơn vị áp dụng",
    "metric": "mã ở hệ thống khác",
    "inputs": "số liệu dùng chung",
    "theme": "nội dung",
    "rule": "cách chấm",
    "zero": "khi không phát sinh",
    "absent": "khi không áp dụng",
    "legal_basis": "căn cứ",
    "authority": "nơi soạn",
    "period": "kỳ áp dụng",
    "subject": "đối tượng",
    "scale": "thang điểm",
    "rescale": "quy về thang điểm",
    "rounding": "làm tròn",
    "profiles": "khối",
    "tags": "đặc điểm",
    "bonus": "điểm thưởng",
    "penalty": "điểm trừ",
    "grades": "xếp mức",
    "vetoes": "không xét khen",
    "tie_breakers": "ưu tiên khi bằng điểm",
}


def change_in_words(change: Change, *, placed: bool = True) -> str:
    """One change as a sentence; not ``placed`` where it stands beside its criterion."""
    place = f"{change.code} {change.title}".strip() if placed else "mục này"
    field = _FIELDS.get(change.field, change.field)
    if change.kind is ChangeKind.MOVED:
        return f"{_moved(change, place)}."
    words = {
        ChangeKind.ADDED: f"Thêm: {place}",
        ChangeKind.REMOVED: f"Bỏ: {place}",
        ChangeKind.SET: f"Chung của bộ: đổi {field}",
        ChangeKind.POINTS: f"Đổi điểm: {place}",
    }.get(change.kind, f"Sửa: {place}, đổi {field}")
    if _short(change.before) and _short(change.after):
        words += f", từ “{figure(change.before)}” thành “{figure(change.after)}”"
    return f"{words}."


def _moved(change: Change, place: str) -> str:
    if change.field == "code":
        return f"Đổi mã: {change.before} thành {change.after} ({change.title})"
    return f"Chuyển: {place}, từ {change.before or 'cấp trên cùng'} sang {change.after or 'cấp trên cùng'}"


def _short(value: Any) -> bool:
    return isinstance(value, str) and bool(value)
