"""Days, months and spans of time as Vietnamese documents write them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from thidua.engine.plan.passage import Fact, Passage

_D: Final = r"[\doil|]{1,2}"
_Y: Final = r"(20[\doil|]{2})(?!\d)"
_SEP: Final = r"\s*[/.\-]\s*"
_DAY_LONG: Final = re.compile(rf"(?:ngay|mung)?\s*({_D})\s+thang\s+({_D})\s*(?:,\s*)?nam\s+{_Y}")
_DAY: Final = re.compile(rf"(?:ngay\s*)?(?<![\d/])({_D}){_SEP}({_D}){_SEP}{_Y}")
_DAY_MONTH: Final = re.compile(
    rf"(?:ngay\s*)({_D})(?:{_SEP}|\s+thang\s+)({_D})(?![\d/])|(?<![\d/])(\d{{1,2}})/(\d{{1,2}})(?![\d/])"
)
_MONTH: Final = re.compile(rf"(?:thang\s*)({_D})(?:{_SEP}|\s+nam\s+){_Y}|(?<![\d/])(\d{{1,2}})/{_Y}")
_MONTH_ONLY: Final = re.compile(rf"thang\s*({_D})(?![\d/])")
_QUARTER: Final = re.compile(rf"quy\s+(iv|i{{1,3}}|[1-4])(?:\s*[/,]\s*|\s+nam\s+|\s+){_Y}")
_QUARTERS: Final = re.compile(
    rf"quy\s+(iv|i{{1,3}}|[1-4])\s*(?:,|va|den|-)\s*(?:quy\s+)?(iv|i{{1,3}}|[1-4])(?:\s*[/,]\s*|\s+nam\s+|\s+){_Y}"
)
_QUARTER_ONLY: Final = re.compile(r"quy\s+(iv|i{1,3}|[1-4])\b")
YEAR: Final = re.compile(rf"(?:nam\s+)?{_Y}")
_ISSUE: Final = re.compile(
    r"(?:ngay|khi|thoi diem)\s+(?:ban hanh|ky|phat dong|ke hoach)[^,;.]{0,40}?(?=\s+(?:den|toi)\b)"
)
_TO: Final = re.compile(
    r"\s*[,;]?\s*(?:va\s+)?(?:(?:cho\s+)?(?:den|toi)|-|ket thuc(?:\s+(?:vao|den))?)\s*"
    r"(?:khi\s+)?(?:het\s+)?(?:cuoi\s+)?"
)
_FROM: Final = re.compile(r"\b(?:tu|bat dau(?: tu)?|ke tu)\s+(?:dau\s+)?")
_SCHOOL_YEAR: Final = re.compile(rf"\bnam hoc\s+{_Y}\s*-\s*{_Y}")
_SPAN: Final = re.compile(rf"(?:giai doan|nhiem ky|thoi ky)?\s*{_Y}\s*-\s*{_Y}")
_HALF: Final = re.compile(rf"(?:\b(\d{{1,2}})|\bsau)\s+thang\s+(dau|cuoi)\s+nam\s+{_Y}")
_UNTIL: Final = re.compile(r"\b(?:den|toi)\s+(?:het\s+)?|\bhet\s+(?=ngay|thang|nam)")
_ROMAN: Final = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(frozen=True, slots=True)
class Point:
    """A point of time as far as it is said: a day, a month, a quarter or a year."""

    year: int | None
    month: int | None
    day: int | None
    start: int
    end: int
    last_month: int | None = None  # of a quarter
    repaired: bool = False  # a letter was read as a digit
    issue: bool = False  # "from the day of issue"

    def iso(self, *, last: bool, year: int | None = None) -> str | None:
        """Return the point as ISO text, the last day or month of it where asked; None where it says too little."""
        year = self.year or year
        if year is None:
            return None
        if self.month is None:
            return f"{year}-12-31" if last else f"{year}-01-01"
        month = self.last_month if last and self.last_month else self.month
        if self.day is None:
            return f"{year:04d}-{month:02d}" if 1 <= month <= 12 else None  # noqa: PLR2004 - months of a year
        try:
            return date(year, month, self.day).isoformat()
        except ValueError:
            return None


def _int(digits: str) -> tuple[int, bool]:
    plain = digits.translate(str.maketrans("oil|", "0111"))
    return int(plain), plain != digits


def _point(match: re.Match[str], shape: str) -> Point:
    numbers: dict[str, int | None] = {"d": None, "m": None, "y": None}
    repaired = False
    groups = [group for group in match.groups() if group is not None]
    for name, group in zip(shape, groups, strict=False):
        if name == "q":
            continue
        numbers[name], changed = _int(group)
        repaired = repaired or changed
    last = None
    if shape.startswith("q"):
        quarter = _ROMAN.get(groups[0]) or int(groups[0])
        numbers["m"], last = 3 * quarter - 2, 3 * quarter
    return Point(numbers["y"], numbers["m"], numbers["d"], match.start(), match.end(), last, repaired)


_SHAPES: Final = (
    (_DAY_LONG, "dmy"),
    (_DAY, "dmy"),
    (_MONTH, "my"),
    (_QUARTER, "qy"),
    (_DAY_MONTH, "dm"),
    (_MONTH_ONLY, "m"),
    (_QUARTER_ONLY, "q"),
    (YEAR, "y"),
)


def point_at(flat: str, at: int) -> Point | None:
    """Return the point of time that begins exactly here."""
    for pattern, shape in _SHAPES:
        match = pattern.match(flat, at)
        if match:
            return _point(match, shape)
    issue = _ISSUE.match(flat, at)
    return Point(None, None, None, at, issue.end(), issue=True) if issue else None


def days(passage: Passage, start: int = 0, end: int | None = None) -> Iterator[tuple[Fact[str], int, int]]:
    """Yield the whole dates (day, month and year) in the passage, and where they stand in it."""
    end = len(passage.flat) if end is None else end
    at = start
    while at < end:
        found = [match for pattern in (_DAY_LONG, _DAY) if (match := pattern.search(passage.flat, at, end))]
        if not found:
            return
        match = min(found, key=lambda one: one.start())
        point = _point(match, "dmy")
        iso = point.iso(last=False)
        if iso:
            first = match.start() + len(match.group()) - len(match.group().lstrip())
            yield passage.fact(iso, first, match.end(), sure=not point.repaired), first, match.end()
        at = match.end()


def points(passage: Passage) -> Iterator[tuple[Fact[str], int, int]]:
    """Yield days and months with a year, in the order of the text; of two that overlap the first."""
    at = 0
    while True:
        found = [
            (match.start(), match, shape)
            for pattern, shape in ((_DAY_LONG, "dmy"), (_DAY, "dmy"), (_MONTH, "my"))
            if (match := pattern.search(passage.flat, at))
        ]
        if not found:
            return
        _, match, shape = min(found, key=lambda one: (one[0], -one[1].end()))
        point = _point(match, shape)
        iso = point.iso(last=False)
        if iso:
            yield (
                passage.fact(iso, match.start(), match.end(), sure=not point.repaired),
                match.start(),
                match.end(),
            )
        at = match.end()


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when; either end may not be said."""

    starts_on: Fact[str] | None
    ends_on: Fact[str] | None


def _made(passage: Passage, first: Point | None, last: Point | None, issued: Fact[str] | None) -> Span:
    year = last.year if last else None
    begins = None
    if first and first.issue:
        begins = passage.fact(issued.value, first.start, first.end) if issued else None
    elif first:
        iso = first.iso(last=False, year=year)
        begins = passage.fact(iso, first.start, first.end, sure=not first.repaired) if iso else None
    iso = last.iso(last=True) if last else None
    ends = passage.fact(iso, last.start, last.end, sure=not last.repaired) if last and iso else None
    return Span(begins, ends)


def span(passage: Passage, issued: Fact[str] | None = None) -> Span | None:
    """Return the span of time that the passage states, or None.

    A year stands for its first and last day, a month for itself ("YYYY-MM"), a quarter for its first and last
    month. "From the day of issue" is the day of issue where the document shows one.
    """
    stated = _from_to(passage, issued) or _range(passage)
    if stated is not None:
        return stated
    if _SCHOOL_YEAR.search(passage.flat):
        return None  # its first and last day are another's to set
    for pattern, made in ((_SPAN, _years), (_QUARTERS, _quarters), (_HALF, _half)):
        match = pattern.search(passage.flat)
        if match:
            return made(passage, match)
    untils = (point_at(passage.flat, match.end()) for match in _UNTIL.finditer(passage.flat))
    until = next((point for point in untils if point), None)
    if until and until.year:
        return _made(passage, None, until, issued)
    return _single(passage)


def _from_to(passage: Passage, issued: Fact[str] | None) -> Span | None:
    flat = passage.flat
    for match in _FROM.finditer(flat):
        first = point_at(flat, match.end())
        if first is None:
            continue
        to = _TO.match(flat, first.end)
        last = point_at(flat, to.end()) if to else None
        if last is not None and (last.year or first.year):
            return _made(passage, first, replace(last, year=last.year or first.year), issued)
        if to is None and (first.year or first.issue):
            return _made(passage, first, None, issued)
    return None


def _range(passage: Passage) -> Span | None:
    """Return the two whole days that a dash joins: "01/01/2026 - 31/10/2026"."""
    for _, start, end in days(passage):
        to = _TO.match(passage.flat, end)
        first, last = point_at(passage.flat, start), point_at(passage.flat, to.end()) if to else None
        if first and last and last.day:
            return _made(passage, first, last, None)
    return None


def _years(passage: Passage, match: re.Match[str]) -> Span:
    low, high = _int(match.group(1))[0], _int(match.group(2))[0]
    return Span(
        passage.fact(f"{low}-01-01", match.start(1), match.end(1)),
        passage.fact(f"{high}-12-31", match.start(2), match.end(2)),
    )


def _quarters(passage: Passage, match: re.Match[str]) -> Span:
    first, last = (_ROMAN.get(group) or int(group) for group in match.groups()[:2])
    year = _int(match.group(3))[0]
    return Span(
        passage.fact(f"{year}-{3 * first - 2:02d}", match.start(), match.end()),
        passage.fact(f"{year}-{3 * last:02d}", match.start(), match.end()),
    )


def _half(passage: Passage, match: re.Match[str]) -> Span:
    count = int(match.group(1) or 6)
    year = _int(match.group(3))[0]
    first, last = (1, count) if match.group(2) == "dau" else (13 - count, 12)
    if not 1 <= count < 12:  # noqa: PLR2004 - months of a year
        return Span(None, None)
    place = (match.start(), match.end())
    return Span(passage.fact(f"{year}-{first:02d}", *place), passage.fact(f"{year}-{last:02d}", *place))


def _single(passage: Passage) -> Span | None:
    """Return the quarter, month or year that the passage names alone."""
    for pattern, shape in (
        (_QUARTER, "qy"),
        (_DAY_LONG, ""),
        (_DAY, ""),
        (_MONTH, "my"),
        (re.compile(rf"nam\s+{_Y}"), "y"),
    ):
        match = pattern.search(passage.flat)
        if match:
            if not shape:
                return None  # a single day is no span
            point = _point(match, shape)
            return _made(passage, point, point, None)
    return None
