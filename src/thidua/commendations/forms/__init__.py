"""What is typed at steps 9 and 10."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms as django_forms

from thidua.base import forms
from thidua.commendations import choices
from thidua.commendations.models import Award
from thidua.commendations.queries import Rate, tidy_number
from thidua.documents.forms import MANNERS
from thidua.documents.intake.evidence import ACCEPT
from thidua.regulations.queries import Ground

if TYPE_CHECKING:
    _Rows = django_forms.ModelMultipleChoiceField[Award]
else:
    _Rows = django_forms.ModelMultipleChoiceField

CONFIRM = "HUY"


class NumberField(forms.CharField):
    """A number from the clerk's book: "5", "05" and "05/QĐ-UBND" are one number."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 20)
        kwargs.setdefault("help_text", "Lấy từ sổ của văn thư, chỉ phần số, ví dụ 45.")
        super().__init__(**kwargs)
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def clean(self, value: Any) -> str:
        """Give the number as papers print it."""
        told = super().clean(value)
        number = tidy_number(told)
        if not number:
            raise django_forms.ValidationError("Hãy nhập số lấy từ sổ của văn thư, chỉ gồm chữ số, ví dụ 45.")
        return number


class DoorForm(forms.Form):
    """An act on the screen or from the signed paper; the paper's number, day and signer stand in the form already."""

    manner = forms.ChoiceField(
        label="Cách thực hiện", choices=MANNERS, widget=django_forms.RadioSelect, initial="screen"
    )

    def __init__(self, *args: Any, may_act: bool, may_record: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = (MANNERS[:1] if may_act else ()) + (MANNERS[1:] if may_record else ())
        self.only_manner = offered[0][0] if len(offered) == 1 else ""
        field = self.fields["manner"]
        if self.only_manner:  # nothing to choose: not asked for, and not taken from what was sent
            self.fields["manner"] = django_forms.CharField(required=False, widget=django_forms.HiddenInput())
        elif isinstance(field, django_forms.ChoiceField):
            field.choices = offered
        if offered:
            self.initial.setdefault("manner", offered[0][0])

    def clean_manner(self) -> str:
        """The door that was chosen, or the only one."""
        return self.only_manner or str(self.cleaned_data["manner"])


class DraftForm(forms.Form):
    rate = forms.ChoiceField(
        label="Mức tiền thưởng",
        required=False,
        widget=django_forms.RadioSelect,
        help_text="Quy định về mức của cấp xã còn được hiểu theo hai cách. Chọn cách mà kế toán và tài chính đồng ý.",
    )

    def __init__(self, *args: Any, rates: Sequence[Rate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rate"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [(rate.code, _rate_told(rate)) for rate in rates]
            field.required = len(rates) > 1
            if not field.required:  # nothing to choose among fewer than two
                field.widget = django_forms.HiddenInput()
        if rates:
            self.initial.setdefault("rate", rates[0].code)


def _rate_told(rate: Rate) -> str:
    individual, collective = (f"{value}".replace(".", ",") for value in (rate.individual, rate.collective))
    return f"Cá nhân {individual}; tập thể {collective} lần lương cơ sở ({rate.source})"


class IssueProposalForm(DoorForm):
    number = NumberField(label="Số tờ trình")
    dated_on = forms.DateField(label="Ngày tờ trình")

    field_order = ("number", "dated_on", "manner")


class IssueDecisionForm(DoorForm):
    number = NumberField(label="Số quyết định")
    decided_on = forms.DateField(
        label="Ngày quyết định", help_text="Mức thưởng tính theo lương cơ sở của ngày này."
    )
    signer_name = forms.CharField(label="Người ký", max_length=200)
    for_chair = django_forms.BooleanField(label="Phó Chủ tịch ký thay Chủ tịch (KT.)", required=False)

    field_order = ("number", "decided_on", "signer_name", "for_chair", "manner")


class ReasonForm(forms.Form):
    reason = forms.LongTextField(label="Lý do", max_length=2000)


class AwardsField(_Rows):
    """The rows that are ticked."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            queryset=Award.objects.none(),
            error_messages={
                "required": "Hãy đánh dấu ít nhất một tập thể hoặc cá nhân.",
                "invalid_choice": "Danh sách vừa thay đổi. Hãy tải lại trang rồi chọn lại.",
                "invalid_pk_value": "Danh sách vừa thay đổi. Hãy tải lại trang rồi chọn lại.",
                "list": "Hãy đánh dấu ít nhất một tập thể hoặc cá nhân.",
            },
            **kwargs,
        )


class CeremonyForm(forms.Form):
    """The conference at which the awards are handed over."""

    on = forms.DateField(label="Ngày trao")
    at = django_forms.TimeField(
        label="Giờ khai mạc",
        input_formats=["%H:%M", "%Hh%M", "%H giờ %M"],
        widget=django_forms.TimeInput(format="%H:%M", attrs={"placeholder": "08:00", "autocomplete": "off"}),
        error_messages={"required": forms.REQUIRED, "invalid": "Giờ chưa đúng. Hãy nhập như 08:00."},
    )
    place = forms.CharField(label="Địa điểm", max_length=200)
    host = forms.CharField(
        label="Người chủ trì, trao thưởng",
        required=False,
        max_length=200,
        help_text="Ví dụ: Chủ tịch Nông Văn Mẫu.",
    )
    speaker = forms.CharField(label="Người dẫn chương trình", required=False, max_length=200)


class TickForm(forms.Form):
    awards = AwardsField(label="Những dòng đã đánh dấu")
    on = forms.DateField(label="Ngày trao hoặc ngày chi")
    received_by = forms.CharField(
        label="Người nhận thay",
        required=False,
        max_length=200,
        help_text="Để trống khi người được khen tự nhận.",
    )

    def __init__(self, *args: Any, awards: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["awards"]
        if isinstance(field, django_forms.ModelMultipleChoiceField):
            field.queryset = awards

    @property
    def ticked(self) -> set[str]:
        """The keys that were ticked, for showing the form again."""
        values = self.data.getlist("awards") if self.is_bound and hasattr(self.data, "getlist") else []
        return {str(value) for value in values}


class AccountForm(forms.Form):
    account = forms.CharField(
        label="Số tài khoản, ngân hàng",
        required=False,
        max_length=60,
        help_text="Chỉ kế toán thấy và sửa được.",
    )


class RevocationForm(forms.Form):
    ground = forms.ChoiceField(label="Căn cứ hủy", widget=django_forms.RadioSelect)
    conclusion = forms.CharField(
        label="Văn bản kết luận (loại, số)",
        max_length=200,
        help_text="Ví dụ: Kết luận kiểm tra số 03/KL-UBKT.",
    )
    conclusion_on = forms.DateField(label="Ngày kết luận")
    conclusion_issuer = forms.CharField(label="Cơ quan kết luận", max_length=200)
    file = forms.FileField(label="Bản quét văn bản kết luận", required=False)

    def __init__(self, *args: Any, grounds: Sequence[Ground], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [(ground.code, ground.name) for ground in grounds]
        self.fields["file"].widget.attrs["accept"] = ACCEPT


class IssueRevocationForm(DoorForm):
    number = NumberField(label="Số quyết định hủy bỏ")
    decided_on = forms.DateField(label="Ngày quyết định")
    signer_name = forms.CharField(label="Người ký", max_length=200)
    for_chair = django_forms.BooleanField(label="Phó Chủ tịch ký thay Chủ tịch (KT.)", required=False)
    confirm = forms.CharField(
        label=f"Việc này không làm lại được. Để xác nhận, hãy gõ: {CONFIRM}", max_length=10
    )

    field_order = ("number", "decided_on", "signer_name", "for_chair", "manner", "confirm")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["confirm"].widget.attrs |= {"autocomplete": "off", "autocapitalize": "characters"}

    def clean_confirm(self) -> str:
        """The word, in whichever case and marks."""
        typed = str(self.cleaned_data["confirm"])
        if typed.upper() not in {CONFIRM, "HỦY", "HUỶ"}:
            raise django_forms.ValidationError(f"Hãy gõ đúng chữ {CONFIRM} để xác nhận.")
        return typed


class CertificateBackForm(forms.Form):
    on = forms.DateField(label="Ngày thu hồi giấy khen")
    note = forms.CharField(
        label="Ghi chú",
        required=False,
        max_length=300,
        help_text="Không thu được (bị mất, bị hủy) thì ghi lý do và biên bản.",
    )


class MoneyBackForm(forms.Form):
    on = forms.DateField(label="Ngày nộp lại tiền thưởng")
    amount = forms.MoneyField(label="Số tiền (đồng)")


class RegisterFilter(forms.Form):
    q = forms.CharField(label="Tìm tên, đơn vị", required=False, max_length=100)
    nam = forms.ChoiceField(label="Năm", required=False)
    loai = forms.ChoiceField(label="Đối tượng", required=False, choices=choices.KINDS)
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, choices=choices.REGISTER_STATES)

    def __init__(self, *args: Any, years: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["nam"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [("", "Tất cả các năm"), *((str(year), str(year)) for year in years)]
        self.fields["q"].widget.attrs |= {"type": "search", "placeholder": "Không cần gõ dấu"}


class CheckForm(forms.Form):
    ma = forms.CharField(
        label="Mã kiểm tra",
        max_length=1000,
        help_text="Mười hai chữ và số in ở chân giấy khen, ví dụ 7K2M-0QXD-P9AB; hoặc dán nội dung quét từ mã vuông.",
        error_messages={"required": "Hãy nhập mã in ở chân giấy khen."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ma"].widget.attrs |= {
            "autocomplete": "off",
            "autocapitalize": "characters",
            "spellcheck": "false",
        }


class LookForm(forms.Form):
    emblem = forms.FileField(
        label="Quốc huy",
        required=False,
        help_text="Ảnh PNG hoặc JPEG, nền trắng hoặc trong suốt, cạnh ngắn từ 300 điểm.",
    )
    drop = django_forms.BooleanField(label="Bỏ hình đang dùng", required=False)
    print_codes = django_forms.BooleanField(label="In mã kiểm tra ở chân giấy khen", required=False)

    def __init__(self, *args: Any, has_emblem: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["emblem"].widget.attrs["accept"] = ".png,.jpg,.jpeg"
        if not has_emblem:
            del self.fields["drop"]
