"""The days of a commune's year, taken from the plan's period: who does what when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

YEAR = timedelta(days=365)


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


def days(starts_on: date, ends_on: date) -> Days:
    """Spread the year over a period: a calendar year as communes know it, a shorter period in proportion."""
    length = ends_on - starts_on

    def at(day_of_year: int) -> date:
        return starts_on + timedelta(days=int(length.days * day_of_year / 364))

    return Days(
        settled=at(0),
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
