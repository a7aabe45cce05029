"""Papers as the commune issues them, with names that are made up."""

from datetime import UTC, date, datetime
from decimal import Decimal

from thidua.documents.paper import (
    Annex,
    Bullet,
    Chart,
    Clause,
    Column,
    Footer,
    Header,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    SideBySide,
    Signatory,
    Signature,
    SignatureTable,
    Table,
)
from thidua.documents.render.charts import Bar, ranking

AT = datetime(2026, 2, 5, 8, 0, tzinfo=UTC)
MOVEMENT = "“Đẩy mạnh cải cách hành chính gắn với nâng cao văn hóa công vụ” năm 2025"


def decision(rows: int = 3, *, numbered: bool = True, watermark: str = "") -> Paper:
    listed = tuple(
        (
            f"{at:02}",
            f"Ông Lò Văn Thử {at}",
            "Công chức Phòng Văn hóa - Xã hội, Ủy ban nhân dân xã Nà Mây",
            "710.000",
        )
        for at in range(1, rows + 1)
    )
    return Paper(
        kind="quyet-dinh",
        header=Header(
            ("ỦY BAN NHÂN DÂN", "XÃ NÀ MÂY"),
            symbol="QĐ-UBND",
            number="45" if numbered else "",
            place="Nà Mây",
            on=date(2026, 2, 5) if numbered else None,
            year=2026,
        ),
        title="QUYẾT ĐỊNH",
        summary="Về việc tặng Giấy khen cho tập thể, cá nhân có thành tích xuất sắc trong phong trào thi đua "
        + MOVEMENT,
        authority="CHỦ TỊCH ỦY BAN NHÂN DÂN XÃ NÀ MÂY",
        bases=(
            "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15 tháng 6 năm 2022",
            "Căn cứ Nghị định số 152/2025/NĐ-CP ngày 14 tháng 6 năm 2025 của Chính phủ;",
            "Theo đề nghị của Trưởng phòng Văn hóa - Xã hội tại Tờ trình số 12/TTr-VHXH ngày 28 tháng 01 năm 2026.",
        ),
        enacting="QUYẾT ĐỊNH:",
        body=(
            Clause(
                "Điều 1.", f"Tặng Giấy khen cho 03 cá nhân có thành tích trong phong trào thi đua {MOVEMENT}."
            ),
            Clause(
                "Điều 2.", (Run("Mức tiền thưởng: "), Run("710.000 đồng", bold=True), Run(" mỗi cá nhân."))
            ),
            Clause("Điều 3.", "Chánh Văn phòng và các cá nhân tại Điều 1 thi hành Quyết định này."),
        ),
        signature=Signature(Signatory(("CHỦ TỊCH",), "Hoàng Thị Thử Nghiệm")),
        recipients=("Như Điều 3", "TT. Đảng ủy, HĐND xã", "Lưu: VT, VHXH"),
        annexes=(
            Annex(
                "DANH SÁCH CÁ NHÂN ĐƯỢC TẶNG GIẤY KHEN",
                (
                    Table(
                        (
                            Column("STT", 6, "center"),
                            Column("Họ và tên", 28),
                            Column("Chức vụ, đơn vị", 46),
                            Column("Mức thưởng (đồng)", 8, "right"),
                        ),
                        listed,
                        total=("Tổng cộng", "", "", f"{710_000 * rows:,}".replace(",", ".")),
                    ),
                ),
                note="(Kèm theo Quyết định số 45/QĐ-UBND ngày 05 tháng 02 năm 2026)",
            ),
        ),
        footer=Footer(1234, "9f2c1a7b"),
        watermark=watermark,
    )


def minutes() -> Paper:
    return Paper(
        kind="bien-ban",
        header=Header(
            ("HỘI ĐỒNG THI ĐUA - KHEN THƯỞNG",),
            superior="ỦY BAN NHÂN DÂN XÃ NÀ MÂY",
            symbol="BB-HĐTĐKT",
            number="1",
            place="Nà Mây",
            on=date(2026, 1, 9),
        ),
        title="BIÊN BẢN",
        summary="Họp Hội đồng Thi đua - Khen thưởng xã xét khen thưởng phong trào thi đua",
        body=(
            Heading(1, "I. THỜI GIAN, ĐỊA ĐIỂM"),
            Paragraph("Hồi 8 giờ 00 phút ngày 09 tháng 01 năm 2026, tại phòng họp Ủy ban nhân dân xã."),
            Heading(2, "1. Thành viên dự họp"),
            SignatureTable((("Hoàng Thị Thử Nghiệm", "Chủ tịch Hội đồng"), ("Lò Văn Mẫu", "Ủy viên thư ký"))),
            Heading(3, "a) Kết quả biểu quyết"),
            Bullet("Đồng ý: 09/10 thành viên (90%)"),
            Paragraph("Cuộc họp kết thúc vào 10 giờ 30 phút cùng ngày"),
        ),
        signature=Signature(
            right=Signatory(("CHỦ TỌA",), "Hoàng Thị Thử Nghiệm"),
            left=Signatory(("THƯ KÝ",), "Lò Văn Mẫu", note="(Ký, ghi rõ họ tên)"),
        ),
    )


def report(rows: int = 300) -> Paper:
    drawn = ranking(
        "Xếp hạng các đơn vị",
        [Bar("Phòng Văn hóa - Xã hội", Decimal("92.5"), marked=True), Bar("Trạm Y tế", Decimal(88))],
        maximum=Decimal(100),
        marked="Được đề nghị khen thưởng",
    )
    columns = (
        Column("STT", 1, "center"),
        Column("Số sổ vàng", 1, "center"),
        Column("Họ tên, tập thể", 8),
        Column("Chức vụ, đơn vị", 8),
        Column("Số, ngày quyết định", 3, "center"),
        Column("Mức thưởng", 1, "right"),
        Column("Ký nhận", 2),
    )
    register = tuple(
        (
            str(at),
            f"{at:03}",
            "Bà Nguyễn Thị Thử Nghiệm",
            "Trường Mầm non Nà Mây",
            "45/QĐ-UBND 05/02/2026",
            "1.410.000",
            "",
        )
        for at in range(1, rows + 1)
    )
    return Paper(
        kind="bao-cao",
        header=Header(("ỦY BAN NHÂN DÂN", "XÃ NÀ MÂY"), symbol="BC-UBND", place="Nà Mây", year=2026),
        title="BÁO CÁO",
        summary=f"Tổng kết phong trào thi đua {MOVEMENT}",
        addressed_to=("Ủy ban nhân dân tỉnh", "Sở Nội vụ"),
        body=(
            Heading(1, "I. KẾT QUẢ"),
            Paragraph("Xếp hạng của các đơn vị như sau:", keep_next=True),
            Chart(drawn, "Xếp hạng hai đơn vị", "Biểu đồ 1. Xếp hạng"),
            PageBreak(),
            Paragraph("#panic(1) *không đậm* $x$ <b>&amp;</b> = nguyên văn"),
        ),
        signature=Signature(Signatory(("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH"), "Lò Văn Mẫu")),
        recipients=("UBND tỉnh", "Lưu: VT, VHXH"),
        annexes=(
            Annex(
                "SỔ THEO DÕI KHEN THƯỞNG",
                (
                    Table(columns, register, groups=(), size=11, row_height=9),
                    SideBySide(
                        tuple(
                            Signatory((who,), "Vàng Thị Mẫu") for who in ("NGƯỜI LẬP", "KẾ TOÁN", "CHỦ TỊCH")
                        )
                    ),
                ),
                label="Phụ lục I",
                landscape=True,
            ),
        ),
        end_mark=True,
    )


def letter() -> Paper:
    return Paper(
        kind="cong-van",
        header=Header(
            ("ỦY BAN NHÂN DÂN", "XÃ NÀ MÂY"),
            symbol="UBND-VHXH",
            number="7",
            place="Nà Mây",
            on=date(2025, 9, 12),
            subject="V/v đôn đốc thực hiện phong trào thi đua",
        ),
        title="",
        addressed_to=("Các cơ quan, đơn vị, thôn trên địa bàn xã",),
        body=(
            Table(
                (Column("STT", 1, "center"), Column("Đơn vị", 4), Column("Số việc", 1, "right")),
                (
                    ("I. Phòng chuyên môn", "", ""),
                    ("1", "Phòng Kinh tế", "2"),
                    ("II. Thôn", "", ""),
                    ("2", "Thôn Đầu", "1"),
                ),
                total=("Cộng", "", "3"),
                caption="Các đơn vị còn việc quá hạn",
                groups=(0, 2),
            ),
            Paragraph("Đề nghị các đơn vị hoàn thành trước ngày 30 tháng 9 năm 2025."),
        ),
        signature=Signature(Signatory(("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Hoàng Thị Thử Nghiệm")),
        recipients=("Như trên", "Lưu: VT, VHXH"),
        footer=Footer(check="7KQ2-M4XD"),
    )


def list_of_a_unit() -> Paper:
    """An internal list: no motto, no number, nobody signs it here."""
    return Paper(
        kind="danh-sach",
        header=Header(("THÔN ĐẦU",), motto=False),
        title="DANH SÁCH",
        lines=("Người tham gia phong trào",),
        body=(Paragraph("Một người", align="center"),),
        recipients=("Lưu thôn",),
        annexes=(Annex("A", (Paragraph("a"),)), Annex("B", (Paragraph("b"),))),
        end_mark=False,
    )
