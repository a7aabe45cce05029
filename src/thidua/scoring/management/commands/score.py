"""``thidua score SET VALUES.csv|xlsx [--json] [--out FILE]``: score many units from a table. Needs no database."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

from django.core.management.base import BaseCommand, CommandError, CommandParser

from thidua.base.errors import RefusedError
from thidua.documents.intake.errors import UnreadableFileError
from thidua.engine import scoring
from thidua.engine.scoring.table import ScoredUnit, TableError, TableScorer
from thidua.scoring import wording
from thidua.scoring.files.results import Answers, Results, shown
from thidua.scoring.files.sets import find_set
from thidua.scoring.files.values import ValuesFile
from thidua.scoring.wording import tables


class Command(BaseCommand):
    help = "Chấm điểm nhiều đơn vị từ một bảng số liệu, không cần phong trào hay cơ sở dữ liệu."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("set", metavar="BỘ", help="tên bộ tiêu chí có sẵn (ví dụ 766) hoặc tệp YAML")
        parser.add_argument("file", type=Path, metavar="BẢNG", help="bảng số liệu (.csv hoặc .xlsx)")
        parser.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
        parser.add_argument(
            "--out",
            type=Path,
            metavar="TỆP",
            help="ghi mọi cách tính và xếp hạng ra tệp, kiểm lại bằng thidua rescore",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            criteria = find_set(options["set"])
            self._run(criteria, options)
        except RefusedError as error:
            raise CommandError("\n".join(error.faults.values())) from error
        except UnreadableFileError as error:
            raise CommandError(tables.unreadable(error)) from error
        except OSError as error:
            raise CommandError(f"Không mở được tệp {error.filename or options['file']}.") from error
        except TableError as error:
            raise CommandError("\n".join(tables.table_faults(error))) from error

    def _run(self, criteria: scoring.CriteriaSet, options: dict[str, Any]) -> None:
        """Score into files aside; only what is whole is shown or put in its place."""
        source = ValuesFile(options["file"])
        out: Path | None = options["out"]
        with tempfile.TemporaryDirectory(prefix=".thidua-", dir=out.parent if out else None) as folder:
            kept, answer = Path(folder, "kept"), Path(folder, "answer")
            table = TableScorer(criteria, source.rows)
            with kept.open("w+", encoding="utf-8") as results, answer.open("w+", encoding="utf-8") as answers:
                wanted = Wanted(criteria, results if out else None, answers, as_json=options["json"])
                table.run(wanted.begin)
                wanted.end()
                for line in tables.notes(table.notes):
                    self.stderr.write(line)
                answers.seek(0)
                for line in answers:
                    self.stdout.write(line, ending="")
            if out:
                kept.replace(out)


class Wanted:
    """What is made of the scored units: a file of results, JSON, or a table to read."""

    def __init__(
        self, criteria: scoring.CriteriaSet, results: TextIO | None, answers: TextIO, *, as_json: bool
    ) -> None:
        """Keep where things go."""
        self._criteria = criteria
        self._results = results
        self._answers = answers
        self._as_json = as_json
        self._kept: Results | None = None
        self._json: Answers | None = None
        self._list: Listing | None = None

    def begin(self) -> Callable[[ScoredUnit], None]:
        """Begin, or begin again."""
        takers: list[Callable[[ScoredUnit], None]] = []
        for file in (self._results, self._answers):
            if file is not None:
                file.seek(0)
                file.truncate()
        if self._results is not None:
            self._kept = Results(self._criteria, self._results)
            takers.append(self._kept.take)
        if self._as_json:
            self._json = Answers(self._criteria, self._answers)
            takers.append(self._json.take)
        else:
            self._list = Listing(self._criteria)
            takers.append(self._list.take)

        def take(scored: ScoredUnit) -> None:
            for one in takers:
                one(scored)

        return take if len(takers) > 1 else takers[0]

    def end(self) -> None:
        """Write what needs all units."""
        if self._kept is not None:
            self._kept.ranking()
        if self._json is not None:
            self._json.close()
        if self._list is not None:
            self._list.write(self._answers)


class Listing:
    """Ranks, totals and levels, to be read by a person."""

    def __init__(self, criteria: scoring.CriteriaSet) -> None:
        """Keep the set."""
        self._criteria = criteria
        self._rows: dict[str, list[scoring.RankRow]] = {}
        self._told: dict[tuple[str, str], tuple[str, str, str]] = {}

    def take(self, scored: ScoredUnit) -> None:
        """Keep a unit's line."""
        unit, sheet = scored
        row = scoring.RankRow.of(unit.code, sheet, breakers=self._criteria.tie_breakers)
        self._rows.setdefault(unit.group, []).append(row)
        total = shown(sheet.exact, self._criteria.rounding)
        grade = next((one.label for one in self._criteria.grades if one.code == sheet.grade), "")
        self._told[unit.group, unit.code] = (unit.name, wording.figure(total), grade)

    def write(self, file: TextIO) -> None:
        """Write the ranking of each group."""
        file.write(f"{self._criteria.title} (bản {self._criteria.version})\n")
        for group, rows in self._rows.items():
            if group:
                file.write(f"\n{group}\n")
            for row in scoring.rank(rows, self._criteria.tie_breakers):
                name, total, grade = self._told[group, row.key]
                words = f"{row.rank:>5}  {row.key}  {name}  {total}"
                file.write(f"{words}  {grade}\n" if grade else f"{words}\n")
