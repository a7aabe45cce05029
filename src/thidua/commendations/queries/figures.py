"""Figures for the reports, and how far steps 9 and 10 are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, Q

from thidua.commendations.models import Award, Decision
from thidua.commendations.queries.run import council_result, decision_due, live_decision, live_proposal
from thidua.engine.decisions import IN_FORCE, State
from thidua.movements.models import Movement


def numbers(movement: Movement) -> dict[str, Any]:
    """Figures for the reports: awards by kind, money, certificates handed over."""
    rows = Award.objects.filter(decision__movement=movement, decision__state__in=IN_FORCE)
    told = rows.aggregate(
        collectives=Count("pk", filter=Q(subject__kind="unit", cancelled_on__isnull=True)),
        individuals=Count("pk", filter=Q(subject__kind="person", cancelled_on__isnull=True)),
        households=Count("pk", filter=Q(subject__kind="household", cancelled_on__isnull=True)),
        handed_over=Count("pk", filter=Q(handed_over_on__isnull=False, cancelled_on__isnull=True)),
    )
    decisions = Decision.objects.filter(movement=movement, state__in=IN_FORCE).order_by("decided_on", "pk")
    return told | {
        "total": sum((row.total or Decimal(0) for row in decisions), Decimal(0)),
        "decisions": [(row.number, row.decided_on) for row in decisions],
    }


def progress(movement: Movement) -> dict[str, dict[str, Any]]:
    """How far the steps ``decide`` and ``award`` are: done of total, by when, in a few words."""
    meeting = council_result(movement)
    proposal, decision = (live_proposal(meeting), live_decision(meeting)) if meeting else (None, None)
    decided = decision is not None and decision.state in IN_FORCE
    counts = Award.objects.filter(
        decision__movement=movement, decision__state__in=IN_FORCE, cancelled_on__isnull=True
    ).aggregate(all=Count("pk"), handed=Count("pk", filter=Q(handed_over_on__isnull=False)))
    text = ""
    if decision is not None and decided:
        text = f"Số {decision.number}"
    elif proposal is not None:
        text = "Đang trình" if proposal.state != State.DRAFT else "Soạn tờ trình"
    return {
        "decide": {
            "done": int(decided),
            "total": 1,
            "going": proposal is not None and not decided,
            "due": None if decided or proposal is None else decision_due(proposal),
            "text": text,
        },
        "award": {
            "done": counts["handed"],
            "total": counts["all"],
            "due": None,
            "text": f"Đã trao {counts['handed']}/{counts['all']}" if counts["all"] else "",
        },
    }
