"""Sections: A4, margins, the page number in the top margin, the anchor at the foot, a watermark."""

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import Section, _Footer, _Header
from docx.shared import Mm

from thidua.documents.paper import Footer, Paper
from thidua.documents.render.docx.writer import Form, element, paragraph
from thidua.documents.render.layout import (
    MARGIN_BOTTOM,
    MARGIN_LEFT,
    MARGIN_RIGHT,
    MARGIN_TOP,
    PAGE_LONG,
    PAGE_SHORT,
)
from thidua.documents.render.marks import anchor_line

_NUMBER_SIZE = 13
_HEADER_DISTANCE = 10
_FOOTER_DISTANCE = 9


def first_section(document: Document, paper: Paper) -> None:
    """Set up the section of the paper itself; annexes take over its header and footer."""
    section = document.sections[0]
    _page(section, landscape=paper.landscape)
    section.different_first_page_header_footer = True
    _fill(section.header, [_page_number()], paper.watermark)
    _fill(section.first_page_header, [paragraph("", Form(align="center", after=0))], paper.watermark)
    for footer in (section.footer, section.first_page_footer):
        _fill(footer, [_anchor(paper.footer)], "")


def annex_section(document: Document, *, landscape: bool) -> None:
    """Begin a section on a new page for an annex, its pages numbered from 1."""
    section = document.add_section(WD_SECTION.NEW_PAGE)
    _shrink_last_of_section(document)
    _page(section, landscape=landscape)
    section.different_first_page_header_footer = True
    properties = section._sectPr  # noqa: SLF001 - python-docx has no call to restart the page number
    for old in properties.xpath("./w:pgNumType"):
        properties.remove(old)
    properties.xpath("./w:pgMar")[0].addnext(element("pgNumType", start=1))


def stamp(document: Document, paper: Paper) -> None:
    """Add the watermark and the anchor of a paper to the headers and footers that a form has."""
    for at, section in enumerate(document.sections):
        for header in (section.header, section.first_page_header):
            if paper.watermark and (at == 0 or not header.is_linked_to_previous):
                _first(header).append(_watermark(paper.watermark))
        for footer in (section.footer, section.first_page_footer):
            if paper.footer and (at == 0 or not footer.is_linked_to_previous):
                _first(footer).addprevious(_anchor(paper.footer))


def _first(part: _Header | _Footer) -> BaseOxmlElement:
    """The first paragraph of a header or footer, made where there is none."""
    return part.paragraphs[0]._p if part.paragraphs else part.add_paragraph()._p  # noqa: SLF001 - python-docx has no call for a shape


def _shrink_last_of_section(document: Document) -> None:
    """The paragraph that carries the section before must take no room, or it alone would fill a page."""
    carrier = document.element.body.xpath("./w:p[w:pPr/w:sectPr]")[-1]
    properties = carrier.pPr
    section = properties.xpath("./w:sectPr")[0]
    section.addprevious(element("spacing", before=0, after=0, line=20, lineRule="exact"))
    section.addprevious(element("rPr", [element("sz", val=2), element("szCs", val=2)]))


def _page(section: Section, *, landscape: bool) -> None:
    wide, high = (PAGE_LONG, PAGE_SHORT) if landscape else (PAGE_SHORT, PAGE_LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(wide), Mm(high)
    section.top_margin, section.bottom_margin = Mm(MARGIN_TOP), Mm(MARGIN_BOTTOM)
    section.left_margin, section.right_margin = Mm(MARGIN_LEFT), Mm(MARGIN_RIGHT)
    section.header_distance, section.footer_distance = Mm(_HEADER_DISTANCE), Mm(_FOOTER_DISTANCE)


def _fill(part: _Header | _Footer, paragraphs: list[BaseOxmlElement], watermark: str) -> None:
    part.is_linked_to_previous = False
    root = part._element  # noqa: SLF001 - python-docx has no call to replace the content
    for old in list(root):
        root.remove(old)
    for made in paragraphs:
        root.append(made)
    if watermark:
        paragraphs[0].append(_watermark(watermark))


def _page_number() -> BaseOxmlElement:
    made = paragraph("", Form(align="center", after=0, first=0))
    for part in (
        element("fldChar", fldCharType="begin"),
        element("instrText"),
        element("fldChar", fldCharType="separate"),
        element("t"),
        element("fldChar", fldCharType="end"),
    ):
        if part.tag.endswith("instrText"):
            part.text = " PAGE "
        if part.tag.endswith("}t"):
            part.text = "2"
        size = element("rPr", [element("sz", val=_NUMBER_SIZE * 2), element("szCs", val=_NUMBER_SIZE * 2)])
        made.append(element("r", [size, part]))
    return made


def _anchor(footer: Footer | None) -> BaseOxmlElement:
    return paragraph(anchor_line(footer), Form(align="right", size=8, after=0, first=0))


def _watermark(text: str) -> BaseOxmlElement:
    """The shape that Word itself makes for a watermark."""
    xml = (
        f"<w:r {nsdecls('w')} xmlns:v='urn:schemas-microsoft-com:vml' "
        "xmlns:o='urn:schemas-microsoft-com:office:office'>"
        "<w:pict><v:shapetype id='_x0000_t136' coordsize='21600,21600' o:spt='136' adj='10800' "
        "path='m@7,l@8,m@5,21600l@6,21600e'><v:formulas><v:f eqn='sum #0 0 10800'/><v:f eqn='prod #0 2 1'/>"
        "<v:f eqn='sum 21600 0 @1'/><v:f eqn='sum 0 0 @2'/><v:f eqn='sum 21600 0 @3'/><v:f eqn='if @0 @3 0'/>"
        "<v:f eqn='if @0 21600 @1'/><v:f eqn='if @0 0 @2'/><v:f eqn='if @0 @4 21600'/><v:f eqn='mid @5 @6'/>"
        "<v:f eqn='mid @8 @5'/><v:f eqn='mid @7 @8'/><v:f eqn='mid @6 @7'/><v:f eqn='sum @6 0 @5'/></v:formulas>"
        "<v:path textpathok='t' o:connecttype='custom' o:connectlocs='@9,0;@10,10800;@11,21600;@12,10800' "
        "o:connectangles='270,180,90,0'/><v:textpath on='t' fitshape='t'/></v:shapetype>"
        "<v:shape id='PowerPlusWaterMarkObject1' o:spid='_x0000_s2049' type='#_x0000_t136' "
        "style='position:absolute;margin-left:0;margin-top:0;width:420pt;height:120pt;rotation:315;z-index:-251658752;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:margin;"
        "mso-position-vertical:center;mso-position-vertical-relative:margin' "
        "o:allowincell='f' fillcolor='#d8d8d8' stroked='f'>"
        "<v:textpath on='t' fitshape='t' style='font-family:&quot;Times New Roman&quot;;font-size:1pt' string=''/>"
        "</v:shape></w:pict></w:r>"
    )
    made = parse_xml(xml)
    *_, textpath = (node for node in made.iter() if str(node.tag).endswith("textpath"))
    textpath.set("string", text)
    return made
