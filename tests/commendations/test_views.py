"""The pages through HTTP: what each sees, what is refused, what stays typed; the public page tells nothing personal."""

from io import BytesIO

import docx
import openpyxl
import pypdfium2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image

from tests.commendations.conftest import NOW, build_awarding, denounced
from thidua.audit import queries as audit
from thidua.audit.models import Entry
from thidua.commendations import operations
from thidua.commendations.models import Award, CertificateLook, Decision, Proposal
from thidua.documents.models import SignedPaper


def url(name, awarding, **more):
    return reverse(name, kwargs={"movement_id": awarding.movement.pk, **more})


@pytest.fixture
def post(sign_in, awarding):
    def go(who, name, data=None, **more):
        return sign_in(who).post(url(name, awarding, **more), data or {})

    return go


STEP_READERS = (
    "officer",
    "chair",
    "clerk",
    "accountant",
    "inspector",
    "head",
    "member",
    "teacher",
    "culture_head",
)


@pytest.mark.parametrize("who", STEP_READERS)
def test_both_steps_open_for_everybody_of_the_commune_at_every_stage(sign_in, awarding, who):
    client = sign_in(who)
    for bring in (lambda: None, awarding.drafted, awarding.decision_drafted):
        bring()
        assert client.get(url("commendation_decision", awarding)).status_code == 200
        assert client.get(url("commendation_awards", awarding)).status_code == 200
        if Proposal.objects.filter(state="draft").exists():
            Proposal.objects.all().delete()
    awarding.issue(Decision.objects.get(), awarding.act("chair"))
    assert client.get(url("commendation_decision", awarding)).status_code == 200
    assert "Nguyễn Thị Hồng Phương Thảo Mẫu" in client.get(url("commendation_awards", awarding)).text
    assert client.get(reverse("award_page", args=(awarding.award().pk,))).status_code == 200


def test_a_stranger_finds_nothing(sign_in, awarding):
    awarding.decided()
    client = sign_in("stranger")
    for name in ("commendation_decision", "commendation_awards", "commendation_award_certificates"):
        assert client.get(url(name, awarding)).status_code == 404
    assert client.get(reverse("award_page", args=(awarding.award().pk,))).status_code == 404
    assert client.post(reverse("award_cancel", args=(awarding.award().pk,))).status_code == 404
    assert "Phương Thảo" not in client.get(reverse("award_register")).text


def test_a_draft_is_not_shown_to_a_member(sign_in, awarding):
    awarding.drafted()
    page = sign_in("member").get(url("commendation_decision", awarding)).text
    assert "2.830.000" not in page
    assert "Phương Thảo" not in page


def test_each_line_shows_its_votes_and_on_whose_word_it_was_let_through(sign_in, awarding):
    selection = awarding.meeting.selections.get(nomination__subject=awarding.cast.people["teacher"].subject)
    selection.nomination.override_reason = "Đã có văn bản bổ sung"
    selection.nomination.override_article = "Điều 4 Quy chế"
    selection.nomination.save()
    page = sign_in("officer").get(url("commendation_decision", awarding)).text
    assert page.count("08/08") == 3
    assert "Chủ tịch cho phép xét khen: Đã có văn bản bổ sung (Điều 4 Quy chế)" in page


def test_what_holds_the_decision_is_said_before_and_leaves_no_button(sign_in, awarding):
    awarding.decision_drafted()
    page, button = url("commendation_decision", awarding), "Ban hành quyết định</button>"
    for who in ("chair", "clerk"):
        assert button in sign_in(who).get(page).text
    denounced(awarding)
    told = {who: sign_in(who).get(page).text for who in ("chair", "clerk", "officer")}
    for text in told.values():
        assert "chưa thể xét tiếp" in text
        assert "Có sự việc mới sau thẩm định" in text
        assert button not in text
    assert "Dự thảo lại" not in told["officer"]
    assert "Thông báo 15/TB-UBND" in told["chair"]
    assert "Thông báo 15/TB-UBND" not in told["clerk"]
    sent = {"number": "45", "decided_on": "03/02/2026", "signer_name": "Nông Văn Mẫu", "manner": "screen"}
    refused = sign_in("chair").post(url("commendation_decision_issue", awarding), sent)
    assert (refused.status_code, "Thông báo 15/TB-UBND" in refused.text) == (422, True)
    journal = sign_in("inspector").get(reverse("journal")).text  # who oversees reads no verification
    assert "Bị từ chối: ban hành quyết định. Lý do:" in journal
    assert "Thông báo 15/TB-UBND" not in journal
    assert "Bị từ chối" not in sign_in("clerk").get(page).text


def test_the_whole_step_in_a_browser_ends_with_papers_that_agree(post, sign_in, awarding):
    assert post("officer", "commendation_proposal_draft", {"rate": "full"}).status_code == 302
    told = {"number": "12", "dated_on": "20/01/2026", "manner": "screen"}
    assert post("officer", "commendation_proposal_issue", told).status_code == 302
    assert post("officer", "commendation_decision_draft").status_code == 302
    told = {
        "number": "45/QĐ-UBND",
        "decided_on": "03/02/2026",
        "signer_name": "Nông Văn Mẫu",
        "manner": "recorded",
    }
    assert post("clerk", "commendation_decision_issue", told).status_code == 302
    decision = Decision.objects.get()
    assert (decision.number, decision.paper.citation) == ("45", "45/QĐ-UBND")
    assert decision.signed.number == "45/QĐ-UBND"
    assert "Ghi nhận theo" in sign_in("clerk").get(url("commendation_decision", awarding)).text
    pdf = pypdfium2.PdfDocument(decision.paper.pdf and _bytes(decision.paper.pdf))
    text = " ".join(page.get_textpage().get_text_range() for page in pdf)
    assert "45/QĐ-UBND" in text
    assert "2.830.000" in text
    scan = BytesIO(_bytes(decision.paper.pdf) + b"\n% as signed")
    scan.name = "ban-ky.pdf"
    assert post("clerk", "commendation_decision_file", {"file": scan}).status_code == 302
    signed = sign_in("member").get(reverse("paper_signed", args=(decision.paper_id,)))
    assert signed.headers["Content-Type"] == "application/pdf"
    assert post("officer", "commendation_award_certificates").status_code == 302
    printed = sign_in("officer").get(url("commendation_award_certificates", awarding))
    assert len(pypdfium2.PdfDocument(printed.content)) == 3


def _bytes(stored):
    return operations.deciding.documents.content_of(stored)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"number": ""}, "Hãy điền mục này"),
        ({"number": "bốn lăm"}, "chỉ gồm chữ số"),
        ({"decided_on": "31/02/2026"}, "Ngày chưa đúng"),
        ({"decided_on": "19/01/2026"}, "không thể trước ngày tờ trình (20/01/2026)"),
        ({"decided_on": "06/02/2026"}, "không thể sau hôm nay"),
        ({"signer_name": ""}, "Hãy điền mục này"),
    ],
)
def test_wrong_input_is_told_in_place_and_stays_typed(post, awarding, change, sentence):
    awarding.decision_drafted()
    told = {
        "number": "45",
        "decided_on": "03/02/2026",
        "signer_name": "Người ký có tên lạ",
        "manner": "screen",
    } | change
    page = post("chair", "commendation_decision_issue", told)
    assert page.status_code == 422
    assert sentence in page.text
    for value in (told["decided_on"], told["signer_name"]):
        assert value in page.text
    assert not Award.objects.exists()
    assert not SignedPaper.objects.exists()


def test_the_clerk_has_no_door_on_the_screen(post, awarding):
    awarding.decision_drafted()
    told = {"number": "45", "decided_on": "03/02/2026", "signer_name": "Nông Văn Mẫu", "manner": "screen"}
    page = post("clerk", "commendation_decision_issue", told)
    assert page.status_code == 422
    assert "Mục đã chọn không còn" in page.text


def test_a_refused_record_leaves_no_signed_paper_behind(post, awarding):
    awarding.decision_drafted()
    told = {"number": "45", "decided_on": "19/01/2026", "signer_name": "Nông Văn Mẫu", "manner": "recorded"}
    assert post("clerk", "commendation_decision_issue", told).status_code == 422
    assert not SignedPaper.objects.exists()


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("commendation_proposal_draft", "clerk"),
        ("commendation_proposal_draft", "chair"),
        ("commendation_decision_draft", "clerk"),
        ("commendation_decision_issue", "accountant"),
        ("commendation_decision_issue", "inspector"),
    ],
)
def test_who_may_not_gets_403(post, awarding, name, who):
    awarding.decision_drafted()
    assert post(who, name, {"rate": "full"}).status_code == 403


def test_a_second_click_is_told_plainly(post, awarding):
    awarding.decided()
    told = {"number": "45", "decided_on": "03/02/2026", "signer_name": "Nông Văn Mẫu", "manner": "screen"}
    page = post("chair", "commendation_decision_issue", told)
    assert page.status_code == 409
    assert "đã chuyển bước" in page.text
    assert Award.objects.count() == 3


def test_a_mislabelled_scan_is_refused_and_nothing_is_kept(post, awarding):
    decision = awarding.decided()
    scan = BytesIO(b"day khong phai la pdf")
    scan.name = "ban-ky.pdf"
    page = post("clerk", "commendation_decision_file", {"file": scan})
    assert page.status_code == 422
    decision.refresh_from_db()
    assert decision.signed_file is None


def test_ticked_rows_are_handed_over_and_paid_by_whom_it_concerns(post, awarding):
    awarding.decided()
    keys = [str(awarding.award(key).pk) for key in ("teacher", "vice")]
    assert post("officer", "commendation_award_hand_over", {"on": "05/02/2026"}).status_code == 422
    page = post(
        "officer",
        "commendation_award_hand_over",
        {"awards": keys, "on": "01/02/2026", "received_by": "Bà Hai"},
    )
    assert page.status_code == 422
    assert "trước ngày quyết định" in page.text
    assert "Bà Hai" in page.text
    assert page.text.count(" checked") == 2
    told = {"awards": keys, "on": "05/02/2026"}
    assert post("officer", "commendation_award_pay", told).status_code == 403
    assert post("accountant", "commendation_award_hand_over", told).status_code == 403
    assert post("officer", "commendation_award_hand_over", told).status_code == 302
    assert post("accountant", "commendation_award_pay", told).status_code == 302
    assert Award.objects.filter(handed_over_on=NOW.date(), paid_on=NOW.date()).count() == 2


@pytest.mark.parametrize(
    ("who", "sees"), [("officer", True), ("accountant", True), ("member", False), ("teacher", False)]
)
def test_money_is_not_everybodys(sign_in, awarding, who, sees):
    awarding.decided()
    client = sign_in(who)
    assert ("710.000" in client.get(url("commendation_awards", awarding)).text) is sees
    assert ("710.000" in client.get(reverse("award_page", args=(awarding.award().pk,))).text) is sees
    assert (client.get(url("commendation_award_money", awarding, kind="xlsx")).status_code == 200) is sees


def test_the_money_list_shows_accounts_to_the_accountant_alone(sign_in, awarding):
    awarding.decided()
    operations.set_account(awarding.act("accountant"), award=awarding.award(), account="0123456789 NHNN")
    for who, there in (("accountant", True), ("officer", False)):
        book = openpyxl.load_workbook(
            BytesIO(sign_in(who).get(url("commendation_award_money", awarding, kind="xlsx")).content)
        )
        text = str(list(book.worksheets[0].iter_rows(values_only=True)))
        assert ("0123456789" in text) is there
        assert "2830000" in text
    page = reverse("award_page", args=(awarding.award().pk,))
    assert "0123456789" in sign_in("accountant").get(page).text
    for who in ("officer", "chair", "inspector", "teacher"):
        assert "0123456789" not in sign_in(who).get(page).text


def test_the_register_keeps_its_queries_and_exports_what_was_found(sign_in, awarding):
    awarding.decided()
    client = sign_in("inspector")
    address = reverse("award_register")
    client.get(address)
    Award.objects.filter(order__gt=1).update(cancelled_on=NOW.date(), cancel_ground="x", cancel_document="y")
    with CaptureQueriesContext(connection) as one:
        assert client.get(f"{address}?tinh_trang=held").text.count('<th scope="row">') == 1
    with CaptureQueriesContext(connection) as three:
        assert client.get(f"{address}?nam=2026").text.count('<th scope="row">') == 3
    assert len(one) == len(three)
    book = openpyxl.load_workbook(
        BytesIO(client.get(f"{reverse('award_register_file', args=('xlsx',))}?q=phuong+thao").content)
    )
    rows = [row for row in book.worksheets[0].iter_rows(values_only=True) if row[0] == 1]
    assert [row[2] for row in rows] == ["Bà Nguyễn Thị Hồng Phương Thảo Mẫu"]
    assert "Không tìm thấy dòng nào" in client.get(f"{address}?q=khongco").text
    bound = client.get(f"{reverse('award_register_file', args=('docx',))}?nam=2026")
    table = docx.Document(BytesIO(bound.content)).tables[-1]
    assert len(table.columns) == 12
    assert [row.cells[1].text for row in table.rows[1:]] == ["1", "2", "3"]
    assert "45/QĐ-UBND, 03/02/2026" in table.rows[1].cells[6].text.replace("\N{NO-BREAK SPACE}", " ")
    assert "Hủy theo y" in table.rows[2].cells[11].text


def test_the_awards_page_keeps_its_queries(sign_in, awarding):
    decision = awarding.decided()
    client = sign_in("officer")
    address = url("commendation_awards", awarding)
    client.get(address)
    with CaptureQueriesContext(connection) as three:
        client.get(address)
    Award.objects.filter(decision=decision, order__gt=1).delete()
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    assert len(one) == len(three)


# -- the public page -----------------------------------------------------------------------------------------

PERSONAL = ("CB0", "0123456789", "710.000", "Giàng A Thử", "người nhận", "Ngày sinh")


def test_anybody_confirms_a_certificate_and_reads_nothing_personal(client, awarding):
    awarding.decided()
    operations.set_account(awarding.act("accountant"), award=awarding.award(), account="0123456789 NHNN")
    operations.hand_over(
        awarding.act("officer"), award=awarding.award(), on=NOW.date(), received_by="Giàng A Thử"
    )
    code = awarding.award().check_code
    answer = client.get(reverse("certificate_ask"), {"ma": code.lower().replace("-", " ")})
    assert answer.url == reverse("certificate_check", args=(code,))
    page = client.get(answer.url)
    assert page.status_code == 200
    for told in (
        "Giấy khen có thật",
        "Bà Nguyễn Thị Hồng Phương Thảo Mẫu",
        "Giáo viên, Trường Mầm non Nà Mây",
        "45/QĐ-UBND",
        "03/02/2026",
        "Ủy ban nhân dân xã Nà Mây",
    ):
        assert told in page.text
    assert [word for word in PERSONAL if word in page.text] == []


def test_a_cancelled_award_is_told_with_its_ground(client, awarding):
    awarding.decided()
    awarding.cancel(awarding.award())
    page = client.get(reverse("certificate_check", args=(awarding.award().check_code,))).text
    assert "Đã hủy" in page
    assert (
        "làm giả giấy tờ để đề nghị khen thưởng (Luật Thi đua, khen thưởng 06/2022/QH15, Điều 93 khoản 2)"
        in page
    )
    assert "Giấy khen có thật" not in page
    assert "Kết luận số 03" not in page


@pytest.mark.parametrize("code", ["7K2M-0QXD-P9AB", "abc", "'; drop table", "x" * 300])
def test_a_code_that_nobody_has_is_answered_plainly(client, awarding, code):
    awarding.decided()
    page = client.get(reverse("certificate_check", args=(code,)))
    assert page.status_code == 404
    assert "Không có giấy khen nào mang mã này" in page.text


def test_the_form_refuses_what_is_no_code_and_what_is_forged(client, awarding):
    from thidua.commendations import codes  # noqa: PLC0415 - beside its one use

    awarding.decided()
    award = awarding.award()
    fields = (award.check_code, award.name, award.form, "45/QĐ-UBND", "2026-02-03")
    good = codes.signed_text(award.signature, *fields)
    address = reverse("certificate_ask")
    assert client.get(address).status_code == 200
    assert client.get(address, {"ma": good}).url == reverse("certificate_check", args=(award.check_code,))
    link = f"https://thidua.example/xac-nhan/{award.check_code}/"
    assert client.get(address, {"ma": link}).url == reverse("certificate_check", args=(award.check_code,))
    for typed, sentence in (
        (good.replace("Mẫu", "Khác"), "không mang chữ ký đúng"),
        ("7K2M", "Mã chưa đúng"),
        ("", "Hãy nhập mã in ở chân giấy khen"),
    ):
        page = client.get(address, {"ma": typed})
        assert page.status_code == 422
        assert sentence in page.text
    line = audit.line_of(Entry.objects.get(actor_id="public"))  # of what was typed it holds the code alone
    assert line.who == "Người xem trang công khai"
    assert line.what.endswith(f"Nội dung quét mang mã có thật nhưng chữ ký sai: {award.check_code}.")
    assert "Khác" not in line.what
    for at in range(40):
        client.get(reverse("certificate_check", args=(f"7K2M-0QXD-P9{at:02d}",)))
    assert Entry.objects.filter(actor_id="public").count() == 30  # the journal is not theirs to fill


def test_a_draft_has_no_code_to_confirm(client, awarding):
    decision = awarding.decided()
    code = awarding.award().check_code
    Decision.objects.filter(pk=decision.pk).update(state="draft")
    assert client.get(reverse("certificate_check", args=(code,))).status_code == 404


# -- the look ------------------------------------------------------------------------------------------------


def picture(kind="PNG", size=(400, 400), name="quoc-huy.png"):
    content = BytesIO()
    Image.new("RGB", size, "red").save(content, kind)
    content.seek(0)
    content.name = name
    return content


def test_the_emblem_is_judged_kept_and_printed(sign_in, awarding):
    client = sign_in("admin")
    address = reverse("certificate_look")
    assert "chưa có Quốc huy" in client.get(address).text
    assert client.get(reverse("certificate_look_emblem")).status_code == 404
    page = client.post(address, {"emblem": picture(size=(100, 100))})
    assert page.status_code == 422
    assert "sẽ vỡ nét" in page.text
    wrong = BytesIO(b"<svg onload='x'/>")
    wrong.name = "quoc-huy.png"
    assert client.post(address, {"emblem": wrong}).status_code == 422
    assert client.post(address, {"emblem": picture(), "print_codes": "on"}).status_code == 302
    assert CertificateLook.objects.get().emblem.media_type == "image/png"
    assert client.get(reverse("certificate_look_emblem")).headers["Content-Type"] == "image/png"
    sample = pypdfium2.PdfDocument(client.get(reverse("certificate_look_sample")).content)
    assert "MẪU" in sample[0].get_textpage().get_text_range()
    for who in ("clerk", "member"):
        assert sign_in(who).get(address).status_code == 403


def test_another_movement_of_the_commune_stands_in_the_same_register(sign_in, awarding):
    awarding.decided()
    other = build_awarding(awarding.cast, title="Phong trào thi đua khác năm 2025")
    assert sign_in("officer").get(url("commendation_awards", other)).status_code == 200
    assert "Chưa có quyết định khen thưởng" in sign_in("officer").get(url("commendation_awards", other)).text
    assert sign_in("officer").get(reverse("award_register")).text.count('<th scope="row">') == 3
