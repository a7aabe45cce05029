"""Sign-in, its growing delay, the kept form, the trial's one click, the own password."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from thidua.accounts import operations
from thidua.accounts.models import SignInFailure, User
from thidua.audit.models import Entry

pytestmark = pytest.mark.django_db

NOON = datetime(2025, 2, 10, 5, 0, tzinfo=UTC)
PASSWORD = "mật khẩu thử 123"
NEW = "một câu dễ nhớ của tôi"
OWN = "/mat-khau/"


def sign_in(client, username="officer", password=PASSWORD, **more):
    return client.post(
        "/dang-nhap/",
        {"username": username, "password": password, "next": OWN} | more.pop("data", {}),
        **more,
    )


def test_the_page_is_open_and_a_good_sign_in_goes_where_it_was_meant_to(client, cast):
    assert client.get("/dang-nhap/").status_code == 200
    response = sign_in(client, " Officer ")
    assert (response.status_code, response.url) == (302, OWN)
    assert Entry.objects.order_by("-position").first().name == "account.signed_in"


def test_it_never_leads_to_another_host(client, cast):
    response = sign_in(client, data={"next": "https://elsewhere.example/"})
    assert "elsewhere" not in response.url


def test_a_wrong_password_is_said_and_the_name_stays(client, cast):
    response = sign_in(client, password="sai")
    assert response.status_code == 422
    text = response.content.decode()
    assert "chưa đúng" in text
    assert 'value="officer"' in text
    assert "sai" not in text.split("<form")[1].split("</form>")[0].replace("sai nhiều", "")


def test_an_unknown_name_and_a_closed_account_look_like_a_wrong_password(client, cast):
    operations.close_account(cast.act("admin"), user=cast.users["member"])
    answers = {
        sign_in(client, name).content.decode().split("callout-wrong")[1].split("</div>")[0]
        for name in ("nobody", "member")
    }
    assert len(answers) == 1


def test_the_wait_grows_with_failures_is_told_in_words_and_never_locks(client, cast, monkeypatch):
    for _ in range(4):
        sign_in(client, password="sai")
    refused = sign_in(client)  # the right password, too early
    assert refused.status_code == 429
    assert "2 giây" in refused.content.decode()
    assert SignInFailure.objects.get(username="officer").count == 4
    monkeypatch.setattr("thidua.base.clock.now", lambda: NOON + timedelta(seconds=3))
    assert "4 giây" in sign_in(client, password="sai").content.decode()
    monkeypatch.setattr("thidua.base.clock.now", lambda: NOON + timedelta(seconds=60))
    assert sign_in(client).status_code == 302
    assert not SignInFailure.objects.filter(username="officer").exists()


def test_another_name_and_another_address_do_not_wait(client, cast):
    for _ in range(6):
        sign_in(client, password="sai")
    assert sign_in(client, "head").status_code == 302
    other = Client(REMOTE_ADDR="192.168.1.77")
    assert sign_in(other).status_code == 302


def test_one_address_that_tries_many_names_waits_for_all(client, cast):
    for number in range(30):
        sign_in(client, f"name{number}", password="sai")
    assert sign_in(client).status_code == 429


def test_what_was_typed_on_a_page_left_open_overnight_is_given_back(client, cast):
    late = client.post(
        "/mat-khau/", {}, headers={"Referer": "http://testserver/mat-khau/"}
    )  # an own password is never kept
    assert "typed" not in client.session
    assert late.status_code == 302
    typed = {"ten": ["Nông Thị Mẫu"], "muc": ["a", "b"], "ghi_chu": ["dòng 1\r\ndòng 2"], "password": ["x"]}
    late = client.post("/don-vi/them/", typed, headers={"Referer": "http://testserver/don-vi/"})
    assert late.url.startswith("/dang-nhap/")
    assert "vẫn được giữ" in client.get("/dang-nhap/").content.decode()
    response = sign_in(client)
    assert response.url == "/gui-lai/"
    text = client.get("/gui-lai/").content.decode()
    assert 'action="/don-vi/them/"' in text
    assert text.count('name="muc"') == 2
    assert "Nông Thị Mẫu" in text
    assert 'name="password"' not in text
    assert client.get("/gui-lai/").status_code == 200  # a reload loses nothing
    client.post("/don-vi/them/", typed)
    assert "typed" not in client.session


def test_what_was_typed_can_be_put_away(client, cast):
    client.post("/don-vi/them/", {"ten": "x"}, headers={"Referer": "http://testserver/don-vi/"})
    sign_in(client)
    response = client.post("/gui-lai/")
    assert response.url == "/don-vi/"
    assert "typed" not in client.session


def test_too_much_is_not_kept_and_that_is_said(client, cast):
    client.post("/don-vi/them/", {"ten": "x" * 300_000})
    sign_in(client)
    assert "quá dài nên không giữ được" in client.get("/gui-lai/").content.decode()


def test_htmx_is_sent_to_the_whole_page(client, cast):
    response = client.post("/don-vi/them/", {"ten": "x"}, headers={"HX-Request": "true"})
    assert response.status_code == 204
    assert response.headers["HX-Redirect"].startswith("/dang-nhap/")


def test_a_token_that_no_longer_holds_gives_the_form_back_only_to_our_own_pages(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["officer"])
    ours = client.post("/don-vi/them/", {"ten": "x"}, headers={"Origin": "http://testserver"})
    assert ours.url == "/gui-lai/"
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.users["officer"])
    foreign = client.post("/don-vi/them/", {"ten": "x"}, headers={"Origin": "http://elsewhere.example"})
    assert foreign.status_code == 403
    assert "typed" not in client.session


@pytest.fixture
def trial_home(settings, tmp_path):
    settings.THIDUA_HOME = tmp_path
    rows = [{"username": "head", "label": "Trưởng đơn vị", "who": "Triệu Văn Mẫu"}]
    (tmp_path / "trial.json").write_text(json.dumps({"accounts": rows}), encoding="utf-8")


def test_a_trial_home_offers_its_roles_with_one_click(client, cast, trial_home):
    assert "Trưởng đơn vị" in client.get("/dang-nhap/").content.decode()
    assert client.post("/dang-nhap/dung-thu/", {"username": "head", "next": OWN}).url == OWN
    assert client.session["_auth_user_id"] == str(cast.users["head"].pk)
    refused = client.post("/dang-nhap/dung-thu/", {"username": "officer"})
    assert refused.status_code == 403


@pytest.mark.parametrize("how", [{"REMOTE_ADDR": "192.168.1.9"}, {"HTTP_X_FORWARDED_FOR": "10.0.0.1"}])
def test_the_one_click_works_on_the_machine_itself_alone(cast, trial_home, how):
    client = Client(**how)
    assert "Trưởng đơn vị" not in client.get("/dang-nhap/").content.decode()
    assert client.post("/dang-nhap/dung-thu/", {"username": "head"}).status_code == 403


def test_a_real_home_has_no_one_click(client, cast):
    assert client.post("/dang-nhap/dung-thu/", {"username": "head"}).status_code == 403


def test_sign_out_is_a_post(sign_in, client):
    sign_in("officer")
    assert client.get("/thoat/").status_code == 405
    assert client.post("/thoat/").url == "/dang-nhap/"
    assert "_auth_user_id" not in client.session


def test_the_own_password_is_changed_with_the_old_one_and_the_session_goes_on(sign_in, cast):
    client = sign_in("officer")
    told = {"old_password": "sai", "new_password": NEW, "new_password_again": NEW}
    wrong = client.post(OWN, told)
    assert wrong.status_code == 422
    assert "đang dùng chưa đúng" in wrong.content.decode()
    short = client.post(
        OWN, told | {"old_password": PASSWORD, "new_password": "ngắn", "new_password_again": "ngan"}
    )
    assert "10 ký tự" in short.content.decode()
    client.post(OWN, told | {"old_password": PASSWORD})
    assert User.objects.get(username="officer").check_password(NEW)
    assert client.get(OWN).status_code == 200
    entry = Entry.objects.order_by("-position").first()
    assert entry.name == "account.password_set"
    assert NEW not in entry.text


def test_a_password_that_others_have_seen_must_be_changed_first(client, cast):
    word = operations.reset_password(cast.act("admin"), user=cast.users["member"])
    response = sign_in(client, "member", word, data={"next": "/don-vi/"})
    assert response.url == OWN
    assert client.get("/gui-lai/").url == OWN
    client.post(OWN, {"old_password": word, "new_password": NEW, "new_password_again": NEW})
    assert not User.objects.get(username="member").must_change_password
