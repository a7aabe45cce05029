"""Who sees which sheets and evidence; how far the scoring is."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from thidua.documents.models import StoredFile
from thidua.engine.flow import Role
from thidua.engine.sheets import State
from thidua.movements.models import Movement, TeamMember
from thidua.organizations import queries as organizations
from thidua.organizations.models import Person, Subject, Unit
from thidua.organizations.permissions import Viewer
from thidua.scoring import permissions
from thidua.scoring.models import Campaign, Evidence, Sheet
from thidua.scoring.permissions import READS_EVIDENCE


def campaigns_visible_to(viewer: Viewer) -> QuerySet[Campaign]:
    """The campaigns of the authorities in which the viewer has a part other than keeping the computer."""
    parts = [role for role in Role if role not in {Role.ADMIN, Role.PUBLIC}]
    units = organizations.covered_units(viewer, *parts)
    seen = Q(movement__authority__in=_authorities_of(units)) | Q(movement__in=_team_movements(viewer))
    rows = Campaign.objects.filter(seen)
    return rows.select_related("movement__authority__subject", "unit_set", "individual_set")


def former(movement: Movement) -> Campaign | None:
    """The campaign of the movement from which this one was copied."""
    if movement.copied_from_id is None:
        return None
    return Campaign.objects.filter(movement=movement.copied_from_id).first()


def _authorities_of(units: Any) -> Any:
    return Unit.objects.filter(pk__in=units).values("authority_id")


def _team_movements(viewer: Viewer) -> Any:
    return TeamMember.objects.filter(person__user=viewer.user).values("movement_id")


def sheets_visible_to(viewer: Viewer) -> QuerySet[Sheet]:
    """The sheets that a viewer may see, with what a page shows of them.

    Reading roles see the whole authority, a head the unit's own and its people's, a member the unit's own and the
    member's own, the team all of its movement. An administrator sees none.
    """
    whole = Q(unit__in=organizations.covered_units(viewer, *organizations.READS_AUTHORITY, Role.UNIT_HEAD))
    member = Q(unit__in=organizations.covered_units(viewer, Role.MEMBER), subject__kind=Subject.Kind.UNIT)
    own = Q(subject__in=Person.objects.filter(user=viewer.user).values("subject_id"))
    team = Q(campaign__movement__in=_team_movements(viewer))
    return Sheet.objects.filter(whole | member | own | team).select_related(
        "subject", "unit__subject", "campaign__movement", "criteria_set"
    )


def evidence_visible_to(viewer: Viewer) -> QuerySet[Evidence]:
    """The evidence that a viewer may open.

    Of the own unit; of a whole authority for who keeps, decides or inspects; of a movement's sheets for its team. An
    administrator opens none.
    """
    units = organizations.covered_units(viewer, *READS_EVIDENCE, Role.UNIT_HEAD, Role.MEMBER)
    team = Evidence.objects.filter(
        pk__in=Evidence.objects.filter(links__sheet__campaign__movement__in=_team_movements(viewer)).values(
            "pk"
        )
    )
    rows = Evidence.objects.filter(unit__in=units) | team
    return rows.select_related("unit__subject", "file")


def blind_name(sheet: Sheet) -> str:
    """What a sheet is called before an appraiser who is not told whose it is."""
    told = f"{sheet.campaign_id}:{sheet.pk}:{sheet.campaign.opened_at.isoformat()}"
    return f"Phiếu {hashlib.sha256(told.encode()).hexdigest()[:4].upper()}"


def made_blind(viewer: Viewer, campaign: Campaign, sheets: Iterable[Sheet]) -> list[Sheet]:
    """Sheets as the viewer may see them, without names where the appraisal is blind. For showing, not for writing."""
    blind = permissions.blind_to(viewer, campaign)
    return [_masked(sheet) if blind(sheet) else sheet for sheet in sheets]


def _masked(sheet: Sheet) -> Sheet:
    sheet.subject.name = sheet.unit.subject.name = blind_name(sheet)
    sheet.submitted_by = sheet.presented_by = sheet.signed_off_by = ""
    sheet.signed = None
    return sheet


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a piece of evidence: a file or a link, who brought it and when."""

    number: int
    current: bool
    file: StoredFile | None
    link: str
    url: str
    by: str
    at: datetime


def evidence_versions(evidence: Evidence) -> list[Version]:
    """All versions of a piece of evidence, the one in use first."""
    now = Version(
        evidence.version,
        True,
        evidence.file,
        evidence.link,
        reverse("scoring_evidence_file", args=(evidence.pk,)),
        evidence.added_by,
        evidence.added_at,
    )
    former = [
        Version(
            one.number,
            False,
            one.file,
            one.link,
            reverse("scoring_evidence_version", args=(evidence.pk, one.number)),
            one.added_by,
            one.added_at,
        )
        for one in evidence.versions.select_related("file")
    ]
    return [now, *former]


def campaign_of(movement: Movement) -> Campaign | None:
    """The scoring of a movement, or None before it is opened."""
    return (
        Campaign.objects.filter(movement=movement)
        .select_related("movement__authority__subject", "unit_set", "individual_set")
        .first()
    )


def sheet_of(movement: Movement, subject: Subject) -> Sheet | None:
    """The sheet of a subject in a movement."""
    return (
        Sheet.objects.filter(campaign__movement=movement, subject=subject)
        .select_related("subject", "unit__subject", "campaign__movement", "criteria_set")
        .first()
    )


def counts(movement: Movement) -> dict[str, int]:
    """How many unit sheets stand in each state; ``total`` of all."""
    rows = (
        Sheet.objects.filter(campaign__movement=movement, subject__kind=Subject.Kind.UNIT)
        .values("state")
        .annotate(n=Count("pk"))
        .order_by("state")
    )
    found = {row["state"]: row["n"] for row in rows}
    return {state.value: found.get(state.value, 0) for state in State} | {"total": sum(found.values())}


def progress(movement: Movement, campaign: Campaign | None = None) -> dict[str, Any]:
    """How far the scoring is: sheets that are settled, of all unit sheets, and by when."""
    campaign = campaign or Campaign.objects.filter(movement=movement).first()
    if campaign is None:
        return {"done": 0, "total": 0, "due": None, "text": "chưa mở"}
    found = counts(movement)
    done, total = found[State.FINALIZED], found["total"]
    sent = total - found[State.DRAFT] - found[State.RETURNED]
    if done == total and total:
        text = f"Đã chốt {done}/{total} phiếu"
    elif sent < total:
        text = f"{sent}/{total} phiếu đã gửi"
    else:
        text = f"{done}/{total} phiếu đã chốt"
    due = campaign.self_score_due if sent < total else campaign.appraisal_due
    return {"done": done, "total": total, "due": due, "text": text}


def rank_progress(movement: Movement) -> dict[str, Any]:
    """How far the ranking is: units with a rank, of all."""
    found = counts(movement)
    done, total = found[State.FINALIZED], found["total"]
    text = f"{done}/{total} đơn vị" if total else "chưa có phiếu"
    return {"done": done, "total": total, "due": None, "text": text}
