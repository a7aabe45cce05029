"""The figures that an achievement report is drafted from: all of them on record, none of them praise."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

from thidua.engine.scoring import CriteriaError, load_set
from thidua.nominations.models import Nomination
from thidua.nominations.queries.lists import post_of
from thidua.organizations.models import Subject, Unit
from thidua.organizations.queries import head_of, members_of
from thidua.scoring.models import CriteriaSet, Mark, Sheet

_ROUNDS = {name: place for place, name in enumerate(("self", "appraisal", "explanation", "second", "final"))}


def final_marks(sheet: Sheet) -> dict[int, Mark]:
    """The mark that counts for each leaf: the newest version of the latest round that has points."""
    found: dict[int, Mark] = {}
    for mark in sheet.marks.select_related("leaf").order_by("version"):
        before = found.get(mark.leaf_id)
        later = before is None or _ROUNDS[mark.round] >= _ROUNDS[before.round]
        if later and mark.score is not None:
            found[mark.leaf_id] = mark
    return found


def leaves_without_evidence(nomination: Nomination) -> list[str]:
    """Codes of the leaves with points and no evidence on the nominee's sheet."""
    sheet = Sheet.objects.filter(campaign__movement=nomination.movement, subject=nomination.subject).first()
    if sheet is None:
        return []
    proved = set(sheet.evidence_links.values_list("leaf_id", flat=True))
    marks = final_marks(sheet).values()
    bare = [mark.leaf for mark in marks if mark.score and mark.leaf_id not in proved]
    return [leaf.code for leaf in sorted(bare, key=lambda leaf: leaf.order)]


def report_figures(nomination: Nomination, on: date) -> dict[str, Any]:
    """Profile, totals, areas, results with their evidence, initiatives and awards held."""
    subject, movement = nomination.subject, nomination.movement
    sheet = (
        Sheet.objects.filter(campaign__movement=movement, subject=subject)
        .select_related("criteria_set")
        .first()
    )
    own: dict[str, Any] = {"total": None, "self_total": None, "areas": [], "results": []}
    if sheet is not None:
        own = {
            "total": sheet.final_total,
            "self_total": sheet.self_total,
            **_sheet_figures(sheet, _area_names(sheet.criteria_set)),
        }
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


def _sheet_figures(sheet: Sheet, names: dict[str, str]) -> dict[str, Any]:
    evidence: dict[int, list[str]] = {}
    for link in sheet.evidence_links.select_related("evidence").order_by("pk"):
        page = f", {link.page}" if link.page else ""
        evidence.setdefault(link.leaf_id, []).append(f"{link.evidence.title}{page}")
    by_area: dict[str, list[Mark]] = {}
    for mark in sorted(final_marks(sheet).values(), key=lambda mark: mark.leaf.order):
        by_area.setdefault(mark.leaf.area_code, []).append(mark)
    areas, results = [], []
    for code, marks in by_area.items():
        got = sum((mark.score or Decimal(0) for mark in marks), Decimal(0))
        most = sum((mark.leaf.maximum for mark in marks), Decimal(0))
        heading = f"{code}. {names.get(code, '')}".strip(". ")
        percent = f"{(got * 100 / most).quantize(Decimal('0.1'), rounding='ROUND_HALF_UP')}%" if most else "–"
        areas.append((heading, _comma(most), _comma(got), percent.replace(".", ",")))
        lines = [
            f"{mark.leaf.code} {mark.leaf.name}: {_comma(mark.score or Decimal(0))}/{_comma(mark.leaf.maximum)} điểm"
            f" (minh chứng: {'; '.join(evidence[mark.leaf_id])})"
            for mark in marks
            if mark.score and mark.leaf_id in evidence
        ]
        if lines:
            results.append((heading, lines))
    return {"areas": areas, "results": results}


def _area_names(criteria_set: CriteriaSet) -> dict[str, str]:
    try:
        loaded = load_set(json.loads(criteria_set.text))
    except (CriteriaError, ValueError):
        return {}
    return {area.code: area.title for area in loaded.areas}


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
