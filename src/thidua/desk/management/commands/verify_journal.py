"""``thidua verify-journal [--home DIR] [--anchor POSITION:HASH]``: 0 whole, 1 broken and where, 2 no journal."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, ProgrammingError

from thidua.audit import queries

WHOLE, BROKEN, NONE = 0, 1, 2
FAULTS = {
    "missing": "thiếu một dòng",
    "swapped_or_inserted": "có dòng bị chèn hoặc đổi chỗ",
    "changed": "có dòng bị sửa",
    "columns_differ": "cột tra cứu không khớp với dòng đã ghi",
    "tail_cut": "phần cuối bị cắt",
    "tail_cut_before_anchor": "phần cuối bị cắt, mất cả dòng làm mốc",
    "anchor_differs": "dòng làm mốc không khớp",
    "private_detail_changed": "chi tiết riêng tư bị sửa",
}


class Command(BaseCommand):
    help = "Kiểm tra nhật ký còn nguyên vẹn."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--home", metavar="DIR", help="thư mục dữ liệu")
        parser.add_argument(
            "--anchor", metavar="VỊ-TRÍ:MÃ", help="mốc in ở chân văn bản hoặc trong bản sao lưu"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            anchor = _anchor(options["anchor"])
        except ValueError:
            self.stderr.write("Mốc phải viết như 123:0a1b2c3d4e5f.")
            sys.exit(NONE)
        try:
            found = queries.verify(anchor)
        except (OperationalError, ProgrammingError):
            self.stderr.write("Không có nhật ký ở đây.")
            sys.exit(NONE)
        if not found.entries and not found.fault:
            self.stderr.write("Không có nhật ký ở đây.")
            sys.exit(NONE)
        self.stdout.write(f"entries={found.entries} head={found.head}")
        if found.fault:
            self.stderr.write(
                f"Nhật ký không còn nguyên vẹn: {FAULTS[found.fault]}, ở dòng {found.position}."
            )
            sys.exit(BROKEN)


def _anchor(told: str | None) -> queries.Anchor | None:
    if not told:
        return None
    position, _, digest = told.partition(":")
    if not digest or not set(digest.lower()) <= set("0123456789abcdef"):
        raise ValueError(told)
    return queries.Anchor(int(position), digest.lower())
