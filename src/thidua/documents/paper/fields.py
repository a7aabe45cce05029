"""A paper as plain fields for a Word template that an officer made: texts, lists of texts, the rows of its list."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from thidua.documents.paper.blocks import (
    Block,
    Bullet,
    Clause,
    Column,
    Heading,
    Paragraph,
    Signatory,
    Table,
    text_runs,
)
from thidua.documents.paper.sheet import (
    Annex,
    Header,
    Paper,
    Signature,
    base_lines,
    closed_body,
    number_line,
    place_line,
    recipient_lines,
)

Value = str | list[str] | list[dict[str, str]]
ROW: Final = "dong"
LIST: Final = "danh_sach"
_COLUMNS: Final = 8
FIELDS: Final = MappingProxyType(
    {
        "co_quan_cap_tren": "Cơ quan cấp trên (có thể trống)",
        "co_quan": "Cơ quan ban hành, mỗi dòng một đoạn",
        "so_ky_hieu": "Dòng số, ký hiệu: Số: 45/QĐ-UBND",
        "noi_ngay": "Nơi, ngày tháng năm",
        "ten_loai": "Tên loại văn bản",
        "trich_yeu": "Trích yếu",
        "tham_quyen": "Dòng thẩm quyền trên phần căn cứ",
        "kinh_gui": "Nơi kính gửi, mỗi nơi một đoạn",
        "can_cu": "Căn cứ, mỗi căn cứ một đoạn",
        "noi_dung": "Nội dung, mỗi ý một đoạn",
        "quyen_han_ky": "Quyền hạn, chức vụ người ký, mỗi dòng một đoạn",
        "nguoi_ky": "Họ tên người ký",
        "noi_nhan": "Nơi nhận, mỗi nơi một đoạn",
        "ten_danh_sach": "Tên danh sách kèm theo",
        "kem_theo": "Dòng “Kèm theo Quyết định …”",
        **{f"{ROW}.cot{at}": f"Danh sách: cột {at} của một dòng" for at in range(1, _COLUMNS + 1)},
    }
)
"""What a template may name, and what it is."""
LISTS: Final = frozenset({"co_quan", "kinh_gui", "can_cu", "noi_dung", "quyen_han_ky", "noi_nhan"})
"""Fields of several paragraphs: the paragraph that holds one alone is repeated."""


def _plain(runs: object) -> str:
    return "".join(run.text for run in text_runs(runs))  # type: ignore[arg-type] # a Text, as the blocks hold it


def _told(block: Block) -> str | None:
    if isinstance(block, Paragraph):
        return _plain(block.text)
    if isinstance(block, Heading):
        return block.text
    if isinstance(block, Bullet):
        return f"{block.marker} {_plain(block.text)}"
    return f"{block.label} {_plain(block.text)}" if isinstance(block, Clause) else None


def fields_of(paper: Paper) -> dict[str, Value]:
    """All fields of a paper; the list is the first table of its body or its annexes."""
    tables = [
        block
        for block in (*paper.body, *(b for annex in paper.annexes for b in annex.body))
        if isinstance(block, Table)
    ]
    annex = paper.annexes[0] if paper.annexes else None
    signed = paper.signature.right if paper.signature else None
    rows = [*tables[0].rows, *((tables[0].total,) if tables[0].total else ())] if tables else []
    return {
        "co_quan_cap_tren": paper.header.superior,
        "co_quan": list(paper.header.issuer),
        "so_ky_hieu": number_line(paper.header),
        "noi_ngay": place_line(paper.header),
        "ten_loai": paper.title,
        "trich_yeu": paper.summary or paper.header.subject,
        "tham_quyen": paper.authority,
        "kinh_gui": list(paper.addressed_to),
        "can_cu": [_plain(line) for line in base_lines(paper.bases)],
        "noi_dung": [text for block in closed_body(paper) if (text := _told(block)) is not None],
        "quyen_han_ky": list(signed.authority) if signed else [],
        "nguoi_ky": signed.name if signed else "",
        "noi_nhan": list(recipient_lines(paper.recipients)),
        "ten_danh_sach": annex.title if annex else "",
        "kem_theo": annex.note if annex else "",
        LIST: [
            {f"cot{at}": (row[at - 1] if at <= len(row) else "") for at in range(1, _COLUMNS + 1)}
            for row in rows
        ],
    }


def starter() -> Paper:
    """A paper that says the names of the fields: the built-in form to begin an own template from."""

    def mark(name: str) -> str:
        return "{{ " + name + " }}"

    return Paper(
        kind="MẪU",
        header=Header(issuer=(mark("co_quan"),), superior=mark("co_quan_cap_tren"), place=mark("noi_ngay")),
        title=mark("ten_loai"),
        summary=mark("trich_yeu"),
        authority=mark("tham_quyen"),
        body=(
            Paragraph(mark("so_ky_hieu"), indent=False),
            Paragraph(mark("kinh_gui")),
            Paragraph(mark("can_cu")),
            Paragraph(mark("noi_dung")),
        ),
        signature=Signature(right=Signatory((mark("quyen_han_ky"),), mark("nguoi_ky"))),
        recipients=(mark("noi_nhan"),),
        annexes=(
            Annex(
                title=mark("ten_danh_sach"),
                note=mark("kem_theo"),
                body=(
                    Table(
                        columns=tuple(
                            Column(title, 20)
                            for title in ("STT", "Họ và tên", "Chức vụ, đơn vị", "Hệ số", "Mức thưởng")
                        ),
                        rows=(tuple(mark(f"{ROW}.cot{at}") for at in range(1, 6)),),
                    ),
                ),
            ),
        ),
        end_mark=False,
    )
