"""Physical lines put together to paragraphs, each with the mark of order (I., 1., a), -) that it begins with."""

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from thidua.engine.plan.folding import UPPER
from thidua.engine.plan.passage import Passage, join

TOP, ROMAN, DECIMAL, LETTER, BULLET, PLUS, TEXT = 0, 1, 2, 6, 8, 9, 10

_ROMAN: Final = re.compile(r"([IVX]{1,5}|[IVXl1|!TtHLi]{2,5})\s*[.)/:\-–—,]+\s*(?=\S)")
_BARE_ROMAN: Final = re.compile(r"([IVX]{1,4}|[ILHlT]{1,3})\s+(?=[^\W\d_]{2})")  # the stop was lost
_DECIMAL: Final = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})\s*(?:[.)/]+(?!\d)|(?<=\d\.\d)(?=\s))\s*(?=\S)")
_DASHED: Final = re.compile(rf"(\d{{1,2}}(?:\.\d{{1,2}}){{0,3}})\s*[-–:]\s*(?=[{UPPER}][^\W\d_]*\s)")
_LETTER: Final = re.compile(r"([a-zđA-HĐ])\s*(?:\)|\.(?=\s))\s*(?=\S)")
_BULLET: Final = re.compile(
    r"[_~.,'`]?\s*([-–—−•·▪■●○►✓☐\uf0b7\uf02d]+|\*(?!\*))\s*(?=[^\s\d)]|\d+\s*%|\d+\s)"
)
_PLUS: Final = re.compile(r"(\+)\s*(?=\S)")
_ODD_BULLET: Final = re.compile(rf"([eo©¢°»«~=])\s+(?=[{UPPER}][^\W\d_])")
_HASHES: Final = re.compile(r"(#{1,6})\s+")
_PART_ALONE: Final = re.compile(
    r"(?:phan|chuong|muc)\s+(?:thu\s+)?(?:\d{1,2}|[ivx]{1,5}|nhat|hai|ba|tu|nam|sau|bay)\s*[.:]?$"
)
_ARTICLE: Final = re.compile(r"(?P<kind>dieu|phan|chuong|muc)\s+([\divxl]{1,5})\s*[.:\-]\s*")
_LEADS: Final = re.compile(
    r"(can cu\b|thuc hien (?:ke hoach|quyet dinh|chi thi|nghi quyet|cong van|huong dan|chuong trinh|luat)|noi nhan"
    r"|so\s*:|phu luc|dot\s+(?:\d|[iv]+)\b|tran trong|tm\.|kt\.|stt\b|tren day la|thi hanh|xet de nghi|theo de nghi)"
)
_END: Final = re.compile(r"""[.;:!?…]["”’)\s]*$""")
_FULL_STOP: Final = re.compile(r"""[.!?]["”’)\s]*$""")
_LIST_END: Final = re.compile(r"""[;:]["”’)\s]*$""")
_OPEN_END: Final = re.compile(
    r"(?:\b(?<!cap )(?:xa|phuong|huyen|quan|tinh|thi tran|thi xa|thanh pho|ubnd|va|cua|cac|cho|ve|voi|so"
    r"|ngay)|[,(“\-&])$"
)
_BREAKS: Final = re.compile(r"\r(?!\n)|[\n\f\v\x1c-\x1e\x85\u2028\u2029]")
_PAGE: Final = re.compile(
    r"(?P<dash>[-–—~]\s*)?(?P<word>trang\s*)?(?P<number>\d{1,3})(?:\s*/\s*\d{1,3})?\s*[-–—~]?$"
)
_NEAR_PAGE: Final = 2  # lines from the edge of a page within which a running head stands
_LOST_LINES: Final = 2_000  # characters; no paragraph is as long, but a text without line ends is
_INLINE_MARK: Final = re.compile(
    rf"\s(?=(?:[IVX]{{1,4}}\.|\d{{1,2}}(?:\.\d{{1,2}})*\.?|[a-zđ]\)|[-–•+])\s+[{UPPER}])|\s(?=(?:Căn cứ"
    rf"|Can cu|Nơi nhận|Noi nhan)\b)"
)
_UNWRAPPED: Final = 140  # characters; longer lines are whole paragraphs
_EVEN: Final = 1.4  # lines that run over at a margin are about as long as each other
_SMALL_STARTS: Final = 0.06  # share of lines that begin small where sentences run over line ends
_FULL: Final = 0.86
_SHORT_HEAD: Final = 110
_CAPS_SHARE: Final = 0.75
_SHOUTED: Final = 0.8  # share of lines in capitals; in a plan as they are written it is below a third


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text, without the blanks at its ends."""

    text: Passage
    blank_before: bool
    hashes: int = 0  # a Markdown heading of this depth
    page_before: bool = False  # a form feed stands before it


@dataclass(frozen=True)
class Block:
    """A paragraph: its rank by the mark it begins with, the mark, and the text behind it."""

    rank: int
    mark: str
    text: Passage
    caps: bool = False  # a heading in capitals
    hashes: int = 0


def lines(whole: Passage) -> list[Line]:
    """Return the lines that hold something, without page numbers and running heads."""
    return _without_furniture(_all_lines(whole))


def _without_furniture(found: list[Line]) -> list[Line]:
    """Drop the numbers of pages, which count on one by one, and what is repeated beside them."""
    numbers: list[int] = []
    shown: list[int] = []
    for index, line in enumerate(found):
        match = _PAGE.match(line.text.flat)
        if match is None:
            continue
        ends = index + 1 == len(found) or found[index + 1].page_before
        alone = line.page_before or ends or (line.blank_before and found[index + 1].blank_before)
        if alone or match.group("dash") or match.group("word"):
            numbers.append(index)
            shown.append(int(match.group("number")))
    if shown != sorted(set(shown)):
        numbers = []  # the cells of a table: pages count on
    edges = {index for index, line in enumerate(found) if line.page_before} | set(numbers)
    beside = [
        at for edge in edges for at in range(edge - _NEAR_PAGE, edge + _NEAR_PAGE + 1) if 0 <= at < len(found)
    ]
    heads = Counter(found[at].text.flat for at in set(beside) - set(numbers))
    drop = set(numbers) | {at for at in beside if heads[found[at].text.flat] > 1}
    kept: list[Line] = []
    for index, line in enumerate(found):
        if index in drop:
            continue
        # the blank lines around a page number stand there for the page, not for a paragraph
        kept.append(replace(line, blank_before=False) if index - 1 in drop and kept else line)
    return kept


def _all_lines(whole: Passage) -> list[Line]:
    found: list[Line] = []
    blank, page = True, False
    at = 0
    for stop in _stops(whole.text):
        page = page or whole.text[at - 1 : at] == "\f"
        part = whole.cut(at, stop)
        at = stop + 1
        hashes = _HASHES.match(part.text)
        if hashes:
            part = part.cut(hashes.end())
        if part.text:
            found.append(Line(part, blank, len(hashes.group(1)) if hashes else 0, page))
            blank = page = False
        else:
            blank = True
    return found


def _stops(text: str) -> list[int]:
    """Return where lines end; a text that has lost its line ends is cut before its marks of order."""
    stops = [match.start() for match in _BREAKS.finditer(text)]
    edges = [-1, *stops, len(text)]
    for left, right in itertools.pairwise(edges):
        if right - left > _LOST_LINES:
            stops.extend(match.start() for match in _INLINE_MARK.finditer(text, left + 1, right))
    return [*sorted(stops), len(text)]


def is_caps(text: str) -> bool:
    """Tell whether the words stand in capitals, as the headings of a plan do."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 5 and sum(char.isupper() for char in letters) >= _CAPS_SHARE * len(letters)  # noqa: PLR2004 - too few to tell


def mark_of(  # noqa: PLR0911 - one return for each kind of mark
    part: Passage, *, damaged: bool, shouted: bool = False
) -> tuple[int, str, int] | None:
    """Return rank, mark and length of the mark of order that the passage begins with.

    Capitals lift a number or a letter to a heading of the first rank, but not where the whole plan is `shouted`.
    """
    text = part.text[:60]
    roman = _ROMAN.match(text)
    if roman:
        caps = is_caps(part.text[roman.end() : roman.end() + 80].split(":")[0])
        plain = all(char in "IVX" for char in roman.group(1))
        if plain or (caps and not roman.group(1).isdigit()) or (caps and set(roman.group(1)) == {"1"}):
            return ROMAN, roman.group(1), roman.end()
    bare = _BARE_ROMAN.match(text)
    if bare and is_caps(part.text[bare.end() :].split(":")[0]):
        return ROMAN, bare.group(1), bare.end()
    article = _ARTICLE.match(part.flat[:60])
    if article and text[:1].isupper():
        return (ROMAN if article.group("kind") == "dieu" else TOP), article.group(2), article.end()
    decimal = _DECIMAL.match(text) or _DASHED.match(text)
    if decimal:
        depth = decimal.group(1).count(".")
        caps = not depth and not shouted and is_caps(part.text[decimal.end() :].split(":")[0])
        return (ROMAN if caps else DECIMAL + depth), decimal.group(1), decimal.end()
    letter = _LETTER.match(text)
    if letter:
        caps = letter.group(1).isupper() and not shouted and is_caps(part.text[letter.end() :])
        return (TOP if caps else LETTER), letter.group(1), letter.end()
    for pattern, rank in ((_BULLET, BULLET), (_PLUS, PLUS)):
        match = pattern.match(text)
        if match:
            return rank, match.group(1)[:1], match.end()
    odd = _ODD_BULLET.match(text) if damaged else None
    return (BULLET, "-", odd.end()) if odd else None


class _Joiner:
    """Decides for each line whether it goes on with the paragraph before it."""

    def __init__(self, found: Sequence[Line], *, damaged: bool, shouted: bool) -> None:
        sizes = sorted(len(line.text) for line in found)
        self.width = sizes[int(len(sizes) * 0.9)] if sizes else 0
        small = sum(line.text.text[:1].islower() for line in found)
        even = not sizes or sizes[int(len(sizes) * 0.98)] <= self.width * _EVEN
        starts_small = shouted or small > max(2, len(found) * _SMALL_STARTS)
        self.wrapped = even and self.width <= _UNWRAPPED and starts_small
        self.damaged = damaged

    def goes_on(  # noqa: PLR0911 - one return for each rule
        self, before: Line, line: Line, *, heading: bool, first_line: bool, listed: bool
    ) -> bool:
        """Tell whether the line belongs to the paragraph that ends with the line before.

        `listed` where the paragraph already runs through a list within its lines.
        """
        if line.hashes or before.hashes:
            return False
        last, here = before.text, line.text
        caps = is_caps(here.text)
        if _LEADS.match(here.flat) and here.text[:1].isupper() and not _OPEN_END.search(last.flat):
            return False
        if caps != is_caps(last.text) and (caps or first_line) and (heading or caps) and len(here) > 8:  # noqa: PLR2004 - a word
            return False
        ends = bool(_END.search(last.text))
        small = here.text[:1].islower()
        word = here.text.split(maxsplit=1)[0]
        deliberate = len(last) + 1 + len(word) <= self.width * _FULL
        if small:
            if _LIST_END.search(last.text):
                return (listed and not line.blank_before) or (
                    self.wrapped and not deliberate and not line.blank_before
                )
            return not _FULL_STOP.search(last.text) or not (line.blank_before or deliberate)
        if ends:
            return (
                self.wrapped and not deliberate and not line.blank_before and not _LIST_END.search(last.text)
            )
        if _OPEN_END.search(last.flat):
            return not (heading and line.blank_before)
        if line.blank_before or not self.wrapped:
            return self.wrapped and not deliberate and not heading
        return not (heading and first_line and deliberate)


def is_shouted(found: Sequence[Line]) -> bool:
    """Tell whether all that the lines say stands in capitals, so that these set nothing apart."""
    worded = [line for line in found if any(char.isalpha() for char in line.text.text)]
    return sum(is_caps(line.text.text) for line in worded) > _SHOUTED * len(worded)


def blocks(found: Sequence[Line], *, damaged: bool) -> list[Block]:
    """Return the paragraphs that the lines make up."""
    shouted = is_shouted(found)
    joiner = _Joiner(found, damaged=damaged, shouted=shouted)
    made: list[Block] = []
    parts: list[Passage] = []
    current: tuple[int, str, int] = (TEXT, "", 0)

    def close() -> None:
        if parts:
            text = join(parts)
            hashes = current[2]
            made.append(Block(current[0], current[1], text, is_caps(text.text), hashes))

    before: Line | None = None
    part = False  # "Phần I" stands alone in its line: what follows is its heading
    for line in found:
        if _PART_ALONE.match(line.text.flat) and line.text.text[:1].isupper():
            part = True
            continue
        mark = mark_of(line.text, damaged=damaged, shouted=shouted)
        if part:
            mark, part = (TOP, "", mark[2] if mark else 0), False
        if (
            mark
            and before
            and mark[0] == BULLET
            and before.text.text[-4:].isdigit()
            and line.text.text[2:6].isdigit()
        ):
            mark = None  # a span of years, cut at its dash
        if before is not None and mark is None:
            heading = (
                len(parts) == 1
                and len(parts[0]) <= _SHORT_HEAD
                and (current[0] <= LETTER or is_caps(parts[0].text))
            )
            listed = sum(part.text.count(";") + part.text.count(": ") for part in parts) > 1
            if joiner.goes_on(before, line, heading=heading, first_line=len(parts) == 1, listed=listed):
                parts.append(line.text)
                before = line
                continue
        close()
        rank, name, size = mark or (TEXT, "", 0)
        parts = [line.text.cut(size)]
        current = (rank, name, line.hashes)
        before = line
    close()
    return made
