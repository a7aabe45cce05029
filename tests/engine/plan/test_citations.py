import pytest

from thidua.engine.plan.citations import citations
from thidua.engine.plan.restore import restore


def read_all(text):
    return [
        (
            one.kind.value,
            one.number and one.number.value,
            one.issued_on and one.issued_on.value,
            one.issuer and one.issuer.value,
        )
        for one in citations(restore(text).passage)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Căn cứ Luật Thi đua, khen thưởng ngày 15/6/2022;", [("Luật", None, "2022-06-15", None)]),
        (
            "Căn cứ Luật Thi đua, khen thưởng số 06/2022/QH15 ngày 15 tháng 6 năm 2022 của Quốc hội;",
            [("Luật", "06/2022/QH15", "2022-06-15", "Quốc hội")],
        ),
        (
            "Thông tư số 29/2023/TT-BGDĐT ngày 29/12/2023 của Bộ Giáo dục và Đào tạo hướng dẫn công tác thi đua;",
            [("TT", "29/2023/TT-BGDĐT", "2023-12-29", "Bộ Giáo dục và Đào tạo")],
        ),
        (
            "Quyết định số 12/QĐ-BVHTTDL ngày 05/01/2025 của Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch về thi đua",
            [("QĐ", "12/QĐ-BVHTTDL", "2025-01-05", "Bộ trưởng Bộ Văn hóa, Thể thao và Du lịch")],
        ),
        (
            "Kế hoạch số 7/KH-BXD ngày 03/02/2025 của Bộ Xây dựng và Quyết định số 8/QĐ-TTg của Thủ tướng Chính phủ",
            [
                ("KH", "7/KH-BXD", "2025-02-03", "Bộ Xây dựng"),
                ("QĐ", "8/QĐ-TTg", None, "Thủ tướng Chính phủ"),
            ],
        ),
        (
            "Hướng dẫn số 05/HD-MTTQ ngày 12/3/2026 của Ủy ban MTTQ Việt Nam tỉnh Lào Cai.",
            [("HD", "05/HD-MTTQ", "2026-03-12", "Ủy ban MTTQ Việt Nam tỉnh Lào Cai")],
        ),
        (
            "Thực hiện Công văn 1234/UBND-NC ngày 1/4/2025 của UBND tỉnh Hà Giang năm 2025",
            [("CV", "1234/UBND-NC", "2025-04-01", "UBND tỉnh Hà Giang")],
        ),
        (
            "Chỉ thị số 34-CT/TW ngày 07/4/2014 của Bộ Chính trị",
            [("CT", "34-CT/TW", "2014-04-07", "Bộ Chính trị")],
        ),
        (
            "Thyc hién Ké hoach s6 349YKH-UBND ngay 31/12/2024 ctia UBND huyén Vin Ban vé& Ké hoach cai cach",
            [("KH", "349/KH-UBND", "2024-12-31", "UBND huyện Văn Bàn")],
        ),
        ("thực hiện kế hoạch cải cách hành chính năm 2025 và quyết định của cấp trên", []),
    ],
)
def test_reads_what_is_cited(text, expected):
    assert read_all(text) == expected
