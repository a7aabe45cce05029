"""The words of a Word file, and texts such as plans are made of."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import docx
from docx.oxml.ns import qn
from hypothesis import strategies as st

from thidua.documents.paper import loose
from thidua.publicity.speech import ABBREVIATIONS

GOLDEN = Path(__file__).parent.parent / "golden"

PIECES = (
    "nâng cao chất lượng phục vụ",
    "giải quyết hồ sơ",
    "người dân và doanh nghiệp",
    "trên địa bàn xã",
    "85%",
    "95 %",
    "28/6/2021",
    "ngày 5/2/2025",
    "12/2025",
    "Kế hoạch số 349/KH-UBND",
    "33/2021/QĐ-UBND",
    "một cửa/một cửa liên thông",
    "(UBND)",
    "“một cửa”",
    "văn hóa - xã hội",
    "số hóa – chia sẻ",
    "…",
    "...",
    ";",
    ",",
    ":",
    ".",
    "!",
    "\n",
    "*",
    "&",
    *ABBREVIATIONS,
)
plan_texts = st.one_of(
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=60).map(" ".join),
    st.text(max_size=400),
)


def said(content: bytes) -> str:
    """All text of a Word file in the order of the page, a line for each paragraph."""
    document = docx.Document(BytesIO(content))
    lines = []
    for part in document.element.body.iter(qn("w:p")):
        text = docx.text.paragraph.Paragraph(part, document).text
        if text.strip():
            lines.append(loose(text))
    return "\n".join(lines) + "\n"
