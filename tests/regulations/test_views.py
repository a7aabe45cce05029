"""Căn cứ pháp lý on screen: every value with its source; own values set, refused in place, withdrawn."""

import re
from html import unescape

import pytest
from django.urls import reverse

from thidua.regulations.models import OwnValue

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
    page = text(sign_in("officer").get(reverse("law_values"), {"ngay": "01/07/2026"}))
    assert "2.530.000 đồng" in page
    assert "Nghị định 161/2026/NĐ-CP" in page
    assert "Chưa chính thức" in page
    assert "152/2025/NĐ-CP" in page
    assert "None" not in page


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
    assert "Hãy điền mục này." in text(wrong)
    wrong = client.post(place, typed | {"source": "Nghị định 1"})
    assert "Hãy nhập một số" in text(wrong)
    assert 'value="hai triệu"' in text(wrong)
    assert client.post(place, typed | {"source": "Nghị định 1", "value": "2.400.000"}).status_code == 302
    own = OwnValue.objects.get()
    page = text(client.get(reverse("law_values")))
    assert "2.400.000 đồng" in page
    assert "Cơ quan đặt" in page
    assert "2.400.000" in text(client.get(place))
    assert client.post(reverse("law_withdraw", args=(own.pk,)), {"reason": "Nhập nhầm"}).status_code == 302
    assert "2.400.000 đồng" not in text(client.get(reverse("law_values")))


def test_a_province_is_chosen(cast, sign_in):
    client = sign_in("admin")
    place = reverse("law_province")
    assert "Bắc Ninh" in text(client.get(place))
    assert client.post(place, {"province": "bac-ninh", "valid_from": "01/01/2025"}).status_code == 302
    assert "Bắc Ninh" in text(client.get(reverse("law_values")))


def test_who_only_reads_is_offered_nothing_and_may_do_nothing(cast, sign_in):
    client = sign_in("accountant")
    place = reverse("law_value", args=("base_salary",))
    assert "Đặt giá trị này" not in text(client.get(place))
    assert client.post(place, {"value": "1"}).status_code == 403
    assert client.get(reverse("law_province")).status_code == 403


def test_a_stranger_sees_none_of_our_values(cast, sign_in):
    client = sign_in("officer")
    typed = {"value": "2.400.000", "source": "Nghị định 1", "valid_from": "01/01/2025"}
    client.post(reverse("law_value", args=("base_salary",)), typed)
    own = OwnValue.objects.get()
    stranger = sign_in("stranger")
    assert "2.400.000" not in text(stranger.get(reverse("law_values")))
    assert stranger.post(reverse("law_withdraw", args=(own.pk,)), {"reason": "x"}).status_code == 404
