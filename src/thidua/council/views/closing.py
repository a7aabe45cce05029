"""The choice within the quota, and the minutes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from thidua.audit import queries as audit
from thidua.base import clock, web
from thidua.base.acts import Act
from thidua.base.errors import MovedOnError
from thidua.council import choices, operations, papers, queries
from thidua.council.forms import ChosenForm, EmptyForm, NumberForm, SignedMinutesForm
from thidua.council.models import Meeting
from thidua.council.views import parts
from thidua.documents import printing
from thidua.documents.doors import Doors, keep_signed_copy, other_number
from thidua.documents.operations import Rendered
from thidua.documents.paper import Paper
from thidua.engine.meetings import MeetingState
from thidua.engine.quota import QuotaError, Use
from thidua.nominations.models import Nomination


@login_required
@require_http_methods(["GET", "POST"])
def select(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Accept what the rules propose, or choose otherwise with a reason."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    officer = parts.is_officer(viewer, found.council)
    doors = Doors(request, may_act=officer, may_record=officer)
    if found.state != MeetingState.OPEN or found.selected_at is not None:
        raise MovedOnError
    try:
        proposal = queries.proposal(found, viewer.on)
    except QuotaError:
        web.warn(request, "Số lượng khen tính theo tỷ lệ nhưng chưa có số tập thể, cá nhân tham gia.")
        return redirect("council_meeting", movement_id, found.pk)
    form = ChosenForm(request.POST if request.method == "POST" else None, proposal=proposal)
    rows = {row.nomination.pk: row.nomination for row in proposal.standings}
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, _told: operations.select(
            act,
            meeting=found,
            chosen=[rows[pk] for pk in form.chosen()],
            reasons=form.reasons(),
        ),
    ):
        web.done(request, "Đã ghi kết quả chọn của Hội đồng.")
        return redirect("council_meeting", movement_id, found.pk)
    picked = {row.nomination.pk for row in proposal.chosen()}
    tied = {row.nomination.pk for tie in proposal.ties() for row in tie}
    lines = [
        {
            "row": row,
            "passed": row.question is not None and row.question.passed,
            "held_back": row.nomination.pk in proposal.held_back,
            "proposed": row.nomination.pk in picked,
            "tied": row.nomination.pk in tied,
            "box": form[f"chosen_{row.nomination.pk}"]
            if f"chosen_{row.nomination.pk}" in form.fields
            else None,
            "reason": form[f"reason_{row.nomination.pk}"]
            if f"reason_{row.nomination.pk}" in form.fields
            else None,
        }
        for row in proposal.standings
    ]
    context = {
        "movement": found.movement,
        "meeting": found,
        "form": form,
        "lines": lines,
        "ties": proposal.ties(),
        "held": [
            (row.nomination, proposal.held_back[row.nomination.pk])
            for row in proposal.standings
            if row.nomination.pk in proposal.held_back
            and (officer or parts.is_chairperson(viewer, found.council))
        ],
        "quotas": [choices.quota_words(quota) for quota in proposal.quotas],
        "uses": [_use(use, rows) for use in proposal.selection.uses],
        "lost": queries.unmatched(found.movement, proposal.quotas, viewer.on),
        "parts_ties": found.council.chair_parts_ties,
        "by_votes": found.council.choose_by == "votes",
        "signed_form": doors.form,
    }
    return web.page(request, "council/select.html", context, 422 if request.method == "POST" else 200)


def _use(use: Use, rows: Mapping[int, Nomination]) -> dict[str, object]:
    """One line of what is used: the quota in words, where, its ceiling, what is taken, who stands next."""
    following = rows.get(int(use.next_in_rank)) if use.next_in_rank else None
    return {
        "words": choices.quota_words(use.quota),
        "where": use.group,
        "ceiling": use.ceiling,
        "used": use.used,
        "full": use.used >= use.ceiling,
        "next": following.subject.name if following is not None else "",
    }


def _rendered(meeting: Meeting, content: Paper) -> Rendered:
    """A paper as Word and PDF, made before the transaction that numbers it."""
    return printing.rendered(content, clock.now(), meeting.movement.authority_id)


@login_required
@require_http_methods(["GET", "POST"])
def minutes(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Draft, number, file the signed copy: one page, the next act on it."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    officer = parts.is_officer(viewer, found.council)
    doors = Doors(request, may_act=officer, may_record=False)
    if found.state not in {MeetingState.CLOSED, MeetingState.MINUTED}:
        raise MovedOnError
    with_count = operations.needs_count_record(found)
    what = request.POST.get("what", "") if request.method == "POST" else ""
    first = operations.next_number(found)
    number = NumberForm(
        request.POST if what == "number" else None,
        with_count=with_count,
        initial={"number": first, "count_number": operations.next_number(found, int(first))},
    )
    copy = SignedMinutesForm(
        request.POST if what == "file" else None,
        request.FILES if what == "file" else None,
        with_count=with_count,
    )
    done = {
        "draft": lambda: _draft(request, found, doors),
        "number": lambda: _number(found, number, doors, with_count=with_count),
        "file": lambda: _file(found, copy, doors),
    }
    if what in done and done[what]():
        return redirect("council_minutes", movement_id, found.pk)
    context = {
        "movement": found.movement,
        "meeting": found,
        "number": number if found.minutes is not None and found.state == MeetingState.CLOSED else None,
        "copy": copy
        if found.state == MeetingState.MINUTED
        and found.minutes is not None
        and found.minutes.state == "numbered"
        else None,
        "filed": found.minutes is not None and found.minutes.state == "filed",
    }
    return web.page(request, "council/minutes.html", context, 422 if request.method == "POST" else 200)


def _draft(request: HttpRequest, meeting: Meeting, doors: Doors) -> bool:
    if not doors.attempt(
        EmptyForm(request.POST), "BB", lambda act, _told: operations.draft_minutes(act, meeting=meeting)
    ):
        return False
    web.done(request, "Đã soạn biên bản.")
    return True


def _number(meeting: Meeting, form: NumberForm, doors: Doors, *, with_count: bool) -> bool:
    if not form.is_valid():
        return False
    told = form.cleaned_data
    main = _rendered(meeting, papers.council_minutes(meeting, told["number"]))
    counted = None
    if with_count:
        counted = _rendered(meeting, papers.count_record(meeting, told["count_number"]))
    numbered = doors.attempt(
        form,
        "BB",
        lambda act, told: operations.record_minutes(
            act,
            meeting=meeting,
            rendered=main,
            count_rendered=counted,
            foot=audit.footnote(),
            **told,
        ),
    )
    if numbered:
        web.done(doors.request, "Đã ghi số biên bản. Hãy in, ký và lưu bản đã ký.")
    return numbered


def _file(meeting: Meeting, form: SignedMinutesForm, doors: Doors) -> bool:
    if not form.is_valid():
        return False
    uploads = {name: form.cleaned_data.get(name) for name in ("file", "count_file")}
    authority = meeting.movement.authority_id

    def call(act: Act, _told: dict[str, Any]) -> None:
        kept = {
            name: keep_signed_copy(act, upload, paper=paper, authority_id=authority, field=name)
            for (name, upload), paper in zip(
                uploads.items(), (meeting.minutes, meeting.count_record), strict=True
            )
            if upload and paper is not None
        }
        operations.file_minutes(
            act, meeting=meeting, signed=kept["file"], count_signed=kept.get("count_file")
        )
        heed.extend(
            other_number(kept[name], paper)
            for name, paper in (("file", meeting.minutes), ("count_file", meeting.count_record))
            if name in kept and paper is not None
        )

    heed: list[str] = []
    filed = doors.attempt(form, "BB", call)
    if filed:
        web.done(doors.request, "Đã lưu bản biên bản đã ký.")
        web.heed(doors.request, *heed)
    return filed
