"""The conference at which the awards are handed over: its day kept once, all its papers from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.commendations import operations, papers, permissions
from thidua.commendations.forms import CeremonyForm
from thidua.commendations.models import Award, Conference, Decision
from thidua.commendations.views import parts
from thidua.commendations.views.awarding import chosen_decision, rows_of
from thidua.documents import printing
from thidua.documents.paper import Paper

_PAPERS: Final[dict[str, tuple[str, Callable[..., Paper]]]] = {
    "giay-moi": ("Giấy mời", papers.invitation),
    "chuong-trinh": ("Chương trình", papers.programme),
    "kich-ban": ("Kịch bản trao thưởng", papers.script),
    "ky-nhan": ("Danh sách ký nhận", papers.receipt),
}


def _awards(made: Decision) -> list[Award]:
    return list(rows_of(made).filter(cancelled_on__isnull=True))


def _told(made: Decision) -> papers.Ceremony | None:
    """What is kept of the conference, for its papers."""
    kept = Conference.objects.filter(decision=made).first()
    if kept is None:
        return None
    return papers.Ceremony(kept.on, kept.at, kept.place, kept.host, kept.speaker)


@login_required
@require_http_methods(["GET", "POST"])
def ceremony(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Day, hour and place once; from them invitation, programme, script, signing list and the text for a chat group."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    made = chosen_decision(request, movement)
    require(permissions.may_keep(act, made.authority_id))
    told = _told(made)
    initial = asdict(told) if told else {"host": f"{made.signer_title} {made.signer_name}".strip()}
    form = CeremonyForm(request.POST if request.method == "POST" else None, initial=initial)
    if (
        request.method == "POST"
        and form.is_valid()
        and web.attempt(form, lambda: operations.plan_conference(act, made=made, **form.cleaned_data))
    ):
        web.done(request, "Đã ghi hội nghị; giấy tờ ở dưới được soạn theo đó.")
        here = reverse("commendation_ceremony", kwargs={"movement_id": movement.pk})
        return redirect(f"{here}?quyet-dinh={made.pk}")
    context: dict[str, Any] = {
        "movement": movement,
        "decision": made,
        "form": form,
        "ready": told is not None,
    }
    if told is not None:
        context["papers"] = [{"slug": slug, "name": name} for slug, (name, _) in _PAPERS.items()]
        context["told"] = papers.told_ceremony(made, _awards(made), told)
    status = web.status_of(request)
    return web.page(request, "commendations/ceremony.html", context, status)


@login_required
@require_GET
def ceremony_paper(request: HttpRequest, movement_id: int, what: str, kind: str) -> HttpResponse:
    """One paper of the conference as Word or PDF; before its day is kept, the page that asks for it."""
    if what not in _PAPERS or kind not in {"docx", "pdf"}:
        raise Http404
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    made = chosen_decision(request, movement)
    require(permissions.may_keep(act, made.authority_id))
    told = _told(made)
    if told is None:
        here = reverse("commendation_ceremony", kwargs={"movement_id": movement.pk})
        return redirect(f"{here}?quyet-dinh={made.pk}")
    content = _PAPERS[what][1](made, _awards(made), told)
    return printing.attached(kind, content, f"{what}-{made.number}", made.authority_id)
