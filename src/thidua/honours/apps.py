"""Danh hiệu, xếp loại, kỷ luật của từng đối tượng."""

from django.apps import AppConfig


class HonoursConfig(AppConfig):
    """What a subject has: gradings, discipline, awards held, initiatives."""

    name = "thidua.honours"
