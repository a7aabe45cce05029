"""Căn cứ pháp lý on screen: every value with its source; own values set, refused in place, withdrawn."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.conftest import NOON, PASSWORD, START
from thidua.accounts import operations as accounts
from thidua.base.acts import SYSTEM, Act
from thidua.engine.flow import Role
from thidua.organizations import operations as organizations
from thidua.regulations.models import OwnText, OwnValue, ProvinceFile

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return unescape(answer.content.decode())


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("officer", 200),
        ("chair", 200),
        ("admin", 200),
        ("accountant", 200),
        ("clerk", 200),
        ("inspector", 200),
        ("member", 200),
        ("teacher", 200),
    ],
)
def test_who_reads_the_book(cast, sign_in, who, status):
    assert sign_in(who).get(reverse("law_values")).status_code == status


def test_each_value_says_where_it_comes_from_and_since_when(cast, sign_in):
    page = text(sign_in("officer").get(reverse("law_topic", args=("muc-thuong",)), {"ngay": "01/07/2026"}))
    assert "2.530.000 đồng" in page
    assert "Nghị định 161/2026/NĐ-CP" in page
    assert "Chưa chính thức" in page
    assert "152/2025/NĐ-CP" in page
    assert "None" not in page


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        (
            "van-ban",
            [
                "72/2025/QH15",
                "từ 16/06/2025",
                "Kế hoạch, Quyết định",
                "hết hiệu lực vào ngày này",
                "Phải đối chiếu",
            ],
        ),
        ("hinh-thuc", ["Cờ thi đua của Chính phủ", "Cấp Nhà nước", "Thủ tướng Chính phủ", "Tặng danh hiệu"]),
        (
            "muc-thuong",
            ["Chiến sĩ thi đua toàn quốc, cá nhân", "4,5 lần lương cơ sở, 10.530.000 đồng", "20%"],
        ),
        (
            "tieu-chuan",
            ["từ 7/10 số cá nhân", "Hoàn thành tốt nhiệm vụ trở lên", "Tiêu chuẩn: Giấy khen"],
        ),
        ("ho-so", ["Tờ trình kèm danh sách đề nghị khen thưởng", "Cả danh sách", "Không bắt buộc"]),
        (
            "hoi-dong",
            ["từ 2/3", "Mặc định.", "Tỷ lệ đồng ý, Cờ thi đua của Chính phủ"],
        ),
        ("thoi-han", ["Hạn giải trình"]),
        ("huy-bo", ["Kê khai gian dối thành tích", "Điều 93 khoản 2"]),
    ],
)
def test_every_part_of_the_law_is_on_a_page(cast, sign_in, slug, words):
    page = text(sign_in("officer").get(reverse("law_topic", args=(slug,)), {"ngay": "20/12/2025"}))
    assert [one for one in words if one not in page] == []
    assert "None" not in page


def test_what_nobody_knows_is_said(cast, sign_in):
    page = text(sign_in("officer").get(reverse("law_topic", args=("muc-thuong",)), {"ngay": "01/01/2020"}))
    assert "Chưa rõ" in page
    assert sign_in("officer").get(reverse("law_topic", args=("gi-do",))).status_code == 404


@pytest.mark.parametrize(("who", "offered"), [("officer", True), ("accountant", True), ("member", False)])
def test_it_has_its_own_place_in_the_menu(cast, sign_in, who, offered):
    place = re.search(
        r'<a href="/can-cu-phap-ly/"( aria-current="page")?>', text(sign_in(who).get("/can-cu-phap-ly/"))
    )
    assert bool(place and place[1]) is offered


def test_a_day_that_is_none_is_told_in_place(cast, sign_in):
    page = text(sign_in("officer").get(reverse("law_values"), {"ngay": "32/13/2026"}))
    assert "Ngày chưa đúng" in page
    assert 'value="32/13/2026"' in page


def test_a_value_is_set_refused_in_place_and_withdrawn(cast, sign_in):
    client = sign_in("officer")
    place = reverse("law_value", args=("base_salary",))
    typed = {"value": "hai triệu", "source": "", "valid_from": "01/01/2025", "valid_to": "", "note": ""}
    wrong = client.post(place, typed)
    assert wrong.status_code == 422
    assert "Hãy chọn văn bản quy định giá trị này" in text(wrong)
    wrong = client.post(place, typed | {"source": "Nghị định 1"})
    assert "Hãy nhập một số" in text(wrong)
    assert 'value="hai triệu"' in text(wrong)
    assert client.post(place, typed | {"source": "Nghị định 1", "value": "2.400.000"}).status_code == 302
    own = OwnValue.objects.get()
    page = text(client.get(reverse("law_values")))
    assert "2.400.000 đồng" in page
    assert "Cơ quan đặt" in page
    assert "2.400.000 đồng" in text(client.get(reverse("law_topic", args=("muc-thuong",))))
    assert "2.400.000" in text(client.get(place))
    assert client.post(reverse("law_withdraw", args=(own.pk,)), {"reason": "Nhập nhầm"}).status_code == 302
    assert "2.400.000 đồng" not in text(client.get(reverse("law_values")))


def test_a_commune_sees_what_the_province_set_for_it_and_is_not_asked_for_those_below(cast, sign_in):
    act = Act(actor=SYSTEM, at=NOON, source="test")
    told = {"name": "Ủy ban nhân dân tỉnh Mẫu", "code": "T", "level": "province", "document": "NQ 1"}
    province = organizations.add_superior(act, authority=cast.commune, valid_from=START, **told)
    cast.users["above"] = accounts.open_account(
        act, username="tinh", display_name="Cán bộ tỉnh", password=PASSWORD
    )
    organizations.grant_role(act, user=cast.users["above"], role=Role.OFFICER, unit=province, starts_on=START)
    place = reverse("law_value", args=("certificate_multiple.individual",))
    assert "Áp dụng cả cho cấp dưới" not in text(sign_in("officer").get(place))
    typed = {"value": "0,4", "source": "QĐ 1, Điều 7", "valid_from": "01/01/2025", "for_below": "on"}
    assert "Áp dụng cả cho cấp dưới" in text(sign_in("above").get(place))
    assert sign_in("above").post(place, typed).status_code == 302
    page = text(sign_in("officer").get(reverse("law_values")))
    assert "Cấp trên đặt (Ủy ban nhân dân tỉnh Mẫu)." in page
    assert "0,4 lần lương cơ sở" in page


def test_a_province_is_chosen(cast, sign_in):
    client = sign_in("admin")
    place = reverse("law_province")
    assert "Bắc Ninh" in text(client.get(place))
    assert client.post(place, {"province": "bac-ninh", "valid_from": "01/01/2025"}).status_code == 302
    assert "Bắc Ninh" in text(client.get(reverse("law_values")))


def test_a_legal_text_is_entered_cited_by_a_value_and_withdrawn(cast, sign_in):
    client = sign_in("officer")
    typed = {
        "kind": "Quyết định",
        "number": "12/2025/QĐ-UBND",
        "issued_on": "02/01/2025",
        "issuer": "Ủy ban nhân dân tỉnh Lào Cai",
        "title": "ban hành Quy định về công tác thi đua, khen thưởng",
        "valid_from": "05/01/2025",
        "valid_to": "",
        "topics": ["decision"],
    }
    assert client.post(reverse("law_text_enter"), typed | {"number": "06/2022/QH15"}).status_code == 422
    assert client.post(reverse("law_text_enter"), typed).status_code == 302
    place = reverse("law_value", args=("multiple.lao_dong_tien_tien.individual",))
    cited = "Quyết định 12/2025/QĐ-UBND của Ủy ban nhân dân tỉnh Lào Cai"
    assert f'value="{cited}"' in text(client.get(place))
    value = {
        "value": "0,4",
        "text": cited,
        "source": "Điều 7",
        "valid_from": "10/01/2025",
        "note": "Tỉnh quy định",
    }
    assert client.post(place, value).status_code == 302
    page = text(client.get(place))
    assert f"{cited}, Điều 7" in page
    who = cast.users["officer"].display_name
    assert (
        f"<strong>{who}</strong> đặt giá trị của cơ quan: Lao động tiên tiến, cá nhân: 0,4 lần lương cơ sở"
        in page
    )
    assert "Tỉnh quy định" in page
    own = OwnText.objects.get()
    assert "12/2025/QĐ-UBND" in text(client.get(reverse("law_topic", args=("van-ban",))))
    end = reverse("law_text_end", args=(own.pk,))
    assert client.post(end, {"valid_to": "31/12/2024", "reason": "Thay thế"}).status_code == 422
    assert client.post(end, {"valid_to": "31/12/2025", "reason": "Thay thế"}).status_code == 302
    assert (
        client.post(reverse("law_text_withdraw", args=(own.pk,)), {"reason": "Nhập nhầm"}).status_code == 302
    )
    assert cited not in text(client.get(reverse("law_text_enter")))
    assert client.get(end).status_code == 404


def upload(client, content, name="tinh.yaml"):
    told = {"file": SimpleUploadedFile(name, content), "valid_from": "01/02/2025"}
    return client.post(reverse("law_province_take_in"), told)


def test_a_province_is_taken_in_from_a_file_after_a_look(cast, sign_in):
    client = sign_in("officer")
    shipped = client.get(reverse("law_province_file", args=("bac-ninh",))).content.decode()
    written = shipped.replace("Tỉnh Bắc Ninh (", "Tỉnh Mẫu (").replace("2025-12-15", "2025-01-15")
    looked = upload(client, written.encode())
    page = text(looked)
    assert looked.status_code == 200
    assert "Tỉnh Mẫu" in page
    assert "từ 2/3" in page  # what counts now, beside what the file says
    assert not ProvinceFile.objects.exists()
    again = {"text": written.replace("\n", "\r\n"), "valid_from": "01/02/2025"}
    assert client.post(reverse("law_province_take_in"), again).status_code == 302
    assert "Tỉnh Mẫu" in text(client.get(reverse("law_values"), {"ngay": "02/02/2025"}))
    assert "Tỉnh Mẫu" not in text(client.get(reverse("law_values"), {"ngay": "31/01/2025"}))
    council = reverse("law_topic", args=("hoi-dong",))
    assert "trên 1/2" in text(client.get(council, {"ngay": "02/02/2025"}))
    assert "Tệp này đã được đưa vào" in text(client.post(reverse("law_province_take_in"), again))
    assert "Tỉnh Mẫu (Quyết định 86/2025/QĐ-UBND), tệp ngày 10/02/2025" in text(
        client.get(reverse("law_province"))
    )
    row = ProvinceFile.objects.get()
    assert client.get(reverse("law_province_file", args=(row.code,))).status_code == 200
    assert sign_in("stranger").get(reverse("law_province_file", args=(row.code,))).status_code == 404


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\xff\xfe", "UTF-8"),
        (b"name: [1", "YAML"),
        (b"- 1", "Dòng 1"),
        (b"a: &a [1]\nb: *a", "không dùng & và *"),
        (b"x" * 200_000, "Tệp quá lớn"),
    ],
)
def test_a_file_that_is_none_is_refused_in_place(cast, sign_in, content, words):
    answer = upload(sign_in("officer"), content)
    assert answer.status_code == 422
    assert words in text(answer)


def test_who_only_reads_is_offered_nothing_and_may_do_nothing(cast, sign_in):
    client = sign_in("accountant")
    place = reverse("law_value", args=("base_salary",))
    assert "Đặt giá trị này" not in text(client.get(place))
    assert client.post(place, {"value": "1"}).status_code == 403
    for name in ("law_province", "law_province_take_in", "law_text_enter"):
        assert client.get(reverse(name)).status_code == 403


def test_a_stranger_sees_none_of_our_values(cast, sign_in):
    client = sign_in("officer")
    typed = {"value": "2.400.000", "source": "Nghị định 1", "valid_from": "01/01/2025"}
    client.post(reverse("law_value", args=("base_salary",)), typed)
    own = OwnValue.objects.get()
    stranger = sign_in("stranger")
    assert "2.400.000" not in text(stranger.get(reverse("law_values")))
    assert stranger.post(reverse("law_withdraw", args=(own.pk,)), {"reason": "x"}).status_code == 404
