"""Gradings, discipline, verifications, leave, initiatives."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from thidua.base import forms
from thidua.honours.choices import read_period
from thidua.honours.models import Grading, Initiative, Verification
from thidua.organizations.models import Person, Subject


def _offer(form: django_forms.Form, name: str, rows: QuerySet[Any]) -> None:
    field = form.fields[name]
    if isinstance(field, forms.RowChoiceField):
        field.queryset = rows


class _Document(forms.Form):
    period = forms.CharField(
        label="Kỳ xếp loại", max_length=12, help_text="Năm (2025) hoặc năm học (2024-2025)."
    )
    status = forms.ChoiceField(
        label="Kết quả",
        choices=Grading.Status.choices,
        help_text="Kết quả dự kiến chưa dùng để xét khen được.",
    )
    document_number = forms.CharField(
        label="Số văn bản kết luận", max_length=60, help_text="Ví dụ: 15/TB-UBND."
    )
    document_on = forms.DateField(label="Ngày văn bản")
    document_issuer = forms.CharField(label="Cơ quan ban hành", max_length=200)

    def clean_period(self) -> str:
        """A year or a school year."""
        told = read_period(self.cleaned_data["period"])
        if not told:
            raise ValidationError("Kỳ xếp loại là một năm (2025) hoặc một năm học (2024-2025).")
        return told


class GradingForm(_Document):
    subject = forms.RowChoiceField(label="Người hoặc đơn vị")
    level = forms.ChoiceField(label="Mức xếp loại", choices=[("", "– Chọn –"), *Grading.Level.choices])

    field_order = ("subject", "period", "level")

    def __init__(self, *args: Any, subjects: QuerySet[Subject], **kwargs: Any) -> None:
        """Offer the persons and units that the account keeps."""
        super().__init__(*args, **kwargs)
        _offer(self, "subject", subjects)


class ManyGradingsForm(_Document):
    """One document for many: a level for each person or unit of a list, empty where nothing is to be entered."""

    def __init__(self, *args: Any, subjects: list[tuple[Subject, str]], **kwargs: Any) -> None:
        """One choice for each subject; beside it what helps to tell it apart (its unit)."""
        super().__init__(*args, **kwargs)
        self.subjects = [subject for subject, _ in subjects]
        for subject, note in subjects:
            label = f"{subject.name} ({note})" if note else subject.name
            self.fields[f"level_{subject.pk}"] = forms.ChoiceField(
                label=label, required=False, choices=[("", "– Chưa ghi –"), *Grading.Level.choices]
            )

    @property
    def document(self) -> list[django_forms.BoundField]:
        """The fields of the document."""
        return [self[name] for name in _Document.base_fields]

    @property
    def levels(self) -> list[django_forms.BoundField]:
        """The field of each subject."""
        return [self[f"level_{subject.pk}"] for subject in self.subjects]

    def chosen(self) -> list[tuple[Subject, str]]:
        """The subjects for which a level was told."""
        told = [(subject, self.cleaned_data.get(f"level_{subject.pk}") or "") for subject in self.subjects]
        return [(subject, level) for subject, level in told if level]

    def clean(self) -> dict[str, Any]:
        """At least one."""
        told = super().clean() or {}
        if not self.chosen():
            raise ValidationError("Hãy chọn mức xếp loại cho ít nhất một người hoặc đơn vị.")
        return told


class DisciplineForm(forms.Form):
    person = forms.RowChoiceField(label="Người")
    under_consideration = django_forms.BooleanField(
        label="Đang xem xét kỷ luật, chưa có hình thức", required=False
    )
    form = forms.CharField(
        label="Hình thức kỷ luật", max_length=120, required=False, help_text="Khiển trách, cảnh cáo …"
    )
    starts_on = forms.DateField(label="Từ ngày")
    ends_on = forms.DateField(label="Đến ngày", required=False)
    document = forms.CharField(label="Văn bản", max_length=300, help_text="Số, ngày, cơ quan.")

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        """Offer the persons of the authority."""
        super().__init__(*args, **kwargs)
        _offer(self, "person", people)


class ConcludeForm(forms.Form):
    form = forms.CharField(
        label="Hình thức kỷ luật",
        max_length=120,
        required=False,
        help_text="Để trống nếu kết luận không kỷ luật.",
    )
    on = forms.DateField(label="Ngày kết luận")
    ends_on = forms.DateField(label="Thi hành đến ngày", required=False)
    document = forms.CharField(label="Văn bản kết luận", max_length=300, help_text="Số, ngày, cơ quan.")


class VerificationForm(forms.Form):
    subject = forms.RowChoiceField(label="Người hoặc đơn vị")
    kind = forms.ChoiceField(label="Việc", choices=Verification.Kind.choices)
    matter = forms.LongTextField(label="Nội dung", max_length=2000)
    starts_on = forms.DateField(label="Từ ngày")
    document = forms.CharField(label="Văn bản", max_length=300, help_text="Số, ngày, cơ quan.")

    def __init__(self, *args: Any, subjects: QuerySet[Subject], **kwargs: Any) -> None:
        """Offer the persons and units of the authority."""
        super().__init__(*args, **kwargs)
        _offer(self, "subject", subjects)


class EndVerificationForm(forms.Form):
    on = forms.DateField(label="Ngày kết luận")
    cleared = forms.ChoiceField(
        label="Kết quả", choices=[("", "– Chọn –"), ("yes", "Không có vi phạm"), ("no", "Có vi phạm")]
    )


class AbsenceForm(forms.Form):
    person = forms.RowChoiceField(label="Người")
    reason = forms.CharField(label="Lý do", max_length=200)
    maternity = django_forms.BooleanField(
        label="Nghỉ thai sản (được tính là thời gian làm việc)", required=False
    )
    starts_on = forms.DateField(label="Từ ngày")
    ends_on = forms.DateField(label="Đến ngày", required=False)

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        """Offer the persons of the authority."""
        super().__init__(*args, **kwargs)
        _offer(self, "person", people)


class InitiativeForm(forms.Form):
    subject = forms.RowChoiceField(label="Của ai")
    title = forms.CharField(label="Tên sáng kiến, mô hình, cách làm hay", max_length=300)
    summary = forms.LongTextField(label="Tóm tắt: làm gì, được gì", max_length=5000, rows=6)
    proposed_on = forms.DateField(label="Ngày đề xuất")

    def __init__(self, *args: Any, subjects: QuerySet[Subject], **kwargs: Any) -> None:
        """Offer the authors for whom the account may enter."""
        super().__init__(*args, **kwargs)
        _offer(self, "subject", subjects)


class RecogniseForm(forms.Form):
    level = forms.ChoiceField(
        label="Kết quả",
        choices=[
            ("", "– Chọn –"),
            *[it for it in Initiative.Level.choices if it[0] != Initiative.Level.PROPOSED],
        ],
    )
    on = forms.DateField(label="Ngày")
    document = forms.CharField(
        label="Văn bản công nhận", max_length=300, required=False, help_text="Số, ngày, cơ quan."
    )


class GradingFilter(forms.Form):
    period = forms.ChoiceField(label="Kỳ xếp loại", required=False)
    kind = forms.ChoiceField(
        label="Xem", required=False, choices=[("", "Tất cả"), ("person", "Cá nhân"), ("unit", "Tập thể")]
    )
    level = forms.ChoiceField(
        label="Mức", required=False, choices=[("", "Tất cả"), *Grading.Level.choices, ("none", "Chưa có")]
    )
    q = django_forms.CharField(
        label="Tìm theo tên",
        required=False,
        max_length=100,
        widget=django_forms.TextInput(attrs={"type": "search"}),
    )

    def __init__(self, *args: Any, periods: list[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the periods that there are."""
        super().__init__(*args, **kwargs)
        field = self.fields["period"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = periods
