from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.nominations.conftest import APPRAISAL_DAY, NOMINATING_DAY
from thidua.desk.queries import todo
from thidua.nominations import queries
from thidua.nominations.models import Nomination, UnitMeeting
from thidua.scoring.models import Campaign, Sheet


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("thidua.base.clock.now", lambda: APPRAISAL_DAY)


@pytest.fixture
def at(year, sign_in):
    """``at("head", "nominations_list", …)`` gives the page; with ``post`` it sends."""

    def go(who, name, *args, post=None, query=""):
        client = sign_in(who)
        url = reverse(name, args=(year.movement.pk, *args)) + query
        return client.get(url) if post is None else client.post(url, post)

    return go


def test_the_list_is_for_who_reads_the_authority_and_the_own_unit(year, at):
    year.sent("member")
    year.sent("teacher")
    officer = at("officer", "nominations_list")
    assert officer.status_code == 200
    assert "Vi Thị Thử" in officer.content.decode()
    assert "Nguyễn Thị Hồng Phương Thảo Mẫu" in officer.content.decode()
    head = at("head", "nominations_list").content.decode()
    assert "Vi Thị Thử" in head
    assert at("stranger", "nominations_list").status_code == 404


def test_a_head_without_further_roles_sees_the_own_unit_alone(year, at):
    year.sent("member")
    year.sent("teacher")
    school = at("school_head", "nominations_list").content.decode()
    assert "Nguyễn Thị Hồng Phương Thảo Mẫu" in school
    assert "Vi Thị Thử" not in school


def test_the_stranger_row_exists_and_stays_hidden(year, at):
    nomination = year.sent("member")
    assert Nomination.objects.filter(pk=nomination.pk).exists()
    assert not queries.nominations_visible_to(year.cast.viewer("stranger", NOMINATING_DAY.date())).exists()
    assert at("stranger", "nominations_nomination", nomination.pk).status_code == 404
    assert at("stranger", "nominations_meeting", nomination.meeting_id).status_code == 404


def test_a_member_sees_the_own_nomination_with_its_findings(year, at):
    nomination = year.appraised("member")
    page = at("member", "nominations_nomination", nomination.pk)
    assert page.status_code == 200
    text = page.content.decode()
    assert "Kết quả xếp loại" in text
    assert "Hoàn thành xuất sắc nhiệm vụ" in text
    assert "Kế hoạch số 12/KH-UBND" in text
    assert "Gửi hồ sơ đề nghị" not in text


MEETING = {
    "held_on": "14/11/2025",
    "place": "Phòng họp",
    "chair": "Bàn Thị Thử",
    "secretary": "Nguyễn Thị Mẫu",
    "members_total": "2",
    "members_present": "2",
    "discussion": "Thống nhất.",
}


def test_a_head_notes_meeting_list_and_report_and_sends(year, at):
    form = at("school_head", "nominations_meeting_add")
    assert form.status_code == 200
    assert "Ghi nhận theo văn bản đã ký" not in form.content.decode()
    sent = at("school_head", "nominations_meeting_add", post={"unit": year.cast.school.pk} | MEETING)
    assert sent.status_code == 302
    meeting = UnitMeeting.objects.get()
    typed = {
        "subject": year.subject_of("teacher").pk,
        "form": "Giấy khen",
        "merit": "Dạy tốt",
        "votes_for": "2",
    }
    too_long = typed | {"merit": "Có thành tích xuất sắc " * 16}  # more than a certificate holds
    assert at("school_head", "nominations_add", meeting.pk, post=too_long).status_code == 422
    added = at("school_head", "nominations_add", meeting.pk, post=typed)
    assert added.status_code == 302
    nomination = Nomination.objects.get()
    for what in ("minutes", "letter"):
        assert (
            at("school_head", "nominations_meeting_papers", meeting.pk, post={"what": what}).status_code
            == 302
        )
    assert at("school_head", "nominations_report", nomination.pk, post={}).status_code == 302
    page = at("school_head", "nominations_nomination", nomination.pk).content.decode()
    assert "Soạn trên phần mềm, chưa xác nhận" in page
    assert at("teacher", "nominations_confirm", nomination.pk, post={}).status_code == 403
    assert at("school_head", "nominations_confirm", nomination.pk, post={}).status_code == 302
    page = at("school_head", "nominations_nomination", nomination.pk).content.decode()
    assert "Còn thiếu" not in page
    assert at("school_head", "nominations_step", nomination.pk, "gui").status_code == 200
    assert at("school_head", "nominations_step", nomination.pk, "gui", post={}).status_code == 302
    nomination.refresh_from_db()
    assert nomination.state == "submitted"
    assert at("school_head", "nominations_meeting", meeting.pk).status_code == 200


def test_wrong_input_keeps_what_was_typed(year, at):
    wrong = {"unit": year.cast.school.pk} | MEETING | {"members_present": "5", "held_on": "31/02/2025"}
    page = at("school_head", "nominations_meeting_add", post=wrong)
    assert page.status_code == 422
    assert "Ngày chưa đúng" in page.content.decode()
    assert "31/02/2025" in page.content.decode()
    page = at("school_head", "nominations_meeting_add", post=wrong | {"held_on": "14/11/2025"})
    assert page.status_code == 422
    assert "không thể nhiều hơn tổng số 2 người" in page.content.decode()
    assert "Bàn Thị Thử" in page.content.decode()


def test_the_officer_records_only_from_a_signed_paper(year, at):
    data = {"unit": year.cast.school.pk} | MEETING
    assert (
        at("officer", "nominations_meeting_add", post=data | {"signed-manner": "recorded"}).status_code == 422
    )
    assert not UnitMeeting.objects.exists()
    signed = {
        "signed-manner": "recorded",
        "signed-signed_on": "14/11/2025",
        "signed-signer_name": "Bàn Thị Thử",
    }
    assert at("officer", "nominations_meeting_add", post=data | signed).status_code == 302
    assert UnitMeeting.objects.get().signed.signer_name == "Bàn Thị Thử"


def test_the_officer_appraises_and_returns(year, at):
    nomination = year.sent("member")
    page = at("officer", "nominations_step", nomination.pk, "tham-dinh").content.decode()
    assert "Hồ sơ đầy đủ" in page
    wrong = at(
        "officer", "nominations_step", nomination.pk, "tra-lai", post={"reason": "", "due_on": "05/12/2025"}
    )
    assert wrong.status_code == 422
    assert "05/12/2025" in wrong.content.decode()
    done = at(
        "officer",
        "nominations_step",
        nomination.pk,
        "tra-lai",
        post={"reason": "Thiếu", "due_on": "05/12/2025"},
    )
    assert done.status_code == 302
    nomination.refresh_from_db()
    assert (nomination.state, nomination.due_on) == ("returned", date(2025, 12, 5))
    assert "hạn hoàn thiện 05/12/2025" in at("head", "nominations_nomination", nomination.pk).content.decode()


def test_an_act_on_what_moved_on_is_told(year, at):
    nomination = year.draft("member")
    assert at("officer", "nominations_step", nomination.pk, "tham-dinh").status_code == 409
    assert at("officer", "nominations_step", nomination.pk, "khong-co").status_code == 404


@pytest.mark.parametrize("who", ["member", "inspector", "clerk", "admin"])
def test_who_may_not_act_is_refused(year, at, who):
    nomination = year.sent("member")
    page = at(who, "nominations_step", nomination.pk, "tham-dinh", post={"finding": ""})
    assert page.status_code in {403, 404}
    nomination.refresh_from_db()
    assert nomination.state == "submitted"


def test_a_file_is_judged_by_its_content(year, at):
    nomination = year.draft("member")
    fake = SimpleUploadedFile("bao-cao.pdf", b"MZ not a pdf", content_type="application/pdf")
    refused = at(
        "head", "nominations_attach", nomination.pk, post={"kind": "report", "title": "", "file": fake}
    )
    assert refused.status_code == 422
    assert not nomination.dossier.exists()


def test_excel_gives_the_filtered_rows(year, at):
    year.sent("member")
    year.sent("teacher")
    answer = at("officer", "nominations_list_xlsx", query="?text=phuong thao")
    assert answer.status_code == 200
    assert answer.content[:2] == b"PK"


def test_one_row_and_three_rows_cost_the_same_queries(year, at, django_assert_max_num_queries):
    year.sent("member")
    client_page = at("officer", "nominations_list")
    assert client_page.status_code == 200
    with django_assert_max_num_queries(100) as one:
        at("officer", "nominations_list")
    year.sent("teacher")
    year.sent("vice")
    with django_assert_max_num_queries(len(one.captured_queries)):
        assert "Lương Thị Thử" in at("officer", "nominations_list").content.decode()


def test_the_sheet_of_a_nominated_person_is_opened_from_the_nomination(year, at):
    nomination = year.draft("member")
    subject = year.subject_of("member")
    Sheet.objects.filter(subject=subject).delete()
    (waiting,) = [
        one for one in todo(year.cast.viewer("head", year.now.date())) if "phiếu chấm điểm" in one["what"]
    ]
    assert (waiting["label"], waiting["whose"]) == ("Mở phiếu", year.unit_of("member").name)
    assert waiting["url"] in at("officer", "nominations_nomination", nomination.pk).content.decode()
    assert waiting["url"] in at("officer", "nominations_list").content.decode()
    assert "handles_dossiers" in at("head", "nominations_sheet", nomination.pk).content.decode()
    opened = at("head", "nominations_sheet", nomination.pk, post={"tags": ["handles_dossiers"]})
    sheet = Sheet.objects.get(subject=subject)
    assert (opened.status_code, sheet.tags) == (302, ["handles_dossiers"])
    again = at("head", "nominations_sheet", nomination.pk, post={})
    assert again.url == opened.url == reverse("scoring_sheet", args=(year.movement.pk, sheet.pk))
    assert Sheet.objects.filter(subject=subject).count() == 1
    assert waiting["url"] not in at("officer", "nominations_list").content.decode()


def test_a_unit_or_a_year_without_a_set_for_people_offers_no_such_sheet(year, at):
    unit, person = year.draft("office"), year.draft("member")
    Sheet.objects.filter(subject__in=(year.subject_of("office"), year.subject_of("member"))).delete()
    assert at("officer", "nominations_sheet", unit.pk).status_code == 404
    Campaign.objects.update(individual_set=None)
    assert at("officer", "nominations_sheet", person.pk).status_code == 404
    assert "chưa có phiếu" not in at("officer", "nominations_list").content.decode()


def test_who_may_not_write_for_the_unit_opens_no_sheet(year, at):
    nomination = year.draft("member")
    for who, status in (("school_head", 404), ("inspector", 403), ("stranger", 404)):
        assert at(who, "nominations_sheet", nomination.pk, post={}).status_code == status
