"""Quyết định: the page of step 9, draft, issue, file the signed copy."""

from __future__ import annotations

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET, require_http_methods

from thidua.audit.queries import footnote
from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import require
from thidua.commendations import operations, papers, permissions, queries
from thidua.commendations.models import Decision
from thidua.commendations.views import parts, step
from thidua.documents import printing
from thidua.documents.doors import keep_signed_copy, other_number
from thidua.documents.forms import SignedCopyForm


@login_required
@require_GET
def decision(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Where the papers of the award stand and what is next."""
    return step.page(request, parts.movement_for(request, movement_id), {})


@login_required
@require_http_methods(["GET", "POST"])
def decision_draft(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Write the decision on the issued proposal, or write the draft anew."""
    movement = parts.movement_for(request, movement_id)
    if request.method == "GET":
        return step.back(request, movement_id)
    act = web.act_of(request)
    proposal = step.proposal_of(request, movement)
    require(permissions.may_draft(act, proposal.meeting))
    lines = queries.award_lines(proposal.meeting, act.on, proposal.rate)
    content = papers.decision(proposal, lines, on=act.on)
    operations.draft_decision(act, proposal=proposal, content=content, symbol=papers.DECISION_SYMBOL)
    web.done(request, "Đã dự thảo quyết định. Việc tiếp theo: trình Chủ tịch ký, lấy số của văn thư.")
    return step.back(request, movement_id)


@login_required
@require_http_methods(["GET", "POST"])
def decision_issue(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Issue the decision: by the chairperson on the screen, or recorded from the signed paper."""
    movement = parts.movement_for(request, movement_id)
    if request.method == "GET":
        return step.back(request, movement_id)
    act = web.act_of(request)
    made = step.decision_of(request, movement)
    sent = step.decision_form(act, movement, request.POST)
    require(bool(sent))
    form = sent["issue_decision_form"]
    if form.is_valid() and _decision_issued(act, made, form):
        web.done(
            request, f"Đã ban hành Quyết định số {made.number}. Việc tiếp theo: in giấy khen, lưu bản ký."
        )
        return step.back(request, movement_id)
    return step.page(request, movement, sent)


def _decision_issued(act: Act, made: Decision, form: django_forms.Form) -> bool:
    told = form.cleaned_data
    proposal = queries.live_proposal(made.proposal.meeting) or made.proposal
    lines = queries.award_lines(proposal.meeting, told["decided_on"], proposal.rate)
    content = papers.decision(
        proposal,
        lines,
        on=told["decided_on"],
        number=told["number"],
        signer_name=told["signer_name"],
        for_chair=told["for_chair"],
        footer=parts.footer(),
    )
    final = printing.rendered(content, act.at, made.authority_id)
    title = "Phó Chủ tịch" if told["for_chair"] else "Chủ tịch"

    def call() -> None:
        opened = parts.through(
            act,
            told["manner"],
            kind="decision",
            number=f"{told['number']}/{papers.DECISION_SYMBOL}",
            signed_on=told["decided_on"],
            signer=told["signer_name"],
            title=title,
        )
        operations.issue_decision(
            opened,
            decision=made,
            number=told["number"],
            decided_on=told["decided_on"],
            signer_name=told["signer_name"],
            signer_title=title,
            lines=lines,
            rendered=final,
            for_chair=told["for_chair"],
            foot=footnote(),
        )

    return web.attempt(form, call)


@login_required
@require_http_methods(["GET", "POST"])
def decision_file(request: HttpRequest, movement_id: int) -> HttpResponse:
    """File the signed copy with its hash."""
    movement = parts.movement_for(request, movement_id)
    if request.method == "GET":
        return step.back(request, movement_id)
    act = web.act_of(request)
    made = step.decision_of(request, movement)
    require(permissions.may_file(act, made))
    paper = made.paper
    if paper is None:
        raise Http404
    form = SignedCopyForm(request.POST, request.FILES, replaces=False)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        heed: list[str] = []

        def call() -> None:
            signed = keep_signed_copy(act, upload, paper=paper, authority_id=made.authority_id)
            operations.file_decision(act, decision=made, signed=signed)
            heed.append(other_number(signed, paper))

        if web.attempt(form, call):
            web.done(request, "Đã lưu bản ký của quyết định.")
            web.heed(request, *heed)
            return step.back(request, movement_id)
    return step.page(request, movement, {"scan_form": form})
