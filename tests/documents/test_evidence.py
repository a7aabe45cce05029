import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pypdfium2
import pytest
from PIL import Image

from tests.documents.samples import AT, decision
from thidua.documents.intake import judging
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.evidence import judge
from thidua.documents.intake.sentences import FAULTS, SENTENCES, sentence
from thidua.documents.paper.workbook import Column, Sheet, Sheets
from thidua.documents.render import docx, pdf, xlsx

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCX = docx.render(decision(), AT)
PDF = pdf.render(decision(), AT)
XLSX = xlsx.render(Sheets((Sheet("A", (Column("A"),), (("1",),)),)), AT)


def ole(*names):
    return OLE + b"".join(name.encode("utf-16-le") + bytes(64) for name in names)


def image(form, size=(30, 20)):
    made = BytesIO()
    Image.new("RGB", size, (10, 20, 30)).save(made, form)
    return made.getvalue()


def package(**parts):
    made = BytesIO()
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        for name, content in (
            {"[Content_Types].xml": "<Types/>", "word/document.xml": "<w/>"} | parts
        ).items():
            archive.writestr(name, content)
    return made.getvalue()


def lying(content, name=b"word/document.xml"):
    """The directory says 10 bytes where much more comes out."""
    made = bytearray(content)
    entry = made.rindex(name) - 46
    struct.pack_into("<L", made, entry + 24, 10)
    return bytes(made)


def huge_png(side=20_000):
    """A header that claims 400 million dots, in a few bytes."""

    def chunk(kind, data):
        return struct.pack(">L", len(data)) + kind + data + struct.pack(">L", zlib.crc32(kind + data))

    head = chunk(b"IHDR", struct.pack(">LLBBBBB", side, side, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def encrypted_zip():
    made = bytearray(package())
    made[made.index(b"PK\x01\x02") + 8] |= 1
    return bytes(made)


def empty_pdf():
    made = BytesIO()
    document = pypdfium2.PdfDocument.new()
    document.new_page(100, 100)
    document.save(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "name", "kind", "media_type", "pages"),
    [
        (PDF, "bao-cao.pdf", "pdf", "application/pdf", 2),
        (
            DOCX,
            "Báo cáo.DOCX",
            "docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            None,
        ),
        (
            XLSX,
            "bang.xlsx",
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            None,
        ),
        (image("PNG"), "anh.png", "image", "image/png", 1),
        (image("JPEG"), "anh.jpg", "image", "image/jpeg", 1),
        (image("WEBP"), "anh.webp", "image", "image/webp", 1),
        (image("TIFF"), "anh.tif", "image", "image/tiff", 1),
        (ole("WordDocument"), "cu.doc", "old_office", "application/msword", None),
        (ole("Workbook"), "cu.xls", "old_office", "application/vnd.ms-excel", None),
        (b"\0\0\0\x18ftypheic" + bytes(40), "anh.heic", "heic", "image/heic", None),
    ],
)
def test_what_is_taken(content, name, kind, media_type, pages):
    judged = judge(content, name)
    assert (judged.kind, judged.media_type, judged.pages) == (kind, media_type, pages)
    assert judged.size == len(content)
    assert judging.work(content, {})["kind"] == kind


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"", "a.pdf", "empty"),
        (b"%PDF-1.7 " + bytes(21 * 1024 * 1024), "a.pdf", "too_large"),
        (image("PNG"), "a.pdf", "mislabelled"),
        (PDF, "a.docx", "mislabelled"),
        (DOCX, "a.xlsx", "mislabelled"),
        (PDF, "khong-duoi", "mislabelled"),
        (b"MZ\x90\0" + bytes(200), "a.pdf", "executable"),
        (b"#!/bin/sh\nrm -rf /", "a.pdf", "executable"),
        (b"<html><body>%PDF-1.4</body></html>", "a.pdf", "script"),
        (b"\xef\xbb\xbf  <!DOCTYPE HTML><p>", "a.pdf", "script"),
        (b'<?xml version="1.0"?><svg onload="alert(1)"/>', "a.png", "script"),
        ("Xin chào".encode() * 20, "a.pdf", "unsupported"),
        (bytes(range(256)) * 8, "a.pdf", "unknown"),
        (b"GIF89a" + bytes(50), "a.png", "unknown"),
        (b"%PDF-1.7\nhong", "a.pdf", "damaged"),
        (PDF[: len(PDF) // 8], "a.pdf", "damaged"),
        (image("PNG", (200, 200))[:120], "a.png", "damaged"),
        (DOCX[:-300], "a.docx", "damaged"),
        (package(**{"word/vbaProject.bin": "x"}), "a.docx", "macros"),
        (
            package(
                **{"[Content_Types].xml": '<T c="application/vnd.ms-word.document.macroEnabled.main+xml"/>'}
            ),
            "a.docx",
            "macros",
        ),
        (ole("WordDocument", "_VBA_PROJECT"), "a.doc", "macros"),
        (ole("EncryptedPackage"), "a.docx", "encrypted"),
        (encrypted_zip(), "a.docx", "encrypted"),
        (package(**{"word/document.xml": "0" * 60_000_000}), "a.docx", "bomb"),
        (package(**{f"word/{at}.xml": "" for at in range(4001)}), "a.docx", "bomb"),
        (package(**{"word/document.xml": '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "a.docx", "bomb"),
        (package(**{"word/document.xml": "x" * 65_530 + '<!ENTITY b "c">'}), "a.docx", "bomb"),
        (lying(package(**{"word/document.xml": "0" * 2_000_000})), "a.docx", "damaged"),
        (huge_png(), "a.png", "image_too_large"),
        (ole("nothing"), "a.doc", "unsupported"),
    ],
)
def test_what_is_refused_and_in_which_words(content, name, code):
    with pytest.raises(UnreadableFileError) as refused:
        judge(content, name)
    assert refused.value.code == code
    said = sentence(refused.value)
    assert said.endswith(".")
    assert "{" not in said
    if code not in {"empty", "too_large", "mislabelled"}:
        with pytest.raises(UnreadableFileError, match=code):
            judging.work(content, {})


def test_a_zip_that_is_no_office_file_is_refused():
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        archive.writestr("a.txt", "x")
    with pytest.raises(UnreadableFileError, match="unsupported"):
        judge(made.getvalue(), "a.docx")


def test_a_locked_pdf_is_told_from_a_damaged_one():
    locked = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
        b"3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>endobj\n"
        b"trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>\n%%EOF"
    )
    with pytest.raises(UnreadableFileError, match="encrypted"):
        judge(locked, "a.pdf")


def test_flags_say_what_deserves_a_look():
    assert judge(empty_pdf(), "scan.pdf").flags == ("no_text",)
    assert judge(PDF + b"\n%/JavaScript", "a.pdf").flags == ("active",)
    assert judge(image("PNG"), "anh.jpg").flags == ("renamed",)
    linked = package(
        **{"word/_rels/document.xml.rels": '<R TargetMode="External"/>', "word/embeddings/a.bin": "x"}
    )
    assert judge(linked, "a.docx").flags == ("embedded", "external")
    photo = BytesIO()
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (9, 9)).save(photo, "JPEG", exif=exif)
    assert judge(photo.getvalue(), "a.jpg").flags == ("location",)


def test_a_path_is_judged_like_bytes(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(image("PNG"))
    judged = judge(path, "anh.png")
    assert (judged.width, judged.height) == (30, 20)


def test_every_sentence_can_be_said_without_facts():
    for code in SENTENCES:
        assert "{" not in sentence(UnreadableFileError(code))
    assert all(text.endswith((".", "{value}.")) for text in FAULTS.values())


def test_the_sentence_names_the_file_and_the_true_kind():
    with pytest.raises(UnreadableFileError) as refused:
        judge(image("PNG"), "minh-chung.pdf")
    assert sentence(refused.value) == (
        "Tệp “minh-chung.pdf” thực chất là tệp ảnh, không đúng với đuôi “.pdf”. Hãy đổi lại tên rồi nộp."
    )
