"""How the team works: parts shared, rows accepted in one go, reasons kept ready, the rules, who is reminded."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import RefusedError, require
from thidua.organizations.models import Person
from thidua.scoring import operations, permissions, queries
from thidua.scoring.forms import RulesForm, StockReasonForm
from thidua.scoring.models import Campaign, StockReason
from thidua.scoring.views import filling, parts


def _kept(request: HttpRequest, movement_id: int) -> Campaign:
    campaign = parts.campaign_of(parts.viewer_of(request), movement_id)
    require(permissions.may_open_campaign(web.act_of(request), campaign.movement))
    return campaign


@login_required
@require_http_methods(["GET", "POST"])
def sharing(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Share the open sheets, or their areas, among the appraisers; a proposal balances load, leaves conflicts out."""
    campaign = _kept(request, movement_id)
    on = parts.viewer_of(request).on
    team, sheets = queries.team_of(campaign), queries.open_sheets(campaign)
    against = queries.conflicts(team, sheets, on)
    by = queries.BY_AREA if request.GET.get("theo") == "linh-vuc" else queries.BY_SHEET
    proposed = queries.propose(campaign, by, on)
    stands = queries.assigned(campaign)
    chosen: dict[tuple[int, str], Person | None] = {part: stands.get(part) for part in proposed.parts}
    if "chia" in request.GET:
        chosen = proposed.parts
    faults: dict[str, str] = {}
    if request.method == "POST":
        people = {str(person.pk): person for person in team}
        chosen = {part: people.get(request.POST.get(f"p{part[0]}:{part[1]}", "")) for part in proposed.parts}
        try:
            n = operations.assign(web.act_of(request), campaign=campaign, parts=chosen)
        except RefusedError as error:
            faults = error.faults
        else:
            web.done(request, f"Đã phân công {n:02d} phần thẩm định.")
            return redirect(request.get_full_path().split("?")[0])
    load = queries.load_of(sheets, {part: one for part, one in chosen.items() if one is not None})
    order = {sheet.pk: place for place, sheet in enumerate(sheets)}
    names = {sheet.pk: sheet for sheet in sheets}
    lines = [
        {
            "key": f"p{key}:{area}",
            "sheet": names[key],
            "area": area,
            "choices": [
                {"person": one, "chosen": chosen[key, area] == one}
                for one in team
                if (one.pk, key) not in against
            ],
            "barred": [one.name for one in team if (one.pk, key) in against],
            "fault": faults.get(f"{key}:{area}", ""),
        }
        for key, area in sorted(chosen, key=lambda part: (order[part[0]], part[1]))
    ]
    context = {
        "campaign": campaign,
        "team": [{"name": one.name, "rows": load.get(one.pk, 0)} for one in team],
        "lines": lines,
        "by": by,
        "proposal": "chia" in request.GET,
        "wrong": bool(faults),
    }
    return web.page(request, "scoring/sharing.html", context, 422 if faults else 200)


@login_required
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, movement_id: int, sheet_id: int) -> HttpResponse:
    """Accept many rows as they were proposed, after looking over which; those without evidence are not ticked."""
    viewer = parts.viewer_of(request)
    sheet = parts.sheet_of(viewer, movement_id, sheet_id)
    require(permissions.may_ever_step(viewer, sheet, "appraise"))
    if "appraise" not in permissions.open_steps(viewer, sheet):
        return redirect("scoring_sheet", movement_id=movement_id, sheet_id=sheet_id)
    rows = [
        row
        for row in filling.editable_rows(request, sheet, filling.round_now(sheet))
        if row.editable and not row.drafted and row.given
    ]
    whole = ""
    if request.method == "POST":
        known = {row.code for row in rows}
        chosen = [code for code in request.POST.getlist("leaf") if code in known]
        if chosen:
            n = operations.accept_rows(web.act_of(request), sheet=sheet, codes=chosen)
            web.done(request, f"Đã giữ nguyên {n:02d} tiêu chí. Chưa ghi kết quả thẩm định.")
            return redirect("scoring_sheet_appraise", movement_id=movement_id, sheet_id=sheet_id)
        whole = "Hãy chọn ít nhất một tiêu chí để giữ nguyên."
    context = {
        "sheet": sheet,
        "rows": [
            {"row": row, "ticked": not row.without_evidence and not row.evidence_changed} for row in rows
        ],
        "whole": whole,
    }
    return web.page(request, "scoring/accept.html", context, 422 if whole else 200)


@login_required
@require_http_methods(["GET", "POST"])
def reasons(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The reasons kept ready for appraisers."""
    campaign = _kept(request, movement_id)
    authority = campaign.movement.authority
    rows = StockReason.objects.filter(authority=authority)
    form = StockReasonForm(request.POST if request.POST.get("do") != "drop" and request.POST else None)
    if request.method == "POST":
        if request.POST.get("do") == "drop":
            row = get_object_or_404(rows, pk=request.POST.get("reason") or 0)
            operations.drop_stock_reason(web.act_of(request), reason=row)
            web.done(request, "Đã bỏ lý do dùng sẵn.")
            return redirect("scoring_reasons", movement_id=movement_id)
        if form.is_valid() and web.attempt(
            form,
            lambda: operations.add_stock_reason(
                web.act_of(request), authority=authority, text=form.cleaned_data["text"]
            ),
        ):
            web.done(request, "Đã thêm lý do dùng sẵn.")
            return redirect("scoring_reasons", movement_id=movement_id)
    context = {"campaign": campaign, "rows": rows, "form": form}
    return web.page(request, "scoring/reasons.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, movement_id: int) -> HttpResponse:
    """How the campaign works: one pass or two, signing off, blind, days to explain."""
    campaign = _kept(request, movement_id)
    names = ("explanation_days", "second_appraisal", "sign_off", "blind")
    form = RulesForm(request.POST or None, initial={name: getattr(campaign, name) for name in names})
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(
            form, lambda: operations.set_rules(web.act_of(request), campaign=campaign, **form.cleaned_data)
        )
    ):
        web.done(request, "Đã ghi thiết lập của đợt chấm điểm.")
        return redirect("scoring_sheets", movement_id=movement_id)
    context = {"campaign": campaign, "form": form, "history": parts.history_of(campaign)}
    return web.page(request, "scoring/rules.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def reminders(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Who is behind, with a text to paste into the chat of the commune."""
    campaign = _kept(request, movement_id)
    behind = queries.behind(campaign, parts.viewer_of(request).on)
    if request.method == "POST":
        whom = [line.whom for group in behind for line in group.lines]
        operations.note_reminder(web.act_of(request), campaign=campaign, whom=whom)
        web.done(request, "Đã ghi là đã nhắc.")
        return redirect("scoring_reminders", movement_id=movement_id)
    history = [one for one in parts.history_of(campaign) if one.what.startswith("nhắc")]
    context = {"campaign": campaign, "behind": behind, "history": history}
    return web.page(request, "scoring/reminders.html", context)
