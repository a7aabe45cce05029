"""Fifty people at the same second: nothing lost, nothing doubled, no "database is locked"."""

import pytest

from tests.scoring.conftest import Scoring, best
from thidua.audit import queries as audit
from thidua.base.errors import MovedOnError
from thidua.engine.flow import StepRefusedError
from thidua.scoring import operations, queries
from thidua.scoring.models import Draft, Mark
from thidua.scoring.queries import standing

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]
PEOPLE = 50


def quiet(act):
    """What an act gave, or the class of what refused it."""
    try:
        return act()
    except (MovedOnError, StepRefusedError) as error:
        return type(error)


def test_fifty_drafts_at_the_same_second_are_all_kept(crowd):
    scoring, together = crowd
    keys = ("office", "culture", "school")
    rows = [(key, "1.2", {"numerator": "3", "denominator": "4"}) for key in keys]
    rows += [(key, code, given) for key in keys for code, given in best(scoring.sheet(key)).items()]
    rows = rows[:PEOPLE]
    assert len(rows) == PEOPLE
    act = scoring.act("officer")

    def save(key, code, given):
        sheet = scoring.sheet(key)
        return lambda: operations.save_draft(act, sheet=sheet, leaf_code=code, round="self", given=given)

    together([save(*row) for row in rows])
    ((n, versions),) = together(
        [lambda: (Draft.objects.count(), [scoring.sheet(key).version for key in keys])]
    )
    assert n == PEOPLE
    assert sum(versions) == PEOPLE, "each typing held its sheet once"


def test_of_fifty_clicks_on_send_one_counts(crowd):
    scoring, together = crowd
    together([lambda: scoring.fill("office", "head")])
    (sheet,) = together([lambda: scoring.sheet("office")])
    act = scoring.act("head")
    told = together([lambda: quiet(lambda: operations.submit(act, sheet=stale(sheet)))] * PEOPLE)
    assert told.count(None) == 1
    assert told.count(MovedOnError) == PEOPLE - 1
    ((n, fault),) = together([lambda: (Mark.objects.filter(leaf__code="1.1").count(), audit.verify().fault)])
    assert (n, fault) == (1, "")


def stale(sheet):
    """A copy of a sheet as one page showed it."""
    copy = type(sheet)(
        **{field.attname: getattr(sheet, field.attname) for field in sheet._meta.concrete_fields}
    )
    copy._state.adding, copy._state.db = False, sheet._state.db
    return copy


def test_typing_while_it_is_sent_lands_before_or_is_refused_never_lost(crowd):
    scoring, together = crowd
    together([lambda: scoring.fill("office", "head")])
    (sheet,) = together([lambda: scoring.sheet("office")])
    act = scoring.act("head")

    def type_one(n):
        return lambda: quiet(
            lambda: operations.save_draft(
                act, sheet=stale(sheet), leaf_code="1.3", round="self", given={"count": n}
            )
        )

    acts = [type_one(n) for n in range(20)]
    acts.insert(10, lambda: quiet(lambda: operations.submit(act, sheet=stale(sheet))))
    together(acts)
    ((state, drafts, total, again),) = together([lambda: _standing(scoring)])
    assert state == "submitted"
    assert drafts == 0, "no draft lies behind a sheet that was sent"
    assert total == again


def _standing(scoring: Scoring):
    sheet = scoring.sheet("office")
    own = {code: mark.given for code, mark in standing.standing(standing.marks_of(sheet)).items()}
    left_out = [leaf.code for leaf in queries.applicable(sheet) if leaf.code not in own]
    again = standing.score(sheet, own, left_out).total
    return sheet.state, Draft.objects.filter(sheet=sheet).count(), sheet.self_total, again
