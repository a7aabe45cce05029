from datetime import date

import pytest

from tests.nominations.conftest import APPRAISAL_DAY, NOMINATING_DAY
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.documents import paper as papers
from thidua.engine.flow import StepRefusedError
from thidua.honours.models import AwardHeld, Discipline, Grading
from thidua.nominations import operations, queries
from thidua.nominations.models import Nomination, UnitMeeting
from thidua.nominations.papers import achievement_report
from thidua.organizations.models import Membership
from thidua.regulations import operations as regulations


def names() -> list[str]:
    return list(Entry.objects.order_by("position").values_list("name", flat=True))


def texts(block) -> str:
    return str(papers.as_dict(block))


def hold(year, act, **changes):
    told = {
        "movement": year.movement,
        "unit": year.cast.office,
        "held_on": date(2025, 11, 14),
        "chair": "Triệu Văn Mẫu",
        "secretary": "Vi Thị Thử",
        "members_total": 9,
        "members_present": 8,
    } | changes
    return operations.hold_unit_meeting(act, **told)


def test_a_head_holds_the_meeting_of_the_own_unit(year):
    before = len(names())
    meeting = hold(year, year.act("head"))
    assert meeting.members_present == 8
    assert names()[before:] == ["unit_meeting.held"]


@pytest.mark.parametrize("who", ["school_head", "member", "inspector", "admin", "stranger", "officer"])
def test_others_do_not_hold_the_meeting_of_a_unit(year, who):
    with pytest.raises(NotAllowedError):
        hold(year, year.act(who))


def test_the_officer_records_the_meeting_from_its_signed_minutes(year):
    meeting = hold(year, year.signed_act("officer"))
    assert meeting.signed is not None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"members_present": 10}, "members_present"),
        ({"members_present": 0}, "members_present"),
        ({"members_total": 0}, "members_total"),
        ({"held_on": date(2025, 11, 30)}, "held_on"),
        ({"held_on": date(2024, 12, 30)}, "held_on"),
    ],
)
def test_a_meeting_that_cannot_have_been_is_refused_at_its_field(year, changes, field):
    with pytest.raises(RefusedError) as refused:
        hold(year, year.act("head"), **changes)
    assert field in refused.value.faults
    assert not UnitMeeting.objects.exists()


def test_a_unit_meets_once(year):
    hold(year, year.act("head"))
    with pytest.raises(RefusedError):
        hold(year, year.act("head"))


def test_nobody_is_nominated_twice_or_by_another_unit_or_with_more_votes_than_people(year):
    year.draft("member")
    with pytest.raises(RefusedError) as twice:
        year.draft("member")
    assert "subject" in twice.value.faults
    with pytest.raises(RefusedError) as elsewhere:
        year.draft("teacher", unit=year.cast.office)
    assert "subject" in elsewhere.value.faults
    with pytest.raises(RefusedError) as votes:
        year.draft("clerk", votes_for=9)
    assert "votes_for" in votes.value.faults


def test_sending_keeps_a_snapshot_and_the_difference_to_the_last_shows(year):
    nomination = year.sent("member")
    operations.return_nomination(
        year.act("officer", APPRAISAL_DAY),
        nomination=nomination,
        reason="Ghi rõ số liệu",
        due_on=date(2025, 12, 5),
    )
    assert nomination.state == "returned"
    operations.change(
        year.act("head", APPRAISAL_DAY),
        nomination=nomination,
        merit="Giải quyết 1.200 hồ sơ đúng hạn",
        votes_for=8,
        form="Giấy khen",
        level="commune",
    )
    operations.submit(year.act("head", APPRAISAL_DAY), nomination=nomination)
    assert nomination.state == "submitted"
    assert nomination.sends.count() == 2
    changed = {
        row["label"]: (row["before"], row["after"])
        for row in queries.differences(nomination, NOMINATING_DAY.date())
    }
    assert changed["Số người đồng ý"] == ("7", "8")
    assert changed["Thành tích"][1] == "Giải quyết 1.200 hồ sơ đúng hạn"
    assert "Hình thức" not in changed


def test_recall_and_withdraw(year):
    nomination = year.sent("member")
    operations.recall(year.act("head"), nomination=nomination)
    assert nomination.state == "draft"
    with pytest.raises(RefusedError):
        operations.withdraw(year.act("head"), nomination=nomination, reason=" ")
    operations.withdraw(year.act("head"), nomination=nomination, reason="Chuyển công tác")
    assert nomination.state == "withdrawn"
    with pytest.raises(StepRefusedError):
        operations.submit(year.act("head"), nomination=nomination)


def test_the_faster_hand_wins(year):
    nomination = year.sent("member")
    stale = Nomination.objects.get(pk=nomination.pk)
    operations.recall(year.act("head"), nomination=nomination)
    with pytest.raises(MovedOnError):
        operations.appraise(year.signed_act("officer", APPRAISAL_DAY), nomination=stale, finding="")


@pytest.mark.parametrize("who", ["head", "member", "inspector", "admin", "stranger", "clerk"])
def test_only_officer_and_team_appraise(year, who):
    nomination = year.sent("member")
    with pytest.raises(NotAllowedError):
        operations.appraise(year.act(who, APPRAISAL_DAY), nomination=nomination, finding="")


def test_nobody_appraises_the_own_unit(year):
    nomination = year.sent("culture_head")
    with pytest.raises(NotAllowedError):
        operations.appraise(year.act("officer", APPRAISAL_DAY), nomination=nomination, finding="")
    operations.appraise(year.act("teacher", APPRAISAL_DAY), nomination=nomination, finding="Đúng")
    assert nomination.eligible is True
    assert nomination.appraised_by
    told = {"nomination": nomination, "reason": "tính lại"}
    with pytest.raises(NotAllowedError):
        operations.reappraise(year.act("officer", APPRAISAL_DAY), **told)
    nomination.refresh_from_db()
    assert nomination.state == "appraised"


def test_the_standing_of_somebody_eligible(year):
    nomination = year.appraised("member")
    assert (nomination.verdict, nomination.eligible) == ("eligible", True)
    assert nomination.votable
    found = {row["rule"]: row for row in nomination.findings}
    assert found["grading_at_least"]["outcome"] == "met"
    assert "Kế hoạch số 12/KH-UBND" in found["grading_at_least"]["article"]
    worded = queries.worded(nomination.findings)
    assert all(row["rule"] and row["outcome"] for row in worded)
    assert any("Hoàn thành xuất sắc nhiệm vụ" in row["fact"] for row in worded)


def failed(nomination) -> dict[str, str]:
    return {
        row["rule"]: row["outcome"]
        for row in nomination.findings
        if row["outcome"] != "met" and row["blocking"]
    }


def test_a_grading_below_the_standard(year):
    year.grade("member", "completed")
    nomination = year.appraised("member")
    assert nomination.eligible is False
    assert failed(nomination) == {"grading_at_least": "not_met"}


def test_no_official_grading_leaves_it_open(year):
    Grading.objects.filter(subject=year.subject_of("member")).update(status="provisional")
    nomination = year.appraised("member")
    assert (nomination.verdict, nomination.eligible) == ("unknown", None)
    assert not nomination.votable


def test_discipline_under_consideration_and_a_head_under_discipline(year):
    Discipline.objects.create(
        person=year.cast.people["head"],
        under_consideration=True,
        starts_on=date(2025, 11, 1),
        document="Thông báo số 9/TB-UBND",
    )
    unit = year.appraised("office")
    assert failed(unit) == {"head_no_discipline": "not_met"}
    person = year.appraised("head", unit=year.cast.office)
    assert failed(person)["no_discipline"] == "not_met"


def test_the_same_achievement_is_not_awarded_twice(year):
    nomination = year.sent("member", merit="Dập tắt vụ cháy rừng tháng 3")
    AwardHeld.objects.create(
        subject=nomination.subject,
        form="Giấy khen",
        merit="Dập tắt vụ cháy rừng tháng 3",
        decision_number="30/QĐ-UBND",
        decided_on=date(2025, 4, 1),
        issuer="UBND xã Nà Mây",
        imported=True,
    )
    operations.appraise(year.signed_act("officer", APPRAISAL_DAY), nomination=nomination, finding="")
    assert failed(nomination) == {"not_repeated": "not_met"}


def test_the_chair_and_the_commune_itself_are_pointed_upward(year):
    year.grade("chair", "excellent")
    year.grade("commune", "excellent")
    for key in ("chair", "commune"):
        nomination = year.appraised(key, unit=year.cast.commune)
        assert (nomination.verdict, nomination.eligible) == ("forward", False), failed(nomination)
        with pytest.raises(RefusedError):
            operations.override(
                year.act("chair", APPRAISAL_DAY), nomination=nomination, reason="Xuất sắc", article="Điều 5"
            )
        operations.forward(
            year.act("officer", APPRAISAL_DAY),
            nomination=nomination,
            reason="Thuộc thẩm quyền Chủ tịch UBND tỉnh",
        )
        assert nomination.state == "forwarded"


def test_somebody_from_elsewhere_needs_the_remarks_of_the_old_unit(year):
    Membership.objects.filter(person=year.cast.people["member"]).update(starts_on=date(2025, 9, 1))
    nomination = year.appraised("member")
    assert failed(nomination) == {"old_unit_remarks": "unknown"}
    operations.return_nomination(
        year.act("officer", APPRAISAL_DAY),
        nomination=nomination,
        reason="Thiếu nhận xét",
        due_on=date(2025, 12, 9),
    )
    assert (nomination.verdict, nomination.findings, nomination.appraised_by) == ("", [], "")
    operations.attach(
        year.act("head", APPRAISAL_DAY), nomination=nomination, kind="old_unit_remarks", file=year.file()
    )
    operations.submit(year.act("head", APPRAISAL_DAY), nomination=nomination)
    operations.appraise(year.act("officer", APPRAISAL_DAY), nomination=nomination, finding="")
    assert nomination.eligible is True


def test_an_empty_dossier_names_what_is_missing(year):
    nomination = year.draft("member")
    missing = [line.kind for line in queries.dossier(nomination, NOMINATING_DAY.date()) if line.missing]
    assert missing == ["letter", "report", "minutes"]
    operations.submit(year.act("head"), nomination=nomination)
    operations.appraise(year.act("officer", APPRAISAL_DAY), nomination=nomination, finding="")
    assert failed(nomination) == {"dossier_complete": "unknown"}


def test_registration_counts_only_where_the_plan_asks_for_it(year):
    assert year.appraised("member").eligible is True
    year.movement.registration_required = True
    year.movement.save()
    other = year.sent("teacher")
    other.refresh_from_db()
    operations.appraise(year.act("officer", APPRAISAL_DAY), nomination=other, finding="")
    assert failed(other) == {"registered": "not_met"}


def test_the_chair_lets_through_with_reason_and_article(year):
    year.grade("member", "completed")
    nomination = year.appraised("member")
    with pytest.raises(NotAllowedError):
        operations.override(
            year.act("officer", APPRAISAL_DAY), nomination=nomination, reason="r", article="a"
        )
    with pytest.raises(RefusedError) as refused:
        operations.override(year.act("chair", APPRAISAL_DAY), nomination=nomination, reason="", article="")
    assert set(refused.value.faults) == {"reason", "article"}
    operations.override(
        year.act("chair", APPRAISAL_DAY),
        nomination=nomination,
        reason="Thành tích đặc biệt",
        article="Điều 75",
    )
    assert nomination.votable


def test_a_return_wants_reason_and_a_day_to_come(year):
    nomination = year.sent("member")
    act = year.act("officer", APPRAISAL_DAY)
    with pytest.raises(RefusedError) as reason:
        operations.return_nomination(act, nomination=nomination, reason="", due_on=date(2025, 12, 9))
    assert "reason" in reason.value.faults
    with pytest.raises(RefusedError) as due:
        operations.return_nomination(act, nomination=nomination, reason="Thiếu", due_on=date(2025, 12, 1))
    assert "due_on" in due.value.faults


def test_the_papers_say_what_is_on_record_and_nothing_more(year):
    nomination = year.sent("member")
    minutes = texts(papers.from_dict(nomination.meeting.paper.context))
    assert "07/08" in minutes
    assert "87,5%" in minutes
    assert "Bà Vi Thị Thử" in minutes
    letter = texts(papers.from_dict(nomination.meeting.letter.context))
    assert "00 tập thể, 01 cá nhân" in letter
    report = texts(papers.from_dict(Nomination.objects.get(pk=nomination.pk).report.context))
    assert "95,00" in report
    assert "SƠ LƯỢC LÝ LỊCH" in report
    for praise in ("luôn", "gương mẫu", "nỗ lực", "hết mình"):
        assert praise not in report
    assert "Mẫu số" not in report  # the number that the program has is inferred: no guess on a paper


def test_a_report_carries_the_number_of_its_form_where_the_authority_set_it(year):
    nomination, act = year.sent("member"), year.act("officer", APPRAISAL_DAY)
    regulations.set_value(
        act,
        authority=nomination.movement.authority,
        key="report_form.individual",
        value="Mẫu 1.5",
        valid_from=act.on,
        source="Quyết định 12/2025/QĐ-UBND",
    )
    paper = achievement_report(nomination, act.on, queries.report_figures(nomination, act.on))
    assert paper.lines[0] == "(Mẫu 1.5)"


def test_one_entry_for_each_act(year):
    nomination = year.sent("member")
    before = len(names())
    operations.appraise(year.act("officer", APPRAISAL_DAY), nomination=nomination, finding="Đúng")
    operations.reappraise(year.act("officer", APPRAISAL_DAY), nomination=nomination, reason="Có xếp loại mới")
    assert names()[before:] == ["nomination.appraised", "nomination.reappraised"]
