from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdfium2
import pytest
import segno
from PIL import Image

from tests.documents.samples import AT
from thidua.documents.paper import Certificate, Template
from thidua.documents.render import squares
from thidua.documents.render.certificates import render
from thidua.documents.render.errors import TextTooLongError

MERIT = (
    "Đã có thành tích xuất sắc trong phong trào thi đua “Đẩy mạnh cải cách hành chính gắn với nâng cao văn hóa "
    "công vụ” trên địa bàn xã Nà Mây năm 2025"
)
PERSON = Certificate(
    issuer="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ NÀ MÂY",
    salutation="Bà",
    name="NGUYỄN THỊ THỬ NGHIỆM",
    details=("Công chức Phòng Văn hóa - Xã hội, Ủy ban nhân dân xã Nà Mây, tỉnh Lào Cai",),
    merit=MERIT,
    place="Nà Mây",
    signer_title=("CHỦ TỊCH",),
    signer_name="Hoàng Thị Thử Nghiệm",
    number="45/QĐ-UBND",
    on=date(2026, 2, 5),
    register="03",
    check="7KQ2-M4XD-9TRV",
    code="THIDUA1:7KQ2M4XD9TRV",
    keep=("xã Nà Mây",),
)
SCHOOL = replace(
    PERSON,
    salutation="",
    name="TRƯỜNG PHỔ THÔNG DÂN TỘC BÁN TRÚ TIỂU HỌC VÀ TRUNG HỌC CƠ SỞ SỐ 1 NÀ MÂY",
    details=("Xã Nà Mây, tỉnh Lào Cai",),
)


def lines(content, page=0):
    text = pypdfium2.PdfDocument(content)[page].get_textpage().get_text_range()
    return [" ".join(line.split()) for line in text.replace("\xa0", " ").splitlines() if line.strip()]


def test_lines_stand_in_the_order_of_the_law():
    made = lines(render([PERSON], AT))
    order = [
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ NÀ MÂY",
        "TẶNG",
        "GIẤY KHEN",
        "Bà NGUYỄN THỊ THỬ NGHIỆM",
    ]
    assert [line for line in made if line in order] == order
    for line in (
        "Quyết định số 45/QĐ-UBND, ngày 05 tháng 02 năm 2026",
        "Số sổ vàng: 03",
        "Nà Mây, ngày 05 tháng 02 năm 2026",
        "7KQ2-M4XD-9TRV",
        "Hoàng Thị Thử Nghiệm",
    ):
        assert line in made


def test_page_is_a4_landscape():
    page = pypdfium2.PdfDocument(render([PERSON], AT))[0]
    assert [round(side * 25.4 / 72) for side in page.get_size()] == [297, 210]


def test_merit_is_balanced_and_splits_no_year_and_no_name():
    made = lines(render([PERSON], AT))
    start = next(at for at, line in enumerate(made) if line.startswith("Đã có thành tích"))
    merit = made[start : start + 2]
    assert " ".join(merit) == MERIT
    assert not any(line.endswith(("năm", "xã", "Nà")) for line in merit)
    assert min(map(len, merit)) > 0.7 * max(map(len, merit))


def test_a_long_name_shrinks_and_stays_on_the_page():
    made = lines(render([SCHOOL], AT))
    assert "TRƯỜNG PHỔ THÔNG DÂN TỘC BÁN TRÚ TIỂU" in " ".join(made)
    document = pypdfium2.PdfDocument(render([SCHOOL], AT))
    page = document[0]
    textpage = page.get_textpage()
    for at in range(textpage.count_rects()):
        left, bottom, right, top = textpage.get_rect(at)
        assert 17 * 72 / 25.4 < left < right < (297 - 17) * 72 / 25.4
        assert 17 * 72 / 25.4 < bottom < top < (210 - 17) * 72 / 25.4


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"details": ("Công chức " * 90,)}, "details"),
        ({"name": "Ơ" * 90}, "name"),
        ({"merit": MERIT * 6}, "merit"),
        ({"issuer": "CHỦ TỊCH " * 30}, "issuer"),
    ],
)
def test_what_cannot_be_printed_legibly_is_refused(change, field):
    with pytest.raises(TextTooLongError) as refused:
        render([replace(PERSON, **change)], AT)
    assert refused.value.field == field


def test_space_stays_open_until_the_clerk_gives_number_and_day():
    made = lines(render([replace(PERSON, number="", on=None, year=2026, register="")], AT))
    assert "Quyết định số , ngày tháng năm 2026" in made
    assert "Số sổ vàng: ............" in made


def test_codes_can_be_left_off_for_printed_blanks():
    assert "7KQ2-M4XD-9TRV" not in lines(render([PERSON], AT, Template(codes=False)))


def test_emblem_is_printed_where_the_commune_has_put_one_in():
    picture = BytesIO()
    Image.new("RGB", (40, 40), (200, 0, 0)).save(picture, "PNG")

    def red_at_the_emblem(content):
        image = pypdfium2.PdfDocument(content)[0].render(scale=1).to_pil()
        return image.getpixel((image.width // 2, round(30 / 210 * image.height)))

    assert red_at_the_emblem(render([PERSON], AT, Template(emblem=picture.getvalue()))) == (200, 0, 0)
    assert red_at_the_emblem(render([PERSON], AT)) == (255, 255, 255)


def test_no_certificate_no_file():
    with pytest.raises(ValueError, match="no_certificates"):
        render([], AT)


def test_the_square_code_is_dark_where_it_has_to_be():
    text = f"7KQ2-M4XD-9TRV|NGUYỄN THỊ MẪU|{'x' * 88}"
    code = segno.make(text, error="l", mode="byte", encoding="utf-8", mask=2, micro=False, boost_error=False)
    for made in squares.pictures([text, ""])[:1] + squares.pictures([text] * 100)[99:]:
        with Image.open(BytesIO(made)) as picture:
            side = picture.width
            seen = [[picture.getpixel((x, y)) == 0 for x in range(side)] for y in range(side)]
        assert seen == [[bool(module) for module in row] for row in code.matrix]
    assert squares.pictures([""]) == [b""]


def test_a_thousand_in_one_file():
    many = [replace(PERSON, register=str(at), code=f"THIDUA1:{at}") for at in range(1000)]
    made = render(many, AT)
    assert len(pypdfium2.PdfDocument(made)) == 1000
    assert "Số sổ vàng: 999" in lines(made, 999)
