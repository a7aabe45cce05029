"""Forms for signing in and for one's own password."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from thidua.accounts.models import User
from thidua.base import forms


class SignInForm(forms.Form):
    username = forms.CharField(
        label="Tên đăng nhập",
        max_length=60,
        widget=django_forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = django_forms.CharField(
        label="Mật khẩu",
        strip=False,
        max_length=200,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": forms.REQUIRED},
    )


class NewPasswordForm(forms.Form):
    old_password = django_forms.CharField(
        label="Mật khẩu đang dùng",
        strip=False,
        max_length=200,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": forms.REQUIRED},
    )
    new_password = django_forms.CharField(
        label="Mật khẩu mới",
        strip=False,
        max_length=200,
        help_text="Ít nhất 10 ký tự. Một câu ngắn dễ nhớ tốt hơn một từ khó nhớ.",
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": forms.REQUIRED},
    )
    new_password_again = django_forms.CharField(
        label="Nhập lại mật khẩu mới",
        strip=False,
        max_length=200,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": forms.REQUIRED},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        """Whose password it is: the old one is asked for, the new one must not be like the name."""
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_old_password(self) -> str:
        """Compare with the password in use."""
        told: str = self.cleaned_data["old_password"]
        if not self.user.check_password(told):
            raise ValidationError("Mật khẩu đang dùng chưa đúng.")
        return told

    def clean_new_password(self) -> str:
        """Long enough, no common word, not the name."""
        told: str = self.cleaned_data["new_password"]
        validate_password(told, self.user)
        return told

    def clean(self) -> dict[str, Any]:
        """Twice the same."""
        told = super().clean() or {}
        new, again = told.get("new_password"), told.get("new_password_again")
        if new and again and new != again:
            self.add_error("new_password_again", "Hai lần nhập chưa giống nhau.")
        return told
