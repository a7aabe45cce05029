"""Add, change, move a person; filter the list."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.db.models import QuerySet

from thidua.base import forms
from thidua.organizations.forms.choosing import UnitField, offer
from thidua.organizations.models import Person, Unit

TITLES = (("Ông", "Ông"), ("Bà", "Bà"))
LOCAL = (("", "Chưa rõ"), ("yes", "Có"), ("no", "Không"))


class _PersonFields(forms.Form):
    staff_code = forms.CharField(
        label="Mã cán bộ", max_length=30, help_text="Không đổi: tệp Excel dùng mã này để nhận ra người."
    )
    title = forms.ChoiceField(label="Danh xưng", choices=TITLES)
    name = forms.CharField(label="Họ và tên", max_length=200)
    category = forms.ChoiceField(
        label="Đối tượng", choices=Person.Category.choices, initial=Person.Category.CIVIL_SERVANT
    )
    reform_role = forms.ChoiceField(
        label="Tham gia cải cách hành chính",
        choices=Person.ReformRole.choices,
        required=False,
        help_text="Tiêu chuẩn khen cá nhân của nhiều kế hoạch hỏi điều này.",
    )
    birth_date = forms.DateField(
        label="Ngày sinh", required=False, help_text="Dùng nội bộ, không hiện trên trang công khai."
    )
    ethnicity = forms.CharField(label="Dân tộc", max_length=40, required=False)
    local = forms.ChoiceField(label="Người địa phương", choices=LOCAL, required=False)
    qualification = forms.CharField(label="Trình độ chuyên môn", max_length=120, required=False)
    political_theory = forms.CharField(label="Lý luận chính trị", max_length=120, required=False)
    former_commune = forms.CharField(label="Công tác tại xã cũ", max_length=120, required=False)
    old_unit_remarks = forms.CharField(
        label="Nhận xét của nơi công tác cũ",
        max_length=300,
        required=False,
        help_text="Văn bản (số, ngày, cơ quan), khi người này chuyển đến trong năm.",
    )

    def details(self) -> dict[str, Any]:
        """The columns of the person."""
        told = self.cleaned_data
        local = {"yes": True, "no": False}.get(told["local"])
        rest = (
            "title",
            "category",
            "reform_role",
            "birth_date",
            "ethnicity",
            "qualification",
            "political_theory",
            "former_commune",
            "old_unit_remarks",
        )
        return {name: told[name] for name in rest} | {"local": local, "female": told["title"] == "Bà"}


class NewPersonForm(_PersonFields):
    unit = UnitField(label="Đơn vị")
    position = forms.CharField(label="Chức vụ, chức danh", max_length=200)
    head = django_forms.BooleanField(label="Là người đứng đầu đơn vị", required=False)
    starts_on = forms.DateField(
        label="Giữ chức vụ từ ngày", help_text="Ngày về cơ quan này, nếu chuyển đến trong năm."
    )

    field_order = ("staff_code", "title", "name", "unit", "position", "head", "starts_on", "category")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the units of the authorities that the account keeps."""
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class ChangePersonForm(_PersonFields):
    pass


class PostForm(forms.Form):
    unit = UnitField(label="Đơn vị")
    position = forms.CharField(label="Chức vụ, chức danh", max_length=200)
    head = django_forms.BooleanField(label="Là người đứng đầu đơn vị", required=False)
    on = forms.DateField(label="Từ ngày")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the units of the authority."""
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class EndPostForm(forms.Form):
    on = forms.DateField(label="Ngày cuối cùng giữ chức vụ")


class LeaveForm(forms.Form):
    on = forms.DateField(label="Ngày làm việc cuối cùng")
    reason = forms.CharField(label="Lý do", max_length=200, help_text="Chuyển công tác, nghỉ hưu …")


class TrainingForm(forms.Form):
    name = forms.CharField(label="Tên lớp bồi dưỡng, tập huấn", max_length=300)
    finished_on = forms.DateField(label="Ngày hoàn thành")


class PersonFilter(forms.Form):
    q = django_forms.CharField(
        label="Tìm theo tên, mã",
        required=False,
        max_length=100,
        widget=django_forms.TextInput(attrs={"type": "search"}),
    )
    unit = UnitField(label="Đơn vị", required=False, empty_label="Tất cả đơn vị")
    category = forms.ChoiceField(
        label="Đối tượng", required=False, choices=[("", "Tất cả"), *Person.Category.choices]
    )
    left = django_forms.BooleanField(label="Cả người đã thôi việc", required=False)

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the units that the account sees."""
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)
