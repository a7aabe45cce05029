"""The points annex: rows of code, criterion and most points, from tables flattened to lines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from thidua.engine.plan.blocks import Line
from thidua.engine.plan.folding import UPPER
from thidua.engine.plan.passage import Fact, Passage, join
from thidua.engine.plan.reading import Criterion

_HEAD: Final = re.compile(
    r"(?:\bstt\b|\btt\b|\bso tt\b|\bma\b).{0,40}\b(?:tieu chi|noi dung|chi tieu)\b.{0,60}\bdiem\b"
    r"|\b(?:noi dung|tieu chi)\b.{0,40}\b(?:diem (?:toi da|chuan|thi dua)|thang diem|so diem)\b"
)
_ANNEX: Final = re.compile(
    r"(?:phu luc|bang (?:tieu chi|diem|cham)|thang diem|bieu diem|bo tieu chi|tieu chi (?:va )?(?:thang "
    r"|bang )?(?:cham )?diem"
    r"|(?:[ivx]+\.|\d\.)\s*(?:bo |cac |bang |khung )?(?:tieu chi (?:cham|va thang|thi dua|danh gia)"
    r"|thang diem|bang diem))"
)
_STOP: Final = re.compile(
    r"(?:noi nhan|tm\.|kt\.|tran trong|ghi chu\s*:|tren day la|(?:[ivx]+|[1-9])[.)]\s+(?:khen thuong"
    r"|to chuc thuc hien|ho so))"
)
_CODE: Final = re.compile(
    r"(?P<code>[IVX]{1,5}|[A-H]|\d{1,2}(?:\.\d{1,2}){0,3}|[a-zđ])(?:[.)](?=\s)|[.)]?(?=\s|\||$))[\s|]*"
)
_POINTS_END: Final = re.compile(
    r"[\s|:(]+(?P<max>\d{1,3}(?:[,.]\d{1,2})?)\s*(?:diem)?\s*[)|]*\s*[.;]?\s*(?:\|.*)?$"
)
_POINTS_IN: Final = re.compile(r"[\s(:]+(?:toi da\s+)?(?P<max>\d{1,3}(?:[,.]\d{1,2})?)\s*diem\b")
# a line of a table whose columns ran together: the points stand before what guides the marking
_POINTS_MID: Final = re.compile(rf"(?:^|\s)(?P<max>\d{{1,3}}(?:[,.]\d{{1,2}})?)\s+(?=[{UPPER}][^\W\d_])")
_SKIPPED: Final = 2  # a scan may lose a row, not more
_TOTAL: Final = re.compile(
    r"[|\s]*(?:tong (?:cong|diem|so diem|so)|cong)\b[^\d]{0,40}(?P<max>\d{1,4}(?:[,.]\d{1,2})?)"
)
_OUT_OF: Final = re.compile(
    r"\b(?:thang diem|tong (?:so )?diem(?: toi da)?|diem toi da)(?: la|:| toi da la| toi da)?\s*(?P<max>\d{2,4})\b"
)
_GUIDE: Final = re.compile(r"\s*[|\t]\s*")
_FEW: Final = 2


@dataclass(frozen=True, slots=True)
class Annex:
    """The criteria, the total that the plan states, and the lines that the table takes."""

    criteria: tuple[Criterion, ...]
    total: Fact[str] | None
    lines: frozenset[int]


@dataclass(slots=True)
class _Row:
    code: Passage
    parts: list[Passage]
    max: Fact[str] | None


def _decimal(passage: Passage, match: re.Match[str], *, sure: bool = True) -> Fact[str]:
    value = match.group("max").replace(",", ".")
    return passage.fact(value, match.start("max"), match.end("max"), sure=sure)


def read_annex(found: Sequence[Line]) -> Annex:
    """Return the rows of the first table of points that the lines hold, if there is one with two rows at least."""
    best = Annex((), None, frozenset())
    for index, line in enumerate(found):
        if _HEAD.search(line.text.flat[:200]) or (_ANNEX.match(line.text.flat) and len(line.text) < 160):  # noqa: PLR2004 - a title
            annex = _table(found, index)
            if len(annex.criteria) > len(best.criteria):
                best = annex
            if best.criteria and index > max(best.lines):
                break
    return best


def _table(found: Sequence[Line], start: int) -> Annex:  # noqa: C901 - one branch for each kind of line
    rows: list[_Row] = []
    total: Fact[str] | None = None
    taken: set[int] = {start}
    table = bool(_HEAD.search(found[start].text.flat[:200]))
    out_of = _OUT_OF.search(found[start].text.flat)
    if out_of:
        total = _decimal(found[start].text, out_of)
    for index in range(start + 1, min(len(found), start + 600)):
        text = found[index].text
        flat = text.flat
        if _STOP.match(flat) or (rows and _ANNEX.match(flat)):
            break
        end = _TOTAL.match(flat)
        if end and (rows or table):
            total = _decimal(text, end)
            taken.add(index)
            break
        if _HEAD.search(flat[:200]):
            table = True
            taken.add(index)
            continue
        if out_of is None and not rows and (out_of := _OUT_OF.search(flat)):
            total = _decimal(text, out_of)
        row = _row(text, loose=not table)
        if row is not None and _follows(row, rows):
            rows.append(row)
            taken.add(index)
        elif rows and rows[-1].max is None and table:
            _continue(rows[-1], text)
            taken.add(index)
        elif rows and not found[index].blank_before and table:
            taken.add(index)  # a column that guides the marking
    good = [row for row in rows if row.parts]
    while good and good[-1].max is None:
        good.pop()
    if sum(row.max is not None for row in good) < _FEW:
        return Annex((), None, frozenset())
    return Annex(_tree(good), total, frozenset(taken))


def _follows(row: _Row, rows: Sequence[_Row]) -> bool:
    """Tell whether the number of a row counts on from those before it; "30 điểm; từ 90%" is no row 30."""
    code = row.code.text.strip("|.() \t")
    if not code.isdigit():
        return True
    before = next(
        (int(other) for one in reversed(rows) if (other := one.code.text.strip("|.() \t")).isdigit()), 0
    )
    return int(code) == 1 or 0 < int(code) - before <= _SKIPPED


def _row(text: Passage, *, loose: bool) -> _Row | None:
    body = text.strip("|- \t", right=False) if text.text[:1] in "|-" else text
    match = _CODE.match(body.text)
    bullet = text.text[:1] in "-+"
    if match is None and not bullet and not (loose and _POINTS_IN.search(body.flat)):
        return None
    rest = body.cut(match.end()) if match else body
    if not any(char.isalpha() for char in rest.text):
        return None
    end = _POINTS_END.search(rest.flat)
    inner = end or _POINTS_IN.search(rest.flat)
    if "\t" in rest.text or "|" in rest.text:
        cells = _GUIDE.split(rest.text)
        value = next(
            (cell for cell in cells[1:] if re.fullmatch(r"\d{1,3}(?:[,.]\d{1,2})?", cell.strip())), None
        )
        if value is not None:
            at = rest.text.index(value, len(cells[0]))
            words = rest.cut(0, len(cells[0]))
            return _Row(
                body.cut(0, match.end("code") if match else 0),
                [words],
                rest.fact(value.strip().replace(",", "."), at, at + len(value)),
            )
    if inner is None and (loose or match is None):
        return None
    sure = inner is not None
    inner = inner or _POINTS_MID.search(rest.text)
    words = rest.cut(0, inner.start()) if inner else rest
    if "|" in words.text:
        words = words.cut(0, words.text.index("|"))
    if not any(char.isalpha() for char in words.text):
        return None
    return _Row(
        body.cut(0, match.end("code") if match else 0),
        [words.strip(":(,; |-")],
        _decimal(rest, inner, sure=sure) if inner else None,
    )


def _continue(row: _Row, text: Passage) -> None:
    end = _POINTS_END.search(f" {text.flat}")
    middle = _POINTS_MID.match(text.text)
    if middle:
        row.max = _decimal(text, middle, sure=False)
        return
    alone = re.fullmatch(r"\d{1,3}(?:[,.]\d{1,2})?", text.text)
    if alone:
        row.max = text.fact(text.text.replace(",", "."))
        return
    if end:
        words = text.cut(0, max(end.start() - 1, 0))
        row.max = text.fact(
            end.group("max").replace(",", "."), max(end.start("max") - 1, 0), max(end.end("max") - 1, 0)
        )
        if words:
            row.parts.append(words)
        return
    row.parts.append(text)


def _tree(rows: list[_Row]) -> tuple[Criterion, ...]:
    """Give codes that were printed relative to their heading (1 under I, a under 1) a code of the whole tree."""
    made: list[Criterion] = []
    used: set[str] = set()
    top = middle = ""
    for number, row in enumerate(rows, 1):
        printed = row.code.text.strip("|.() \t") or str(number)
        code = printed
        if re.fullmatch(r"[IVX]+|[A-H]", printed):
            top, middle = printed, ""
        elif re.fullmatch(r"[a-zđ]", printed):
            code = f"{middle or top}.{printed}" if middle or top else printed
        elif "." not in printed:
            code = f"{top}.{printed}" if top else printed
            middle = code
        elif top and (f"{top}.{printed.rpartition('.')[0]}" in used or f"{top}.{printed}" in used):
            code = f"{top}.{printed}"
        else:
            middle = code if code.count(".") == 1 else middle
            code = f"{top}.{printed}" if code in used and top else code
        if code in used:
            code = f"{code}-{number}"
        used.add(code)
        place = row.code if row.code.text else row.parts[0]
        made.append(Criterion(place.fact(code), join(row.parts).words(), row.max))
    return tuple(made)
