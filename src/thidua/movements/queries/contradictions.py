"""Where a plan contradicts itself: pointed out on its page, never corrected by the program."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from thidua.engine.text import fold, name_key
from thidua.movements import choices
from thidua.movements.models import Movement, PlanItem
from thidua.movements.queries import citations, names

_YEAR = re.compile(r"\bnam (20\d\d)\b")
_RANGE = re.compile(r"\b20\d\d\s*[-–]\s*20\d\d\b")
_PLACE = re.compile(
    r"[“\"']([^”\"']*?tr[êe]n địa bàn ((?:xã|phường|huyện|thị xã|quận|thành phố)\s+[^”\"'\d,.;]+))[”\"']"
)
_LAST_WORD = "luu"
_AFTER_END = 366
_TEXT_KINDS = (PlanItem.Kind.PURPOSE, PlanItem.Kind.REQUIREMENT, PlanItem.Kind.CONTENT, PlanItem.Kind.DUTY)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One contradiction: a code, a sentence, and the facts that it is about."""

    code: str
    sentence: str
    items: tuple[int, ...] = ()


def contradictions(movement: Movement) -> list[Contradiction]:
    """All contradictions found by the general rules below, those of the period first."""
    items = list(PlanItem.objects.filter(movement=movement).order_by("kind", "order"))
    return [
        *_issuer(movement),
        *_period(movement),
        *_years(movement, items),
        *_places(movement, items),
        *_quotas(items),
        *_standards(items),
        *_days(movement, items),
        *_recipients(items),
    ]


def _issuer(movement: Movement) -> Iterator[Contradiction]:
    if movement.issuer and name_key(names.issuer_name(movement)) != name_key(movement.authority.name):
        yield Contradiction(
            "other_issuer",
            f"Kế hoạch do {movement.issuer} ban hành, khác cơ quan tổ chức phong trào ở đây là {movement.authority}.",
        )


def _period(movement: Movement) -> Iterator[Contradiction]:
    told = movement.reading.get("movement") or {}
    starts_on, ends_on = citations.iso_day(told.get("starts_on")), citations.iso_day(told.get("ends_on"))
    if starts_on and ends_on and ends_on < starts_on and not movement.ends_on:
        yield Contradiction(
            "period_reversed",
            f"Kế hoạch ghi ngày kết thúc {ends_on:%d/%m/%Y} trước ngày bắt đầu {starts_on:%d/%m/%Y}.",
        )
    years = _years_of(movement)
    titled = {int(year) for year in _YEAR.findall(fold(movement.title))}
    if years and titled and not titled & years:
        yield Contradiction(
            "title_year",
            f"Tên phong trào nêu năm {_list(titled)}, còn thời gian thực hiện là năm {_list(years)}.",
        )
    if movement.plan_issued_on and movement.ends_on and movement.plan_issued_on > movement.ends_on:
        yield Contradiction("issued_after_end", "Ngày ban hành kế hoạch sau ngày kết thúc phong trào.")


def _years(movement: Movement, items: list[PlanItem]) -> Iterator[Contradiction]:
    years = _years_of(movement)
    if not years:
        return
    for item in items:
        if item.kind not in {PlanItem.Kind.CONTENT, PlanItem.Kind.DUTY, PlanItem.Kind.TARGET}:
            continue
        other = {int(year) for year in _YEAR.findall(_RANGE.sub(" ", fold(item.text)))} - years
        if other:
            yield Contradiction(
                "other_year",
                f"{_label(item)} nêu năm {_list(other)}, khác thời gian của phong trào (năm {_list(years)}).",
                (item.pk,),
            )


def _places(movement: Movement, items: list[PlanItem]) -> Iterator[Contradiction]:
    own = name_key(names.issuer_name(movement))
    for item in items:
        if item.kind not in _TEXT_KINDS:
            continue
        for _, place in _PLACE.findall(item.text):
            if name_key(place) not in own:
                yield Contradiction(
                    "other_place",
                    f"{_label(item)} gọi phong trào “trên địa bàn {place.strip()}”, khác địa bàn của kế hoạch này.",
                    (item.pk,),
                )


def _quotas(items: list[PlanItem]) -> Iterator[Contradiction]:
    held: dict[tuple[str, str, str, str], list[PlanItem]] = defaultdict(list)
    for item in items:
        if item.kind == PlanItem.Kind.QUOTA:
            data = item.data
            key = tuple(str(data.get(name) or "") for name in ("level", "form", "subject", "who"))
            held[key[0], key[1], key[2], key[3]].append(item)
    for (level, _, subject, _), same in held.items():
        told = {item.data.get("max") for item in same if item.data.get("max") is not None}
        if len(told) > 1:
            where, whom = choices.LEVELS.get(level, ""), choices.SUBJECTS.get(subject, "")
            yield Contradiction(
                "two_quotas",
                f"Số lượng khen {where} cho {whom} ghi khác nhau: {', '.join(f'{n:02d}' for n in sorted(told))}.",
                tuple(item.pk for item in same),
            )


def _standards(items: list[PlanItem]) -> Iterator[Contradiction]:
    standards, quotas = (
        {(item.data.get("level"), item.data.get("subject")): item for item in items if item.kind == kind}
        for kind in (PlanItem.Kind.STANDARD, PlanItem.Kind.QUOTA)
    )
    either = {level for level, subject in standards if subject == "either"}
    for (level, subject), item in quotas.items():
        if (level, subject) not in standards and level not in either:
            yield Contradiction(
                "quota_without_standard",
                f"Có số lượng khen {choices.SUBJECTS.get(str(subject), '')} nhưng không có tiêu chuẩn cho "
                f"{choices.SUBJECTS.get(str(subject), '')}.",
                (item.pk,),
            )
    for (level, subject), item in standards.items():
        if quotas and subject != "either" and (level, subject) not in quotas:
            shared = {whom for where, whom in quotas if where == level}
            if "either" not in shared and shared:
                yield Contradiction(
                    "standard_without_quota",
                    f"Có tiêu chuẩn cho {choices.SUBJECTS.get(str(subject), '')} nhưng không nêu số lượng.",
                    (item.pk,),
                )


def _days(movement: Movement, items: list[PlanItem]) -> Iterator[Contradiction]:
    if not movement.starts_on or not movement.ends_on:
        return
    latest = date.fromordinal(movement.ends_on.toordinal() + _AFTER_END)
    for item in items:
        if item.kind not in {PlanItem.Kind.DEADLINE, PlanItem.Kind.ROUND}:
            continue
        for name in ("on", "starts_on", "ends_on"):
            on = citations.iso_day(item.data.get(name))
            if on is not None and not movement.starts_on <= on <= latest:
                yield Contradiction(
                    "day_outside",
                    f"{_label(item)} ghi ngày {on:%d/%m/%Y}, ngoài thời gian của phong trào.",
                    (item.pk,),
                )


def _recipients(items: list[PlanItem]) -> Iterator[Contradiction]:
    told = [item for item in items if item.kind == PlanItem.Kind.RECIPIENT]
    if told and not any(fold(item.text).startswith(_LAST_WORD) for item in told):
        yield Contradiction("no_archive", "Nơi nhận chưa có dòng “Lưu: …”.")


def _years_of(movement: Movement) -> set[int]:
    if not movement.starts_on or not movement.ends_on:
        return set()
    return set(range(movement.starts_on.year, movement.ends_on.year + 1))


def _label(item: PlanItem) -> str:
    return f"{PlanItem.Kind(item.kind).label} {item.order}"


def _list(years: set[int]) -> str:
    return ", ".join(str(year) for year in sorted(years))
