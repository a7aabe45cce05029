"""Hủy bỏ: draft and issue the revocation decision, then get certificate and money back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.commendations import permissions
from thidua.commendations.models import Award, Decision, Revocation
from thidua.commendations.operations.guards import check_day, number_of
from thidua.documents import operations as documents
from thidua.documents.models import StoredFile
from thidua.documents.paper import Paper
from thidua.engine import decisions as flow
from thidua.honours import operations as honours
from thidua.regulations import queries as regulations


@operation("revocation.drafted")
def draft_revocation(
    act: Act,
    *,
    award: Award,
    ground: str,
    conclusion: str,
    conclusion_on: date,
    conclusion_issuer: str,
    conclusion_file: StoredFile | None = None,
) -> Revocation:
    """Say on which legal ground and which conclusion an award is to be cancelled; saying it again rewrites the draft.

    Law: 06/2022/QH15, art. 93.2. Raises ``RefusedError`` for another ground, without the conclusion's document or for
    its day after today, ``MovedOnError`` when the award is cancelled already.
    """
    require(permissions.may_draft_revocation(act, award))
    faults: dict[str, str] = {}
    law = regulations.law_of(award.decision.authority_id)
    if ground not in {known.code for known in law.cancellation_grounds(act.on)}:
        faults["ground"] = f"Hãy chọn một trong các căn cứ hủy của {law.article_of('revocation', act.on)}."
    if not conclusion.strip():
        faults["conclusion"] = "Hãy ghi văn bản kết luận làm căn cứ (loại, số)."
    if not conclusion_issuer.strip():
        faults["conclusion_issuer"] = "Hãy ghi cơ quan ban hành văn bản kết luận."
    if conclusion_on > act.on:
        faults["conclusion_on"] = "Ngày kết luận không thể sau hôm nay."
    if faults:
        raise RefusedError(**faults)
    held = Award.objects.select_for_update().get(pk=award.pk)
    standing = Revocation.objects.filter(award=award).first()
    if held.cancelled_on is not None or (standing is not None and standing.state != flow.State.DRAFT):
        raise MovedOnError
    revocation = standing or Revocation(award=award)
    revocation.ground = ground
    revocation.conclusion = conclusion.strip()
    revocation.conclusion_on = conclusion_on
    revocation.conclusion_issuer = conclusion_issuer.strip()
    if conclusion_file is not None:
        revocation.conclusion_file = conclusion_file
    revocation.save()
    act.record("revocation.drafted", revocation, ground=ground, conclusion=revocation.cited_conclusion)
    return revocation


@operation("revocation.drafted")
def write_revocation(act: Act, *, revocation: Revocation, content: Paper, symbol: str) -> None:
    """Keep the draft of its paper, to be read before it is signed."""
    require(permissions.may_draft_revocation(act, revocation.award))
    if revocation.state != flow.State.DRAFT:
        raise MovedOnError
    title = "Quyết định về việc hủy bỏ khen thưởng"
    paper = documents.draft_paper(act, content=content, symbol=symbol, title=title, draft=revocation.paper)
    Revocation.objects.filter(pk=revocation.pk).update(paper=paper)
    revocation.refresh_from_db()


@operation("award.cancelled")
def issue_revocation(
    act: Act,
    *,
    revocation: Revocation,
    number: str,
    decided_on: date,
    signer_name: str,
    rendered: documents.Rendered,
    for_chair: bool = False,
    foot: str = "",
) -> None:
    """Issue the revocation decision: the award is cancelled, certificate and money are to come back.

    Raises ``RefusedError`` for a day before the conclusion or the award's decision, or after today, for a number that
    another decision of that year has, ``MovedOnError`` when it was issued before.
    """
    award = revocation.award
    require(permissions.may_cancel(act, award))
    number = number_of(number)
    if not signer_name.strip():
        raise RefusedError(signer_name="Hãy ghi họ tên người ký quyết định.")
    check_day(
        "decided_on",
        "Ngày quyết định hủy bỏ",
        decided_on,
        today=act.on,
        after=revocation.conclusion_on,
        than="ngày kết luận",
    )
    check_day(
        "decided_on",
        "Ngày quyết định hủy bỏ",
        decided_on,
        today=act.on,
        after=award.decision.decided_on,
        than="ngày quyết định khen thưởng",
    )
    if revocation.paper is None:
        raise MovedOnError
    moved = Revocation.objects.filter(pk=revocation.pk, state=flow.State.DRAFT).update(
        state=flow.State.ISSUED,
        number=number,
        decided_on=decided_on,
        signer_name=signer_name.strip(),
        for_chair=for_chair,
    )
    if moved != 1:
        raise MovedOnError
    documents.number_paper(
        act,
        paper=revocation.paper,
        authority_id=award.authority_id,
        number=number,
        dated_on=decided_on,
        rendered=rendered,
        foot=foot,
    )
    revocation.refresh_from_db()
    document = f"Quyết định số {number}/{revocation.paper.symbol} ngày {decided_on:%d/%m/%Y}"
    document = f"{document}; {revocation.cited_conclusion}"[:300]
    gone = Award.objects.filter(pk=award.pk, cancelled_on__isnull=True).update(
        cancelled_on=decided_on, cancel_ground=revocation.ground, cancel_document=document
    )
    if gone != 1:
        raise MovedOnError
    # the file of all certificates of the decision still holds this one: it is to be made anew
    Decision.objects.filter(pk=award.decision_id).update(certificates=None)
    award.refresh_from_db()
    honours.cancel_award(
        act, subject=award.subject, decision_number=_cited(award), on=decided_on, document=document
    )
    act.record("award.cancelled", award, ground=revocation.ground, document=document)


@operation("award.certificate_recovered")
def recover_certificate(act: Act, *, award: Award, on: date, note: str = "") -> None:
    """Note that the certificate of a cancelled award came back, or why it cannot (``note``: lost, destroyed).

    Raises as ``recover_money``.
    """
    require(permissions.may_hand_over(act, award))
    revocation = _issued(act, award, on)
    if award.handed_over_on is None:
        raise RefusedError("Giấy khen chưa trao nên không có gì để thu hồi.")
    moved = Revocation.objects.filter(pk=revocation.pk, certificate_back_on__isnull=True).update(
        certificate_back_on=on, certificate_note=note.strip()
    )
    if moved != 1:
        raise MovedOnError
    act.record("award.certificate_recovered", award, on=on, note=note.strip())
    _close(act, award)


@operation("award.money_recovered")
def recover_money(act: Act, *, award: Award, on: date, amount: Decimal) -> None:
    """Note that the money of a cancelled award was paid back to the fund, whole.

    Raises ``RefusedError`` for a day before the cancelling or after today, for another amount than was paid, and where
    nothing was paid; ``MovedOnError`` when it is not cancelled or was noted before.
    """
    require(permissions.may_pay(act, award))
    revocation = _issued(act, award, on)
    if award.paid_on is None:
        raise RefusedError("Tiền thưởng chưa chi nên không có gì để thu hồi.")
    if amount != award.amount:
        paid = f"{int(award.amount or 0):,}".replace(",", ".")
        raise RefusedError(amount=f"Số tiền phải thu hồi là {paid} đồng, đúng số đã chi.")
    moved = Revocation.objects.filter(pk=revocation.pk, money_back_on__isnull=True).update(
        money_back_on=on, money_back=amount
    )
    if moved != 1:
        raise MovedOnError
    act.record("award.money_recovered", award, on=on, amount=amount)
    _close(act, award)


def _issued(act: Act, award: Award, on: date) -> Revocation:
    revocation = Revocation.objects.select_for_update().filter(award=award).exclude(state="draft").first()
    if revocation is None or award.cancelled_on is None:
        raise MovedOnError
    if on < award.cancelled_on:
        raise RefusedError(on=f"Ngày thu hồi không thể trước ngày hủy ({award.cancelled_on:%d/%m/%Y}).")
    if on > act.on:
        raise RefusedError(on="Ngày thu hồi không thể sau hôm nay.")
    return revocation


def _close(act: Act, award: Award) -> None:
    """All that went out came back: the award's recovery is closed on the later day."""
    revocation = Revocation.objects.get(award=award)
    days = [revocation.certificate_back_on] if award.handed_over_on else []
    days += [revocation.money_back_on] if award.paid_on else []
    if None in days:
        return
    Award.objects.filter(pk=award.pk).update(recovered_on=max(day for day in days if day))
    award.refresh_from_db()
    act.record("award.recovered", award, on=award.recovered_on)


def _cited(award: Award) -> str:
    decision = award.decision
    return f"{decision.number}/{decision.paper.symbol}" if decision.paper else decision.number
