"""Facts about a nominee, gathered from what earlier stages keep, and the engine's findings on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from thidua.engine import eligibility as rules
from thidua.engine.text import fold, name_key
from thidua.movements.models import Movement, RegistrationLine
from thidua.nominations import choices
from thidua.nominations.models import Nomination
from thidua.nominations.queries.dossier import missing_papers
from thidua.nominations.queries.figures import leaves_without_evidence
from thidua.organizations.models import Membership, Person, Subject, Unit, UnitClosure, in_force

_DAYS_OF_MONTH = Decimal("30.4375")
_SUPERIOR = {
    "commune": "Chủ tịch Ủy ban nhân dân tỉnh",
    "district": "Chủ tịch Ủy ban nhân dân tỉnh",
    "province": "Thủ tướng Chính phủ",
}
"""Who awards what the chairperson of a level may not award to the own person or collective."""


def superior_of(authority: Unit) -> str:
    """Who decides above an authority."""
    return _SUPERIOR.get(authority.level, "cấp có thẩm quyền")


def must_go_up(subject: Subject, authority: Unit, on: date) -> bool:
    """Whether its own chair may not award it: the authority itself, or the person at its head."""
    if subject.kind == Subject.Kind.UNIT:
        return Unit.objects.filter(subject=subject, pk=authority.pk).exists()
    heads = Membership.objects.filter(in_force(on), person__subject=subject, head=True)
    leads = heads.filter(unit=authority) | heads.filter(
        unit__authority=authority, unit__block=Unit.Block.LEADERSHIP
    )
    return leads.exists()


def check(nomination: Nomination, on: date) -> tuple[rules.Finding, ...]:
    """Check a nominee by the plan's standards and the law as they stand on a day; nothing is guessed or stored."""
    movement = nomination.movement
    findings = rules.check(_standards(movement), _facts(nomination, on), _case(movement, on))
    bare = leaves_without_evidence(nomination)
    if bare:
        # for people to weigh: the points were given, the paper behind them is not on the sheet
        findings += (
            rules.Finding(
                "evidence",
                rules.FindingOutcome.UNKNOWN,
                "Bộ tiêu chí chấm điểm, cột tài liệu kiểm chứng",
                {"leaves": bare},
                blocking=False,
            ),
        )
    return findings


_GRADING_OF_PLAN = {
    "xuất sắc": rules.GradingLevel.EXCELLENT,
    "tốt": rules.GradingLevel.GOOD,
    "hoàn thành": rules.GradingLevel.COMPLETED,
}
"""How a plan spells the grading that it asks for."""

_GRADING_KEPT = {
    "excellent": rules.GradingLevel.EXCELLENT,
    "good": rules.GradingLevel.GOOD,
    "fulfilled": rules.GradingLevel.COMPLETED,
    "failed": rules.GradingLevel.NOT_COMPLETED,
}


def _standards(movement: Movement) -> list[rules.Standard]:
    """What the plan asks for, as the engine takes it; registration only where the plan makes it a condition."""
    cited = f"Kế hoạch số {movement.plan_number}" if movement.plan_number else "Kế hoạch phong trào"
    found: list[rules.Standard] = []
    for item in movement.items.filter(kind="standard"):
        told = item.data
        subject = rules.Subject(told.get("subject") or "either")
        article = f"{cited}, tiêu chuẩn: “{item.text}”"
        wanted = told.get("grading_at_least")
        if wanted in _GRADING_OF_PLAN:
            found.append(
                rules.Standard(
                    rules.StandardRule.GRADING_AT_LEAST, article, subject, _GRADING_OF_PLAN[wanted].value
                )
            )
        if subject is not rules.Subject.COLLECTIVE and "truc tiep" in fold(item.text):
            found.append(rules.Standard(rules.StandardRule.DIRECT_WORK, article, rules.Subject.INDIVIDUAL))
    if movement.registration_required:
        found.append(
            rules.Standard(rules.StandardRule.REGISTERED, f"{cited}, điều kiện đăng ký", rules.Subject.EITHER)
        )
    return found


def _case(movement: Movement, on: date) -> rules.Case:
    ends_on = movement.ends_on or on
    return rules.Case(
        on=on,
        starts_on=movement.starts_on or date(ends_on.year, 1, 1),
        ends_on=ends_on,
        grading_periods=(str(ends_on.year),),
        movement=str(movement.pk),
        superior=superior_of(movement.authority),
    )


def _facts(nomination: Nomination, on: date) -> rules.SubjectFacts:
    movement, subject = nomination.movement, nomination.subject
    case = _case(movement, on)
    common: dict[str, Any] = {
        "key": str(subject.pk),
        "gradings": _gradings(subject),
        "grading_periods": _school_years(subject, case.ends_on.year),
        "awards": _awards(subject),
        "achievement": name_key(nomination.merit),
        "takes_part": _takes_part(subject, movement, on),
        "registered": _registered(subject, movement),
        "score": _score(subject, movement),
        "missing_papers": missing_papers(nomination, on),
    }
    goes_up = must_go_up(subject, movement.authority, on)
    if subject.kind == Subject.Kind.PERSON:
        return _person_facts(nomination, case, common | {"is_decider": goes_up})
    unit = Unit.objects.get(subject=subject)
    head = Membership.objects.filter(in_force(on), unit=unit, head=True).select_related("person").first()
    return rules.CollectiveFacts(
        **common,
        holds=_verifications(subject),
        women_share=women_share(unit, on),
        superior=superior_of(movement.authority) if goes_up else "",
        head_holds=_disciplines(head.person) if head else (),
    )


def _person_facts(nomination: Nomination, case: rules.Case, common: dict[str, Any]) -> rules.PersonFacts:
    person = Person.objects.get(subject=nomination.subject)
    remarks = nomination.dossier.filter(kind="old_unit_remarks").order_by("pk").last()
    worked, maternity = months_worked(person, case.starts_on, min(case.ends_on, case.on))
    return rules.PersonFacts(
        **common,
        holds=_disciplines(person) + _verifications(person.subject),
        female=person.female,
        joined_on=_joined_on(person, case),
        old_unit_remarks=remarks.title if remarks else "",
        months_worked=worked,
        maternity_months=maternity,
        direct_work=person.reform_role,
    )


def _gradings(subject: Subject) -> tuple[rules.Grading, ...]:
    return tuple(
        rules.Grading(
            period=row.period,
            level=_GRADING_KEPT[row.level],
            status=rules.GradingStatus(row.status),
            document=f"{row.document_number} ngày {row.document_on:%d/%m/%Y} của {row.document_issuer}",
        )
        for row in subject.gradings.order_by("period", "document_on", "pk")
    )


def _school_years(subject: Subject, year: int) -> tuple[str, ...]:
    """The school year that ends in the year, where the subject is graded by school years."""
    period = f"{year - 1}-{year}"
    return (period,) if subject.gradings.filter(period=period).exists() else ()


def _disciplines(person: Person) -> tuple[rules.Hold, ...]:
    return tuple(
        rules.Hold(
            rules.HoldKind.CONSIDERED if row.under_consideration else rules.HoldKind.DISCIPLINE,
            row.starts_on,
            row.ends_on,
            row.document,
        )
        for row in person.disciplines.order_by("starts_on", "pk")
    )


def _verifications(subject: Subject) -> tuple[rules.Hold, ...]:
    return tuple(
        rules.Hold(rules.HoldKind.DENOUNCED, row.starts_on, row.ends_on, f"{row.matter}, {row.document}")
        for row in subject.verifications.order_by("starts_on", "pk")
    )


def _awards(subject: Subject) -> tuple[rules.PreviousAward, ...]:
    return tuple(
        rules.PreviousAward(
            form=row.form,
            decided_on=row.decided_on,
            decision=row.decision_number,
            movement=row.movement_key,
            achievement=name_key(row.merit),
            cancelled=row.cancelled_on is not None,
        )
        for row in subject.awards_held.order_by("decided_on", "pk")
    )


def _takes_part(subject: Subject, movement: Movement, on: date) -> bool:
    below = UnitClosure.objects.filter(ancestor_id=movement.authority_id).values("descendant_id")
    if subject.kind == Subject.Kind.PERSON:
        return Membership.objects.filter(in_force(on), person__subject=subject, unit_id__in=below).exists()
    return Unit.objects.filter(subject=subject, pk__in=below).exists()


def _registered(subject: Subject, movement: Movement) -> bool:
    return RegistrationLine.objects.filter(
        movement=movement, subject=subject, registration__state="accepted"
    ).exists()


def _score(subject: Subject, movement: Movement) -> Decimal | None:
    sheet = subject.sheets.filter(campaign__movement=movement).first()
    return sheet.final_total if sheet else None


def _joined_on(person: Person, case: rules.Case) -> date | None:
    """The day on which somebody came from elsewhere inside the period; nothing for who was there before."""
    first = person.memberships.order_by("starts_on").values_list("starts_on", flat=True).first()
    if first is None or not case.starts_on < first <= case.ends_on:
        return None
    return first


def women_share(unit: Unit, on: date) -> Decimal | None:
    """The part of women among the members of a unit on a day, as a part of 1; nothing without members."""
    women = list(
        Membership.objects.filter(in_force(on), unit=unit)
        .order_by()
        .values_list("person_id", "person__female")
        .distinct()
    )
    if not women:
        return None
    return (Decimal(sum(female for _, female in women)) / len(women)).quantize(
        Decimal("0.0001"), ROUND_HALF_UP
    )


def months_worked(person: Person, starts_on: date, ends_on: date) -> tuple[Decimal, Decimal]:
    """Months worked in the period without leave, and months of maternity leave, to one place."""

    def days(rows: Iterable[tuple[date, date | None]]) -> set[date]:
        return {
            max(begins, starts_on) + timedelta(days=passed)
            for begins, ends in rows
            for passed in range((min(ends or ends_on, ends_on) - max(begins, starts_on)).days + 1)
        }

    employed = days(person.memberships.values_list("starts_on", "ends_on"))
    away = days(person.absences.values_list("starts_on", "ends_on"))
    maternity = days(person.absences.filter(maternity=True).values_list("starts_on", "ends_on"))
    return _months(len(employed - away)), _months(len(employed & maternity))


def _months(days: int) -> Decimal:
    return (days / _DAYS_OF_MONTH).quantize(Decimal("0.1"), ROUND_HALF_UP)


def plain(finding: rules.Finding) -> dict[str, Any]:
    """A finding as it is stored."""
    return {
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "article": finding.article,
        "fact": finding.fact,
        "blocking": finding.blocking,
    }


def worded(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Stored findings in words: what is asked, outcome, fact, article; what blocks stands first."""
    order = {"not_met": 0, "unknown": 1, "met": 2}
    tones = {"not_met": "wrong", "unknown": "heed", "met": "done"}
    rows = [
        {
            "rule": choices.RULES.get(finding["rule"], finding["rule"]),
            "outcome": choices.OUTCOMES[finding["outcome"]],
            "tone": tones[finding["outcome"]],
            "fact": choices.finding_fact(finding),
            "article": finding["article"],
            "blocking": finding.get("blocking", True),
            "place": order[finding["outcome"]],
        }
        for finding in findings
    ]
    return sorted(rows, key=lambda row: row["place"])
