"""Plan, launch and reading: effect, one journal entry, refusal by role and by state, the faster hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.conftest import NOON
from tests.movements.conftest import TEXT, at, reading, signed_act
from thidua.audit.models import Entry
from thidua.audit.queries import history
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.documents.operations import Rendered
from thidua.engine.flow import StepRefusedError
from thidua.movements import operations, papers, queries
from thidua.movements.models import Delivery, Movement, PlanItem

pytestmark = pytest.mark.django_db


def names(thing):
    return [entry.name for entry in history(thing)]


def test_a_plan_that_was_read_becomes_columns_and_items(cast, drafted):
    assert (drafted.title, drafted.level) == (
        "phong trào thi đua Cải cách hành chính năm 2025 trên địa bàn xã Nà Mây",
        "commune",
    )
    assert (drafted.starts_on, drafted.ends_on) == (date(2025, 1, 1), date(2025, 12, 31))
    assert (drafted.plan_number, drafted.plan_issued_on, drafted.place) == ("", None, "")
    counted = {kind: drafted.items.filter(kind=kind).count() for kind in PlanItem.Kind.values}
    assert {kind: number for kind, number in counted.items() if number} == {
        "legal_basis": 2,
        "purpose": 1,
        "requirement": 1,
        "participant": 2,
        "content": 4,
        "award": 2,
        "standard": 2,
        "quota": 2,
        "review": 1,
        "duty": 2,
        "recipient": 2,
    }
    assert names(drafted) == ["movement.begun"]


def test_each_item_keeps_its_passage_its_clause_and_whether_the_reader_was_sure(drafted):
    purpose = drafted.items.get(kind="purpose")
    assert TEXT[purpose.start : purpose.end] == purpose.text
    assert purpose.unsure
    quota = drafted.items.get(kind="quota", order=2)
    assert (quota.text, quota.data["max"], quota.data["clause"]) == ("Không quá 03 cá nhân", 3, "mục III.3.3")
    assert not quota.unsure
    basis = drafted.items.get(kind="legal_basis", order=1)
    assert basis.text == "Quyết định số 33/2021/QĐ-UBND ngày 28/6/2021 của Ủy ban nhân dân tỉnh Sơn Vân"
    assert TEXT[basis.start : basis.end] == "33/2021/QĐ-UBND ngày 28/6/2021"
    assert drafted.items.get(kind="content", order=4).start is None


def test_what_the_reader_did_not_find_stays_empty(cast):
    movement = operations.begin_from_file(
        cast.act("officer"),
        authority=cast.commune,
        plan_file=None,
        text="x",
        reading=reading(
            movement={"title": None, "starts_on": "2025-12-31", "ends_on": "2025-01-01"},
            issuer=None,
            document={},
            legal_bases=None,
            at={"/purposes/0/text": "không phải chỗ"},
            unsure=None,
        ),
    )
    assert (movement.title, movement.issuer, movement.ends_on) == ("", "", None)
    assert not movement.items.filter(kind="legal_basis").exists()
    codes = {one.code for one in queries.contradictions(movement)}
    assert "period_reversed" in codes


def test_a_text_without_title_and_contents_is_no_plan(cast):
    with pytest.raises(RefusedError) as refused:
        operations.begin_from_file(
            cast.act("officer"), authority=cast.commune, plan_file=None, text="Một bài thơ", reading={}
        )
    assert "Chưa đọc được kế hoạch" in refused.value.faults["plan_file"]
    assert not Movement.objects.exists()


@pytest.mark.parametrize("who", ["head", "member", "chair", "inspector", "stranger", "admin"])
def test_only_the_officer_of_the_authority_begins(cast, who):
    with pytest.raises(NotAllowedError):
        operations.begin_by_hand(cast.act(who), authority=cast.commune, title="Phong trào")


def test_correcting_confirms_and_journals_old_and_new(cast, drafted):
    operations.correct_plan(
        cast.act("officer"), movement=drafted, values={"place": "Nà Mây", "title": drafted.title}
    )
    drafted.refresh_from_db()
    assert drafted.confirmed_fields == ["place", "title"]
    entry = history(drafted).first()
    assert entry.name == "plan.corrected"
    assert '"changes":{"place":["","Nà Mây"]}' in entry.text
    with pytest.raises(RefusedError) as refused:
        operations.correct_plan(cast.act("officer"), movement=drafted, values={"ends_on": date(2024, 1, 1)})
    assert set(refused.value.faults) == {"ends_on"}
    with pytest.raises(RefusedError):
        operations.correct_plan(cast.act("officer"), movement=drafted, values={"state": "launched"})


def test_nothing_of_the_plan_changes_after_it_is_confirmed(cast, confirmed):
    act, item = cast.act("officer"), confirmed.items.first()
    before = Entry.objects.count()
    for change in (
        lambda: operations.correct_plan(act, movement=confirmed, values={"title": "Khác"}),
        lambda: operations.set_item(act, item=item, text="Khác"),
        lambda: operations.add_item(act, movement=confirmed, kind="purpose", text="Thêm"),
        lambda: operations.remove_item(act, item=item),
        lambda: operations.confirm_items(act, movement=confirmed, items=[item]),
    ):
        with pytest.raises(MovedOnError):
            change()
    assert Entry.objects.count() == before


@pytest.mark.parametrize(
    ("data", "field"), [({"max": None}, "max"), ({"max": -1}, "max"), ({"max": "hai"}, "max")]
)
def test_a_quota_says_how_many(cast, drafted, data, field):
    item = drafted.items.filter(kind="quota").first()
    with pytest.raises(RefusedError) as refused:
        operations.set_item(cast.act("officer"), item=item, data=data)
    assert field in refused.value.faults


def test_a_number_that_could_not_be_read_is_no_limit_until_it_is_put_in(cast):
    told = reading()
    told["awards"][0]["quotas"][0]["max"] = None
    act = cast.act("officer")
    drafted = operations.begin_from_file(act, authority=cast.commune, plan_file=None, text=TEXT, reading=told)
    item = drafted.items.get(kind="quota", order=1)
    assert item.text == "Số lượng tập thể: chưa đọc được con số"
    for confirm in (
        lambda: operations.confirm_items(act, movement=drafted, items=[item]),
        lambda: operations.confirm_plan(act, movement=drafted),
    ):
        with pytest.raises(RefusedError, match="chưa đọc được con số"):
            confirm()
    operations.set_item(act, item=item, data={"max": 2})
    assert item.text == "Không quá 02 tập thể"
    operations.confirm_plan(act, movement=drafted)


def test_confirming_makes_areas_and_finds_whose_duty_it_is(cast, confirmed):
    assert list(confirmed.areas.values_list("code", "name")) == [
        ("I", "Công tác chỉ đạo, điều hành"),
        ("II", "Cải cách thể chế"),
        ("III", "Cải cách tài chính công"),
        ("IV", "Văn hóa công vụ"),
        ("V", "Tuyên truyền, phát hiện và nêu gương điển hình"),
    ]
    assert [item.data["units"] for item in confirmed.items.filter(kind="duty")] == [["VP"], ["VHXH"]]
    assert names(confirmed)[0] == "plan.confirmed"


def test_contents_without_areas_are_areas_themselves(cast):
    contents = [
        {"text": "Xây dựng nông thôn mới; làm đường thôn.", "areas": []},
        {"text": "Giảm nghèo.", "areas": []},
    ]
    movement = operations.begin_from_file(
        cast.act("officer"),
        authority=cast.commune,
        plan_file=None,
        text="",
        reading=reading(contents=contents),
    )
    operations.confirm_plan(cast.act("officer"), movement=movement)
    assert [str(area) for area in movement.areas.all()] == ["I. Xây dựng nông thôn mới", "II. Giảm nghèo"]


def test_reopened_and_confirmed_again_keeps_areas_in_use(cast, confirmed):
    act = cast.act("officer")
    operations.add_task(
        act,
        movement=confirmed,
        code="1",
        text="Việc",
        lead=cast.office,
        due_on=date(2025, 5, 1),
        area=confirmed.areas.get(code="V"),
    )
    operations.reopen_plan(act, movement=confirmed, reason="Sửa nội dung")
    content = confirmed.items.get(kind="content", order=1)
    operations.set_item(act, item=content, data={"areas": ["Cải cách thể chế"]})
    operations.confirm_plan(act, movement=confirmed)
    assert list(confirmed.areas.values_list("code", "name")) == [
        ("I", "Cải cách thể chế"),
        ("II", "Văn hóa công vụ"),
        ("III", "Tuyên truyền, phát hiện và nêu gương điển hình"),
        ("V", "Tuyên truyền, phát hiện và nêu gương điển hình"),
    ]


def test_a_reopening_needs_a_reason_and_the_right_state(cast, drafted):
    act = cast.act("officer")
    with pytest.raises(StepRefusedError):
        operations.reopen_plan(act, movement=drafted, reason="x")
    operations.confirm_plan(act, movement=drafted)
    with pytest.raises(RefusedError):
        operations.reopen_plan(act, movement=drafted, reason="  ")
    with pytest.raises(NotAllowedError):
        operations.reopen_plan(cast.act("head"), movement=drafted, reason="x")


def test_the_faster_hand_confirms_alone(cast, drafted):
    other = Movement.objects.get(pk=drafted.pk)
    operations.confirm_plan(cast.act("officer"), movement=drafted)
    with pytest.raises(MovedOnError):
        operations.confirm_plan(cast.act("officer"), movement=other)


def test_the_chairperson_launches(cast, confirmed):
    operations.launch(cast.act("chair"), movement=confirmed, on=date(2025, 2, 10))
    assert (confirmed.state, confirmed.launched_by) == ("launched", "Nông Văn Mẫu")
    assert names(confirmed).count("movement.launched") == 1


def test_the_officer_launches_only_with_the_signed_paper(cast, confirmed):
    with pytest.raises(NotAllowedError):
        operations.launch(cast.act("officer"), movement=confirmed, on=date(2025, 2, 10))
    operations.launch(signed_act(cast, "officer"), movement=confirmed, on=date(2025, 2, 10))
    assert confirmed.launched_by == "Nông Văn Mẫu"
    assert confirmed.launch_signed.number == "12"
    assert '"signed":{' in history(confirmed).first().text


@pytest.mark.parametrize("who", ["head", "member", "clerk", "inspector", "stranger"])
def test_nobody_else_launches_not_even_with_a_paper(cast, confirmed, who):
    paper = signed_act(cast, "officer").signed
    with pytest.raises(NotAllowedError):
        operations.launch(replace(cast.act(who), signed=paper), movement=confirmed, on=date(2025, 2, 10))


def test_no_launch_before_the_plan_is_confirmed_nor_on_a_day_to_come(cast, drafted):
    with pytest.raises(StepRefusedError):
        operations.launch(cast.act("chair"), movement=drafted, on=date(2025, 2, 10))
    operations.confirm_plan(cast.act("officer"), movement=drafted)
    with pytest.raises(RefusedError) as refused:
        operations.launch(cast.act("chair"), movement=drafted, on=date(2025, 2, 11))
    assert set(refused.value.faults) == {"on"}


def issue(cast, movement, number="12", who="clerk", dated_on=date(2025, 2, 10)):
    content = papers.plan(movement, on=dated_on, number=number, dated_on=dated_on)
    operations.issue_plan(
        cast.act(who),
        movement=movement,
        number=number,
        dated_on=dated_on,
        rendered=Rendered(content, b"w", b"p"),
    )


def test_the_clerk_issues_the_plan_once(cast, confirmed):
    issue(cast, confirmed)
    assert (confirmed.plan_number, confirmed.plan_issued_on) == ("12/KH-UBND", date(2025, 2, 10))
    assert confirmed.plan_paper.citation == "12/KH-UBND"
    assert queries.document_name(confirmed) == "Kế hoạch số 12/KH-UBND ngày 10/02/2025"
    with pytest.raises(MovedOnError):
        issue(cast, confirmed, number="13")
    with pytest.raises(RefusedError):
        operations.reopen_plan(cast.act("officer"), movement=confirmed, reason="Sửa")


def test_a_plan_is_issued_only_confirmed_numbered_and_by_its_keepers(cast, drafted):
    with pytest.raises(MovedOnError):
        issue(cast, drafted)
    operations.confirm_plan(cast.act("officer"), movement=drafted)
    with pytest.raises(NotAllowedError):
        issue(cast, drafted, who="head")
    with pytest.raises(RefusedError):
        issue(cast, drafted, number=" ")
    with pytest.raises(RefusedError):
        issue(cast, drafted, dated_on=date(2025, 3, 1))


def test_the_plan_is_delivered_once_to_each(cast, launched):
    act = cast.act("officer")
    everybody = queries.all_subjects(cast.commune, act.on)
    assert operations.deliver(act, movement=launched, subjects=everybody) == 16
    assert operations.deliver(act, movement=launched, subjects=everybody) == 0
    assert Delivery.objects.get(subject=cast.people["teacher"].subject).unit == cast.school
    with pytest.raises(NotAllowedError):
        operations.deliver(cast.act("head"), movement=launched, subjects=everybody)


def test_nothing_is_delivered_before_the_launch(cast, confirmed):
    with pytest.raises(RefusedError):
        operations.deliver(cast.act("officer"), movement=confirmed, subjects=[cast.office.subject])


def test_reading_is_confirmed_by_oneself_the_head_or_with_the_signed_list(cast, launched):
    operations.deliver(
        cast.act("officer"), movement=launched, subjects=queries.all_subjects(cast.commune, NOON.date())
    )
    mine = Delivery.objects.get(subject=cast.people["member"].subject)
    for who in ("clerk", "officer", "school_head", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.confirm_read(cast.act(who), delivery=mine)
    operations.confirm_read(cast.act("member"), delivery=mine)
    assert mine.read_by == "Vi Thị Thử"
    with pytest.raises(MovedOnError):
        operations.confirm_read(cast.act("member"), delivery=mine)
    assert operations.confirm_read_for_all(cast.act("head"), movement=launched, unit=cast.office) == 4
    assert (
        operations.confirm_read_for_all(signed_act(cast, "officer"), movement=launched, unit=cast.school) == 3
    )
    row = Delivery.objects.get(subject=cast.people["teacher"].subject)
    assert row.read_by.startswith("Ghi nhận theo")
    assert row.signed_list is not None
    with pytest.raises(RefusedError):
        operations.confirm_read_for_all(cast.act("head"), movement=launched, unit=cast.office)
    with pytest.raises(NotAllowedError):
        operations.confirm_read_for_all(cast.act("officer"), movement=launched, unit=cast.culture)


def test_the_team_has_its_lead_and_only_own_people(cast, launched):
    act, people = cast.act("officer"), cast.people
    operations.set_team(
        act, movement=launched, persons=[people["officer"], people["clerk"]], lead=people["clerk"]
    )
    operations.set_team(
        act, movement=launched, persons=[people["head"], people["clerk"]], lead=people["head"]
    )
    assert [str(row) for row in queries.team(launched)] == ["Triệu Văn Mẫu", "Hà Thị Mẫu"]
    for persons, lead in (
        ([], people["head"]),
        ([people["head"]], people["clerk"]),
        ([people["head"], people["stranger"]], people["head"]),
    ):
        with pytest.raises(RefusedError):
            operations.set_team(act, movement=launched, persons=persons, lead=lead)
    with pytest.raises(NotAllowedError):
        operations.set_team(
            cast.act("chair"), movement=launched, persons=[people["head"]], lead=people["head"]
        )


def test_close_and_reopen_with_a_reason(cast, launched):
    act = cast.act("officer", at(2026, 1, 5))
    operations.close(act, movement=launched)
    with pytest.raises(MovedOnError):
        operations.set_team(act, movement=launched, persons=[cast.people["head"]], lead=cast.people["head"])
    with pytest.raises(RefusedError):
        operations.reopen(act, movement=launched, reason="")
    operations.reopen(
        replace(act, at=act.at + timedelta(minutes=1)), movement=launched, reason="Còn khiếu nại"
    )
    assert launched.state == "launched"
    assert names(launched)[:2] == ["movement.reopened", "movement.closed"]
