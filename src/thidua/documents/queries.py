"""Series of numbers, and what digital signatures say, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Any, Final

from django.db.models import Count, Q, QuerySet

from thidua.base.acts import VIETNAM
from thidua.documents.models import (
    NumberSeries,
    NumberTaken,
    SignatureCheck,
    StoredFile,
    TrustedRoot,
    WordTemplate,
)


def next_number(authority_id: int, symbol: str, on: date) -> str:
    """The number that a paper of this symbol and day gets where numbers are allotted here, else an empty text."""
    series = NumberSeries.objects.filter(authority_id=authority_id, symbol=symbol, year=on.year).first()
    mode = series.mode if series else mode_before(authority_id, symbol, on.year)
    if mode != NumberSeries.Mode.ALLOTTED:
        return ""
    return f"{series.next_value if series else 1:02d}"


def mode_before(authority_id: int, symbol: str, year: int) -> str:
    """Where the numbers of the last year before came from: a new year begins at 01, not in another manner."""
    earlier = NumberSeries.objects.filter(authority_id=authority_id, symbol=symbol, year__lt=year)
    last = earlier.order_by("-year").first()
    return last.mode if last else NumberSeries.Mode.ENTERED.value


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


TRUST: Final = {
    "trusted": ("Chứng thư của người ký thuộc chứng thư gốc đã cài", "done"),
    "foreign": ("Chứng thư của người ký không thuộc chứng thư gốc nào đã cài", "heed"),
    "unchecked": ("Chưa kiểm tra được người ký: chưa cài chứng thư gốc", "heed"),
}


@dataclass(frozen=True, slots=True)
class SignatureLine:
    """One digital signature in words: who, when, whether whole, whether the signer is trusted; words with tones."""

    signer: str
    issuer: str
    when: str
    whole: tuple[str, str]
    trust: tuple[str, str]


def signatures_of(stored: StoredFile | None) -> list[SignatureLine] | None:
    """What was found in a file; nothing where it was never looked at, an empty list where it bears no signature."""
    check = SignatureCheck.objects.filter(file=stored).first() if stored is not None else None
    return None if check is None else [_line(row) for row in check.found]


def _line(row: dict[str, Any]) -> SignatureLine:
    if row["broken"]:
        whole = ("Chữ ký số không đọc được", "wrong")
    elif not row["intact"]:
        whole = ("Nội dung đã bị sửa sau khi ký", "wrong")
    elif row["added"]:
        whole = ("Có phần được thêm vào sau khi ký", "heed")
    else:
        whole = ("Nguyên vẹn từ khi ký", "done")
    at = datetime.fromisoformat(row["at"]).astimezone(VIETNAM) if row["at"] else None
    clock = "theo dấu thời gian" if row["stamped"] else "theo máy của người ký"
    return SignatureLine(
        signer=row["signer"] or "Không rõ",
        issuer=row["issuer"],
        when=f"{at:%H:%M ngày %d/%m/%Y} ({clock})" if at else "không ghi",
        whole=whole,
        trust=TRUST[row["trust"]],
    )


def trusted_roots(authority_id: int) -> QuerySet[TrustedRoot]:
    """The root certificates that an authority put in."""
    return TrustedRoot.objects.filter(authority_id=authority_id).order_by("subject")


def word_templates(authority_id: int) -> dict[str, WordTemplate]:
    """The authority's own forms by kind of paper."""
    rows = WordTemplate.objects.filter(authority_id=authority_id).select_related("file")
    return {row.kind: row for row in rows}


def word_template(authority_id: int, kind: str) -> WordTemplate | None:
    """The authority's own form of a kind of paper, if it has one."""
    return WordTemplate.objects.filter(authority_id=authority_id, kind=kind).select_related("file").first()
