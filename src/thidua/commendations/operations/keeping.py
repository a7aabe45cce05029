"""The register of earlier years, and the fund."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError, require
from thidua.commendations import permissions, queries
from thidua.commendations.models import FundEntry, OldAward
from thidua.honours import operations as honours
from thidua.organizations.models import Subject, Unit


@dataclass(frozen=True, slots=True)
class OldLine:
    """One line of an old register, as it was read."""

    kind: str
    name: str
    form: str
    merit: str
    decision_number: str
    decided_on: date
    issuer: str
    subject: Subject | None = None
    position: str = ""
    unit_name: str = ""
    signer_name: str = ""
    amount: Decimal | None = None
    golden_book_number: int | None = None
    note: str = ""


@operation("award_register.imported")
def import_old_awards(act: Act, *, authority: Unit, lines: Sequence[OldLine]) -> tuple[int, int]:
    """Take lines of an old register, all or none; those that stand already, also by a decision here, are left.

    A line whose subject is known is told to ``honours`` as well, so that eligibility reads it. Gives how many were new,
    and 0 changed. Raises ``RefusedError`` for a day after today.
    """
    require(permissions.may_keep(act, authority.pk))
    new = 0
    held: list[dict[str, object]] = []
    ours = queries.registered(authority.pk)
    for line in lines:
        if queries.is_registered(line, ours):
            continue
        if line.decided_on > act.on:
            raise RefusedError("Ngày quyết định không thể sau hôm nay.")
        told = {name: getattr(line, name) for name in OldLine.__dataclass_fields__}
        key = {
            name: told.pop(name) for name in ("name", "unit_name", "form", "decision_number", "decided_on")
        }
        _, made = OldAward.objects.get_or_create(authority=authority, **key, defaults=told)
        new += made
        if made and line.subject is not None:
            held.append(
                {
                    "subject": line.subject,
                    "form": line.form,
                    "merit": line.merit,
                    "decision_number": line.decision_number,
                    "decided_on": line.decided_on,
                    "issuer": line.issuer,
                }
            )
    honours.import_awards(act, lines=held)
    act.record("award_register.imported", authority, new=new, lines=len(lines))
    return new, 0


@operation("fund.entered")
def enter_fund(
    act: Act,
    *,
    authority: Unit,
    year: int,
    kind: str,
    on: date,
    amount: Decimal,
    document: str,
    text: str = "",
) -> FundEntry:
    """Note money given to the fund or spent on organising, with its document.

    Raises ``RefusedError`` for another kind, an amount of nothing, no document, or a day after today.
    """
    require(permissions.may_account(act, authority.pk))
    faults: dict[str, str] = {}
    if kind not in FundEntry.Kind.values:
        faults["kind"] = "Hãy chọn một mục."
    if amount <= 0:
        faults["amount"] = "Số tiền phải lớn hơn 0."
    if not document.strip():
        faults["document"] = "Hãy ghi chứng từ hoặc quyết định (số, ngày)."
    if on > act.on:
        faults["on"] = "Ngày không thể sau hôm nay."
    if faults:
        raise RefusedError(**faults)
    entry = FundEntry.objects.create(
        authority=authority,
        year=year,
        kind=kind,
        on=on,
        amount=amount,
        document=document.strip(),
        text=text.strip(),
    )
    act.record("fund.entered", entry, year=year, kind=kind, amount=amount, document=entry.document)
    return entry
