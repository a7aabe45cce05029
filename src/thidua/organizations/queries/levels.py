"""The levels in sight of an account, and the names of the administrative units of the country."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db.models import F, Q, QuerySet

from thidua.engine.plan.data_files import TWO_TIERS_SINCE, units
from thidua.engine.plan.data_files import Unit as Listed
from thidua.engine.text import fold
from thidua.organizations.choices import LEVELS_UP
from thidua.organizations.models import Unit, UnitChange, UnitClosure
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries.seen import authorities_administered_by, authorities_kept_by
from thidua.organizations.queries.units import changes_of_all

MOST_PLACES = 30


@dataclass(frozen=True, slots=True)
class LevelRow:
    """An authority among the levels: how deep, what happened to it, whether the account administers it."""

    unit: Unit
    depth: int
    changes: list[tuple[date, str]]
    own: bool


def levels_seen(seen_by: Viewer) -> list[LevelRow]:
    """The authorities that the account keeps, those above them now and before, each under the one above it."""
    kept = set(authorities_kept_by(seen_by).values_list("pk", flat=True))
    above = UnitClosure.objects.filter(descendant__in=kept).values("ancestor_id")
    before = UnitChange.objects.filter(kind="moved", unit__in=kept).values("successor_id")
    rows = Unit.objects.filter(Q(pk__in=kept) | Q(pk__in=above) | Q(pk__in=before), authority_id=F("pk"))
    found = list(rows.select_related("subject").order_by("subject__sort_key", "pk"))
    own = set(authorities_administered_by(seen_by).values_list("pk", flat=True))
    shown = {unit.pk for unit in found}
    below: dict[int | None, list[Unit]] = {}
    for unit in found:
        below.setdefault(unit.parent_id if unit.parent_id in shown else None, []).append(unit)
    history = changes_of_all(found)
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    tree: list[LevelRow] = []
    while waiting:
        unit, depth = waiting.pop()
        tree.append(LevelRow(unit, depth, history.get(unit.pk, []), unit.pk in own))
        waiting += [(child, depth + 1) for child in reversed(below.get(unit.pk, []))]
    return tree


def superiors_for(authority: Unit) -> QuerySet[Unit]:
    """The living authorities of a higher level than one: their names are public."""
    levels = LEVELS_UP[LEVELS_UP.index(authority.level) + 1 :]
    rows = Unit.objects.filter(authority_id=F("pk"), level__in=levels, valid_to__isnull=True)
    return rows.select_related("subject").order_by("subject__sort_key", "pk")


@dataclass(frozen=True, slots=True)
class Place:
    """An administrative unit of the country's list: what an authority there is called, since and until when.

    A day that the list does not tell is None. ``key`` names it in an address.
    """

    key: str
    title: str
    level: str
    code: str
    within: str
    place: str
    province: str
    valid_from: date | None
    valid_to: date | None

    @property
    def today(self) -> bool:
        """Whether it is of today's two tiers."""
        return self.key.startswith("new-")


@cache
def _known() -> tuple[dict[tuple[str, str], Listed], frozenset[tuple[str, str, str, str]]]:
    by_code = {(row.era, row.code): row for row in units()}
    return by_code, frozenset((row.era, row.tier, row.kind, row.name) for row in units())


@cache
def _searchable() -> tuple[tuple[str, Listed], ...]:
    rows = sorted(units(), key=lambda row: (row.era, -LEVELS_UP.index(row.tier)))
    return tuple((fold(f"{row.kind} {row.name}"), row) for row in rows)


def find_places(text: str, levels: tuple[str, ...]) -> list[Place]:
    """The units of the list by a part of their name without marks, of some levels; today's first."""
    told = fold(text.strip())
    if not told:
        return []
    found = [row for name, row in _searchable() if row.tier in levels and told in name]
    found.sort(key=lambda row: fold(row.name) != told.removeprefix(f"{fold(row.kind)} "))
    return [_place(row) for row in found[:MOST_PLACES]]


def place_by(key: str) -> Place | None:
    """The unit of the list that an address names."""
    era, _, code = key.partition("-")
    row = _known()[0].get((era, code))
    return _place(row) if row else None


def _place(row: Listed) -> Place:
    by_code, names = _known()
    above = by_code.get((row.era, row.parent))
    top = by_code.get((row.era, above.parent)) if above and above.parent else above
    other = "new" if row.era == "old" else "old"
    lasts = (other, row.tier, row.kind, row.name) in names  # of the same name on both sides: no day is told
    return Place(
        key=f"{row.era}-{row.code}",
        title=f"{row.kind} {row.name}",
        level=row.tier,
        code=row.code,
        within=", ".join(f"{unit.kind} {unit.name}" for unit in dict.fromkeys((above, top)) if unit),
        place=row.name,
        province=f"{top.kind} {top.name}" if top else "",
        valid_from=TWO_TIERS_SINCE if row.era == "new" and not lasts else None,
        valid_to=TWO_TIERS_SINCE - timedelta(days=1) if row.era == "old" and not lasts else None,
    )
