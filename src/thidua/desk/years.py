"""A subject's year in one movement: registered, scored, what was lost where, nominated, decided."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from thidua.commendations import queries as commendations
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations import queries as nominations
from thidua.organizations.models import Subject
from thidua.organizations.permissions import Viewer
from thidua.scoring import queries as scoring

MOST_LOST = 5


@dataclass(frozen=True, slots=True)
class SubjectYear:
    """What one movement holds of a subject, as far as the viewer may see it."""

    movement: Movement
    lines: list[Any]
    sheet: Any
    lost: list[Any]
    total: Decimal | None
    nominations: list[Any]
    awards: list[Any]


def of(viewer: Viewer, subject: Subject, movement: Movement) -> SubjectYear:
    """Gather the year; each part starts at what the viewer may see."""
    sheet = scoring.sheets_visible_to(viewer).filter(campaign__movement=movement, subject=subject).first()
    return SubjectYear(
        movement=movement,
        lines=[
            line
            for registration in movements.registrations_visible_to(viewer).filter(
                movement=movement, lines__subject=subject
            )
            for line in movements.lines_visible_to(viewer, registration).filter(subject=subject)
        ],
        sheet=sheet,
        lost=list(scoring.lost_points(sheet))[:MOST_LOST] if sheet else [],
        total=(sheet.final_total or sheet.appraised_total or sheet.self_total) if sheet else None,
        nominations=list(
            nominations.nominations_visible_to(viewer).filter(movement=movement, subject=subject)
        ),
        awards=list(
            commendations.awards_visible_to(viewer).filter(decision__movement=movement, subject=subject)
        ),
    )
