"""Units on a day: their names, the authority above, the tree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q, QuerySet

from thidua.engine.text import fold, name_key
from thidua.organizations.choices import CHANGES
from thidua.organizations.models import (
    Household,
    Membership,
    Unit,
    UnitChange,
    in_force,
)
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries.seen import authorities_visible_to, units_visible_to


def name_on(unit: Unit, on: date) -> str:
    """The name that a unit had on a day."""
    later = unit.changes.filter(kind="renamed", happened_on__gt=on).order_by("happened_on", "pk").first()
    return later.former_name if later else unit.name


def authority_above(authority: Unit, on: date) -> Unit | None:
    """The authority above another on a day: past one that had ended by then, to its successor or the one above it."""
    moved = authority.changes.filter(kind="moved", happened_on__gt=on).order_by("happened_on").first()
    above = moved.successor if moved is not None else authority.parent
    while above is not None and (above.valid_to is not None and above.valid_to < on):
        ended = above.changes.filter(kind__in=("closed", "merged")).order_by("-happened_on").first()
        above = (ended.successor if ended is not None else None) or above.parent
    return above


@dataclass(frozen=True, slots=True)
class Above:
    """An authority above another from a day to a day, both included; None is open."""

    unit_id: int
    name: str
    starts_on: date | None
    ends_on: date | None


def stood_under(authority_id: int) -> list[Above]:
    """All authorities that ever stood above one, each with its days there, the nearest first; a query for a level."""
    found: list[Above] = []
    level = [Above(authority_id, "", None, None)]
    while level:
        level = _directly_above(level)
        found += level
    return found


def _directly_above(level: list[Above]) -> list[Above]:
    told = "changes__kind", "changes__happened_on", "changes__successor_id"
    rows = Unit.objects.filter(pk__in={one.unit_id for one in level}).values_list("pk", "parent_id", *told)
    parents: dict[int, int | None] = {}
    moves: dict[int, dict[date, int | None]] = {}
    for key, parent, kind, day, before in rows:
        parents[key] = parent
        if kind == "moved":
            moves.setdefault(key, {})[day] = before
    stretches = [
        (one, above, starts_on, ends_on)
        for one in level
        if one.unit_id in parents
        for above, starts_on, ends_on in _stretches(moves.get(one.unit_id, {}), parents[one.unit_id])
    ]
    over = Unit.objects.filter(pk__in={above for _, above, _, _ in stretches}).select_related("subject")
    known = {unit.pk: unit for unit in over}
    found = []
    for one, key, first, last in stretches:
        unit = known[key]
        starts_on = max(filter(None, (one.starts_on, first)), default=None)
        ends_on = min(filter(None, (one.ends_on, last, unit.valid_to)), default=None)
        if starts_on is None or ends_on is None or starts_on <= ends_on:
            found.append(Above(key, unit.name, starts_on, ends_on))
    return found


def _stretches(
    moves: dict[date, int | None], parent: int | None
) -> list[tuple[int, date | None, date | None]]:
    """Who stood above from when to when: what each move tells of the days before it, then who stands there now."""
    found: list[tuple[int, date | None, date | None]] = []
    starts_on: date | None = None
    for day in sorted(moves):
        before = moves[day]
        if before is not None:
            found.append((before, starts_on, day - timedelta(days=1)))
        starts_on = day
    return [*found, (parent, starts_on, None)] if parent is not None else found


def unit_named(authority: Unit, name: str, on: date) -> Unit | None:
    """The unit of an authority that a paper or a dated setting names, by its name or its code, on a day."""
    told = name_key(name)
    rows = Unit.objects.filter(in_force(on, "valid_from", "valid_to"), authority=authority)
    for unit in rows.select_related("subject").order_by("pk"):
        if told in {name_key(unit.name), name_key(unit.code)}:
            return unit
    return None


def find_households(seen_by: Viewer, text: str = "") -> QuerySet[Household]:
    """The households of the authorities in which the account has a part, by name without marks or by code."""
    found = Q(subject__search__contains=fold(text)) | Q(code__icontains=text.strip())
    rows = Household.objects.filter(found, authority__in=authorities_visible_to(seen_by))
    return rows.select_related("subject", "unit__subject").order_by("subject__sort_key", "pk")


def scored_units(authority: Unit, on: date) -> QuerySet[Unit]:
    """The units of an authority that take part in scoring on a day."""
    rows = Unit.objects.filter(in_force(on, "valid_from", "valid_to"), authority=authority, scored=True)
    return rows.exclude(pk=authority.pk).select_related("subject").order_by("pk")


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit in the tree: how deep, who heads it, how many people it has."""

    unit: Unit
    depth: int
    head: str
    people: int


def unit_tree(seen_by: Viewer, *, closed: bool = False) -> list[UnitRow]:
    """The units that the account sees, each under the one above it, in a constant number of queries."""
    rows = units_visible_to(seen_by).select_related("parent__subject")
    if not closed:
        rows = rows.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=seen_by.on))
    units = list(rows.order_by("block", "subject__sort_key", "pk"))
    posts = Membership.objects.filter(in_force(seen_by.on), unit__in=units)
    people = dict(posts.values_list("unit_id").annotate(Count("person_id", distinct=True)))
    heads = {
        post.unit_id: post.person.name
        for post in posts.filter(head=True).select_related("person__subject").order_by("starts_on")
    }
    below: dict[int | None, list[Unit]] = {}
    shown = {unit.pk for unit in units}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in shown else None, []).append(unit)
    tree: list[UnitRow] = []
    waiting = [(unit, 0) for unit in reversed(below.get(None, []))]
    while waiting:
        unit, depth = waiting.pop()
        tree.append(UnitRow(unit, depth, heads.get(unit.pk, ""), people.get(unit.pk, 0)))
        waiting += [(child, depth + 1) for child in reversed(below.get(unit.pk, []))]
    return tree


def workplace(unit: Unit) -> str:
    """Where somebody works as papers name it: the leaders are no office of their own but the authority's."""
    leads = unit.block == Unit.Block.LEADERSHIP and unit.authority is not None
    return unit.authority.name if leads and unit.authority is not None else unit.name


def changes_of(unit: Unit) -> list[tuple[date, str]]:
    """What happened to a unit, and what came to it from others: day and sentence, the newest first."""
    return changes_of_all([unit]).get(unit.pk, [])


def changes_of_all(units: Iterable[Unit]) -> dict[int, list[tuple[date, str]]]:
    """The same for several units by key, in one query; those without any are left out."""
    keys = {unit.pk for unit in units}
    rows = UnitChange.objects.filter(
        Q(unit__in=keys) | Q(successor__in=keys, kind__in=("merged", "split"))
    ).select_related("unit__subject", "successor__subject")
    found: dict[int, list[tuple[date, str]]] = {}
    for change in rows.order_by("-happened_on", "-pk"):
        if change.unit_id in keys:
            found.setdefault(change.unit_id, []).append((change.happened_on, _change(change)))
        if change.successor_id in keys and change.kind in {"merged", "split"}:
            word = "Được chia ra từ" if change.kind == "split" else "Nhận sáp nhập"
            sentence = f"{word} {change.unit.name}{_by(change)}"
            found.setdefault(change.successor_id, []).append((change.happened_on, sentence))
    return found


def _change(change: UnitChange) -> str:
    label = CHANGES.get(change.kind, change.kind)
    if change.kind == "renamed":
        return f"{label}, trước đó là “{change.former_name}”{_by(change)}"
    if change.kind == "moved":
        return f"{label} {change.former_name or 'cơ quan chưa ghi'}{_by(change)}"
    into = {"merged": "vào", "split": "thành"}.get(change.kind, "; việc chuyển về")
    return f"{label}{f' {into} {change.successor}' if change.successor else ''}{_by(change)}"


def _by(change: UnitChange) -> str:
    return f" ({change.document})" if change.document else ""
