"""What the views of the scoring share: who looks, which sheet, its history, the two doors."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from thidua.audit import queries as audit
from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import MovedOnError, RefusedError
from thidua.documents.doors import through_door
from thidua.documents.forms import SignedPaperForm
from thidua.engine.flow import Role
from thidua.organizations import pages
from thidua.organizations.permissions import Viewer
from thidua.scoring import permissions, queries, wording
from thidua.scoring.models import Campaign, Sheet

RowFilter = tuple[str, str, Callable[[queries.Row], bool]]
EVIDENCE_CHANGED: RowFilter = (
    "minh-chung-doi",
    "Minh chứng đổi sau thẩm định",
    lambda row: bool(row.evidence_changed),
)
FILTER = "loc"
"""What the filter of rows is called in an address."""


def narrowed(
    rows: list[queries.Row], request: HttpRequest, filters: Sequence[RowFilter]
) -> list[queries.Row]:
    """The rows that the filter of the address leaves."""
    wanted = request.GET.get(FILTER, "")
    holds = next((test for code, _, test in filters if code == wanted), None)
    return rows if holds is None else [row for row in rows if holds(row)]


def filter_choices(request: HttpRequest, filters: Sequence[RowFilter]) -> list[dict[str, Any]]:
    """The links of a filter of rows, all of them first."""
    wanted = request.GET.get(FILTER, "")
    known = {code for code, _, _ in filters}
    offered = [("", "Tất cả"), *((code, label) for code, label, _ in filters)]
    return [
        {"code": code, "label": label, "current": code == (wanted if wanted in known else "")}
        for code, label in offered
    ]


viewer_of = pages.viewer_of


def campaign_of(viewer: Viewer, movement_id: int) -> Campaign:
    """The campaign of a movement that the viewer may see; 404 else."""
    return get_object_or_404(queries.campaigns_visible_to(viewer), movement_id=movement_id)


def sheet_of(viewer: Viewer, movement_id: int, sheet_id: int) -> Sheet:
    """A sheet that the viewer may see; 404 else."""
    rows = queries.sheets_visible_to(viewer).filter(campaign__movement_id=movement_id)
    sheet = get_object_or_404(rows, pk=sheet_id)
    return queries.made_blind(viewer, sheet.campaign, [sheet])[0] if sheet.campaign.blind else sheet


def is_officer(viewer: Viewer, campaign: Campaign) -> bool:
    """Whether the viewer keeps the scoring."""
    return viewer.holds(Role.OFFICER, campaign.movement.authority_id)


def history_of(*things: Model) -> list[audit.Line]:
    """What was done to some things, newest first, in words."""
    return audit.told(*things, more=_more, changes=partial(_changes, things[0]))


def _more(facts: audit.Facts) -> str:
    words = f", {wording.points(facts['total'])} điểm" if facts.get("total") else ""
    words += f" cho tiêu chí {facts['leaf']}" if facts.get("leaf") else ""
    return words + (f" “{facts['title']}”" if facts.get("title") else "")


def _changes(thing: Model, facts: audit.Facts) -> Iterable[audit.Change]:
    changed = facts.get("changed")
    if not isinstance(changed, dict) or not isinstance(thing, Sheet):
        return
    leaves = {leaf.code: leaf for leaf in queries.applicable(thing)}
    for code, change in changed.items():
        if code in leaves:
            yield audit.Change(
                f"Tiêu chí {code}",
                wording.given_in_words(leaves[code], change["before"]),
                f"{wording.given_in_words(leaves[code], change['after'])}. Lý do: {change['reason']}",
            )


PAPER_KIND = "score_sheet"


class Door:
    """The door through which an act is taken: on the screen by an own role, or from the signed paper."""

    def __init__(self, request: HttpRequest, viewer: Viewer, sheet: Sheet, step: str) -> None:
        """Look which doors are open; with none, the operation itself will refuse."""
        steps = permissions.open_steps(viewer, sheet)
        self.request = request
        self.may_act = steps.get(step, False)
        self.open = step in steps
        roles = permissions.roles_for(viewer, sheet)
        self.form: SignedPaperForm | None = None
        if self.open and (not self.may_act or Role.OFFICER in roles):
            posted = request.method == "POST"
            self.form = SignedPaperForm(
                request.POST if posted else None, request.FILES if posted else None, may_act=self.may_act
            )

    def is_valid(self) -> bool:
        """Whether what was said of the signed paper is complete."""
        return self.form is None or self.form.is_valid()

    def attempt(self, call: Callable[[Act], object]) -> dict[str, str] | None:
        """Act in one piece with the noting of the signed paper, once it is sent.

        None when that is done; else what was refused beside the fields of the signed paper, where the rest is put.
        """
        if self.request.method != "POST" or not self.is_valid():
            return {}
        act, form = web.act_of(self.request), self.form
        try:
            with transaction.atomic():
                call(act if form is None else through_door(act, form, kind=PAPER_KIND))
        except MovedOnError:
            raise
        except RefusedError as error:
            own = form.fields if form is not None else {}
            for name, sentence in error.faults.items():
                if form is not None and name in own:
                    form.add_error(name, sentence)
            return {name: sentence for name, sentence in error.faults.items() if name not in own}
        return None
