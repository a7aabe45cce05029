"""Forms of criteria sets, loaded and written on screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.engine import scoring
from thidua.engine.scoring.numbers import PLACES, plain
from thidua.scoring.drafting import PartField


class LoadSetForm(forms.Form):
    """A criteria set as a YAML file, or one of those shipped."""

    shipped = forms.ChoiceField(label="Bộ tiêu chí có sẵn trong phần mềm", required=False)
    file = forms.FileField(
        label="Hoặc tệp bộ tiêu chí (Excel hoặc YAML)",
        required=False,
        help_text="Tối đa 512 KB. Tải một bộ về, sửa, đổi số bản rồi đưa vào; hoặc bảng Excel của cấp trên ban hành.",
        widget=django_forms.ClearableFileInput(attrs={"accept": ".xlsx,.yaml,.yml,.txt"}),
    )
    text = forms.LongTextField(
        label="Nội dung bộ tiêu chí", required=False, rows=12, max_length=300_000, strip=False
    )

    def __init__(self, *args: Any, shipped: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Offer the shipped sets."""
        super().__init__(*args, **kwargs)
        field = self.fields["shipped"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [("", "– Không dùng –"), *shipped]

    def clean(self) -> dict[str, Any]:
        """Take the text of whichever was given."""
        told = super().clean() or {}
        if not (told.get("shipped") or told.get("file") or (told.get("text") or "").strip()):
            self.add_error("shipped", "Hãy chọn một bộ có sẵn, một tệp, hoặc dán nội dung bộ tiêu chí.")
        return told


class NewVersionForm(forms.Form):
    """A new version as a copy of one that stands; another code makes it a set of its own (next year's)."""

    version = forms.CharField(label="Số bản mới", max_length=20, help_text="Ví dụ: 2026.1.")
    title = forms.CharField(label="Tên bộ tiêu chí", required=False, max_length=300)
    code = forms.CharField(
        label="Mã bộ tiêu chí",
        required=False,
        max_length=60,
        help_text="Giữ nguyên mã nếu đây là bản mới của cùng một bộ.",
    )


_MODES = {
    scoring.RoundingMode.HALF_UP: "Nửa trở lên thì tăng (12,5 thành 13)",
    scoring.RoundingMode.HALF_EVEN: "Nửa thì về số chẵn (12,5 thành 12)",
    scoring.RoundingMode.UP: "Luôn tăng",
    scoring.RoundingMode.DOWN: "Luôn bỏ phần lẻ",
}
_WHEN = {
    scoring.RoundWhen.AFTER_SUM: "Chỉ làm tròn tổng điểm",
    scoring.RoundWhen.BEFORE_SUM: "Làm tròn từng tiêu chí rồi mới cộng",
}


class DraftHeadForm(forms.Form):
    """What counts for the whole of a set that is being written: its names, its period, its scale, its rounding."""

    title = forms.CharField(label="Tên bộ tiêu chí", max_length=300)
    code = forms.CharField(label="Mã bộ tiêu chí", max_length=60)
    version = forms.CharField(label="Số bản", max_length=20)
    authority = forms.CharField(label="Nguồn", required=False, max_length=500)
    legal_basis = forms.LongTextField(
        label="Căn cứ", required=False, rows=3, help_text="Mỗi dòng một văn bản."
    )
    begins_on = forms.DateField(label="Áp dụng từ ngày", required=False)
    ends_on = forms.DateField(label="Đến hết ngày", required=False)
    scale = forms.DecimalField(
        label="Thang điểm",
        min_value=1,
        max_digits=7,
        decimal_places=2,
        help_text="Bằng tổng điểm các lĩnh vực.",
    )
    rescale = django_forms.BooleanField(
        label="Có tiêu chí không áp dụng thì quy phần còn lại về thang điểm", required=False
    )
    places = forms.IntegerField(label="Số chữ số sau dấu phẩy", min_value=0, max_value=PLACES)
    mode = forms.ChoiceField(label="Cách làm tròn", choices=list(_MODES.items()))
    when = forms.ChoiceField(label="Làm tròn khi nào", choices=list(_WHEN.items()))

    @staticmethod
    def typed(data: Mapping[str, Any]) -> dict[str, Any]:
        """The fields as the data of a set fill them, with what counts where it says nothing."""
        told: dict[str, Any] = {
            name: data.get(name, "") for name in ("title", "code", "version", "authority")
        }
        period, rounding = data.get("period") or {}, data.get("rounding") or {}
        usual = scoring.Rounding().plain()
        return told | {
            "legal_basis": "\n".join(data.get("legal_basis", [])),
            "begins_on": _day(period.get("from")),
            "ends_on": _day(period.get("to")),
            "scale": str(data.get("scale", "")).replace(".", ","),
            "rescale": data.get("rescale", True),
            **{name: rounding.get(name, usual[name]) for name in usual},
        }

    def clean(self) -> dict[str, Any]:
        """Ask for both days or none, in their order."""
        told = super().clean() or {}
        first, last = told.get("begins_on"), told.get("ends_on")
        if (first is None) != (last is None):
            self.add_error(
                "ends_on" if last is None else "begins_on", "Hãy ghi cả hai ngày, hoặc để trống cả hai."
            )
        elif first and last and last < first:
            self.add_error("ends_on", "Ngày cuối không được trước ngày đầu.")
        return told

    def data_of_set(self) -> dict[str, Any]:
        """What was typed, as the data of a set."""
        told = self.cleaned_data
        period = (
            {"from": told["begins_on"].isoformat(), "to": told["ends_on"].isoformat()}
            if told["ends_on"]
            else None
        )
        return {name: told[name] for name in ("title", "code", "version", "authority", "rescale")} | {
            "legal_basis": [line.strip() for line in told["legal_basis"].splitlines() if line.strip()],
            "period": period,
            "scale": plain(told["scale"]),
            "rounding": {name: told[name] for name in ("places", "mode", "when")},
        }


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


class PartsForm(forms.Form):
    """What stands beside the tree of a set, one thing in a line."""

    def __init__(self, *args: Any, part_fields: Iterable[PartField] = (), **kwargs: Any) -> None:
        """Put in the parts."""
        super().__init__(*args, **kwargs)
        for one in part_fields:
            made = forms.LongTextField if one.lines else forms.CharField
            more: dict[str, Any] = {"rows": 4} if one.lines else {"max_length": 30}
            self.fields[one.name] = made(label=one.label, required=False, help_text=one.help, **more)


class MoveNodeForm(forms.Form):
    """Under which node another one is put."""

    to = forms.ChoiceField(label="Chuyển vào mục", required=False)

    def __init__(self, *args: Any, parents: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        """Offer the nodes that may take it; none is the top."""
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        if isinstance(field, django_forms.ChoiceField):
            field.choices = [("", "– Thành lĩnh vực riêng –"), *parents]


class NodeForm(forms.Form):
    """An area or a group of criteria."""

    code = forms.CharField(label="Mã", max_length=20)
    title = forms.LongTextField(label="Nội dung", rows=2, max_length=1000)
    maximum = forms.CharField(label="Điểm tối đa", max_length=20)


SHARED = {"numerator": "Số đạt", "denominator": "Tổng số", "count": "Số trường hợp"}
"""Fields of a rule that named counts may fill."""
_SHARED_HELP = "Mã số liệu; nhiều mã thì cộng lại, cách nhau bằng dấu +."


class LeafForm(NodeForm):
    """A criterion with its rule; the parameters of the rule are those of its kind."""

    evidence = forms.LongTextField(label="Tài liệu kiểm chứng", required=False, rows=2)
    source = forms.ChoiceField(label="Ai nhập")
    zero = forms.ChoiceField(label="Khi không phát sinh")
    profiles = django_forms.MultipleChoiceField(
        label="Chỉ áp dụng cho khối", required=False, widget=django_forms.CheckboxSelectMultiple
    )
    tags = django_forms.MultipleChoiceField(
        label="Chỉ áp dụng cho đơn vị", required=False, widget=django_forms.CheckboxSelectMultiple
    )
    numerator = forms.CharField(label="Tên ô số đạt", required=False, max_length=200)
    denominator = forms.CharField(label="Tên ô tổng số", required=False, max_length=200)
    count = forms.CharField(label="Tên ô số trường hợp", required=False, max_length=200)
    absent = forms.ChoiceField(
        label="Đơn vị được khai “không áp dụng”",
        required=False,
        choices=(
            ("refuse", "Không được khai"),
            ("rescale", "Được khai: bỏ khỏi tổng"),
            ("full", "Được khai: tính đủ điểm"),
        ),
    )

    def __init__(
        self,
        *args: Any,
        rule_fields: Iterable[Any] = (),
        profiles: Sequence[tuple[str, str]] = (),
        tags: Sequence[tuple[str, str]] = (),
        sources: Sequence[tuple[str, str]] = (),
        zeros: Sequence[tuple[str, str]] = (),
        shared: bool = False,
        **kwargs: Any,
    ) -> None:
        """Put in the parameters of the rule, and what the set knows."""
        super().__init__(*args, **kwargs)
        for name, offered in (("profiles", profiles), ("tags", tags), ("source", sources), ("zero", zeros)):
            field = self.fields[name]
            if isinstance(field, django_forms.ChoiceField):
                field.choices = list(offered)
        for name, offered in (("profiles", profiles), ("tags", tags)):
            if not offered:
                del self.fields[name]
        if shared:
            for name, words in SHARED.items():
                self.fields[f"shared_{name}"] = forms.CharField(
                    label=f"{words} lấy từ số liệu dùng chung", required=False, help_text=_SHARED_HELP
                )
        for one in rule_fields:
            self.fields[f"rule_{one.name}"] = _rule_field(one)
        rule = [name for name in self.fields if name.startswith("rule_")]
        self.order_fields(["code", "title", "maximum", *rule])


def _rule_field(one: Any) -> django_forms.Field:
    """One parameter of a rule as a field; what is missing or wrong is said by who reads the rule."""
    if one.kind == "choice":
        return forms.ChoiceField(label=one.label, choices=one.choices, required=False)
    if one.kind in {"options", "weights", "labels", "bands"}:
        return forms.LongTextField(label=one.label, required=False, rows=5, help_text=one.help)
    return forms.CharField(label=one.label, required=False, max_length=30, help_text=one.help)
