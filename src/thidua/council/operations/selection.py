"""The council's choice within the quota. The quota is the plan's, so it is guarded at the movement too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.council import permissions
from thidua.council.models import Meeting, Selection
from thidua.council.operations.guards import hold_meeting, no_paper_rests, proposed
from thidua.council.queries.groups import unmatched
from thidua.council.queries.standing import Proposal, Standing, fits, leader_share
from thidua.engine.eligibility import LeaderShare
from thidua.engine.meetings import LIVE, MeetingState
from thidua.engine.quota import NotChosenReason
from thidua.movements.models import Movement
from thidua.nominations import operations as nominations
from thidua.nominations.models import Nomination

_NOT_CHOSEN = {
    NotChosenReason.QUOTA_FULL: "Hết số lượng khen theo kế hoạch",
    NotChosenReason.TIE_AT_EDGE: "Bằng nhau ở mép số lượng, không được chọn",
}

_CAME_UP = "Có sự việc mới sau thẩm định, chưa đủ điều kiện để chọn"


@operation("meeting.selected")
def select(
    act: Act,
    *,
    meeting: Meeting,
    chosen: Sequence[Nomination] | None = None,
    reasons: Mapping[int, str] | None = None,
    chair_order: Sequence[Nomination] = (),
) -> list[Selection]:
    """Choose among those who passed: by the rules when ``chosen`` is left out, else as the council decided.

    ``chair_order``: whom the council's chair prefers among equals, first first. ``reasons``: key of a nomination →
    why it is chosen before somebody who stands higher. Raises ``RefusedError``: nothing counted, one did not pass,
    the quota is exceeded, a reason is missing, equals at the edge are not parted; ``MovedOnError`` when it was done.
    """
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.OPEN)
    _hold_quota(meeting.movement)
    if meeting.selected_at is not None:
        raise MovedOnError("Phiên họp đã có kết quả chọn. Muốn chọn lại, hãy bỏ kết quả trước và ghi lý do.")
    if meeting.ballots.filter(state__in=LIVE).exists():
        raise RefusedError("Còn cuộc bỏ phiếu chưa kiểm xong nên chưa chọn được.")
    proposal = proposed(act, meeting, chair_order)
    lost = unmatched(meeting.movement, proposal.quotas, act.on)
    if lost:
        raise RefusedError(
            f"Số lượng khen của “{lost[0].group}” chưa gắn được với đơn vị nào nên không giữ được số lượng đó. Hãy sửa "
            "nội dung này trong kế hoạch: ghi tên hoặc mã đơn vị, hoặc tên khối trong danh bạ."
        )
    if not proposal.standings:
        raise RefusedError("Chưa có kết quả biểu quyết nào được kiểm.")
    moved = [row.nomination.subject.name for row in proposal.standings if row.nomination.state != "appraised"]
    if moved:
        raise RefusedError(
            f"Hồ sơ đang được hoàn thiện hoặc thẩm định lại: {', '.join(moved)}. Chưa chọn được."
        )
    told = dict(reasons or {})
    _tie_for_the_chair(meeting, proposal, chosen, chair_order)
    picked = _picked(meeting, proposal, chosen)
    if chosen is not None:
        _lawful(act, meeting, proposal, picked, told)
    _leaders_within(
        act, meeting, [row.nomination for row in proposal.standings if row.nomination.pk in picked]
    )
    rows = _write(act, meeting, proposal, picked, told)
    Meeting.objects.filter(pk=meeting.pk).update(selected_at=act.at)
    meeting.refresh_from_db()
    act.record(
        "meeting.selected",
        meeting,
        chosen=[row.nomination.subject.name for row in rows if row.chosen],
        reasons={row.nomination.subject.name: row.reason for row in rows if row.reason},
        chair_order=[nomination.subject.name for nomination in chair_order],
    )
    return rows


def _hold_quota(movement: Movement) -> None:
    """Two meetings of one movement share its quotas: the second waits here and then counts the first's choice."""
    if Movement.objects.filter(pk=movement.pk, state="launched").update(version=F("version") + 1) != 1:
        raise MovedOnError


def _tie_for_the_chair(
    meeting: Meeting,
    proposal: Proposal,
    chosen: Sequence[Nomination] | None,
    chair_order: Sequence[Nomination],
) -> None:
    """Where the council's rules do not leave equals to its chair, only a further round parts them."""
    if meeting.council.chair_parts_ties:
        return
    tied = {row.nomination.pk for tie in proposal.ties() for row in tie}
    if chair_order or tied & {nomination.pk for nomination in chosen or ()}:
        raise RefusedError(
            chosen="Quy chế của Hội đồng không giao Chủ tịch quyết định khi bằng nhau. Hãy bỏ phiếu vòng tiếp theo."
        )


def _picked(meeting: Meeting, proposal: Proposal, chosen: Sequence[Nomination] | None) -> set[int]:
    if chosen is not None:
        return {nomination.pk for nomination in chosen}
    ties = proposal.ties()
    if ties:
        names = "; ".join(", ".join(row.nomination.subject.name for row in tie) for tie in ties)
        raise RefusedError(
            chair_order=f"Bằng nhau ở mép số lượng khen: {names}. Hãy bỏ phiếu vòng tiếp theo"
            + (
                ", hoặc ghi thứ tự theo ý kiến Chủ tịch Hội đồng."
                if meeting.council.chair_parts_ties
                else "."
            )
        )
    return {row.nomination.pk for row in proposal.chosen()}


def _lawful(
    act: Act, meeting: Meeting, proposal: Proposal, picked: set[int], reasons: Mapping[int, str]
) -> None:
    by_pk = {row.nomination.pk: row for row in proposal.standings}
    if picked - by_pk.keys():
        raise RefusedError(chosen="Có hồ sơ chưa được biểu quyết tại phiên họp này.")
    nominations.require_standing(act, [by_pk[pk].nomination for pk in picked], "chosen")
    failed = [
        row.nomination.subject.name
        for row in proposal.standings
        if row.nomination.pk in picked and not (row.question and row.question.passed)
    ]
    if failed:
        raise RefusedError(chosen=f"Không đạt tỷ lệ phiếu nên không chọn được: {', '.join(failed)}.")
    if not fits(meeting, act.on, [by_pk[pk].nomination for pk in picked]):
        raise RefusedError(chosen="Số được chọn vượt quá số lượng khen trong kế hoạch.")
    equals = [{row.nomination.pk for row in tie} for tie in proposal.ties()]
    faults = {
        f"reason_{row.nomination.pk}": f"Hãy ghi lý do chọn {row.nomination.subject} trước "
        + ", ".join(above.nomination.subject.name for above in _above(proposal, row, picked, equals))
        + "."
        for row in proposal.standings
        if row.nomination.pk in picked
        and _above(proposal, row, picked, equals)
        and not reasons.get(row.nomination.pk, "").strip()
    }
    faults |= _left_unparted(proposal, picked, reasons)
    if faults:
        raise RefusedError(**faults)


def _left_unparted(proposal: Proposal, picked: set[int], reasons: Mapping[int, str]) -> dict[str, str]:
    """Places that stay empty because nobody parted the equals: never by an empty box, only with a reason."""
    faults: dict[str, str] = {}
    for tie in proposal.ties():
        keys = [row.nomination.pk for row in tie]
        if picked.isdisjoint(keys) and not any(reasons.get(key, "").strip() for key in keys):
            names = ", ".join(row.nomination.subject.name for row in tie)
            faults[f"reason_{keys[0]}"] = (
                f"Bằng nhau ở mép số lượng: {names}. Hãy biểu quyết vòng tiếp theo, hoặc ghi lý do không chọn ai."
            )
    return faults


def _leaders_within(act: Act, meeting: Meeting, picked: Sequence[Nomination]) -> None:
    """The share of leaders among the individuals, where the rules of the place limit it; each award by itself."""
    for form in sorted({nomination.form for nomination in picked}):
        share = leader_share(meeting, act.on, picked, form)
        if share is not None and not share.kept:
            raise RefusedError(chosen=_too_many_leaders(form, share))


def _leaders_still_within(
    act: Act, meeting: Meeting, before: Sequence[Nomination], after: Sequence[Nomination], form: str
) -> None:
    """The same where the chairperson decides otherwise; what makes the share no larger is never refused."""
    was = leader_share(meeting, act.on, before, form)
    share = leader_share(meeting, act.on, after, form)
    if was is not None and share is not None and not share.kept and share.part > was.part:
        raise RefusedError(
            f"{_too_many_leaders(form, share)} Hãy quyết định không khen một lãnh đạo khác trước, "
            "hoặc khen thêm người không giữ chức vụ lãnh đạo."
        )


def _too_many_leaders(form: str, share: LeaderShare) -> str:
    most = f"{share.most * 100:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return (
        f"{form}: lãnh đạo {share.leaders:02d}/{share.individuals:02d} cá nhân được chọn, vượt "
        f"{most}% ({share.source})."
    )


def _above(proposal: Proposal, row: Standing, picked: set[int], equals: Sequence[set[int]]) -> list[Standing]:
    """Who passed, stands higher (or as high, at the edge) and was left out; a rank stands above none."""
    beside = next((tie for tie in equals if row.nomination.pk in tie), set())
    return [
        other
        for other in proposal.standings
        if other.kind is row.kind
        and other.rank is not None
        and (row.rank is None or other.rank < row.rank or other.nomination.pk in beside)
        and other.nomination.pk not in picked
        and other.nomination.pk not in proposal.held_back
        and other.question is not None
        and other.question.passed
    ]


def _write(
    act: Act, meeting: Meeting, proposal: Proposal, picked: set[int], reasons: Mapping[int, str]
) -> list[Selection]:
    rows: list[Selection] = []
    for order, row in enumerate(proposal.standings, start=1):
        nomination = row.nomination
        taken = nomination.pk in picked
        reason = reasons.get(nomination.pk, "").strip() or _reason(proposal, row, taken=taken)
        rows.append(
            Selection(meeting=meeting, nomination=nomination, order=order, chosen=taken, reason=reason)
        )
        nominations.settle(act, nomination=nomination, chosen=taken, reason=reason)
    return Selection.objects.bulk_create(rows)


def _reason(proposal: Proposal, row: Standing, *, taken: bool) -> str:
    if taken:
        behind = _parted(proposal, row, before=False)
        return f"Bằng điểm với {behind}, được xếp trước theo: {row.decided_by}" if behind else ""
    question = row.question
    if question is not None and not question.passed:
        return f"Không đạt tỷ lệ phiếu: {question.yes:02d}/{question.base:02d}, cần {question.needed:02d}"
    if row.nomination.pk in proposal.held_back:
        return _CAME_UP  # what it is stands in the dossier: the minutes are read by many
    found = proposal.selection.reason(str(row.nomination.pk))
    said = _NOT_CHOSEN.get(found, "Hội đồng không chọn") if found is not None else "Hội đồng không chọn"
    ahead = _parted(proposal, row, before=True)
    return f"{said}; bằng điểm với {ahead}, xếp sau theo: {row.decided_by}" if ahead else said


def _parted(proposal: Proposal, row: Standing, *, before: bool) -> str:
    """Who has the same score and stands before, or after, by what parted them."""
    here = proposal.standings.index(row)
    beside = proposal.standings[:here] if before else proposal.standings[here + 1 :]
    return ", ".join(
        other.nomination.subject.name
        for other in beside
        if row.decided_by
        and other.decided_by
        and (other.kind, other.score) == (row.kind, row.score)
        and other.rank != row.rank
    )


@operation("meeting.decided_otherwise")
def decide_otherwise(act: Act, *, selection: Selection, chosen: bool, reason: str) -> None:
    """The chairperson decides otherwise than the council proposed, with the reason; the council's word stays beside it.

    Before the decision is numbered. The power to award is the chairperson's own, but the plan's numbers and the
    share of leaders hold. Raises ``RefusedError`` once the decision is issued, without a reason, beyond a quota or
    beyond that share, ``MovedOnError`` when it stands so already.
    """
    meeting = selection.meeting
    require(permissions.may_decide_otherwise(act, meeting))
    hold_meeting(meeting, MeetingState.CLOSED, MeetingState.MINUTED)
    if meeting.decided_in:
        no_paper_rests(meeting)
    _hold_quota(meeting.movement)
    selection.refresh_from_db()
    if selection.chosen is chosen:
        raise MovedOnError
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do.")
    nomination = selection.nomination
    others = [row.nomination for row in meeting.selections.filter(chosen=True).select_related("nomination")]
    after = [*others, nomination] if chosen else [row for row in others if row.pk != nomination.pk]
    if chosen:
        nominations.require_standing(act, [nomination])
    if chosen and not fits(meeting, act.on, after):
        raise RefusedError("Hết số lượng khen theo kế hoạch. Hãy rút một trường hợp khác trước.")
    _leaders_still_within(act, meeting, others, after, nomination.form)
    back = selection.council_chosen is chosen  # the chairperson returns to what the council proposed
    Selection.objects.filter(pk=selection.pk).update(
        chosen=chosen,
        council_chosen=None if back else not chosen,
        otherwise_reason="" if back else reason,
        otherwise_by="" if back else act.actor.actor_label,
        otherwise_at=None if back else act.at,
    )
    selection.refresh_from_db()
    nominations.decide_otherwise(act, nomination=nomination, chosen=chosen, reason=reason)
    act.record(
        "meeting.decided_otherwise", meeting, subject=nomination.subject.name, chosen=chosen, reason=reason
    )


@operation("meeting.selection_undone")
def undo_selection(act: Act, *, meeting: Meeting, reason: str) -> None:
    """Take the choice back while the meeting is open, with the reason; nominees stand appraised again.

    Raises ``RefusedError`` without a reason, or once a numbered proposal letter or a decision rests on the choice.
    """
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.OPEN)
    no_paper_rests(meeting)
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do bỏ kết quả chọn.")
    if meeting.selected_at is None:
        raise MovedOnError
    rows = list(meeting.selections.select_related("nomination__subject", "nomination__unit"))
    told: dict[str, Any] = {row.nomination.subject.name: row.chosen for row in rows}
    meeting.selections.all().delete()
    for row in rows:
        nominations.reopen(act, nomination=row.nomination, reason=reason)
    Meeting.objects.filter(pk=meeting.pk).update(selected_at=None)
    meeting.refresh_from_db()
    act.record("meeting.selection_undone", meeting, reason=reason, was=told)
