"""The screens: who gets which page, what a wrong input answers, how many queries a list costs."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import openpyxl
import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.scoring.conftest import APPRAISAL_DAY
from thidua.documents.models import SignedPaper, StoredFile
from thidua.organizations import operations as organizations
from thidua.scoring import operations
from thidua.scoring.models import Adjustment, Campaign, CriteriaSet, Draft, Evidence, EvidenceLink, Sheet
from thidua.scoring.queries import shipped_sets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_scoring_day")]
EVERYBODY = (
    "officer",
    "chair",
    "vice",
    "head",
    "member",
    "school_head",
    "teacher",
    "inspector",
    "admin",
    "stranger",
)


@pytest.fixture
def late(monkeypatch):
    """The clock of the views stands on the day of the appraisal."""
    monkeypatch.setattr("thidua.base.clock.now", lambda: APPRAISAL_DAY)


def of(scoring, name, *more, key="office"):
    return reverse(name, args=(scoring.movement.pk, scoring.sheets[key].pk, *more))


def statuses(sign_in, url, people=EVERYBODY):
    return {who: sign_in(who).get(url).status_code for who in people}


def test_the_list_is_for_everybody_but_the_administrator_and_the_stranger(scoring, sign_in):
    for name in ("scoring_sheets", "scoring_ranking", "scoring_sheets_excel", "scoring_ranking_excel"):
        found = statuses(
            sign_in, reverse(name, args=(scoring.movement.pk,)), ("officer", "member", "admin", "stranger")
        )
        assert found == {"officer": 200, "member": 200, "admin": 404, "stranger": 404}, name


@pytest.mark.parametrize(
    ("name", "allowed", "hidden"),
    [
        (
            "scoring_sheet",
            {"officer", "chair", "vice", "head", "member", "teacher", "inspector"},
            {"school_head"},
        ),
        ("scoring_sheet_fill", {"officer", "head"}, {"school_head"}),
        ("scoring_sheet_submit", {"officer", "head"}, {"school_head"}),
    ],
)
def test_who_gets_the_pages_of_a_sheet(scoring, sign_in, name, allowed, hidden):
    for who, status in statuses(sign_in, of(scoring, name)).items():
        expected = 200 if who in allowed else 404 if who in {"admin", "stranger", *hidden} else 403
        assert status == expected, who


def test_who_gets_the_pages_of_a_sent_sheet(scoring, sign_in, late):
    scoring.send("office", "head")
    for name, allowed in (
        ("scoring_sheet_appraise", {"vice", "teacher", "officer"}),
        ("scoring_sheet_return", {"vice", "teacher", "officer"}),
        ("scoring_sheet_recall", {"head", "officer"}),
        ("scoring_sheet_adjust", {"vice", "teacher", "officer"}),
    ):
        for who, status in statuses(sign_in, of(scoring, name)).items():
            expected = 200 if who in allowed else 404 if who in {"admin", "stranger", "school_head"} else 403
            assert status == expected, (name, who)


def test_a_list_costs_the_same_queries_for_one_and_for_many_rows(scoring, sign_in):
    client = sign_in("officer")
    url = reverse("scoring_sheets", args=(scoring.movement.pk,))

    def count(query=""):
        with CaptureQueriesContext(connection) as caught:
            page = client.get(url + query)
        return len(caught), page.content.decode().count('data-label="Tình trạng"')

    client.get(url)
    one = count("?q=mam+non")
    assert one[1] == 1
    for number in range(60):
        unit = organizations.add_unit(
            scoring.act("officer"),
            name=f"Trường Tiểu học số {number}",
            code=f"TH{number}",
            level="office",
            parent=scoring.cast.commune,
            valid_from=date(2025, 1, 1),
            block="B",
        )
        operations.add_unit_sheets(scoring.act("officer"), campaign=scoring.campaign, units=[unit])
    many = count()
    assert many == (one[0], 50)


def test_the_list_is_searched_without_marks_and_filtered(scoring, sign_in):
    client = sign_in("officer")
    scoring.send("school", "school_head")
    url = reverse("scoring_sheets", args=(scoring.movement.pk,))
    assert "Trường Mầm non" in client.get(url, {"q": "mam non"}).content.decode()
    page = client.get(url, {"state": "submitted"}).content.decode()
    assert "Trường Mầm non" in page
    assert "Phòng Văn hóa - Xã hội</a>" not in page
    assert "Không có phiếu nào khớp." in client.get(url, {"q": "không có ai"}).content.decode()


def test_the_filtered_rows_go_to_excel(scoring, sign_in):
    scoring.send("school", "school_head")
    url = reverse("scoring_sheets_excel", args=(scoring.movement.pk,))
    book = openpyxl.load_workbook(BytesIO(sign_in("officer").get(url, {"state": "submitted"}).content))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    names = [row[1] for row in rows if row[0] == 1]
    assert names == ["Trường Mầm non Nà Mây"]
    assert next(row for row in rows if row[0] == 1)[6] == pytest.approx(100)


def test_a_cell_is_kept_as_it_is_left_and_tells_what_it_comes_to(scoring, sign_in):
    url = of(scoring, "scoring_cell", "self", "1.4")
    page = sign_in("head").post(
        url, {"1.4-numerator": "45", "1.4-denominator": "50"}, headers={"HX-Request": "true"}
    )
    text = page.content.decode()
    assert page.status_code == 200
    assert "Được 3,60 trên 4 điểm" in text
    assert "Đã lưu 10:00" in text
    assert "Đã xong <strong>1</strong> trên 18 tiêu chí" in text
    assert Draft.objects.get().given == {"numerator": "45", "denominator": "50"}


BAD_CELLS = [
    ("self", "1.4", {"numerator": "60", "denominator": "50"}, "không thể lớn hơn tổng số"),
    ("self", "1.4", {"numerator": "bốn lăm", "denominator": "50"}, "Hãy nhập một số, ví dụ 12,5."),
    ("self", "1.4", {"numerator": "-1", "denominator": "50"}, "Số không được nhỏ hơn 0."),
    ("self", "1.4", {"numerator": "NaN", "denominator": "50"}, "Hãy nhập một số, ví dụ 12,5."),
    (
        "self",
        "1.4",
        {"numerator": "9" * 30, "denominator": "50"},
        "Số quá dài: nhiều nhất 13 chữ số trước và 10 chữ số sau dấu phẩy.",
    ),
    ("self", "1.3", {"count": "1,5"}, "Hãy nhập một số nguyên, ví dụ 3."),
    ("self", "1.1", {"choice": "<script>"}, "Mục đã chọn không có trong tiêu chí này."),
]


@pytest.mark.parametrize(("round_", "leaf", "given", "sentence"), BAD_CELLS)
def test_a_bad_cell_gets_its_sentence_and_nothing_is_kept(scoring, sign_in, round_, leaf, given, sentence):
    data = {f"{leaf}-{name}": value for name, value in given.items()}
    page = sign_in("head").post(of(scoring, "scoring_cell", round_, leaf), data)
    assert page.status_code == 422
    assert sentence in page.content.decode()
    assert not Draft.objects.exists()


def test_points_above_the_maximum_are_refused_at_the_row(scoring, sign_in, late):
    scoring.send("office", "head")
    page = sign_in("vice").post(of(scoring, "scoring_cell", "appraisal", "1.1"), {"1.1-points": "2,5"})
    assert page.status_code == 422
    assert "Điểm 2,5 vượt quá điểm tối đa 2 của tiêu chí này." in page.content.decode()


def test_a_cell_of_a_sheet_that_was_sent_says_so(scoring, sign_in):
    scoring.send("office", "head")
    page = sign_in("head").post(of(scoring, "scoring_cell", "self", "1.3"), {"1.3-count": "1"})
    assert page.status_code == 409
    assert "đã chuyển bước" in page.content.decode()


def test_a_cell_that_is_not_there_is_not_found(scoring, sign_in):
    client = sign_in("head")
    assert client.post(of(scoring, "scoring_cell", "self", "7.2"), {}).status_code == 404
    assert client.post(of(scoring, "scoring_cell", "final", "1.1"), {}).status_code == 404
    assert sign_in("school_head").post(of(scoring, "scoring_cell", "self", "1.1"), {}).status_code == 404
    assert (
        sign_in("member")
        .post(of(scoring, "scoring_cell", "self", "1.1"), {"1.1-choice": "late_or_none"})
        .status_code
        == 403
    )


def test_without_a_script_one_button_keeps_all_rows(scoring, sign_in):
    url = of(scoring, "scoring_sheet_fill")
    data = {"1.1-choice": "within_15_days", "1.3-count": "1", "1.3-reason": "Quý II muộn", "do": "save"}
    page = sign_in("head").post(url, data)
    assert (page.status_code, page.url) == (302, url)
    assert Draft.objects.count() == 2
    shown = sign_in("head").get(url).content.decode()
    assert "Quý II muộn" in shown
    assert "Được 1,50 trên 2 điểm" in shown


def test_one_bad_row_keeps_everything_typed_and_stores_nothing(scoring, sign_in):
    data = {
        "1.3-count": "hai lần",
        "1.4-numerator": "45",
        "1.4-denominator": "50",
        "1.3-reason": "đang hỏi lại",
    }
    page = sign_in("head").post(of(scoring, "scoring_sheet_fill"), data)
    text = page.content.decode()
    assert page.status_code == 422
    assert "Hãy nhập một số nguyên, ví dụ 3." in text
    for typed in ('value="hai lần"', 'value="45"', "đang hỏi lại"):
        assert typed in text
    assert not Draft.objects.exists()


def test_sending_goes_by_a_page_that_names_what_is_missing(scoring, sign_in):
    client = sign_in("head")
    page = client.post(of(scoring, "scoring_sheet_fill"), {"1.3-count": "0", "do": "send"})
    assert page.url == of(scoring, "scoring_sheet_submit")
    text = client.get(page.url).content.decode()
    assert "Còn 17 tiêu chí chưa xong" in text
    refused = client.post(page.url)
    assert refused.status_code == 422
    assert "Còn 17 tiêu chí chưa chấm" in refused.content.decode()
    assert f'href="{of(scoring, "scoring_sheet_fill")}#row-1-4"' in refused.content.decode()
    scoring.fill("office", "head")
    sent = client.post(page.url)
    assert sent.url == of(scoring, "scoring_sheet")
    assert scoring.sheet("office").state == "submitted"
    assert client.post(page.url).status_code == 409, "a second click"


def test_the_officer_sends_for_a_unit_only_by_the_signed_paper(scoring, sign_in):
    scoring.fill("office", "officer")
    client, url = sign_in("officer"), of(scoring, "scoring_sheet_submit")
    assert client.post(url, {"signed-manner": "entered"}).status_code == 422
    data = {
        "signed-manner": "entered",
        "signed-signed_on": "11/11/2025",
        "signed-signer_name": "Triệu Văn Mẫu",
    }
    later = client.post(url, data | {"signed-signed_on": "20/11/2025"})
    assert later.status_code == 422
    assert "Ngày ký không thể sau hôm nay." in later.content.decode()
    assert not SignedPaper.objects.exists()
    scoring_draft = Draft.objects.filter(leaf__code="1.1")
    kept = scoring_draft.get()
    scoring_draft.delete()
    assert client.post(url, data).status_code == 422
    assert not SignedPaper.objects.exists(), "a refused sending leaves no signed paper behind"
    kept.save(force_insert=True)
    assert client.post(url, data).status_code == 302
    assert "Nhập thay theo" in client.get(of(scoring, "scoring_sheet")).content.decode()


def test_the_whole_way_from_appraisal_to_rank(scoring, sign_in, late):
    scoring.send("office", "head")
    scoring.appraise("office", leaf_1_5=({"points": "0"}, "Không có biên bản"))
    officer = sign_in("officer")
    asked = officer.post(
        of(scoring, "scoring_sheet_ask"),
        {"leaves": ["1.5"], "reason": "Thiếu biên bản kiểm tra", "due_on": "01/12/2025"},
    )
    assert asked.status_code == 302
    head = sign_in("head")
    page = head.get(of(scoring, "scoring_sheet_explain")).content.decode()
    assert "Thiếu biên bản kiểm tra" in page
    kept = head.post(of(scoring, "scoring_sheet_explain"), {"1.5-reason": "Biên bản ngày 05/6", "do": "send"})
    assert head.post(kept.url).status_code == 302
    vice = sign_in("vice")
    second = vice.post(
        of(scoring, "scoring_sheet_appraise"),
        {"1.5-choice": "once", "1.5-points": "", "1.5-reason": "Đã có biên bản", "do": "send"},
    )
    assert "Đã có biên bản" in vice.get(second.url).content.decode()
    assert vice.post(second.url).status_code == 302
    officer = sign_in("officer")
    assert "Điểm sẽ chốt" in officer.get(of(scoring, "scoring_sheet_finalize")).content.decode()
    assert officer.post(of(scoring, "scoring_sheet_finalize")).status_code == 302
    sheet = scoring.sheet("office")
    assert sheet.state == "finalized"
    text = officer.get(reverse("scoring_ranking", args=(scoring.movement.pk,))).content.decode()
    assert f"{sheet.final_total:.2f}".replace(".", ",") in text
    assert "<svg" in text
    assert "Biên bản ngày 05/6" in officer.get(of(scoring, "scoring_sheet")).content.decode()
    assert officer.post(of(scoring, "scoring_sheet_reopen"), {"reason": ""}).status_code == 422
    assert officer.post(of(scoring, "scoring_sheet_reopen"), {"reason": "Khiếu nại"}).status_code == 302


def test_steps_refuse_what_is_empty_or_late_and_keep_what_was_typed(scoring, sign_in, late):
    scoring.send("office", "head")
    client = sign_in("vice")
    page = client.post(
        of(scoring, "scoring_sheet_return"), {"reason": "Số liệu lệch", "due_on": "01/01/2020"}
    )
    assert page.status_code == 422
    assert "Hạn mới phải từ hôm nay trở đi." in page.content.decode()
    assert "Số liệu lệch" in page.content.decode()
    assert (
        client.post(of(scoring, "scoring_sheet_return"), {"reason": "x", "due_on": "01/12/2025"}).status_code
        == 302
    )
    assert client.get(of(scoring, "scoring_sheet_return")).status_code == 409


def test_bonus_is_given_on_its_page(scoring, sign_in, late):
    scoring.send("office", "head")
    client, url = sign_in("officer"), of(scoring, "scoring_sheet_adjust")
    assert client.post(url, {"code": "initiative", "count": "-1", "reason": "x"}).status_code == 422
    assert client.post(url, {"code": "initiative", "count": "1", "reason": "QĐ số 12"}).status_code == 302
    assert Adjustment.objects.get().count == 1
    assert "QĐ số 12" in client.get(of(scoring, "scoring_sheet")).content.decode()


def test_a_silent_unit_is_passed_over_on_its_page(scoring, sign_in, monkeypatch):
    scoring.send("office", "head")
    scoring.appraise("office")
    operations.ask_explanation(
        scoring.act("officer", APPRAISAL_DAY),
        sheet=scoring.sheet("office"),
        leaves=["1.1"],
        reason="x",
        due_on=date(2025, 11, 28),
    )
    monkeypatch.setattr("thidua.base.clock.now", lambda: APPRAISAL_DAY)
    client, url = sign_in("officer"), of(scoring, "scoring_sheet_end")
    assert "còn hạn giải trình" in client.post(url, {"reason": "Không trả lời"}).content.decode()
    monkeypatch.setattr("thidua.base.clock.now", lambda: APPRAISAL_DAY.replace(day=30))
    assert client.post(url, {"reason": "Không trả lời"}).status_code == 302


def test_a_sheet_is_recalled_on_its_page(scoring, sign_in):
    scoring.send("office", "head")
    assert sign_in("head").post(of(scoring, "scoring_sheet_recall")).url == of(scoring, "scoring_sheet_fill")
    assert scoring.sheet("office").state == "draft"


def pdf(pages=2):
    document = pypdfium2.PdfDocument.new()
    for _ in range(pages):
        document.new_page(300, 300)
    held = BytesIO()
    document.save(held)
    return held.getvalue()


def test_evidence_is_judged_by_its_content_kept_and_opened(scoring, sign_in):
    client, url = sign_in("head"), of(scoring, "scoring_evidence", "1.1")
    page = client.post(
        url,
        {"page": "trang 1", "file": SimpleUploadedFile("Kế hoạch “05”.pdf", pdf()), "title": "", "link": ""},
    )
    assert page.status_code == 302, page.content.decode()
    evidence = Evidence.objects.get()
    assert (evidence.title, evidence.file.pages, evidence.file.kind) == ("Kế hoạch “05”", 2, "pdf")
    assert "trang 1" in client.get(url).content.decode()
    answer = client.get(reverse("scoring_evidence_file", args=(evidence.pk,)))
    assert answer.content == pdf() or answer.content.startswith(b"%PDF")
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    for who, status in (
        ("officer", 200),
        ("vice", 200),
        ("inspector", 200),
        ("school_head", 404),
        ("admin", 404),
        ("stranger", 404),
    ):
        assert (
            sign_in(who).get(reverse("scoring_evidence_file", args=(evidence.pk,))).status_code == status
        ), who


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("rong.pdf", b""),
        ("chuong-trinh.pdf", b"MZ\x90\x00" + b"\0" * 200),
        ("trang.pdf", b"<html><script>alert(1)</script></html>"),
        ("anh.docx", pdf()),
    ],
)
def test_what_is_no_evidence_file_gets_a_sentence_and_nothing_is_kept(scoring, sign_in, name, content):
    page = sign_in("head").post(
        of(scoring, "scoring_evidence", "1.1"),
        {"title": "Kế hoạch", "page": "trang 9", "link": "", "file": SimpleUploadedFile(name, content)},
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert 'class="fault"' in text
    assert 'value="Kế hoạch"' in text
    assert 'value="trang 9"' in text
    assert not Evidence.objects.exists()
    assert not StoredFile.objects.exists()


def test_evidence_that_is_there_already_is_used_again_and_taken_off(scoring, sign_in):
    client = sign_in("head")
    client.post(
        of(scoring, "scoring_evidence", "1.1"), {"title": "Sổ theo dõi", "link": "https://naymay.gov.vn/so"}
    )
    evidence = Evidence.objects.get()
    url = of(scoring, "scoring_evidence", "1.3")
    assert (
        client.post(url, {"do": "use", "use-evidence": evidence.pk, "use-page": "mục 2"}).status_code == 302
    )
    link = EvidenceLink.objects.get(leaf__code="1.3")
    assert client.post(of(scoring, "scoring_evidence_unlink", link.pk)).status_code == 302
    assert EvidenceLink.objects.filter(removed_at=None).count() == 1
    assert client.post(url, {"do": "use", "use-evidence": "999"}).status_code == 422
    bad = client.post(url, {"title": "x", "link": "javascript:alert(1)"})
    assert "bắt đầu bằng http://" in bad.content.decode()
    assert client.get(of(scoring, "scoring_evidence", "7.2")).status_code == 404
    assert sign_in("inspector").get(url).status_code == 403


def test_common_figures_are_entered_for_all_units_on_one_page(scoring, sign_in):
    client, url = sign_in("officer"), reverse("scoring_figures", args=(scoring.movement.pk,))
    office, school = scoring.sheets["office"].pk, scoring.sheets["school"].pk
    wrong = {
        "leaf": "8.1",
        f"s{office}-numerator": "38",
        f"s{office}-denominator": "40",
        f"s{school}-numerator": "x",
    }
    page = client.post(url, wrong)
    assert page.status_code == 422
    assert 'value="38"' in page.content.decode()
    assert not Draft.objects.exists()
    right = wrong | {f"s{school}-numerator": "35", f"s{school}-denominator": "36"}
    assert client.post(url, right).status_code == 302
    assert Draft.objects.filter(round="appraisal").count() == 2
    assert "Được 3,80 trên 4 điểm" in client.get(url, {"leaf": "8.1"}).content.decode()
    assert sign_in("head").get(url).status_code == 403


def test_the_officer_opens_the_scoring_on_its_page(scoring, sign_in):
    Sheet.objects.all().delete()
    Campaign.objects.all().delete()
    url = reverse("scoring_open", args=(scoring.movement.pk,))
    assert sign_in("head").get(url).status_code == 403
    assert sign_in("stranger").get(url).status_code == 404
    assert (
        "Chưa mở chấm điểm."
        in sign_in("head").get(reverse("scoring_sheets", args=(scoring.movement.pk,))).content.decode()
    )
    client = sign_in("officer")
    data = {
        "unit_set": scoring.campaign.unit_set_id,
        "individual_set": scoring.campaign.individual_set_id,
        "self_score_due": "25/11/2025",
        "appraisal_due": "20/11/2025",
        "explanation_days": "3",
        "second_appraisal": "on",
    }
    page = client.post(url, data)
    assert page.status_code == 422
    assert "Hạn thẩm định phải từ hạn tự chấm trở đi." in page.content.decode()
    assert 'value="20/11/2025"' in page.content.decode()
    assert not Campaign.objects.exists()
    assert client.post(url, data | {"appraisal_due": "05/12/2025"}).status_code == 302
    assert Campaign.objects.get().sheets.count() == 3


def test_the_days_move_on_their_page(scoring, sign_in):
    client, url = sign_in("officer"), reverse("scoring_days", args=(scoring.movement.pk,))
    data = {"self_score_due": "28/11/2025", "appraisal_due": "08/12/2025", "reason": ""}
    assert client.post(url, data).status_code == 422
    assert client.post(url, data | {"reason": "Mưa lũ"}).status_code == 302
    assert Campaign.objects.get().self_score_due == date(2025, 11, 28)


def test_a_set_is_loaded_looked_at_and_dropped(cast, sign_in):
    client, url = sign_in("officer"), reverse("scoring_sets")
    assert "Chưa có bộ tiêu chí nào." in client.get(url).content.decode()
    assert client.post(url, {}).status_code == 422
    bad = client.post(url, {"file": SimpleUploadedFile("bo.yaml", b"code: [")})
    assert "không đúng cách viết YAML ở dòng" in bad.content.decode()
    assert client.post(url, {"file": SimpleUploadedFile("bo.yaml", b"\xff\xfe\x00")}).status_code == 422
    assert not CriteriaSet.objects.exists()
    page = client.post(url, {"shipped": "commune-units-2025"})
    assert page.status_code == 302
    text = client.get(page.url).content.decode()
    assert "Hồ sơ giải quyết đúng và trước hạn" in text
    assert "Tỷ lệ đạt × 8 điểm; dưới 90\u00a0%: 0 điểm." in text
    assert sign_in("head").post(url, {"shipped": "commune-units-2025"}).status_code == 403
    assert sign_in("stranger").get(page.url).status_code == 404
    row = CriteriaSet.objects.get()
    assert sign_in("head").post(reverse("scoring_set_drop", args=(row.pk,))).status_code == 403
    assert sign_in("officer").post(reverse("scoring_set_drop", args=(row.pk,))).status_code == 302
    assert not CriteriaSet.objects.exists()


def test_a_shipped_set_is_downloaded_as_it_is(cast, sign_in):
    client = sign_in("officer")
    answer = client.get(reverse("scoring_set_file", args=("commune-units-2025",)))
    assert answer.content.decode() == shipped_sets()["commune-units-2025"].text
    assert client.get(reverse("scoring_set_file", args=("passwd",))).status_code == 404


def test_individuals_are_ranked_only_for_who_reads_the_authority(scoring, sign_in):
    person = scoring.cast.people["clerk"]
    operations.open_individual_sheets(scoring.act("officer"), campaign=scoring.campaign, persons=[person])
    url = reverse("scoring_ranking", args=(scoring.movement.pk,))
    assert person.name in sign_in("officer").get(url, {"kind": "person"}).content.decode()
    assert (
        person.name
        not in sign_in("school_head").get(url, {"kind": "person"}).content.decode().split("</aside>")[-1]
    )


def test_the_ranking_goes_to_excel_with_its_areas(scoring, sign_in, late):
    scoring.send("office", "head")
    scoring.appraise("office")
    sheet = scoring.settle("office")
    book = openpyxl.load_workbook(
        BytesIO(sign_in("officer").get(reverse("scoring_ranking_excel", args=(scoring.movement.pk,))).content)
    )
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    line = next(row for row in rows if row[1] == sheet.subject.name)
    assert Decimal(str(line[-5])) == sheet.final_total.quantize(Decimal("0.01"))
    assert any(row[0] and str(row[0]).startswith("III: ") for row in rows)
