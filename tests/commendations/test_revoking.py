"""Cancelled on a legal ground by its own decision; certificate and money come back, each noted."""

from datetime import date, timedelta
from decimal import Decimal

import pypdfium2
import pytest
from django.urls import reverse

from tests.commendations.conftest import NOW
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.commendations import operations, papers, queries
from thidua.commendations.models import Award, Revocation
from thidua.documents import operations as documents
from thidua.documents.models import NumberTaken
from thidua.honours.models import AwardHeld

TOLD = {
    "ground": "false_papers",
    "conclusion": "Kết luận số 03/KL",
    "conclusion_on": NOW.date(),
    "conclusion_issuer": "Thanh tra tỉnh",
}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ground": "other"}, "ground"),
        ({"conclusion": " "}, "conclusion"),
        ({"conclusion_issuer": ""}, "conclusion_issuer"),
        ({"conclusion_on": NOW.date() + timedelta(days=1)}, "conclusion_on"),
    ],
)
def test_no_cancelling_without_a_legal_ground_and_its_conclusion(awarding, wrong, field):
    awarding.decided()
    with pytest.raises(RefusedError) as refused:
        operations.draft_revocation(awarding.act("officer"), award=awarding.award(), **(TOLD | wrong))
    assert field in refused.value.faults
    assert not Revocation.objects.exists()


def test_who_may_draft_and_who_may_issue(awarding):
    awarding.decided()
    award = awarding.award()
    for who in ("clerk", "accountant", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.draft_revocation(awarding.act(who), award=award, **TOLD)
    made = operations.draft_revocation(awarding.act("officer"), award=award, **TOLD)
    with pytest.raises(NotAllowedError):
        _issue(awarding, made, act=awarding.act("officer"))
    assert awarding.award().cancelled_on is None


def _issue(awarding, made, *, act=None, number="77", on=None):
    on = on or NOW.date()
    content = papers.revocation(made, on=on, number=number)
    if made.paper is None:
        operations.write_revocation(
            awarding.act("officer"), revocation=made, content=content, symbol="QĐ-UBND"
        )
    operations.issue_revocation(
        act or awarding.act("chair"),
        revocation=made,
        number=number,
        decided_on=on,
        signer_name="Nông Văn Mẫu",
        rendered=documents.Rendered(content, b"word", b"pdf"),
    )


def test_its_number_and_day_follow_what_stands(awarding):
    awarding.decided()
    made = operations.draft_revocation(awarding.act("officer"), award=awarding.award(), **TOLD)
    for number, on, sentence in (
        ("45", NOW.date(), "Số 45/QĐ-UBND đã dùng trong năm 2026: Quyết định về việc tặng Giấy khen"),
        ("77", date(2026, 2, 4), "trước ngày kết luận"),
        ("77", NOW.date() + timedelta(days=1), "sau hôm nay"),
    ):
        with pytest.raises(RefusedError, match=sentence):
            _issue(awarding, made, number=number, on=on)
        assert awarding.award().cancelled_on is None
        assert not NumberTaken.objects.filter(number="77").exists()


def test_all_that_went_out_comes_back_and_the_fund_counts_it(awarding):
    awarding.decided()
    act, pays = awarding.act("officer"), awarding.act("accountant")
    operations.hand_over(act, award=awarding.award(), on=NOW.date(), received_by="Bà Thử")
    operations.pay(pays, award=awarding.award(), on=NOW.date())
    award = awarding.cancel(awarding.award(), who="officer")
    assert AwardHeld.objects.get(subject=award.subject).cancelled_on == NOW.date()
    assert award.cancel_document.startswith("Quyết định số 77/QĐ-UBND ngày 05/02/2026; Kết luận số 03/KL")
    with pytest.raises(MovedOnError):
        operations.draft_revocation(act, award=award, **TOLD)
    with pytest.raises(MovedOnError):
        operations.hand_over(act, award=award, on=NOW.date(), received_by="")
    with pytest.raises(RefusedError, match="trước ngày hủy"):
        operations.recover_certificate(act, award=award, on=NOW.date() - timedelta(days=1))
    with pytest.raises(RefusedError, match=r"710\.000 đồng"):
        operations.recover_money(pays, award=award, on=NOW.date(), amount=Decimal(1))
    with pytest.raises(NotAllowedError):
        operations.recover_money(act, award=award, on=NOW.date(), amount=Decimal(710_000))
    operations.recover_certificate(act, award=award, on=NOW.date(), note="Bị mất, có biên bản")
    assert awarding.award().recovered_on is None
    awarding.cancel(awarding.award("school"), who="officer", number="78")  # never paid: nothing to recover
    year = queries.fund(awarding.cast.commune, 2026, NOW.date())
    assert (year.cancelled, year.cancelled_unpaid, year.paid) == (710_000 + 1_410_000, 1_410_000, 710_000)
    assert year.left == year.for_awards - year.decided + 1_410_000
    operations.recover_money(pays, award=award, on=NOW.date(), amount=Decimal(710_000))
    assert awarding.award().recovered_on == NOW.date()
    with pytest.raises(MovedOnError):
        operations.recover_money(pays, award=award, on=NOW.date(), amount=Decimal(710_000))
    fund = queries.fund(awarding.cast.commune, 2026, NOW.date())
    assert (fund.decided, fund.paid, fund.recovered) == (2_830_000, 710_000, 710_000)
    assert Entry.objects.filter(name="award.recovered").count() == 1


def test_nothing_to_recover_where_nothing_went_out(awarding):
    awarding.decided()
    award = awarding.cancel(awarding.award())
    with pytest.raises(RefusedError, match="chưa trao"):
        operations.recover_certificate(awarding.act("officer"), award=award, on=NOW.date())
    with pytest.raises(RefusedError, match="chưa chi"):
        operations.recover_money(
            awarding.act("accountant"), award=award, on=NOW.date(), amount=Decimal(710_000)
        )


def test_the_whole_way_by_its_page(sign_in, client, awarding):
    awarding.decided()
    key = awarding.award().pk
    Award.objects.filter(pk=key).update(handed_over_on=NOW.date(), paid_on=NOW.date(), received_by="x")
    where = reverse("award_cancel", args=(key,))
    assert sign_in("member").get(where).status_code == 403
    assert sign_in("stranger").get(where).status_code == 404
    told = {name: str(value) for name, value in TOLD.items()} | {"conclusion_on": "04/02/2026"}
    refused = sign_in("officer").post(where, told | {"conclusion": ""})
    assert refused.status_code == 422
    assert "Thanh tra tỉnh" in refused.text
    assert sign_in("officer").post(where, told).status_code == 302
    draft = sign_in("chair").get(reverse("award_cancel_paper", args=(key, "pdf"))).content
    text = " ".join(pypdfium2.PdfDocument(draft)[0].get_textpage().get_text_range().split())
    for words in (
        "Kết luận số 03/KL",
        "hủy bỏ khen thưởng",
        "về việc tặng Giấy khen cho",
        "710.000 đồng",
        "06/2022/QH15, Điều 93 khoản 2)",
    ):
        assert words in text
    issue = {
        "number": "77",
        "decided_on": "05/02/2026",
        "signer_name": "Nông Văn Mẫu",
        "manner": "screen",
        "confirm": "không",
    }
    post = reverse("award_cancel_issue", args=(key,))
    page = sign_in("chair").post(post, issue)
    assert (page.status_code, "Hãy gõ đúng chữ" in page.text) == (422, True)
    twice = issue | {"confirm": "hủy", "number": "45", "manner": "recorded"}
    assert sign_in("officer").post(post, twice).status_code == 422
    assert sign_in("chair").post(post, issue | {"confirm": "hủy"}).status_code == 302
    kept = sign_in("officer").get(reverse("award_cancel_paper", args=(key, "docx")))
    assert kept.content.startswith(b"PK")
    assert "Đã hủy" in client.get(reverse("certificate_check", args=(awarding.award().check_code,))).text
    page = sign_in("officer").get(reverse("award_page", args=(key,))).text
    assert "(đã trao ngày" in page  # the day is that of handing over
    book = sign_in("officer").get(reverse("award_register_file", args=("pdf",))).content
    book_text = pypdfium2.PdfDocument(book)[0].get_textpage().get_text_range()
    assert "ngày 05/02/2026" in book_text.replace("\xa0", " ")  # a day is not broken over two lines
    back = {"giay-on": "05/02/2026", "giay-note": ""}
    assert sign_in("officer").post(reverse("award_certificate_back", args=(key,)), back).status_code == 302
    money = reverse("award_money_back", args=(key,))
    wrong = sign_in("accountant").post(money, {"tien-on": "05/02/2026", "tien-amount": "1"})
    assert "710.000 đồng" in wrong.text
    assert (
        sign_in("accountant").post(money, {"tien-on": "05/02/2026", "tien-amount": "710000"}).status_code
        == 302
    )
    assert "Đã thu hồi xong" in sign_in("officer").get(where).text


def test_the_file_of_all_certificates_is_made_anew_without_the_cancelled(awarding):
    decision = awarding.decided()
    act = awarding.act("officer")
    stored = documents.store(act, content=b"%PDF-1.4 ca dot", name="giay-khen.pdf", kind="pdf")
    operations.attach_certificates(act, decision=decision, certificates=stored)
    awarding.cancel(awarding.award())
    decision.refresh_from_db()
    assert decision.certificates is None
