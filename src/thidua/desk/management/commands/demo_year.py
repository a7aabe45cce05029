"""``thidua demo-year PLAN --out DIR [--seed N]``: a whole year by the operations of the screens, without a browser."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from thidua.base import schema
from thidua.base.errors import RefusedError
from thidua.desk.demo import run
from thidua.desk.demo.year import Year
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.plan_text import plan_of
from thidua.documents.intake.sentences import sentence


class Command(BaseCommand):
    help = "Chạy thử trọn một năm từ tệp kế hoạch, ghi mọi văn bản vào một thư mục."
    requires_system_checks: tuple[str, ...] = ()  # no page is served here

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "plan", type=Path, metavar="PLAN", help="tệp kế hoạch (văn bản, Word, PDF có lớp chữ)"
        )
        parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="thư mục nhận kết quả")
        parser.add_argument("--seed", default="1", metavar="N", help="số gieo: người và việc khác nhau")

    def handle(self, *args: Any, **options: Any) -> None:
        plan: Path = options["plan"]
        out: Path = options["out"].resolve()
        if not plan.is_file():
            raise CommandError(f"Không thấy tệp kế hoạch {plan}.")
        try:
            seed = int(options["seed"])
        except ValueError as error:
            raise CommandError("--seed phải là một số nguyên, ví dụ --seed 7.") from error
        try:
            found, _ = plan_of(plan)
        except UnreadableFileError as error:
            raise CommandError(sentence(error)) from error
        home = Path(settings.THIDUA_HOME)
        used = (home / "thidua.sqlite3").exists()
        try:
            year = Year(text=found.text, name=plan.name, content=plan.read_bytes(), seed=seed)
        except RefusedError as error:  # an earlier year in the folder stays as it is
            if not used:
                _clear(home, out)
            raise CommandError(str(error)) from error
        _fresh_home(home)
        run.hurry()
        schema.bring_up()
        try:
            told = run.whole(year, out)
        except RefusedError as error:
            connection.close()
            _clear(home, out)
            raise CommandError(str(error)) from error
        chosen, number = told["chosen"], told["decision"]["number"]
        for note in told["notes"]:
            self.stdout.write(note)
        outcome = (
            f"{len(chosen['collective'])} tập thể, {len(chosen['individual'])} cá nhân được tặng Giấy khen theo "
            f"Quyết định số {number}"
            if number
            else "không ai được khen"
        )
        self.stdout.write(f"Đã xong một năm: {outcome}. Văn bản ở {out}.")


def _fresh_home(home: Path) -> None:
    """The database and files of an earlier run make way."""
    for name in ("thidua.sqlite3", "thidua.sqlite3-wal", "thidua.sqlite3-shm"):
        (home / name).unlink(missing_ok=True)
    shutil.rmtree(home / "files", ignore_errors=True)


def _clear(home: Path, out: Path) -> None:
    """A year that was refused leaves nothing behind: the home that was made in the folder goes."""
    if home.parent == out:
        shutil.rmtree(home, ignore_errors=True)
