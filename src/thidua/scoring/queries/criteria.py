"""Criteria sets: those shipped, those loaded, and the engine's view of a stored one."""

from __future__ import annotations

import json
from functools import lru_cache

from django.db.models import QuerySet

from thidua.engine import scoring
from thidua.engine.flow import Role
from thidua.organizations import queries as organizations
from thidua.organizations.permissions import Viewer
from thidua.scoring.models import CriteriaDraft, CriteriaSet, Sheet


def sets_visible_to(viewer: Viewer) -> QuerySet[CriteriaSet]:
    """The criteria sets of the authorities in which the viewer has any part: what is asked is no secret inside."""
    rows = CriteriaSet.objects.filter(authority__in=organizations.authorities_visible_to(viewer))
    return rows.order_by("title", "version", "pk")


def drafts_visible_to(viewer: Viewer) -> QuerySet[CriteriaDraft]:
    """What is being written in the authorities in which the viewer keeps the criteria."""
    rows = CriteriaDraft.objects.filter(authority__in=organizations.covered_units(viewer, Role.OFFICER))
    return rows.order_by("-edited_at", "pk")


@lru_cache(maxsize=64)
def _parsed(text: str) -> scoring.CriteriaSet:
    return scoring.load_set(json.loads(text))


def criteria_of(row: CriteriaSet) -> scoring.CriteriaSet:
    """The engine's view of a stored set; read once for each content."""
    return _parsed(row.text)


def applicable(sheet: Sheet) -> tuple[scoring.Criterion, ...]:
    """The leaves that hold for a sheet."""
    return criteria_of(sheet.criteria_set).applicable(sheet.profile, sheet.tags)
