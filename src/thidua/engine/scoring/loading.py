"""From plain data (a YAML file, a form) to a checked criteria set."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from thidua.engine.scoring.criteria import (
    Applicability,
    CriteriaSet,
    Criterion,
    ExtraItem,
    Extras,
    Grade,
    Profile,
    Rounding,
    RoundWhen,
    Source,
    TieBreaker,
    TieBreakerKind,
    Veto,
)
from thidua.engine.scoring.inputs import Option, Rule, ZeroDenominator
from thidua.engine.scoring.numbers import RoundingMode, plain
from thidua.engine.scoring.reading import CriteriaError, Fault, Reader
from thidua.engine.scoring.rules import (
    AllOrNothing,
    Band,
    Banded,
    Deduction,
    Graded,
    PerItem,
    Proportional,
    Survey,
    Target,
    YesNo,
)

_SUBJECTS: Final = frozenset({"collective", "individual", "household"})


def _options(rule: Reader, field: str, points: str | None, limit: Decimal) -> tuple[Option, ...]:
    options = tuple(
        Option(
            code=row.text("code", required=True),
            label=row.text("label", required=True),
            points=row.number(points) if points is not None else Decimal(0),
        )
        for row in rule.rows(field)
    )
    if not options:
        rule.fault(field, "missing")
    codes = [option.code for option in options]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        rule.fault(field, "double_code", value=code)
    for option in options:
        if not 0 <= option.points <= limit:
            rule.fault(field, "points_outside", value=plain(option.points), max=plain(limit))
    return options


def _graded(rule: Reader, maximum: Decimal) -> Rule:
    options = _options(rule, "options", "points", maximum)
    if options and max(option.points for option in options) != maximum:
        rule.fault("options", "maximum_not_reachable", max=plain(maximum))
    return Graded(options)


def _band(row: Reader, maximum: Decimal) -> Band:
    row.only("at_least", "above", "below", "at_most", "points")
    if row.has("at_least") and row.has("above"):
        row.fault("above", "two_limits")
    if row.has("below") and row.has("at_most"):
        row.fault("at_most", "two_limits")
    band = Band(
        points=row.number("points"),
        low=row.number("above" if row.has("above") else "at_least", Decimal(0)),
        low_included=not row.has("above"),
        high=row.maybe_number("at_most" if row.has("at_most") else "below"),
        high_included=row.has("at_most"),
    )
    if not 0 <= band.points <= maximum:
        row.fault("points", "points_outside", value=plain(band.points), max=plain(maximum))
    if band.high is not None and (band.high < band.low or (band.high == band.low and not band.high_included)):
        row.fault("", "empty_band")
    return band


def _banded(rule: Reader, maximum: Decimal) -> Rule:
    bands = tuple(
        sorted(
            (_band(row, maximum) for row in rule.rows("bands")),
            key=lambda band: (band.low, not band.low_included),
        )
    )
    if not bands:
        rule.fault("bands", "missing")
        return Banded(())
    if bands[0].low != 0 or not bands[0].low_included:
        rule.fault("bands", "hole", at="0")
    for left, right in pairwise(bands):
        at = plain(right.low)
        if left.high is None or left.high > right.low:
            rule.fault("bands", "overlap", at=at)
        elif left.high < right.low or not (left.high_included or right.low_included):
            rule.fault("bands", "hole", at=at)
        elif left.high_included and right.low_included:
            rule.fault("bands", "overlap", at=at)
    if bands[-1].high is not None:
        rule.fault("bands", "hole", at=plain(bands[-1].high))
    if max(band.points for band in bands) != maximum:
        rule.fault("bands", "maximum_not_reachable", max=plain(maximum))
    return Banded(bands)


def _above_zero(rule: Reader, field: str) -> Decimal:
    number = rule.number(field)
    if number <= 0:
        rule.fault(field, "not_above_zero", value=plain(number))
        return Decimal(1)
    return number


def _yes_no(rule: Reader, maximum: Decimal) -> Rule:
    return YesNo()


def _all_or_nothing(rule: Reader, maximum: Decimal) -> Rule:
    return AllOrNothing(_above_zero(rule, "of") if rule.has("of") else None)


def _proportional(rule: Reader, maximum: Decimal) -> Rule:
    return Proportional()


def _cut_off(rule: Reader, maximum: Decimal) -> Rule:
    number = _above_zero(rule, "cut_off")
    if number > 1:
        rule.fault("cut_off", "above_one", value=plain(number))
    return Proportional(number)


def _target(rule: Reader, maximum: Decimal) -> Rule:
    return Target(_above_zero(rule, "target"))


def _deduction(rule: Reader, maximum: Decimal) -> Rule:
    floor = rule.number("floor", Decimal(0))
    if not 0 <= floor <= maximum:
        rule.fault("floor", "points_outside", value=plain(floor), max=plain(maximum))
    zero_on = _options(rule, "zero_on", None, maximum) if rule.has("zero_on") else ()
    return Deduction(each=_above_zero(rule, "each"), floor=floor, zero_on=zero_on)


def _per_item(rule: Reader, maximum: Decimal) -> Rule:
    return PerItem(_above_zero(rule, "each"))


def _survey(rule: Reader, maximum: Decimal) -> Rule:
    return Survey(_options(rule, "options", "weight", Decimal(1)), rule.whole("minimum_forms", 0))


_KINDS: Final[Mapping[str, tuple[Callable[[Reader, Decimal], Rule], tuple[str, ...]]]] = {
    "yes_no": (_yes_no, ()),
    "graded": (_graded, ("options",)),
    "band": (_banded, ("bands",)),
    "all_or_nothing": (_all_or_nothing, ("of",)),
    "proportional": (_proportional, ()),
    "cut_off": (_cut_off, ("cut_off",)),
    "target": (_target, ("target",)),
    "deduction": (_deduction, ("each", "floor", "zero_on")),
    "per_item": (_per_item, ("each",)),
    "survey": (_survey, ("options", "minimum_forms")),
}
RULE_KINDS: Final = tuple(_KINDS)


def load_rule(data: Mapping[str, Any], maximum: Decimal) -> Rule:
    """Build one rule from its data. Raises CriteriaError."""
    faults: list[Fault] = []
    rule = _rule(Reader(data, "", faults), maximum)
    if faults:
        raise CriteriaError(faults)
    return rule


def _rule(reader: Reader, maximum: Decimal) -> Rule:
    kind = reader.text("kind", required=True)
    if kind not in _KINDS:
        if kind:
            reader.fault("kind", "unknown_rule", value=kind, known=", ".join(RULE_KINDS))
        return YesNo()
    make, fields = _KINDS[kind]
    reader.only("kind", *fields)
    return make(reader, maximum)


def _criterion(row: Reader) -> Criterion:
    maximum = _above_zero(row, "max")
    code, title = row.text("code", required=True), row.text("title", required=True)
    if row.has("children"):
        row.only("code", "title", "max", "theme", "children")
        children = tuple(_criterion(child) for child in row.rows("children"))
        total = sum((child.max for child in children), Decimal(0))
        if total != maximum:
            row.fault("max", "sum_differs", max=plain(maximum), sum=plain(total))
        return Criterion(code, title, maximum, children, theme=row.text("theme"))
    row.only(
        "code", "title", "max", "theme", "rule", "evidence", "source", "feed", "applies", "zero", "labels"
    )
    if not row.has("rule"):
        row.fault("rule", "missing")
    applies = row.inner("applies")
    applies.only("profiles", "tags")
    return Criterion(
        code,
        title,
        maximum,
        rule=_rule(row.inner("rule"), maximum) if row.has("rule") else YesNo(),
        evidence=row.text("evidence"),
        source=row.one_of("source", Source, Source.UNIT),
        feed=row.text("feed"),
        applies=Applicability(frozenset(applies.texts("profiles")), frozenset(applies.texts("tags"))),
        zero=row.one_of("zero", ZeroDenominator, ZeroDenominator.NOT_APPLICABLE),
        labels=row.pairs("labels"),
        theme=row.text("theme"),
    )


def _extras(reader: Reader) -> Extras:
    reader.only("cap", "items")
    items = tuple(
        ExtraItem(
            code=row.text("code", required=True),
            title=row.text("title", required=True),
            each=_above_zero(row, "each"),
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


def _nodes(criterion: Criterion) -> list[Criterion]:
    return [criterion] + [node for child in criterion.children for node in _nodes(child)]


def _check_codes(reader: Reader, found: CriteriaSet) -> None:
    codes = [node.code for area in found.areas for node in _nodes(area)]
    for code in sorted({code for code in codes if code and codes.count(code) > 1}):
        reader.fault("areas", "double_code", value=code)
    extras = [item.code for item in (*found.bonus.items, *found.penalty.items)]
    for code in sorted({code for code in extras if extras.count(code) > 1}):
        reader.fault("bonus", "double_code", value=code)


def _check_profiles(reader: Reader, found: CriteriaSet) -> None:
    profiles, tags = {profile.code for profile in found.profiles}, dict(found.tags)
    for leaf in found.leaves:
        for name in sorted(leaf.applies.profiles - profiles):
            reader.fault(f"areas[{leaf.code}].applies", "unknown_profile", value=name)
        for name in sorted(leaf.applies.tags - tags.keys()):
            reader.fault(f"areas[{leaf.code}].applies", "unknown_tag", value=name)
        for name, _ in leaf.labels:
            if leaf.rule is not None and name not in leaf.rule.fields:
                reader.fault(f"areas[{leaf.code}].labels", "unknown_field", value=name)
    for profile in found.profiles:
        rows = sum(leaf.source is Source.UNIT for leaf in found.applicable(profile.code, tags))
        if profile.rows_at_most is not None and rows > profile.rows_at_most:
            reader.fault(
                f"profiles[{profile.code}]", "too_many_rows", rows=str(rows), limit=str(profile.rows_at_most)
            )


def load_set(data: Mapping[str, Any]) -> CriteriaSet:
    """Build a criteria set from plain data and check it.

    Raises CriteriaError with every fault as (place, code, facts): leaves that do not sum to their parent,
    areas that do not sum to the scale, bands with a hole or an overlap, a target of zero, a code used twice,
    an unknown rule.
    """
    faults: list[Fault] = []
    reader = Reader(data, "", faults)
    rounding = reader.inner("rounding")
    areas = tuple(_criterion(row) for row in reader.rows("areas"))
    nodes = [node for area in areas for node in _nodes(area)]
    leaf_codes = {node.code for node in nodes if node.rule is not None}
    found = CriteriaSet(
        code=reader.text("code", required=True),
        title=reader.text("title", required=True),
        version=reader.text("version", required=True),
        subject=reader.text("subject") or "collective",
        scale=_above_zero(reader, "scale"),
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
        grades=_grades(reader),
        vetoes=tuple(
            Veto(row.text("code", required=True), row.text("title", required=True))
            for row in reader.rows("vetoes")
        ),
        tie_breakers=tuple(
            _tie_breaker(row, {area.code for area in areas}, leaf_codes)
            for row in reader.rows("tie_breakers")
        ),
        legal_basis=reader.texts("legal_basis"),
        authority=reader.text("authority"),
    )
    if not areas:
        reader.fault("areas", "missing")
    total = sum((area.max for area in areas), Decimal(0))
    if areas and total != found.scale:
        reader.fault("scale", "sum_differs", max=plain(found.scale), sum=plain(total))
    if found.subject not in _SUBJECTS:
        reader.fault("subject", "unknown_value", value=found.subject, known=", ".join(sorted(_SUBJECTS)))
    _check_codes(reader, found)
    _check_profiles(reader, found)
    if faults:
        raise CriteriaError(faults)
    return found
