"""A dossier goes up whole and comes back: in one installation, and on paper; levels that end keep their history."""

import hashlib
import re
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pypdfium2
import pytest
from django.urls import reverse
from PIL import Image

from tests.nominations.conftest import APPRAISAL_DAY
from thidua.accounts import operations as accounts
from thidua.accounts.models import User
from thidua.base.acts import SYSTEM, Act
from thidua.base.errors import NotAllowedError, RefusedError
from thidua.documents import operations as documents
from thidua.engine.flow import Role, StepRefusedError
from thidua.honours.models import AwardHeld
from thidua.nominations import operations, queries
from thidua.nominations.models import Forwarding
from thidua.organizations import operations as organizations
from thidua.organizations.models import UnitClosure
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import authority_above

DAY = APPRAISAL_DAY.date()
LETTER = {"number": "07", "dated_on": f"{DAY:%d/%m/%Y}", "signer_name": "Nông Văn Mẫu"}


@pytest.fixture(autouse=True)
def _day(monkeypatch):
    monkeypatch.setattr("thidua.base.clock.now", lambda: APPRAISAL_DAY)


@pytest.fixture
def upward(year):
    """The chair, whom the own chair may not award, pointed upward; a photo lies in the dossier."""
    year.grade("chair", "excellent")
    nomination = year.appraised("chair", unit=year.cast.commune)
    photo = BytesIO()
    Image.new("RGB", (60, 40), "red").save(photo, "PNG")
    act = year.act("officer", APPRAISAL_DAY)
    stored = documents.store(
        act, content=photo.getvalue(), name="anh.png", kind="image", media_type="image/png"
    )
    nomination.dossier.create(kind="other", title="Ảnh: hoạt động/2025", file=stored, added_at=act.at)
    operations.forward(act, nomination=nomination, reason="Thuộc thẩm quyền cấp trên")
    return nomination


@pytest.fixture
def province(year):
    """A province above the commune, with an officer of its own."""
    act = Act(actor=SYSTEM, at=APPRAISAL_DAY, source="test")
    made = organizations.add_superior(
        act,
        authority=year.cast.commune,
        name="Ủy ban nhân dân tỉnh Lào Mây",
        code="LM",
        level="province",
        valid_from=date(2020, 1, 1),
        place="Lào Mây",
        document="NQ 1",
    )
    user = accounts.open_account(
        act, username="tinh", display_name="Cán bộ tỉnh", password="mật khẩu thử 123"
    )
    organizations.grant_role(act, user=user, role=Role.OFFICER, unit=made, starts_on=date(2025, 1, 1))
    year.cast.users["province"] = user
    return made


def send(sign_in, nomination):
    where = reverse("nominations_send_up", args=(nomination.movement_id, nomination.pk))
    answer = sign_in("officer").post(where, LETTER)
    assert answer.status_code == 302, answer.text
    return Forwarding.objects.latest("pk")


def test_the_parcel_is_whole_and_bound_to_its_letter(upward, sign_in):
    made = send(sign_in, upward)
    assert made.receiver_name.startswith("Chủ tịch Ủy ban nhân dân")
    client = sign_in("officer")
    content = client.get(reverse("nominations_parcel", args=(made.pk, "zip"))).content
    with ZipFile(BytesIO(content)) as package:
        names = package.namelist()
        listed = package.read("MANIFEST.sha256")
        for line in listed.decode().splitlines():
            digest, _, name = line.partition("  ")
            assert hashlib.sha256(package.read(name)).hexdigest() == digest
        letter = package.read("Tờ trình.pdf")
        contents = package.read("00 Mục lục hồ sơ.pdf")
        for name in names[1:]:
            assert package.read(name).startswith(b"%PDF"), name
    check_on_the_other_machine(sign_in("stranger"), content)
    assert set(names) == {"MANIFEST.sha256", "Tờ trình.pdf"} | {
        line.partition("  ")[2] for line in listed.decode().splitlines()
    }
    assert "04 Ảnh hoạt động 2025.pdf" in names
    text = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(letter))
    squeezed = re.sub(r"[\s\ufffe\u200b-]", "", text)
    assert hashlib.sha256(listed).hexdigest() in squeezed
    assert "07/TTr-UBND" in text
    told = " ".join(text.replace("\xa0", " ").split())
    assert "đề nghị tặng Bằng khen cho" in told
    assert "Giấy khen" not in told
    assert "Luật Thi đua, khen thưởng số 06/2022/QH15" in told
    assert "TĐKT" not in told
    index = "".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(contents))
    assert "Báo cáo thành tích" in index.replace("\xa0", " ")


def check_on_the_other_machine(client, content):
    """Whoever receives the ZIP sees that it is whole, or what was changed; a hostile one is refused."""

    def told(packed):
        return client.post(reverse("nominations_parcel_check"), {"file": BytesIO(packed)}).text

    def packed(change):
        made = BytesIO()
        with ZipFile(BytesIO(content)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
            for name in old.namelist():
                if (kept := change(name, old.read(name))) is not None:
                    new.writestr(name, kept)
            new.writestr("../ngoai.txt" if change is stray else "them.txt", b"x")
        return made.getvalue()

    def stray(_, body):
        return body

    photo = "04 Ảnh hoạt động 2025.pdf"
    whole = told(content)
    assert ("đều nguyên vẹn" in whole, "Đã bị đổi" in whole, "Ngoài danh mục" in whole) == (True, False, True)
    assert "Đã bị đổi" in told(packed(lambda name, body: body + b" " if name == photo else body))
    assert "Thiếu" in told(packed(lambda name, body: None if name == photo else body))
    assert "MANIFEST" in told(packed(lambda name, body: None if name == "MANIFEST.sha256" else body))
    bomb = packed(lambda name, body: b"0" * 60_000_000 if name == photo else body)
    for hostile in (packed(stray), bomb, b"PK\x03\x04 no zip", content[:-40]):
        page = told(hostile)
        assert ('class="fault"' in page, "nguyên vẹn" in page) == (True, False)


def test_it_goes_up_once_and_with_a_number_of_its_own(upward, sign_in):
    where = reverse("nominations_send_up", args=(upward.movement_id, upward.pk))
    page = sign_in("officer").post(where, LETTER | {"dated_on": f"{DAY + timedelta(days=1):%d/%m/%Y}"})
    assert (page.status_code, "sau hôm nay" in page.text, "Nông Văn Mẫu" in page.text) == (422, True, True)
    assert not Forwarding.objects.exists()
    assert sign_in("head").get(where).status_code == 403
    send(sign_in, upward)
    assert sign_in("officer").post(where, LETTER | {"number": "08"}).status_code == 409
    with pytest.raises(RefusedError, match="đang ở cấp trên"):
        operations.reopen(officer(), nomination=upward, reason="x")


def officer():
    return Act(actor=User.objects.get(username="officer"), at=APPRAISAL_DAY, source="test")


def test_the_level_above_receives_and_decides_in_the_same_installation(year, upward, province, sign_in):
    made = send(sign_in, upward)
    assert (made.receiver, made.receiver_name) == (province, "Chủ tịch Ủy ban nhân dân tỉnh Lào Mây")
    assert "Tiếp nhận hồ sơ cấp dưới trình: Nông Văn Mẫu" in sign_in("province").get("/").text
    assert "Hồ sơ cấp dưới trình" in sign_in("province").get(reverse("award_register")).text
    page = sign_in("province").get(reverse("nominations_from_below"))
    assert "Nông Văn Mẫu" in page.text
    assert "Nông Văn Mẫu" not in sign_in("stranger").get(reverse("nominations_from_below")).text
    assert sign_in("stranger").get(reverse("nominations_forwarding", args=(made.pk,))).status_code == 404
    client = sign_in("province")
    inside = reverse("nominations_nomination", args=(upward.movement_id, upward.pk))
    assert (
        client.get(inside).status_code == 404
    )  # the level above acts on what came up, not in the commune's name
    assert not Viewer(year.cast.users["province"], DAY).holds(Role.OFFICER, year.cast.office)
    assert client.get(reverse("nominations_forwarding", args=(made.pk,))).status_code == 200
    assert client.get(reverse("nominations_parcel", args=(made.pk, "zip"))).status_code == 200
    on = f"{DAY:%d/%m/%Y}"
    assert (
        client.post(reverse("nominations_answer", args=(made.pk, "tiep-nhan")), {"on": on}).status_code == 302
    )
    decide = reverse("nominations_answer", args=(made.pk, "ket-qua"))
    page = client.post(decide, {"on": on, "awarded": "yes"})
    assert (page.status_code, "Hãy ghi số quyết định" in page.text) == (422, True)
    told = {
        "on": on,
        "awarded": "yes",
        "decision_number": "99/QĐ-UBND",
        "decision_issuer": "Chủ tịch UBND tỉnh",
    }
    assert client.post(decide, told).status_code == 302
    assert "Nông Văn Mẫu" not in client.get("/").text
    assert "Có sự việc mới" not in sign_in("officer").get(inside).text  # its own award is nothing against it
    register = reverse("award_register")
    page = sign_in("officer").get(f"{register}?q=nong+van+mau&nam={DAY.year}").text
    assert "Cấp trên tặng" in page
    assert f'href="{reverse("nominations_forwarding", args=(made.pk,))}"' in page
    assert "99/QĐ-UBND" in page
    assert "Cấp trên tặng" not in sign_in("officer").get(f"{register}?tinh_trang=unpaid").text
    member = sign_in("member").get(register).text
    assert ("99/QĐ-UBND" in member, f"trinh-cap-tren/{made.pk}" in member) == (True, False)
    assert "Cấp trên tặng" not in sign_in("stranger").get(register).text
    book = sign_in("officer").get(reverse("award_register_file", args=("xlsx",))).content
    rows = list(openpyxl.load_workbook(BytesIO(book)).active.iter_rows(values_only=True))
    (line,) = [row for row in rows if "Nông Văn Mẫu" in row]
    assert (line[6], line[-1]) == ("99/QĐ-UBND", "Chủ tịch UBND tỉnh tặng")
    client = sign_in("province")
    held = AwardHeld.objects.get(subject=upward.subject)
    assert (held.decision_number, held.issuer) == ("99/QĐ-UBND", "Chủ tịch UBND tỉnh")
    assert client.post(decide, told).status_code == 409


def test_a_returned_dossier_is_mended_and_goes_up_again_with_nothing_lost(upward, year, province, sign_in):
    def waiting() -> list[dict]:
        return queries.todo(year.cast.viewer("officer", DAY), upward.movement)

    made = send(sign_in, upward)
    told = {"on": f"{DAY:%d/%m/%Y}", "reason": "Thiếu xác nhận của Đảng ủy"}
    where = reverse("nominations_answer", args=(made.pk, "tra-lai"))
    assert sign_in("province").post(where, told | {"reason": ""}).status_code == 422
    before = {"due_on": f"{DAY - timedelta(days=1):%d/%m/%Y}"}
    assert "không thể trước ngày trả lại" in sign_in("province").post(where, told | before).text
    due = DAY + timedelta(days=5)
    assert sign_in("province").post(where, told | {"due_on": f"{due:%d/%m/%Y}"}).status_code == 302
    upward.refresh_from_db()
    assert upward.state == "appraised"
    page = sign_in("officer").get(reverse("nominations_nomination", args=(upward.movement_id, upward.pk)))
    assert "Cấp trên trả lại" in page.text
    assert f"hạn trình lại {due:%d/%m/%Y}: Thiếu xác nhận của Đảng ủy" in page.text
    (waits,) = [row for row in waiting() if "trả lại" in row["text"]]
    assert waits["due"] == due
    operations.forward(officer(), nomination=upward, reason="Đã bổ sung")
    where = reverse("nominations_send_up", args=(upward.movement_id, upward.pk))
    assert sign_in("officer").post(where, LETTER | {"number": "08"}).status_code == 302
    assert list(upward.forwardings.values_list("state", flat=True)) == ["sent", "returned"]
    assert not [row for row in waiting() if "trả lại" in row["text"]]


def test_without_the_program_above_the_answer_is_recorded_from_its_paper(year, upward, sign_in):
    made = send(sign_in, upward)
    with pytest.raises(NotAllowedError):
        operations.receive(year.act("officer", APPRAISAL_DAY), forwarding=made, on=DAY)
    on = f"{DAY:%d/%m/%Y}"
    told = {
        "on": on,
        "awarded": "no",
        "reason": "Chưa đủ thời gian",
        "signed-manner": "recorded",
        "signed-signed_on": on,
        "signed-signer_name": "Giám đốc Sở Nội vụ",
    }
    where = reverse("nominations_answer", args=(made.pk, "ket-qua"))
    assert sign_in("head").get(where).status_code in {403, 404}
    assert sign_in("officer").post(where, told).status_code == 302
    made.refresh_from_db()
    assert (made.awarded, made.reason, made.signed.signer_name) == (
        False,
        "Chưa đủ thời gian",
        "Giám đốc Sở Nội vụ",
    )
    assert not AwardHeld.objects.filter(subject=upward.subject).exists()
    with pytest.raises(StepRefusedError):
        operations.receive(year.signed_act("officer", APPRAISAL_DAY), forwarding=made, on=DAY)


def test_a_district_that_ended_keeps_its_history_and_its_communes_go_to_the_province(cast):
    act = Act(actor=SYSTEM, at=APPRAISAL_DAY, source="test")
    province = organizations.add_unit(
        act, name="Ủy ban nhân dân tỉnh Lào Mây", code="LM", level="province", valid_from=date(2000, 1, 1)
    )
    district = organizations.add_unit(
        act,
        name="Ủy ban nhân dân huyện Văn Mây",
        code="VM",
        level="district",
        parent=province,
        valid_from=date(2000, 1, 1),
    )
    commune = organizations.add_unit(
        act,
        name="Ủy ban nhân dân xã Thẳm Mây",
        code="TM",
        level="commune",
        parent=district,
        valid_from=date(2000, 1, 1),
    )
    office = organizations.add_unit(
        act, name="Văn phòng", code="VP", level="office", parent=commune, valid_from=date(2000, 1, 1)
    )
    organizations.close_unit(act, unit=district, on=date(2025, 6, 30), document="Nghị quyết 202/2025/QH15")
    commune.refresh_from_db()
    assert commune.parent == province
    assert authority_above(commune, date(2025, 6, 30)) == district
    assert authority_above(commune, date(2025, 7, 1)) == province
    assert queries.superior_name(commune, date(2025, 3, 1)) == "Chủ tịch Ủy ban nhân dân huyện Văn Mây"
    above = UnitClosure.objects.filter(descendant=office).values_list("ancestor__code", "depth")
    assert sorted(above) == [("LM", 2), ("TM", 1), ("VP", 0)]
    (moved,) = commune.changes.all()
    assert (moved.kind, moved.happened_on, moved.successor) == ("moved", date(2025, 7, 1), district)
    user = cast.users["officer"]
    organizations.grant_role(act, user=user, role=Role.OFFICER, unit=district, starts_on=date(2025, 1, 1))
    assert not Viewer(user, DAY).holds(Role.OFFICER, commune)


def test_what_the_own_chair_may_not_give_is_asked_above_by_the_name_it_has_there(year):
    year.grade("chair", "excellent")
    nomination = year.appraised("chair", unit=year.cast.commune)
    assert queries.award_above(nomination, DAY).code == "bang_khen_tinh"
    operations.forward(officer(), nomination=nomination, reason="Thuộc thẩm quyền cấp trên")
    assert (nomination.form, nomination.level) == (
        "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh",
        "province",
    )
    nomination.report.refresh_from_db()
    assert nomination.report.context["summary"].startswith(
        "Đề nghị tặng Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"
    )
    line = next(row for row in queries.dossier(nomination, DAY) if row.kind == "report")
    assert line.unconfirmed  # what was confirmed told another award
    assert queries.new_facts([nomination], DAY) == {}
    assert queries.award_above(nomination, DAY) is None
