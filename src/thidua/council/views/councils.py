"""The council and its seats; the meetings of a movement."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.errors import require
from thidua.council import choices, operations, queries
from thidua.council.forms import CouncilForm, EndSeatForm, PlanForm, SeatForm
from thidua.council.models import Council, CouncilMember, Meeting
from thidua.council.views import parts
from thidua.documents.doors import Doors
from thidua.engine.flow import Role
from thidua.organizations.models import Person
from thidua.organizations.queries import units_visible_to


@login_required
@require_GET
def meetings(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Step 8: councils and meetings."""
    viewer = parts.viewer_of(request)
    movement = parts.movement_of(viewer, movement_id)
    rows = []
    for meeting in queries.meetings_visible_to(viewer).filter(movement=movement):
        meeting.word, meeting.tone = (choices.WRITTEN if meeting.written else choices.MEETINGS)[meeting.state]  # type: ignore[attr-defined]  # shown only
        rows.append(meeting)
    officer = viewer.holds(Role.OFFICER, movement.authority_id)
    councils = list(queries.councils_visible_to(viewer).filter(authority=movement.authority_id))
    context = {
        "movement": movement,
        "rows": rows,
        "councils": councils,
        "may_set_up": officer,
        "may_plan": officer and councils and movement.state == "launched",
    }
    return web.page(request, "council/meetings.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Note the decision that sets the council up."""
    viewer = parts.viewer_of(request)
    movement = parts.movement_of(viewer, movement_id)
    officer = viewer.holds(Role.OFFICER, movement.authority_id)
    doors = Doors(request, may_act=officer, may_record=False)
    units = units_visible_to(viewer).filter(authority=movement.authority_id).order_by("subject__sort_key")
    place = movement.authority.name.removeprefix("Ủy ban nhân dân").strip()
    form = CouncilForm(
        request.POST or None,
        units=units,
        initial={"name": f"Hội đồng Thi đua - Khen thưởng {place}"},
    )
    made: list[Council] = []
    if request.method == "POST" and doors.attempt(
        form,
        "QĐ",
        lambda act, told: made.append(operations.set_up_council(act, authority=movement.authority, **told)),
    ):
        web.done(request, "Đã lập Hội đồng. Hãy ghi các thành viên.")
        return redirect("council_council", movement_id, made[0].pk)
    return parts.form_page(
        doors, movement, form, heading="Lập Hội đồng Thi đua - Khen thưởng", button="Lập Hội đồng"
    )


@login_required
@require_GET
def council(request: HttpRequest, movement_id: int, council_id: int) -> HttpResponse:
    """The members of a council in the order of the decision."""
    viewer = parts.viewer_of(request)
    found = parts.council_of(viewer, movement_id, council_id)
    members = list(found.members.select_related("person__subject").order_by("order", "pk"))
    context = {
        "movement": parts.movement_of(viewer, movement_id),
        "council": found,
        "members": members,
        "voting": sum(member.voting and member.ends_on is None for member in members),
        "may_keep": parts.is_officer(viewer, found),
        "history": parts.history_of(found),
    }
    return web.page(request, "council/council.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def seat_add(request: HttpRequest, movement_id: int, council_id: int) -> HttpResponse:
    """Give somebody a seat."""
    viewer = parts.viewer_of(request)
    found = parts.council_of(viewer, movement_id, council_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found), may_record=False)
    people = (
        Person.objects.filter(authority=found.authority_id)
        .exclude(pk__in=found.members.values("person_id"))
        .select_related("subject")
        .order_by("subject__sort_key")
    )
    last = found.members.aggregate(last=Max("order"))["last"] or 0
    form = SeatForm(
        request.POST or None, people=people, initial={"order": last + 1, "starts_on": found.valid_from}
    )
    if request.method == "POST" and doors.attempt(
        form, "QĐ", lambda act, told: operations.seat_member(act, council=found, **told)
    ):
        web.done(request, f"Đã ghi {form.cleaned_data['person']} vào Hội đồng.")
        return redirect("council_council", movement_id, found.pk)
    return parts.form_page(
        doors,
        parts.movement_of(viewer, movement_id),
        form,
        council=found,
        heading="Thêm thành viên Hội đồng",
        button="Thêm thành viên",
    )


@login_required
@require_http_methods(["GET", "POST"])
def seat_end(request: HttpRequest, movement_id: int, council_id: int, seat_id: int) -> HttpResponse:
    """End a seat."""
    viewer = parts.viewer_of(request)
    found = parts.council_of(viewer, movement_id, council_id)
    seat = get_object_or_404(
        CouncilMember.objects.select_related("council__authority"), council=found, pk=seat_id
    )
    doors = Doors(request, may_act=parts.is_officer(viewer, found), may_record=False)
    form = EndSeatForm(request.POST or None)
    if request.method == "POST" and doors.attempt(
        form, "QĐ", lambda act, told: operations.end_seat(act, seat=seat, on=told["on"])
    ):
        web.done(request, f"Đã ghi {seat} thôi tham gia Hội đồng.")
        return redirect("council_council", movement_id, found.pk)
    return parts.form_page(
        doors,
        parts.movement_of(viewer, movement_id),
        form,
        council=found,
        heading=f"Thôi tham gia Hội đồng: {seat}",
        button="Ghi thôi tham gia",
    )


@login_required
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Plan a meeting."""
    viewer = parts.viewer_of(request)
    movement = parts.movement_of(viewer, movement_id)
    require(viewer.holds(Role.OFFICER, movement.authority_id))
    councils = queries.councils_visible_to(viewer).filter(authority=movement.authority_id)
    doors = Doors(request, may_act=True, may_record=False)
    form = PlanForm(request.POST or None, councils=councils, initial={"council": councils.first()})
    made: list[Meeting] = []
    if request.method == "POST" and doors.attempt(
        form,
        "GM",
        lambda act, _told: made.append(operations.plan_meeting(act, movement=movement, **form.told())),
    ):
        web.done(request, "Đã lên lịch họp Hội đồng.")
        return redirect("council_meeting", movement_id, made[0].pk)
    return parts.form_page(doors, movement, form, heading="Lên lịch họp Hội đồng", button="Lên lịch họp")
