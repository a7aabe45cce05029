"""Begin, judge and issue the reviews: the only writers of reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents import operations as documents
from thidua.documents.paper import Paper
from thidua.engine import reviews as flow
from thidua.movements.models import Movement
from thidua.reviews import permissions, queries
from thidua.reviews.models import Judgement, Review, TargetResult
from thidua.reviews.targets import TargetFigure

SYMBOL = "BC-UBND"


@operation("review.begun")
def begin_review(act: Act, *, movement: Movement, kind: str, cut_off: date) -> Review:
    """Begin a report with its cut-off day, or set another one while it is a draft.

    Raises ``RefusedError`` for an unknown kind or a movement that was not launched.
    """
    require(permissions.may_write(act, movement))
    if kind not in Review.Kind.values:
        raise RefusedError(kind="Hãy chọn sơ kết hoặc tổng kết.")
    if movement.launched_on is None:
        raise RefusedError("Phong trào chưa được phát động nên chưa có gì để báo cáo.")
    if cut_off < movement.launched_on:
        raise RefusedError(cut_off="Ngày chốt số liệu phải từ ngày phát động trở đi.")
    review, made = Review.objects.get_or_create(movement=movement, kind=kind, defaults={"cut_off": cut_off})
    if not made:
        changed = Review.objects.filter(pk=review.pk, state=flow.State.DRAFT).update(cut_off=cut_off)
        if changed != 1:
            raise MovedOnError
        review.refresh_from_db()
    act.record("review.begun", review, kind=kind, cut_off=cut_off)
    return review


@operation("review.judged")
def judge(act: Act, *, review: Review, part: str, text: str) -> None:
    """Write what only a person can say: weaknesses, causes, lessons, direction, proposals. Empty text takes it out."""
    write_parts(act, review=review, texts={part: text})


@operation("review.judged")
def write_parts(
    act: Act, *, review: Review, texts: Mapping[str, str], targets: Sequence[TargetFigure] | None = None
) -> None:
    """Write several parts at once, and what was reached of the targets where ``targets`` is given.

    An empty text takes a part out; a target that is not named loses its figure. Raises ``RefusedError`` for an unknown
    part, a target of another plan or one without source, ``MovedOnError`` when the report was issued meanwhile.
    """
    require(permissions.may_write(act, review.movement))
    if not set(texts) <= set(Judgement.Part.values):
        raise RefusedError("Không có phần này trong báo cáo.")
    for row in targets or ():
        if row.item.movement_id != review.movement_id:
            raise RefusedError("Chỉ tiêu này không thuộc kế hoạch của phong trào.")
        if not row.source.strip():
            raise RefusedError(**{f"source_{row.item.pk}": "Hãy ghi nguồn của số liệu."})
    if Review.objects.filter(pk=review.pk, state=flow.State.DRAFT).update(cut_off=review.cut_off) != 1:
        raise MovedOnError
    before = queries.judgements(review)
    changed = {part: text.strip() for part, text in texts.items() if text.strip() != before.get(part, "")}
    for part, text in changed.items():
        if text:
            Judgement.objects.update_or_create(review=review, part=part, defaults={"text": text})
        else:
            Judgement.objects.filter(review=review, part=part).delete()
    if targets is not None:
        TargetResult.objects.filter(review=review).exclude(item__in=[row.item for row in targets]).delete()
        for row in targets:
            TargetResult.objects.update_or_create(
                review=review,
                item=row.item,
                defaults={"reached": row.reached, "before": row.before, "source": row.source.strip()},
            )
    figures = {str(row.item.pk): str(row.reached) for row in targets or ()}
    act.record("review.judged", review, parts=sorted(changed), targets=figures)


@operation("review.drafted")
def draft_review(act: Act, *, review: Review, content: Paper) -> None:
    """Keep the report as it reads now; it can be had before the council meets."""
    require(permissions.may_write(act, review.movement))
    if review.state != flow.State.DRAFT:
        raise MovedOnError
    paper = documents.draft_paper(
        act, content=content, symbol=SYMBOL, title=f"{review} {review.movement.title}", draft=review.paper
    )
    Review.objects.filter(pk=review.pk, state=flow.State.DRAFT).update(paper=paper)
    review.refresh_from_db()
    act.record("review.drafted", review)


@operation("review.issued")
def issue_review(
    act: Act, *, review: Review, number: str, dated_on: date, rendered: documents.Rendered, foot: str = ""
) -> None:
    """Issue the report with its number and day.

    Raises ``RefusedError`` for a day before the cut-off or after today, and for a final report without the parts that
    the law asks for (TT 01/2024/TT-BNV, art. 3.3).
    """
    require(permissions.may_issue(act, review))
    step = flow.FLOW.step("issue", review.state)
    missing = queries.unwritten(review)
    if missing:
        parts = "; ".join(missing)
        raise RefusedError(
            f"Báo cáo tổng kết còn thiếu phần mà pháp luật yêu cầu: {parts}. Hãy viết rồi ban hành."
        )
    if dated_on < review.cut_off:
        raise RefusedError(
            dated_on=f"Ngày báo cáo không thể trước ngày chốt số liệu ({review.cut_off:%d/%m/%Y})."
        )
    if dated_on > act.on:
        raise RefusedError(dated_on="Ngày báo cáo không thể sau hôm nay.")
    if Review.objects.filter(pk=review.pk, state=review.state).update(state=step.target()) != 1:
        raise MovedOnError
    paper = review.paper
    if paper is None:
        paper = documents.draft_paper(
            act, content=rendered.content, symbol=SYMBOL, title=f"{review} {review.movement.title}"
        )
        Review.objects.filter(pk=review.pk).update(paper=paper)
    documents.number_paper(
        act,
        paper=paper,
        authority_id=review.movement.authority_id,
        number=number,
        dated_on=dated_on,
        rendered=rendered,
        foot=foot,
    )
    review.refresh_from_db()
    act.record("review.issued", review, number=number, dated_on=dated_on)


@operation("review.reopened")
def reopen_review(act: Act, *, review: Review, reason: str) -> None:
    """Open an issued report again, with a reason; the issued paper stays, the next issue is a new paper."""
    require(permissions.may_reopen(act, review))
    step = flow.FLOW.step("reopen", review.state)
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do.")
    if Review.objects.filter(pk=review.pk, state=review.state).update(state=step.target(), paper=None) != 1:
        raise MovedOnError
    review.refresh_from_db()
    act.record("review.reopened", review, reason=reason)
