"""Forms of registration: the list of a unit, one's own line, return."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.movements.models import RegistrationLine
from thidua.organizations.models import Subject


@dataclass(frozen=True, slots=True)
class Row:
    """One candidate with its three boxes."""

    subject: Subject
    position: str
    chosen: Any
    commitment: Any
    aim: Any


class LinesForm(forms.Form):
    """Everybody who can stand on the list of a unit, each with a tick, what they commit to and aim at."""

    def __init__(
        self,
        *args: Any,
        subjects: Sequence[Subject],
        lines: Mapping[int, RegistrationLine],
        positions: Mapping[int, str],
        **kwargs: Any,
    ) -> None:
        """Show what stands."""
        super().__init__(*args, **kwargs)
        self.subjects = subjects
        self.positions = positions
        for subject in subjects:
            line = lines.get(subject.pk)
            key = subject.pk
            self.fields[f"in_{key}"] = django_forms.BooleanField(
                label=f"{subject.name} đăng ký", required=False, initial=line is not None
            )
            self.fields[f"commitment_{key}"] = forms.LongTextField(
                label=f"Chỉ tiêu, nội dung của {subject.name}",
                required=False,
                rows=2,
                max_length=2000,
                initial=line.commitment if line else "",
            )
            self.fields[f"aim_{key}"] = forms.CharField(
                label=f"Danh hiệu, hình thức của {subject.name}",
                required=False,
                max_length=200,
                initial=line.aim if line else "",
                widget=django_forms.TextInput(attrs={"list": "hinh-thuc", "autocomplete": "off"}),
            )

    def rows(self) -> Iterator[Row]:
        """The candidates in order, with their boxes."""
        for subject in self.subjects:
            key = subject.pk
            yield Row(
                subject,
                self.positions.get(key, ""),
                self[f"in_{key}"],
                self[f"commitment_{key}"],
                self[f"aim_{key}"],
            )

    def told(self) -> list[tuple[Subject, str, str]]:
        """Who was ticked, with commitment and aim."""
        values = self.cleaned_data
        return [
            (subject, values[f"commitment_{subject.pk}"], values[f"aim_{subject.pk}"])
            for subject in self.subjects
            if values[f"in_{subject.pk}"]
        ]


class OwnLineForm(forms.Form):
    commitment = forms.LongTextField(label="Chỉ tiêu, nội dung tôi đăng ký", rows=3, max_length=2000)
    aim = forms.CharField(
        label="Danh hiệu, hình thức khen thưởng",
        required=False,
        max_length=200,
        widget=django_forms.TextInput(attrs={"list": "hinh-thuc", "autocomplete": "off"}),
    )


class ReturnForm(forms.Form):
    reason = forms.LongTextField(label="Lý do trả lại", rows=2)
    due_on = forms.DateField(label="Hạn gửi lại")
