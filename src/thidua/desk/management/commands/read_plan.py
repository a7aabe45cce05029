"""``thidua read-plan FILE [--json] [--text-out FILE]``: what the reader finds in a plan. Needs no database."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.plan_text import plan_of
from thidua.documents.intake.sentences import sentence
from thidua.movements.choices import LEVELS, SUBJECTS

_MISSING = "không thấy"


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
            try:
                options["text_out"].write_text(found.text, encoding="utf-8", newline="")
            except OSError as error:
                raise CommandError(f"Không ghi được tệp “{options['text_out'].name}”.") from error
        told = reading.as_json()
        if options["json"]:
            self.stdout.write(json.dumps(told, ensure_ascii=False, indent=2))
            return
        for line in _lines(told):
            self.stdout.write(line)


def _lines(told: dict[str, Any]) -> list[str]:
    """The main facts in words; what was not found is said to be so."""
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
        f"Nơi ban hành: {issuer.get('name') or _MISSING}",
        f"Số: {told['document']['number'] or _MISSING}; ngày: {_day(told['document']['issued_on'])}",
        f"Phong trào: {movement['title'] or _MISSING}",
        f"Thời gian: {_day(movement['starts_on'])} đến {_day(movement['ends_on'])}",
        *(f"{word}: {len(told[key])}" for word, key in counted),
    ]
    for award in told["awards"]:
        quotas = "; ".join(_quota(quota) for quota in award["quotas"])
        level = LEVELS.get(award["level"], _MISSING)
        lines.append(f"Khen thưởng {level}: {award['form'] or _MISSING}{f' ({quotas})' if quotas else ''}")
    if told["unsure"]:
        lines.append(f"Chưa chắc: {len(told['unsure'])} chỗ, cần người đọc lại.")
    return lines


def _quota(quota: dict[str, Any]) -> str:
    number = "chưa đọc được số"
    if quota["max"] is not None:
        number = f"{quota['max']}"
    elif quota.get("max_percent") is not None:
        number = f"{quota['max_percent']}%"
    who = f"{'mỗi ' if quota.get('per_unit') else ''}{quota['who']}: " if quota.get("who") else ""
    return f"{who}{number} {SUBJECTS[quota['subject']]}"


def _day(iso: str | None) -> str:
    """A day or month as people write it: 31/12/2025, 12/2025."""
    return "/".join(reversed(iso.split("-"))) if iso else _MISSING
