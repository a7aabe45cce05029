"""Criteria sets, score sheets with their marks and evidence. Written by ``scoring.operations`` alone."""

from thidua.scoring.models.appraisal import Assignment, Inquiry, StockReason
from thidua.scoring.models.criteria import CriteriaDraft, CriteriaSet, Leaf
from thidua.scoring.models.evidence import Evidence, EvidenceLink, EvidenceVersion
from thidua.scoring.models.results import Publication
from thidua.scoring.models.sheets import Adjustment, Campaign, Draft, Mark, Sheet

__all__ = [
    "Adjustment",
    "Assignment",
    "Campaign",
    "CriteriaDraft",
    "CriteriaSet",
    "Draft",
    "Evidence",
    "EvidenceLink",
    "EvidenceVersion",
    "Inquiry",
    "Leaf",
    "Mark",
    "Publication",
    "Sheet",
    "StockReason",
]
