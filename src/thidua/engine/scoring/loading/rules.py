"""From plain data to a checked rule."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final

from thidua.engine.scoring.inputs import Option, Rule
from thidua.engine.scoring.numbers import plain
from thidua.engine.scoring.reading import CriteriaError, Fault, Reader
from thidua.engine.scoring.rules import (
    AllOrNothing,
    Assessed,
    Band,
    Banded,
    Better,
    Complement,
    Deduction,
    Graded,
    Leader,
    Measure,
    MinMax,
    PerItem,
    Proportional,
    Survey,
    Target,
    YesNo,
)


def above_zero(reader: Reader, field: str) -> Decimal:
    """Read a number above zero; a fault (and 1) when it is not."""
    number = reader.number(field)
    if number <= 0:
        reader.fault(field, "not_above_zero", value=plain(number))
        return Decimal(1)
    return number


def _maybe_above_zero(reader: Reader, field: str) -> Decimal | None:
    return above_zero(reader, field) if reader.has(field) else None


def _within(reader: Reader, field: str, found: Decimal, limit: Decimal) -> Decimal:
    if not 0 <= found <= limit:
        reader.fault(field, "points_outside", value=plain(found), max=plain(limit))
    return found


def _options(rule: Reader, field: str, points: str | None, limit: Decimal) -> tuple[Option, ...]:
    known = ("code", "label", *((points,) if points else ()), *(("fine",) if points == "points" else ()))
    options: list[Option] = []
    for row in rule.rows(field):
        row.only(*known)
        options.append(
            Option(
                code=row.text("code", required=True),
                label=row.text("label", required=True),
                points=row.number(points) if points is not None else Decimal(0),
                fine=_maybe_above_zero(row, "fine"),
            )
        )
    if not options:
        rule.fault(field, "missing")
    codes = [option.code for option in options]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        rule.fault(field, "double_code", value=code)
    for option in options:
        _within(rule, field, option.points, limit)
    return tuple(options)


def _graded(rule: Reader, maximum: Decimal) -> Rule:
    options = _options(rule, "options", "points", maximum)
    if options and max(option.points for option in options) != maximum:
        rule.fault("options", "maximum_not_reachable", max=plain(maximum))
    return Graded(options)


def _override(row: Reader, maximum: Decimal) -> Option | None:
    if not row.has("override"):
        return None
    inner = row.inner("override")
    inner.only("code", "label", "points")
    code = inner.text("code", required=True)
    if code == "none":  # means that no condition is met
        inner.fault("code", "unknown_value", value=code, known="")
    points = _within(inner, "points", inner.number("points"), maximum)
    return Option(code, inner.text("label", required=True), points)


def _band(row: Reader, maximum: Decimal) -> Band:
    row.only("at_least", "above", "below", "at_most", "points", "override")
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
        override=_override(row, maximum),
    )
    _within(row, "points", band.points, maximum)
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
    _check_overrides(rule, bands)
    return Banded(bands)


def _check_overrides(rule: Reader, bands: Iterable[Band]) -> None:
    """One condition may stand in several bands, under one label."""
    labels: dict[str, str] = {}
    for band in bands:
        other = band.override
        if other is not None and labels.setdefault(other.code, other.label) != other.label:
            rule.fault("bands", "double_code", value=other.code)


def _yes_no(rule: Reader, maximum: Decimal) -> Rule:
    return YesNo(_maybe_above_zero(rule, "fine"))


def _all_or_nothing(rule: Reader, maximum: Decimal) -> Rule:
    return AllOrNothing(_maybe_above_zero(rule, "of"), _maybe_above_zero(rule, "fine"))


def _assessed(rule: Reader, maximum: Decimal) -> Rule:
    return Assessed()


def _proportional(rule: Reader, maximum: Decimal) -> Rule:
    return Proportional()


def _part(rule: Reader, field: str) -> Decimal:
    """Read a part of 1, not nothing and not more than the whole."""
    number = above_zero(rule, field)
    if number > 1:
        rule.fault(field, "above_one", value=plain(number))
    return number


def _cut_off(rule: Reader, maximum: Decimal) -> Rule:
    return Proportional(_part(rule, "cut_off"))


def _maybe_cut_off(rule: Reader, target: Decimal | None) -> Decimal | None:
    if not rule.has("cut_off"):
        return None
    found = _part(rule, "cut_off")
    if target is not None and found >= target:
        rule.fault("cut_off", "not_below_target", value=plain(found), target=plain(target))
    return found


def _target(rule: Reader, maximum: Decimal) -> Rule:
    target = above_zero(rule, "target")
    return Target(target, _maybe_cut_off(rule, target), rule.flag("may_exceed", default=True))


def _complement(rule: Reader, maximum: Decimal) -> Rule:
    target = _part(rule, "target") if rule.has("target") else None
    return Complement(target, _maybe_cut_off(rule, target))


def _deduction(rule: Reader, maximum: Decimal) -> Rule:
    floor = _within(rule, "floor", rule.number("floor", Decimal(0)), maximum)
    zero_on = _options(rule, "zero_on", None, maximum) if rule.has("zero_on") else ()
    return Deduction(each=above_zero(rule, "each"), floor=floor, zero_on=zero_on)


def _per_item(rule: Reader, maximum: Decimal) -> Rule:
    return PerItem(above_zero(rule, "each"))


def _survey(rule: Reader, maximum: Decimal) -> Rule:
    return Survey(_options(rule, "options", "weight", Decimal(1)), rule.whole("minimum_forms", 0))


def _min_max(rule: Reader, maximum: Decimal) -> Rule:
    floor = _within(rule, "floor", rule.number("floor", Decimal(0)), maximum)
    if floor == maximum:
        rule.fault("floor", "nothing_to_part", value=plain(floor))
    equal = _within(rule, "equal", rule.number("equal"), maximum) if rule.has("equal") else None
    return MinMax(
        floor,
        rule.one_of("better", Better, Better.MORE),
        rule.one_of("measure", Measure, Measure.RATIO),
        equal,
    )


def _leader(rule: Reader, maximum: Decimal) -> Rule:
    part = rule.number("part", Decimal("0.5"))
    if not 0 < part < 1:
        rule.fault("part", "not_a_share")
        part = Decimal("0.5")
    return Leader(above_zero(rule, "target"), part, rule.one_of("measure", Measure, Measure.RATIO))


_KINDS: Final[Mapping[str, tuple[Callable[[Reader, Decimal], Rule], tuple[str, ...]]]] = {
    "yes_no": (_yes_no, ("fine",)),
    "graded": (_graded, ("options",)),
    "band": (_banded, ("bands",)),
    "all_or_nothing": (_all_or_nothing, ("of", "fine")),
    "proportional": (_proportional, ()),
    "cut_off": (_cut_off, ("cut_off",)),
    "target": (_target, ("target", "cut_off", "may_exceed")),
    "complement": (_complement, ("target", "cut_off")),
    "deduction": (_deduction, ("each", "floor", "zero_on")),
    "per_item": (_per_item, ("each",)),
    "survey": (_survey, ("options", "minimum_forms")),
    "min_max": (_min_max, ("floor", "better", "measure", "equal")),
    "leader": (_leader, ("target", "part", "measure")),
    "assessed": (_assessed, ()),
}
RULE_KINDS: Final = tuple(_KINDS)


def load_rule(data: Mapping[str, Any], maximum: Decimal) -> Rule:
    """Build one rule from its data. Raises CriteriaError."""
    faults: list[Fault] = []
    rule = read_rule(Reader(data, "", faults), maximum)
    if faults:
        raise CriteriaError(faults)
    return rule


def read_rule(reader: Reader, maximum: Decimal) -> Rule:
    """Build one rule, faults going to the reader."""
    kind = reader.text("kind", required=True)
    if kind not in _KINDS:
        if kind:
            reader.fault("kind", "unknown_rule", value=kind, known=", ".join(RULE_KINDS))
        return YesNo()
    make, fields = _KINDS[kind]
    reader.only("kind", *fields)
    return make(reader, maximum)
