"""What stands in each row of the unit's own round: typed and not sent, or sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from thidua.scoring.models import Draft, Mark, Sheet
from thidua.scoring.queries import machine, standing


@dataclass(frozen=True, slots=True)
class TypedNow:
    """The inputs of a row, with its note and who typed it."""

    given: Mapping[str, Any]
    reason: str
    by: str = ""


def typed_now(sheet: Sheet) -> dict[str, TypedNow]:
    """The rows of the self score by leaf code: the draft, else what was sent, but for what the machine filled."""
    sent = standing.newest(standing.marks_of(sheet), Mark.Round.SELF)
    found = {
        code: TypedNow(mark.given, mark.reason, mark.given_by)
        for code, mark in sent.items()
        if mark.given_by != machine.BY_MACHINE
    }
    for draft in Draft.objects.filter(sheet=sheet, round=Mark.Round.SELF).select_related("leaf"):
        found[draft.leaf.code] = TypedNow(draft.given, draft.reason, draft.saved_by)
    return found
