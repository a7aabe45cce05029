"""What is typed about the look of certificates and those printed anew."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.commendations import choices
from thidua.commendations.models import Reissue
from thidua.documents.paper import Box


class BlankForm(forms.Form):
    on_blank = django_forms.BooleanField(
        label="In lên phôi đã in sẵn (chỉ in chữ vào các ô dưới đây)", required=False
    )
    backdrop = forms.FileField(
        label="Ảnh chụp hoặc quét tờ phôi",
        required=False,
        help_text="Chỉ để xem thử trên màn hình, không in ra. Ảnh PNG hoặc JPEG, đúng cả tờ A4 ngang.",
    )
    drop = django_forms.BooleanField(label="Bỏ ảnh phôi đang dùng", required=False)

    def __init__(self, *args: Any, has_backdrop: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["backdrop"].widget.attrs["accept"] = ".png,.jpg,.jpeg"
        if not has_backdrop:
            del self.fields["drop"]


class _Millimetres(forms.DecimalField):
    def __init__(self, label: str, most: int) -> None:
        super().__init__(
            label=label, min_value=0, max_value=most, max_digits=4, decimal_places=1, localize=True
        )


class BoxForm(forms.Form):
    """Where one text stands on the blank; not ticked, it is not printed and its figures are not asked for."""

    use = django_forms.BooleanField(label="In", required=False)
    left = _Millimetres("Cách trái", 297)
    top = _Millimetres("Cách trên", 210)
    width = _Millimetres("Rộng", 297)
    height = _Millimetres("Cao", 210)
    size = forms.IntegerField(label="Cỡ chữ", min_value=8, max_value=48)
    align = forms.ChoiceField(label="Canh", choices=choices.ALIGNMENTS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.title = choices.BOX_NAMES[str(self.prefix)]
        if self.is_bound and not self["use"].data:
            for name in ("left", "top", "width", "height", "size", "align"):
                self.fields[name].required = False
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{self.title}: {field.label}"
            if name not in {"use", "align"}:
                field.widget.attrs["size"] = 5

    def box(self) -> Box:
        """What was typed."""
        told = self.cleaned_data
        figures = {name: float(told[name]) for name in ("left", "top", "width", "height")}
        return Box(field=str(self.prefix), size=told["size"], align=told["align"], **figures)


class ShiftForm(forms.Form):
    left = forms.DecimalField(
        label="Từ mép trái đến đường kẻ dọc (mm)", max_digits=4, decimal_places=1, localize=True
    )
    top = forms.DecimalField(
        label="Từ mép trên đến đường kẻ ngang (mm)", max_digits=4, decimal_places=1, localize=True
    )


class ReissueForm(forms.Form):
    reason = forms.ChoiceField(label="Lý do", choices=Reissue.Reason.choices, widget=django_forms.RadioSelect)
    on = forms.DateField(label="Ngày cấp đổi")
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=500,
        help_text="Ví dụ: đơn đề nghị ngày nào, tờ cũ đã thu lại chưa.",
    )
