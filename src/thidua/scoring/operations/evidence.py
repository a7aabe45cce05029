"""Bring evidence and use it for rows: one file or link serves many leaves and years."""

from __future__ import annotations

import re

from django.db.models import F

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents.models import StoredFile
from thidua.organizations.models import Unit
from thidua.scoring import permissions
from thidua.scoring.models import Evidence, EvidenceLink, EvidenceVersion, Leaf, Sheet
from thidua.scoring.operations import guards
from thidua.scoring.queries.criteria import applicable

_LINK = re.compile(r"https?://[^\s/?#]+\.[^\s]+|https?://[^\s/?#]+(/[^\s]*)?", re.IGNORECASE)
_LINK_FAULT = "Đường liên kết phải bắt đầu bằng http:// hoặc https:// và không có dấu cách."
LONGEST_LINK = 500
LONGEST_PAGE = 60


def _is_link(link: str) -> bool:
    return len(link) <= LONGEST_LINK and _LINK.fullmatch(link) is not None


@operation("evidence.added")
def add_evidence(
    act: Act, *, unit: Unit, title: str, file: StoredFile | None = None, link: str = ""
) -> Evidence:
    """Keep a file (judged and stored already) or a link with its title.

    Raises ``RefusedError`` without a title, without file and link, or for what is no web address.
    """
    require(permissions.may_add_evidence(act, unit))
    faults: dict[str, str] = {}
    if not title.strip():
        faults["title"] = "Hãy ghi tên minh chứng, ví dụ: Kế hoạch CCHC số 05/KH-VP ngày 20/02/2025."
    link = link.strip()
    if file is None and not link:
        faults["file"] = "Hãy chọn một tệp, hoặc ghi đường liên kết."
    if link and not _is_link(link):
        faults["link"] = _LINK_FAULT
    if faults:
        raise RefusedError(**faults)
    row = Evidence.objects.create(
        unit=unit,
        title=title.strip()[:300],
        file=file,
        link=link,
        added_by=act.actor.actor_label,
        added_at=act.at,
    )
    act.record("evidence.added", row, title=row.title, sha256=file.sha256 if file else "", link=link)
    return row


@operation("evidence.replaced")
def replace_evidence(
    act: Act, *, evidence: Evidence, file: StoredFile | None = None, link: str = "", reason: str
) -> Evidence:
    """Put another file or link in the place of one, with the reason; what it was stays as an earlier version.

    The rows that use it show the new one, and those that were appraised on the former are flagged. Raises
    ``RefusedError`` without file and link, without a reason, or for the very file that stands there;
    ``MovedOnError`` when another hand replaced it.
    """
    require(permissions.may_add_evidence(act, evidence.unit_id))
    link = link.strip()
    faults = guards.without_reason(reason)
    if file is None and not link:
        faults["file"] = "Hãy chọn tệp mới, hoặc ghi đường liên kết mới."
    if link and not _is_link(link):
        faults["link"] = _LINK_FAULT
    if file is not None and evidence.file is not None and file.sha256 == evidence.file.sha256:
        faults["file"] = "Tệp này giống hệt tệp đang có, không cần thay."
    if faults:
        raise RefusedError(**faults)
    moved = Evidence.objects.filter(pk=evidence.pk, version=evidence.version).update(
        version=F("version") + 1,
        file=file,
        link=link,
        added_by=act.actor.actor_label,
        added_at=act.at,
    )
    if moved != 1:
        raise MovedOnError
    EvidenceVersion.objects.create(
        evidence=evidence,
        number=evidence.version,
        file=evidence.file,
        link=evidence.link,
        added_by=evidence.added_by,
        added_at=evidence.added_at,
    )
    Sheet.objects.filter(
        pk__in=EvidenceLink.objects.filter(evidence=evidence).values("sheet_id"),
        state__in=permissions.FILLED_BY_UNIT,
        signed_off_at__isnull=False,
    ).update(version=F("version") + 1, signed_off_at=None, signed_off_by="")
    before = evidence.file.sha256 if evidence.file else evidence.link
    evidence.refresh_from_db()
    act.record(
        "evidence.replaced",
        evidence,
        before=before,
        after=file.sha256 if file else link,
        version=evidence.version,
        reason=reason.strip(),
    )
    return evidence


@operation("sheet.evidence_linked")
def link_evidence(
    act: Act, *, sheet: Sheet, leaf_code: str, evidence: Evidence, page: str = ""
) -> EvidenceLink:
    """Use evidence for a row, with its page or section; the same once more is the one that stands.

    Raises ``RefusedError`` for a row that the sheet does not have, or evidence of another authority.
    """
    require(permissions.may_link_evidence(act, sheet, leaf_code))
    guards.hold_to_change(sheet)
    if leaf_code not in {leaf.code for leaf in applicable(sheet)}:
        raise RefusedError(f"Phiếu này không có tiêu chí {leaf_code}.")
    if evidence.unit.authority_id != sheet.unit.authority_id:
        raise RefusedError(evidence="Minh chứng này của cơ quan khác.")
    page = " ".join(page.split())
    if len(page) > LONGEST_PAGE:
        raise RefusedError(page=f"Trang, mục dài quá {LONGEST_PAGE} ký tự.")
    leaf = Leaf.objects.get(criteria_set_id=sheet.criteria_set_id, code=leaf_code)
    row, made = EvidenceLink.objects.get_or_create(
        sheet=sheet,
        leaf=leaf,
        evidence=evidence,
        page=page,
        removed_at=None,
        defaults={"entered_at": act.at},
    )
    if made:
        act.record(
            "sheet.evidence_linked",
            sheet,
            leaf=leaf_code,
            evidence=evidence.pk,
            title=evidence.title,
            page=page,
        )
    return row


@operation("sheet.evidence_unlinked")
def unlink_evidence(act: Act, *, link: EvidenceLink) -> None:
    """Take evidence off a row; the evidence stays with the unit, and the row says what was taken off after appraisal.

    Raises ``MovedOnError`` when another hand took it off.
    """
    require(permissions.may_link_evidence(act, link.sheet, link.leaf.code))
    guards.hold_to_change(link.sheet)
    removed = EvidenceLink.objects.filter(pk=link.pk, removed_at=None).update(
        removed_at=act.at, removed_by=act.actor.actor_label
    )
    if removed != 1:
        raise MovedOnError
    act.record(
        "sheet.evidence_unlinked",
        link.sheet,
        leaf=link.leaf.code,
        evidence=link.evidence_id,
        title=link.evidence.title,
        page=link.page,
    )
