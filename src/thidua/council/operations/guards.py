"""The rows at which invariants over several rows are guarded: always the first write of an operation."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F

from thidua.base.acts import Act
from thidua.base.errors import MovedOnError, RefusedError
from thidua.council import queries
from thidua.council.models import Ballot, Meeting
from thidua.engine.meetings import BallotState, MeetingState
from thidua.engine.quota import QuotaError
from thidua.nominations.models import Nomination

NO_PARTICIPANTS = "Số lượng khen trong kế hoạch tính theo tỷ lệ nhưng chưa có số tập thể, cá nhân tham gia."


def fit_method(meeting: Meeting, method: str) -> None:
    """A way of voting that the meeting can take. Raises ``RefusedError``; a secret vote needs its tellers."""
    if method not in Ballot.Method.values:
        raise RefusedError(method="Hãy chọn cách biểu quyết.")
    if meeting.written is not (method == Ballot.Method.WRITTEN):
        raise RefusedError(
            method="Khi lấy ý kiến bằng văn bản thì không họp, nên chỉ có cách gửi phiếu ý kiến."
            if meeting.written
            else "Lấy ý kiến bằng văn bản được lên lịch riêng, không trong phiên họp."
        )
    if method in {Ballot.Method.PAPER, Ballot.Method.SECRET} and meeting.tellers.count() < queries.TELLERS:
        raise RefusedError("Bỏ phiếu kín cần Tổ kiểm phiếu 3 người. Hãy cử Tổ kiểm phiếu trước.")


def hold_meeting(meeting: Meeting, *states: MeetingState) -> None:
    """Take the meeting's row for this transaction. Raises ``MovedOnError`` when it is in no such state."""
    held = Meeting.objects.filter(pk=meeting.pk, state__in=[state.value for state in states]).update(
        version=F("version") + 1
    )
    if held != 1:
        raise MovedOnError
    meeting.refresh_from_db()


def no_open_ballot(meeting: Meeting) -> None:
    """While people vote, nobody comes, goes or steps back."""
    if meeting.ballots.filter(state__in=(BallotState.OPEN.value, BallotState.CLOSED.value)).exists():
        raise RefusedError(
            "Đang có cuộc bỏ phiếu chưa kiểm xong. Hãy kiểm phiếu hoặc hủy cuộc bỏ phiếu đó trước."
        )


def no_paper_rests(meeting: Meeting) -> None:
    """Nothing is changed under a numbered proposal letter; under an issued decision never. 06/2022/QH15, art. 93.2."""
    if meeting.decided_in:
        raise RefusedError(
            f"Đã có {meeting.decided_in} theo kết quả này nên không thay đổi được nữa. Khen thưởng đã quyết định chỉ "
            "được hủy bỏ theo căn cứ của pháp luật, từng trường hợp, ở sổ khen thưởng."
        )
    if meeting.proposed_in:
        raise RefusedError(
            f"Đã có {meeting.proposed_in} theo kết quả này. Hãy rút tờ trình trước, ở trang Quyết định khen thưởng."
        )


def move_ballot(ballot: Ballot, source: BallotState, target: BallotState, **columns: object) -> None:
    """Move a ballot from one state. Raises ``MovedOnError`` when another hand was faster.

    The object in hand is read anew by the caller, at the end: a refusal after this leaves it as it was.
    """
    moved = Ballot.objects.filter(pk=ballot.pk, state=source.value).update(state=target.value, **columns)
    if moved != 1:
        raise MovedOnError


def proposed(act: Act, meeting: Meeting, chair_order: Sequence[Nomination] = ()) -> queries.Proposal:
    """What the votes propose within the quotas. Raises ``RefusedError`` where a share has nobody to be taken of."""
    try:
        return queries.proposal(meeting, act.on, chair_order)
    except QuotaError:
        raise RefusedError(NO_PARTICIPANTS) from None
