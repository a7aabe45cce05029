"""The styles of the file: Times New Roman throughout, the spacing of Decree 30/2020, Vietnamese as language."""

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

from thidua.documents.render.docx.writer import element
from thidua.documents.render.layout import BODY_SIZE, INDENT

FONT = "Times New Roman"
LINE = 1.1
HEADINGS = ("Heading1", "Heading2", "Heading3", "Heading4")
"""Style ids by level of a `Heading`: chapter, "I.", "1.", "a)"."""

_FONT_ATTRIBUTES = ("ascii", "hAnsi", "cs", "eastAsia")
_THEME_ATTRIBUTES = ("asciiTheme", "hAnsiTheme", "cstheme", "eastAsiaTheme")
_ITALIC_LEVEL = 3


def prepare(document: Document) -> None:
    """Set the normal style, the headings and the defaults of an empty document."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    for fonts in defaults.iter(qn("w:rFonts")):
        _times(fonts)
    for language in defaults.iter(qn("w:lang")):
        for name in ("val", "eastAsia", "bidi"):
            language.set(qn(f"w:{name}"), "vi-VN")
    normal = document.styles["Normal"]
    if isinstance(normal, ParagraphStyle):
        _set(normal, bold=False, italic=False)
        normal.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
        normal.paragraph_format.widow_control = True
    for level in range(len(HEADINGS)):
        style = document.styles[f"Heading {level + 1}"]
        if isinstance(style, ParagraphStyle):
            _set(style, bold=True, italic=level == _ITALIC_LEVEL)
            style.paragraph_format.keep_with_next = True
            style.paragraph_format.keep_together = True
            style.paragraph_format.first_line_indent = Mm(INDENT if level else 0)
            style.paragraph_format.alignment = (
                WD_ALIGN_PARAGRAPH.JUSTIFY if level else WD_ALIGN_PARAGRAPH.CENTER
            )


def _set(style: ParagraphStyle, *, bold: bool, italic: bool) -> None:
    style.font.name = FONT
    style.font.size = Pt(BODY_SIZE)
    style.font.bold = bold
    style.font.italic = italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    properties = style.element.get_or_add_rPr()
    _times(properties.rFonts)
    for size in properties.findall(qn("w:szCs")):
        properties.remove(size)
    if (plain := properties.find(qn("w:sz"))) is not None:
        plain.addnext(element("szCs", val=BODY_SIZE * 2))
    style.paragraph_format.space_before = Pt(0)
    style.paragraph_format.space_after = Pt(6)
    style.paragraph_format.line_spacing = LINE


def _times(fonts: BaseOxmlElement) -> None:
    for name in _THEME_ATTRIBUTES:
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in _FONT_ATTRIBUTES:
        fonts.set(qn(f"w:{name}"), FONT)
