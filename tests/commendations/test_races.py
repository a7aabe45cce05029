"""Two hands at once: on a file of SQLite as it runs in an office, and again on PostgreSQL."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from tests.commendations.conftest import DECIDED_ON, NOW, build_awarding
from tests.conftest import build_cast
from thidua.audit.queries import verify
from thidua.base.errors import RefusedError
from thidua.commendations import operations, papers, queries
from thidua.commendations.models import Award, Decision, Proposal
from thidua.documents import operations as documents
from thidua.documents import queries as numbers
from thidua.documents.paper import Header, Paper
from thidua.engine.flow import StepRefusedError

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def together(tmp_path, monkeypatch):
    """``together(f, g, …)`` runs all at the same moment, each on a connection of its own; gives back what came out."""

    def go(*calls):
        if connection.vendor == "sqlite" and "memory" in str(connections.databases["default"]["NAME"]):
            file = tmp_path / "thidua.sqlite3"
            target = sqlite3.connect(file)
            connection.connection.backup(target)
            target.execute("PRAGMA journal_mode=WAL")  # as the first start of a home leaves it
            target.close()
            monkeypatch.setitem(connections.databases["default"], "NAME", str(file))
        barrier = threading.Barrier(len(calls))

        def run(call):
            try:
                barrier.wait()
                return call()
            except (RefusedError, StepRefusedError) as refused:
                return refused
            finally:
                connections.close_all()

        with ThreadPoolExecutor(len(calls)) as pool:
            return list(pool.map(run, calls))

    return go


def refused(results):
    return [result for result in results if isinstance(result, RefusedError | StepRefusedError)]


def test_two_who_issue_at_once_give_one_decision(together):
    awarding = build_awarding(build_cast())
    decision = awarding.decision_drafted()
    signed = awarding.signed("clerk")
    results = together(
        lambda: awarding.issue(Decision.objects.get(pk=decision.pk), awarding.act("chair"), number="45"),
        lambda: awarding.issue(Decision.objects.get(pk=decision.pk), signed, number="46"),
    )
    assert len(refused(results)) == 1
    (told,) = together(lambda: (Award.objects.count(), Decision.objects.get().number, verify().fault))
    assert told[0] == 3
    assert told[1] in {"45", "46"}
    assert told[2] == ""


def test_two_decisions_do_not_take_one_number(together):
    first = build_awarding(build_cast())
    second = build_awarding(first.cast, title="Phong trào thi đua khác năm 2025")
    one = first.decision_drafted()
    proposal = second.proposed("13")
    content = papers.decision(proposal, queries.award_lines(second.meeting, DECIDED_ON), on=DECIDED_ON)
    two = operations.draft_decision(
        second.act("officer"), proposal=proposal, content=content, symbol="QĐ-UBND"
    )
    results = together(
        lambda: first.issue(Decision.objects.get(pk=one.pk), first.act("chair")),
        lambda: second.issue(Decision.objects.get(pk=two.pk), second.act("chair")),
    )
    assert [list(result.faults) for result in refused(results)] == [["number"]]
    (count,) = together(lambda: Decision.objects.filter(number="45").count())
    assert count == 1


def test_two_who_draft_at_once_write_one_proposal(together):
    awarding = build_awarding(build_cast())
    together(*(awarding.drafted for _ in range(3)))
    (count,) = together(Proposal.objects.count)
    assert count == 1


def test_money_is_paid_once(together):
    awarding = build_awarding(build_cast())
    awarding.decided()
    key = awarding.award().pk
    act = awarding.act("accountant")
    results = together(
        *(lambda: operations.pay(act, award=Award.objects.get(pk=key), on=NOW.date()) for _ in range(3))
    )
    assert len(refused(results)) == 2


def test_numbers_allotted_to_two_at_once_leave_no_gap_and_no_double(together):
    cast = build_cast()
    act = cast.act("officer", NOW)
    key = {"authority_id": cast.commune.pk, "symbol": "BB-HĐTĐKT"}
    documents.set_series(act, **key, year=NOW.year, mode="allotted", last_value=6)
    content = Paper(kind="BB", title="BIÊN BẢN", header=Header(issuer=("HỘI ĐỒNG",)), body=())
    drafts = [
        documents.draft_paper(act, content=content, symbol="BB-HĐTĐKT", title=f"Biên bản {at}")
        for at in range(4)
    ]

    def number(paper):
        for _ in range(20):
            said = numbers.next_number(*key.values(), NOW.date())
            rendered = documents.Rendered(content, b"word", b"pdf")
            try:
                documents.number_paper(
                    act,
                    paper=paper,
                    authority_id=cast.commune.pk,
                    number=said,
                    dated_on=NOW.date(),
                    rendered=rendered,
                )
            except RefusedError:
                continue
            return said
        return ""

    given = together(*(lambda paper=paper: number(paper) for paper in drafts))
    assert sorted(given) == ["07", "08", "09", "10"]
