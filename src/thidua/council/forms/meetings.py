"""A meeting: when, about what, who is there, who stays out, who counts."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.base.acts import VIETNAM
from thidua.council import choices
from thidua.council.forms.shared import set_rows
from thidua.council.models import Attendance


class PlanForm(forms.Form):
    """A meeting: day, hour, place, how the share is counted."""

    council = forms.RowChoiceField(label="Hội đồng")
    on = forms.DateField(label="Ngày họp")
    at = django_forms.TimeField(
        label="Giờ họp",
        input_formats=["%H:%M", "%Hh%M", "%H giờ %M"],
        widget=django_forms.TimeInput(format="%H:%M", attrs={"placeholder": "08:00", "autocomplete": "off"}),
        error_messages={"required": forms.REQUIRED, "invalid": "Giờ chưa đúng. Hãy nhập như 08:00."},
    )
    place = forms.CharField(label="Địa điểm", max_length=200)
    agenda = forms.LongTextField(
        label="Nội dung họp",
        required=False,
        rows=4,
        help_text="Mỗi việc một dòng; sửa được đến khi kết thúc họp.",
    )
    base = forms.ChoiceField(label="Tỷ lệ phiếu tính trên", choices=choices.BASES, initial="rule")
    threshold = forms.ChoiceField(label="Đạt khi số phiếu đồng ý", choices=choices.THRESHOLDS, initial="rule")

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        """Offer the councils of the authority."""
        super().__init__(*args, **kwargs)
        set_rows(self, "council", councils)

    def told(self) -> dict[str, Any]:
        """The values as the operation takes them."""
        data = dict(self.cleaned_data)
        data["planned_at"] = datetime.combine(data.pop("on"), data.pop("at"), VIETNAM)
        return data


class WrittenForm(forms.Form):
    """Opinions asked in writing: when the slips go out and by when they come back."""

    council = forms.RowChoiceField(label="Hội đồng")
    on = forms.DateField(label="Ngày gửi phiếu")
    return_by = forms.DateField(label="Hạn gửi lại")
    agenda = forms.LongTextField(label="Nội dung xin ý kiến", required=False, rows=3)

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        """Offer the councils of the authority."""
        super().__init__(*args, **kwargs)
        set_rows(self, "council", councils)

    def told(self) -> dict[str, Any]:
        """The values as the operation takes them."""
        data = dict(self.cleaned_data)
        data["planned_at"] = datetime.combine(data.pop("on"), time(8), VIETNAM)
        return data


class AgendaForm(forms.Form):
    """What a meeting is about."""

    agenda = forms.LongTextField(label="Nội dung họp", required=False, rows=6, help_text="Mỗi việc một dòng.")


class FileForm(forms.Form):
    """A paper to read before."""

    title = forms.CharField(label="Tên tài liệu", max_length=200)
    file = forms.FileField(label="Tệp", help_text="PDF, Word, Excel hoặc ảnh; đến 20 MB.")


class ExtendForm(forms.Form):
    """More time."""

    return_by = forms.DateField(label="Hạn mới")
    reason = forms.CharField(label="Lý do gia hạn", max_length=300)


_CALLED = [row for row in Attendance.State.choices if row[0] != Attendance.State.EXPECTED]


class AttendanceForm(forms.Form):
    """One line of the roll call."""

    state = forms.ChoiceField(
        label="Dự họp",
        choices=_CALLED,
        required=False,
    )
    reason = forms.CharField(label="Lý do vắng", max_length=300, required=False)

    def __init__(self, *args: Any, stands_in: bool = False, **kwargs: Any) -> None:
        """Offer somebody in the place only where it is written who (an act of its own)."""
        super().__init__(*args, **kwargs)
        field = self.fields["state"]
        if not stands_in and isinstance(field, django_forms.ChoiceField):
            field.choices = [row for row in _CALLED if row[0] != Attendance.State.SUBSTITUTE]


class SubstituteForm(forms.Form):
    """Who comes in a member's place."""

    substitute = forms.RowChoiceField(label="Người dự thay")
    reason = forms.CharField(label="Lý do vắng, giấy ủy quyền (số, ngày)", max_length=300)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer who has no vote of the own."""
        super().__init__(*args, **kwargs)
        set_rows(self, "substitute", people)


class OpenForm(forms.Form):
    """Who chairs and who writes; left empty, the usual ones."""

    chair = forms.RowChoiceField(
        label="Chủ tọa", required=False, empty_label="Chủ tịch Hội đồng, hoặc Phó Chủ tịch có mặt"
    )
    secretary = forms.RowChoiceField(label="Thư ký", required=False, empty_label="Thư ký Hội đồng")

    def __init__(self, *args: Any, present: Any, written: bool = False, **kwargs: Any) -> None:
        """Offer who is there; nobody is where opinions are asked in writing."""
        super().__init__(*args, **kwargs)
        if written:
            self.fields["chair"].label = "Người chủ trì"
            chair = self.fields["chair"]
            if isinstance(chair, django_forms.ModelChoiceField):
                chair.empty_label = "Chủ tịch Hội đồng"
        set_rows(self, "chair", present)
        set_rows(self, "secretary", present)


class RecusalForm(forms.Form):
    """An interest that is declared."""

    member = forms.RowChoiceField(label="Thành viên")
    nomination = forms.RowChoiceField(label="Trường hợp")
    reason = forms.CharField(label="Liên quan thế nào", max_length=300)
    votes = forms.ChoiceField(
        label="Biểu quyết",
        choices=(
            ("yes", "Vẫn biểu quyết (liên quan vì cùng đơn vị)"),
            ("no", "Không biểu quyết về trường hợp này"),
        ),
        widget=django_forms.RadioSelect,
        initial="yes",
    )

    def __init__(self, *args: Any, members: Any, nominations: Any, **kwargs: Any) -> None:
        """Offer members and cases."""
        super().__init__(*args, **kwargs)
        set_rows(self, "member", members)
        set_rows(self, "nomination", nominations)


class TellersForm(forms.Form):
    """Tổ kiểm phiếu."""

    lead = forms.RowChoiceField(label="Tổ trưởng")
    second = forms.RowChoiceField(label="Tổ viên thứ nhất")
    third = forms.RowChoiceField(label="Tổ viên thứ hai")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer people who are not nominated."""
        super().__init__(*args, **kwargs)
        for name in ("lead", "second", "third"):
            set_rows(self, name, people)


class CloseForm(forms.Form):
    """What was said."""

    discussion = forms.LongTextField(
        label="Ý kiến thảo luận",
        required=False,
        help_text="Ghi vào biên bản; mỗi ý một dòng. Để trống nếu mọi người thống nhất với báo cáo thẩm định.",
    )
