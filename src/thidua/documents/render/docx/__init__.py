"""The paper as a Word file in the form of Decree 30/2020/NĐ-CP, annex I."""

from datetime import UTC, datetime
from io import BytesIO

import docx
from docx.document import Document

from thidua.documents.paper import Paper, closed_body
from thidua.documents.render.docx import blocks, frame, page, styles
from thidua.documents.render.docx.writer import Writer, clean
from thidua.documents.render.layout import text_width
from thidua.documents.render.package import reproducible

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_LEFTOVERS = ("/metadata/thumbnail", "/extended-properties")


def render(paper: Paper, at: datetime) -> bytes:
    """The DOCX of a paper. The same paper and time give the same bytes.

    `at` (aware) becomes the file's time of creation. Raises FontsMissingError when the widths cannot be measured.
    """
    document = docx.Document()
    styles.prepare(document)
    writer = Writer(document)
    page.first_section(document, paper)
    frame.head(writer, paper, text_width(landscape=paper.landscape))
    blocks.write(
        writer,
        closed_body(paper),
        text_width(landscape=paper.landscape),
        holds_last=paper.signature is not None,
    )
    frame.signature(writer, paper, text_width(landscape=paper.landscape))
    for annex in paper.annexes:
        page.annex_section(document, landscape=annex.landscape)
        width = text_width(landscape=annex.landscape)
        frame.annex_head(writer, annex, width)
        blocks.write(writer, annex.body, width, holds_last=False)
    _properties(document, paper, at)
    _without_leftovers(document)
    file = BytesIO()
    document.save(file)
    return reproducible(file.getvalue(), at)


def _properties(document: Document, paper: Paper, at: datetime) -> None:
    properties = document.core_properties
    title = " ".join(part for part in (paper.title, paper.summary or paper.header.subject) if part)
    properties.title = clean(title)[:250]
    properties.author = clean(paper.author or " ".join(paper.header.issuer))[:250]
    properties.last_modified_by = properties.author
    properties.subject = paper.kind
    properties.comments = ""
    properties.keywords = ""
    properties.language = "vi-VN"
    properties.revision = 1
    moment = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    properties.created = moment
    properties.modified = moment


def _without_leftovers(document: Document) -> None:
    """Leave out the picture and the count of pages that belong to python-docx's own template."""
    relations = document.part.package.rels
    for key in [key for key, relation in relations.items() if relation.reltype.endswith(_LEFTOVERS)]:
        del relations[key]
