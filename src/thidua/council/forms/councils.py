"""The council, its seats and its rules."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms

from thidua.base import forms
from thidua.council.forms.shared import set_rows
from thidua.council.models import ChooseBy, CouncilMember


class CouncilForm(forms.Form):
    """The decision that sets the council up."""

    name = forms.CharField(label="Tên Hội đồng", max_length=200)
    decision_number = forms.CharField(label="Số quyết định thành lập", max_length=60)
    decided_on = forms.DateField(label="Ngày ký quyết định")
    valid_from = forms.DateField(label="Có hiệu lực từ ngày")
    standing_unit = forms.RowChoiceField(label="Cơ quan thường trực", required=False)

    def __init__(self, *args: Any, units: Any, **kwargs: Any) -> None:
        """Offer the units of the authority."""
        super().__init__(*args, **kwargs)
        set_rows(self, "standing_unit", units)


class SeatForm(forms.Form):
    """A seat with its function."""

    person = forms.RowChoiceField(label="Người")
    order = forms.IntegerField(label="Thứ tự trong danh sách", min_value=1, max_value=99)
    function = forms.ChoiceField(label="Vai trò", choices=CouncilMember.Function.choices)
    post = forms.CharField(label="Chức vụ ghi trong quyết định", max_length=200)
    voting = django_forms.BooleanField(label="Có quyền biểu quyết", required=False, initial=True)
    starts_on = forms.DateField(label="Tham gia từ ngày")

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        """Offer the people of the authority."""
        super().__init__(*args, **kwargs)
        set_rows(self, "person", people)


class EndSeatForm(forms.Form):
    """The end of a seat."""

    on = forms.DateField(label="Thôi tham gia từ sau ngày")


class RulesForm(forms.Form):
    """What the council's chair regulates."""

    own_unit_votes = django_forms.BooleanField(
        label="Thành viên vẫn biểu quyết về trường hợp của đơn vị mình (đã khai và ghi biên bản)",
        required=False,
    )
    substitutes_vote = django_forms.BooleanField(
        label="Người được thành viên vắng ủy quyền bằng văn bản thì được biểu quyết thay", required=False
    )
    chair_parts_ties = django_forms.BooleanField(
        label="Bằng nhau ở mép số lượng thì Chủ tịch Hội đồng quyết định (nếu không: bỏ phiếu vòng tiếp theo)",
        required=False,
    )
    choose_by = forms.ChoiceField(
        label="Trong những trường hợp đạt tỷ lệ phiếu, chọn từ cao xuống theo",
        choices=ChooseBy.choices,
        widget=django_forms.RadioSelect,
    )
