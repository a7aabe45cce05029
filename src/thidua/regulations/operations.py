"""Laying values over the national law book. What was decided keeps the values that it was decided with."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.db.models import Q

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.engine.ballot.counting import Threshold
from thidua.engine.scoring.written import WrittenError, read_number
from thidua.organizations.models import Unit
from thidua.regulations import permissions, queries
from thidua.regulations.choices import CHOICES, KEYS
from thidua.regulations.models import OwnValue, ProvinceChoice


@operation
def choose_province(act: Act, *, authority: Unit, province: str, valid_from: date) -> ProvinceChoice:
    """Follow the rules of a province from a day on; an empty code: the national ones alone.

    Choosing again for the same day replaces the choice. Raises ``RefusedError`` for an unknown province.
    """
    require(permissions.may_keep_law(act, authority))
    if province and province not in queries.provinces():
        raise RefusedError(province="Phần mềm chưa có quy định của tỉnh này.")
    choice, _ = ProvinceChoice.objects.update_or_create(
        authority=authority, valid_from=valid_from, defaults={"province": province}
    )
    act.record("law.province_chosen", choice, province=province, valid_from=valid_from)
    return choice


@operation
def set_value(
    act: Act,
    *,
    authority: Unit,
    key: str,
    value: str,
    valid_from: date,
    source: str,
    valid_to: date | None = None,
    note: str = "",
) -> OwnValue:
    """Set a value for the authority, with the document that sets it; the one before it ends the day before.

    Raises ``RefusedError`` for an unknown key, a value of another kind, no document, an end before the start, or a
    day for which another own value stands that begins later.
    """
    require(permissions.may_keep_law(act, authority))
    faults: dict[str, str] = {}
    kept = ""
    if key not in KEYS:
        raise RefusedError(key="Không có giá trị này.")
    try:
        kept = cleaned(KEYS[key][1], value)
    except RefusedError as refused:
        faults |= refused.faults
    if not source.strip():
        faults["source"] = "Hãy ghi văn bản quy định giá trị này (số, ngày, cơ quan)."
    if valid_to is not None and valid_to < valid_from:
        faults["valid_to"] = "Ngày hết hiệu lực không thể trước ngày có hiệu lực."
    if faults:
        raise RefusedError(**faults)
    Unit.objects.select_for_update().get(pk=authority.pk)  # one hand at a time in the book of an authority
    standing = OwnValue.objects.filter(authority=authority, key=key, withdrawn_at__isnull=True)
    standing = standing.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=valid_from))
    later = standing.filter(valid_from__gte=valid_from)
    if valid_to is not None:
        later = later.filter(valid_from__lte=valid_to)
    if later.exists():
        raise RefusedError(
            valid_from="Đã có giá trị khác của cơ quan từ ngày này hoặc sau đó. Hãy rút giá trị ấy trước."
        )
    law = queries.law_of(authority.pk).book
    before = next((one.value for one in law.in_force(valid_from) if one.key == key), None)
    row = OwnValue.objects.create(
        authority=authority,
        key=key,
        value=kept,
        valid_from=valid_from,
        valid_to=valid_to,
        source=source.strip(),
        note=note.strip(),
    )
    act.record(
        "law.value_set",
        row,
        key=key,
        before=str(before),
        after=kept,
        valid_from=valid_from,
        valid_to=valid_to,
        source=row.source,
    )
    return row


@operation
def withdraw_value(act: Act, *, own: OwnValue, reason: str) -> None:
    """Take an own value back: what lies under it counts again. Raises ``RefusedError`` without a reason."""
    require(permissions.may_keep_law(act, own.authority_id))
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do rút giá trị này.")
    if not OwnValue.objects.filter(pk=own.pk, withdrawn_at__isnull=True).update(withdrawn_at=act.at):
        raise MovedOnError
    own.refresh_from_db()
    act.record("law.value_withdrawn", own, key=own.key, value=own.value, reason=reason.strip())


def cleaned(kind: str, value: str) -> str:
    """A value as the book writes it, from what was typed. Raises ``RefusedError`` at ``value``."""
    told = value.strip()
    if kind == "text":
        if told:
            return told
        raise RefusedError(value="Hãy ghi giá trị.")
    if kind in CHOICES:
        if told in CHOICES[kind]:
            return told
        raise RefusedError(value="Hãy chọn một trong các cách đã nêu.")
    if kind == "threshold":
        return _threshold(told)
    number = _number(told)
    if number <= 0:
        raise RefusedError(value="Giá trị phải lớn hơn 0.")
    if kind == "share" and number > 1:
        raise RefusedError(value="Tỷ lệ là phần của 1, ví dụ 0,2 cho 20%.")
    if kind in {"money", "count"} and number != number.to_integral_value():
        raise RefusedError(value="Hãy nhập một số nguyên.")
    return format(number.normalize(), "f")


def _threshold(told: str) -> str:
    try:
        threshold = Threshold.parse(told)
    except (ValueError, ZeroDivisionError):
        threshold = None
    if threshold is None or not threshold.share:
        raise RefusedError(value="Hãy ghi như >1/2 (quá nửa) hoặc >=4/5 (từ bốn phần năm).")
    return str(threshold)


def _number(told: str) -> Decimal:
    try:
        return read_number(told).number
    except WrittenError as error:
        if error.code == "number_too_long":
            raise RefusedError(value="Số này quá dài.") from error
        raise RefusedError(value="Hãy nhập một số lớn hơn 0, ví dụ 2.340.000 hoặc 0,3.") from error
