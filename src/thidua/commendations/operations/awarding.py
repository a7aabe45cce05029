"""Certificates, handing over, money."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.commendations import permissions
from thidua.commendations.models import Award, Conference, Decision
from thidua.documents.models import StoredFile

NOBODY_TICKED = "Hãy đánh dấu ít nhất một tập thể hoặc cá nhân."


@operation("certificates.printed")
def attach_certificates(act: Act, *, decision: Decision, certificates: StoredFile) -> None:
    """Keep the printed certificates of a decision. Raises ``RefusedError`` before it is issued."""
    require(permissions.may_draft(act, decision.proposal.meeting))
    moved = Decision.objects.filter(pk=decision.pk).exclude(state="draft").update(certificates=certificates)
    if moved != 1:
        raise RefusedError("Quyết định chưa ban hành nên chưa in được giấy khen.")
    decision.certificates = certificates
    act.record("certificates.printed", decision, sha256=certificates.sha256, pages=certificates.pages)


@operation("award.handed_over")
def hand_over(act: Act, *, award: Award, on: date, received_by: str) -> None:
    """Note when the certificate was handed over and who took it.

    Raises ``RefusedError`` for a day before the decision or after today.
    """
    require(permissions.may_hand_over(act, award))
    _check_day(act, award, on, "Ngày trao")
    moved = Award.objects.filter(pk=award.pk, handed_over_on__isnull=True, cancelled_on__isnull=True).update(
        handed_over_on=on, received_by=received_by.strip()
    )
    if moved != 1:
        raise MovedOnError
    award.refresh_from_db()
    act.record("award.handed_over", award, on=on, received_by=award.received_by)


@operation("award.handed_over")
def hand_over_all(act: Act, *, awards: Sequence[Award], on: date, received_by: str = "") -> None:
    """Note one handing over for several; a person takes the own certificate where nobody else is named.

    Raises ``RefusedError`` without anybody, else as ``hand_over``; then nothing is noted at all.
    """
    if not awards:
        raise RefusedError(awards=NOBODY_TICKED)
    for award in awards:
        hand_over(act, award=award, on=on, received_by=received_by.strip() or award.name)


@operation("award.paid")
def pay(act: Act, *, award: Award, on: date) -> None:
    """Note the payment of the money.

    Raises ``RefusedError`` for a day before the decision or after today, ``MovedOnError`` when it was paid already or
    the award is cancelled.
    """
    require(permissions.may_pay(act, award))
    _check_day(act, award, on, "Ngày chi")
    moved = Award.objects.filter(pk=award.pk, paid_on__isnull=True, cancelled_on__isnull=True).update(
        paid_on=on
    )
    if moved != 1:
        raise MovedOnError
    award.refresh_from_db()
    act.record("award.paid", award, on=on, amount=award.amount)


@operation("award.paid")
def pay_all(act: Act, *, awards: Sequence[Award], on: date) -> None:
    """Note one payment for several. Raises as ``pay``, and then notes nothing at all."""
    if not awards:
        raise RefusedError(awards=NOBODY_TICKED)
    for award in awards:
        pay(act, award=award, on=on)


@operation("award.account_set")
def set_account(act: Act, *, award: Award, account: str) -> None:
    """Note the bank account for the money; it is personal, so the journal keeps it in its erasable part."""
    require(permissions.may_pay(act, award))
    old = award.bank_account
    Award.objects.filter(pk=award.pk).update(bank_account=account.strip())
    award.refresh_from_db()
    act.record("award.account_set", award, private={"old": old, "new": award.bank_account})


def _check_day(act: Act, award: Award, on: date, what: str) -> None:
    decided = award.decision.decided_on
    if decided is not None and on < decided:
        raise RefusedError(on=f"{what} không thể trước ngày quyết định ({decided:%d/%m/%Y}).")
    if on > act.on:
        raise RefusedError(on=f"{what} không thể sau hôm nay.")


@operation("conference.planned")
def plan_conference(
    act: Act, *, made: Decision, on: date, at: time, place: str, host: str = "", speaker: str = ""
) -> Conference:
    """Keep when and where the awards are handed over; again: what is told now stands, the journal keeps the former.

    Raises ``RefusedError`` without a place, or for a day before the decision's.
    """
    require(permissions.may_keep(act, made.authority_id))
    if not place.strip():
        raise RefusedError(place="Hãy điền mục này.")
    if made.decided_on and on < made.decided_on:
        raise RefusedError(on=f"Ngày trao phải từ ngày quyết định {made.decided_on:%d/%m/%Y} trở đi.")
    told: dict[str, Any] = {"on": on, "at": at, "place": place.strip(), "host": host, "speaker": speaker}
    kept, _ = Conference.objects.update_or_create(decision=made, defaults=told)
    act.record("conference.planned", made, **dict(told, at=f"{at:%H:%M}"))
    return kept
