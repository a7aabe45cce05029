"""Reads of what a subject has: as facts for eligibility, and as lists for screens."""

from thidua.honours.queries.facts import SCHOOL_YEAR_TAG, facts_of
from thidua.honours.queries.lists import (
    awards_of,
    awards_visible_to,
    disciplines_visible_to,
    gradings_of,
    gradings_visible_to,
    initiatives_of,
    initiatives_visible_to,
    subjects_visible_to,
    verifications_visible_to,
)

__all__ = [
    "SCHOOL_YEAR_TAG",
    "awards_of",
    "awards_visible_to",
    "disciplines_visible_to",
    "facts_of",
    "gradings_of",
    "gradings_visible_to",
    "initiatives_of",
    "initiatives_visible_to",
    "subjects_visible_to",
    "verifications_visible_to",
]
