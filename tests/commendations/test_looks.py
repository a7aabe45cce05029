"""The look of certificates: boxes on a blank, the printer's offset, certificates printed anew."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse

from thidua.base.errors import NotAllowedError, RefusedError
from thidua.commendations import choices, operations
from thidua.commendations.models import CertificateLook, Reissue
from thidua.documents.paper import Box


def boxes(**changes):
    sent = {"on_blank": "on"}
    for box in choices.USUAL_BOXES:
        sent |= {f"{box['field']}-{name}": str(value) for name, value in box.items() if name != "field"}
        sent[f"{box['field']}-use"] = "on"
    return {name: value for name, value in (sent | changes).items() if value is not None}


def test_boxes_are_measured_seen_and_printed(sign_in, awarding):
    awarding.decided()
    client = sign_in("officer")
    sent = boxes(**{"name-top": "100,5", "check-use": None})
    shown = client.get(reverse("certificate_look_preview"), sent)
    assert "data:image/png;base64," in shown.text
    assert client.post(reverse("certificate_look_blank"), sent).status_code == 302
    look = CertificateLook.objects.get()
    assert (look.on_blank, look.boxes[0]["top"]) == (True, 100.5)
    page = client.get(reverse("certificate_look"))
    assert 'value="100,5"' in page.text
    key = {"movement_id": awarding.movement.pk}
    client.post(reverse("commendation_award_certificates", kwargs=key))
    printed = client.get(reverse("commendation_award_certificates", kwargs=key)).content
    text = pypdfium2.PdfDocument(printed)[1].get_textpage().get_text_range()
    assert "PHƯƠNG THẢO" in text.replace("\xa0", " ")
    assert "CỘNG HÒA" not in text


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name-left": "200"}, "vượt mép giấy"),
        ({"merit-height": "2"}, "quá thấp cho một dòng đọc được: ít nhất 4,8 mm"),
        ({"merit-width": "rộng"}, "Hãy nhập một số"),
        ({"name-use": None}, "ít nhất ô ghi tên"),
    ],
)
def test_wrong_boxes_are_told_in_place_and_stay_typed(sign_in, change, sentence):
    answer = sign_in("officer").post(reverse("certificate_look_blank"), boxes(**change))
    assert answer.status_code == 422
    assert sentence in answer.text
    for value in filter(None, change.values()):
        assert f'value="{value}"' in answer.text
    assert not CertificateLook.objects.exists()


def test_the_offset_is_what_was_measured_against_the_mark(sign_in):
    client = sign_in("admin")
    told = client.post(reverse("certificate_look_shift"), {"left": "42,5", "top": "39"})
    assert told.status_code == 302
    look = CertificateLook.objects.get()
    assert (str(look.shift_left), str(look.shift_top)) == ("-2.5", "1.0")
    assert client.get(reverse("certificate_look_printer")).content.startswith(b"%PDF")
    refused = client.post(reverse("certificate_look_shift"), {"left": "80", "top": "39"})
    assert "cỡ thật (100%)" in refused.text


def test_only_who_keeps_the_look_sets_it(cast):
    box = Box("name", 40, 90, 200, 16, 20)
    for who in ("clerk", "chair", "member", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.set_blank(cast.act(who), authority=cast.commune, on_blank=True, boxes=[box])
        with pytest.raises(NotAllowedError):
            operations.set_shift(cast.act(who), authority=cast.commune, left=40, top=40)


def test_a_certificate_is_printed_anew_and_the_register_notes_it(sign_in, awarding):
    awarding.decided()
    award = awarding.award()
    client = sign_in("officer")
    where = reverse("award_reissue", args=(award.pk,))
    assert client.get(where).status_code == 200
    told = {"reason": "lost", "on": "04/02/2026", "note": "Đơn ngày 03/02/2026"}
    assert client.post(where, told).status_code == 302
    assert client.post(where, told).status_code == 409  # pressed twice
    page = client.get(reverse("award_page", args=(award.pk,))).text
    assert "Cấp đổi lần 1 ngày 04/02/2026: bị mất" in page
    assert "Lý do: Bị mất" in page
    assert "Cấp đổi lần 2" not in page
    pdf = client.get(reverse("award_certificate", args=(award.pk,))).content
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range().replace("\xa0", " ")
    assert "Cấp đổi lần 1, ngày 04 tháng 02 năm 2026" in text
    assert award.check_code in text
    book = openpyxl.load_workbook(BytesIO(client.get(reverse("award_register_file", args=("xlsx",))).content))
    assert any("Cấp đổi lần 1" in str(cell.value) for row in book.active for cell in row)


def test_what_cannot_be_printed_anew_is_refused(awarding):
    awarding.decided()
    award, act = awarding.award(), awarding.act("officer")
    for change in (
        {"reason": "vì thích"},
        {"on": act.on.replace(year=2027)},
        {"on": act.on.replace(month=1)},
    ):
        with pytest.raises(RefusedError):
            operations.reissue(act, award=award, **{"on": act.on, "reason": "lost"} | change)
    with pytest.raises(NotAllowedError):
        operations.reissue(awarding.act("clerk"), award=award, on=act.on, reason="lost")
    awarding.cancel(award)
    with pytest.raises(RefusedError):
        operations.reissue(act, award=award, on=act.on, reason="lost")
    assert not Reissue.objects.exists()


def test_each_certificate_as_a_file_of_its_own(sign_in, awarding):
    awarding.decided()
    answer = sign_in("officer").get(
        reverse("commendation_award_files", kwargs={"movement_id": awarding.movement.pk})
    )
    with ZipFile(BytesIO(answer.content)) as package:
        assert len(package.namelist()) == 3
        assert package.namelist()[1].endswith("NGUYỄN THỊ HỒNG PHƯƠNG THẢO MẪU.pdf")
    assert sign_in("member").get(answer.request["PATH_INFO"]).status_code == 403
