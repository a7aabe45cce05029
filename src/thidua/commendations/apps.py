"""Khen thưởng."""

from django.apps import AppConfig


class CommendationsConfig(AppConfig):
    """Proposal, decision, certificates, register and money."""

    name = "thidua.commendations"
