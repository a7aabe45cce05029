"""Forms of publicity: clean and never save."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.publicity.queries import TOPIC_NAMES


class TimeField(django_forms.TimeField):
    """An hour typed as 05:30, 5h30 or 5 giờ 30."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", ["%H:%M", "%Hh%M", "%H.%M", "%H giờ %M", "%Hh", "%H giờ"])
        attrs = {"placeholder": "giờ:phút", "autocomplete": "off", "class": "numeric"}
        kwargs.setdefault("widget", django_forms.TimeInput(format="%H:%M", attrs=attrs))
        kwargs["error_messages"] = {
            "required": forms.REQUIRED,
            "invalid": "Giờ chưa đúng. Hãy nhập như 05:30.",
        }
        super().__init__(**kwargs)


class ScriptForm(forms.Form):
    """A script, written from the data or by hand, and when it is to be read."""

    title = forms.CharField(label="Tên bản tin", max_length=300)
    text = forms.LongTextField(
        label="Lời đọc",
        rows=16,
        help_text="Mỗi câu một dòng, không quá 25 chữ; không viết tắt, không dùng dấu gạch chéo.",
    )
    planned_on = forms.DateField(label="Ngày phát")
    planned_at = TimeField(label="Giờ phát")
    editor = forms.CharField(label="Người biên tập", max_length=200)


class ChangeScriptForm(ScriptForm):
    """The same, without the editor, who stays."""

    editor = None  # type: ignore[assignment] # Django's way to leave a field of the parent out


class TopicForm(django_forms.Form):
    """Which topic and which exemplar the address asks for."""

    topic = django_forms.ChoiceField(choices=tuple(TOPIC_NAMES.items()))
    exemplar = django_forms.IntegerField(required=False)


class ReasonForm(forms.Form):
    """Why something is given or taken back."""

    reason = forms.LongTextField(label="Lý do", rows=3, max_length=1000)


class BroadcastForm(forms.Form):
    """A line of the broadcast log."""

    on = forms.DateField(label="Ngày phát")
    at = TimeField(label="Giờ phát")
    minutes = forms.IntegerField(label="Thời lượng (phút)", min_value=1, max_value=300)
    reader = forms.CharField(label="Người phát", max_length=200)
    language = forms.CharField(label="Tiếng", max_length=40, initial="Tiếng Việt")
    incident = forms.CharField(
        label="Sự cố",
        required=False,
        max_length=300,
        help_text="Ví dụ: mất điện 5 phút, cụm loa thôn 3 không kêu. Để trống khi không có.",
    )


class ExemplarForm(forms.Form):
    """An exemplar found during the year: who, when, what exactly was done."""

    subject = forms.ChoiceField(label="Tập thể, cá nhân")
    found_on = forms.DateField(label="Ngày phát hiện")
    story = forms.LongTextField(
        label="Việc làm cụ thể",
        rows=6,
        max_length=4000,
        help_text="Đã làm việc gì, kết quả bằng số liệu nào, ai được lợi. Phần này được đọc và đăng công khai.",
    )

    def __init__(self, *args: Any, subjects: Any = None, **kwargs: Any) -> None:
        """Offer these subjects; with none the subject is known and not asked for."""
        super().__init__(*args, **kwargs)
        field = self.fields["subject"]
        if subjects is None:
            del self.fields["subject"]
        elif isinstance(field, django_forms.ChoiceField):
            field.choices = [("", "– Chọn –"), *subjects]
