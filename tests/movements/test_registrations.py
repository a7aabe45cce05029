"""Registrations: one list per unit, late and out of scope only by the chairperson, snapshots and differences."""

from __future__ import annotations

from datetime import date

import pytest

from tests.movements.conftest import at, signed_act
from thidua.audit.queries import history
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.engine.flow import StepRefusedError
from thidua.movements import operations, queries
from thidua.movements.models import Movement, Registration, RegistrationLine
from thidua.movements.operations import Line
from thidua.organizations.models import Person, Unit

pytestmark = pytest.mark.django_db


def office_lines(cast, word="Hoàn thành 100% nhiệm vụ"):
    return [
        Line(subject, word, "Giấy khen") for subject in queries.candidates(cast.office, date(2025, 2, 10))
    ]


@pytest.fixture
def saved(cast, launched) -> Registration:
    return operations.save_registration(
        cast.act("head"), movement=launched, unit=cast.office, lines=office_lines(cast)
    )


@pytest.fixture
def sent(cast, saved) -> Registration:
    operations.submit_registration(cast.act("head"), registration=saved)
    return saved


def test_the_list_holds_the_unit_and_its_people(cast, saved):
    assert saved.lines.count() == 5
    assert not saved.lines.filter(entered_for=True).exists()
    assert [entry.name for entry in history(saved)] == ["registration.saved"]


def test_saving_again_replaces_the_list(cast, launched, saved):
    lines = [Line(cast.office.subject, "Nội dung khác")]
    again = operations.save_registration(cast.act("head"), movement=launched, unit=cast.office, lines=lines)
    assert again.pk == saved.pk
    assert [line.commitment for line in again.lines.all()] == ["Nội dung khác"]


@pytest.mark.parametrize("who", ["member", "school_head", "chair", "clerk", "stranger", "inspector"])
def test_only_head_and_officer_keep_the_list(cast, launched, who):
    with pytest.raises(NotAllowedError):
        operations.save_registration(cast.act(who), movement=launched, unit=cast.office, lines=[])


def test_no_list_before_the_launch(cast, confirmed):
    with pytest.raises(RefusedError):
        operations.save_registration(
            cast.act("head"), movement=confirmed, unit=cast.office, lines=office_lines(cast)
        )


def test_a_subject_stands_once_and_in_its_own_unit(cast, launched, saved):
    act = cast.act("officer")
    teacher, head = Line(cast.people["teacher"].subject), Line(cast.people["head"].subject)
    for unit, lines in (
        (cast.office, [head, head]),
        (cast.office, [teacher]),
        (cast.elsewhere, [Line(cast.elsewhere.subject)]),
    ):
        with pytest.raises((RefusedError, NotAllowedError)):
            operations.save_registration(act, movement=launched, unit=unit, lines=lines)
    assert RegistrationLine.objects.filter(movement=launched).count() == 5


def test_a_member_writes_only_the_own_line(cast, launched):
    act = cast.act("member")
    line = operations.set_line(
        act, movement=launched, unit=cast.office, subject=cast.people["member"].subject, commitment="Đúng hạn"
    )
    assert not line.entered_for
    with pytest.raises(NotAllowedError):
        operations.set_line(act, movement=launched, unit=cast.office, subject=cast.people["clerk"].subject)
    for_another = operations.set_line(
        cast.act("officer"), movement=launched, unit=cast.office, subject=cast.people["clerk"].subject
    )
    assert for_another.entered_for


def test_sending_keeps_a_snapshot_and_closes_the_list(cast, launched, sent):
    assert (sent.state, sent.late, len(sent.snapshot)) == ("submitted", False, 1)
    assert len(sent.snapshot[0]["lines"]) == 5
    with pytest.raises(MovedOnError):
        operations.save_registration(cast.act("head"), movement=launched, unit=cast.office, lines=[])
    with pytest.raises(StepRefusedError):
        operations.submit_registration(cast.act("head"), registration=sent)


def test_an_empty_list_is_not_sent(cast, launched):
    row = operations.save_registration(cast.act("head"), movement=launched, unit=cast.office, lines=[])
    with pytest.raises(RefusedError):
        operations.submit_registration(cast.act("head"), registration=row)
    assert Registration.objects.get(pk=row.pk).state == "draft"


def test_the_officer_sends_for_a_unit_only_with_the_signed_list(cast, saved):
    with pytest.raises(NotAllowedError):
        operations.submit_registration(cast.act("officer"), registration=saved)
    operations.submit_registration(signed_act(cast, "officer"), registration=saved)
    assert saved.submitted_by.startswith("Ghi nhận theo")
    assert saved.signed is not None


def test_accepted_in_time(cast, launched, sent):
    with pytest.raises(NotAllowedError):
        operations.accept_registration(cast.act("head"), registration=sent)
    operations.accept_registration(cast.act("officer"), registration=sent)
    registered = {line.subject for line in queries.registered_subjects(launched)}
    assert cast.people["member"].subject in registered
    assert cast.people["teacher"].subject not in registered
    with pytest.raises(StepRefusedError):
        operations.recall_registration(cast.act("head"), registration=sent)


def test_late_is_a_warning_that_only_the_chairperson_takes(cast, launched, saved):
    Movement.objects.filter(pk=launched.pk).update(registration_due=date(2025, 2, 1))
    saved = Registration.objects.get(pk=saved.pk)
    operations.submit_registration(cast.act("head"), registration=saved)
    assert saved.late
    with pytest.raises(RefusedError):
        operations.accept_registration(cast.act("officer"), registration=saved)
    with pytest.raises(NotAllowedError):
        operations.accept_late(cast.act("officer"), registration=saved, reason="Mưa lũ")
    with pytest.raises(RefusedError):
        operations.accept_late(cast.act("chair"), registration=saved, reason=" ")
    operations.accept_late(signed_act(cast, "officer"), registration=saved, reason="Mưa lũ")
    assert (saved.state, saved.acceptance_reason) == ("accepted", "Mưa lũ")
    assert saved.accepted_by.startswith("Ghi nhận theo")


def test_out_of_scope_goes_by_the_words_of_the_plan(cast, launched):
    Person.objects.filter(pk=cast.people["teacher"].pk).update(category="khong_chuyen_trach")
    Unit.objects.filter(pk=cast.school.pk).update(block="D")
    subjects = [cast.people["teacher"].subject, cast.school.subject, cast.office.subject]
    outside = queries.out_of_scope(launched, subjects, date(2025, 2, 10))
    assert set(outside) == {cast.people["teacher"].subject_id, cast.school.subject_id}
    row = operations.save_registration(
        cast.act("school_head"),
        movement=launched,
        unit=cast.school,
        lines=[Line(subject) for subject in subjects[:2]],
    )
    operations.submit_registration(cast.act("school_head"), registration=row)
    with pytest.raises(RefusedError) as refused:
        operations.accept_registration(cast.act("officer"), registration=row)
    assert "Ngoài đối tượng" in str(refused.value)
    operations.accept_late(cast.act("chair"), registration=row, reason="Có thành tích")
    launched.items.filter(kind="participant").delete()
    assert queries.out_of_scope(launched, subjects, date(2025, 2, 10)) == {}


def test_returned_resent_and_the_difference_is_shown(cast, launched, sent):
    with pytest.raises(RefusedError):
        operations.return_registration(
            cast.act("officer"), registration=sent, reason="Thiếu", due_on=date(2025, 1, 1)
        )
    operations.return_registration(
        cast.act("officer"), registration=sent, reason="Thiếu chỉ tiêu", due_on=date(2025, 2, 20)
    )
    assert sent.lines.count() == 5
    lines = [Line(cast.office.subject, "Đúng hạn 98%", "Giấy khen"), *office_lines(cast)[2:]]
    again = operations.save_registration(cast.act("head"), movement=launched, unit=cast.office, lines=lines)
    operations.submit_registration(cast.act("head", at(2025, 2, 21)), registration=again)
    assert again.late
    changes = {(change.kind, change.name) for change in queries.changes_since_last_send(again)}
    assert ("changed", cast.office.name) in changes
    assert {kind for kind, _ in changes} == {"changed", "removed"}


def test_recall_and_reopen(cast, sent):
    operations.recall_registration(cast.act("head"), registration=sent)
    assert sent.state == "recalled"
    operations.submit_registration(cast.act("head"), registration=sent)
    operations.accept_registration(cast.act("officer"), registration=sent)
    with pytest.raises(RefusedError):
        operations.reopen_registration(cast.act("officer"), registration=sent, reason="")
    operations.reopen_registration(cast.act("officer"), registration=sent, reason="Sai tên")
    assert (sent.state, sent.accepted_at) == ("returned", None)


def test_the_faster_hand(cast, sent):
    other = Registration.objects.get(pk=sent.pk)
    operations.accept_registration(cast.act("officer"), registration=sent)
    with pytest.raises(MovedOnError):
        operations.return_registration(
            cast.act("officer"), registration=other, reason="x", due_on=date(2025, 3, 1)
        )


def test_who_sees_which_lists(cast, launched, sent, stranger_movement):
    act = cast.act("stranger")
    operations.save_registration(
        act, movement=stranger_movement, unit=cast.elsewhere, lines=[Line(cast.elsewhere.subject)]
    )
    assert Registration.objects.count() == 2
    for who, seen in (("officer", 1), ("head", 1), ("member", 1), ("school_head", 0), ("inspector", 1)):
        assert queries.registrations_visible_to(cast.viewer(who)).count() == seen, who
    assert queries.lines_visible_to(cast.viewer("member"), sent).count() == 2
    assert queries.lines_visible_to(cast.viewer("head"), sent).count() == 5
