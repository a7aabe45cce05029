"""Which reports a viewer may read, which wait, how far the step is."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django.db.models import QuerySet
from django.urls import reverse

from thidua.engine.flow import Role
from thidua.movements.models import Movement, PlanItem
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, covered_units
from thidua.reviews.models import Judgement, Review

NOTICE_DAYS: Final = 20


def reviews_visible_to(viewer: Viewer) -> QuerySet[Review]:
    """The reports of the authorities that the viewer reads whole."""
    return Review.objects.filter(
        movement__authority_id__in=covered_units(viewer, *READS_AUTHORITY)
    ).select_related("movement__authority__subject", "movement__plan_paper", "paper")


def movements_reported_to(viewer: Viewer) -> QuerySet[Movement]:
    """The movements whose reports the viewer may read."""
    return Movement.objects.filter(authority_id__in=covered_units(viewer, *READS_AUTHORITY)).select_related(
        "authority__subject", "plan_paper"
    )


def judgements(review: Review) -> dict[str, str]:
    """What people wrote, by part."""
    return dict(Judgement.objects.filter(review=review).values_list("part", "text"))


def unwritten(review: Review) -> tuple[str, ...]:
    """The parts that the law asks of a final report and that nobody wrote yet. TT 01/2024/TT-BNV, art. 3.3.

    The causes count as written when one of their two kinds is.
    """
    if review.kind != Review.Kind.FINAL:
        return ()
    parts = set(judgements(review))
    causes = {Judgement.Part.CAUSES_OBJECTIVE.value, Judgement.Part.CAUSES_SUBJECTIVE.value}
    missing = [] if parts & causes else ["Nguyên nhân của hạn chế"]
    if Judgement.Part.LESSONS.value not in parts:
        missing.append(str(Judgement.Part.LESSONS.label))
    return tuple(missing)


def todo(viewer: Viewer, movement: Movement) -> list[dict[str, Any]]:
    """Reports that wait for the officer: the interim one in the middle of the period, the final one at its end."""
    if movement.state != "launched" or Role.OFFICER not in viewer.roles_in(movement.authority_id):
        return []
    issued = set(Review.objects.filter(movement=movement, state="issued").values_list("kind", flat=True))
    url = reverse("review_list", kwargs={"movement_id": movement.pk})
    found: list[dict[str, Any]] = []
    for kind, text, due in due_reviews(movement):
        if kind not in issued and due is not None and (due - viewer.on).days <= NOTICE_DAYS:
            found.append({"text": text, "url": url, "due": due, "whose": "", "label": "Lập báo cáo"})
    return found


def due_reviews(movement: Movement) -> list[tuple[str, str, date | None]]:
    """Both reviews with their day: the plan's where it names one, else the middle and the end of the period."""
    items = movement.items.filter(kind=PlanItem.Kind.REVIEW)
    told = {item.data.get("kind"): str(item.data.get("by") or "") for item in items}
    starts, ends = movement.starts_on, movement.ends_on
    middle = starts + (ends - starts) / 2 if starts and ends else None
    return [
        (Review.Kind.INTERIM, "Lập báo cáo sơ kết phong trào", _by(told.get("interim", "")) or middle),
        (Review.Kind.FINAL, "Lập báo cáo tổng kết phong trào", _by(told.get("final", "")) or ends),
    ]


def _by(text: str) -> date | None:
    """A day, or the 28th of a month that the plan names alone."""
    parts = text.split("-")
    try:
        year, month, *rest = (int(part) for part in parts)
        return date(year, month, rest[0] if rest else 28)
    except ValueError:
        return None


def progress(movement: Movement) -> dict[str, Any]:
    """How many of the two reviews are issued."""
    done = Review.objects.filter(movement=movement, state="issued").count()
    return {"done": done, "total": 2, "due": movement.ends_on, "text": f"{done}/2 báo cáo" if done else ""}
