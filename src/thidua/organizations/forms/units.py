"""Add, change and close a unit."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.db.models import QuerySet

from thidua.base import forms
from thidua.organizations.choices import TAGS
from thidua.organizations.forms.choosing import UnitField, offer
from thidua.organizations.models import Unit


class _UnitFields(forms.Form):
    name = forms.CharField(label="Tên đầy đủ", max_length=300)
    code = forms.CharField(
        label="Mã đơn vị",
        max_length=30,
        help_text="Ngắn, không đổi: tệp Excel dùng mã này để nhận ra đơn vị.",
    )
    block = forms.ChoiceField(label="Khối", choices=Unit.Block.choices, initial=Unit.Block.OFFICES)
    tags = django_forms.MultipleChoiceField(
        label="Đặc điểm",
        choices=list(TAGS.items()),
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
        help_text="Tiêu chí nào được áp dụng cho đơn vị là do các đặc điểm này.",
    )
    scored = django_forms.BooleanField(label="Tham gia chấm điểm thi đua", required=False, initial=True)


class NewUnitForm(_UnitFields):
    parent = UnitField(label="Trực thuộc")
    valid_from = forms.DateField(label="Hoạt động từ ngày")

    field_order = ("name", "code", "parent", "block", "valid_from", "tags", "scored")

    def __init__(self, *args: Any, parents: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the units of the authorities that the account keeps."""
        super().__init__(*args, **kwargs)
        offer(self, "parent", parents)


class ChangeUnitForm(_UnitFields):
    place = forms.CharField(
        label="Địa danh trên văn bản", max_length=120, required=False, help_text="Ví dụ: Nà Mây."
    )
    province = forms.CharField(
        label="Thuộc tỉnh, thành phố",
        max_length=120,
        required=False,
        help_text="Ghi đầy đủ như trên giấy khen, ví dụ: tỉnh Lào Cai. Cấp tỉnh để trống.",
    )
    on = forms.DateField(label="Ngày đổi tên", required=False, help_text="Chỉ cần khi tên thay đổi.")
    document = forms.CharField(
        label="Văn bản đổi tên", max_length=300, required=False, help_text="Số, ngày, cơ quan ban hành."
    )

    def __init__(self, *args: Any, authority: bool = True, **kwargs: Any) -> None:
        """Ask for the province only of an authority itself."""
        super().__init__(*args, **kwargs)
        if not authority:
            del self.fields["province"]
