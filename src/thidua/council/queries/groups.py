"""To which unit, block and named groups of the plan somebody counts, and how many took part in each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from thidua.engine.eligibility import Subject as Kind
from thidua.engine.quota import Participants, Quota
from thidua.engine.text import fold
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.organizations.models import Unit
from thidua.organizations.queries import members_of, scored_units

_GROUPING = re.compile(r"^(?:(?:khoi|cum|nhom|cac|thi dua|thuoc)\s+)+")


@dataclass(frozen=True, slots=True)
class Place:
    """The unit, the block and the named groups in which an award counts."""

    unit: str
    block: str
    groups: tuple[str, ...]


def place_of(unit: Unit, quotas: Sequence[Quota]) -> Place:
    """Where awards of a unit and its people count."""
    named = dict.fromkeys(quota.group for quota in quotas if quota.group and belongs(unit, quota.group))
    return Place(unit.name, str(unit.get_block_display()), tuple(sorted(named)))


def belongs(unit: Unit, group: str) -> bool:
    """Whether a plan's words ("khối trường học", "VP", "Trạm Y tế") mean this unit among others."""
    told, name = fold(group), fold(unit.name)
    if told in {fold(unit.code), fold(str(unit.get_block_display()))} or told in name or name in told:
        return True
    word = _GROUPING.sub("", told).split(" ")[0]
    return bool(word) and word == name.split(" ")[0]


def unmatched(movement: Movement, quotas: Sequence[Quota], on: date) -> list[Quota]:
    """Quotas for a group in which no unit of the authority was recognised: they would limit nobody."""
    units = list(scored_units(movement.authority, on))
    return [
        quota for quota in quotas if quota.group and not any(belongs(unit, quota.group) for unit in units)
    ]


def participants(movement: Movement, quotas: Sequence[Quota], on: date) -> Participants:
    """Who took part: the registered, and where nobody registered all scored units and their people."""
    lines = movements.registered_subjects(movement).select_related("registration__unit__subject", "subject")
    pairs: list[tuple[Unit, Kind]] = [
        (line.registration.unit, Kind(line.subject.award_kind)) for line in lines
    ]
    if not pairs:
        seen: set[int] = set()
        for unit in scored_units(movement.authority, on):
            pairs.append((unit, Kind.COLLECTIVE))
            people = {row.person_id for row in members_of(unit, on)} - seen
            seen |= people
            pairs += [(unit, Kind.INDIVIDUAL)] * len(people)
    return _counted(pairs, quotas)


def _counted(pairs: Iterable[tuple[Unit, Kind]], quotas: Sequence[Quota]) -> Participants:
    total: Counter[Kind] = Counter({Kind.COLLECTIVE: 0, Kind.INDIVIDUAL: 0})
    by_group: Counter[tuple[str, Kind]] = Counter()
    places: dict[int, Place] = {}
    for unit, kind in pairs:
        place = places.setdefault(unit.pk, place_of(unit, quotas))
        total[kind] += 1
        for label in {place.unit, place.block, *place.groups}:
            by_group[label, kind] += 1
    labels = {label for label, _ in by_group}
    whole = {(label, kind): by_group[label, kind] for label in labels for kind in total}
    return Participants(dict(total), whole)
