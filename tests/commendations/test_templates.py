"""Own Word forms of decision and letter: upload, look, use, and back to the built-in form."""

from io import BytesIO

import docx
import pypdfium2
import pytest
from django.urls import reverse

from tests.conftest import NOON
from tests.documents.test_word_template import WHOLE, form
from thidua.commendations.models import Decision
from thidua.documents import operations as documents
from thidua.documents import printing
from thidua.documents.models import WordTemplate
from thidua.documents.paper.forms import KINDS, sample
from thidua.documents.render.office import office


def named(content, name="mau.docx"):
    kept = BytesIO(content)
    kept.name = name
    return kept


def address(name, *more):
    return reverse(name, args=("QĐ", *more))


def test_an_own_form_is_looked_at_used_and_left_again(sign_in, awarding):
    client = sign_in("officer")
    starter = client.get(address("word_template_file", "mau-goc")).content
    assert "{{ phan_than }}" in "".join(
        paragraph.text for paragraph in docx.Document(BytesIO(starter)).paragraphs
    )
    own = form("MẪU RIÊNG CỦA XÃ", "{{ so_ky_hieu }}", "{{ noi_dung }}", "{{ nguoi_ky }}")
    assert client.post(address("word_template"), {"file": named(own)}).status_code == 302
    page = client.get(address("word_template")).text
    assert "MẪU RIÊNG CỦA XÃ" in page
    assert "Nguyễn Văn Mẫu" in page
    assert "{{ kinh_gui }}" in page
    assert client.get(address("word_template_file", "xem-thu")).content.startswith(b"PK")
    awarding.decision_drafted()
    told = {"number": "45", "decided_on": "03/02/2026", "signer_name": "Nông Văn Mẫu", "manner": "screen"}
    key = {"movement_id": awarding.movement.pk}
    assert sign_in("chair").post(reverse("commendation_decision_issue", kwargs=key), told).status_code == 302
    made = docx.Document(BytesIO(documents.content_of(Decision.objects.get().paper.docx)))
    lines = [paragraph.text for paragraph in made.paragraphs]
    assert lines[:2] == ["MẪU RIÊNG CỦA XÃ", "Số: 45/QĐ-UBND"]
    assert "Nông Văn Mẫu" in lines
    assert made.tables[-1].rows[0].cells[0].text == "STT"
    assert sign_in("officer").post(address("word_template_drop")).status_code == 302
    assert not WordTemplate.objects.exists()
    assert sign_in("officer").get(reverse("word_template_list")).text.count("Mẫu có sẵn") == len(KINDS)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (form(*WHOLE, "{{ luong_thang }}"), "trường mà phần mềm không có: luong_thang"),
        (form("{% import os %}"), "Mẫu có lệnh hoặc biểu thức"),
        (b"xin chao", "phải là tệp Word"),
    ],
)
def test_a_wrong_form_is_refused_plainly_and_the_old_one_stays(sign_in, content, sentence):
    page = sign_in("admin").post(address("word_template"), {"file": named(content)})
    assert (page.status_code, sentence in page.text) == (422, True)
    assert not WordTemplate.objects.exists()


def test_forms_are_the_officers_and_the_administrators(sign_in):
    for who in ("clerk", "chair", "member", "accountant"):
        assert sign_in(who).get(address("word_template")).status_code == 403
        assert sign_in(who).post(address("word_template_drop")).status_code == 403
    assert sign_in("officer").get(reverse("word_template", args=("XX",))).status_code == 404


def test_the_menu_marks_no_place_that_a_page_does_not_lie_in(sign_in):
    client = sign_in("officer")
    marked = {
        path: client.get(path).text.count('aria-current="page"')
        for path in (reverse("desk"), reverse("award_register"), reverse("word_template_list"))
    }
    assert list(marked.values()) == [2, 2, 0], marked


def text_of(pdf):
    pages = pypdfium2.PdfDocument(pdf)
    told = " ".join(page.get_textpage().get_text_range() for page in pages)
    return told.replace("\N{NO-BREAK SPACE}", " ")


def test_the_pdf_of_an_own_form_is_that_form_where_libreoffice_is_and_the_built_in_one_elsewhere(
    cast, monkeypatch
):
    own = form("MẪU RIÊNG CỦA XÃ", *WHOLE)
    key = cast.commune.pk
    documents.set_template(cast.act("officer"), authority_id=key, kind="QĐ", content=own, name="mau.docx")

    def told():
        return text_of(printing.paper_bytes("pdf", sample("QĐ"), NOON, key))

    if office():
        printed = told()
        assert "MẪU RIÊNG CỦA XÃ" in printed
        assert "Bà Trần Thị B" in printed
    monkeypatch.setenv("PATH", "")
    assert office() is None
    assert "MẪU RIÊNG" not in told()
    assert "Nguyễn Văn Mẫu" in told()
