"""Begin, judge and issue the reviews: the only writers of reports."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents import operations as documents
from thidua.documents.paper import Paper
from thidua.engine import reviews as flow
from thidua.movements.models import Movement
from thidua.reviews import permissions
from thidua.reviews.models import Judgement, Review

SYMBOL = "BC-UBND"


@operation
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


@operation
def judge(act: Act, *, review: Review, part: str, text: str) -> None:
    """Write what only a person can say: weaknesses, causes, lessons, direction, proposals. Empty text takes it out."""
    require(permissions.may_write(act, review.movement))
    if part not in Judgement.Part.values:
        raise RefusedError(part="Không có phần này trong báo cáo.")
    if Review.objects.filter(pk=review.pk, state=flow.State.DRAFT).update(cut_off=review.cut_off) != 1:
        raise MovedOnError
    if text.strip():
        Judgement.objects.update_or_create(review=review, part=part, defaults={"text": text.strip()})
    else:
        Judgement.objects.filter(review=review, part=part).delete()
    act.record("review.judged", review, part=part)


@operation
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


@operation
def issue_review(
    act: Act, *, review: Review, number: str, dated_on: date, rendered: documents.Rendered, foot: str = ""
) -> None:
    """Issue the report with its number and day.

    Raises ``RefusedError`` for a day before the cut-off or after today, and before a draft was made.
    """
    step = flow.FLOW.step("issue", review.state)
    require(permissions.may_issue(act, review))
    if review.paper is None:
        raise RefusedError("Chưa có dự thảo báo cáo. Hãy lập dự thảo trước.")
    if dated_on < review.cut_off:
        raise RefusedError(
            dated_on=f"Ngày báo cáo không thể trước ngày chốt số liệu ({review.cut_off:%d/%m/%Y})."
        )
    if dated_on > act.on:
        raise RefusedError(dated_on="Ngày báo cáo không thể sau hôm nay.")
    if Review.objects.filter(pk=review.pk, state=review.state).update(state=step.target()) != 1:
        raise MovedOnError
    documents.number_paper(
        act, paper=review.paper, number=number, dated_on=dated_on, rendered=rendered, foot=foot
    )
    review.refresh_from_db()
    act.record("review.issued", review, number=number, dated_on=dated_on)


@operation
def reopen_review(act: Act, *, review: Review, reason: str) -> None:
    """Open an issued report again, with a reason; the issued paper stays, the next issue is a new paper."""
    step = flow.FLOW.step("reopen", review.state)
    require(permissions.may_reopen(act, review))
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do.")
    if Review.objects.filter(pk=review.pk, state=review.state).update(state=step.target(), paper=None) != 1:
        raise MovedOnError
    review.refresh_from_db()
    act.record("review.reopened", review, reason=reason)
