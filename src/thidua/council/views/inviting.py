"""The invitation to a meeting of the council."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from thidua.base.errors import require
from thidua.council import papers
from thidua.council.models import Meeting
from thidua.council.views import parts
from thidua.documents import printing
from thidua.engine.meetings import MeetingState
from thidua.organizations.permissions import Viewer


def told(viewer: Viewer, meeting: Meeting) -> str:
    """What the officer pastes into the council's chat group while a meeting is planned."""
    planned = (
        meeting.state == MeetingState.PLANNED
        and not meeting.written
        and parts.is_officer(viewer, meeting.council)
    )
    return papers.told_meeting(meeting) if planned else ""


@login_required
@require_GET
def invitation(request: HttpRequest, movement_id: int, meeting_id: int, kind: str) -> HttpResponse:
    """GIẤY MỜI as Word or PDF, number and day left to the clerk."""
    if kind not in {"docx", "pdf"}:
        raise Http404
    viewer = parts.viewer_of(request)
    meeting = parts.meeting_of(viewer, movement_id, meeting_id)
    require(parts.is_officer(viewer, meeting.council))
    content = papers.invitation(meeting, on=viewer.on)
    name = f"Giay-moi-hop-Hoi-dong-{meeting.on:%d-%m-%Y}"
    return printing.attached(kind, content, name, meeting.movement.authority_id)
