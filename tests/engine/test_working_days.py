"""Working days and due dates."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import thidua
from thidua.engine.working_days import Calendar, CalendarError, DayKind

CALENDAR = Calendar.load(
    yaml.safe_load((Path(thidua.__file__).parent / "regulations/data/holidays.yaml").read_text("utf-8"))
)


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2025-12-01", 3, "2025-12-04"),
        ("2025-12-05", 1, "2025-12-08"),  # over a weekend
        ("2025-01-24", 1, "2025-02-03"),  # over Tết
        ("2025-04-29", 1, "2025-05-05"),  # over 30/4 and the bridge
        ("2025-04-25", 1, "2025-04-26"),  # a Saturday worked in exchange
        ("2025-12-06", 0, "2025-12-08"),  # a term of nothing ends on a working day
        ("2025-12-08", 0, "2025-12-08"),
        ("2025-12-31", 3, "2026-01-07"),
    ],
)
def test_due(start, days, due):
    assert CALENDAR.due(date.fromisoformat(start), days) == date.fromisoformat(due)


def test_kinds_and_names():
    assert CALENDAR.kind(date(2025, 9, 2)) is DayKind.HOLIDAY
    assert CALENDAR.kind(date(2025, 5, 2)) is DayKind.DAY_OFF
    assert CALENDAR.kind(date(2025, 5, 3)) is DayKind.WEEKEND
    assert CALENDAR.kind(date(2025, 5, 5)) is DayKind.WORKING
    assert CALENDAR.is_working(date(2025, 4, 26))
    assert CALENDAR.name(date(2025, 9, 2)) == "Quốc khánh"
    assert CALENDAR.name(date(2025, 9, 3)) == ""


def test_a_year_whose_holidays_nobody_entered_is_known_as_such():
    assert CALENDAR.is_known(date(2025, 12, 1), date(2026, 1, 5))
    assert not CALENDAR.is_known(date(2026, 12, 1), date(2027, 1, 5))


def test_no_negative_term():
    with pytest.raises(ValueError, match="term"):
        CALENDAR.due(date(2025, 1, 1), -1)


@given(start=st.dates(date(2025, 1, 1), date(2026, 11, 1)), days=st.integers(1, 30))
def test_due_and_count_agree(start, days):
    due = CALENDAR.due(start, days)
    assert CALENDAR.is_working(due)
    assert CALENDAR.count(start, due) == days
    assert CALENDAR.count(due, start) == -days
    assert CALENDAR.count(start, due - timedelta(days=1)) == days - 1


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"years": [2025], "days": [{"kind": "holiday", "name": "x"}]},
        {"years": [2025], "days": [{"day": "2025-01-01", "kind": "holiday", "name": "x"}] * 2},
        {"years": [2025], "days": [{"day": "2025-01-01", "kind": "party", "name": "x"}]},
        {"years": [2025], "days": [{"day": "soon", "kind": "holiday", "name": "x"}]},
        {"years": [2025], "days": [3]},
    ],
)
def test_wrong_data(data):
    with pytest.raises(CalendarError):
        Calendar.load(data)
