"""Who sees which units, persons and entries."""

from datetime import date

import pytest

from thidua.organizations import operations, queries

pytestmark = pytest.mark.django_db


def names(rows):
    return {row.name for row in rows}


def test_units_of_the_own_authority_are_seen_and_a_stranger_s_are_not(cast):
    assert cast.elsewhere not in queries.units_visible_to(cast.viewer("member"))
    assert cast.school in queries.units_visible_to(cast.viewer("member"))
    assert list(queries.units_visible_to(cast.viewer("stranger"))) == [cast.elsewhere]


@pytest.mark.parametrize(
    ("who", "count"), [("officer", 13), ("admin", 13), ("inspector", 13), ("school_head", 2), ("member", 1)]
)
def test_persons_are_seen_by_role(cast, who, count):
    seen = queries.persons_visible_to(cast.viewer(who))
    assert seen.count() == count
    assert cast.people["stranger"] not in seen


def test_people_are_found_without_marks_by_unit_and_category_in_the_order_of_given_names(cast):
    viewer = cast.viewer("officer")
    assert [person.name for person in queries.find_people(viewer, text="hoang thi")] == ["Hoàng Thị Mẫu"]
    assert [person.name for person in queries.find_people(viewer, text="cb003")] == ["Hoàng Thị Mẫu"]
    assert [person.name for person in queries.find_people(viewer, unit=cast.school)] == [
        "Nguyễn Thị Hồng Phương Thảo Mẫu",
        "Bàn Thị Thử",
    ]
    assert queries.find_people(viewer, unit=cast.commune).count() == 13
    assert not queries.find_people(viewer, category="vien_chuc").exists()


def test_the_tree_costs_the_same_for_more_units(cast, django_assert_num_queries):
    viewer = cast.viewer("officer")
    with django_assert_num_queries(4):  # one of them for the roles of the viewer, once
        rows = queries.unit_tree(viewer)
    assert [(row.unit.code, row.depth, row.people) for row in rows] == [
        ("NM", 0, 4),
        ("VHXH", 1, 3),
        ("VP", 1, 4),
        ("MN", 1, 2),
    ]
    for number in range(3):
        operations.add_unit(
            cast.act("officer"),
            name=f"Thôn {number}",
            code=f"T{number}",
            level="office",
            valid_from=date(2025, 1, 1),
            parent=cast.commune,
            block="D",
        )
    with django_assert_num_queries(3):
        assert len(queries.unit_tree(viewer)) == 7


def test_a_unit_is_found_by_its_name_or_code(cast):
    found = queries.unit_named(cast.commune, "phòng văn hoá - xã hội", date(2025, 2, 1))
    assert found == cast.culture
    assert queries.unit_named(cast.commune, "VHXH", date(2025, 2, 1)) == cast.culture
    assert queries.unit_named(cast.commune, "Phòng Kinh tế", date(2025, 2, 1)) is None


def test_the_journal_is_read_by_who_oversees_and_holds_nothing_of_a_stranger(cast):
    operations.change_unit(cast.act("stranger"), unit=cast.elsewhere, place="Khuổi")
    operations.change_unit(cast.act("officer"), unit=cast.office, code="VPUB")
    own = queries.journal_visible_to(cast.viewer("inspector"))
    assert own.first().object_label == cast.office.name
    assert str(cast.elsewhere.pk) not in set(own.values_list("authority_id", flat=True))
    theirs = queries.journal_visible_to(cast.viewer("stranger"))
    assert set(theirs.values_list("authority_id", flat=True)) <= {str(cast.elsewhere.pk), ""}
    oversee = {who for who in cast.users if queries.oversees(cast.viewer(who))}
    assert oversee == {"chair", "officer", "inspector", "admin", "stranger"}


def test_the_journal_is_searched_by_act_person_kind_and_day(cast):
    operations.change_unit(cast.act("officer"), unit=cast.office, code="VPUB")
    viewer = cast.viewer("admin")
    found = queries.journal_visible_to
    assert found(viewer, text="sua don vi").count() == 1
    assert found(viewer, who=cast.users["officer"]).count() == 1
    assert found(viewer, kind="role").count() > 5
    assert set(found(viewer, kind="role").values_list("name", flat=True)) == {"role.granted"}
    assert found(viewer, on=date(2025, 2, 10)).count() == 1
    assert found(viewer, on=date(2025, 2, 11)).count() == 0
