"""Attacks on the secret ballot by somebody who holds a full copy of the data after every vote."""

import itertools
import random

import pytest
from django.db import connection

from thidua.audit.models import Entry
from thidua.council import operations
from thidua.council.models import RollEntry, Slip
from thidua.documents.operations import path_of

pytestmark = [pytest.mark.database, pytest.mark.django_db]

VOTERS = ("chair", "vice", "culture_head", "head", "school_head", "accountant", "clerk", "publicity")
WORDS = {"yes", "no", "blank"}


def rows_of(tables: list[str]) -> dict[str, set[str]]:
    """Every row of every table, as an attacker with a copy of the database has them."""
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names from introspection
            found[table] = {str([plain(value) for value in row]) for row in cursor.fetchall()}
    return found


def plain(value):
    return bytes(value) if isinstance(value, memoryview | bytes) else value


def tables() -> list[str]:
    return [name for name in connection.introspection.table_names() if not name.startswith("django_")]


def image() -> bytes:
    """The database file itself, where there is one."""
    return connection.connection.serialize() if connection.vendor == "sqlite" else b""


def link_by_difference(copies: list[tuple[str, dict[str, set[str]]]]) -> dict[str, str]:
    """Who voted how, from what is new in each copy: rows that name a choice belong to who has just voted."""
    linked = {}
    for (_, before), (voter, after) in itertools.pairwise(copies):
        new = [row for table in after for row in after[table] - before.get(table, set())]
        choices = {word for row in new for word in WORDS if f"'{word}'" in row}
        if len(choices) == 1:
            linked[voter] = choices.pop()
    return linked


def link_by_order(voters: list[str], papers: list[str]) -> dict[str, str]:
    """Who voted how, from the order in which the papers lie."""
    return dict(zip(voters, papers, strict=False))


@pytest.fixture
def voted(session):
    """A ballot on three names, with a copy of everything taken before and after each vote."""
    rows = session.nominate("office", "school", "member")
    session.open()
    ballot, keys = session.opened(rows)
    names = tables()
    drawn = random.Random(7)  # noqa: S311 - made up votes
    votes = {
        who: {key: drawn.choice(("yes", "no")) for key in ("office", "school", "member")} for who in VOTERS
    }
    copies, images = [("", rows_of(names))], [image()]
    for who in VOTERS:
        session.cast(ballot, who, **votes[who])
        copies.append((who, rows_of(names)))
        images.append(image())
    return session, ballot, keys, votes, copies, images


def test_copies_after_every_vote_link_nobody(voted):
    _session, ballot, _keys, _votes, copies, images = voted
    assert link_by_difference(copies) == {}
    for held in images:
        assert b"TD1" not in held
    changed = [
        {table for table in after if after[table] != before.get(table)}
        for (_, before), (_, after) in itertools.pairwise(copies)
    ]
    assert all(found == changed[0] for found in changed)
    envelopes = [bytes(row.envelope) for row in RollEntry.objects.filter(ballot=ballot)]
    assert len({len(envelope) for envelope in envelopes}) == 1
    assert len(set(envelopes)) == len(VOTERS)


def test_the_same_attacker_links_everybody_where_papers_lie_open(voted):
    _session, _ballot, _keys, votes, _copies, _images = voted
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_paper (id integer PRIMARY KEY, choice varchar(8))")
        copies, papers = [("", rows_of(["naive_paper"]))], []
        for number, who in enumerate(VOTERS):
            cursor.execute("INSERT INTO naive_paper VALUES (%s, %s)", [number, votes[who]["office"]])
            copies.append((who, rows_of(["naive_paper"])))
        cursor.execute("SELECT choice FROM naive_paper ORDER BY id")
        papers = [row[0] for row in cursor.fetchall()]
        cursor.execute("DROP TABLE naive_paper")
    told = {who: votes[who]["office"] for who in VOTERS}
    assert link_by_difference(copies) == told
    assert link_by_order(list(VOTERS), papers) == told


def test_after_the_count_the_order_of_the_papers_tells_nothing(voted):
    session, ballot, (key_a, key_b), votes, _copies, _images = voted
    operations.close_ballot(session.act("chair"), ballot=ballot)
    operations.count(session.act("officer"), ballot=ballot, key_a=key_a, key_b=key_b)
    by_row = list(Slip.objects.order_by("pk").values_list("serial", flat=True))
    assert by_row == sorted(by_row)
    {session.year.subject_of(name).pk: name for name in ("office", "school", "member")}
    told, guessed = [], []
    for question in ballot.questions.order_by("order"):
        key = next(
            name
            for name in ("office", "school", "member")
            if session.year.subject_of(name).pk == question.nomination.subject_id
        )
        papers = list(question.slips.order_by("pk").values_list("choice", flat=True))
        assert sorted(papers) == sorted(votes[who][key] for who in VOTERS)
        guessed.append(link_by_order(list(VOTERS), papers))
        told.append({who: votes[who][key] for who in VOTERS})
    assert guessed != told
    assert not RollEntry.objects.filter(envelope__isnull=False).exists()


def test_neither_journal_nor_key_slips_are_anywhere(voted):
    session, ballot, (key_a, key_b), _votes, _copies, images = voted
    for entry in Entry.objects.filter(name="ballot.cast"):
        assert not any(word in entry.text for word in ('"yes"', '"no"', '"blank"'))
        assert not any(
            receipt in entry.text
            for receipt in RollEntry.objects.values_list("receipt", flat=True)
            if receipt
        )
    operations.close_ballot(session.act("chair"), ballot=ballot)
    operations.count(session.act("officer"), ballot=ballot, key_a=key_a, key_b=key_b)
    ballot.refresh_from_db()
    kept = str(rows_of(tables())) + path_of(ballot.published.sha256).read_text()
    for slip in (key_a, key_b):
        assert slip not in kept
        assert slip.replace("-", "") not in kept
        assert all(slip.encode() not in held for held in [*images, image()])
