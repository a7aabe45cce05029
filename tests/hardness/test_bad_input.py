"""What people send by mistake or on purpose: each answered with a Vietnamese sentence in its place, nothing stored."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import timedelta
from functools import cache, partial
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image

from tests.conftest import PASSWORD
from tests.council.conftest import MEETING_DAY, build_session
from tests.documents.samples import AT, decision
from tests.nominations.conftest import build_year
from tests.scoring.conftest import SCORING_DAY, best, build_scoring
from thidua.accounts.models import SignInFailure
from thidua.audit.models import Entry
from thidua.audit.operations import REFUSED
from thidua.council import operations as council
from thidua.documents.intake.sheets import template
from thidua.documents.render import csv_guard, docx, pdf
from thidua.organizations.views.imports import PERSON_COLUMNS
from thidua.scoring import operations as scoring_operations
from thidua.scoring.models import Draft, Sheet

pytestmark = pytest.mark.django_db
MEGABYTE = 1024 * 1024
WORD = docx.render(decision(), AT)
PAPER = pdf.render(decision(), AT)
CHANCE = random.Random(7)  # noqa: S311 - any bytes will do
BINARY = bytes(CHANCE.randrange(256) for _ in range(4096))
INVITATION = (
    "GIẤY MỜI\nỦy ban nhân dân xã trân trọng kính mời ông bà tới dự buổi gặp mặt đầu xuân tại nhà văn hóa xã vào "
    "lúc 8 giờ ngày mồng 5 tháng Giêng.\nRất hân hạnh được đón tiếp.\n"
) * 3


def package(kind: str, **parts: bytes) -> bytes:
    """An Office package that holds little more than its head and what is named."""
    made = BytesIO()
    main = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml"}[kind]
    with ZipFile(made, "w", ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(main, "<w/>")
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_bin", ".bin").replace("_xml", ".xml"), content)
    return made.getvalue()


@cache
def bomb(kind: str) -> bytes:
    return package(kind, word__big_xml=b"0" * (300 * MEGABYTE))


def macros(kind: str) -> bytes:
    return package(kind, word__vbaProject_bin=b"Attribute VB_Name")


def table(*rows: tuple[Any, ...]) -> bytes:
    """A workbook for people with the right head and these rows."""
    book = openpyxl.load_workbook(
        BytesIO(template(PERSON_COLUMNS, "Nhân sự", [(None,) * len(PERSON_COLUMNS)], AT))
    )
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def other_table() -> bytes:
    book = Workbook()
    book.active.append(["Tên", "Tuổi"])
    book.active.append(["Mẫu", 40])
    made = BytesIO()
    book.save(made)
    return made.getvalue()


def picture() -> bytes:
    made = BytesIO()
    Image.new("RGB", (30, 20), (10, 20, 30)).save(made, "PNG")
    return made.getvalue()


GOOD_ROW = ("HT01", "Bà", "Nông Thị Thử", "VP", "Văn thư", "Không", "Công chức")
WRONG_ROW = ("HT02", "Bà", None, "??", "Văn thư", "", "")
FORMULA_ROW = ("HT01", "Bà", "=1+1", "VP", "Văn thư", "Không", "Công chức")
NO_PLAN = "Chưa đọc được kế hoạch phong trào thi đua trong tệp này"
OLD_FONT = "KÕ ho¹ch ph¸t ®éng phong trµo thi ®ua c¶i c¸ch hµnh chÝnh ".encode("cp1252") * 9
OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le") + bytes(512)
PLANS = {
    "empty": ("ke-hoach.txt", b"", "không có nội dung"),
    "blank": ("ke-hoach.txt", b" \n \n", "không có nội dung"),
    "huge": ("ke-hoach.txt", b"a" * (21 * MEGABYTE), "lớn hơn 20 MB"),
    "binary": ("ke-hoach.txt", BINARY, "không thuộc loại đọc được"),
    "zip bomb": ("ke-hoach.docx", partial(bomb, "docx"), "bung ra lớn bất thường"),
    "wrong encoding": ("ke-hoach.txt", ("計画 " * 50).encode("shift_jis"), "Không nhận ra bảng mã"),
    "old font": ("ke-hoach.txt", OLD_FONT, "Unicode"),
    "macros": ("ke-hoach.docx", macros("docx"), "có chứa macro"),
    "mislabelled": ("ke-hoach.docx", PAPER, NO_PLAN),
    "picture": ("ke-hoach.txt", picture(), "là ảnh|tệp ảnh"),
    "old Word": ("ke-hoach.doc", OLD_WORD, "đời cũ"),
    "damaged PDF": ("ke-hoach.pdf", PAPER[:400], "hỏng"),
    "program": ("ke-hoach.pdf", b"MZ" + bytes(2000), "chương trình|không thuộc loại|Không nhận ra"),
    "web page": ("ke-hoach.txt", b"<html><script>alert(1)</script></html>" * 20, NO_PLAN),
    "no plan": ("giay-moi.txt", INVITATION.encode(), NO_PLAN),
    "no plan in Word": ("quyet-dinh.docx", WORD, NO_PLAN),
}  # fmt: skip
TABLES = {
    "empty": ("nhan-su.xlsx", b"", "không có nội dung"),
    "huge": ("nhan-su.xlsx", b"PK\x03\x04" + b"a" * (21 * MEGABYTE), "lớn hơn 20 MB"),
    "binary": ("nhan-su.xlsx", BINARY, "Cần tệp Excel|hỏng|Không nhận ra"),
    "zip bomb": ("nhan-su.xlsx", partial(bomb, "xlsx"), "bung ra lớn bất thường"),
    "macros": ("nhan-su.xlsx", macros("xlsx"), "có chứa macro"),
    "Word named Excel": ("nhan-su.xlsx", WORD, "Cần tệp Excel|thực chất là"),
    "CSV named Excel": ("nhan-su.xlsx", "Mã cán bộ,Họ và tên\n=1+1,Mẫu".encode(), "Cần tệp Excel"),
    "CSV with formulas": ("nhan-su.csv", "Mã cán bộ,Họ và tên\n=1+1,Mẫu".encode(), "Cần tệp Excel"),
    "other table": ("nhan-su.xlsx", other_table, "dòng tiêu đề|Thiếu cột|không có cột"),
    "formula": ("nhan-su.xlsx", partial(table, FORMULA_ROW), "ô có công thức"),
    "no rows": ("nhan-su.xlsx", table, "không có dòng nào"),
    "one row wrong": ("nhan-su.xlsx", partial(table, GOOD_ROW, WRONG_ROW), "Dòng"),
}
EVIDENCE = {
    "empty": ("minh-chung.pdf", b"", "không có nội dung"),
    "huge": ("minh-chung.pdf", b"%PDF-1.7" + b"a" * (21 * MEGABYTE), "lớn hơn 20 MB"),
    "binary": ("minh-chung.pdf", BINARY, "Không nhận ra|hỏng"),
    "zip bomb": ("minh-chung.docx", partial(bomb, "docx"), "bung ra lớn bất thường"),
    "macros": ("minh-chung.docx", macros("docx"), "có chứa macro"),
    "mislabelled": ("minh-chung.docx", PAPER, "thực chất là tệp PDF"),
    "program": ("minh-chung.pdf", b"MZ" + bytes(2000), "chương trình máy tính"),
    "web page": ("minh-chung.pdf", b"<!doctype html><script>1</script>", "trình duyệt"),
    "damaged": ("minh-chung.pdf", PAPER[:400], "hỏng"),
    "text": ("minh-chung.txt", INVITATION.encode(), "không thuộc loại nhận được"),
}


def counts() -> dict[str, int]:
    """Rows of every table but those that any visit may touch; of the journal without what it tells of refusals."""
    passing = {Session, SignInFailure, Entry}
    rows = {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model not in passing
    }
    return rows | {Entry._meta.label: Entry.objects.exclude(name=REFUSED).count()}


def told(answer: Any) -> str:
    """The page as text, without tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def refused(answer: Any, sentence: str, before: dict[str, int], status: int = 422) -> str:
    """The answer says the sentence, and nothing was stored."""
    text = told(answer)
    assert answer.status_code == status, text[:300]
    assert re.search(sentence, text), text
    assert counts() == before
    return text


def made(content: bytes | Callable[[], bytes]) -> bytes:
    """What is large or slow to make is made for the test that needs it, not for whoever collects the tests."""
    return content() if callable(content) else content


def upload(case: tuple[str, bytes | Callable[[], bytes], str]) -> SimpleUploadedFile:
    return SimpleUploadedFile(case[0], made(case[1]))


@pytest.mark.parametrize("case", PLANS.values(), ids=list(PLANS))
def test_a_plan_that_cannot_be_read(cast, sign_in, case):
    before = counts()
    answer = sign_in("officer").post(reverse("movement_new"), {"way": "file", "plan_file": upload(case)})
    refused(answer, case[2], before)


@pytest.mark.parametrize("case", TABLES.values(), ids=list(TABLES))
def test_a_table_of_people_that_cannot_be_used(cast, sign_in, case):
    before = counts()
    answer = sign_in("officer").post(reverse("person_import"), {"file": upload(case)})
    refused(answer, case[2], before)


@pytest.mark.parametrize("case", EVIDENCE.values(), ids=list(EVIDENCE))
def test_a_file_that_is_no_evidence(scoring, sign_in, case):
    sheet = scoring.sheets["office"]
    place = reverse("scoring_evidence", args=(scoring.movement.pk, sheet.pk, leaf_of(sheet)))
    before = counts()
    answer = sign_in("head").post(place, {"title": "Báo cáo quý I", "page": "3", "file": upload(case)})
    refused(answer, case[2], before)
    assert 'value="Báo cáo quý I"' in answer.content.decode()


DOORS = {
    "units": ("unit_import", {}, "file", "officer"),
    "people": ("person_import", {}, "file", "officer"),
    "households": ("household_import", {}, "file", "officer"),
    "gradings": ("grading_import", {}, "file", "officer"),
    "old awards": ("old_award_import", {}, "file", "officer"),
    "tasks": ("movement_task_import", {"movement_id"}, "table", "officer"),
    "a sheet in Excel": ("scoring_sheet_from_excel", {"movement_id", "sheet_id"}, "file", "head"),
    "a criteria set": ("scoring_sets", {}, "file", "officer"),
    "a signed paper": ("scoring_sheet_submit", {"movement_id", "sheet_id"}, "signed-scan", "officer"),
    "a Word form": ("word_template", {"kind"}, "file", "officer"),
    "an emblem": ("certificate_look", {}, "emblem", "officer"),
    "a blank": ("certificate_look_blank", {}, "backdrop", "officer"),
    "a root certificate": ("root_certificates", {}, "file", "admin"),
}
"""Every other door for files: address, what stands in it, the field, who sends."""
BAD_FILES = {
    "empty": b"",
    "binary": BINARY,
    "zip bomb": partial(bomb, "xlsx"),
    "program": b"MZ" + bytes(2000),
}
SAID = re.compile(
    r"không có nội dung|Không nhận ra|không thuộc loại|bung ra lớn|Cần tệp|chương trình máy tính|hỏng"
    r"|không phải PDF hay ảnh"
    r"|không đọc được|Mẫu phải là tệp Word|không lớn như thế|thực chất|(?:[Tt]ệp|Đây)[^.]{0,20} không phải"
)


@pytest.mark.parametrize("door", DOORS.values(), ids=list(DOORS))
def test_no_door_takes_a_file_that_is_none_of_its_kind(scoring, sign_in, door):
    name, parts, field, who = door
    scoring.fill("office", "head")
    known = {"movement_id": scoring.movement.pk, "sheet_id": scoring.sheets["office"].pk, "kind": "QĐ"}
    place = reverse(name, kwargs={part: known[part] for part in parts})
    signed = {"manner": "recorded", "signed_on": "10/11/2025", "signer_name": "Triệu Văn Mẫu"}
    typed = {f"signed-{key}": value for key, value in signed.items()}
    client = sign_in(who)
    for what, content in BAD_FILES.items():
        before = counts()
        answer = client.post(place, typed | {field: SimpleUploadedFile("tep.xlsx", made(content))})
        assert answer.status_code == 422, f"{what}: {answer.status_code} {told(answer)[:200]}"
        assert SAID.search(told(answer)), f"{what}: {told(answer)[-600:]}"
        assert counts() == before, what


def test_more_rows_are_told_together_with_row_and_column(cast, sign_in):
    wrong = table(*(("", "Cô", "", "??", "", "", "") for _ in range(3)))
    before = counts()
    answer = sign_in("officer").post(reverse("person_import"), {"file": upload(("x.xlsx", wrong, ""))})
    text = refused(answer, r"Dòng \d+, cột A", before)
    assert len(re.findall(r"Dòng \d+", text)) >= 9


@pytest.fixture
def scoring(cast, monkeypatch):
    monkeypatch.setattr("thidua.base.clock.now", lambda: SCORING_DAY)
    return build_scoring(cast)


@pytest.fixture
def session(cast, monkeypatch):
    made = build_session(build_year(cast))
    monkeypatch.setattr("thidua.base.clock.now", lambda: MEETING_DAY + timedelta(hours=1))
    return made


def leaf_of(sheet: Sheet) -> str:
    return next(iter(best(sheet)))


def numeric_leaf(sheet: Sheet) -> str:
    return next(code for code, given in best(sheet).items() if "numerator" in given)


def test_a_number_above_the_possible(scoring, sign_in):
    sheet = scoring.sheets["office"]
    code = numeric_leaf(sheet)
    before = counts()
    typed = {f"{code}-numerator": "41", f"{code}-denominator": "40"}
    place = reverse("scoring_sheet_fill", args=(scoring.movement.pk, sheet.pk))
    answer = sign_in("head").post(place, typed)
    refused(answer, "không (được )?(lớn hơn|vượt)|nhiều hơn|lớn hơn", before)
    page = answer.content.decode()
    assert re.search(rf'name="{code}-numerator"[^>]*value="41"', page)


def test_an_appraiser_gives_more_points_than_the_maximum(scoring, sign_in):
    scoring.fill("office", "head")
    scoring_operations.submit(scoring.act("head"), sheet=Sheet.objects.get(pk=scoring.sheets["office"].pk))
    sheet = Sheet.objects.get(pk=scoring.sheets["office"].pk)
    code = leaf_of(sheet)
    before = counts()
    place = reverse("scoring_sheet_appraise", args=(scoring.movement.pk, sheet.pk))
    answer = sign_in("vice").post(place, {f"{code}-points": "999", f"{code}-reason": "Làm rất tốt"})
    refused(answer, "tối đa|lớn nhất|không vượt", before)
    assert "999" in answer.content.decode()
    assert "Làm rất tốt" in answer.content.decode()


def test_an_end_before_the_start(cast, sign_in):
    before = counts()
    typed = {
        "way": "by_hand",
        "title": "Thi đua cải cách hành chính",
        "starts_on": "31/12/2025",
        "ends_on": "01/01/2025",
    }
    answer = sign_in("officer").post(reverse("movement_new"), typed)
    refused(answer, "Ngày kết thúc|trước ngày bắt đầu|sau ngày bắt đầu", before)
    page = answer.content.decode()
    for value in ("Thi đua cải cách hành chính", "31/12/2025", "01/01/2025"):
        assert f'value="{value}"' in page


def test_a_day_that_does_not_exist(cast, sign_in):
    before = counts()
    typed = {"way": "by_hand", "title": "Thi đua", "starts_on": "31/02/2025", "ends_on": "31/12/2025"}
    refused(sign_in("officer").post(reverse("movement_new"), typed), "Ngày chưa đúng. Hãy nhập như", before)


def test_a_vote_after_closing(session, sign_in):
    nominations = session.nominate("office", "teacher")
    session.open()
    ballot, _ = session.opened(nominations)
    for who in ("chair", "vice", "culture_head", "head", "school_head", "accountant"):
        session.cast(ballot, who)
    council.close_ballot(session.act("chair"), ballot=ballot)
    before = counts()
    choices = {f"q{key}": "yes" for key in ballot.questions.values_list("pk", flat=True)}
    place = reverse("council_vote", args=(session.year.movement.pk, ballot.pk))
    answer = sign_in("clerk").post(place, choices)
    assert answer.status_code in {200, 409, 422}
    assert re.search("đã đóng|đã kết thúc|không còn nhận", told(answer)), told(answer)
    assert counts() == before
    assert not ballot.roll.filter(member=session.members["clerk"], state="sealed").exists()


def test_a_second_vote_changes_nothing(session, sign_in):
    nominations = session.nominate("office", "teacher")
    session.open()
    ballot, _ = session.opened(nominations)
    place = reverse("council_vote", args=(session.year.movement.pk, ballot.pk))
    keys = list(ballot.questions.values_list("pk", flat=True))
    first = sign_in("chair").post(place, {f"q{key}": "yes" for key in keys})
    assert first.status_code == 302
    before = counts()
    receipt = ballot.roll.get(member=session.members["chair"]).receipt
    again = sign_in("chair").post(place, {f"q{key}": "no" for key in keys}, follow=True)
    assert receipt[:4] in told(again)
    assert counts() == before
    assert Entry.objects.filter(name=REFUSED, object_type="council.ballot").count() == 1
    assert ballot.roll.get(member=session.members["chair"]).receipt == receipt


def test_two_people_send_one_sheet(scoring, sign_in, client):
    """The head and the officer both have the page open; the second to press is told, and nothing is sent twice."""
    scoring.fill("office", "head")
    place = reverse("scoring_sheet_submit", args=(scoring.movement.pk, scoring.sheets["office"].pk))
    signed = {
        "signed-manner": "entered",
        "signed-signed_on": "20/11/2025",
        "signed-signer_name": "Triệu Văn Mẫu",
    }
    first = sign_in("head").post(place, {"signed-manner": "screen"})
    assert first.status_code == 302, told(first)
    before = counts()
    second = sign_in("officer").post(place, signed)
    refused(second, "đã chuyển bước|vừa được người khác xử lý", before, status=409)


def test_a_double_click_sends_once(scoring, sign_in):
    scoring.fill("office", "head")
    place = reverse("scoring_sheet_submit", args=(scoring.movement.pk, scoring.sheets["office"].pk))
    sign_in("head").post(place, {})
    before = counts()
    refused(sign_in("head").post(place, {}), "đã chuyển bước|vừa được người khác xử lý", before, status=409)


def test_a_page_left_open_overnight_gives_back_what_was_typed(scoring, client, cast):
    sheet = scoring.sheets["office"]
    code = numeric_leaf(sheet)
    place = reverse("scoring_sheet_fill", args=(scoring.movement.pk, sheet.pk))
    client.force_login(cast.users["head"])
    Session.objects.filter(pk=client.cookies[settings.SESSION_COOKIE_NAME].value).delete()
    before = counts()
    typed = {f"{code}-numerator": "39", f"{code}-denominator": "40", "do": "save"}
    answer = client.post(place, typed, headers={"referer": f"http://testserver{place}"})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("sign_in"))
    assert counts() == before
    asked = client.get(answer["Location"])
    assert "vẫn được giữ" in told(asked)
    entered = client.post(reverse("sign_in"), {"username": "head", "password": PASSWORD})
    back = client.get(entered["Location"])
    page = back.content.decode()
    assert re.search(rf'<textarea name="{code}-numerator" hidden>\s*39</textarea>', page)
    assert f'action="{place}"' in page
    assert client.post(place, typed).status_code == 302
    assert Draft.objects.filter(sheet=sheet, leaf__code=code).exists()


def test_text_that_looks_like_a_formula_leaves_as_text(cast, sign_in):
    person = cast.people["member"]
    person.subject.name = "=HYPERLINK(1)"
    person.subject.save()
    answer = sign_in("officer").get(reverse("person_list_xlsx"))
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == "=HYPERLINK(1)"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_formula_in_a_published_csv_is_guarded(start):
    guard: Callable[[str], str] = csv_guard.guarded
    assert not guard(f"{start}SUM(A1)").startswith(start)
