"""Pages of gradings, discipline, leave and initiatives: who gets which, wrong input, the same cost for more rows."""

from datetime import date
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from thidua.honours import operations
from thidua.honours.models import Absence, Discipline, Grading, Initiative, Verification

pytestmark = pytest.mark.django_db

DOCUMENT = {
    "document_number": "15/TB-UBND",
    "document_on": "20/01/2025",
    "document_issuer": "Ủy ban nhân dân xã Nà Mây",
}


def text(response):
    return response.content.decode()


def grade(cast, who, **changes):
    told = {"period": "2025", "level": "good"} | DOCUMENT | {"document_on": date(2025, 1, 20)} | changes
    return operations.record_grading(cast.act("officer"), subject=cast.people[who].subject, **told)


def test_gradings_are_entered_one_by_one_and_shown_with_their_document(sign_in, cast):
    client = sign_in("officer")
    told = {
        "subject": cast.people["member"].subject_id,
        "period": "2025",
        "level": "good",
        "status": "official",
    }
    wrong = client.post("/xep-loai/ghi/", told | DOCUMENT | {"document_on": "11/02/2025"})
    assert wrong.status_code == 422
    assert "không thể sau hôm nay" in text(wrong)
    assert 'value="15/TB-UBND"' in text(wrong)
    assert not Grading.objects.exists()
    client.post("/xep-loai/ghi/", told | DOCUMENT)
    page = text(client.get("/xep-loai/?period=2025"))
    assert "Hoàn thành tốt nhiệm vụ" in page
    assert "15/TB-UBND ngày 20/01/2025" in page
    assert "không phải một lựa chọn" not in page


def test_many_gradings_come_from_one_document(sign_in, cast):
    client = sign_in("officer")
    assert "Vi Thị Thử (Văn phòng" in text(client.get("/xep-loai/ghi-theo-van-ban/"))
    told = {"period": "2025", "status": "official"} | DOCUMENT
    empty = client.post("/xep-loai/ghi-theo-van-ban/", told)
    assert empty.status_code == 422
    assert "ít nhất một" in text(empty)
    levels = {f"level_{cast.people[who].subject_id}": "good" for who in ("member", "head", "teacher")}
    levels[f"level_{cast.office.subject_id}"] = "excellent"
    client.post("/xep-loai/ghi-theo-van-ban/", told | levels)
    assert Grading.objects.count() == 4
    assert Grading.objects.get(subject=cast.office.subject).level == "excellent"


@pytest.mark.parametrize("who", ["chair", "head", "member", "inspector", "stranger"])
def test_others_do_not_enter_gradings(sign_in, cast, who):
    client = sign_in(who)
    told = {
        "subject": cast.people["member"].subject_id,
        "period": "2025",
        "level": "good",
        "status": "official",
    }
    answer = client.post("/xep-loai/ghi/", told | DOCUMENT)
    assert answer.status_code == (422 if who == "stranger" else 403)
    assert not Grading.objects.exists()


def test_a_member_sees_the_own_grading_and_no_other(sign_in, cast):
    grade(cast, "member")
    grade(cast, "teacher")
    page = text(sign_in("member").get("/xep-loai/?period=2025"))
    assert "Vi Thị Thử" in page
    assert "Nguyễn Thị Hồng Phương Thảo Mẫu" not in page


def test_the_table_is_filtered_and_goes_out_as_excel(sign_in, cast):
    grade(cast, "member")
    client = sign_in("officer")
    missing = text(client.get("/xep-loai/?period=2025&kind=person&level=none"))
    assert "Vi Thị Thử" not in missing
    assert "Hoàng Thị Mẫu" in missing
    answer = client.get("/xep-loai/xuat-excel/?period=2025&level=good")
    rows = list(openpyxl.load_workbook(BytesIO(answer.content)).active.iter_rows(values_only=True))
    assert rows[-1][1:4] == (
        "Vi Thị Thử",
        "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân",
        "Hoàn thành tốt nhiệm vụ",
    )


def test_the_table_costs_the_same_for_more_rows(sign_in, cast, django_assert_max_num_queries):
    client = sign_in("officer")
    client.get("/xep-loai/?period=2025")
    with django_assert_max_num_queries(40) as few:
        client.get("/xep-loai/?period=2025")
    for who in ("member", "head", "teacher", "clerk"):
        grade(cast, who)
    with django_assert_max_num_queries(40) as many:
        client.get("/xep-loai/?period=2025")
    assert len(few) == len(many)


HEAD = ["Mã", "Họ và tên, tên đơn vị", "Kỳ xếp loại", "Mức xếp loại", "Kết quả"]
HEAD += ["Số văn bản", "Ngày văn bản", "Cơ quan ban hành"]


def book(*rows):
    made = openpyxl.Workbook()
    made.active.append(HEAD)
    for row in rows:
        made.active.append(row)
    content = BytesIO()
    made.save(content)
    return SimpleUploadedFile("xep-loai.xlsx", content.getvalue())


def line(code, period="2025", level="Hoàn thành tốt nhiệm vụ", on="20/01/2025"):
    return [code, "", period, level, "Chính thức", "15/TB-UBND", on, "Ủy ban nhân dân xã Nà Mây"]


def test_gradings_come_from_excel_for_people_and_units(sign_in, cast):
    client = sign_in("officer")
    wrong = client.post(
        "/xep-loai/nhap/", {"file": book(line("XX"), line("CB006", "25"), line("CB006", on="11/02/2025"))}
    )
    assert wrong.status_code == 422
    assert "Dòng 2, cột “Mã”: không có người hay đơn vị mã “XX”." in text(wrong)
    assert "Dòng 3, cột “Kỳ xếp loại”" in text(wrong)
    assert "Dòng 4, cột “Ngày văn bản”" in text(wrong)
    shown = client.post("/xep-loai/nhap/", {"file": book(line("CB006"), line("VP"))})
    assert "sẽ thêm 2, sửa 0" in text(shown)
    token = text(shown).split('name="token" value="')[1].split('"')[0]
    client.post("/xep-loai/nhap/", {"token": token})
    assert Grading.objects.count() == 2
    again = client.post(
        "/xep-loai/nhap/", {"file": book(line("CB006"), line("VP", level="Hoàn thành nhiệm vụ"))}
    )
    assert "sẽ thêm 0, sửa 1" in text(again)


def test_discipline_is_seen_and_entered_by_officer_and_chairperson_alone(sign_in, cast):
    told = {
        "person": cast.people["member"].pk,
        "under_consideration": "on",
        "starts_on": "01/02/2025",
        "document": "TB 3",
    }
    for who in ("admin", "inspector", "head", "member", "clerk"):
        client = sign_in(who)
        assert client.get("/ky-luat/").status_code == 403, who
        assert client.post("/ky-luat/ghi/", told).status_code == 403, who
    client = sign_in("officer")
    wrong = client.post("/ky-luat/ghi/", told | {"under_consideration": ""})
    assert wrong.status_code == 422
    assert "Hãy ghi hình thức kỷ luật" in text(wrong)
    client.post("/ky-luat/ghi/", told)
    row = Discipline.objects.get()
    assert "Đang xem xét" in text(sign_in("chair").get("/ky-luat/"))
    assert sign_in("stranger").get(f"/ky-luat/{row.pk}/ket-luan/").status_code == 404
    assert sign_in("inspector").get(f"/ky-luat/{row.pk}/ket-luan/").status_code == 404
    client = sign_in("officer")
    end = {"on": "05/02/2025", "form": "Khiển trách", "ends_on": "05/02/2026", "document": "QĐ 9"}
    backwards = client.post(f"/ky-luat/{row.pk}/ket-luan/", end | {"on": "31/01/2025"})
    assert backwards.status_code == 422
    client.post(f"/ky-luat/{row.pk}/ket-luan/", end)
    assert "Khiển trách" in text(client.get("/ky-luat/?q=vi+thi+thu"))
    assert "Khiển trách" not in text(client.get("/ky-luat/?q=trieu"))


def test_a_verification_begins_and_ends(sign_in, cast):
    client = sign_in("chair")
    told = {
        "subject": cast.office.subject_id,
        "kind": "denounced",
        "matter": "Đơn phản ánh",
        "starts_on": "01/02/2025",
        "document": "PC 1",
    }
    client.post("/ky-luat/xac-minh/", told)
    row = Verification.objects.get()
    client.post(f"/ky-luat/xac-minh/{row.pk}/ket-thuc/", {"on": "05/02/2025", "cleared": "yes"})
    assert "Không có vi phạm" in text(client.get("/ky-luat/"))
    again = client.post(f"/ky-luat/xac-minh/{row.pk}/ket-thuc/", {"on": "05/02/2025", "cleared": "no"})
    assert again.status_code == 409


def test_leave_is_entered(sign_in, cast):
    client = sign_in("officer")
    told = {
        "person": cast.people["teacher"].pk,
        "reason": "Nghỉ thai sản",
        "maternity": "on",
        "starts_on": "01/02/2025",
    }
    assert client.post("/nghi/ghi/", told | {"ends_on": "01/01/2025"}).status_code == 422
    client.post("/nghi/ghi/", told | {"ends_on": "30/06/2025"})
    assert Absence.objects.get().maternity
    assert "Nghỉ thai sản" in text(client.get("/nghi/?q=phuong+thao"))
    assert "Không tìm thấy ai." in text(client.get("/nghi/?q=khong+co+ai"))
    assert sign_in("member").get("/nghi/").status_code == 403


def test_an_initiative_is_entered_by_its_author_and_recognised_by_the_officer(sign_in, cast):
    client = sign_in("member")
    told = {
        "subject": cast.people["member"].subject_id,
        "title": "Mẫu phiếu hẹn",
        "summary": "Nhanh hơn",
        "proposed_on": "01/02/2025",
    }
    other = client.post("/sang-kien/ghi/", told | {"subject": cast.people["teacher"].subject_id})
    assert other.status_code == 422
    client.post("/sang-kien/ghi/", told)
    row = Initiative.objects.get()
    assert client.get(f"/sang-kien/{row.pk}/ghi-nhan/").status_code == 403
    assert sign_in("stranger").get(f"/sang-kien/{row.pk}/").status_code == 404
    client = sign_in("officer")
    assert "Mẫu phiếu hẹn" in text(client.get("/sang-kien/?q=vi+thi"))
    assert "Không tìm thấy" in text(client.get("/sang-kien/?q=khong+co"))
    client.post(f"/sang-kien/{row.pk}/ghi-nhan/", {"level": "base", "on": "10/02/2025", "document": "QĐ 7"})
    page = text(client.get(f"/sang-kien/{row.pk}/"))
    assert "Được công nhận cấp cơ sở" in page
    assert "ghi nhận sáng kiến" in page
