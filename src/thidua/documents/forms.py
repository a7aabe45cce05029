"""The second door of every act of authority: recorded from the signed paper, or entered for another."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.documents.intake.evidence import SCANS

MANNERS = (
    ("screen", "Tôi trực tiếp làm việc này"),
    ("recorded", "Ghi nhận theo văn bản đã ký"),
    ("entered", "Nhập thay, có bản ký của người có trách nhiệm"),
)


class SignedCopyForm(forms.Form):
    """The signed copy of a numbered paper; with a reason where it takes the place of another."""

    file = forms.FileField(
        label="Bản đã ký, đóng dấu", help_text="PDF hoặc ảnh quét, tối đa 20 MB; hoặc tệp PDF đã ký số."
    )
    reason = forms.LongTextField(label="Lý do thay bản ký", max_length=500)

    def __init__(self, *args: Any, replaces: bool, **kwargs: Any) -> None:
        """Ask for a reason only where a copy is filed already."""
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = SCANS
        if not replaces:
            del self.fields["reason"]


class SignedPaperForm(forms.Form):
    """Which door, and the signed paper behind it. Put it beside the act's own form with the prefix ``signed``."""

    manner = forms.ChoiceField(
        label="Cách thực hiện", choices=MANNERS, widget=django_forms.RadioSelect, initial="screen"
    )
    number = forms.CharField(label="Số văn bản", required=False, max_length=60)
    signed_on = forms.DateField(label="Ngày ký", required=False)
    signer_name = forms.CharField(label="Người ký", required=False, max_length=200)
    signer_title = forms.CharField(label="Chức vụ người ký", required=False, max_length=200)
    scan = forms.FileField(
        label="Bản chụp hoặc bản quét văn bản đã ký",
        required=False,
        help_text="PDF hoặc ảnh, tối đa 20 MB.",
        widget=django_forms.FileInput(attrs={"accept": SCANS}),
    )

    asked = ("signed_on", "signer_name")
    """What a signed paper needs: the page does not call these optional."""

    @property
    def paper(self) -> list[django_forms.BoundField]:
        """The fields of the signed paper, which the page shows and asks for only with that door."""
        return [self[name] for name in self.fields if name != "manner"]

    def __init__(self, *args: Any, may_act: bool = True, **kwargs: Any) -> None:
        """Offer the screen door only to who may act by an own role; else the paper is asked for at once."""
        kwargs.setdefault("prefix", "signed")
        super().__init__(*args, **kwargs)
        self.both = may_act
        for name in self.asked:
            self.fields[name].conditional = True  # type: ignore[attr-defined] # read by base/_field.html
            self.fields[name].required = not may_act
        if not may_act:
            field = self.fields["manner"]
            if isinstance(field, django_forms.ChoiceField):
                field.choices = MANNERS[1:]
            self.initial.setdefault("manner", "recorded")

    def clean(self) -> dict[str, Any]:
        """Ask for day and signer where a signed paper is named; look at nothing of it where none is."""
        told = super().clean() or {}
        if told.get("manner") in {"recorded", "entered"}:
            for name in self.asked:
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, forms.REQUIRED)
        elif told.get("manner") == "screen":
            for name in self.errors.keys() & {field.name for field in self.paper}:
                del self.errors[name]
        return told
