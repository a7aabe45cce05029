"""A vote: prepare (also a trial, again, or a further round among equals), open, close, void."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.council import permissions, queries
from thidua.council.models import Ballot, Meeting, Question, RollEntry
from thidua.council.operations.guards import (
    NO_PARTICIPANTS,
    fit_method,
    hold_meeting,
    move_ballot,
    no_paper_rests,
    proposed,
)
from thidua.council.operations.meetings import recuse_own_cases
from thidua.council.operations.trials import prepare_trial, why_untried
from thidua.engine.meetings import BALLOT_FLOW, LIVE, BallotState, MeetingState
from thidua.engine.quota import QuotaError
from thidua.nominations import operations as standing
from thidua.nominations.models import Nomination

_TAKES_PART: Mapping[str, Mapping[str, str]] = {
    Ballot.Method.SECRET.value: dict.fromkeys((*queries.THERE, "remote"), "expected")
    | {"paper": "paper", "opinion": "open"},
    Ballot.Method.PAPER.value: dict.fromkeys((*queries.THERE, "paper"), "paper") | {"opinion": "open"},
    Ballot.Method.HANDS.value: dict.fromkeys(queries.THERE, "hand") | {"opinion": "open"},
}
"""Way of voting → how a member takes part in the meeting → the state on the roll; whoever is not named is absent."""
_TRIES = dict.fromkeys((*queries.THERE, "remote"), "expected")
_PARTS_EQUALS = "chỉ để xếp những trường hợp bằng nhau"


@operation("ballot.prepared")
def prepare_ballot(
    act: Act,
    *,
    meeting: Meeting,
    method: str,
    nominations: Sequence[Nomination],
    repeats: Ballot | None = None,
    round_number: int = 1,
    contest: bool = False,
    marks: int | None = None,
) -> Ballot:
    """Put nominations to the vote, collectives first, then in the Vietnamese order of names.

    ``contest``: not each name agreed to or not, but all on one paper of which at most ``marks`` are marked, as many as
    the plan leaves places unless told. Threshold and base come from the dated rule of each form of award unless the
    meeting set its own. Raises ``RefusedError``: one is not eligible or not appraised, is voted on elsewhere, no
    tellers are named, the awards are counted on different bases, a title is put beside other awards, whose places are
    not its own; a contest by hands, of different kinds, or with more marks than places or as many as names.
    """
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.OPEN)
    fit_method(meeting, method)
    if not nominations:
        raise RefusedError(nominations="Hãy chọn ít nhất một trường hợp để biểu quyết.")
    rows = _votable(meeting, [nomination.pk for nomination in nominations], act)
    if round_number == 1:
        _not_counted(meeting, rows)
    rules = {form: _rule(meeting, form, act) for form in sorted({row.form for row in rows})}
    bases = {rule.base for rule in rules.values()}
    if len(bases) > 1:
        raise RefusedError(
            nominations="Các hình thức khen này tính tỷ lệ trên mẫu số khác nhau. Hãy biểu quyết riêng từng hình thức."
        )
    if len({queries.title_of(row, act.on) for row in rows}) > 1:
        raise RefusedError(
            nominations="Hãy biểu quyết riêng từng danh hiệu và từng cấp khen, không chung một cuộc."
        )
    places = _places(act, meeting, rows)
    most = _marks(method, rows, marks, places) if contest else None
    recuse_own_cases(meeting)
    ballot = Ballot.objects.create(
        meeting=meeting, method=method, base=bases.pop(), repeats=repeats, round=round_number, marks=most
    )
    Question.objects.bulk_create(
        [
            Question(
                ballot=ballot,
                nomination=row,
                text=row.subject.name,
                order=order,
                threshold=str(rules[row.form].threshold) if round_number == 1 else ">=0",
                rule=rules[row.form].source if round_number == 1 else _PARTS_EQUALS,
            )
            for order, row in enumerate(rows, start=1)
        ]
    )
    act.record(
        "ballot.prepared",
        ballot,
        method=method,
        round=round_number,
        marks=most,
        repeats=repeats.pk if repeats is not None else None,
        questions=[row.subject.name for row in rows],
        rules={form: f"{rule.threshold} {rule.source}" for form, rule in rules.items()},
    )
    return ballot


def _places(act: Act, meeting: Meeting, rows: Sequence[Nomination]) -> int:
    """The places that the plan leaves; what cannot be computed is said before anybody votes, not at the count."""
    try:
        return queries.places_left(meeting, act.on, rows)
    except QuotaError:
        raise RefusedError(NO_PARTICIPANTS) from None


def _marks(method: str, rows: Sequence[Nomination], told: int | None, places: int) -> int:
    """How many names of a contest may be marked: those of one kind, fewer than stand, no more than places."""
    if method == Ballot.Method.HANDS:
        raise RefusedError(method="Phiếu đánh dấu tên không biểu quyết giơ tay được. Hãy chọn cách bỏ phiếu.")
    if len({row.subject.award_kind for row in rows}) > 1:
        raise RefusedError(
            nominations="Một phiếu đánh dấu tên chỉ gồm một loại: riêng tập thể, riêng cá nhân hoặc riêng hộ gia đình."
        )
    most = told if told is not None else places
    if not 1 <= most < len(rows):
        raise RefusedError(
            marks=f"Trên phiếu có {len(rows):02d} tên, kế hoạch còn {places:02d} chỗ. Số tên được đánh dấu phải từ 01 "
            "và ít hơn số tên trên phiếu; đủ chỗ cho mọi tên thì hãy biểu quyết từng tên."
        )
    if most > places:
        raise RefusedError(marks=f"Kế hoạch còn {places:02d} chỗ nên không đánh dấu quá {places:02d} tên.")
    return most


def _votable(meeting: Meeting, keys: Sequence[int], act: Act) -> list[Nomination]:
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
    standing.require_standing(act, rows, "nominations")
    busy = Question.objects.filter(nomination__in=rows, ballot__state__in=LIVE).select_related(
        "nomination__subject"
    )
    if busy:
        names = ", ".join(question.name for question in busy)
        raise RefusedError(nominations=f"Đang có cuộc bỏ phiếu khác về: {names}.")
    return rows


def _not_counted(meeting: Meeting, rows: Sequence[Nomination]) -> None:
    """Nobody is voted on again because a result displeases: the vote before must be void, with its reason."""
    told = Question.objects.filter(
        nomination__in=rows,
        ballot__meeting=meeting,
        ballot__state=BallotState.OPENED.value,
        ballot__trial=False,
    ).select_related("nomination__subject")
    if told:
        names = ", ".join(dict.fromkeys(question.name for question in told))
        raise RefusedError(nominations=f"Phiên họp này đã kiểm phiếu về: {names}. Không biểu quyết lại.")


def _rule(meeting: Meeting, form: str, act: Act) -> queries.Rule:
    """The rule of a form of award, where the meeting did not set its own."""
    rule = queries.rule_of(meeting.council.authority_id, form, act.on)
    if meeting.share is not None:
        rule = rule._replace(threshold=meeting.share, source=queries.SET_BY_MEETING)
    return rule if meeting.base == "rule" else rule._replace(base=meeting.base)


@operation("ballot.repeated")
def repeat_ballot(act: Act, *, ballot: Ballot, reason: str, method: str = "") -> Ballot:
    """Vote again on the same names: the first vote is void with its reason (a key lost, too few envelopes).

    ``method``: another way of voting, the same unless told. Raises as ``void_ballot`` and ``prepare_ballot``.
    """
    if ballot.trial:
        void_ballot(act, ballot=ballot, reason=reason)
        return prepare_trial(act, meeting=ballot.meeting, contest=ballot.marks is not None)
    nominations = [question.case for question in ballot.questions.select_related("nomination")]
    if ballot.state != BallotState.VOID:
        void_ballot(act, ballot=ballot, reason=reason)
    elif ballot.repeated_by.exists():
        raise MovedOnError
    return prepare_ballot(
        act,
        meeting=ballot.meeting,
        method=method or ballot.method,
        nominations=nominations,
        repeats=ballot,
        round_number=ballot.round,
        contest=ballot.marks is not None,
        marks=ballot.marks,
    )


@operation("ballot.further_round")
def prepare_further_round(act: Act, *, meeting: Meeting, method: str) -> Ballot:
    """Vote again on those who stand equal at the edge of a quota, name by name. Raises ``RefusedError``: none do."""
    require(permissions.may_prepare(act, meeting.council))
    hold_meeting(meeting, MeetingState.OPEN)
    if meeting.ballots.filter(state__in=LIVE, trial=False).exists():
        raise RefusedError("Còn cuộc bỏ phiếu chưa kiểm xong.")
    equals = [row.nomination for tie in proposed(act, meeting).ties() for row in tie]
    if not equals:
        raise RefusedError("Không còn trường hợp nào bằng nhau ở mép số lượng.")
    last = max([1, *queries.further_rounds(meeting)])
    return prepare_ballot(act, meeting=meeting, method=method, nominations=equals, round_number=last + 1)


@operation("ballot.plain_http_accepted")
def accept_plain_http(act: Act, *, ballot: Ballot) -> None:
    """The meeting accepts that members vote over a network without encryption; it is minuted."""
    require(permissions.may_step_ballot(act, ballot, "open"))
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    Ballot.objects.filter(pk=ballot.pk).update(plain_http_accepted=True)
    ballot.refresh_from_db()
    act.record("ballot.plain_http_accepted", ballot)


@operation("ballot.opened")
def open_ballot(act: Act, *, ballot: Ballot, reason: str = "") -> None:
    """Open the vote: quorum looked at again, the roll written down; a secret one with both keys at hand.

    ``reason``: why the chairperson has a secret ballot opened before papers of its form were tried here; minuted.
    Raises ``RefusedError``: no quorum, keys not confirmed, a question with too few who may vote, no trial nor reason.
    """
    require(permissions.may_step_ballot(act, ballot, "open"))
    BALLOT_FLOW.step("open", ballot.state)
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    open_roll(act, ballot, reason)
    ballot.refresh_from_db()


def open_roll(act: Act, ballot: Ballot, reason: str = "") -> None:
    """Open a vote and write its roll down. Raises ``RefusedError``: no quorum, another vote open, keys missing."""
    meeting = ballot.meeting
    if not ballot.trial:  # a fact may have come up since it was prepared
        rows = [row.case for row in ballot.questions.select_related("nomination__subject")]
        gone = [row.subject.name for row in rows if not row.votable]
        if gone:
            raise RefusedError(
                f"Hồ sơ đã rút hoặc đang được xem lại: {', '.join(gone)}. Hãy hủy và lập phiếu khác."
            )
        standing.require_standing(act, rows)
    if meeting.written:
        open_written(act, ballot)
        return
    quorum = queries.quorum_of(meeting, act.on)
    if not quorum.met:
        raise RefusedError(
            f"Chưa đủ số thành viên để biểu quyết: có mặt {quorum.present:02d}/{quorum.members:02d}, "
            f"cần ít nhất {quorum.needed:02d}."
        )
    no_other_open(ballot)
    recuse_own_cases(meeting)
    states = _TRIES if ballot.trial else _TAKES_PART[ballot.method]
    entries = [
        RollEntry(
            ballot=ballot,
            member=row.member,
            state=states.get(row.state, "absent"),
            away=row.state not in queries.THERE,
        )
        for row in queries.attendance_of(meeting)
        if row.member.voting
    ]
    untried = why_untried(act, ballot, reason)
    if ballot.method == Ballot.Method.SECRET:
        _fit_for_secret(ballot, entries, act)
    move_ballot(ballot, BallotState.PREPARED, BallotState.OPEN, opened_at=act.at, untried_reason=untried)
    RollEntry.objects.bulk_create(entries)
    act.record(
        "ballot.opened",
        ballot,
        members=len(entries),
        present=sum(row.state != "absent" for row in entries),
        reason=f"chưa bỏ phiếu thử; {untried}" if untried else None,
    )


def _fit_for_secret(ballot: Ballot, entries: Sequence[RollEntry], act: Act) -> None:
    if ballot.keys.filter(confirmed=True).count() != queries.KEYS:
        raise RefusedError("Hai người giữ khóa của Tổ kiểm phiếu chưa nhận và gõ lại khóa.")
    least = queries.least_voters(ballot.meeting.council.authority_id, act.on)
    recused = queries.out_of(ballot)
    for question in ballot.questions.select_related("nomination__subject"):
        out = recused.get(question.nomination_id, set())
        may = sum(row.state == "expected" and row.member_id not in out for row in entries)
        if may < least:
            raise RefusedError(
                f"Về {ballot.contest or question.name}: chỉ có {may} người được bỏ phiếu, ít hơn {least} nên "
                "không giữ kín được. Hãy chọn cách biểu quyết khác."
            )


def no_other_open(ballot: Ballot) -> None:
    """One vote at a time."""
    if ballot.meeting.ballots.filter(state=BallotState.OPEN.value).exclude(pk=ballot.pk).exists():
        raise RefusedError("Đang mở một cuộc bỏ phiếu khác. Hãy kết thúc cuộc đó trước.")


def open_written(act: Act, ballot: Ballot) -> None:
    """Send the slips out: every voting member is expected to answer by the day."""
    no_other_open(ballot)
    recuse_own_cases(ballot.meeting)
    seats = [row.member for row in queries.attendance_of(ballot.meeting) if row.member.voting]
    move_ballot(ballot, BallotState.PREPARED, BallotState.OPEN, opened_at=act.at)
    RollEntry.objects.bulk_create([RollEntry(ballot=ballot, member=member) for member in seats])
    act.record("ballot.sent_out", ballot, members=len(seats), return_by=str(ballot.meeting.return_by))


@operation("ballot.closed")
def close_ballot(act: Act, *, ballot: Ballot) -> None:
    """Close the vote by the guarded row, so that no vote lands after it; the quorum is looked at again.

    Those who vote from afar have voted, but are not there; who is there and out of a contest has no paper to cast.
    Raises ``RefusedError`` while fewer of those there have voted than the quorum needs: wait, or void the ballot.
    """
    require(permissions.may_step_ballot(act, ballot, "close"))
    BALLOT_FLOW.step("close", ballot.state)
    move_ballot(ballot, BallotState.OPEN, BallotState.CLOSED, closed_at=act.at)
    box = queries.box_of(ballot)
    if ballot.meeting.written:
        raise RefusedError("Hãy kiểm phiếu ý kiến khi đã nhận đủ hoặc hết hạn.")
    if not box.enough:
        raise RefusedError(f"{box.words} Hãy chờ thêm, hoặc hủy cuộc bỏ phiếu này.")
    ballot.refresh_from_db()
    act.record("ballot.closed", ballot, voted=box.there, cast=box.cast)


@operation("ballot.voided")
def void_ballot(act: Act, *, ballot: Ballot, reason: str) -> None:
    """Void a vote with its reason, minuted; envelopes are emptied unread.

    A counted vote is voided by the chairperson alone, or from the signed paper, and its result stays in the minutes.
    Raises ``RefusedError`` without a reason, once the council chose by the result, and for opened envelopes.
    """
    require(permissions.may_step_ballot(act, ballot, "void"))
    BALLOT_FLOW.step("void", ballot.state)
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do hủy cuộc bỏ phiếu.")
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    no_paper_rests(ballot.meeting)
    if ballot.state == BallotState.OPENED and ballot.method == Ballot.Method.SECRET and not ballot.trial:
        raise RefusedError(
            "Phong bì đã mở, kết quả đã công bố nên không hủy, không bỏ phiếu lại được. Chủ tịch có thể quyết định "
            "khác đề nghị của Hội đồng, có lý do."
        )
    if ballot.meeting.selected_at is not None:
        raise RefusedError("Hội đồng đã chọn theo kết quả này. Hãy bỏ kết quả chọn trước.")
    move_ballot(ballot, BallotState(ballot.state), BallotState.VOID, void_reason=reason)
    ballot.roll.update(envelope=None)
    ballot.refresh_from_db()
    act.record("ballot.voided", ballot, reason=reason)
