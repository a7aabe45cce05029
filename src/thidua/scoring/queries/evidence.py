"""The evidence of sheets, and what became of it after it was appraised."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from thidua.scoring.models import EvidenceLink, Mark, Sheet

DECIDES = frozenset({Mark.Round.APPRAISAL, Mark.Round.SECOND})
"""Rounds in which the team decides over what the unit gave."""


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """Evidence used for a row; ``late``: brought, or replaced, after the sheet was sent.

    ``stamp``: when the row last got it as it is now, or it was taken off. ``digest`` is the SHA-256 of the file.
    """

    link_id: int
    evidence_id: int
    title: str
    page: str
    address: str
    kind: str
    pages: int | None
    late: bool
    stamp: datetime
    version: int
    digest: str
    entered_at: datetime
    removed_at: datetime | None

    def changed_since(self, judged_at: datetime | None) -> bool:
        """Whether it came, was replaced or was taken off after an appraisal; what came and went since is nothing."""
        if judged_at is None or (self.removed_at is not None and self.entered_at > judged_at):
            return False
        return self.stamp > judged_at


def evidence_of(sheet: Sheet) -> dict[str, list[EvidenceRow]]:
    """The evidence of a sheet by leaf code, what was taken off too; one query."""
    found: dict[str, list[EvidenceRow]] = {}
    links = EvidenceLink.objects.filter(sheet=sheet).select_related("leaf", "evidence__file").order_by("pk")
    for link in links:
        file = link.evidence.file
        stamp = _stamp(link)
        late = sheet.submitted_at is not None and stamp > sheet.submitted_at
        found.setdefault(link.leaf.code, []).append(
            EvidenceRow(
                link.pk,
                link.evidence_id,
                link.evidence.title,
                link.page,
                link.evidence.link,
                file.kind if file else "link",
                file.pages if file else None,
                late,
                stamp,
                link.evidence.version,
                file.sha256 if file else "",
                link.entered_at,
                link.removed_at,
            )
        )
    return found


def _stamp(link: EvidenceLink) -> datetime:
    if link.removed_at is not None:
        return link.removed_at
    return max(link.entered_at, link.evidence.added_at) if link.evidence.version > 1 else link.entered_at


def changed_after_appraisal(sheets: Iterable[Sheet]) -> dict[int, tuple[str, ...]]:
    """By the key of the sheet: codes of rows whose evidence came, was replaced or taken off since. Two queries."""
    keys = [sheet.pk for sheet in sheets]
    judged = {
        (sheet, code): at
        for sheet, code, at in Mark.objects.filter(sheet__in=keys, round__in=DECIDES)
        .values_list("sheet_id", "leaf__code")
        .annotate(at=Max("given_at"))
        .order_by()
    }
    found: dict[int, dict[str, None]] = {}
    links = EvidenceLink.objects.filter(sheet__in=keys).select_related("leaf", "evidence")
    for link in links.order_by("leaf__order", "pk"):
        at = judged.get((link.sheet_id, link.leaf.code))
        brief = link.removed_at is not None and at is not None and link.entered_at > at
        if at is not None and _stamp(link) > at and not brief:
            found.setdefault(link.sheet_id, {})[link.leaf.code] = None
    return {key: tuple(codes) for key, codes in found.items()}
