"""Forms: Vietnamese sentences, dates as ngày/tháng/năm, decimal comma, text normalised."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from django import forms

if TYPE_CHECKING:
    _RowChoice = forms.ModelChoiceField[Any]
else:
    _RowChoice = forms.ModelChoiceField

REQUIRED = "Hãy điền mục này."
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?:[. ]\d{3})+", re.ASCII)


class Form(forms.Form):
    """A form drawn by ``base/_form.html``; cleans and never saves."""

    required_css_class = "required"
    template_name = "base/_form.html"


class CharField(forms.CharField):
    """Text in NFC without stray spaces."""

    def __init__(self, **kwargs: Any) -> None:
        """Take Django's options; the sentence for an empty box is ours."""
        kwargs.setdefault("max_length", 500)
        kwargs["error_messages"] = {"required": REQUIRED} | kwargs.get("error_messages", {})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> str:
        """Normalise."""
        return unicodedata.normalize("NFC", str(super().to_python(value) or ""))


class LongTextField(CharField):
    """Text of several lines."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        """Take how many lines the box shows."""
        kwargs.setdefault("max_length", 20_000)
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(**kwargs)


class DateField(forms.DateField):
    """A day typed as ngày/tháng/năm."""

    def __init__(self, **kwargs: Any) -> None:
        """Take Django's options; formats and sentences are ours."""
        kwargs.setdefault("input_formats", ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"])
        kwargs.setdefault(
            "widget",
            forms.DateInput(
                format="%d/%m/%Y",
                attrs={"placeholder": "ngày/tháng/năm", "inputmode": "numeric", "autocomplete": "off"},
            ),
        )
        kwargs["error_messages"] = {
            "required": REQUIRED,
            "invalid": "Ngày chưa đúng. Hãy nhập như 05/02/2025.",
        } | kwargs.get("error_messages", {})
        super().__init__(**kwargs)


class DecimalField(forms.DecimalField):
    """A number with a decimal comma (a dot is understood where it cannot mean thousands)."""

    def __init__(self, **kwargs: Any) -> None:
        """Take Django's options; widget and sentences are ours."""
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "class": "numeric"}),
        )
        kwargs["error_messages"] = {
            "required": REQUIRED,
            "invalid": "Hãy nhập một số, ví dụ 12,5.",
            "max_value": "Số lớn nhất được nhập là %(limit_value)s.",
            "min_value": "Số nhỏ nhất được nhập là %(limit_value)s.",
        } | kwargs.get("error_messages", {})
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Read "12,5", "12.5" and "1.250,5"."""
        if isinstance(value, str):
            text = value.strip().replace(" ", "")
            value = text.replace(".", "").replace(",", ".") if "," in text else text
        return super().to_python(value)


class MoneyField(DecimalField):
    """An amount in whole đồng, from 1 on, written plainly or with dots for thousands: "1.410.000"."""

    def __init__(self, **kwargs: Any) -> None:
        """Take Django's options; digits and sentences are ours."""
        plain = "Hãy nhập số đồng, không có số lẻ, ví dụ 1.410.000."
        kwargs["error_messages"] = {"invalid": plain, "max_decimal_places": plain} | kwargs.get(
            "error_messages", {}
        )
        super().__init__(**{"max_digits": 15, "decimal_places": 0, "min_value": 1} | kwargs)

    def to_python(self, value: Any) -> Any:
        """Read "1410000", "1.410.000" and "1.410.000 đồng"."""
        if isinstance(value, str):
            value = value.strip().removesuffix("đồng").removesuffix("đ").strip()
            if _THOUSANDS.fullmatch(value):
                value = value.replace(".", "").replace(" ", "")
        return super().to_python(value)


class IntegerField(forms.IntegerField):
    """A whole number."""

    def __init__(self, **kwargs: Any) -> None:
        """Take Django's options; sentences are ours."""
        kwargs.setdefault(
            "widget",
            forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "numeric"}),
        )
        kwargs["error_messages"] = {
            "required": REQUIRED,
            "invalid": "Hãy nhập một số nguyên, ví dụ 12.",
            "max_value": "Số lớn nhất được nhập là %(limit_value)s.",
            "min_value": "Số nhỏ nhất được nhập là %(limit_value)s.",
        } | kwargs.get("error_messages", {})
        super().__init__(**kwargs)


class ChoiceField(forms.ChoiceField):
    """One of a few."""

    def __init__(self, **kwargs: Any) -> None:
        """Take Django's options; sentences are ours."""
        kwargs["error_messages"] = {
            "required": "Hãy chọn một mục.",
            "invalid_choice": "Mục đã chọn không còn. Hãy chọn lại.",
        } | kwargs.get("error_messages", {})
        super().__init__(**kwargs)


class RowChoiceField(_RowChoice):
    """One of some rows that this person may see: give it a queryset that starts at ``visible_to``."""

    def __init__(self, queryset: Any = None, **kwargs: Any) -> None:
        """Take Django's options; sentences are ours."""
        kwargs.setdefault("empty_label", "– Chọn –")
        kwargs["error_messages"] = {
            "required": "Hãy chọn một mục.",
            "invalid_choice": "Mục đã chọn không còn. Hãy chọn lại.",
        } | kwargs.get("error_messages", {})
        super().__init__(queryset=queryset, **kwargs)


class FileField(forms.FileField):
    """A chosen file; what it is, is judged by its content (``documents.intake``)."""

    def __init__(self, **kwargs: Any) -> None:
        """Take Django's options; sentences are ours."""
        kwargs["error_messages"] = {
            "required": "Hãy chọn một tệp.",
            "empty": "Tệp đã chọn không có nội dung. Hãy chọn lại tệp.",
            "missing": "Chưa nhận được tệp. Hãy chọn lại.",
        } | kwargs.get("error_messages", {})
        super().__init__(**kwargs)
