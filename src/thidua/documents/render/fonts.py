"""The letters: Tinos, which has the widths of Times New Roman, and what a text measures in it."""

from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

FONTS = Path(__file__).resolve().parent.parent / "fonts"
FAMILY = "Tinos"
MM_PER_POINT = 25.4 / 72
_SCALE = 1000


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


@lru_cache(maxsize=16_384)
def advance(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """How wide the text is on one line, in the unit of `size`."""
    weight = "700Bold" if bold else "400Regular"
    face = _face(f"Tinos_{weight}_Italic.ttf" if italic else f"Tinos_{weight}.ttf")
    return face.getlength(text) * size / _SCALE


def width_mm(text: str, size: float, *, bold: bool = False, italic: bool = False) -> float:
    """How wide the text is on one line, in mm; `size` in points."""
    return advance(text, size, bold=bold, italic=italic) * MM_PER_POINT
