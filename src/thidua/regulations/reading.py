"""What people give: a single value as typed, the rules of a province as a file. Neither is trusted."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from types import MappingProxyType
from typing import Any, Final

from thidua.base import plain_yaml
from thidua.base.errors import RefusedError
from thidua.engine.ballot.counting import Threshold
from thidua.engine.eligibility import Standard, StandardRule
from thidua.engine.eligibility import Subject as EligibleSubject
from thidua.engine.parameters import LawBook, LawBookError, Parameter
from thidua.engine.scoring.written import WrittenError, read_number
from thidua.regulations.catalogue import values_of
from thidua.regulations.choices import (
    CERTIFICATE,
    CERTIFICATE_NAME,
    CHOICES,
    LEVELS,
    PAPERS,
    RANGES,
    SUBJECTS,
    Value,
)

MOST_BYTES: Final = 128 * 1024
MOST_ROWS: Final = 500
MOST_TEXT: Final = 600
MOST_FAULTS: Final = 30
_MOST_DIGITS: Final = 15
_CODE: Final = re.compile(r"[a-z0-9_]{1,60}")
_AWARDS: Final = frozenset({"award_forms", "award_titles"})
_TOPICS: Final = frozenset({*PAPERS, "money", "grading", "reform"})
_TOP: Final = frozenset({"code", "name", "parameters", "instruments"})
_PARAMETER: Final = frozenset({"key", "value", "valid_from", "valid_to", "source", "confidence", "note"})
_INSTRUMENT: Final = _PARAMETER - {"value", "note"} | {
    "kind",
    "number",
    "issued_on",
    "issuer",
    "title",
    "topics",
}
_FAULTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing": "chưa ghi",
        "not_a_date": "không phải ngày (viết năm-tháng-ngày, ví dụ 2026-01-15)",
        "ends_before_start": "ngày hết hiệu lực trước ngày có hiệu lực",
        "unknown_confidence": "độ tin phải là read, quoted, inferred, probable, general hoặc house",
        "values_overlap": "hai giá trị cùng có hiệu lực trong một ngày",
        "unknown_text": "dẫn một văn bản (§…) không có trong tệp và không có sẵn",
    }
)


def cleaned(value: Value, told: str) -> str:
    """A single value as the book writes it, from what was typed. Raises ``RefusedError`` at ``value``."""
    told = told.strip()
    if value.kind == "text":
        if told:
            return told
        raise RefusedError(value="Hãy ghi giá trị.")
    if value.kind in CHOICES:
        if told in CHOICES[value.kind]:
            return told
        raise RefusedError(value="Hãy chọn một trong các cách đã nêu.")
    if value.kind == "threshold":
        return _threshold(told)
    number = _number(told)
    least, most = range_of(value)
    if (least is not None and number < least) or (most is not None and number > most):
        raise RefusedError(value=f"Giá trị phải {range_told(value)}.")
    if value.kind in {"money", "count"} and number != number.to_integral_value():
        raise RefusedError(value="Hãy nhập một số nguyên.")
    return format(number.normalize(), "f")


def range_of(value: Value) -> tuple[Decimal | None, Decimal | None]:
    """The least and the most that a value may be."""
    least, most = RANGES.get(value.kind, (None, None))
    return (least if value.least is None else value.least), (most if value.most is None else value.most)


def range_told(value: Value) -> str:
    """The range in words: "từ 0 đến 1", "từ 5 trở lên"; empty where there is none."""
    least, most = (None if bound is None else f"{bound:f}".replace(".", ",") for bound in range_of(value))
    if least is None:
        return ""
    return f"từ {least} trở lên" if most is None else f"từ {least} đến {most}"


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
        raise RefusedError(value="Hãy nhập một số, ví dụ 2.340.000 hoặc 0,3.") from error


@dataclass(frozen=True, slots=True)
class ProvinceFile:
    """The rules of a province as read from a file."""

    name: str
    book: LawBook


def read_province(text: str, national: LawBook) -> ProvinceFile:
    """Read and check the rules of a province, written as those that are shipped.

    Raises ``RefusedError`` at ``file`` with every fault on a line of its own: the line of the file, the place, what to
    mend.
    """
    try:
        data = plain_yaml.read(text, MOST_BYTES)
    except plain_yaml.PlainYamlError as error:
        raise RefusedError(file=str(error)) from error
    faults = list(_shape(data))
    if not faults:
        try:
            book = LawBook.load(data, national.instruments)
        except LawBookError as error:
            faults = [(_placed(place, data), _FAULTS.get(code, code)) for place, code in error.faults]
        else:
            faults = list(_contents(book, national))
            if not faults:
                return ProvinceFile(str(data["name"]).strip(), book)
    lines = plain_yaml.lines(text)
    told = [f"Dòng {_line(place, lines)} ({place or 'cả tệp'}): {words}." for place, words in faults]
    more = [f"Còn {len(told) - MOST_FAULTS} lỗi nữa."] if len(told) > MOST_FAULTS else []
    raise RefusedError(file="\n".join(told[:MOST_FAULTS] + more))


def _line(place: str, lines: Mapping[str, int]) -> int:
    while place and place not in lines:
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    return lines.get(place, 1)


def _placed(place: str, data: Mapping[str, Any]) -> str:
    """The place in the file; a fault of a whole key stands at its last row."""
    rows = [at for at, row in enumerate(data.get("parameters") or ()) if row.get("key") == place]
    return f"parameters[{rows[-1]}].valid_from" if rows else place


Fault = tuple[str, str]


def _shape(data: Any) -> Iterator[Fault]:
    """Whether the file is built as it must be: known fields, texts of a measure, no lists where one is not due."""
    if not isinstance(data, dict):
        yield "", "tệp phải có các mục name, parameters và instruments"
        return
    yield from ((str(key), "không có mục này") for key in data if key not in _TOP)
    if not isinstance(data.get("name"), str) or not data["name"].strip():
        yield "name", "chưa ghi tên của quy định (tỉnh, số văn bản)"
    elif len(data["name"]) > MOST_TEXT // 3:
        yield "name", "tên quá dài"
    if not data.get("parameters") and not data.get("instruments"):
        yield "", "tệp không có giá trị nào"
    for part, fields in (("parameters", _PARAMETER), ("instruments", _INSTRUMENT)):
        rows = data.get(part) or []
        if not isinstance(rows, list) or len(rows) > MOST_ROWS:
            yield part, f"phải là danh sách không quá {MOST_ROWS} mục"
            continue
        for at, row in enumerate(rows):
            yield from _row_shape(row, f"{part}[{at}]", fields)


def _row_shape(row: Any, place: str, fields: frozenset[str]) -> Iterator[Fault]:
    if not isinstance(row, dict):
        yield place, "phải gồm các trường viết theo tên"
        return
    for field, told in row.items():
        if field not in fields:
            yield f"{place}.{field}", "không có trường này"
        elif field not in {"value", "topics"} and isinstance(told, list | dict):
            yield f"{place}.{field}", "phải là một dòng chữ hoặc ngày"
        elif isinstance(told, datetime):
            yield f"{place}.{field}", "phải là ngày, không kèm giờ"
    if not isinstance(row.get("topics", []), list):
        yield f"{place}.topics", "phải là danh sách"
    yield from _long(row, place)


def _long(told: Any, place: str) -> Iterator[Fault]:
    if isinstance(told, str) and len(told) > MOST_TEXT:
        yield place, f"dài quá {MOST_TEXT} chữ"
    elif isinstance(told, str) and any(
        unicodedata.category(char) == "Cc" and char not in "\n\t" for char in told
    ):
        yield place, "có ký tự điều khiển không đọc được"
    elif isinstance(told, dict):
        for key, one in told.items():
            yield from _long(one, f"{place}.{key}")
    elif isinstance(told, list):
        for at, one in enumerate(told):
            yield from _long(one, f"{place}[{at}]")


def _contents(book: LawBook, national: LawBook) -> Iterator[Fault]:
    """Whether each value is of its kind. Awards first: the other keys are told by them."""
    faults = [
        (f"parameters[{at}].value{place}", words)
        for at, one in enumerate(book.parameters)
        if one.key in _AWARDS
        for place, words in (*_list_faults(one.key, one.value), *_title_faults(one, national))
    ]
    if faults:
        yield from faults
        return
    for at, text in enumerate(book.instruments):
        if not _CODE.fullmatch(text.key):
            yield f"instruments[{at}].key", "chỉ dùng chữ thường không dấu, số và dấu gạch dưới"
        if not set(text.topics) <= _TOPICS:
            yield f"instruments[{at}].topics", f"phải là một trong: {', '.join(sorted(_TOPICS))}"
    known = values_of(book.over(national))
    for at, one in enumerate(book.parameters):
        if one.key not in _AWARDS:
            yield from (
                (f"parameters[{at}]{place}", words) for place, words in _value_faults(one, known.get(one.key))
            )


def _title_faults(one: Parameter, national: LawBook) -> Iterator[Fault]:
    """The titles are the law's: a province may say who decides them, not name new ones. 06/2022/QH15, art. 20."""
    if one.key != "award_titles" or not isinstance(one.value, tuple):
        return
    known = {(row["code"], row["name"]) for past in national.history("award_titles") for row in past.rows}
    for at, row in enumerate(one.value):
        if isinstance(row, Mapping) and (row.get("code"), row.get("name")) not in known:
            yield f"[{at}].name", "danh hiệu thi đua do Luật quy định: giữ mã và tên như quy định chung"


def _value_faults(one: Parameter, value: Value | None) -> Iterator[Fault]:
    if value is None or not value.settable:
        yield ".key", "không có giá trị nào mang tên này"
    elif value.kind == "list":
        yield from ((f".value{place}", words) for place, words in _list_faults(one.key, one.value))
    elif isinstance(one.value, bool) or not isinstance(one.value, str | int | Decimal):
        yield ".value", "phải là một giá trị, không phải danh sách"
    else:
        words = _single_fault(value, str(one.value))
        if words:
            yield ".value", words


def _single_fault(value: Value, told: str) -> str:
    """What is wrong with a single value of a file, where numbers have a decimal point; empty: nothing."""
    if value.kind in RANGES:
        try:
            number = Decimal(told)
        except InvalidOperation:
            return "phải là một số, dấu thập phân là dấu chấm"
        if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
            return "số này quá lớn hoặc quá nhỏ"
        told = f"{number:f}".replace(".", ",")
    try:
        cleaned(value, told)
    except RefusedError as refused:
        words = refused.faults["value"].rstrip(".")
        return words[:1].lower() + words[1:]
    return ""


_LISTS: Final[Mapping[str, Mapping[str, frozenset[str] | None]]] = MappingProxyType(
    {
        "award_forms": {
            "code": None,
            "name": None,
            "level": frozenset(LEVELS),
            "decider": None,
            "article": None,
        },
        "award_titles": {
            "code": None,
            "name": None,
            "level": frozenset(LEVELS),
            "decider": None,
            "article": None,
        },
        "standards": {
            "subject": frozenset(kind.value for kind in EligibleSubject),
            "rule": frozenset(rule.value for rule in StandardRule),
            "article": None,
        },
        "dossier": {"code": None, "name": None, "of": frozenset({"unit", "subject"})},
    }
)
"""Head of the key of a list that a province may lay over -> the fields of a row, and what they may be."""
_MORE: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "award_forms": frozenset({"subjects"}),
        "award_titles": frozenset({"subjects"}),
        "standards": frozenset({"value", "blocking"}),
        "dossier": frozenset({"optional"}),
    }
)


def _list_faults(key: str, told: Any) -> Iterator[Fault]:
    """What is wrong with a list: place behind ``value``, words."""
    head = key.partition(".")[0]
    fields = _LISTS.get(head)
    if fields is None:
        yield "", "danh sách này không đổi theo tỉnh"
        return
    if not isinstance(told, tuple) or not told:
        yield "", "phải là một danh sách có ít nhất một dòng"
        return
    for at, row in enumerate(told):
        if not isinstance(row, Mapping):
            yield f"[{at}]", "phải gồm các trường viết theo tên"
            continue
        for field, allowed in fields.items():
            written = row.get(field)
            if not isinstance(written, str | int | Decimal) or not str(written).strip():
                yield f"[{at}].{field}", "chưa ghi"
            elif allowed is not None and str(written) not in allowed:
                yield f"[{at}].{field}", f"phải là một trong: {', '.join(sorted(allowed))}"
            elif field == "code" and not _CODE.fullmatch(str(written)):
                yield f"[{at}].code", "chỉ dùng chữ thường không dấu, số và dấu gạch dưới"
        yield from (
            (f"[{at}].{field}", "không có trường này")
            for field in row
            if field not in fields and field not in _MORE.get(head, frozenset())
        )
        yield from ((f"[{at}]{place}", words) for place, words in _row_faults(head, row))
    if head == "award_forms" and not any(
        isinstance(row, Mapping) and row.get("code") == CERTIFICATE for row in told
    ):
        yield "", f"phải còn {CERTIFICATE} ({CERTIFICATE_NAME})"


def _row_faults(head: str, row: Mapping[str, Any]) -> Iterator[Fault]:
    """What is wrong with the fields of a row beyond their words."""
    for field in ("blocking", "optional"):
        if not isinstance(row.get(field, False), bool):
            yield f".{field}", "phải là true hoặc false"
    if head.startswith("award_"):
        kinds = row.get("subjects")
        if (
            not isinstance(kinds, tuple)
            or not kinds
            or not set(map(str, kinds)) <= set(SUBJECTS) - {"either"}
        ):
            yield ".subjects", "phải là danh sách gồm individual, collective, household"
    if head == "standards" and row.get("rule") in set(StandardRule):
        try:
            Standard(StandardRule(str(row["rule"])), "", value=str(row.get("value", "")))
        except ValueError:
            yield ".value", "không đúng cách viết của tiêu chuẩn này"
