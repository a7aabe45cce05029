"""Words for the states of proposals, decisions and awards."""

from __future__ import annotations

from typing import Any, Final

from thidua.engine.decisions import State

PAPER_STATES: Final[dict[str, tuple[str, str]]] = {
    State.DRAFT: ("Dự thảo, chưa có số", "going"),
    State.ISSUED: ("Đã ban hành", "done"),
    State.FILED: ("Đã ban hành, đã lưu bản ký", "done"),
    State.CANCELLED: ("Đã rút", "wrong"),
}
"""State -> word and tone."""

REGISTER_STATES: Final = (
    ("", "Tất cả"),
    ("held", "Đang có hiệu lực"),
    ("waiting", "Chưa trao"),
    ("unpaid", "Chưa chi tiền"),
    ("cancelled", "Đã hủy"),
)
"""What the register may be narrowed to."""

KINDS: Final = (
    ("", "Tất cả"),
    ("unit", "Tập thể"),
    ("person", "Cá nhân"),
    ("household", "Hộ gia đình"),
)

BOX_NAMES: Final[dict[str, str]] = {
    "name": "Họ tên, tên tập thể",
    "details": "Chức vụ, đơn vị",
    "merit": "Thành tích",
    "decision": "Số, ngày quyết định",
    "register": "Số sổ vàng",
    "place": "Nơi, ngày tháng",
    "signer_title": "Chức vụ người ký",
    "signer_name": "Họ tên người ký",
    "check": "Mã kiểm tra",
}
"""What can stand on a pre-printed blank."""

ALIGNMENTS: Final = (("left", "Trái"), ("center", "Giữa"), ("right", "Phải"))

USUAL_BOXES: Final[tuple[dict[str, Any], ...]] = (
    {"field": "name", "left": 40, "top": 93, "width": 217, "height": 15, "size": 28, "align": "center"},
    {"field": "details", "left": 40, "top": 108, "width": 217, "height": 13, "size": 15, "align": "center"},
    {"field": "merit", "left": 40, "top": 121, "width": 217, "height": 22, "size": 16, "align": "center"},
    {"field": "decision", "left": 22, "top": 148, "width": 115, "height": 8, "size": 13, "align": "left"},
    {"field": "register", "left": 22, "top": 157, "width": 115, "height": 8, "size": 13, "align": "left"},
    {"field": "place", "left": 160, "top": 146, "width": 115, "height": 8, "size": 14, "align": "center"},
    {
        "field": "signer_title",
        "left": 160,
        "top": 154,
        "width": 115,
        "height": 14,
        "size": 15,
        "align": "center",
    },
    {
        "field": "signer_name",
        "left": 160,
        "top": 182,
        "width": 115,
        "height": 9,
        "size": 15,
        "align": "center",
    },
)
"""Where the texts stand on a blank of the usual drawing, until somebody measures the own one."""
