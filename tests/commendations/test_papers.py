"""The papers, opened again: words, names, numbers and sums."""

import re
from io import BytesIO
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from docx.oxml.ns import qn

from tests.commendations.conftest import DECIDED_ON, NOW, PROPOSED_ON, TOTAL
from thidua.commendations import codes, operations, papers, queries
from thidua.council import operations as council
from thidua.documents import printing
from thidua.documents.paper import Template, loose
from thidua.documents.render import certificates as certificate_renderer
from thidua.documents.render import docx as word
from thidua.documents.render import pdf, xlsx
from thidua.organizations.models import Unit

GOLDEN = Path(__file__).parent.parent / "golden" / "commendations"


def said(content):
    """All text of the Word file in the order of the page, a line for each paragraph."""
    document = docx.Document(BytesIO(word.render(content, NOW)))
    lines = [
        docx.text.paragraph.Paragraph(part, document).text for part in document.element.body.iter(qn("w:p"))
    ]
    return "\n".join(loose(line) for line in lines if line.strip()) + "\n"


def printed(content):
    """All text of a PDF, spaces made one."""
    pages = pypdfium2.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in pages)
    return re.sub(r"\s+", " ", loose(text))


def final_decision(awarding, **changes):
    told = {"on": DECIDED_ON, "number": "45", "signer_name": "Nông Văn Mẫu"} | changes
    proposal = queries.live_proposal(awarding.meeting) or awarding.proposed()
    return papers.decision(proposal, queries.award_lines(awarding.meeting, DECIDED_ON), **told)


def cells(content):
    book = openpyxl.load_workbook(BytesIO(content))
    return [
        [cell for cell in row if cell is not None] for row in book.worksheets[0].iter_rows(values_only=True)
    ]


def test_a_certificate_names_commune_and_province_once(awarding):
    made = awarding.decided()
    awards = list(made.awards.select_related("subject").order_by("order"))
    Unit.objects.filter(pk=made.authority_id).update(province="tỉnh Sơn Vân")
    made.authority.refresh_from_db()
    for certificate in papers.certificates(made, awards):
        told = ", ".join(certificate.details)
        assert told.casefold().count("xã nà mây") == 1
        assert told.endswith(", tỉnh Sơn Vân")
    awards[0].position = "Phó Chủ tịch Ủy ban nhân dân xã Nà Mây phụ trách kinh tế"
    awards[0].unit_name = ""
    assert papers.certificates(made, awards)[0].details == (awards[0].position, "Tỉnh Sơn Vân")


def test_the_proposal_says_what_was_approved(awarding):
    text = said(awarding.proposal_paper(PROPOSED_ON, "12"))
    assert text == (GOLDEN / "proposal.txt").read_text(encoding="utf-8")


def test_the_decision_says_what_was_approved(awarding):
    assert said(final_decision(awarding)) == (GOLDEN / "decision.txt").read_text(encoding="utf-8")


def test_a_certificate_says_what_was_approved(awarding):
    decision = awarding.decided()
    awards = list(decision.awards.select_related("subject").order_by("order"))
    for award, code in zip(awards, ("AAAA-BBBB-CCC1", "AAAA-BBBB-CCC2", "AAAA-BBBB-CCC3"), strict=True):
        award.check_code = code
    content = certificate_renderer.render(papers.certificates(decision, awards), NOW)
    pages = pypdfium2.PdfDocument(content)
    assert len(pages) == 3
    text = "\n".join(loose(page.get_textpage().get_text_range()).replace("\r", "") for page in pages) + "\n"
    assert text == (GOLDEN / "certificates.txt").read_text(encoding="utf-8")


def test_word_and_pdf_of_the_decision_agree(awarding):
    paper = final_decision(awarding)
    text = printed(pdf.render(paper, NOW))
    for words in (
        "Số: 45/QĐ-UBND",
        "Nà Mây, ngày 03 tháng 02 năm 2026",
        "tại Tờ trình số 12/TTr-VHXH ngày 20 tháng 01 năm 2026",
        "Biên bản số 02/BB-HĐTĐKT ngày 16 tháng 12 năm 2025",
        "01 tập thể, 02 cá nhân",
        "2.830.000 đồng (Bằng chữ: Hai triệu tám trăm ba mươi nghìn đồng)",
        "Bà Nguyễn Thị Hồng Phương Thảo Mẫu",
        "(Kèm theo Quyết định số 45/QĐ-UBND ngày 03 tháng 02 năm 2026",
    ):
        assert words in text
        assert words in said(paper).replace("\n", " ")


def test_a_draft_leaves_the_clerks_room_open(awarding):
    text = said(final_decision(awarding, number=""))
    assert "/QĐ-UBND" in text
    assert "45/QĐ-UBND" not in text
    assert "ngày 03 tháng 02" not in text


def test_a_vice_chair_signs_for_the_chair(awarding):
    text = said(final_decision(awarding, for_chair=True, signer_name="Lương Thị Thử"))
    assert "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH" in text
    assert "Lương Thị Thử" in text
    assert "Nông Văn Mẫu" not in text
    assert "TM. ỦY BAN" not in text


def test_a_trial_home_marks_every_paper(awarding, settings):
    settings.THIDUA_TRIAL = True
    decision = awarding.decided()
    awards = list(decision.awards.select_related("subject"))
    look = Template(watermark="DÙNG THỬ")
    assert "DÙNG THỬ" in printed(
        certificate_renderer.render(papers.certificates(decision, awards), NOW, look)
    )
    made = printing.rendered(final_decision(awarding), NOW, decision.authority_id)
    assert "DÙNG THỬ" in printed(made.pdf)
    assert "DÙNG THỬ" in docx.Document(BytesIO(made.docx)).sections[0].header._element.xml
    assert "DÙNG THỬ" in printed(printing.paper_bytes("pdf", made.content, NOW, decision.authority_id))


def test_the_square_code_holds_a_link_or_the_signed_words(awarding):
    decision = awarding.decided()
    awards = list(decision.awards.select_related("subject").order_by("order"))
    linked = papers.certificates(decision, awards, address="https://thidua.example/")[0]
    assert linked.code == f"https://thidua.example/xac-nhan/{awards[0].check_code}/"
    alone = papers.certificates(decision, awards)[1]
    read = codes.verify_text(alone.code, codes.public_key())
    assert read == (awards[1].check_code, awards[1].name, "Giấy khen", "45/QĐ-UBND", "2026-02-03")


@pytest.mark.parametrize(
    ("position", "unit", "told"),
    [
        (
            "Chánh Văn phòng",
            "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
            "Chánh Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
        ),
        ("Trưởng phòng", "Phòng Văn hóa - Xã hội", "Trưởng phòng Văn hóa - Xã hội"),
        (
            "Phó Chủ tịch Ủy ban nhân dân xã",
            "Ủy ban nhân dân xã Nà Mây",
            "Phó Chủ tịch Ủy ban nhân dân xã Nà Mây",
        ),
        (
            "Phó Chủ tịch Ủy ban nhân dân xã Nà Mây phụ trách văn hóa",
            "Ủy ban nhân dân xã Nà Mây",
            "Phó Chủ tịch Ủy ban nhân dân xã Nà Mây phụ trách văn hóa",
        ),
        ("Giáo viên", "Trường Mầm non Nà Mây", "Giáo viên, Trường Mầm non Nà Mây"),
        ("", "Ủy ban nhân dân xã Nà Mây", "Ủy ban nhân dân xã Nà Mây"),
        ("Văn thư", "", "Văn thư"),
    ],
)
def test_position_and_unit_do_not_say_a_word_twice(position, unit, told):
    assert papers.post_at(position, unit) == told


@pytest.mark.parametrize(
    ("merit", "told"),
    [
        ("Có thành tích xuất sắc.", "Đã có thành tích xuất sắc"),
        ("đã có nhiều sáng kiến;", "Đã có nhiều sáng kiến"),
        ("hoàn thành tốt\n nhiệm vụ", "Hoàn thành tốt nhiệm vụ"),
    ],
)
def test_the_merit_as_a_certificate_says_it(merit, told):
    assert papers.merit_told(merit) == told


def test_the_money_list_sums_in_figures_and_words(awarding):
    decision = awarding.decided()
    awards = list(decision.awards.select_related("subject").order_by("order"))
    rows = cells(xlsx.render(papers.money_workbook(decision, awards), NOW))
    numbered = [row for row in rows if row and row[0] in (1, 2, 3)]
    assert [row[1] for row in numbered] == [award.named for award in awards]
    assert sum(row[5] for row in numbered) == TOTAL
    assert [row[1] for row in rows if "Tổng cộng" in row] == [TOTAL] or any(
        "Tổng cộng" in row and TOTAL in row for row in rows
    )
    assert any("Hai triệu tám trăm ba mươi nghìn đồng" in str(row) for row in rows)
    text = printed(pdf.render(papers.money_list(decision, awards), NOW))
    assert "2.830.000" in text
    assert "KẾ TOÁN" in text


def test_the_register_stays_typed_and_says_who_was_cancelled(awarding):
    decision = awarding.decided()
    operations.hand_over(
        awarding.act("officer"), award=awarding.award("vice"), on=NOW.date(), received_by="Lương Thị Thử"
    )
    awarding.cancel(awarding.award())
    awards = list(decision.awards.select_related("decision__paper", "subject").order_by("order"))
    content = xlsx.render(papers.register(awards, year=2026, authority=awarding.cast.commune), NOW)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    rows = [row for row in sheet.iter_rows(values_only=True) if row[0] in (1, 2, 3)]
    assert [row[6] for row in rows] == ["45/QĐ-UBND"] * 3
    assert rows[0][7].date() == DECIDED_ON
    assert [row[9] for row in rows] == [1_410_000, 710_000, 710_000]
    assert rows[1][12].startswith("Hủy theo Quyết định số 77/QĐ-UBND ngày 05/02/2026; Kết luận số 03/KL")
    assert (rows[2][10].date(), rows[2][11]) == (NOW.date(), "Lương Thị Thử")


def test_the_chat_text_names_all_and_no_money(awarding):
    decision = awarding.decided()
    awards = list(decision.awards.select_related("subject").order_by("order"))
    text = papers.told_awards(decision, awards)
    assert all(award.name in text for award in awards)
    assert "000" not in text
    assert "01 tập thể, 02 cá nhân" in text


def test_the_letter_tells_where_the_chairperson_decided_otherwise_and_that_nobody_met(awarding):
    rows = {row.nomination.subject.name: row for row in awarding.meeting.selections.all()}
    taken, added = rows["Lương Thị Thử"], rows["Vi Thị Thử"]
    council.decide_otherwise(awarding.act("chair"), selection=taken, chosen=False, reason="Có đơn phản ánh")
    council.decide_otherwise(
        awarding.act("chair"), selection=added, chosen=True, reason="Trực tiếp ở thôn xa."
    )
    text = said(awarding.proposal_paper())
    assert "ý kiến của Chủ tịch" in text
    assert (
        "Bà Lương Thị Thử: Chủ tịch quyết định không tặng, Hội đồng có đề nghị; lý do: Có đơn phản ánh."
        in text
    )
    assert "Bà Vi Thị Thử: Chủ tịch quyết định tặng Giấy khen, Hội đồng không đề nghị" in text
    assert "được Hội đồng đồng ý" not in text
    awarding.meeting.written = True
    assert "đã cho ý kiến bằng văn bản xét khen thưởng" in said(awarding.proposal_paper())
