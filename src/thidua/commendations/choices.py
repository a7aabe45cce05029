"""Words for the states of proposals, decisions and awards."""

from __future__ import annotations

from typing import Final

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

KINDS: Final = (("", "Tập thể và cá nhân"), ("unit", "Tập thể"), ("person", "Cá nhân"))
