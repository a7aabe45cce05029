"""Họp bình xét: the unit's meeting, its list, its papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.base import web
from thidua.base.acts import Act
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.documents import printing
from thidua.documents.doors import Doors
from thidua.engine.flow import Role
from thidua.engine.nominations import WITH_UNIT, State
from thidua.movements.models import Movement
from thidua.nominations import choices, operations, papers, permissions, queries
from thidua.nominations.forms import MeetingForm, NominationForm, PaperNumberForm, level_of
from thidua.nominations.models import UnitMeeting
from thidua.nominations.views import parts
from thidua.organizations.models import Unit, in_force
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import covered_units, head_of, members_of


def units_to_meet(viewer: Viewer, movement: Movement) -> QuerySet[Unit]:
    """The units for which the viewer may note a meeting that is not noted yet."""
    covered = covered_units(viewer, Role.UNIT_HEAD, Role.OFFICER)
    rows = Unit.objects.filter(
        in_force(viewer.on, "valid_from", "valid_to"), pk__in=covered, authority=movement.authority_id
    )
    held = UnitMeeting.objects.filter(movement=movement).values("unit_id")
    return rows.exclude(pk__in=held).select_related("subject").order_by("subject__sort_key")


@login_required
@require_http_methods(["GET", "POST"])
def meeting_add(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Note the meeting of a unit."""
    viewer = parts.viewer_of(request)
    movement = parts.movement_of(viewer, movement_id)
    units = units_to_meet(viewer, movement)
    heads, records = Role.UNIT_HEAD in viewer.roles, viewer.holds(Role.OFFICER, movement.authority_id)
    doors = Doors(request, may_act=heads, may_record=records)
    form = MeetingForm(request.POST or None, units=units, initial=_usual(viewer, list(units[:2])))
    made: list[UnitMeeting] = []
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, told: made.append(operations.hold_unit_meeting(act, movement=movement, **told)),
    ):
        web.done(request, "Đã ghi cuộc họp bình xét. Hãy lập danh sách đề nghị.")
        return redirect("nominations_meeting", movement_id, made[0].pk)
    context = {
        "movement": movement,
        "form": form,
        "signed_form": doors.form,
        "heading": "Ghi cuộc họp bình xét của đơn vị",
        "button": "Ghi cuộc họp",
    }
    return web.page(request, "nominations/meeting_form.html", context, web.status_of(request))


def _usual(viewer: Viewer, units: Sequence[Unit]) -> dict[str, Any]:
    """What is known beforehand: the head chairs, everybody of the unit is counted, and named where it is one unit."""
    if not units:
        return {}
    unit = units[0]
    head = head_of(unit, viewer.on)
    posts = {post.person_id: post for post in members_of(unit, viewer.on).select_related("person__subject")}
    number = len(posts)
    names = sorted(posts.values(), key=lambda post: (not post.head, post.person.subject.sort_key))
    return {
        "unit": unit,
        "attended": "\n".join(f"{post.person.title} {post.person.name}, {post.position}" for post in names)
        if len(units) == 1
        else "",
        "chair": head.person.name if head else "",
        "members_total": number or None,
        "place": f"Trụ sở {unit.name}"[:200],
    }


@login_required
@require_http_methods(["GET", "POST"])
def meeting_change(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Correct the meeting before anything of it is sent."""
    viewer = parts.viewer_of(request)
    meeting = parts.meeting_of(viewer, movement_id, meeting_id)
    may_act, may_record = parts.unit_doors(viewer, meeting.unit_id)
    doors = Doors(request, may_act=may_act, may_record=may_record)
    names = (
        "held_on",
        "place",
        "chair",
        "secretary",
        "members_total",
        "members_present",
        "attended",
        "discussion",
    )
    form = MeetingForm(request.POST or None, initial={name: getattr(meeting, name) for name in names})
    if request.method == "POST" and doors.attempt(
        form, "BB", lambda act, told: operations.change_unit_meeting(act, meeting=meeting, **told)
    ):
        web.done(request, "Đã sửa cuộc họp bình xét.")
        return redirect("nominations_meeting", movement_id, meeting.pk)
    context = {
        "movement": meeting.movement,
        "meeting": meeting,
        "form": form,
        "signed_form": doors.form,
        "heading": f"Sửa cuộc họp bình xét: {meeting.unit.name}",
        "button": "Lưu cuộc họp",
    }
    return web.page(request, "nominations/meeting_form.html", context, web.status_of(request))


@login_required
@require_GET
def meeting(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """The meeting with its list and papers."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    visible = queries.nominations_visible_to(viewer).filter(meeting=found)
    rows = list(
        visible.exclude(state=State.WITHDRAWN.value).order_by("-subject__kind", "subject__sort_key", "pk")
    )
    for row in rows:
        row.word, row.tone = choices.STATES[row.state], choices.TONES[row.state]  # type: ignore[attr-defined]  # shown only
    may_write = any(parts.unit_doors(viewer, found.unit_id)) and found.movement.state == "launched"
    open_now = may_write and all(row.state in WITH_UNIT for row in rows)
    context = {
        "movement": found.movement,
        "meeting": found,
        "rows": rows,
        "may_write": may_write,
        "may_change": open_now,
        "may_number": permissions.may_number(web.act_of(request), found.unit),
        "unsent": sum(row.state in WITH_UNIT for row in rows),
        "history": parts.history_of(found),
    }
    return web.page(request, "nominations/meeting.html", context)


@login_required
@require_POST
def meeting_papers(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Draft minutes and letter of the unit; again: written anew from what stands now."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    act = web.act_of(request)
    if request.POST.get("what") == "letter":
        operations.draft_unit_letter(act, meeting=found)
        web.done(request, "Đã soạn tờ trình kèm danh sách.")
    else:
        operations.draft_unit_minutes(act, meeting=found)
        web.done(request, "Đã soạn biên bản họp bình xét.")
    return redirect("nominations_meeting", movement_id, found.pk)


@login_required
@require_http_methods(["GET", "POST"])
def meeting_number(request: HttpRequest, movement_id: int, meeting_id: int, what: str) -> HttpResponse:
    """Enter number and day of the unit's minutes or letter, which is frozen with them."""
    viewer, act = parts.viewer_of(request), web.act_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    require(permissions.may_number(act, found.unit))
    paper = {"bien-ban": found.paper, "to-trinh": found.letter}.get(what)
    if paper is None:
        raise Http404
    if paper.number:
        raise MovedOnError
    form = PaperNumberForm(
        request.POST if request.method == "POST" else None,
        initial={"dated_on": found.held_on if what == "bien-ban" else viewer.on},
    )
    if request.method == "POST" and form.is_valid() and _numbered(act, found, what, form):
        web.done(request, f"Đã ghi số, ngày của {paper.title[:1].lower()}{paper.title[1:]}.")
        return redirect("nominations_meeting", movement_id, found.pk)
    context = {
        "movement": found.movement,
        "meeting": found,
        "form": form,
        "heading": f"Ghi số, ngày: {paper.title}",
        "button": "Ghi số, ngày",
    }
    return web.page(request, "nominations/meeting_form.html", context, web.status_of(request))


def _numbered(act: Act, meeting: UnitMeeting, what: str, form: PaperNumberForm) -> bool:
    told = form.cleaned_data
    content = (
        papers.unit_minutes(meeting, number=told["number"], dated_on=told["dated_on"])
        if what == "bien-ban"
        else papers.unit_letter(meeting, told["dated_on"], number=told["number"])
    )
    authority = meeting.unit.authority_id or meeting.unit_id
    try:
        operations.number_unit_paper(
            act,
            meeting=meeting,
            what="minutes" if what == "bien-ban" else "letter",
            rendered=printing.rendered(content, act.at, authority),
            **told,
        )
    except MovedOnError:
        raise
    except RefusedError as refused:
        web.put_faults(form, refused)
        return False
    return True


@login_required
@require_http_methods(["GET", "POST"])
def nomination_add(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Put somebody on the unit's list."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    may_act, may_record = parts.unit_doors(viewer, found.unit_id)
    doors = Doors(request, may_act=may_act, may_record=may_record)
    form = NominationForm(
        request.POST or None,
        movement=found.movement,
        on=found.held_on,
        candidates=queries.candidates_of(found.unit, found.held_on),
        initiatives=queries.initiatives_for(found.unit, found.held_on),
        present=found.members_present,
        initial={"merit": queries.usual_merit(found.movement)},
    )
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, told: operations.nominate(
            act,
            movement=found.movement,
            meeting=found,
            unit=found.unit,
            level=level_of(told["form"], found.movement.authority_id, found.held_on),
            **told,
        ),
    ):
        web.done(request, f"Đã ghi {form.cleaned_data['subject']} vào danh sách đề nghị.")
        return redirect("nominations_meeting", movement_id, found.pk)
    context = {
        "movement": found.movement,
        "meeting": found,
        "form": form,
        "signed_form": doors.form,
        "heading": f"Ghi vào danh sách đề nghị của {found.unit.name}",
        "button": "Ghi vào danh sách",
    }
    return web.page(request, "nominations/meeting_form.html", context, web.status_of(request))
