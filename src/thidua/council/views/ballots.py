"""A vote as the officer and the chair lead it: prepare, open, close, void, counts, opinions, keys, count."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from thidua.accounts.typed import never_kept
from thidua.base import web
from thidua.base.errors import require
from thidua.council import choices, operations, queries
from thidua.council.forms import (
    BallotForm,
    CountForm,
    EmptyForm,
    KeysForm,
    OpinionForm,
    ReasonForm,
    ReturnedForm,
)
from thidua.council.models import Ballot, CouncilMember, Question
from thidua.council.views import parts
from thidua.council.views.voting import over_plain_network
from thidua.documents import operations as documents
from thidua.documents.doors import Doors
from thidua.engine.meetings import BALLOT_FLOW, BallotState, MeetingState


@login_required
@require_http_methods(["GET", "POST"])
def ballot_add(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Put nominations to the vote."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.council), may_record=False)
    rows = queries.votable(found)
    done = found.ballots.exclude(state=BallotState.VOID.value)
    left = rows.exclude(questions__ballot__in=done)
    form = BallotForm(
        request.POST or None,
        nominations=rows,
        written=found.written,
        initial={"nominations": list(left.values_list("pk", flat=True))},
    )
    made: list[Ballot] = []
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, told: made.append(
            operations.prepare_ballot(
                act, meeting=found, method=told["method"], nominations=list(told["nominations"])
            )
        ),
    ):
        web.done(request, "Đã lập phiếu.")
        return redirect("council_ballot", movement_id, made[0].pk)
    context = {
        "movement": found.movement,
        "meeting": found,
        "form": form,
        "heading": "Đưa ra biểu quyết",
        "purpose": "Chỉ những hồ sơ đã thẩm định và đủ điều kiện mới có ở đây. Giấy khen thường biểu quyết giơ tay.",
        "button": "Lập phiếu",
    }
    return web.page(request, "council/form.html", context, 422 if request.method == "POST" else 200)


@login_required
@require_GET
def ballot(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """One vote: its questions, who has voted (never how), and what comes next."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    word, tone = choices.BALLOTS[found.state]
    leads, officer = parts.leads(viewer, found.meeting.council)
    secret = found.method == Ballot.Method.SECRET
    counted = found.state == BallotState.OPENED
    roll = found.roll.select_related("member__person__subject").order_by("member__order", "member_id")
    written = found.method == Ballot.Method.WRITTEN
    absent = [
        row.member
        for row in queries.attendance_of(found.meeting)
        if row.member.voting and (written or row.state == "opinion")
    ]
    voiced = set(found.questions.values_list("open_votes__member_id", flat=True))
    running = found.state in {BallotState.PREPARED, BallotState.OPEN, BallotState.CLOSED}
    entry = queries.entry_of(web.act_of(request), found)
    unused = found.meeting.selected_at is None and found.meeting.state == MeetingState.OPEN
    context = {
        "movement": found.meeting.movement,
        "meeting": found.meeting,
        "ballot": found,
        "word": word,
        "tone": tone,
        "secret": secret,
        "written": written,
        "few": secret
        and found.state == BallotState.CLOSED
        and found.roll.filter(state="sealed").count()
        < queries.least_envelopes(found.meeting.council.authority_id, viewer.on),
        "untried": secret
        and officer
        and not found.trial
        and found.state == BallotState.PREPARED
        and not queries.tried(found.meeting),
        "may_print": not written and found.method != Ballot.Method.HANDS and not found.trial,
        "may_repeat": unused and found.state != BallotState.PREPARED and not found.repeated_by.exists(),
        "counted": counted,
        "running": running,
        "questions": found.questions.select_related("nomination__subject", "nomination__unit__subject"),
        "roll": roll,
        "opinions": [(member, member.pk in voiced) for member in absent],
        "may_vote": entry is not None and entry.state == "expected" and found.state == BallotState.OPEN,
        "keys": found.keys.select_related("teller__person__subject").order_by("order"),
        "tellers": found.meeting.tellers.select_related("person__subject").order_by("-lead", "pk"),
        "may_lead": leads,
        "may_count": officer,
        "plain_http": over_plain_network(request),
        "history": parts.history_of(found),
    }
    return web.page(request, "council/ballot.html", context)


_STEPS = {
    "mo": (
        "open",
        "Mở bỏ phiếu",
        (
            "Danh sách bỏ phiếu được lập theo điểm danh. Trong lúc bỏ phiếu không ai ra vào danh sách. "
            "Nếu tất cả cùng một ý thì kết quả cho biết phiếu của mọi người."
        ),
        "Mở bỏ phiếu",
        "Đã mở bỏ phiếu.",
    ),
    "ket-thuc": (
        "close",
        "Kết thúc bỏ phiếu",
        "Sau khi kết thúc không nhận thêm phiếu nào.",
        "Kết thúc bỏ phiếu",
        "Đã kết thúc bỏ phiếu.",
    ),
    "huy": (
        "void",
        "Hủy cuộc bỏ phiếu",
        "Phiếu không được đọc; lý do ghi vào biên bản. Sau đó lập cuộc bỏ phiếu khác.",
        "Hủy cuộc bỏ phiếu",
        "Đã hủy cuộc bỏ phiếu.",
    ),
    "mang-noi-bo": (
        "http",
        "Chấp nhận bỏ phiếu qua mạng nội bộ",
        (
            "Đường truyền chưa mã hóa: người trong cùng mạng có thể xem được phiếu khi gửi. Hội đồng chấp nhận thì "
            "ghi vào biên bản; nếu không, hãy bỏ phiếu trên chính máy chủ hoặc bằng phiếu giấy."
        ),
        "Hội đồng chấp nhận",
        "Đã ghi ý kiến của Hội đồng.",
    ),
}


@login_required
@require_http_methods(["GET", "POST"])
def ballot_step(request: HttpRequest, movement_id: int, ballot_id: int, what: str) -> HttpResponse:
    """Open, close, void, or accept the plain network."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    if what not in _STEPS:
        raise Http404
    name, heading, purpose, button, done = _STEPS[what]
    leads, officer = parts.leads(viewer, found.meeting.council)
    doors = Doors(request, may_act=leads, may_record=officer and name == "void")
    if name != "http":
        BALLOT_FLOW.step(name, found.state)
    posted = request.POST if request.method == "POST" else None
    form = ReasonForm(posted) if name == "void" else EmptyForm(posted)
    acts: dict[str, Callable[..., object]] = {
        "open": operations.open_ballot,
        "close": operations.close_ballot,
        "void": operations.void_ballot,
        "http": operations.accept_plain_http,
    }
    if request.method == "POST" and doors.attempt(
        form, "BB", lambda act, told: acts[name](act, ballot=found, **told)
    ):
        web.done(request, done)
        return redirect("council_ballot", movement_id, found.pk)
    context = {
        "movement": found.meeting.movement,
        "meeting": found.meeting,
        "ballot": found,
        "form": form,
        "signed_form": doors.form,
        "heading": heading,
        "purpose": purpose,
        "button": button,
    }
    return web.page(request, "council/form.html", context, 422 if request.method == "POST" else 200)


@login_required
@require_http_methods(["GET", "POST"])
def counts(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """Enter hands or papers, question by question."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    officer = parts.is_officer(viewer, found.meeting.council)
    doors = Doors(request, may_act=officer, may_record=officer)
    if found.method not in {Ballot.Method.HANDS, Ballot.Method.PAPER}:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    rows = []
    recused = queries.recused_of(found.meeting)
    ways = (*queries.THERE, "paper") if found.method == Ballot.Method.PAPER else queries.THERE
    present = found.meeting.attendance.filter(state__in=ways, member__voting=True)
    for question in found.questions.select_related("nomination__subject", "nomination__unit__subject"):
        may = present.exclude(member_id__in=recused.get(question.nomination_id, set())).count()
        rows.append((question, CountForm(posted, prefix=f"q{question.pk}"), may))
    whole = ReturnedForm(posted)
    if found.method == Ballot.Method.HANDS:
        del whole.fields["returned"]
    valid = all([form.is_valid() for _question, form, _may in rows])  # noqa: C419 - each must be asked
    if posted is not None and valid:
        tallies = {question.pk: form.tally() for question, form, _may in rows}
        if doors.attempt(
            whole,
            "BB",
            lambda act, told: operations.enter_counts(act, ballot=found, counts=tallies, **told),
        ):
            web.done(request, "Đã kiểm phiếu.")
            return redirect("council_ballot", movement_id, found.pk)
    context = {
        "movement": found.meeting.movement,
        "meeting": found.meeting,
        "ballot": found,
        "rows": rows,
        "whole": whole,
        "signed_form": doors.form,
        "hands": found.method == Ballot.Method.HANDS,
    }
    return web.page(request, "council/counts.html", context, 422 if posted is not None else 200)


@login_required
@require_http_methods(["GET", "POST"])
def opinion(request: HttpRequest, movement_id: int, ballot_id: int, member_id: int) -> HttpResponse:
    """The named written opinion of an absent member: by the member, or from the signed slip."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    member = get_object_or_404(
        CouncilMember.objects.select_related("person__subject"), council=found.meeting.council, pk=member_id
    )
    own = member.person.user_id == viewer.user.pk
    doors = Doors(request, may_act=own, may_record=parts.is_officer(viewer, found.meeting.council))
    recused = queries.recused_of(found.meeting)
    questions = [
        question
        for question in found.questions.select_related("nomination__subject")
        if member.pk not in recused.get(question.nomination_id, set())
    ]
    form = OpinionForm(request.POST if request.method == "POST" else None, questions=questions)
    if request.method == "POST" and doors.attempt(
        form,
        "YK",
        lambda act, _told: operations.record_opinion(act, ballot=found, member=member, choices=form.told()),
    ):
        web.done(request, f"Đã ghi phiếu ý kiến của {member}.")
        return redirect("council_ballot", movement_id, found.pk)
    context = {
        "movement": found.meeting.movement,
        "meeting": found.meeting,
        "ballot": found,
        "form": form,
        "signed_form": doors.form,
        "heading": f"Phiếu ý kiến của {member}",
        "purpose": "Phiếu ghi tên, đếm ở dòng riêng và không phải là phiếu kín.",
        "button": "Ghi phiếu ý kiến",
    }
    return web.page(request, "council/form.html", context, 422 if request.method == "POST" else 200)


@never_kept
@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def count(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """Both tellers type their keys on one screen."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.meeting.council), may_record=False)
    BALLOT_FLOW.step("count", found.state)
    posted = request.POST if request.method == "POST" else None
    form = KeysForm(posted)
    rows = _paper_rows(found, posted)
    valid = all([counts.is_valid() for _question, counts, _may in rows])  # noqa: C419 - each must be asked
    if (
        posted is not None
        and valid
        and doors.attempt(
            form,
            "BB",
            lambda act, told: operations.count(
                act,
                ballot=found,
                paper_counts={question.pk: counts.tally() for question, counts, _may in rows},
                **told,
            ),
        )
    ):
        web.done(request, "Đã kiểm phiếu. Hãy hủy hai phiếu khóa.")
        return redirect("council_ballot", movement_id, found.pk)
    context = {
        "movement": found.meeting.movement,
        "meeting": found.meeting,
        "ballot": found,
        "form": form,
        "keys": found.keys.select_related("teller__person__subject").order_by("order"),
        "sealed": found.roll.filter(state="sealed").count(),
        "papers": found.roll.filter(state="paper").count(),
        "few": queries.FEW,
        "rows": rows,
    }
    for question, counts, _may in rows:
        for fault in form.errors.get(f"q{question.pk}", []):
            counts.add_error("yes", fault)
    response = web.page(request, "council/count.html", context, 422 if posted is not None else 200)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _paper_rows(ballot: Ballot, posted: QueryDict | None) -> list[tuple[Question, CountForm, int]]:
    """One form for each question on which papers came in a sealed envelope."""
    sent = ballot.roll.filter(state="paper")
    recused = queries.recused_of(ballot.meeting)
    rows = []
    for question in ballot.questions.select_related("nomination__subject"):
        may = sent.exclude(member_id__in=recused.get(question.nomination_id, set())).count()
        if may:
            rows.append((question, CountForm(posted, prefix=f"q{question.pk}"), may))
    return rows


@login_required
@require_GET
def published(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """The published list, as it was kept."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    require(found.published is not None)
    if found.published is None:
        raise Http404
    response = HttpResponse(documents.content_of(found.published), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="danh-sach-phieu.csv"'
    return response
