"""Charts as SVG, the same drawing on the page, in the PDF and, as PNG, in Word.

Each says its numbers in words beside the marks and tells its kinds apart by shape as well as colour, so that a print
in black and white holds. Sizes are CSS pixels; texts are printed as they stand.
"""

from thidua.documents.render.charts.dots import Dot, dots
from thidua.documents.render.charts.progress import Point, progress
from thidua.documents.render.charts.ranking import Bar, ranking

__all__ = ["Bar", "Dot", "Point", "dots", "progress", "ranking"]
