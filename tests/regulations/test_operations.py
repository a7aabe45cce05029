"""Laying values over the law book: who may, what is refused, what is never changed by it."""

from datetime import date, timedelta

import pytest

from thidua.audit.models import Entry
from thidua.base.errors import MovedOnError, NotAllowedError, RefusedError
from thidua.regulations import operations, queries
from thidua.regulations.models import OwnValue

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)


def put(cast, who="officer", **change):
    told = {
        "key": "base_salary",
        "value": "2.600.000",
        "valid_from": SINCE,
        "source": "Nghị định 999/2026/NĐ-CP",
    } | change
    return operations.set_value(cast.act(who), authority=cast.commune, **told)


def test_a_value_is_set_with_its_document_and_stands_in_the_journal(cast):
    row = put(cast)
    assert row.value == "2600000"
    entry = Entry.objects.order_by("-pk").first()
    assert (entry.name, '"before":"2340000"' in entry.text.replace(" ", "")) == ("law.value_set", True)
    assert queries.law_of(cast.commune.pk).base_salary(SINCE) == 2_600_000


@pytest.mark.parametrize(
    ("change", "place", "words"),
    [
        ({"value": "abc"}, "value", "Hãy nhập một số"),
        ({"value": "-5"}, "value", "Hãy nhập một số"),
        ({"value": "0"}, "value", "từ 1 trở lên"),
        ({"value": "101", "key": "multiple.thon_van_hoa.collective"}, "value", "từ 0 đến 100"),
        ({"value": "4", "key": "ballot_minimum_members"}, "value", "từ 5 trở lên"),
        ({"value": "1" * 40}, "value", "quá dài"),
        ({"value": "2.340.000,5"}, "value", "số nguyên"),
        ({"value": "2", "key": "fund_share_for_organisation"}, "value", "từ 0 đến 1"),
        ({"value": "quá nửa", "key": "quorum.giay_khen"}, "value", ">1/2"),
        ({"value": ">=1/0", "key": "quorum.giay_khen"}, "value", ">1/2"),
        ({"value": "0%", "key": "quorum.giay_khen"}, "value", ">1/2"),
        ({"value": "mine", "key": "vote_base.giay_khen"}, "value", "cách đã nêu"),
        ({"value": " ", "key": "standing_unit"}, "value", "Hãy ghi giá trị"),
        ({"source": "  "}, "source", "văn bản quy định"),
        ({"valid_to": SINCE - timedelta(days=1)}, "valid_to", "trước ngày có hiệu lực"),
        ({"key": "award_forms"}, "key", "Không có giá trị này"),
        ({"key": "tellers", "value": "3"}, "key", "Không có giá trị này"),
    ],
)
def test_what_is_refused(cast, change, place, words):
    with pytest.raises(RefusedError) as refused:
        put(cast, **change)
    assert words in refused.value.faults[place]
    assert not OwnValue.objects.exists()


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("direct_workers_preferred", "0"),
        ("leaders_share_most", "0"),
        ("multiple.gia_dinh_van_hoa.household", "0"),
        ("multiple.bang_khen_tinh.individual", "1,8"),
        ("vote_threshold.xa_tieu_bieu", ">=4/5"),
    ],
)
def test_what_may_be_set_is_told_by_the_book(cast, key, value):
    assert put(cast, key=key, value=value).key == key


@pytest.mark.parametrize("who", ["chair", "head", "member", "accountant", "inspector", "stranger"])
def test_who_may_not(cast, who):
    with pytest.raises(NotAllowedError):
        put(cast, who)
    with pytest.raises(NotAllowedError):
        operations.choose_province(
            cast.act(who), authority=cast.commune, province="bac-ninh", valid_from=SINCE
        )


def test_two_own_values_never_stand_on_one_day_but_one_may_follow_another(cast):
    put(cast)
    put(cast, value="2.700.000", valid_from=date(2026, 7, 1))
    law = queries.law_of(cast.commune.pk)
    assert [law.base_salary(day) for day in (date(2026, 6, 30), date(2026, 7, 1))] == [2_600_000, 2_700_000]
    with pytest.raises(RefusedError) as refused:
        put(cast, value="1", valid_from=date(2026, 3, 1))
    assert "Hãy rút giá trị ấy trước" in refused.value.faults["valid_from"]


def test_a_withdrawn_value_uncovers_what_lies_under_it(cast):
    row = put(cast)
    with pytest.raises(RefusedError):
        operations.withdraw_value(cast.act("officer"), own=row, reason=" ")
    operations.withdraw_value(cast.act("admin"), own=row, reason="Nhập nhầm")
    assert queries.law_of(cast.commune.pk).base_salary(SINCE) == 2_340_000
    with pytest.raises(MovedOnError):
        operations.withdraw_value(cast.act("admin"), own=OwnValue.objects.get(pk=row.pk), reason="Lần nữa")


def test_an_unknown_province_is_refused(cast):
    with pytest.raises(RefusedError):
        operations.choose_province(
            cast.act("officer"), authority=cast.commune, province="atlantis", valid_from=SINCE
        )
