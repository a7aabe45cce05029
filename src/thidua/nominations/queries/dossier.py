"""What a dossier needs by form and day, what lies in it, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from thidua.base.acts import VIETNAM
from thidua.engine.parameters import NoValueInForceError
from thidua.engine.text import fold
from thidua.nominations import choices
from thidua.nominations.models import DossierItem, Nomination
from thidua.regulations import queries as regulations
from thidua.regulations.choices import CERTIFICATE_NAME

REPORT = "report"
UNCONFIRMED = "report_confirmation"
MADE_HERE = frozenset({"letter", REPORT, "minutes"})


@dataclass(frozen=True, slots=True)
class DossierLine:
    """One line of the checklist. ``items`` are what lies there; a required line without any is missing.

    A report that was only drafted here is there and does not count yet: ``unconfirmed``.
    """

    kind: str
    title: str
    required: bool
    made_here: bool
    items: tuple[DossierItem, ...]

    @property
    def missing(self) -> bool:
        """Whether a required paper is not there, or is a draft that nobody confirmed."""
        return self.required and (not self.items or self.unconfirmed)

    @property
    def unconfirmed(self) -> bool:
        """Whether all that lies there is a report drafted here, which its superior has not confirmed."""
        return (
            self.kind == REPORT
            and bool(self.items)
            and all(item.paper is not None and item.confirmed_at is None for item in self.items)
        )

    @property
    def told(self) -> tuple[str, str]:
        """How it stands in words, with the tone."""
        if not self.items:
            return ("Còn thiếu", "heed") if self.required else ("Nếu có", "")
        if self.unconfirmed:
            return "Soạn trên phần mềm, chưa xác nhận", "heed"
        if any(item.file is not None for item in self.items):
            return "Đã có bản ký" if self.made_here else "Đã có", "done"
        item = self.items[-1]
        if item.confirmed_at is not None:
            on = item.confirmed_at.astimezone(VIETNAM)
            return f"{item.confirmed_by} đã xác nhận ngày {on:%d/%m/%Y}", "done"
        if item.paper is not None and item.paper.number and item.paper.dated_on:
            return f"Số {item.paper.citation}, ngày {item.paper.dated_on:%d/%m/%Y}", "done"
        return "Soạn trên phần mềm, chưa ghi số", ""


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
        return law.dossier_kinds(CERTIFICATE_NAME, on)


def missing_of(lines: Iterable[DossierLine]) -> tuple[str, ...]:
    """The same of lines that are read already."""
    return tuple(UNCONFIRMED if line.unconfirmed else line.kind for line in lines if line.missing)
