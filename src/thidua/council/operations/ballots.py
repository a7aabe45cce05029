"""A vote: prepare, open, close, and the counts that were raised as hands or read from paper."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.council import permissions, queries
from thidua.council.models import (
    Attendance,
    Ballot,
    CouncilMember,
    Meeting,
    OpenVote,
    Question,
    RollEntry,
)
from thidua.council.operations.guards import LIVE, hold_meeting, move_ballot
from thidua.council.operations.meetings import recuse_own_cases
from thidua.engine.ballot import Choice, CountError, Tally, base_of, decide
from thidua.engine.meetings import BALLOT_FLOW, BallotState, MeetingState
from thidua.nominations.models import Nomination

_TAKES_PART = {
    Ballot.Method.SECRET.value: "expected",
    Ballot.Method.PAPER.value: "paper",
    Ballot.Method.HANDS.value: "hand",
}


@operation
def prepare_ballot(
    act: Act,
    *,
    meeting: Meeting,
    method: str,
    nominations: Sequence[Nomination],
    trial: bool = False,
) -> Ballot:
    """Put nominations to the vote, collectives first, then in the Vietnamese order of names.

    Raises ``RefusedError``: one is not eligible or not appraised, is voted on elsewhere, or no tellers are named.
    """
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.OPEN)
    if method not in Ballot.Method.values:
        raise RefusedError(method="Hãy chọn cách biểu quyết.")
    if not nominations:
        raise RefusedError(nominations="Hãy chọn ít nhất một trường hợp để biểu quyết.")
    if method != Ballot.Method.HANDS and meeting.tellers.count() < queries.TELLERS:
        raise RefusedError("Bỏ phiếu kín cần Tổ kiểm phiếu 3 người. Hãy cử Tổ kiểm phiếu trước.")
    keys = [nomination.pk for nomination in nominations]
    rows = list(
        Nomination.objects.filter(pk__in=keys, movement=meeting.movement)
        .select_related("subject")
        .order_by("-subject__kind", "subject__sort_key", "pk")
    )
    unfit = [row.subject.name for row in rows if not row.votable]
    if unfit or len(rows) != len(set(keys)):
        raise RefusedError(
            nominations="Chưa đưa ra biểu quyết được vì chưa thẩm định hoặc chưa đủ điều kiện: "
            + ", ".join(unfit or ["hồ sơ ngoài phong trào"])
            + "."
        )
    busy = Question.objects.filter(nomination__in=rows, ballot__state__in=LIVE).select_related(
        "nomination__subject"
    )
    if busy:
        names = ", ".join(question.nomination.subject.name for question in busy)
        raise RefusedError(nominations=f"Đang có cuộc bỏ phiếu khác về: {names}.")
    recuse_own_cases(meeting)
    ballot = Ballot.objects.create(meeting=meeting, method=method, trial=trial)
    Question.objects.bulk_create(
        [Question(ballot=ballot, nomination=row, order=order) for order, row in enumerate(rows, start=1)]
    )
    act.record(
        "ballot.prepared", ballot, method=method, trial=trial, questions=[row.subject.name for row in rows]
    )
    return ballot


@operation
def accept_plain_http(act: Act, *, ballot: Ballot) -> None:
    """The meeting accepts that members vote over a network without encryption; it is minuted."""
    require(permissions.may_step_ballot(act, ballot, "open"))
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    Ballot.objects.filter(pk=ballot.pk).update(plain_http_accepted=True)
    ballot.refresh_from_db()
    act.record("ballot.plain_http_accepted", ballot)


@operation
def open_ballot(act: Act, *, ballot: Ballot) -> None:
    """Open the vote: quorum looked at again, the roll written down; a secret one with both keys at hand.

    Raises ``RefusedError``: no quorum, keys not confirmed, a question with too few who may vote.
    """
    require(permissions.may_step_ballot(act, ballot, "open"))
    BALLOT_FLOW.step("open", ballot.state)
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    _open(act, ballot)
    ballot.refresh_from_db()


def _open(act: Act, ballot: Ballot) -> None:
    meeting = ballot.meeting
    quorum = queries.quorum_of(meeting, act.on)
    if not quorum.met:
        raise RefusedError(
            f"Chưa đủ số thành viên để biểu quyết: có mặt {quorum.present:02d}/{quorum.members:02d}, "
            f"cần ít nhất {quorum.needed:02d}."
        )
    if meeting.ballots.filter(state=BallotState.OPEN.value).exclude(pk=ballot.pk).exists():
        raise RefusedError("Đang mở một cuộc bỏ phiếu khác. Hãy kết thúc cuộc đó trước.")
    recuse_own_cases(meeting)
    states = {
        Attendance.State.PRESENT.value: _TAKES_PART[ballot.method],
        Attendance.State.OPINION.value: "open",
    }
    entries = [
        RollEntry(ballot=ballot, member=row.member, state=states.get(row.state, "absent"))
        for row in queries.attendance_of(meeting)
        if row.member.voting
    ]
    if ballot.method == Ballot.Method.SECRET:
        _fit_for_secret(ballot, entries, act)
    move_ballot(ballot, BallotState.PREPARED, BallotState.OPEN, opened_at=act.at)
    RollEntry.objects.bulk_create(entries)
    act.record(
        "ballot.opened", ballot, members=len(entries), present=sum(row.state != "absent" for row in entries)
    )


def _fit_for_secret(ballot: Ballot, entries: Sequence[RollEntry], act: Act) -> None:
    if ballot.keys.filter(confirmed=True).count() != queries.KEYS:
        raise RefusedError("Hai người giữ khóa của Tổ kiểm phiếu chưa nhận và gõ lại khóa.")
    least = queries.least_voters(act.on)
    recused = queries.recused_of(ballot.meeting)
    for question in ballot.questions.select_related("nomination__subject"):
        out = recused.get(question.nomination_id, set())
        may = sum(row.state == "expected" and row.member_id not in out for row in entries)
        if may < least:
            raise RefusedError(
                f"Về {question.nomination.subject}: chỉ có {may} người được bỏ phiếu, ít hơn {least} nên "
                "không giữ kín được. Hãy chọn cách biểu quyết khác."
            )


@operation
def close_ballot(act: Act, *, ballot: Ballot) -> None:
    """Close the vote by the guarded row, so that no vote lands after it; the quorum is looked at again.

    Raises ``RefusedError`` while fewer have voted than the quorum needs: wait, or void the ballot.
    """
    require(permissions.may_step_ballot(act, ballot, "close"))
    BALLOT_FLOW.step("close", ballot.state)
    move_ballot(ballot, BallotState.OPEN, BallotState.CLOSED, closed_at=act.at)
    voted = ballot.roll.filter(state__in=("sealed", "paper", "hand")).count()
    needed = ballot.meeting.quorum_needed or 0
    if voted < needed:
        raise RefusedError(
            f"Mới có {voted:02d} người bỏ phiếu, chưa đủ {needed:02d}. Hãy chờ thêm, hoặc hủy cuộc bỏ phiếu này."
        )
    ballot.refresh_from_db()
    act.record("ballot.closed", ballot, voted=voted)


@operation
def void_ballot(act: Act, *, ballot: Ballot, reason: str) -> None:
    """Void a vote with its reason, minuted; envelopes are emptied unread."""
    require(permissions.may_step_ballot(act, ballot, "void"))
    BALLOT_FLOW.step("void", ballot.state)
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do hủy cuộc bỏ phiếu.")
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    if ballot.meeting.selected_at is not None:
        raise RefusedError("Hội đồng đã chọn theo kết quả này. Hãy bỏ kết quả chọn trước.")
    move_ballot(ballot, BallotState(ballot.state), BallotState.VOID, void_reason=reason)
    ballot.roll.update(envelope=None)
    ballot.refresh_from_db()
    act.record("ballot.voided", ballot, reason=reason)


@operation
def record_opinion(act: Act, *, ballot: Ballot, member: CouncilMember, choices: Mapping[int, str]) -> None:
    """Note the named written opinion of an absent member: by the member, or from the signed slip.

    ``choices``: key of the question → ``yes``, ``no`` or ``blank``. Raises ``RefusedError``: not absent with an
    opinion, recused, a question left out.
    """
    by_paper = act.signed is not None and permissions.may_prepare(act, ballot.meeting.council)
    require(by_paper or permissions.is_member(act, member))
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    if ballot.state not in LIVE:
        raise MovedOnError
    if not ballot.meeting.attendance.filter(member=member, state=Attendance.State.OPINION).exists():
        raise RefusedError(f"{member} không được ghi là vắng có phiếu ý kiến.")
    for question in _asked_of(ballot, member):
        choice = choices.get(question.pk, "")
        if choice not in {Choice.YES, Choice.NO, Choice.BLANK}:
            raise RefusedError(**{f"q{question.pk}": "Hãy chọn Đồng ý, Không đồng ý hoặc Ý kiến khác."})
        OpenVote.objects.update_or_create(question=question, member=member, defaults={"choice": choice})
    act.record("ballot.opinion_recorded", ballot, member=member.person.name)


def _asked_of(ballot: Ballot, member: CouncilMember) -> list[Question]:
    recused = queries.recused_of(ballot.meeting)
    return [
        question
        for question in ballot.questions.select_related("nomination__subject")
        if member.pk not in recused.get(question.nomination_id, set())
    ]


@operation
def enter_counts(
    act: Act, *, ballot: Ballot, counts: Mapping[int, Tally], returned: int | None = None
) -> None:
    """Enter the hands counted, or the papers read by the tellers; the roll is written if it was not yet.

    ``counts``: key of the question → counts without the written opinions. ``returned``: papers handed in, all
    unless told. Raises ``RefusedError`` where the counts differ from the roll.
    """
    require(permissions.may_step_ballot(act, ballot, "count"))
    if ballot.method == Ballot.Method.SECRET:
        raise RefusedError("Phiếu kín trên máy được mở bằng hai khóa, không nhập số đếm.")
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    ballot.refresh_from_db()
    state = ballot.state
    if state == BallotState.PREPARED:
        _open(act, ballot)
        state = BallotState.OPEN
    if state == BallotState.OPEN:
        move_ballot(ballot, BallotState.OPEN, BallotState.CLOSED, closed_at=act.at)
        state = BallotState.CLOSED
    BALLOT_FLOW.step("count", state)
    roll = queries.engine_roll(ballot)
    issued = ballot.roll.filter(state__in=("hand", "paper")).count()
    handed_in = issued if returned is None or ballot.method == Ballot.Method.HANDS else returned
    if not 0 <= handed_in <= issued:
        raise RefusedError(returned=f"Số phiếu thu về phải từ 0 đến {issued} phiếu đã phát.")
    faults: dict[str, str] = {}
    questions = list(ballot.questions.select_related("nomination__subject"))
    for question in questions:
        told = counts.get(question.pk)
        may = sum(
            entry.state == "paper" and question.key not in entry.recused for entry in roll
        )  # hands stand as papers in the engine's roll
        fault = _fault_of(ballot, told, may, issued - handed_in)
        if fault or told is None:
            faults[f"q{question.pk}"] = fault or "Hãy nhập số phiếu."
            continue
        opened = [Choice(vote.choice) for vote in question.open_votes.all()]
        asked = sum(entry.state == "open" and question.key not in entry.recused for entry in roll)
        if len(opened) != asked:
            faults[f"q{question.pk}"] = "Còn phiếu ý kiến của thành viên vắng chưa nhập."
            continue
        whole = Tally.of(opened)
        total = Tally(
            told.yes + whole.yes, told.no + whole.no, told.blank + whole.blank, told.spoilt + whole.spoilt
        )
        set_outcome(ballot, question, total, roll)
    if faults:
        raise RefusedError(**faults)
    move_ballot(
        ballot, BallotState.CLOSED, BallotState.OPENED, issued=issued, returned=handed_in, cast=handed_in
    )
    ballot.refresh_from_db()
    act.record("ballot.counted", ballot, counts=queries.counts_told(ballot))


def _fault_of(ballot: Ballot, told: Tally | None, may: int, missing: int) -> str:
    if told is None:
        return "Hãy nhập số phiếu."
    if min(told.yes, told.no, told.blank, told.spoilt) < 0:
        return "Số phiếu không thể âm."
    if ballot.method == Ballot.Method.HANDS and told.spoilt:
        return "Giơ tay không có phiếu không hợp lệ."
    if not may - missing <= told.cast <= may:
        what = f"đúng {may}" if not missing else f"từ {may - missing} đến {may}"
        return f"Cộng các cột được {told.cast}, phải {what} (số người biểu quyết về trường hợp này)."
    return ""


def set_outcome(ballot: Ballot, question: Question, tally: Tally, roll: queries.Roll) -> None:
    """Write what a question came to. Raises ``RefusedError`` when there are more votes than voters."""
    try:
        outcome = decide(
            question.key,
            tally,
            base_of(question.key, roll, ballot.meeting.counted_of),
            ballot.meeting.share,
            recused=sum(question.key in entry.recused for entry in roll),
        )
    except CountError:
        raise RefusedError(
            **{f"q{question.pk}": "Số phiếu nhiều hơn số thành viên được biểu quyết."}
        ) from None
    Question.objects.filter(pk=question.pk).update(
        yes=outcome.yes,
        no=outcome.no,
        blank=outcome.blank,
        spoilt=outcome.spoilt,
        base=outcome.base,
        recused=outcome.recused,
        needed=outcome.needed,
        passed=outcome.passed,
    )
