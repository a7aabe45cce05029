"""The choice of a unit among those that an account covers, in one authority or in several."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.db.models import QuerySet

from thidua.base import forms
from thidua.organizations.models import Unit


class UnitField(forms.RowChoiceField):
    """One of some units; where they are of several authorities, each is named with its own."""

    several = False

    def label_from_instance(self, obj: Any) -> str:
        """The name, and the authority where a choice needs it."""
        inside = self.several and obj.authority_id != obj.pk
        return f"{obj} ({obj.authority})" if inside else str(obj)


def offer(form: django_forms.Form, name: str, rows: QuerySet[Unit]) -> None:
    """Give a field of a form its units."""
    field = form.fields[name]
    if isinstance(field, UnitField):
        field.queryset = rows.select_related("subject", "authority__subject")
        field.several = rows.order_by().values("authority_id").distinct().count() > 1
