"""What somebody may do to a secret ballot from beside it: data changed by hand, acts between voting and choosing."""

import pytest
from django.db import IntegrityError, transaction

from tests.council.conftest import MEETING_DAY
from thidua.base.errors import RefusedError
from thidua.council import operations, papers, sealing
from thidua.council.models import Ballot
from thidua.documents import paper as paper_form
from thidua.documents.operations import content_of
from thidua.engine import ballot as engine
from thidua.engine.ballot.published import RecountStatus, recount
from thidua.engine.quota import Participants
from thidua.movements.models import PlanItem
from thidua.nominations import operations as nominations
from thidua.organizations import operations as organizations

VOTERS = ("chair", "vice", "culture_head", "head", "school_head", "accountant")


def said(content) -> str:
    return str(paper_form.as_dict(content))


def count(session, ballot, keys) -> str:
    return operations.count(session.act("officer"), ballot=ballot, key_a=keys[0], key_b=keys[1])


@pytest.fixture
def voted(session):
    """Six of eight have voted on one name and the ballot is closed."""
    rows = session.nominate("school", "culture")
    session.open()
    ballot, keys = session.opened(rows[:1])
    for who in VOTERS:
        session.cast(ballot, who)
    operations.close_ballot(session.act("chair"), ballot=ballot)
    return session, ballot, keys, rows


def copied(ballot: Ballot) -> tuple[bytes, str]:
    """The envelope of somebody else."""
    other = ballot.roll.filter(state="sealed").first()
    return bytes(other.envelope), other.receipt


def forged(ballot: Ballot) -> tuple[bytes, str]:
    """An envelope with a paper of one's own: the keys to seal it with are in the database."""
    public = {key.order: bytes(key.public) for key in ballot.keys.all()}
    asked = [question.key for question in ballot.questions.all()]
    envelope = sealing.seal(
        engine.pack(str(ballot.pk), asked, {asked[0]: engine.Choice.NO}), public[1], public[2]
    )
    return envelope, engine.receipt(envelope)


@pytest.mark.parametrize("slipped_in", [copied, forged])
def test_an_envelope_that_nobody_cast_is_not_counted(voted, slipped_in):
    session, ballot, keys, _rows = voted
    envelope, receipt = slipped_in(ballot)
    silent = ballot.roll.filter(member=session.members["clerk"])
    silent.update(state="sealed", envelope=envelope, receipt=receipt)
    with pytest.raises(RefusedError, match="dữ liệu đã bị can thiệp"):
        count(session, ballot, keys)
    ballot.refresh_from_db()
    assert (ballot.state, ballot.digest) == ("closed", "")


def test_an_envelope_put_in_the_place_of_a_vote_shows_at_the_receipt_of_its_voter(voted):
    session, ballot, keys, _rows = voted
    envelope, receipt = forged(ballot)
    entry = ballot.roll.get(member=session.members["chair"])
    ballot.roll.filter(pk=entry.pk).update(envelope=envelope, receipt=receipt)
    count(session, ballot, keys)
    ballot.refresh_from_db()
    published = content_of(ballot.published).decode()
    assert (entry.receipt in published, receipt in published) == (False, True)


@pytest.mark.parametrize("contest", [False, True])
def test_a_name_put_right_in_the_directory_while_the_council_votes_spoils_no_envelope(session, contest):
    rows = session.nominate("vice", "member")
    session.open()
    ballot = operations.prepare_ballot(
        session.act("officer"),
        meeting=session.meeting,
        method="secret",
        nominations=rows,
        contest=contest,
        marks=1 if contest else None,
    )
    keys = session.keys(ballot)
    session.open_ballot(ballot)
    asked = [question.pk for question in ballot.questions.all()]
    voters = [who for who in VOTERS if who != "vice"] + ["clerk"]
    for number, who in enumerate(voters):
        if number == 3:
            person = session.year.cast.people["member"]
            organizations.change_person(session.act("officer"), person=person, details={}, name="Vi Thị Thư")
        told = {asked[0]: "yes"} if contest else dict.fromkeys(asked, "yes")
        operations.cast(session.act(who), ballot=Ballot.objects.get(pk=ballot.pk), choices=told)
    operations.close_ballot(session.act("chair"), ballot=ballot)
    count(session, ballot, keys)
    ballot.refresh_from_db()
    assert recount(content_of(ballot.published).decode(), ballot.digest).status is RecountStatus.AGREES
    assert [row.yes for row in ballot.questions.all()] == ([6, 0] if contest else [6, 6])


def test_nobody_gives_up_a_nomination_while_the_council_votes_and_afterwards_it_is_minuted(voted):
    session, ballot, keys, rows = voted
    give_up = session.year.signed_act("officer", MEETING_DAY)
    with pytest.raises(RefusedError, match="Hội đồng đang bỏ phiếu về hồ sơ này"):
        nominations.withdraw(give_up, nomination=rows[0], reason="xin rút")
    count(session, ballot, keys)
    session.hands(rows[1:])
    nominations.withdraw(give_up, nomination=rows[0], reason="xin rút.")
    (chosen,) = operations.select(session.signed(), meeting=session.meeting)
    assert (chosen.nomination, chosen.chosen) == (rows[1], True)
    assert "đề nghị được rút sau khi kiểm phiếu, lý do: xin rút." in said(
        papers.council_minutes(session.meeting)
    )


def test_a_dossier_that_moved_between_paper_and_opening_stops_the_opening(session):
    rows = session.nominate("school")
    session.open()
    ballot = session.prepare(rows)
    session.keys(ballot)
    rows[0].state = "withdrawn"  # by a hand that saw no ballot yet
    rows[0].save()
    with pytest.raises(RefusedError, match="đã rút hoặc đang được xem lại: Trường Mầm non Nà Mây"):
        session.open_ballot(ballot)


def test_an_interest_is_declared_before_the_vote_not_after_it(voted):
    session, ballot, keys, rows = voted
    count(session, ballot, keys)
    told = {"member": session.members["clerk"], "nomination": rows[0], "reason": "anh em", "votes": False}
    with pytest.raises(RefusedError, match="phải được khai trước khi biểu quyết"):
        operations.declare_recusal(session.act("clerk"), meeting=session.meeting, **told)
    operations.declare_recusal(
        session.act("clerk"), meeting=session.meeting, **(told | {"nomination": rows[1]})
    )


def test_who_comes_or_goes_after_a_vote_changes_nothing_in_its_record(voted):
    session, ballot, keys, _rows = voted
    count(session, ballot, keys)
    before = said(papers.count_record(session.meeting, MEETING_DAY.date()))
    session.attend(chair="remote", clerk="paper")
    assert said(papers.count_record(session.meeting, MEETING_DAY.date())) == before


def test_a_share_of_nobody_is_said_before_anybody_votes(session, monkeypatch):
    rows = session.nominate("school")
    session.open()
    PlanItem.objects.filter(kind="quota", data__subject="collective").update(
        data={"subject": "collective", "max_percent": 10, "level": "commune", "form": "Giấy khen"}
    )
    monkeypatch.setattr("thidua.council.queries.standing.participants", lambda *_: Participants())
    with pytest.raises(RefusedError, match="chưa có số tập thể, cá nhân tham gia"):
        session.prepare(rows)


@pytest.mark.database
@pytest.mark.parametrize(
    "columns",
    [
        {"state": "expected"},
        {"receipt": ""},
        {"state": "absent", "receipt": ""},
        {"state": "voted"},
    ],
    ids=["a receipt without a vote", "a vote without a receipt", "an envelope without a vote", "no state"],
)
def test_the_database_itself_keeps_the_roll_whole(voted, columns):
    session, ballot, _keys, _rows = voted
    sealed = ballot.roll.filter(member=session.members["chair"])
    with pytest.raises(IntegrityError), transaction.atomic():
        sealed.update(**columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        ballot.roll.create(member=session.members["chair"])
