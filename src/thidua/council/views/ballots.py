"""A vote as the officer and the chair lead it: prepare, open, close, void."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from thidua.base import web
from thidua.base.forms import Form
from thidua.council import operations, queries
from thidua.council.forms import BallotForm, EmptyForm, ReasonForm, UntriedForm
from thidua.council.models import Ballot
from thidua.council.views import parts
from thidua.council.views.voting import over_plain_network
from thidua.documents.doors import Doors
from thidua.engine.meetings import BALLOT_FLOW, LIVE, BallotState, MeetingState
from thidua.nominations import queries as nominated
from thidua.organizations.permissions import Viewer


@login_required
@require_http_methods(["GET", "POST"])
def ballot_add(request: HttpRequest, movement_id: int, meeting_id: int) -> HttpResponse:
    """Put nominations to the vote."""
    viewer = parts.viewer_of(request)
    found = parts.meeting_of(viewer, movement_id, meeting_id)
    doors = Doors(request, may_act=parts.is_officer(viewer, found.council), may_record=False)
    rows = queries.votable(found)
    back = nominated.held_back(rows, viewer.on)
    held = [(row, back[row.pk]) for row in rows if row.pk in back]
    rows = rows.exclude(pk__in=back)
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
                act,
                meeting=found,
                method=told["method"],
                nominations=list(told["nominations"]),
                contest=told["form"] == "contest",
                marks=told["marks"],
            )
        ),
    ):
        web.done(request, "Đã lập phiếu.")
        return redirect("council_ballot", movement_id, made[0].pk)
    return parts.form_page(
        doors,
        found,
        form,
        held=held,
        heading="Đưa ra biểu quyết",
        purpose="Chỉ những hồ sơ đã thẩm định và đủ điều kiện mới có ở đây. Giấy khen thường biểu quyết giơ tay.",
        button="Lập phiếu",
    )


@login_required
@require_GET
def ballot(request: HttpRequest, movement_id: int, ballot_id: int) -> HttpResponse:
    """One vote: its questions, who has voted (never how), and what comes next."""
    viewer = parts.viewer_of(request)
    found = parts.ballot_of(viewer, movement_id, ballot_id)
    word, tone = parts.word_of(found)
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
    running = found.state in LIVE
    entry = queries.entry_of(web.act_of(request), found)
    questions = list(
        found.questions.select_related("nomination__subject", "nomination__unit__subject").order_by("order")
    )
    if found.round > 1 and counted:
        parts.placed(questions)
    out = queries.out_of_contest(found)
    voided = found.state == BallotState.VOID and not found.contest and questions[0].yes is not None
    unused = found.meeting.selected_at is None and found.meeting.state == MeetingState.OPEN
    unused = unused and not (found.meeting.decided_in or found.meeting.proposed_in)
    context = {
        "movement": found.meeting.movement,
        "meeting": found.meeting,
        "ballot": found,
        "word": word,
        "tone": tone,
        "secret": secret,
        "box": queries.box_of(found) if secret and found.state == BallotState.OPEN else None,
        "written": written,
        "hands": found.method == Ballot.Method.HANDS,
        "few": secret
        and found.state == BallotState.CLOSED
        and found.roll.filter(state="sealed").count()
        < queries.least_envelopes(found.meeting.council.authority_id, viewer.on),
        "untried": leads and found.state == BallotState.PREPARED and _untried(found),
        "by_slips": bool(queries.slips_of(found)),
        "may_print": not written and found.method != Ballot.Method.HANDS and not found.trial,
        "may_repeat": unused
        and (found.trial or not counted)
        and found.state != BallotState.PREPARED
        and not found.repeated_by.exists(),
        "may_void": _may_void(viewer, found),
        "counted": counted or voided,
        "running": running,
        "questions": questions,
        "contest": parts.marks_of(found, questions) if found.contest else None,
        "out": out,
        "roll": roll,
        "opinions": [(member, member.pk in voiced) for member in absent],
        "receipts": queries.receipts_of(found) if counted else (),
        "receipt": entry.receipt if entry is not None else "",
        "own_opinion": entry.member_id
        if written and entry is not None and entry.state == "expected" and found.state == BallotState.OPEN
        else None,
        "may_vote": secret
        and entry is not None
        and entry.state == "expected"
        and entry.member_id not in out
        and found.state == BallotState.OPEN,
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
        (
            "Chưa kiểm phiếu nên chưa ai biết kết quả: phong bì không được đọc, phiếu không được đếm. Lý do ghi vào "
            "biên bản. Sau đó lập cuộc bỏ phiếu khác."
        ),
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


_UNTRIED = (
    "Dạng phiếu này Hội đồng chưa bỏ phiếu thử trên máy. Nên quay lại và bỏ phiếu thử trước. Nếu vẫn mở ngay, Chủ tịch "
    "ghi lý do, hoặc cán bộ ghi theo văn bản đã ký; lý do ghi vào biên bản. "
)
_VOID_COUNTED = (
    "Phiếu đã kiểm. Chỉ Chủ tịch hủy được, hoặc cán bộ ghi theo văn bản đã ký, khi nhập nhầm số phiếu hoặc biểu quyết "
    "không đúng quy định; không hủy vì kết quả. Kết quả đã kiểm và lý do vẫn ghi vào biên bản."
)


def _untried(ballot: Ballot) -> bool:
    """Whether a trial is due: a secret ballot of a form that this council has not tried here."""
    return ballot.method == Ballot.Method.SECRET and not ballot.trial and not queries.tried(ballot)


def _may_void(viewer: Viewer, ballot: Ballot) -> bool:
    """Whether the viewer may void a vote, on the screen or from the signed paper."""
    meeting = ballot.meeting
    over = meeting.state != MeetingState.OPEN or meeting.selected_at is not None or meeting.decided_in
    if over or ballot.state == BallotState.VOID:
        return False
    final = ballot.state == BallotState.OPENED and not ballot.trial and ballot.method == Ballot.Method.SECRET
    return not final and any(parts.leads(viewer, meeting.council))


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
    if name == "void" and found.state == BallotState.OPENED and not found.trial:
        purpose, leads = _VOID_COUNTED, parts.is_chairperson(viewer, found.meeting.council)
    untried = name == "open" and _untried(found)
    if untried:
        purpose, leads = _UNTRIED + purpose, parts.is_chairperson(viewer, found.meeting.council)
    doors = Doors(request, may_act=leads, may_record=officer and (untried or name == "void"))
    if name != "http":
        BALLOT_FLOW.step(name, found.state)
    posted = request.POST if request.method == "POST" else None
    form: Form = UntriedForm(posted) if untried else EmptyForm(posted)
    if name == "void":
        form = ReasonForm(posted)
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
    return parts.form_page(doors, found, form, heading=heading, purpose=purpose, button=button)
