"""Forms of the council: seats, meeting, attendance, recusals, tellers, ballots, choice, minutes."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms as django_forms

from thidua.base import forms
from thidua.base.acts import VIETNAM
from thidua.council import choices
from thidua.council.models import Attendance, Ballot, CouncilMember, Question
from thidua.council.queries import Proposal
from thidua.engine.ballot import Choice, Tally
from thidua.nominations.models import Nomination

if TYPE_CHECKING:
    _RowsField = django_forms.ModelMultipleChoiceField[Any]
else:
    _RowsField = django_forms.ModelMultipleChoiceField


class EmptyForm(forms.Form):
    """An act that needs nothing typed."""


class ReasonForm(forms.Form):
    """An act with its reason."""

    reason = forms.LongTextField(label="Lý do", max_length=2000, rows=3)


class CouncilForm(forms.Form):
    """The decision that sets the council up."""

    name = forms.CharField(label="Tên Hội đồng", max_length=200)
    decision_number = forms.CharField(label="Số quyết định thành lập", max_length=60)
    decided_on = forms.DateField(label="Ngày ký quyết định")
    valid_from = forms.DateField(label="Có hiệu lực từ ngày")
    standing_unit = forms.RowChoiceField(label="Cơ quan thường trực", required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        """Offer the units of the authority."""
        super().__init__(*args, **kwargs)
        set_rows(self, "standing_unit", units)


class SeatForm(forms.Form):
    """A seat with its function."""

    person = forms.RowChoiceField(label="Người")
    order = forms.IntegerField(label="Thứ tự trong danh sách", min_value=1, max_value=99)
    function = forms.ChoiceField(label="Vai trò", choices=CouncilMember.Function.choices)
    post = forms.CharField(label="Chức vụ ghi trong quyết định", max_length=200)
    voting = django_forms.BooleanField(label="Có quyền biểu quyết", required=False, initial=True)
    starts_on = forms.DateField(label="Tham gia từ ngày")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer the people of the authority."""
        super().__init__(*args, **kwargs)
        set_rows(self, "person", people)


class EndSeatForm(forms.Form):
    """The end of a seat."""

    on = forms.DateField(label="Thôi tham gia từ sau ngày")


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
    base = forms.ChoiceField(label="Tỷ lệ phiếu tính trên", choices=choices.BASES, initial="all")
    threshold = forms.ChoiceField(label="Đạt khi số phiếu đồng ý", choices=choices.THRESHOLDS, initial=">1/2")

    def __init__(self, *args: Any, councils: Any, **kwargs: Any) -> None:
        """Offer the councils of the authority."""
        super().__init__(*args, **kwargs)
        set_rows(self, "council", councils)

    def told(self) -> dict[str, Any]:
        """The values as the operation takes them."""
        data = dict(self.cleaned_data)
        data["planned_at"] = datetime.combine(data.pop("on"), data.pop("at"), VIETNAM)
        return data


class AttendanceForm(forms.Form):
    """One line of the roll call."""

    state = forms.ChoiceField(
        label="Dự họp",
        choices=[row for row in Attendance.State.choices if row[0] != Attendance.State.EXPECTED],
        required=False,
    )
    reason = forms.CharField(label="Lý do vắng", max_length=300, required=False)


class OpenForm(forms.Form):
    """Who chairs and who writes; left empty, the usual ones."""

    chair = forms.RowChoiceField(
        label="Chủ tọa", required=False, empty_label="Chủ tịch Hội đồng, hoặc Phó Chủ tịch có mặt"
    )
    secretary = forms.RowChoiceField(label="Thư ký", required=False, empty_label="Thư ký Hội đồng")

    def __init__(self, *args: Any, present: Any, **kwargs: Any) -> None:
        """Offer who is there."""
        super().__init__(*args, **kwargs)
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


class NamesField(_RowsField):
    """Several nominees, each by name and form of award."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and form."""
        return f"{obj.subject.name} ({obj.form})"


class BallotForm(forms.Form):
    """What is put to the vote, and how."""

    method = forms.ChoiceField(
        label="Cách biểu quyết",
        choices=Ballot.Method.choices,
        widget=django_forms.RadioSelect,
        initial="hands",
    )
    nominations = NamesField(
        queryset=Nomination.objects.none(),
        label="Đưa ra biểu quyết",
        widget=django_forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Hãy chọn ít nhất một trường hợp.",
            "invalid_choice": "Mục đã chọn không còn.",
        },
    )

    def __init__(self, *args: Any, nominations: Any, **kwargs: Any) -> None:
        """Offer what may be voted on."""
        super().__init__(*args, **kwargs)
        set_rows(self, "nominations", nominations)


class CountForm(forms.Form):
    """The counts of one question."""

    yes = forms.IntegerField(label="Đồng ý", min_value=0)
    no = forms.IntegerField(label="Không đồng ý", min_value=0)
    blank = forms.IntegerField(label="Ý kiến khác", min_value=0, initial=0)
    spoilt = forms.IntegerField(label="Không hợp lệ", min_value=0, initial=0)

    def tally(self) -> Tally:
        """The counts as the operation takes them."""
        told = self.cleaned_data
        return Tally(told["yes"], told["no"], told["blank"], told["spoilt"])


class ReturnedForm(forms.Form):
    """Papers handed in."""

    returned = forms.IntegerField(
        label="Số phiếu thu về", min_value=0, required=False, help_text="Để trống nếu thu về đủ."
    )


class OpinionForm(forms.Form):
    """The written opinion of an absent member, one choice for each question."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        """One field for each question."""
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"q{question.pk}"] = forms.ChoiceField(
                label=question.nomination.subject.name,
                choices=[(name, choices.CHOICES[name]) for name in (Choice.YES, Choice.NO, Choice.BLANK)],
                widget=django_forms.RadioSelect,
            )

    def told(self) -> dict[int, str]:
        """Key of the question → choice."""
        return {int(name[1:]): value for name, value in self.cleaned_data.items() if name.startswith("q")}


class KeyForm(forms.Form):
    """A key typed back."""

    typed = forms.CharField(
        label="Gõ lại khóa trên phiếu",
        max_length=60,
        widget=django_forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


class KeysForm(forms.Form):
    """Both keys on one screen."""

    key_a = forms.CharField(
        label="Khóa của người thứ nhất",
        max_length=60,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    key_b = forms.CharField(
        label="Khóa của người thứ hai",
        max_length=60,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ChosenForm(forms.Form):
    """The council's choice, line by line, with a reason where somebody lower is taken."""

    def __init__(self, *args: Any, proposal: Proposal, **kwargs: Any) -> None:
        """One box, one reason and, for equals at the edge, one place for each who passed."""
        super().__init__(*args, **kwargs)
        picked = {row.nomination.pk for row in proposal.chosen()}
        for row in proposal.standings:
            if row.question is None or not row.question.passed:
                continue
            key = row.nomination.pk
            self.fields[f"chosen_{key}"] = django_forms.BooleanField(
                label=f"Chọn {row.nomination.subject.name}", required=False, initial=key in picked
            )
            self.fields[f"reason_{key}"] = forms.CharField(
                label=f"Lý do chọn {row.nomination.subject.name}", max_length=500, required=False
            )

    def chosen(self) -> set[int]:
        """Keys of the nominations that were ticked."""
        return {
            int(name.removeprefix("chosen_"))
            for name, value in self.cleaned_data.items()
            if name.startswith("chosen_") and value
        }

    def reasons(self) -> dict[int, str]:
        """Key of the nomination → reason."""
        return {
            int(name.removeprefix("reason_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("reason_") and value
        }


class CloseForm(forms.Form):
    """What was said."""

    discussion = forms.LongTextField(
        label="Ý kiến thảo luận",
        required=False,
        help_text="Ghi vào biên bản; mỗi ý một dòng. Để trống nếu mọi người thống nhất với báo cáo thẩm định.",
    )


class NumberForm(forms.Form):
    """The numbers of the minutes."""

    number = forms.CharField(label="Số biên bản họp", max_length=20)
    count_number = forms.CharField(label="Số biên bản kiểm phiếu", max_length=20)

    def __init__(self, *args: Any, with_count: bool, **kwargs: Any) -> None:
        """Ask for the second number only where votes were secret."""
        super().__init__(*args, **kwargs)
        if not with_count:
            del self.fields["count_number"]


class SignedCopyForm(forms.Form):
    """The signed copy."""

    file = forms.FileField(label="Bản biên bản đã ký", help_text="PDF hoặc ảnh chụp rõ; đến 20 MB.")
    count_file = forms.FileField(label="Bản biên bản kiểm phiếu đã ký", required=False)

    def __init__(self, *args: Any, with_count: bool, **kwargs: Any) -> None:
        """Ask for the second copy only where votes were secret."""
        super().__init__(*args, **kwargs)
        if not with_count:
            del self.fields["count_file"]


def set_rows(form: django_forms.Form, name: str, rows: Any) -> None:
    """Give a field of rows what it offers."""
    field = form.fields[name]
    if isinstance(field, django_forms.ModelChoiceField):
        field.queryset = rows
