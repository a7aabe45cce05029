"""The peer of the list of score sheets: the changelist of Django's own admin, with the middleware Django starts with.

A process of its own on the database that THIDUA_HOME names: the same rows of the same model, as many on a page,
the same columns, a filter and a search; but no rights and no roles to ask. Prints one line of JSON.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "_peer_settings"
    django.setup()

from _asking import asked, cost
from django.contrib import admin
from django.http import HttpRequest
from django.test import Client
from django.urls import path

from thidua.accounts.models import User
from thidua.scoring.models import Sheet

ROWS = 50


class Sheets(admin.ModelAdmin):
    """The columns of our list; what is counted there is a plain column here."""

    list_display = (
        "subject",
        "state",
        "version",
        "due_on",
        "self_total",
        "appraised_total",
        "final_total",
    )
    list_filter = ("state",)
    search_fields = ("subject__name",)
    list_select_related = ("subject",)
    list_per_page = ROWS
    actions = None

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Everybody: our accounts know nothing of Django's permissions."""
        return True

    def never(self, request: HttpRequest, obj: Any = None) -> bool:
        """A list to read, as ours is."""
        return False

    has_add_permission = has_change_permission = has_delete_permission = never

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The list stands in the menu."""
        return True


class Open(admin.AdminSite):
    """An admin that lets in who has signed in."""

    def has_permission(self, request: HttpRequest) -> bool:
        """Whoever has signed in."""
        return bool(request.user.is_authenticated)


site = Open()
site.register(Sheet, Sheets)
urlpatterns = [path("admin/", site.urls)]


def main() -> int:
    """Measure and print."""
    client = Client()
    client.force_login(User.objects.get())
    url = "/admin/scoring/sheet/"
    many, rows = asked(client, url, 'class="field-state')
    print(json.dumps({"ms": cost(client, url), "queries": many, "rows": rows}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
