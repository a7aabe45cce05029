"""The letters: Tinos, which has the widths of Times New Roman, and what a text measures in it."""

import struct
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

from thidua.documents.paper.certificate import MM_PER_POINT

FONTS = Path(__file__).resolve().parent.parent / "fonts"
_SCALE = 1000
_SEGMENTS = 4
_GROUPS = 12


class FontsMissingError(RuntimeError):
    """The font files are not in place: the step that fetches the assets has not run."""


def require_fonts() -> Path:
    """The folder with the four cuts of Tinos. Raises FontsMissingError when they are not there."""
    if not any(FONTS.rglob("Tinos_700Bold.ttf")):
        msg = f"Tinos is missing in {FONTS}"
        raise FontsMissingError(msg)
    return FONTS


@cache
def _face(name: str) -> ImageFont.FreeTypeFont:
    path = next(require_fonts().rglob(name))
    return ImageFont.truetype(str(path), _SCALE, layout_engine=ImageFont.Layout.BASIC)


@cache
def _letters() -> frozenset[int]:
    """The code points of the regular cut, from its character map (OpenType, table `cmap`, formats 4 and 12)."""
    font = next(require_fonts().rglob("Tinos_400Regular.ttf")).read_bytes()
    tables = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(tables))
    start = next(offset for tag, _, offset, _ in records if tag == b"cmap")
    found: set[int] = set()
    for at in range(struct.unpack_from(">H", font, start + 2)[0]):
        table = start + struct.unpack_from(">L", font, start + 8 + 8 * at)[0]
        form = struct.unpack_from(">H", font, table)[0]
        if form == _SEGMENTS:
            count = struct.unpack_from(">H", font, table + 6)[0] // 2
            ends = struct.unpack_from(f">{count}H", font, table + 14)
            starts = struct.unpack_from(f">{count}H", font, table + 16 + 2 * count)
            for first, last in zip(starts, ends, strict=True):
                found.update(range(first, last + 1))
        elif form == _GROUPS:
            for group in range(struct.unpack_from(">L", font, table + 12)[0]):
                first, last, _ = struct.unpack_from(">LLL", font, table + 16 + 12 * group)
                found.update(range(first, last + 1))
    return frozenset(found)


def missing_letters(text: str) -> str:
    """The letters of the text that Tinos does not have; signs and pictures are not counted."""
    known = _letters()
    return "".join(sorted(mark for mark in set(text) if ord(mark) not in known and mark.isalpha()))


@lru_cache(maxsize=16_384)
def advance(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """How wide the text is on one line, in the unit of `size`."""
    weight = "700Bold" if bold else "400Regular"
    face = _face(f"Tinos_{weight}_Italic.ttf" if italic else f"Tinos_{weight}.ttf")
    return face.getlength(text) * size / _SCALE


def width_mm(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """How wide the text is on one line, in mm; `size` in points."""
    return advance(text, size, bold=bold, italic=italic) * MM_PER_POINT
