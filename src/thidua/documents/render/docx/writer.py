"""Building WordprocessingML by hand: what python-docx has no call for, and long tables at speed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm

from thidua.documents.paper import Align, Run, Text, bound, pieces, text_runs
from thidua.documents.render.layout import twips

_JUSTIFY = {"left": "left", "center": "center", "right": "right", "justify": "both"}
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class Form:
    """How a paragraph is set. Spaces and size in points, indents in mm; None leaves it to the style."""

    align: Align | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    before: float | None = None
    after: float | None = None
    line: float | None = None
    exact: float | None = None
    first: float | None = None
    left: float | None = None
    right: float | None = None
    keep_next: bool = False
    style: str = ""
    rule: bool = False


def element(
    tag: str, children: Iterable[BaseOxmlElement] = (), /, **attributes: str | int
) -> BaseOxmlElement:
    """An element of the w: namespace with attributes of the same."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    for child in children:
        made.append(child)
    return made


def paragraph(text: Text, form: Form) -> BaseOxmlElement:
    """A paragraph; a line feed in the text is a line break."""
    made = element("p", [_properties(form)])
    for run in text_runs(text):
        if run.text:
            made.append(_run(run, form))
    return made


def _properties(form: Form) -> BaseOxmlElement:
    made = element("pPr")
    if form.style:
        made.append(element("pStyle", val=form.style))
    if form.keep_next:
        made.append(element("keepNext"))
        made.append(element("keepLines"))
    if form.rule:
        made.append(element("pBdr", [element("top", val="single", sz=6, space=0, color="000000")]))
    spacing = {
        name: round(value * 20)
        for name, value in (("before", form.before), ("after", form.after))
        if value is not None
    }
    if form.exact is not None:
        made.append(element("spacing", **spacing, line=round(form.exact * 20), lineRule="exact"))
    elif form.line is not None:
        made.append(element("spacing", **spacing, line=round(form.line * 240), lineRule="auto"))
    elif spacing:
        made.append(element("spacing", **spacing))
    indents = {
        name: twips(value)
        for name, value in (("left", form.left), ("right", form.right), ("firstLine", form.first))
        if value is not None
    }
    if indents:
        made.append(element("ind", **indents))
    if form.align is not None:
        made.append(element("jc", val=_JUSTIFY[form.align]))
    if form.exact is not None:  # an empty paragraph is as high as its mark
        made.append(element("rPr", [element("sz", val=2), element("szCs", val=2)]))
    return made


def _run(run: Run, form: Form) -> BaseOxmlElement:
    properties = element("rPr")
    if run.bold or form.bold:
        properties.append(element("b"))
        properties.append(element("bCs"))
    if run.italic or form.italic:
        properties.append(element("i"))
        properties.append(element("iCs"))
    if form.size is not None:
        properties.append(element("sz", val=round(form.size * 2)))
        properties.append(element("szCs", val=round(form.size * 2)))
    made = element("r", [properties])
    for at, line in enumerate(bound(clean(run.text)).split("\n")):
        if at:
            made.append(element("br"))
        for piece, whole in pieces(line):
            _append_text(made, piece, whole=whole)
    return made


def _append_text(run: BaseOxmlElement, text: str, *, whole: bool) -> None:
    """Append the text; a symbol ("12/TTr-VHXH") gets hyphens at which Word does not break, read back as hyphens."""
    for at, piece in enumerate(text.split("-") if whole else [text]):
        if at:
            run.append(element("noBreakHyphen"))
        part = element("t")
        part.text = piece
        part.set(_XML_SPACE, "preserve")
        run.append(part)


def clean(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return _UNPRINTABLE.sub("", text)


def plain_table(
    widths: Iterable[float], rows: Iterable[BaseOxmlElement], *, ruled: bool, padding: float, align: str = ""
) -> BaseOxmlElement:
    """A table of fixed layout; widths and cell padding in mm."""
    grid = [twips(width) for width in widths]
    properties = element("tblPr", [element("tblW", w=sum(grid), type="dxa")])
    if align:
        properties.append(element("jc", val=align))
    if ruled:
        sides = ("top", "left", "bottom", "right", "insideH", "insideV")
        properties.append(
            element(
                "tblBorders", [element(side, val="single", sz=4, space=0, color="000000") for side in sides]
            )
        )
    properties.append(element("tblLayout", type="fixed"))
    properties.append(
        element(
            "tblCellMar",
            [
                element("top", w=twips(0.5) if ruled else 0, type="dxa"),
                element("left", w=twips(padding), type="dxa"),
                element("bottom", w=twips(0.5) if ruled else 0, type="dxa"),
                element("right", w=twips(padding), type="dxa"),
            ],
        )
    )
    columns = element("tblGrid", [element("gridCol", w=width) for width in grid])
    return element("tbl", [properties, columns, *rows])


def row(cells: Iterable[BaseOxmlElement], *, head: bool = False, height: float = 0) -> BaseOxmlElement:
    """A row that is never split between pages; a head row is repeated on each page."""
    properties = element("trPr", [element("cantSplit")])
    if height:
        properties.append(element("trHeight", val=twips(height), hRule="atLeast"))
    if head:
        properties.append(element("tblHeader"))
    return element("tr", [properties, *cells])


def cell(
    width: float, paragraphs: Iterable[BaseOxmlElement], *, span: int = 1, middle: bool = False
) -> BaseOxmlElement:
    """A cell `width` mm wide."""
    properties = element("tcPr", [element("tcW", w=twips(width), type="dxa")])
    if span > 1:
        properties.append(element("gridSpan", val=span))
    if middle:
        properties.append(element("vAlign", val="center"))
    content = list(paragraphs) or [element("p")]
    return element("tc", [properties, *content])


class Writer:
    """Appends to the end of the document, before the properties of its last section."""

    def __init__(self, document: Document) -> None:
        """Write into this document."""
        self.document = document
        self._body = document.element.body

    def add(self, part: BaseOxmlElement) -> None:
        """Append a paragraph or a table."""
        self._body.insert_element_before(part, "w:sectPr")

    def paragraph(self, text: Text, form: Form) -> None:
        """Append a paragraph."""
        self.add(paragraph(text, form))

    def gap(self, points: float, *, keep_next: bool = False) -> None:
        """Append empty space; also needed between two tables, which Word would join."""
        self.add(paragraph("", Form(before=0, after=0, exact=max(points, 1), first=0, keep_next=keep_next)))

    def picture(self, png: bytes, width: float, description: str) -> None:
        """Append a picture `width` mm wide, centred, with its description for a screen reader."""
        holder = self.document.add_paragraph()
        holder.alignment = WD_ALIGN_PARAGRAPH.CENTER
        holder.paragraph_format.first_line_indent = Mm(0)
        holder.paragraph_format.keep_with_next = True
        shape = holder.add_run().add_picture(BytesIO(png), width=Mm(width))
        shape._inline.docPr.set("descr", description)  # noqa: SLF001 - python-docx has no call for the alternative text
        shape._inline.docPr.set("name", "Biểu đồ")  # noqa: SLF001 - as above
