"""The frame of every page: the places of the menu."""

import pytest
from django.urls import reverse

from thidua.engine.flow import Role
from thidua.organizations import operations
from thidua.organizations.choices import ROLES

pytestmark = pytest.mark.django_db
MOST = 7


def test_who_holds_every_role_has_seven_places_at_most_and_finds_accounts_in_the_directory(cast, sign_in):
    for role in ROLES:
        if role not in {Role.ADMIN, Role.MEMBER}:
            operations.grant_role(
                cast.act("admin"),
                user=cast.users["admin"],
                role=role,
                unit=cast.commune,
                starts_on=cast.act("admin").on,
            )
    client = sign_in("admin")
    menu = client.get(reverse("role_list")).context["frame"]["menu"]
    assert len(menu) == MOST
    assert [place["label"] for place in menu if place["current"]] == ["Đơn vị, nhân sự"]
    link = f'href="{reverse("role_list")}"'
    for who, found in (("admin", True), ("officer", False)):
        client = sign_in(who)
        for name in ("unit_list", "person_list"):
            assert (link in client.get(reverse(name)).text) is found
