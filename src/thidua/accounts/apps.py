"""Tài khoản: who signs in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The user and sign-in, nothing of the field."""

    name = "thidua.accounts"
