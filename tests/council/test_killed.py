"""The process is killed while a vote is cast, closed, counted, or a choice made: before or after, never between."""

import os
import random
import time

import pytest

from tests.hardness.killing import (
    database_on_disk,
    done,
    fresh,
    killed_at,
    killed_within,
    looked_at,
    points_of,
)
from thidua.audit import queries as audit
from thidua.audit.models import Entry
from thidua.council import operations
from thidua.council.models import Ballot, Meeting, Question, RollEntry, Selection, Slip
from thidua.documents.models import StoredFile
from thidua.documents.operations import path_of
from thidua.nominations.models import Nomination

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = int(os.environ.get("THIDUA_KILLS", "20"))
"""Kills at any moment; ``dev.py endure`` asks for more."""
VOTERS = ("chair", "vice", "culture_head", "head", "school_head", "accountant")


def state():
    """All that an act of the council may change, in numbers; equal states are one and the same."""
    names = dict.fromkeys(("ballot.cast", "ballot.closed", "ballot.counted", "meeting.selected"), 0)
    for name in Entry.objects.filter(name__in=names).values_list("name", flat=True):
        names[name] += 1
    verified = audit.verify()
    files = [path_of(row.sha256).exists() for row in StoredFile.objects.filter(name="danh-sach-phieu.csv")]
    return {
        "ballots": [[row.state, row.cast, bool(row.digest)] for row in Ballot.objects.order_by("pk")],
        "sealed": RollEntry.objects.filter(state="sealed").count(),
        "receipts": RollEntry.objects.exclude(receipt="").count(),
        "envelopes": RollEntry.objects.filter(envelope__isnull=False).count(),
        "slips": Slip.objects.count(),
        "counted": Question.objects.filter(passed__isnull=False).count(),
        "selected": Meeting.objects.filter(selected_at__isnull=False).count(),
        "selections": [Selection.objects.count(), Selection.objects.filter(chosen=True).count()],
        "nominations": sorted(Nomination.objects.values_list("state", flat=True)),
        "journal": names,
        "chain": verified.fault,
        "files": files,
    }


def acts(session):
    """The steps of one vote and its choice, each as it is called after a restart."""
    rows = session.nominate("office", "school")
    session.open()
    opened, (key_a, key_b) = session.opened(rows)

    def ballot():
        return Ballot.objects.get(pk=opened.pk)

    def cast():
        session.cast(ballot(), VOTERS[-1])

    def close():
        operations.close_ballot(session.act("chair"), ballot=ballot())

    def count():
        operations.count(session.act("officer"), ballot=ballot(), key_a=key_a, key_b=key_b)

    def select():
        operations.select(session.act("officer"), meeting=Meeting.objects.get(pk=session.meeting.pk))

    for who in VOTERS[:-1]:
        session.cast(ballot(), who)
    return {"cast": cast, "close": close, "count": count, "select": select}


def test_killed_at_each_point_it_is_before_or_after_and_can_be_done_again(session, tmp_path):
    steps = acts(session)
    file = database_on_disk(tmp_path / "thidua.sqlite3")
    met = {}
    for name, act in steps.items():
        before = looked_at(file, state)
        after_file = fresh(file, "sau.sqlite3")
        points = points_of(after_file, act)
        after = looked_at(after_file, state)
        assert before != after
        assert any(point.startswith("before commit") for point in points)
        for point in points:
            hurt = fresh(file, "hong.sqlite3")
            killed_at(hurt, act, point)
            found = looked_at(hurt, state)
            assert found in (before, after), f"{name}: killed {point}"
            committed = points.index(point) >= points.index("after commit 1")
            assert found == (after if committed else before), f"{name}: killed {point}"
        assert done(hurt, act) is not committed  # what was not done can be done; what was is not done twice
        assert looked_at(hurt, state) == after
        met[name] = len(points)
        assert done(file, act)
    assert min(met.values()) >= 6, met


def sound(found) -> bool:
    """What holds at any moment between a first and a last vote, a close and a count."""
    ((at, cast, digest),) = found["ballots"]
    opened = at == "opened"
    return (
        found["chain"] == ""
        and cast == found["sealed"] == found["receipts"] == found["journal"]["ballot.cast"]
        and found["envelopes"] == (0 if opened else found["sealed"])
        and found["slips"] == (2 * cast if opened else 0)
        and found["counted"] == (2 if opened else 0)
        and digest is opened
        and found["journal"]["ballot.closed"] == (0 if at == "open" else 1)
        and found["journal"]["ballot.counted"] == (1 if opened else 0)
        and all(found["files"])
    )


def test_killed_at_any_moment_nothing_is_between(session, tmp_path):
    steps = acts(session)
    file = database_on_disk(tmp_path / "thidua.sqlite3")

    def whole():
        for step in ("cast", "close", "count"):
            steps[step]()

    began = time.monotonic()
    last = fresh(file, "ca.sqlite3")
    assert done(last, whole)
    took = time.monotonic() - began
    assert sound(looked_at(last, state))
    chance = random.Random(KILLS)  # noqa: S311 - when to strike
    at_work, seen = 0, set()
    for _ in range(KILLS):
        hurt = fresh(file, "hong.sqlite3")
        at_work += killed_within(hurt, whole, took, chance)
        found = looked_at(hurt, state)
        assert sound(found), found
        seen.add((found["ballots"][0][0], found["sealed"]))
    assert at_work
    assert len(seen) > 1, "every kill fell on the same moment"
