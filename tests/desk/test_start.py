"""The first start: the code of the console works once, the trial is only for the machine itself."""

import pytest

from thidua.accounts.models import User
from thidua.desk import server, start
from thidua.organizations.models import RoleGrant, Unit

pytestmark = pytest.mark.django_db

FORM = {
    "name": "Ủy ban nhân dân xã Nà Mây",
    "level": "commune",
    "place": "Nà Mây",
    "username": "quantri",
    "display_name": "Nông Thị Mẫu",
    "password": "một mật khẩu dài 7",
    "again": "một mật khẩu dài 7",
}


@pytest.fixture
def home(settings, tmp_path):
    settings.THIDUA_HOME = tmp_path
    return tmp_path


def test_an_empty_home_leads_to_the_start_page(client, home):
    assert client.get("/").headers["Location"] == "/bat-dau/"
    page = client.get("/bat-dau/").content.decode()
    assert "Dùng thử" in page
    assert "Bắt đầu thật" in page


def test_the_code_of_the_console_makes_authority_and_administrator_and_works_once(client, home):
    code = start.one_time_code()
    answer = client.post("/bat-dau/", FORM | {"code": code})
    assert answer.status_code == 302
    assert Unit.objects.get(code="UBND").name == FORM["name"]
    user = User.objects.get(username="quantri")
    assert {grant.role for grant in RoleGrant.objects.filter(user=user)} >= {"admin", "officer"}
    assert not start.is_code(code)
    assert client.get("/bat-dau/").status_code == 302


def test_a_province_begins_as_well_with_its_own_standing_office(client, home):
    told = {"code": start.one_time_code(), "name": "Ủy ban nhân dân tỉnh Lào Mây", "level": "province"}
    assert client.post("/bat-dau/", FORM | told).status_code == 302
    assert list(Unit.objects.order_by("pk").values_list("subject__name", "level")) == [
        ("Ủy ban nhân dân tỉnh Lào Mây", "province"),
        ("Sở Nội vụ", "office"),
    ]
    client.login(username="quantri", password=FORM["password"])
    page = client.get("/don-vi/cac-cap/").text
    assert ("Thêm cấp dưới" in page, "Thêm cấp trên" in page) == (True, True)


def test_a_wrong_code_is_told_at_its_field_and_nothing_is_stored(client, home):
    start.one_time_code()
    answer = client.post("/bat-dau/", FORM | {"code": "0000-0000-0000"})
    assert answer.status_code == 422
    assert "Mã chưa đúng" in answer.content.decode()
    assert "Nông Thị Mẫu" in answer.content.decode()
    assert not Unit.objects.exists()


def test_passwords_that_differ_or_are_weak_are_refused(client, home):
    code = start.one_time_code()
    answer = client.post("/bat-dau/", FORM | {"code": code, "again": "khác"})
    assert "chưa giống nhau" in answer.content.decode()
    answer = client.post("/bat-dau/", FORM | {"code": code, "password": "12345", "again": "12345"})
    assert answer.status_code == 422
    assert not User.objects.exists()


def test_the_trial_is_not_made_for_another_machine(client, home):
    assert client.post("/bat-dau/dung-thu/", REMOTE_ADDR="192.168.1.20").status_code == 404
    assert start.trial_progress() == ""


def test_a_trial_that_was_not_made_is_not_opened_as_an_empty_home(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    opened = []
    monkeypatch.setattr(
        server, "_serve", lambda _, folder, **told: opened.append((folder, told["trial"])) or 0
    )
    assert server.run(["--trial", "--port", "0"]) == 0
    assert opened == [(tmp_path, False)]
    assert "bấm “Dùng thử”" in capsys.readouterr().out
    (tmp_path / "dung-thu").mkdir()
    (tmp_path / "dung-thu" / "trial.json").write_text("{}", encoding="utf-8")
    server.run(["--trial", "--port", "0"])
    assert opened[1:] == [(tmp_path / "dung-thu", True)]


def test_a_home_that_has_begun_gives_no_code(cast, home):
    assert start.one_time_code() == ""
