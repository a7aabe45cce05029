from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.publicity.facts import CUT_OFF, REVIEW_DAY
from tests.reviews.conftest import JUDGED
from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.documents import operations as documents
from thidua.documents.operations import Rendered
from thidua.engine.flow import StepRefusedError
from thidua.movements.models import PlanItem
from thidua.reviews import operations, papers, queries
from thidua.reviews.models import Judgement, Review
from thidua.reviews.targets import TargetFigure


def officer(cast):
    return cast.act("officer", REVIEW_DAY)


def rendered(review, **told) -> Rendered:
    content = papers.report(
        review, queries.figures(review.movement, review.cut_off), queries.judgements(review), **told
    )
    return Rendered(content, b"PK docx", b"%PDF")


def issue(cast, review, who="chair", act=None, **told):
    values = {"number": "45", "dated_on": date(2025, 12, 26)} | told
    operations.issue_review(
        act or cast.act(who, REVIEW_DAY),
        review=review,
        rendered=rendered(review, number=values["number"], on=values["dated_on"]),
        foot="Nhật ký: 1:abc",
        **values,
    )


def entries(name, review) -> int:
    return Entry.objects.filter(name=name, object_id=str(review.pk)).count()


def test_a_review_is_begun_once_and_its_day_moved(cast, story):
    first = operations.begin_review(officer(cast), movement=story.movement, kind="final", cut_off=CUT_OFF)
    again = operations.begin_review(
        officer(cast), movement=story.movement, kind="final", cut_off=date(2025, 12, 26)
    )
    assert first.pk == again.pk
    assert again.cut_off == date(2025, 12, 26)
    assert entries("review.begun", first) == 2


@pytest.mark.parametrize("who", ["chair", "publicity", "clerk", "inspector", "member", "stranger", "admin"])
def test_only_the_officer_writes(cast, story, who):
    with pytest.raises(NotAllowedError):
        operations.begin_review(
            cast.act(who, REVIEW_DAY), movement=story.movement, kind="final", cut_off=CUT_OFF
        )


def test_a_cut_off_before_the_launch_and_a_strange_kind_are_refused(cast, story):
    with pytest.raises(RefusedError) as refused:
        operations.begin_review(
            officer(cast), movement=story.movement, kind="final", cut_off=date(2025, 2, 9)
        )
    assert "cut_off" in refused.value.faults
    with pytest.raises(RefusedError):
        operations.begin_review(officer(cast), movement=story.movement, kind="yearly", cut_off=CUT_OFF)


def test_parts_are_written_changed_and_taken_out(cast, final):
    operations.write_parts(officer(cast), review=final, texts=JUDGED)
    operations.judge(officer(cast), review=final, part="lessons", text="Khác.")
    operations.judge(officer(cast), review=final, part="objective", text="  ")
    assert queries.judgements(final)["lessons"] == "Khác."
    assert "objective" not in queries.judgements(final)
    assert entries("review.judged", final) == 3


def test_a_target_needs_its_source_and_its_own_plan(cast, final):
    item = final.movement.items.get(kind="target")
    with pytest.raises(RefusedError) as refused:
        operations.write_parts(
            officer(cast),
            review=final,
            texts={},
            targets=[TargetFigure(item=item, reached=Decimal(90), source=" ")],
        )
    assert f"source_{item.pk}" in refused.value.faults
    foreign = PlanItem(pk=999, movement_id=999, kind="target", order=1, text="x")
    with pytest.raises(RefusedError):
        operations.write_parts(
            officer(cast),
            review=final,
            texts={},
            targets=[TargetFigure(item=foreign, reached=Decimal(90), source="x")],
        )
    assert not final.target_results.exists()


def test_a_final_report_without_causes_and_lessons_is_not_issued(cast, final):
    with pytest.raises(RefusedError, match="Nguyên nhân của hạn chế; Bài học kinh nghiệm"):
        issue(cast, final)
    final.refresh_from_db()
    assert final.state == "draft"
    assert final.paper is None


def test_issuing_freezes_number_day_and_words(cast, judged):
    issue(cast, judged)
    assert judged.state == "issued"
    assert judged.paper is not None
    assert judged.paper.citation == "45/BC-UBND"
    assert judged.paper.journal_foot == "Nhật ký: 1:abc"
    assert entries("review.issued", judged) == 1
    with pytest.raises(MovedOnError):
        operations.judge(officer(cast), review=judged, part="lessons", text="Muộn.")
    with pytest.raises(StepRefusedError):
        issue(cast, judged)


def test_a_kept_draft_becomes_the_issued_paper(cast, judged):
    content = rendered(judged).content
    operations.draft_review(officer(cast), review=judged, content=content)
    draft = judged.paper
    operations.draft_review(officer(cast), review=judged, content=content)
    assert judged.paper == draft
    issue(cast, judged)
    assert judged.paper == draft


@pytest.mark.parametrize("who", ["officer", "clerk", "publicity", "inspector", "stranger"])
def test_nobody_but_the_chairperson_issues_on_the_screen(cast, judged, who):
    with pytest.raises(NotAllowedError):
        issue(cast, judged, who)


@pytest.mark.parametrize("who", ["officer", "clerk"])
def test_officer_and_clerk_record_the_signed_report(cast, judged, who):
    act = cast.act(who, REVIEW_DAY)
    paper = documents.record_signed(act, kind="BC", signed_on=date(2025, 12, 26), signer_name="Nông Văn Mẫu")
    issue(cast, judged, act=replace(act, signed=documents.signed_source(paper)))
    assert judged.state == "issued"


@pytest.mark.parametrize("day", [date(2025, 12, 24), date(2025, 12, 27)])
def test_a_report_is_dated_from_its_cut_off_to_today(cast, judged, day):
    with pytest.raises(RefusedError) as refused:
        issue(cast, judged, dated_on=day)
    assert "dated_on" in refused.value.faults


def test_an_interim_report_needs_no_lessons(cast, interim):
    issue(cast, interim)
    assert interim.state == "issued"


def test_the_faster_hand_wins(cast, judged):
    stale = Review.objects.get(pk=judged.pk)
    issue(cast, judged)
    with pytest.raises(MovedOnError):
        issue(cast, stale, number="46")


def test_reopening_keeps_the_issued_paper(cast, judged):
    issue(cast, judged)
    issued = judged.paper
    with pytest.raises(RefusedError):
        operations.reopen_review(officer(cast), review=judged, reason=" ")
    operations.reopen_review(officer(cast), review=judged, reason="Sai số liệu")
    assert (judged.state, judged.paper) == ("draft", None)
    assert issued is not None
    issued.refresh_from_db()
    assert issued.state == "numbered"
    issue(cast, judged, number="46")
    assert judged.paper != issued
    assert Judgement.objects.filter(review=judged).count() == len(JUDGED)
