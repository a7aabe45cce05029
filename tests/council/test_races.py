"""Two hands at once: on a file of SQLite as it runs in an office, and again on PostgreSQL."""

import pytest

from tests.council.conftest import TELLERS
from thidua.base.errors import RefusedError
from thidua.council import operations
from thidua.council.models import Ballot, RollEntry, Slip
from thidua.nominations.models import Nomination

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

VOTERS = ("chair", "vice", "culture_head", "head", "school_head", "accountant", "clerk", "publicity")


def refused(results) -> list:
    return [result for result in results if isinstance(result, RefusedError)]


def test_two_devices_of_one_member_give_one_vote(session, together):
    rows = session.nominate("office")
    session.open()
    ballot, _keys = session.opened(rows)
    results = together(*(lambda: session.cast(Ballot.objects.get(pk=ballot.pk), "head") for _ in range(4)))
    assert len(refused(results)) == 3
    (state,) = together(
        lambda: (
            Ballot.objects.get(pk=ballot.pk).cast,
            RollEntry.objects.filter(ballot=ballot, state="sealed").count(),
        )
    )
    assert state == (1, 1)


def test_no_vote_lands_after_the_close(session, together):
    rows = session.nominate("office")
    session.open()
    ballot, keys = session.opened(rows)
    for who in VOTERS[:6]:
        session.cast(ballot, who)
    results = together(
        lambda: session.cast(Ballot.objects.get(pk=ballot.pk), "clerk"),
        lambda: session.cast(Ballot.objects.get(pk=ballot.pk), "publicity"),
        lambda: operations.close_ballot(session.act("chair"), ballot=Ballot.objects.get(pk=ballot.pk)),
    )
    voted = [result for result in results[:2] if isinstance(result, str)]
    assert results[2] is None

    def count():
        found = Ballot.objects.get(pk=ballot.pk)
        sealed = found.roll.filter(state="sealed").count()
        operations.count(session.act("officer"), ballot=found, key_a=keys[0], key_b=keys[1])
        question = found.questions.get()
        return found.cast, sealed, question.yes + question.no

    assert together(count) == [(6 + len(voted),) * 3]


def test_envelopes_opened_twice_and_voided_at_once_are_one_of_it(session, together):
    rows = session.nominate("office")
    session.open()
    ballot, keys = session.opened(rows)
    for who in VOTERS[:6]:
        session.cast(ballot, who)
    operations.close_ballot(session.act("chair"), ballot=ballot)

    def fresh() -> Ballot:
        return Ballot.objects.get(pk=ballot.pk)

    def count():
        return operations.count(session.act("officer"), ballot=fresh(), key_a=keys[1], key_b=keys[0])

    results = together(
        count, count, lambda: operations.void_ballot(session.act("chair"), ballot=fresh(), reason="mất khóa")
    )
    assert sum(isinstance(result, Exception) for result in results) == 2
    (state,) = together(lambda: (fresh().state, Slip.objects.count(), bool(fresh().digest)))
    assert state in {("opened", 6, True), ("void", 0, False)}
    assert together(lambda: RollEntry.objects.filter(envelope__isnull=False).count()) == [0]


def test_two_meetings_at_once_never_exceed_the_quota(session, together):
    first = session.nominate("culture", "school")
    session.open()
    session.hands(first)
    other = operations.plan_meeting(
        session.act("officer"),
        council=session.council,
        movement=session.year.movement,
        planned_at=session.meeting.planned_at,
        place="Phòng họp",
    )
    late = session.nominate("office")
    from_other = type(session)(session.year, session.council, other, session.members)
    from_other.open()
    from_other.hands(late)
    acts = [session.signed(), session.signed()]
    together(
        lambda: operations.select(acts[0], meeting=session.meeting),
        lambda: operations.select(acts[1], meeting=other),
    )
    (chosen,) = together(lambda: Nomination.objects.filter(state="chosen").count())
    assert chosen == 2


def test_two_meetings_at_once_never_exceed_what_each_unit_may_have(session, together):
    session.year.movement.items.create(
        kind="quota",
        order=9,
        text="Mỗi đơn vị không quá 01 cá nhân",
        data={"subject": "individual", "max": 1, "per_unit": True, "level": "commune", "form": "Giấy khen"},
    )
    session.year.grade("head", "good")
    session.open()
    session.hands(session.nominate("member", "teacher"))
    other = operations.plan_meeting(
        session.act("officer"),
        council=session.council,
        movement=session.year.movement,
        planned_at=session.meeting.planned_at,
        place="Phòng họp",
    )
    late = session.nominate("head")  # of the same office as the first
    from_other = type(session)(session.year, session.council, other, session.members)
    from_other.open()
    from_other.hands(late)
    acts = [session.signed(), session.signed()]
    together(
        lambda: operations.select(acts[0], meeting=session.meeting),
        lambda: operations.select(acts[1], meeting=other),
    )
    chosen = Nomination.objects.filter(state="chosen", unit=session.year.cast.office)
    assert together(lambda: (chosen.count(), Nomination.objects.filter(state="not_chosen").count())) == [
        (1, 1)
    ]


def test_both_tellers_at_once_hold_two_keys(session, together):
    rows = session.nominate("office")
    session.open()
    ballot = session.prepare(rows)
    tellers = {key: session.meeting.tellers.get(person=session.year.cast.people[key]) for key in TELLERS}
    results = together(
        *(
            lambda key=key: operations.take_key(
                session.act(key), ballot=Ballot.objects.get(pk=ballot.pk), teller=tellers[key]
            )
            for key in TELLERS
        )
    )
    assert len(refused(results)) == 1
    (orders,) = together(lambda: sorted(ballot.keys.values_list("order", flat=True)))
    assert orders == [1, 2]
