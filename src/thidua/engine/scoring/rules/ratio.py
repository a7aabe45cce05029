"""Rules that take a ratio: in proportion, against a target, above a cut-off, by bands, all or nothing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from thidua.engine.scoring.inputs import (
    LeafInput,
    Option,
    Points,
    RuleScorer,
    ScoreInputError,
    Step,
    ZeroDenominator,
    nothing_came_up,
    read_ratio,
)
from thidua.engine.scoring.numbers import exact, plain

_ZERO = (0, 1)


def _share(
    maximum: Decimal,
    zero: ZeroDenominator,
    *,
    target: Decimal | None = None,
    cut_off: Decimal | None = None,
    complement: bool = False,
    may_exceed: bool = False,
) -> RuleScorer:
    """The one formula of all shares: the ratio (or what it lacks of 1) against a target, times the maximum."""
    top, top_below = exact(maximum)
    goal, goal_below = exact(target) if target is not None else (1, 1)
    least, least_below = exact(cut_off) if cut_off is not None else (0, 1)
    nothing = nothing_came_up(maximum, zero)

    def score(given: LeafInput) -> Points | None:
        ratio = read_ratio(given, may_exceed=may_exceed)
        if ratio is None:
            return None
        above, below, step = ratio
        if not below:
            return nothing
        steps: tuple[Step, ...] = (step,)
        if complement:
            above = below - above
            steps = (step, ("complement", (above, below)))
        if above * least_below < least * below:
            return Points(_ZERO, (above, below), (*steps, ("below_cut_off", cut_off)))
        share, share_below = above, below
        if target is not None:
            share, share_below = above * goal_below, below * goal
            if share > share_below:
                share = share_below = 1
            steps = (*steps, ("of_target", target, (share, share_below)))
        return Points(
            (share * top, share_below * top_below),
            (above, below),
            (*steps, ("times_max", (share, share_below), maximum)),
        )

    return score


@dataclass(frozen=True, slots=True)
class Proportional:
    """Ratio times maximum; nothing below ``cut_off`` where there is one."""

    cut_off: Decimal | None = None
    fields = ("numerator", "denominator")

    @property
    def kind(self) -> str:
        """Two names of one formula."""
        return "proportional" if self.cut_off is None else "cut_off"

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take a ratio of at most 1."""
        return _share(maximum, zero, cut_off=self.cut_off)

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind} | ({"cut_off": plain(self.cut_off)} if self.cut_off is not None else {})


@dataclass(frozen=True, slots=True)
class Target:
    """Share of a target reached, at most the whole, times maximum; nothing below ``cut_off``.

    The ratio may exceed 1 (money against a plan) unless it counts a part of a whole.
    """

    target: Decimal
    cut_off: Decimal | None = None
    may_exceed: bool = True
    kind = "target"
    fields = ("numerator", "denominator")

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take a ratio."""
        return _share(maximum, zero, target=self.target, cut_off=self.cut_off, may_exceed=self.may_exceed)

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        found: dict[str, Any] = {"kind": self.kind, "target": plain(self.target)}
        if self.cut_off is not None:
            found["cut_off"] = plain(self.cut_off)
        return found if self.may_exceed else found | {"may_exceed": False}


@dataclass(frozen=True, slots=True)
class Complement:
    """What bad cases leave of the whole: 1 less their ratio, against a target and above a cut-off where set."""

    target: Decimal | None = None
    cut_off: Decimal | None = None
    kind = "complement"
    fields = ("numerator", "denominator")

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take bad cases of all cases."""
        return _share(maximum, zero, target=self.target, cut_off=self.cut_off, complement=True)

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        found = {"kind": self.kind}
        for name, number in (("target", self.target), ("cut_off", self.cut_off)):
            if number is not None:
                found[name] = plain(number)
        return found


@dataclass(frozen=True, slots=True)
class Band:
    """A stretch of ratios with its points. A limit belongs to the band that says "at_least" or "at_most".

    ``override`` gives other points in this band when its condition is met.
    """

    points: Decimal
    low: Decimal = Decimal(0)
    low_included: bool = True
    high: Decimal | None = None
    high_included: bool = False
    override: Option | None = None

    def plain(self) -> dict[str, Any]:
        """Return the band for JSON."""
        found: dict[str, Any] = {"at_least" if self.low_included else "above": plain(self.low)}
        if self.high is not None:
            found["at_most" if self.high_included else "below"] = plain(self.high)
        found["points"] = plain(self.points)
        return found | ({"override": self.override.plain()} if self.override is not None else {})

    def holds(self, above: int, below: int) -> bool:
        """Tell whether the ratio lies in the band."""
        low, low_below = exact(self.low)
        left, right = above * low_below, low * below
        if left < right or (left == right and not self.low_included):
            return False
        if self.high is None:
            return True
        high, high_below = exact(self.high)
        left, right = above * high_below, high * below
        return left < right or (left == right and self.high_included)


@dataclass(frozen=True, slots=True)
class Banded:
    """Points by the band in which the ratio lies."""

    bands: tuple[Band, ...]
    kind = "band"

    @property
    def overrides(self) -> tuple[Option, ...]:
        """The conditions that give other points, each once."""
        found = {band.override.code: band.override for band in self.bands if band.override is not None}
        return tuple(found.values())

    @property
    def fields(self) -> tuple[str, ...]:
        """Ask for a condition only where a band knows one."""
        ratio = ("numerator", "denominator")
        return (*ratio, "choice") if self.overrides else ratio

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take a ratio, which may exceed 1, and in ``choice`` the condition that is met, "none" without."""
        nothing = nothing_came_up(maximum, zero)
        known = {option.code for option in self.overrides} | {"none"}
        table = [
            (band, exact(band.points), ("band", {**band.plain()}, band.points))
            for band in reversed(self.bands)
        ]

        def score(given: LeafInput) -> Points | None:
            if given.choice is not None and given.choice not in known:
                raise ScoreInputError("unknown_choice", "choice", value=given.choice)
            ratio = read_ratio(given, may_exceed=True)
            if ratio is None:
                return None
            above, below, step = ratio
            if not below:
                return nothing
            for band, points, told in table:
                if band.holds(above, below):
                    other = band.override
                    if other is not None and other.code == given.choice:
                        said = ("override", other.code, other.points)
                        return Points(exact(other.points), (above, below), (step, told, said))
                    return Points(points, (above, below), (step, told))
            raise ScoreInputError("outside_all_bands", "numerator", value=plain((above, below)))

        return score

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        return {"kind": self.kind, "bands": [band.plain() for band in self.bands]}


@dataclass(frozen=True, slots=True)
class AllOrNothing:
    """The maximum when all is there, else nothing. ``of``: how many that is, where the rule says so.

    ``fine`` is what it costs beyond the leaf when nothing at all is there.
    """

    of: Decimal | None = None
    fine: Decimal | None = None
    kind = "all_or_nothing"

    @property
    def fields(self) -> tuple[str, ...]:
        """Ask for the denominator only where the rule does not fix it."""
        return ("numerator",) if self.of is not None else ("numerator", "denominator")

    def scorer(self, maximum: Decimal, zero: ZeroDenominator) -> RuleScorer:
        """Take how many are there, of how many."""
        nothing = nothing_came_up(maximum, zero)
        top = exact(maximum)
        fine = exact(self.fine) if self.fine is not None else None

        def score(given: LeafInput) -> Points | None:
            ratio = read_ratio(given, self.of, may_exceed=False)
            if ratio is None:
                return None
            above, below, step = ratio
            if not below:
                return nothing
            points = top if above == below else _ZERO
            steps = (step, ("all_or_nothing", points))
            if above == 0 and fine is not None:
                return Points(points, (above, below), (*steps, ("fine", self.fine)), fine)
            return Points(points, (above, below), steps)

        return score

    def plain(self) -> dict[str, Any]:
        """Return the rule as data."""
        found = {"kind": self.kind}
        for name, number in (("of", self.of), ("fine", self.fine)):
            if number is not None:
                found[name] = plain(number)
        return found
