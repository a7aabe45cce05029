from datetime import date, time

import pytest
from django.db.models import Model

from tests.publicity.conftest import signed_act
from tests.publicity.facts import REVIEW_DAY
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.engine.flow import StepRefusedError
from thidua.publicity import operations
from thidua.publicity.models import Broadcast, Exemplar, Script


def entries(name: str, thing: Model) -> int:
    return Entry.objects.filter(name=name, object_id=str(thing.pk)).count()


def write(cast, story, who="publicity", **changes):
    told = {
        "movement": story.movement,
        "topic": "other",
        "title": "Bản tin",
        "text": "Một câu.",
        "planned_on": date(2025, 12, 26),
        "planned_at": time(5, 30),
        "editor": "Lò Văn Thử",
    } | changes
    return operations.write_script(cast.act(who, REVIEW_DAY), **told)


def log(cast, script, **changes):
    told = {"on": date(2025, 12, 26), "at": time(5, 30), "minutes": 2, "reader": "Lò Văn Thử"} | changes
    return operations.log_broadcast(cast.act("publicity", REVIEW_DAY), script=script, **told)


def test_scripts_are_numbered_one_after_another(cast, story):
    first, second = write(cast, story), write(cast, story)
    assert (first.number, second.number) == (3, 4)
    assert entries("script.written", first) == 1


@pytest.mark.parametrize("who", ["member", "head", "inspector", "admin", "stranger", "chair"])
def test_only_publicity_and_the_officer_write(cast, story, who):
    with pytest.raises(NotAllowedError):
        write(cast, story, who)
    assert Script.objects.filter(movement=story.movement).count() == 2


def test_an_empty_script_is_refused(cast, story):
    with pytest.raises(RefusedError) as refused:
        write(cast, story, text="  \n ")
    assert "text" in refused.value.faults


def test_a_script_cannot_tell_of_an_exemplar_that_nobody_approved(cast, story):
    row = story.movement.exemplars.get()
    Exemplar.objects.update(approved_at=None)
    row.refresh_from_db()
    with pytest.raises(RefusedError):
        write(cast, story, topic="exemplar", exemplar=row)


def test_a_script_is_approved_by_the_chairperson(cast, submitted):
    operations.approve_script(cast.act("chair", REVIEW_DAY), script=submitted)
    assert (submitted.state, submitted.approved_by) == ("approved", "Nông Văn Mẫu")
    assert entries("script.approved", submitted) == 1


@pytest.mark.parametrize("who", ["publicity", "officer", "inspector", "admin", "stranger"])
def test_nobody_else_approves_on_the_screen(cast, submitted, who):
    with pytest.raises(NotAllowedError):
        operations.approve_script(cast.act(who, REVIEW_DAY), script=submitted)


def test_approval_recorded_from_the_paper_names_its_signer(cast, submitted):
    operations.approve_script(signed_act(cast, "officer"), script=submitted)
    assert submitted.approved_by == "Nông Văn Mẫu, Chủ tịch"
    assert submitted.approval_signed is not None


def test_a_draft_cannot_be_approved(cast, script):
    with pytest.raises(StepRefusedError):
        operations.approve_script(cast.act("chair", REVIEW_DAY), script=script)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_a_script_that_is_not_approved_cannot_be_broadcast(cast, script, state):
    Script.objects.filter(pk=script.pk).update(state=state)
    script.refresh_from_db()
    with pytest.raises(RefusedError, match="chưa được duyệt"):
        log(cast, script)
    assert not Broadcast.objects.filter(script=script).exists()


def test_the_first_broadcast_moves_the_script_and_the_second_only_adds_a_line(cast, approved):
    log(cast, approved)
    log(cast, approved, at=time(17, 0))
    approved.refresh_from_db()
    assert (approved.state, approved.broadcasts.count()) == ("broadcast", 2)
    assert entries("script.broadcast", approved) == 1


def test_a_broadcast_in_the_future_or_without_length_is_refused(cast, approved):
    with pytest.raises(RefusedError) as refused:
        log(cast, approved, on=date(2025, 12, 27))
    assert "on" in refused.value.faults
    with pytest.raises(RefusedError) as refused:
        log(cast, approved, minutes=0)
    assert "minutes" in refused.value.faults


def test_a_returned_script_keeps_its_text_and_goes_back_to_approval(cast, submitted):
    with pytest.raises(RefusedError):
        operations.return_script(cast.act("chair", REVIEW_DAY), script=submitted, reason=" ")
    operations.return_script(cast.act("chair", REVIEW_DAY), script=submitted, reason="Thêm số liệu")
    text = submitted.text
    assert submitted.returned_reason == "Thêm số liệu"
    operations.submit_script(cast.act("publicity", REVIEW_DAY), script=submitted)
    assert (submitted.state, submitted.text) == ("submitted", text)


def test_a_script_under_approval_is_not_changed(cast, submitted):
    with pytest.raises(MovedOnError):
        operations.change_script(
            cast.act("publicity", REVIEW_DAY),
            script=submitted,
            title="Khác",
            text="Khác.",
            planned_on=date(2025, 12, 26),
            planned_at=time(6, 0),
        )


def test_an_approved_script_that_is_changed_is_approved_again(cast, approved):
    operations.revise_script(cast.act("publicity", REVIEW_DAY), script=approved, reason="Sửa số")
    assert (approved.state, approved.approved_at, approved.approved_by) == ("draft", None, "")
    with pytest.raises(RefusedError):
        log(cast, approved)


def test_the_slower_hand_is_told(cast, submitted):
    stale = Script.objects.get(pk=submitted.pk)
    operations.recall_script(cast.act("publicity", REVIEW_DAY), script=submitted)
    with pytest.raises(MovedOnError):
        operations.approve_script(cast.act("chair", REVIEW_DAY), script=stale)


def test_an_exemplar_is_entered_once_changed_and_approved(cast, story):
    act = cast.act("publicity", REVIEW_DAY)
    told = {"movement": story.movement, "subject": cast.school.subject, "unit": cast.school}
    row = operations.enter_exemplar(act, **told, story="Mở lớp cho 140 người.", found_on=date(2025, 10, 1))
    with pytest.raises(RefusedError) as refused:
        operations.enter_exemplar(act, **told, story="Lần nữa.", found_on=date(2025, 10, 1))
    assert "subject" in refused.value.faults
    operations.change_exemplar(act, exemplar=row, story="Mở hai lớp.", found_on=date(2025, 10, 2))
    with pytest.raises(NotAllowedError):
        operations.approve_exemplar(act, exemplar=row)
    operations.approve_exemplar(signed_act(cast, "officer"), exemplar=row)
    assert row.approved_by == "Nông Văn Mẫu, Chủ tịch"
    with pytest.raises(MovedOnError):
        operations.approve_exemplar(cast.act("chair", REVIEW_DAY), exemplar=row)
    with pytest.raises(MovedOnError):
        operations.change_exemplar(act, exemplar=row, story="Sau khi duyệt.", found_on=date(2025, 10, 2))
    assert [entries(f"exemplar.{verb}", row) for verb in ("entered", "changed", "approved")] == [1, 1, 1]
