"""Forms of a campaign and its sheets."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.documents.intake.evidence import ACCEPT
from thidua.engine import scoring
from thidua.scoring.models import CriteriaSet


class OpenCampaignForm(forms.Form):
    """Which sets apply and by when each round ends."""

    unit_set = forms.RowChoiceField(
        label="Bộ tiêu chí cho đơn vị", help_text="Mở xong thì bộ này không đổi được."
    )
    individual_set = forms.RowChoiceField(
        label="Bộ tiêu chí cho cá nhân",
        required=False,
        help_text="Chỉ chấm những người được đơn vị đề nghị khen thưởng.",
    )
    self_score_due = forms.DateField(label="Hạn tự chấm", help_text="Đơn vị gửi phiếu đến hết ngày này.")
    appraisal_due = forms.DateField(label="Hạn thẩm định")
    explanation_days = forms.IntegerField(
        label="Số ngày làm việc để giải trình", min_value=1, max_value=30, initial=3
    )
    second_appraisal = django_forms.BooleanField(
        label="Thẩm định lần hai sau khi đơn vị giải trình", required=False, initial=True
    )
    sign_off = django_forms.BooleanField(
        label="Thủ trưởng đơn vị duyệt phiếu trước khi gửi",
        required=False,
        help_text="Khi chọn, thành viên của đơn vị cũng nhập được; thủ trưởng duyệt rồi phiếu mới gửi đi.",
    )

    def __init__(self, *args: Any, sets: Any = None, **kwargs: Any) -> None:
        """Offer the sets of the authority."""
        super().__init__(*args, **kwargs)
        for name in ("unit_set", "individual_set"):
            field = self.fields[name]
            if isinstance(field, django_forms.ModelChoiceField):
                field.queryset = CriteriaSet.objects.none() if sets is None else sets


class DaysForm(forms.Form):
    """Other days for a campaign, with the reason."""

    self_score_due = forms.DateField(label="Hạn tự chấm")
    appraisal_due = forms.DateField(label="Hạn thẩm định")
    reason = forms.LongTextField(label="Lý do đổi hạn", rows=2)


class ReasonForm(forms.Form):
    """A reason."""

    reason = forms.LongTextField(label="Lý do", rows=3)


class StockReasonForm(forms.Form):
    """A reason to be kept ready."""

    text = forms.CharField(
        label="Lý do dùng sẵn",
        max_length=400,
        help_text="Ví dụ: Chưa có tài liệu kiểm chứng; Văn bản ban hành sau hạn.",
    )


class RulesForm(forms.Form):
    """How a campaign works."""

    explanation_days = forms.IntegerField(label="Số ngày làm việc để giải trình", min_value=1, max_value=30)
    second_appraisal = django_forms.BooleanField(
        label="Thẩm định lần hai sau khi đơn vị giải trình",
        required=False,
        help_text="Bỏ chọn: thẩm định một vòng, giải trình xong thì chốt điểm.",
    )
    sign_off = django_forms.BooleanField(label="Thủ trưởng đơn vị duyệt phiếu trước khi gửi", required=False)
    blind = django_forms.BooleanField(
        label="Thẩm định không biết tên đơn vị",
        required=False,
        help_text="Tổ thẩm định chỉ thấy mã phiếu cho đến khi chốt điểm. Tên tệp minh chứng vẫn có thể lộ tên.",
    )


class WorkbookForm(forms.Form):
    """A workbook that was filled without network."""

    file = forms.FileField(
        label="Tệp Excel đã điền",
        help_text="Tệp .xlsx tải từ phiếu này.",
        widget=django_forms.ClearableFileInput(attrs={"accept": ".xlsx"}),
    )


class RemarkForm(forms.Form):
    """What the head of the unit wants mended before the sheet is sent."""

    remark = forms.LongTextField(label="Cần sửa gì", rows=3, help_text="Ghi rõ tiêu chí nào, sửa gì.")


class ReturnForm(forms.Form):
    """A reason and a new day."""

    reason = forms.LongTextField(
        label="Lý do trả lại",
        rows=4,
        help_text="Ghi rõ cần sửa ở tiêu chí nào, sửa gì. Đơn vị đọc nguyên văn.",
    )
    due_on = forms.DateField(label="Gửi lại trước hoặc trong ngày")


class AskForm(forms.Form):
    """Which rows the unit has to explain, why, and until when; a row may have its own question and day."""

    leaves = django_forms.MultipleChoiceField(
        label="Tiêu chí cần giải trình",
        widget=django_forms.CheckboxSelectMultiple,
        error_messages={"required": "Hãy chọn ít nhất một tiêu chí cần giải trình."},
    )
    reason = forms.LongTextField(
        label="Nội dung cần làm rõ",
        rows=4,
        required=False,
        help_text="Chung cho các tiêu chí không ghi nội dung riêng.",
    )
    due_on = forms.DateField(label="Giải trình trước hoặc trong ngày")

    def __init__(self, *args: Any, rows: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Offer the rows of the sheet."""
        super().__init__(*args, **kwargs)
        field = self.fields["leaves"]
        if isinstance(field, django_forms.MultipleChoiceField):
            field.choices = list(rows)


class OwnQuestionForm(forms.Form):
    """The own question and the own day of one row."""

    reason = forms.CharField(label="Nội dung riêng", required=False, max_length=1000)
    due_on = forms.DateField(label="Hạn riêng", required=False)


class AdjustForm(forms.Form):
    """Bonus or penalty for so many cases of a ground."""

    code = forms.ChoiceField(label="Nội dung thưởng, trừ điểm")
    count = forms.IntegerField(
        label="Số trường hợp", min_value=0, max_value=1000, help_text="Ghi 0 để bỏ lần ghi trước."
    )
    reason = forms.LongTextField(
        label="Căn cứ", rows=2, help_text="Số, ngày văn bản công nhận hoặc biên bản."
    )

    def __init__(self, *args: Any, criteria: scoring.CriteriaSet, **kwargs: Any) -> None:
        """Offer the grounds of the set."""
        super().__init__(*args, **kwargs)
        grounds = [
            (item.code, f"{sign}: {item.title}")
            for sign, extras in (("Thưởng", criteria.bonus), ("Trừ", criteria.penalty))
            for item in extras.items
        ]
        field = self.fields["code"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [("", "– Chọn –"), *grounds]


class GroupTargetForm(forms.Form):
    """What part of its points every area should reach."""

    target_percent = forms.DecimalField(
        label="Mục tiêu mỗi lĩnh vực (%)",
        required=False,
        help_text="Vẽ trên biểu đồ của từng đơn vị, ví dụ 85. Để trống nếu không đặt.",
    )


class PublishForm(forms.Form):
    """The decision by which a ranking is published, and the word that confirms it."""

    number = forms.CharField(label="Số quyết định", max_length=60, help_text="Ví dụ: 412/QĐ-UBND.")
    decided_on = forms.DateField(label="Ngày quyết định")
    file = forms.FileField(
        label="Tệp quyết định đã ký",
        help_text="PDF hoặc ảnh, tối đa 20 MB.",
        widget=django_forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    word = forms.CharField(
        label="Gõ CÔNG BỐ để xác nhận",
        max_length=20,
        help_text="Công bố rồi thì không mở lại phiếu được, trừ khi thu hồi công bố có lý do.",
    )


class EvidenceForm(forms.Form):
    """A new file or link with its title, and the page that proves the row."""

    title = forms.CharField(
        label="Tên minh chứng",
        max_length=300,
        required=False,
        help_text="Ví dụ: Kế hoạch CCHC số 05/KH-VP ngày 20/02/2025. Để trống thì lấy tên tệp.",
    )
    file = forms.FileField(
        label="Tệp minh chứng",
        required=False,
        help_text="PDF, ảnh, Word hoặc Excel, tối đa 20 MB.",
        widget=django_forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    link = forms.CharField(
        label="Hoặc đường liên kết",
        required=False,
        max_length=600,
        help_text="Trang trên mạng, bắt đầu bằng http:// hoặc https://.",
    )
    page = forms.CharField(
        label="Trang, mục", required=False, max_length=60, help_text="Ví dụ: trang 3, mục II.2."
    )


class ReplaceEvidenceForm(forms.Form):
    """Another file or link in the place of one, with the reason."""

    file = forms.FileField(
        label="Tệp mới",
        required=False,
        help_text="PDF, ảnh, Word hoặc Excel, tối đa 20 MB.",
        widget=django_forms.ClearableFileInput(attrs={"accept": ACCEPT}),
    )
    link = forms.CharField(label="Hoặc đường liên kết mới", required=False, max_length=600)
    reason = forms.LongTextField(label="Lý do thay", rows=2, help_text="Ví dụ: bản quét trước thiếu trang 4.")


class UseEvidenceForm(forms.Form):
    """Evidence of the unit that is there already, used for one more row."""

    evidence = forms.RowChoiceField(label="Minh chứng đã có của đơn vị")
    page = forms.CharField(label="Trang, mục", required=False, max_length=60)

    def __init__(self, *args: Any, evidence: Any = None, **kwargs: Any) -> None:
        """Offer the unit's evidence."""
        super().__init__(*args, **kwargs)
        field = self.fields["evidence"]
        if isinstance(field, django_forms.ModelChoiceField):
            field.queryset = evidence
