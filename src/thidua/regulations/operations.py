"""Laying values over the national law book. What was decided keeps the values that it was decided with."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db.models import Q

from thidua.base.acts import Act, operation
from thidua.base.errors import MovedOnError, RefusedError, require
from thidua.organizations.models import Unit
from thidua.regulations import catalogue, permissions, queries, reading
from thidua.regulations.choices import PAPERS
from thidua.regulations.models import OwnText, OwnValue, ProvinceChoice, ProvinceFile
from thidua.regulations.wording import figure

_ENDS_BEFORE_START: Final = "Ngày hết hiệu lực không thể trước ngày có hiệu lực."


@operation("law.province_chosen")
def choose_province(
    act: Act, *, authority: Unit, province: str, valid_from: date, for_below: bool = False
) -> ProvinceChoice:
    """Follow the rules of a province from a day on; an empty code: the national ones alone.

    ``for_below``: the authorities below follow them too, those apart that choose for themselves. Choosing again for
    the same day replaces the choice. Raises ``RefusedError`` for an unknown province.
    """
    require(permissions.may_keep_law(act, authority))
    known = queries.provinces_of(authority.pk)
    if province and province not in known:
        raise RefusedError(province="Phần mềm chưa có quy định của tỉnh này.")
    taken = next(
        (row for row in ProvinceFile.objects.filter(authority=authority) if row.code == province), None
    )
    choice, _ = ProvinceChoice.objects.update_or_create(
        authority=authority,
        valid_from=valid_from,
        defaults={"province": province, "file": taken, "for_below": for_below},
    )
    name = known[province].name if province else "chỉ quy định chung của cả nước"
    act.record(
        "law.province_chosen",
        choice,
        province=province,
        valid_from=valid_from,
        for_below=for_below,
        told=f"{name}, từ {valid_from:%d/%m/%Y}{_for_whom(for_below=for_below)}",
    )
    return choice


@operation("law.province_taken_in")
def take_in_province(
    act: Act, *, authority: Unit, text: str, valid_from: date, for_below: bool = False
) -> ProvinceFile:
    """Take in the rules of a province from the text of a file and follow them from a day on, as ``choose_province``.

    Raises ``RefusedError`` at ``file`` with every fault of the text, or for a file that was taken in already.
    """
    require(permissions.may_keep_law(act, authority))
    text = text.replace("\r\n", "\n")  # a browser sends what was looked at with its own line ends
    read = reading.read_province(text, queries.lawbook())
    if ProvinceFile.objects.filter(authority=authority, text=text).exists():
        raise RefusedError(
            file="Tệp này đã được đưa vào. Hãy chọn lại quy định ấy ở trang “Quy định của tỉnh” từ ngày cần áp dụng."
        )
    row = ProvinceFile.objects.create(authority=authority, name=read.name, text=text, taken_in_at=act.at)
    act.record(
        "law.province_taken_in",
        row,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        values=len(read.book.parameters),
        texts=len(read.book.instruments),
        told=read.name,
    )
    choose_province(act, authority=authority, province=row.code, valid_from=valid_from, for_below=for_below)
    return row


@operation("law.text_entered")
def enter_text(
    act: Act,
    *,
    authority: Unit,
    kind: str,
    number: str,
    issued_on: date,
    issuer: str,
    title: str,
    valid_from: date,
    valid_to: date | None = None,
    topics: Sequence[str] = (),
    for_below: bool = False,
) -> OwnText:
    """Enter a legal text that own values and papers cite; ``topics`` are the papers whose căn cứ name it.

    ``for_below``: so do those of the authorities below.

    Raises ``RefusedError`` for an empty field, a text that is known already, a paper that does not exist, or an end
    before the start.
    """
    require(permissions.may_keep_law(act, authority))
    told = {"kind": kind.strip(), "number": number.strip(), "issuer": issuer.strip(), "title": title.strip()}
    faults = {field: "Hãy điền mục này." for field, words in told.items() if not words}
    if issued_on > valid_from:
        faults["valid_from"] = "Ngày có hiệu lực không thể trước ngày ban hành."
    if valid_to is not None and valid_to < valid_from:
        faults["valid_to"] = _ENDS_BEFORE_START
    if not set(topics) <= set(PAPERS):
        faults["topics"] = "Hãy chọn trong các loại văn bản đã nêu."
    Unit.objects.select_for_update().get(pk=authority.pk)
    if any(text.number == told["number"] for _, text in queries.texts_known(authority.pk, valid_from)):
        faults["number"] = "Văn bản này đã có trong danh sách."
    if faults:
        raise RefusedError(**faults)
    row = OwnText.objects.create(
        authority=authority,
        issued_on=issued_on,
        valid_from=valid_from,
        valid_to=valid_to,
        topics=list(topics),
        for_below=for_below,
        **told,
    )
    act.record(
        "law.text_entered",
        row,
        issued_on=issued_on,
        issuer=row.issuer,
        title=row.title,
        valid_from=valid_from,
        valid_to=valid_to,
        topics=list(topics),
        for_below=for_below,
    )
    return row


@operation("law.text_ended")
def end_text(act: Act, *, text: OwnText, valid_to: date, reason: str) -> None:
    """Write the last day on which a text is in force: it was replaced. Raises ``RefusedError`` without a reason."""
    require(permissions.may_keep_law(act, text.authority_id))
    faults = {} if reason.strip() else {"reason": "Hãy ghi văn bản thay thế hoặc lý do."}
    if valid_to < text.valid_from:
        faults["valid_to"] = _ENDS_BEFORE_START
    if faults:
        raise RefusedError(**faults)
    if not OwnText.objects.filter(pk=text.pk, withdrawn_at__isnull=True).update(valid_to=valid_to):
        raise MovedOnError
    text.refresh_from_db()
    act.record("law.text_ended", text, valid_to=valid_to, reason=reason.strip())


@operation("law.text_withdrawn")
def withdraw_text(act: Act, *, text: OwnText, reason: str) -> None:
    """Take back a text that was entered by mistake. Raises ``RefusedError`` without a reason."""
    require(permissions.may_keep_law(act, text.authority_id))
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do rút văn bản này.")
    if not OwnText.objects.filter(pk=text.pk, withdrawn_at__isnull=True).update(withdrawn_at=act.at):
        raise MovedOnError
    text.refresh_from_db()
    act.record("law.text_withdrawn", text, reason=reason.strip())


@operation("law.value_set")
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
    for_below: bool = False,
) -> OwnValue:
    """Set a value for the authority, with the document that sets it; the one before it ends the day before.

    ``for_below``: it counts for the authorities below too, those apart that set their own.

    Raises ``RefusedError`` for an unknown key, a value of another kind, no document, an end before the start, or a
    day for which another own value stands that begins later.
    """
    require(permissions.may_keep_law(act, authority))
    faults: dict[str, str] = {}
    kept = ""
    law = queries.law_of(authority.pk).book
    known = catalogue.values_of(law).get(key)
    if known is None or known.kind == "list" or not known.settable:
        raise RefusedError(key="Không có giá trị này.")
    try:
        kept = reading.cleaned(known, value)
    except RefusedError as refused:
        faults |= refused.faults
    if not source.strip():
        faults["source"] = "Hãy ghi văn bản quy định giá trị này (số, ngày, cơ quan)."
    if valid_to is not None and valid_to < valid_from:
        faults["valid_to"] = _ENDS_BEFORE_START
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
    before = next((one.value for one in law.in_force(valid_from) if one.key == key), None)
    row = OwnValue.objects.create(
        authority=authority,
        key=key,
        value=kept,
        valid_from=valid_from,
        valid_to=valid_to,
        source=source.strip(),
        note=note.strip(),
        for_below=for_below,
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
        for_below=for_below,
        told=f"{known.name}: {figure(kept, known.kind)}, từ {valid_from:%d/%m/%Y}{_for_whom(for_below=for_below)}",
    )
    return row


def _for_whom(*, for_below: bool) -> str:
    return ", áp dụng cả cho cấp dưới" if for_below else ""


@operation("law.value_withdrawn")
def withdraw_value(act: Act, *, own: OwnValue, reason: str) -> None:
    """Take an own value back: what lies under it counts again. Raises ``RefusedError`` without a reason."""
    require(permissions.may_keep_law(act, own.authority_id))
    if not reason.strip():
        raise RefusedError(reason="Hãy ghi lý do rút giá trị này.")
    if not OwnValue.objects.filter(pk=own.pk, withdrawn_at__isnull=True).update(withdrawn_at=act.at):
        raise MovedOnError
    own.refresh_from_db()
    known = queries.values_of(own.authority_id).get(own.key)
    act.record(
        "law.value_withdrawn",
        own,
        key=own.key,
        value=own.value,
        reason=reason.strip(),
        told=known.name if known else own.key,
    )
