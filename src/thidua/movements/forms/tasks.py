"""Forms of tasks, checks and their filters; the columns of the Excel template."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.documents.intake.columns import Expected
from thidua.movements.models import Area, Task
from thidua.movements.queries.tasks import When
from thidua.organizations.models import Unit

TASK_COLUMNS = (
    Expected(
        "code",
        "Số hiệu",
        aliases=("Mã nhiệm vụ", "Ký hiệu"),
        most=20,
        width=10,
        hint="Mỗi số hiệu chỉ dùng một lần. Để trống: phần mềm đánh số tiếp.",
    ),
    Expected(
        "area",
        "Lĩnh vực",
        most=300,
        width=12,
        hint="Mã lĩnh vực (I, II, …) hoặc tên lĩnh vực; có thể để trống.",
    ),
    Expected(
        "text", "Nhiệm vụ", required=True, aliases=("Nội dung nhiệm vụ", "Tên nhiệm vụ"), most=2000, width=60
    ),
    Expected(
        "lead",
        "Chủ trì",
        required=True,
        aliases=("Đơn vị chủ trì", "Cơ quan chủ trì"),
        most=300,
        width=30,
        hint="Mã hoặc tên đơn vị trong danh bạ.",
    ),
    Expected("with_units", "Phối hợp", aliases=("Đơn vị phối hợp", "Cơ quan phối hợp"), most=500, width=30),
    Expected(
        "due_on",
        "Thời hạn",
        "date",
        required=True,
        aliases=("Thời gian hoàn thành", "Hạn hoàn thành"),
        width=14,
    ),
    Expected("product", "Sản phẩm", aliases=("Kết quả, sản phẩm", "Sản phẩm đầu ra"), most=500, width=34),
)

WHEN = (
    ("", "Mọi tình trạng"),
    (When.OVERDUE.value, "Quá hạn"),
    (When.SOON.value, "Đến hạn trong 14 ngày"),
    (When.OPEN.value, "Đang thực hiện"),
    (When.DONE.value, "Hoàn thành"),
    (When.CANCELLED.value, "Đã hủy"),
)


class TaskFilterForm(forms.Form):
    """What the list of tasks is narrowed to; sent by GET."""

    q = forms.CharField(label="Tìm nhiệm vụ", required=False, max_length=100)
    area = forms.ChoiceField(label="Lĩnh vực", required=False)
    lead = forms.ChoiceField(label="Chủ trì", required=False)
    when = forms.ChoiceField(label="Tình trạng", required=False, choices=WHEN)

    def __init__(self, *args: Any, areas: Any, units: Any, **kwargs: Any) -> None:
        """Offer the areas of the movement and the units of its authority."""
        super().__init__(*args, **kwargs)
        offered = {
            "area": [("", "Mọi lĩnh vực"), *((area.code, str(area)) for area in areas)],
            "lead": [("", "Mọi đơn vị"), *((unit.code, unit.name) for unit in units)],
        }
        for name, listed in offered.items():
            field = self.fields[name]
            if isinstance(field, django_forms.ChoiceField):
                field.choices = listed


class TaskForm(forms.Form):
    """One task."""

    code = forms.CharField(label="Số hiệu", max_length=20)
    text = forms.LongTextField(label="Nhiệm vụ", rows=3, max_length=2000)
    area = forms.RowChoiceField(Area.objects.none(), label="Lĩnh vực", required=False)
    lead = forms.RowChoiceField(Unit.objects.none(), label="Chủ trì")
    with_units = forms.CharField(label="Phối hợp", required=False)
    due_on = forms.DateField(label="Thời hạn")
    product = forms.CharField(label="Sản phẩm", required=False)

    def __init__(self, *args: Any, areas: Any, units: Any, task: Task | None = None, **kwargs: Any) -> None:
        """Show what stands; the number of a task stays."""
        if task is not None:
            names = ("text", "area", "lead", "with_units", "due_on", "product")
            kwargs["initial"] = {name: getattr(task, name) for name in names}
        super().__init__(*args, **kwargs)
        for name, rows in (("area", areas), ("lead", units)):
            field = self.fields[name]
            if isinstance(field, django_forms.ModelChoiceField):
                field.queryset = rows
        if task is not None:
            del self.fields["code"]


class ImportForm(forms.Form):
    table = forms.FileField(
        label="Tệp Excel danh sách nhiệm vụ", help_text="Tệp .xlsx theo mẫu, tối đa 20 MB."
    )


class ProgressForm(forms.Form):
    percent = forms.IntegerField(label="Đã làm được (%)", min_value=0, max_value=100)
    note = forms.LongTextField(label="Ghi chú, khó khăn", rows=2, required=False, max_length=2000)


class FinishForm(forms.Form):
    on = forms.DateField(label="Ngày hoàn thành")
    note = forms.LongTextField(label="Sản phẩm, kết quả", rows=2, required=False, max_length=2000)


class CheckForm(forms.Form):
    """One check of a unit."""

    unit = forms.RowChoiceField(Unit.objects.none(), label="Đơn vị được kiểm tra")
    held_on = forms.DateField(label="Ngày kiểm tra")
    team = forms.CharField(label="Người kiểm tra", help_text="Họ tên, chức vụ những người kiểm tra.")
    findings = forms.LongTextField(label="Kết quả kiểm tra", rows=5)
    faults = forms.IntegerField(label="Số tồn tại, thiếu sót", min_value=0, initial=0)
    remedy_due = forms.DateField(label="Hạn khắc phục", required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        """Offer these units."""
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if isinstance(field, django_forms.ModelChoiceField):
            field.queryset = units


class RemedyForm(forms.Form):
    on = forms.DateField(label="Ngày khắc phục xong")
    note = forms.LongTextField(label="Đã khắc phục thế nào", rows=3)
