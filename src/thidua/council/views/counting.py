"""Votes are counted: hands and papers entered, opinions noted, envelopes opened with two keys, the list published."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods

from thidua.accounts.typed import never_kept
from thidua.base import web
from thidua.base.errors import require
from thidua.council import operations, queries
from thidua.council.forms import CountForm, KeysForm, MarksForm, OpinionForm, ReturnedForm
from thidua.council.models import Ballot, CouncilMember, Question
from thidua.council.views import parts
from thidua.council.views.voting import over_plain_network
from thidua.documents import operations as documents
from thidua.documents.doors import Doors
from thidua.engine.meetings import BALLOT_FLOW


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
    recused = queries.out_of(found)
    hands = found.method == Ballot.Method.HANDS
    ways = (*queries.THERE, "paper") if found.method == Ballot.Method.PAPER else queries.THERE
    present = found.meeting.attendance.filter(state__in=ways, member__voting=True)
    if found.contest:
        may = present.exclude(member_id__in=queries.out_of_contest(found)).count()
        return _marks(request, found, doors, may)
    for question in found.questions.select_related("nomination__subject", "nomination__unit__subject"):
        may = present.exclude(member_id__in=recused.get(question.nomination_id, set())).count()
        rows.append((question, CountForm(posted, prefix=f"q{question.pk}", hands=hands), may))
    slips = queries.slips_of(found)
    whole = ReturnedForm(posted, by_slips=bool(slips))
    if hands:
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
        "hands": hands,
        "by_slips": bool(slips),
    }
    return web.page(request, "council/counts.html", context, 422 if posted is not None else 200)


def _marks(request: HttpRequest, ballot: Ballot, doors: Doors, papers: int) -> HttpResponse:
    """Enter what the tellers read from the papers of a contest."""
    questions = list(ballot.questions.select_related("nomination__subject"))
    form = MarksForm(request.POST if request.method == "POST" else None, questions=questions)
    if request.method == "POST" and doors.attempt(
        form, "BB", lambda act, _told: operations.enter_marks(act, ballot=ballot, **form.told())
    ):
        web.done(request, "Đã kiểm phiếu.")
        return redirect("council_ballot", ballot.meeting.movement_id, ballot.pk)
    return parts.form_page(
        doors,
        ballot,
        form,
        heading="Nhập số phiếu",
        purpose=f"{papers:02d} người bỏ phiếu này. Mỗi tên: số phiếu hợp lệ có đánh dấu tên đó. Phiếu đánh dấu quá "
        f"{ballot.marks:02d} tên là không hợp lệ; phiếu không đánh dấu tên nào là phiếu trắng. Không tính phiếu ý "
        "kiến của thành viên vắng: phiếu đó ghi riêng.",
        button="Ghi kết quả kiểm phiếu",
    )


_REPLACES = (
    " {member} đã gửi phiếu ý kiến trên máy lúc {sent}. Phiếu giấy nhập ở đây thay phiếu đó: phải ghi lý do, lý do ghi "
    "vào biên bản."
)


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
    recused = queries.out_of(found)
    questions = [
        question
        for question in found.questions.select_related("nomination__subject")
        if member.pk not in recused.get(question.nomination_id, set())
    ]
    sent = queries.opinion_sent(found, member) if doors.form is not None else ""
    form = OpinionForm(
        request.POST if request.method == "POST" else None,
        questions=questions,
        marks=found.marks,
        replaces=bool(sent),
    )
    if request.method == "POST" and doors.attempt(
        form,
        "YK",
        lambda act, told: operations.record_opinion(
            act, ballot=found, member=member, choices=form.told(), reason=told.get("reason", "")
        ),
    ):
        web.done(request, f"Đã ghi phiếu ý kiến của {member}.")
        return redirect("council_ballot", movement_id, found.pk)
    return parts.form_page(
        doors,
        found,
        form,
        heading=f"Phiếu ý kiến của {member}",
        purpose=(
            "Phiếu ghi tên, đếm ở dòng riêng và không phải là phiếu kín."
            if questions
            else "Thành viên này có liên quan nên không cho ý kiến về nội dung nào của cuộc biểu quyết."
        )
        + (_REPLACES.format(member=member, sent=sent) if sent else ""),
        button="Ghi phiếu ý kiến",
    )


@never_kept
@login_required
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
@sensitive_variables()
def count(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """Both tellers type their keys on one screen."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.meeting.council), may_record=False)
    BALLOT_FLOW.step("count", found.state)
    plain = over_plain_network(request) and not found.plain_http_accepted
    posted = request.POST if request.method == "POST" and not plain else None
    rows = [] if found.contest else _paper_rows(found, posted)
    contest = queries.contest_of(found)
    to_read = _marked_papers(found) if contest else 0
    form = KeysForm(posted, contest=contest, papers=to_read)
    valid = all([counts.is_valid() for _question, counts, _may in rows])  # noqa: C419 - each must be asked
    if (
        posted is not None
        and valid
        and doors.attempt(
            form,
            "BB",
            lambda act, _told: operations.count(
                act,
                ballot=found,
                paper_counts={question.pk: counts.tally() for question, counts, _may in rows},
                **form.told(),
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
        "plain_network": plain,
        "keys": found.keys.select_related("teller__person__subject").order_by("order"),
        "sealed": found.roll.filter(state="sealed").count(),
        "papers": found.roll.filter(state="paper").count(),
        "few": queries.FEW,
        "rows": rows,
        "names": found.questions.select_related("nomination__subject").order_by("order") if to_read else (),
    }
    for question, counts, _may in rows:
        for fault in form.errors.get(f"q{question.pk}", []):
            counts.add_error("yes", fault)
    response = web.page(request, "council/count.html", context, 422 if posted is not None else 200)
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _marked_papers(ballot: Ballot) -> int:
    """How many papers of a contest came in a sealed envelope."""
    sent = ballot.roll.filter(state="paper")
    return sent.exclude(member_id__in=queries.out_of_contest(ballot)).count()


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
