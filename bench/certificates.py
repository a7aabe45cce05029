"""A thousand certificates as one PDF and as files of their own, beside LibreOffice doing the same from a Word form.

LibreOffice gets mail-merged Word files with the same square code on each certificate, as a picture. Where it makes one
PDF for each it is asked for fewer and the rest is reckoned from them, which favours it: its start counts once. Every
time is the best of a few, start of the processes included. How many times faster is told by the time of the processors,
which other work on the machine does not change.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path

import _start  # noqa: F401 - sets Django up
import segno
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt

from thidua.documents.paper import Certificate, Template
from thidua.documents.render.child import in_child
from thidua.documents.render.payload import for_certificates

COUNT = 1000
APART = 40
"""So many files of their own LibreOffice is asked for."""
AT = datetime(2026, 2, 5, 3, tzinfo=UTC)
MOST_ONE, MOST_APART = 3.0, 12.0
TIMES_ONE, TIMES_APART = 2, 10
BASE = Certificate(
    issuer="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ NÀ MÂY",
    salutation="Bà",
    name="NGUYỄN THỊ HỒNG PHƯƠNG THẢO",
    details=("Công chức Phòng Văn hóa - Xã hội, Ủy ban nhân dân xã Nà Mây, tỉnh Lào Cai",),
    merit="Đã có thành tích xuất sắc trong phong trào thi đua đẩy mạnh cải cách hành chính năm 2025",
    place="Nà Mây",
    signer_title=("CHỦ TỊCH",),
    signer_name="Nông Văn Mẫu",
    number="45/QĐ-UBND",
    on=date(2026, 2, 5),
)


def measured(what: Callable[[], object]) -> tuple[float, float]:
    """Seconds on the clock and of the processors, children counted."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    what()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.monotonic() - start, spent


def best(what: Callable[[], object], times: int = 3) -> tuple[float, float]:
    """The fastest by the clock."""
    return min(measured(what) for _ in range(times))


def ours() -> tuple[tuple[float, float], tuple[float, float]]:
    """One PDF, then files of their own."""
    many = [
        replace(BASE, name=f"{BASE.name} {at}", register=str(at), check=check_code(at), code=square_text(at))
        for at in range(1, COUNT + 1)
    ]
    told = for_certificates(many, AT, Template())
    return best(lambda: in_child("certificates", told)), best(lambda: in_child("certificate_files", told), 2)


def check_code(at: int) -> str:
    """As it stands at the foot of a certificate."""
    return f"7K2M-0QXD-{at:04d}"


def square_text(at: int) -> str:
    """What a square code holds where no public address is set: the signed fields, as long as real ones."""
    signature = f"{at:04d}" + "Zk3vX9q_" * 10 + "AA=="
    return f"{check_code(at)}|{BASE.name} {at}|Giấy khen|{BASE.number}|2026-02-05|{signature}"


def letter(document: Document, at: int) -> None:
    """The same texts as a plain Word form has them."""
    for text, size, bold in (
        ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 15, True),
        ("Độc lập - Tự do - Hạnh phúc", 16, True),
        (BASE.issuer, 21, True),
        ("TẶNG", 17, True),
        ("GIẤY KHEN", 44, True),
        (f"Bà {BASE.name} {at}", 28, True),
        (BASE.details[0], 16, False),
        (BASE.merit, 16, False),
        (f"Quyết định số {BASE.number}, ngày 05 tháng 02 năm 2026; số sổ vàng {at}", 13, True),
        (BASE.signer_name, 15, True),
    ):
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = line.add_run(text)
        run.font.size, run.font.bold, run.font.name = Pt(size), bold, "Liberation Serif"
    picture = BytesIO()
    segno.make(square_text(at), error="l", micro=False, boost_error=False).save(picture, kind="png", scale=4)
    line = document.add_paragraph()
    line.add_run().add_picture(picture, height=Mm(20))
    line.add_run(check_code(at)).font.size = Pt(8)


def form(first: int, last: int) -> bytes:
    """A Word file with so many certificates, a page each."""
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    for at in range(first, last + 1):
        letter(document, at)
        if at < last:
            document.paragraphs[-1].add_run().add_break(WD_BREAK.PAGE)
    whole = BytesIO()
    document.save(whole)
    return whole.getvalue()


def libreoffice(folder: Path, *files: Path) -> None:
    """Word to PDF, all files in one call, with a profile of its own."""
    program = shutil.which("soffice") or "soffice"
    profile = f"-env:UserInstallation=file://{folder / 'profile'}"
    subprocess.run(
        [
            program,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder / "out"),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )


def theirs() -> tuple[tuple[float, float], tuple[float, float]]:
    """One PDF of all; files of their own, reckoned from a part of them."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        whole = folder / "all.docx"
        whole.write_bytes(form(1, COUNT))
        parts = [folder / f"{at}.docx" for at in range(1, APART + 1)]
        for at, part in enumerate(parts, start=1):
            part.write_bytes(form(at, at))
        libreoffice(folder, parts[0])  # makes the profile, not counted
        one = best(lambda: libreoffice(folder, whole), 2)
        apart = measured(lambda: libreoffice(folder, *parts))
        return one, (apart[0] / APART * COUNT, apart[1] / APART * COUNT)


def main() -> int:
    """Print the figures; 1 when a promise is broken."""
    one, apart = ours()
    told("thidua, một PDF", one)
    told(f"thidua, {COUNT} tệp riêng", apart)
    kept = min(one) <= MOST_ONE and min(apart) <= MOST_APART
    if shutil.which("soffice") is None:
        print("Máy này không có LibreOffice nên không so sánh.")
        return 0 if kept else 1
    their_one, their_apart = theirs()
    told("LibreOffice, một PDF từ Word", their_one)
    told(f"LibreOffice, {COUNT} tệp riêng (tính từ {APART} tệp)", their_apart)
    times_one, times_apart = their_one[1] / one[1], their_apart[1] / apart[1]
    print(f"Nhanh gấp (theo bộ xử lý): một PDF {times_one:.1f} lần, tệp riêng {times_apart:.1f} lần")
    return 0 if kept and times_one >= TIMES_ONE and times_apart >= TIMES_APART else 1


def told(what: str, spent: tuple[float, float]) -> None:
    """One line."""
    print(f"{what}: {spent[0]:.1f} s trên đồng hồ, {spent[1]:.1f} s bộ xử lý")


if __name__ == "__main__":
    sys.exit(main())
