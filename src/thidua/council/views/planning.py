"""Before a meeting: its rules, agenda, papers to read, who comes in whose place; or written opinions without one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from thidua.base import web
from thidua.base.errors import require
from thidua.council import operations, queries
from thidua.council.forms import (
    AgendaForm,
    EmptyForm,
    ExtendForm,
    FileForm,
    RulesForm,
    SubstituteForm,
    WrittenForm,
)
from thidua.council.models import Meeting
from thidua.council.views import parts
from thidua.documents import operations as documents
from thidua.documents.doors import Doors, keep_upload
from thidua.engine.flow import Role
from thidua.engine.meetings import MeetingState
from thidua.organizations.models import Person


@login_required
@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest, movement_id: int, council_id: int) -> HttpResponse:
    """The council's rules of work, where the law leaves them to its chair."""
    viewer = parts.viewer_of(request)
    found = parts.council_of(viewer, movement_id, council_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found), may_record=False)
    names = ("own_unit_votes", "substitutes_vote", "chair_parts_ties", "choose_by")
    form = RulesForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    if request.method == "POST" and doors.attempt(
        form, "QC", lambda act, told: operations.set_rules(act, council=found, **told)
    ):
        web.done(request, "Đã ghi quy chế của Hội đồng.")
        return redirect("council_council", movement_id, found.pk)
    return parts.form_page(
        doors,
        parts.movement_of(viewer, movement_id),
        form,
        council=found,
        heading="Quy chế làm việc của Hội đồng",
        purpose="Những điều luật để Chủ tịch Hội đồng quy định. Áp dụng cho các phiên họp từ nay.",
        button="Ghi quy chế",
    )


@login_required
@require_http_methods(["GET", "POST"])
def plan_written(request: HttpRequest, movement_id: int) -> HttpResponse:
    """Ask the members in writing instead of meeting."""
    viewer = parts.viewer_of(request)
    movement = parts.movement_of(viewer, movement_id)
    require(viewer.holds(Role.OFFICER, movement.authority_id))
    councils = queries.councils_visible_to(viewer).filter(authority=movement.authority_id)
    doors = Doors(request, may_act=True, may_record=False)
    form = WrittenForm(request.POST or None, councils=councils, initial={"council": councils.first()})
    made: list[Meeting] = []
    if request.method == "POST" and doors.attempt(
        form,
        "CV",
        lambda act, _told: made.append(operations.plan_written(act, movement=movement, **form.told())),
    ):
        web.done(request, "Đã lập đợt lấy ý kiến bằng văn bản.")
        return redirect("council_meeting", movement_id, made[0].pk)
    return parts.form_page(
        doors,
        movement,
        form,
        heading="Lấy ý kiến bằng văn bản",
        purpose="Không họp: mỗi thành viên nhận phiếu ghi tên, trả lời trên máy hoặc gửi lại phiếu đã ký trước hạn.",
        button="Lập đợt lấy ý kiến",
    )


@login_required
@require_http_methods(["GET", "POST"])
def agenda(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """What the meeting is about."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.council), may_record=False)
    form = AgendaForm(request.POST or None, initial={"agenda": found.agenda})
    if request.method == "POST" and doors.attempt(
        form, "GM", lambda act, told: operations.set_agenda(act, meeting=found, **told)
    ):
        web.done(request, "Đã ghi nội dung họp.")
        return redirect("council_meeting", movement_id, found.pk)
    return parts.form_page(doors, found, form, heading="Nội dung họp", button="Ghi nội dung")


@login_required
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Papers to read before the meeting: members read, the officer adds and takes back."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    officer = parts.is_officer(viewer, found.council)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        doors = Doors(request, may_act=officer, may_record=False)
        if doors.attempt(
            form,
            "TL",
            lambda act, told: operations.add_file(
                act, meeting=found, file=keep_upload(act, told["file"]), title=told["title"]
            ),
        ):
            web.done(request, "Đã thêm tài liệu.")
            return redirect("council_files", movement_id, found.pk)
    keeps = officer and found.state in {MeetingState.PLANNED, MeetingState.OPEN}
    context = {
        "movement": found.movement,
        "meeting": found,
        "rows": found.files.select_related("file"),
        "form": form if keeps else None,
    }
    return web.page(request, "council/files.html", context, 422 if request.method == "POST" else 200)


@login_required
@require_GET
def file(
    request: HttpRequest, movement_id: int, meeting_id: int, file_id: int
) -> HttpResponse | FileResponse:
    """One paper to read, as a download."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    row = get_object_or_404(found.files.select_related("file"), pk=file_id)
    response = HttpResponse(documents.content_of(row.file), content_type=row.file.media_type)
    response.headers["Content-Disposition"] = web.attachment(row.file.name)
    return response


@login_required
@require_POST
def file_drop(request: HttpRequest, movement_id: int, meeting_id: int, file_id: int) -> HttpResponse:
    """Take a paper back from the list."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    row = get_object_or_404(found.files, pk=file_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.council), may_record=False)
    form = EmptyForm(request.POST)
    if doors.attempt(form, "TL", lambda act, _told: operations.drop_file(act, meeting=found, row=row)):
        web.done(request, "Đã bớt tài liệu.")
    else:
        web.warn(request, " ".join(str(error) for error in form.non_field_errors()))
    return redirect("council_files", movement_id, found.pk)


@login_required
@require_http_methods(["GET", "POST"])
def substitute(request: HttpRequest, movement_id: int, meeting_id: int, member_id: int) -> HttpResponse:
    """Who comes in an absent member's place, with the written authorisation."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    row = get_object_or_404(
        found.attendance.select_related("member__person__subject"), member_id=member_id, member__voting=True
    )
    doors = Doors(request, may_act=parts.is_officer(viewer, found.council), may_record=False)
    taken = found.attendance.filter(member__voting=True).values("member__person")
    people = (
        Person.objects.filter(authority=found.council.authority_id)
        .exclude(pk__in=taken)
        .select_related("subject")
        .order_by("subject__sort_key")
    )
    form = SubstituteForm(
        request.POST or None,
        people=people,
        initial={"substitute": row.substitute_id, "reason": row.reason},
    )
    if request.method == "POST" and doors.attempt(
        form,
        "UQ",
        lambda act, told: operations.authorise_substitute(act, meeting=found, member=row.member, **told),
    ):
        web.done(request, f"Đã ghi người dự thay {row.member}.")
        return redirect("council_attendance", movement_id, found.pk)
    return parts.form_page(
        doors,
        found,
        form,
        heading=f"Người dự thay {row.member}",
        purpose="Có giấy ủy quyền của thành viên vắng. Phiếu của người dự thay là phiếu của thành viên đó.",
        button="Ghi người dự thay",
    )


@login_required
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """More time for written opinions."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.council), may_record=False)
    form = ExtendForm(request.POST or None, initial={"return_by": found.return_by})
    if request.method == "POST" and doors.attempt(
        form, "CV", lambda act, told: operations.extend_return(act, meeting=found, **told)
    ):
        web.done(request, "Đã gia hạn gửi lại phiếu.")
        return redirect("council_meeting", movement_id, found.pk)
    return parts.form_page(doors, found, form, heading="Gia hạn gửi lại phiếu ý kiến", button="Gia hạn")
