"""Choice within quotas."""

from decimal import Decimal
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.ballot import Threshold
from thidua.engine.eligibility import Subject
from thidua.engine.quota import Candidate, Order, Participants, Quota, QuotaError, Rounding, select

CASES = yaml.safe_load((Path(__file__).parent / "cases/quota.yaml").read_text("utf-8"))
HALF = Threshold.parse(">1/2")


def candidate(key, subject, rank, yes, base, unit="", chair=None, block="", groups=()):
    return Candidate(key, Subject(subject), rank, yes, base, unit, chair, block, frozenset(groups))


def quota(row):
    percent = row.get("max_percent")
    return Quota(
        Subject(row["subject"]),
        row.get("max"),
        Decimal(percent) if percent else None,
        row.get("per_unit", False),
        row.get("group", ""),
        row.get("per_block", False),
        Rounding(row.get("rounding", "down")),
    )


@pytest.mark.parametrize("row", CASES, ids=lambda row: row["case"])
def test_case(row):
    candidates = [candidate(*one) for one in row["candidates"]]
    participants = Participants(
        {Subject(name): number for name, number in row.get("participants", {}).items()},
        {
            (group, Subject(name)): number
            for group, table in row.get("by_group", {}).items()
            for name, number in table.items()
        },
    )
    for order in (candidates, candidates[::-1]):
        found = select(
            order,
            [quota(one) for one in row["quotas"]],
            Threshold.parse(row["threshold"]),
            order=Order(row.get("order", "rank")),
            participants=participants,
        )
        assert sorted(found.chosen) == sorted(row["chosen"])
        assert {one.key: one.reason.value for one in found.not_chosen} == row["reasons"]
        assert [list(tie.keys) for tie in found.ties_at_edge] == row.get("ties", [])
        if "uses" in row:
            told = [[use.group, use.ceiling, use.used, use.next_in_rank] for use in found.uses]
            assert told == row["uses"]


def test_chosen_stand_from_the_highest_down_and_the_reason_can_be_asked():
    found = select(
        [candidate("b", "collective", 2, 9, 11), candidate("a", "collective", 1, 9, 11)],
        [quota({"subject": "collective", "max": 2})],
        HALF,
    )
    assert found.chosen == ("a", "b")
    assert found.reason("a") is None


def test_a_tie_tells_how_many_places_are_left():
    found = select(
        [candidate(key, "collective", 1, 9, 11) for key in "abc"],
        [quota({"subject": "collective", "max": 2})],
        HALF,
    )
    (tie,) = found.ties_at_edge
    assert (tie.places, tie.keys, tie.group) == (2, ("a", "b", "c"), "")
    assert found.reason("a") == "tie_at_edge"


def test_a_vote_without_base_passes_nobody():
    assert select([candidate("a", "collective", 1, 0, 0)], [], HALF).reason("a") == "below_threshold"
    assert candidate("a", "collective", 1, 0, 0).share == 0


def test_refusals():
    one = candidate("a", "collective", 1, 9, 11)
    with pytest.raises(ValueError, match="one key"):
        select([one, one], [], HALF)
    with pytest.raises(QuotaError) as refused:
        select([one], [Quota(Subject.COLLECTIVE, max_percent=Decimal(10))], HALF)
    assert refused.value.code == "participants_unknown"
    with pytest.raises(QuotaError) as refused:
        select([one], [Quota(Subject.EITHER, max_percent=Decimal(10))], HALF)
    assert refused.value.code == "participants_unknown"
    with pytest.raises(QuotaError) as refused:
        select([one], [Quota(Subject.COLLECTIVE)], HALF)
    assert refused.value.code == "no_limit"


CANDIDATES = st.lists(
    st.tuples(
        st.sampled_from(["collective", "individual"]),
        st.integers(1, 5),
        st.one_of(st.none(), st.integers(0, 11)),
        st.sampled_from(["VP", "KT"]),
        st.one_of(st.none(), st.integers(1, 3)),
        st.sampled_from(["A", "B"]),
    ),
    max_size=14,
)
QUOTAS = st.lists(
    st.builds(
        Quota,
        subject=st.sampled_from([Subject.COLLECTIVE, Subject.INDIVIDUAL, Subject.EITHER]),
        max=st.integers(0, 4),
        per_unit=st.booleans(),
        group=st.sampled_from(["", "VP"]),
        per_block=st.booleans(),
    ),
    max_size=3,
)


@given(rows=CANDIDATES, quotas=QUOTAS, order=st.sampled_from(Order), random=st.randoms())
def test_a_quota_is_never_exceeded_and_the_order_given_means_nothing(rows, quotas, order, random):
    candidates = [
        candidate(str(number), subject, rank, yes, 11, unit, chair, block)
        for number, (subject, rank, yes, unit, chair, block) in enumerate(rows)
    ]
    found = select(candidates, quotas, HALF, order=order)
    shuffled = candidates[:]
    random.shuffle(shuffled)
    assert select(shuffled, quotas, HALF, order=order) == found
    by_key = {one.key: one for one in candidates}
    assert sorted([*found.chosen, *(one.key for one in found.not_chosen)]) == sorted(by_key)
    chosen = [by_key[key] for key in found.chosen]
    assert all(HALF.met(one.yes, one.base) for one in chosen)
    for limit in quotas:
        concerned = [one for one in chosen if limit.concerns(one)]
        for place in {limit.place_of(one) for one in concerned}:
            assert sum(place == limit.place_of(one) for one in concerned) <= limit.max
    assert all(use.used <= use.ceiling for use in found.uses)
