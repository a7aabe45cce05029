"""Hủy bỏ: the ground and its conclusion, the decision, what comes back."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.audit.queries import footnote
from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import require
from thidua.commendations import operations, papers, permissions, queries
from thidua.commendations.forms import (
    CertificateBackForm,
    IssueRevocationForm,
    MoneyBackForm,
    RevocationForm,
)
from thidua.commendations.models import Award, Revocation
from thidua.commendations.views import parts
from thidua.documents import printing
from thidua.documents import queries as numbers
from thidua.engine.decisions import State
from thidua.organizations.papers import authority_head
from thidua.regulations import queries as regulations

HERE = "award_cancel"
Forms = dict[str, django_forms.Form]


def _award(request: HttpRequest, pk: int) -> Award:
    rows = queries.awards_visible_to(parts.viewer_of(request)).select_related(
        "decision__proposal__meeting__council", "revocation__paper", "revocation__conclusion_file"
    )
    return get_object_or_404(rows, pk=pk)


def _revocation(award: Award) -> Revocation | None:
    found: Revocation | None = getattr(award, "revocation", None)
    return found


@login_required
@require_http_methods(["GET", "POST"])
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """The way of a cancelling: ground and conclusion, decision, recovery. POST writes the draft."""
    award = _award(request, pk)
    act = web.act_of(request)
    require(_may_look(act, award))
    if request.method == "GET":
        return _page(request, award, {})
    require(permissions.may_draft_revocation(act, award))
    form = RevocationForm(
        request.POST,
        request.FILES,
        grounds=regulations.law_of(award.decision.authority_id).cancellation_grounds(act.on),
    )
    if form.is_valid() and _drafted(act, award, form):
        web.done(request, "Đã dự thảo quyết định hủy bỏ. Việc tiếp theo: xem lại, trình Chủ tịch ký.")
        return redirect(HERE, pk=pk)
    return _page(request, award, {"draft_form": form})


def _may_look(act: Act, award: Award) -> bool:
    return (
        permissions.may_draft_revocation(act, award)
        or permissions.records_cancelling(act, award)
        or permissions.may_pay(act, award)
    )


def _drafted(act: Act, award: Award, form: django_forms.Form) -> bool:
    told = form.cleaned_data

    def call() -> None:
        upload, kept = told["file"], None
        if upload is not None:
            content, found = parts.judged(upload, "file")
            kept = parts.kept(act, upload, content, found)
        made = operations.draft_revocation(
            act,
            award=award,
            ground=told["ground"],
            conclusion=told["conclusion"],
            conclusion_on=told["conclusion_on"],
            conclusion_issuer=told["conclusion_issuer"],
            conclusion_file=kept,
        )
        content_of = papers.revocation(made, on=act.on)
        operations.write_revocation(act, revocation=made, content=content_of, symbol=papers.DECISION_SYMBOL)

    return web.attempt(form, call)


def _page(request: HttpRequest, award: Award, sent: Forms) -> HttpResponse:
    act = web.act_of(request)
    made = _revocation(award)
    cancelled = award.cancelled_on is not None
    forms: Forms = {}
    if not cancelled and permissions.may_draft_revocation(act, award):
        initial = {"conclusion_on": act.on}
        if made is not None:
            names = ("ground", "conclusion", "conclusion_on", "conclusion_issuer")
            initial = {name: getattr(made, name) for name in names}
        forms["draft_form"] = RevocationForm(
            grounds=regulations.law_of(award.decision.authority_id).cancellation_grounds(act.on),
            initial=initial,
        )
    if made is not None and not cancelled:
        forms |= _issue_form(act, award, None)
    if made is not None and cancelled:
        if (
            award.handed_over_on
            and made.certificate_back_on is None
            and permissions.may_hand_over(act, award)
        ):
            forms["certificate_form"] = CertificateBackForm(initial={"on": act.on}, prefix="giay")
        if award.paid_on and made.money_back_on is None and permissions.may_pay(act, award):
            forms["money_form"] = MoneyBackForm(initial={"on": act.on, "amount": award.amount}, prefix="tien")
    context: dict[str, Any] = {
        "award": award,
        "revocation": made,
        "ground": next(
            (
                ground.name
                for ground in regulations.law_of(award.decision.authority_id).cancellation_grounds(act.on)
                if made and ground.code == made.ground
            ),
            "",
        ),
        "due": queries.recovery_due(award),
        "history": parts.history(award, made),
        **forms,
        **sent,
    }
    return web.page(request, "commendations/cancel.html", context, web.status_of(request))


def _issue_form(act: Act, award: Award, data: Any) -> Forms:
    own, records = permissions.cancels(act, award), permissions.records_cancelling(act, award)
    if not (own or records):
        return {}
    authority = award.decision.authority
    initial = {
        "decided_on": act.on,
        "signer_name": authority_head(authority, act.on),
        "number": numbers.next_number(authority.pk, papers.DECISION_SYMBOL, act.on),
    }
    return {"issue_form": IssueRevocationForm(data, may_act=own, may_record=records, initial=initial)}


@login_required
@require_http_methods(["GET", "POST"])
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue the revocation decision; from here on the award is cancelled."""
    award = _award(request, pk)
    made = _revocation(award)
    act = web.act_of(request)
    sent = _issue_form(act, award, request.POST)
    require(bool(sent))
    if request.method == "GET" or made is None or made.state != State.DRAFT:
        return redirect(HERE, pk=pk)
    form = sent["issue_form"]
    if form.is_valid() and _issued(act, made, form):
        web.done(request, "Đã hủy khen thưởng. Việc tiếp theo: thu hồi giấy khen và tiền thưởng.")
        return redirect(HERE, pk=pk)
    return _page(request, award, sent)


def _issued(act: Act, made: Revocation, form: django_forms.Form) -> bool:
    told = form.cleaned_data
    content = papers.revocation(
        made,
        on=told["decided_on"],
        number=told["number"],
        signer_name=told["signer_name"],
        for_chair=told["for_chair"],
        footer=parts.footer(),
    )
    final = printing.rendered(content, act.at, made.authority_id)

    def call() -> None:
        opened = parts.through(
            act,
            told["manner"],
            kind="decision",
            number=f"{told['number']}/{papers.DECISION_SYMBOL}",
            signed_on=told["decided_on"],
            signer=told["signer_name"],
            title="Phó Chủ tịch" if told["for_chair"] else "Chủ tịch",
        )
        operations.issue_revocation(
            opened,
            revocation=made,
            number=told["number"],
            decided_on=told["decided_on"],
            signer_name=told["signer_name"],
            for_chair=told["for_chair"],
            rendered=final,
            foot=footnote(),
        )

    return web.attempt(form, call)


@login_required
@require_GET
def paper(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """The revocation decision as Word or PDF: the issued one as it was kept, a draft made now."""
    award = _award(request, pk)
    act = web.act_of(request)
    require(_may_look(act, award))
    made = _revocation(award)
    if made is None or made.paper is None or kind not in {"docx", "pdf"}:
        raise Http404
    stored = made.paper.docx if kind == "docx" else made.paper.pdf
    if stored is not None:
        return parts.stored_download(stored)
    content = papers.revocation(made, on=act.on)
    return printing.attached(kind, content, "Du-thao-huy-bo", made.authority_id)


@login_required
@require_POST
def certificate_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate came back, or cannot."""
    award = _award(request, pk)
    act = web.act_of(request)
    require(permissions.may_hand_over(act, award))
    form = CertificateBackForm(request.POST, prefix="giay")
    if form.is_valid():
        told = form.cleaned_data
        if web.attempt(form, lambda: operations.recover_certificate(act, award=award, **told)):
            web.done(request, "Đã ghi thu hồi giấy khen.")
            return redirect(HERE, pk=pk)
    return _page(request, award, {"certificate_form": form})


@login_required
@require_POST
def money_back(request: HttpRequest, pk: int) -> HttpResponse:
    """The money was paid back to the fund."""
    award = _award(request, pk)
    act = web.act_of(request)
    require(permissions.may_pay(act, award))
    form = MoneyBackForm(request.POST, prefix="tien")
    if form.is_valid():
        told = form.cleaned_data
        if web.attempt(form, lambda: operations.recover_money(act, award=award, **told)):
            web.done(request, "Đã ghi thu hồi tiền thưởng vào Quỹ.")
            return redirect(HERE, pk=pk)
    return _page(request, award, {"money_form": form})
