"""Forms of the unit's meeting, the nomination, its dossier and its appraisal."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.documents.intake.evidence import ACCEPT
from thidua.movements.models import Movement
from thidua.nominations import choices
from thidua.regulations import queries as regulations


class MeetingForm(forms.Form):
    """The unit's meeting."""

    unit = forms.RowChoiceField(label="Đơn vị")
    held_on = forms.DateField(label="Ngày họp")
    place = forms.CharField(label="Địa điểm", max_length=200, required=False)
    chair = forms.CharField(label="Người chủ trì", max_length=200)
    secretary = forms.CharField(label="Thư ký", max_length=200)
    members_total = forms.IntegerField(label="Tổng số người của đơn vị", min_value=1)
    members_present = forms.IntegerField(label="Số người có mặt", min_value=1)
    attended = forms.LongTextField(
        label="Những người có mặt",
        required=False,
        help_text="Mỗi người một dòng, kèm chức vụ; xóa dòng của người vắng. Để trống thì biên bản chỉ ghi số người.",
    )
    discussion = forms.LongTextField(
        label="Ý kiến tại cuộc họp",
        required=False,
        help_text="Ghi vắn tắt như trong biên bản; mỗi ý một dòng.",
    )

    def __init__(self, *args: Any, units: Any = None, **kwargs: Any) -> None:
        """Ask for the unit only where there is a choice."""
        super().__init__(*args, **kwargs)
        field = self.fields["unit"]
        if units is None:
            del self.fields["unit"]
        elif isinstance(field, django_forms.ModelChoiceField):
            field.queryset = units


class NominationForm(forms.Form):
    """Whom, for which form of award, for which merit, with how many votes."""

    subject = forms.RowChoiceField(label="Tập thể, cá nhân hoặc hộ gia đình")
    form = forms.ChoiceField(label="Danh hiệu hoặc hình thức khen thưởng")
    merit = forms.LongTextField(
        label="Thành tích đề nghị khen",
        max_length=350,  # what a certificate holds legibly: once decided, nothing can be shortened
        rows=3,
        help_text="Một câu như sẽ ghi trên giấy khen, tối đa 350 ký tự; kể thêm ở báo cáo thành tích. "
        "Ví dụ: Có thành tích xuất sắc trong phong trào thi đua …",
    )
    initiative = forms.RowChoiceField(
        label="Sáng kiến làm căn cứ",
        required=False,
        help_text="Chỉ chọn khi xét theo sáng kiến; một sáng kiến chỉ làm căn cứ cho một lần khen.",
    )
    votes_for = forms.IntegerField(label="Số người đồng ý tại cuộc họp", min_value=0)

    def __init__(
        self,
        *args: Any,
        movement: Movement,
        on: date,
        candidates: Any = None,
        initiatives: Any = None,
        present: int | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the forms and titles that the law knows on the day, and the initiatives of whom it may concern."""
        super().__init__(*args, **kwargs)
        subject, form = self.fields["subject"], self.fields["form"]
        if candidates is None:
            del self.fields["subject"]
        elif isinstance(subject, django_forms.ModelChoiceField):
            subject.queryset = candidates
        if isinstance(form, django_forms.ChoiceField):
            known = regulations.law_of(movement.authority_id).awards(on)
            form.choices = [
                (f"{noun}, {choices.LEVELS[level].lower()}", names)
                for noun, title in (("Hình thức khen thưởng", False), ("Danh hiệu thi đua", True))
                for level in choices.LEVELS
                if (
                    names := [
                        (one.name, one.name) for one in known if (one.title, one.level) == (title, level)
                    ]
                )
            ]
        initiative = self.fields["initiative"]
        if initiatives is None or not initiatives.exists():
            del self.fields["initiative"]
        elif isinstance(initiative, django_forms.ModelChoiceField):
            initiative.queryset = initiatives
        if present is not None:
            self.fields["votes_for"].help_text = f"Trong {present} người có mặt."


def level_of(form: str, authority_id: int, on: date) -> str:
    """The level that decides an award."""
    return next(
        (award.level for award in regulations.law_of(authority_id).awards(on) if award.name == form),
        "commune",
    )


class PersonSheetForm(forms.Form):
    """What holds for a nominated person, as the criteria set names it."""

    tags = django_forms.MultipleChoiceField(
        label="Trường hợp của người này",
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
        help_text="Tiêu chí chỉ dành cho người như vậy được đưa vào phiếu; bỏ trống thì không áp dụng.",
    )

    def __init__(self, *args: Any, tags: list[tuple[str, str]], **kwargs: Any) -> None:
        """Ask only where the set tells people apart."""
        super().__init__(*args, **kwargs)
        field = self.fields["tags"]
        if not tags:
            del self.fields["tags"]
        elif isinstance(field, django_forms.MultipleChoiceField):
            field.choices = tags


class AttachForm(forms.Form):
    """A paper of the dossier that is handed in."""

    kind = forms.ChoiceField(label="Loại giấy tờ", choices=list(choices.DOSSIER.items()))
    title = forms.CharField(
        label="Tên giấy tờ", max_length=300, required=False, help_text="Để trống thì lấy tên loại giấy tờ."
    )
    file = forms.FileField(
        label="Tệp",
        widget=django_forms.FileInput(attrs={"accept": ACCEPT}),
        help_text="PDF, ảnh, Word, Excel; đến 20 MB.",
    )


class ParcelForm(forms.Form):
    """A dossier that came as one ZIP, to be checked."""

    file = forms.FileField(
        label="Tệp nén hồ sơ (ZIP)",
        widget=django_forms.FileInput(attrs={"accept": ".zip"}),
        help_text="Đến 20 MB. Tệp chỉ được kiểm tra, không lưu lại.",
    )


class EmptyForm(forms.Form):
    """An act that needs nothing typed."""


class PaperNumberForm(forms.Form):
    """Number and day of a paper of the unit, from the unit's own book."""

    number = forms.CharField(
        label="Số văn bản", max_length=20, help_text="Lấy từ sổ văn bản của đơn vị, chỉ phần số."
    )
    dated_on = forms.DateField(label="Ngày văn bản")


class ReasonForm(forms.Form):
    """An act with its reason."""

    reason = forms.LongTextField(label="Lý do", max_length=2000, rows=3)


class ReturnForm(ReasonForm):
    """A return with its new date."""

    due_on = forms.DateField(label="Hạn hoàn thiện")


class AppraiseForm(forms.Form):
    """What the appraiser says beside the findings."""

    finding = forms.LongTextField(label="Ý kiến thẩm định", max_length=4000, rows=3, required=False)


class OverrideForm(ReasonForm):
    """Letting through against a finding."""

    article = forms.CharField(label="Căn cứ (điều, khoản, văn bản)", max_length=200)


class FilterForm(forms.Form):
    """Filter of the list."""

    text = forms.CharField(
        label="Tìm tên",
        required=False,
        widget=django_forms.TextInput(attrs={"type": "search"}),
    )
    state = forms.ChoiceField(
        label="Tình trạng", required=False, choices=[("", "Tất cả"), *choices.STATES.items()]
    )


class SendUpForm(forms.Form):
    """The letter to the level above."""

    number = forms.CharField(
        label="Số tờ trình", max_length=20, help_text="Lấy từ sổ của văn thư, chỉ phần số."
    )
    dated_on = forms.DateField(label="Ngày tờ trình")
    signer_name = forms.CharField(label="Người ký", max_length=200)
    for_chair = django_forms.BooleanField(label="Phó Chủ tịch ký thay Chủ tịch (KT.)", required=False)


class ReceiveForm(forms.Form):
    """The level above has the dossier."""

    on = forms.DateField(label="Ngày tiếp nhận")


class ReturnDownForm(forms.Form):
    """The level above returns it."""

    on = forms.DateField(label="Ngày trả lại")
    due_on = forms.DateField(
        label="Hạn trình lại", required=False, help_text="Để trống nếu văn bản trả lại không ghi hạn."
    )
    reason = forms.LongTextField(label="Lý do", max_length=2000)


class DecideForm(forms.Form):
    """The level above has decided."""

    awarded = forms.ChoiceField(
        label="Kết quả",
        choices=(("yes", "Được khen thưởng"), ("no", "Không được khen thưởng")),
        widget=django_forms.RadioSelect,
    )
    on = forms.DateField(label="Ngày quyết định, ngày trả lời")
    decision_number = forms.CharField(label="Số quyết định", max_length=60, required=False)
    decision_issuer = forms.CharField(
        label="Cấp ra quyết định",
        max_length=200,
        required=False,
        help_text="Ví dụ: Chủ tịch UBND tỉnh Lào Cai.",
    )
    reason = forms.LongTextField(label="Lý do khi không khen", max_length=2000, required=False)

    def clean_awarded(self) -> bool:
        """Yes or no."""
        return bool(self.cleaned_data["awarded"] == "yes")
