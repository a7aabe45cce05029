"""Marks of an SVG drawing: texts that are escaped, lines, shapes."""

from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256
from html import escape

from thidua.documents.paper.certificate import MM_PER_POINT
from thidua.documents.render.fonts import advance
from thidua.documents.render.layout import balanced

WIDTH = 680
SIZE = 16
SMALL = 14
INK = "#1b1b1b"
QUIET = "#5b616b"
FAINT = "#d3d6db"
BLUE = "#1f4e8c"
PALE = "#a9b8cc"
RED = "#b3261e"
_CENT = Decimal("0.01")


def figure(value: Decimal) -> str:
    """The number as printed: at most two decimals, decimal comma, no trailing zeros."""
    shown = value.quantize(_CENT, rounding="ROUND_HALF_UP").normalize()
    text = f"{shown:f}" if shown else "0"
    return text.replace(".", ",")


def number(value: float) -> str:
    """A coordinate with as many digits as one can see."""
    return f"{value:.1f}".removesuffix(".0")


def text(
    x: float,
    y: float,
    content: str,
    *,
    size: int = SIZE,
    anchor: str = "start",
    bold: bool = False,
    fill: str = INK,
) -> str:
    """A text whose baseline begins, ends or is centred at the point."""
    weight = ' font-weight="700"' if bold else ""
    return (
        f'<text x="{number(x)}" y="{number(y)}" font-size="{size}" text-anchor="{anchor}"{weight} '
        f'fill="{fill}">{escape(content)}</text>'
    )


def line(
    x1: float, y1: float, x2: float, y2: float, *, stroke: str = INK, width: float = 1, dash: str = ""
) -> str:
    """A straight line."""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" '
        f'stroke="{stroke}" stroke-width="{number(width)}"{dashed}/>'
    )


def bar(x: float, y: float, width: float, height: float, *, fill: str, stroke: str = "none") -> str:
    """A filled rectangle."""
    return (
        f'<rect x="{number(x)}" y="{number(y)}" width="{number(max(width, 0))}" height="{number(height)}" '
        f'fill="{fill}" stroke="{stroke}"/>'
    )


def circle(x: float, y: float, radius: float, *, fill: str, stroke: str) -> str:
    """A circle, hollow with a white fill."""
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}" stroke="{stroke}" '
        'stroke-width="2"/>'
    )


def diamond(x: float, y: float, radius: float, *, stroke: str) -> str:
    """A hollow square standing on its corner."""
    points = " ".join(
        f"{number(px)},{number(py)}"
        for px, py in ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    )
    return f'<polygon points="{points}" fill="#ffffff" stroke="{stroke}" stroke-width="2"/>'


def wrapped(
    content: str, width: float, size: int = SIZE, most: int = 3, *, bold: bool = False
) -> tuple[str, ...]:
    """The text in even lines; past the most lines allowed the rest is left out with an ellipsis."""
    lines = balanced(content, width, size / MM_PER_POINT, bold=bold)
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while advance(last + "…", size, bold=bold) > width and " " in last:
        last = last.rsplit(" ", 1)[0]
    return (*lines[: most - 1], last + "…")


def label(x: float, middle: float, lines: Sequence[str], *, anchor: str = "end", bold: bool = False) -> str:
    """Lines of text centred on a height."""
    top = middle - (len(lines) - 1) * (SIZE + 1) / 2 + SIZE * 0.35
    return "".join(
        text(x, top + at * (SIZE + 1), part, anchor=anchor, bold=bold) for at, part in enumerate(lines)
    )


def drawing(marks: Sequence[str], height: float, title: str, description: str) -> str:
    """The whole SVG, with its title and description for those who cannot see it."""
    body = "".join(marks)
    key = sha256(f"{title}\0{description}\0{body}".encode()).hexdigest()[:10]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {WIDTH} {number(height)}" '
        f'width="{WIDTH}" height="{number(height)}" role="img" aria-labelledby="t{key} d{key}" '
        f"font-family=\"Tinos, 'Times New Roman', serif\">"
        f'<title id="t{key}">{escape(title)}</title><desc id="d{key}">{escape(description)}</desc>{body}</svg>'
    )
