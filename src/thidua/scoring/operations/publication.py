"""Groups among whom is ranked, and the ranking published by a decision: frozen until it is withdrawn."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents.models import StoredFile
from thidua.organizations.models import Subject
from thidua.scoring import permissions
from thidua.scoring.models import Campaign, Publication, Sheet
from thidua.scoring.operations import comparing, guards
from thidua.scoring.queries.ranks import Ranking, published_lines, ranking, stands_published

LONGEST_GROUP = 100
WORD = "CÔNG BỐ"
"""What is typed to publish: it cannot be taken back in silence."""


@operation("campaign.groups_set")
def set_groups(act: Act, *, campaign: Campaign, groups: Mapping[int, str]) -> int:
    """Put sheets into groups (cụm, khối) by the key of the sheet; an empty name is the group of its profile.

    Gives how many changed. Raises ``RefusedError`` with the keys as fields for a name that is too long.
    """
    require(permissions.may_open_campaign(act, campaign.movement))
    guards.unless_published(campaign)
    faults = {
        str(key): f"Tên cụm, khối dài quá {LONGEST_GROUP} ký tự."
        for key, name in groups.items()
        if len(name.strip()) > LONGEST_GROUP
    }
    if faults:
        raise RefusedError(**faults)
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # scores that compare follow: one hand at a time
    changed: dict[str, list[str]] = {}
    for sheet in campaign.sheets.filter(pk__in=groups).select_related("subject"):
        name = " ".join(groups[sheet.pk].split())
        if name != sheet.group:
            changed[sheet.subject.name] = [sheet.group, name]
            Sheet.objects.filter(pk=sheet.pk).update(group=name)
    if changed:
        act.record("campaign.groups_set", campaign, groups=changed)
        for sheet in campaign.sheets.select_related("subject", "unit", "criteria_set"):
            comparing.rescore(act, sheet)
    return len(changed)


@operation("campaign.target_set")
def set_target(act: Act, *, campaign: Campaign, target_percent: Decimal | None) -> None:
    """Set what part of its points every area should reach, for the charts. Raises ``RefusedError`` outside 0 to 100."""
    require(permissions.may_open_campaign(act, campaign.movement))
    if target_percent is not None and not 0 < target_percent <= 100:  # noqa: PLR2004 - a percentage
        raise RefusedError(target_percent="Mục tiêu phải lớn hơn 0 và không quá 100 %.")
    Campaign.objects.filter(pk=campaign.pk).update(target_percent=target_percent)
    act.record("campaign.target_set", campaign, before=campaign.target_percent, after=target_percent)
    campaign.refresh_from_db()


@operation("ranking.published")
def publish_ranking(
    act: Act,
    *,
    campaign: Campaign,
    number: str,
    decided_on: date,
    file: StoredFile,
    word: str,
    kind: str = Subject.Kind.UNIT,
) -> Publication:
    """Publish the ranking of all by a decision on file: its lines are frozen as they stand.

    Raises ``RefusedError`` where sheets are not settled yet, without number, for a day to come, or without the word;
    ``MovedOnError`` where it is published already.
    """
    require(permissions.may_publish(act, campaign))
    if stands_published(campaign, kind):
        raise MovedOnError("Kết quả này đã công bố rồi.")
    found = ranking(campaign, kind)
    faults = _faults(act, found, number, decided_on, word)
    if faults:
        raise RefusedError(**faults)
    lines = published_lines(found)
    digest = hashlib.sha256(
        json.dumps(lines, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()
    row = Publication.objects.create(
        campaign=campaign,
        kind=kind,
        number=number.strip(),
        decided_on=decided_on,
        file=file,
        lines=lines,
        digest=digest,
        published_at=act.at,
        published_by=act.actor.actor_label,
    )
    act.record(
        "ranking.published",
        row,
        number=row.number,
        decided_on=decided_on,
        sha256=file.sha256,
        digest=digest,
        lines=len(lines),
    )
    return row


def _faults(act: Act, found: Ranking, number: str, decided_on: date, word: str) -> dict[str, str]:
    faults: dict[str, str] = {}
    if found.waiting:
        names = ", ".join(sheet.subject.name for sheet in found.waiting)
        faults[""] = f"Còn {len(found.waiting):02d} phiếu chưa chốt điểm: {names}."
    elif not found.lines:
        faults[""] = "Chưa có phiếu nào được chốt điểm."
    if not number.strip():
        faults["number"] = "Hãy ghi số quyết định."
    if decided_on > act.on:
        faults["decided_on"] = "Ngày quyết định không thể sau hôm nay."
    if word.strip() != WORD:
        faults["word"] = f"Hãy gõ đúng: {WORD}"
    return faults


@operation("ranking.withdrawn")
def withdraw_publication(act: Act, *, publication: Publication, reason: str) -> None:
    """Withdraw a published ranking, with the reason; it stays in the file. Raises ``RefusedError`` without a reason."""
    require(permissions.may_publish(act, publication.campaign))
    faults = guards.without_reason(reason)
    if faults:
        raise RefusedError(**faults)
    moved = Publication.objects.filter(pk=publication.pk, withdrawn_at__isnull=True).update(
        withdrawn_at=act.at, withdrawn_reason=reason.strip()
    )
    if moved != 1:
        raise MovedOnError
    act.record("ranking.withdrawn", publication, number=publication.number, reason=reason.strip())
