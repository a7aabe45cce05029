"""Căn cứ pháp lý."""

from django.apps import AppConfig


class RegulationsConfig(AppConfig):
    """Forms of award, standards and legal values by date in force."""

    name = "thidua.regulations"
