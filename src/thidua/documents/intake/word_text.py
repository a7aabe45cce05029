"""The text of a Word file as it reads on paper: numbers of lists written out, layout tables column by column."""

import re
from collections import defaultdict
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Final

import docx
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph

_LAYOUT: Final = re.compile(r"CỘNG\s+H[ÒO][ÀA]?\s+XÃ\s+HỘI|Nơi\s+nhận|Độc\s+lập\s*-", re.IGNORECASE)
_BOX: Final = qn("w:txbxContent")
_COPY: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_ROMAN: Final = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def text_of(data: bytes) -> str:
    """Return the text of a Word file that `package.look_into` has let pass."""
    document = docx.Document(BytesIO(data))
    numbers = _Numbers(document)
    return "\n".join(_body(document, numbers))


def _body(parent: Any, numbers: "_Numbers") -> Iterator[str]:
    for part in parent.iter_inner_content():
        if isinstance(part, Paragraph):
            for inner in _boxes(part):
                yield numbers.of(inner) + _own(inner)
            yield numbers.of(part) + _own(part)
        elif isinstance(part, Table):
            yield from _table(part, numbers)


def _boxes(paragraph: Paragraph) -> Iterator[Paragraph]:
    """Yield the paragraphs of text boxes that hang on one, without the copies that old versions of Word get."""
    for box in paragraph._p.iter(_BOX):  # noqa: SLF001 - python-docx shows no text boxes
        if next(box.iterancestors(_COPY), None) is None:
            yield from (Paragraph(inner, paragraph._parent) for inner in box.iter(qn("w:p")))  # noqa: SLF001 - as above


def _own(paragraph: Paragraph) -> str:
    """Return the words of a paragraph; what was deleted with tracked changes is left out, what was put in stays."""
    words: list[str] = []
    for node in paragraph._p.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:noBreakHyphen")):  # noqa: SLF001 - no public way
        if next(node.iterancestors(qn("w:p"))) is not paragraph._p:  # noqa: SLF001 - in a text box, read apart
            continue
        if node.tag == qn("w:t"):
            words.append(node.text or "")
        elif node.tag == qn("w:tab"):
            words.append("    " if node.getparent().tag == qn("w:r") else "")
        else:
            words.append("\n" if node.tag == qn("w:br") else "-")
    return "".join(words)


def _cells(row: Any) -> list[Any]:
    seen: list[Any] = []
    for cell in row.cells:
        if not any(cell._tc is other._tc for other in seen):  # noqa: SLF001 - merged cells come up again
            seen.append(cell)
    return seen


def _table(table: Table, numbers: "_Numbers") -> Iterator[str]:
    rows = [[list(_body(cell, numbers)) for cell in _cells(row)] for row in table.rows]
    if any(_LAYOUT.search(line) for row in rows for cell in row for line in cell):
        for row in rows:
            for cell in row:
                yield from cell
        yield ""
        return
    for row in rows:
        yield "\t".join(" ".join(" ".join(cell).split()) for cell in row)


class _Numbers:
    """Counts numbered paragraphs as Word does and writes their numbers out."""

    def __init__(self, document: Any) -> None:
        self._levels: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        try:
            root = document.part.numbering_part.element
        except (KeyError, NotImplementedError, AttributeError):
            return
        abstract = {one.get(qn("w:abstractNumId")): one for one in root.findall(qn("w:abstractNum"))}
        for num in root.findall(qn("w:num")):
            link = num.find(qn("w:abstractNumId"))
            source = abstract.get(link.get(qn("w:val"))) if link is not None else None
            for level in source.findall(qn("w:lvl")) if source is not None else ():
                key = (num.get(qn("w:numId")), int(level.get(qn("w:ilvl")) or 0))
                self._levels[key] = (
                    _value(level, "w:numFmt", "decimal"),
                    _value(level, "w:lvlText", ""),
                    int(_value(level, "w:start", "1") or 1),
                )

    def of(self, paragraph: Paragraph) -> str:
        """Return the number or bullet of a paragraph with a blank behind it, or nothing."""
        found = self._where(paragraph)
        if found is None or found not in self._levels:
            return ""
        number, level = found
        shape, text, start = self._levels[found]
        counts = self._counts[number]
        counts[level] = counts.get(level, start - 1) + 1
        for deeper in [one for one in counts if one > level]:
            del counts[deeper]
        if shape == "bullet":
            return "+ " if text.strip() == "+" else "- "
        if shape == "none":
            return ""

        def written(match: re.Match[str]) -> str:
            at = int(match.group(1)) - 1
            kind, _, first = self._levels.get((number, at), ("decimal", "", 1))
            return _format(counts.get(at, first), kind)

        return re.sub(r"%(\d)", written, text) + " "

    @staticmethod
    def _where(paragraph: Paragraph) -> tuple[str, int] | None:
        spots = [paragraph._p.pPr]  # noqa: SLF001 - python-docx shows no numbering
        style = paragraph.style
        while style is not None:
            spots.append(style.element.find(qn("w:pPr")))
            style = style.base_style
        for spot in spots:
            numbered = spot.find(qn("w:numPr")) if spot is not None else None
            if numbered is None:
                continue
            number, level = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
            if number is not None:
                return number.get(qn("w:val")), int(level.get(qn("w:val")) if level is not None else 0)
        return None


def _value(parent: Any, name: str, default: str) -> str:
    found = parent.find(qn(name))
    value = found.get(qn("w:val")) if found is not None else None
    return default if value is None else str(value)


def _format(count: int, kind: str) -> str:
    if kind in {"upperRoman", "lowerRoman"}:
        roman, rest = "", count
        for value, sign in _ROMAN:
            roman += sign * (rest // value)
            rest %= value
        return roman if kind == "upperRoman" else roman.lower()
    if kind in {"upperLetter", "lowerLetter"} and count > 0:
        letter = chr(ord("a") + (count - 1) % 26)
        return letter.upper() if kind == "upperLetter" else letter
    return f"{count:02d}" if kind == "decimalZero" else str(count)
