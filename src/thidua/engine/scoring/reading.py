"""Reading plain data field by field, with every fault kept under its place."""

import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final, NamedTuple, TypeVar

EnumT = TypeVar("EnumT", bound=StrEnum)
MOST_DIGITS: Final = 15
MOST_PLACES: Final = 10


class Fault(NamedTuple):
    """One thing wrong in the data of a criteria set: where, what, and what a sentence about it needs."""

    place: str
    code: str
    facts: Mapping[str, str]


class CriteriaError(ValueError):
    """The data of a criteria set are no criteria set. ``faults`` holds all of them."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        """Keep the faults in the order of the data."""
        self.faults = tuple(faults)
        super().__init__("; ".join(f"{fault.place}: {fault.code}" for fault in self.faults))


class Reader:
    """One mapping of the data with its place in the whole; faults go to a list that all readers share."""

    def __init__(self, data: Any, place: str, faults: list[Fault]) -> None:
        """Take anything; what is no mapping is a fault and reads as empty."""
        self.place = place
        self.faults = faults
        self.data: Mapping[str, Any] = data if isinstance(data, Mapping) else {}
        if not isinstance(data, Mapping):
            self.fault("", "not_a_record")

    def at(self, field: str) -> str:
        """Return the place of a field."""
        return ".".join(part for part in (self.place, field) if part)

    def fault(self, field: str, code: str, **facts: str) -> None:
        """Note a fault at a field."""
        self.faults.append(Fault(self.at(field), code, facts))

    def has(self, field: str) -> bool:
        """Tell whether the field is there and filled."""
        return self.data.get(field) is not None

    def text(self, field: str, *, required: bool = False) -> str:
        """Return text, composed and stripped."""
        found = self.data.get(field)
        if isinstance(found, bool):  # YAML reads a bare yes, no, on and off as a truth
            self.fault(field, "not_a_text", value=str(found))
        text = unicodedata.normalize("NFC", str(found)).strip() if found is not None else ""
        if required and not text:
            self.fault(field, "missing")
        return text

    def number(self, field: str, default: Decimal | None = None) -> Decimal:
        """Return an exact number; a fault (and 0) when there is none and no default."""
        found = self.data.get(field)
        if found is None:
            if default is None:
                self.fault(field, "missing")
            return default if default is not None else Decimal(0)
        try:
            number = Decimal(str(found)) if not isinstance(found, bool) else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite():
            self.fault(field, "not_a_number", value=str(found))
            return Decimal(0)
        if number and (number.adjusted() >= MOST_DIGITS or int(number.as_tuple().exponent) < -MOST_PLACES):
            self.fault(field, "number_too_long", value=str(found)[:40])
            return Decimal(0)
        return number

    def maybe_number(self, field: str) -> Decimal | None:
        """Return a number, or None when the field is not there."""
        return self.number(field) if self.has(field) else None

    def whole(self, field: str, default: int) -> int:
        """Return a whole number that is not negative."""
        number = self.number(field, Decimal(default))
        if number < 0 or number != int(number):
            self.fault(field, "not_a_whole_number", value=str(number))
            return default
        return int(number)

    def flag(self, field: str, *, default: bool) -> bool:
        """Return yes or no."""
        found = self.data.get(field, default)
        if not isinstance(found, bool):
            self.fault(field, "not_yes_or_no", value=str(found))
            return default
        return found

    def one_of(self, field: str, kind: type[EnumT], default: EnumT) -> EnumT:
        """Return a member of an enumeration."""
        found = self.data.get(field)
        if found is None:
            return default
        try:
            return kind(str(found))
        except ValueError:
            self.fault(
                field, "unknown_value", value=str(found), known=", ".join(member.value for member in kind)
            )
            return default

    def texts(self, field: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(str(item) for item in self._list(field))

    def pairs(self, field: str) -> tuple[tuple[str, str], ...]:
        """Return a mapping of texts as pairs."""
        found = self.data.get(field) or {}
        if not isinstance(found, Mapping):
            self.fault(field, "not_a_record")
            return ()
        return tuple((str(key), str(value)) for key, value in found.items())

    def lists(self, field: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return a mapping of lists of texts as pairs; one text alone is a list of one."""
        found = self.data.get(field) or {}
        if not isinstance(found, Mapping):
            self.fault(field, "not_a_record")
            return ()
        return tuple(
            (
                str(key),
                tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else (str(value),),
            )
            for key, value in found.items()
        )

    def inner(self, field: str) -> "Reader":
        """Return the record in a field; an empty one when it is not there."""
        found = self.data.get(field)
        return Reader({} if found is None else found, self.at(field), self.faults)

    def rows(self, field: str) -> tuple["Reader", ...]:
        """Return the list of records in a field; a row with a code is placed by it."""
        found: list[Reader] = []
        for number, item in enumerate(self._list(field), start=1):
            code = item.get("code") if isinstance(item, Mapping) else None
            found.append(
                Reader(item, f"{self.at(field)}[{code if code is not None else number}]", self.faults)
            )
        return tuple(found)

    def _list(self, field: str) -> tuple[Any, ...]:
        found = self.data.get(field)
        if found is None:
            return ()
        if not isinstance(found, (list, tuple)):
            self.fault(field, "not_a_list")
            return ()
        return tuple(found)

    def only(self, *known: str) -> None:
        """Note every field that nobody reads: usually a slip of the pen."""
        for field in self.data:
            if field not in known:
                self.fault(str(field), "unknown_field")
