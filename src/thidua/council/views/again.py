"""Voting for trial, again, or in a further round; papers to print; opinions counted; the chairperson's own decision."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import clock, web
from thidua.base.errors import MovedOnError, require
from thidua.council import operations, papers, queries
from thidua.council.forms import CompareForm, EmptyForm, FurtherForm, ReasonForm, RepeatForm, TrialForm
from thidua.council.models import Ballot, CouncilMember, Selection
from thidua.council.views import parts
from thidua.documents.doors import Doors
from thidua.documents.paper import Paper
from thidua.documents.render.child import in_child
from thidua.documents.render.payload import for_paper, for_slips
from thidua.engine.meetings import BallotState


@login_required
@require_http_methods(["GET", "POST"])
def trial_add(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Prepare a trial of the secret ballot."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.council), may_record=False)
    waiting = found.ballots.filter(method=Ballot.Method.SECRET, trial=False, state=BallotState.PREPARED.value)
    untried = [row for row in waiting if not queries.tried(row)]
    form = TrialForm(
        request.POST or None,
        initial={"form": "contest" if untried and all(row.contest for row in untried) else "each"},
    )
    made: list[Ballot] = []
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, told: made.append(
            operations.prepare_trial(act, meeting=found, contest=told["form"] == "contest")
        ),
    ):
        web.done(request, "Đã lập phiếu thử.")
        return redirect("council_ballot", movement_id, made[0].pk)
    return parts.form_page(
        doors,
        found,
        form,
        heading="Bỏ phiếu thử",
        purpose="Trước lần bỏ phiếu kín đầu tiên trên máy: bỏ phiếu về nội dung không có thật, kiểm bằng hai khóa, rồi "
        "so với điều mọi người biết mình đã chọn. Kết quả đối chiếu ghi vào biên bản; không dính đến ai được xét khen.",
        button="Lập phiếu thử",
    )


@login_required
@require_http_methods(["GET", "POST"])
def trial_compare(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """Whether the trial came out as the voters know they voted."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.meeting.council), may_record=False)
    form = CompareForm(request.POST or None)
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, told: operations.compare_trial(
            act, ballot=found, agreed=told["agreed"] == "yes", note=told["note"]
        ),
    ):
        web.done(request, "Đã ghi kết quả đối chiếu.")
        return redirect("council_meeting", movement_id, found.meeting_id)
    return parts.form_page(
        doors,
        found,
        form,
        heading="Đối chiếu lần bỏ phiếu thử",
        purpose="Hỏi từng người đã chọn gì trong lần thử, cộng lại và so với kết quả kiểm phiếu; so mã biên nhận.",
        button="Ghi kết quả đối chiếu",
    )


@login_required
@require_http_methods(["GET", "POST"])
def repeat(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """Void a vote and prepare it again: a key was lost, or too few envelopes came in; a counted one is voided first."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.meeting.council), may_record=False)
    if found.state == BallotState.OPENED and not found.trial:
        raise MovedOnError("Cuộc bỏ phiếu này đã kiểm. Chỉ bỏ phiếu lại được sau khi Chủ tịch hủy, có lý do.")
    void = found.state == BallotState.VOID
    form = RepeatForm(
        request.POST if request.method == "POST" else None, ballot=found, initial={"method": found.method}
    )
    made: list[Ballot] = []
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, told: made.append(operations.repeat_ballot(act, ballot=found, **({"reason": ""} | told))),
    ):
        web.done(request, "Đã lập phiếu lại." if void else "Đã hủy cuộc bỏ phiếu cũ và lập phiếu lại.")
        return redirect("council_ballot", movement_id, made[0].pk)
    return parts.form_page(
        doors,
        found,
        form,
        heading="Bỏ phiếu lại",
        purpose=(
            "Lập lại phiếu với những tên này. "
            if void
            else "Bỏ lần thử này và thử lại. "
            if found.state == BallotState.OPENED
            else "Cuộc bỏ phiếu này bị hủy, phong bì không được đọc; lý do ghi vào biên bản. "
        )
        + "Bỏ kín trên máy thì hai người kiểm phiếu nhận khóa mới.",
        button="Lập phiếu lại" if void else "Hủy và bỏ phiếu lại",
    )


@login_required
@require_http_methods(["GET", "POST"])
def further_round(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Vote again on those who stand equal at the edge of a quota."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.council), may_record=False)
    form = FurtherForm(request.POST or None, written=found.written)
    made: list[Ballot] = []
    if request.method == "POST" and doors.attempt(
        form,
        "BB",
        lambda act, told: made.append(operations.prepare_further_round(act, meeting=found, **told)),
    ):
        web.done(request, "Đã lập phiếu vòng tiếp theo.")
        return redirect("council_ballot", movement_id, made[0].pk)
    return parts.form_page(
        doors,
        found,
        form,
        heading="Biểu quyết vòng tiếp theo",
        purpose="Chỉ những trường hợp bằng nhau ở mép số lượng; ai có tỷ lệ đồng ý cao hơn thì xếp trước.",
        button="Lập phiếu",
    )


@login_required
@require_http_methods(["GET", "POST"])
def count_opinions(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """Count written opinions when all are back or their day is over."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    officer = parts.is_officer(viewer, found.meeting.council)
    doors = Doors(request, may_act=officer, may_record=False)
    form = EmptyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and doors.attempt(
        form, "BB", lambda act, _told: operations.count_opinions(act, ballot=found)
    ):
        web.done(request, "Đã kiểm phiếu ý kiến.")
        return redirect("council_ballot", movement_id, found.pk)
    return parts.form_page(
        doors,
        found,
        form,
        heading="Kiểm phiếu lấy ý kiến",
        purpose="Đếm các phiếu đã nhận. Ai không gửi phiếu được ghi là không cho ý kiến.",
        button="Kiểm phiếu",
    )


@login_required
@require_http_methods(["GET", "POST"])
def otherwise(request: HttpRequest, movement_id: int, meeting_id: int, selection_id: int) -> HttpResponse:
    """The chairperson decides otherwise than the council proposed, with the reason."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    row = get_object_or_404(
        found.selections.select_related("nomination__subject", "nomination__unit"), pk=selection_id
    )
    doors = Doors(
        request,
        may_act=parts.is_chairperson(viewer, found.council),
        may_record=parts.is_officer(viewer, found.council),
    )
    form = ReasonForm(request.POST or None)
    chosen = not row.chosen
    if request.method == "POST" and doors.attempt(
        form,
        "QĐ",
        lambda act, told: operations.decide_otherwise(act, selection=row, chosen=chosen, **told),
    ):
        web.done(request, "Đã ghi quyết định của Chủ tịch.")
        return redirect("council_meeting", movement_id, found.pk)
    name = row.nomination.subject.name
    return parts.form_page(
        doors,
        found,
        form,
        heading=f"Khen thưởng {name}" if chosen else f"Không khen thưởng {name}",
        purpose=_council_said(row)
        + (
            " Thẩm quyền quyết định là của Chủ tịch Ủy ban nhân dân. Đề nghị của Hội đồng vẫn ghi bên cạnh; lý do hiện "
            "ở mọi nơi có kết quả."
        ),
        button="Quyết định khen thưởng" if chosen else "Quyết định không khen thưởng",
    )


def _council_said(row: Selection) -> str:
    """What the council proposed about one, by which vote, and why: the chairperson reads it before deciding."""
    proposed = row.council_chosen if row.council_chosen is not None else row.chosen
    question = next(
        (one for one in queries.results(row.meeting) if one.nomination_id == row.nomination_id), None
    )
    word = "phiếu đánh dấu" if question and question.ballot.contest else "đồng ý"
    votes = f", {question.yes:02d}/{question.base:02d} {word}" if question and question.base else ""
    reason = f" ({row.reason[:1].lower()}{row.reason[1:].rstrip('.')})" if row.reason else ""
    said = f"Hội đồng {'đề nghị' if proposed else 'không đề nghị'} tặng {row.nomination.form}{votes}{reason}."
    override = row.nomination
    if override.override_reason:
        said += f" Chủ tịch cho phép xét khen: {override.override_reason} ({override.override_article})."
    return said


def _as_pdf(content: Paper, name: str) -> HttpResponse:
    return _shown(in_child("pdf", for_paper(content, clock.now())), name)


def _shown(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response


@login_required
@require_GET
def voting_paper(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """The paper to print for a vote on paper: the same for everybody; where somebody is recused, slips by name."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    require(parts.is_officer(viewer, found.meeting.council) and found.method != Ballot.Method.HANDS)
    if slips := papers.voting_slips(found):
        return _shown(in_child("slips", for_slips(slips, clock.now())), "phieu-bieu-quyet.pdf")
    return _as_pdf(papers.voting_paper(found), "phieu-bieu-quyet.pdf")


@login_required
@require_GET
def opinion_slip(request: HttpRequest, movement_id: int, ballot_id: int, member_id: int) -> HttpResponse:
    """The slip with the name of one member."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    member = get_object_or_404(
        CouncilMember.objects.select_related("person__subject"),
        attendance__meeting=found.meeting,
        voting=True,
        pk=member_id,
    )
    own = member.person.user_id == viewer.user.pk
    require(own or parts.is_officer(viewer, found.meeting.council))
    return _as_pdf(papers.opinion_slip(found, member), "phieu-lay-y-kien.pdf")
