"""Own values and the choice of a province."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.regulations import queries
from thidua.regulations.choices import CHOICES, KEYS

_HELP = {
    "money": "Số đồng, ví dụ 2.340.000.",
    "number": "Ví dụ 0,3.",
    "share": "Phần của 1, ví dụ 0,2 cho 20%.",
    "count": "Số nguyên.",
    "threshold": "Ví dụ >1/2 (quá nửa), >=2/3 (từ hai phần ba), >=4/5 (từ 80%).",
}


class ProvinceForm(forms.Form):
    province = forms.ChoiceField(label="Theo quy định của", required=False)
    valid_from = forms.DateField(label="Từ ngày")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the provinces whose rules are shipped."""
        super().__init__(*args, **kwargs)
        field = self.fields["province"]
        if isinstance(field, django_forms.ChoiceField):
            known = [(one.code, one.name) for one in queries.provinces().values()]
            field.choices = [("", "Chỉ quy định chung của cả nước"), *known]


class OwnValueForm(forms.Form):
    value = forms.CharField(label="Giá trị", max_length=200)
    source = forms.CharField(
        label="Văn bản quy định", max_length=300, help_text="Số, ngày, cơ quan ban hành, điều khoản."
    )
    valid_from = forms.DateField(label="Có hiệu lực từ ngày")
    valid_to = forms.DateField(
        label="Đến hết ngày", required=False, help_text="Để trống nếu chưa có ngày kết thúc."
    )
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, key: str, **kwargs: Any) -> None:
        """Ask for the kind of value that the key holds."""
        super().__init__(*args, **kwargs)
        kind = KEYS[key][1]
        if kind in CHOICES:
            self.fields["value"] = forms.ChoiceField(label="Giá trị", choices=list(CHOICES[kind].items()))
        else:
            self.fields["value"].help_text = _HELP.get(kind, "")


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Lý do rút", max_length=300)
