"""Sáng kiến: proposed, applied, recognised. Law: 06/2022/QH15, art. 3.4."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.honours import permissions
from thidua.honours.models import Initiative
from thidua.organizations.models import Subject, Unit


@operation("initiative.proposed")
def record_initiative(
    act: Act, *, subject: Subject, unit: Unit, title: str, summary: str, proposed_on: date | None = None
) -> Initiative:
    """Enter an initiative, a model or a good practice of a person or a unit.

    ``unit`` is where its author works. Raises ``RefusedError`` for an empty title, or a day after the act.
    """
    require(permissions.may_propose_initiative(act, subject, unit))
    if not title.strip():
        raise RefusedError(title="Hãy ghi tên sáng kiến.")
    day = proposed_on or act.on
    if day > act.on:
        raise RefusedError(proposed_on="Ngày đề xuất không thể sau hôm nay.")
    row = Initiative.objects.create(
        authority_id=subject.authority_id or unit.pk,
        subject=subject,
        title=title.strip(),
        summary=summary.strip(),
        proposed_on=day,
    )
    act.record("initiative.proposed", row, author=subject.name, unit=unit.code)
    return row


@operation("initiative.recognised")
def recognise_initiative(
    act: Act, *, initiative: Initiative, level: str, on: date, document: str = ""
) -> None:
    """Note that it was applied in the unit, or recognised at a level by a document.

    Raises ``RefusedError`` for a recognition without document or a step backwards, ``MovedOnError`` when another
    hand raised it meanwhile.
    """
    require(permissions.may_recognise_initiative(act, initiative.authority_id))
    order = list(Initiative.Level.values)
    if level not in order[1:]:
        raise RefusedError(level="Hãy chọn kết quả.")
    if order.index(level) <= order.index(initiative.level):
        raise RefusedError(level="Sáng kiến đã được ghi nhận ở mức này hoặc cao hơn.")
    if level != Initiative.Level.APPLIED and not document.strip():
        raise RefusedError(document="Hãy ghi văn bản công nhận (số, ngày, cơ quan).")
    if on > act.on or on < initiative.proposed_on:
        raise RefusedError(on="Ngày công nhận phải từ ngày đề xuất đến hôm nay.")
    moved = Initiative.objects.filter(pk=initiative.pk, level=initiative.level).update(
        level=level, recognised_on=on, document=document.strip()
    )
    if moved != 1:
        raise MovedOnError
    initiative.refresh_from_db()
    act.record("initiative.recognised", initiative, level=level, on=on, document=document.strip())
