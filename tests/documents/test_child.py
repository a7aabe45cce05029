import time
from base64 import b64encode
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from tests.documents.samples import AT, decision
from tests.documents.test_certificates import PERSON
from tests.documents.test_xlsx import MONEY
from thidua.documents.intake import child as intake_child
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.paper import Slip, Template
from thidua.documents.paper.workbook import Column, Sheet, Sheets
from thidua.documents.render import certificates, docx, pdf, worker, xlsx
from thidua.documents.render.child import RenderingError, batch_in_child, in_child
from thidua.documents.render.errors import TextTooLongError
from thidua.documents.render.payload import for_certificates, for_paper, for_sheets, for_slips

PICTURE = BytesIO()
Image.new("RGB", (30, 20), (10, 20, 30)).save(PICTURE, "PNG")


SLIP = Slip(("XÃ", "HỘI ĐỒNG"), "PHIẾU", "Xét khen", "Bà " + "Thử " * 90, "", ("Đồng ý",), ("Một ô.",), 7)


def test_the_child_makes_the_same_files():
    assert in_child("docx", for_paper(decision(), AT)) == docx.render(decision(), AT)
    assert in_child("pdf", for_paper(decision(), AT)) == pdf.render(decision(), AT)
    look = Template(watermark="DÙNG THỬ")
    assert in_child("certificates", for_certificates([PERSON], AT, look)) == certificates.render(
        [PERSON], AT, look
    )
    book = Sheets((MONEY, Sheet("B", (Column("A"),), ((Decimal("1.50"),), ("x",)))), "T", "A")
    assert in_child("xlsx", for_sheets(book, AT)) == xlsx.render(book, AT)


@pytest.mark.parametrize("name", worker.FUNCTIONS)
def test_what_the_child_runs(name):
    payload = {
        "docx": for_paper(decision(), AT),
        "own_form": {"at": AT.isoformat()},
        "pdf": for_paper(decision(), AT),
        "slips": for_slips([SLIP], AT),
        "certificates": for_certificates([PERSON], AT, None),
        "certificate_files": for_certificates([PERSON], AT, None),
        "certificate_picture": for_certificates([PERSON], AT, None),
        "printer_page": {"at": AT.isoformat(), "shift": [1.5, -2.0]},
        "picture_pdf": {"content": b64encode(PICTURE.getvalue()).decode()},
        "xlsx": for_sheets(Sheets((MONEY,)), AT),
    }[name]
    assert worker.FUNCTIONS[name](payload) == in_child(name, payload)


def test_one_child_makes_word_and_pdf():
    asked = for_paper(decision(), AT)
    assert batch_in_child([("docx", asked), ("pdf", asked)]) == (
        docx.render(decision(), AT),
        pdf.render(decision(), AT),
    )


def test_emblem_goes_through_to_the_child():
    svg = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><circle cx="4" cy="4" r="4"/></svg>'
    made = in_child("certificates", for_certificates([PERSON], AT, Template(emblem=svg)))
    assert len(pypdfium2.PdfDocument(made)) == 1


def test_a_text_too_long_is_told_as_by_the_renderer():
    broken = type(PERSON)(**{name: getattr(PERSON, name) for name in PERSON.__slots__} | {"name": "Ơ" * 90})
    with pytest.raises(TextTooLongError) as refused:
        in_child("certificates", for_certificates([broken], AT, None))
    assert refused.value.field == "name"


def test_a_failing_child_is_an_error_of_ours():
    with pytest.raises(RenderingError, match="KeyError"):
        in_child("nothing", {})
    with pytest.raises(RenderingError, match="timeout"):
        in_child("pdf", for_paper(decision(), AT), timeout=0.01)


@pytest.mark.parametrize(
    ("worker", "code"),
    [("endless", "too_slow"), ("greedy", "too_heavy"), ("crashing", "damaged"), ("refusing", "mine")],
)
def test_a_worker_ends_whatever_the_file_does_to_it(worker, code, tmp_path, monkeypatch):
    bodies = {
        "endless": "    while True: pass",
        "greedy": "    return {'n': len(b'x' * (2 << 30))}",
        "crashing": "    import os\n    os.abort()",
        "refusing": "    from thidua.documents.intake import errors\n"
        "    raise errors.UnreadableFileError('mine', {'a': 1})",
    }
    (tmp_path / f"worker_{worker}.py").write_text(
        f"def work(content, options):\n{bodies[worker]}\n", encoding="utf-8"
    )
    kept = intake_child.child_environment()
    path = f"{tmp_path}:{kept['PYTHONPATH']}"
    monkeypatch.setattr(intake_child, "child_environment", lambda: kept | {"PYTHONPATH": path})
    start = time.monotonic()
    with pytest.raises(UnreadableFileError) as refused:
        intake_child.run(f"worker_{worker}", b"x", timeout=1.5, memory_mb=300)
    assert refused.value.code == code
    assert time.monotonic() - start < 10


def test_no_secret_reaches_a_child(monkeypatch):
    monkeypatch.setenv("THIDUA_SECRET", "x")
    assert "THIDUA_SECRET" not in intake_child.child_environment()
