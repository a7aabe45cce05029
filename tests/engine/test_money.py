"""Money of awards."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thidua.engine.money import AwardItem, award_money, money_list


@pytest.mark.parametrize(
    ("multiple", "base", "money"),
    [
        ("0.3", 2_340_000, 710_000),
        ("0.6", 2_340_000, 1_410_000),
        ("0.45", 2_340_000, 1_060_000),
        ("0.3", 2_530_000, 760_000),
        ("0.6", 2_530_000, 1_520_000),
        ("1", 2_340_000, 2_340_000),
        ("0", 2_340_000, 0),
    ],
)
def test_the_product_is_rounded_up_to_ten_thousand(multiple, base, money):
    assert award_money(Decimal(multiple), base, 10_000) == money


def test_two_collectives_and_three_individuals():
    items = [AwardItem("collective", 2, Decimal("0.6")), AwardItem("individual", 3, Decimal("0.3"))]
    found = money_list(items, 2_340_000, 10_000)
    assert found.total == 4_950_000
    assert [(line.each, line.amount, line.product) for line in found.lines] == [
        (1_410_000, 2_820_000, 1_404_000),
        (710_000, 2_130_000, 702_000),
    ]
    assert money_list(items, 2_530_000, 10_000).total == 5_320_000
    assert money_list([], 2_340_000, 10_000).total == 0


@pytest.mark.parametrize(("multiple", "base", "step"), [("-1", 1, 1), ("1", -1, 1), ("1", 1, 0)])
def test_no_sense(multiple, base, step):
    with pytest.raises(ValueError, match="not negative"):
        award_money(Decimal(multiple), base, step)


def test_no_negative_count():
    with pytest.raises(ValueError, match="count"):
        money_list([AwardItem("x", -1, Decimal(1))], 1, 1)


@given(
    multiple=st.decimals(0, 20, places=2), base=st.integers(0, 10**7), step=st.sampled_from([1, 1000, 10_000])
)
def test_never_less_than_the_product_and_less_than_a_step_more(multiple, base, step):
    money = award_money(multiple, base, step)
    assert 0 <= money - multiple * base < step
    assert money % step == 0
