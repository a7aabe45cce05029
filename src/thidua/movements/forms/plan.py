"""Forms of the plan: begin, put scalars right, put one fact right."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.movements import choices
from thidua.movements.models import Movement, PlanItem
from thidua.movements.queries.citations import KINDS, iso_day
from thidua.organizations.models import Unit

Kind = PlanItem.Kind
LEVELS = (("", "– Chưa rõ –"), *((code, label.capitalize()) for code, label in choices.LEVELS.items()))
SUBJECTS = tuple((code, label.capitalize()) for code, label in choices.SUBJECTS.items())
GRADINGS = (
    ("", "– Không yêu cầu –"),
    *((code, f"{label} trở lên") for code, label in choices.GRADINGS.items()),
)
REVIEWS = tuple(choices.REVIEWS.items())
_MONTH = re.compile(r"^(?:tháng\s*)?(\d{1,2})\s*[/-]\s*(\d{4})$")
_LAST_MONTH = 12


class UploadForm(forms.Form):
    plan_file = forms.FileField(
        label="Tệp kế hoạch",
        help_text="Word, PDF có lớp chữ, hoặc văn bản thuần (.txt). Tối đa 20 MB.",
    )


class ByHandForm(forms.Form):
    title = forms.CharField(
        label="Tên phong trào",
        help_text="Ví dụ: Phong trào thi đua Cải cách hành chính năm 2025 trên địa bàn xã.",
    )
    starts_on = forms.DateField(label="Bắt đầu")
    ends_on = forms.DateField(label="Kết thúc")


class FromLastYearForm(forms.Form):
    source = forms.RowChoiceField(label="Chép từ phong trào")
    title = forms.CharField(label="Tên phong trào mới")
    starts_on = forms.DateField(label="Bắt đầu")
    ends_on = forms.DateField(label="Kết thúc")
    with_tasks = django_forms.BooleanField(
        label="Chép cả danh sách nhiệm vụ",
        required=False,
        help_text="Hạn từng nhiệm vụ dời sang năm mới; hãy xem lại.",
    )

    def __init__(self, *args: Any, sources: Any = None, **kwargs: Any) -> None:
        """Offer the movements of the authority."""
        super().__init__(*args, **kwargs)
        field = self.fields["source"]
        if isinstance(field, django_forms.ModelChoiceField):
            field.queryset = Movement.objects.none() if sources is None else sources


class PlanFieldsForm(forms.Form):
    """The scalars; an empty box is what the plan does not say."""

    title = forms.CharField(label="Tên phong trào")
    issuer = forms.CharField(label="Cơ quan ban hành", required=False, max_length=200)
    level = forms.ChoiceField(label="Cấp ban hành", choices=LEVELS, required=False)
    place = forms.CharField(label="Địa danh", required=False, max_length=120)
    plan_number = forms.CharField(label="Số, ký hiệu kế hoạch", required=False, max_length=40)
    plan_issued_on = forms.DateField(label="Ngày ban hành", required=False)
    starts_on = forms.DateField(label="Bắt đầu", required=False)
    ends_on = forms.DateField(label="Kết thúc", required=False)
    registration_due = forms.DateField(label="Hạn đăng ký thi đua", required=False)
    registration_required = django_forms.BooleanField(
        label="Phải đăng ký thi đua mới được xét khen thưởng", required=False
    )

    def __init__(self, *args: Any, movement: Movement, **kwargs: Any) -> None:
        """Show what stands."""
        kwargs["initial"] = {name: getattr(movement, name) for name in choices.PLAN_FIELDS}
        super().__init__(*args, **kwargs)


def _text(label: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, required=False, **kwargs)


def _level() -> forms.ChoiceField:
    return forms.ChoiceField(label="Cấp khen thưởng", choices=LEVELS, required=False)


def _form() -> forms.CharField:
    return _text("Hình thức", max_length=120, help_text="Ví dụ: Giấy khen, Bằng khen.")


def _subject() -> forms.ChoiceField:
    return forms.ChoiceField(label="Đối với", choices=SUBJECTS)


def _day(label: str) -> forms.DateField:
    return forms.DateField(label=label, required=False)


def _percent(label: str) -> forms.IntegerField:
    return forms.IntegerField(label=label, required=False, min_value=0, max_value=100)


_FIELDS: dict[str, Callable[[], dict[str, django_forms.Field]]] = {
    Kind.LEGAL_BASIS: lambda: {
        "kind": forms.ChoiceField(
            label="Loại văn bản", choices=(("", "– Chưa rõ –"), *KINDS.items()), required=False
        ),
        "number": _text("Số, ký hiệu", max_length=60),
        "issued_on": _day("Ngày ban hành"),
        "issuer": _text("Cơ quan ban hành", max_length=200),
    },
    Kind.PARTICIPANT: lambda: {"subject": _subject()},
    Kind.ROUND: lambda: {"starts_on": _day("Bắt đầu"), "ends_on": _day("Kết thúc")},
    Kind.CONTENT: lambda: {
        "areas": forms.LongTextField(
            label="Các lĩnh vực nêu trong nội dung này",
            required=False,
            rows=7,
            help_text="Mỗi lĩnh vực một dòng. Nhiệm vụ và điểm số được xếp theo các lĩnh vực này.",
        )
    },
    Kind.TARGET: lambda: {"percent": _percent("Tỷ lệ (%)")},
    Kind.AWARD: lambda: {"level": _level(), "form": _form()},
    Kind.STANDARD: lambda: {
        "subject": _subject(),
        "level": _level(),
        "form": _form(),
        "grading_at_least": forms.ChoiceField(label="Xếp loại ít nhất", choices=GRADINGS, required=False),
    },
    Kind.QUOTA: lambda: {
        "subject": _subject(),
        "max": forms.IntegerField(label="Không quá (số lượng)", required=False, min_value=0),
        "max_percent": _percent("Không quá (phần trăm số tham gia)"),
        "rounding": forms.ChoiceField(
            label="Phần trăm ra số lẻ thì",
            choices=list(choices.ROUNDINGS.items()),
            required=False,
            initial="down",
        ),
        "per_unit": django_forms.BooleanField(label="Tính cho mỗi đơn vị", required=False),
        "who": _text("Riêng cho đơn vị, khối", max_length=200),
        "level": _level(),
        "form": _form(),
    },
    Kind.CRITERION: lambda: {
        "code": _text("Mã tiêu chí", max_length=20),
        "max": _text("Điểm chuẩn", max_length=10),
    },
    Kind.DEADLINE: lambda: {"on": _day("Ngày")},
    Kind.REVIEW: lambda: {
        "kind": forms.ChoiceField(label="Sơ kết hay tổng kết", choices=REVIEWS),
        "by": _text("Trước tháng hoặc ngày", help_text="Ví dụ: 06/2025 hoặc 15/06/2025."),
    },
    Kind.DUTY: lambda: {
        "actor": _text("Ai thực hiện (như kế hoạch ghi)", max_length=300),
        "units": django_forms.MultipleChoiceField(
            label="Là đơn vị nào trong danh bạ",
            required=False,
            widget=django_forms.CheckboxSelectMultiple,
            help_text="Để trống: phần mềm tự đối chiếu khi xác nhận kế hoạch.",
        ),
    },
}
"""The further boxes of each kind of fact."""


def _fields(kind: str, units: Sequence[Unit]) -> dict[str, django_forms.Field]:
    fields = _FIELDS[kind]() if kind in _FIELDS else {}
    listed = fields.get("units")
    if isinstance(listed, django_forms.MultipleChoiceField):
        listed.choices = [(unit.code, unit.name) for unit in units]
    return fields


class ItemForm(forms.Form):
    """One fact of the plan with the boxes that its kind needs."""

    text = forms.LongTextField(label="Nội dung", rows=5)

    def __init__(
        self, *args: Any, kind: str, item: PlanItem | None = None, units: Sequence[Unit] = (), **kwargs: Any
    ) -> None:
        """Show what stands; a new fact starts empty."""
        self.kind = kind
        self.item = item
        extra = _fields(kind, units)
        if item is not None:
            kwargs.setdefault("initial", {"text": item.text} | self._shown(item.data, extra))
        super().__init__(*args, **kwargs)
        self.fields.update(extra)

    @staticmethod
    def _shown(data: Mapping[str, Any], extra: Mapping[str, django_forms.Field]) -> dict[str, Any]:
        shown: dict[str, Any] = {}
        for name, field in extra.items():
            value = data.get(name)
            if isinstance(field, forms.DateField):
                value = iso_day(value)
            elif name == "areas":
                value = "\n".join(value) if isinstance(value, list) else ""
            elif name == "by" and isinstance(value, str):
                value = _shown_by(value)
            shown[name] = value
        return shown

    def clean_by(self) -> str:
        """Take a day or a month; gives ISO text."""
        told = str(self.cleaned_data.get("by") or "").strip()
        if not told:
            return ""
        month = _MONTH.match(told.lower())
        if month and 1 <= int(month.group(1)) <= _LAST_MONTH:
            return f"{month.group(2)}-{int(month.group(1)):02d}"
        day = forms.DateField(required=False).clean(told)
        return day.isoformat() if isinstance(day, date) else ""

    def data_told(self) -> dict[str, Any]:
        """The further values as the plan item keeps them: plain JSON."""
        told: dict[str, Any] = {}
        for name, value in self.cleaned_data.items():
            if name == "text":
                continue
            if isinstance(value, date):
                told[name] = value.isoformat()
            elif name == "areas":
                told[name] = [line.strip() for line in str(value).splitlines() if line.strip()]
            elif name == "units":
                if value:
                    told[name] = list(value)
            else:
                told[name] = value
        return told


def _shown_by(value: str) -> str:
    day = iso_day(value)
    if day is not None:
        return f"{day:%d/%m/%Y}"
    year, _, month = value.partition("-")
    return f"{month}/{year}" if month else value
