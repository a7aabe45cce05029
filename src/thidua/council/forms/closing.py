"""The choice and the minutes."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.council.queries import Proposal


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


class NumberForm(forms.Form):
    """The numbers of the minutes."""

    number = forms.CharField(label="Số biên bản họp", max_length=20)
    count_number = forms.CharField(label="Số biên bản kiểm phiếu", max_length=20)

    def __init__(self, *args: Any, with_count: bool, **kwargs: Any) -> None:
        """Ask for the second number only where votes were secret."""
        super().__init__(*args, **kwargs)
        if not with_count:
            del self.fields["count_number"]


class SignedMinutesForm(forms.Form):
    """The signed copy."""

    file = forms.FileField(label="Bản biên bản đã ký", help_text="PDF hoặc ảnh chụp rõ; đến 20 MB.")
    count_file = forms.FileField(label="Bản biên bản kiểm phiếu đã ký", required=False)

    def __init__(self, *args: Any, with_count: bool, **kwargs: Any) -> None:
        """Ask for the second copy only where votes were secret."""
        super().__init__(*args, **kwargs)
        if not with_count:
            del self.fields["count_file"]
