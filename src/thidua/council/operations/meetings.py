"""A meeting: attendance, recusals, tellers, open, close."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db.models import Q

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.council import permissions, queries
from thidua.council.models import Attendance, CouncilMember, Meeting, Recusal, Teller
from thidua.council.operations.guards import hold_meeting, no_open_ballot, no_paper_rests
from thidua.engine.meetings import LIVE, MEETING_FLOW, BallotState, MeetingState
from thidua.nominations.models import Nomination
from thidua.organizations.models import Person

OWN_CASE = "là người được đề nghị khen"


class Presence(NamedTuple):
    """How one member takes part: ``present``, ``absent`` or ``opinion``, with the reason of an absence."""

    member: CouncilMember
    state: str
    reason: str = ""


@operation("meeting.attendance_taken")
def take_attendance(act: Act, *, meeting: Meeting, presences: Iterable[Presence]) -> None:
    """Note who is there; an absence without its reason is minuted so. Not while a ballot is open.

    Raises ``RefusedError`` for somebody who is no member at this meeting.
    """
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.PLANNED, MeetingState.OPEN)
    no_open_ballot(meeting)
    rows = {row.member_id: row for row in meeting.attendance.all()}
    told: dict[str, str] = {}
    for presence in presences:
        row = rows.get(presence.member.pk)
        if row is None:
            raise RefusedError(f"{presence.member} không phải thành viên tại phiên họp này.")
        if presence.state not in Attendance.State.values:
            raise RefusedError("Hãy chọn có mặt, vắng, hoặc vắng có phiếu ý kiến.")
        if presence.state == Attendance.State.SUBSTITUTE and row.substitute_id is None:
            raise RefusedError(f"Hãy ghi người được {presence.member} ủy quyền dự thay.")
        row.state, row.reason = presence.state, presence.reason
        if row.state != Attendance.State.SUBSTITUTE:
            row.substitute = None
        told[presence.member.person.name] = presence.state
    Attendance.objects.bulk_update(rows.values(), ["state", "reason", "substitute"])
    act.record("meeting.attendance_taken", meeting, attendance=told)


@operation("meeting.substitute_authorised")
def authorise_substitute(
    act: Act, *, meeting: Meeting, member: CouncilMember, substitute: Person, reason: str
) -> None:
    """Somebody comes in an absent member's place with a written authorisation; the vote counts as the member's.

    Raises ``RefusedError``: the council's rules do not know it, somebody with a vote of the own, or no reason.
    """
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.PLANNED, MeetingState.OPEN)
    no_open_ballot(meeting)
    if meeting.written or not meeting.council.substitutes_vote:
        raise RefusedError("Quy chế của Hội đồng không cho người dự thay biểu quyết.")
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do vắng và giấy ủy quyền (số, ngày).")
    if substitute.authority_id != meeting.council.authority_id:
        raise RefusedError(substitute="Người dự thay phải có trong danh bạ của cơ quan.")
    taken = meeting.attendance.exclude(member=member).filter(
        Q(substitute=substitute) | Q(member__person=substitute, member__voting=True)
    )
    if taken.exists() or member.person_id == substitute.pk:
        raise RefusedError(substitute=f"{substitute.name} đã có một phiếu tại phiên họp này.")
    row = meeting.attendance.filter(member=member)
    if row.update(state=Attendance.State.SUBSTITUTE, substitute=substitute, reason=reason) != 1:
        raise RefusedError(f"{member} không phải thành viên tại phiên họp này.")
    if meeting.state == MeetingState.OPEN:
        recuse_own_cases(meeting)
    act.record(
        "meeting.substitute_authorised",
        meeting,
        member=member.person.name,
        substitute=substitute.name,
        reason=reason,
    )


@operation("meeting.opened")
def open_meeting(
    act: Act, *, meeting: Meeting, chair: CouncilMember | None = None, secretary: CouncilMember | None = None
) -> None:
    """Open the meeting when the quorum is there; the own cases of members are taken out of their hands.

    Chair: the council's chair, else its vice, unless named. Raises ``RefusedError``: roll not called, no quorum.
    """
    require(permissions.may_step_meeting(act, meeting, "open"))
    step = MEETING_FLOW.step("open", meeting.state)
    hold_meeting(meeting, MeetingState.PLANNED)
    quorum = queries.quorum_of(meeting, act.on)
    if not meeting.written:
        _all_called(meeting)
        if not quorum.met:
            raise RefusedError(
                f"Chưa đủ số thành viên để họp: có mặt {quorum.present:02d}/{quorum.members:02d}, "
                f"cần ít nhất {quorum.needed:02d}."
            )
    chair = chair or queries.usual_chair(meeting)
    secretary = secretary or queries.usual_secretary(meeting)
    if chair is None:
        raise RefusedError(chair="Chủ tịch và các Phó Chủ tịch Hội đồng đều vắng. Hãy chọn người chủ trì.")
    Meeting.objects.filter(pk=meeting.pk).update(
        state=step.target().value,
        opened_at=meeting.opened_at or act.at,
        quorum_needed=quorum.needed,
        chair=chair,
        secretary=secretary,
    )
    meeting.refresh_from_db()
    recuse_own_cases(meeting)
    act.record(
        "meeting.opened", meeting, present=quorum.present, members=quorum.members, needed=quorum.needed
    )


def _all_called(meeting: Meeting) -> None:
    missing = [
        row.member.person.name
        for row in queries.attendance_of(meeting)
        if row.state == Attendance.State.EXPECTED
    ]
    if missing:
        raise RefusedError(f"Chưa điểm danh: {', '.join(missing)}.")


def recuse_own_cases(meeting: Meeting) -> None:
    """Nobody votes on the own case: written for every nomination of the movement, again before each ballot.

    Somebody who comes in a member's place recuses the seat, and the member who sent somebody stays recused.
    """
    seats = {}
    for row in meeting.attendance.select_related("member__person", "substitute"):
        for person in (row.member.person, row.voter):
            seats[person.subject_id] = row.member
    for nomination in Nomination.objects.filter(movement=meeting.movement, subject_id__in=seats):
        Recusal.objects.update_or_create(
            meeting=meeting,
            member=seats[nomination.subject_id],
            nomination=nomination,
            defaults={"reason": OWN_CASE, "automatic": True, "votes": False},
        )


@operation("meeting.recusal_declared")
def declare_recusal(
    act: Act, *, meeting: Meeting, member: CouncilMember, nomination: Nomination, reason: str, votes: bool
) -> Recusal:
    """Declare an interest and minute it; ``votes`` says whether the member still votes (own unit: usually yes).

    Raises ``RefusedError`` for the own case (never votes), without a reason, while a ballot is open, or once it was
    counted: the minutes would tell of somebody who voted that he stayed out.
    """
    require(permissions.may_recuse(act, meeting, member))
    hold_meeting(meeting, MeetingState.PLANNED, MeetingState.OPEN)
    no_open_ballot(meeting)
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do liên quan.")
    if nomination.movement_id != meeting.movement_id:
        raise RefusedError("Hồ sơ này không thuộc phong trào của phiên họp.")
    counted = nomination.questions.filter(ballot__meeting=meeting, ballot__state=BallotState.OPENED.value)
    if counted.exists():
        raise RefusedError(
            "Phiên họp đã kiểm phiếu về trường hợp này: liên quan phải được khai trước khi biểu quyết. Hãy ghi việc "
            "này vào ý kiến thảo luận trong biên bản."
        )
    row = meeting.attendance.filter(member=member).select_related("substitute").first()
    own = {member.person.subject_id, row.voter.subject_id if row is not None else None}
    if nomination.subject_id in own and votes:
        raise RefusedError(votes="Thành viên không biểu quyết về trường hợp của chính mình.")
    if votes and not meeting.council.own_unit_votes:
        raise RefusedError(
            votes="Quy chế của Hội đồng: người có liên quan không biểu quyết về trường hợp đó."
        )
    recusal, _ = Recusal.objects.update_or_create(
        meeting=meeting,
        member=member,
        nomination=nomination,
        defaults={"reason": reason, "votes": votes, "automatic": False},
    )
    act.record(
        "meeting.recusal_declared",
        meeting,
        member=member.person.name,
        subject=nomination.subject.name,
        reason=reason,
        votes=votes,
    )
    return recusal


@operation("meeting.tellers_named")
def name_tellers(act: Act, *, meeting: Meeting, lead: Person, others: Sequence[Person]) -> list[Teller]:
    """Tổ kiểm phiếu: a lead and two, none of them nominated. Named anew until a ballot is prepared."""
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.PLANNED, MeetingState.OPEN)
    people = [lead, *others]
    if len({person.pk for person in people}) != queries.TELLERS:
        raise RefusedError(lead="Tổ kiểm phiếu gồm 3 người khác nhau: 1 tổ trưởng, 2 tổ viên.")
    if any(person.authority_id != meeting.council.authority_id for person in people):
        raise RefusedError(lead="Người kiểm phiếu phải thuộc cơ quan của Hội đồng.")
    subjects = {person.subject_id: person.name for person in people}
    nominated = Nomination.objects.filter(movement=meeting.movement, subject_id__in=subjects).exclude(
        state="withdrawn"
    )
    names = sorted({subjects[row.subject_id] for row in nominated})
    if names:
        raise RefusedError(lead=f"Người được đề nghị khen không kiểm phiếu: {', '.join(names)}.")
    if meeting.ballots.filter(state__in=LIVE).exists():
        raise RefusedError("Đã lập phiếu. Hãy kiểm phiếu hoặc hủy cuộc bỏ phiếu rồi đổi Tổ kiểm phiếu.")
    keep = [person.pk for person in people]
    # a teller who held a key of an earlier ballot of this meeting stays on record with it
    meeting.tellers.exclude(person_id__in=keep).filter(keys__isnull=True).delete()
    meeting.tellers.update(lead=False)
    for person in people:
        Teller.objects.update_or_create(
            meeting=meeting, person=person, defaults={"lead": person.pk == lead.pk}
        )
    act.record("meeting.tellers_named", meeting, tellers=[person.name for person in people])
    return list(meeting.tellers.filter(person_id__in=keep).order_by("-lead", "pk"))


@operation("meeting.adjourned")
def adjourn(act: Act, *, meeting: Meeting, reason: str) -> None:
    """Put an open meeting off to another day, with the reason."""
    require(permissions.may_step_meeting(act, meeting, "adjourn"))
    step = MEETING_FLOW.step("adjourn", meeting.state)
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do hoãn họp.")
    hold_meeting(meeting, MeetingState.OPEN)
    no_open_ballot(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=step.target().value)
    meeting.refresh_from_db()
    act.record("meeting.adjourned", meeting, reason=reason)


@operation("meeting.closed")
def close_meeting(act: Act, *, meeting: Meeting, discussion: str) -> None:
    """Close the meeting with what was said; no ballot may be left uncounted."""
    require(permissions.may_step_meeting(act, meeting, "close"))
    step = MEETING_FLOW.step("close", meeting.state)
    hold_meeting(meeting, MeetingState.OPEN)
    if meeting.ballots.filter(state__in=LIVE).exists():
        raise RefusedError(
            "Còn cuộc bỏ phiếu chưa kiểm xong. Hãy kiểm phiếu hoặc hủy trước khi kết thúc họp."
        )
    Meeting.objects.filter(pk=meeting.pk).update(
        state=step.target().value, closed_at=act.at, discussion=discussion
    )
    meeting.refresh_from_db()
    act.record("meeting.closed", meeting, chosen=meeting.selections.filter(chosen=True).count())


@operation("meeting.reopened")
def reopen_meeting(act: Act, *, meeting: Meeting, reason: str) -> None:
    """Take a closed meeting up again, or its minutes back, with the reason.

    Raises ``RefusedError`` once a numbered proposal letter or a decision rests on its result.
    """
    require(permissions.may_step_meeting(act, meeting, "reopen"))
    step = MEETING_FLOW.step("reopen", meeting.state)
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do mở lại.")
    hold_meeting(meeting, MeetingState(meeting.state))
    no_paper_rests(meeting)
    if Meeting.objects.filter(pk=meeting.pk).update(state=step.target().value) != 1:
        raise MovedOnError
    meeting.refresh_from_db()
    act.record("meeting.reopened", meeting, reason=reason)
