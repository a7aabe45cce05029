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


class UntriedForm(ReasonForm):
    """Why a secret ballot is opened that was not tried."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask by the name of what is missing."""
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Lý do mở khi chưa bỏ phiếu thử"


def set_rows(form: django_forms.Form, name: str, rows: Any) -> None:
    """Give a field of rows what it offers."""
    field = form.fields[name]
    if isinstance(field, django_forms.ModelChoiceField):
        field.queryset = rows
