"""The secret ballot here: keys, envelopes, opening. See docs/decisions on sealed envelopes and two keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import F
from django.views.decorators.debug import sensitive_variables

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError, require
from thidua.council import permissions, queries, sealing
from thidua.council.models import Ballot, BallotKey, Question, RollEntry, Slip, Teller
from thidua.council.operations.counting import marked, missing_are_absent, opened, set_outcome, tallies
from thidua.council.operations.guards import NO_PARTICIPANTS, hold_meeting, move_ballot
from thidua.documents import operations as documents
from thidua.engine import ballot as papers
from thidua.engine.ballot import Choice, Tally
from thidua.engine.ballot.published import list_digest, published_text
from thidua.engine.meetings import BALLOT_FLOW, BallotState, MeetingState
from thidua.engine.quota import QuotaError

_CLOSED = "Cuộc bỏ phiếu đã kết thúc nên phiếu này không được nhận. Không có gì được lưu."
_EARLY = "Cuộc bỏ phiếu chưa mở nên phiếu này không được nhận. Không có gì được lưu."
_VOTED = "Đồng chí đã bỏ phiếu rồi. Mỗi thành viên chỉ bỏ một lần; phiếu đã bỏ vẫn nằm trong hòm."
_ELSEWHERE = "Đồng chí không bỏ phiếu ở đây: điểm danh ghi là vắng, gửi phiếu giấy hoặc phiếu ý kiến."
_BAD_KEY = {
    "not_a_key": "Khóa gồm 7 nhóm 4 ký tự. Hãy gõ đủ như trên phiếu khóa.",
    "wrong_checksum": "Có ký tự gõ nhầm. Hãy so lại từng nhóm với phiếu khóa.",
}


@operation("ballot.key_taken")
@sensitive_variables()
def take_key(act: Act, *, ballot: Ballot, teller: Teller) -> str:
    """Give a teller a new key and return its slip, shown this once; only the public half is stored.

    Raises ``NotAllowedError`` for anybody but the teller, ``RefusedError`` when two others hold the keys or the
    key has been typed back already, ``MovedOnError`` after the opening.
    """
    require(permissions.is_teller(act, teller))
    _keys_open(ballot, teller)
    held = ballot.keys.filter(teller=teller).first()
    if held is not None and held.confirmed:
        raise RefusedError("Đồng chí đã nhận và gõ lại khóa. Mất phiếu khóa thì phải bỏ phiếu lại.")
    taken = set(ballot.keys.exclude(teller=teller).values_list("order", flat=True))
    free = [order for order in range(1, queries.KEYS + 1) if order not in taken]
    if not free:
        raise RefusedError("Hai khóa đã có hai người khác của Tổ kiểm phiếu giữ.")
    secret = sealing.new_key()
    BallotKey.objects.update_or_create(
        ballot=ballot,
        teller=teller,
        defaults={
            "order": held.order if held else free[0],
            "public": sealing.public_bytes(secret, ballot.pk),
            "confirmed": False,
        },
    )
    act.record("ballot.key_taken", ballot, teller=teller.person.name)
    return papers.key_slip(secret)


@operation("ballot.key_confirmed")
@sensitive_variables()
def confirm_key(act: Act, *, ballot: Ballot, teller: Teller, typed: str) -> None:
    """Type the key back once, before the ballot opens. Raises ``RefusedError`` at ``typed`` when it is not the key."""
    require(permissions.is_teller(act, teller))
    _keys_open(ballot, teller)
    held = ballot.keys.filter(teller=teller).first()
    if held is None:
        raise RefusedError("Hãy nhận khóa trước.")
    secret = _read_key(typed, "typed")
    if sealing.public_bytes(secret, ballot.pk) != bytes(held.public):
        raise RefusedError(typed="Đây không phải khóa đã nhận cho cuộc bỏ phiếu này.")
    BallotKey.objects.filter(pk=held.pk).update(confirmed=True)
    act.record("ballot.key_confirmed", ballot, teller=teller.person.name)


def _keys_open(ballot: Ballot, teller: Teller) -> None:
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    ballot.refresh_from_db()
    if ballot.state != BallotState.PREPARED:
        raise MovedOnError
    if ballot.method != Ballot.Method.SECRET or teller.meeting_id != ballot.meeting_id:
        raise NotAllowedError


@sensitive_variables()
def _read_key(typed: str, field: str) -> bytes:
    try:
        return papers.read_key_slip(typed)
    except papers.PaperError as error:
        raise RefusedError(**{field: _BAD_KEY.get(str(error), _BAD_KEY["not_a_key"])}) from None


@operation("ballot.cast")
def turn_away(act: Act, *, ballot: Ballot) -> None:
    """Refuse a vote that came when none is taken from the actor, without looking at it; always raises.

    ``NotAllowedError`` for who is not on the roll, else ``MovedOnError``: has voted, votes elsewhere, or too late.
    """
    entry = queries.entry_of(act, ballot)
    if entry is None:
        raise NotAllowedError
    if entry.state == "expected":
        raise MovedOnError(_EARLY if ballot.state == BallotState.PREPARED else _CLOSED)
    raise MovedOnError(_VOTED if entry.state == "sealed" else _ELSEWHERE)


@operation("ballot.cast")
@sensitive_variables()
def cast(act: Act, *, ballot: Ballot, choices: Mapping[int, str]) -> str:
    """Cast the actor's vote and return its receipt: sealed before anything reaches the database, at most once.

    ``choices``: key of the question → ``yes``, ``no`` or ``blank``; in a contest ``yes`` for the marked names alone,
    for none in a blank vote. A double click, two devices, a retry and a crash all meet the same row. Raises
    ``NotAllowedError`` for who is not on the roll, ``RefusedError`` for an unanswered question, too many names marked
    or somebody recused, ``MovedOnError`` after the close and for a second vote.
    """
    entry = queries.entry_of(act, ballot)
    if entry is None:
        raise NotAllowedError
    questions = list(ballot.questions.select_related("nomination__subject"))
    try:
        answers = _answers(ballot, entry, questions, choices)
    except RefusedError as refused:
        refused.openly = "Phiếu chưa ghi đúng cách nên chưa được nhận."  # why would tell of the paper
        raise
    public = {key.order: bytes(key.public) for key in ballot.keys.all()}
    paper = papers.pack(str(ballot.pk), [question.key for question in questions], answers)
    envelope = sealing.seal(paper, public[1], public[2])
    receipt = papers.receipt(envelope)
    open_row = Ballot.objects.filter(pk=ballot.pk, state=BallotState.OPEN.value)
    if open_row.update(cast=F("cast") + 1) != 1:
        raise MovedOnError(_CLOSED)
    sealed = RollEntry.objects.filter(pk=entry.pk, state="expected").update(
        state="sealed", envelope=envelope, receipt=receipt
    )
    if sealed != 1:
        raise MovedOnError(_VOTED)
    act.record("ballot.cast", ballot)
    return receipt


@sensitive_variables()
def _answers(
    ballot: Ballot, entry: RollEntry, questions: list[Question], choices: Mapping[int, str]
) -> dict[str, Choice]:
    """What goes on the paper: an answer to each question; in a contest yes to each marked name, blank to the others."""
    recused = queries.out_of(ballot)
    if ballot.contest:
        if entry.member_id in queries.out_of_contest(ballot):
            raise RefusedError("Đồng chí có liên quan đến một tên trên phiếu nên không bỏ phiếu này.")
        marks = marked(ballot, questions, choices)
        return {row.key: Choice.YES if row in marks else Choice.BLANK for row in questions}
    answers: dict[str, Choice] = {}
    for question in questions:
        if entry.member_id in recused.get(question.nomination_id, set()):
            if question.pk in choices:
                raise RefusedError(
                    **{f"q{question.pk}": "Đồng chí không biểu quyết về trường hợp này vì có liên quan."}
                )
            continue
        told = choices.get(question.pk, "")
        if told not in {Choice.YES, Choice.NO, Choice.BLANK}:
            raise RefusedError(**{f"q{question.pk}": "Hãy chọn Đồng ý hoặc Không đồng ý."})
        answers[question.key] = Choice(told)
    return answers


@operation("ballot.counted")
@sensitive_variables()
def count(
    act: Act,
    *,
    ballot: Ballot,
    key_a: str,
    key_b: str,
    paper_counts: Mapping[int, Tally] | None = None,
    paper_marks: Sequence[str] = (),
) -> str:
    """Open the envelopes with both keys, mix, count, publish; returns the digest of the published list.

    ``paper_counts``: key of the question → papers of members who voted on paper, mixed in before sorting; in a contest
    ``paper_marks``, what each of these papers says as ``Contest.choice`` writes it. All in one transaction: receipts
    verified, decrypted in memory, split per question, slips under random serials, envelopes emptied. Raises
    ``RefusedError`` at ``key_a`` or ``key_b``, for a damaged envelope, and with fewer envelopes than may be opened.
    """
    require(permissions.may_step_ballot(act, ballot, "count"))
    BALLOT_FLOW.step("count", ballot.state)
    hold_meeting(ballot.meeting, MeetingState.OPEN)
    move_ballot(ballot, BallotState.CLOSED, BallotState.OPENED)
    first, second = _both_keys(ballot, key_a, key_b)
    questions = list(ballot.questions.select_related("nomination__subject"))
    keys = [question.key for question in questions]
    missing_are_absent(ballot)
    roll = queries.engine_roll(ballot)
    recused = {entry.member: entry.recused for entry in roll}
    entries = list(ballot.roll.filter(state="sealed").select_related("member__person__subject"))
    _enough(questions, roll, queries.least_envelopes(ballot.meeting.council.authority_id, act.on))
    _as_cast(ballot, entries)
    contest = queries.contest_of(ballot)
    read: dict[str, list[str]] = {question.asked: [] for question in questions}
    for entry in entries:
        envelope = bytes(entry.envelope or b"")
        if papers.receipt(envelope) != entry.receipt:
            raise RefusedError(f"Phong bì {entry.receipt} không còn như khi bỏ phiếu. Phải bỏ phiếu lại.")
        try:
            answers = papers.unpack(str(ballot.pk), keys, sealing.unseal(envelope, first, second, ballot.pk))
        except (sealing.EnvelopeError, papers.PaperError):
            raise RefusedError(
                f"Phong bì {entry.receipt} không mở được bằng hai khóa này. Phải bỏ phiếu lại."
            ) from None
        said: dict[str, str] = {key: answers.get(key, Choice.BLANK) for key in keys}
        if contest is not None:
            said = {contest.key: contest.choice(key for key in keys if said[key] == Choice.YES)}
        for key, choice in said.items():
            if key not in recused[queries.member_key(entry.member)]:
                read[key].append(choice)
    if contest is None:
        _mix_in_papers(questions, roll, paper_counts or {}, read)
    else:
        _mix_in_marked(contest, roll, paper_marks, read)
    _write_slips(ballot, questions, read)
    in_writing = opened(ballot, questions)
    whole = {key: [*slips, *in_writing[key]] for key, slips in read.items()}
    for question, tally in tallies(ballot, questions, whole):
        set_outcome(ballot, question, tally, roll)
    ballot.roll.update(envelope=None)
    return _publish(act, ballot)


@sensitive_variables()
def _both_keys(ballot: Ballot, key_a: str, key_b: str) -> tuple[bytes, bytes]:
    """The secrets in the order of the keys; the tellers may type them in either order."""
    typed = {"key_a": _read_key(key_a, "key_a"), "key_b": _read_key(key_b, "key_b")}
    public = {bytes(key.public): key.order for key in ballot.keys.all()}
    found: dict[int, bytes] = {}
    for field, secret in typed.items():
        order = public.get(sealing.public_bytes(secret, ballot.pk))
        if order is None:
            raise RefusedError(**{field: "Đây không phải khóa của cuộc bỏ phiếu này."})
        found[order] = secret
    if len(found) != queries.KEYS:
        raise RefusedError(key_b="Hai ô đang là một khóa. Cần khóa của cả hai người.")
    return found[1], found[2]


def _as_cast(ballot: Ballot, entries: Sequence[RollEntry]) -> None:
    """As many envelopes as were taken in, no two alike: one copied or slipped into the data is not counted."""
    taken = Ballot.objects.values_list("cast", flat=True).get(pk=ballot.pk)
    if not taken == len(entries) == len({entry.receipt for entry in entries}):
        raise RefusedError(
            f"Đã nhận {taken:02d} phiếu nhưng trong hòm có {len(entries):02d} phong bì, hoặc có phong bì trùng nhau: "
            "dữ liệu đã bị can thiệp. Phải bỏ phiếu lại."
        )


def _enough(questions: list[Question], roll: queries.Roll, least: int) -> None:
    """So few envelopes that opening them would show who said what are never opened."""
    for question in questions:
        sealed = sum(entry.state == "sealed" and question.asked not in entry.recused for entry in roll)
        if sealed < least:
            raise RefusedError(
                f"Về {question.ballot.contest or question.name} chỉ có {sealed} phiếu kín, ít hơn {least} nên không mở "
                "để giữ bí mật. Hãy bỏ phiếu lại bằng phiếu giấy."
            )


@sensitive_variables()
def _mix_in_papers(
    questions: list[Question], roll: queries.Roll, told: Mapping[int, Tally], read: dict[str, list[str]]
) -> None:
    """Papers of those who sent them in a sealed envelope: as many for each question as the roll says."""
    faults: dict[str, str] = {}
    for question in questions:
        tally = told.get(question.pk, Tally())
        sent = sum(entry.state == "paper" and question.key not in entry.recused for entry in roll)
        if min(tally.yes, tally.no, tally.blank, tally.spoilt) < 0 or tally.cast != sent:
            faults[f"q{question.pk}"] = (
                f"Cộng các cột được {tally.cast}, phải đúng {sent} phiếu giấy theo danh sách."
            )
            continue
        counts = ((Choice.YES, tally.yes), (Choice.NO, tally.no), (Choice.BLANK, tally.blank))
        for choice, number in (*counts, (Choice.SPOILT, tally.spoilt)):
            read[question.key] += [choice] * number
    if faults:
        raise RefusedError(**faults)


@sensitive_variables()
def _mix_in_marked(
    contest: papers.Contest, roll: queries.Roll, told: Sequence[str], read: dict[str, list[str]]
) -> None:
    """Papers of a contest from sealed envelopes: each with its marks, as many as the roll says."""
    sent = sum(entry.state == "paper" and contest.key not in entry.recused for entry in roll)
    if len(told) != sent:
        raise RefusedError(f"Đã nhập {len(told)} phiếu giấy, phải đúng {sent} phiếu giấy theo danh sách.")
    try:
        contest.tallies(told)
    except papers.CountError:
        raise RefusedError("Có phiếu giấy ghi tên không có trên phiếu hoặc quá số được đánh dấu.") from None
    read[contest.key] += told


@sensitive_variables()
def _write_slips(ballot: Ballot, questions: list[Question], read: Mapping[str, list[str]]) -> None:
    """All slips at once, in the order of their serials: row numbers tell nothing."""
    of_question = {question.key: question for question in questions}
    loose = [(of_question.get(key), choice) for key, said in read.items() for choice in sorted(said)]
    serials = sealing.new_serials(len(loose))
    slips = [
        Slip(
            question=question,
            contest=ballot if question is None else None,
            serial=serial,
            choice=str(choice),
        )
        for serial, (question, choice) in zip(sealing.shuffled(serials), loose, strict=True)
    ]
    Slip.objects.bulk_create(sorted(slips, key=lambda slip: slip.serial))


def _publish(act: Act, ballot: Ballot) -> str:
    try:
        text = published_text(queries.published(ballot, act.on))
    except papers.CountError as error:
        raise RefusedError(_COUNT_FAULTS.get(error.code, "Số phiếu không khớp danh sách bỏ phiếu.")) from None
    except QuotaError:
        raise RefusedError(NO_PARTICIPANTS) from None
    digest = list_digest(text)
    stored = documents.store(act, content=text.encode(), name="danh-sach-phieu.csv", kind="csv")
    Ballot.objects.filter(pk=ballot.pk).update(published=stored, digest=digest)
    ballot.refresh_from_db()
    act.record("ballot.counted", ballot, digest=digest, counts=queries.counts_told(ballot))
    return digest


_COUNT_FAULTS = {
    "open_votes_differ_from_roll": "Còn phiếu ý kiến của thành viên vắng chưa nhập.",
    "slips_differ_from_roll": "Số phiếu giấy nhập vào không khớp danh sách bỏ phiếu.",
}
