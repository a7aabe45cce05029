"""What the units of a group reached, for rules that compare: gathered in a first pass, given in the second."""

from collections.abc import Mapping
from fractions import Fraction

from thidua.engine.scoring.criteria import CriteriaSet, Criterion
from thidua.engine.scoring.inputs import Group, LeafInput
from thidua.engine.scoring.rules import Leader, MinMax, figure


def alone(leaf: Criterion, given: LeafInput) -> LeafInput:
    """The input of a leaf that compares beside its own figure alone: enough to see whether it can be scored at all.

    Raises ScoreInputError.
    """
    if not isinstance(leaf.rule, MinMax | Leader):
        return given
    value = figure(leaf.rule.measure, given)
    return given if value is None else given._replace(group=Group(value, value))


class GroupFigures:
    """Lowest and highest figure of each comparing leaf, in each group. One unit after the other: no unit is kept."""

    def __init__(self, criteria: CriteriaSet) -> None:
        """Look for the leaves that compare."""
        self._measures = {
            leaf.code: leaf.rule.measure
            for leaf in criteria.leaves
            if isinstance(leaf.rule, (MinMax, Leader))
        }
        self._groups: dict[tuple[str, str], Group] = {}

    @property
    def leaves(self) -> frozenset[str]:
        """Codes of the leaves that compare; none: no first pass is needed."""
        return frozenset(self._measures)

    def add(self, group: str, code: str, given: LeafInput) -> None:
        """Take the figure of one unit for one leaf. Raises ScoreInputError."""
        value: Fraction | None = figure(self._measures[code], given)
        if value is None or given.not_applicable:
            return
        seen = self._groups.get((group, code))
        if seen is None:
            self._groups[group, code] = Group(value, value)
        elif not seen.low <= value <= seen.high:
            self._groups[group, code] = Group(min(value, seen.low), max(value, seen.high))

    def put(self, group: str, inputs: Mapping[str, LeafInput]) -> dict[str, LeafInput]:
        """Return the inputs of a unit with what its group reached beside those that compare."""
        found = dict(inputs)
        for code in self._measures:
            seen = self._groups.get((group, code))
            if code in found and seen is not None:
                found[code] = found[code]._replace(group=seen)
        return found
