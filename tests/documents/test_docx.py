from datetime import timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn

from tests.documents.samples import AT, decision, letter, list_of_a_unit, minutes, report
from thidua.documents.paper import loose
from thidua.documents.render import docx as renderer

GOLDEN = Path(__file__).parent.parent / "golden"


def opened(paper):
    return docx.Document(BytesIO(renderer.render(paper, AT)))


def said(document):
    """All text in the order of the page, a line for each paragraph."""
    lines = []
    for part in document.element.body.iter(qn("w:p")):
        text = docx.text.paragraph.Paragraph(part, document).text
        if text.strip():
            lines.append(loose(text))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("name", "paper"), [("decision", decision()), ("minutes", minutes()), ("letter", letter())]
)
def test_the_words_are_those_approved(name, paper):
    assert said(opened(paper)) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_page_is_that_of_decree_30():
    section = opened(decision()).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert 20 <= round(section.top_margin.mm, 1) <= 25
    assert 20 <= round(section.bottom_margin.mm, 1) <= 25
    assert 30 <= round(section.left_margin.mm, 1) <= 35
    assert 15 <= round(section.right_margin.mm, 1) <= 20
    assert section.different_first_page_header_footer


def test_page_number_stands_in_the_top_margin_but_on_page_one():
    section = opened(decision()).sections[0]
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    assert loose(section.first_page_footer.paragraphs[0].text) == "Nhật ký số 1.234, mã 9f2c1a7b"


def test_all_four_fonts_are_times_new_roman():
    document = opened(decision())
    for fonts in document.styles["Normal"].element.iter(qn("w:rFonts")):
        values = {fonts.get(qn(f"w:{name}")) for name in ("ascii", "hAnsi", "cs", "eastAsia")}
        assert values == {"Times New Roman"}
    assert document.styles["Normal"].font.size.pt == 14


def test_rows_are_not_split_and_the_head_is_repeated():
    table = opened(decision(rows=40)).tables[-1]
    assert len(table.rows) == 42
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[-1].cells] == [
        "Tổng cộng",
        "Tổng cộng",
        "Tổng cộng",
        "28.400.000",
    ]


def test_annex_has_its_own_orientation_and_page_numbers():
    document = opened(report(3))
    annex = document.sections[1]
    assert (round(annex.page_width.mm), round(annex.page_height.mm)) == (297, 210)
    assert annex._sectPr.find(qn("w:pgNumType")).get(qn("w:start")) == "1"


def test_what_looks_like_markup_is_printed_as_it_stands():
    assert "#panic(1) *không đậm* $x$ <b>&amp;</b> = nguyên văn./." in said(opened(report(1)))


def test_chart_is_a_picture_that_says_what_it_shows():
    (shape,) = opened(report(1)).inline_shapes
    assert shape._inline.docPr.get("descr") == "Xếp hạng hai đơn vị"
    assert round(shape.width.mm) == 150


def test_watermark_is_on_every_page():
    section = opened(decision(watermark="DÙNG THỬ")).sections[0]
    assert 'string="DÙNG THỬ"' in section.header._element.xml
    assert 'string="DÙNG THỬ"' in section.first_page_header._element.xml


def test_the_same_paper_gives_the_same_bytes():
    first = renderer.render(decision(), AT)
    assert renderer.render(decision(), AT) == first
    assert renderer.render(decision(), AT + timedelta(days=1)) != first


def test_properties_name_the_paper_and_its_time():
    properties = opened(decision()).core_properties
    assert properties.title.startswith("QUYẾT ĐỊNH Về việc tặng Giấy khen")
    assert properties.author == "ỦY BAN NHÂN DÂN XÃ NÀ MÂY"
    assert properties.created.replace(tzinfo=None) == AT.replace(tzinfo=None)
    assert properties.modified.replace(tzinfo=None) == AT.replace(tzinfo=None)


def test_control_characters_do_not_break_the_file():
    paper = decision()
    broken = type(paper)(
        **{name: getattr(paper, name) for name in paper.__slots__} | {"summary": "Về\x00 việc\x0b"}
    )
    assert "Về việc" in said(opened(broken))


def test_no_macro_and_no_external_relation():
    with ZipFile(BytesIO(renderer.render(report(1), AT))) as package:
        assert not [name for name in package.namelist() if "vba" in name.lower()]
        assert not [
            name
            for name in package.namelist()
            if name.endswith(".rels") and b'TargetMode="External"' in package.read(name)
        ]


def test_a_list_without_motto_number_or_signature():
    document = opened(list_of_a_unit())
    text = said(document)
    assert "CỘNG HÒA" not in text
    assert "Số:" not in text
    assert "Nơi nhận:\n- Lưu thôn.\n" in text
    starts = [section._sectPr.find(qn("w:pgNumType")) for section in document.sections]
    assert [start.get(qn("w:start")) if start is not None else None for start in starts] == [None, "1", "1"]
