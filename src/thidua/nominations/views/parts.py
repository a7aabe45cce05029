"""What the views of this step share: who looks, the two doors, the history in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Model
from django.shortcuts import get_object_or_404

from thidua.audit import queries as audit
from thidua.engine.eligibility import Finding
from thidua.engine.flow import Role
from thidua.honours import permissions as honours_may
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations import choices, queries
from thidua.nominations.models import Nomination, UnitMeeting
from thidua.organizations import pages
from thidua.organizations.permissions import Viewer

viewer_of = pages.viewer_of


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


def history_of(thing: Model) -> list[audit.Line]:
    """What was done to a thing, newest first, in words."""
    return audit.told(thing, more=_more, changes=_changes)


def _more(facts: audit.Facts) -> str:
    verdict, title = choices.VERDICTS.get(facts.get("verdict", ""), "").lower(), facts.get("title")
    return "".join(f": {words}" for words in (verdict, title) if words)


_LABELS = {"merit": "Thành tích", "votes_for": "Số người đồng ý", "form": "Hình thức"}


def _changes(facts: audit.Facts) -> Iterable[audit.Change]:
    before, after = facts.get("before"), facts.get("after")
    if isinstance(before, dict) and isinstance(after, dict):
        for name, label in _LABELS.items():
            if before.get(name) != after.get(name):
                yield audit.Change(label, str(before.get(name, "")), str(after.get(name, "")))


def unit_doors(viewer: Viewer, unit_id: int) -> tuple[bool, bool]:
    """Whether the viewer writes for a unit as its head, and whether as the officer who records."""
    roles = viewer.roles_in(unit_id)
    return Role.UNIT_HEAD in roles, Role.OFFICER in roles
