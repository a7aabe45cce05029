"""The conference at which the awards are handed over: its day typed once, all its papers from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from thidua.base import web
from thidua.base.errors import require
from thidua.commendations import papers, permissions
from thidua.commendations.forms import CeremonyForm
from thidua.commendations.models import Award, Decision
from thidua.commendations.views import parts
from thidua.commendations.views.awarding import chosen_decision, rows_of
from thidua.documents.paper import Paper

_PAPERS: Final[dict[str, tuple[str, Callable[..., Paper]]]] = {
    "giay-moi": ("Giấy mời", papers.invitation),
    "chuong-trinh": ("Chương trình", papers.programme),
    "kich-ban": ("Kịch bản trao thưởng", papers.script),
    "ky-nhan": ("Danh sách ký nhận", papers.receipt),
}


def _awards(made: Decision) -> list[Award]:
    return list(rows_of(made).filter(cancelled_on__isnull=True))


def _form(request: HttpRequest, made: Decision) -> CeremonyForm:
    """What the address holds; nothing is judged before something was typed."""
    typed = any(name in request.GET for name in CeremonyForm.base_fields)
    host = f"{made.signer_title} {made.signer_name}".strip()
    return CeremonyForm(request.GET if typed else None, initial={"host": host})


@login_required
@require_GET
def ceremony(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Day, hour and place once; from them invitation, programme, script, signing list and the text for a chat group."""
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    made = chosen_decision(request, movement)
    require(permissions.may_keep(act, made.authority_id))
    form = _form(request, made)
    ready = form.is_bound and form.is_valid()
    context: dict[str, Any] = {"movement": movement, "decision": made, "form": form, "ready": ready}
    if ready:
        context["papers"] = [{"slug": slug, "name": name} for slug, (name, _) in _PAPERS.items()]
        context["query"] = request.GET.urlencode()
        context["told"] = papers.told_ceremony(made, _awards(made), form.told)
    status = 422 if form.is_bound and not ready else 200
    return web.page(request, "commendations/ceremony.html", context, status)


@login_required
@require_GET
def ceremony_paper(request: HttpRequest, movement_id: int, what: str, kind: str) -> HttpResponse:
    """One paper of the conference as Word or PDF."""
    if what not in _PAPERS or kind not in {"docx", "pdf"}:
        raise Http404
    movement = parts.movement_for(request, movement_id)
    act = web.act_of(request)
    made = chosen_decision(request, movement)
    require(permissions.may_keep(act, made.authority_id))
    form = _form(request, made)
    if not (form.is_bound and form.is_valid()):
        return ceremony(request, movement_id)
    content = _PAPERS[what][1](made, _awards(made), form.told, watermark=parts.watermark())
    return parts.download(parts.paper_bytes(kind, content, act.at), f"{what}-{made.number}.{kind}", kind)
