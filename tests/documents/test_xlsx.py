from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from tests.documents.samples import AT
from thidua.documents.paper.workbook import Column, Sheet, Sheets
from thidua.documents.render import csv_guard, xlsx

MONEY = Sheet(
    "Tiền thưởng [2025]",
    (
        Column("STT", 6, "center"),
        Column("Họ tên", 30),
        Column("Hệ số", 10, "number"),
        Column("Số tiền", 16, "money"),
        Column("Ngày trao", 14, "date"),
    ),
    (
        (1, "=HYPERLINK(1)", Decimal("0.3"), Decimal(710000), date(2026, 2, 5)),
        (2, "Lò Văn Mẫu\x00", Decimal(1), 1410000, None),
    ),
    titles=("DANH SÁCH CHI TIỀN THƯỞNG", "(Kèm theo Quyết định số 45/QĐ-UBND)"),
    total=(None, "Tổng cộng", None, Decimal(2120000), None),
    notes=("Bằng chữ: Hai triệu một trăm hai mươi nghìn đồng.",),
)


def opened():
    return openpyxl.load_workbook(BytesIO(xlsx.render(Sheets((MONEY,), "Tiền thưởng", "UBND xã"), AT)))


def test_cells_keep_their_type():
    sheet = opened()["Tiền thưởng  2025"]
    assert [cell.value for cell in sheet[4]] == ["STT", "Họ tên", "Hệ số", "Số tiền", "Ngày trao"]
    assert sheet["C5"].value == 0.3
    assert sheet["D5"].value == 710000
    assert sheet["D5"].number_format == "[$-42A]#,##0"
    assert sheet["E5"].value.date() == date(2026, 2, 5)
    assert sheet["E5"].number_format == "dd/mm/yyyy"
    assert sheet["D7"].value == 2120000
    assert sheet["A8"].value.startswith("Bằng chữ")


def test_a_text_is_never_a_formula():
    cell = opened().worksheets[0]["B5"]
    assert cell.data_type == "s"
    assert cell.value == "=HYPERLINK(1)"


def test_the_head_stays_in_view_and_on_each_printed_page():
    sheet = opened().worksheets[0]
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 9


def test_the_same_sheets_give_the_same_bytes():
    made = xlsx.render(Sheets((MONEY,)), AT)
    assert xlsx.render(Sheets((MONEY,)), AT) == made


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        xlsx.render(Sheets((Sheet("A", (Column("A"),), (("1", "2"),)),)), AT)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        (" =cmd|' /C calc'!A0", "' =cmd|' /C calc'!A0"),
        ("+84912", "+84912"),
        ("-5,5", "-5,5"),
        ("-1+1", "'-1+1"),
        ("\tx", "'\tx"),
        ("Lò Văn A", "Lò Văn A"),
    ],
)
def test_csv_runs_nothing(text, kept):
    assert csv_guard.guarded(text) == kept


def test_csv_opens_with_vietnamese_in_excel():
    made = csv_guard.render(("Tên", "Phiếu"), [("Lò Văn A", "=1"), ('có "nháy", phẩy', "2")])
    assert made.startswith(b"\xef\xbb\xbf")
    assert made.decode("utf-8-sig").splitlines() == ["Tên,Phiếu", "Lò Văn A,'=1", '"có ""nháy"", phẩy",2']


def test_a_row_is_as_high_as_its_longest_text():
    columns = (Column("Tên", 12), Column("Đơn vị", 20))
    rows = (("Mẫu", "Trạm Y tế"), ("Mẫu", "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân xã Nà Mây"))
    made = openpyxl.load_workbook(BytesIO(xlsx.render(Sheets((Sheet("Sổ", columns, rows),)), AT)))
    heights = [row.height for _, row in sorted(made.worksheets[0].row_dimensions.items())]
    assert heights == [19.5, 19.5, 52.5]
