"""The days of a commune's year, taken from the plan's period: who does what when."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_SATURDAY = 5
A_YEAR = timedelta(days=364)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of the story; all lie in or just after the period of the plan."""

    settled: date
    plan_read: date
    launched: date
    registered: date
    interim: date
    self_scored: date
    appraised: date
    explained: date
    nominated: date
    graded: date
    met: date
    proposed: date
    decided: date
    handed_over: date
    reviewed: date

    @property
    def year(self) -> int:
        """The year of the movement: that of its last day."""
        return self.graded.year


def period_of(starts_on: str, ends_on: str) -> Days:
    """The days of the first year of a period as the reader gives it: ISO days or months."""
    starts = first_day(starts_on)
    return days(starts, min(last_day(ends_on), starts + A_YEAR))


def first_day(told: str) -> date:
    """An ISO day, or the first of an ISO month."""
    return date.fromisoformat(told if told.count("-") > 1 else f"{told}-01")


def last_day(told: str) -> date:
    """An ISO day, or the last of an ISO month."""
    first = first_day(told)
    return first if told.count("-") > 1 else first.replace(day=monthrange(first.year, first.month)[1])


def working(day: date) -> date:
    """The day itself, or the Monday after a weekend: offices neither meet nor sign then."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() >= _SATURDAY else day


def days(starts_on: date, ends_on: date) -> Days:
    """Spread the year over a period: a calendar year as communes know it, a shorter period in proportion."""
    length = ends_on - starts_on

    def at(day_of_year: int) -> date:
        return working(starts_on + timedelta(days=int(length.days * day_of_year / 364)))

    return Days(
        settled=starts_on,
        plan_read=at(34),
        launched=at(40),
        registered=at(66),
        interim=at(176),
        self_scored=at(318),
        appraised=at(332),
        explained=at(335),
        nominated=at(338),
        graded=at(346),
        met=at(351),
        proposed=at(352),
        decided=at(354),
        handed_over=at(357),
        reviewed=at(358),
    )
