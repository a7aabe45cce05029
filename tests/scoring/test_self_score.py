"""The unit's side: drafts, sending, taking back, explaining."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.scoring.conftest import APPRAISAL_DAY
from thidua.audit import queries as audit
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.documents import operations as documents
from thidua.engine.flow import StepRefusedError
from thidua.movements.models import Task
from thidua.scoring import operations, queries
from thidua.scoring.models import Draft, Mark
from thidua.scoring.operations import Typed
from thidua.scoring.queries import standing

pytestmark = pytest.mark.django_db


def save(scoring, who, leaf, given, round_="self", key="office", reason=""):
    return operations.save_draft(
        scoring.act(who), sheet=scoring.sheet(key), leaf_code=leaf, round=round_, given=given, reason=reason
    )


def test_a_draft_is_kept_with_its_live_score_and_is_no_act(scoring):
    before = Entry.objects.count()
    score = save(scoring, "head", "1.4", {"numerator": "45", "denominator": "50"})
    assert score.score == Decimal("3.6")
    draft = Draft.objects.get()
    assert (draft.given, draft.saved_by) == ({"numerator": "45", "denominator": "50"}, "Triệu Văn Mẫu")
    assert Entry.objects.count() == before


def test_a_draft_may_be_half_typed_and_is_written_over(scoring):
    save(scoring, "head", "1.4", {"numerator": "45", "denominator": ""})
    save(scoring, "head", "1.4", {"numerator": "46", "denominator": ""})
    assert [draft.given for draft in Draft.objects.all()] == [{"numerator": "46"}]
    save(scoring, "head", "1.4", {"numerator": "", "denominator": ""})
    assert not Draft.objects.exists()


def test_one_bad_row_keeps_none_of_the_rows(scoring):
    rows = {"1.4": Typed({"numerator": "60", "denominator": "50"}), "1.3": Typed({"count": "1"})}
    with pytest.raises(RefusedError) as refused:
        operations.save_drafts(scoring.act("head"), sheet=scoring.sheet("office"), round="self", rows=rows)
    assert set(refused.value.faults) == {"1.4"}
    assert not Draft.objects.exists()


def test_who_has_no_part_types_nothing(scoring):
    for who, round_, leaf in (
        ("member", "self", "1.1"),
        ("school_head", "self", "1.1"),
        ("chair", "self", "1.1"),
        ("inspector", "self", "1.1"),
        ("admin", "self", "1.1"),
        ("stranger", "self", "1.1"),
        ("head", "appraisal", "8.1"),
    ):
        with pytest.raises(NotAllowedError):
            save(scoring, who, leaf, {"choice": "none", "numerator": "1", "denominator": "40"}, round_)


def test_rows_that_others_observe_are_not_typed_by_the_unit(scoring):
    with pytest.raises(MovedOnError):
        save(scoring, "head", "8.1", {"numerator": "40", "denominator": "40"})


def test_a_unit_sets_no_points(scoring):
    score = save(scoring, "head", "1.3", {"count": "4", "points": "2"})
    assert score.score == 0


def test_sending_makes_marks_of_all_rows_and_one_journal_entry_with_all_values(scoring):
    sheet = scoring.fill("office", "head", leaf_1_3={"count": 1})
    before = Entry.objects.count()
    operations.submit(scoring.act("head"), sheet=sheet)
    sheet = scoring.sheet("office")
    assert (sheet.state, sheet.submitted_by) == ("submitted", "Triệu Văn Mẫu")
    assert sheet.self_total == Decimal(90)
    assert not Draft.objects.exists()
    assert Entry.objects.count() == before + 1
    facts = audit.facts_of(audit.history(sheet).first())
    assert facts["values"]["1.3"] == {"count": 1}
    assert "1.1" in facts["without_evidence"]
    mark = Mark.objects.get(sheet=sheet, leaf__code="1.3")
    assert (mark.round, mark.version, mark.score, mark.working["rule"]["kind"]) == (
        "self",
        1,
        Decimal("1.5"),
        "deduction",
    )


def test_machine_rows_are_filled_from_the_records_and_say_so(scoring):
    sheet = scoring.send("office", "head")
    tasks = Mark.objects.get(sheet=sheet, leaf__code="1.2")
    read = Mark.objects.get(sheet=sheet, leaf__code="9.3")
    assert (tasks.given, tasks.given_by) == ({"numerator": "1", "denominator": "2"}, "Phần mềm")
    assert tasks.reason == "Bảng theo dõi nhiệm vụ đến ngày 12/11/2025"
    assert read.given == {"numerator": "1", "denominator": "2"}


def test_what_the_unit_typed_itself_stands_over_the_machine(scoring):
    sheet = scoring.send("office", "head", leaf_1_2={"numerator": "2", "denominator": "2"})
    assert Mark.objects.get(sheet=sheet, leaf__code="1.2").given_by == "Triệu Văn Mẫu"


def test_empty_rows_are_refused_with_their_list_and_nothing_moves(scoring):
    save(scoring, "head", "1.1", {"choice": "within_15_days"})
    with pytest.raises(RefusedError) as refused:
        operations.submit(scoring.act("head"), sheet=scoring.sheet("office"))
    faults = refused.value.faults
    assert "1.1" not in faults
    assert "1.3" in faults
    assert "8.1" not in faults
    assert faults[""].startswith("Còn 17 tiêu chí chưa chấm: 1.3, ")
    assert scoring.sheet("office").state == "draft"
    assert Draft.objects.count() == 1


def test_a_second_click_finds_the_sheet_moved_on(scoring):
    sheet = scoring.fill("office", "head")
    stale = scoring.sheet("office")
    operations.submit(scoring.act("head"), sheet=sheet)
    with pytest.raises(MovedOnError):
        operations.submit(scoring.act("head"), sheet=stale)
    with pytest.raises(StepRefusedError):
        operations.submit(scoring.act("head"), sheet=scoring.sheet("office"))
    assert Mark.objects.filter(sheet=sheet, leaf__code="1.1").count() == 1


def test_typing_into_a_sheet_that_was_sent_meanwhile_is_refused(scoring):
    stale = scoring.sheet("office")
    scoring.send("office", "head")
    with pytest.raises(MovedOnError):
        operations.save_draft(
            scoring.act("head"), sheet=stale, leaf_code="1.3", round="self", given={"count": 4}
        )


def test_the_officer_sends_for_the_unit_only_with_the_signed_paper(scoring):
    sheet = scoring.fill("office", "officer")
    with pytest.raises(NotAllowedError):
        operations.submit(scoring.act("officer"), sheet=sheet)
    paper = documents.record_signed(
        scoring.act("officer"), kind="score_sheet", signed_on=date(2025, 11, 11), signer_name="Triệu Văn Mẫu"
    )
    act = replace(scoring.act("officer"), signed=documents.signed_source(paper, entered=True))
    operations.submit(act, sheet=scoring.sheet("office"))
    sheet = scoring.sheet("office")
    assert sheet.signed_id == paper.pk
    assert audit.facts_of(audit.history(sheet).first())["signed"]["kind"] == "entered"


def test_nobody_else_sends(scoring):
    for who in (
        "member",
        "school_head",
        "vice",
        "chair",
        "inspector",
        "admin",
        "stranger",
    ):
        sheet = scoring.fill("office", "head")
        with pytest.raises(NotAllowedError):
            operations.submit(scoring.act(who), sheet=sheet)


def test_a_sent_sheet_is_taken_back_and_only_what_changed_gets_a_new_version(scoring):
    scoring.send("office", "head", leaf_1_3={"count": 1})
    operations.recall(scoring.act("head"), sheet=scoring.sheet("office"))
    assert scoring.sheet("office").state == "draft"
    save(scoring, "head", "1.3", {"count": "0"})
    operations.submit(scoring.act("head"), sheet=scoring.sheet("office"))
    marks = Mark.objects.filter(sheet=scoring.sheets["office"], round="self")
    assert sorted(marks.filter(leaf__code="1.3").values_list("version", flat=True)) == [1, 2]
    assert marks.filter(leaf__code="1.1").count() == 1


def test_the_records_are_read_anew_at_each_sending(scoring):
    scoring.send("office", "head")
    operations.recall(scoring.act("head"), sheet=scoring.sheet("office"))
    Task.objects.filter(code="2").update(done_on=date(2025, 6, 1))
    operations.submit(scoring.act("head"), sheet=scoring.sheet("office"))
    newest = Mark.objects.filter(sheet=scoring.sheets["office"], leaf__code="1.2").latest("version")
    assert newest.given == {"numerator": "2", "denominator": "2"}


def test_a_row_cleared_after_sending_is_missing_at_the_next(scoring):
    scoring.send("office", "head")
    operations.recall(scoring.act("head"), sheet=scoring.sheet("office"))
    save(scoring, "head", "1.3", {"count": ""})
    with pytest.raises(RefusedError) as refused:
        operations.submit(scoring.act("head"), sheet=scoring.sheet("office"))
    assert set(refused.value.faults) == {"", "1.3"}


def test_a_sheet_that_is_being_appraised_is_not_taken_back(scoring):
    scoring.send("office", "head")
    save(scoring, "vice", "1.1", {"points": "1"}, "appraisal", reason="Ban hành muộn")
    with pytest.raises(MovedOnError, match="đã bắt đầu xem"):
        operations.recall(scoring.act("head"), sheet=scoring.sheet("office"))
    assert scoring.sheet("office").state == "submitted"


def ask(scoring, *leaves):
    operations.ask_explanation(
        scoring.act("officer", APPRAISAL_DAY),
        sheet=scoring.sheet("office"),
        leaves=list(leaves),
        reason="Thiếu minh chứng",
        due_on=date(2025, 12, 1),
    )


def test_an_explanation_answers_every_row_that_was_asked_about(scoring):
    scoring.send("office", "head")
    scoring.appraise("office", leaf_1_5=({"points": "0"}, "Không có biên bản"))
    ask(scoring, "1.5", "2.1")
    act = scoring.act("head", APPRAISAL_DAY)
    with pytest.raises(RefusedError) as refused:
        operations.explain(
            act, sheet=scoring.sheet("office"), explanations={"1.5": Typed({}, "Đã kiểm tra tháng 6")}
        )
    assert set(refused.value.faults) == {"", "2.1"}
    assert scoring.sheet("office").state == "explaining"
    operations.explain(
        act,
        sheet=scoring.sheet("office"),
        explanations={
            "1.5": Typed({"choice": "once"}, "Đã kiểm tra tháng 6"),
            "2.1": Typed({}, "Không có văn bản bị trả"),
        },
    )
    sheet = scoring.sheet("office")
    assert sheet.state == "explained"
    mark = Mark.objects.get(sheet=sheet, round="explanation", leaf__code="1.5")
    assert (mark.given, mark.score) == ({"choice": "once"}, Decimal(1))
    plain = Mark.objects.get(sheet=sheet, round="explanation", leaf__code="2.1")
    assert (plain.given, plain.score) == ({}, None)
    assert standing.rescore(sheet).total == sheet.appraised_total, "asking for points gives none"


def test_rows_that_were_not_asked_about_are_not_explained(scoring):
    scoring.send("office", "head")
    scoring.appraise("office")
    ask(scoring, "1.5")
    with pytest.raises(NotAllowedError):
        save(scoring, "head", "1.1", {}, "explanation", reason="Thêm một lời")


def test_only_the_unit_explains(scoring):
    scoring.send("office", "head")
    scoring.appraise("office")
    ask(scoring, "1.5")
    for who in ("school_head", "vice", "officer", "member", "stranger"):
        with pytest.raises(NotAllowedError):
            operations.explain(scoring.act(who, APPRAISAL_DAY), sheet=scoring.sheet("office"))


def test_progress_counts_what_is_filled(scoring):
    save(scoring, "head", "1.1", {"choice": "within_15_days"})
    save(scoring, "head", "1.4", {"numerator": "5", "denominator": ""})
    rows = queries.sheet_rows(scoring.sheet("office"), date(2025, 11, 12), "self")
    from_rows = [row for row in rows if row.live and not row.live.startswith("Chưa")]
    assert [row.code for row in from_rows] == ["1.1"]
