"""What keeps somebody from being considered for a time, and leave. NĐ 152/2025/NĐ-CP, art. 4.

The journal's chain holds that something was entered and by which document; form, matter and reason lie in its
erasable part.
"""

from __future__ import annotations

from datetime import date

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require, require_document
from thidua.honours import permissions
from thidua.honours.models import Absence, Discipline, Verification
from thidua.organizations.models import Person, Subject

_BACKWARDS = "Ngày kết thúc phải từ ngày bắt đầu trở đi."


def _in_order(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise RefusedError(ends_on=_BACKWARDS)


@operation("discipline.recorded")
def record_discipline(
    act: Act,
    *,
    person: Person,
    starts_on: date,
    document: str,
    form: str = "",
    under_consideration: bool = False,
    ends_on: date | None = None,
) -> Discipline:
    """Enter discipline under consideration (no form yet) or a measure in force, with its document.

    Raises ``RefusedError`` for a measure without form, a missing document, or an end before the start.
    """
    require(permissions.may_keep_discipline(act, person.authority_id))
    _in_order(starts_on, ends_on)
    if not under_consideration and not form.strip():
        raise RefusedError(form="Hãy ghi hình thức kỷ luật.")
    require_document(document)
    row = Discipline.objects.create(
        person=person,
        form="" if under_consideration else form.strip(),
        under_consideration=under_consideration,
        starts_on=starts_on,
        ends_on=ends_on,
        document=document.strip(),
    )
    act.record(
        "discipline.recorded",
        row,
        private={
            "form": row.form,
            "under_consideration": under_consideration,
            "from": starts_on,
            "to": ends_on,
            "document": row.document,
        },
    )
    return row


@operation("discipline.concluded")
def conclude_discipline(
    act: Act,
    *,
    discipline: Discipline,
    on: date,
    document: str,
    form: str = "",
    ends_on: date | None = None,
) -> Discipline | None:
    """End the consideration of discipline with its document.

    Without ``form`` the person is cleared and nothing more holds; with it the measure is in force from ``on`` to
    ``ends_on``, and is given back. Raises ``MovedOnError`` when it was concluded already.
    """
    require(permissions.may_keep_discipline(act, discipline.person.authority_id))
    _in_order(discipline.starts_on, on)
    if not document.strip():
        raise RefusedError(document="Hãy ghi văn bản kết luận (số, ngày, cơ quan).")
    moved = Discipline.objects.filter(
        pk=discipline.pk, under_consideration=True, ends_on__isnull=True
    ).update(ends_on=on)
    if moved != 1:
        raise MovedOnError
    discipline.refresh_from_db()
    act.record(
        "discipline.concluded", discipline, private={"form": form, "on": on, "document": document.strip()}
    )
    if not form.strip():
        return None
    return record_discipline(
        act, person=discipline.person, form=form, starts_on=on, ends_on=ends_on, document=document
    )


@operation("verification.begun")
def begin_verification(
    act: Act,
    *,
    subject: Subject,
    matter: str,
    starts_on: date,
    document: str,
    kind: str = Verification.Kind.DENOUNCED,
) -> Verification:
    """Enter that a matter about a person or a unit is being verified. Raises ``RefusedError`` for an empty matter."""
    require(permissions.may_keep_discipline(act, subject.authority_id or 0))
    faults = {
        name: "Hãy điền mục này."
        for name, told in (("matter", matter), ("document", document))
        if not told.strip()
    }
    if faults:
        raise RefusedError(**faults)
    row = Verification.objects.create(
        subject=subject, kind=kind, matter=matter.strip(), starts_on=starts_on, document=document.strip()
    )
    act.record(
        "verification.begun",
        row,
        private={"kind": kind, "matter": row.matter, "from": starts_on, "document": row.document},
    )
    return row


@operation("verification.ended")
def end_verification(act: Act, *, verification: Verification, on: date, cleared: bool) -> None:
    """End a verification: cleared, or a breach was found. Raises ``MovedOnError`` when it has ended already."""
    require(permissions.may_keep_discipline(act, verification.authority_id or 0))
    _in_order(verification.starts_on, on)
    moved = Verification.objects.filter(pk=verification.pk, ends_on__isnull=True).update(
        ends_on=on, cleared=cleared
    )
    if moved != 1:
        raise MovedOnError
    verification.refresh_from_db()
    act.record("verification.ended", verification, private={"on": on, "cleared": cleared})


@operation("absence.recorded")
def record_absence(
    act: Act,
    *,
    person: Person,
    reason: str,
    starts_on: date,
    ends_on: date | None = None,
    maternity: bool = False,
) -> Absence:
    """Enter leave; maternity leave counts as time worked. Raises ``RefusedError`` for an end before the start."""
    require(permissions.may_keep_gradings(act, person.authority_id))
    _in_order(starts_on, ends_on)
    row = Absence.objects.create(
        person=person, maternity=maternity, reason=reason.strip(), starts_on=starts_on, ends_on=ends_on
    )
    act.record(
        "absence.recorded",
        row,
        private={"reason": row.reason, "maternity": maternity, "from": starts_on, "to": ends_on},
    )
    return row
