"""The web kit: nothing of the field."""

from django.apps import AppConfig


class BaseConfig(AppConfig):
    """Acts, errors, fields, pages, widgets."""

    name = "thidua.base"
