"""``thidua backup [--out FILE]``: database first, files after, with a manifest that holds the journal's anchor."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from thidua.audit.queries import head
from thidua.base import clock

DATABASE = "thidua.sqlite3"
MANIFEST = "manifest.json"
KEYS = ("secret.key", "certificate.key", "trial.json", "clock.json")


class Command(BaseCommand):
    help = "Sao lưu cơ sở dữ liệu và tệp vào một tệp ZIP."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, metavar="FILE", help="tệp ZIP nhận bản sao lưu")

    def handle(self, *args: Any, **options: Any) -> None:
        home = Path(settings.THIDUA_HOME)
        database = settings.DATABASES["default"]
        if "sqlite3" not in database["ENGINE"]:
            raise CommandError("Cơ sở dữ liệu PostgreSQL: hãy sao lưu bằng pg_dump, và chép thư mục files.")
        if not Path(database["NAME"]).exists():
            raise CommandError(f"Không có cơ sở dữ liệu ở {home}.")
        out: Path = options["out"] or home / "backups" / f"thidua-{clock.now():%Y%m%d-%H%M%S}.zip"
        out.parent.mkdir(parents=True, exist_ok=True)
        anchor = write(home, Path(database["NAME"]), out)
        self.stdout.write(f"Đã sao lưu vào {out} (nhật ký {anchor}).")


def write(home: Path, database: Path, out: Path) -> str:
    """Write the backup under another name and put it in place when it is whole; gives the journal's anchor."""
    draft = out.with_suffix(".part")
    with tempfile.TemporaryDirectory() as folder:
        snapshot = Path(folder) / DATABASE
        with sqlite3.connect(database) as connection:
            connection.execute("VACUUM INTO ?", (str(snapshot),))
        connection.close()
        top = head()
        anchor = f"{top.position}:{top.digest[:12]}"
        sums: dict[str, str] = {}
        with zipfile.ZipFile(draft, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, name in [(snapshot, DATABASE), *_files(home)]:
                content = path.read_bytes()
                sums[name] = hashlib.sha256(content).hexdigest()
                archive.writestr(name, content)
            archive.writestr(MANIFEST, json.dumps({"anchor": anchor, "sha256": sums}, indent=1))
    draft.replace(out)
    return anchor


def _files(home: Path) -> list[tuple[Path, str]]:
    found = [(home / name, name) for name in KEYS if (home / name).exists()]
    folder = home / "files"
    if folder.exists():
        found += [
            (path, path.relative_to(home).as_posix()) for path in sorted(folder.rglob("*")) if path.is_file()
        ]
    return found
