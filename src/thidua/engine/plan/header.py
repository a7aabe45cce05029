"""The head of the document: number, day and place, issuer, kind and title."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from thidua.engine.plan.blocks import ROMAN, Line, is_caps, mark_of
from thidua.engine.plan.citations import KINDS, number_at
from thidua.engine.plan.dates import days
from thidua.engine.plan.folding import UPPER
from thidua.engine.plan.passage import Fact, Passage, join
from thidua.engine.plan.reading import Document

_HEAD_LINES: Final = 45
_TITLE_LINES: Final = 8
_COLUMNS: Final = re.compile(r"(?<=\S)(?:[ \u00a0]{3,}(?=[" + UPPER + r"]|[-*_=]{3})|\s*[\t|]+\s*(?=\S))")
_BODY: Final = re.compile(
    r"(?:kinh gui\b|can cu\b|can c\S{1,3}\b|thuc hien\b|thi hanh\b"
    r"|theo (?:de nghi|ke hoach|quyet dinh|cong van|tinh than|chi dao)"
    r"|xet (?:de nghi|to trinh)|nham\b|de (?:trien khai|thuc hien|nang|day|phat huy|to chuc)"
    r"|trien khai thuc hien (?:ke hoach|quyet"
    r"|chi thi|nghi quyet|cong van) s|huong ung\b|tiep tuc\b|trong nhung nam|phat huy\b|chao mung\b|ban doc lai"
    r"|(?:uy ban nhan dan|ubnd|hoi dong thi dua)\b.*\b(?:ban hanh|xay dung|to chuc|trien khai|phat dong)\b)"
)
_FURNITURE: Final = re.compile(
    r"(cong h\S{1,3}a xa h|doc lap|(?:tu )?do\b.*hanh|hanh phuc$|viet nam$|[-_=*.\s…·~]+$|dang cong san|du thao\b"
    r"|\(?ban hanh kem|mau so"
    r"|trang \d|\d{1,3}$)"
)
_NUMBER: Final = re.compile(r"(?:\bs[o06b][^\w\s]?\s*[:.;]?|^s\S{0,2}\s*[:.;])\s*(?=\d|\.{2,}|…|/|_{2,})")
_ORG: Final = re.compile(
    r"(uy ban nhan dan|ubnd\b|hoi dong\b|so [a-z]|dang uy|huyen uy|tinh uy|thanh uy|phong [a-z]|bo [a-z]"
    r"|ban [a-z]|van phong"
    r"|uy ban m|mat tran|trung tam|truong |cuc |chi cuc )"
)
_UNIT: Final = re.compile(r"(xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tp\.?|tinh)\s+\S")
_MOTTO: Final = re.compile(r"(?<=\S)\s+(?=cong hoa xa h\Si chu|d\Sc lap\s*-\s*t)")
_PLACE: Final = re.compile(r"(?P<place>[^,;:()\d]{2,40}?)\s*,\s*(?=(?:ngay|ng\S{0,2}y)\b)")
_KIND_LINE: Final = re.compile(
    r"(ke hoach|quyet dinh|chi thi|huong dan|thong bao|chuong trinh|cong van|de an|phuong an|the le"
    r"|bao cao|to trinh|bien ban|giay moi)\b[\s:.]*"
)
_YEAR_LINE: Final = re.compile(r"nam 20\d\d.{0,40}$")  # a line of the title, not a sentence
_DAY_OPEN: Final = re.compile(r"\bng\S{0,2}y\b.*\b(?:ngay|thang|nam)$")
_ABOUT: Final = re.compile(r"v/v\b\s*")  # what an official letter is about; it has no line for its kind
_LETTER_CODE: Final = re.compile(r"\d+/(?!(?:" + "|".join(set(KINDS.values())) + r")-)[A-ZĐ]")
_CODED: Final = KINDS | {"phuong an": "PA", "bien ban": "BB", "giay moi": "GM"}


@dataclass(frozen=True, slots=True)
class Header:
    """What the head of the document shows, and where the body begins."""

    document: Document
    title: Fact[str] | None
    title_text: Passage | None
    organs: tuple[Passage, ...]  # names of organs, the superior one first
    body: int  # index of the first line behind the head


def _cells(line: Line) -> list[Passage]:
    cells: list[Passage] = []
    at = 0
    for gap in _COLUMNS.finditer(line.text.text):
        cells.append(line.text.cut(at, gap.start()))
        at = gap.end()
    cells.append(line.text.cut(at))
    cells = [part for cell in cells for part in _apart(cell)]
    return [cell.strip("|*_") for cell in cells if cell.text.strip("|*_ ")]


def _apart(cell: Passage) -> list[Passage]:
    """Cut before the motto of the State, where two columns were run together."""
    motto = _MOTTO.search(cell.flat)
    return [cell.cut(0, motto.start()), cell.cut(motto.start())] if motto else [cell]


def _body_start(found: Sequence[Line], *, damaged: bool) -> int:
    about = False
    for index, line in enumerate(found[:_HEAD_LINES]):
        flat = line.text.flat
        about = bool(_ABOUT.match(flat)) or (
            about and not line.blank_before and not flat.startswith("kinh gui")
        )
        if about:
            continue
        if (
            line.text.text[:1].isupper()
            and _BODY.match(flat)
            and not line.hashes
            and not is_caps(line.text.text)
        ):
            return index
        mark = mark_of(line.text, damaged=damaged)
        if mark and (mark[0] <= ROMAN or (mark[1] and index > 1)) and not line.text.flat.startswith("-"):
            return index
        if line.hashes > 1:
            return index
    return min(len(found), _HEAD_LINES)


def read_header(found: Sequence[Line], *, damaged: bool) -> Header:
    """Read the head of the document from its first lines; columns are read apart."""
    body = _body_start(found, damaged=damaged)
    head = _Head()
    for line in _days_whole(found[:body]):
        for place, cell in enumerate(_cells(line)):
            head.take(cell, blank=line.blank_before and not place)
    text = join(head.title).strip("*_.: ") if head.title else None
    kind = head.kind if head.kind and head.kind.value else None
    document = Document(kind, head.number, head.issued, head.place)
    return Header(document, text.words() if text else None, text, tuple(head.organs), body)


def _days_whole(found: Sequence[Line]) -> list[Line]:
    """Put a day together that runs over the end of its line: "ngày 14 tháng 02 năm", "2025"."""
    made: list[Line] = []
    for line in found:
        if made and _DAY_OPEN.search(made[-1].text.flat) and line.text.text[:1].isdigit():
            made[-1] = replace(made[-1], text=join([made[-1].text, line.text]))
        else:
            made.append(line)
    return made


@dataclass(slots=True)
class _Head:
    """What was taken from the cells of the head so far."""

    number: Fact[str] | None = None
    issued: Fact[str] | None = None
    place: Fact[str] | None = None
    kind: Fact[str] | None = None
    organs: list[Passage] = field(default_factory=list)
    title: list[Passage] = field(default_factory=list)
    closed: bool = False

    def take(self, cell: Passage, *, blank: bool) -> None:
        """Take what one cell says: number, place and day, kind, organ, or a line of the title."""
        if _FURNITURE.match(cell.flat):
            self.closed = self.closed or bool(self.title)
        elif not self._numbered(cell) and not self._kind(cell):
            if self.kind is None and not self.title and _is_organ(cell.flat, self.organs, cell):
                _add_organ(self.organs, cell)
            else:
                self._title(cell, blank=blank)

    def _numbered(self, cell: Passage) -> bool:
        told = _NUMBER.search(cell.flat)
        at = number_at(cell, told.end()) if told else None
        if told and at and self.number is None and self.kind is None and not self.title:
            self.number = at[0]
        read = _dated(cell.cut(at[1]) if at else cell)
        if read is not None and self.issued is None and self.place is None:
            self.place, self.issued = read
        return told is not None or read is not None

    def _kind(self, cell: Passage) -> bool:
        about = _ABOUT.match(cell.flat)
        if about and self.kind is None and not self.title:
            if self.number and _LETTER_CODE.match(self.number.value):
                self.kind = Fact("CV", self.number.start, self.number.end)
            self.title.append(cell.cut(about.end()))
            return True
        match = _KIND_LINE.match(cell.flat)
        if match is None or self.kind is not None or self.title:
            return False
        self.kind = cell.fact(_CODED.get(match.group(1), ""), match.start(1), match.end(1))
        rest = cell.cut(match.end())
        if rest:
            self.title.append(rest)
        return True

    def _title(self, cell: Passage, *, blank: bool) -> None:
        if self.title and (blank or self.closed) and not _goes_on(self.title[-1], cell):
            self.closed = True
        if not self.closed and len(self.title) < _TITLE_LINES:
            self.title.append(cell)


def _goes_on(last: Passage, cell: Passage) -> bool:
    return cell.text[:1].islower() or last.text.endswith((",", "“")) or bool(_YEAR_LINE.match(cell.flat))


def _dated(cell: Passage) -> tuple[Fact[str] | None, Fact[str] | None] | None:
    """Read "Dương Quỳ, ngày 10 tháng 02 năm 2025"; the day may be left blank for the pen."""
    match = _PLACE.search(cell.flat)
    if match is None or not cell.text[match.start("place") :].lstrip()[:1].isupper():
        return None
    after = cell.flat[match.end() :]
    if len(after) > 60 or not re.match(r"ng\S{0,2}y\b.*\b(?:thang|nam|/)", after):  # noqa: PLR2004 - no sentence
        return None
    first, last = match.start("place"), match.end("place")
    number = re.search(r"[a-z]{2,}\s{2,}", cell.flat[first:last])
    first += number.end() if number else 0
    words = cell.words(first, last)
    day = next(days(cell, match.end()), None)
    return words, day[0] if day else None


def _is_organ(flat: str, organs: list[Passage], cell: Passage) -> bool:
    if _ORG.match(flat) and len(flat) < 90:  # noqa: PLR2004 - a name
        return True
    return bool(organs) and bool(_UNIT.match(flat)) and is_caps(cell.text)


def _add_organ(organs: list[Passage], cell: Passage) -> None:
    if organs and _UNIT.match(cell.flat) and not _UNIT.search(organs[-1].flat):
        organs[-1] = join([organs[-1], cell])
    else:
        organs.append(cell)
