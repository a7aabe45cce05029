"""The list, one nomination, and the acts on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import clock, web
from thidua.documents.doors import Doors
from thidua.documents.paper.workbook import Column, Sheet, Sheets
from thidua.documents.render import xlsx
from thidua.engine.flow import Role
from thidua.engine.nominations import WITH_UNIT, State
from thidua.engine.text import fold
from thidua.honours import queries as honours
from thidua.movements.models import Movement
from thidua.nominations import choices, operations, permissions, queries
from thidua.nominations.forms import (
    AttachForm,
    FilterForm,
    NominationForm,
    level_of,
)
from thidua.nominations.models import Nomination
from thidua.nominations.views import parts
from thidua.nominations.views.meetings import units_to_meet
from thidua.nominations.views.steps import STEPS, doors_of
from thidua.organizations.permissions import Viewer
from thidua.scoring import permissions as scoring_may
from thidua.scoring import queries as scoring

PAGE_SIZE = 50


def _rows(request: HttpRequest, viewer: Viewer, movement: Movement) -> tuple[FilterForm, Any]:
    form = FilterForm(request.GET)
    told = form.cleaned_data if form.is_valid() else {}
    rows = queries.appraisal_list(
        viewer, movement, state=told.get("state", ""), text=fold(told.get("text", ""))
    )
    return form, rows


def _shown(viewer: Viewer, rows: Any) -> list[Nomination]:
    found = []
    rows = list(rows)
    new = queries.new_facts(rows, viewer.on)
    for row in rows:
        row.new_facts = parts.told(viewer, row, new.get(row.pk, ()))
        row.word, row.tone = choices.STATES[row.state], choices.TONES[row.state]
        row.verdict_word = choices.VERDICTS.get(row.verdict, "")
        row.verdict_tone = choices.VERDICT_TONES.get(row.verdict, "")
        found.append(row)
    return found


@login_required
@require_GET
def nomination_list(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Step 7: the nominations of the movement, 50 on a page; meetings of the units on top for who holds them."""
    viewer = parts.viewer_of(request)
    movement = parts.movement_of(viewer, movement_id)
    form, rows = _rows(request, viewer, movement)
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    query = urlencode({name: value for name, value in request.GET.items() if name != "page" and value})
    writes = movement.state == "launched" and (
        Role.UNIT_HEAD in viewer.roles or viewer.holds(Role.OFFICER, movement.authority_id)
    )
    numbers = queries.numbers(movement) if viewer.holds(Role.OFFICER, movement.authority_id) else None
    context = {
        "movement": movement,
        "filter": form,
        "page": page,
        "rows": _shown(viewer, page.object_list),
        "query": query,
        "meetings": queries.meetings_visible_to(viewer)
        .filter(movement=movement)
        .order_by("unit__subject__sort_key"),
        "may_meet": writes and units_to_meet(viewer, movement).exists(),
        "unscored": queries.without_sheet(viewer, movement) if writes else [],
        "numbers": numbers,
    }
    return web.page(request, "nominations/list.html", context)


@login_required
@require_GET
def nomination_list_xlsx(request: HttpRequest, movement_id: int) -> HttpResponse:
    """The filtered list as Excel."""
    viewer = parts.viewer_of(request)
    movement = parts.movement_of(viewer, movement_id)
    _form, rows = _rows(request, viewer, movement)
    book = Sheets(
        title="Danh sách đề nghị khen thưởng",
        sheets=(
            Sheet(
                name="Đề nghị",
                titles=("DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG", movement.title),
                columns=(
                    Column("STT", 6, "number"),
                    Column("Được đề nghị", 34),
                    Column("Đơn vị", 34),
                    Column("Danh hiệu, hình thức", 22),
                    Column("Thành tích", 50),
                    Column("Đồng ý", 10, "number"),
                    Column("Tình trạng", 24),
                    Column("Thẩm định", 24),
                    Column("Chủ tịch cho phép xét khen", 40),
                ),
                rows=tuple(
                    (
                        at,
                        row.subject.name,
                        row.unit.name,
                        row.form,
                        row.merit,
                        row.votes_for,
                        choices.STATES[row.state],
                        choices.VERDICTS.get(row.verdict, ""),
                        f"{row.override_reason} ({row.override_article})" if row.override_reason else "",
                    )
                    for at, row in enumerate(rows, start=1)
                ),
            ),
        ),
    )
    response = HttpResponse(xlsx.render(book, clock.now()), content_type=xlsx.MEDIA_TYPE)
    response["Content-Disposition"] = 'attachment; filename="danh-sach-de-nghi.xlsx"'
    return response


_MAIN = {
    State.DRAFT: "gui",
    State.RETURNED: "gui",
    State.SUBMITTED: "tham-dinh",
}


@login_required
@require_GET
def nomination(request: HttpRequest, movement_id: int, nomination_id: int) -> HttpResponse:
    """One nomination: what is asked, the findings, the dossier, the sends and their difference, the history."""
    viewer = parts.viewer_of(request)
    found = parts.nomination_of(viewer, movement_id, nomination_id)
    act = web.act_of(request)
    new = queries.new_facts([found], viewer.on).get(found.pk, ())
    pages = [
        page for page in STEPS.values() if any(doors_of(viewer, act, found, page.step, came_up=bool(new)))
    ]
    upward = found.verdict == "forward" or queries.above_power(found)
    if not upward:
        pages = [page for page in pages if page.step != "forward"]
    main = _MAIN.get(State(found.state), "")
    if found.state in {State.APPRAISED, State.CHOSEN} and upward:
        main = "chuyen-cap-tren"
    writes, records = parts.unit_doors(viewer, found.unit_id)
    holds_it = (writes or records) and found.state in WITH_UNIT
    if Role.ADMIN in viewer.roles and not (viewer.roles - {Role.ADMIN, Role.MEMBER}):
        lines = []
    else:
        lines = queries.dossier(found, viewer.on)
    ways = list(queries.forwardings_visible_to(viewer).filter(nomination=found))
    preview = found.findings or [queries.plain(row) for row in queries.check(found, viewer.on)]
    context = {
        "movement": found.movement,
        "nomination": found,
        "post": queries.post_of(found.subject, found.unit, viewer.on),
        "word": choices.STATES[found.state],
        "tone": choices.TONES[found.state],
        "verdict": choices.VERDICTS.get(found.verdict, ""),
        "verdict_tone": choices.VERDICT_TONES.get(found.verdict, ""),
        "level": choices.LEVELS.get(found.level, ""),
        "findings": queries.worded(preview),
        "conditions": choices.conditions(*found.let_through),
        "stored": bool(found.findings),
        "new_facts": parts.told(viewer, found, new),
        "lines": lines,
        "holds_it": holds_it,
        "confirms": found.state in WITH_UNIT | {State.SUBMITTED, State.FORWARDED}
        and permissions.may_confirm(act, found),
        "attach_form": AttachForm() if holds_it else None,
        "main": next((page for page in pages if page.slug == main), None),
        "others": [page for page in pages if page.slug != main],
        "forwardings": [(row, *choices.FORWARDING_STATES[row.state]) for row in ways],
        "sends_up": found.state == State.FORWARDED
        and permissions.may_send_up(act, found)
        and not any(row.state != "returned" for row in ways),
        "sends": found.sends.order_by("-number"),
        "differences": queries.differences(found, viewer.on),
        "sheet": scoring.sheets_visible_to(viewer)
        .filter(campaign__movement=found.movement, subject=found.subject)
        .first(),
        "opens_sheet": scoring_may.may_open_individual(act, found.unit_id)
        and queries.without_sheet(viewer, found.movement).filter(pk=found.pk).exists(),
        "history": parts.history_of(found),
    }
    return web.page(request, "nominations/nomination.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def nomination_change(request: HttpRequest, movement_id: int, nomination_id: int) -> HttpResponse:
    """Correct what is asked while the unit holds it."""
    viewer = parts.viewer_of(request)
    found = parts.nomination_of(viewer, movement_id, nomination_id)
    may_act, may_record = parts.unit_doors(viewer, found.unit_id)
    doors = Doors(request, may_act=may_act, may_record=may_record)
    form = NominationForm(
        request.POST or None,
        movement=found.movement,
        on=viewer.on,
        initiatives=honours.usable_initiatives(found.subject),
        present=found.meeting.members_present if found.meeting else None,
        initial={
            "form": found.form,
            "merit": found.merit,
            "votes_for": found.votes_for,
            "initiative": found.initiative_id,
        },
    )
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, told: operations.change(
            act,
            nomination=found,
            level=level_of(told["form"], found.movement.authority_id, viewer.on),
            **told,
        ),
    ):
        web.done(request, "Đã sửa đề nghị.")
        return redirect("nominations_nomination", movement_id, found.pk)
    context = {
        "movement": found.movement,
        "nomination": found,
        "form": form,
        "signed_form": doors.form,
        "heading": f"Sửa đề nghị: {found.subject.name}",
        "button": "Lưu đề nghị",
    }
    return web.page(request, "nominations/meeting_form.html", context, web.status_of(request))
