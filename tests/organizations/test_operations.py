"""The directory: effect, one entry in the journal, refusal by role and by state."""

from datetime import UTC, date, datetime

import pytest

from thidua.accounts.models import User
from thidua.audit.models import Entry, PrivateDetail
from thidua.base.acts import SYSTEM, Act
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.engine.flow import Role
from thidua.organizations import operations, queries
from thidua.organizations.models import Membership, Person, RoleGrant, Unit, UnitClosure
from thidua.organizations.operations import PersonLine, UnitLine

pytestmark = pytest.mark.django_db

ON = date(2025, 2, 10)


def last():
    return Entry.objects.order_by("-position").first()


def test_a_renamed_unit_keeps_its_former_name_with_its_day(cast):
    act = cast.act("officer")
    with pytest.raises(RefusedError) as refused:
        operations.change_unit(act, unit=cast.culture, name="Phòng Văn hóa")
    assert "on" in refused.value.faults
    operations.change_unit(
        act, unit=cast.culture, name="Phòng Văn hóa", on=date(2025, 2, 1), document="QĐ 5", tags=["fees"]
    )
    assert last().name == "unit.changed"
    fresh = Unit.objects.get(pk=cast.culture.pk)
    assert (fresh.name, fresh.tags) == ("Phòng Văn hóa", ["fees"])
    assert queries.name_on(fresh, date(2025, 1, 31)) == "Phòng Văn hóa - Xã hội"
    assert queries.name_on(fresh, date(2025, 2, 1)) == "Phòng Văn hóa"
    entries = Entry.objects.count()
    operations.change_unit(act, unit=fresh, name="Phòng Văn hóa", tags=["fees"])
    assert Entry.objects.count() == entries


def test_a_new_name_is_for_no_day_to_come_and_two_who_give_it_at_once_give_it_once(cast):
    act = cast.act("officer")
    slower = Unit.objects.select_related("subject").get(pk=cast.culture.pk)
    told = {"name": "Phòng Văn hóa", "document": "QĐ 5"}
    with pytest.raises(RefusedError, match="không thể sau hôm nay"):
        operations.change_unit(act, unit=cast.culture, on=date(2025, 2, 11), **told)
    operations.change_unit(act, unit=cast.culture, on=date(2025, 2, 5), **told)
    operations.change_unit(act, unit=slower, on=date(2025, 2, 5), **told)
    assert list(slower.changes.values_list("former_name", flat=True)) == ["Phòng Văn hóa - Xã hội"]
    with pytest.raises(RefusedError, match="trước lần đổi tên sau cùng"):
        operations.change_unit(act, unit=slower, name="Phòng Xã hội", on=date(2025, 2, 4))


def test_a_unit_with_people_does_not_end_and_an_empty_one_ends_once(cast):
    act = cast.act("officer")
    with pytest.raises(RefusedError, match="còn 2 người"):
        operations.close_unit(act, unit=cast.school, on=ON, document="QĐ 6")
    for who in ("school_head", "teacher"):
        operations.move_person(
            act, person=cast.people[who], unit=cast.culture, position="Công chức", on=date(2025, 2, 5)
        )
    operations.close_unit(act, unit=cast.school, on=ON, document="QĐ 6")
    assert Unit.objects.get(pk=cast.school.pk).valid_to == ON
    with pytest.raises(MovedOnError):
        operations.close_unit(act, unit=cast.school, on=ON, document="QĐ 6")


def test_a_merged_unit_brings_its_people_and_households_and_its_roles_end(cast):
    act = cast.act("officer")
    home = operations.add_household(act, name="Hộ ông A", code="H1", unit=cast.school, valid_from=ON)
    merge = {"unit": cast.school, "on": ON, "document": "NQ 9", "kind": "merged"}
    for wrong in ([], [cast.school], [cast.elsewhere], [cast.office, cast.culture]):
        with pytest.raises(RefusedError) as refused:
            operations.close_unit(act, **merge, successors=wrong)
        assert "successors" in refused.value.faults
    with pytest.raises(RefusedError, match="còn 2 người"):
        operations.close_unit(act, **merge, successors=[cast.culture])
    operations.close_unit(act, **merge, successors=[cast.culture], bring=True)
    head = cast.people["school_head"]
    assert queries.membership_on(head, ON).unit == cast.school
    after = queries.membership_on(head, date(2025, 2, 11))
    assert (after.unit, after.position, after.head) == (cast.culture, "Hiệu trưởng", False)
    home.refresh_from_db()
    assert home.unit == cast.culture
    grants = RoleGrant.objects.filter(unit=cast.school).values_list("ends_on", flat=True)
    assert set(grants) == {ON}
    assert [told for _, told in queries.changes_of(cast.school)] == [
        "Sáp nhập vào Phòng Văn hóa - Xã hội (NQ 9)"
    ]
    assert [told for _, told in queries.changes_of(cast.culture)] == [
        "Nhận sáp nhập Trường Mầm non Nà Mây (NQ 9)"
    ]


def test_a_divided_unit_names_its_parts_and_they_name_it(cast):
    act = cast.act("officer")
    desk = operations.add_unit(
        act, name="Tổ một cửa", code="TMC", level="office", valid_from=date(2025, 1, 1), parent=cast.commune
    )
    told = {"unit": desk, "on": ON, "document": "QĐ 8", "kind": "split"}
    with pytest.raises(RefusedError, match="từ hai đơn vị"):
        operations.close_unit(act, **told, successors=[cast.office])
    operations.close_unit(act, **told, successors=[cast.office, cast.culture])
    assert {sentence for _, sentence in queries.changes_of(desk)} == {
        "Chia thành Văn phòng Hội đồng nhân dân và Ủy ban nhân dân (QĐ 8)",
        "Chia thành Phòng Văn hóa - Xã hội (QĐ 8)",
    }
    assert queries.changes_of(cast.culture) == [(ON, "Được chia ra từ Tổ một cửa (QĐ 8)")]


def test_a_unit_knows_all_units_above_it(cast):
    office = operations.add_unit(
        cast.act("officer"), name="Tổ một cửa", code="TMC", level="office", valid_from=ON, parent=cast.office
    )
    above = UnitClosure.objects.filter(descendant=office).values_list("ancestor__code", "depth")
    assert dict(above) == {"TMC": 0, "VP": 1, "NM": 2}


@pytest.mark.parametrize("who", ["chair", "head", "member", "inspector", "stranger"])
def test_the_directory_is_kept_by_officer_and_administrator_alone(cast, who):
    act = cast.act(who)
    with pytest.raises(NotAllowedError):
        operations.change_unit(act, unit=cast.office, code="X")
    with pytest.raises(NotAllowedError):
        operations.move_person(
            act, person=cast.people["member"], unit=cast.school, position="Giáo viên", on=ON
        )
    with pytest.raises(NotAllowedError):
        operations.change_person(act, person=cast.people["member"], details={}, name="Khác")


def test_a_person_is_changed_with_old_and_new_out_of_the_open_journal(cast):
    person = cast.people["member"]
    changed = operations.change_person(
        cast.act("officer"), person=person, name="Vi Thị Thử Mới", details={"birth_date": date(1990, 5, 20)}
    )
    assert changed
    assert Person.objects.get(pk=person.pk).subject.search == "vi thi thu moi"
    assert "1990" not in last().text
    assert "1990-05-20" in PrivateDetail.objects.get(position=last().position).text
    assert not operations.change_person(cast.act("officer"), person=person, details={})


def test_a_staff_code_stands_once(cast):
    with pytest.raises(RefusedError) as refused:
        operations.change_person(
            cast.act("officer"), person=cast.people["member"], staff_code="CB001", details={}
        )
    assert "staff_code" in refused.value.faults


def test_a_move_ends_the_present_post_the_day_before(cast):
    person = cast.people["member"]
    with pytest.raises(RefusedError) as refused:
        operations.move_person(
            cast.act("officer"), person=person, unit=cast.school, position="Văn thư", on=date(2025, 1, 1)
        )
    assert "on" in refused.value.faults
    operations.move_person(cast.act("officer"), person=person, unit=cast.school, position="Văn thư", on=ON)
    posts = Membership.objects.filter(person=person).order_by("starts_on")
    assert [(post.unit.code, post.ends_on) for post in posts] == [("VP", date(2025, 2, 9)), ("MN", None)]


def test_nobody_is_moved_into_another_authority(cast):
    act = Act(actor=SYSTEM, at=cast.act("officer").at)
    with pytest.raises(RefusedError) as refused:
        operations.move_person(
            act, person=cast.people["member"], unit=cast.elsewhere, position="Văn thư", on=ON
        )
    assert "unit" in refused.value.faults


def test_who_leaves_stays_known_to_the_officer(cast):
    person = cast.people["member"]
    operations.leave(cast.act("officer"), person=person, on=date(2025, 2, 1), reason="Chuyển công tác")
    assert person in queries.persons_visible_to(cast.viewer("officer"))
    assert person not in queries.persons_visible_to(cast.viewer("school_head"))
    with pytest.raises(MovedOnError):
        operations.leave(cast.act("officer"), person=person, on=ON, reason="Lần nữa")


def test_a_role_is_given_once_and_ended_with_a_day(cast):
    act = cast.act("admin")
    user = cast.users["member"]
    grant = operations.grant_role(act, user=user, role=Role.CLERK, unit=cast.commune, starts_on=ON)
    assert cast.viewer("member").holds(Role.CLERK, cast.office)
    with pytest.raises(RefusedError):
        operations.grant_role(act, user=user, role=Role.CLERK, unit=cast.commune, starts_on=ON)
    operations.end_role(act, grant=grant, on=ON)
    assert not cast.viewer("member", date(2025, 2, 11)).holds(Role.CLERK, cast.office)
    with pytest.raises(MovedOnError):
        operations.end_role(act, grant=grant, on=ON)
    with pytest.raises(NotAllowedError):
        operations.grant_role(
            cast.act("officer"), user=user, role=Role.CLERK, unit=cast.commune, starts_on=ON
        )


def test_the_last_administrator_cannot_go(cast):
    grant = RoleGrant.objects.get(user=cast.users["admin"])
    with pytest.raises(RefusedError, match="cuối cùng"):
        operations.end_role(cast.act("admin"), grant=grant, on=ON)
    with pytest.raises(RefusedError):
        operations.close_account(cast.act("admin"), user=cast.users["admin"], authority=cast.commune)


def test_an_account_is_opened_for_a_person_with_a_password_for_one_sign_in(cast):
    person = operations.add_person(
        cast.act("officer"),
        unit=cast.office,
        staff_code="CB900",
        name="Sầm Văn Mẫu",
        position="Công chức",
        category="cong_chuc",
        starts_on=ON,
    )
    with pytest.raises(NotAllowedError):
        operations.open_account(cast.act("officer"), person=person, username="sam.van.mau")
    user, word = operations.open_account(cast.act("admin"), person=person, username="sam.van.mau")
    assert User.objects.get(pk=user.pk).check_password(word)
    assert Person.objects.get(pk=person.pk).user == user
    with pytest.raises(RefusedError):
        operations.open_account(cast.act("admin"), person=Person.objects.get(pk=person.pk), username="khac")


BEGIN = {
    "authority_name": "Ủy ban nhân dân xã Nà Mây",
    "level": "commune",
    "place": "Nà Mây",
    "code": "UB",
    "office_name": "Phòng Văn hóa - Xã hội",
    "office_code": "TT",
    "admin_name": "Hoàng Thị Mẫu",
    "username": "hoang.thi.mau",
    "password": "một câu dễ nhớ",
    "title": "Bà",
    "position": "Công chức nội vụ",
}


def test_an_empty_home_is_begun_once_by_the_system(db):
    act = Act(actor=SYSTEM, at=datetime(2025, 2, 10, 5, 0, tzinfo=UTC))
    begun = operations.begin(act, **BEGIN)
    assert begun.office.authority == begun.authority
    assert begun.person.female
    roles = set(RoleGrant.objects.filter(user=begun.user).values_list("role", flat=True))
    assert roles == {"admin", "officer"}
    assert begun.user.check_password("một câu dễ nhớ")
    with pytest.raises(RefusedError):
        operations.begin(act, **BEGIN)


def test_nobody_else_begins(cast):
    with pytest.raises(NotAllowedError):
        operations.begin(cast.act("admin"), **BEGIN)


UNIT_LINE = UnitLine("TYT", "Trạm Y tế", "B", "", scored=True, tags=("fees",), valid_from=date(2025, 1, 1))
PERSON_LINE = PersonLine(
    "CB100",
    "Lò Thị Thử",
    "VP",
    "Kế toán",
    head=False,
    starts_on=date(2025, 1, 1),
    details={"title": "Bà", "female": True, "category": "cong_chuc"},
)


def test_the_same_import_twice_changes_nothing(cast):
    act = cast.act("officer")
    assert operations.import_units(act, authority=cast.commune, lines=[UNIT_LINE]) == (1, 0)
    assert operations.import_people(act, authority=cast.commune, lines=[PERSON_LINE]) == (1, 0)
    entries = Entry.objects.count()
    assert operations.import_units(act, authority=cast.commune, lines=[UNIT_LINE]) == (0, 0)
    assert operations.import_people(act, authority=cast.commune, lines=[PERSON_LINE]) == (0, 0)
    assert Entry.objects.count() == entries


def test_an_import_changes_and_moves_who_is_known_by_the_code(cast):
    act = cast.act("officer")
    operations.import_people(act, authority=cast.commune, lines=[PERSON_LINE])
    moved = PersonLine(
        "CB100",
        "Lò Thị Thử",
        "MN",
        "Kế toán",
        head=False,
        starts_on=date(2025, 2, 1),
        details=PERSON_LINE.details,
    )
    assert operations.import_people(act, authority=cast.commune, lines=[moved]) == (0, 1)
    person = Person.objects.get(staff_code="CB100")
    assert queries.membership_on(person, ON).unit == cast.school
    assert queries.membership_on(person, date(2025, 1, 15)).unit == cast.office


def test_an_import_is_refused_to_a_stranger(cast):
    with pytest.raises(NotAllowedError):
        operations.import_units(cast.act("stranger"), authority=cast.commune, lines=[UNIT_LINE])


def test_a_household_is_kept_by_who_keeps_the_directory(cast):
    told = {"unit": cast.school, "name": "Hộ ông Lù Văn Mẫu", "valid_from": date(2025, 1, 1)}
    with pytest.raises(NotAllowedError):
        operations.add_household(cast.act("member"), code="BN-01", **told)
    made = operations.add_household(cast.act("officer"), code="BN-01", **told)
    assert last().name == "household.added"
    assert (made.subject.award_kind, made.subject.authority_id) == ("household", cast.commune.pk)
    with pytest.raises(RefusedError) as same:
        operations.add_household(cast.act("officer"), code="BN-01", **told)
    assert list(same.value.faults) == ["code"]
    with pytest.raises(RefusedError) as empty:
        operations.add_household(cast.act("officer"), code="BN-02", **told | {"name": " "})
    assert list(empty.value.faults) == ["name"]
    changed = {"unit": cast.office, "name": "Hộ bà Lù Thị Thử", "code": "BN-01"}
    with pytest.raises(RefusedError) as backwards:
        operations.change_household(cast.act("officer"), household=made, valid_to=date(2024, 1, 1), **changed)
    assert list(backwards.value.faults) == ["valid_to"]
    operations.change_household(cast.act("admin"), household=made, valid_to=date(2025, 6, 1), **changed)
    assert (made.name, made.unit, made.valid_to) == ("Hộ bà Lù Thị Thử", cast.office, date(2025, 6, 1))
    assert [row.name for row in queries.find_households(cast.viewer("member"), "lu thi thu")] == [made.name]
    assert not queries.find_households(cast.viewer("stranger"), "").exists()
