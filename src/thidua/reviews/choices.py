"""Vietnamese words of the states of a report, and the rooms where its figures are kept."""

from __future__ import annotations

from typing import Final

STATES: Final[dict[str, tuple[str, str]]] = {
    "none": ("Chưa lập", ""),
    "draft": ("Đang soạn", "going"),
    "issued": ("Đã ban hành", "done"),
}
KIND_WORDS: Final = {"interim": "so-ket", "final": "tong-ket"}
"""The kind of a report in an address."""

SOURCES: Final[dict[str, tuple[str, str, bool]]] = {
    "launch": ("Gửi và đọc kế hoạch", "movement_deliveries", True),
    "registrations": ("Đăng ký thi đua", "movement_registrations", True),
    "tasks": ("Nhiệm vụ", "movement_tasks", True),
    "checks": ("Kiểm tra", "movement_checks", True),
    "ranking": ("Chấm điểm, xếp hạng", "scoring_ranking", True),
    "nominations": ("Đề nghị khen thưởng", "nominations_list", True),
    "decision": ("Quyết định", "commendation_decision", True),
    "scripts": ("Nhật ký phát sóng", "publicity_log", True),
    "exemplars": ("Gương điển hình", "publicity_exemplars", True),
    "people": ("Nhân sự", "person_list", False),
    "initiatives": ("Sáng kiến", "initiative_list", False),
}
"""Room of a figure: its name, its page, and whether the page belongs to a movement."""
