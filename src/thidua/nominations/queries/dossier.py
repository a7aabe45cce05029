"""What a dossier needs by form and day, what lies in it, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.engine.text import fold
from thidua.nominations import choices
from thidua.nominations.models import DossierItem, Nomination

ALWAYS = ("letter", "report", "minutes")
"""Tờ trình, báo cáo thành tích, biên bản. Law: 06/2022/QH15, art. 84.1-2."""

MADE_HERE = frozenset(ALWAYS)


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One line of the checklist. ``items`` are what lies there; empty: missing. ``source``: who asks for it."""

    kind: str
    title: str
    source: str
    required: bool
    made_here: bool
    items: tuple[DossierItem, ...]

    @property
    def missing(self) -> bool:
        """Whether a required paper is not there."""
        return self.required and not self.items


_WORDS = {
    "to trinh": "letter",
    "danh sach": "letter",
    "bao cao thanh tich": "report",
    "bien ban": "minutes",
    "sang kien": "initiative",
    "xac nhan": "confirmation",
}
"""How a plan calls the papers that it asks for."""


def dossier(nomination: Nomination, on: date) -> list[DossierLine]:
    """The checklist of one nomination: what the law asks for, what the plan adds, what else was handed in."""
    items: dict[str, list[DossierItem]] = {}
    for item in nomination.dossier.select_related("paper__docx", "paper__pdf", "file").order_by("pk"):
        items.setdefault(item.kind, []).append(item)
    asked = dict.fromkeys(ALWAYS, "Luật 06/2022/QH15, Điều 84")
    for text in nomination.movement.items.filter(kind="dossier").values_list("text", flat=True):
        for words, kind in _WORDS.items():
            if words in fold(text):
                asked.setdefault(kind, f"Kế hoạch: {text}")
    kinds = [*asked, *(kind for kind in items if kind not in asked)]
    return [
        DossierLine(
            kind=kind,
            title=choices.DOSSIER.get(kind, kind),
            source=asked.get(kind, ""),
            required=kind in asked,
            made_here=kind in MADE_HERE,
            items=tuple(items.get(kind, ())),
        )
        for kind in kinds
    ]


def missing_papers(nomination: Nomination, on: date) -> tuple[str, ...]:
    """Kinds of the required papers that are not there."""
    return tuple(line.kind for line in dossier(nomination, on) if line.missing)
