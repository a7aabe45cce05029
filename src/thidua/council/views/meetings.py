"""A meeting as a guided list: roll call, opening, interests, tellers, votes, choice, close, minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.acts import day_of
from thidua.council import choices, operations, queries
from thidua.council.forms import (
    AttendanceForm,
    CloseForm,
    EmptyForm,
    OpenForm,
    ReasonForm,
    RecusalForm,
    TellersForm,
)
from thidua.council.models import Attendance, Ballot, CouncilMember, Meeting
from thidua.council.operations import Presence
from thidua.council.papers.words import needed_words
from thidua.council.views import inviting, parts
from thidua.council.views.lines import lines_of
from thidua.documents.doors import Doors
from thidua.engine.ballot import Threshold
from thidua.engine.meetings import LIVE, MEETING_FLOW, MeetingState
from thidua.engine.quota import QuotaError
from thidua.nominations.models import Nomination
from thidua.organizations.models import Person
from thidua.organizations.permissions import Viewer


@login_required
@require_GET
def meeting(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """The meeting, line by line; the line that goes on, else the first that is not done, holds the main button."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    lines = lines_of(viewer, found)
    past = (
        lines[:1] if found.state != MeetingState.PLANNED else []
    )  # once it sits, no more papers are waited for
    waiting = [line for line in lines if line.url and line.tone != "done" and line not in past]
    for line in sorted(waiting, key=lambda one: one.tone != "going")[:1]:
        line.main = True
    word, tone = (choices.WRITTEN if found.written else choices.MEETINGS)[found.state]
    officer = parts.is_officer(viewer, found.council)
    not_over = found.state in {MeetingState.PLANNED, MeetingState.OPEN}
    ballots = list(found.ballots.order_by("pk"))
    for ballot in ballots:
        ballot.word, ballot.tone = parts.word_of(ballot)  # type: ignore[attr-defined]  # shown only
    recusals = found.recusals.select_related("member__person__subject", "nomination__subject").order_by(
        "member__order", "pk"
    )
    results = queries.results(found)
    rests = found.decided_in or found.proposed_in
    context = {
        "movement": found.movement,
        "meeting": found,
        "word": word,
        "tone": tone,
        "lines": lines,
        "attendance": queries.attendance_of(found),
        "ballots": ballots,
        "recusals": recusals,
        "tellers": found.tellers.select_related("person__subject").order_by("-lead", "pk"),
        "results": [row for row in results if not row.ballot.contest],
        "only_hands": all(row.ballot.method == Ballot.Method.HANDS for row in results),
        "shared": {row.nomination_id for row in results if row.ballot.contest},
        "contests": [
            parts.marks_of(ballot, [row for row in results if row.ballot_id == ballot.pk])
            for ballot in ballots
            if ballot.contest and any(row.ballot_id == ballot.pk for row in results)
        ],
        "rests": rests,
        "selections": found.selections.select_related("nomination__subject", "nomination__unit__subject"),
        "rules": [
            (row, _share(row.quorum), _share(row.threshold), _OF[row.base])
            for row in queries.rules_told(found, day_of(found.opened_at) if found.opened_at else viewer.on)
        ],
        "may_prepare": officer and not_over,
        "may_try": officer
        and found.state == MeetingState.OPEN
        and not found.written
        and not any(row.trial and row.state in LIVE for row in ballots),
        "may_extend": officer and found.written and not_over,
        "may_decide": found.selected_at is not None
        and not found.decided_in
        and found.state in {MeetingState.CLOSED, MeetingState.MINUTED}
        and (officer or parts.is_chairperson(viewer, found.council)),
        "equals": _equals(viewer, found),
        "changes": queries.account_changes(found),
        "may_adjourn": found.state == MeetingState.OPEN and any(parts.leads(viewer, found.council)),
        "may_reopen": found.state in {MeetingState.CLOSED, MeetingState.MINUTED}
        and not rests
        and parts.is_officer(viewer, found.council),
        "may_undo": found.selected_at is not None
        and not rests
        and found.state == MeetingState.OPEN
        and parts.is_officer(viewer, found.council),
        "told": inviting.told(viewer, found),
        "history": parts.history_of(found, *ballots),
    }
    return web.page(request, "council/meeting.html", context)


_OF = {
    "all": "tổng số thành viên, trừ người không biểu quyết do liên quan",
    "present": "số thành viên tham gia biểu quyết",
}


def _share(threshold: Threshold) -> str:
    """A share as the page says it."""
    known = dict(choices.THRESHOLDS).get(str(threshold))
    return choices.inside(known) if known else needed_words(threshold, "").strip()


def _equals(viewer: Viewer, meeting: Meeting) -> list[list[queries.Standing]]:
    """Equals at the edge of a quota, once all votes are counted and nobody is chosen yet."""
    if (
        meeting.state != MeetingState.OPEN
        or meeting.selected_at is not None
        or not parts.is_officer(viewer, meeting.council)
        or meeting.ballots.filter(trial=False, state__in=LIVE).exists()
    ):
        return []
    try:
        return queries.proposal(meeting, viewer.on).ties()
    except QuotaError:
        return []


@login_required
@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """The roll call: one line for each member."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.council), may_record=False)
    posted = request.POST if request.method == "POST" else None
    rows = [
        (
            row,
            AttendanceForm(
                posted,
                prefix=f"m{row.member_id}",
                stands_in=row.substitute_id is not None,
                initial={
                    "state": "present" if row.state == Attendance.State.EXPECTED else row.state,
                    "reason": row.reason,
                },
            ),
        )
        for row in queries.attendance_of(found)
    ]
    whole = EmptyForm(posted)
    if request.method == "POST" and all([form.is_valid() for _row, form in rows]):  # noqa: C419 - each must be asked
        presences = [
            Presence(
                row.member,
                form.cleaned_data["state"] or Attendance.State.EXPECTED.value,
                form.cleaned_data["reason"],
            )
            for row, form in rows
        ]
        if doors.attempt(
            whole,
            "BB",
            lambda act, _told: operations.take_attendance(act, meeting=found, presences=presences),
        ):
            web.done(request, "Đã điểm danh.")
            web.heed(request, _without_reason(presences))
            return redirect("council_meeting", movement_id, found.pk)
    context = {
        "movement": found.movement,
        "meeting": found,
        "rows": rows,
        "whole": whole,
        "substitutes": found.council.substitutes_vote,
    }
    return web.page(request, "council/attendance.html", context, 422 if request.method == "POST" else 200)


def _without_reason(presences: Sequence[Presence]) -> str:
    """Whose absence has no reason yet: the minutes ask for it, but nobody has to wait for it."""
    there = {Attendance.State.EXPECTED, Attendance.State.PRESENT, Attendance.State.SUBSTITUTE}
    names = [str(row.member) for row in presences if row.state not in there and not row.reason]
    if not names:
        return ""
    return f"Chưa ghi lý do vắng: {', '.join(names)}. Không bổ sung thì biên bản ghi “không rõ lý do”."


def _present(meeting: Meeting) -> Any:
    """Who may chair and write: those present, all where opinions are asked in writing."""
    rows = meeting.attendance.all()
    if not meeting.written:
        rows = rows.filter(state=Attendance.State.PRESENT)
    return CouncilMember.objects.filter(attendance__in=rows).select_related("person__subject")


_STEPS = {
    "mo-hop": ("open", "Mở phiên họp", "Mở phiên họp", "Đã mở phiên họp."),
    "hoan": ("adjourn", "Hoãn phiên họp", "Hoãn phiên họp", "Đã hoãn phiên họp."),
    "ket-thuc": ("close", "Kết thúc phiên họp", "Kết thúc phiên họp", "Đã kết thúc phiên họp."),
    "mo-lai": ("reopen", "Mở lại", "Mở lại", "Đã mở lại."),
    "bo-ket-qua": ("undo", "Bỏ kết quả chọn", "Bỏ kết quả chọn", "Đã bỏ kết quả chọn."),
}
_IN_WRITING = _STEPS | {
    "mo-hop": ("open", "Bắt đầu lấy ý kiến", "Bắt đầu lấy ý kiến", "Đã bắt đầu lấy ý kiến."),
    "hoan": ("adjourn", "Hoãn lấy ý kiến", "Hoãn lấy ý kiến", "Đã hoãn lấy ý kiến."),
    "ket-thuc": ("close", "Kết thúc lấy ý kiến", "Kết thúc lấy ý kiến", "Đã kết thúc lấy ý kiến."),
}


@login_required
@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, movement_id: int, meeting_id: int, what: str) -> HttpResponse:
    """Open, adjourn, close, reopen, or take the choice back: on the screen or from the signed paper."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    if what not in _STEPS:
        raise Http404
    name, heading, button, done = (_IN_WRITING if found.written else _STEPS)[what]
    leads, officer = parts.leads(viewer, found.council)
    if name in {"reopen", "undo"}:
        leads = officer if found.state != MeetingState.CLOSED else leads
    doors = Doors(request, may_act=leads, may_record=officer and name in {"open", "close"})
    if name != "undo":
        MEETING_FLOW.step(name, found.state)
    posted = request.POST if request.method == "POST" else None
    form: OpenForm | CloseForm | ReasonForm
    if name == "open":
        form = OpenForm(posted, present=_present(found), written=found.written)
    elif name == "close":
        form = CloseForm(posted, initial={"discussion": found.discussion})
    else:
        form = ReasonForm(posted)
    acts: dict[str, Callable[..., object]] = {
        "open": operations.open_meeting,
        "adjourn": operations.adjourn,
        "close": operations.close_meeting,
        "reopen": operations.reopen_meeting,
        "undo": operations.undo_selection,
    }
    if request.method == "POST" and doors.attempt(
        form, "BB", lambda act, told: acts[name](act, meeting=found, **told)
    ):
        web.done(request, done)
        return redirect("council_meeting", movement_id, found.pk)
    return parts.form_page(
        doors,
        found,
        form,
        heading=heading,
        button=button,
        quorum=queries.quorum_of(found, viewer.on) if name == "open" else None,
    )


@login_required
@require_http_methods(["GET", "POST"])
def recusals(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Declare an interest: the member for oneself, or the officer who minutes what was said."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    officer = parts.is_officer(viewer, found.council)
    members = CouncilMember.objects.filter(attendance__meeting=found, voting=True).select_related(
        "person__subject"
    )
    if not officer:
        members = members.filter(person__user=viewer.user)
    doors = Doors(request, may_act=officer or members.exists(), may_record=False)
    cases = queries.votable(found)
    form = RecusalForm(
        request.POST or None,
        members=members,
        nominations=cases,
        initial={
            "member": request.GET.get("thanh-vien") or (None if officer else members.first()),
            "nomination": request.GET.get("ho-so"),
            "reason": "là thành viên của đơn vị được xét" if request.GET.get("ho-so") else "",
        },
    )
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, told: operations.declare_recusal(
            act,
            meeting=found,
            member=told["member"],
            nomination=told["nomination"],
            reason=told["reason"],
            votes=told["votes"] == "yes",
        ),
    ):
        web.done(request, "Đã ghi người có liên quan.")
        return redirect("council_recusals", movement_id, found.pk)
    context = {
        "movement": found.movement,
        "meeting": found,
        "form": form,
        "suggested": queries.suggested_recusals(found) if officer else [],
        "recusals": found.recusals.select_related("member__person__subject", "nomination__subject").order_by(
            "member__order", "pk"
        ),
    }
    return web.page(request, "council/recusals.html", context, 422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
def tellers(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Name the three who count."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.council), may_record=False)
    nominated = (
        Nomination.objects.filter(movement=found.movement).exclude(state="withdrawn").values("subject_id")
    )
    people = (
        Person.objects.filter(authority=found.council.authority_id)
        .exclude(subject_id__in=nominated)
        .select_related("subject")
        .order_by("subject__sort_key")
    )
    told = list(found.tellers.order_by("-lead", "pk"))
    initial = dict(zip(("lead", "second", "third"), (row.person_id for row in told), strict=False))
    form = TellersForm(request.POST or None, people=people, initial=initial)
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, told: operations.name_tellers(
            act, meeting=found, lead=told["lead"], others=[told["second"], told["third"]]
        ),
    ):
        web.done(request, "Đã cử Tổ kiểm phiếu.")
        return redirect("council_meeting", movement_id, found.pk)
    return parts.form_page(
        doors,
        found,
        form,
        heading="Cử Tổ kiểm phiếu",
        purpose="Ba người, không ai được đề nghị khen. Khi bỏ phiếu kín trên máy, hai người trong tổ giữ khóa.",
        button="Cử Tổ kiểm phiếu",
    )
