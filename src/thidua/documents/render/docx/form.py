"""A paper in a Word form that an authority made: whole parts set where the form says, annexes after it.

The form is filled already (`documents.intake.filling`): only the fields of `paper.fields.PARTS` still stand in it.
"""

from collections.abc import Callable, Collection
from copy import deepcopy
from datetime import datetime
from functools import partial
from io import BytesIO

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from thidua.documents.paper import Header, Paper, closed_body
from thidua.documents.paper.fields import BODY, FOOT, annexes_left, marked
from thidua.documents.render.docx import blocks, frame, page, styles
from thidua.documents.render.docx.writer import Writer
from thidua.documents.render.layout import text_width, twips
from thidua.documents.render.package import reproducible

_NEXT_SECTION = "(./w:pPr/w:sectPr|./following-sibling::w:p/w:pPr/w:sectPr|./following-sibling::w:sectPr)[1]"
_TWIPS_IN_MM = twips(1000) / 1000


def starter(at: datetime) -> bytes:
    """The built-in form with the names of its fields, to begin an own one from. `at` is aware."""
    document = docx.Document()
    styles.prepare(document)
    page.first_section(document, Paper(kind="", header=Header(issuer=()), title="", body=()))
    writer = Writer(document)
    frame.form_head(writer, text_width(landscape=False))
    for name in (BODY, FOOT):
        document.add_paragraph(marked(name))
    file = BytesIO()
    document.save(file)
    return reproducible(file.getvalue(), at)


def completed(content: bytes, paper: Paper, names: Collection[str], at: datetime) -> bytes:
    """The form with the parts and annexes of the paper, its watermark and its anchor in the journal.

    `names` are the fields that the form names.
    """
    document = docx.Document(BytesIO(content))
    document.element.body.get_or_add_sectPr()
    writer = Writer(document)
    body = partial(blocks.write, writer, closed_body(paper), holds_last=paper.signature is not None)
    _set(document, BODY, lambda total: body(total=total))
    _set(document, FOOT, lambda total: frame.signature(writer, paper, total))
    for annex in annexes_left(paper, names):
        page.annex_section(document, landscape=annex.landscape)
        width = text_width(landscape=annex.landscape)
        frame.annex_head(writer, annex, width)
        blocks.write(writer, annex.body, width, holds_last=False)
    page.stamp(document, paper)
    _own_headings(document)
    file = BytesIO()
    document.save(file)
    return reproducible(file.getvalue(), at)


def _set(document: Document, name: str, write: Callable[[float], None]) -> None:
    """Write a part at each place that the form names it, in the width of the page there."""
    body = document.element.body
    for place in [one for one in body.xpath("./w:p") if _text(one) == "".join(marked(name).split())]:
        before = set(body)
        write(_width(place))
        for made in [one for one in body if one not in before]:
            place.addprevious(made)
        if place.xpath("./w:pPr/w:sectPr"):
            for run in place.xpath("./w:r"):
                place.remove(run)
        else:
            body.remove(place)


def _text(place: BaseOxmlElement) -> str:
    return "".join("".join(node.text or "" for node in place.iter(qn("w:t"))).split())


def _width(place: BaseOxmlElement) -> float:
    """The width of the text (mm) on the page of a place, as its section says."""
    section = place.xpath(_NEXT_SECTION)[0]
    size, margins = section.find(qn("w:pgSz")), section.find(qn("w:pgMar"))
    if size is None or margins is None:
        return text_width(landscape=False)
    told = [size.get(qn("w:w")), margins.get(qn("w:left")), margins.get(qn("w:right"))]
    if not all(value and value.isdigit() for value in told):
        return text_width(landscape=False)
    whole, left, right = (int(value) for value in told if value)
    width = (whole - left - right) / _TWIPS_IN_MM
    return width if width > 0 else text_width(landscape=False)


def _own_headings(document: Document) -> None:
    """Headings in the styles of the form, by their names: Word keeps them under other ids in other languages."""
    known = {style.name: style for style in document.styles}
    made = docx.Document()
    styles.prepare(made)
    for level, built_in in enumerate(styles.HEADINGS, start=1):
        used = document.element.body.xpath(f"./w:p/w:pPr/w:pStyle[@w:val='{built_in}']")
        if not used:
            continue
        if f"Heading {level}" not in known:
            style = deepcopy(made.styles[f"Heading {level}"].element)
            for other in style.xpath("./w:basedOn|./w:next|./w:link"):
                style.remove(other)
            document.styles.element.append(style)
            continue
        for node in used:
            node.set(qn("w:val"), known[f"Heading {level}"].style_id)
