"""What the views of publicity share: who looks, what they see, the two doors, one act, a file to download."""

from __future__ import annotations

from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header

from thidua.base import clock, web
from thidua.base.acts import Act
from thidua.documents.doors import through_door
from thidua.documents.forms import SignedPaperForm
from thidua.documents.operations import MEDIA_TYPES
from thidua.documents.paper.workbook import Sheets
from thidua.documents.render import child, payload
from thidua.movements.models import Movement
from thidua.movements.queries import movements_visible_to
from thidua.organizations import pages
from thidua.organizations.permissions import Viewer
from thidua.publicity import queries
from thidua.publicity.models import Exemplar, Script

PAGE_SIZE: Final = 50


viewer_of = pages.viewer_of


def movement_of(viewer: Viewer, movement_id: int) -> Movement:
    """The movement, or 404 for who may not see it."""
    return get_object_or_404(movements_visible_to(viewer), pk=movement_id)


def script_of(viewer: Viewer, movement_id: int, script_id: int) -> Script:
    """The script, or 404 for who may not see it."""
    rows = queries.scripts_visible_to(viewer).filter(movement_id=movement_id)
    return get_object_or_404(rows, pk=script_id)


def exemplar_of(viewer: Viewer, movement_id: int, exemplar_id: int) -> Exemplar:
    """The exemplar, or 404 for who may not see it."""
    rows = queries.exemplars_visible_to(viewer).filter(movement_id=movement_id)
    return get_object_or_404(rows, pk=exemplar_id)


class Door:
    """The way in which a step is taken: on the screen by an own role, or from the signed paper."""

    def __init__(self, request: HttpRequest, *, own: bool) -> None:
        """Ask for the signed paper only of who has no role of their own for the step."""
        self.request = request
        posted = request.POST if request.method == "POST" else None
        self.form = None if own else SignedPaperForm(posted, request.FILES if posted else None, may_act=False)

    def is_valid(self) -> bool:
        """Whether what was said of the signed paper is complete."""
        return self.form is None or self.form.is_valid()

    def act(self, kind: str) -> Act:
        """The act to pass on. Raises ``RefusedError`` for a day of signing to come."""
        act = web.act_of(self.request)
        return act if self.form is None else through_door(act, self.form, kind=kind)


def workbook_response(content: Sheets, name: str) -> HttpResponse:
    """A workbook made on demand in a child process."""
    return _file(child.in_child("xlsx", payload.for_sheets(content, clock.now())), "xlsx", name)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers: dict[str, Any] = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=f"{name}.{kind}") or ""
    }
    return HttpResponse(content, content_type=MEDIA_TYPES[kind], headers=headers)
