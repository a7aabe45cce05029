"""Tasks and checks: steps, imports whole or not at all, overdue under the head whose duty it is."""

from __future__ import annotations

from datetime import date

import pytest

from tests.movements.conftest import at, signed_act
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.engine.flow import StepRefusedError
from thidua.movements import operations, queries
from thidua.movements.models import Check, Task
from thidua.movements.operations import TaskRow

pytestmark = pytest.mark.django_db


def add(cast, movement, code="1", **changes):
    values = {"text": "Rà soát thủ tục", "lead": cast.office, "due_on": date(2025, 3, 1)} | changes
    return operations.add_task(cast.act("officer"), movement=movement, code=code, **values)


def test_a_task_has_its_own_number_and_a_lead_of_the_authority(cast, launched):
    add(cast, launched)
    for changes, field in (
        ({"code": "1"}, "code"),
        ({"code": ""}, "code"),
        ({"text": " "}, "text"),
        ({"lead": cast.elsewhere}, "lead"),
        ({"due_on": date(2024, 12, 31)}, "due_on"),
    ):
        with pytest.raises(RefusedError) as refused:
            add(cast, launched, **({"code": "2"} | changes))
        assert field in refused.value.faults
    for who in ("head", "chair", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.add_task(
                cast.act(who),
                movement=launched,
                code="3",
                text="x",
                lead=cast.office,
                due_on=date(2025, 3, 1),
            )
    assert Task.objects.count() == 1


def test_an_import_is_whole_or_nothing(cast, launched):
    add(cast, launched)
    rows = [
        TaskRow("1", "Trùng", cast.office, date(2025, 5, 1)),
        TaskRow("2", "Đúng", cast.office, date(2025, 5, 1)),
        TaskRow("2", "", cast.elsewhere, date(2025, 5, 1)),
    ]
    with pytest.raises(RefusedError) as refused:
        operations.import_tasks(cast.act("officer"), movement=launched, rows=rows)
    assert set(refused.value.faults) == {"row_1", "row_3"}
    assert Task.objects.count() == 1
    operations.import_tasks(cast.act("officer"), movement=launched, rows=rows[1:2])
    assert (
        queries.filtered(queries.tasks_visible_to(cast.viewer("officer")), date(2025, 2, 10), words="dung")
        .get()
        .code
        == "2"
    )


def test_progress_is_told_by_the_lead_unit(cast, launched):
    task = add(cast, launched)
    operations.tell_progress(cast.act("member"), task=task, percent=30, note="Đang làm")
    operations.tell_progress(cast.act("head", at(2025, 2, 12)), task=task, percent=60)
    assert queries.tasks_visible_to(cast.viewer("head")).get().latest_percent == 60
    with pytest.raises(RefusedError):
        operations.tell_progress(cast.act("head"), task=task, percent=101)
    for who in ("teacher", "inspector", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.tell_progress(cast.act(who), task=task, percent=10)


def test_finish_cancel_reopen(cast, launched):
    task = add(cast, launched)
    with pytest.raises(RefusedError):
        operations.finish_task(cast.act("head"), task=task, on=date(2025, 2, 11))
    with pytest.raises(NotAllowedError):
        operations.finish_task(cast.act("officer"), task=task, on=date(2025, 2, 10))
    operations.finish_task(
        signed_act(cast, "officer"), task=task, on=date(2025, 2, 10), note="Quyết định số 5"
    )
    assert task.done_by.startswith("Ghi nhận theo")
    with pytest.raises(StepRefusedError):
        operations.cancel_task(cast.act("officer"), task=task, reason="x")
    with pytest.raises(RefusedError):
        operations.reopen_task(cast.act("officer"), task=task, reason="")
    operations.reopen_task(cast.act("officer"), task=task, reason="Chưa có sản phẩm")
    assert (task.state, task.done_on, task.done_note) == ("open", None, "Quyết định số 5")
    with pytest.raises(NotAllowedError):
        operations.cancel_task(cast.act("head"), task=task, reason="x")
    operations.cancel_task(cast.act("officer"), task=task, reason="Trùng việc")
    with pytest.raises(MovedOnError):
        operations.tell_progress(cast.act("head"), task=task, percent=10)
    with pytest.raises(MovedOnError):
        operations.change_task(cast.act("officer"), task=task, values={"text": "Khác"})


def test_the_faster_hand_finishes_alone(cast, launched):
    task = add(cast, launched)
    other = Task.objects.get(pk=task.pk)
    operations.finish_task(cast.act("head"), task=task, on=date(2025, 2, 10))
    with pytest.raises(MovedOnError):
        operations.finish_task(cast.act("member"), task=other, on=date(2025, 2, 10))


def test_overdue_stands_under_the_head(cast, launched):
    on = date(2025, 6, 1)
    for number, lead in enumerate((cast.office, cast.school, cast.office), start=1):
        add(cast, launched, code=str(number), lead=lead, due_on=date(2025, 3, number))
    done = add(cast, launched, code="4", due_on=date(2025, 3, 1))
    operations.finish_task(cast.act("head"), task=done, on=date(2025, 2, 10))
    add(cast, launched, code="5", due_on=on)
    told = queries.overdue_by_head(launched, on)
    assert [(str(one.head), [task.code for task in one.tasks]) for one in told] == [
        ("Triệu Văn Mẫu", ["1", "3"]),
        ("Bàn Thị Thử", ["2"]),
    ]
    rows = queries.tasks_visible_to(cast.viewer("officer"), launched)
    assert {task.code for task in queries.filtered(rows, on, when="overdue")} == {"1", "2", "3"}
    assert {task.code for task in queries.filtered(rows, on, when="soon")} == {"5"}
    assert {task.code for task in queries.filtered(rows, on, lead="MN")} == {"2"}


def test_on_time_counts_what_is_due(cast, launched):
    tasks = [add(cast, launched, code=code) for code in ("1", "2", "3")]
    add(cast, launched, code="4", due_on=date(2025, 12, 1))
    cancelled = add(cast, launched, code="5", due_on=date(2025, 3, 1))
    operations.cancel_task(cast.act("officer"), task=cancelled, reason="Trùng")
    for task, done_on in zip(tasks, (date(2025, 2, 20), date(2025, 3, 5)), strict=False):
        act = cast.act("head", at(done_on.year, done_on.month, done_on.day))
        operations.finish_task(act, task=task, on=done_on)
    assert queries.tasks_on_time(launched, cast.office, date(2025, 4, 1)) == (1, 3)
    figures = queries.numbers(launched, date(2025, 4, 1))
    assert figures["tasks"] == 4
    assert figures["tasks_done_late"] == 1
    assert figures["tasks_overdue"] == 1
    assert figures["tasks_cancelled"] == 1


def test_a_check_and_its_remedy(cast, launched):
    act = cast.act("officer")
    values = {
        "movement": launched,
        "unit": cast.office,
        "held_on": date(2025, 2, 5),
        "team": "Tổ kiểm tra",
        "findings": "Chưa niêm yết",
        "faults": 2,
        "remedy_due": date(2025, 2, 20),
    }
    for change, field in (
        ({"held_on": date(2025, 3, 1), "remedy_due": None}, "held_on"),
        ({"findings": ""}, "findings"),
        ({"remedy_due": date(2025, 2, 1)}, "remedy_due"),
        ({"unit": cast.elsewhere}, "unit"),
        ({"faults": -1}, "faults"),
    ):
        with pytest.raises(RefusedError) as refused:
            operations.record_check(act, **(values | change))
        assert field in refused.value.faults
    with pytest.raises(NotAllowedError):
        operations.record_check(cast.act("head"), **values)
    check = operations.record_check(act, **values)
    assert queries.numbers(launched, date(2025, 3, 1))["remedies_overdue"] == 1
    with pytest.raises(NotAllowedError):
        operations.record_remedy(cast.act("school_head"), check=check, on=date(2025, 2, 9), note="Xong")
    for on, note in ((date(2025, 2, 11), "Xong"), (date(2025, 2, 1), "Xong"), (date(2025, 2, 9), "")):
        with pytest.raises(RefusedError):
            operations.record_remedy(cast.act("head"), check=check, on=on, note=note)
    other = Check.objects.get(pk=check.pk)
    operations.record_remedy(cast.act("head"), check=check, on=date(2025, 2, 9), note="Đã niêm yết")
    with pytest.raises(MovedOnError):
        operations.record_remedy(cast.act("head"), check=other, on=date(2025, 2, 9), note="Xong")
    assert queries.numbers(launched, date(2025, 3, 1))["remedies_overdue"] == 0


def test_nothing_is_added_once_the_movement_is_closed(cast, launched):
    operations.close(cast.act("officer"), movement=launched)
    with pytest.raises(MovedOnError):
        add(cast, launched)


def test_a_stranger_sees_no_task_and_no_check(cast, launched, stranger_movement):
    add(cast, launched)
    operations.add_task(
        cast.act("stranger"),
        movement=stranger_movement,
        code="1",
        text="Việc của xã khác",
        lead=cast.elsewhere,
        due_on=date(2025, 3, 1),
    )
    assert Task.objects.count() == 2
    for who in ("officer", "head", "member", "inspector"):
        assert [task.text for task in queries.tasks_visible_to(cast.viewer(who))] == ["Rà soát thủ tục"]
    assert not queries.tasks_visible_to(cast.viewer("teacher")).exists()
    assert [task.text for task in queries.tasks_visible_to(cast.viewer("stranger"))] == ["Việc của xã khác"]
