"""What the papers of a dossier are called."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

DOSSIER: Final[Mapping[str, str]] = {
    "letter": "Tờ trình kèm danh sách của đơn vị",
    "report": "Báo cáo thành tích",
    "minutes": "Biên bản họp bình xét",
    "initiative": "Chứng nhận sáng kiến hoặc đề tài",
    "confirmation": "Xác nhận của cấp trên trực tiếp",
    "old_unit_remarks": "Nhận xét của nơi công tác cũ",
    "grading": "Văn bản kết luận xếp loại",
    "tax": "Xác nhận nghĩa vụ thuế",
    "other": "Giấy tờ khác",
}
MISSING: Final[Mapping[str, str]] = {
    **DOSSIER,
    "report_confirmation": "xác nhận của cấp trên trực tiếp ở báo cáo thành tích",
}
"""What a dossier lacks."""
