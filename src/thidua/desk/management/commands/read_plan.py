"""``thidua read-plan FILE [--json] [--text-out FILE]``: what the reader finds in a plan. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.plan_text import plan_of
from thidua.documents.intake.sentences import sentence


class Command(BaseCommand):
    help = "Đọc một kế hoạch phong trào thi đua."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, metavar="FILE", help="tệp kế hoạch (văn bản, Word, PDF có lớp chữ)"
        )
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument("--text-out", type=Path, metavar="FILE", help="ghi phần chữ đã đọc (UTF-8, NFC)")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found, reading = plan_of(options["file"])
        except UnreadableFileError as error:
            raise CommandError(sentence(error)) from error
        if options["text_out"]:
            options["text_out"].write_text(found.text, encoding="utf-8", newline="")
        told = reading.as_json()
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for line in _lines(told):
            self.stdout.write(line)


def _lines(told: dict[str, Any]) -> list[str]:
    """The main facts in words; what was not found is said to be so."""
    missing = "không thấy"
    movement, issuer = told["movement"], told["issuer"] or {}
    counted = (
        ("Căn cứ", "legal_bases"),
        ("Mục đích", "purposes"),
        ("Yêu cầu", "requirements"),
        ("Nội dung", "contents"),
        ("Chỉ tiêu", "targets"),
        ("Tiêu chí", "criteria"),
        ("Phân công", "duties"),
        ("Nơi nhận", "recipients"),
    )
    lines = [
        f"Nơi ban hành: {issuer.get('name') or missing}",
        f"Số: {told['document']['number'] or missing}; ngày: {told['document']['issued_on'] or missing}",
        f"Phong trào: {movement['title'] or missing}",
        f"Thời gian: {movement['starts_on'] or missing} đến {movement['ends_on'] or missing}",
        *(f"{word}: {len(told[key])}" for word, key in counted),
    ]
    for award in told["awards"]:
        quotas = ", ".join(
            f"{quota['subject']} {quota.get('max') or quota.get('max_percent')}" for quota in award["quotas"]
        )
        lines.append(f"Khen {award['level']}: {award['form'] or missing}{f' ({quotas})' if quotas else ''}")
    if told["unsure"]:
        lines.append(f"Chưa chắc: {len(told['unsure'])} chỗ, cần người đọc lại.")
    return lines
