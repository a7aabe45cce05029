"""Add and change a household."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from thidua.base import forms
from thidua.organizations.forms.choosing import UnitField, offer
from thidua.organizations.models import Unit


class _HouseholdFields(forms.Form):
    name = forms.CharField(
        label="Tên hộ gia đình", max_length=300, help_text="Theo tên chủ hộ, ví dụ: Hộ ông Lù Văn Pá."
    )
    code = forms.CharField(label="Mã hộ", max_length=30, help_text="Ngắn, không đổi, ví dụ NS-012.")
    unit = UnitField(label="Thuộc thôn, tổ dân phố")

    def __init__(self, *args: Any, units: QuerySet[Unit], **kwargs: Any) -> None:
        """Offer the units that the account keeps."""
        super().__init__(*args, **kwargs)
        offer(self, "unit", units)


class NewHouseholdForm(_HouseholdFields):
    valid_from = forms.DateField(label="Có trong danh sách từ ngày")


class ChangeHouseholdForm(_HouseholdFields):
    valid_to = forms.DateField(
        label="Đến hết ngày", required=False, help_text="Chỉ ghi khi hộ chuyển đi hoặc không còn."
    )
