"""The book of an authority: its province's values over the national ones, its own over both, each for its days."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.engine.ballot.counting import Threshold
from thidua.engine.eligibility import StandardRule
from thidua.engine.parameters import NoValueInForceError
from thidua.regulations import catalogue, operations, queries, wording
from thidua.regulations.choices import LEVELS, SUBJECTS, TOPICS

pytestmark = pytest.mark.django_db
IN_2025, IN_2026 = date(2025, 12, 20), date(2026, 2, 3)


@pytest.fixture
def book(cast):
    """``book(who)``: choose Bắc Ninh from 01/01/2026 and set an own value as one of the cast."""

    def lay(who: str = "officer") -> None:
        act = cast.act(who)
        operations.choose_province(
            act, authority=cast.commune, province="bac-ninh", valid_from=date(2026, 1, 1)
        )
        operations.set_value(
            act,
            authority=cast.commune,
            key="certificate_multiple.individual",
            value="0,15",
            valid_from=date(2026, 2, 1),
            valid_to=date(2026, 2, 28),
            source="Quyết định 01/2026/QĐ-UBND",
        )

    return lay


def test_a_province_counts_from_the_day_it_is_chosen(cast, book):
    book()
    law = queries.law_of(cast.commune.pk)
    assert law.quorum("Giấy khen", IN_2025) == Threshold.parse(">=2/3")
    assert law.quorum("Giấy khen", IN_2026) == Threshold.parse(">1/2")
    assert any("86/2025/QĐ-UBND" in line for line in law.citations(IN_2026, "award"))
    assert not any("86/2025/QĐ-UBND" in line for line in law.citations(IN_2025, "award"))
    assert [one.value for one in law.standards("Giấy khen", IN_2026)] == ["good", "good", "household_merit"]
    assert law.standards("Giấy khen", IN_2025) == ()


def test_a_province_no_longer_chosen_counts_no_more(cast, book):
    book()
    operations.choose_province(
        cast.act("admin"), authority=cast.commune, province="", valid_from=date(2026, 3, 1)
    )
    law = queries.law_of(cast.commune.pk)
    assert law.quorum("Giấy khen", date(2026, 2, 28)) == Threshold.parse(">1/2")
    assert law.quorum("Giấy khen", date(2026, 3, 1)) == Threshold.parse(">=2/3")
    assert queries.province_on(cast.commune.pk, date(2026, 3, 1)) is None


def test_an_own_value_counts_in_its_days_and_only_for_its_authority(cast, book):
    book()
    law, other = queries.law_of(cast.commune.pk), queries.law_of(cast.elsewhere.pk)
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
    found = [law.multiple("Giấy khen", "individual", day) for day in days]
    assert found == [Decimal("0.3"), Decimal("0.15"), Decimal("0.15"), Decimal("0.3")]
    assert {other.multiple("Giấy khen", "individual", day) for day in days} == {Decimal("0.3")}


def test_the_page_says_of_each_value_whose_it_is(cast, book):
    book()
    layers = {one.key: one.layer for one in queries.values_in_force(cast.commune.pk, IN_2026)}
    assert layers["certificate_multiple.individual"] == "own"
    assert layers["quorum.giay_khen"] == "province"
    assert layers["base_salary"] == "national"


def test_reading_a_whole_book_takes_three_queries(cast, book):
    book()
    with CaptureQueriesContext(connection) as seen:
        law = queries.law_of(cast.commune.pk)
        for _ in range(20):
            law.base_salary(IN_2026)
    assert len(seen) == 3


def test_every_value_of_the_national_book_has_words_and_one_page():
    book = queries.lawbook()
    known = catalogue.values_of(book)
    assert set(book.keys()) <= set(known)
    assert [
        key for key in known if sum(catalogue.on_topic(topic, key) is not None for topic in TOPICS) != 1
    ] == []
    names = catalogue.names_of(book)
    for one in book.parameters:  # every code of every list has its words
        if isinstance(one.value, tuple):
            assert wording.listing(one, names).rows
            codes = {*SUBJECTS, *LEVELS, *names, *(rule.value for rule in StandardRule), "unit", "subject"}
            cells = {cell for row in wording.listing(one, names).rows for _, cell in row}
            assert cells & codes == set()
    single = {key for key, value in known.items() if value.kind != "list"}
    assert all(not isinstance(one.value, tuple) for one in book.parameters if one.key in single)


def test_titles_are_kept_apart_from_forms_of_commendation():
    law = queries.national()
    forms, titles = law.award_forms(IN_2025), law.award_titles(IN_2025)
    assert {one.code for one in forms}.isdisjoint({one.code for one in titles})
    assert [one.code for one in titles if one.level == "commune" and "individual" in one.subjects] == [
        "lao_dong_tien_tien",
        "chien_si_thi_dua_co_so",
    ]
    for one in (*forms, *titles):
        for kind in one.subjects:
            if one.code != "gia_dinh_van_hoa":  # no sum was found for it
                assert law.book.value(
                    f"certificate_multiple.{kind}"
                    if one.code == "giay_khen"
                    else f"multiple.{one.code}.{kind}",
                    IN_2025,
                ).number


def test_every_province_shipped_is_a_sound_book():
    for province in queries.provinces().values():
        assert province.name
        assert all(one.source for one in province.book.parameters)
        law = queries.Law(province.book.over(queries.lawbook()))
        assert law.base_salary(IN_2026) == queries.national().base_salary(IN_2026)
        with pytest.raises(NoValueInForceError):
            law.base_salary(date(1999, 1, 1))
