"""What the minutes tell of how it was voted, beside the counts."""

from __future__ import annotations

from thidua.council.models import Attendance, Ballot, Meeting
from thidua.council.papers.words import hour, named, small
from thidua.council.queries.meetings import results
from thidua.council.queries.notes import account_changes, opinions_replaced, trials_of
from thidua.documents.paper import Block, Bullet
from thidua.engine.meetings import BallotState
from thidua.engine.nominations import State


def incidents(meeting: Meeting) -> list[Block]:
    """What the members must know of how it was voted: trial, network, void votes, passwords set by others."""
    blocks: list[Block] = []
    ballots = list(meeting.ballots.order_by("pk"))
    for ballot in ballots:
        blocks += [Bullet(line) for line in _of_ballot(ballot)]
    blocks += [
        Bullet(
            f"{named(row)}: đề nghị được rút sau khi kiểm phiếu, lý do: {row.case.outcome_reason.rstrip('.')}."
        )
        for row in results(meeting)
        if row.case.state == State.WITHDRAWN
    ]
    secret = [row for row in ballots if row.method == Ballot.Method.SECRET and not row.trial]
    if secret:
        told = [_trial_before(row) for row in secret if row.opened_at is not None]
        blocks += [Bullet(line) for line in dict.fromkeys(told) if line]
        blocks += [
            Bullet(f"Trong thời gian họp: {small(row.what)} lúc {hour(row.at)}.")
            for row in account_changes(meeting)
        ]
    return blocks


def _trial_before(ballot: Ballot) -> str:
    """Whether papers of the form were tried before; nothing where this meeting tried them, which is told already."""
    if ballot.untried_reason:
        return (
            f"{_form(ballot)}: chưa bỏ phiếu thử trên máy; Chủ tịch quyết định vẫn mở bỏ phiếu, lý do: "
            f"{ballot.untried_reason.rstrip('.')}."
        )
    trials = list(trials_of(ballot).select_related("meeting").order_by("-pk"))
    if not trials:
        return f"{_form(ballot)}: Hội đồng chưa bỏ phiếu thử trên máy trước khi bỏ phiếu kín lần này."
    if any(trial.meeting_id == ballot.meeting_id for trial in trials):
        return ""
    return f"{_form(ballot)}: Hội đồng đã bỏ phiếu thử trên máy ngày {trials[0].meeting.on:%d/%m/%Y}, kết quả khớp."


def _form(ballot: Ballot) -> str:
    return f"Phiếu kín trên máy, {'phiếu chung' if ballot.contest else 'từng tên'}"


def _of_trial(ballot: Ballot) -> str:
    """What a trial came to; one that was never opened is no news."""
    if ballot.opened_at is None:
        return ""
    said = f"Hội đồng đã bỏ phiếu thử trên máy ({'phiếu chung' if ballot.contest else 'từng tên'})"
    if ballot.trial_agreed is not None:
        right = "kết quả khớp" if ballot.trial_agreed else f"không khớp, {ballot.trial_note.rstrip('.')}"
        return f"{said}, mở phong bì và đối chiếu: {right}."
    if ballot.state == BallotState.VOID:
        return f"{said}, đã hủy lần thử, lý do: {ballot.void_reason.rstrip('.')}."
    return f"{said}, chưa đối chiếu."


def _of_ballot(ballot: Ballot) -> list[str]:
    if ballot.trial:
        said = _of_trial(ballot)
        return [said] if said else []
    told = []
    if ballot.plain_http_accepted and ballot.state == BallotState.OPENED:
        told.append(f"{ballot}: Hội đồng đồng ý bỏ phiếu qua mạng nội bộ không mã hóa đường truyền.")
    if ballot.round > 1 and ballot.state == BallotState.OPENED:
        away = ballot.meeting.attendance.filter(state=Attendance.State.OPINION).values("member")
        silent = ballot.roll.filter(state="absent", member__in=away).select_related("member__person__subject")
        names = ", ".join(row.member.person.name for row in silent.order_by("member__order"))
        if names:
            told.append(
                f"Vòng {ballot.round}: thành viên vắng không có phiếu ý kiến cho vòng này, tính là vắng: {names}."
            )
    told += [
        f"{ballot}: phiếu ý kiến của {row.member} gửi trên máy lúc {row.sent} được thay bằng phiếu giấy đã ký, lý do: "
        f"{row.reason.rstrip('.')}."
        for row in opinions_replaced(ballot)
    ]
    if ballot.state == BallotState.VOID:
        again = " Đã biểu quyết lại." if ballot.repeated_by.exists() else ""
        told.append(
            f"{ballot}: đã hủy, lý do: {ballot.void_reason.rstrip('.')}.{again}{_result_before(ballot)}"
        )
    return told


def _result_before(ballot: Ballot) -> str:
    """What a vote had come to before it was void; nothing where it was never counted."""
    rows = ballot.questions.filter(yes__isnull=False).select_related("nomination__subject__person")
    word = "phiếu đánh dấu" if ballot.contest else "đồng ý"
    said = "; ".join(
        f"{named(row)} {row.yes:02d}/{row.base or 0:02d} {word}, {row.no or 0:02d} "
        f"{'phiếu chỉ đánh dấu tên khác' if ballot.contest else 'không đồng ý'}"
        for row in rows
    )
    return f" Kết quả đã kiểm trước khi hủy: {said}." if said else ""
