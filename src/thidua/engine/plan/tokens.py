"""Cutting a text into words, with what clings to them left outside."""

import re
from dataclasses import dataclass
from typing import Final

from thidua.engine.plan.folding import is_marked, is_vietnamese_only

_CHUNK: Final = re.compile(r"\S+")
_LEAD: Final = re.compile(r"""^["“”'‘’(\[{«<*_#`\-–—•+~=.,;:|]*""")
_TRAIL: Final = re.compile(r"""[)"”’'\]},.;:!?…/»>*_|`\-–—]*$""")
_INNER: Final = re.compile(r"""(?<![’'])[,;:()"“”]+|(?<=[^\W\d_])[/.\-–](?=[^\W\d_]{2})""")
_MARKER: Final = re.compile(r"(?:[IVXivxl1|!]{1,5}|\d{1,2}(?:\.\d{1,2}){0,3}|[A-Za-zđĐ])[.)]{1,2}$")
_NUMBERISH: Final = re.compile(r"[\dOoIl]*\d[\d.,/%\-–]*$|\d+[^\W\d_]{1,3}[-–]")
_CODED: Final = re.compile(
    r"\d[\d/]*\s?[-/yYIl]?[^\W\d_]{1,6}\d{0,2}(?:[-/][^\W\d_&]{1,10}\d{0,2})+$|\d+(?:/\d+)?/[^\W\d_]{1,6}\d{0,2}$"
)
_GLUED: Final = re.compile(r"(0\d)(c[aáà4]|t[aậ4]p)(nh[aâ4]n|th[eểé6])$", re.IGNORECASE)
"""A number of subjects that lost its blanks: "03canhan"."""
_ORDER: Final = re.compile(r"[IVX]{1,5}$")
_ABBREVIATION: Final = 6  # letters; capitals up to there are no word
_LONGEST: Final = 30  # letters; no word is longer, and what is cannot be read
_SIGNS: Final = re.compile(r"[^\w&¢¥€£@<’'(]")


@dataclass(slots=True)
class Token:
    """A word of the text, or a number or a sign that no marks can be given to."""

    start: int
    end: int
    seen: str
    fixed: bool  # stands as it is: a number, a mark of order, a sign
    line_start: bool
    breaks: bool  # a paragraph ends before it
    stops: bool  # a sentence ends before it


def tokens(text: str) -> list[Token]:
    """Return the words of a text in order."""
    found: list[Token] = []
    previous = 0
    first = breaks = True
    for chunk in _CHUNK.finditer(text):
        gap = text[previous : chunk.start()]
        first = first or "\n" in gap
        breaks = breaks or gap.count("\n") > 1
        before = len(found)
        _cut(chunk.group(), chunk.start(), found, first=first, breaks=breaks)
        if len(found) > before:  # a bullet alone hands what it begins to the word behind it
            breaks = False
            first = first and bool(_MARKER.match(found[-1].seen))
        previous = chunk.end()
    return found


def _cut(chunk: str, offset: int, found: list[Token], *, first: bool, breaks: bool) -> None:
    stops = bool(found) and not breaks and not found[-1].seen
    if first and _MARKER.match(chunk):
        found.append(Token(offset, offset + len(chunk), chunk, True, True, breaks, False))
        return
    lead = _LEAD.match(chunk)
    start = lead.end() if lead else 0
    trail = _TRAIL.search(chunk, start)
    end = trail.start() if trail else len(chunk)
    at = start
    pieces: list[tuple[int, int]] = []
    if not _NUMBERISH.match(chunk[start:end]) and not _CODED.match(chunk[start:end]):
        for gap in _INNER.finditer(chunk, start, end):
            pieces.append((at, gap.start()))
            at = gap.end()
    glued = _GLUED.match(chunk, at, end)
    if glued:
        pieces += [glued.span(1), glued.span(2)]
        at = glued.start(3)
    pieces.append((at, end))
    for left, right in pieces:
        if left < right:
            seen = chunk[left:right]
            found.append(Token(offset + left, offset + right, seen, _is_fixed(seen), first, breaks, stops))
            first = breaks = stops = False
    if found and any(sign in chunk[end:] for sign in ".;:!?"):
        found.append(Token(offset + end, offset + end, "", True, False, False, True))


def _is_fixed(seen: str) -> bool:
    letters = sum(char.isalpha() for char in seen)
    if letters > _LONGEST:
        return True
    if not letters and not set(seen) & set("¥&¢€"):
        return not (seen.isdigit() and len(seen) < 4 and seen[0] != "0")  # noqa: PLR2004 - a short number may be a word
    if _CODED.match(seen) or _ORDER.match(seen):
        return True
    digits = sum(char.isdigit() for char in seen)
    return (
        bool(_NUMBERISH.match(seen) and digits >= letters)
        or bool(_SIGNS.search(seen))
        or digits > 2 * letters + 1
    )


def marks(words: list[str]) -> tuple[int, float, float]:
    """Return how many Vietnamese syllables there are, the share that carry marks, and marks only ours."""
    plain = [
        word
        for word in words
        if len(word) > 1 and not (word.isascii() and word.isupper() and len(word) < _ABBREVIATION)
    ]
    plain = [word for word in plain if any(char.isalpha() for char in word)]
    if not plain:
        return 0, 0.0, 0.0
    marked = sum(any(is_marked(char) for char in word) for word in plain)
    ours = sum(any(is_vietnamese_only(char) for char in word) for word in plain)
    return len(plain), marked / len(plain), ours / len(plain)
