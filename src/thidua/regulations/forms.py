"""Own values, own legal texts, and whose provincial rules count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django import forms as django_forms

from thidua.base import forms
from thidua.regulations.choices import CHOICES, PAPERS, Value
from thidua.regulations.reading import range_told

_HELP: Final[Mapping[str, str]] = {
    "money": "Số đồng, ví dụ 2.340.000.",
    "number": "Số lần lương cơ sở, ví dụ 0,3.",
    "share": "Phần của 1, ví dụ 0,2 cho 20%.",
    "count": "Số nguyên.",
    "threshold": "Ví dụ >1/2 (quá nửa), >=2/3 (từ hai phần ba), >=4/5 (từ 80%).",
}
_KINDS: Final = (
    "Quyết định",
    "Nghị quyết",
    "Thông tư",
    "Nghị định",
    "Luật",
    "Hướng dẫn",
    "Quy chế",
    "Công văn",
)


class ForBelowForm(forms.Form):
    """Asks who has authorities below whether those follow too; of others nothing is asked."""

    for_below = django_forms.BooleanField(
        label="Áp dụng cả cho cấp dưới",
        required=False,
        help_text="Cấp dưới trực thuộc dùng theo, trừ khi tự đặt cho mình.",
    )

    def __init__(self, *args: Any, below: bool, **kwargs: Any) -> None:
        """Ask last, and only where there is somebody below."""
        super().__init__(*args, **kwargs)
        asked = self.fields.pop("for_below")
        if below:
            self.fields["for_below"] = asked


class ProvinceForm(ForBelowForm):
    province = forms.ChoiceField(label="Theo quy định của", required=False)
    valid_from = forms.DateField(label="Từ ngày")

    def __init__(self, *args: Any, known: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        """Offer the provinces whose rules are known."""
        super().__init__(*args, **kwargs)
        field = self.fields["province"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [("", "Chỉ quy định chung của cả nước"), *known]
            field.conditional = True  # type: ignore[attr-defined] # its first choice is one, not none


class ProvinceFileForm(ForBelowForm):
    file = forms.FileField(
        label="Tệp quy định của tỉnh (YAML)",
        help_text="Tối đa 128 KB, viết như tệp mẫu. Xem trước rồi mới áp dụng.",
        widget=django_forms.FileInput(attrs={"accept": ".yaml,.yml,.txt"}),
    )
    valid_from = forms.DateField(label="Áp dụng từ ngày")


class ProvinceTextForm(forms.Form):
    """What was looked at, to be taken in."""

    text = forms.LongTextField(
        label="Nội dung tệp", max_length=200_000, strip=False, widget=django_forms.HiddenInput()
    )
    valid_from = forms.DateField(label="Áp dụng từ ngày", widget=django_forms.HiddenInput())
    for_below = django_forms.BooleanField(required=False, widget=django_forms.HiddenInput())


class OwnValueForm(ForBelowForm):
    value = forms.CharField(label="Giá trị", max_length=200)
    text = forms.ChoiceField(label="Văn bản quy định", required=False)
    source = forms.CharField(
        label="Điều, khoản; hoặc văn bản khác",
        max_length=200,
        required=False,
        help_text="Văn bản không có ở trên: ghi số, ngày, cơ quan ban hành, điều khoản.",
    )
    valid_from = forms.DateField(label="Có hiệu lực từ ngày")
    valid_to = forms.DateField(
        label="Đến hết ngày", required=False, help_text="Để trống nếu chưa có ngày kết thúc."
    )
    note = forms.CharField(label="Lý do, ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, of: Value, texts: Iterable[str], **kwargs: Any) -> None:
        """Ask for the kind of value that the key holds; offer the legal texts as they are cited."""
        super().__init__(*args, **kwargs)
        if of.kind in CHOICES:
            self.fields["value"] = forms.ChoiceField(label="Giá trị", choices=list(CHOICES[of.kind].items()))
        else:
            told = range_told(of)
            words = _HELP.get(of.kind, "") + (f" {told[:1].upper()}{told[1:]}." if told else "")
            self.fields["value"].help_text = words.strip()
        field = self.fields["text"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [("", "– Văn bản khác, ghi bên dưới –"), *((text, text) for text in texts)]

    def clean(self) -> dict[str, Any]:
        """One source: the text with its article, or what was written."""
        told = super().clean() or {}
        told["source"] = ", ".join(filter(None, (told.pop("text", ""), told.get("source", ""))))
        if not told["source"]:
            self.add_error("text", "Hãy chọn văn bản quy định giá trị này, hoặc ghi ở ô bên dưới.")
        return told


class WithdrawForm(forms.Form):
    reason = forms.CharField(label="Lý do rút", max_length=300)


class EndTextForm(forms.Form):
    valid_to = forms.DateField(label="Có hiệu lực đến hết ngày")
    reason = forms.CharField(label="Văn bản thay thế hoặc lý do", max_length=300)


class OwnTextForm(ForBelowForm):
    kind = forms.ChoiceField(label="Loại văn bản", choices=[(kind, kind) for kind in _KINDS])
    number = forms.CharField(label="Số, ký hiệu", max_length=60, help_text="Ví dụ 12/2026/QĐ-UBND.")
    issued_on = forms.DateField(label="Ngày ban hành")
    issuer = forms.CharField(
        label="Cơ quan ban hành", max_length=200, help_text="Viết đủ: Ủy ban nhân dân tỉnh Lào Cai."
    )
    title = forms.CharField(
        label="Trích yếu",
        max_length=500,
        help_text="Như sẽ ghi trong căn cứ, ví dụ: ban hành Quy định về công tác thi đua, khen thưởng trên địa bàn "
        "tỉnh. Với luật: ghi tên luật.",
    )
    valid_from = forms.DateField(label="Có hiệu lực từ ngày")
    valid_to = forms.DateField(
        label="Đến hết ngày", required=False, help_text="Để trống nếu chưa có ngày kết thúc."
    )
    topics = django_forms.MultipleChoiceField(
        label="Ghi trong căn cứ của",
        choices=list(PAPERS.items()),
        required=False,
        widget=django_forms.CheckboxSelectMultiple,
        help_text="Văn bản soạn từ ngày có hiệu lực sẽ dẫn văn bản này.",
    )
