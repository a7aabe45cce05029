"""The guided page of step 9: the council's result, the proposal, the decision, the signed copy."""

from __future__ import annotations

from typing import Any, Final

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from thidua.base import web
from thidua.base.acts import Act
from thidua.commendations import choices, papers, permissions, queries
from thidua.commendations.forms import (
    DraftForm,
    IssueDecisionForm,
    IssueProposalForm,
)
from thidua.commendations.models import Decision, Proposal
from thidua.commendations.views import parts
from thidua.council.models import Meeting
from thidua.documents import queries as documents
from thidua.documents.forms import SignedCopyForm
from thidua.engine.decisions import State
from thidua.honours import permissions as honours
from thidua.movements.models import Movement
from thidua.nominations import queries as nominated
from thidua.nominations.models import Nomination
from thidua.organizations.papers import authority_head

Forms = dict[str, django_forms.Form]
HERE = "commendation_decision"
_BEFORE_DECIDED: Final = frozenset({"propose", "number", "draft", "sign"})
"""Stages whose acts are held while something new stands against one of the chosen."""


def page(request: HttpRequest, movement: Movement, sent: Forms) -> HttpResponse:
    """Where the papers of the award stand and what is next.

    ``sent`` holds a form that was refused, with all that was typed.
    """
    act, viewer = web.act_of(request), parts.viewer_of(request)
    results = queries.council_results(movement)
    meeting = _asked(request, results)
    proposal, made = _seen(request, meeting)
    lines: list[queries.AwardLine] = []
    basis: list[queries.MoneyBasis] = []
    if meeting is not None and (proposal is not None or permissions.may_draft(act, meeting)):
        if made is not None and made.decided_on:
            lines, basis = queries.decided_lines(made), queries.decided_basis(made)
        else:
            rate = proposal.rate if proposal else ""
            lines = queries.award_lines(meeting, viewer.on, rate)
            basis = queries.money_basis(meeting, lines, viewer.on, rate)
    votes = queries.votes_by_nomination(meeting) if meeting and lines else {}
    through = queries.let_through(lines)
    stage = _stage(proposal, made)
    drafts = meeting is not None and permissions.may_draft(act, meeting)
    forms = _forms(act, movement, meeting, proposal, made)
    acts = bool(lines) and stage in _BEFORE_DECIDED and (drafts or bool(forms))
    context = {
        "movement": movement,
        "meeting": meeting,
        "proposal": proposal,
        "decision": made,
        "stage": stage,
        "others": [(row, _seen(request, row)[1]) for row in results if row != meeting],
        "at": f"?hop={meeting.pk}" if meeting is not None and meeting != results[0] else "",
        "otherwise": queries.decided_otherwise(meeting) if meeting is not None else [],
        "lines": [
            {
                "line": line,
                "post": papers.post_at(line.position, line.unit_name),
                "vote": votes.get(line.nomination_id),
                "through": through.get(line.nomination_id),
            }
            for line in lines
        ],
        "counted": papers.counted(lines),
        "total": queries.total(lines),
        "basis": basis,
        "warnings": _warnings(meeting, proposal, made) if lines else [],
        "held": _held_back(act, meeting, acts=acts) if lines and stage in _BEFORE_DECIDED else [],
        "due": queries.decision_due(proposal) if proposal and (made is None or stage != "done") else None,
        "notice_until": queries.notice_until(meeting) if lines and meeting and stage != "done" else None,
        "proposal_state": choices.PAPER_STATES.get(proposal.state if proposal else ""),
        "decision_state": choices.PAPER_STATES.get(made.state if made else ""),
        "may_draft": drafts,
        "may_take_back": bool(drafts and proposal and proposal.state == State.ISSUED and stage != "done"),
        "signatures": documents.signatures_of(made.signed_file if made else None),
        "history": parts.history(proposal, made),
        **forms,
        **sent,
    }
    return web.page(request, "commendations/decide.html", context, web.status_of(request))


def _seen(request: HttpRequest, meeting: Meeting | None) -> tuple[Proposal | None, Decision | None]:
    """Proposal and decision, as far as the viewer reads them."""
    viewer = parts.viewer_of(request)
    proposal, made = queries.live_proposal(meeting), queries.live_decision(meeting)
    if meeting is None:
        return None, None
    if proposal and not queries.proposals_visible_to(viewer).filter(pk=proposal.pk).exists():
        proposal = None
    if made and not queries.decisions_visible_to(viewer).filter(pk=made.pk).exists():
        made = None
    return proposal, made


def _stage(proposal: Proposal | None, made: Decision | None) -> str:
    if made is not None and made.state != State.DRAFT:
        return "done" if made.state == State.FILED else "file"
    if proposal is None:
        return "propose"
    if proposal.state == State.DRAFT:
        return "number"
    return "draft" if made is None else "sign"


def _warnings(meeting: Meeting | None, proposal: Proposal | None, made: Decision | None) -> list[str]:
    if meeting is None:
        return []
    papers = (meeting.minutes, proposal.paper if proposal else None, made.paper if made else None)
    return (
        queries.date_warnings(meeting, proposal, made)
        + queries.cited_warnings(meeting, proposal, made)
        + queries.number_warnings(*papers)
    )


def _held_back(act: Act, meeting: Meeting | None, *, acts: bool) -> list[tuple[Nomination, tuple[str, ...]]]:
    """The chosen against whom something came up after the appraisal.

    Who reads discipline sees what; who acts here without reading it (the clerk) only that something did.
    """
    if meeting is None:
        return []
    reads = honours.may_keep_discipline(act, meeting.movement.authority_id)
    if not (reads or acts):
        return []
    rows = [row.nomination for row in queries.chosen(meeting)]
    back = nominated.held_back(rows, act.on)
    return [(row, back[row.pk] if reads else (nominated.CAME_UP,)) for row in rows if row.pk in back]


def _forms(
    act: Act, movement: Movement, meeting: Meeting | None, proposal: Proposal | None, made: Decision | None
) -> Forms:
    """The form of the stage, for whom it is for."""
    stage = _stage(proposal, made)
    if meeting is None:
        return {}
    if stage in {"propose", "number"} and permissions.may_draft(act, meeting):
        rate = {"rate": proposal.rate} if proposal and proposal.rate else {}
        forms: Forms = {
            "draft_form": DraftForm(rates=queries.rates(movement.authority_id, act.on), initial=rate)
        }
    else:
        forms = {}
    if stage == "number" and proposal is not None:
        return forms | proposal_form(act, proposal, None)
    if stage == "sign" and made is not None:
        return forms | decision_form(act, movement, None)
    if stage == "file" and made is not None and permissions.may_file(act, made):
        return forms | {"scan_form": SignedCopyForm(replaces=False)}
    return forms


def proposal_form(act: Act, proposal: Proposal, data: Any) -> Forms:
    """The form that numbers the proposal; nothing for who may not."""
    own, records = permissions.issues_proposal(act, proposal), permissions.records_proposal(act, proposal)
    if not (own or records):
        return {}
    symbol = proposal.paper.symbol if proposal.paper else ""
    initial = {"dated_on": act.on, "number": documents.next_number(proposal.authority_id, symbol, act.on)}
    form = IssueProposalForm(data, may_act=own, may_record=records, initial=initial)
    return {"issue_proposal_form": form}


def decision_form(act: Act, movement: Movement, data: Any) -> Forms:
    """The form that issues the decision; nothing for who may not."""
    authority = movement.authority
    own = permissions.decides(act, authority.pk)
    records = permissions.records_decision(act, authority.pk)
    if not (own or records):
        return {}
    initial = {
        "decided_on": act.on,
        "signer_name": authority_head(authority, act.on),
        "number": documents.next_number(authority.pk, papers.DECISION_SYMBOL, act.on),
    }
    form = IssueDecisionForm(data, may_act=own, may_record=records, initial=initial)
    return {"issue_decision_form": form}


def _asked(request: HttpRequest, results: list[Meeting]) -> Meeting | None:
    """The meeting that the address names (``?hop=``), else the newest; 404 for one that is none of them."""
    asked = request.GET.get("hop", "")
    found = next((row for row in results if not asked or str(row.pk) == asked), None)
    if asked and found is None:
        raise Http404
    return found


def result_of(request: HttpRequest, movement: Movement) -> Meeting:
    """The council's meeting whose result is decided on; 404 before there is one."""
    meeting = _asked(request, queries.council_results(movement))
    if meeting is None:
        raise Http404
    return meeting


def proposal_of(request: HttpRequest, movement: Movement) -> Proposal:
    """The proposal that counts; 404 for who does not read it."""
    found = queries.live_proposal(result_of(request, movement))
    rows = queries.proposals_visible_to(parts.viewer_of(request))
    proposal: Proposal = get_object_or_404(rows, pk=found.pk if found else None)
    return found or proposal


def decision_of(request: HttpRequest, movement: Movement) -> Decision:
    """The decision that counts; 404 for who does not read it."""
    found = queries.live_decision(result_of(request, movement))
    rows = queries.decisions_visible_to(parts.viewer_of(request))
    made: Decision = get_object_or_404(rows, pk=found.pk if found else None)
    return found or made


def back(request: HttpRequest, movement_id: int) -> HttpResponse:
    """To the page of the step, at the same meeting."""
    asked = request.GET.get("hop", "")
    return redirect(reverse(HERE, args=(movement_id,)) + (f"?hop={asked}" if asked.isdecimal() else ""))
