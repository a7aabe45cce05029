"""A vote: on whom, how, its counts, opinions and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms as django_forms

from thidua.base import forms
from thidua.council import choices
from thidua.council.forms.shared import set_rows
from thidua.council.models import Ballot, Question
from thidua.engine.ballot import Choice, Tally
from thidua.nominations.models import Nomination

IN_MEETINGS = [row for row in Ballot.Method.choices if row[0] != Ballot.Method.WRITTEN]


IN_WRITING = [row for row in Ballot.Method.choices if row[0] == Ballot.Method.WRITTEN]


if TYPE_CHECKING:
    _RowsField = django_forms.ModelMultipleChoiceField[Any]
else:
    _RowsField = django_forms.ModelMultipleChoiceField


class NamesField(_RowsField):
    """Several nominees, each by name and form of award."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and form."""
        return f"{obj.subject.name} ({obj.form})"


class BallotForm(forms.Form):
    """What is put to the vote, and how."""

    method = forms.ChoiceField(
        label="Cách biểu quyết",
        widget=django_forms.RadioSelect,
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

    def __init__(self, *args: Any, nominations: Any, written: bool = False, **kwargs: Any) -> None:
        """Offer what may be voted on, and the ways of the meeting."""
        super().__init__(*args, **kwargs)
        set_rows(self, "nominations", nominations)
        method = self.fields["method"]
        if isinstance(method, django_forms.ChoiceField):
            method.choices = IN_WRITING if written else IN_MEETINGS
            self.initial.setdefault("method", method.choices[0][0])


class FurtherForm(forms.Form):
    """How equals are voted on again."""

    method = forms.ChoiceField(label="Cách biểu quyết", widget=django_forms.RadioSelect)

    def __init__(self, *args: Any, written: bool, **kwargs: Any) -> None:
        """Offer the ways of the meeting."""
        super().__init__(*args, **kwargs)
        field = self.fields["method"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = IN_WRITING if written else IN_MEETINGS
            self.initial.setdefault("method", field.choices[0][0])


class RepeatForm(forms.Form):
    """Why a vote is repeated, and how."""

    reason = forms.LongTextField(
        label="Lý do",
        max_length=2000,
        rows=3,
        help_text="Ví dụ: mất phiếu khóa thứ nhất; chỉ có 02 phong bì.",
    )
    method = forms.ChoiceField(label="Lần này biểu quyết bằng", widget=django_forms.RadioSelect)

    def __init__(self, *args: Any, ballot: Ballot, **kwargs: Any) -> None:
        """Offer the ways of voting in a meeting, or the only one of a trial or of a written vote."""
        super().__init__(*args, **kwargs)
        field = self.fields["method"]
        if ballot.trial or ballot.meeting.written:
            del self.fields["method"]
        elif isinstance(field, django_forms.ChoiceField):
            field.choices = IN_MEETINGS


class CompareForm(forms.Form):
    """The trial against what the voters know."""

    agreed = forms.ChoiceField(
        label="Kết quả đối chiếu",
        choices=(("yes", "Khớp: số phiếu và mã biên nhận đúng như mọi người đã bỏ"), ("no", "Không khớp")),
        widget=django_forms.RadioSelect,
    )
    note = forms.LongTextField(label="Ghi chú (không khớp thì ghi chỗ nào)", required=False, rows=3)


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
                label=question.name,
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
