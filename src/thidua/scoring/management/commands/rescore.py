"""``thidua rescore [FILE]``: prove that stored scores are what the rules give: 0 right, 1 not, 2 nothing there."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import OperationalError, ProgrammingError

from thidua.engine import scoring
from thidua.scoring.files import results
from thidua.scoring.queries import proof

RIGHT, WRONG, NONE = 0, 1, 2
WORDS = {
    "text": "nội dung bộ tiêu chí không khớp với mã kiểm của nó",
    "given": "điều đã nhập khác với điều ghi trong cách tính",
    "rule": "cách chấm ghi lúc ấy khác với bộ tiêu chí",
    "score": "điểm lưu {stored}, tính lại {again}",
    "total": "tổng lưu {stored}, tính lại {again}",
    "working": "cách tính đã lưu khác với tính lại",
    "unreadable": "không tính lại được từ điều đã lưu",
}


class Command(BaseCommand):
    help = "Tính lại mọi điểm đã lưu (hoặc một tệp của thidua score --out), so với điều đã ghi."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, metavar="TỆP", help="tệp của thidua score --out")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["file"] is not None:
            self._file(options["file"])
            return
        counted = proof.Proof()
        wrong = 0
        try:
            for found in proof.differences(counted):
                wrong += 1
                self.stderr.write(said(found))
        except (OperationalError, ProgrammingError):
            self.stderr.write("Không có dữ liệu chấm điểm ở đây.")
            sys.exit(NONE)
        self.stdout.write(
            f"Đã tính lại {counted.sheets} phiếu, {counted.marks} điểm, {counted.sets} bộ tiêu chí: "
            f"{'tất cả đều đúng' if not wrong else f'{wrong} chỗ không đúng'}."
        )
        if wrong:
            sys.exit(WRONG)

    def _file(self, path: Path) -> None:
        wrong = 0
        try:
            with path.open(encoding="utf-8") as file:
                for line in results.check(file):
                    wrong += 1
                    self.stderr.write(line)
        except (
            OSError,
            ValueError,
            LookupError,
            TypeError,
            AttributeError,
            ArithmeticError,
            scoring.CriteriaError,
            scoring.ScoreInputError,
            scoring.ScoringError,
        ):
            self.stderr.write(f"{path} không phải tệp kết quả chấm điểm còn nguyên vẹn.")
            sys.exit(NONE)
        self.stdout.write("Tất cả đều đúng." if not wrong else f"{wrong} chỗ không đúng.")
        if wrong:
            sys.exit(WRONG)


def said(found: proof.Difference) -> str:
    """The sentence for one difference, its place first."""
    leaf = f", tiêu chí {found.leaf}" if found.leaf else ""
    return f"{found.place}{leaf}: {WORDS[found.code].format(stored=found.stored, again=found.again)}."
