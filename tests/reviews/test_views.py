from datetime import date
from html import unescape
from io import BytesIO

import docx
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.publicity.facts import CUT_OFF
from thidua.documents.operations import content_of
from thidua.movements.models import Task
from thidua.reviews.models import Review

READERS = ("officer", "chair", "vice", "publicity", "clerk", "accountant", "inspector", "head")
OUTSIDE = ("member", "teacher", "school_head", "admin", "stranger")


def body(response) -> str:
    return unescape(response.content.decode())


def url(name, review, *rest):
    return reverse(name, args=(review.movement_id, review.pk, *rest))


@pytest.mark.parametrize("who", READERS)
def test_who_reads_the_whole_authority_reads_the_reports(story, final, sign_in, who):
    browser = sign_in(who)
    assert browser.get(reverse("review_list", args=(story.movement.pk,))).status_code == 200
    assert browser.get(url("review_report", final)).status_code == 200


@pytest.mark.parametrize("who", OUTSIDE)
def test_others_find_no_report(story, final, sign_in, who):
    browser = sign_in(who)
    assert browser.get(reverse("review_list", args=(story.movement.pk,))).status_code == 404
    assert browser.get(url("review_report", final)).status_code == 404


def test_a_report_is_begun_on_the_page(story, sign_in):
    address = reverse("review_begin", args=(story.movement.pk, "so-ket"))
    assert sign_in("inspector").get(address).status_code == 403
    browser = sign_in("officer")
    wrong = browser.post(address, {"cut_off": "01/01/2025"})
    assert wrong.status_code == 422
    assert "từ ngày phát động" in body(wrong)
    assert 'value="01/01/2025"' in body(wrong)
    assert browser.post(address, {"cut_off": "01/07/2025"}).status_code == 302
    assert Review.objects.get().kind == "interim"
    assert browser.get(reverse("review_begin", args=(story.movement.pk, "nam"))).status_code == 404


def test_the_page_shows_the_report_its_charts_and_where_figures_are_kept(story, final, sign_in):
    page = body(sign_in("officer").get(url("review_report", final)))
    assert "Đã hoàn thành 03/04 nhiệm vụ được giao (75%)" in page
    assert page.count('<svg xmlns="http://www.w3.org/2000/svg"') == 3
    assert "Số liệu lấy từ:" in page
    for name in ("movement_tasks", "movement_registrations", "scoring_ranking", "commendation_decision"):
        assert f'href="{reverse(name, args=(story.movement.pk,))}"' in page
    assert " style=" not in page.split("<main")[1].split("</main>")[0]
    assert "None" not in page


def test_the_page_follows_a_changed_fact(story, final, sign_in):
    browser = sign_in("inspector")
    Task.objects.filter(movement=story.movement, state="open").update(state="done", done_on=date(2025, 12, 1))
    assert "cả 04 nhiệm vụ được giao" in body(browser.get(url("review_report", final)))


def judgement(review, **changes):
    item = review.movement.items.get(kind="target")
    told = dict.fromkeys(
        ("effects", "weaknesses", "objective", "subjective", "lessons", "direction", "proposals"), ""
    )
    told |= {f"reached_{item.pk}": "", f"before_{item.pk}": "", f"source_{item.pk}": ""}
    return told | {name.replace("_item", f"_{item.pk}"): value for name, value in changes.items()}


def test_judgements_are_written_on_the_page(final, sign_in):
    told = judgement(
        final,
        subjective="Lưu minh chứng chưa kịp thời.",
        lessons="Giao việc phải có hạn.",
        reached_item="91,2",
        source_item="Hệ thống một cửa",
    )
    browser = sign_in("officer")
    assert browser.post(url("review_report", final), told).status_code == 302
    page = body(browser.get(url("review_report", final)))
    assert "Chủ quan: lưu minh chứng chưa kịp thời." in page
    assert "đạt 91,2%, vượt 6,2 điểm phần trăm" in page


def test_a_figure_without_source_keeps_what_was_typed(final, sign_in):
    told = judgement(final, lessons="Đoạn dài đã gõ.", reached_item="91,2")
    response = sign_in("officer").post(url("review_report", final), told)
    assert response.status_code == 422
    assert "Hãy ghi nguồn của số liệu." in body(response)
    assert "Đoạn dài đã gõ." in body(response)
    assert not final.judgements.exists()


@pytest.mark.parametrize("who", ["chair", "inspector", "publicity"])
def test_readers_do_not_write(final, sign_in, who):
    assert sign_in(who).post(url("review_report", final), judgement(final)).status_code == 403


def test_the_draft_is_had_before_the_council_meets(final, sign_in):
    browser = sign_in("officer")
    word = browser.get(url("review_file", final, "docx"))
    text = "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(word.content)).paragraphs)
    assert "Đã hoàn thành 03/04" in text.replace("\xa0", " ")
    assert browser.get(url("review_file", final, "exe")).status_code == 404
    assert browser.post(url("review_draft", final)).status_code == 302
    final.refresh_from_db()
    assert final.paper is not None
    assert (
        browser.get(reverse("paper_file", kwargs={"pk": final.paper.pk, "kind": "docx"})).status_code == 200
    )


def issue(**changes):
    return {"number": "45", "dated_on": "26/12/2025", "signer_name": "Nông Văn Mẫu"} | changes


def test_the_chairperson_issues_and_the_files_are_kept(judged, sign_in):
    browser = sign_in("chair")
    assert browser.post(url("review_issue", judged), issue()).status_code == 302
    judged.refresh_from_db()
    paper = judged.paper
    assert paper is not None
    assert paper.citation == "45/BC-UBND"
    assert paper.journal_foot.startswith("Nhật ký: ")
    assert content_of(paper.pdf).startswith(b"%PDF")
    text = "\n".join(
        paragraph.text for paragraph in docx.Document(BytesIO(content_of(paper.docx))).paragraphs
    )
    assert "BÀI HỌC KINH NGHIỆM" in text
    page = body(browser.get(url("review_report", judged)))
    assert "Số 45/BC-UBND ngày 26/12/2025" in page
    assert browser.get(url("review_file", judged, "pdf")).status_code == 302
    assert browser.get(url("review_issue", judged)).status_code == 409


def test_the_officer_records_the_signed_report(judged, sign_in):
    browser = sign_in("officer")
    assert browser.post(url("review_issue", judged), issue()).status_code == 422
    told = issue() | {
        "signed-manner": "recorded",
        "signed-signed_on": "26/12/2025",
        "signed-signer_name": "Nông Văn Mẫu",
    }
    assert browser.post(url("review_issue", judged), told).status_code == 302
    judged.refresh_from_db()
    assert judged.state == "issued"


def test_a_wrong_day_and_missing_parts_are_told_at_their_place(cast, judged, interim, sign_in):
    wrong = sign_in("chair").post(url("review_issue", judged), issue(dated_on="24/12/2025"))
    assert wrong.status_code == 422
    assert f"ngày chốt số liệu ({CUT_OFF:%d/%m/%Y})" in body(wrong)
    judged.judgements.filter(part="lessons").delete()
    missing = sign_in("chair").post(url("review_issue", judged), issue())
    assert missing.status_code == 422
    assert "Bài học kinh nghiệm" in body(missing)
    judged.refresh_from_db()
    assert judged.state == "draft"
    for who in ("publicity", "inspector"):
        assert sign_in(who).get(url("review_issue", judged)).status_code == 403


def test_an_issued_report_is_reopened_with_a_reason(judged, sign_in):
    sign_in("chair").post(url("review_issue", judged), issue())
    browser = sign_in("officer")
    assert browser.post(url("review_reopen", judged), {"reason": ""}).status_code == 422
    assert browser.post(url("review_reopen", judged), {"reason": "Sai số liệu"}).status_code == 302
    judged.refresh_from_db()
    assert judged.state == "draft"
    assert "Lý do: Sai số liệu" in body(browser.get(url("review_report", judged)))


def test_a_movement_before_its_launch_has_no_reports_yet(story, sign_in):
    type(story.movement).objects.filter(pk=story.movement.pk).update(
        state="plan_confirmed", launched_at=None, launched_on=None
    )
    page = body(sign_in("officer").get(reverse("review_list", args=(story.movement.pk,))))
    assert "Phong trào chưa được phát động." in page


def test_one_unit_and_three_cost_the_same_page(story, final, sign_in):
    browser, sheets = sign_in("inspector"), story.campaign.sheets
    finished = sheets.first().finalized_at
    kept = sheets.first().pk
    sheets.exclude(pk=kept).update(state="draft", final_total=None, finalized_at=None)
    browser.get(url("review_report", final))
    with CaptureQueriesContext(connection) as one:
        browser.get(url("review_report", final))
    sheets.exclude(pk=kept).update(state="finalized", final_total=80, finalized_at=finished)
    with CaptureQueriesContext(connection) as three:
        browser.get(url("review_report", final))
    assert len(three) == len(one)
