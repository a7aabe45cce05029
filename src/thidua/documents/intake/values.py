"""A cell of a foreign sheet as a typed value: what officials really type into Excel."""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from thidua.documents.intake.columns import Cell, Expected

_DATE = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
_ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T].*)?")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}(?:[.]\d{3})+(?:,\d+)?")
_UNITS = re.compile(r"\s*(?:đồng|đ|điểm|%)$", re.IGNORECASE)
_FIRST_YEAR = 1900
_LAST_YEAR = 2100


class ValueFaultError(ValueError):
    """A value that does not fit its column; the code is its only argument."""


def folded(text: str) -> str:
    """A head or choice as it is compared: composed letters, no case, single spaces, without star and bracketed note."""
    text = unicodedata.normalize("NFC", text).casefold().replace("*", " ")
    return " ".join(re.sub(r"\([^)]*\)", " ", text).split()).strip(" .:")


def read_text(raw: object) -> str:
    """The text that a person sees in the cell."""
    if raw is None:
        return ""
    if isinstance(raw, datetime | date):
        return f"{raw:%d/%m/%Y}"
    if isinstance(raw, bool):
        return "Có" if raw else "Không"
    if isinstance(raw, float):
        return f"{_decimal(raw):f}".replace(".", ",")
    return " ".join(unicodedata.normalize("NFC", str(raw)).split())


def typed(raw: object, column: Expected) -> Cell:
    """The value of a cell that is not empty. Raises ValueFaultError with the code of the fault."""
    if column.kind == "date":
        return _day(raw)
    if column.kind in {"number", "money"}:
        return _number(raw, money=column.kind == "money")
    if column.kind == "integer":
        whole = _number(raw, money=True)
        if whole != whole.to_integral_value():
            raise ValueFaultError("not_integer")
        return int(whole)
    text = read_text(raw)
    if len(text) > column.most:
        raise ValueFaultError("too_long")
    if column.choices:
        same = [choice for choice in column.choices if folded(choice) == folded(text)]
        if not same:
            raise ValueFaultError("not_choice")
        return same[0]
    return text


def _decimal(value: float) -> Decimal:
    """What Excel shows of a number: 15 digits."""
    return Decimal(f"{value:.15g}")


def _number(raw: object, *, money: bool) -> Decimal:
    if isinstance(raw, bool):
        raise ValueFaultError("not_number")
    if isinstance(raw, int):
        return Decimal(raw)
    if isinstance(raw, float):
        return _decimal(raw)
    text = _UNITS.sub("", read_text(raw)).replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
    if isinstance(raw, datetime | date) or not _NUMBER.fullmatch(text):
        raise ValueFaultError("not_number")
    grouped = _THOUSANDS.fullmatch(text) and (money or text.count(".") > 1 or "," in text)
    if grouped:
        text = text.replace(".", "").replace(",", ".")
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    elif "," in text and text.rfind(".") > text.rfind(","):  # 1,234.5
        text = text.replace(",", "")
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueFaultError("not_number") from error


def _day(raw: object) -> date:
    if isinstance(raw, datetime):
        made = raw.date()
    elif isinstance(raw, date):
        made = raw
    else:
        text = read_text(raw)
        if found := _DATE.fullmatch(text):
            day, month, year = (int(part) for part in found.groups())
        elif found := _ISO_DATE.fullmatch(text):
            year, month, day = (int(part) for part in found.groups())
        else:
            raise ValueFaultError("not_date")
        try:
            made = date(year, month, day)
        except ValueError as error:
            raise ValueFaultError("not_date") from error
    if not _FIRST_YEAR <= made.year <= _LAST_YEAR:
        raise ValueFaultError("not_date")
    return made
