"""Đề nghị khen thưởng."""

from django.apps import AppConfig


class NominationsConfig(AppConfig):
    """The unit's meeting, dossiers and eligibility."""

    name = "thidua.nominations"
