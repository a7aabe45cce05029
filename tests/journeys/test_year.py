"""The whole year in a browser: from an empty home to the final report, each role at its own browser."""

from __future__ import annotations

import re
from io import BytesIO

import docx
import openpyxl
import pypdfium2
import pytest

from tests.journeys import first_half, second_half
from tests.journeys.browser import Faults, Visitor, crawl, keep_picture
from tests.journeys.commune import PEOPLE, Commune

pytestmark = pytest.mark.journey
LATE_PAGES = 40
"""Kinds of pages that one person opens in the year when it is over."""


def test_a_whole_year_goes_from_the_plan_to_certificate_and_report(fresh, browser, inspector, tmp_path):
    faults = Faults()
    commune = Commune(browser, fresh, inspector, faults, tmp_path)
    try:
        first_half.begin(commune)
        first_half.directory(commune)
        movement = first_half.plan(commune)
        for step in (first_half.launch, first_half.register, first_half.do):
            step(commune, movement)
        for name in second_half.STEPS:
            getattr(second_half, name)(commune, movement)
        _papers_agree(commune.one("officer"), movement)
        for key in ("officer", "teacher"):
            assert len(crawl(commune.one(key), f"/phong-trao/{movement}/", most=LATE_PAGES)) > 3
    finally:
        commune.close()
    assert not faults, f"{len(set(faults))} faults\n{faults.told()}"


def _papers_agree(officer: Visitor, movement: int) -> None:
    """Names, number, date and money are the same in minutes, decision, certificates, register and money list."""
    giving = f"/phong-trao/{movement}/trao-thuong/"
    money = _rows(officer.fetch(f"{giving}tien-thuong/xlsx/"))
    awarded = {_plain(row[1]): row[-1] for row in money if _counted(row)}
    people = {PEOPLE[key].name for keys in second_half.NOMINATED.values() for key in keys}
    assert len(awarded) == 2 + len(people)  # two of three units, as many as the plan allows
    assert people < set(awarded)
    total = sum(awarded.values())
    assert ["Tổng cộng", total] in money
    register = _rows(officer.fetch("/so-khen-thuong/tai-ve/xlsx/"))
    decision = _text(_paper(officer, f"/phong-trao/{movement}/quyet-dinh/", "Quyết định"))
    minutes = _text(_paper(officer, f"/phong-trao/{movement}/hoi-dong/hop/1/bien-ban/", ""))
    printed = officer.fetch(f"{giving}giay-khen/")
    if officer.inspector.pictures:
        first = pypdfium2.PdfDocument(printed)[0]
        keep_picture(first.render(scale=1.3).to_pil(), officer.inspector.pictures / "giay-khen.png")
    pages = _pages(printed)
    assert len(pages) == len(awarded)
    for name, amount in awarded.items():
        assert name in minutes
        assert f"{name}|" in decision.replace("\n", "|")
        assert f"{amount:,}".replace(",", ".") in decision
        named = re.compile(f"giấy khen (?:ông |bà )?{re.escape(name.casefold())} ")
        assert sum(bool(named.search(page.casefold())) for page in pages) == 1
        assert [row for row in register if any(name in str(cell) for cell in row)]
    for page in pages:
        assert "Quyết định số 345/QĐ-UBND, ngày 22 tháng 12 năm 2025" in page
    assert "345/QĐ-UBND" in decision
    assert "ngày 22 tháng 12 năm 2025" in decision
    assert f"{total:,}".replace(",", ".") in decision
    assert all("345/QĐ-UBND" in row for row in money if _counted(row))
    report = _text(_paper(officer, f"/phong-trao/{movement}/tong-ket/1/", ""))
    assert "Số: 120/BC-UBND" in report
    assert all(name in report for name in awarded)


def _paper(officer: Visitor, page: str, after: str) -> bytes:
    """The newest Word file that a page offers: that of its last paper."""
    officer.go(page)
    offered = [link for link in officer.links() if re.search(r"/van-ban/\d+/docx/", link)]
    return officer.fetch(offered[-1 if after else 0])


def _text(content: bytes) -> str:
    book = docx.Document(BytesIO(content))
    cells = [cell.text for table in book.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in book.paragraphs), *cells]).replace("\xa0", " ")


def _rows(content: bytes) -> list[list[object]]:
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


def _counted(row: list[object]) -> bool:
    """A row of the list of names: its number, a name, what the person or unit gets."""
    return len(row) > 2 and isinstance(row[0], int) and isinstance(row[1], str)


def _pages(content: bytes) -> list[str]:
    book = pypdfium2.PdfDocument(content)
    try:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in book]
    finally:
        book.close()


def _plain(name: object) -> str:
    return re.sub(r"^(?:Ông|Bà) ", "", str(name))
