"""The sheet as a workbook: what goes out comes back, what is wrong is refused whole with its place."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.scoring.conftest import SCORING_DAY
from thidua.base.errors import RefusedError
from thidua.documents.render import payload, xlsx
from thidua.scoring import offline, operations, queries
from thidua.scoring.models import CriteriaSet, Draft

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_scoring_day")]
NUMERATOR, DENOMINATOR, COUNT, CHOICE, NOTE, MARK = "EFGHIK"


class Book:
    """A downloaded workbook that somebody fills; cells are named by leaf and column."""

    def __init__(self, scoring, key="office"):
        sheet = scoring.sheet(key)
        self.book = openpyxl.load_workbook(
            BytesIO(xlsx.render(offline.workbook(sheet, queries.typed_now(sheet)), SCORING_DAY))
        )
        self.page = self.book.worksheets[0]

    def row(self, code):
        return next(cell.row for cell in self.page["A"] if str(cell.value) == code)

    def put(self, code, column, value):
        self.page[f"{column}{self.row(code)}"].value = value
        return self

    def content(self):
        file = BytesIO()
        self.book.save(file)
        return file.getvalue()


def read(scoring, book, key="office"):
    sheet = scoring.sheet(key)
    return offline.read(sheet, book.content(), queries.typed_now(sheet))


def save(scoring, **rows):
    typed = {
        code.removeprefix("leaf_").replace("_", "."): operations.Typed(given) for code, given in rows.items()
    }
    operations.save_drafts(scoring.act("head"), sheet=scoring.sheet("office"), round="self", rows=typed)


def test_what_goes_out_comes_back_unchanged(scoring):
    scoring.fill("office", "head", leaf_1_4={"numerator": "1.250,5", "denominator": "1300"})
    reading = read(scoring, Book(scoring))
    assert (reading.changes, reading.missing, reading.flags) == ([], [], [])
    assert reading.same == len(offline.own_leaves(scoring.sheet("office")))


def test_levels_are_chosen_from_a_list(scoring):
    book = Book(scoring)
    [cells] = [
        one
        for one in book.page.data_validations.dataValidation
        if str(one.sqref) == f"{CHOICE}{book.row('1.1')}"
    ]
    sheet, _, area = cells.formula1.rpartition("!")
    words = [row[0].value for row in book.book[sheet.strip("'")][area.replace("$", "")]]
    assert words[0] == "Ban hành trong 15 ngày"
    reading = read(scoring, book.put("1.1", CHOICE, words[1].upper()))
    assert [(one.code, one.after) for one in reading.changes] == [("1.1", words[1])]


@pytest.mark.parametrize(
    ("value", "kept", "flag"),
    [
        (12.5, "12.5", ""),
        ("12,5", "12.5", ""),
        ("12.5", "12.5", ""),
        (1250, "1250", ""),
        (0.125, "0.125", ""),
        (
            "1.250",
            "1250",
            "“1.250” được hiểu là 1250 (dấu chấm ngăn hàng nghìn); nếu là số lẻ, hãy ghi 1,25.",
        ),
        ("1.250,5", "1250.5", ""),
        (" 45 ", "45", ""),
    ],
)
def test_numbers_as_people_type_them(scoring, sign_in, value, kept, flag):
    book = Book(scoring).put("1.4", NUMERATOR, value).put("1.4", DENOMINATOR, 2000)
    assert [one for one in read(scoring, book).flags if flag not in one or not flag] == []
    client = sign_in("head")
    url = reverse("scoring_sheet_from_excel", args=(scoring.movement.pk, scoring.sheets["office"].pk))
    page = client.post(url, {"file": SimpleUploadedFile("phieu.xlsx", book.content())})
    assert page.status_code == 200
    assert not Draft.objects.exists()
    assert flag in page.content.decode()
    [change] = page.context["reading"].changes
    told = {f"1.4-{name}": text for name, text in change.typed.items()} | {
        "1.4-reason": change.note,
        "do": "save",
    }
    fill = reverse("scoring_sheet_fill", args=(scoring.movement.pk, scoring.sheets["office"].pk))
    assert client.post(fill, told).status_code == 302
    assert Draft.objects.get().given == {"numerator": kept, "denominator": "2000"}


def refused(scoring, book):
    with pytest.raises(RefusedError) as found:
        read(scoring, book)
    return found.value.faults["file"]


def test_every_bad_cell_is_named_with_its_row_and_nothing_is_taken(scoring):
    book = Book(scoring)
    book.put("1.4", NUMERATOR, "mười hai").put("1.4", DENOMINATOR, 50)
    book.put("1.3", COUNT, 1.5).put("1.1", CHOICE, "kịp thời").put("7.1", NUMERATOR, 9).put(
        "7.1", DENOMINATOR, 5
    )
    book.put("5.2", NUMERATOR, -1)
    assert refused(scoring, book).split("\n") == [
        (
            f"Dòng {book.row('1.1')}, cột “Mức đạt”: “kịp thời” không có trong các mức: Ban hành trong 15 ngày; "
            "Ban hành từ ngày thứ 16 đến ngày thứ 30; Ban hành sau 30 ngày hoặc không ban hành."
        ),
        f"Dòng {book.row('1.3')}, cột “Số trường hợp”: Hãy nhập một số nguyên, ví dụ 3. (đang ghi “1,5”)",
        f"Dòng {book.row('1.4')}, cột “Số đạt (tử số)”: Hãy nhập một số, ví dụ 12,5. (đang ghi “mười hai”)",
        f"Dòng {book.row('5.2')}, cột “Số đạt (tử số)”: Số không được nhỏ hơn 0. (đang ghi “-1”)",
        (
            f"Dòng {book.row('7.1')}, cột “Số đạt (tử số)”: Số đạt được (9) không thể lớn hơn tổng số (5). "
            "(đang ghi “9”)"
        ),
    ]


def test_a_formula_is_refused_by_the_reader_of_tables(scoring):
    assert "công thức" in refused(scoring, Book(scoring).put("1.4", NUMERATOR, "=1+1"))


def test_a_row_twice_is_refused_and_a_row_gone_changes_nothing(scoring):
    save(scoring, leaf_1_3={"count": 1}, leaf_1_4={"numerator": "1", "denominator": "2"})
    book = Book(scoring)
    first = book.row("1.3")
    book.page.append([cell.value for cell in book.page[first]])
    assert refused(scoring, book) == (
        f"Dòng {book.page.max_row}: tiêu chí 1.3 đã có ở dòng {first}. Hãy xóa một dòng."
    )
    gone = Book(scoring)
    gone.page.delete_rows(gone.row("1.3"))
    gone.put("1.4", NUMERATOR, None).put("1.4", DENOMINATOR, None)
    reading = read(scoring, gone)
    assert (reading.missing, reading.changes) == (["1.3"], [])


def test_a_workbook_of_another_unit_version_or_making_is_refused(scoring):
    assert refused(scoring, Book(scoring, "culture")) == (
        "Tệp này của phiếu khác, không phải phiếu của Văn phòng Hội đồng nhân dân và Ủy ban nhân dân."
    )
    old = Book(scoring)
    assert refused(scoring, Book(scoring).put("1.3", MARK, "x")).startswith("Dòng ")
    CriteriaSet.objects.filter(pk=scoring.campaign.unit_set_id).update(digest="f" * 64)
    assert "bản khác của bộ tiêu chí" in refused(scoring, old)


def test_what_a_row_does_not_use_is_flagged_not_dropped_in_silence(scoring):
    book = Book(scoring).put("1.3", NUMERATOR, 7).put("1.3", COUNT, 2)
    book.put("2.2", NUMERATOR, 9).put("2.2", DENOMINATOR, 5)
    reading = read(scoring, book)
    assert reading.flags == [
        f"Dòng {book.row('1.3')}, tiêu chí 1.3: không dùng cột “Số đạt (tử số)”, bỏ qua “7”.",
        (
            f"Dòng {book.row('2.2')}, tiêu chí 2.2: Số đạt (9) lớn hơn tổng số (5); hãy xem lại nếu không phải "
            "vượt mức."
        ),
    ]
    assert [one.code for one in reading.changes] == ["1.3", "2.2"]


def test_the_pages_are_for_who_fills_the_sheet_while_it_is_filled(scoring, sign_in):
    args = (scoring.movement.pk, scoring.sheets["office"].pk)
    for name in ("scoring_sheet_excel", "scoring_sheet_from_excel"):
        url = reverse(name, args=args)
        found = {who: sign_in(who).get(url).status_code for who in ("head", "officer", "vice", "school_head")}
        assert found == {"head": 200, "officer": 200, "vice": 403, "school_head": 404}, name
    scoring.send("office", "head")
    assert sign_in("head").get(reverse("scoring_sheet_from_excel", args=args)).status_code == 302


def test_a_file_that_is_no_workbook_gets_its_sentence(scoring, sign_in):
    url = reverse("scoring_sheet_from_excel", args=(scoring.movement.pk, scoring.sheets["office"].pk))
    page = sign_in("head").post(url, {"file": SimpleUploadedFile("phieu.xlsx", b"khong phai")})
    assert page.status_code == 422
    assert "Cần tệp Excel đuôi .xlsx" in page.content.decode()


def test_a_pick_survives_the_way_to_the_child(scoring):
    sheet = scoring.sheet("office")
    made = offline.workbook(sheet, {})
    assert payload.sheets(payload.for_sheets(made, SCORING_DAY)) == made
