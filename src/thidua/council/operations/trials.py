"""Papers tried before the first real use: cast, opened, compared; or the reason why not."""

from __future__ import annotations

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.council import permissions, queries
from thidua.council.models import Ballot, Meeting, Question
from thidua.council.operations.guards import fit_method, hold_meeting
from thidua.engine.meetings import LIVE, BallotState, MeetingState

TRIAL_QUESTIONS = ("Nội dung thử thứ nhất", "Nội dung thử thứ hai")
TRIAL_NAMES = ("Tên thử thứ nhất", "Tên thử thứ hai", "Tên thử thứ ba")
TRIAL_MARKS = 2


@operation("ballot.trial_prepared")
def prepare_trial(act: Act, *, meeting: Meeting, contest: bool = False) -> Ballot:
    """A secret ballot on what is made up, so that the council casts, opens and compares before the first real use.

    Two questions to agree with or not; ``contest``: three names on one paper, of which two are marked at most.
    """
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.OPEN)
    fit_method(meeting, Ballot.Method.SECRET.value)
    if meeting.ballots.filter(trial=True, state__in=LIVE).exists():
        raise RefusedError("Đang có một lần bỏ phiếu thử. Hãy làm xong hoặc hủy lần đó.")
    ballot = Ballot.objects.create(
        meeting=meeting, method=Ballot.Method.SECRET, trial=True, marks=TRIAL_MARKS if contest else None
    )
    made_up = TRIAL_NAMES if contest else TRIAL_QUESTIONS
    Question.objects.bulk_create(
        [Question(ballot=ballot, text=text, order=order) for order, text in enumerate(made_up, start=1)]
    )
    act.record("ballot.trial_prepared", ballot, marks=ballot.marks)
    return ballot


@operation("ballot.trial_compared")
def compare_trial(act: Act, *, ballot: Ballot, agreed: bool, note: str = "") -> None:
    """Minute whether the trial came out as its voters know they voted; if not, a note must say where.

    Said once: whoever sees it otherwise tries again. Raises ``MovedOnError`` before the count and the second time.
    """
    require(permissions.may_prepare(act, ballot.meeting.council))
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    if not ballot.trial or ballot.state != BallotState.OPENED:
        raise MovedOnError
    if not agreed and not note.strip():
        raise RefusedError(note="Hãy ghi chỗ không khớp.")
    told = Ballot.objects.filter(pk=ballot.pk, trial_agreed__isnull=True)
    if told.update(trial_agreed=agreed, trial_note=note) != 1:
        raise MovedOnError
    ballot.refresh_from_db()
    act.record("ballot.trial_compared", ballot, agreed=agreed, note=note)


def why_untried(act: Act, ballot: Ballot, reason: str) -> str:
    """Why a secret ballot is opened before papers of its form were tried here; empty where none needs saying.

    The chairperson may lawfully do so, on the screen or by the signed paper. Raises ``RefusedError`` without a reason,
    ``NotAllowedError`` for anybody else's reason.
    """
    if ballot.method != Ballot.Method.SECRET or ballot.trial or queries.tried(ballot):
        return ""
    if not reason.strip():
        raise RefusedError(
            reason="Hội đồng chưa bỏ phiếu thử dạng phiếu này trên máy. Hãy bỏ phiếu thử trước, hoặc Chủ tịch ghi lý "
            "do mở ngay; lý do ghi vào biên bản."
        )
    require(permissions.may_open_untried(act, ballot))
    return reason.strip()
