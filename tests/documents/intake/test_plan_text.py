import io
import unicodedata
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.plan_text import plan_of, text_of
from thidua.documents.intake.sentences import SENTENCES, sentence

_PLANS = Path(__file__).parents[2] / "data" / "plans"
_WHOLE = (_PLANS / "xa-bang-diem-2026.txt").read_text(encoding="utf-8")


def refused(path):
    with pytest.raises(UnreadableFileError) as caught:
        text_of(path)
    assert sentence(caught.value)
    return caught.value.code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_text_file_is_read_in_its_encoding(tmp_path, encoding):
    path = tmp_path / "plan.txt"
    path.write_bytes(_WHOLE.encode(encoding))
    assert text_of(path).text == _WHOLE


def test_windows_1258_becomes_composed_letters(tmp_path):
    words = "Kế hoạch của Ủy ban nhân dân xã về phong trào thi đua năm 2025 và các nội dung"
    path = tmp_path / "plan.txt"
    path.write_bytes(_cp1258(words))
    assert text_of(path).text == words


def _cp1258(text):
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    out = []
    for char in text:
        parts = unicodedata.normalize("NFD", char)
        tone = "".join(part for part in parts if part in tones)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        out.append(base + tone)
    return "".join(out).encode("cp1258")


def test_old_font_encodings_are_named_and_refused(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(
        "KÕ ho¹ch ph¸t ®éng phong trµo thi ®ua c¶i c¸ch hµnh chÝnh cña Uû ban nh©n d©n x· n¨m 2010".encode(
            "latin-1"
        )
    )
    with pytest.raises(UnreadableFileError) as caught:
        text_of(path)
    assert (caught.value.code, caught.value.facts) == ("legacy_font", {"encoding": "TCVN3"})
    path.write_text(
        "Keá hoaïch phaùt ñoäng phong traøo thi ñua caûi caùch haønh chính cuûa Uûy ban nhaân daân xaõ naêm",
        encoding="utf-8",
    )
    with pytest.raises(UnreadableFileError) as caught:
        text_of(path)
    assert caught.value.facts == {"encoding": "VNI"}


def test_what_is_no_text_is_refused_with_its_reason(tmp_path):
    path = tmp_path / "file"
    for data, code in (
        (b"", "empty"),
        (b" \n ", "empty"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "old_word"),
        (b"\x89PNG\r\n", "image"),
        (b"{\\rtf1 x}", "unknown_kind"),
        (b"PK\x03\x04broken", "damaged"),
        (b"%PDF-1.4 broken", "damaged"),
        (bytes(range(256)) * 4, "unknown_kind"),
        (("計画書の運動" * 9).encode("shift_jis"), "wrong_encoding"),
    ):
        path.write_bytes(data)
        assert refused(path) == code
    assert refused(tmp_path / "missing") == "missing_file"


_TYPES = {"[Content_Types].xml": "<Types/>"}


def _package(tmp_path, entries):
    path = tmp_path / "plan.docx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return path


def test_packages_with_macros_bombs_or_other_things_are_refused(tmp_path):
    assert (
        refused(_package(tmp_path, {**_TYPES, "word/document.xml": "<w/>", "word/vbaProject.bin": "x"}))
        == "macros"
    )
    assert refused(_package(tmp_path, {**_TYPES, "word/document.xml": b"\0" * 30_000_000})) == "bomb"
    assert refused(_package(tmp_path, {**_TYPES, "xl/workbook.xml": "<w/>"})) == "unknown_kind"
    assert refused(_package(tmp_path, {**_TYPES, "word/document.xml": "<w"})) == "damaged"


def _numbered(document, text, level, number):
    paragraph = document.add_paragraph(text)
    properties = paragraph._p.get_or_add_pPr()
    numbered = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", number)):
        child_node = OxmlElement(name)
        child_node.set(qn("w:val"), str(value))
        numbered.append(child_node)
    properties.append(numbered)


def _add_list(document):
    root = document.part.numbering_part.element
    abstract = OxmlElement("w:abstractNum")
    abstract.set(qn("w:abstractNumId"), "90")
    for at, (shape, text) in enumerate((("upperRoman", "%1."), ("decimal", "%2."), ("bullet", "-"))):
        level = OxmlElement("w:lvl")
        level.set(qn("w:ilvl"), str(at))
        for name, value in (("w:start", "1"), ("w:numFmt", shape), ("w:lvlText", text)):
            part = OxmlElement(name)
            part.set(qn("w:val"), value)
            level.append(part)
        abstract.append(level)
    root.insert(0, abstract)
    num = OxmlElement("w:num")
    num.set(qn("w:numId"), "90")
    link = OxmlElement("w:abstractNumId")
    link.set(qn("w:val"), "90")
    num.append(link)
    root.append(num)


def test_a_word_plan_with_automatic_numbers_and_tables_is_read(tmp_path):
    document = docx.Document()
    _add_list(document)
    head = document.add_table(rows=1, cols=2)
    head.cell(0, 0).text = "ỦY BAN NHÂN DÂN\nXÃ TÂN TRÀO\nSố: 15/KH-UBND"
    head.cell(
        0, 1
    ).text = (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nTân Trào, ngày 05 tháng 02 năm 2026"
    )
    document.add_paragraph("KẾ HOẠCH")
    document.add_paragraph("Phát động phong trào thi đua cải cách hành chính năm 2026")
    document.add_paragraph("Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14/6/2025 của Chính phủ;")
    _numbered(document, "MỤC ĐÍCH, YÊU CẦU", 0, 90)
    _numbered(document, "Mục đích", 1, 90)
    _numbered(document, "Nâng cao nhận thức của cán bộ.", 2, 90)
    _numbered(document, "Nâng cao chất lượng phục vụ.", 2, 90)
    _numbered(document, "Yêu cầu", 1, 90)
    _numbered(document, "Thiết thực, hiệu quả.", 2, 90)
    _numbered(document, "KHEN THƯỞNG", 0, 90)
    document.add_paragraph("Giấy khen của Chủ tịch UBND xã: không quá 02 tập thể, 04 cá nhân.")
    _numbered(document, "TỔ CHỨC THỰC HIỆN", 0, 90)
    _numbered(document, "Văn phòng HĐND và UBND xã", 1, 90)
    document.add_paragraph("Chủ trì tổ chức thực hiện.")
    document.add_paragraph("PHỤ LỤC: BẢNG TIÊU CHÍ CHẤM ĐIỂM")
    table = document.add_table(rows=3, cols=4)
    for row, cells in enumerate(
        (
            ("STT", "Tiêu chí", "Điểm tối đa", "Cách chấm"),
            ("1", "Giải quyết đúng hạn", "60", "Trễ trừ 5"),
            ("2", "Văn hóa công vụ", "40", "Vi phạm: 0"),
        )
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    path = tmp_path / "plan.docx"
    document.save(path)
    found, reading = plan_of(path)
    answer = reading.as_json()
    assert found.kind == "docx"
    assert answer["document"] == {
        "kind": "KH",
        "number": "15/KH-UBND",
        "issued_on": "2026-02-05",
        "place": "Tân Trào",
    }
    assert answer["issuer"] == {"name": "UBND xã Tân Trào", "level": "commune"}
    assert [len(answer[name]) for name in ("purposes", "requirements", "duties")] == [2, 1, 1]
    assert answer["awards"][0]["quotas"] == [
        {"subject": "collective", "max": 2},
        {"subject": "individual", "max": 4},
    ]
    assert [(row["code"], row["text"], row["max"]) for row in answer["criteria"]] == [
        ("1", "Giải quyết đúng hạn", "60"),
        ("2", "Văn hóa công vụ", "40"),
    ]


def _pdf(content: str) -> bytes:
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        "<< /Font << /F1 5 0 R >> >>",
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010d} 00000 n \n".encode())
    out.write(f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()


def test_a_pdf_gives_its_text_layer_or_says_how_to_get_one(tmp_path):
    path = tmp_path / "plan.pdf"
    lines = [
        "Ke hoach phat dong phong trao thi dua nam 2025",
        "I. MUC DICH, YEU CAU",
        "1. Muc dich",
        "Nang cao nhan thuc",
    ]
    drawn = " ".join(f"BT /F1 12 Tf 50 {800 - 20 * at} Td ({line}) Tj ET" for at, line in enumerate(lines))
    path.write_bytes(_pdf(drawn))
    assert [line.strip() for line in text_of(path).text.split("\n")] == lines
    path.write_bytes(_pdf(""))
    with pytest.raises(UnreadableFileError) as caught:
        text_of(path)
    assert caught.value.code == "no_text_layer"
    assert "1 trang" in sentence(caught.value)
    assert "OCR" in sentence(caught.value)


def test_a_file_that_is_no_plan_is_told_apart(tmp_path):
    path = tmp_path / "letter.txt"
    path.write_text(
        "Kính gửi các đồng chí, tuần này cơ quan tổ chức họp chi bộ vào chiều thứ Sáu. " * 5, encoding="utf-8"
    )
    with pytest.raises(UnreadableFileError) as caught:
        plan_of(path)
    assert caught.value.code == "not_a_plan"


def test_every_code_has_its_sentence():
    for code in SENTENCES:
        words = sentence(UnreadableFileError(code))
        assert words[0].isupper()
        assert words.endswith(".")
        assert "{" not in words


def test_a_text_box_is_read_once_and_apart_from_its_paragraph(tmp_path):
    """The number of a plan often stands in a text box, which Word stores twice."""
    box = f"<w:txbxContent {nsdecls('w')}><w:p><w:r><w:t>Số: 47/KH-UBND</w:t></w:r></w:p></w:txbxContent>"
    other = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    run = (
        f'<w:r {nsdecls("w")} xmlns:mc="{other}" xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
        f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph._p.append(parse_xml(run))
    paragraph.add_run("Dương Quỳ, ngày 14 tháng 02 năm 2025")
    document.save(tmp_path / "plan.docx")
    assert text_of(tmp_path / "plan.docx").text.splitlines() == [
        "Số: 47/KH-UBND",
        "Dương Quỳ, ngày 14 tháng 02 năm 2025",
    ]


def test_a_text_longer_than_any_plan_is_refused_at_once(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_text("Kế hoạch thi đua " * 40_000, encoding="utf-8")
    assert refused(path) == "long_text"
