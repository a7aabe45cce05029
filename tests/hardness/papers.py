"""What stands in a produced file: Word, Excel and PDF opened again as a reader would."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdfium2
from docx.table import Table
from docx.text.paragraph import Paragraph


def word(path: Path) -> str:
    """All text of a Word file, paragraphs and table rows in reading order; cells parted by " | "."""
    return tidy("\n".join(_lines(docx.Document(str(path)))))


def _lines(document: Any) -> Iterator[str]:
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Table):
            for row in block.rows:
                yield " | ".join(cell.text for cell in row.cells)


def pages(path: Path) -> list[str]:
    """The text of each page of a PDF, line ends as spaces."""
    document = pypdfium2.PdfDocument(str(path))
    try:
        return [tidy(page.get_textpage().get_text_range()) for page in document]
    finally:
        document.close()


def rows(path: Path) -> list[dict[str, Any]]:
    """The rows of the first sheet of an Excel file below its head, by the words of the head."""
    sheet = openpyxl.load_workbook(path).worksheets[0]
    told = list(sheet.iter_rows(values_only=True))
    at = next(number for number, row in enumerate(told) if row[0] == "STT")
    return [dict(zip(told[at], row, strict=True)) for row in told[at + 1 :]]


def tidy(text: str) -> str:
    """One blank between words, plain hyphens, NFC, so that a line end makes no difference."""
    plain = (
        unicodedata.normalize("NFC", text)
        .replace("\u2011", "-")
        .replace("\u00ad", "-")
        .replace("\ufffe", "-")
    )
    return " ".join(plain.split())


def dots(amount: int) -> str:
    """Money as papers write it."""
    return f"{amount:,}".replace(",", ".")
