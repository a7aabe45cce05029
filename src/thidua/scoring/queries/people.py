"""Women among those scored, as the tie-breaker of the law asks for. NĐ 152/2025/NĐ-CP, art. 4."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q

from thidua.engine.scoring.numbers import plain
from thidua.organizations.models import Membership, Person, Subject, in_force
from thidua.scoring.models import Sheet


def share_of(sheet: Sheet, on: date) -> dict[str, Any]:
    """``female`` for a person, ``women_share`` (part of 1, as text) for a unit, as the directory stands on a day.

    Kept with the final total, so that a rank does not change when somebody moves later.
    """
    if sheet.subject.kind == Subject.Kind.PERSON:
        return {"female": Person.objects.get(subject_id=sheet.subject_id).female}
    counted = Membership.objects.filter(in_force(on), unit_id=sheet.unit_id).aggregate(
        people=Count("person", distinct=True),
        women=Count("person", distinct=True, filter=Q(person__female=True)),
    )
    if not counted["people"]:
        return {"women_share": None, "people": 0, "women": 0}
    share = plain(Fraction(counted["women"], counted["people"]))
    return {"women_share": share, "people": counted["people"], "women": counted["women"]}
