"""What a dossier needs by form and day, what lies in it, what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from thidua.engine.parameters import NoValueInForceError
from thidua.engine.text import fold
from thidua.nominations import choices
from thidua.nominations.models import DossierItem, Nomination
from thidua.regulations import queries as regulations

MADE_HERE = frozenset({"letter", "report", "minutes"})


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One line of the checklist. ``items`` are what lies there; a required line without any is missing."""

    kind: str
    title: str
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
    kinds = _kinds_of(regulations.law_of(nomination.movement.authority_id), nomination.form, on)
    asked = {kind.code: kind.name for kind in kinds}
    required = {kind.code for kind in kinds if not kind.optional}
    for text in nomination.movement.items.filter(kind="dossier").values_list("text", flat=True):
        kind = kind_of(fold(text))
        if kind is not None:
            asked.setdefault(kind, text)
            if "neu co" not in fold(text):
                required.add(kind)
    lines = [*asked, *(kind for kind in items if kind not in asked)]
    return [
        DossierLine(
            kind=kind,
            title=asked.get(kind) or choices.DOSSIER.get(kind, kind),
            required=kind in required,
            made_here=kind in MADE_HERE,
            items=tuple(items.get(kind, ())),
        )
        for kind in lines
    ]


def kind_of(folded: str) -> str | None:
    """The paper that a line of the plan names first: "báo cáo thành tích có xác nhận" is one paper, not two."""
    found = [(folded.index(words), kind) for words, kind in _WORDS.items() if words in folded]
    return min(found)[1] if found else None


def _kinds_of(law: regulations.Law, form: str, on: date) -> tuple[regulations.DossierKind, ...]:
    """The papers that the form of award asks for; a form without a list of its own follows that of Giấy khen."""
    try:
        return law.dossier_kinds(form, on)
    except NoValueInForceError:
        return law.dossier_kinds("Giấy khen", on)


def missing_papers(nomination: Nomination, on: date) -> tuple[str, ...]:
    """Kinds of the required papers that are not there."""
    return tuple(line.kind for line in dossier(nomination, on) if line.missing)
