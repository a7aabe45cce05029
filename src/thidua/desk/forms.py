"""The form of the first start."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from thidua.base import forms
from thidua.organizations.models import Unit

LEVELS = (
    (Unit.Level.COMMUNE.value, "Xã, phường, đặc khu"),
    (Unit.Level.PROVINCE.value, "Tỉnh, thành phố"),
)


class BeginForm(forms.Form):
    """Bắt đầu thật: the code of the console, the authority, the first administrator."""

    code = forms.CharField(
        label="Mã bắt đầu", max_length=20, help_text="Ba nhóm bốn chữ số, hiện trên cửa sổ đã mở phần mềm."
    )
    name = forms.CharField(
        label="Tên cơ quan", max_length=200, help_text="Viết đầy đủ, ví dụ: Ủy ban nhân dân xã Nà Mây"
    )
    level = forms.ChoiceField(label="Cấp", choices=LEVELS)
    place = forms.CharField(
        label="Địa danh ghi trên văn bản", max_length=120, help_text="Chỉ tên riêng, ví dụ: Nà Mây"
    )
    province = forms.CharField(
        label="Thuộc tỉnh, thành phố",
        max_length=120,
        required=False,
        help_text="Ghi đầy đủ như trên giấy khen, ví dụ: tỉnh Lào Cai. Cấp tỉnh để trống.",
    )
    username = forms.CharField(
        label="Tên đăng nhập của người quản trị",
        max_length=60,
        help_text="Chữ thường không dấu, ví dụ: quantri",
    )
    display_name = forms.CharField(label="Họ và tên người quản trị", max_length=200)
    password = forms.CharField(
        label="Mật khẩu",
        max_length=128,
        help_text="Từ 10 ký tự, không dùng tên hay mật khẩu dễ đoán.",
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="Nhập lại mật khẩu",
        max_length=128,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """The password is good and typed twice alike."""
        told = super().clean() or {}
        password = told.get("password", "")
        if password:
            try:
                validate_password(password)
            except ValidationError as error:
                self.add_error("password", error)
            if password != told.get("again"):
                self.add_error("again", "Hai lần nhập mật khẩu chưa giống nhau.")
        return told


HOW = (
    ("closed", "Kết thúc hoạt động, không có đơn vị nhận"),
    ("merged", "Sáp nhập vào một đơn vị khác"),
    ("split", "Chia thành nhiều đơn vị"),
)


class CloseUnitForm(forms.Form):
    """How a unit ended: closed, merged into another, divided into several."""

    kind = forms.ChoiceField(
        label="Cách kết thúc", choices=HOW, widget=django_forms.RadioSelect, initial="closed"
    )
    successors = django_forms.ModelMultipleChoiceField(
        label="Đơn vị nhận",
        queryset=Unit.objects.none(),
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
        help_text="Chỉ chọn khi sáp nhập (một đơn vị) hoặc chia (từ hai đơn vị). Đơn vị mới thì thêm trước.",
        error_messages={"invalid_choice": "Đơn vị đã chọn không còn. Hãy chọn lại."},
    )
    bring = django_forms.BooleanField(
        label="Khi sáp nhập: chuyển hết người và hộ gia đình sang đơn vị nhận từ ngày hôm sau",
        required=False,
        initial=True,
        help_text="Giữ nguyên chức vụ; không ai là người đứng đầu cho đến khi ghi lại ở trang Nhân sự.",
    )
    on = forms.DateField(label="Ngày hoạt động cuối cùng")
    document = forms.CharField(label="Văn bản", max_length=300, help_text="Số, ngày, cơ quan ban hành.")

    def __init__(self, *args: Any, others: QuerySet[Unit], own_power: bool, **kwargs: Any) -> None:
        """Take who can go on for the unit; people of an authority never go to another by themselves."""
        super().__init__(*args, **kwargs)
        field = self.fields["successors"]
        if isinstance(field, django_forms.ModelMultipleChoiceField):
            field.queryset = others
        if own_power:
            del self.fields["bring"]
