"""The figures that an achievement report is drafted from: all of them on record, none of them praise."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from thidua.engine.scoring import Source
from thidua.nominations.models import Nomination
from thidua.nominations.queries.lists import post_of
from thidua.organizations.models import Subject, Unit
from thidua.organizations.queries import head_of, members_of
from thidua.scoring import queries as scoring
from thidua.scoring.models import Mark, Sheet
from thidua.scoring.queries.standing import marks_of, standing


def standing_marks(sheet: Sheet) -> dict[str, Mark]:
    """The mark that stands for each leaf: the newest of a round that gives points."""
    return standing(marks_of(sheet))


def leaves_without_evidence(nomination: Nomination) -> list[str]:
    """Codes of the leaves that the unit itself fills, that gave points and have no evidence on the sheet."""
    sheet = scoring.sheet_of(nomination.movement, nomination.subject)
    if sheet is None:
        return []
    wanted = {
        leaf.code
        for leaf in scoring.criteria_of(sheet.criteria_set).leaves
        if leaf.source is Source.UNIT and leaf.evidence
    }
    proved = set(sheet.evidence_links.filter(removed_at=None).values_list("leaf__code", flat=True))
    marks = [mark for code, mark in standing_marks(sheet).items() if code in wanted - proved and mark.score]
    return [mark.leaf.code for mark in sorted(marks, key=lambda mark: mark.leaf.order)]


def report_figures(nomination: Nomination, on: date) -> dict[str, Any]:
    """Profile, totals, areas, results with their evidence, initiatives and awards held."""
    subject = nomination.subject
    sheet = scoring.sheet_of(nomination.movement, subject)
    own: dict[str, Any] = {"total": None, "self_total": None, "areas": [], "results": []}
    if sheet is not None:
        own = {"total": sheet.final_total, "self_total": sheet.self_total, **_sheet_figures(sheet)}
    awards = [
        (
            str(row.decided_on.year),
            row.form,
            f"{row.decision_number} ngày {row.decided_on:%d/%m/%Y}",
            row.issuer,
        )
        for row in subject.awards_held.filter(cancelled_on__isnull=True).order_by("decided_on", "pk")
    ]
    initiatives = [
        f"{row.title}{f' ({row.document})' if row.document else ''}"
        for row in subject.initiatives.filter(recognised_on__isnull=False).order_by("recognised_on", "pk")
    ]
    return own | {"profile": _profile(nomination, on), "awards": awards, "initiatives": initiatives}


def _sheet_figures(sheet: Sheet) -> dict[str, Any]:
    evidence: dict[str, list[str]] = {}
    for link in (
        sheet.evidence_links.filter(removed_at=None).select_related("evidence", "leaf").order_by("pk")
    ):
        page = f", {'trang ' if link.page.isdigit() else ''}{link.page}" if link.page else ""
        evidence.setdefault(link.leaf.code, []).append(f"{link.evidence.title}{page}")
    marks = standing_marks(sheet)
    areas, results = [], []
    for line in scoring.area_lines(sheet):
        heading = f"{line.code}. {line.title}"
        percent = (
            "–"
            if line.percent is None
            else f"{line.percent.quantize(Decimal('0.1'), rounding='ROUND_HALF_UP')}%".replace(".", ",")
        )
        areas.append((heading, _comma(line.maximum), _comma(line.points), percent))
        in_area = sorted(
            (mark for mark in marks.values() if mark.leaf.area_code == line.code),
            key=lambda mark: mark.leaf.order,
        )
        lines = [
            f"{mark.leaf.code} {mark.leaf.name}: {_comma(mark.score)}/{_comma(mark.leaf.maximum)} điểm"
            f" (minh chứng: {'; '.join(evidence[mark.leaf.code])})"
            for mark in in_area
            if mark.score and mark.leaf.code in evidence
        ]
        if lines:
            results.append((heading, lines))
    return {"areas": areas, "results": results}


def _profile(nomination: Nomination, on: date) -> list[str]:
    subject = nomination.subject
    if subject.kind == Subject.Kind.PERSON:
        person = subject.person
        lines = [
            f"Họ và tên: {person.title} {person.name}.",
            f"Chức vụ, đơn vị công tác: {post_of(subject, nomination.unit, on)}.",
        ]
        if person.qualification:
            lines.append(f"Trình độ chuyên môn: {person.qualification}.")
        if person.political_theory:
            lines.append(f"Lý luận chính trị: {person.political_theory}.")
        return lines
    if subject.kind == Subject.Kind.HOUSEHOLD:
        return [f"Tên hộ gia đình: {subject.name}.", f"Thôn, tổ dân phố: {subject.household.unit.name}."]
    unit = Unit.objects.select_related("subject").get(subject=subject)
    people = members_of(unit, on)
    women = people.filter(person__female=True).values("person_id").distinct().count()
    number = people.values("person_id").distinct().count()
    head = head_of(unit, on)
    lines = [f"Tên tập thể: {unit.name}.", f"Số người: {number:02d}, trong đó nữ {women:02d}."]
    if head is not None:
        lines.append(f"Người đứng đầu: {head.person.title} {head.person.name}, {head.position}.")
    return lines


def _comma(value: Decimal) -> str:
    return f"{value.quantize(Decimal('0.01'), rounding='ROUND_HALF_UP').normalize():f}".replace(".", ",")
