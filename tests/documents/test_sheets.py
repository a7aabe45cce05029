from dataclasses import asdict
from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from tests.documents.samples import AT, decision
from thidua.documents.intake import sheet_reader
from thidua.documents.intake.columns import Expected, Fault, TableRefusedError
from thidua.documents.intake.errors import UnreadableFileError
from thidua.documents.intake.sentences import fault_sentence, table_sentences
from thidua.documents.intake.sheets import read_table, template
from thidua.documents.intake.values import ValueFaultError, typed
from thidua.documents.render import docx

COLUMNS = (
    Expected("code", "Mã số", required=True),
    Expected("name", "Họ và tên", required=True, aliases=("Họ tên",)),
    Expected("born", "Ngày sinh", "date"),
    Expected("score", "Điểm", "number"),
    Expected("money", "Số tiền", "money"),
    Expected("sex", "Giới tính", choices=("Nam", "Nữ")),
)
HEAD = ["STT", "Mã số *", "HỌ TÊN", "Ngày sinh", "Điểm (thang 100)", "Số tiền", "Giới tính"]


def book(*rows, merge=(), hidden=()):
    made = openpyxl.Workbook()
    sheet = made.active
    for row in rows:
        sheet.append(row)
    for area in merge:
        sheet.merge_cells(area)
    for title, content in hidden:
        other = made.create_sheet(title, 0)
        other.sheet_state = "hidden"
        for row in content:
            other.append(row)
    file = BytesIO()
    made.save(file)
    return file.getvalue()


def faults(*rows, **more):
    content = book(*rows, **more)
    with pytest.raises(TableRefusedError) as refused:
        read_table(content, COLUMNS, 5)
    options = {"columns": [asdict(column) for column in COLUMNS], "max_rows": 5}
    assert sheet_reader.work(content, options)["faults"] == [asdict(fault) for fault in refused.value.faults]
    return [(fault.code, fault.row, fault.column) for fault in refused.value.faults]


def test_rows_come_with_their_numbers_and_types():
    table = read_table(
        book(
            ["DANH SÁCH"],
            [],
            HEAD,
            [1, 17, "  Lò  Văn Mẫu ", date(1980, 3, 5), 85.25, 710000, "nam"],
            [],
            [2, "A2", "Vàng Thị Mẫu", "5/3/1981", "85,5", "1.410.000 đồng", None],
        ),
        COLUMNS,
        10,
    )
    assert table.head == 3
    assert [row.number for row in table.rows] == [4, 6]
    assert table.rows[0].values == {
        "code": "17",
        "name": "Lò Văn Mẫu",
        "born": date(1980, 3, 5),
        "score": Decimal("85.25"),
        "money": Decimal(710000),
        "sex": "Nam",
    }
    assert table.rows[1].values["money"] == Decimal(1410000)
    assert table.rows[1].values["score"] == Decimal("85.5")
    assert table.rows[1].text("sex") == ""


def test_all_faults_at_once_with_their_places():
    assert faults(
        HEAD,
        [1, "A1", "=CONCAT(1,2)", "31/02/1980", "tám", "x", "khác"],
        [2, "", "", None, "1", None, None],
        [3, None, "Lò Văn B", None, None, None, None],
        merge=("A4:A5",),
    ) == [
        ("formula", 2, "C"),
        ("not_date", 2, "D"),
        ("not_number", 2, "E"),
        ("not_number", 2, "F"),
        ("not_choice", 2, "G"),
        ("required", 3, "B"),
        ("required", 3, "C"),
        ("required", 4, "B"),
        ("merged", 4, "A"),
    ]


def test_columns_missing_unknown_and_double_are_named():
    assert faults(["Mã số", "Mã số", "Quê quán"], ["a", "b", "c"]) == [
        ("double_column", 1, "B"),
        ("unknown_column", 1, "C"),
        ("missing_column", 1, ""),
    ]
    assert faults(["Một", "Hai"], ["a", "b"])[0] == ("no_head", None, "")


def test_too_many_rows_and_none():
    assert faults(HEAD, *[[at, f"A{at}", "Lò Văn A"] for at in range(9)]) == [("too_many_rows", 7, "")]
    assert faults(HEAD) == [("no_rows", 1, "")]


def test_past_a_hundred_faults_the_rest_is_counted():
    with pytest.raises(TableRefusedError) as refused:
        read_table(book(HEAD, *[[at, "", "Lò Văn A"] for at in range(150)]), COLUMNS)
    assert len(refused.value.faults) == 100
    assert refused.value.more == 50
    assert table_sentences(refused.value)[-1] == "Còn 50 lỗi nữa chưa kể. Hãy sửa các lỗi trên rồi nộp lại."


def test_merged_titles_above_the_head_are_no_fault_and_hidden_sheets_are_not_read():
    content = book(
        ["DANH SÁCH"], HEAD, [1, "A1", "Lò Văn A"], merge=("A1:G1",), hidden=[("Ẩn", [HEAD, [1, "X", "Ẩn"]])]
    )
    assert [row.text("code") for row in read_table(content, COLUMNS).rows] == ["A1"]


def test_a_text_that_looks_like_a_formula_is_a_text():
    made = openpyxl.Workbook()
    made.active.append(["Mã số", "Họ tên"])
    made.active.append(["A1", "x"])
    made.active["B2"].value = "=1+1"
    made.active["B2"].data_type = "s"
    file = BytesIO()
    made.save(file)
    assert read_table(file.getvalue(), COLUMNS).rows[0].text("name") == "=1+1"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"a;b;c", "not_xlsx"),
        (docx.render(decision(), AT), "not_xlsx"),
        (b"PK\x03\x04x", "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused(content, code):
    with pytest.raises(UnreadableFileError) as refused:
        read_table(content, COLUMNS)
    assert refused.value.code == code


def test_a_cell_far_below_is_found_without_drowning():
    made = openpyxl.Workbook()
    made.active.append(["Mã số", "Họ tên"])
    made.active["A200000"] = "A1"
    made.active["B200000"] = "Lò Văn A"
    file = BytesIO()
    made.save(file)
    (row,) = read_table(file.getvalue(), COLUMNS).rows
    assert row.number == 200000


def test_the_template_can_be_read_back():
    made = template(
        COLUMNS,
        "Danh sách cá nhân",
        [("A1", "Lò Văn Mẫu", date(1980, 3, 5), Decimal("85.5"), 710000, "Nam")],
        AT,
    )
    sheet = openpyxl.load_workbook(BytesIO(made))["Nhập liệu"]
    assert [cell.value for cell in sheet[3]][:3] == ["Mã số *", "Họ và tên *", "Ngày sinh"]
    (row,) = read_table(made, COLUMNS).rows
    assert row.values["born"] == date(1980, 3, 5)
    assert row.values["score"] == Decimal("85.5")
    with pytest.raises(ValueError, match="example_cells"):
        template(COLUMNS, "x", [("A1",)], AT)


@pytest.mark.parametrize(
    ("written", "kind", "value"),
    [
        ("1.234", "number", Decimal("1.234")),
        ("1.234", "money", Decimal(1234)),
        ("1.234,5", "number", Decimal("1234.5")),
        ("1,234.5", "number", Decimal("1234.5")),
        ("1.234.567", "number", Decimal(1234567)),
        ("85,5", "number", Decimal("85.5")),
        ("85.5", "number", Decimal("85.5")),
        ("-3", "number", Decimal(-3)),
        ("90 %", "number", Decimal(90)),
        (0.1, "number", Decimal("0.1")),
        ("12", "integer", 12),
        ("2025-03-05", "date", date(2025, 3, 5)),
        ("5-3-2025", "date", date(2025, 3, 5)),
        (12.0, "text", "12"),
        (True, "text", "Có"),
        ("hoa\u0300", "text", "hoà"),
    ],
)
def test_values_as_officials_type_them(written, kind, value):
    assert typed(written, Expected("x", "X", kind)) == value


@pytest.mark.parametrize(
    ("written", "kind", "code"),
    [
        ("1,2,3", "number", "not_number"),
        ("NaN", "number", "not_number"),
        (True, "number", "not_number"),
        ("1,5", "integer", "not_integer"),
        ("05/13/2025", "date", "not_date"),
        ("5/3/25", "date", "not_date"),
        (45000, "date", "not_date"),
        ("1/1/1066", "date", "not_date"),
        ("x" * 501, "text", "too_long"),
    ],
)
def test_values_that_do_not_fit(written, kind, code):
    with pytest.raises(ValueFaultError, match=code):
        typed(written, Expected("x", "X", kind))


def test_a_fault_is_said_with_its_place():
    said = fault_sentence(Fault("not_date", 12, "D", "Ngày sinh", "hôm qua"))
    assert said == (
        "Dòng 12, cột D (Ngày sinh): “hôm qua” không phải là ngày. "
        "Hãy ghi theo dạng ngày/tháng/năm, ví dụ 05/02/2026."
    )
