"""Home, a movement's page, a subject's year, papers, and the first start of a home."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.audit.queries import told
from thidua.base import clock, web
from thidua.base.acts import SYSTEM, Act
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.commendations import operations as commendations
from thidua.commendations import permissions
from thidua.commendations.models import Decision
from thidua.desk import ending, queries, start, years
from thidua.desk.forms import BeginForm, CloseUnitForm
from thidua.desk.server import Switch
from thidua.documents import operations as documents
from thidua.documents import printing
from thidua.documents import queries as stored
from thidua.documents.doors import keep_signed_copy, other_number
from thidua.documents.forms import SignedCopyForm
from thidua.documents.models import Paper
from thidua.documents.paper import from_dict
from thidua.engine.text import fold
from thidua.movements import queries as movements
from thidua.organizations import operations as organizations
from thidua.organizations.models import Unit
from thidua.organizations.pages import acted, viewer_of
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import may_end, persons_visible_to, successors_of, units_visible_to
from thidua.regulations import queries as regulations

MOST_ENTRIES: Final = 12


@require_GET
@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Việc cần làm; on an empty home the first start."""
    if not request.user.is_authenticated:
        return redirect("begin" if start.is_empty() else "sign_in")
    viewer = viewer_of(request)
    context = {"tasks": queries.todo(viewer), "movements": list(queries.movements_of(viewer)[:MOST_ENTRIES])}
    return web.page(request, "desk/home.html", context)


@require_GET
@login_required
def movement_home(request: HttpRequest, movement_id: int) -> HttpResponse:
    """A movement: its twelve steps with their state and the one main button, and what was done last."""
    viewer = viewer_of(request)
    movement = get_object_or_404(movements.movements_visible_to(viewer), pk=movement_id)
    bar = queries.steps(viewer, movement)
    waiting = next((step for step in bar if step.tone in {"now", "late"}), None)
    context = {
        "movement": movement,
        "bar": bar,
        "waiting": waiting,
        "history": told(movement, most=MOST_ENTRIES),
    }
    return web.page(request, "desk/movement.html", context)


@require_GET
@login_required
def unit_year(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's year on one screen."""
    viewer = viewer_of(request)
    unit = get_object_or_404(units_visible_to(viewer), pk=pk)
    return _year(request, viewer, unit.subject)


@require_GET
@login_required
def person_year(request: HttpRequest, pk: int) -> HttpResponse:
    """A person's year on one screen."""
    viewer = viewer_of(request)
    person = get_object_or_404(persons_visible_to(viewer), pk=pk)
    return _year(request, viewer, person.subject)


@login_required
@require_http_methods(["GET", "POST"])
def unit_close(request: HttpRequest, pk: int) -> HttpResponse:
    """End a unit: closed, merged into another or divided, with its last day and its document."""
    viewer = viewer_of(request)
    unit = get_object_or_404(units_visible_to(viewer).select_related("authority"), pk=pk)
    require(may_end(viewer, unit))
    others = successors_of(viewer, unit)
    own_power = unit.pk == unit.authority_id
    form = CloseUnitForm(request.POST or None, others=others, own_power=own_power)
    answer = acted(
        request,
        form,
        lambda told: _close(web.act_of(request), unit, told),
        "Đã ghi ngày kết thúc hoạt động của đơn vị.",
        "unit_page",
        pk=unit.pk,
    )
    context = {
        "form": form,
        "unit": unit,
        "running": ending.running(unit, viewer.on),
        "council": ending.standing_council(unit, viewer.on),
    }
    status = web.status_of(request)
    return answer or web.page(request, "desk/unit_close.html", context, status)


def _close(act: Act, unit: Unit, told: dict[str, Any]) -> None:
    council = ending.standing_council(unit, told["on"])
    if council is not None:
        raise RefusedError(
            f"Đơn vị là cơ quan thường trực của {council}. Hãy ghi hội đồng với cơ quan thường trực khác trước."
        )
    organizations.close_unit(act, unit=unit, **told)


def _year(request: HttpRequest, viewer: Viewer, subject: Any) -> HttpResponse:
    rows = [years.of(viewer, subject, movement) for movement in queries.movements_of(viewer)]
    return web.page(request, "desk/year.html", {"subject": subject, "years": rows})


@require_GET
@login_required
def paper_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A paper as Word or PDF: the stored file once numbered, made on demand while a draft."""
    if kind not in {"docx", "pdf"}:
        raise Http404
    paper = get_object_or_404(queries.papers_visible_to(viewer_of(request)), pk=pk)
    stored = paper.docx if kind == "docx" else paper.pdf
    content = documents.content_of(stored) if stored else _made(paper, kind)
    name = stored.name if stored else f"{fold(paper.title)[:80].replace(' ', '-') or 'van-ban'}.{kind}"
    response = HttpResponse(content, content_type=documents.MEDIA_TYPES[kind])
    manner = "inline" if kind == "pdf" and "xem" in request.GET else "attachment"
    response.headers["Content-Disposition"] = f'{manner}; filename="{name}"'
    response.headers["X-Frame-Options"] = "SAMEORIGIN"
    return response


def _numbered(request: HttpRequest, pk: int) -> Paper:
    rows = queries.papers_visible_to(viewer_of(request)).exclude(state="draft")
    return get_object_or_404(rows.select_related("docx", "pdf", "signed"), pk=pk)


@require_http_methods(["GET", "POST"])
@login_required
def paper_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A numbered paper: its files, its signed copy with hash and digital signatures; POST files or replaces that."""
    paper, act = _numbered(request, pk), web.act_of(request)
    authority = queries.authority_of(paper)
    may = permissions.may_keep_signed(act, authority)
    filed = paper.state == "filed"
    step = "" if filed else queries.filed_at(paper)
    posted = request.method == "POST"
    require(may or not posted)
    form = None
    if may and not step:
        form = SignedCopyForm(
            request.POST if posted else None, request.FILES if posted else None, replaces=filed
        )
    if posted and form is not None and form.is_valid():
        try:
            with transaction.atomic():
                heed = _file(act, paper, form.cleaned_data, authority)
        except MovedOnError:
            raise
        except RefusedError as refused:
            web.put_faults(form, refused)
        else:
            web.done(request, "Đã lưu bản ký.")
            web.heed(request, heed)
            return redirect("paper_page", pk=paper.pk)
    context = {
        "paper": paper,
        "form": form,
        "step": step if may else "",
        "may_check": may and paper.signed is not None,
        "signatures": stored.signatures_of(paper.signed),
        "history": told(paper, most=MOST_ENTRIES),
    }
    return web.page(request, "desk/paper.html", context, 422 if posted else 200)


def _file(act: Act, paper: Paper, typed: dict[str, Any], authority: int) -> str:
    """File or replace the signed copy; gives what to heed of it."""
    signed = keep_signed_copy(act, typed["file"], paper=paper, authority_id=authority)
    decision = Decision.objects.filter(paper=paper).first()
    if paper.state != "filed":
        documents.file_signed(act, paper=paper, signed=signed)
    elif decision is not None:
        commendations.replace_signed(act, decision=decision, signed=signed, reason=typed["reason"])
    else:
        documents.replace_signed(act, paper=paper, signed=signed, reason=typed["reason"])
    return other_number(signed, paper)


@require_GET
@login_required
def paper_signed(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed copy as it was filed."""
    signed = _numbered(request, pk).signed
    if signed is None:
        raise Http404
    response = HttpResponse(documents.content_of(signed), content_type=signed.media_type)
    response.headers["Content-Disposition"] = web.attachment(signed.name)
    return response


@require_POST
@login_required
def paper_signatures(request: HttpRequest, pk: int) -> HttpResponse:
    """Look at the digital signatures of the signed copy again, against the root certificates of today."""
    paper, act = _numbered(request, pk), web.act_of(request)
    authority = queries.authority_of(paper)
    require(permissions.may_keep_signed(act, authority))
    if paper.signed is None:
        raise Http404
    content = documents.content_of(paper.signed)
    documents.check_signatures(act, stored=paper.signed, content=content, authority_id=authority)
    web.done(request, "Đã kiểm tra lại chữ ký số của bản ký.")
    return redirect("paper_page", pk=paper.pk)


def _made(paper: Paper, kind: str) -> bytes:
    return printing.paper_bytes(kind, from_dict(paper.context), paper.made_at, queries.authority_of(paper))


# -- the first start ---------------------------------------------------------------------------------------


@never_cache
@sensitive_post_parameters("password", "again", "code")
@require_http_methods(["GET", "POST"])
def begin(request: HttpRequest) -> HttpResponse:
    """Bắt đầu thật, with the code of the console; beside it Dùng thử. Only while the home is empty."""
    if not start.is_empty():
        return redirect("desk")
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not start.is_code(form.cleaned_data["code"]):
            form.add_error("code", "Mã chưa đúng. Hãy xem lại mã trên cửa sổ đã mở phần mềm.")
        elif _begun(request, form):
            return redirect("sign_in")
    status = web.status_of(request)
    state = start.trial_progress()
    if state == "made" and "dung-thu" in request.GET:
        start.switch(Switch.TO_TRIAL)
        return web.page(request, "desk/switching.html", {"to": "/"})
    context = {
        "form": form,
        "making": state == "making",
        "failed": state == "failed",
        "local": _is_local(request),
        "stands": start.trial_stands(),
    }
    return web.page(request, "desk/begin.html", context, status)


def _begun(request: HttpRequest, form: BeginForm) -> bool:
    told = form.cleaned_data
    act = Act(actor=SYSTEM, at=clock.now(), source=web.source_of(request))
    office = regulations.national().standing_unit(act.on, told["level"])
    try:
        organizations.begin(
            act,
            authority_name=told["name"],
            level=told["level"],
            place=told["place"],
            province=told["province"],
            code="UBND",
            office_name=office,
            office_code="".join(word[0] for word in fold(office).upper().replace("-", " ").split())[:8],
            admin_name=told["display_name"],
            username=told["username"],
            password=told["password"],
        )
    except RefusedError as error:
        names = {"authority_name": "name", "admin_name": "display_name"}
        for name, sentence in error.faults.items():
            known = names.get(name, name)
            form.add_error(known if known in form.fields else None, sentence)
        return False
    start.use_up_code()
    web.done(request, "Đã tạo cơ quan và người quản trị. Mời đăng nhập.")
    return True


@require_POST
def begin_trial(request: HttpRequest) -> HttpResponse:
    """Dùng thử: make the trial home if there is none yet, then go over to it. Only from the machine itself."""
    if not start.is_empty() or not _is_local(request) or settings.THIDUA_TRIAL:
        raise Http404
    if start.trial_stands():
        start.switch(Switch.TO_TRIAL)
        return web.page(request, "desk/switching.html", {"to": "/"})
    if start.trial_progress() != "making":
        start.make_trial()
    return redirect(f"{request.path.removesuffix('dung-thu/')}?dung-thu=1")


@require_POST
def leave_trial(request: HttpRequest) -> HttpResponse:
    """Leave the trial and go back to the real home."""
    if not settings.THIDUA_TRIAL or not _is_local(request):
        raise Http404
    start.switch(Switch.TO_REAL)
    return web.page(request, "desk/switching.html", {"to": "/"})


def _is_local(request: HttpRequest) -> bool:
    return request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
