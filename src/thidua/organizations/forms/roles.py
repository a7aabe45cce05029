"""Give and end roles, open accounts."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.db.models import QuerySet

from thidua.base import forms
from thidua.organizations.choices import ROLE_HELP, ROLES
from thidua.organizations.forms.choosing import UnitField, offer
from thidua.organizations.models import Person, Unit

ROLE_CHOICES = [(role.value, f"{label}: {ROLE_HELP[role]}") for role, label in ROLES.items()]


class RoleForm(forms.Form):
    role = forms.ChoiceField(label="Vai trò", choices=[("", "– Chọn –"), *ROLE_CHOICES])
    unit = UnitField(
        label="Ở đơn vị",
        help_text="Vai trò có hiệu lực cả ở các đơn vị trực thuộc đơn vị này, trong cùng cơ quan.",
    )
    starts_on = forms.DateField(label="Từ ngày")
    ends_on = forms.DateField(label="Đến ngày", required=False, help_text="Để trống nếu chưa biết.")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the units that the administrator covers."""
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class AccountFilter(forms.Form):
    q = forms.CharField(
        label="Tìm theo tên, tên đăng nhập",
        required=False,
        max_length=100,
        widget=django_forms.TextInput(attrs={"type": "search"}),
    )
    role = forms.ChoiceField(
        label="Vai trò",
        required=False,
        choices=[("", "Tất cả"), *((role.value, label) for role, label in ROLES.items())],
    )
    closed = django_forms.BooleanField(label="Chỉ tài khoản đã khóa", required=False)


class EndRoleForm(forms.Form):
    ends_on = forms.DateField(label="Ngày cuối cùng giữ vai trò")


class AccountForm(forms.Form):
    person = forms.RowChoiceField(label="Người dùng")
    username = forms.CharField(
        label="Tên đăng nhập", max_length=60, help_text="Chữ thường, không dấu, ví dụ: hoang.thi.mau"
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        """Offer the persons who have no account yet."""
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        if isinstance(field, forms.RowChoiceField):
            field.queryset = people
