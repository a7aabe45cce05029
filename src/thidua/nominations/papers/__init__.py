"""What the papers of a nomination say: of the unit, of the nominee, to the level above."""

from thidua.nominations.papers.report import achievement_report
from thidua.nominations.papers.unit import unit_letter, unit_minutes
from thidua.nominations.papers.upward import LISTED, contents_page, letter_up
from thidua.nominations.papers.words import of_kinds, plan_cited, share, spaced, titled

__all__ = [
    "LISTED",
    "achievement_report",
    "contents_page",
    "letter_up",
    "of_kinds",
    "plan_cited",
    "share",
    "spaced",
    "titled",
    "unit_letter",
    "unit_minutes",
]
