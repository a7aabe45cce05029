"""Vietnamese words of the states of a script, with their tone."""

from __future__ import annotations

from typing import Final

STATES: Final[dict[str, tuple[str, str]]] = {
    "draft": ("Đang soạn", ""),
    "submitted": ("Chờ duyệt", "going"),
    "approved": ("Đã duyệt, chờ phát", "heed"),
    "returned": ("Bị trả lại", "wrong"),
    "broadcast": ("Đã phát", "done"),
}
PROPOSED_FROM: Final = {"entered": "Phát hiện trong năm", "results": "Đề xuất từ kết quả"}
EXEMPLAR_STATES: Final[dict[bool, tuple[str, str]]] = {
    True: ("Đã duyệt", "done"),
    False: ("Chờ duyệt", "going"),
}
