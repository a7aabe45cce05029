"""A drawing as a picture for Word, which shows no SVG in older editions."""

from thidua.documents.render import typst

_SHARPNESS = 200


def png(svg: str, *, width: float = 160) -> bytes:
    """The drawing as PNG for Word, `width` mm wide at 200 dots an inch."""
    return typst.png("drawing.typ", {"svg": svg, "width": width}, ppi=_SHARPNESS)
