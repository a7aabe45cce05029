"""The team's and the officer's side: appraise, ask, settle, adjust, return, reopen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.scoring.conftest import APPRAISAL_DAY
from thidua.audit import queries as audit
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.documents import operations as documents
from thidua.engine.flow import StepRefusedError
from thidua.scoring import operations, queries
from thidua.scoring.models import Campaign, Draft, Mark, Sheet
from thidua.scoring.operations import Typed

pytestmark = pytest.mark.django_db
DUE = date(2025, 12, 1)


@pytest.fixture
def sent(scoring):
    scoring.send("office", "head")
    return scoring


def late(scoring, who):
    return scoring.act(who, APPRAISAL_DAY)


def test_what_the_unit_gave_stands_unless_it_is_changed_with_a_reason(sent):
    sheet = sent.appraise("office", leaf_1_1=({"choice": "within_30_days"}, "Ban hành ngày thứ 20"))
    assert sheet.state == "appraised"
    assert sheet.appraised_total == queries.rescore(sheet).total
    marks = {
        m.leaf.code: m for m in Mark.objects.filter(sheet=sheet, round="appraisal").select_related("leaf")
    }
    assert set(marks) == {leaf.code for leaf in queries.applicable(sheet)}
    assert (marks["1.1"].score, marks["1.1"].reason) == (Decimal(1), "Ban hành ngày thứ 20")
    assert marks["1.4"].given == Mark.objects.get(sheet=sheet, round="self", leaf__code="1.4").given
    facts = audit.facts_of(audit.history(sheet).first())
    assert facts["changed"]["1.1"] == {
        "before": {"choice": "within_15_days"},
        "after": {"choice": "within_30_days"},
        "reason": "Ban hành ngày thứ 20",
    }


def test_a_change_without_a_reason_is_refused_at_its_row_and_nothing_moves(sent):
    with pytest.raises(RefusedError) as refused:
        sent.appraise("office", leaf_1_1=({"choice": "within_30_days"}, " "))
    assert refused.value.faults == {"1.1": "Hãy ghi lý do vì kết quả khác với điểm trước đó."}
    assert sent.sheet("office").state == "submitted"
    assert not Mark.objects.filter(round="appraisal").exists()


def test_a_row_without_evidence_may_be_set_to_nothing_with_a_reason(sent):
    sheet = sent.appraise("office", leaf_2_1=({"points": "0"}, "Không có minh chứng"))
    mark = Mark.objects.get(sheet=sheet, round="appraisal", leaf__code="2.1")
    assert (mark.score, mark.given) == (0, {"count": 0, "points": "0"})


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"points": "4,5"}, "Điểm 4,5 vượt quá điểm tối đa 4 của tiêu chí này."),
        ({"points": "-1"}, "Số không được nhỏ hơn 0."),
        ({"points": "NaN"}, "Hãy nhập một số, ví dụ 12,5."),
        ({"count": "2,5"}, "Hãy nhập một số nguyên, ví dụ 3."),
    ],
)
def test_senseless_points_are_refused_at_their_row(sent, given, sentence):
    with pytest.raises(RefusedError) as refused:
        sent.appraise("office", leaf_2_1=(given, "Lý do"))
    assert refused.value.faults == {"2.1": sentence}


def test_rows_that_nobody_filled_are_refused_with_their_list(sent):
    with pytest.raises(RefusedError) as refused:
        operations.appraise(late(sent, "vice"), sheet=sent.sheet("office"))
    assert "8.1" in refused.value.faults
    assert "3.1" in refused.value.faults
    assert "1.1" not in refused.value.faults


def test_drafts_of_the_team_and_common_figures_are_taken_over(sent):
    sheet = sent.sheet("office")
    operations.enter_figures(
        late(sent, "officer"),
        campaign=sent.campaign,
        leaf_code="3.1",
        figures={sheet.pk: {"numerator": "95", "denominator": "100"}},
    )
    operations.save_draft(
        late(sent, "vice"),
        sheet=sheet,
        leaf_code="1.5",
        round="appraisal",
        given={"choice": "once"},
        reason="Mới một lần",
    )
    rest = {code: Typed({"numerator": "40", "denominator": "40"}) for code in ("8.1", "7.3", "3.4")} | {
        code: Typed({"count": 0}) for code in ("3.6", "8.2", "8.3", "9.1")
    }
    operations.appraise(late(sent, "vice"), sheet=sent.sheet("office"), marks=rest)
    marks = {
        m.leaf.code: m for m in Mark.objects.filter(sheet=sheet, round="appraisal").select_related("leaf")
    }
    assert marks["3.1"].score == Decimal("7.6")
    assert marks["1.5"].score == 1
    assert not Draft.objects.exists()


def test_a_row_left_as_it_stands_keeps_no_draft(sent):
    sheet = sent.sheet("office")
    operations.save_draft(
        late(sent, "vice"),
        sheet=sheet,
        leaf_code="1.1",
        round="appraisal",
        given={"choice": "within_15_days"},
    )
    assert not Draft.objects.exists()


def test_only_the_team_appraises(sent):
    for who in (
        "head",
        "member",
        "officer",
        "chair",
        "publicity",
        "inspector",
        "admin",
        "stranger",
    ):
        with pytest.raises(NotAllowedError):
            sent.appraise("office", who)


def test_nobody_appraises_the_own_unit(scoring):
    scoring.send("school", "school_head")
    with pytest.raises(NotAllowedError):
        scoring.appraise("school", "teacher")
    assert scoring.appraise("school", "vice").state == "appraised"


def test_the_officer_records_the_appraisal_from_the_signed_minutes(sent):
    paper = documents.record_signed(
        late(sent, "officer"), kind="score_sheet", signed_on=date(2025, 11, 26), signer_name="Lương Thị Thử"
    )
    act = replace(late(sent, "officer"), signed=documents.signed_source(paper))
    marks = {
        leaf.code: Typed({"points": "0"})
        for leaf in queries.applicable(sent.sheet("office"))
        if leaf.source != "unit"
        and not Mark.objects.filter(sheet=sent.sheets["office"], leaf__code=leaf.code).exists()
    }
    operations.appraise(act, sheet=sent.sheet("office"), marks=marks)
    assert sent.sheet("office").state == "appraised"


def test_the_faster_hand_appraises_the_slower_is_told(sent):
    stale = sent.sheet("office")
    sent.appraise("office")
    with pytest.raises(MovedOnError):
        operations.appraise(late(sent, "teacher"), sheet=stale)


def test_a_returned_sheet_comes_back_to_where_it_was_with_its_reason(sent):
    operations.return_sheet(
        late(sent, "vice"), sheet=sent.sheet("office"), reason="Số liệu 1.4 chưa khớp", due_on=DUE
    )
    sheet = sent.sheet("office")
    assert (sheet.state, sheet.resume_at, sheet.returned_reason, sheet.due_on) == (
        "returned",
        "submitted",
        "Số liệu 1.4 chưa khớp",
        DUE,
    )
    operations.submit(late(sent, "head"), sheet=sheet)
    assert sent.sheet("office").state == "submitted"


def test_a_sheet_returned_after_its_explanation_comes_back_there(sent):
    sent.appraise("office")
    ask(sent, "1.5")
    operations.explain(
        late(sent, "head"), sheet=sent.sheet("office"), explanations={"1.5": Typed({}, "Đã gửi biên bản")}
    )
    operations.return_sheet(
        late(sent, "vice"), sheet=sent.sheet("office"), reason="Thiếu trang 2", due_on=DUE
    )
    operations.submit(late(sent, "head"), sheet=sent.sheet("office"))
    assert sent.sheet("office").state == "explained"


@pytest.mark.parametrize(
    ("reason", "due_on", "field"), [(" ", DUE, "reason"), ("Lý do", date(2025, 11, 26), "due_on")]
)
def test_a_return_needs_a_reason_and_a_day_to_come(sent, reason, due_on, field):
    with pytest.raises(RefusedError) as refused:
        operations.return_sheet(late(sent, "vice"), sheet=sent.sheet("office"), reason=reason, due_on=due_on)
    assert list(refused.value.faults) == [field]


def ask(scoring, *leaves, who="officer", due_on=DUE):
    operations.ask_explanation(
        late(scoring, who),
        sheet=scoring.sheet("office"),
        leaves=list(leaves),
        reason="Cần làm rõ",
        due_on=due_on,
    )


def test_only_rows_of_the_sheet_can_be_asked_about(sent):
    sent.appraise("office")
    for leaves in ((), ("9.9",), ("1.1", "7.2")):  # 7.2 does not hold for this unit
        with pytest.raises(RefusedError) as refused:
            ask(sent, *leaves)
        assert list(refused.value.faults) == ["leaves"]


def test_after_an_explanation_the_second_appraisal_decides(sent):
    sent.appraise("office", leaf_1_5=({"points": "0"}, "Không có biên bản"))
    ask(sent, "1.5")
    assert sent.sheet("office").asked == ["1.5"]
    operations.explain(
        late(sent, "head"),
        sheet=sent.sheet("office"),
        explanations={"1.5": Typed({"choice": "once"}, "Biên bản ngày 05/6/2025")},
    )
    with pytest.raises(RefusedError, match="thẩm định lần hai"):
        operations.finalize(late(sent, "officer"), sheet=sent.sheet("office"))
    operations.appraise(
        late(sent, "vice"),
        sheet=sent.sheet("office"),
        marks={"1.5": Typed({"choice": "once", "points": ""}, "Đã có biên bản")},
    )
    sheet = sent.settle("office")
    final = Mark.objects.get(sheet=sheet, round="final", leaf__code="1.5")
    assert (final.score, final.given) == (Decimal(1), {"choice": "once"})
    assert Mark.objects.filter(sheet=sheet, round="second").count() == len(queries.applicable(sheet))


def test_without_a_second_appraisal_the_officer_settles_with_a_reason(sent):
    Campaign.objects.update(second_appraisal=False)
    sent.appraise("office", leaf_1_5=({"points": "0"}, "Không có biên bản"))
    ask(sent, "1.5")
    operations.explain(
        late(sent, "head"), sheet=sent.sheet("office"), explanations={"1.5": Typed({}, "Biên bản ngày 05/6")}
    )
    with pytest.raises(RefusedError, match="không thẩm định lần hai"):
        operations.appraise(late(sent, "vice"), sheet=sent.sheet("office"))
    with pytest.raises(RefusedError) as refused:
        operations.finalize(
            late(sent, "officer"), sheet=sent.sheet("office"), marks={"1.5": Typed({"points": "1"})}
        )
    assert list(refused.value.faults) == ["1.5"]
    operations.finalize(
        late(sent, "officer"),
        sheet=sent.sheet("office"),
        marks={"1.5": Typed({"points": "1"}, "Chấp nhận giải trình")},
    )
    assert Mark.objects.get(sheet=sent.sheets["office"], round="final", leaf__code="1.5").score == 1


def test_a_silent_unit_does_not_hold_up_the_others(sent):
    sent.appraise("office")
    ask(sent, "1.5", due_on=date(2025, 11, 28))
    with pytest.raises(RefusedError, match="còn hạn giải trình đến hết ngày 28/11/2025"):
        operations.end_explanation(late(sent, "officer"), sheet=sent.sheet("office"), reason="Quá hạn")
    after = sent.cast.act("officer", APPRAISAL_DAY.replace(day=29))
    operations.end_explanation(after, sheet=sent.sheet("office"), reason="Quá hạn, đơn vị không giải trình")
    operations.finalize(after, sheet=sent.sheet("office"))
    assert sent.sheet("office").state == "finalized"


def test_bonus_and_penalty_count_up_to_their_limits_and_the_newest_stands(sent):
    sheet = sent.appraise("office")
    before = sheet.appraised_total
    adjust = {"sheet": sheet, "reason": "Quyết định số 12/QĐ-UBND"}
    operations.adjust(late(sent, "officer"), code="initiative", count=1, **adjust)
    assert sent.sheet("office").appraised_total == before + 1
    operations.adjust(
        late(sent, "officer"), code="initiative", count=9, **adjust | {"sheet": sent.sheet("office")}
    )
    assert sent.sheet("office").appraised_total == before + 3, "the cap of all bonuses"
    operations.adjust(
        late(sent, "vice"), code="false_figure", count=2, **adjust | {"sheet": sent.sheet("office")}
    )
    assert sent.sheet("office").appraised_total == before + 1
    operations.adjust(
        late(sent, "officer"), code="initiative", count=0, **adjust | {"sheet": sent.sheet("office")}
    )
    sheet = sent.settle("office")
    assert sheet.final_total == before - 2
    lines = queries.adjustment_lines(sheet)
    assert [(line.bonus, line.count, line.points) for line in lines] == [(False, 2, Decimal(2))]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"code": "gift"}, "code"),
        ({"count": -1}, "count"),
        ({"count": 1001}, "count"),
        ({"reason": ""}, "reason"),
    ],
)
def test_senseless_adjustments_are_refused_at_their_fields(sent, changed, field):
    values = {"code": "initiative", "count": 1, "reason": "Quyết định"} | changed
    with pytest.raises(RefusedError) as refused:
        operations.adjust(late(sent, "officer"), sheet=sent.sheet("office"), **values)
    assert list(refused.value.faults) == [field]


def test_nobody_gives_bonus_to_the_own_unit(scoring):
    with pytest.raises(NotAllowedError):
        operations.adjust(
            late(scoring, "officer"), sheet=scoring.sheet("culture"), code="initiative", count=1, reason="x"
        )


def test_a_settled_sheet_keeps_total_areas_rule_and_the_share_of_women(sent):
    sent.appraise("office")
    sheet = sent.settle("office")
    assert sheet.finalized_at == APPRAISAL_DAY
    assert sheet.final_total == sheet.appraised_total
    assert sheet.working["women_share"] == "0.5"
    assert sheet.working["digest"] == sheet.criteria_set.digest
    mark = Mark.objects.get(sheet=sheet, round="final", leaf__code="3.1")
    assert mark.working["rule"] == {"kind": "cut_off", "cut_off": "0.9"}


def test_settling_changes_no_points_by_itself(sent):
    sent.appraise("office")
    with pytest.raises(RefusedError, match="thẩm định lại"):
        operations.finalize(
            late(sent, "officer"), sheet=sent.sheet("office"), marks={"1.1": Typed({"points": "0"}, "x")}
        )


@pytest.mark.parametrize("who", ["vice", "head", "chair", "inspector", "admin", "stranger"])
def test_only_the_officer_settles_and_opens_again(sent, who):
    sent.appraise("office")
    with pytest.raises(NotAllowedError):
        operations.finalize(late(sent, who), sheet=sent.sheet("office"))
    sent.settle("office")
    with pytest.raises(NotAllowedError):
        operations.reopen(late(sent, who), sheet=sent.sheet("office"), reason="x")


def test_a_settled_sheet_is_opened_again_with_a_reason_and_loses_nothing(sent):
    sent.appraise("office")
    sent.settle("office")
    n = Mark.objects.count()
    with pytest.raises(RefusedError):
        operations.reopen(late(sent, "officer"), sheet=sent.sheet("office"), reason="")
    operations.reopen(late(sent, "officer"), sheet=sent.sheet("office"), reason="Có khiếu nại")
    sheet = sent.sheet("office")
    assert (sheet.state, sheet.final_total, sheet.finalized_at) == ("appraised", None, None)
    assert Mark.objects.count() == n
    sheet = sent.settle("office")
    assert Mark.objects.filter(sheet=sheet, round="final", leaf__code="1.1").count() == 2


def test_no_step_is_taken_from_the_wrong_state(sent):
    act = late(sent, "officer")
    with pytest.raises(StepRefusedError):
        operations.finalize(act, sheet=sent.sheet("office"))
    with pytest.raises(StepRefusedError):
        operations.reopen(act, sheet=sent.sheet("office"), reason="x")
    with pytest.raises(StepRefusedError):
        operations.appraise(late(sent, "vice"), sheet=sent.sheet("culture"))
    assert Sheet.objects.filter(state="submitted").count() == 1
