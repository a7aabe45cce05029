"""Yearly gradings, kept as their document concludes them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from thidua.base.acts import Act, operation
from thidua.base.errors import RefusedError, require
from thidua.documents.models import StoredFile
from thidua.honours import permissions
from thidua.honours.choices import read_period
from thidua.honours.models import Grading
from thidua.organizations.models import Subject


@dataclass(frozen=True, slots=True)
class GradingLine:
    """One grading as a form or a file gives it."""

    subject: Subject
    period: str
    level: str
    status: str
    document_number: str
    document_on: date
    document_issuer: str


@operation("grading.recorded")
def record_grading(
    act: Act,
    *,
    subject: Subject,
    period: str,
    level: str,
    document_number: str,
    document_on: date,
    document_issuer: str,
    status: str = Grading.Status.OFFICIAL,
    file: StoredFile | None = None,
) -> Grading:
    """Keep the grading of a subject for a year ("2025") or a school year ("2024-2025").

    A grading of the same period and status is replaced (corrected); one that says the same changes nothing and
    leaves no entry. Raises ``RefusedError`` for a period that is none, a level that is none, a document without
    number or issuer, or one dated after the act.
    """
    require(permissions.may_keep_gradings(act, subject.authority_id or 0))
    line = GradingLine(subject, period, level, status, document_number, document_on, document_issuer)
    return _keep(act, line, file)[0]


@operation("grading.recorded")
def import_gradings(act: Act, *, lines: Iterable[GradingLine]) -> tuple[int, int]:
    """Keep many gradings at once; gives how many were new and how many changed. Raises as ``record_grading``."""
    new = changed = 0
    for line in lines:
        require(permissions.may_keep_gradings(act, line.subject.authority_id or 0))
        done = _keep(act, line, None)[1]
        new += done == "new"
        changed += done == "changed"
    return new, changed


def _keep(act: Act, line: GradingLine, file: StoredFile | None) -> tuple[Grading, str]:
    told = _checked(act, line)
    known = Grading.objects.filter(subject=line.subject, period=told["period"], status=line.status).first()
    row = known or Grading(subject=line.subject, period=told["period"], status=line.status)
    before = known and (known.level, known.document_number, known.document_on, known.document_issuer)
    after = (line.level, told["number"], line.document_on, told["issuer"])
    if before == after and (file is None or file == row.file):
        return row, "same"
    row.level, row.document_number, row.document_on, row.document_issuer = after
    row.file = file or row.file
    row.save()
    act.record(
        "grading.recorded" if before is None else "grading.corrected",
        row,
        private={"level": line.level, "before": before[0] if before else None},
        period=row.period,
        status=row.status,
        document=f"{row.document_number}, {row.document_on:%d/%m/%Y}, {row.document_issuer}",
    )
    return row, "new" if before is None else "changed"


def _checked(act: Act, line: GradingLine) -> dict[str, str]:
    faults: dict[str, str] = {}
    period = read_period(line.period)
    if not period:
        faults["period"] = "Kỳ xếp loại là một năm (2025) hoặc một năm học (2024-2025)."
    if line.level not in Grading.Level.values:
        faults["level"] = "Hãy chọn một trong bốn mức xếp loại."
    if line.status not in Grading.Status.values:
        faults["status"] = "Hãy chọn “Chính thức” hoặc “Dự kiến”."
    number, issuer = line.document_number.strip(), line.document_issuer.strip()
    if not number:
        faults["document_number"] = "Hãy ghi số văn bản kết luận xếp loại."
    if not issuer:
        faults["document_issuer"] = "Hãy ghi cơ quan ban hành văn bản kết luận xếp loại."
    if line.document_on > act.on:
        faults["document_on"] = "Ngày văn bản không thể sau hôm nay."
    if faults:
        raise RefusedError(**faults)
    return {"period": period, "number": number, "issuer": issuer}
