"""The whole year, or the year until the step that a trial home opens at."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import connection

from thidua.desk.demo import files, telling
from thidua.desk.demo.appraisal import Appraisal
from thidua.desk.demo.outcome import Outcome
from thidua.desk.demo.sitting import Sitting
from thidua.desk.demo.year import SCORED, Year


def hurry() -> None:
    """Wait for no disk while a year is made: what is cut short is thrown away, not mended."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA synchronous=OFF")


def until_scoring(year: Year) -> None:
    """Steps 1 to 4 done, step 5 begun: half of the units have sent their sheets."""
    year.set_up()
    year.launch()
    telling.tell_launch(year)
    year.register()
    telling.tell_registration(year)
    year.carry_out(interim=lambda: telling.interim(year))
    year.open_scoring()


def trial(year: Year) -> None:
    """The year as a trial home shows it: some sheets sent, the others waiting."""
    until_scoring(year)
    year.score_units(list(SCORED[: len(SCORED) // 2]))


def to_the_end(year: Year) -> Outcome:
    """The whole year; gives what came out of it."""
    until_scoring(year)
    year.score_units()
    appraisal = Appraisal(year)
    appraisal.appraise_units()
    appraisal.nominate()
    year.commune.on(year.days.met - timedelta(days=1))
    telling.draft_final(year)
    sitting = Sitting(year)
    outcome = Outcome(year, sitting)
    if sitting.candidates():
        sitting.hold_council()
    if sitting.chosen():
        outcome.decide()
        outcome.award()
        telling.tell_results(year)
    year.commune.on(year.days.reviewed)
    telling.final(year)
    return outcome


def whole(year: Year, folder: Path) -> dict[str, Any]:
    """The whole year into a folder; gives the summary."""
    outcome = to_the_end(year)
    folder.mkdir(parents=True, exist_ok=True)
    return files.write(outcome, folder)
