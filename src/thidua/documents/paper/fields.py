"""A paper as plain fields for a Word form that an officer made: texts, lists of texts, rows, and whole parts of it."""

from __future__ import annotations

from collections.abc import Collection
from types import MappingProxyType
from typing import Final

from thidua.documents.paper.blocks import (
    Block,
    Bullet,
    Clause,
    Heading,
    Paragraph,
    Table,
    text_runs,
)
from thidua.documents.paper.sheet import (
    Annex,
    Paper,
    addressed_lines,
    base_lines,
    closed_body,
    number_line,
    place_line,
    recipient_lines,
)

Value = str | list[str] | list[dict[str, str]]
ROW: Final = "dong"
LIST: Final = "danh_sach"
BODY: Final = "phan_than"
FOOT: Final = "phan_ky"
_COLUMNS: Final = 8
FIELDS: Final = MappingProxyType(
    {
        "co_quan_cap_tren": "Cơ quan cấp trên (có thể trống)",
        "co_quan": "Cơ quan ban hành, mỗi dòng một đoạn",
        "so_ky_hieu": "Dòng số, ký hiệu: Số: 45/QĐ-UBND",
        "noi_ngay": "Nơi, ngày tháng năm",
        "ten_loai": "Tên loại văn bản",
        "trich_yeu": "Trích yếu",
        "dong_phu": "Dòng phụ dưới trích yếu, mỗi dòng một đoạn",
        "tham_quyen": "Dòng thẩm quyền trên phần căn cứ",
        "kinh_gui": "Nơi kính gửi, mỗi nơi một đoạn",
        "dong_kinh_gui": "Như trên, có sẵn chữ “Kính gửi:”",
        "can_cu": "Căn cứ, mỗi căn cứ một đoạn",
        "loi_quyet_dinh": "Dòng sau căn cứ: QUYẾT ĐỊNH:",
        BODY: "Toàn bộ phần thân: chữ, bảng, biểu đồ, chỗ ký của nhiều người, như mẫu có sẵn",
        "noi_dung": "Chỉ phần chữ của thân, mỗi ý một đoạn",
        FOOT: "Nơi nhận và chỗ ký (một hoặc hai bên), như mẫu có sẵn",
        "quyen_han_ky": "Quyền hạn, chức vụ người ký, mỗi dòng một đoạn",
        "nguoi_ky": "Họ tên người ký",
        "quyen_han_ky_trai": "Quyền hạn, chức vụ người ký bên trái, mỗi dòng một đoạn",
        "nguoi_ky_trai": "Họ tên người ký bên trái",
        "noi_nhan": "Nơi nhận, mỗi nơi một đoạn",
        "ten_danh_sach": "Tên danh sách kèm theo",
        "kem_theo": "Dòng “Kèm theo Quyết định …”",
        **{f"{ROW}.cot{at}": f"Danh sách: cột {at} của một dòng" for at in range(1, _COLUMNS + 1)},
    }
)
"""What a template may name, and what it is."""
LISTS: Final = frozenset(
    {
        "co_quan",
        "dong_phu",
        "kinh_gui",
        "dong_kinh_gui",
        "can_cu",
        "noi_dung",
        "quyen_han_ky",
        "quyen_han_ky_trai",
        "noi_nhan",
    }
)
"""Fields of several paragraphs: the paragraph that holds one alone is repeated."""
PARTS: Final = frozenset({BODY, FOOT})
"""Fields that stand for a whole part of the paper: alone in a paragraph of the form's body."""


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


def marked(name: str) -> str:
    """A field as it is written in a form: ``{{ trich_yeu }}``."""
    return f"{{{{ {name} }}}}"


def _listed(paper: Paper) -> Table | None:
    """The list of a paper: the first table of its body or its annexes."""
    blocks = (*paper.body, *(block for annex in paper.annexes for block in annex.body))
    return next((block for block in blocks if isinstance(block, Table)), None)


def tells_list(names: Collection[str]) -> bool:
    """Whether a form has an own table for the list of the paper."""
    return any(name.startswith(f"{ROW}.") for name in names)


def annexes_left(paper: Paper, names: Collection[str]) -> tuple[Annex, ...]:
    """The annexes that follow a form as built in: all but the one whose list the form sets itself."""
    listed = _listed(paper)
    own = tells_list(names) and listed is not None and listed not in paper.body
    return paper.annexes[1:] if own else paper.annexes


def left_out(paper: Paper, names: Collection[str]) -> tuple[str, ...]:
    """The fields without which a form would silently lose a part of this paper, an empty tuple where it tells all."""
    missing = []
    if BODY not in names:
        listed = _listed(paper) if tells_list(names) else None
        lost = any(_told(block) is None and block is not listed for block in paper.body)
        if lost or "noi_dung" not in names:
            missing.append(BODY)
    if FOOT not in names and paper.signature is not None:
        signers = {"nguoi_ky"} if paper.signature.left is None else {"nguoi_ky", "nguoi_ky_trai"}
        if not signers <= set(names):
            missing.append(FOOT)
    if paper.header.symbol and "so_ky_hieu" not in names:
        missing.append("so_ky_hieu")
    return tuple(missing)


def fields_of(paper: Paper) -> dict[str, Value]:
    """All fields of a paper but its whole parts; the list is the first table of its body or its annexes."""
    listed = _listed(paper)
    annex = paper.annexes[0] if paper.annexes else None
    signed = paper.signature.right if paper.signature else None
    left = paper.signature.left if paper.signature else None
    rows = [*listed.rows, *((listed.total,) if listed.total else ())] if listed else []
    return {
        "co_quan_cap_tren": paper.header.superior,
        "co_quan": list(paper.header.issuer),
        "so_ky_hieu": number_line(paper.header),
        "noi_ngay": place_line(paper.header),
        "ten_loai": paper.title,
        "trich_yeu": paper.summary or paper.header.subject,
        "dong_phu": list(paper.lines),
        "tham_quyen": paper.authority,
        "kinh_gui": list(paper.addressed_to),
        "dong_kinh_gui": list(addressed_lines(paper.addressed_to)),
        "can_cu": [_plain(line) for line in base_lines(paper.bases)],
        "loi_quyet_dinh": paper.enacting,
        "noi_dung": [text for block in closed_body(paper) if (text := _told(block)) is not None],
        "quyen_han_ky": list(signed.authority) if signed else [],
        "nguoi_ky": signed.name if signed else "",
        "quyen_han_ky_trai": list(left.authority) if left else [],
        "nguoi_ky_trai": left.name if left else "",
        "noi_nhan": list(recipient_lines(paper.recipients)),
        "ten_danh_sach": annex.title if annex else "",
        "kem_theo": annex.note if annex else "",
        LIST: [
            {f"cot{at}": (row[at - 1] if at <= len(row) else "") for at in range(1, _COLUMNS + 1)}
            for row in rows
        ],
    }
