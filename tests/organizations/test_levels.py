"""The levels from their pages: entered from the country's list, ended ones kept, moved from a day; who may."""

from datetime import date

import pytest

from thidua.engine.flow import Role
from thidua.organizations import queries
from thidua.organizations.models import RoleGrant, Unit, UnitClosure

pytestmark = pytest.mark.django_db


def enter(client, unit, way="cap-tren/them", **told):
    return client.post(f"/don-vi/{unit.pk}/{way}/", {"document": "NQ 7", "code": "X", "place": "X"} | told)


def test_the_list_of_the_country_names_what_was_and_what_is():
    old, new = queries.place_by("old-089"), queries.place_by("new-15")
    assert [place.title for place in queries.find_places("van ban", ("district",))] == ["huyện Văn Bàn"]
    assert (old.level, old.valid_from, old.valid_to) == ("district", None, date(2025, 6, 30))
    assert (new.title, new.level, new.valid_from, new.today) == ("tỉnh Lào Cai", "province", None, True)
    assert queries.place_by("new-99999") is None
    assert queries.find_places("", ("commune",)) == []


def test_an_administrator_enters_the_province_and_the_district_that_ended(sign_in, cast):
    client = sign_in("admin")
    assert "tỉnh Lào Cai" in client.get(f"/don-vi/{cast.commune.pk}/cap-tren/them/?q=lao cai").text
    assert "Văn Bàn" in client.get(f"/don-vi/{cast.commune.pk}/cap-tren/them/?ma=old-089").text
    told = {"name": "Ủy ban nhân dân tỉnh Lào Mây", "level": "province", "valid_from": "01/01/2000"}
    assert enter(client, cast.commune, **told | {"level": "commune"}).status_code == 422
    assert enter(client, cast.commune, **told | {"document": ""}).status_code == 422
    assert enter(client, cast.commune, **told).status_code == 302
    assert "đã có trong phần mềm" in enter(client, cast.commune, **told).text
    province = Unit.objects.get(level="province")
    district = {"name": "Ủy ban nhân dân huyện Văn Mây", "level": "district", "valid_from": "01/01/2000"}
    assert enter(client, cast.commune, **district, valid_to="30/01/2025").status_code == 302
    assert (
        "đến ngày này" in enter(client, cast.commune, **district | {"name": "B"}, valid_to="30/01/2025").text
    )
    commune = Unit.objects.get(pk=cast.commune.pk)
    former = Unit.objects.get(level="district")
    assert (commune.parent, former.parent, former.valid_to) == (province, province, date(2025, 1, 30))
    assert queries.authority_above(commune, date(2025, 1, 30)) == former
    assert queries.authority_above(commune, date(2025, 1, 31)) == province
    above = UnitClosure.objects.filter(descendant=cast.office).values_list("ancestor__level", flat=True)
    assert sorted(above) == ["commune", "office", "province"]
    page = client.get("/don-vi/cac-cap/").text
    assert "31/01/2025: Chuyển cấp trên, trước đó thuộc Ủy ban nhân dân huyện Văn Mây (NQ 7)" in page
    beside = {"name": "Ủy ban nhân dân xã Bản Mây", "level": "commune", "valid_from": "01/01/2000"}
    assert enter(client, province, "cap-duoi/them", **beside).status_code == 302
    neighbour = Unit.objects.get(subject__name=beside["name"])
    assert enter(client, neighbour, **district, valid_to="30/01/2025").status_code == 302
    assert queries.authority_above(neighbour, date(2025, 1, 30)) == former
    # the administrator opens accounts there, and below; nobody of the commune gains anything in it
    assert RoleGrant.objects.get(unit=province).user == cast.users["admin"]
    assert not cast.viewer("officer").holds(Role.OFFICER, province)


def test_a_commune_goes_under_another_province_from_a_day(sign_in, cast):
    client = sign_in("admin")
    for name in ("A", "B"):
        told = {"name": f"Tỉnh {name}", "level": "province", "valid_from": "01/01/2000"}
        way = {"on": "01/02/2025"} if name == "B" else {}
        assert enter(client, cast.commune, **told, **way).status_code == 302
    first, second = Unit.objects.filter(level="province").order_by("pk")
    later = {"name": "Tỉnh C", "level": "province", "valid_from": "01/01/2000", "on": "01/01/2030"}
    page = enter(client, cast.commune, **later)
    assert (page.status_code, "Chỉ ghi khi đã đến ngày này" in page.text) == (422, True)
    assert Unit.objects.filter(level="province").count() == 2
    move = "cap-tren/chuyen"
    assert enter(client, cast.commune, move, above=first.pk, on="01/01/2030").status_code == 422
    assert "Đã ghi một lần chuyển" in enter(client, cast.commune, move, above=first.pk, on="01/02/2025").text
    assert enter(client, cast.commune, move, above=first.pk, on="05/02/2025").status_code == 302
    commune = Unit.objects.get(pk=cast.commune.pk)
    days = (date(2025, 1, 31), date(2025, 2, 4), date(2025, 2, 5))
    assert [queries.authority_above(commune, day) for day in days] == [first, second, first]


def test_a_province_enters_its_communes_and_its_administrator_alone_reaches_them(
    sign_in, cast, django_assert_num_queries
):
    client = sign_in("admin")
    enter(client, cast.commune, name="Tỉnh A", level="province", valid_from="01/01/2000")
    province = Unit.objects.get(level="province")
    told = {"name": "Ủy ban nhân dân xã Bản Mây", "level": "commune", "valid_from": "01/07/2024"}
    assert enter(client, province, "cap-duoi/them", **told | {"level": "state"}).status_code == 422
    assert enter(client, province, "cap-duoi/them", **told).status_code == 302
    commune = Unit.objects.get(subject__name=told["name"])
    assert commune.parent == province
    viewer = cast.viewer("admin")
    with django_assert_num_queries(5):  # whatever happened to however many
        assert [row.depth for row in queries.levels_seen(viewer)] == [0, 1, 1]
    assert cast.viewer("admin").holds(Role.ADMIN, commune)
    for who in ("officer", "member"):
        assert sign_in(who).get(f"/don-vi/{cast.commune.pk}/cap-tren/them/").status_code == 403
    for unit in (province, commune, cast.commune):
        assert sign_in("stranger").get(f"/don-vi/{unit.pk}/cap-tren/chuyen/").status_code == 404
    assert enter(sign_in("stranger"), province, "cap-duoi/them", **told).status_code == 404


def test_an_old_commune_is_merged_into_the_new_one_and_a_choice_of_units_names_its_authority(sign_in, cast):
    client = sign_in("admin")
    enter(client, cast.commune, name="Tỉnh A", level="province", valid_from="01/01/2000")
    province = Unit.objects.get(level="province")
    told = {"name": "Ủy ban nhân dân xã Thẳm Mây", "level": "commune", "valid_from": "01/01/2000"}
    assert enter(client, province, "cap-duoi/them", **told).status_code == 302
    old = Unit.objects.get(subject__name=told["name"])
    page = client.get("/nhan-su/them/").text
    assert "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân (Ủy ban nhân dân xã Nà Mây)" in page
    merge = {"kind": "merged", "on": "31/01/2025", "successors": [cast.school.pk]}
    assert enter(client, old, "ket-thuc", **merge).status_code == 422  # an office is no heir of an authority
    assert enter(client, old, "ket-thuc", **merge | {"successors": [cast.commune.pk]}).status_code == 302
    old.refresh_from_db()
    assert (old.valid_to, old.changes.get().successor) == (date(2025, 1, 31), cast.commune)
    assert "Nhận sáp nhập Ủy ban nhân dân xã Thẳm Mây (NQ 7)" in client.get("/don-vi/cac-cap/").text
