"""Groups among whom is ranked; the ranking published by a decision, and withdrawn with a reason."""

from __future__ import annotations

from pathlib import PurePath
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from thidua.base import web
from thidua.base.errors import RefusedError, require
from thidua.base.templatetags.viet import number
from thidua.documents import operations as documents
from thidua.documents.doors import keep_upload
from thidua.organizations.models import Subject
from thidua.scoring import operations, permissions, queries
from thidua.scoring.forms import GroupTargetForm, PublishForm, ReasonForm
from thidua.scoring.models import Campaign, Publication, Sheet
from thidua.scoring.views import parts


def _kept(request: HttpRequest, movement_id: int) -> Campaign:
    """The campaign, for who may publish its ranking."""
    campaign = parts.campaign_of(parts.viewer_of(request), movement_id)
    require(permissions.may_publish(web.act_of(request), campaign))
    return campaign


def _kind(request: HttpRequest) -> str:
    wanted = request.GET.get("kind", "")
    return Subject.Kind.PERSON if wanted == Subject.Kind.PERSON else Subject.Kind.UNIT


@login_required
@require_http_methods(["GET", "POST"])
def groups(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Put units into groups (cụm, khối), and set the target of the areas."""
    campaign = _kept(request, movement_id)
    sheets = list(
        Sheet.objects.filter(campaign=campaign, subject__kind=Subject.Kind.UNIT)
        .select_related("subject", "criteria_set")
        .order_by("subject__sort_key", "pk")
    )
    form = GroupTargetForm(request.POST or None, initial={"target_percent": number(campaign.target_percent)})
    faults: dict[str, str] = {}
    if request.method == "POST" and form.is_valid():
        told = {one.pk: request.POST.get(f"s{one.pk}", one.group) for one in sheets}
        try:
            with transaction.atomic():
                operations.set_groups(web.act_of(request), campaign=campaign, groups=told)
                target = form.cleaned_data["target_percent"]
                if target != campaign.target_percent:
                    operations.set_target(web.act_of(request), campaign=campaign, target_percent=target)
        except RefusedError as error:
            faults = error.faults
            web.put_faults(form, RefusedError(**{k: v for k, v in faults.items() if not k.isdigit()}))
        else:
            web.done(request, "Đã ghi cụm, khối và mục tiêu.")
            return redirect("scoring_ranking", movement_id=movement_id)
    lines = [
        {
            "key": f"s{one.pk}",
            "name": one.subject.name,
            "value": request.POST.get(f"s{one.pk}", one.group),
            "usual": queries.group_of(Sheet(profile=one.profile, criteria_set=one.criteria_set)),
            "fault": faults.get(str(one.pk), ""),
        }
        for one in sheets
    ]
    context = {
        "campaign": campaign,
        "lines": lines,
        "known": sorted({one.group for one in sheets if one.group}),
        "form": form,
    }
    return web.page(request, "scoring/groups.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Look over what will be frozen, and publish it by the decision on file and a typed word."""
    campaign, kind = _kept(request, movement_id), _kind(request)
    form = PublishForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        act = web.act_of(request)
        if web.attempt(
            form,
            lambda: operations.publish_ranking(
                act,
                campaign=campaign,
                kind=kind,
                number=told["number"],
                decided_on=told["decided_on"],
                file=keep_upload(act, told["file"]),
                word=told["word"],
            ),
        ):
            web.done(request, "Đã công bố kết quả xếp hạng.")
            return redirect("scoring_ranking", movement_id=movement_id)
    found = queries.ranking(campaign, kind)
    context = {
        "campaign": campaign,
        "form": form,
        "lines": found.lines,
        "waiting": found.waiting,
        "kind": kind,
        "published": queries.stands_published(campaign, kind),
    }
    return web.page(request, "scoring/publish.html", context, web.status_of(request))


def _published(campaign: Campaign, kind: str) -> Publication:
    found = queries.stands_published(campaign, kind)
    if found is None:
        raise Http404
    return found


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Withdraw what was published, with the reason."""
    campaign, kind = _kept(request, movement_id), _kind(request)
    found = _published(campaign, kind)
    form = ReasonForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(
            form,
            lambda: operations.withdraw_publication(
                web.act_of(request), publication=found, reason=form.cleaned_data["reason"]
            ),
        )
    ):
        web.done(request, "Đã thu hồi công bố. Phiếu mở lại được, có lý do.")
        return redirect("scoring_ranking", movement_id=movement_id)
    context = {"campaign": campaign, "form": form, "published": found, "history": parts.history_of(found)}
    return web.page(request, "scoring/withdraw.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET"])
def decision_file(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The decision on file, for everybody who sees the ranking."""
    campaign = parts.campaign_of(parts.viewer_of(request), movement_id)
    file = _published(campaign, _kind(request)).file
    response = HttpResponse(documents.content_of(file), content_type=file.media_type)
    ending = PurePath(file.name).suffix[:10]
    plain = f"quyet-dinh-xep-hang{ending if ending.isascii() else ''}".replace('"', "")
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file.name)}"
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
