"""Awards that a subject has: ours, written when a decision is issued, and older ones entered from their papers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.honours import permissions
from thidua.honours.models import AwardHeld, Initiative
from thidua.organizations.models import Subject


@operation("award.kept")
def record_award(
    act: Act,
    *,
    subject: Subject,
    form: str,
    merit: str,
    decision_number: str,
    decided_on: date,
    issuer: str,
    movement_key: str = "",
    initiative: Initiative | None = None,
) -> AwardHeld:
    """Keep an award that a decision of ours gives.

    ``movement_key`` says for which movement, so that eligibility finds a second award for the same merit;
    ``initiative`` is the one that the merit rests on, which serves no second time. Raises ``RefusedError`` when the
    award is kept already.
    """
    require(permissions.may_award(act, subject.authority_id or 0))
    row, made = _get_or_make(
        subject,
        {
            "form": form,
            "merit": merit,
            "decision_number": decision_number,
            "decided_on": decided_on,
            "issuer": issuer,
            "movement_key": movement_key,
            "initiative": initiative,
        },
        imported=False,
    )
    if not made:
        raise RefusedError(f"{subject.name} đã có {form} theo Quyết định số {decision_number}.")
    act.record(
        "award.kept", row, form=form, decision=decision_number, decided_on=decided_on, movement=movement_key
    )
    return row


@operation("award.imported")
def import_awards(
    act: Act, *, lines: Iterable[Mapping[str, Any]], given_by: int | None = None
) -> tuple[int, int]:
    """Enter awards of earlier years or of other issuers.

    Each line has ``subject`` and the columns of ``AwardHeld`` (form, merit, decision_number, decided_on, issuer).
    ``given_by`` is the authority above that decided on a dossier sent to it: its officer enters what it gave. Gives
    how many were new and how many stood already; those are left as they are.
    """
    new = same = 0
    for line in lines:
        told = dict(line)
        subject: Subject = told.pop("subject")
        require(permissions.may_import_award(act, subject.authority_id or 0, given_by))
        if told["decided_on"] > act.on:
            raise RefusedError(decided_on="Ngày quyết định không thể sau hôm nay.")
        row, made = _get_or_make(subject, told, imported=True)
        new, same = new + made, same + (not made)
        if made:
            act.record(
                "award.imported", row, form=row.form, decision=row.decision_number, decided_on=row.decided_on
            )
    return new, same


@operation("award.cancelled")
def cancel_award(act: Act, *, subject: Subject, decision_number: str, on: date, document: str) -> None:
    """Note that an award was cancelled by a document (06/2022/QH15, art. 93.2); it stays in the history.

    ``decision_number`` is that of the decision that gave it. Raises ``RefusedError`` for a missing document or a
    day before the award, ``MovedOnError`` when there is none or it was cancelled before.
    """
    require(permissions.may_award(act, subject.authority_id or 0))
    if not document.strip():
        raise RefusedError(document="Hãy ghi quyết định hủy bỏ (số, ngày, cơ quan).")
    standing = AwardHeld.objects.filter(
        subject=subject, decision_number=decision_number, cancelled_on__isnull=True
    )
    award = standing.order_by("-decided_on").first()
    if award is None:
        raise MovedOnError
    if on < award.decided_on:
        raise RefusedError(on="Ngày hủy bỏ không thể trước ngày quyết định khen thưởng.")
    moved = AwardHeld.objects.filter(pk=award.pk, cancelled_on__isnull=True).update(
        cancelled_on=on, cancel_document=document.strip()
    )
    if moved != 1:
        raise MovedOnError
    award.refresh_from_db()
    act.record("award.cancelled", award, on=on, document=award.cancel_document)


def _get_or_make(subject: Subject, told: Mapping[str, Any], *, imported: bool) -> tuple[AwardHeld, bool]:
    key = {name: told[name] for name in ("form", "decision_number", "decided_on", "issuer")}
    rest = {name: value for name, value in told.items() if name not in key}
    return AwardHeld.objects.get_or_create(subject=subject, **key, defaults={**rest, "imported": imported})
