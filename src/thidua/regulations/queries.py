"""The law book of an authority: the national values, its province's over them, its own over both.

The national data stand in ``data/national.yaml`` and ``data/holidays.yaml``, those of a province in
``data/provinces/``; each value has its days in force, its source and how far it may be trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final

import yaml
from django.db.models import QuerySet

from thidua.engine.parameters import Confidence, Instrument, LawBook, Parameter
from thidua.engine.working_days import Calendar
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer
from thidua.regulations.choices import KEYS
from thidua.regulations.law import AwardForm, DossierKind, Ground, Law, citation
from thidua.regulations.models import OwnValue, ProvinceChoice

__all__ = ["AwardForm", "DossierKind", "Ground", "Law", "citation"]
NATIONAL: Final = "national"
PROVINCE: Final = "province"
OWN: Final = "own"


@dataclass(frozen=True, slots=True)
class Province:
    """The rules of a province as they are shipped: its code, its name, its book."""

    code: str
    name: str
    book: LawBook


@dataclass(frozen=True, slots=True)
class InForce:
    """A value in force on a day: whose it is (``national``, ``province``, ``own``), and what stood before it."""

    parameter: Parameter
    layer: str
    history: tuple[Parameter, ...]
    own: OwnValue | None = None


def _data(name: str) -> dict[str, Any]:
    text = files("thidua.regulations").joinpath("data", name).read_text(encoding="utf-8")
    told: dict[str, Any] = yaml.safe_load(text)
    return told


@cache
def lawbook() -> LawBook:
    """The national book, read once. Raises LawBookError when its data contradict themselves."""
    return LawBook.load(_data("national.yaml"))


@cache
def national() -> Law:
    """The law where no authority is known yet."""
    return Law(lawbook())


@cache
def provinces() -> Mapping[str, Province]:
    """The rules of provinces that are shipped, by code. Raises LawBookError when one contradicts itself."""
    found = {}
    for path in sorted(
        files("thidua.regulations").joinpath("data", "provinces").iterdir(), key=lambda one: one.name
    ):
        if path.name.endswith(".yaml"):
            told = yaml.safe_load(path.read_text(encoding="utf-8"))
            found[told["code"]] = Province(
                told["code"], told["name"], LawBook.load(told, lawbook().instruments)
            )
    return MappingProxyType(found)


@cache
def working_calendar() -> Calendar:
    """Holidays, days off and days worked in exchange, of the years that the data know."""
    return Calendar.load(_data("holidays.yaml"))


def law_of(authority_id: int | None) -> Law:
    """The law of an authority, in two queries; keep it while one page or one act is made."""
    if authority_id is None:
        return national()
    book = _with_provinces(lawbook(), _choices(authority_id))
    own = _own_book(_own_values(authority_id))
    return Law(own.over(book) if own.parameters else book)


def _choices(authority_id: int) -> list[ProvinceChoice]:
    return list(ProvinceChoice.objects.filter(authority=authority_id).order_by("valid_from"))


def _own_values(authority_id: int) -> list[OwnValue]:
    rows = OwnValue.objects.filter(authority=authority_id, withdrawn_at__isnull=True)
    return list(rows.order_by("-valid_from", "-pk"))


def _with_provinces(book: LawBook, choices: list[ProvinceChoice]) -> LawBook:
    """Each province counts from the day it was chosen until the next choice."""
    for place, choice in enumerate(choices):
        known = provinces().get(choice.province)
        if known is None:
            continue
        until = choices[place + 1].valid_from if place + 1 < len(choices) else None
        book = known.book.between(choice.valid_from, until).over(book)
    return book


def _own_book(rows: list[OwnValue]) -> LawBook:
    return LawBook(tuple(_parameter(row) for row in rows), ())


def _parameter(row: OwnValue) -> Parameter:
    return Parameter(row.key, row.value, row.valid_from, row.valid_to, row.source, Confidence.HOUSE, row.note)


def province_on(authority_id: int, on: date) -> Province | None:
    """Whose rules the authority follows on a day."""
    rows = [row for row in _choices(authority_id) if row.valid_from <= on]
    return provinces().get(rows[-1].province) if rows else None


def values_in_force(authority_id: int, on: date) -> list[InForce]:
    """Every value that is one figure or one text, as it stands on a day, in the order of the words for them."""
    law, mine = (
        law_of(authority_id),
        {row.key: row for row in reversed(_own_values(authority_id)) if _counts(row, on)},
    )
    in_province = province_on(authority_id, on)
    held = {one.key: one for one in law.book.in_force(on)}
    found = []
    for key in KEYS:
        parameter = held.get(key)
        if parameter is None:
            continue
        own = mine.get(key)
        by_province = in_province is not None and any(one.key == key for one in in_province.book.in_force(on))
        layer = OWN if own else PROVINCE if by_province else NATIONAL
        found.append(InForce(parameter, layer, law.book.history(key), own))
    return found


def _counts(row: OwnValue, on: date) -> bool:
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)


def texts_in_force(authority_id: int, on: date) -> tuple[Instrument, ...]:
    """The legal texts in force on a day."""
    return law_of(authority_id).book.instruments_in_force(on)


def own_values_visible_to(viewer: Viewer) -> QuerySet[OwnValue]:
    """The values of the authorities whose law the viewer reads."""
    return OwnValue.objects.filter(authority__in=[unit.pk for unit in authorities_of(viewer)])


def authorities_of(viewer: Viewer) -> list[Unit]:
    """The authorities in which the viewer has a role: everybody there may read which law is used."""
    keys = {unit for _, unit in viewer.grants}
    units = Unit.objects.filter(pk__in=Unit.objects.filter(pk__in=keys).values("authority"))
    return list(units.select_related("subject").order_by("pk"))
