"""Step 10: certificates, the list with handing over and money, and its papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.commendations import operations, papers, permissions, queries
from thidua.commendations.forms import TickForm
from thidua.commendations.forms.looks import ReissueForm
from thidua.commendations.models import Award, Decision
from thidua.commendations.views import parts
from thidua.documents import operations as documents
from thidua.documents import printing
from thidua.engine.decisions import IN_FORCE
from thidua.engine.flow import Role
from thidua.movements.models import Movement
from thidua.regulations import queries as regulations
from thidua.regulations.choices import CHOICES

READS_MONEY = frozenset({Role.OFFICER, Role.CHAIRPERSON, Role.ACCOUNTANT, Role.INSPECTOR})


def _decisions(request: HttpRequest, movement: Movement) -> list[Decision]:
    rows = queries.decisions_visible_to(parts.viewer_of(request)).filter(
        movement=movement, state__in=IN_FORCE
    )
    return list(rows.order_by("-decided_on", "-pk"))


def chosen_decision(request: HttpRequest, movement: Movement) -> Decision:
    """The decision that is asked for, else the newest; 404 without one."""
    made = _decisions(request, movement)
    if not made:
        raise Http404
    wanted = request.GET.get("quyet-dinh", "")
    return next((one for one in made if str(one.pk) == wanted), made[0])


def rows_of(made: Decision) -> Any:
    """The awards of a decision in its order."""
    return made.awards.select_related("subject", "decision__authority__subject", "decision__paper").order_by(
        "order"
    )


@login_required
@require_GET
def awards(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Who was awarded by the decision: print, hand over, pay."""
    return _page(request, parts.movement_for(request, movement_id), None)


def _titles(made: Decision, awards: list[Award]) -> list[dict[str, str]]:
    """What certifies each title of a decision, and how sure that is."""
    law, on = regulations.law_of(made.authority_id), made.decided_on or date.max
    told = {award.form: law.certificate_of(award.form, on) for award in awards}
    return [
        {
            "form": form,
            "paper": CHOICES["certificate"].get(chosen.text, chosen.text),
            "note": chosen.note,
            "key": chosen.key,
        }
        for form, chosen in told.items()
        if chosen is not None
    ]


def _page(request: HttpRequest, movement: Movement, sent: TickForm | None) -> HttpResponse:
    decisions = _decisions(request, movement)
    if not decisions:
        context = {"movement": movement, "history": []}
        return web.page(request, "commendations/awards.html", context, web.status_of(request))
    viewer = parts.viewer_of(request)
    made = chosen_decision(request, movement)
    rows = list(rows_of(made))
    roles = viewer.roles_in(made.authority_id)
    standing = [award for award in rows if award.cancelled_on is None]
    hands, pays = Role.OFFICER in roles, Role.ACCOUNTANT in roles
    waiting = {award.pk for award in standing if award.handed_over_on is None} if hands else set()
    unpaid = {award.pk for award in standing if award.paid_on is None} if pays else set()
    ticked = sent.ticked if sent else {str(pk) for pk in waiting | unpaid}
    form = sent or TickForm(awards=Award.objects.none(), initial={"on": viewer.on})
    context = {
        "movement": movement,
        "decisions": decisions,
        "decision": made,
        "rows": [
            {
                "award": award,
                "post": papers.post_at(award.position, award.unit_name),
                "may_tick": award.pk in waiting | unpaid,
                "ticked": str(award.pk) in ticked,
            }
            for award in rows
        ],
        "counted": papers.counted(standing),
        "given": papers.of_awards(made, standing),
        "handed": sum(award.handed_over_on is not None for award in standing),
        "paid": sum(award.paid_on is not None for award in standing),
        "all": len(standing),
        "total": sum((award.amount or 0 for award in standing), 0),
        "cancelled": papers.counted([award for award in rows if award.cancelled_on is not None]),
        "sees_money": bool(roles & READS_MONEY),
        "prints": hands,
        "titles": _titles(made, standing) if hands else [],
        "hands": bool(waiting),
        "pays": bool(unpaid),
        "form": form,
        "told": papers.told_awards(made, standing) if hands and standing else "",
        "history": parts.history(made),
    }
    return web.page(request, "commendations/awards.html", context, web.status_of(request))


@login_required
@require_http_methods(["GET", "POST"])
def hand_over(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Note that the ticked certificates were handed over."""
    movement = parts.movement_for(request, movement_id)
    if request.method == "GET":
        return redirect("commendation_awards", movement_id=movement_id)
    act = web.act_of(request)
    made = chosen_decision(request, movement)
    require(permissions.may_keep(act, made.authority_id))
    form = TickForm(
        request.POST, awards=rows_of(made).filter(handed_over_on__isnull=True, cancelled_on__isnull=True)
    )
    if form.is_valid():
        told = form.cleaned_data
        ticked = list(told["awards"])
        if web.attempt(
            form,
            lambda: operations.hand_over_all(
                act, awards=ticked, on=told["on"], received_by=told["received_by"]
            ),
        ):
            web.done(request, f"Đã ghi trao giấy khen cho {len(ticked):02d} tập thể, cá nhân.")
            return redirect("commendation_awards", movement_id=movement_id)
    return _page(request, movement, form)


@login_required
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Note that the money of the ticked was paid."""
    movement = parts.movement_for(request, movement_id)
    if request.method == "GET":
        return redirect("commendation_awards", movement_id=movement_id)
    act = web.act_of(request)
    made = chosen_decision(request, movement)
    require(permissions.may_account(act, made.authority_id))
    form = TickForm(
        request.POST, awards=rows_of(made).filter(paid_on__isnull=True, cancelled_on__isnull=True)
    )
    if form.is_valid():
        told = form.cleaned_data
        ticked = list(told["awards"])
        if web.attempt(form, lambda: operations.pay_all(act, awards=ticked, on=told["on"])):
            web.done(request, f"Đã ghi chi tiền thưởng cho {len(ticked):02d} tập thể, cá nhân.")
            return redirect("commendation_awards", movement_id=movement_id)
    return _page(request, movement, form)


@login_required
@require_http_methods(["GET", "POST"])
def certificates(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The certificates of the decision as one PDF: POST makes and keeps it, GET gives what was kept."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    made = chosen_decision(request, movement)
    require(permissions.may_keep(act, made.authority_id))
    if request.method == "GET":
        if made.certificates is None:
            raise Http404
        return parts.stored_download(made.certificates, inline="xem" in request.GET)
    held = list(rows_of(made).filter(cancelled_on__isnull=True))
    if not held:
        raise Http404
    printed = parts.in_one_file(made, held)
    content = parts.certificate_bytes(made, printed, act.at)
    stored = documents.store(
        act, content=content, name=f"Giay-khen-{made.number}.pdf", kind="pdf", pages=len(printed)
    )
    operations.attach_certificates(act, decision=made, certificates=stored)
    apart = len(held) - len(printed)
    rest = f" {apart:02d} giấy của danh hiệu không in lên phôi: lấy trong tệp ZIP." if apart else ""
    web.done(request, f"Đã lập tệp {len(printed):02d} giấy khen. Mở tệp để in trên khổ A4 ngang.{rest}")
    return redirect("commendation_awards", movement_id=movement_id)


@login_required
@require_GET
def certificate_files(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The certificates of the decision, a PDF for each, in one ZIP."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    made = chosen_decision(request, movement)
    require(permissions.may_keep(act, made.authority_id))
    printed = list(rows_of(made).filter(cancelled_on__isnull=True))
    if not printed:
        raise Http404
    content = parts.certificate_files(made, printed, act.at)
    return parts.download(content, f"Giay-khen-{made.number}.zip", "zip")


@login_required
@require_GET
def money(request: HttpRequest, movement_id: int, kind: str) -> HttpResponse:
    """The money list: Excel, or a paper to sign."""
    if kind not in {"xlsx", "docx", "pdf"}:
        raise Http404
    movement = parts.movement_for(request, movement_id)
    act, viewer = web.act_of(request), parts.viewer_of(request)
    made = chosen_decision(request, movement)
    require(bool(viewer.roles_in(made.authority_id) & READS_MONEY))
    rows = list(rows_of(made).filter(cancelled_on__isnull=True))
    name = f"Danh-sach-chi-tien-thuong-{made.number}"
    if not permissions.may_account(act, made.authority_id):
        for award in rows:  # the account is the accountant's; others sign without it
            award.bank_account = ""
    if kind == "xlsx":
        return parts.download(
            parts.sheet_bytes(papers.money_workbook(made, rows), act.at), f"{name}.xlsx", kind
        )
    content = papers.money_list(made, rows)
    return printing.attached(kind, content, name, made.authority_id)


@login_required
@require_GET
def order(request: HttpRequest, movement_id: int, kind: str) -> HttpResponse:
    """Who comes up to take the certificate, in the order of the decision."""
    if kind not in {"docx", "pdf"}:
        raise Http404
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    made = chosen_decision(request, movement)
    require(permissions.may_keep(act, made.authority_id))
    content = papers.handing_over(made, list(rows_of(made).filter(cancelled_on__isnull=True)))
    return printing.attached(kind, content, "Danh-sach-len-nhan", made.authority_id)


def _award(request: HttpRequest, pk: int) -> Award:
    return get_object_or_404(queries.awards_visible_to(parts.viewer_of(request)), pk=pk)


@login_required
@require_GET
def one_certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """One certificate anew, where the first was lost or spoilt; it says the same and has the same code."""
    award = _award(request, pk)
    act = web.act_of(request)
    require(permissions.may_hand_over(act, award))
    if award.cancelled_on is not None:
        raise Http404
    content = parts.certificate_bytes(award.decision, [award], act.at)
    return parts.download(content, f"Giay-khen-{award.decision.number}-{award.order:02d}.pdf", "pdf")


@login_required
@require_http_methods(["GET", "POST"])
def reissue(request: HttpRequest, pk: int) -> HttpResponse:
    """Cấp đổi: why a certificate is printed anew; the register notes it, then the new one is printed."""
    award = _award(request, pk)
    act = web.act_of(request)
    require(permissions.may_hand_over(act, award))
    if award.cancelled_on is not None:
        raise Http404
    form = ReissueForm(request.POST or None, initial={"on": act.on})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        if web.attempt(form, lambda: operations.reissue(act, award=award, **told)):
            web.done(request, "Đã ghi cấp đổi vào sổ khen thưởng. Việc tiếp theo: in giấy khen mới.")
            return redirect("award_page", pk=pk)
    context = {"award": award, "form": form}
    return web.page(request, "commendations/reissue.html", context, web.status_of(request))
