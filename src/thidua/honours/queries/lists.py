"""Lists of gradings, discipline, awards and initiatives; every one starts from who asks."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from thidua.engine.flow import Role
from thidua.honours.models import AwardHeld, Discipline, Grading, Initiative, Verification
from thidua.honours.permissions import READS_DISCIPLINE
from thidua.organizations import queries as directory
from thidua.organizations.models import Subject, Unit
from thidua.organizations.permissions import Viewer


def subjects_visible_to(viewer: Viewer) -> QuerySet[Subject]:
    """Persons whom the viewer sees, and units: all of the authority for a reading role, the own one else."""
    units = directory.covered_units(
        viewer, *directory.READS_AUTHORITY, Role.ADMIN, Role.UNIT_HEAD, Role.MEMBER
    )
    persons = directory.persons_visible_to(viewer).values("subject_id")
    return Subject.objects.filter(Q(unit__in=units) | Q(pk__in=persons))


def gradings_visible_to(viewer: Viewer) -> QuerySet[Grading]:
    """Gradings of the subjects that the viewer sees."""
    return Grading.objects.filter(subject__in=subjects_visible_to(viewer).values("pk")).select_related(
        "subject"
    )


def _authorities(viewer: Viewer) -> Any:
    units = directory.covered_units(viewer, *READS_DISCIPLINE)
    return Unit.objects.filter(pk__in=units).values("pk")


def disciplines_visible_to(viewer: Viewer) -> QuerySet[Discipline]:
    """Discipline, for the officer and the chairperson of the authority alone."""
    rows = Discipline.objects.filter(person__authority__in=_authorities(viewer))
    return rows.select_related("person__subject").order_by("-starts_on", "-pk")


def verifications_visible_to(viewer: Viewer) -> QuerySet[Verification]:
    """Verifications, for the officer and the chairperson of the authority alone."""
    own = _authorities(viewer)
    rows = Verification.objects.filter(
        Q(subject__person__authority__in=own) | Q(subject__unit__authority__in=own)
    )
    return rows.select_related("subject").order_by("-starts_on", "-pk")


def awards_visible_to(viewer: Viewer) -> QuerySet[AwardHeld]:
    """Awards of the subjects that the viewer sees."""
    rows = AwardHeld.objects.filter(subject__in=subjects_visible_to(viewer).values("pk"))
    return rows.select_related("subject").order_by("-decided_on", "-pk")


def initiatives_visible_to(viewer: Viewer) -> QuerySet[Initiative]:
    """Initiatives of the authorities in which the viewer has a part: they are there to be copied."""
    rows = Initiative.objects.filter(authority__in=directory.authorities_visible_to(viewer))
    return rows.select_related("subject").order_by("-proposed_on", "-pk")


def gradings_of(subject: Subject) -> QuerySet[Grading]:
    """All gradings of a subject, newest period first."""
    return Grading.objects.filter(subject=subject).order_by("-period", "status")


def awards_of(subject: Subject) -> QuerySet[AwardHeld]:
    """All awards of a subject, newest first, cancelled ones with them."""
    return AwardHeld.objects.filter(subject=subject).order_by("-decided_on", "-pk")


def initiatives_of(subject: Subject) -> QuerySet[Initiative]:
    """All initiatives of a subject, newest first."""
    return Initiative.objects.filter(subject=subject).order_by("-proposed_on", "-pk")
