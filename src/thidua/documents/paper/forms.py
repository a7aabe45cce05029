"""The kinds of papers that come out as Word files, and of each a made-up paper to look at a form with."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from thidua.documents.paper.blocks import (
    Block,
    Clause,
    Column,
    Heading,
    Paragraph,
    SideBySide,
    Signatory,
    Table,
)
from thidua.documents.paper.sheet import Annex, Header, Paper, Signature

KINDS: Final = MappingProxyType(
    {
        "QĐ": "Quyết định (khen thưởng, hủy bỏ)",
        "TTr": "Tờ trình (của đơn vị, cơ quan thường trực, gửi cấp trên)",
        "KH": "Kế hoạch phong trào thi đua",
        "BC": "Báo cáo (thẩm định, sơ kết, tổng kết)",
        "BCTT": "Báo cáo thành tích",
        "BB": "Biên bản (bình xét, họp Hội đồng, kiểm phiếu)",
        "GM": "Giấy mời",
        "CV": "Công văn đôn đốc",
        "BĐK": "Bản đăng ký thi đua",
        "SKN": "Sổ ký nhận văn bản",
        "chuong-trinh": "Chương trình trao thưởng",
        "kich-ban": "Kịch bản trao thưởng",
        "danh-sach": "Danh sách (chi tiền thưởng, lên nhận, ký nhận)",
        "so-khen-thuong": "Sổ theo dõi khen thưởng",
        "ban-tin": "Bản tin phát thanh",
        "so-nhat-ky": "Sổ nhật ký phát sóng",
    }
)
"""What an authority may print in a form of its own. Slips of a ballot are not among them: all of them must be alike."""


def sample(kind: str) -> Paper:
    """A made-up paper of a kind, to look at a form with: it has whatever a paper of the kind may have."""
    people = Table(
        columns=tuple(Column(title, 20) for title in ("STT", "Tên", "Đơn vị")),
        rows=(("1", "Ông Nguyễn Văn A", "Đơn vị A"), ("2", "Bà Trần Thị B", "Đơn vị B")),
    )
    decision = kind == "QĐ"
    parts: tuple[Block, ...] = (Clause("Điều 1.", "Nội dung thứ nhất"), Clause("Điều 2.", "Nội dung thứ hai"))
    if not decision:
        signers = SideBySide((Signatory(("NGƯỜI LẬP",), "Trần Thị B"), Signatory(("KẾ TOÁN",), "Lê Văn C")))
        parts = (Heading(1, "I. PHẦN THỨ NHẤT"), Paragraph("Nội dung thứ nhất."), people, signers)
    return Paper(
        kind=kind,
        header=Header(
            issuer=("ỦY BAN NHÂN DÂN", "XÃ MẪU"),
            symbol=f"{kind}-UBND",
            number="00",
            place="Xã Mẫu",
            year=2026,
        ),
        title=KINDS[kind].split(" (")[0].upper(),
        summary="Về phong trào thi đua mẫu (bản xem thử)",
        authority="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ MẪU" if decision else "",
        addressed_to=() if decision else ("Nơi nhận mẫu",),
        bases=("Căn cứ thứ nhất", "Căn cứ thứ hai"),
        enacting="QUYẾT ĐỊNH:" if decision else "",
        body=parts,
        signature=Signature(
            right=Signatory(("CHỦ TỊCH",), "Nguyễn Văn Mẫu"),
            left=Signatory(("THƯ KÝ",), "Trần Thị Thư") if kind == "BB" else None,
        ),
        recipients=("Như trên", "Lưu: VT"),
        annexes=(Annex(title="DANH SÁCH MẪU", note="(Kèm theo Quyết định số 00/QĐ-UBND)", body=(people,)),)
        if decision
        else (),
    )
