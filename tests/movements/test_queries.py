"""What is read: who sees which movement, standards and quotas for the engine, figures, contradictions, the desk."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.movements.conftest import reading
from thidua.engine.eligibility import StandardRule, Subject
from thidua.engine.quota import Quota
from thidua.movements import operations, queries
from thidua.movements.models import Movement, PlanItem
from thidua.movements.operations import Line
from thidua.movements.queries import citations, duties

pytestmark = pytest.mark.django_db
ON = date(2025, 2, 10)


@pytest.mark.parametrize(
    "who",
    ["officer", "chair", "vice", "head", "member", "publicity", "clerk", "accountant", "inspector", "admin"],
)
def test_who_sees_which_movement(cast, launched, stranger_movement, who):
    assert Movement.objects.count() == 2
    assert list(queries.movements_visible_to(cast.viewer(who))) == [launched]
    assert list(queries.movements_visible_to(cast.viewer("stranger"))) == [stranger_movement]


def test_standards_cite_the_clause_of_the_plan(confirmed):
    found = queries.standards(confirmed)
    told = {(one.subject, one.rule, one.value) for one in found}
    assert told == {
        (Subject.COLLECTIVE, StandardRule.GRADING_AT_LEAST, "good"),
        (Subject.COLLECTIVE, StandardRule.SCORED, ""),
        (Subject.INDIVIDUAL, StandardRule.GRADING_AT_LEAST, "good"),
        (Subject.INDIVIDUAL, StandardRule.DIRECT_WORK, ""),
    }
    assert all(one.article.endswith("mục III.3.2") for one in found)


def test_standards_in_other_words(cast):
    award = {
        "level": "commune",
        "form": "Giấy khen",
        "standards": [
            {"subject": "individual", "text": "Đạt từ 85,5 điểm trở lên, công tác từ 10 tháng trở lên"},
            {
                "subject": "either",
                "text": "Có đăng ký thi đua, 02 năm liên tục hoàn thành xuất sắc nhiệm vụ",
                "grading_at_least": "xuất sắc",
            },
            {
                "subject": "collective",
                "text": "Có trên 50% cá nhân đạt Lao động tiên tiến, 100% cán bộ hoàn thành nhiệm vụ; "
                "không có người bị kỷ luật từ cảnh cáo trở lên",
            },
            {
                "subject": "collective",
                "text": "Không có cá nhân vi phạm kỷ luật, ít nhất 120% người hoàn thành",
            },
        ],
        "quotas": [{"subject": "collective", "max_percent": 10, "per_unit": True, "who": "Khối trường học"}],
    }
    movement = operations.begin_from_file(
        cast.act("officer"), authority=cast.commune, plan_file=None, text="", reading=reading(awards=[award])
    )
    told = {(one.subject, one.rule, one.value) for one in queries.standards(movement)}
    assert told == {
        (Subject.INDIVIDUAL, StandardRule.SCORE_AT_LEAST, "85.5"),
        (Subject.INDIVIDUAL, StandardRule.MONTHS_AT_LEAST, "10"),
        (Subject.EITHER, StandardRule.GRADING_AT_LEAST, "excellent*2"),
        (Subject.EITHER, StandardRule.REGISTERED, ""),
        (Subject.COLLECTIVE, StandardRule.MEMBERS_HOLD, "lao_dong_tien_tien>50%"),
        (Subject.COLLECTIVE, StandardRule.MEMBERS_GRADED, "completed>=100%"),
        (Subject.COLLECTIVE, StandardRule.MEMBERS_UNDISCIPLINED, "Khiển trách"),
        (Subject.COLLECTIVE, StandardRule.MEMBERS_UNDISCIPLINED, ""),
    }
    (quota,) = queries.quotas(movement)
    assert (quota.per_unit, quota.group, str(quota.max_percent), quota.max) == (
        True,
        "Khối trường học",
        "10",
        None,
    )
    text = movement.items.get(kind="quota").text
    assert text == "Không quá 10% số tập thể mỗi đơn vị (Khối trường học)"


def test_registration_is_a_condition_only_where_the_plan_says_so(cast, drafted):
    rules = {one.rule for one in queries.standards(drafted)}
    assert StandardRule.REGISTERED not in rules
    operations.correct_plan(cast.act("officer"), movement=drafted, values={"registration_required": True})
    assert StandardRule.REGISTERED in {one.rule for one in queries.standards(drafted)}


def test_quotas_are_those_of_the_own_level(confirmed):
    assert queries.quotas(confirmed) == (
        Quota(Subject.COLLECTIVE, max=2),
        Quota(Subject.INDIVIDUAL, max=3),
    )
    assert queries.quotas(confirmed, level="province") == ()


def test_contradictions_are_pointed_out(drafted):
    told = {one.code: one.sentence for one in queries.contradictions(drafted)}
    assert set(told) == {"other_year", "other_place", "other_issuer"} - (
        {"other_issuer"} if drafted.authority.name == queries.issuer_name(drafted) else set()
    )
    assert "năm 2024" in told["other_year"]
    assert "huyện Vân Hà" in told["other_place"]


def test_two_quotas_a_missing_standard_a_day_outside_and_no_archive(cast, drafted):
    act = cast.act("officer")
    told = {"level": "commune", "form": "Giấy khen"}
    operations.add_item(
        act, movement=drafted, kind="quota", text="a", data=told | {"subject": "collective", "max": 5}
    )
    operations.add_item(
        act, movement=drafted, kind="quota", text="b", data=told | {"subject": "household", "max": 1}
    )
    operations.add_item(act, movement=drafted, kind="deadline", text="Gửi hồ sơ", data={"on": "2027-05-01"})
    operations.remove_item(act, item=drafted.items.get(kind="recipient", text="Lưu: VP"))
    operations.correct_plan(act, movement=drafted, values={"title": "Phong trào năm 2023"})
    codes = {one.code for one in queries.contradictions(drafted)}
    assert {"two_quotas", "quota_without_standard", "day_outside", "no_archive", "title_year"} <= codes


def test_the_checklist_blocks_only_without_a_plan(cast, drafted):
    lines = queries.launch_checklist(drafted, ON)
    assert [line.code for line in lines if line.blocking and not line.ok] == ["plan_confirmed"]
    assert not queries.may_launch_now(lines)
    operations.confirm_plan(cast.act("officer"), movement=drafted)
    lines = {line.code: line for line in queries.launch_checklist(drafted, ON)}
    assert queries.may_launch_now(list(lines.values()))
    assert lines["units"].sentence == "Danh bạ có 03 đơn vị tham gia."
    assert not lines["plan_number"].ok
    assert lines["heads"].ok


@pytest.mark.parametrize(
    ("actor", "codes"),
    [
        ("Văn phòng UBND xã", ["VP"]),
        ("Công chức văn hóa xã hội", ["VHXH"]),
        ("Phòng Văn hóa - Xã hội", ["VHXH"]),
        ("Các trường học trên địa bàn", ["MN"]),
        ("Các cơ quan, đơn vị", ["VP", "VHXH", "MN"]),
        ("Hội đồng Thi đua - Khen thưởng xã", []),
        ("Đề nghị Ủy ban Mặt trận Tổ quốc xã", []),
    ],
)
def test_an_actor_names_units(cast, actor, codes):
    assert duties.codes_named(actor, duties.units_of(cast.commune, ON)) == codes


def test_duties_concern_the_unit_and_the_post(cast, confirmed):
    told = queries.duties_of(confirmed)
    assert [duty.actor for duty in queries.concerning(told, cast.office)] == ["Văn phòng UBND xã"]
    assert queries.concerning(told, cast.school) == []
    assert [duty.actor for duty in queries.concerning(told, cast.school, "Công chức văn hóa")] == [
        "Công chức văn hóa xã hội"
    ]


def test_a_changed_fact_changes_the_figure(cast, launched):
    before = queries.numbers(launched, ON)
    row = operations.save_registration(
        cast.act("head"), movement=launched, unit=cast.office, lines=[Line(cast.office.subject, "Việc")]
    )
    operations.submit_registration(cast.act("head"), registration=row)
    operations.accept_registration(cast.act("officer"), registration=row)
    after = queries.numbers(launched, ON)
    changed = {name: value for name, value in after.items() if before[name] != value}
    assert changed == {"lists": 1, "lists_accepted": 1, "units_registered": 1}


def test_progress_of_the_four_steps(cast, launched):
    told = queries.progress(launched, ON)
    assert list(told) == ["plan", "launch", "register", "do"]
    assert told["plan"]["finished"]
    assert told["launch"]["text"] == "10/02"
    assert (told["register"]["done"], told["register"]["total"]) == (0, 3)
    assert not told["do"]["finished"]


def texts(cast, who, movement, on=ON):
    return [row["text"] for row in queries.todo(cast.viewer(who, on), movement)]


def test_what_waits_for_whom(cast, drafted):
    assert texts(cast, "officer", drafted) == ["Đối chiếu, xác nhận kế hoạch, còn 21 mục chưa xác nhận"]
    assert texts(cast, "chair", drafted) == []
    operations.confirm_plan(cast.act("officer"), movement=drafted)
    assert "Lấy số, ban hành kế hoạch" in texts(cast, "clerk", drafted)
    assert texts(cast, "chair", drafted) == ["Phát động phong trào"]
    operations.launch(cast.act("chair"), movement=drafted, on=ON)
    assert "Gửi kế hoạch đến đơn vị, cá nhân" in texts(cast, "officer", drafted)
    operations.deliver(cast.act("officer"), movement=drafted, subjects=[cast.people["member"].subject])
    assert texts(cast, "member", drafted) == ["Đọc kế hoạch và xác nhận đã đọc"]
    assert texts(cast, "head", drafted) == ["Đăng ký thi đua của đơn vị"]
    assert texts(cast, "stranger", drafted) == []
    operations.add_task(
        cast.act("officer"),
        movement=drafted,
        code="1",
        text="Rà soát",
        lead=cast.office,
        due_on=date(2025, 2, 15),
    )
    assert "Rà soát" in texts(cast, "head", drafted)
    assert "Đôn đốc 01 nhiệm vụ quá hạn" in texts(cast, "officer", drafted, date(2025, 3, 1))


@pytest.mark.parametrize(("number", "told"), [(1, "I"), (4, "IV"), (9, "IX"), (14, "XIV"), (39, "XXXIX")])
def test_roman(number, told):
    assert citations.roman(number) == told


def test_days_and_documents_as_they_are_cited():
    assert citations.short_day(date(2025, 2, 5)) == "05/02/2025"
    assert citations.short_day(date(2021, 6, 28)) == "28/6/2021"
    assert citations.cited("QĐ", "", "2025-02", "") == "Quyết định"
    assert citations.iso_day("2025-02-30") is None


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"who": "đơn vị", "per_unit": True}, (True, False, "")),
        ({"who": "khối thi đua", "per_unit": True}, (False, True, "")),
        ({"who": "đợt", "per_unit": True}, (False, False, "")),
        ({"who": "trường", "per_unit": True}, (True, False, "trường")),
        ({"who": "khối trường học"}, (False, False, "khối trường học")),
    ],
)
def test_a_quota_per_unit_or_per_group_concerns_every_one_of_them(launched, data, told):
    PlanItem.objects.filter(movement=launched, kind="quota").delete()
    PlanItem.objects.create(
        movement=launched,
        kind="quota",
        order=1,
        text="Số lượng",
        data={"subject": "collective", "max": 1, "level": "commune", "rounding": "up"} | data,
    )
    (found,) = queries.quotas(launched)
    assert (found.per_unit, found.per_block, found.group, found.rounding) == (*told, "up")


def test_a_movement_begun_after_midnight_is_reckoned_by_the_day_in_viet_nam():
    row = Movement(created_at=datetime(2024, 12, 31, 17, 30, tzinfo=UTC))
    assert row.reckoned_on == date(2025, 1, 1)
    row.ends_on = date(2025, 12, 15)
    assert row.reckoned_on == date(2025, 12, 15)
