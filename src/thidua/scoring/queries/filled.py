"""How many rows of a round are filled, of how many: "7 trên 16". Cheap: asked at every cell that is left."""

from __future__ import annotations

from thidua.engine.scoring import Source
from thidua.scoring.models import Draft, Mark, Sheet
from thidua.scoring.queries import machine
from thidua.scoring.queries.criteria import applicable
from thidua.scoring.queries.evidence import DECIDES


def filled(sheet: Sheet, round_: str) -> tuple[int, int]:
    """Rows that are done, and rows to be done, in two queries whatever the number of rows.

    For the unit its own rows count, for the team all that it looked at, for an explanation those asked about.
    """
    drafts = dict(Draft.objects.filter(sheet=sheet, round=round_).values_list("leaf__code", "complete"))
    if round_ == Mark.Round.EXPLANATION:
        return sum(drafts.get(code, False) for code in sheet.asked), len(sheet.asked)
    rows = [leaf.code for leaf in applicable(sheet) if round_ in DECIDES or leaf.source is Source.UNIT]
    sent: set[str] = set()
    if round_ not in DECIDES:
        marks = Mark.objects.filter(sheet=sheet, round=round_).exclude(given_by=machine.BY_MACHINE)
        sent = set(marks.values_list("leaf__code", flat=True))
    return sum(drafts.get(code, code in sent) for code in rows), len(rows)
