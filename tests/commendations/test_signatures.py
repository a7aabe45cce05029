"""The signed copy is filed with what its digital signatures say; roots are the administrator's."""

from io import BytesIO

import pytest
from django.urls import reverse

from tests.commendations.conftest import DECIDED_ON, PROPOSED_ON
from tests.documents.samples import AT
from tests.documents.signing import Made
from tests.documents.test_certificates import PERSON
from thidua.audit.models import Entry
from thidua.commendations import papers, queries
from thidua.commendations.models import Decision, Proposal
from thidua.documents import operations as documents
from thidua.documents.models import SignatureCheck, TrustedRoot
from thidua.documents.render import pdf
from thidua.documents.render.certificates import render


@pytest.fixture(scope="module")
def root():
    return Made("Ban Cơ yếu thử")


def named(content, name):
    kept = BytesIO(content)
    kept.name = name
    return kept


def test_the_signed_copy_says_who_signed_and_whether_that_can_be_trusted(sign_in, awarding, root):
    awarding.decided()
    key = {"movement_id": awarding.movement.pk}
    signed = Made("Nông Văn Mẫu", root).sign(render([PERSON], AT), root)
    told = {"file": named(signed, "ban-ky.pdf")}
    assert sign_in("clerk").post(reverse("commendation_decision_file", kwargs=key), told).status_code == 302
    here = reverse("commendation_decision", kwargs=key)
    page = sign_in("member").get(here).text
    assert "Nguyên vẹn từ khi ký" in page
    assert "Chưa kiểm tra được người ký" in page
    again = reverse("paper_signatures", args=(Decision.objects.get().paper_id,))
    assert sign_in("member").post(again).status_code == 403
    roots = reverse("root_certificates")
    assert sign_in("admin").post(roots, {"file": named(root.pem, "goc.pem")}).status_code == 302
    assert sign_in("clerk").post(again).status_code == 302
    page = sign_in("officer").get(here).text
    assert "thuộc chứng thư gốc đã cài" in page
    assert "thuộc chứng thư gốc đã cài" in sign_in("member").get(again.replace("chu-ky-so/", "")).text
    stored = SignatureCheck.objects.get().file
    assert stored.sha256 in page
    assert documents.content_of(stored) == signed
    assert Entry.objects.filter(name="file.signatures_checked").count() == 2


def test_the_signed_letter_and_the_wrong_copy_of_a_decision(sign_in, awarding):
    decision = awarding.decided()
    letter = Proposal.objects.get().paper
    here = reverse("paper_page", args=(letter.pk,))
    unsigned, photo, right = (render([PERSON] * number, AT) for number in (1, 2, 3))
    letter.pdf = documents.store(awarding.act("officer"), content=unsigned, name="61-TTr.pdf", kind="pdf")
    letter.save()
    own = {"file": named(unsigned, "chua-ky.pdf")}
    client = sign_in("clerk")
    page = client.post(here, own)
    assert (page.status_code, "chưa có chữ ký" in page.text) == (422, True)
    assert client.post(here, {"file": named(photo, "to-trinh.pdf")}).status_code == 302
    letter.refresh_from_db()
    assert (letter.state, documents.content_of(letter.signed)) == ("filed", photo)
    assert client.get(reverse("paper_signed", args=(letter.pk,))).content == photo
    step = reverse("commendation_decision_file", kwargs={"movement_id": awarding.movement.pk})
    assert client.post(step, {"file": named(photo, "nham.pdf")}).status_code == 302
    page = reverse("paper_page", args=(decision.paper_id,))
    assert "Lý do" in client.post(page, {"file": named(right, "dung.pdf")}).text
    told = {"file": named(right, "dung.pdf"), "reason": "Lưu nhầm tờ trình"}
    assert sign_in("member").post(page, told).status_code == 403
    told["file"].seek(0)
    assert sign_in("officer").post(page, told).status_code == 302
    decision.refresh_from_db()
    assert decision.signed_file == decision.paper.signed
    assert documents.content_of(decision.signed_file) == right
    assert Entry.objects.filter(name="paper.signed_replaced").count() == 1


def test_a_signed_copy_that_bears_the_number_of_another_paper_is_told(sign_in, awarding):
    decision = awarding.decided()
    step = reverse("commendation_decision_file", kwargs={"movement_id": awarding.movement.pk})
    letter = pdf.render(awarding.proposal_paper(PROPOSED_ON, "12"), AT)
    page = sign_in("clerk").post(step, {"file": named(letter, "ban-ky.pdf")}, follow=True).text
    assert "ghi số 12/TTr-VHXH, còn văn bản này là số 45/QĐ-UBND" in page
    right = pdf.render(
        papers.decision(decision.proposal, queries.decided_lines(decision), on=DECIDED_ON, number="45"), AT
    )
    told = {"file": named(right, "dung.pdf"), "reason": "Lưu nhầm"}
    page = reverse("paper_page", args=(decision.paper_id,))
    assert "còn văn bản này" not in sign_in("officer").post(page, told, follow=True).text


def test_roots_are_the_administrators_and_read_before_they_are_trusted(sign_in, root):
    where = reverse("root_certificates")
    for who in ("officer", "clerk", "chair", "member"):
        assert sign_in(who).get(where).status_code == 403
    client = sign_in("admin")
    for content, sentence in (
        (b"xin chao", "không phải tệp chứng thư số"),
        (Made("Người", root).pem, "không phải chứng thư gốc"),
    ):
        page = client.post(where, {"file": named(content, "x.pem")})
        assert (page.status_code, sentence in page.text) == (422, True)
    assert client.post(where, {"file": named(root.pem, "goc.pem")}).status_code == 302
    assert "đã có" in client.post(where, {"file": named(root.pem, "goc.pem")}).text
    made = TrustedRoot.objects.get()
    assert "Ban Cơ yếu thử" in client.get(where).text
    remove = reverse("root_certificate_remove", args=(made.pk,))
    assert sign_in("officer").post(remove).status_code == 403
    assert sign_in("stranger").post(remove).status_code == 404
    assert "Ban Cơ yếu thử" not in sign_in("stranger").get(where).text
    assert sign_in("admin").post(remove).status_code == 302
    assert not TrustedRoot.objects.exists()
