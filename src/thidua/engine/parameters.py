"""Legal values, the days they are in force, and their source. Code names a key, never the figure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from itertools import pairwise
from typing import Any, Final, Self, TypeVar

Plain = str | int | Decimal | bool | None | tuple["Plain", ...] | Mapping[str, "Plain"]
_DAY_BEFORE_ALL: Final = date.min
_DAY_AFTER_ALL: Final = date.max
LAW: Final = "Luật"
_LOCAL: Final = re.compile(r"-(?:UBND|HĐND)$")
_CITED: Final = re.compile(r"§(\w+)")


class Confidence(StrEnum):
    """How far a value may be trusted."""

    READ = "read"  # read in the official text of the law
    QUOTED = (
        "quoted"  # stands on a site or in an article that quotes the text; the official text was not seen
    )
    INFERRED = "inferred"  # follows from several sources
    PROBABLE = "probable"  # seen, but not in an official text
    HOUSE = "house"  # this project's own default; the authority sets its own
    GENERAL = "general"  # general knowledge, unverified


class NoValueInForceError(LookupError):
    """No value of this key is in force on that day."""

    def __init__(self, key: str, on: date | None) -> None:
        """Keep the key and the day; no day: the key is unknown altogether."""
        super().__init__(key if on is None else f"{key} on {on.isoformat()}")
        self.key = key
        self.on = on


class LawBookError(ValueError):
    """The data of a law book contradict themselves or miss a field. ``faults``: (place, code)."""

    def __init__(self, faults: Iterable[tuple[str, str]]) -> None:
        """Keep every fault, so that all are mended in one go."""
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{place}: {code}" for place, code in self.faults))


@dataclass(frozen=True, slots=True)
class Parameter:
    """One value: in force from ``valid_from`` to ``valid_to``, both days included; None is open."""

    key: str
    value: Plain
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: Confidence
    note: str = ""

    def in_force(self, on: date) -> bool:
        """Tell whether the value is in force on the day."""
        return (self.valid_from or _DAY_BEFORE_ALL) <= on <= (self.valid_to or _DAY_AFTER_ALL)

    @property
    def number(self) -> Decimal:
        """The value as an exact number. Raises LawBookError when it is none."""
        if isinstance(self.value, (str, int, Decimal)) and not isinstance(self.value, bool):
            try:
                return Decimal(self.value)
            except InvalidOperation:
                pass
        raise LawBookError([(self.key, "not_a_number")])

    @property
    def text(self) -> str:
        """The value as text. Raises LawBookError when it is none."""
        if isinstance(self.value, str):
            return self.value
        raise LawBookError([(self.key, "not_a_text")])

    @property
    def rows(self) -> tuple[Mapping[str, Plain], ...]:
        """The value as a list of records. Raises LawBookError when it is none."""
        if isinstance(self.value, tuple):
            rows = tuple(row for row in self.value if isinstance(row, Mapping))
            if len(rows) == len(self.value):
                return rows
        raise LawBookError([(self.key, "not_a_list")])


@dataclass(frozen=True, slots=True)
class Instrument:
    """A legal text (law, decree, circular): what a decision of that day may stand on."""

    key: str
    kind: str
    number: str
    issued_on: date | None
    issuer: str
    title: str
    valid_from: date | None
    valid_to: date | None
    source: str
    confidence: Confidence
    topics: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """How the text is cited everywhere but at first in a paper: kind and number; a law by its name and number.

        A number of a people's committee or council does not say of which place, so its issuer stands behind it.
        """
        told = f"{self.title if self.kind == LAW else self.kind} {self.number}"
        return f"{told} của {self.issuer}" if _LOCAL.search(self.number) else told

    def in_force(self, on: date) -> bool:
        """Tell whether the text is in force on the day."""
        return (self.valid_from or _DAY_BEFORE_ALL) <= on <= (self.valid_to or _DAY_AFTER_ALL)


def _frozen(value: Any) -> Plain:
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, Mapping):
        return {str(key): _frozen(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(_frozen(item) for item in value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (str, bool, int, Decimal)):
        return value
    return str(value)


def _citing(value: Any, cited: Mapping[str, str], place: str, faults: list[tuple[str, str]]) -> Any:
    """The same data with each ``§key`` written out."""
    if isinstance(value, str):
        faults += [(place, "unknown_text") for key in _CITED.findall(value) if key not in cited]
        return _CITED.sub(lambda found: cited.get(found[1], found[0]), value)
    if isinstance(value, Mapping):
        return {key: _citing(item, cited, place, faults) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_citing(item, cited, place, faults) for item in value]
    return value


def _day(row: Mapping[str, Any], field: str, place: str, faults: list[tuple[str, str]]) -> date | None:
    found = row.get(field)
    if found is None or isinstance(found, date):
        return found
    try:
        return date.fromisoformat(str(found))
    except ValueError:
        faults.append((f"{place}.{field}", "not_a_date"))
        return None


def _confidence(row: Mapping[str, Any], place: str, faults: list[tuple[str, str]]) -> Confidence:
    try:
        return Confidence(row.get("confidence", ""))
    except ValueError:
        faults.append((f"{place}.confidence", "unknown_confidence"))
        return Confidence.GENERAL


def _overlaps(rows: Iterable[Parameter]) -> bool:
    ordered = sorted(rows, key=lambda row: row.valid_from or _DAY_BEFORE_ALL)
    return any(
        (left.valid_to or _DAY_AFTER_ALL) >= (right.valid_from or _DAY_BEFORE_ALL)
        for left, right in pairwise(ordered)
    )


RowT = TypeVar("RowT", Parameter, Instrument)


@dataclass(frozen=True, slots=True)
class LawBook:
    """All legal values and texts that one place knows; a province lays its own book over the national one."""

    parameters: tuple[Parameter, ...]
    instruments: tuple[Instrument, ...]

    @classmethod
    def load(cls, data: Mapping[str, Any], known: Iterable[Instrument] = ()) -> Self:
        """Build a book from plain data with the lists ``parameters`` and ``instruments``.

        ``§key`` in a source, a note or a value stands for the text of that key as ``Instrument.short`` cites it, among
        the book's own texts and those ``known`` beside it. Raises LawBookError with every fault: missing source, a
        date that is none, two values of one key on one day, a text cited that nobody knows.
        """
        faults: list[tuple[str, str]] = []
        instruments = tuple(
            _instrument(row, f"instruments[{place}]", faults)
            for place, row in enumerate(data.get("instruments") or ())
        )
        cited = {text.key: text.short for text in (*known, *instruments)}
        parameters = tuple(
            _parameter(_citing(row, cited, f"parameters[{place}]", faults), f"parameters[{place}]", faults)
            for place, row in enumerate(data.get("parameters") or ())
        )
        by_key: dict[str, list[Parameter]] = {}
        for parameter in parameters:
            by_key.setdefault(parameter.key, []).append(parameter)
        faults += [(key, "values_overlap") for key, rows in by_key.items() if _overlaps(rows)]
        if faults:
            raise LawBookError(faults)
        return cls(parameters, instruments)

    def value(self, key: str, on: date) -> Parameter:
        """Return the value of a key in force on a day. Raises NoValueInForceError."""
        found = [parameter for parameter in self.parameters if parameter.key == key]
        for parameter in found:
            if parameter.in_force(on):
                return parameter
        raise NoValueInForceError(key, on if found else None)

    def history(self, key: str) -> tuple[Parameter, ...]:
        """Return all values of a key, oldest first."""
        found = (parameter for parameter in self.parameters if parameter.key == key)
        return tuple(sorted(found, key=lambda row: row.valid_from or _DAY_BEFORE_ALL))

    def keys(self) -> tuple[str, ...]:
        """Return every key once, in the order of the data."""
        return tuple(dict.fromkeys(parameter.key for parameter in self.parameters))

    def in_force(self, on: date) -> tuple[Parameter, ...]:
        """Return the value of each key in force on a day, in the order of the data."""
        found: dict[str, Parameter] = {}
        for parameter in self.parameters:
            if parameter.in_force(on):
                found.setdefault(parameter.key, parameter)
        return tuple(found[key] for key in self.keys() if key in found)

    def instruments_in_force(self, on: date, topic: str | None = None) -> tuple[Instrument, ...]:
        """Return the legal texts in force on a day, of one topic or all, in the order of the data."""
        return tuple(
            text for text in self.instruments if text.in_force(on) and (topic is None or topic in text.topics)
        )

    def over(self, base: "LawBook") -> "LawBook":
        """Lay this book over another: on a day for which a key stands here, it counts; on other days the base does."""
        own_texts = {text.key for text in self.instruments}
        entered = {
            (text.number, text.issued_on) for text in self.instruments
        }  # by another hand, under another key
        return LawBook(
            self.parameters + base.parameters,
            tuple(
                row
                for row in base.instruments
                if row.key not in own_texts and (row.number, row.issued_on) not in entered
            )
            + self.instruments,
        )

    def between(self, first: date | None, until: date | None) -> "LawBook":
        """The book for somebody who follows it from a day on, and no more from ``until``; None is open."""
        last = until - timedelta(days=1) if until else None

        def clipped(row: RowT) -> RowT:
            starts = max(row.valid_from or first, first) if first else row.valid_from
            ends = row.valid_to if last is None else min(row.valid_to or last, last)
            return replace(row, valid_from=starts, valid_to=ends)

        return LawBook(
            tuple(row for row in map(clipped, self.parameters) if _lives(row)),
            tuple(row for row in map(clipped, self.instruments) if _lives(row)),
        )


def _lives(row: Parameter | Instrument) -> bool:
    return row.valid_to is None or row.valid_from is None or row.valid_from <= row.valid_to


def _required(row: Mapping[str, Any], field: str, place: str, faults: list[tuple[str, str]]) -> str:
    found = str(row.get(field) or "").strip()
    if not found:
        faults.append((f"{place}.{field}", "missing"))
    return found


def _checked_days(
    row: Mapping[str, Any], place: str, faults: list[tuple[str, str]]
) -> tuple[date | None, date | None]:
    valid_from, valid_to = _day(row, "valid_from", place, faults), _day(row, "valid_to", place, faults)
    if valid_from and valid_to and valid_to < valid_from:
        faults.append((f"{place}.valid_to", "ends_before_start"))
    return valid_from, valid_to


def _parameter(row: Mapping[str, Any], place: str, faults: list[tuple[str, str]]) -> Parameter:
    valid_from, valid_to = _checked_days(row, place, faults)
    if "value" not in row:
        faults.append((f"{place}.value", "missing"))
    return Parameter(
        key=_required(row, "key", place, faults),
        value=_frozen(row.get("value")),
        valid_from=valid_from,
        valid_to=valid_to,
        source=_required(row, "source", place, faults),
        confidence=_confidence(row, place, faults),
        note=str(row.get("note") or ""),
    )


def _instrument(row: Mapping[str, Any], place: str, faults: list[tuple[str, str]]) -> Instrument:
    valid_from, valid_to = _checked_days(row, place, faults)
    return Instrument(
        key=_required(row, "key", place, faults),
        kind=_required(row, "kind", place, faults),
        number=_required(row, "number", place, faults),
        issued_on=_day(row, "issued_on", place, faults),
        issuer=_required(row, "issuer", place, faults),
        title=_required(row, "title", place, faults),
        valid_from=valid_from,
        valid_to=valid_to,
        source=_required(row, "source", place, faults),
        confidence=_confidence(row, place, faults),
        topics=tuple(str(topic) for topic in row.get("topics") or ()),
    )
