"""Forms of the launch: number, day, to whom, why; and of the appraisal team."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.organizations.models import Person


class IssueForm(forms.Form):
    number = forms.CharField(
        label="Số kế hoạch",
        max_length=20,
        help_text="Lấy từ sổ công văn đi của văn thư, chỉ ghi phần số, ví dụ 12.",
    )
    dated_on = forms.DateField(label="Ngày ban hành")
    signer = forms.CharField(
        label="Người ký", required=False, max_length=200, help_text="Để trống: Chủ tịch trong danh bạ."
    )
    for_chair = django_forms.BooleanField(label="Phó Chủ tịch ký thay (KT.)", required=False)


class LaunchForm(forms.Form):
    on = forms.DateField(label="Ngày phát động")


class ReasonForm(forms.Form):
    reason = forms.LongTextField(label="Lý do", rows=2)


class DeliverForm(forms.Form):
    """To whom the plan goes."""

    WHOM = (
        ("all", "Mọi đơn vị và mọi người trong danh bạ"),
        ("units", "Chỉ các đơn vị (thủ trưởng phổ biến lại)"),
    )
    whom = forms.ChoiceField(label="Gửi đến", choices=WHOM, widget=django_forms.RadioSelect, initial="all")


class TeamForm(forms.Form):
    """Who appraises; 3 to 5 people, nobody the own unit."""

    persons = django_forms.ModelMultipleChoiceField(
        label="Thành viên tổ thẩm định",
        queryset=Person.objects.none(),
        widget=django_forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Hãy chọn người vào tổ thẩm định.",
            "invalid_choice": "Người đã chọn không còn trong danh bạ. Hãy chọn lại.",
        },
        help_text="Thường 3 đến 5 người. Không ai thẩm định đơn vị mình.",
    )
    lead = forms.RowChoiceField(Person.objects.none(), label="Tổ trưởng")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer these people."""
        super().__init__(*args, **kwargs)
        for name in ("persons", "lead"):
            field = self.fields[name]
            if isinstance(field, django_forms.ModelChoiceField):
                field.queryset = people
