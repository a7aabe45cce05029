"""Hội đồng Thi đua - Khen thưởng."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """Members, meetings, ballots and minutes."""

    name = "thidua.council"
