"""What the forms of the council share."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from thidua.base import forms


class EmptyForm(forms.Form):
    """An act that needs nothing typed."""


class ReasonForm(forms.Form):
    """An act with its reason."""

    reason = forms.LongTextField(label="Lý do", max_length=2000, rows=3)


def set_rows(form: django_forms.Form, name: str, rows: Any) -> None:
    """Give a field of rows what it offers."""
    field = form.fields[name]
    if isinstance(field, django_forms.ModelChoiceField):
        field.queryset = rows
