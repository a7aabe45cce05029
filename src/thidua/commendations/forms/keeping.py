"""What is typed into the fund, the books of numbers, the root certificates."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.commendations.models import FundEntry
from thidua.documents.models import NumberSeries


class FundForm(forms.Form):
    kind = forms.ChoiceField(label="Mục", choices=FundEntry.Kind.choices, widget=django_forms.RadioSelect)
    amount = forms.MoneyField(label="Số tiền (đồng)")
    on = forms.DateField(label="Ngày")
    document = forms.CharField(
        label="Chứng từ, quyết định",
        max_length=300,
        help_text="Ví dụ: Quyết định giao dự toán số 01/QĐ-UBND.",
    )
    text = forms.CharField(label="Nội dung", required=False, max_length=300)


class SeriesForm(forms.Form):
    mode = forms.ChoiceField(
        label="Cách lấy số", choices=NumberSeries.Mode.choices, widget=django_forms.RadioSelect
    )
    last_value = forms.IntegerField(
        label="Số cuối cùng đã dùng trong sổ",
        min_value=0,
        max_value=999_999,
        help_text="Chưa dùng số nào thì ghi 0.",
    )


class RootForm(forms.Form):
    file = forms.FileField(
        label="Tệp chứng thư gốc",
        help_text="Tệp .pem, .crt hoặc .cer. Đối chiếu dấu vân tay với nơi cấp sau khi cài.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".pem,.crt,.cer,.der"


class TemplateForm(forms.Form):
    file = forms.FileField(
        label="Mẫu Word (.docx)", help_text="Không có macro, liên kết ra ngoài; tối đa 5 MB."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".docx"
