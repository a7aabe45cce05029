"""What in a plan does not go together: pointed out as it was read, never put right."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from thidua.engine.plan.folding import UPPER, flat
from thidua.engine.plan.passage import Fact
from thidua.engine.plan.reading import Contradiction, PlanReading

_PLACE: Final = re.compile(
    r"tren dia ban (?P<kind>xa|phuong|thi tran|dac khu|huyen|quan|thi xa|thanh pho|tinh) "
)
_QUOTED: Final = re.compile(r"[“\"][^”\"]{0,120}[”\"]")
_YEAR: Final = re.compile(r"\bnam (20\d\d)\b")
_NAME: Final = re.compile(rf"[{UPPER}]\w*(?: [{UPPER}]\w*)*")


def contradictions(reading: PlanReading, total: Fact[str] | None) -> Iterator[Contradiction]:
    """Yield what does not go together; each names the places by JSON Pointer."""
    yield from _spans(reading)
    yield from _quotas(reading)
    yield from _points(reading, total)
    yield from _texts(reading)


def _edge(iso: str, *, last: bool) -> str:
    return iso if len(iso) > 7 else f"{iso}-{'31' if last else '01'}"  # noqa: PLR2004 - a month alone


def _spans(reading: PlanReading) -> Iterator[Contradiction]:
    movement = reading.movement
    start, end = movement.starts_on, movement.ends_on
    if start and end and _edge(start.value, last=False) > _edge(end.value, last=True):
        yield Contradiction(
            "period_reversed",
            ("/movement/starts_on", "/movement/ends_on"),
            {"starts_on": start.value, "ends_on": end.value},
        )
    for index, one in enumerate(movement.rounds):
        at = (f"/movement/rounds/{index}/starts_on", f"/movement/rounds/{index}/ends_on")
        facts = {
            "name": one.name.value,
            "starts_on": one.starts_on.value if one.starts_on else None,
            "ends_on": one.ends_on.value if one.ends_on else None,
        }
        if (
            one.starts_on
            and one.ends_on
            and _edge(one.starts_on.value, last=False) > _edge(one.ends_on.value, last=True)
        ):
            yield Contradiction("round_reversed", at, facts)
        elif (
            one.starts_on and start and _edge(one.starts_on.value, last=True) < _edge(start.value, last=False)
        ) or (one.ends_on and end and _edge(one.ends_on.value, last=False) > _edge(end.value, last=True)):
            yield Contradiction("round_outside_period", at, facts)
    title = movement.title
    named = _YEAR.search(flat(title.value)) if title else None
    if named and start and end and not start.value[:4] <= named.group(1) <= end.value[:4]:
        yield Contradiction(
            "title_year",
            ("/movement/title", "/movement/starts_on"),
            {"year": int(named.group(1)), "starts_on": start.value, "ends_on": end.value},
        )


def _quotas(reading: PlanReading) -> Iterator[Contradiction]:
    for index, award in enumerate(reading.awards):
        seen: dict[tuple[str, str | None, bool, bool], list[tuple[str, int]]] = {}
        for place, quota in enumerate(award.quotas):
            key = (
                quota.subject.value,
                flat(quota.who.value) if quota.who else None,
                quota.per_unit is not None,
                quota.max_percent is None,
            )
            value = quota.max or quota.max_percent
            if value:
                seen.setdefault(key, []).append((f"/awards/{index}/quotas/{place}", value.value))
        for what, values in seen.items():
            if len({value for _, value in values}) > 1:
                yield Contradiction(
                    "quota_conflict",
                    tuple(pointer for pointer, _ in values),
                    {"subject": what[0], "values": [value for _, value in values]},
                )


def _points(reading: PlanReading, total: Fact[str] | None) -> Iterator[Contradiction]:
    """Compare each heading with the sum of its rows, and the headings with the total."""
    rows = [(at, one) for at, one in enumerate(reading.criteria) if one.max is not None]
    codes = {one.code.value for _, one in rows}
    children: dict[str, list[tuple[int, Decimal]]] = {}
    for at, one in rows:
        parent = one.code.value.rpartition(".")[0]
        while parent and parent not in codes:
            parent = parent.rpartition(".")[0]
        children.setdefault(parent, []).append((at, Decimal(one.max.value if one.max else "0")))
    for at, one in rows:
        below = children.get(one.code.value)
        if below and one.max and sum(value for _, value in below) != Decimal(one.max.value):
            yield Contradiction(
                "criteria_sum",
                (f"/criteria/{at}/max", *(f"/criteria/{place}/max" for place, _ in below)),
                {"code": one.code.value, "max": one.max.value, "sum": str(sum(value for _, value in below))},
            )
    top = children.get("", [])
    if total and top and sum(value for _, value in top) != Decimal(total.value):
        yield Contradiction(
            "criteria_total",
            tuple(f"/criteria/{at}/max" for at, _ in top),
            {
                "total": total.value,
                "sum": str(sum(value for _, value in top)),
                "place": [total.start, total.end],
            },
        )


def _texts(reading: PlanReading) -> Iterator[Contradiction]:
    """Point at a movement of another place than the issuer's, and at a year outside the period."""
    movement = reading.movement
    years = {int(one.value[:4]) for one in (movement.starts_on, movement.ends_on) if one}
    own = flat(reading.issuer.name.value) if reading.issuer.name else ""
    for pointer, value in _told(reading):
        folded = flat(value)
        for quoted in _QUOTED.finditer(value):
            place = _PLACE.search(folded, quoted.start(), quoted.end())
            name = _NAME.match(value, place.end()) if place else None
            if place and name and own and f"{place.group('kind')} {flat(name.group())}" not in own:
                yield Contradiction(
                    "movement_place",
                    (pointer, "/issuer/name"),
                    {"place": f"{value[place.start('kind') : place.end('kind')]} {name.group()}"},
                )
        if len(years) == 1:
            other = sorted({int(year) for year in _YEAR.findall(folded)} - years)
            if other:
                yield Contradiction(
                    "year_outside_period", (pointer,), {"years": other, "period": sorted(years)}
                )


def _told(reading: PlanReading) -> Iterator[tuple[str, str]]:
    for name, texts in (
        ("requirements", [one.text for one in reading.requirements]),
        ("contents", [one.text for one in reading.contents]),
        ("duties", [one.text for one in reading.duties]),
    ):
        for at, text in enumerate(texts):
            yield f"/{name}/{at}/text", text.value
