"""What the views of this step share: who looks, the two doors, the history in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from thidua.accounts.models import User
from thidua.audit import queries as audit
from thidua.base import clock
from thidua.engine.eligibility import Finding
from thidua.engine.flow import Role
from thidua.honours import permissions as honours_may
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations import choices, queries
from thidua.nominations.models import Nomination, UnitMeeting
from thidua.organizations.permissions import Viewer

NEWEST = 40


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks, today."""
    return Viewer(cast("User", request.user), clock.today())


def movement_of(viewer: Viewer, movement_id: int) -> Movement:
    """The movement, or 404 for who may not see it."""
    return get_object_or_404(movements.movements_visible_to(viewer), pk=movement_id)


def nomination_of(viewer: Viewer, movement_id: int, nomination_id: int) -> Nomination:
    """The nomination, or 404 for who may not see it."""
    rows = queries.nominations_visible_to(viewer).filter(movement_id=movement_id)
    return get_object_or_404(rows.select_related("report"), pk=nomination_id)


def meeting_of(viewer: Viewer, movement_id: int, meeting_id: int) -> UnitMeeting:
    """The unit's meeting, or 404 for who may not see it."""
    rows = queries.meetings_visible_to(viewer).filter(movement_id=movement_id)
    return get_object_or_404(rows, pk=meeting_id)


def told(viewer: Viewer, nomination: Nomination, new: Sequence[Finding]) -> list[str]:
    """What came up after the appraisal, in sentences; only that something did, to who does not read discipline."""
    if not new:
        return []
    reads = honours_may.may_read_discipline(viewer, nomination.movement.authority_id)
    return [queries.new_fact(finding) for finding in new] if reads else [queries.CAME_UP]


def history_of(thing: Model) -> list[dict[str, Any]]:
    """What was done to a thing, newest first, in words."""
    told = []
    for entry in audit.history(thing)[:NEWEST]:
        facts = audit.facts_of(entry)
        what = choices.DONE.get(entry.name, "cập nhật")
        if facts.get("verdict"):
            what += f": {choices.VERDICTS.get(facts['verdict'], '').lower()}"
        if facts.get("title"):
            what += f": {facts['title']}"
        if facts.get("reason"):
            what += f". Lý do: {facts['reason']}"
        if isinstance(facts.get("signed"), dict):
            what += f" ({facts['signed']['label']})"
        told.append({"at": entry.at, "who": entry.actor_label, "what": what, "changes": _changes(facts)})
    return told


_LABELS = {"merit": "Thành tích", "votes_for": "Số người đồng ý", "form": "Hình thức"}


def _changes(facts: dict[str, Any]) -> list[dict[str, str]]:
    before, after = facts.get("before"), facts.get("after")
    if not isinstance(before, dict) or not isinstance(after, dict):
        return []
    return [
        {"label": label, "old": str(before.get(name, "")), "new": str(after.get(name, ""))}
        for name, label in _LABELS.items()
        if before.get(name) != after.get(name)
    ]


def unit_doors(viewer: Viewer, unit_id: int) -> tuple[bool, bool]:
    """Whether the viewer writes for a unit as its head, and whether as the officer who records."""
    roles = viewer.roles_in(unit_id)
    return Role.UNIT_HEAD in roles, Role.OFFICER in roles
