"""Văn bản: stored files, issued papers, and how they are made."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    """Files kept by their hash; papers with number, date, Word, PDF and signed copy."""

    name = "thidua.documents"
