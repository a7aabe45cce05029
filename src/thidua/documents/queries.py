"""Series of numbers: which come next, and where numbers and days do not run together."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from django.db.models import Count, Q, QuerySet

from thidua.documents.models import NumberSeries, NumberTaken


def next_number(authority_id: int, symbol: str, on: date) -> str:
    """The number that a paper of this symbol and day gets where numbers are allotted here, else an empty text."""
    series = NumberSeries.objects.filter(
        authority_id=authority_id, symbol=symbol, year=on.year, mode=NumberSeries.Mode.ALLOTTED
    ).first()
    return f"{series.next_value:02d}" if series else ""


def series_of(authority_id: int) -> QuerySet[NumberSeries]:
    """The series of an authority, the newest year first, each with how many numbers it has and how many withdrawn."""
    rows = NumberSeries.objects.filter(authority_id=authority_id)
    return rows.annotate(
        used=Count("numbers"), withdrawn=Count("numbers", filter=Q(numbers__withdrawn=True))
    ).order_by("-year", "symbol")


def out_of_order(series: NumberSeries) -> list[str]:
    """Where a higher number has an earlier day, in sentences; the clerk's book has it right or wrong."""
    rows = sorted(series.numbers.all(), key=lambda row: (row.value, row.number))
    return [
        f"Số {first.printed} ngày {first.dated_on:%d/%m/%Y} không theo thứ tự với số {second.printed} ngày "
        f"{second.dated_on:%d/%m/%Y}. Hãy đối chiếu sổ của văn thư."
        for first, second in pairwise(rows)
        if second.dated_on < first.dated_on
    ]


def beside(taken: NumberTaken) -> list[str]:
    """Where one number does not run with its day among the others of its series."""
    others = taken.series.numbers.exclude(pk=taken.pk)
    return [
        f"Số {taken.printed} ngày {taken.dated_on:%d/%m/%Y} không theo thứ tự với số {other.printed} ngày "
        f"{other.dated_on:%d/%m/%Y} ({other.title}). Hãy đối chiếu sổ của văn thư."
        for other in others
        if (other.dated_on - taken.dated_on).days * (other.value - taken.value) < 0
    ]
