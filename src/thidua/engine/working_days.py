"""Working days of a Vietnamese authority: Monday to Friday, less holidays, plus days worked in exchange."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final, Self

_SATURDAY: Final = 5
_DAY: Final = timedelta(days=1)


class DayKind(StrEnum):
    """What a day is."""

    WORKING = "working"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    DAY_OFF = "day_off"  # hoán đổi or nghỉ bù
    WORKED = "worked"  # a weekend day worked in exchange


class CalendarError(ValueError):
    """The data of a calendar are wrong, or it knows nothing of a year."""


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days off of certain years. A year that is not ``known`` is counted by weekends alone."""

    days: Mapping[date, tuple[DayKind, str]]
    known: frozenset[int]

    @classmethod
    def load(cls, data: Mapping[str, Any]) -> Self:
        """Build from ``{"years": [2025], "days": [{"day", "kind", "name"}]}``. Raises CalendarError."""
        days: dict[date, tuple[DayKind, str]] = {}
        try:
            known = frozenset(int(year) for year in data["years"])
            for row in data["days"]:
                found = row["day"]
                on = found if isinstance(found, date) else date.fromisoformat(str(found))
                if on in days:
                    raise CalendarError(on.isoformat())
                days[on] = (DayKind(row["kind"]), str(row["name"]))
        except (KeyError, TypeError, ValueError) as error:
            raise CalendarError(str(error)) from error
        return cls(days, known)

    def kind(self, day: date) -> DayKind:
        """Tell what kind of day it is."""
        if day in self.days:
            return self.days[day][0]
        return DayKind.WEEKEND if day.weekday() >= _SATURDAY else DayKind.WORKING

    def name(self, day: date) -> str:
        """Return the name of a holiday, or nothing."""
        return self.days[day][1] if day in self.days else ""

    def is_working(self, day: date) -> bool:
        """Tell whether offices work on the day."""
        return self.kind(day) in {DayKind.WORKING, DayKind.WORKED}

    def is_known(self, start: date, end: date) -> bool:
        """Tell whether the holidays of every year between the days are known."""
        return all(year in self.known for year in range(start.year, end.year + 1))

    def due(self, start: date, working_days: int) -> date:
        """Return the last day of a term; the starting day does not count (91/2015/QH13, art. 147).

        A term of 0 days ends on the first working day from the start on. Raises ValueError for a negative
        term.
        """
        if working_days < 0:
            message = "a term is not negative"
            raise ValueError(message)
        day = start
        left = working_days
        while left > 0:
            day += _DAY
            left -= self.is_working(day)
        while not self.is_working(day):
            day += _DAY
        return day

    def count(self, start: date, end: date) -> int:
        """Return the working days after ``start`` up to and with ``end``; negative if it is earlier."""
        if end < start:
            return -self.count(end, start)
        return sum(self.is_working(start + _DAY * step) for step in range(1, (end - start).days + 1))
