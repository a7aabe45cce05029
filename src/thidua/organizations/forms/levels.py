"""An authority above or below another; moved under another."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.db.models import QuerySet

from thidua.base import forms
from thidua.organizations.models import Unit

_TOLD = "Số, ngày, cơ quan ban hành; ví dụ nghị quyết thành lập, sắp xếp, luật."


class LevelForm(forms.Form):
    name = forms.CharField(
        label="Tên cơ quan", max_length=300, help_text="Viết đầy đủ, ví dụ: Ủy ban nhân dân tỉnh Lào Cai."
    )
    level = forms.ChoiceField(label="Cấp")
    code = forms.CharField(label="Mã", max_length=30, help_text="Mã đơn vị hành chính, hoặc một mã ngắn.")
    place = forms.CharField(label="Địa danh trên văn bản", max_length=120)
    province = forms.CharField(
        label="Thuộc tỉnh, thành phố",
        max_length=120,
        required=False,
        help_text="Ghi đầy đủ, ví dụ: tỉnh Lào Cai. Cấp tỉnh để trống.",
    )
    valid_from = forms.DateField(label="Có từ ngày")
    valid_to = forms.DateField(
        label="Đến hết ngày", required=False, help_text="Chỉ ghi khi cơ quan ấy đã kết thúc hoạt động."
    )
    on = forms.DateField(
        label="Cơ quan này trực thuộc từ ngày",
        required=False,
        help_text="Để trống nếu từ trước đến nay, hoặc khi cấp trên ấy đã kết thúc.",
    )
    document = forms.CharField(label="Văn bản", max_length=300, help_text=_TOLD)

    def __init__(self, *args: Any, levels: tuple[str, ...], above: bool, **kwargs: Any) -> None:
        """Take the levels that may be chosen, and whether the new authority stands above."""
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [choice for choice in Unit.Level.choices if choice[0] in levels]
        if not above:
            del self.fields["on"]


class MoveLevelForm(forms.Form):
    above = forms.RowChoiceField(label="Cấp trên mới")
    on = forms.DateField(label="Từ ngày")
    document = forms.CharField(label="Văn bản", max_length=300, help_text=_TOLD)

    def __init__(self, *args: Any, superiors: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the authorities of higher levels."""
        super().__init__(*args, **kwargs)
        field = self.fields["above"]
        if isinstance(field, forms.RowChoiceField):
            field.queryset = superiors
