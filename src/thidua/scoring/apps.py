"""Chấm điểm."""

from django.apps import AppConfig


class ScoringConfig(AppConfig):
    """Criteria sets, score sheets, evidence, appraisal, ranking."""

    name = "thidua.scoring"
