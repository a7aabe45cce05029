"""Facts for eligibility, and who reads what."""

from datetime import date
from decimal import Decimal

import pytest

from thidua.engine.eligibility import CollectiveFacts, HoldKind, PersonFacts
from thidua.honours import operations, queries
from thidua.organizations import operations as organizations

pytestmark = pytest.mark.django_db

YEAR = {"starts_on": date(2025, 1, 1), "ends_on": date(2025, 12, 31)}
ON = date(2025, 12, 10)
DOCUMENT = {
    "document_number": "15/TB-UBND",
    "document_on": date(2025, 1, 20),
    "document_issuer": "Ủy ban nhân dân xã Nà Mây",
}


def facts(*subjects, on=ON):
    return queries.facts_of(subjects, **YEAR, on=on)


def test_a_person_s_facts_hold_gradings_holds_leave_and_awards(cast):
    person = cast.people["member"]
    act = cast.act("officer")
    operations.record_grading(act, subject=person.subject, period="2025", level="good", **DOCUMENT)
    operations.record_discipline(
        act, person=person, under_consideration=True, starts_on=date(2025, 2, 1), document="TB 3"
    )
    operations.record_absence(
        act,
        person=person,
        maternity=True,
        reason="Nghỉ thai sản",
        starts_on=date(2025, 3, 1),
        ends_on=date(2025, 7, 31),
    )
    operations.record_award(
        act,
        subject=person.subject,
        form="Giấy khen",
        merit="Chuyển đổi số",
        decision_number="4",
        decided_on=date(2025, 2, 3),
        issuer="Chủ tịch",
        movement_key="9",
    )
    found = facts(person.subject)[person.subject_id]
    assert isinstance(found, PersonFacts)
    assert [(row.period, row.level.value) for row in found.gradings] == [("2025", "good")]
    assert found.gradings[0].document == "15/TB-UBND ngày 20/01/2025 của Ủy ban nhân dân xã Nà Mây"
    assert [hold.kind for hold in found.holds] == [HoldKind.CONSIDERED]
    assert [(award.movement, award.cancelled) for award in found.awards] == [("9", False)]
    assert found.maternity_months == Decimal("5.0")
    assert found.months_worked == Decimal("6.3")
    assert found.joined_on is None
    assert found.is_decider is False


def test_the_chair_is_the_decider_and_the_authority_looks_upward(cast):
    chair = cast.people["chair"].subject
    found = facts(chair, cast.commune.subject, cast.office.subject)
    assert found[chair.pk].is_decider is True
    assert found[cast.commune.subject_id].superior == "cơ quan cấp trên trực tiếp"
    assert found[cast.office.subject_id].superior == ""


def test_a_collective_s_facts_hold_the_women_share_and_its_head_s_discipline(cast):
    operations.record_discipline(
        cast.act("chair"),
        person=cast.people["head"],
        form="Khiển trách",
        starts_on=date(2025, 2, 1),
        ends_on=date(2026, 1, 31),
        document="QĐ 9",
    )
    found = facts(cast.office.subject, cast.school.subject)
    office, school = found[cast.office.subject_id], found[cast.school.subject_id]
    assert isinstance(office, CollectiveFacts)
    assert office.women_share == Decimal("0.5")
    assert school.women_share == 1
    assert [hold.kind for hold in office.head_holds] == [HoldKind.DISCIPLINE]
    assert school.head_holds == ()


def test_a_school_is_graded_by_school_year(cast):
    teacher = cast.people["teacher"].subject
    act = cast.act("officer")
    operations.record_grading(act, subject=teacher, period="2024-2025", level="good", **DOCUMENT)
    assert facts(teacher)[teacher.pk].grading_periods == ("2024-2025",)
    member = cast.people["member"].subject
    assert facts(member)[member.pk].grading_periods == ()


def test_who_came_during_the_year_shows_the_day(cast):
    person = organizations.add_person(
        cast.act("officer"),
        unit=cast.office,
        staff_code="CB900",
        name="Sầm Văn Mẫu",
        position="Công chức",
        category="cong_chuc",
        starts_on=date(2025, 9, 1),
        details={"old_unit_remarks": ""},
    )
    found = facts(person.subject)[person.subject_id]
    assert (found.joined_on, found.old_unit_remarks) == (date(2025, 9, 1), "")
    assert found.months_worked == Decimal("3.3")


def test_the_number_of_queries_does_not_grow_with_the_subjects(cast, django_assert_num_queries):
    one = [cast.people["member"].subject, cast.office.subject]
    many = [person.subject for person in cast.people.values()] + [cast.office.subject, cast.school.subject]
    with django_assert_num_queries(10):
        facts(*one)
    with django_assert_num_queries(10):
        facts(*many)


def test_gradings_are_seen_in_the_authority_and_hidden_from_strangers_and_neighbours(cast):
    for who in ("member", "teacher", "stranger"):
        operations.record_grading(
            cast.act("stranger" if who == "stranger" else "officer"),
            subject=cast.people[who].subject,
            period="2024",
            level="good",
            **DOCUMENT,
        )

    def seen(who):
        return {row.subject.name for row in queries.gradings_visible_to(cast.viewer(who))}

    names = {who: cast.people[who].name for who in ("member", "teacher", "stranger")}
    assert seen("officer") == seen("admin") == {names["member"], names["teacher"]}
    assert seen("member") == {names["member"]}
    assert seen("teacher") == seen("school_head") == {names["teacher"]}
    assert seen("head") == {names["member"], names["teacher"]}  # a member of the council reads the authority
    assert seen("stranger") == {names["stranger"]}


def test_discipline_is_read_by_officer_and_chairperson_alone(cast):
    operations.record_discipline(
        cast.act("officer"),
        person=cast.people["member"],
        under_consideration=True,
        starts_on=date(2025, 2, 1),
        document="TB 3",
    )
    operations.begin_verification(
        cast.act("officer"),
        subject=cast.office.subject,
        matter="Đơn",
        starts_on=date(2025, 2, 1),
        document="PC 1",
    )
    for who in cast.users:
        expected = 1 if who in {"officer", "chair"} else 0
        assert queries.disciplines_visible_to(cast.viewer(who)).count() == expected, who
        assert queries.verifications_visible_to(cast.viewer(who)).count() == expected, who
