from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest

from tests.documents.samples import AT, decision, letter, list_of_a_unit, minutes, report
from thidua.documents.paper import Column, Header, Paper, Paragraph, Table
from thidua.documents.render import pdf, typst


def pages(content):
    document = pypdfium2.PdfDocument(content)
    return [" ".join(page.get_textpage().get_text_range().replace("\xa0", " ").split()) for page in document]


def test_the_words_of_a_decision():
    first, annex = pages(pdf.render(decision(), AT))
    for words in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Số: 45/QĐ-UBND",
        "Nà Mây, ngày 05 tháng 02 năm 2026",
        "CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ NÀ MÂY",
        "Tờ trình số 12/TTr-VHXH ngày 28 tháng 01 năm 2026.",
        "thi hành Quyết định này./.",
        "- Lưu: VT, VHXH.",
        "Hoàng Thị Thử Nghiệm",
        "Nhật ký số 1.234, mã 9f2c1a7b",
    ):
        assert words in first
    assert "DANH SÁCH CÁ NHÂN ĐƯỢC TẶNG GIẤY KHEN" in annex
    assert "Tổng cộng 2.130.000" in annex


def test_page_numbers_begin_anew_in_an_annex_and_heads_are_repeated():
    made = pages(pdf.render(report(300), AT))
    annex = [page for page in made if "Họ tên, tập thể" in page]
    assert len(annex) > 10
    assert annex[0].startswith("Phụ lục I")
    assert [page.split()[0] for page in annex[1:]] == [str(at) for at in range(2, len(annex) + 1)]
    assert "300 300 Bà Nguyễn Thị Thử Nghiệm" in annex[-1]


def test_left_and_right_signature():
    text = " ".join(pages(pdf.render(minutes(), AT)))
    assert "THƯ KÝ" in text
    assert "CHỦ TỌA" in text
    assert "(Ký, ghi rõ họ tên)" in text


def test_what_looks_like_markup_is_printed_as_it_stands():
    assert "#panic(1) *không đậm* $x$ <b>&amp;</b> = nguyên văn./." in " ".join(
        pages(pdf.render(report(1), AT))
    )


def test_the_same_paper_gives_the_same_bytes():
    assert pdf.render(decision(), AT) == pdf.render(decision(), AT)


def test_a_letter_that_no_font_has_is_never_left_out_silently():
    paper = Paper("x", Header(("A",)), "X", (Paragraph("字"),))
    with pytest.raises(typst.UnprintableError) as refused:
        pdf.render(paper, AT)
    assert refused.value.letters == "字"


def test_signs_outside_the_font_are_printed_from_another():
    paper = Paper("x", Header(("A",)), "X", (Paragraph("Đạt ✓ → Lò Văn Ạ"),))
    assert "Đạt ✓ → Lò Văn Ạ./." in pages(pdf.render(paper, AT))[0]


def test_threads_do_not_disturb_each_other():
    wanted = pdf.render(decision(), AT)
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: pdf.render(decision(), AT), range(12))) == {wanted}


def test_a_word_wider_than_its_column_is_broken_inside():
    link = "https://example.vn/" + "x" * 120
    table = Table((Column("A", 1), Column("B", 1), Column("C", 6)), (("1", link, "y" * 90),))
    paper = Paper("x", Header(("A",)), "X", (Paragraph(link), table), end_mark=False)
    page = pypdfium2.PdfDocument(pdf.render(paper, AT))[0]
    textpage = page.get_textpage()
    for at in range(textpage.count_rects()):
        left, _, right, _ = textpage.get_rect(at)
        assert 29 * 72 / 25.4 < left < right < (210 - 16) * 72 / 25.4


def test_a_broken_picture_is_an_error_of_ours():
    with pytest.raises(typst.TypesettingError):
        typst.png("drawing.typ", {"svg": "<svg", "width": 10}, 72)


def test_a_letter_has_its_subject_under_the_number():
    (text,) = pages(pdf.render(letter(), AT))
    assert "Số: 07/UBND-VHXH V/v đôn đốc thực hiện phong trào thi đua" in text
    assert "Kính gửi: Các cơ quan, đơn vị, thôn trên địa bàn xã" in text
    assert "I. Phòng chuyên môn 1 Phòng Kinh tế 2 II. Thôn 2 Thôn Đầu 1 Cộng 3" in text
    assert "Mã kiểm tra: 7KQ2-M4XD" in text


def test_a_list_without_motto_number_or_signature():
    text = pages(pdf.render(list_of_a_unit(), AT))[0]
    assert text.startswith("THÔN ĐẦU")
    assert "Số:" not in text
    assert "Nơi nhận: - Lưu thôn." in text
