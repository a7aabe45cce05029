"""Texts on a pre-printed blank: what comes out on the page is measured in the PDF itself."""

from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from tests.documents.samples import AT
from tests.documents.test_certificates import MERIT, PERSON, SCHOOL
from thidua.documents.paper import BOX_FIELDS, Box, Template
from thidua.documents.paper.certificate import PRINTER_MARK, least_height, smallest
from thidua.documents.render.blanks import page
from thidua.documents.render.certificates import picture, printer_page, render, separate
from thidua.documents.render.errors import TextTooLongError

MM = 72 / 25.4
NAME = Box("name", 60, 90, 170, 18, 28)
BOXES = (
    NAME,
    Box("details", 60, 110, 170, 10, 16),
    Box("merit", 60, 121, 170, 20, 18),
    Box("decision", 20, 150, 110, 8, 14, "left"),
    Box("register", 20, 160, 110, 12, 14, "left"),
    Box("place", 160, 145, 115, 8, 14),
    Box("signer_title", 160, 154, 115, 14, 15),
    Box("signer_name", 160, 182, 115, 9, 15, "right"),
    Box("check", 20, 186, 110, 6, 9, "left"),
)


def printed(content):
    """The texts of a page: mm from the left and the upper edge, size of the letters in points."""
    page = pypdfium2.PdfDocument(content)[0]
    height = page.get_size()[1]
    text = page.get_textpage()
    found = []
    for at in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(at)
        words = text.get_text_bounded(left, bottom, right, top)
        found.append((words, left / MM, (height - top) / MM, right / MM, (height - bottom) / MM))
    return found


def sizes(content):
    page = pypdfium2.PdfDocument(content)[0]
    text = page.get_textpage()
    return {round(pypdfium2.raw.FPDFText_GetFontSize(text.raw, at)) for at in range(text.count_chars())} - {
        0,
        1,
    }


def inside(rect, box, slack=0.3):
    _, left, top, right, bottom = rect
    return (
        box.left - slack <= left
        and right <= box.left + box.width + slack
        and box.top - slack <= top
        and bottom <= box.top + box.height + slack
    )


@pytest.mark.parametrize(
    "certificate", [PERSON, SCHOOL, replace(PERSON, merit=MERIT * 2, note="Cấp đổi lần 01")]
)
def test_every_text_stands_inside_its_box_and_none_is_lost(certificate):
    made = render([certificate], AT, Template(boxes=BOXES))
    rects = printed(made)
    assert all(any(inside(rect, box) for box in BOXES) for rect in rects)
    assert all(any(inside(rect, box) for rect in rects) for box in BOXES)
    whole = " ".join(" ".join(rect[0] for rect in rects).replace("\xa0", " ").split())
    for word in (*certificate.name.split(), *certificate.merit.split(), certificate.check, "45/QĐ-UBND,"):
        assert word in whole
    assert "CỘNG HÒA" not in whole


WORDS = st.lists(
    st.sampled_from(
        ["NGUYỄN", "THỊ", "HỒNG", "PHƯƠNG", "ẰẶỦƯỞ", "TRƯỜNG", "Ở", "NGHIÊNG", "SỐ 1", "BÁN TRÚ"]
    ),
    min_size=1,
    max_size=40,
)


@settings(max_examples=25, deadline=None)
@given(WORDS, st.integers(40, 200), st.integers(7, 40), st.integers(14, 40))
def test_a_name_fits_its_box_legibly_or_is_refused(words, width, height, size):
    box = Box("name", 20, 30, width, height, size)
    try:
        made = render([replace(PERSON, name=" ".join(words))], AT, Template(boxes=(box,)))
    except TextTooLongError:
        return
    assert all(inside(rect, box) for rect in printed(made))
    assert min(sizes(made)) >= smallest("name")
    assert max(sizes(made)) <= size


def test_a_short_name_takes_the_largest_letters_and_a_long_one_smaller():
    short = sizes(render([replace(PERSON, name="LÝ A")], AT, Template(boxes=(NAME,))))
    long = sizes(render([SCHOOL], AT, Template(boxes=(NAME,))))
    assert short == {28}
    assert max(long) < 28


def test_a_box_of_the_least_height_holds_one_line_of_the_least_letters():
    for field in BOX_FIELDS:
        box = Box(field, 10, 20, 270, least_height(field) + 0.01, 40)
        certificate = replace(PERSON, details=("Xã Nà Mây",), merit="Đã có thành tích")
        assert sizes(render([certificate], AT, Template(boxes=(box,)))) == {smallest(field)}


@pytest.mark.parametrize("template", [Template(), Template(boxes=BOXES)])
def test_the_offset_of_the_printer_moves_everything_alike(template):
    still = printed(render([PERSON], AT, template))
    moved = printed(render([PERSON], AT, replace(template, shift=(2.5, -1.5))))
    for before, after in zip(still, moved, strict=True):
        assert after[1] - before[1] == pytest.approx(2.5, abs=0.05)
        assert after[2] - before[2] == pytest.approx(-1.5, abs=0.05)


def _dark(content):
    """mm of the line down and the line across on the measuring page."""
    image = pypdfium2.PdfDocument(content)[0].render(scale=4).to_pil().convert("L")
    dots = image.width / 297
    column = [image.getpixel((x, round(190 * dots))) for x in range(round(60 * dots))]
    row = [image.getpixel((round(280 * dots), y)) for y in range(round(55 * dots))]
    return column.index(min(column)) / dots, row.index(min(row)) / dots


def test_the_measuring_page_has_its_lines_where_it_says():
    assert _dark(printer_page(AT, (0, 0))) == pytest.approx((PRINTER_MARK, PRINTER_MARK), abs=0.2)
    assert _dark(printer_page(AT, (3, -2))) == pytest.approx((PRINTER_MARK + 3, PRINTER_MARK - 2), abs=0.2)


def test_a_title_stands_on_a_whole_page_beside_what_goes_on_a_blank_and_its_name_fits_one_line():
    title = replace(PERSON, form="THÔN, TỔ DÂN PHỐ VĂN HÓA TIÊU BIỂU NĂM 2025", on_blank=False)
    with ZipFile(BytesIO(separate([title, PERSON], AT, Template(boxes=BOXES)))) as package:
        whole, blank = (
            " ".join(rect[0] for rect in printed(package.read(name))) for name in sorted(package.namelist())
        )
    assert "CỘNG HÒA" in whole
    assert title.form in whole.replace("\xa0", " ")
    assert "CỘNG HÒA" not in blank
    with pytest.raises(TextTooLongError) as refused:
        render([replace(title, form=title.form * 3)], AT)
    assert refused.value.field == "form"


def test_separate_files_are_the_pages_one_by_one():
    with ZipFile(BytesIO(separate([PERSON, replace(SCHOOL, name='A/B: "C"')], AT))) as package:
        names = package.namelist()
        pages = [len(pypdfium2.PdfDocument(package.read(name))) for name in names]
        first = package.read(names[0])
    assert names == ["0001 NGUYỄN THỊ THỬ NGHIỆM.pdf", "0002 A B C.pdf"]
    assert pages == [1, 1]
    assert first == render([PERSON], AT)


def test_the_picture_shows_the_blank_behind_and_the_boxes():
    blank = BytesIO()
    Image.new("RGB", (297, 210), (255, 240, 200)).save(blank, "PNG")
    shown = Image.open(BytesIO(picture(PERSON, Template(boxes=BOXES, backdrop=blank.getvalue()))))
    assert shown.convert("RGB").getpixel((5, 5)) == (255, 240, 200)
    paper = pypdfium2.PdfDocument(render([PERSON], AT, Template(boxes=BOXES, backdrop=blank.getvalue())))[0]
    assert paper.render(scale=1).to_pil().convert("RGB").getpixel((5, 5)) == (255, 255, 255)


def test_a_certificate_printed_anew_goes_into_a_box_for_one_line():
    again = replace(PERSON, register="01", note="Cấp đổi lần 2, ngày 25 tháng 12 năm 2025")
    box = Box("register", 22, 157, 115, 8, 13, "left")
    (placed,) = page(again, [box], codes=False)
    (line,) = placed["lines"]
    assert line.replace("\xa0", " ") == "Số sổ vàng: 01; Cấp đổi lần 2, ngày 25 tháng 12 năm 2025"
    (roomy,) = page(again, [replace(box, height=12)], codes=False)
    assert len(roomy["lines"]) == 2
