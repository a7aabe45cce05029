"""The two doors of an act: what is asked of the signed paper and when; which files a signed copy may be."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string
from docx import Document

from thidua.base.errors import RefusedError
from thidua.documents import doors
from thidua.documents.forms import SignedPaperForm

WRONG_DAY = {"signed-manner": "screen", "signed-signed_on": "hôm nay"}


def shown(form):
    return render_to_string("documents/_signed.html", {"signed_form": form})


def test_a_signed_paper_is_asked_for_only_where_the_act_rests_on_it():
    assert SignedPaperForm({"signed-manner": "screen"}).is_valid()
    form = SignedPaperForm({"signed-manner": "recorded"})
    assert not form.is_valid()
    assert set(form.errors) == {"signed_on", "signer_name"}
    assert SignedPaperForm(WRONG_DAY).is_valid()  # what nobody sees holds nothing up
    assert not SignedPaperForm(WRONG_DAY | {"signed-manner": "entered"}).is_valid()


def test_its_fields_stand_under_a_head_that_says_when_they_count():
    both, only = shown(SignedPaperForm()), shown(SignedPaperForm(may_act=False))
    assert "Khi theo văn bản đã ký" in both
    for name in SignedPaperForm.asked:
        assert not SignedPaperForm().fields[name].required
        assert SignedPaperForm(may_act=False).fields[name].required
    assert 'value="screen"' not in only
    assert "Khi theo văn bản đã ký" not in only


@pytest.mark.parametrize(("name", "kind"), [("ban-ky.docx", "word"), ("ban-ky.txt", "text")])
@pytest.mark.django_db
def test_a_signed_copy_is_a_pdf_or_a_picture_and_the_refusal_says_so(cast, name, kind):
    held = io.BytesIO()
    Document().save(held)
    content = held.getvalue() if kind == "word" else "Quyết định".encode()
    upload = SimpleUploadedFile(name, content)
    with pytest.raises(RefusedError) as refused:
        doors.keep_upload(cast.act("officer"), upload, field="scan", signed=True)
    sentence = refused.value.faults["scan"]
    assert f"{name}” không phải PDF hay ảnh" in sentence
    assert "Excel" not in sentence
