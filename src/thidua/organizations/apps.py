"""Đơn vị, cá nhân, vai trò."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Units, persons, memberships and dated roles."""

    name = "thidua.organizations"
