"""A meeting as a guided list: what is done, what waits, what comes next."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from thidua.base.acts import VIETNAM
from thidua.council import queries
from thidua.council.models import Attendance, Ballot, Meeting, Question
from thidua.council.views import parts
from thidua.engine.meetings import BallotState, MeetingState
from thidua.nominations import queries as nominated
from thidua.organizations.permissions import Viewer


@dataclass(slots=True)
class Line:
    """One line of the guided list: what it is, how it stands, what is done next there."""

    name: str
    told: str
    tone: str
    url: str = ""
    label: str = ""
    main: bool = False

    @property
    def word(self) -> str:
        """The state in a word."""
        return {"done": "Xong", "going": "Đang làm", "heed": "Cần làm"}.get(self.tone, "Chưa làm")


def lines_of(viewer: Viewer, meeting: Meeting) -> list[Line]:
    """What the meeting is led through, in order."""
    officer = parts.is_officer(viewer, meeting.council)
    leads = any(parts.leads(viewer, meeting.council))
    key = (meeting.movement_id, meeting.pk)
    quorum = queries.quorum_of(meeting, viewer.on)
    called = not meeting.attendance.filter(state=Attendance.State.EXPECTED).exists()
    planned, running = meeting.state == MeetingState.PLANNED, meeting.state == MeetingState.OPEN
    enough = "đủ" if quorum.met else "chưa đủ"
    files = meeting.files.count()
    agenda = f"{files:02d} tài liệu" if files else "Chưa có tài liệu"
    lines = [
        Line(
            "Nội dung, tài liệu",
            f"{'Đã ghi nội dung' if meeting.agenda.strip() else 'Chưa ghi nội dung'}; {agenda.lower()}",
            "done" if files or meeting.agenda.strip() else "",
            reverse("council_files", args=key) if files or (officer and (planned or running)) else "",
            "Tài liệu họp",
        ),
    ]
    if meeting.written:
        due = f"hạn gửi lại {meeting.return_by:%d/%m/%Y}" if meeting.return_by else ""
        lines.append(
            Line(
                "Bắt đầu lấy ý kiến",
                f"Đã bắt đầu; {due}" if not planned else f"Chưa bắt đầu; {due}",
                "heed" if planned else "done",
                reverse("council_meeting_step", args=(*key, "mo-hop")) if leads and planned else "",
                "Bắt đầu lấy ý kiến",
            )
        )
        return lines + _voting_lines(viewer, meeting, _votes_of(meeting), officer=officer, leads=leads)
    lines += [
        Line(
            "Điểm danh",
            f"Có mặt {quorum.present:02d}/{quorum.members:02d} thành viên biểu quyết; {enough} số cần có là "
            f"{quorum.needed:02d}"
            if called
            else "Chưa điểm danh hết",
            "done" if called else "heed",
            reverse("council_attendance", args=key) if officer and (planned or running) else "",
            "Điểm danh",
        ),
        Line(
            "Mở phiên họp",
            f"Mở lúc {_clock(meeting)}; chủ tọa {meeting.chair}" if not planned else "Chưa mở",
            ("heed" if called else "") if planned else "done",
            reverse("council_meeting_step", args=(*key, "mo-hop")) if leads and planned else "",
            "Mở phiên họp",
        ),
    ]
    suggested = len(queries.suggested_recusals(meeting)) if planned or running else 0
    declared = meeting.recusals.count()
    lines.append(
        Line(
            "Người có liên quan",
            (f"Đã khai {declared:02d} trường hợp" if declared else "Chưa ai khai")
            + (f"; nên hỏi {suggested:02d} trường hợp cùng đơn vị" if suggested else ""),
            "heed" if suggested and running else "done" if declared or not planned else "",
            reverse("council_recusals", args=key) if (planned or running) else "",
            "Khai liên quan",
        )
    )
    tellers = meeting.tellers.count()
    votes = _votes_of(meeting)
    lines.append(
        Line(
            "Tổ kiểm phiếu",
            "Đã cử 3 người" if tellers else "Chỉ cần khi bỏ phiếu kín",
            "done" if tellers or votes else "",
            reverse("council_tellers", args=key) if officer and (planned or running) else "",
            "Cử Tổ kiểm phiếu",
        )
    )
    return lines + _voting_lines(viewer, meeting, votes, officer=officer, leads=leads)


def _votes_of(meeting: Meeting) -> list[Ballot]:
    """The votes that count: no trial, none that is void."""
    rows = meeting.ballots.filter(trial=False).exclude(state=BallotState.VOID.value)
    return list(rows.order_by("pk"))


def _voting_lines(
    viewer: Viewer, meeting: Meeting, votes: list[Ballot], *, officer: bool, leads: bool
) -> list[Line]:
    key = (meeting.movement_id, meeting.pk)
    running = meeting.state == MeetingState.OPEN
    cases = list(queries.votable(meeting)) if running else []
    back = nominated.held_back(cases, viewer.on)
    put = set(Question.objects.filter(ballot__in=votes).values_list("nomination_id", flat=True))
    left = sum(row.pk not in put and row.pk not in back for row in cases)
    busy = next((vote for vote in votes if vote.state != BallotState.OPENED), None)
    counted = len(votes) - (1 if busy else 0)
    vote_url = reverse("council_ballot_add", args=key)
    vote_label = "Đưa ra biểu quyết"
    if busy is not None:
        vote_url, vote_label = (
            reverse("council_ballot", args=(meeting.movement_id, busy.pk)),
            "Xem cuộc biểu quyết",
        )
    voted = bool(counted) and not busy and not left
    told = f"Đã kiểm {counted:02d} cuộc biểu quyết" if counted else "Chưa kiểm cuộc nào"
    if not votes:
        told = "Chưa biểu quyết"
    if left:
        told += f"; còn {left:02d} trường hợp đủ điều kiện"
    if back:
        told += f"; {len(back):02d} trường hợp có sự việc mới sau thẩm định"
    chosen = meeting.selections.filter(chosen=True).count()
    closed = meeting.state in {MeetingState.CLOSED, MeetingState.MINUTED}
    minuted = meeting.state == MeetingState.MINUTED
    return [
        Line(
            "Biểu quyết",
            told,
            "done" if voted or closed else "going" if votes else "",
            vote_url if running and (officer or busy is not None) else "",
            vote_label,
        ),
        Line(
            "Chọn trong số lượng",
            f"Đã chọn {chosen:02d} trường hợp" if meeting.selected_at else "Chưa chọn",
            "done" if meeting.selected_at else "",
            reverse("council_select", args=key)
            if officer and running and not meeting.selected_at and counted and not busy
            else "",
            "Chọn người được khen",
        ),
        Line(
            "Kết thúc phiên họp" if not meeting.written else "Kết thúc lấy ý kiến",
            "Đã kết thúc" if closed else "Chưa kết thúc",
            "done" if closed else "",
            reverse("council_meeting_step", args=(*key, "ket-thuc")) if leads and running else "",
            "Kết thúc phiên họp" if not meeting.written else "Kết thúc lấy ý kiến",
        ),
        Line(
            "Biên bản",
            f"Số {meeting.minutes.citation}" if minuted and meeting.minutes else "Chưa ghi số",
            "done" if minuted else "",
            reverse("council_minutes", args=key) if officer and closed else "",
            "Xem biên bản" if minuted else "Soạn biên bản",
        ),
    ]


def _clock(meeting: Meeting) -> str:
    return f"{meeting.opened_at.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if meeting.opened_at else ""
