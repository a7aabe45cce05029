"""Tờ trình: draft, number, take back."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.commendations import permissions, queries
from thidua.commendations.models import Decision, Proposal
from thidua.commendations.operations.guards import (
    check_day,
    check_minuted,
    check_standing,
    cited,
    number_of,
    title_of,
)
from thidua.council import operations as council
from thidua.council.models import Meeting
from thidua.documents import operations as documents
from thidua.documents.paper import Paper
from thidua.engine import decisions as flow
from thidua.engine.meetings import MeetingState


@operation("proposal.drafted")
def draft_proposal(act: Act, *, meeting: Meeting, content: Paper, symbol: str, rate: str = "") -> Proposal:
    """Draft the proposal letter on the council's result; drafting again rewrites the draft.

    ``rate``: which reading of the law the money follows (``queries.rates``). Raises ``RefusedError`` while the
    council sits or when it chose nobody, ``MovedOnError`` when the proposal has its number already.
    """
    require(permissions.may_draft(act, meeting))
    # the meeting is the parent: two who draft at once wait here, and the second finds the first's draft
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    if held.state not in {MeetingState.CLOSED.value, MeetingState.MINUTED.value}:
        raise RefusedError("Phiên họp Hội đồng chưa kết thúc nên chưa lập được tờ trình.")
    if not queries.chosen(meeting):
        raise RefusedError("Hội đồng chưa chọn tập thể, cá nhân nào nên chưa lập được tờ trình.")
    check_standing(act, meeting)
    proposal = Proposal.objects.filter(meeting=meeting).exclude(state=flow.State.CANCELLED).first()
    if proposal is not None and proposal.state != flow.State.DRAFT:
        raise MovedOnError
    if proposal is None:
        proposal = Proposal(movement=meeting.movement, meeting=meeting)
    proposal.rate = rate
    proposal.paper = documents.draft_paper(
        act, content=content, symbol=symbol, title=title_of("Tờ trình", content), draft=proposal.paper
    )
    proposal.save()
    act.record("proposal.drafted", proposal, rate=rate)
    return proposal


@operation("proposal.issued")
def issue_proposal(
    act: Act, *, proposal: Proposal, number: str, dated_on: date, rendered: documents.Rendered, foot: str = ""
) -> None:
    """Give the proposal its number and day.

    Raises ``RefusedError`` before the council's minutes have their number, for a day before the council's meeting or
    after today, and for a number that another proposal of that year has.
    """
    require(permissions.may_issue_proposal(act, proposal))
    step = flow.PROPOSAL_FLOW.step("issue", proposal.state)
    number = number_of(number)
    council.note_proposal(act, meeting=proposal.meeting, paper=cited(proposal, number, dated_on))
    check_minuted(proposal.meeting)
    check_standing(act, proposal.meeting)
    check_day(
        "dated_on",
        "Ngày tờ trình",
        dated_on,
        today=act.on,
        after=proposal.meeting.minuted_on,
        than="ngày họp Hội đồng",
    )
    moved = Proposal.objects.filter(pk=proposal.pk, state=proposal.state).update(
        state=step.target(), number=number, dated_on=dated_on
    )
    if moved != 1 or proposal.paper is None:
        raise MovedOnError
    documents.number_paper(
        act,
        paper=proposal.paper,
        authority_id=proposal.authority_id,
        number=number,
        dated_on=dated_on,
        rendered=rendered,
        foot=foot,
    )
    proposal.refresh_from_db()
    act.record("proposal.issued", proposal, number=number, dated_on=dated_on)


@operation("proposal.cancelled")
def cancel_proposal(act: Act, *, proposal: Proposal, reason: str) -> None:
    """Take an issued proposal back, with the reason; its number stays used, a new one is drafted.

    Raises ``RefusedError`` without a reason or once a decision stands on it.
    """
    require(permissions.may_cancel_proposal(act, proposal))
    step = flow.PROPOSAL_FLOW.step("cancel", proposal.state)
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do rút tờ trình.")
    council.note_proposal(act, meeting=proposal.meeting, paper="")
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    issued = Decision.objects.filter(proposal=proposal).exclude(state=flow.State.DRAFT)
    if issued.exists():
        raise RefusedError("Đã có quyết định theo tờ trình này nên không rút được.")
    moved = Proposal.objects.filter(pk=proposal.pk, state=proposal.state).update(state=step.target())
    if moved != 1:
        raise MovedOnError
    proposal.refresh_from_db()
    if proposal.paper is not None:
        documents.withdraw_number(act, paper=proposal.paper)
    act.record("proposal.cancelled", proposal, reason=reason.strip())
