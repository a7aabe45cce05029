"""Versions of a criteria set: two beside each other, one as a file, open sheets moved to another."""

from __future__ import annotations

import yaml
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine import scoring
from thidua.scoring import operations, permissions, queries, wording
from thidua.scoring.files import sets
from thidua.scoring.views import parts
from thidua.scoring.views.sheets import excel


@login_required
@require_http_methods(["GET"])
def compare(request: HttpRequest, set_id: int, other_id: int) -> HttpResponse:
    """Two versions beside each other, and what changed from one to the other."""
    rows = queries.sets_visible_to(parts.viewer_of(request))
    old, new = get_object_or_404(rows, pk=other_id), get_object_or_404(rows, pk=set_id)
    before, after = queries.criteria_of(old), queries.criteria_of(new)
    pairs = [
        {
            "level": pair.level,
            "before": pair.before,
            "after": pair.after,
            "rule_before": wording.rule_in_words(pair.before) if pair.before else "",
            "rule_after": wording.rule_in_words(pair.after) if pair.after else "",
            "changes": [wording.change_in_words(one, placed=False) for one in pair.changes],
        }
        for pair in scoring.side_by_side(before, after)
    ]
    changes = scoring.difference(before, after)
    context = {
        "old": old,
        "new": new,
        "pairs": pairs,
        "of_set": [wording.change_in_words(one) for one in changes if not one.code],
        "count": len(changes),
    }
    return web.page(request, "scoring/compare.html", context)


@login_required
@require_http_methods(["GET"])
def set_file(request: HttpRequest, set_id: int) -> HttpResponse:
    """A stored set as a YAML file, to be kept, changed and loaded as another version."""
    row = get_object_or_404(queries.sets_visible_to(parts.viewer_of(request)), pk=set_id)
    text = yaml.safe_dump(queries.criteria_of(row).plain(), allow_unicode=True, sort_keys=False, width=110)
    response = HttpResponse(text, content_type="text/yaml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="bo-tieu-chi-{row.pk}.yaml"'
    return response


@login_required
@require_http_methods(["GET"])
def set_excel(request: HttpRequest, set_id: int) -> HttpResponse:
    """A stored set as a workbook that officials can read, change and bring back."""
    row = get_object_or_404(queries.sets_visible_to(parts.viewer_of(request)), pk=set_id)
    return excel(sets.sheets_of(queries.criteria_of(row)), f"bo-tieu-chi-{row.pk}")


@login_required
@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Move the open sheets to another version, after looking at what changes."""
    viewer = parts.viewer_of(request)
    campaign = parts.campaign_of(viewer, movement_id)
    require(permissions.may_open_campaign(web.act_of(request), campaign.movement))
    used = {one.pk: one for one in (campaign.unit_set, campaign.individual_set) if one is not None}
    offered = [
        row
        for row in queries.sets_visible_to(viewer).filter(authority=campaign.movement.authority_id)
        if row.code in {one.code for one in used.values()} and row.pk not in used
    ]
    wanted = request.POST.get("to") or request.GET.get("to") or ""
    chosen = next((row for row in offered if str(row.pk) == wanted), None)
    fault = ""
    if request.method == "POST" and chosen is not None:
        try:
            n = operations.move_sheets(web.act_of(request), campaign=campaign, to=chosen)
        except MovedOnError:
            raise
        except RefusedError as error:
            fault = error.faults.get("to") or str(error)
        else:
            web.done(request, f"Đã chuyển {n:02d} phiếu sang bản {chosen.version}.")
            return redirect("scoring_sheets", movement_id=movement_id)
    changes: list[str] = []
    counts = queries.counts(campaign.movement)
    if chosen is not None:
        old = next(one for one in used.values() if one.code == chosen.code)
        found = scoring.difference(queries.criteria_of(old), queries.criteria_of(chosen))
        changes = [wording.change_in_words(one) for one in found]
    context = {
        "campaign": campaign,
        "offered": offered,
        "chosen": chosen,
        "changes": changes,
        "fault": fault,
        "filling": counts["draft"] + counts["returned"],
        "sent": counts["total"] - counts["draft"] - counts["returned"] - counts["finalized"],
        "settled": counts["finalized"],
    }
    return web.page(request, "scoring/move.html", context, 422 if fault else 200)
