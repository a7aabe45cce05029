"""Somebody who copies everything after every vote, and what he learns: here nothing, on a naive ballot everything.

Each attack takes the copies and says of whom it knows the choices. The same attacks run on a ballot that keeps its
papers unsealed in a table without a key to the roll, where they must link everybody: so they are seen to bite.
Both forms of a ballot are attacked: each name agreed to or not, and one paper on which names are marked.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

import pytest
from django.db import connection, connections, transaction

from thidua.council import operations, sealing
from thidua.council.models import Ballot, Slip
from thidua.engine.ballot import Choice, papers

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

VOTERS = ("publicity", "chair", "clerk", "vice", "accountant", "head", "school_head", "culture_head")
NAMES = ("office", "school", "member")
# for each name four say yes and four no, and no two voters alike in a row: a lucky guess is one in 343,000
VOTES = {
    who: dict(zip(NAMES, pattern, strict=True))
    for who, pattern in zip(
        VOTERS,
        (
            ("yes", "no", "no"),
            ("no", "yes", "no"),
            ("yes", "yes", "no"),
            ("no", "no", "yes"),
            ("no", "yes", "yes"),
            ("yes", "no", "yes"),
            ("no", "no", "no"),
            ("yes", "yes", "yes"),
        ),
        strict=True,
    )
}
# of a contest the places marked on each paper, two of three at most; a lucky guess is one in 20,160, twice in a row
# one in 400 million
PAPER = "phiếu"
MARKS = {
    who: {PAPER: text}
    for who, text in zip(VOTERS, ("1+2", "blank", "2+3", "1", "1+3", "2", "3", "1+2"), strict=True)
}
FORMS = {"each": (NAMES, VOTES), "contest": (("office", "culture", "school"), MARKS)}
WORDS = {"yes", "no", "blank", "1+2", "1+3", "2+3"}
"""What a choice looks like; a lone place could be any number of a table."""
Votes = dict[str, dict[str, str]]
Row = tuple[str, ...]


@dataclass
class Copy:
    """All that lies on the disk after one vote: rows with their hidden columns, and the bytes of file, log, backup."""

    voter: str
    tables: dict[str, list[Row]]
    disk: bytes = b""
    backup: bytes = b""
    fresh: dict[str, set[Row]] = field(default_factory=dict)


def rows_of(table: str) -> list[Row]:
    """The rows in the order in which they lie, each with the transaction that wrote it, where that is kept."""
    hidden = "xmin::text, ctid::text" if connection.vendor == "postgresql" else "'', rowid"
    order = "t.ctid" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {hidden}, t.* FROM "{table}" t ORDER BY {order}')  # noqa: S608 - our own tables
        return [tuple(plain(value) for value in row) for row in cursor.fetchall()]


def plain(value) -> str:
    return bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)


def copy(voter: str, tmp_path) -> Copy:
    names = [name for name in connection.introspection.table_names() if not name.startswith("django_session")]
    taken = Copy(voter, {name: rows_of(name) for name in names})
    if connection.vendor == "sqlite":
        path = str(connections.databases["default"]["NAME"])
        for end in ("", "-wal"):
            with open(path + end, "rb") as file:  # noqa: PTH123 - a name with its end
                taken.disk += file.read()
        backup = tmp_path / f"{voter or 'truoc'}-{len(taken.disk)}.sqlite3"
        backup.unlink(missing_ok=True)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(backup)])
        taken.backup = backup.read_bytes()
    return taken


# --- the attacks -------------------------------------------------------------------------------------------------


def by_difference(copies: list[Copy]) -> dict[str, set[str]]:
    """Words of choice in the rows that are new after somebody voted."""
    linked = {}
    for before, after in itertools.pairwise(copies):
        new = {row[2:] for name, rows in after.tables.items() for row in rows}
        new -= {row[2:] for name, rows in before.tables.items() for row in rows}
        words = {value for row in new for value in row if value in WORDS}
        if words:
            linked[after.voter] = words
    return linked


def by_transaction(copies: list[Copy], last: Copy, roll: str, paper: str) -> dict[str, set[str]]:
    """Papers that were written by the transaction that marked somebody on the roll."""
    marked = {}
    for before, after in itertools.pairwise(copies):
        fresh = {row[0] for row in after.tables[roll]} - {row[0] for row in before.tables[roll]}
        marked |= {number: after.voter for number in fresh if number}
    found: dict[str, set[str]] = {}
    for row in last.tables[paper]:
        words = WORDS & set(row)
        if row[0] in marked and words:
            found.setdefault(marked[row[0]], set()).update(words)
    return found


def by_order(papers_by_question: dict[str, list[str]], votes: Votes) -> dict[str, set[str]]:
    """Each paper belongs to who voted at its place; believed only where it is so for every question.

    Papers that are mixed may lie so by luck: who attacks such a ballot lets it be mixed twice.
    """
    right = all(told == [votes[who][name] for who in VOTERS] for name, told in papers_by_question.items())
    return {who: set(votes[who].values()) for who in VOTERS} if right else {}


def by_length(copies: list[Copy], table: str) -> dict[str, int]:
    """Who can be told apart by the length of what was written for him; all alike tells nothing."""
    lengths = {}
    for before, after in itertools.pairwise(copies):
        old = {row[2:] for row in before.tables[table]}
        lengths[after.voter] = sum(
            len(value)
            for row in after.tables[table]
            if row[2:] not in old
            for value in row[2:]
            if not value.isdigit()  # keys of rows grow by a digit now and then
        )
    return {} if len(set(lengths.values())) <= 1 else lengths


def by_bytes(copies: list[Copy], patterns: dict[str, list[bytes]]) -> dict[str, set[str]]:
    """A choice whose bytes are new in file or log after somebody voted, or more often in the backup."""
    linked: dict[str, set[str]] = {}
    for before, after in itertools.pairwise(copies):
        for choice, forms in patterns.items():
            for form in forms:
                seen = form in after.disk and form not in before.disk
                if seen or after.backup.count(form) > before.backup.count(form):
                    linked.setdefault(after.voter, set()).add(choice)
    return linked


def by_guess(
    copies: list[Copy], envelopes: set[str], public: tuple[bytes, bytes], guesses: list[bytes]
) -> int:
    """Seal each possible paper anew and look for an envelope that is the same."""
    return sum(sealing.seal(guess, *public).hex() in envelopes for guess in guesses)


# --- on the ballot -----------------------------------------------------------------------------------------------


def papers_of(ballot: Ballot, session, form: str) -> dict[str, list[str]]:
    """The counted papers of each question in the order in which they lie."""
    if form == "contest":
        return {
            PAPER: list(Slip.objects.filter(contest=ballot).order_by("pk").values_list("choice", flat=True))
        }
    of_names = Slip.objects.filter(question__ballot=ballot).order_by("pk")
    return {
        name: list(
            of_names.filter(question__nomination__subject=session.year.subject_of(name)).values_list(
                "choice", flat=True
            )
        )
        for name in NAMES
    }


def possible_papers(mark: str, asked: list[str], form: str) -> dict[str, bytes]:
    """Every paper that could lie in an envelope, before it is sealed."""
    answers = ("yes", "blank") if form == "contest" else ("yes", "no")
    return {
        "/".join(told): papers.pack(mark, asked, dict(zip(asked, map(Choice, told), strict=True)))
        for told in itertools.product(answers, repeat=len(asked))
    }


def vote(session, ballot: Ballot, who: str, form: str) -> None:
    if form == "each":
        session.cast(ballot, who, **VOTES[who])
        return
    places = MARKS[who][PAPER].split("+")
    marked = [row.pk for row in ballot.questions.all() if str(row.order) in places]
    operations.cast(session.act(who), ballot=ballot, choices=dict.fromkeys(marked, "yes"))


@pytest.mark.parametrize("form", FORMS)
def test_copies_of_everything_after_every_vote_link_nobody(session, together, tmp_path, form):
    names, votes = FORMS[form]
    nominations = session.nominate(*names)
    session.open()
    opened = operations.prepare_ballot(
        session.act("officer"),
        meeting=session.meeting,
        method="secret",
        nominations=nominations,
        contest=form == "contest",
    )
    keys = session.keys(opened)
    session.open_ballot(opened)

    def attacked():
        ballot = Ballot.objects.get(pk=opened.pk)
        copies = [copy("", tmp_path)]
        for who in VOTERS:
            vote(session, ballot, who, form)
            copies.append(copy(who, tmp_path))
        public = tuple(bytes(key.public) for key in ballot.keys.order_by("order"))
        asked = [question.key for question in ballot.questions.order_by("order")]
        operations.close_ballot(session.act("chair"), ballot=ballot)
        mixed = []
        for real in (False, True):  # mixed twice from the same envelopes, the first time taken back
            with transaction.atomic():
                operations.count(session.act("officer"), ballot=ballot, key_a=keys[0], key_b=keys[1])
                mixed.append(papers_of(ballot, session, form))
                transaction.set_rollback(not real)
            ballot.refresh_from_db()
        last = copy("kiểm phiếu", tmp_path)
        return copies, last, public, asked, mixed, str(ballot.pk)

    ((copies, last, public, asked, mixed, mark),) = together(attacked)
    for name, told in mixed[-1].items():
        assert sorted(told) == sorted(votes[who][name] for who in VOTERS)
    assert by_difference(copies) == {}
    assert by_transaction(copies, last, "council_rollentry", "council_slip") == {}
    assert {} in [by_order(papers_read, votes) for papers_read in mixed]
    assert by_length(copies, "council_rollentry") == {}
    possible = possible_papers(mark, asked, form)
    assert by_bytes(copies, {choice: [paper, paper[:16]] for choice, paper in possible.items()}) == {}
    envelopes = {value for row in copies[-1].tables["council_rollentry"] for value in row if len(value) > 256}
    assert len(envelopes) == len(VOTERS)
    assert by_guess(copies, envelopes, public, list(possible.values())) == 0
    after = {value for row in last.tables["council_rollentry"] for value in row}
    assert not envelopes & after
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, "council_slip")
    at = 2 + [column.name for column in columns].index("serial")  # behind the hidden ones
    serials = [row[at] for row in last.tables["council_slip"]]
    assert serials == sorted(serials)
    told = str(last.tables) + last.disk.decode("latin-1") + last.backup.decode("latin-1")
    for key in keys:
        assert key not in told
        assert key.replace("-", "") not in told


@pytest.mark.parametrize("form", FORMS)
def test_the_same_attacks_link_everybody_where_papers_lie_open(session, together, tmp_path, form):
    assert session
    _, votes = FORMS[form]
    asked = list(votes[VOTERS[0]])

    def attacked():
        kind = "bigserial" if connection.vendor == "postgresql" else "integer"
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE naive_roll (id integer PRIMARY KEY, who varchar(20), voted integer)")
            cursor.execute(
                f"CREATE TABLE naive_paper (id {kind} PRIMARY KEY, question varchar(20), choice varchar(8))"
            )
            for number, who in enumerate(sorted(VOTERS)):
                cursor.execute("INSERT INTO naive_roll VALUES (%s, %s, 0)", [number, who])
        try:
            copies = [copy("", tmp_path)]
            for who in VOTERS:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute("UPDATE naive_roll SET voted = 1 WHERE who = %s", [who])
                    for name in asked:
                        cursor.execute(
                            "INSERT INTO naive_paper (question, choice) VALUES (%s, %s)",
                            [name, votes[who][name]],
                        )
                copies.append(copy(who, tmp_path))
            with connection.cursor() as cursor:
                read = {}
                for name in asked:
                    cursor.execute("SELECT choice FROM naive_paper WHERE question = %s ORDER BY id", [name])
                    read[name] = [row[0] for row in cursor.fetchall()]
            return copies, read
        finally:
            with connection.cursor() as cursor:
                cursor.execute("DROP TABLE naive_roll")
                cursor.execute("DROP TABLE naive_paper")

    ((copies, read),) = together(attacked)
    truth = {who: set(votes[who].values()) for who in VOTERS}
    told = {who: said & WORDS for who, said in truth.items() if said & WORDS}
    assert by_difference(copies) == told
    assert by_order(read, votes) == truth
    assert set(by_length(copies, "naive_paper")) == set(VOTERS)
    if connection.vendor == "postgresql":
        assert by_transaction(copies, copies[-1], "naive_roll", "naive_paper") == told
    else:
        forms = {word: [f"{name}{word}".encode() for name in asked] for word in WORDS}
        assert by_bytes(copies, forms) == told
