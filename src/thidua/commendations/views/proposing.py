"""Tờ trình: draft, number, take back."""

from __future__ import annotations

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thidua.audit.queries import footnote
from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import RefusedError, require
from thidua.commendations import operations, papers, permissions, queries
from thidua.commendations.forms import DraftForm, ReasonForm
from thidua.commendations.models import Proposal
from thidua.commendations.views import parts, step
from thidua.documents import printing
from thidua.engine.decisions import State
from thidua.organizations.queries import head_of


@login_required
@require_http_methods(["GET", "POST"])
def proposal_draft(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Write the proposal from the council's result, or write the draft anew."""
    movement = parts.movement_for(request, movement_id)
    if request.method == "GET":
        return step.back(request, movement_id)
    act = web.act_of(request)
    meeting = step.result_of(request, movement)
    require(permissions.may_draft(act, meeting))
    form = DraftForm(request.POST, rates=queries.rates(movement.authority_id, act.on))
    unit = papers.standing_unit(movement, act.on, meeting)
    if unit is None:
        raise RefusedError(
            "Chưa biết cơ quan thường trực của Hội đồng. Hãy ghi cơ quan này trong quyết định Hội đồng."
        )
    if form.is_valid():
        rate = form.cleaned_data["rate"]
        content = papers.proposal(
            meeting,
            queries.award_lines(meeting, act.on, rate),
            unit=unit,
            on=act.on,
            votes=queries.votes_of(meeting),
        )
        symbol = papers.PROPOSAL_SYMBOL.format(code=unit.code)
        if web.attempt(
            form,
            lambda: operations.draft_proposal(
                act, meeting=meeting, content=content, symbol=symbol, rate=rate
            ),
        ):
            web.done(request, "Đã soạn tờ trình. Việc tiếp theo: xem lại, lấy số của văn thư rồi ban hành.")
            return step.back(request, movement_id)
    return step.page(request, movement, {"draft_form": form})


@login_required
@require_http_methods(["GET", "POST"])
def proposal_issue(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Give the proposal its number and day from the clerk's book."""
    movement = parts.movement_for(request, movement_id)
    if request.method == "GET":
        return step.back(request, movement_id)
    act = web.act_of(request)
    proposal = step.proposal_of(request, movement)
    sent = step.proposal_form(act, proposal, request.POST)
    require(bool(sent))
    form = sent["issue_proposal_form"]
    if form.is_valid() and _proposal_issued(act, proposal, form):
        web.done(request, f"Đã ban hành Tờ trình số {proposal.number}. Việc tiếp theo: dự thảo quyết định.")
        return step.back(request, movement_id)
    return step.page(request, movement, sent)


def _proposal_issued(act: Act, proposal: Proposal, form: django_forms.Form) -> bool:
    told, meeting = form.cleaned_data, proposal.meeting
    unit = papers.standing_unit(proposal.movement, told["dated_on"], meeting)
    if unit is None or proposal.state != State.DRAFT:
        form.add_error(None, "Tờ trình đã có số hoặc chưa biết cơ quan thường trực. Hãy tải lại trang.")
        return False
    content = papers.proposal(
        meeting,
        queries.award_lines(meeting, told["dated_on"], proposal.rate),
        unit=unit,
        on=told["dated_on"],
        number=told["number"],
        votes=queries.votes_of(meeting),
        dated=True,
        footer=parts.footer(),
    )
    made = printing.rendered(content, act.at, proposal.authority_id)
    head = head_of(unit, told["dated_on"])

    def call() -> None:
        opened = parts.through(
            act,
            told["manner"],
            kind="proposal",
            number=f"{told['number']}/{papers.PROPOSAL_SYMBOL.format(code=unit.code)}",
            signed_on=told["dated_on"],
            signer=head.person.name if head else unit.name,
            title=head.position if head else "",
        )
        operations.issue_proposal(
            opened,
            proposal=proposal,
            number=told["number"],
            dated_on=told["dated_on"],
            rendered=made,
            foot=footnote(),
        )

    return web.attempt(form, call)


@login_required
@require_http_methods(["GET", "POST"])
def proposal_cancel(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Take an issued proposal back, with the reason."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    proposal = step.proposal_of(request, movement)
    require(permissions.may_draft(act, proposal.meeting))
    if proposal.state != State.ISSUED:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if web.attempt(form, lambda: operations.cancel_proposal(act, proposal=proposal, reason=reason)):
            web.done(request, f"Đã rút Tờ trình số {proposal.number}. Số này giữ nguyên, không dùng lại.")
            return step.back(request, movement_id)
    context = {"movement": movement, "proposal": proposal, "form": form}
    return web.page(request, "commendations/take_back.html", context, web.status_of(request))
