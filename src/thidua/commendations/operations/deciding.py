"""Quyết định: draft, issue with its awards, file the signed copy."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.commendations import codes, permissions, queries
from thidua.commendations.models import Award, Decision, Proposal
from thidua.commendations.operations.guards import (
    check_day,
    check_minuted,
    check_standing,
    cited,
    number_of,
    title_of,
)
from thidua.commendations.queries import AwardLine
from thidua.council import operations as council
from thidua.documents import operations as documents
from thidua.documents.models import StoredFile
from thidua.documents.paper import Paper
from thidua.engine import decisions as flow
from thidua.honours import operations as honours
from thidua.nominations import queries as nominated
from thidua.organizations.models import Unit
from thidua.regulations import queries as regulations


@operation("decision.drafted")
def draft_decision(act: Act, *, proposal: Proposal, content: Paper, symbol: str) -> Decision:
    """Draft the decision on an issued proposal; drafting again rewrites the draft.

    Raises ``RefusedError`` before the proposal is issued.
    """
    require(permissions.may_draft(act, proposal.meeting))
    # the proposal is the parent: two who draft at once wait here, and the second finds the first's draft
    held = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if held.state not in flow.IN_FORCE:
        raise RefusedError("Tờ trình chưa có số, ngày nên chưa dự thảo được quyết định.")
    check_standing(act, held.meeting)
    # the draft on a proposal that was taken back goes on with the new one
    standing = Decision.objects.filter(proposal__meeting=proposal.meeting).exclude(state=flow.State.CANCELLED)
    decision = standing.first()
    if decision is not None and decision.state != flow.State.DRAFT:
        raise MovedOnError
    if decision is None:
        movement = proposal.movement
        decision = Decision(authority=movement.authority, movement=movement)
    decision.proposal = proposal
    decision.paper = documents.draft_paper(
        act, content=content, symbol=symbol, title=title_of("Quyết định", content), draft=decision.paper
    )
    decision.save()
    act.record("decision.drafted", decision)
    return decision


@operation("decision.issued")
def issue_decision(
    act: Act,
    *,
    decision: Decision,
    number: str,
    decided_on: date,
    signer_name: str,
    signer_title: str,
    lines: Sequence[AwardLine],
    rendered: documents.Rendered,
    for_chair: bool = False,
    foot: str = "",
) -> None:
    """Issue the decision: number and day from the clerk's book, awards with their money and check codes.

    ``lines`` are ``queries.award_lines`` of the decision's day, the same that the rendered paper tells. Law:
    06/2022/QH15, art. 80; NĐ 152/2025, art. 49, 54. Raises ``RefusedError`` before proposal and minutes have their
    numbers, for a day before the proposal or after today, and for a number that another decision of that year has.
    """
    require(permissions.may_issue(act, decision))
    step = flow.FLOW.step("issue", decision.state)
    number = number_of(number)
    council.note_decision(act, meeting=decision.proposal.meeting, paper=cited(decision, number, decided_on))
    _check_before(act, decision, decided_on)
    proposal = decision.proposal
    if list(lines) != queries.award_lines(proposal.meeting, decided_on, proposal.rate):
        raise MovedOnError("Danh sách hoặc mức thưởng vừa thay đổi. Hãy tải lại trang rồi ban hành lại.")
    if not signer_name.strip():
        raise RefusedError(signer_name="Hãy ghi họ tên người ký quyết định.")
    moved = Decision.objects.filter(pk=decision.pk, state=decision.state).update(
        state=step.target(),
        number=number,
        decided_on=decided_on,
        signer_name=signer_name.strip(),
        signer_title=signer_title.strip(),
        for_chair=for_chair,
        signed_id=act.signed.paper_id if act.signed else None,
        base_salary=Decimal(regulations.law_of(decision.authority_id).base_salary(decided_on)),
        basis=[
            one.plain() for one in queries.money_basis(proposal.meeting, lines, decided_on, proposal.rate)
        ],
        total=queries.total(lines),
    )
    if moved != 1 or decision.paper is None:
        raise MovedOnError
    documents.number_paper(
        act,
        paper=decision.paper,
        authority_id=decision.authority_id,
        number=number,
        dated_on=decided_on,
        rendered=rendered,
        foot=foot,
    )
    decision.refresh_from_db()
    for line in lines:
        _give(act, decision, line, decided_on)
    act.record(
        "decision.issued",
        decision,
        number=number,
        decided_on=decided_on,
        signer=decision.signer_name,
        awards=len(lines),
        total=decision.total,
    )


def _check_before(act: Act, decision: Decision, decided_on: date) -> None:
    held = Proposal.objects.select_for_update().get(pk=decision.proposal_id)
    if held.state not in flow.IN_FORCE:
        raise RefusedError("Tờ trình chưa có số hoặc đã rút nên chưa ban hành được quyết định.")
    # one decision of an authority at a time: what it pays for a title counts in the next one
    Unit.objects.select_for_update().get(pk=decision.authority_id)
    check_minuted(decision.proposal.meeting)
    check_standing(act, decision.proposal.meeting)
    check_day(
        "decided_on",
        "Ngày quyết định",
        decided_on,
        today=act.on,
        after=held.dated_on,
        than="ngày tờ trình",
    )


def _give(act: Act, decision: Decision, line: AwardLine, decided_on: date) -> None:
    code = codes.new_check_code()
    cited = f"{decision.number}/{decision.paper.symbol}" if decision.paper else decision.number
    award = Award.objects.create(
        decision=decision,
        nomination_id=line.nomination_id,
        subject_id=line.subject_id,
        order=line.order,
        form=line.form,
        title=line.title,
        name=line.name,
        position=line.position,
        unit_name=line.unit_name,
        merit=line.merit,
        golden_book_number=line.order,
        check_code=code,
        signature=codes.sign(code, line.name, line.form, cited, f"{decided_on:%Y-%m-%d}"),
        multiple=line.multiple,
        amount=line.amount,
        money_note=line.money_note,
    )
    honours.record_award(
        act,
        subject=award.subject,
        form=line.form,
        merit=line.merit,
        decision_number=cited,
        decided_on=decided_on,
        issuer=f"Chủ tịch {decision.authority.name}",
        movement_key=nominated.movement_key(decision.movement),
        initiative=award.nomination.initiative,
    )


@operation("decision.filed")
def file_decision(act: Act, *, decision: Decision, signed: StoredFile) -> None:
    """File the signed copy with its hash."""
    require(permissions.may_file(act, decision))
    step = flow.FLOW.step("file", decision.state)
    moved = Decision.objects.filter(pk=decision.pk, state=decision.state).update(
        state=step.target(), signed_file=signed
    )
    if moved != 1 or decision.paper is None:
        raise MovedOnError
    documents.file_signed(act, paper=decision.paper, signed=signed)
    decision.refresh_from_db()
    act.record("decision.filed", decision, sha256=signed.sha256)


@operation("paper.signed_replaced")
def replace_signed(act: Act, *, decision: Decision, signed: StoredFile, reason: str) -> None:
    """Put the right signed copy in the place of one filed by mistake. Raises as ``documents.replace_signed``."""
    require(permissions.may_keep_signed(act, decision.authority_id))
    if (
        decision.paper is None
        or Decision.objects.filter(pk=decision.pk, state="filed").update(signed_file=signed) != 1
    ):
        raise MovedOnError
    documents.replace_signed(act, paper=decision.paper, signed=signed, reason=reason)
    decision.refresh_from_db()
