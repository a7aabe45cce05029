"""The process is killed while a decision is issued: it is before or after, never between."""

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
from thidua.commendations.models import Award, Decision
from thidua.documents.models import NumberTaken, Paper, StoredFile
from thidua.documents.operations import path_of
from thidua.honours.models import AwardHeld

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = int(os.environ.get("THIDUA_KILLS", "20"))


def state():
    """All that the issue of a decision may change."""
    return {
        "decisions": sorted(
            [row.state, row.number, str(row.total)] for row in Decision.objects.order_by("pk")
        ),
        "awards": [Award.objects.count(), Award.objects.exclude(check_code="").count()],
        "held": AwardHeld.objects.count(),
        "numbers": NumberTaken.objects.count(),
        "papers": sorted(Paper.objects.values_list("kind", "state", "number")),
        "journal": [
            Entry.objects.filter(name=name).count()
            for name in ("decision.issued", "award.kept", "paper.numbered")
        ],
        "chain": audit.verify().fault,
        "files": all(path_of(row.sha256).exists() for row in StoredFile.objects.all()),
    }


@pytest.fixture
def issuing(awarding, settings, tmp_path):
    """A database file with the decision drafted, and the act that issues it, as it is called after a restart."""
    settings.THIDUA_HOME = tmp_path  # where the killed child keeps its files too
    drafted = awarding.decision_drafted()
    actor = awarding.act("chair")

    def issue():
        awarding.issue(Decision.objects.get(pk=drafted.pk), actor)

    return database_on_disk(tmp_path / "thidua.sqlite3"), issue


def test_killed_at_each_point_of_issuing_it_is_before_or_after_and_can_be_done_again(issuing):
    file, issue = issuing
    before = looked_at(file, state)
    after_file = fresh(file, "sau.sqlite3")
    points = points_of(after_file, issue)
    after = looked_at(after_file, state)
    assert before["awards"] == [0, 0]
    assert after["awards"] == [3, 3]
    committed = points.index("after commit 1")
    assert len(points) > 20, points
    for at, point in enumerate(points):
        hurt = fresh(file, "hong.sqlite3")
        killed_at(hurt, issue, point)
        assert looked_at(hurt, state) == (after if at >= committed else before), point
    assert not done(hurt, issue)  # issued before the last blow: not issued twice
    hurt = fresh(file, "hong.sqlite3")
    killed_at(hurt, issue, "before commit 1")
    assert done(hurt, issue)  # what was not done can be done
    assert looked_at(hurt, state) == after


def test_killed_at_any_moment_of_issuing_nothing_is_between(issuing):
    file, issue = issuing
    before = looked_at(file, state)
    began = time.monotonic()
    last = fresh(file, "ca.sqlite3")
    assert done(last, issue)
    took = time.monotonic() - began
    after = looked_at(last, state)
    chance = random.Random(KILLS)  # noqa: S311 - when to strike
    at_work = sum(killed_and_whole(file, issue, took, chance, before, after) for _ in range(KILLS))
    assert at_work


def killed_and_whole(file, issue, took, chance, before, after):
    """Strike once; whether the act was still at work."""
    hurt = fresh(file, "hong.sqlite3")
    at_work = killed_within(hurt, issue, took, chance)
    assert looked_at(hurt, state) in (before, after)
    return at_work
