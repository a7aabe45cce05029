"""What "Bắt đầu thật" asks for: the code of the console, the authority, the first administrator."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from thidua.base import forms
from thidua.organizations.forms.people import TITLES
from thidua.organizations.models import Unit

LEVELS = [choice for choice in Unit.Level.choices if choice[0] in {"commune", "province"}]


class BeginForm(forms.Form):
    setup_code = forms.CharField(
        label="Mã bắt đầu",
        max_length=40,
        help_text="Ba nhóm bốn chữ số, in trên cửa sổ đang chạy phần mềm.",
    )
    authority_name = forms.CharField(
        label="Tên cơ quan", max_length=300, help_text="Viết đầy đủ, ví dụ: Ủy ban nhân dân xã Nà Mây."
    )
    level = forms.ChoiceField(label="Cấp", choices=LEVELS)
    place = forms.CharField(
        label="Địa danh trên văn bản", max_length=120, help_text="Đứng trước ngày tháng, ví dụ: Nà Mây."
    )
    office_name = forms.CharField(label="Cơ quan thường trực Hội đồng Thi đua - Khen thưởng", max_length=300)
    title = forms.ChoiceField(label="Danh xưng", choices=TITLES)
    admin_name = forms.CharField(label="Họ và tên người quản trị", max_length=200)
    position = forms.CharField(label="Chức vụ, chức danh", max_length=200)
    officer = django_forms.BooleanField(
        label="Người này cũng là cán bộ thi đua - khen thưởng", required=False, initial=True
    )
    username = forms.CharField(
        label="Tên đăng nhập", max_length=60, help_text="Chữ thường, không dấu, ví dụ: hoang.thi.mau"
    )
    password = django_forms.CharField(
        label="Mật khẩu",
        strip=False,
        max_length=200,
        help_text="Ít nhất 10 ký tự. Một câu ngắn dễ nhớ tốt hơn một từ khó nhớ.",
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": forms.REQUIRED},
    )
    password_again = django_forms.CharField(
        label="Nhập lại mật khẩu",
        strip=False,
        max_length=200,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": forms.REQUIRED},
    )

    def clean_password(self) -> str:
        """Long enough and no common word."""
        told: str = self.cleaned_data["password"]
        validate_password(told)
        return told

    def clean(self) -> dict[str, Any]:
        """Twice the same."""
        told = super().clean() or {}
        if told.get("password") and told.get("password_again") and told["password"] != told["password_again"]:
            self.add_error("password_again", "Hai lần nhập chưa giống nhau.")
        return told

    def clean_username(self) -> str:
        """No blank inside."""
        told: str = self.cleaned_data["username"]
        if " " in told:
            raise ValidationError("Tên đăng nhập không có khoảng trắng.")
        return told.lower()

    def arguments(self) -> dict[str, Any]:
        """What ``organizations.operations.begin`` takes, with the codes of the first two units."""
        names = (
            "authority_name",
            "level",
            "place",
            "office_name",
            "title",
            "admin_name",
            "position",
            "officer",
            "username",
            "password",
        )
        return {name: self.cleaned_data[name] for name in names} | {"code": "UB", "office_code": "TT"}
