"""Legal values by day."""

from datetime import date
from decimal import Decimal

import pytest

from thidua.engine.parameters import Confidence, LawBook, LawBookError, NoValueInForceError


def row(value, start=None, end=None, key="salary", **more):
    return {
        "key": key,
        "value": value,
        "valid_from": start,
        "valid_to": end,
        "source": "NĐ",
        "confidence": "read",
        **more,
    }


def text(key="law", start=None, **more):
    return {
        "key": key,
        "kind": "Luật",
        "number": "1/2022",
        "issued_on": "2022-06-15",
        "issuer": "Quốc hội",
        "title": "Luật",
        "valid_from": start,
        "source": "x",
        "confidence": "read",
        **more,
    }


BOOK = LawBook.load(
    {
        "parameters": [
            row(2530000, "2026-07-01"),
            row(2340000, date(2024, 7, 1), "2026-06-30"),
            row(0.7, key="share"),
            row([{"code": "a", "on": date(2025, 1, 1)}], key="list"),
            row({"a": {1, 2}.__class__}, key="odd"),
        ],
        "instruments": [text(topics=["decision"]), text("new", "2025-07-01", topics=["decision", "plan"])],
    }
)


@pytest.mark.parametrize(
    ("day", "value"), [("2024-07-01", 2340000), ("2026-06-30", 2340000), ("2026-07-01", 2530000)]
)
def test_the_value_of_a_day(day, value):
    found = BOOK.value("salary", date.fromisoformat(day))
    assert found.number == value
    assert found.confidence is Confidence.READ


def test_a_day_before_all_values_and_a_key_nobody_knows():
    with pytest.raises(NoValueInForceError) as refused:
        BOOK.value("salary", date(2024, 6, 30))
    assert (refused.value.key, refused.value.on) == ("salary", date(2024, 6, 30))
    with pytest.raises(NoValueInForceError) as refused:
        BOOK.value("gift", date(2024, 6, 30))
    assert refused.value.on is None


def test_floats_become_exact_and_lists_keep_records():
    day = date(2025, 1, 1)
    assert BOOK.value("share", day).value == Decimal("0.7")
    assert BOOK.value("list", day).rows == ({"code": "a", "on": "2025-01-01"},)
    assert isinstance(BOOK.value("odd", day).value["a"], str)


@pytest.mark.parametrize(
    ("value", "ask", "code"),
    [
        ("abc", "number", "not_a_number"),
        (True, "number", "not_a_number"),
        (3, "text", "not_a_text"),
        ("abc", "rows", "not_a_list"),
        ([1], "rows", "not_a_list"),
    ],
)
def test_a_value_of_another_kind(value, ask, code):
    found = LawBook.load({"parameters": [row(value)]}).value("salary", date(2025, 1, 1))
    with pytest.raises(LawBookError, match=code):
        getattr(found, ask)


def test_a_text_is_a_text():
    assert LawBook.load({"parameters": [row("Phòng")]}).value("salary", date(2025, 1, 1)).text == "Phòng"


def test_history_keys_and_what_is_in_force():
    assert [one.number for one in BOOK.history("salary")] == [2340000, 2530000]
    assert BOOK.keys() == ("salary", "share", "list", "odd")
    assert [one.key for one in BOOK.in_force(date(2020, 1, 1))] == ["share", "list", "odd"]


def test_texts_in_force_by_topic():
    assert [one.key for one in BOOK.instruments_in_force(date(2025, 6, 30))] == ["law"]
    assert [one.key for one in BOOK.instruments_in_force(date(2025, 7, 1), "plan")] == ["new"]


def test_a_province_lays_its_book_over_the_national_one():
    own = LawBook.load({"parameters": [row(1, key="share")], "instruments": [text(title="Của tỉnh")]})
    found = own.over(BOOK)
    assert found.value("share", date(2025, 1, 1)).number == 1
    assert found.value("salary", date(2025, 1, 1)).number == 2340000
    assert [one.title for one in found.instruments if one.key == "law"] == ["Của tỉnh"]


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ([row(1, "2025-01-01"), row(2, "2025-06-01")], ("salary", "values_overlap")),
        ([row(1), row(2)], ("salary", "values_overlap")),
        ([row(1, "soon")], ("parameters[0].valid_from", "not_a_date")),
        ([row(1, "2025-01-01", "2024-01-01")], ("parameters[0].valid_to", "ends_before_start")),
        ([row(1, source="")], ("parameters[0].source", "missing")),
        ([row(1, confidence="sure")], ("parameters[0].confidence", "unknown_confidence")),
        ([{"key": "a", "source": "b", "confidence": "read"}], ("parameters[0].value", "missing")),
    ],
)
def test_a_book_that_contradicts_itself(data, fault):
    with pytest.raises(LawBookError) as refused:
        LawBook.load({"parameters": data})
    assert fault in refused.value.faults
