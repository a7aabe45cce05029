"""The book of an authority: its province's values over the national ones, its own over both, each for its days."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from thidua.base.acts import SYSTEM, Act
from thidua.engine.ballot.counting import Threshold
from thidua.engine.eligibility import StandardRule
from thidua.engine.parameters import NoValueInForceError
from thidua.organizations import operations as organizations
from thidua.regulations import catalogue, operations, queries, wording
from thidua.regulations.choices import LEVELS, SUBJECTS, TOPICS

pytestmark = pytest.mark.django_db
START, IN_2025, IN_2026 = date(2025, 1, 1), date(2025, 12, 20), date(2026, 2, 3)


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
    assert queries.province_on(cast.commune.pk, date(2026, 3, 1)) == (None, "")


def test_an_own_value_counts_in_its_days_and_only_for_its_authority(cast, book):
    book()
    law, other = queries.law_of(cast.commune.pk), queries.law_of(cast.elsewhere.pk)
    days = [date(2026, 1, 31), date(2026, 2, 1), date(2026, 2, 28), date(2026, 3, 1)]
    found = [law.multiple("Giấy khen", "individual", day) for day in days]
    assert found == [Decimal("0.3"), Decimal("0.15"), Decimal("0.15"), Decimal("0.3")]
    assert {other.multiple("Giấy khen", "individual", day) for day in days} == {Decimal("0.3")}


def test_the_page_says_of_each_value_whose_it_is(cast, book):
    book()
    layers = {one.key: one.layer.code for one in queries.values_in_force(cast.commune.pk, IN_2026)}
    assert layers["certificate_multiple.individual"] == "own"
    assert layers["quorum.giay_khen"] == "province"
    assert layers["base_salary"] == "national"


@pytest.fixture
def under(cast):
    """The commune stood under a district until 30/06/2025 and stands under a province since; both set values."""
    act = Act(actor=SYSTEM, at=datetime(2026, 3, 1, 5, 0, tzinfo=UTC), source="test")
    told = {"authority": cast.commune, "valid_from": START, "document": "NQ 1"}
    province = organizations.add_superior(
        act, name="Ủy ban nhân dân tỉnh", code="T", level="province", **told
    )
    district = organizations.add_superior(
        act, name="Ủy ban nhân dân huyện", code="H", level="district", valid_to=date(2025, 6, 30), **told
    )

    def lay(unit, key, value, valid_from=START, **told):
        operations.set_value(
            act, authority=unit, key=key, value=value, valid_from=valid_from, source="QĐ 1", **told
        )

    lay.act, lay.province, lay.district = act, province, district
    return lay


def test_a_value_of_an_authority_above_counts_below_on_the_days_it_stood_above(cast, under):
    key = "certificate_multiple.individual"
    under(under.province, key, "0,4", for_below=True)
    under(under.district, key, "0,2", for_below=True)
    under(under.province, "quorum.giay_khen", ">=4/5")  # for its own council alone
    of = {name: queries.law_of(getattr(cast, name).pk) for name in ("commune", "elsewhere")}
    days = [date(2025, 6, 30), date(2025, 7, 1), IN_2026]
    assert [of["commune"].multiple("Giấy khen", "individual", day) for day in days] == [
        Decimal("0.2"),  # the nearest: the district
        Decimal("0.4"),
        Decimal("0.4"),
    ]
    assert {of["elsewhere"].multiple("Giấy khen", "individual", day) for day in days[1:]} == {Decimal("0.3")}
    assert of["commune"].quorum("Giấy khen", IN_2026) == Threshold.parse(">=2/3")
    told = {one.key: one.layer for one in queries.values_in_force(cast.commune.pk, IN_2026)}
    assert told[key] == ("above", "Ủy ban nhân dân tỉnh")
    under(cast.commune, key, "0,15", IN_2026)  # its own over that of the province
    own = queries.law_of(cast.commune.pk)
    assert own.multiple("Giấy khen", "individual", date(2026, 2, 2)) == Decimal("0.4")
    assert own.multiple("Giấy khen", "individual", IN_2026) == Decimal("0.15")


def test_the_rules_and_texts_of_a_province_count_below_until_a_commune_chooses_itself(cast, under):
    choose, new_year = operations.choose_province, date(2026, 1, 1)
    choose(
        under.act,
        authority=under.province,
        province="bac-ninh",
        valid_from=date(2025, 12, 15),
        for_below=True,
    )
    operations.enter_text(
        under.act,
        authority=under.province,
        kind="Quyết định",
        number="7/2025/QĐ-UBND",
        issued_on=START,
        issuer="Ủy ban nhân dân tỉnh",
        title="quy định",
        valid_from=START,
        topics=["decision"],
        for_below=True,
    )
    law = queries.law_of(cast.commune.pk)
    assert law.quorum("Giấy khen", IN_2025) == Threshold.parse(">1/2")
    found, by = queries.province_on(cast.commune.pk, IN_2025)
    assert (found.code, by) == ("bac-ninh", "Ủy ban nhân dân tỉnh")
    cited = [any("7/2025" in line for line in law.citations(day, "award")) for day in (START, IN_2025)]
    assert cited == [False, True]  # under the district it was not the province above that spoke
    choose(under.act, authority=cast.commune, province="", valid_from=new_year)
    assert queries.law_of(cast.commune.pk).quorum("Giấy khen", IN_2026) == Threshold.parse(">=2/3")
    assert queries.law_of(cast.commune.pk).quorum("Giấy khen", IN_2025) == Threshold.parse(">1/2")
    assert queries.province_on(cast.commune.pk, IN_2026) == (None, "")


def test_reading_a_whole_book_takes_four_queries(cast, book):
    book()
    with CaptureQueriesContext(connection) as seen:
        law = queries.law_of(cast.commune.pk)
        for _ in range(20):
            law.base_salary(IN_2026)
    assert len(seen) == 4


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
