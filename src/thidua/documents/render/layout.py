"""Measures that Word and PDF share: the page of Decree 30/2020, column widths, the length of ruled lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import ceil

from thidua.documents.paper import Header, Table, number_line, phrased, place_line
from thidua.documents.render.fonts import width_mm

PAGE_SHORT = 210
PAGE_LONG = 297
MARGIN_TOP = 20
MARGIN_BOTTOM = 20
MARGIN_LEFT = 30
MARGIN_RIGHT = 17
INDENT = 10
BODY_SIZE = 14
SUBJECT_SIZE = 12
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
CELL_PADDING = 1.4
SIGNING_SPACE = 24
"""mm between the authority and the name: room for a signature and the seal (36 mm across, partly over the text)."""

_GAP = 3
_RULE_SHARE = 0.4
_BREAK = "\N{ZERO WIDTH SPACE}"
_HAIR = 0.3
_SLACK = 0.8
"""mm: what one program's spacing of letters may differ from another's."""


def text_width(*, landscape: bool) -> int:
    """The width of the text block, in mm."""
    return (PAGE_LONG if landscape else PAGE_SHORT) - MARGIN_LEFT - MARGIN_RIGHT


@dataclass(frozen=True, slots=True)
class Head:
    """The head of page 1 as measured, mm and points: both columns, texts with their widths, ruled lines."""

    left: float
    right: float
    size: int
    issuer: tuple[tuple[str, float], ...]
    superior: tuple[str, float]
    subject: tuple[str, float]
    rule_left: float
    rule_right: float


def measured_head(header: Header, total: float) -> Head:
    """Columns in which neither the national name nor the motto wraps; 12 pt where 13 is too wide for the left."""
    size = 13
    for size in (13, 12):
        right = _GAP + max(
            width_mm(NATION, size, bold=True),
            width_mm(MOTTO, size + 1, bold=True),
            width_mm(place_line(header), size + 1, italic=True),
        )
        left = total - right
        widest = max(
            (
                *(width_mm(line, size, bold=True) for line in header.issuer),
                width_mm(header.superior, size),
                width_mm(number_line(header), 13),
            )
        )
        if widest <= left:
            break
    room = left - 1
    lines = [part for line in header.issuer for part in balanced(phrased(line), room, size, bold=True)]
    issuer = tuple((line, min(width_mm(line, size, bold=True) + _SLACK, room)) for line in lines)
    last = lines[-1:]
    return Head(
        left=left,
        right=right,
        size=size,
        issuer=issuer,
        superior=(header.superior, balanced_width(header.superior, room, size)),
        subject=(header.subject, balanced_width(header.subject, room, SUBJECT_SIZE)),
        rule_left=width_mm(last[0], size, bold=True) * _RULE_SHARE if last else 0,
        rule_right=width_mm(MOTTO, size + 1, bold=True),
    )


def summary_rule(summary: str, total: float) -> float:
    """The line under the trích yếu: between a third and a half of its text's length."""
    return min(width_mm(summary, BODY_SIZE, bold=True), total * 0.8) * _RULE_SHARE


def balanced(
    text: str, width: float, size: float, *, bold: bool = False, italic: bool = False
) -> tuple[str, ...]:
    """The text in as few lines as fit the width (mm), the lines as even as they can be.

    A word wider than the width stands alone. No-break spaces hold.
    """
    return _balance(text, width, size, bold=bold, italic=italic)[0]


def balanced_width(
    text: str, width: float, size: float, *, bold: bool = False, italic: bool = False
) -> float:
    """The narrowest width (mm) in which the text takes no more lines than in the width given."""
    return min(_balance(text, width, size, bold=bold, italic=italic)[1] + _SLACK, width)


def _balance(
    text: str, width: float, size: float, *, bold: bool, italic: bool
) -> tuple[tuple[str, ...], float]:
    words = _words(text)
    if not words:
        return (), width
    widths = [width_mm(word, size, bold=bold, italic=italic) for word in words]
    space = width_mm(" ", size, bold=bold, italic=italic)

    def filled(limit: float) -> list[str]:
        lines: list[str] = []
        used = 0.0
        for word, wide in zip(words, widths, strict=True):
            if lines and used + space + wide <= limit:
                lines[-1] += f" {word}"
                used += space + wide
            else:
                lines.append(word)
                used = wide
        return lines

    best = filled(width)
    if len(best) == 1:
        return tuple(best), width_mm(best[0], size, bold=bold, italic=italic)
    low, high = max(widths), width
    while high - low > _HAIR:
        middle = (low + high) / 2
        if len(lines := filled(middle)) <= len(best):
            best, high = lines, middle
        else:
            low = middle
    return tuple(best), high


def _words(text: str) -> list[str]:
    """The words between which a line may break; a dash stays with the word before it."""
    words: list[str] = []
    for word in text.split(" "):
        if word in {"-", "–"} and words:
            words[-1] += f" {word}"
        elif word:
            words.append(word)
    return words


def breakable(text: str, width: float, size: float) -> str:
    """The text with invisible places to break inside words wider than the width (mm): links, long codes."""
    return " ".join(_broken(word, width, size) for word in text.split(" "))


def _broken(word: str, width: float, size: float) -> str:
    if width_mm(word, size, bold=True) <= width:
        return word
    parts = [""]
    for mark in word:
        if parts[-1] and width_mm(parts[-1] + mark, size, bold=True) > width:
            parts.append("")
        parts[-1] += mark
    return _BREAK.join(parts)


def column_widths(table: Table, total: float) -> tuple[float, ...]:
    """The widths of the columns in mm, filling the total.

    Shares as asked, but no column narrower than its longest word, as far as the page allows; what is missing is taken
    from the columns that have room. A column at its longest text needs no more.
    """
    shares = sum(column.width for column in table.columns) or 1
    asked = [total * column.width / shares for column in table.columns]
    needed = [_longest_word(table, at) + 2 * CELL_PADDING + 0.6 for at in range(len(table.columns))]
    if sum(needed) >= total:
        return tuple(total * need / sum(needed) for need in needed)
    widths = [max(pair) for pair in zip(asked, needed, strict=True)]
    over = sum(widths) - total
    slack = [width - need for width, need in zip(widths, needed, strict=True)]
    room = sum(slack)
    if over > 0 and room > 0:
        widths = [width - over * spare / room for width, spare in zip(widths, slack, strict=True)]
    return tuple(widths)


def _longest_word(table: Table, at: int) -> float:
    head = max((width_mm(word, table.size, bold=True) for word in table.columns[at].title.split()), default=0)
    grouped = set(table.groups)
    words = {word for row, cells in enumerate(table.rows) if row not in grouped for word in cells[at].split()}
    if table.total is not None and (at == 0 or table.total[at]):
        spans = at == 0 and len(table.total) > 1 and not table.total[1]
        words |= set() if spans else set(table.total[at].split())
    candidates = sorted(words, key=len, reverse=True)[:12]
    body = max((_word_width(word, table.size) for word in candidates), default=0)
    return max(head, body)


@lru_cache(maxsize=4096)
def _word_width(word: str, size: int) -> float:
    return width_mm(word, size, bold=True)


def spans(cells: Sequence[str]) -> tuple[tuple[str, int], ...]:
    """The cells of a total or group row with the number of columns each takes: the first spans the empty ones."""
    taken = 1
    while cells[0] and taken < len(cells) and not cells[taken]:
        taken += 1
    return ((cells[0], taken), *((cell, 1) for cell in cells[taken:]))


def twips(millimetres: float) -> int:
    """Word's unit: a twentieth of a point."""
    return ceil(millimetres / 25.4 * 1440)
