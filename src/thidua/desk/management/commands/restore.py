"""``thidua restore FILE``: put a backup into an empty home, after checking every file against the manifest."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from thidua.desk.management.commands.backup import DATABASE, KEYS, MANIFEST


class Command(BaseCommand):
    help = "Khôi phục bản sao lưu vào một thư mục dữ liệu chưa có gì."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="tệp ZIP của lần sao lưu")

    def handle(self, *args: Any, **options: Any) -> None:
        home = Path(settings.THIDUA_HOME)
        if (home / DATABASE).exists():
            raise CommandError(
                f"{home} đã có dữ liệu. Hãy khôi phục vào thư mục mới: THIDUA_HOME=… thidua restore …"
            )
        try:
            with zipfile.ZipFile(options["file"]) as archive:
                told = json.loads(archive.read(MANIFEST))
                contents = {name: archive.read(name) for name in told["sha256"]}
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            raise CommandError("Tệp này không phải bản sao lưu của thidua, hoặc đã hỏng.") from error
        for name, content in contents.items():
            if not _expected(name) or hashlib.sha256(content).hexdigest() != told["sha256"][name]:
                raise CommandError(f"Bản sao lưu đã bị thay đổi ở {name}. Không khôi phục gì cả.")
        for name, content in contents.items():
            target = home / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            target.chmod(0o600)
        self.stdout.write(f"Đã khôi phục vào {home}. Mốc nhật ký của bản sao lưu: {told['anchor']}.")


def _expected(name: str) -> bool:
    path = PurePosixPath(name)
    in_files = path.parts[:1] == ("files",) and ".." not in path.parts
    return name == DATABASE or name in KEYS or in_files
