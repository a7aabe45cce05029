"""How dates, numbers and money stand on a page."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template

from thidua.base.acts import VIETNAM

register = template.Library()


@register.filter
def day(value: date | datetime | None) -> str:
    """dd/mm/yyyy in Việt Nam; nothing for nothing."""
    if value is None or value == "":
        return ""
    if isinstance(value, datetime):
        value = value.astimezone(VIETNAM)
    return f"{value:%d/%m/%Y}"


@register.filter
def moment(value: datetime | None) -> str:
    """HH:MM dd/mm/yyyy in Việt Nam; nothing for nothing."""
    return f"{value.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if value else ""


@register.filter
def number(value: Decimal | int | str | None, places: int | None = None) -> str:
    """Decimal comma, dot for thousands: 1.234,50. ``places`` rounds half up for showing."""
    if value is None or value == "":
        return ""
    exact = Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-int(places)), rounding="ROUND_HALF_UP")
    text = f"{exact:,f}"
    if places is None and "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(",", "\x00").replace(".", ",").replace("\x00", ".")


@register.filter
def points(value: Decimal | str | None) -> str:
    """A score with two places."""
    return number(value, 2)


@register.filter
def money(value: Decimal | int | None) -> str:
    """An amount in đồng."""
    return f"{number(value)} đồng" if value is not None and value != "" else ""


@register.filter
def two_digits(value: int | None) -> str:
    """A number of people in two digits: 02."""
    return "" if value is None else f"{value:02d}"
