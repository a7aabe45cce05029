"""Counts that were raised as hands, read from papers, or stand on named written opinions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.views.decorators.debug import sensitive_variables

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.council import permissions, queries
from thidua.council.models import Attendance, Ballot, CouncilMember, OpenVote, Question
from thidua.council.operations.ballots import open_roll
from thidua.council.operations.guards import hold_meeting, move_ballot
from thidua.engine.ballot import Choice, CountError, Tally, base_of, decide
from thidua.engine.meetings import BALLOT_FLOW, LIVE, BallotState, MeetingState


@operation("ballot.opinion_recorded")
def record_opinion(
    act: Act, *, ballot: Ballot, member: CouncilMember, choices: Mapping[int, str], reason: str = ""
) -> None:
    """Note the named written opinion of an absent member: by the member, or from the signed slip.

    ``choices``: key of the question → ``yes``, ``no`` or ``blank``; in a contest ``yes`` for the marked names alone.
    ``reason``: why a slip takes the place of what the member sent on the screen; minuted.
    Raises ``RefusedError``: not absent with an opinion, recused, a question left out, too many names marked, no reason
    for such a slip; without a meeting, after the day by which slips come back.
    """
    by_paper = act.signed is not None and permissions.may_prepare(act, ballot.meeting.council)
    require(by_paper or permissions.is_member(act, member))
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    if ballot.state not in LIVE:
        raise MovedOnError
    if ballot.meeting.written:
        _take_slip(act, ballot, member)
    elif not ballot.meeting.attendance.filter(member=member, state=Attendance.State.OPINION).exists():
        raise RefusedError(f"{member} không được ghi là vắng có phiếu ý kiến.")
    sent = queries.opinion_sent(ballot, member) if act.signed is not None else ""
    if sent and not reason.strip():
        raise RefusedError(
            reason=f"{member} đã gửi phiếu ý kiến trên máy lúc {sent}. Hãy ghi lý do thay phiếu đó."
        )
    asked = _asked_of(ballot, member)
    if ballot.contest:
        marks = marked(ballot, asked, choices)
        choices = {row.pk: (Choice.YES if row in marks else Choice.BLANK).value for row in asked}
    for question in asked:
        choice = choices.get(question.pk, "")
        if choice not in {Choice.YES, Choice.NO, Choice.BLANK}:
            raise RefusedError(**{f"q{question.pk}": "Hãy chọn Đồng ý, Không đồng ý hoặc Ý kiến khác."})
        OpenVote.objects.update_or_create(question=question, member=member, defaults={"choice": choice})
    if not sent:
        act.record("ballot.opinion_recorded", ballot, member=member.person.name)
        return
    act.record("ballot.opinion_replaced", ballot, member=member.person.name, sent=sent, reason=reason.strip())


@sensitive_variables()
def marked(ballot: Ballot, asked: Sequence[Question], choices: Mapping[int, str]) -> list[Question]:
    """The names of a contest that are marked. Raises ``RefusedError``: more than may be, or one that is not asked."""
    rows = [question for question in asked if choices.get(question.pk) == Choice.YES]
    if len(rows) != sum(choice == Choice.YES for choice in choices.values()):
        raise RefusedError("Phiếu có tên không được hỏi. Hãy tải lại trang.")
    if len(rows) > (ballot.marks or 0):
        raise RefusedError(
            f"Đã đánh dấu {len(rows):02d} tên, chỉ được đánh dấu không quá {ballot.marks:02d} tên. Hãy bỏ bớt."
        )
    return rows


def _asked_of(ballot: Ballot, member: CouncilMember) -> list[Question]:
    recused = queries.out_of(ballot)
    return [
        question
        for question in ballot.questions.select_related("nomination__subject")
        if member.pk not in recused.get(question.nomination_id, set())
    ]


def _take_slip(act: Act, ballot: Ballot, member: CouncilMember) -> None:
    """A slip of a written vote comes back: once open, and by its day."""
    due = ballot.meeting.return_by
    if due is not None and act.on > due:
        raise RefusedError(
            f"Đã quá hạn gửi lại phiếu ({due:%d/%m/%Y}). Muốn nhận thêm, hãy gia hạn và ghi lý do."
        )
    entry = ballot.roll.filter(member=member)
    if ballot.state != BallotState.OPEN or entry.update(state="open") != 1:
        raise RefusedError("Chưa gửi phiếu lấy ý kiến, hoặc người này không có quyền biểu quyết.")
    ballot.meeting.attendance.filter(member=member).update(state=Attendance.State.OPINION)


@operation("ballot.counted")
def count_opinions(act: Act, *, ballot: Ballot) -> None:
    """Count the slips of a written vote, when all came back or their day is over; who sent none is absent.

    Raises ``RefusedError`` before that, and with fewer slips than the quorum needs.
    """
    require(permissions.may_step_ballot(act, ballot, "count"))
    if ballot.method != Ballot.Method.WRITTEN:
        raise MovedOnError
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    move_ballot(ballot, BallotState.OPEN, BallotState.CLOSED, closed_at=act.at)
    members = ballot.roll.count()
    back = ballot.roll.filter(state="open").count()
    due = ballot.meeting.return_by
    if back < members and due is not None and act.on <= due:
        raise RefusedError(
            f"Mới nhận {back:02d}/{members:02d} phiếu và chưa hết hạn gửi lại ({due:%d/%m/%Y})."
        )
    needed = queries.quorum_needed(ballot.meeting, act.on)
    if back < needed:
        raise RefusedError(
            f"Mới nhận {back:02d}/{members:02d} phiếu, cần ít nhất {needed:02d}. Hãy gia hạn hoặc họp Hội đồng."
        )
    ballot.roll.filter(state="expected").update(state="absent")
    ballot.meeting.attendance.filter(member__voting=True, state=Attendance.State.EXPECTED).update(
        state=Attendance.State.ABSENT, reason="không gửi phiếu ý kiến"
    )
    roll = queries.engine_roll(ballot)
    questions = list(ballot.questions.select_related("nomination__subject"))
    for question, tally in tallies(ballot, questions, opened(ballot, questions)):
        set_outcome(ballot, question, tally, roll)
    move_ballot(ballot, BallotState.CLOSED, BallotState.OPENED, issued=members, returned=back, cast=back)
    ballot.refresh_from_db()
    act.record("ballot.counted", ballot, counts=queries.counts_told(ballot))


def missing_are_absent(ballot: Ballot) -> None:
    """Who is absent cannot know that a further round will be held: without an opinion on it, absent for the round."""
    if ballot.round > 1:
        spoke = OpenVote.objects.filter(question__ballot=ballot).values("member")
        ballot.roll.filter(state="open").exclude(member__in=spoke).update(state="absent")


def opened(ballot: Ballot, questions: Sequence[Question]) -> dict[str, list[str]]:
    """What the named written opinions say, by the question that is asked."""
    found: dict[str, list[str]] = {question.asked: [] for question in questions}
    for vote in queries.open_votes_of(ballot):
        found[vote.question].append(vote.choice)
    return found


def tallies(
    ballot: Ballot, questions: Sequence[Question], choices: Mapping[str, Sequence[str]]
) -> list[tuple[Question, Tally]]:
    """Count what papers and opinions say, name by name."""
    contest = queries.contest_of(ballot)
    if contest is not None:
        found = contest.tallies(choices[contest.key])
        return [(question, found[question.key]) for question in questions]
    return [(question, Tally.of(choices[question.key])) for question in questions]


@operation("ballot.counted")
def enter_counts(
    act: Act, *, ballot: Ballot, counts: Mapping[int, Tally], returned: int | None = None
) -> None:
    """Enter the hands counted, or the papers read by the tellers; the roll is written if it was not yet.

    ``counts``: key of the question → counts without the written opinions. ``returned``: papers handed in, all
    unless told; where each name has its own slip, the slips of all names together. Raises ``RefusedError`` where the
    counts differ from the roll or the slips counted from those handed in.
    """
    if ballot.contest:
        raise MovedOnError
    roll, issued, handed_in = _at_the_count(act, ballot, returned)
    faults: dict[str, str] = {}
    questions = list(ballot.questions.select_related("nomination__subject"))
    in_writing = opened(ballot, questions)
    for question in questions:
        told = counts.get(question.pk)
        may = sum(
            entry.state == "paper" and question.key not in entry.recused for entry in roll
        )  # hands stand as papers in the engine's roll
        fault = _fault_of(ballot, told, may, issued, handed_in)
        if fault or told is None:
            faults[f"q{question.pk}"] = fault or "Hãy nhập số phiếu."
            continue
        if _opinion_missing(question, roll, in_writing):
            faults[f"q{question.pk}"] = _OPINION_MISSING
            continue
        set_outcome(ballot, question, told.plus(Tally.of(in_writing[question.key])), roll)
    if faults:
        raise RefusedError(**faults)
    cast = sum(told.cast for told in counts.values())
    if queries.slips_of(ballot) and cast != handed_in:
        raise RefusedError(
            returned=f"Cộng các trường hợp được {cast:02d} phiếu, khác số phiếu thu về {handed_in:02d}."
        )
    _counted(act, ballot, issued, handed_in)


@operation("ballot.counted")
def enter_marks(
    act: Act,
    *,
    ballot: Ballot,
    marks: Mapping[int, int],
    blank: int,
    spoilt: int,
    returned: int | None = None,
) -> None:
    """Enter what the tellers read from the papers of a contest; the roll is written if it was not yet.

    ``marks``: key of the question → papers that mark the name; ``blank`` and ``spoilt`` papers; ``returned``: papers
    handed in, all unless told. None of them holds written opinions. Raises ``RefusedError`` where no such papers can
    have been handed in: more than the roll has, a name on more papers than are valid, more marks than may be.
    """
    contest = queries.contest_of(ballot)
    if contest is None:
        raise MovedOnError
    roll, issued, handed_in = _at_the_count(act, ballot, returned)
    questions = list(ballot.questions.select_related("nomination__subject"))
    by_key = {question.key: question for question in questions}
    try:
        counted = contest.counted(
            [marks.get(by_key[name].pk, 0) for name in contest.options], handed_in, blank, spoilt
        )
    except CountError as error:
        name = by_key.get(str(error.facts.get("question", "")))
        at = f"q{name.pk}" if name is not None and error.code == "more_marks_than_papers" else ""
        raise RefusedError(**{at: _MARK_FAULTS[error.code].format(**error.facts)}) from None
    in_writing = opened(ballot, questions)
    if _opinion_missing(questions[0], roll, in_writing):
        raise RefusedError(_OPINION_MISSING)
    for question, of_opinions in tallies(ballot, questions, in_writing):
        set_outcome(ballot, question, counted[question.key].plus(of_opinions), roll)
    _counted(act, ballot, issued, handed_in)


_OPINION_MISSING = "Còn phiếu ý kiến của thành viên vắng chưa nhập."
_MARK_FAULTS = {
    "negative": "Số phiếu không thể âm.",
    "more_than_papers": (
        "Phiếu trắng {blank:02d} và không hợp lệ {spoilt:02d} cộng lại nhiều hơn {papers:02d} phiếu thu về."
    ),
    "more_marks_than_papers": "Không thể quá {papers:02d}, là số phiếu hợp lệ có đánh dấu.",
    "too_many_marks": (
        "Cộng các tên được {marks:02d} lần đánh dấu, {papers:02d} phiếu hợp lệ chỉ có nhiều nhất {most:02d}. "
        "Hãy đếm lại."
    ),
    "too_few_marks": (
        "Cộng các tên được {marks:02d} lần đánh dấu, ít hơn {papers:02d} phiếu hợp lệ có đánh dấu. Phiếu không đánh "
        "dấu tên nào thì ghi ở phiếu trắng."
    ),
}


def _at_the_count(act: Act, ballot: Ballot, returned: int | None) -> tuple[queries.Roll, int, int]:
    """The roll of a vote that is counted by hand, written and closed by now; papers given out and handed in."""
    require(permissions.may_step_ballot(act, ballot, "count"))
    if ballot.method not in {Ballot.Method.HANDS, Ballot.Method.PAPER}:
        raise RefusedError("Phiếu kín trên máy được mở bằng hai khóa, không nhập số đếm.")
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    ballot.refresh_from_db()
    state = ballot.state
    if state == BallotState.PREPARED:
        open_roll(act, ballot)
        state = BallotState.OPEN
    if state == BallotState.OPEN:
        move_ballot(ballot, BallotState.OPEN, BallotState.CLOSED, closed_at=act.at)
        state = BallotState.CLOSED
    BALLOT_FLOW.step("count", state)
    missing_are_absent(ballot)
    roll = queries.engine_roll(ballot)
    slips = queries.slips_of(ballot)
    papers = sum(entry.state == "paper" and ballot.contest not in entry.recused for entry in roll)
    issued = sum(slips.values()) if slips else papers
    handed_in = issued if returned is None or ballot.method == Ballot.Method.HANDS else returned
    if not 0 <= handed_in <= issued:
        raise RefusedError(returned=f"Số phiếu thu về phải từ 0 đến {issued} phiếu đã phát.")
    return roll, issued, handed_in


def _opinion_missing(question: Question, roll: queries.Roll, told: Mapping[str, Sequence[str]]) -> bool:
    asked = sum(entry.state == "open" and question.asked not in entry.recused for entry in roll)
    return len(told[question.asked]) != asked


def _counted(act: Act, ballot: Ballot, issued: int, handed_in: int) -> None:
    move_ballot(
        ballot, BallotState.CLOSED, BallotState.OPENED, issued=issued, returned=handed_in, cast=handed_in
    )
    ballot.refresh_from_db()
    act.record("ballot.counted", ballot, counts=queries.counts_told(ballot))


def _fault_of(ballot: Ballot, told: Tally | None, may: int, issued: int, handed_in: int) -> str:
    if told is None:
        return "Hãy nhập số phiếu."
    if min(told.yes, told.no, told.blank, told.spoilt) < 0:
        return "Số phiếu không thể âm."
    if ballot.method == Ballot.Method.HANDS and told.spoilt:
        return "Giơ tay không có phiếu không hợp lệ."
    # the papers that did not come back may be of those who vote here, or of those who stay out
    least, most = max(0, may - (issued - handed_in)), min(may, handed_in)
    if not least <= told.cast <= most:
        what = f"đúng {most}" if least == most else f"từ {least} đến {most}"
        said = "số phiếu thu về của" if handed_in < issued else "số"
        return f"Cộng các cột được {told.cast}, phải {what} ({said} người biểu quyết về trường hợp này)."
    return ""


def set_outcome(ballot: Ballot, question: Question, tally: Tally, roll: queries.Roll) -> None:
    """Write what a question came to. Raises ``RefusedError`` when there are more votes than voters."""
    try:
        outcome = decide(
            question.key,
            tally,
            base_of(question.asked, roll, ballot.counted_of),
            question.share,
            recused=sum(question.asked in entry.recused for entry in roll),
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
