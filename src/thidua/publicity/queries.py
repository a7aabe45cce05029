"""Radio scripts, the broadcast log, exemplars, and what the public page shows."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from thidua.commendations.models import Award
from thidua.commendations.queries import public_awards
from thidua.movements.models import Movement
from thidua.nominations.models import Nomination
from thidua.organizations.models import Subject
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import authorities_visible_to
from thidua.publicity.models import Broadcast, Exemplar, Script
from thidua.scoring.models import Sheet


def scripts_visible_to(viewer: Viewer) -> QuerySet[Script]:
    """Scripts of the authorities in which the viewer has a part."""
    return Script.objects.filter(movement__authority__in=authorities_visible_to(viewer)).select_related(
        "movement"
    )


def broadcasts_visible_to(viewer: Viewer) -> QuerySet[Broadcast]:
    """The broadcast log of the authorities in which the viewer has a part."""
    return Broadcast.objects.filter(
        script__movement__authority__in=authorities_visible_to(viewer)
    ).select_related("script__movement")


def exemplars_visible_to(viewer: Viewer) -> QuerySet[Exemplar]:
    """Exemplars of the authorities in which the viewer has a part."""
    return Exemplar.objects.filter(movement__authority__in=authorities_visible_to(viewer)).select_related(
        "subject", "unit__subject", "movement"
    )


def public_movements() -> QuerySet[Movement]:
    """Movements that the public may read of: launched ones."""
    return Movement.objects.filter(state__in=("launched", "closed")).select_related("authority__subject")


def public_page(movement: Movement) -> dict[str, Any]:
    """What anybody may read: the plan's outline, who was awarded, approved exemplars. No personal data beyond that."""
    return {
        "movement": movement,
        "contents": list(
            movement.items.filter(kind="content").order_by("order").values_list("text", flat=True)
        ),
        "awards": list(public_awards(movement)),
        "exemplars": list(
            Exemplar.objects.filter(movement=movement, approved_at__isnull=False)
            .select_related("subject", "unit__subject")
            .order_by("found_on")
        ),
    }


def proposed_exemplars(movement: Movement) -> list[tuple[Subject, str]]:
    """Subjects that the results suggest as exemplars, with why: the awarded, and the best final scores.

    Those that stand in the list already are left out.
    """
    known = set(Exemplar.objects.filter(movement=movement).values_list("subject_id", flat=True))
    found: dict[int, tuple[Subject, str]] = {}
    for award in Award.objects.filter(decision__movement=movement, cancelled_on__isnull=True).select_related(
        "subject"
    ):
        found[award.subject_id] = (award.subject, award.merit)
    best = Sheet.objects.filter(campaign__movement=movement, state="finalized", subject__kind="unit")
    for sheet in best.select_related("subject").order_by("-final_total")[:3]:
        found.setdefault(
            sheet.subject_id, (sheet.subject, f"Đạt {sheet.final_total:.2f} điểm".replace(".", ","))
        )
    return [pair for key, pair in found.items() if key not in known]


def merit_of(movement: Movement, subject: Subject) -> str:
    """The merit that the dossier tells, if there is one."""
    row = Nomination.objects.filter(movement=movement, subject=subject).first()
    return row.merit if row else ""


def numbers(movement: Movement, until: date | None = None) -> dict[str, Any]:
    """Figures for the reports: scripts by state, broadcasts, minutes, exemplars."""
    log = Broadcast.objects.filter(script__movement=movement)
    exemplars = Exemplar.objects.filter(movement=movement)
    if until is not None:
        log, exemplars = log.filter(on__lte=until), exemplars.filter(found_on__lte=until)
    rows = list(log)
    counts = exemplars.aggregate(all=Count("pk"), approved=Count("pk", filter=Q(approved_at__isnull=False)))
    return {
        "scripts": Script.objects.filter(movement=movement).count(),
        "broadcasts": len(rows),
        "minutes": sum(row.minutes for row in rows),
        "incidents": sum(bool(row.incident) for row in rows),
        "exemplars": counts["all"],
        "exemplars_told": counts["approved"],
    }


def progress(movement: Movement) -> dict[str, dict[str, Any]]:
    """How far the step ``tell`` is: scripts broadcast out of those written."""
    counts = Script.objects.filter(movement=movement).aggregate(
        all=Count("pk"), done=Count("pk", filter=Q(state="broadcast"))
    )
    text = f"Đã phát {counts['done']}/{counts['all']}" if counts["all"] else ""
    return {"tell": {"done": counts["done"], "total": counts["all"], "due": None, "text": text}}
