"""Bàn làm việc."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Each role's list of things to do, and pages that span stages."""

    name = "thidua.desk"
