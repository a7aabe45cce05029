"""Forms of the reviews: clean and never save."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django import forms as django_forms

from thidua.base import forms
from thidua.movements.models import PlanItem
from thidua.reviews.models import Judgement, TargetResult
from thidua.reviews.targets import TargetFigure

HELP: Final = {
    Judgement.Part.EFFECTS: "Người dân, doanh nghiệp được lợi gì; việc gì thay đổi rõ so với trước.",
    Judgement.Part.WEAKNESSES: "Việc chậm, tồn tại qua kiểm tra, lĩnh vực thấp điểm đã được nêu; viết thêm ở đây.",
    Judgement.Part.CAUSES_OBJECTIVE: "Ví dụ: địa bàn rộng, hệ thống của cấp trên thay đổi giữa năm.",
    Judgement.Part.CAUSES_SUBJECTIVE: "Ví dụ: phân công chưa rõ người đứng đầu, lưu minh chứng chưa kịp thời.",
    Judgement.Part.LESSONS: "Điều nên giữ và điều nên tránh, rút từ chính phong trào này.",
    Judgement.Part.DIRECTION: "Việc sẽ làm tiếp, có thời hạn và đơn vị chủ trì.",
    Judgement.Part.PROPOSALS: "Kiến nghị gì, với ai.",
}


class BeginForm(forms.Form):
    """The day up to which the figures count."""

    cut_off = forms.DateField(
        label="Ngày chốt số liệu", help_text="Số liệu tính đến hết ngày này; báo cáo ghi rõ ngày chốt."
    )


class JudgementForm(forms.Form):
    """What only people can judge, a box for each part; then what was reached of each target of the plan."""

    def __init__(
        self,
        *args: Any,
        written: Mapping[str, str],
        targets: Sequence[PlanItem],
        results: Sequence[TargetResult],
        **kwargs: Any,
    ) -> None:
        """One box per part, three per target, filled with what stands."""
        super().__init__(*args, **kwargs)
        self.targets = list(targets)
        for part in Judgement.Part:
            self.fields[part.value] = forms.LongTextField(
                label=part.label, rows=4, required=False, help_text=HELP[part]
            )
            self.initial[part.value] = written.get(part.value, "")
        known = {row.item_id: row for row in results}
        for item in self.targets:
            row = known.get(item.pk)
            label = item.text[:160]
            for name, words, value in (
                ("reached", "Kết quả (%)", row.reached if row else None),
                ("before", "Năm trước (%)", row.before if row else None),
            ):
                self.fields[f"{name}_{item.pk}"] = forms.DecimalField(
                    label=f"{words}: {label}" if name == "reached" else words,
                    required=False,
                    min_value=Decimal(0),
                    max_value=Decimal(1000),
                    max_digits=6,
                    decimal_places=2,
                    localize=True,
                )
                self.initial[f"{name}_{item.pk}"] = value
            self.fields[f"source_{item.pk}"] = forms.CharField(
                label="Nguồn số liệu", required=False, max_length=300
            )
            self.initial[f"source_{item.pk}"] = row.source if row else ""

    def clean(self) -> dict[str, Any]:
        """A figure names its source."""
        told = super().clean() or {}
        for item in self.targets:
            source = told.get(f"source_{item.pk}")
            if told.get(f"reached_{item.pk}") is not None and not source:
                self.add_error(f"source_{item.pk}", "Hãy ghi nguồn của số liệu.")
        return told

    def texts(self) -> dict[str, str]:
        """What was written, by part."""
        return {part.value: self.cleaned_data[part.value] for part in Judgement.Part}

    def figures(self) -> list[TargetFigure]:
        """The targets whose result is known."""
        told = self.cleaned_data
        return [
            TargetFigure(
                item=item,
                reached=told[f"reached_{item.pk}"],
                source=told[f"source_{item.pk}"],
                before=told[f"before_{item.pk}"],
            )
            for item in self.targets
            if told[f"reached_{item.pk}"] is not None
        ]


class IssueForm(forms.Form):
    """Number and day from the clerk's book, and who signs."""

    number = forms.CharField(
        label="Số báo cáo", max_length=20, help_text="Lấy từ sổ của văn thư, chỉ ghi số."
    )
    dated_on = forms.DateField(label="Ngày báo cáo")
    signer_name = forms.CharField(label="Người ký báo cáo", max_length=200)
    for_chair = django_forms.BooleanField(label="Phó Chủ tịch ký thay (KT. CHỦ TỊCH)", required=False)


class ReasonForm(forms.Form):
    """Why an issued report is opened again."""

    reason = forms.LongTextField(label="Lý do", rows=3, max_length=1000)
