"""Charts as SVG, the same drawing on the page, in the PDF and, as PNG, in Word.

Each says its numbers in words beside the marks and tells its kinds apart by shape as well as colour, so that a print
in black and white holds. Sizes are CSS pixels; texts are printed as they stand.
"""

from thidua.documents.render import typst
from thidua.documents.render.charts.dots import Dot, dots
from thidua.documents.render.charts.progress import Point, progress
from thidua.documents.render.charts.ranking import Bar, ranking

__all__ = ["Bar", "Dot", "Point", "dots", "png", "progress", "ranking"]

_SHARPNESS = 200


def png(svg: str, *, width: float = 160) -> bytes:
    """The drawing as PNG for Word, `width` mm wide at 200 dots an inch."""
    return typst.png("drawing.typ", {"svg": svg, "width": width}, ppi=_SHARPNESS)
