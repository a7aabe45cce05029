"""The score sheet of a nominated person: opened once somebody is nominated, never before."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import RefusedError, require
from thidua.nominations.forms import PersonSheetForm
from thidua.nominations.views import parts
from thidua.organizations.models import Subject
from thidua.scoring import operations as scoring
from thidua.scoring import permissions as may
from thidua.scoring import queries as sheets


@login_required
@require_http_methods(["GET", "POST"])
def person_sheet(request: HttpRequest, movement_id: int, nomination_id: int) -> HttpResponse:
    """Open the sheet, asking what holds for the person; whoever has one already is led to it."""
    viewer = parts.viewer_of(request)
    found = parts.nomination_of(viewer, movement_id, nomination_id)
    require(may.may_open_individual(web.act_of(request), found.unit_id))
    stands = sheets.sheet_of(found.movement, found.subject)
    if stands is not None:
        return redirect("scoring_sheet", movement_id, stands.pk)
    campaign = sheets.campaign_of(found.movement)
    if found.subject.kind != Subject.Kind.PERSON or campaign is None or campaign.individual_set is None:
        raise Http404
    tags = list(sheets.criteria_of(campaign.individual_set).tags)
    form = PersonSheetForm(request.POST if request.method == "POST" else None, tags=tags)
    if request.method == "POST" and form.is_valid():
        person = found.subject.person
        chosen = {person.pk: form.cleaned_data.get("tags", [])}
        try:
            (sheet,) = scoring.open_individual_sheets(
                web.act_of(request), campaign=campaign, persons=[person], tags=chosen
            )
        except RefusedError as error:
            web.put_faults(form, error)
        else:
            web.done(request, f"Đã mở phiếu chấm điểm của {person.name}.")
            return redirect("scoring_sheet", movement_id, sheet.pk)
    context = {
        "movement": found.movement,
        "nomination": found,
        "form": form,
        "heading": f"Mở phiếu chấm điểm: {found.subject.name}",
        "button": "Mở phiếu chấm điểm",
    }
    return web.page(request, "nominations/meeting_form.html", context, web.status_of(request))
