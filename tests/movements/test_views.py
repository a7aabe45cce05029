"""Pages for each role, wrong input that keeps what was typed, files, the same number of queries for 1 and 3 rows."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from tests.movements.conftest import TEXT, signed_act
from thidua.movements import operations, queries
from thidua.movements.models import Delivery, Movement, PlanItem, Registration, Task
from thidua.movements.operations import Line

pytestmark = pytest.mark.django_db


def url(name, movement, **more):
    return reverse(name, kwargs={"movement_id": movement.pk} | more)


def task_of(cast, movement, code="1", due_on=date(2025, 3, 1)):
    return operations.add_task(
        cast.act("officer"),
        movement=movement,
        code=code,
        text=f"Rà soát thủ tục {code}",
        lead=cast.office,
        due_on=due_on,
        area=queries.areas(movement).first(),
    )


PAGES = (
    "movement_plan",
    "movement_plan_issue",
    "movement_launch",
    "movement_deliveries",
    "movement_registrations",
    "movement_tasks",
    "movement_checks",
    "movement_team",
)


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("who", ["officer", "chair", "head", "member", "clerk", "inspector", "admin"])
def test_every_role_of_the_commune_reads_the_pages(cast, launched, sign_in, name, who):
    page = sign_in(who).get(url(name, launched))
    assert page.status_code == 200
    text = page.content.decode()
    assert "None" not in text
    assert "<h1>" in text


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_finds_nothing(cast, launched, stranger_movement, sign_in, name):
    client = sign_in("stranger")
    assert client.get(url(name, launched)).status_code == 404
    assert client.get(url(name, stranger_movement)).status_code == 200


KEEPERS_PAGES = ("movement_task_add", "movement_task_import", "movement_task_template", "movement_check_add")


@pytest.mark.parametrize("name", KEEPERS_PAGES)
def test_only_the_officer_keeps_tasks_and_checks(cast, launched, sign_in, name):
    assert sign_in("officer").get(url(name, launched)).status_code == 200
    for who in ("head", "member", "inspector", "chair"):
        assert sign_in(who).get(url(name, launched)).status_code == 403


def test_the_list_of_movements_shows_the_own_ones(cast, launched, stranger_movement, sign_in):
    text = sign_in("member").get(reverse("movement_list")).content.decode()
    assert launched.title in text
    assert stranger_movement.title not in text
    assert "Lập phong trào mới" not in text


def test_the_plan_page_marks_each_passage_and_says_what_is_unsure(cast, drafted, sign_in):
    text = sign_in("officer").get(url("movement_plan", drafted)).content.decode()
    purpose = drafted.items.get(kind="purpose")
    assert f'<span id="cho-{purpose.pk}"></span><mark' in text
    assert f'href="#cho-{purpose.pk}"' in text
    assert "Chưa chắc, hãy đối chiếu với văn bản" in text
    assert 'id="khong-thay"' in text
    assert "chỗ chưa khớp" in text
    assert "huyện Vân Hà" in text


def test_the_whole_text_of_the_plan_stands_on_its_page_once(cast, drafted, sign_in):
    page = sign_in("officer").get(url("movement_plan", drafted))
    assert "".join(part.text for part in page.context["segments"]) == drafted.plan_text == TEXT


def test_begin_from_a_text_file(cast, sign_in):
    file = SimpleUploadedFile("ke-hoach.txt", TEXT.encode())
    page = sign_in("officer").post(reverse("movement_new"), {"way": "file", "plan_file": file})
    movement = Movement.objects.get()
    assert page.url == url("movement_plan", movement)
    assert movement.plan_file.name == "ke-hoach.txt"
    assert movement.items.filter(kind="quota").count() == 2


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("trong.txt", b""),
        ("tho.txt", ("Đường vô xứ Nghệ quanh quanh. " * 20).encode()),
        ("may.docx", b"MZ\x90\x00" + b"\0" * 200),
        ("gia.pdf", b"%PDF-1.4 hong"),
    ],
)
def test_a_file_that_is_no_plan_is_refused_with_a_sentence(cast, sign_in, name, content):
    page = sign_in("officer").post(
        reverse("movement_new"), {"way": "file", "plan_file": SimpleUploadedFile(name, content)}
    )
    assert page.status_code == 422
    assert page.context["upload_form"].errors["plan_file"]
    assert not Movement.objects.exists()


def test_begin_by_hand_keeps_what_was_typed(cast, sign_in):
    client = sign_in("officer")
    typed = {"way": "by_hand", "title": "Phong trào A", "starts_on": "31/12/2025", "ends_on": "01/01/2025"}
    page = client.post(reverse("movement_new"), typed)
    assert page.status_code == 422
    assert "Ngày kết thúc phải từ ngày bắt đầu trở đi." in page.content.decode()
    assert "31/12/2025" in page.content.decode()
    assert client.post(reverse("movement_new"), typed | {"ends_on": "31/12/2025"}).status_code == 302
    assert Movement.objects.get().title == "Phong trào A"


def test_a_member_begins_no_movement(cast, sign_in):
    assert sign_in("member").get(reverse("movement_new")).status_code == 403


def test_confirm_correct_and_remove_a_fact(cast, drafted, sign_in):
    client = sign_in("officer")
    quota = drafted.items.get(kind="quota", order=1)
    assert client.post(url("movement_item_confirm", drafted, item_id=quota.pk)).status_code == 302
    quota.refresh_from_db()
    assert quota.confirmed
    typed = {
        "text": "Không quá 04 tập thể",
        "subject": "collective",
        "max": "4",
        "level": "commune",
        "form": "Giấy khen",
    }
    assert client.post(url("movement_item", drafted, item_id=quota.pk), typed).status_code == 302
    quota.refresh_from_db()
    assert quota.data["max"] == 4
    wrong = client.post(url("movement_item", drafted, item_id=quota.pk), typed | {"max": "bốn"})
    assert wrong.status_code == 422
    assert "Hãy nhập một số nguyên" in wrong.content.decode()
    assert "bốn" in wrong.content.decode()
    client.post(url("movement_item_remove", drafted, item_id=quota.pk))
    assert not PlanItem.objects.filter(pk=quota.pk).exists()


@pytest.mark.parametrize("kind", PlanItem.Kind.values)
def test_a_fact_of_each_kind_can_be_added(cast, drafted, sign_in, kind):
    client = sign_in("officer")
    address = url("movement_item_add", drafted, kind=kind)
    assert client.get(address).status_code == 200
    typed = {"text": "Nội dung mới", "subject": "collective", "kind": "final", "by": "06/2025", "max": "1"}
    if kind == "legal_basis":
        typed["kind"] = "QĐ"
    before = drafted.items.filter(kind=kind).count()
    page = client.post(address, typed)
    assert page.status_code == 302, page.context["form"].errors
    assert drafted.items.filter(kind=kind).count() == before + 1


def test_scalars_are_put_right_and_an_end_before_the_start_is_refused(cast, drafted, sign_in):
    client = sign_in("officer")
    typed = {"title": drafted.title, "starts_on": "01/02/2025", "ends_on": "31/12/2025", "place": "Nà Mây"}
    assert client.post(url("movement_plan", drafted), typed).status_code == 302
    drafted.refresh_from_db()
    assert drafted.starts_on == date(2025, 2, 1)
    page = client.post(url("movement_plan", drafted), typed | {"ends_on": "01/01/2025"})
    assert page.status_code == 422
    assert "Ngày kết thúc phải từ ngày bắt đầu trở đi." in page.content.decode()


def test_a_plan_without_period_is_not_confirmed(cast, drafted, sign_in):
    Movement.objects.filter(pk=drafted.pk).update(ends_on=None)
    page = sign_in("officer").post(url("movement_plan_confirm", drafted))
    assert page.status_code == 422
    assert "Hãy điền mục này trước khi xác nhận kế hoạch." in page.content.decode()


def test_confirm_reopen_confirm(cast, drafted, sign_in):
    client = sign_in("officer")
    assert client.post(url("movement_plan_confirm", drafted)).url == url("movement_launch", drafted)
    assert client.post(url("movement_plan_reopen", drafted), {"reason": ""}).status_code == 422
    assert (
        client.post(url("movement_plan_reopen", drafted), {"reason": "Sót một chỉ tiêu"}).status_code == 302
    )
    drafted.refresh_from_db()
    assert drafted.state == "draft"
    assert client.post(url("movement_plan_confirm", drafted)).status_code == 302
    assert client.post(url("movement_plan_confirm", drafted)).status_code == 409


def test_the_chairperson_launches_on_the_screen(cast, confirmed, sign_in):
    page = sign_in("chair").post(
        url("movement_launch", confirmed), {"on": "10/02/2025", "signed-manner": "screen"}
    )
    assert page.status_code == 302
    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.launched_by) == ("launched", "Nông Văn Mẫu")


def test_the_officer_launches_only_from_the_signed_paper(cast, confirmed, sign_in):
    client = sign_in("officer")
    address = url("movement_launch", confirmed)
    assert client.post(address, {"on": "10/02/2025", "signed-manner": "screen"}).status_code == 422
    missing = client.post(address, {"on": "10/02/2025", "signed-manner": "recorded"})
    assert missing.status_code == 422
    page = client.post(
        address,
        {
            "on": "10/02/2025",
            "signed-manner": "recorded",
            "signed-signed_on": "10/02/2025",
            "signed-signer_name": "Nông Văn Mẫu",
        },
    )
    assert page.status_code == 302
    confirmed.refresh_from_db()
    assert confirmed.launch_signed is not None
    assert "Ghi nhận theo" in client.get(address).content.decode()
    assert sign_in("member").post(address, {"on": "10/02/2025"}).status_code == 403


def test_the_plan_is_issued_with_word_and_pdf(cast, confirmed, sign_in):
    client = sign_in("officer")
    address = url("movement_plan_issue", confirmed)
    assert client.post(address, {"number": "", "dated_on": "10/02/2025"}).status_code == 422
    assert client.post(address, {"number": "12", "dated_on": "11/02/2025"}).status_code == 422
    assert client.post(address, {"number": "12", "dated_on": "10/02/2025"}).status_code == 302
    confirmed.refresh_from_db()
    assert confirmed.plan_number == "12/KH-UBND"
    assert client.get(url("movement_plan_file", confirmed, kind="pdf")).content.startswith(b"%PDF")
    assert client.get(url("movement_plan_file", confirmed, kind="docx")).content.startswith(b"PK")
    assert client.get(url("movement_plan_file", confirmed, kind="exe")).status_code == 404
    text = client.get(address).content.decode()
    assert "Số: 12/KH-UBND" in text
    assert "ngày 10 tháng 02 năm 2025" in text


def test_send_read_and_read_for_all(cast, launched, sign_in):
    assert sign_in("officer").post(url("movement_deliveries", launched), {"whom": "all"}).status_code == 302
    client = sign_in("member")
    page = client.get(url("movement_deliveries", launched)).content.decode()
    assert "Văn phòng UBND xã" in page
    mine = Delivery.objects.get(movement=launched, subject=cast.people["member"].subject)
    assert client.post(url("movement_delivery_read", launched, delivery_id=mine.pk)).status_code == 302
    other = Delivery.objects.get(movement=launched, subject=cast.people["teacher"].subject)
    assert client.post(url("movement_delivery_read", launched, delivery_id=other.pk)).status_code == 404
    address = url("movement_delivery_read_all", launched, unit_id=cast.office.pk)
    assert client.get(address).status_code == 403
    assert sign_in("head").post(address, {"signed-manner": "screen"}).status_code == 302
    assert not Delivery.objects.filter(unit=cast.office, read_at__isnull=True).exists()
    again = sign_in("head").post(address, {"signed-manner": "screen"})
    assert again.status_code == 422
    book = sign_in("officer").get(url("movement_delivery_book", launched, unit_id=cast.school.pk, kind="pdf"))
    assert book.content.startswith(b"%PDF")


def lines_of(cast, unit, **changes):
    typed = {}
    for subject in queries.candidates(unit, date(2025, 2, 10)):
        typed |= {
            f"in_{subject.pk}": "on",
            f"commitment_{subject.pk}": "Hoàn thành 100% việc",
            f"aim_{subject.pk}": "",
        }
    return typed | changes


def test_a_head_saves_sends_and_the_officer_accepts(cast, launched, sign_in):
    client = sign_in("head")
    address = url("movement_registration", launched, unit_id=cast.office.pk)
    assert client.get(address).status_code == 200
    assert client.post(address, lines_of(cast, cast.office)).status_code == 302
    assert Registration.objects.get().state == "draft"
    sent = client.post(address, lines_of(cast, cast.office, send="1", **{"signed-manner": "screen"}))
    assert sent.status_code == 302
    assert Registration.objects.get().state == "submitted"
    officer = sign_in("officer")
    assert "Nhận bản đăng ký" in officer.get(address).content.decode()
    step = url("movement_registration_step", launched, unit_id=cast.office.pk, step="nhan")
    assert officer.post(step).status_code == 302
    assert officer.post(step).status_code == 409
    assert Registration.objects.get().state == "accepted"
    file = officer.get(url("movement_registration_file", launched, unit_id=cast.office.pk, kind="pdf"))
    assert file.content.startswith(b"%PDF")


def test_an_empty_list_is_not_sent(cast, launched, sign_in):
    page = sign_in("head").post(
        url("movement_registration", launched, unit_id=cast.office.pk),
        {"send": "1", "signed-manner": "screen"},
    )
    assert page.status_code == 422
    assert "Bản đăng ký chưa có dòng nào" in page.content.decode()
    assert not Registration.objects.exists()


def test_the_officer_enters_for_a_unit_only_with_the_signed_list(cast, launched, sign_in):
    client = sign_in("officer")
    address = url("movement_registration", launched, unit_id=cast.school.pk)
    assert client.post(address, lines_of(cast, cast.school, send="1")).status_code == 422
    typed = lines_of(
        cast,
        cast.school,
        send="1",
        **{
            "signed-manner": "entered",
            "signed-signed_on": "09/02/2025",
            "signed-signer_name": "Bàn Thị Thử",
        },
    )
    assert client.post(address, typed).status_code == 302
    row = Registration.objects.get()
    assert row.submitted_by.startswith("Nhập thay")
    assert row.lines.first().entered_for
    assert "Nhập thay" in client.get(address).content.decode()
    recall = url("movement_registration_step", launched, unit_id=cast.school.pk, step="rut-ve")
    assert client.post(recall).status_code == 302
    row.refresh_from_db()
    assert row.state == "recalled"


def test_return_with_reason_and_new_day(cast, launched, sign_in):
    address = url("movement_registration", launched, unit_id=cast.office.pk)
    sign_in("head").post(address, lines_of(cast, cast.office, send="1", **{"signed-manner": "screen"}))
    client = sign_in("officer")
    step = url("movement_registration_step", launched, unit_id=cast.office.pk, step="tra-lai")
    wrong = client.post(step, {"reason": "", "due_on": "01/01/2025"})
    assert wrong.status_code == 422
    assert client.post(step, {"reason": "Thiếu chỉ tiêu", "due_on": "20/02/2025"}).status_code == 302
    assert "Thiếu chỉ tiêu" in sign_in("head").get(address).content.decode()


def test_a_late_list_waits_for_the_chairperson(cast, launched, sign_in):
    Movement.objects.filter(pk=launched.pk).update(registration_due=date(2025, 2, 1))
    address = url("movement_registration", launched, unit_id=cast.office.pk)
    sign_in("head").post(address, lines_of(cast, cast.office, send="1", **{"signed-manner": "screen"}))
    officer = sign_in("officer")
    assert officer.post(
        url("movement_registration_step", launched, unit_id=cast.office.pk, step="nhan")
    ).status_code in {400, 409}
    late = url("movement_registration_step", launched, unit_id=cast.office.pk, step="chap-nhan")
    chair = sign_in("chair")
    assert chair.post(late, {"reason": "", "chair-manner": "screen"}).status_code == 422
    assert chair.post(late, {"reason": "Đường sạt lở", "chair-manner": "screen"}).status_code == 302
    assert Registration.objects.get().acceptance_reason == "Đường sạt lở"


def test_a_member_writes_the_own_line(cast, launched, sign_in):
    client = sign_in("member")
    address = url("movement_registration_own", launched)
    assert client.get(address).status_code == 200
    assert client.post(address, {"commitment": "", "aim": ""}).status_code == 422
    assert client.post(address, {"commitment": "Đúng hạn 100% hồ sơ", "aim": "Giấy khen"}).status_code == 302
    assert Registration.objects.get().lines.get().subject == cast.people["member"].subject
    assert client.get(url("movement_registration", launched, unit_id=cast.school.pk)).status_code == 404


def test_add_filter_finish_a_task(cast, launched, sign_in):
    officer = sign_in("officer")
    area = queries.areas(launched).first()
    typed = {
        "code": "1",
        "text": "Rà soát thủ tục",
        "lead": cast.office.pk,
        "area": area.pk,
        "due_on": "01/03/2025",
    }
    assert officer.post(url("movement_task_add", launched), typed).status_code == 302
    twice = officer.post(url("movement_task_add", launched), typed)
    assert twice.status_code == 422
    assert "đã có" in twice.content.decode()
    task = Task.objects.get()
    page = officer.get(url("movement_tasks", launched), {"q": "ra soat", "lead": "VP", "area": area.code})
    assert task.text in page.content.decode()
    assert task.text not in officer.get(url("movement_tasks", launched), {"when": "done"}).content.decode()
    address = url("movement_task", launched, task_id=task.pk)
    member = sign_in("member")
    assert member.post(address, {"way": "progress", "percent": "120"}).status_code == 422
    assert member.post(address, {"way": "progress", "percent": "40"}).status_code == 302
    done = {"way": "finish", "on": "10/02/2025", "note": "Xong", "signed-manner": "screen"}
    assert member.post(address, done).status_code == 302
    assert sign_in("teacher").get(address).status_code == 404
    officer = sign_in("officer")
    assert officer.post(address, {"way": "reopen", "reason": "Chưa có sản phẩm"}).status_code == 302
    assert officer.post(address, {"way": "cancel", "reason": ""}).status_code == 422
    assert officer.post(address, {"way": "cancel", "reason": "Trùng việc"}).status_code == 302
    change = url("movement_task_change", launched, task_id=task.pk)
    assert officer.get(change).status_code == 200
    assert officer.post(change, typed | {"text": "Khác"}).status_code == 409


def test_tasks_as_excel(cast, launched, sign_in):
    task_of(cast, launched)
    answer = sign_in("officer").get(url("movement_tasks", launched), {"excel": "1"})
    sheet = load_workbook(BytesIO(answer.content)).active
    assert any(row[2].value == "Rà soát thủ tục 1" for row in sheet.iter_rows())


def workbook(*rows):
    book = Workbook()
    for row in (("Số hiệu", "Lĩnh vực", "Nhiệm vụ", "Chủ trì", "Phối hợp", "Thời hạn", "Sản phẩm"), *rows):
        book.active.append(row)
    file = BytesIO()
    book.save(file)
    return SimpleUploadedFile("nhiem-vu.xlsx", file.getvalue())


def test_import_tells_all_faults_and_stores_nothing(cast, launched, sign_in):
    task_of(cast, launched)
    file = workbook(
        ("1", "I", "Việc trùng số", "VP", "", date(2025, 5, 1), ""),
        ("2", "XX", "Sai lĩnh vực", "Phòng không có", "", date(2025, 5, 1), ""),
    )
    page = sign_in("officer").post(url("movement_task_import", launched), {"table": file})
    assert page.status_code == 422
    assert len(page.context["faults"]) == 3
    unread = workbook(
        ("3", "I", "Sai ngày", "VP", "", "hôm qua", ""),
        ("4", "I", "Sai đơn vị", "Phòng không có", "", date(2025, 5, 1), ""),
    )
    page = sign_in("officer").post(url("movement_task_import", launched), {"table": unread})
    assert [fault.split()[1].strip(",") for fault in page.context["faults"]] == ["2", "3"]
    assert Task.objects.count() == 1


def test_import_previews_then_stores(cast, launched, sign_in):
    client = sign_in("officer")
    address = url("movement_task_import", launched)
    file = workbook(
        ("1", "I", "Ban hành kế hoạch", "VP", "", date(2025, 5, 1), "Kế hoạch"),
        ("", "", "Tuyên truyền", "Phòng Văn hóa - Xã hội", "", "15/06/2025", ""),
    )
    page = client.post(address, {"table": file})
    assert page.status_code == 200, page.context["faults"]
    assert not Task.objects.exists()
    assert client.post(address, {"rows": page.context["token"]}).status_code == 302
    assert Task.objects.count() == 2
    assert client.post(address, {"rows": page.context["token"]}).status_code == 422
    assert client.post(address, {"rows": "sửa tay"}).status_code == 302
    assert Task.objects.count() == 2


def test_no_table_is_told_at_the_file(cast, launched, sign_in):
    file = SimpleUploadedFile("a.xlsx", b"khong phai excel")
    page = sign_in("officer").post(url("movement_task_import", launched), {"table": file})
    assert page.status_code == 422
    assert page.context["form"].errors["table"]


def test_reminders_stand_under_the_head(cast, launched, sign_in):
    Movement.objects.filter(pk=launched.pk).update(starts_on=date(2024, 12, 1))
    launched.refresh_from_db()
    task_of(cast, launched, due_on=date(2025, 1, 31))
    client = sign_in("officer")
    text = client.get(url("movement_task_reminders", launched)).content.decode()
    assert "Triệu Văn Mẫu" in text
    assert "quá 10 ngày" in text
    file = client.get(url("movement_task_reminder_file", launched, unit_id=cast.office.pk, kind="docx"))
    assert file.content.startswith(b"PK")
    assert sign_in("member").get(url("movement_task_reminders", launched)).status_code == 403


def test_checks_and_remedy(cast, launched, sign_in):
    client = sign_in("officer")
    typed = {
        "unit": cast.office.pk,
        "held_on": "05/02/2025",
        "team": "Hoàng Thị Mẫu",
        "findings": "Chưa niêm yết thủ tục",
        "faults": "1",
        "remedy_due": "01/02/2025",
    }
    wrong = client.post(url("movement_check_add", launched), typed)
    assert wrong.status_code == 422
    assert "Chưa niêm yết thủ tục" in wrong.content.decode()
    assert (
        client.post(url("movement_check_add", launched), typed | {"remedy_due": "20/02/2025"}).status_code
        == 302
    )
    check = launched.checks.get()
    address = url("movement_check", launched, check_id=check.pk)
    head = sign_in("head")
    assert head.post(address, {"on": "01/01/2025", "note": "Đã niêm yết"}).status_code == 422
    assert head.post(address, {"on": "10/02/2025", "note": "Đã niêm yết"}).status_code == 302
    assert sign_in("school_head").get(address).status_code == 404


def test_the_team(cast, launched, sign_in):
    client = sign_in("officer")
    persons = [cast.people[who].pk for who in ("officer", "clerk", "accountant")]
    wrong = client.post(url("movement_team", launched), {"persons": persons, "lead": cast.people["head"].pk})
    assert wrong.status_code == 422
    assert "Tổ trưởng phải là người trong tổ." in wrong.content.decode()
    assert (
        client.post(url("movement_team", launched), {"persons": persons, "lead": persons[0]}).status_code
        == 302
    )
    assert "Tổ trưởng" in client.get(url("movement_team", launched)).content.decode()
    assert sign_in("head").post(url("movement_team", launched), {}).status_code == 403


def test_close_and_reopen(cast, launched, sign_in):
    client = sign_in("officer")
    assert sign_in("head").post(url("movement_close", launched)).status_code == 403
    client = sign_in("officer")
    assert client.post(url("movement_close", launched)).status_code == 302
    assert client.post(url("movement_reopen", launched), {"reason": ""}).status_code == 422
    assert client.post(url("movement_reopen", launched), {"reason": "Còn việc"}).status_code == 302


def fill(cast, movement, count):
    for number in range(1, count + 1):
        task_of(cast, movement, code=str(number))
        operations.record_check(
            cast.act("officer"),
            movement=movement,
            unit=(cast.office, cast.culture, cast.school)[number % 3],
            held_on=date(2025, 2, 5),
            team="Tổ kiểm tra",
            findings="Không có",
        )
    units = (cast.office, cast.culture, cast.school)[:count]
    operations.deliver(cast.act("officer"), movement=movement, subjects=[unit.subject for unit in units])
    for unit in units:
        operations.submit_registration(
            signed_act(cast, "officer"),
            registration=operations.save_registration(
                cast.act("officer"), movement=movement, unit=unit, lines=[Line(unit.subject, "Việc")]
            ),
        )


@pytest.mark.parametrize(
    "name",
    ["movement_tasks", "movement_checks", "movement_deliveries", "movement_registrations", "movement_plan"],
)
def test_three_rows_cost_as_many_queries_as_one(
    cast, launched, sign_in, name, django_assert_num_queries, django_assert_max_num_queries
):
    client = sign_in("officer")
    fill(cast, launched, 1)
    client.get(url(name, launched))
    with django_assert_max_num_queries(200) as first:
        client.get(url(name, launched))
    counted = len(first.captured_queries)
    Task.objects.all().delete()
    Registration.objects.all().delete()
    fill(cast, launched, 3)
    with django_assert_num_queries(counted):
        client.get(url(name, launched))
