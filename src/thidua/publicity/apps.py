"""Tuyên truyền."""

from django.apps import AppConfig


class PublicityConfig(AppConfig):
    """Radio schedule, exemplars and the public page."""

    name = "thidua.publicity"
