"""Addresses of ``commendations``."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
