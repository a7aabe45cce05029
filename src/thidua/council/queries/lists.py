"""Councils, meetings and ballots by viewer; what waits and how far."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from thidua.base.acts import VIETNAM
from thidua.council.models import Attendance, Ballot, Council, CouncilMember, Meeting, Recusal, RollEntry
from thidua.council.queries.meetings import voting_seats
from thidua.engine.flow import Role
from thidua.engine.meetings import BallotState, MeetingState
from thidua.engine.words import clock_time
from thidua.movements.models import Movement
from thidua.organizations.models import in_force
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, covered_units

_READERS = tuple(role for role in READS_AUTHORITY if role is not Role.PUBLICITY)

_OUT_OF_CONTEST = Q(ballot__marks__isnull=False) & Exists(
    Recusal.objects.filter(
        meeting=OuterRef("ballot__meeting"),
        member=OuterRef("member"),
        votes=False,
        nomination__questions__ballot=OuterRef("ballot"),
    )
)
"""Recused from one name of a contest: there is no paper to cast."""


def councils_visible_to(viewer: Viewer) -> QuerySet[Council]:
    """The councils of the authorities that the account reads, and those in which it sits."""
    by_role = Council.objects.filter(authority_id__in=covered_units(viewer, *_READERS))
    seated = Council.objects.filter(
        pk__in=CouncilMember.objects.filter(in_force(viewer.on), person__user=viewer.user).values(
            "council_id"
        )
    )
    return (
        (by_role | seated)
        .select_related("authority__subject", "standing_unit__subject")
        .order_by("-valid_from")
    )


def meetings_visible_to(viewer: Viewer) -> QuerySet[Meeting]:
    """Meetings of those councils, and those that the account's person sits at, counts the votes of or stands in at.

    Who is on the roll of a meeting sees it to its end, whatever becomes of the seat meanwhile.
    """
    by_council = Meeting.objects.filter(council__in=councils_visible_to(viewer).order_by().values("pk"))
    as_teller = Meeting.objects.filter(tellers__person__user=viewer.user)
    stands_in = Meeting.objects.filter(
        Q(attendance__substitute__user=viewer.user) | Q(attendance__member__person__user=viewer.user)
    )
    rows = Meeting.objects.filter(pk__in=by_council.values("pk")) | Meeting.objects.filter(
        pk__in=as_teller.values("pk")
    )
    rows = rows | Meeting.objects.filter(pk__in=stands_in.values("pk"))
    return rows.select_related(
        "council__authority__subject", "movement", "chair__person__subject", "secretary__person__subject"
    ).order_by("-planned_at", "-pk")


def ballots_visible_to(viewer: Viewer) -> QuerySet[Ballot]:
    """Ballots of those meetings; what is in an envelope nobody reads from here."""
    return Ballot.objects.filter(
        meeting__in=meetings_visible_to(viewer).order_by().values("pk")
    ).select_related("meeting__council__authority", "meeting__movement", "published")


def members_on(council: Council, on: date) -> QuerySet[CouncilMember]:
    """The members of a day in the order of the decision."""
    return (
        council.members.filter(in_force(on))
        .select_related("person__subject", "person__user")
        .order_by("order", "pk")
    )


def todo(viewer: Viewer, movement: Movement) -> list[dict[str, Any]]:
    """What waits for the viewer at step 8: a ballot to cast, a key to take, a meeting to go to or to lead on."""
    rows: list[dict[str, Any]] = []
    waiting = (
        RollEntry.objects.filter(
            ballot__meeting__movement=movement,
            ballot__state=BallotState.OPEN.value,
            ballot__method=Ballot.Method.SECRET,
            state="expected",
            member__in=voting_seats(viewer.user).filter(meeting__movement=movement).values("member"),
        )
        .exclude(_OUT_OF_CONTEST)
        .values_list("ballot_id", flat=True)
    )
    asked = RollEntry.objects.filter(
        ballot__meeting__movement=movement,
        ballot__state=BallotState.OPEN.value,
        ballot__method=Ballot.Method.WRITTEN,
        state="expected",
        member__person__user=viewer.user,
    ).select_related("ballot__meeting")
    rows += [
        {
            "text": "Gửi phiếu ý kiến xét khen thưởng",
            "url": reverse("council_opinion", args=(movement.pk, entry.ballot_id, entry.member_id)),
            "due": entry.ballot.meeting.return_by,
            "whose": "Thành viên Hội đồng",
            "label": "Gửi ý kiến",
        }
        for entry in asked
    ]
    rows += [
        {
            "text": "Bỏ phiếu xét khen thưởng",
            "url": reverse("council_vote", args=(movement.pk, ballot_id)),
            "due": None,
            "whose": "Thành viên Hội đồng",
            "label": "Bỏ phiếu",
        }
        for ballot_id in waiting
    ]
    keys = (
        Ballot.objects.filter(
            meeting__movement=movement,
            state=BallotState.PREPARED.value,
            method=Ballot.Method.SECRET,
            meeting__tellers__person__user=viewer.user,
        )
        .exclude(keys__teller__person__user=viewer.user, keys__confirmed=True)
        .values_list("pk", flat=True)
    )
    rows += [
        {
            "text": "Nhận khóa kiểm phiếu",
            "url": reverse("council_key", args=(movement.pk, ballot_id)),
            "due": None,
            "whose": "Tổ kiểm phiếu",
            "label": "Nhận khóa",
        }
        for ballot_id in keys
    ]
    if not viewer.holds(Role.OFFICER, movement.authority_id):
        rows += _asked_to(viewer, movement)
    else:
        words = {
            MeetingState.PLANNED: ("Chuẩn bị và mở phiên họp Hội đồng", "Chuẩn bị họp"),
            MeetingState.OPEN: ("Tiếp tục phiên họp Hội đồng", "Tiếp tục họp"),
            MeetingState.CLOSED: ("Hoàn thành biên bản họp Hội đồng", "Hoàn thành biên bản"),
        }
        in_writing = {
            MeetingState.PLANNED: ("Gửi phiếu lấy ý kiến Hội đồng", "Chuẩn bị phiếu"),
            MeetingState.OPEN: ("Theo dõi phiếu lấy ý kiến Hội đồng", "Xem phiếu gửi lại"),
            MeetingState.CLOSED: ("Hoàn thành biên bản lấy ý kiến Hội đồng", "Hoàn thành biên bản"),
        }
        rows += [
            {
                "text": (in_writing if meeting.written else words)[MeetingState(meeting.state)][0],
                "url": reverse("council_meeting", args=(movement.pk, meeting.pk)),
                "due": meeting.on if meeting.state == MeetingState.PLANNED else None,
                "whose": "Cơ quan thường trực",
                "label": (in_writing if meeting.written else words)[MeetingState(meeting.state)][1],
            }
            for meeting in Meeting.objects.filter(movement=movement, state__in=list(words)).order_by(
                "planned_at"
            )
        ]
    return rows


def _asked_to(viewer: Viewer, movement: Movement) -> list[dict[str, Any]]:
    """Meetings to come in which the viewer has a seat, or stands in for one: when, where, what to read before."""
    seats = Attendance.objects.filter(
        Q(member__person__user=viewer.user, substitute__isnull=True) | Q(substitute__user=viewer.user)
    )
    meetings = (
        Meeting.objects.filter(movement=movement, state=MeetingState.PLANNED.value, written=False)
        .filter(pk__in=seats.values("meeting_id"))
        .annotate(papers=Count("files"))
        .order_by("planned_at", "pk")
    )
    rows = []
    for meeting in meetings:
        if meeting.on < viewer.on:
            continue
        at = meeting.planned_at.astimezone(VIETNAM)
        read = f"; đọc trước {meeting.papers:02d} tài liệu" if meeting.papers else ""
        rows.append(
            {
                "text": f"Dự họp Hội đồng lúc {clock_time(at.time())} ngày {at:%d/%m/%Y}, {meeting.place}{read}",
                "url": reverse(
                    "council_files" if meeting.papers else "council_meeting", args=(movement.pk, meeting.pk)
                ),
                "due": meeting.on,
                "whose": "Thành viên Hội đồng",
                "label": "Đọc tài liệu họp" if meeting.papers else "Xem lịch họp",
            }
        )
    return rows


def progress(movement: Movement) -> dict[str, Any]:
    """How far step 8 is: the newest meeting in words."""
    meeting = Meeting.objects.filter(movement=movement).order_by("-planned_at", "-pk").first()
    words = {
        MeetingState.PLANNED: "đã lên lịch họp",
        MeetingState.OPEN: "đang họp",
        MeetingState.CLOSED: "đã họp, chờ biên bản",
        MeetingState.MINUTED: "đã có biên bản",
    }
    if meeting is not None and meeting.written:
        words |= {
            MeetingState.PLANNED: "sắp lấy ý kiến bằng văn bản",
            MeetingState.OPEN: "đang lấy ý kiến bằng văn bản",
            MeetingState.CLOSED: "đã lấy ý kiến, chờ biên bản",
        }
    return {
        "done": int(meeting is not None and meeting.state == MeetingState.MINUTED),
        "total": 1,
        "going": meeting is not None and meeting.state in {MeetingState.OPEN, MeetingState.CLOSED},
        "due": meeting.on if meeting is not None and meeting.state == MeetingState.PLANNED else None,
        "text": words[MeetingState(meeting.state)] if meeting is not None else "chưa có lịch họp",
    }


def numbers(movement: Movement) -> dict[str, int]:
    """Figures for the reports: meetings, questions voted on, chosen of each kind."""
    chosen = Meeting.objects.filter(movement=movement, selections__chosen=True)
    return {
        "meetings": Meeting.objects.filter(movement=movement).exclude(state=MeetingState.PLANNED).count(),
        "ballots": Ballot.objects.filter(
            meeting__movement=movement, state=BallotState.OPENED.value, trial=False
        ).count(),
        "collective": chosen.filter(selections__nomination__subject__kind="unit").count(),
        "household": chosen.filter(selections__nomination__subject__kind="household").count(),
        "individual": chosen.filter(selections__nomination__subject__kind="person").count(),
    }
