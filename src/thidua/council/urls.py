"""Addresses of ``council``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
