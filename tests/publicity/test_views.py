from datetime import date
from html import unescape
from io import BytesIO

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.organizations.models import Person
from thidua.publicity.models import Broadcast, Exemplar, Script

PAGES = ("publicity_scripts", "publicity_log", "publicity_exemplars")
READERS = ("officer", "chair", "vice", "head", "member", "publicity", "clerk", "accountant", "inspector")


def body(response) -> str:
    return unescape(response.content.decode())


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("who", READERS)
def test_lists_are_there_for_everybody_of_the_commune(story, sign_in, page, who):
    assert sign_in(who).get(reverse(page, args=(story.movement.pk,))).status_code == 200


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_finds_nothing(story, sign_in, page):
    assert sign_in("stranger").get(reverse(page, args=(story.movement.pk,))).status_code == 404


@pytest.mark.parametrize(
    ("page", "who", "status"),
    [
        ("publicity_script_write", "publicity", 200),
        ("publicity_script_write", "officer", 200),
        ("publicity_script_write", "member", 403),
        ("publicity_exemplar_enter", "publicity", 200),
        ("publicity_exemplar_enter", "inspector", 403),
    ],
)
def test_who_writes(story, sign_in, page, who, status):
    assert sign_in(who).get(reverse(page, args=(story.movement.pk,))).status_code == status


def test_a_script_is_written_from_the_data_and_edited(story, sign_in):
    browser, url = sign_in("publicity"), reverse("publicity_script_write", args=(story.movement.pk,))
    shown = body(browser.get(url, {"chu-de": "contents"}))
    assert "Nội dung thứ nhất." in shown
    told = {
        "chu-de": "contents",
        "title": "Nội dung thi đua",
        "text": "Câu thứ nhất.\nUBND xã.",
        "planned_on": "27/12/2025",
        "planned_at": "5h30",
        "editor": "Lò Văn Thử",
    }
    response = browser.post(url, told, follow=True)
    script = Script.objects.get(topic="contents")
    assert (script.planned_on, f"{script.planned_at:%H:%M}") == (date(2025, 12, 27), "05:30")
    assert "Đã đưa bản tin vào lịch" in body(response)
    assert "Khó đọc thành tiếng: UBND" in body(response)


def test_wrong_input_keeps_what_was_typed(story, sign_in):
    url = reverse("publicity_script_write", args=(story.movement.pk,))
    told = {"chu-de": "other", "title": "Tin", "text": "Lời rất dài đã gõ.", "editor": "x"}
    told |= {"planned_on": "31/02/2025", "planned_at": "25:70"}
    response = sign_in("publicity").post(url, told)
    assert response.status_code == 422
    assert "Lời rất dài đã gõ." in body(response)
    assert "Giờ chưa đúng" in body(response)
    assert Script.objects.filter(topic="other").count() == 0


def test_an_exemplar_that_is_not_approved_has_no_script(story, sign_in):
    row = story.movement.exemplars.get()
    url = reverse("publicity_script_write", args=(story.movement.pk,))
    browser = sign_in("publicity")
    assert "bà Vi Thị Thử" in body(browser.get(url, {"chu-de": "exemplar", "guong": row.pk}))
    Exemplar.objects.update(approved_at=None)
    assert browser.get(url, {"chu-de": "exemplar", "guong": row.pk}).status_code == 404
    assert "Chọn chủ đề" in body(browser.get(url, {"chu-de": "exemplar"}))


def step(story, script, name):
    return reverse(f"publicity_script_{name}", args=(story.movement.pk, script.pk))


def test_the_way_of_a_script_from_draft_to_log(story, sign_in, script):
    sign_in("publicity").post(step(story, script, "submit"))
    sign_in("chair").post(step(story, script, "return"), {"reason": "Thêm số liệu"})
    page = sign_in("publicity").get(reverse("publicity_script", args=(story.movement.pk, script.pk)))
    assert "Thêm số liệu" in body(page)
    sign_in("publicity").post(step(story, script, "submit"))
    sign_in("chair").post(step(story, script, "approve"))
    told = {
        "on": "26/12/2025",
        "at": "05:30",
        "minutes": "2",
        "reader": "Lò Văn Thử",
        "language": "Tiếng Mông",
    }
    response = sign_in("publicity").post(step(story, script, "broadcast"), told)
    script.refresh_from_db()
    assert response.status_code == 302
    assert script.state == "broadcast"
    assert script.broadcasts.get().language == "Tiếng Mông"


def test_the_officer_records_the_approval_from_the_signed_paper(story, sign_in, submitted):
    browser, url = sign_in("officer"), step(story, submitted, "approve")
    assert browser.post(url, {"signed-manner": "recorded"}).status_code == 422
    told = {
        "signed-manner": "recorded",
        "signed-signed_on": "25/12/2025",
        "signed-signer_name": "Nông Văn Mẫu",
    }
    assert browser.post(url, told).status_code == 302
    submitted.refresh_from_db()
    assert (submitted.state, submitted.approved_by) == ("approved", "Nông Văn Mẫu")


@pytest.mark.parametrize(
    ("name", "who", "status"),
    [
        ("approve", "publicity", 403),
        ("approve", "inspector", 403),
        ("approve", "stranger", 404),
        ("submit", "publicity", 409),
        ("broadcast", "chair", 403),
    ],
)
def test_what_is_not_theirs_or_has_moved_on(story, sign_in, submitted, name, who, status):
    assert sign_in(who).post(step(story, submitted, name)).status_code == status


def test_an_unapproved_script_is_refused_by_the_log_page(story, sign_in, submitted):
    told = {"on": "26/12/2025", "at": "05:30", "minutes": "2", "reader": "x", "language": "Tiếng Việt"}
    response = sign_in("publicity").post(step(story, submitted, "broadcast"), told)
    assert response.status_code == 422
    assert "chưa được duyệt" in body(response)
    assert not Broadcast.objects.filter(script=submitted).exists()


def test_reading_page_and_printed_forms(story, sign_in, approved):
    browser = sign_in("member")
    page = body(browser.get(reverse("publicity_script_read", args=(story.movement.pk, approved.pk))))
    assert "Xã phát động phong trào thi đua." in page
    files = {
        "publicity_script_file": ((approved.pk, "pdf"), b"%PDF"),
        "publicity_log_file": (("docx",), b"PK"),
    }
    for name, (rest, start) in files.items():
        response = browser.get(reverse(name, args=(story.movement.pk, *rest)))
        assert response.content.startswith(start)
    assert browser.get(reverse("publicity_log_file", args=(story.movement.pk, "exe"))).status_code == 404
    book = openpyxl.load_workbook(
        BytesIO(browser.get(reverse("publicity_log_file", args=(story.movement.pk, "xlsx"))).content)
    )
    cells = [cell.value for row in book.active.iter_rows() for cell in row]
    assert "Bản tin 1" in cells


def test_exemplars_are_entered_proposed_and_approved(story, sign_in):
    pk = story.movement.pk
    browser = sign_in("publicity")
    told = {
        "subject": story.cast.school.subject_id,
        "found_on": "01/10/2025",
        "story": "Mở lớp cho 140 người.",
    }
    assert browser.post(reverse("publicity_exemplar_enter", args=(pk,)), told).status_code == 302
    entered = Exemplar.objects.get(subject=story.cast.school.subject)
    assert entered.unit == story.cast.school
    subject = story.cast.office.subject_id
    response = browser.post(reverse("publicity_exemplar_propose", args=(pk, subject)), follow=True)
    assert "Đã đưa Văn phòng" in body(response)
    proposed = Exemplar.objects.get(subject_id=subject)
    assert (proposed.proposed_from, proposed.approved_at) == ("results", None)
    changed = {"story": "Rút ngắn một phần ba thời gian.", "found_on": "02/10/2025"}
    browser.post(reverse("publicity_exemplar_change", args=(pk, entered.pk)), changed)
    assert (
        sign_in("publicity").post(reverse("publicity_exemplar_approve", args=(pk, entered.pk))).status_code
        == 403
    )
    assert (
        sign_in("chair").post(reverse("publicity_exemplar_approve", args=(pk, entered.pk))).status_code == 302
    )
    entered.refresh_from_db()
    assert entered.story == changed["story"]
    assert entered.approved_at is not None


def test_the_list_is_searched_without_marks(story, sign_in, script):
    url = reverse("publicity_scripts", args=(story.movement.pk,))
    found = body(sign_in("member").get(url, {"q": "cuoi nam"}))
    assert "Bản tin cuối năm" in found
    assert "Bản tin 1" not in found
    assert "Không có bản tin nào như vậy" in body(sign_in("member").get(url, {"state": "returned"}))


@pytest.mark.parametrize("page", [*PAGES, "public_movement"])
def test_one_row_and_three_cost_the_same(story, sign_in, page):
    movement = story.movement
    browser, url = sign_in("publicity"), reverse(page, args=(movement.pk,))
    Script.objects.exclude(number=1).update(movement=story.movement)
    Broadcast.objects.exclude(script__number=1).delete()
    Script.objects.exclude(number=1).delete()
    browser.get(url)
    with CaptureQueriesContext(connection) as one:
        browser.get(url)
    first = Script.objects.get(number=1)
    for number in (2, 3):
        script = Script.objects.create(
            movement=movement, number=number, topic="launch", title="Tin", text="Câu.", planned_on=first.planned_on,
            planned_at=first.planned_at, editor="x", state="broadcast", approved_at=first.approved_at,
        )  # fmt: skip
        Broadcast.objects.create(
            script=script, on=first.planned_on, at=first.planned_at, minutes=1, reader="x"
        )
    for key in ("teacher", "clerk"):
        person = story.cast.people[key]
        Exemplar.objects.create(
            movement=movement, subject=person.subject, unit=story.cast.school, story="Việc tốt.",
            found_on=date(2025, 5, 5), approved_at=first.approved_at, approved_by="x",
        )  # fmt: skip
    with CaptureQueriesContext(connection) as three:
        browser.get(url)
    assert len(three) == len(one)


def test_the_public_page_leaks_nothing(story, client):
    Person.objects.update(birth_date=date(1987, 6, 5), ethnicity="Tày", qualification="Thạc sĩ")
    Exemplar.objects.filter(movement=story.movement).update(approved_at=None)
    home = body(client.get(reverse("public_home")))
    page = body(client.get(reverse("public_movement", args=(story.movement.pk,))))
    assert story.movement.title in home
    for shown in (
        "Bà Vi Thị Thử",
        "Công chức tư pháp - hộ tịch",
        "Hướng dẫn 312 lượt",
        "Giấy khen",
        "215/QĐ-UBND",
    ):
        assert shown in page
    hidden = ["1987", "Tày", "Thạc sĩ", "điểm", "92,25", "90,00", "84,5", "4.680.000", "Bà đến từng thôn"]
    hidden += [person.staff_code for person in story.cast.people.values()]
    hidden += [story.cast.people["teacher"].name, story.cast.school.name]
    assert [secret for secret in hidden if secret in page or secret in home] == []


def test_a_cancelled_award_and_a_draft_decision_are_not_public(story, client):
    url = reverse("public_movement", args=(story.movement.pk,))
    story.decision.awards.filter(subject__kind="person").update(
        cancelled_on=date(2025, 12, 24), cancel_ground="a", cancel_document="Kết luận số 3"
    )
    page = body(client.get(url))
    assert "Hướng dẫn 312 lượt" not in page
    assert "Giải quyết đúng hạn 1.250 hồ sơ" in page
    type(story.decision).objects.filter(pk=story.decision.pk).update(state="draft")
    assert "Giải quyết đúng hạn 1.250 hồ sơ" not in body(client.get(url))


def test_a_movement_that_was_not_launched_is_not_public(story, client):
    type(story.movement).objects.filter(pk=story.movement.pk).update(state="plan_confirmed", launched_at=None)
    assert client.get(reverse("public_movement", args=(story.movement.pk,))).status_code == 404
    assert "Chưa có phong trào nào" in body(client.get(reverse("public_home")))


def test_empty_lists_say_how_to_begin(story, sign_in):
    Broadcast.objects.all().delete()
    Script.objects.all().delete()
    Exemplar.objects.all().delete()
    story.movement.nominations.all()
    pages = [body(sign_in("member").get(reverse(page, args=(story.movement.pk,)))) for page in PAGES]
    assert all("Chưa có" in page or "Chưa phát" in page for page in pages)
