"""Sơ kết, tổng kết."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Interim and final reports from the data."""

    name = "thidua.reviews"
