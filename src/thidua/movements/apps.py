"""Phong trào thi đua."""

from django.apps import AppConfig


class MovementsConfig(AppConfig):
    """Plan, launch, registration, tasks and checks."""

    name = "thidua.movements"
