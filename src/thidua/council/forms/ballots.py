"""A vote: on whom, how, its counts, opinions and keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.core.exceptions import ValidationError

from thidua.base import forms
from thidua.council import choices
from thidua.council.forms.shared import set_rows
from thidua.council.models import Ballot, Question
from thidua.engine.ballot import Choice, Contest, Tally
from thidua.engine.meetings import BallotState
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
    form = forms.ChoiceField(
        label="Dạng phiếu",
        choices=choices.FORMS,
        initial="each",
        widget=django_forms.RadioSelect,
        help_text=(
            "Nên dùng từng tên. Trên phiếu chung không có ý không đồng ý; các dấu của một phiếu đứng cùng nhau khi "
            "công bố; ai có liên quan đến một tên thì không bỏ cả phiếu."
        ),
    )
    marks = forms.IntegerField(
        label="Số tên được đánh dấu nhiều nhất trên phiếu chung",
        min_value=1,
        required=False,
        help_text="Để trống: theo số chỗ còn lại trong kế hoạch.",
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

    def clean(self) -> dict[str, Any]:
        """A number of marks is only for one paper for all."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("marks") is not None and told.get("form") == "each":
            self.add_error("marks", "Chỉ ghi khi chọn một phiếu chung. Biểu quyết từng tên thì để trống.")
        return told


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
        if ballot.state == BallotState.VOID:  # why is told already
            del self.fields["reason"]
        if ballot.trial or ballot.meeting.written:
            del self.fields["method"]
        elif isinstance(field, django_forms.ChoiceField):
            field.choices = IN_MEETINGS


class TrialForm(forms.Form):
    """Which form of paper is tried."""

    form = forms.ChoiceField(
        label="Dạng phiếu thử",
        choices=choices.TRIALS,
        widget=django_forms.RadioSelect,
        help_text="Thử dạng phiếu mà Hội đồng sẽ dùng. Dùng cả hai dạng thì thử lần lượt.",
    )


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

    def __init__(self, *args: Any, hands: bool = False, **kwargs: Any) -> None:
        """A raised hand cannot be invalid."""
        super().__init__(*args, **kwargs)
        if hands:
            del self.fields["spoilt"]

    def tally(self) -> Tally:
        """The counts as the operation takes them."""
        told = self.cleaned_data
        return Tally(told["yes"], told["no"], told["blank"], told.get("spoilt", 0))


class MarksForm(forms.Form):
    """What the tellers read from the papers of a contest."""

    def __init__(self, *args: Any, questions: list[Question], **kwargs: Any) -> None:
        """One number for each name, then the papers without one."""
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"q{question.pk}"] = forms.IntegerField(
                label=f"{question.order}. {question.name}: số phiếu đánh dấu", min_value=0
            )
        self.fields["blank"] = forms.IntegerField(label="Phiếu trắng", min_value=0, initial=0)
        self.fields["spoilt"] = forms.IntegerField(label="Phiếu không hợp lệ", min_value=0, initial=0)
        self.fields["returned"] = forms.IntegerField(
            label="Số phiếu thu về", min_value=0, required=False, help_text="Để trống nếu thu về đủ."
        )

    def told(self) -> dict[str, Any]:
        """The numbers as the operation takes them."""
        data = dict(self.cleaned_data)
        marks = {int(name[1:]): data.pop(name) for name in list(data) if name.startswith("q")}
        return data | {"marks": marks}


class ReturnedForm(forms.Form):
    """Papers handed in."""

    returned = forms.IntegerField(
        label="Số phiếu thu về", min_value=0, required=False, help_text="Để trống nếu thu về đủ."
    )

    def __init__(self, *args: Any, by_slips: bool = False, **kwargs: Any) -> None:
        """Slips of each name are told together."""
        super().__init__(*args, **kwargs)
        if by_slips:
            self.fields["returned"].label = "Số phiếu thu về, cộng tất cả các tên"


class OpinionForm(forms.Form):
    """The written opinion of an absent member: one choice for each question, or the marks of a contest."""

    def __init__(
        self,
        *args: Any,
        questions: list[Question],
        marks: int | None = None,
        replaces: bool = False,
        **kwargs: Any,
    ) -> None:
        """One field for each question; for a contest one for all. A reason where a slip may replace what was sent."""
        super().__init__(*args, **kwargs)
        if replaces:  # the operation asks for it: who corrects the own opinion on the screen needs none
            self.fields["reason"] = forms.LongTextField(
                label="Lý do thay phiếu đã gửi trên máy", max_length=500, rows=2, required=False
            )
            self.fields["reason"].conditional = True  # type: ignore[attr-defined] # read by base/_field.html
        if marks is not None and questions:
            self.fields["marked"] = django_forms.MultipleChoiceField(
                label=f"Đánh dấu không quá {marks:02d} tên",
                choices=[(str(question.pk), question.name) for question in questions],
                widget=django_forms.CheckboxSelectMultiple,
                required=False,
                help_text="Không đánh dấu tên nào là phiếu trắng.",
            )
            self.fields["marked"].conditional = True  # type: ignore[attr-defined] # read by base/_field.html
            return
        for question in questions:
            self.fields[f"q{question.pk}"] = forms.ChoiceField(
                label=question.name,
                choices=[(name, choices.CHOICES[name]) for name in (Choice.YES, Choice.NO, Choice.BLANK)],
                widget=django_forms.RadioSelect,
            )

    def told(self) -> dict[int, str]:
        """Key of the question → choice."""
        told = {int(name[1:]): value for name, value in self.cleaned_data.items() if name.startswith("q")}
        return told | {int(key): Choice.YES.value for key in self.cleaned_data.get("marked", ())}


class KeyForm(forms.Form):
    """A key typed back."""

    typed = forms.CharField(
        label="Gõ lại khóa trên phiếu",
        max_length=60,
        widget=django_forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        ),
    )


class MarkedPaperField(forms.CharField):
    """One paper of a contest as a teller reads it out: "1, 3"; 0 for a blank one, x for a spoilt one."""

    def __init__(self, *, contest: Contest, **kwargs: Any) -> None:
        """Take the contest that the paper is of."""
        super().__init__(max_length=300, **kwargs)
        self.contest = contest

    def clean(self, value: Any) -> str:
        """Return what the paper says as the engine writes it."""
        text = str(super().clean(value)).lower()
        if text in {"0", "x"}:
            return (Choice.BLANK if text == "0" else Choice.SPOILT).value
        if not _PLACES.fullmatch(text):
            raise ValidationError(_HOW_TO_WRITE)
        places = [int(place) for place in _PLACE.findall(text)]
        names = self.contest.options
        if len(set(places)) < len(places) or not 1 <= min(places) <= max(places) <= len(names):
            raise ValidationError(f"Số thứ tự phải khác nhau, từ 1 đến {len(names)}.")
        if len(places) > self.contest.marks:
            raise ValidationError(
                f"Phiếu đánh dấu {len(places):02d} tên, quá {self.contest.marks:02d} tên. Nếu phiếu thật như vậy thì "
                "không hợp lệ: ghi x."
            )
        return self.contest.choice(names[place - 1] for place in places)


_PLACE = re.compile(r"[0-9]{1,3}")
_PLACES = re.compile(r"[0-9]{1,3}(?:[ ,;.+]+[0-9]{1,3})*")
_HOW_TO_WRITE = "Ghi số thứ tự các tên được đánh dấu, ví dụ 1, 3; phiếu trắng ghi 0; không hợp lệ ghi x."


# browsers offer to keep a password whatever "off" says, a code for one use they do not
_NEVER_KEPT = {"autocomplete": "one-time-code", "spellcheck": "false"}


class KeysForm(forms.Form):
    """Both keys on one screen, and in a contest the papers that came in sealed envelopes."""

    key_a = forms.CharField(
        label="Khóa của người thứ nhất",
        max_length=60,
        widget=django_forms.PasswordInput(attrs=_NEVER_KEPT),
    )
    key_b = forms.CharField(
        label="Khóa của người thứ hai",
        max_length=60,
        widget=django_forms.PasswordInput(attrs=_NEVER_KEPT),
    )

    def __init__(self, *args: Any, contest: Contest | None = None, papers: int = 0, **kwargs: Any) -> None:
        """Ask for the marks of each paper."""
        super().__init__(*args, **kwargs)
        if contest is None:
            return
        for number in range(1, papers + 1):
            self.fields[f"paper{number}"] = MarkedPaperField(
                contest=contest, label=f"Phiếu giấy thứ {number}", help_text=_HOW_TO_WRITE
            )

    def told(self) -> dict[str, Any]:
        """Keys and papers as the operation takes them."""
        data = dict(self.cleaned_data)
        told = [data.pop(name) for name in list(data) if name.startswith("paper")]
        return data | {"paper_marks": told}
