"""Pages of the directory: who gets which, wrong input keeps what was typed, lists cost the same for more rows."""

import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from thidua.accounts.models import User
from thidua.audit.choices import alike
from thidua.audit.models import Entry
from thidua.audit.queries import history
from thidua.base.errors import NotAllowedError
from thidua.engine.flow import Role
from thidua.organizations import operations
from thidua.organizations.models import Household, Person, RoleGrant, Unit

pytestmark = pytest.mark.django_db

START = date(2025, 1, 1)


def text(response):
    return response.content.decode()


@pytest.mark.parametrize("who", ["officer", "chair", "member", "head", "inspector", "admin"])
def test_lists_open_for_each_role(sign_in, who):
    client = sign_in(who)
    assert client.get("/don-vi/").status_code == 200
    assert client.get("/nhan-su/").status_code == 200


def test_the_stranger_sees_none_of_it(sign_in, cast):
    client = sign_in("stranger")
    assert "Văn phòng" not in text(client.get("/don-vi/"))
    assert "Hoàng Thị Mẫu" not in text(client.get("/nhan-su/"))
    for address in (
        f"/don-vi/{cast.office.pk}/",
        f"/don-vi/{cast.office.pk}/sua/",
        f"/nhan-su/{cast.people['member'].pk}/",
        f"/nhan-su/{cast.people['member'].pk}/sua/",
        f"/vai-tro/{cast.users['member'].pk}/",
    ):
        assert client.get(address).status_code == 404, address


@pytest.mark.parametrize(
    ("who", "status"), [("officer", 200), ("admin", 200), ("chair", 403), ("head", 403), ("inspector", 403)]
)
def test_who_keeps_the_directory_may_change_it(sign_in, cast, who, status):
    client = sign_in(who)
    for address in (
        "/don-vi/them/",
        "/don-vi/nhap/",
        f"/don-vi/{cast.office.pk}/sua/",
        f"/don-vi/{cast.office.pk}/ket-thuc/",
        "/nhan-su/them/",
        "/nhan-su/nhap/",
        f"/nhan-su/{cast.people['head'].pk}/sua/",
        f"/nhan-su/{cast.people['head'].pk}/dieu-dong/",
        f"/nhan-su/{cast.people['head'].pk}/kiem-nhiem/",
        f"/nhan-su/{cast.people['head'].pk}/thoi-viec/",
        f"/nhan-su/{cast.people['head'].pk}/boi-duong/",
    ):
        assert client.get(address).status_code == status, address


def test_lists_cost_the_same_for_more_rows(sign_in, cast, django_assert_max_num_queries):
    client = sign_in("officer")
    client.get("/nhan-su/")
    with django_assert_max_num_queries(40) as few:
        client.get("/nhan-su/")
    for number in range(30):
        operations.add_person(
            cast.act("officer"),
            unit=cast.office,
            staff_code=f"X{number}",
            name=f"Lò Văn Thử {number}",
            position="Công chức",
            category="cong_chuc",
            starts_on=START,
        )
    with django_assert_max_num_queries(40) as many:
        client.get("/nhan-su/")
    assert len(few) == len(many)


def test_a_list_is_cut_into_pages_of_fifty_that_keep_the_filter(sign_in, cast):
    for number in range(60):
        operations.add_person(
            cast.act("officer"),
            unit=cast.office,
            staff_code=f"X{number}",
            name=f"Lò Văn Thử {number}",
            position="Công chức",
            category="cong_chuc",
            starts_on=START,
        )
    page = text(sign_in("officer").get("/nhan-su/?q=lo+van+thu"))
    assert page.count('data-label="Chức vụ"') == 50
    assert "?q=lo+van+thu&amp;page=2" in page


UNIT = {"name": "Trạm Y tế", "code": "TYT", "block": "B", "valid_from": "01/01/2025", "scored": "on"}


def test_a_unit_is_added_and_a_double_code_keeps_what_was_typed(sign_in, cast):
    client = sign_in("officer")
    told = UNIT | {"parent": cast.commune.pk, "tags": ["fees"]}
    assert client.post("/don-vi/them/", told).url == "/don-vi/"
    assert Unit.objects.get(code="TYT").tags == ["fees"]
    again = client.post("/don-vi/them/", told | {"name": "Tên khác"})
    assert again.status_code == 422
    assert "đã có. Hãy dùng mã khác" in text(again)
    assert 'value="Tên khác"' in text(again)
    assert Unit.objects.filter(code="TYT").count() == 1


def test_a_unit_is_not_added_under_a_stranger_s_authority(sign_in, cast):
    answer = sign_in("officer").post("/don-vi/them/", UNIT | {"parent": cast.elsewhere.pk})
    assert answer.status_code == 422
    assert not Unit.objects.filter(code="TYT").exists()


def test_a_unit_is_renamed_with_its_history_shown(sign_in, cast):
    client = sign_in("officer")
    told = {"name": "Văn phòng xã", "code": "VP", "block": "A", "scored": "on", "on": "", "document": ""}
    wrong = client.post(f"/don-vi/{cast.office.pk}/sua/", told)
    assert wrong.status_code == 422
    assert "ngày đổi tên" in text(wrong)
    client.post(f"/don-vi/{cast.office.pk}/sua/", told | {"on": "01/02/2025", "document": "QĐ 5"})
    page = text(client.get(f"/don-vi/{cast.office.pk}/"))
    assert "trước đó là “Văn phòng Hội đồng nhân dân và Ủy ban nhân dân”" in page


PERSON = {
    "staff_code": "CB900",
    "title": "Bà",
    "name": "Sầm Thị Thử",
    "position": "Công chức",
    "category": "cong_chuc",
    "starts_on": "01/02/2025",
    "birth_date": "20/05/1990",
    "local": "yes",
}


def test_a_person_is_added_changed_moved_trained_and_leaves(sign_in, cast):
    client = sign_in("officer")
    wrong = client.post("/nhan-su/them/", PERSON | {"unit": cast.office.pk, "starts_on": "31/02/2025"})
    assert wrong.status_code == 422
    assert "Ngày chưa đúng" in text(wrong)
    assert 'value="Sầm Thị Thử"' in text(wrong)
    client.post("/nhan-su/them/", PERSON | {"unit": cast.office.pk})
    person = Person.objects.get(staff_code="CB900")
    assert (person.female, person.local, person.birth_date) == (True, True, date(1990, 5, 20))
    address = f"/nhan-su/{person.pk}/"
    shown = text(client.get(f"{address}sua/"))
    assert 'value="20/05/1990"' in shown
    client.post(f"{address}sua/", PERSON | {"qualification": "Đại học"})
    move = {"unit": cast.school.pk, "position": "Văn thư", "on": "05/02/2025"}
    assert client.post(f"{address}dieu-dong/", move).url == address
    client.post(f"{address}kiem-nhiem/", move | {"unit": cast.office.pk, "position": "Thủ quỹ"})
    second = person.memberships.get(position="Thủ quỹ")
    end = f"{address}chuc-vu/{second.pk}/thoi/"
    assert end in text(client.get(address))
    assert "phải từ ngày bắt đầu" in text(client.post(end, {"on": "04/02/2025"}))
    assert client.post(end, {"on": "08/02/2025"}).url == address
    assert client.post(end, {"on": "09/02/2025"}).status_code == 409
    second.refresh_from_db()
    assert second.ends_on == date(2025, 2, 8)
    assert person.memberships.get(ends_on__isnull=True).position == "Văn thư"
    assert history(person).first().name == "person.post_ended"
    assert "/thoi/" not in text(client.get(address))
    future = client.post(f"{address}boi-duong/", {"name": "Lớp CCHC", "finished_on": "11/02/2025"})
    assert future.status_code == 422
    client.post(f"{address}boi-duong/", {"name": "Lớp CCHC", "finished_on": "09/02/2025"})
    page = text(client.get(address))
    for told in ("Đại học", "Văn thư", "Thủ quỹ", "Lớp CCHC", "20/05/1990"):
        assert told in page
    client.post(f"{address}thoi-viec/", {"on": "10/02/2025", "reason": "Nghỉ hưu"})
    assert person.memberships.filter(ends_on__isnull=True).count() == 0


def test_a_birth_day_is_shown_to_who_keeps_the_directory_and_to_the_person(sign_in, cast, client):
    operations.change_person(
        cast.act("officer"), person=cast.people["teacher"], details={"birth_date": date(1990, 5, 20)}
    )
    address = f"/nhan-su/{cast.people['teacher'].pk}/"
    shown = {
        who: "20/05/1990" in text(sign_in(who).get(address)) for who in ("officer", "teacher", "inspector")
    }
    assert shown == {"officer": True, "teacher": True, "inspector": False}


def test_the_list_goes_out_as_excel_with_its_filter(sign_in, cast):
    answer = sign_in("officer").get("/nhan-su/xuat-excel/?q=hoang")
    assert "attachment" in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(BytesIO(answer.content)).active
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert "Hoàng Thị Mẫu" in values
    assert "Lò Văn Thử" not in values
    units = sign_in("officer").get("/don-vi/xuat-excel/")
    assert openpyxl.load_workbook(BytesIO(units.content)).active.max_row == 7


def test_an_administrator_opens_an_account_gives_and_ends_a_role_and_resets_a_password(sign_in, cast):
    person = operations.add_person(
        cast.act("officer"),
        unit=cast.office,
        staff_code="CB900",
        name="Sầm Văn Mẫu",
        position="Công chức",
        category="cong_chuc",
        starts_on=START,
    )
    client = sign_in("admin")
    wrong = client.post("/vai-tro/mo-tai-khoan/", {"person": person.pk, "username": "officer"})
    assert wrong.status_code == 422
    assert "đã có người dùng" in text(wrong)
    page = text(client.post("/vai-tro/mo-tai-khoan/", {"person": person.pk, "username": "sam.van.mau"}))
    user = User.objects.get(username="sam.van.mau")
    word = page.split("<dt>Mật khẩu</dt>")[1].split('class="code">')[1].split("<")[0]
    assert user.check_password(word)
    address = f"/vai-tro/{user.pk}/"
    told = {"role": "clerk", "unit": cast.commune.pk, "starts_on": "10/02/2025", "ends_on": "09/02/2025"}
    assert client.post(f"{address}giao/", told).status_code == 422
    client.post(f"{address}giao/", told | {"ends_on": ""})
    grant = RoleGrant.objects.get(user=user)
    client.post(f"{address}ket-thuc/{grant.pk}/", {"ends_on": "20/02/2025"})
    grant.refresh_from_db()
    assert grant.ends_on == date(2025, 2, 20)
    client.post(f"{address}mat-khau/")
    user.refresh_from_db()
    assert not user.check_password(word)
    client.post(f"{address}khoa/")
    assert "Đã khóa" in text(client.get(address))
    client.post(f"{address}mo-lai/")
    assert "Văn thư" in text(client.get(address))
    assert "Sầm Văn Mẫu" in text(client.get("/vai-tro/"))


@pytest.mark.parametrize("who", ["officer", "chair", "member", "inspector"])
def test_accounts_are_the_administrator_s_alone(sign_in, cast, who):
    client = sign_in(who)
    for address in ("/vai-tro/", "/vai-tro/mo-tai-khoan/", f"/vai-tro/{cast.users['member'].pk}/"):
        assert client.get(address).status_code == 403, address
    assert client.post(f"/vai-tro/{cast.users['member'].pk}/mat-khau/").status_code == 403


@pytest.mark.parametrize(
    ("who", "status"), [("inspector", 200), ("admin", 200), ("officer", 200), ("chair", 200), ("head", 403)]
)
def test_the_journal_is_read_and_verified_by_who_oversees(sign_in, who, status):
    client = sign_in(who)
    assert client.get("/nhat-ky/").status_code == status
    assert client.post("/nhat-ky/kiem-tra/").status_code == status


def test_the_journal_says_whether_it_is_whole_and_takes_an_anchor(sign_in, cast):
    client = sign_in("inspector")
    assert "còn nguyên vẹn" in text(client.post("/nhat-ky/kiem-tra/"))
    last = Entry.objects.order_by("-position").first()
    anchor = f"Nhật ký: {last.position}:{last.digest[:12]}"
    assert "còn nguyên vẹn" in text(client.post("/nhat-ky/kiem-tra/", {"anchor": anchor}))
    assert client.post("/nhat-ky/kiem-tra/", {"anchor": "hôm qua"}).status_code == 422
    Entry.objects.filter(pk=last.pk).update(actor_label="Người khác")
    page = text(client.post("/nhat-ky/kiem-tra/"))
    assert f"Dòng số {last.position}" in page
    assert "không còn nguyên vẹn" in page


def test_the_journal_page_shows_no_private_value_and_filters(sign_in, cast):
    operations.change_person(
        cast.act("officer"), person=cast.people["member"], details={"birth_date": date(1990, 5, 20)}
    )
    client = sign_in("inspector")
    page = text(client.get("/nhat-ky/?kind=person&on=10/02/2025"))
    assert "Sửa thông tin người" in page
    assert "1990" not in page
    assert "Không có dòng nào" in text(client.get("/nhat-ky/?on=01/01/2020"))
    offered = re.findall(r'<option value="\w+"[^>]*>([^<]+)</option>', page[page.index('name="kind"') :])
    assert "Nhiệm vụ" in offered
    assert len(offered) == len(set(offered))
    assert set(alike("sheets")) == {"sheet", "sheets"}


def test_the_history_of_a_unit_says_which_role_was_given_to_whom(sign_in, cast):
    account = cast.users["member"]
    operations.grant_role(
        cast.act("admin"), user=account, role=Role.PUBLICITY, unit=cast.office, starts_on=date(2025, 2, 10)
    )
    page = text(sign_in("officer").get(f"/don-vi/{cast.office.pk}/"))
    assert f"giao vai trò: Cán bộ tuyên truyền cho {account.display_name}, từ 10/02/2025" in page


def book(head, *rows, titles=()):
    made = openpyxl.Workbook()
    sheet = made.active
    for title in titles:
        sheet.append([title])
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    content = BytesIO()
    made.save(content)
    return SimpleUploadedFile("nhan-su.xlsx", content.getvalue())


HEAD = [
    "Mã cán bộ",
    "Danh xưng",
    "Họ và tên",
    "Mã đơn vị",
    "Chức vụ",
    "Đứng đầu đơn vị",
    "Đối tượng",
    "Từ ngày",
]
GOOD = ["CB200", "Bà", "Lò Thị Thử", "VP", "Kế toán", "Không", "Công chức", "05/01/2025"]


def upload(client, *rows, head=HEAD):
    return client.post("/nhan-su/nhap/", {"file": book(head, *rows)})


def token_of(response):
    return text(response).split('name="token" value="')[1].split('"')[0]


def test_people_come_from_excel_in_two_moves_and_nothing_is_stored_before_the_second(sign_in, cast):
    client = sign_in("officer")
    template = client.get("/nhan-su/nhap/mau/")
    heads = [cell.value for cell in openpyxl.load_workbook(BytesIO(template.content)).worksheets[0][3]]
    assert "Mã cán bộ *" in heads
    before = Person.objects.count()
    shown = upload(
        client, GOOD, ["CB006", "Bà", "Vi Thị Thử Mới", "VP", "Công chức tư pháp - hộ tịch", "", "Công chức"]
    )
    assert "sẽ thêm 1, sửa 1" in text(shown)
    assert Person.objects.count() == before
    answer = client.post("/nhan-su/nhap/", {"token": token_of(shown)})
    assert answer.url == "/nhan-su/"
    assert Person.objects.get(staff_code="CB200").subject.name == "Lò Thị Thử"
    assert Person.objects.get(staff_code="CB006").subject.name == "Vi Thị Thử Mới"
    again = upload(client, GOOD)
    assert "sẽ thêm 0, sửa 0" in text(again)
    assert 'name="token"' not in text(again)


def test_all_faults_are_told_at_once_with_row_and_column_and_nothing_is_stored(sign_in, cast):
    client = sign_in("officer")
    before = Person.objects.count()
    answer = upload(
        client,
        GOOD,
        ["CB200", "Bà", "Trùng mã", "VP", "Kế toán", "Không", "Công chức", "05/01/2025"],
        ["CB201", "Bà", "Sai đơn vị", "ABC", "Kế toán", "Không", "Công chức", "05/01/2025"],
    )
    page = text(answer)
    assert answer.status_code == 422
    assert "Dòng 3, cột “Mã cán bộ”: “CB200” đã có ở dòng 2." in page
    assert "Dòng 4, cột “Mã đơn vị”: không có đơn vị mã “ABC”" in page
    assert Person.objects.count() == before
    typed = text(upload(client, ["", "Chị", "X", "VP", "Kế toán", "Không", "Công chức", "hôm qua"]))
    assert typed.count("Dòng 2, cột") == 3


def test_what_cannot_be_read_and_what_cannot_be_right_are_told_in_one_go_in_the_order_of_the_rows(sign_in):
    page = text(
        upload(
            sign_in("officer"),
            ["CB201", "Bà", "Sai đơn vị", "ABC", "Kế toán", "Không", "Công chức", "05/01/2025"],
            ["", "Bà", "Thiếu mã, sai đơn vị", "ABC", "Kế toán", "Không", "Công chức", "hôm qua"],
            ["", "Bà", "Thiếu mã", "VP", "Kế toán", "Không", "Công chức", "05/01/2025"],
        )
    )
    places = page.split("Dòng ")[1:]
    assert [place.split(",")[0] for place in places] == ["2", "3", "3", "3", "4"]
    assert page.count("không có đơn vị mã “ABC”") == 2
    assert "“” đã có" not in page


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "không có nội dung"), (b"\x00\x01rubbish" * 50, "Hãy"), ("Mã;Tên\nA;B".encode(), "Hãy")],
)
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(sign_in, content, sentence):
    answer = sign_in("officer").post("/nhan-su/nhap/", {"file": SimpleUploadedFile("x.xlsx", content)})
    assert answer.status_code == 422
    assert sentence in text(answer)


def test_a_token_of_somebody_else_is_refused(sign_in, cast, client):
    token = token_of(upload(sign_in("officer"), GOOD))
    assert sign_in("admin").post("/nhan-su/nhap/", {"token": token}).status_code == 403
    forged = sign_in("officer").post("/nhan-su/nhap/", {"token": token + "x"})
    assert forged.status_code == 422
    assert not Person.objects.filter(staff_code="CB200").exists()


def test_units_come_from_excel_with_those_above_them_in_the_same_file(sign_in, cast):
    client = sign_in("officer")
    head = ["Mã đơn vị", "Tên đơn vị", "Khối", "Mã đơn vị cấp trên", "Chấm điểm", "Đặc điểm", "Từ ngày"]
    rows = (
        [
            "TYT",
            "Trạm Y tế",
            "Khối sự nghiệp",
            "",
            "Có",
            "Có khoản thu phí, lệ phí hoặc khoản thu khác",
            None,
        ],
        ["TYT2", "Điểm trạm 2", "Khối sự nghiệp", "TYT", "Không", "", None],
    )
    wrong = client.post(
        "/don-vi/nhap/", {"file": book(head, ["A", "B", "Khối sự nghiệp", "XX", "", "gì đó", None])}
    )
    assert text(wrong).count("Dòng 2, cột") == 2
    shown = client.post("/don-vi/nhap/", {"file": book(head, *rows)})
    client.post("/don-vi/nhap/", {"token": token_of(shown)})
    point = Unit.objects.get(code="TYT2")
    assert (point.parent.code, point.scored) == ("TYT", False)
    assert Unit.objects.get(code="TYT").tags == ["fees"]


def test_households_come_from_excel_each_fault_at_its_cell_and_all_or_nothing(sign_in, cast):
    client, where = sign_in("officer"), "/ho-gia-dinh/nhap/"
    template = openpyxl.load_workbook(BytesIO(client.get("/ho-gia-dinh/nhap/mau/").content)).worksheets[0]
    assert [cell.value for cell in template[3]][:3] == ["Mã hộ *", "Tên hộ gia đình *", "Mã đơn vị *"]
    told = {"unit": cast.school, "valid_from": date(2025, 1, 1)}
    kept = operations.add_household(cast.act("officer"), code="BN-01", name="Hộ ông Lù Văn Mẫu", **told)
    head = ["Mã hộ", "Tên hộ gia đình", "Mã đơn vị", "Từ ngày", "Đến hết ngày"]
    new = ["BN-02", "Hộ bà Lò Thị Thử", "MN", "05/01/2025", None]
    wrong = (
        ["BN-02", "Trùng mã", "MN", None, None],
        ["BN-03", "Sai thôn", "XX", None, None],
        ["BN-01", "Hộ ông Lù Văn Mẫu", "MN", "01/02/2025", "31/12/2024"],
    )
    page = text(client.post(where, {"file": book(head, new, *wrong)}))
    for fault in (
        "Dòng 3, cột “Mã hộ”: “BN-02” đã có ở dòng 2.",
        "Dòng 4, cột “Mã đơn vị”: không có đơn vị mã “XX”",
        "Dòng 5, cột “Từ ngày”: hộ này đã có trong danh sách từ ngày 01/01/2025",
        "Dòng 5, cột “Đến hết ngày”: ngày này không thể trước 01/01/2025",
    ):
        assert fault in page
    assert Household.objects.count() == 1
    gone = ["BN-01", "Hộ ông Lù Văn Thử", "VP", None, "01/03/2025"]
    shown = client.post(where, {"file": book(head, new, gone)})
    assert "sẽ thêm 1, sửa 1" in text(shown)
    assert client.post(where, {"token": token_of(shown)}).url == "/ho-gia-dinh/"
    kept.refresh_from_db()
    assert (kept.name, kept.unit, kept.valid_to) == ("Hộ ông Lù Văn Thử", cast.office, date(2025, 3, 1))
    assert Household.objects.get(code="BN-02").valid_from == date(2025, 1, 5)
    entries = Entry.objects.count()
    # no last day told leaves the one that stands
    again = client.post(where, {"file": book(head, new, [*gone[:4], None])})
    assert ("sẽ thêm 0, sửa 0" in text(again), Entry.objects.count()) == (True, entries)
    lines = [operations.HouseholdLine("BN-04", "Hộ đã chuyển", "MN", date(2025, 1, 1), date(2025, 2, 1))]
    with pytest.raises(NotAllowedError):
        operations.import_households(cast.act("stranger"), authority=cast.commune, lines=lines)
    operations.import_households(cast.act("admin"), authority=cast.commune, lines=lines)
    assert Household.objects.get(code="BN-04").valid_to == date(2025, 2, 1)


def test_accounts_are_found_without_marks_by_role_and_state_in_as_few_queries_as_one(
    cast, sign_in, django_assert_num_queries
):
    client, address = sign_in("admin"), reverse("role_list")

    def names(**asked):
        return [account.display_name for account, _ in client.get(address, asked).context["rows"]]

    assert names(q="phuong thao") == ["Nguyễn Thị Hồng Phương Thảo Mẫu"]
    assert names(q="clerk") == names(role="clerk") == ["Hà Thị Mẫu"]
    assert len(names()) == len(cast.users) - 1  # all but the stranger
    assert names(closed="on") == []
    assert "Không tìm thấy tài khoản nào." in client.get(address, {"q": "khong co ai"}).text
    with CaptureQueriesContext(connection) as one:
        client.get(address, {"q": "phuong thao"})
    with django_assert_num_queries(len(one)):
        client.get(address)
