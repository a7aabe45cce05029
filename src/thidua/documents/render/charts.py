from thidua.documents.render import typst


def png(svg: str, *, width: int = 160) -> bytes:
    return typst.png("drawing.typ", {"svg": svg, "width": width}, ppi=200)
