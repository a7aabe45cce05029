"""``thidua criteria SET [--out FILE.yaml|.xlsx] [--since OTHER]``: check, convert and compare criteria sets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from thidua.base import clock
from thidua.base.errors import RefusedError
from thidua.documents.render import xlsx
from thidua.engine import scoring
from thidua.scoring import wording
from thidua.scoring.files import sets


class Command(BaseCommand):
    help = "Kiểm tra một bộ tiêu chí (tên bộ có sẵn, tệp YAML hoặc Excel), đổi dạng tệp, so với bản khác."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("set", metavar="BỘ", help="tên bộ có sẵn, tệp YAML hoặc Excel")
        parser.add_argument("--out", type=Path, metavar="TỆP", help="ghi ra tệp .yaml hoặc .xlsx")
        parser.add_argument("--since", metavar="BỘ", help="bản cũ để so: in từng chỗ khác")

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path | None = options["out"]
        if out is not None and out.suffix not in {".yaml", ".xlsx"}:
            raise CommandError("Tệp ghi ra phải có đuôi .yaml hoặc .xlsx.")
        try:
            found = sets.find_set(options["set"])
            old = sets.find_set(options["since"]) if options["since"] else None
        except RefusedError as error:
            raise CommandError("\n".join(error.faults.values())) from error
        self.stdout.write(
            f"{found.title} (bản {found.version}): {len(found.leaves)} tiêu chí, thang điểm "
            f"{wording.figure(found.scale)}. Mã kiểm {found.digest}"
        )
        if old is not None:
            for change in scoring.difference(old, found):
                self.stdout.write(wording.change_in_words(change))
        if out is None:
            return
        content = (
            xlsx.render(sets.sheets_of(found), clock.now())
            if out.suffix == ".xlsx"
            else sets.yaml_text(found).encode()
        )
        try:
            out.write_bytes(content)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {out}.") from error
