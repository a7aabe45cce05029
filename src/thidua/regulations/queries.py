"""The law book of an authority: the national values, its province's over them, its own over both.

Between the province's and its own stand those that an authority above set for all below it, the nearest over the
farther, each for the days on which the tree had it there. The national data stand in ``data/national.yaml`` and
``data/holidays.yaml``, those of a province in ``data/provinces/``; each value has its days in force, its source and
how far it may be trusted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar

import yaml
from django.db.models import F, Q, QuerySet

from thidua.base import plain_yaml
from thidua.base.acts import VIETNAM
from thidua.engine.parameters import Confidence, Instrument, LawBook, NoValueInForceError, Parameter
from thidua.engine.working_days import Calendar
from thidua.organizations import queries as organizations
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer
from thidua.regulations import catalogue
from thidua.regulations.choices import Topic, Value
from thidua.regulations.law import AwardForm, DossierKind, Ground, Law, citation
from thidua.regulations.models import OwnText, OwnValue, ProvinceChoice, ProvinceFile
from thidua.regulations.reading import MOST_BYTES

__all__ = ["AwardForm", "DossierKind", "Ground", "Law", "citation"]
NATIONAL: Final = "national"
PROVINCE: Final = "province"
ABOVE: Final = "above"
OWN: Final = "own"
RowT = TypeVar("RowT", OwnValue, OwnText)


class Layer(NamedTuple):
    """Whose a value is: ``national``, ``province``, ``above`` or ``own``; ``by``: the authority above that laid it."""

    code: str
    by: str = ""


@dataclass(frozen=True, slots=True)
class Province:
    """The rules of a province as they are shipped: its code, its name, its book."""

    code: str
    name: str
    book: LawBook


@dataclass(frozen=True, slots=True)
class InForce:
    """A value as it stands on a day and whose it is; no parameter: none is known."""

    key: str
    value: Value
    parameter: Parameter | None
    layer: Layer


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
def award_names() -> Mapping[str, str]:
    """Code -> name of each award of the national book."""
    return MappingProxyType(catalogue.names_of(lawbook()))


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
    """The law of an authority, in four queries, one more for a level above; keep it while a page or an act is made."""
    if authority_id is None:
        return national()
    return Law(_merged(_layers(authority_id)))


def _merged(layers: list[tuple[Layer, LawBook]]) -> LawBook:
    book = layers[0][1]
    for _, upper in layers[1:]:
        book = upper.over(book)
    return book


def _layers(authority_id: int) -> list[tuple[Layer, LawBook]]:
    """The books of an authority, the lowest first."""
    above = organizations.stood_under(authority_id)
    values = _laid(OwnValue.objects.order_by("-valid_from", "-pk"), authority_id, above)
    texts = _laid(OwnText.objects.order_by("pk"), authority_id, above)
    found = [(Layer(NATIONAL), lawbook())]
    found += [
        (layer, known.book.between(first, until))
        for layer, choice, first, until in _choices(authority_id, above)
        if (known := _province(choice)) is not None
    ]
    for one in reversed(above):
        book = _book(values.get(one.unit_id, []), texts.get(one.unit_id, []))
        found.append((Layer(ABOVE, one.name), book.between(one.starts_on, _day_after(one.ends_on))))
    return [*found, (Layer(OWN), _book(values.get(authority_id, []), texts.get(authority_id, [])))]


def _laid(
    rows: QuerySet[RowT], authority_id: int, above: Iterable[organizations.Above]
) -> dict[int, list[RowT]]:
    """The rows that count for an authority, by who laid them: its own, and of those above what is for all below."""
    over = {one.unit_id for one in above}
    told = Q(authority=authority_id) | Q(authority__in=over, for_below=True)
    found: dict[int, list[RowT]] = {}
    for row in rows.filter(told, withdrawn_at__isnull=True):
        found.setdefault(row.authority_id, []).append(row)
    return found


def _book(values: Iterable[OwnValue], texts: Iterable[OwnText]) -> LawBook:
    return LawBook(tuple(_parameter(row) for row in values), tuple(_instrument(row) for row in texts))


def _day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


def _choices(
    authority_id: int, above: Iterable[organizations.Above]
) -> list[tuple[Layer, ProvinceChoice, date, date | None]]:
    """Whose provincial rules count from when until when, the lowest first: each until the next of the same authority.

    What an authority above chose for all below it counts until the authority chooses for itself.
    """
    over = {one.unit_id for one in above}
    told = Q(authority=authority_id) | Q(authority__in=over, for_below=True)
    rows = list(ProvinceChoice.objects.filter(told).select_related("file").order_by("valid_from"))
    own = [row for row in rows if row.authority_id == authority_id]
    mine = own[0].valid_from if own else None
    found = []
    for one in reversed(list(above)):
        theirs = [row for row in rows if row.authority_id == one.unit_id]
        end = min(filter(None, (mine, _day_after(one.ends_on))), default=None)
        for row, until in _each_until(theirs, end):
            first = max(row.valid_from, one.starts_on or row.valid_from)
            if until is None or first < until:
                found.append((Layer(PROVINCE, one.name), row, first, until))
    return [*found, *((Layer(PROVINCE), row, row.valid_from, until) for row, until in _each_until(own, None))]


def _each_until(rows: list[ProvinceChoice], end: date | None) -> Iterator[tuple[ProvinceChoice, date | None]]:
    for place, row in enumerate(rows):
        following = rows[place + 1].valid_from if place + 1 < len(rows) else None
        yield row, min(filter(None, (following, end)), default=None)


def _province(choice: ProvinceChoice) -> Province | None:
    return _from_file(choice.file) if choice.file is not None else provinces().get(choice.province)


def _from_file(row: ProvinceFile) -> Province:
    taken_in = row.taken_in_at.astimezone(VIETNAM)
    return Province(row.code, f"{row.name}, tệp ngày {taken_in:%d/%m/%Y}", _read(row.text))


@lru_cache(maxsize=64)
def _read(text: str) -> LawBook:
    """A file that was taken in counts as it is, also where a later version would ask more of a new one."""
    return LawBook.load(plain_yaml.read(text, MOST_BYTES), lawbook().instruments)


def provinces_of(authority_id: int) -> dict[str, Province]:
    """The rules of provinces that an authority may choose: those shipped, and those it took in from files."""
    rows = ProvinceFile.objects.filter(authority=authority_id).order_by("pk")
    return {**provinces(), **{row.code: _from_file(row) for row in rows}}


def province_text(authority_id: int, code: str) -> str | None:
    """The file of a province's rules, as it is shipped or was taken in."""
    if code in provinces():
        return (
            files("thidua.regulations")
            .joinpath("data", "provinces", f"{code}.yaml")
            .read_text(encoding="utf-8")
        )
    rows = ProvinceFile.objects.filter(authority=authority_id)
    return next((row.text for row in rows if row.code == code), None)


def _parameter(row: OwnValue) -> Parameter:
    return Parameter(row.key, row.value, row.valid_from, row.valid_to, row.source, Confidence.HOUSE, row.note)


def _instrument(row: OwnText) -> Instrument:
    return Instrument(
        f"own_{row.pk}",
        row.kind,
        row.number,
        row.issued_on,
        row.issuer,
        row.title,
        row.valid_from,
        row.valid_to,
        "Cơ quan nhập",
        Confidence.HOUSE,
        tuple(row.topics),
    )


def province_on(authority_id: int, on: date) -> tuple[Province | None, str]:
    """Whose rules the authority follows on a day, and which authority above chose them for it; empty: itself."""
    for layer, row, first, until in reversed(_choices(authority_id, organizations.stood_under(authority_id))):
        if first <= on and (until is None or on < until):
            return _province(row), layer.by
    return None, ""


def names_of(authority_id: int) -> dict[str, str]:
    """Code -> name of each award that the law of an authority knows."""
    return catalogue.names_of(law_of(authority_id).book)


def values_of(authority_id: int) -> dict[str, Value]:
    """Key -> words and kind of every value that an authority has or might set."""
    return catalogue.values_of(law_of(authority_id).book)


def values_in_force(authority_id: int, on: date, topic: Topic | None = None) -> list[InForce]:
    """Every value of a page of the law (or of all) as it stands on a day, those that nobody knows with them."""
    layers = _layers(authority_id)
    found = []
    for key, value in catalogue.values_of(_merged(layers)).items():
        place = catalogue.on_topic(topic, key) if topic is not None else 0
        if place is None:
            continue
        layer, parameter = _standing(layers, key, on)
        found.append((place, InForce(key, value, parameter, layer)))
    return [one for _, one in sorted(found, key=itemgetter(0))]


def _standing(layers: list[tuple[Layer, LawBook]], key: str, on: date) -> tuple[Layer, Parameter | None]:
    for layer, book in reversed(layers):
        try:
            return layer, book.value(key, on)
        except NoValueInForceError:
            continue
    return Layer(""), None


def history_of(authority_id: int, key: str) -> list[tuple[Layer, Parameter]]:
    """All that ever stood for a key, the newest first, each with the layer it is of."""
    rows = [(layer, one) for layer, book in _layers(authority_id) for one in book.history(key)]
    return sorted(rows, key=lambda row: row[1].valid_from or date.min, reverse=True)


def texts_known(authority_id: int, on: date) -> list[tuple[Layer, Instrument]]:
    """The legal texts of an authority, each with its layer: those in force on a day first, in the order of the data."""
    layers = [(layer, text) for layer, book in _layers(authority_id) for text in book.instruments]
    return sorted(layers, key=lambda row: not row[1].in_force(on))


def has_below(authority: Unit) -> bool:
    """Whether other authorities stand under one: what it lays may count for them."""
    return Unit.objects.filter(parent=authority, authority_id=F("pk")).exists()


def own_values_visible_to(viewer: Viewer) -> QuerySet[OwnValue]:
    """The values of the authorities whose law the viewer reads."""
    return OwnValue.objects.filter(authority__in=[unit.pk for unit in authorities_of(viewer)])


def own_texts_visible_to(viewer: Viewer) -> QuerySet[OwnText]:
    """The legal texts entered by the authorities whose law the viewer reads."""
    return OwnText.objects.filter(authority__in=[unit.pk for unit in authorities_of(viewer)])


def authorities_of(viewer: Viewer) -> list[Unit]:
    """The authorities in which the viewer has a role: everybody there may read which law is used."""
    keys = {unit for _, unit in viewer.grants}
    units = Unit.objects.filter(pk__in=Unit.objects.filter(pk__in=keys).values("authority"))
    return list(units.select_related("subject").order_by("pk"))
