"""Proposals, decisions, the award register and the money list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from thidua.commendations.models import Award, Decision, Proposal
from thidua.council.models import Meeting, Selection
from thidua.engine import money
from thidua.engine.flow import Role
from thidua.movements.models import Movement
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, covered_units, membership_on
from thidua.regulations import queries as regulations


@dataclass(frozen=True, slots=True)
class AwardLine:
    """One award as it would stand on a day: who, position and unit then, multiple and money (đồng)."""

    order: int
    nomination_id: int
    subject_id: int
    kind: str
    form: str
    title: str
    name: str
    position: str
    unit_name: str
    merit: str
    multiple: Decimal
    amount: Decimal


def decisions_visible_to(viewer: Viewer) -> QuerySet[Decision]:
    """Decisions of the authorities that the viewer reads; drafts only for who reads the whole authority."""
    whole = Decision.objects.filter(authority_id__in=covered_units(viewer, *READS_AUTHORITY))
    issued = Decision.objects.filter(
        authority_id__in=_own_authorities(viewer), state__in=("issued", "filed", "cancelled")
    )
    return (whole | issued).select_related("movement", "authority__subject", "paper", "proposal").distinct()


def _own_authorities(viewer: Viewer) -> Any:
    from_units = covered_units(viewer, Role.UNIT_HEAD, Role.MEMBER)
    return Movement.objects.filter(authority__below__descendant__in=from_units).values("authority_id")


def proposals_visible_to(viewer: Viewer) -> QuerySet[Proposal]:
    """Proposal letters of the authorities that the viewer reads whole."""
    return Proposal.objects.filter(
        movement__authority_id__in=covered_units(viewer, *READS_AUTHORITY)
    ).select_related("movement__authority__subject", "meeting", "paper")


def awards_visible_to(viewer: Viewer) -> QuerySet[Award]:
    """The award register of the authorities that the viewer has a part in."""
    return Award.objects.filter(decision__in=decisions_visible_to(viewer).values("pk")).select_related(
        "decision__movement", "decision__authority__subject", "subject"
    )


def chosen(meeting: Meeting) -> list[Selection]:
    """Whom the council chose, in its order."""
    rows = meeting.selections.filter(chosen=True).select_related(
        "nomination__subject__person", "nomination__subject__unit", "nomination__unit__subject"
    )
    return list(rows.order_by("order"))


def award_lines(meeting: Meeting, on: date) -> list[AwardLine]:
    """The awards with the money of a day: multiple x base salary, rounded up (NĐ 152/2025, art. 49.2, 54).

    Raises ``NoValueInForceError`` when the law book has no value for that day.
    """
    salary, step = int(regulations.base_salary(on)), int(regulations.rounding_step(on))
    lines: list[AwardLine] = []
    for number, selection in enumerate(chosen(meeting), start=1):
        nomination = selection.nomination
        subject = nomination.subject
        multiple = Decimal(regulations.multiple(nomination.form, subject.award_kind, on))
        title, position, unit_name = "", "", ""
        if subject.kind == "person":
            post = membership_on(subject.person, on)
            title = subject.person.title
            position = post.position if post else ""
            unit_name = post.unit.name if post else nomination.unit.name
        lines.append(
            AwardLine(
                order=number,
                nomination_id=nomination.pk,
                subject_id=subject.pk,
                kind=subject.award_kind,
                form=nomination.form,
                title=title,
                name=subject.name,
                position=position,
                unit_name=unit_name,
                merit=nomination.merit,
                multiple=multiple,
                amount=Decimal(money.award_money(multiple, salary, step)),
            )
        )
    return lines


def total(lines: Sequence[AwardLine]) -> Decimal:
    """The sum of the money in đồng."""
    return sum((line.amount for line in lines), Decimal(0))


def award_by_code(code: str) -> Award | None:
    """The award of a check code, for the public page; only of issued decisions."""
    rows = Award.objects.filter(check_code=code, decision__state__in=("issued", "filed", "cancelled"))
    return rows.select_related("decision__authority__subject", "decision__movement").first()


def public_awards(movement: Movement) -> QuerySet[Award]:
    """Who was awarded, for the public page: issued, not cancelled."""
    return (
        Award.objects.filter(decision__movement=movement, decision__state__in=("issued", "filed"))
        .filter(cancelled_on__isnull=True)
        .order_by("order")
    )


def numbers(movement: Movement) -> dict[str, Any]:
    """Figures for the reports: awards by kind, money, certificates handed over."""
    rows = Award.objects.filter(decision__movement=movement, decision__state__in=("issued", "filed"))
    told = rows.aggregate(
        collectives=Count("pk", filter=Q(subject__kind="unit", cancelled_on__isnull=True)),
        individuals=Count("pk", filter=Q(subject__kind="person", cancelled_on__isnull=True)),
        handed_over=Count("pk", filter=Q(handed_over_on__isnull=False)),
    )
    decisions = Decision.objects.filter(movement=movement, state__in=("issued", "filed"))
    return told | {
        "total": sum((row.total or Decimal(0) for row in decisions), Decimal(0)),
        "decisions": [(row.number, row.decided_on) for row in decisions],
    }


def progress(movement: Movement) -> dict[str, dict[str, Any]]:
    """How far the steps ``decide`` and ``award`` are."""
    decided = Decision.objects.filter(movement=movement, state__in=("issued", "filed")).count()
    counts = Award.objects.filter(
        decision__movement=movement, decision__state__in=("issued", "filed")
    ).aggregate(all=Count("pk"), handed=Count("pk", filter=Q(handed_over_on__isnull=False)))
    return {
        "decide": {"done": decided, "total": 1, "due": None, "text": "Đã ban hành" if decided else ""},
        "award": {
            "done": counts["handed"],
            "total": counts["all"],
            "due": None,
            "text": f"Đã trao {counts['handed']}/{counts['all']}" if counts["all"] else "",
        },
    }
