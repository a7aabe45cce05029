"""Propose, decide, hand over, pay, cancel: the only writers of commendations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from thidua.base.acts import VIETNAM, Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.commendations import codes, permissions, queries
from thidua.commendations.models import Award, Decision, Proposal
from thidua.commendations.queries import AwardLine
from thidua.council.models import Meeting
from thidua.documents import operations as documents
from thidua.documents.models import StoredFile
from thidua.documents.paper import Paper
from thidua.engine import decisions as flow
from thidua.honours import operations as honours
from thidua.organizations.models import Unit
from thidua.regulations import queries as regulations


@operation
def draft_proposal(act: Act, *, meeting: Meeting, content: Paper, symbol: str) -> Proposal:
    """Draft the proposal letter on the council's minutes; drafting again rewrites the draft.

    Raises ``RefusedError`` when the council chose nobody.
    """
    require(permissions.may_draft(act, meeting))
    if not meeting.selections.filter(chosen=True).exists():
        raise RefusedError("Hội đồng chưa chọn tập thể, cá nhân nào nên chưa lập được tờ trình.")
    proposal = Proposal.objects.filter(meeting=meeting).exclude(state=flow.State.CANCELLED).first()
    if proposal is not None and proposal.state != flow.State.DRAFT:
        raise MovedOnError
    if proposal is None:
        proposal = Proposal(movement=meeting.movement, meeting=meeting)
    proposal.paper = documents.draft_paper(
        act, content=content, symbol=symbol, title="Tờ trình về việc tặng Giấy khen", draft=proposal.paper
    )
    proposal.save()
    act.record("proposal.drafted", proposal)
    return proposal


@operation
def issue_proposal(
    act: Act, *, proposal: Proposal, number: str, dated_on: date, rendered: documents.Rendered, foot: str = ""
) -> None:
    """Give the proposal its number and day.

    Raises ``RefusedError`` for a day before the council's meeting.
    """
    step = flow.PROPOSAL_FLOW.step("issue", proposal.state)
    require(permissions.may_issue_proposal(act, proposal))
    met = proposal.meeting.closed_at or proposal.meeting.planned_at
    if dated_on < _day(met):
        raise RefusedError(
            dated_on=f"Ngày tờ trình không thể trước ngày họp Hội đồng ({_day(met):%d/%m/%Y})."
        )
    if dated_on > act.on:
        raise RefusedError(dated_on="Ngày tờ trình không thể sau hôm nay.")
    moved = Proposal.objects.filter(pk=proposal.pk, state=proposal.state).update(
        state=step.target(), number=number.strip(), dated_on=dated_on
    )
    if moved != 1 or proposal.paper is None:
        raise MovedOnError
    documents.number_paper(
        act, paper=proposal.paper, number=number, dated_on=dated_on, rendered=rendered, foot=foot
    )
    proposal.refresh_from_db()
    act.record("proposal.issued", proposal, number=number, dated_on=dated_on)


@operation
def draft_decision(act: Act, *, proposal: Proposal, content: Paper, symbol: str) -> Decision:
    """Draft the decision on an issued proposal; drafting again rewrites the draft.

    Raises ``RefusedError`` before the proposal is issued.
    """
    require(permissions.may_draft(act, proposal.meeting))
    if proposal.state not in {flow.State.ISSUED, flow.State.FILED}:
        raise RefusedError("Tờ trình chưa có số, ngày nên chưa dự thảo được quyết định.")
    decision = Decision.objects.filter(proposal=proposal).exclude(state=flow.State.CANCELLED).first()
    if decision is not None and decision.state != flow.State.DRAFT:
        raise MovedOnError
    if decision is None:
        movement = proposal.movement
        decision = Decision(authority=movement.authority, movement=movement, proposal=proposal)
    decision.paper = documents.draft_paper(
        act, content=content, symbol=symbol, title="Quyết định về việc tặng Giấy khen", draft=decision.paper
    )
    decision.save()
    act.record("decision.drafted", decision)
    return decision


@operation
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
    06/2022/QH15, art. 80; NĐ 152/2025, art. 49, 54. Raises ``RefusedError`` for a day before the proposal or after
    today, and for a number that another decision of that year has.
    """
    step = flow.FLOW.step("issue", decision.state)
    require(permissions.may_issue(act, decision))
    _check_number(act, decision, number, decided_on)
    if list(lines) != queries.award_lines(decision.proposal.meeting, decided_on):
        raise MovedOnError("Danh sách hoặc mức thưởng vừa thay đổi. Hãy tải lại trang rồi ban hành lại.")
    moved = Decision.objects.filter(pk=decision.pk, state=decision.state).update(
        state=step.target(),
        number=number.strip(),
        decided_on=decided_on,
        signer_name=signer_name,
        signer_title=signer_title,
        for_chair=for_chair,
        signed_id=act.signed.paper_id if act.signed else None,
        base_salary=Decimal(regulations.base_salary(decided_on)),
        total=queries.total(lines),
    )
    if moved != 1 or decision.paper is None:
        raise MovedOnError
    documents.number_paper(
        act, paper=decision.paper, number=number, dated_on=decided_on, rendered=rendered, foot=foot
    )
    decision.refresh_from_db()
    for line in lines:
        _give(act, decision, line, decided_on)
    act.record(
        "decision.issued",
        decision,
        number=number,
        decided_on=decided_on,
        awards=len(lines),
        total=decision.total,
    )


def _check_number(act: Act, decision: Decision, number: str, decided_on: date) -> None:
    proposed = decision.proposal.dated_on
    if proposed is not None and decided_on < proposed:
        raise RefusedError(decided_on=f"Ngày quyết định không thể trước ngày tờ trình ({proposed:%d/%m/%Y}).")
    if decided_on > act.on:
        raise RefusedError(decided_on="Ngày quyết định không thể sau hôm nay.")
    Unit.objects.select_for_update().get(pk=decision.authority_id)
    twin = Decision.objects.filter(
        authority=decision.authority, number=number.strip(), decided_on__year=decided_on.year
    )
    if twin.exclude(pk=decision.pk).exists():
        raise RefusedError(number=f"Số {number} đã dùng cho một quyết định khác trong năm {decided_on.year}.")


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
    )
    honours.record_award(
        act,
        subject=award.subject,
        form=line.form,
        merit=line.merit,
        decision_number=cited,
        decided_on=decided_on,
        issuer=f"Chủ tịch {decision.authority.name}",
        movement_key=f"movement:{decision.movement_id}",
    )


@operation
def attach_certificates(act: Act, *, decision: Decision, certificates: StoredFile) -> None:
    """Keep the printed certificates of a decision."""
    require(permissions.may_draft(act, decision.proposal.meeting))
    Decision.objects.filter(pk=decision.pk).update(certificates=certificates)
    decision.certificates = certificates
    act.record("certificates.printed", decision, sha256=certificates.sha256, pages=certificates.pages)


@operation
def file_decision(act: Act, *, decision: Decision, signed: StoredFile) -> None:
    """File the signed copy with its hash."""
    step = flow.FLOW.step("file", decision.state)
    require(permissions.may_file(act, decision))
    moved = Decision.objects.filter(pk=decision.pk, state=decision.state).update(
        state=step.target(), signed_file=signed
    )
    if moved != 1 or decision.paper is None:
        raise MovedOnError
    documents.file_signed(act, paper=decision.paper, signed=signed)
    decision.refresh_from_db()
    act.record("decision.filed", decision, sha256=signed.sha256)


@operation
def hand_over(act: Act, *, award: Award, on: date, received_by: str) -> None:
    """Note when the certificate was handed over and who took it.

    Raises ``RefusedError`` for a day before the decision.
    """
    require(permissions.may_hand_over(act, award))
    decided = award.decision.decided_on
    if decided is not None and on < decided:
        raise RefusedError(on=f"Ngày trao không thể trước ngày quyết định ({decided:%d/%m/%Y}).")
    moved = Award.objects.filter(pk=award.pk, handed_over_on__isnull=True, cancelled_on__isnull=True).update(
        handed_over_on=on, received_by=received_by
    )
    if moved != 1:
        raise MovedOnError
    award.refresh_from_db()
    act.record("award.handed_over", award, on=on, received_by=received_by)


@operation
def pay(act: Act, *, award: Award, on: date) -> None:
    """Note the payment of the money. Raises ``MovedOnError`` when it was paid already or the award is cancelled."""
    require(permissions.may_pay(act, award))
    moved = Award.objects.filter(pk=award.pk, paid_on__isnull=True, cancelled_on__isnull=True).update(
        paid_on=on
    )
    if moved != 1:
        raise MovedOnError
    award.refresh_from_db()
    act.record("award.paid", award, on=on, amount=award.amount)


@operation
def cancel_award(act: Act, *, award: Award, ground: str, document: str, on: date) -> None:
    """Cancel an award on one of the four legal grounds; object and money are to be recovered.

    Law: 06/2022/QH15, art. 93.2. Raises ``RefusedError`` for another ground or without the conclusion's document.
    """
    require(permissions.may_cancel(act, award))
    if ground not in {known.code for known in regulations.cancellation_grounds(on)}:
        raise RefusedError(ground="Hãy chọn một trong bốn căn cứ hủy của Điều 93 khoản 2.")
    if not document.strip():
        raise RefusedError(document="Hãy ghi văn bản kết luận làm căn cứ hủy.")
    moved = Award.objects.filter(pk=award.pk, cancelled_on__isnull=True).update(
        cancelled_on=on, cancel_ground=ground, cancel_document=document
    )
    if moved != 1:
        raise MovedOnError
    award.refresh_from_db()
    honours.cancel_award(act, subject=award.subject, decision_number=_cited(award), on=on, document=document)
    act.record("award.cancelled", award, ground=ground, document=document)


def _cited(award: Award) -> str:
    decision = award.decision
    return f"{decision.number}/{decision.paper.symbol}" if decision.paper else decision.number


def _day(moment: datetime) -> date:
    return moment.astimezone(VIETNAM).date()
