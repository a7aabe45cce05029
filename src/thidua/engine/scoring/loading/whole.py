"""From plain data (a YAML file, a workbook, a form) to a checked criteria set."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from thidua.engine.scoring.criteria import (
    Applicability,
    CriteriaSet,
    Criterion,
    NamedInput,
    Profile,
    Source,
)
from thidua.engine.scoring.inputs import Absent, ZeroDenominator
from thidua.engine.scoring.loading.rules import above_zero, read_rule
from thidua.engine.scoring.numbers import PLACES, RoundingMode, plain
from thidua.engine.scoring.outside import (
    ExtraItem,
    Extras,
    Grade,
    Rounding,
    RoundWhen,
    TieBreaker,
    TieBreakerKind,
    Veto,
)
from thidua.engine.scoring.reading import CriteriaError, Fault, Reader
from thidua.engine.scoring.rules import YesNo

_SUBJECTS: Final = frozenset({"collective", "individual", "household"})
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
DEEPEST: Final = 12
"""Levels of a tree; laws have four or five, and a deeper file is a hostile one."""


def _applies(row: Reader, above: Applicability) -> Applicability:
    """Read for whom a part holds; what holds for the part above holds for it too."""
    inner = row.inner("applies")
    inner.only("profiles", "tags", "otherwise")
    own = frozenset(inner.texts("profiles"))
    profiles = own & above.profiles if own and above.profiles else own | above.profiles
    if own and above.profiles and not profiles:
        inner.fault("profiles", "applies_to_nobody")
    otherwise = inner.one_of("otherwise", Absent, above.otherwise)
    if otherwise is Absent.REFUSE:
        inner.fault("otherwise", "unknown_value", value=otherwise.value, known="rescale, full")
    return Applicability(profiles, frozenset(inner.texts("tags")) | above.tags, otherwise)


def _criterion(row: Reader, above: Applicability, level: int = 1) -> Criterion:
    maximum = above_zero(row, "max")
    code, title = row.text("code", required=True), row.text("title", required=True)
    applies = _applies(row, above)
    if row.has("children"):
        row.only("code", "title", "max", "theme", "applies", "children")
        if level >= DEEPEST:
            row.fault("children", "too_deep", limit=str(DEEPEST))
            return Criterion(code, title, maximum)
        children = tuple(_criterion(child, applies, level + 1) for child in row.rows("children"))
        total = sum((child.max for child in children), Decimal(0))
        if total != maximum:
            row.fault("max", "sum_differs", max=plain(maximum), sum=plain(total))
        return Criterion(code, title, maximum, children, applies=applies, theme=row.text("theme"))
    row.only(
        *("code", "title", "max", "theme", "rule", "evidence", "source", "feed", "applies", "zero", "labels"),
        *("metric", "inputs", "absent"),
    )
    if not row.has("rule"):
        row.fault("rule", "missing")
    return Criterion(
        code,
        title,
        maximum,
        rule=read_rule(row.inner("rule"), maximum) if row.has("rule") else YesNo(),
        evidence=row.text("evidence"),
        source=row.one_of("source", Source, Source.UNIT),
        feed=row.text("feed"),
        applies=applies,
        zero=row.one_of("zero", ZeroDenominator, ZeroDenominator.NOT_APPLICABLE),
        labels=row.pairs("labels"),
        theme=row.text("theme"),
        metric=row.text("metric"),
        inputs=row.lists("inputs"),
        absent=row.one_of("absent", Absent, Absent.REFUSE),
    )


def _extras(reader: Reader) -> Extras:
    reader.only("cap", "items")
    items = tuple(
        ExtraItem(
            code=row.text("code", required=True),
            title=row.text("title", required=True),
            each=above_zero(row, "each"),
            at_most=row.maybe_number("at_most"),
            evidence=row.text("evidence"),
        )
        for row in reader.rows("items")
    )
    cap = reader.number("cap", Decimal(0))
    if cap < 0:
        reader.fault("cap", "negative", value=plain(cap))
    return Extras(cap, items)


def _tie_breaker(row: Reader, areas: set[str], leaves: set[str]) -> TieBreaker:
    row.only("kind", "ref", "threshold", "source")
    if not row.has("kind"):
        row.fault("kind", "missing")
    kind = row.one_of("kind", TieBreakerKind, TieBreakerKind.CHAIR)
    ref = row.text("ref")
    known = {TieBreakerKind.AREA_PERCENT: areas, TieBreakerKind.LEAF_RATIO: leaves}.get(kind)
    if known is not None and ref not in known:
        row.fault("ref", "unknown_code", value=ref)
    threshold = row.maybe_number("threshold")
    if kind is TieBreakerKind.FEMALE_OR_WOMEN_SHARE and (threshold is None or not 0 < threshold <= 1):
        row.fault("threshold", "not_a_share")
    return TieBreaker(kind, ref, threshold, row.text("source"))


def _grades(reader: Reader) -> tuple[Grade, ...]:
    grades = tuple(
        Grade(row.text("code", required=True), row.text("label", required=True), row.number("at_least"))
        for row in reader.rows("grades")
    )
    limits = [grade.at_least for grade in grades]
    if len(set(limits)) != len(limits):
        reader.fault("grades", "overlap")
    if limits and min(limits) != 0:
        reader.fault("grades", "hole", at="0")
    return tuple(sorted(grades, key=lambda grade: grade.at_least, reverse=True))


def _veto(row: Reader, grades: Iterable[Grade]) -> Veto:
    row.only("code", "title", "grades", "falls")
    known = {grade.code for grade in grades}
    named = row.texts("grades")
    for code in named:
        if code not in known:
            row.fault("grades", "unknown_code", value=code)
    falls = row.whole("falls", 0) if row.has("falls") else None
    if falls == 0:
        row.fault("falls", "not_above_zero", value="0")
    return Veto(row.text("code", required=True), row.text("title", required=True), named, falls)


def _period(reader: Reader) -> tuple[str, str] | None:
    if not reader.has("period"):
        return None
    inner = reader.inner("period")
    inner.only("from", "to")
    days = inner.text("from", required=True), inner.text("to", required=True)
    for name, day in zip(("from", "to"), days, strict=True):
        if day and not _is_day(day):
            inner.fault(name, "not_a_day", value=day)
    if all(map(_is_day, days)) and days[0] > days[1]:
        inner.fault("to", "ends_before_it_starts")
    return days


def _is_day(text: str) -> bool:
    try:
        return bool(_DAY.fullmatch(text)) and bool(date.fromisoformat(text))
    except ValueError:
        return False


def _doubles(codes: Iterable[str]) -> list[str]:
    """Codes that stand more than once, empty ones aside."""
    seen: set[str] = set()
    double: set[str] = set()
    for code in codes:
        (double if code in seen else seen).add(code)
    return sorted(double - {""})


def _check_codes(reader: Reader, found: CriteriaSet) -> None:
    nodes = [node for area in found.areas for node in area.nodes()]
    for place, codes in (
        ("areas", [node.code for node in nodes]),
        ("areas", [node.metric for node in nodes]),
        ("bonus", [item.code for item in (*found.bonus.items, *found.penalty.items)]),
        ("inputs", [*(named.code for named in found.inputs), *{node.code for node in nodes}]),
        ("profiles", [profile.code for profile in found.profiles]),
    ):
        for code in _doubles(codes):
            reader.fault(place, "double_code", value=code)
    by_code = {node.code for node in nodes}
    for leaf in found.leaves:
        if leaf.metric in by_code and leaf.metric != leaf.code:
            reader.fault(f"areas[{leaf.code}].metric", "double_code", value=leaf.metric)


def _check_profiles(reader: Reader, found: CriteriaSet) -> None:
    profiles, tags = {profile.code for profile in found.profiles}, dict(found.tags)
    for area in found.areas:
        for node in area.nodes():
            for name in sorted(node.applies.profiles - profiles):
                reader.fault(f"areas[{node.code}].applies", "unknown_profile", value=name)
            for name in sorted(node.applies.tags - tags.keys()):
                reader.fault(f"areas[{node.code}].applies", "unknown_tag", value=name)
    for profile in found.profiles:
        rows = sum(leaf.source is Source.UNIT for leaf in found.applicable(profile.code, tags))
        if profile.rows_at_most is not None and rows > profile.rows_at_most:
            reader.fault(
                f"profiles[{profile.code}]", "too_many_rows", rows=str(rows), limit=str(profile.rows_at_most)
            )


def _check_fields(reader: Reader, found: CriteriaSet) -> None:
    """Labels and named inputs are for fields that the rule asks for."""
    known = {named.code for named in found.inputs}
    for leaf in found.leaves:
        fields = leaf.rule.fields if leaf.rule is not None else ()
        for name, _ in leaf.labels:
            if name not in fields:
                reader.fault(f"areas[{leaf.code}].labels", "unknown_field", value=name)
        for name, codes in leaf.inputs:
            if name not in fields or name in {"choice", "counts"}:
                reader.fault(f"areas[{leaf.code}].inputs", "unknown_field", value=name)
            for code in codes:
                if code not in known:
                    reader.fault(f"areas[{leaf.code}].inputs.{name}", "unknown_code", value=code)


_FIELDS: Final = (
    *("code", "title", "version", "subject", "scale", "rescale", "rounding", "areas", "legal_basis"),
    *("authority", "profiles", "tags", "bonus", "penalty", "grades", "vetoes", "tie_breakers"),
    *("period", "inputs"),
)


def load_set(data: Mapping[str, Any]) -> CriteriaSet:
    """Build a criteria set from plain data and check it.

    Raises CriteriaError with every fault as (place, code, facts): leaves that do not sum to their parent,
    areas that do not sum to the scale, bands with a hole or an overlap, a target of zero, a code used twice,
    an unknown rule.
    """
    faults: list[Fault] = []
    reader = Reader(data, "", faults)
    reader.only(*_FIELDS)
    rounding = reader.inner("rounding")
    rounding.only("places", "mode", "when")
    areas = tuple(_criterion(row, Applicability()) for row in reader.rows("areas"))
    leaf_codes = {leaf.code for area in areas for leaf in area.leaves()}
    grades = _grades(reader)
    found = CriteriaSet(
        code=reader.text("code", required=True),
        title=reader.text("title", required=True),
        version=reader.text("version", required=True),
        subject=reader.text("subject") or "collective",
        scale=above_zero(reader, "scale"),
        rescale=reader.flag("rescale", default=True),
        rounding=Rounding(
            rounding.whole("places", 2),
            rounding.one_of("mode", RoundingMode, RoundingMode.HALF_UP),
            rounding.one_of("when", RoundWhen, RoundWhen.AFTER_SUM),
        ),
        areas=areas,
        profiles=tuple(
            Profile(
                row.text("code", required=True),
                row.text("name", required=True),
                row.whole("rows_at_most", 0) if row.has("rows_at_most") else None,
            )
            for row in reader.rows("profiles")
        ),
        tags=reader.pairs("tags"),
        bonus=_extras(reader.inner("bonus")),
        penalty=_extras(reader.inner("penalty")),
        grades=grades,
        vetoes=tuple(_veto(row, grades) for row in reader.rows("vetoes")),
        tie_breakers=tuple(
            _tie_breaker(row, {area.code for area in areas}, leaf_codes)
            for row in reader.rows("tie_breakers")
        ),
        legal_basis=reader.texts("legal_basis"),
        authority=reader.text("authority"),
        period=_period(reader),
        inputs=tuple(
            NamedInput(row.text("code", required=True), row.text("label", required=True))
            for row in reader.rows("inputs")
        ),
    )
    if found.rounding.places > PLACES:
        rounding.fault("places", "number_too_long", value=str(found.rounding.places)[:40])
    if not areas:
        reader.fault("areas", "missing")
    total = sum((area.max for area in areas), Decimal(0))
    if areas and total != found.scale:
        reader.fault("scale", "sum_differs", max=plain(found.scale), sum=plain(total))
    if found.subject not in _SUBJECTS:
        reader.fault("subject", "unknown_value", value=found.subject, known=", ".join(sorted(_SUBJECTS)))
    _check_codes(reader, found)
    _check_profiles(reader, found)
    _check_fields(reader, found)
    if faults:
        raise CriteriaError(faults)
    return found
