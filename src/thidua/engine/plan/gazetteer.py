"""Names of administrative units: which unit a name, written or misread, can only mean."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from thidua.engine.plan.channel import mark_cost, shape_cost
from thidua.engine.plan.data_files import Unit, units
from thidua.engine.plan.folding import flat

COMMUNE: Final = "commune"
DISTRICT: Final = "district"
PROVINCE: Final = "province"
STATE: Final = "state"
LEVELS: Final = {
    "xã": COMMUNE,
    "phường": COMMUNE,
    "thị trấn": COMMUNE,
    "đặc khu": COMMUNE,
    "huyện": DISTRICT,
    "quận": DISTRICT,
    "thị xã": DISTRICT,
    "tỉnh": PROVINCE,
}
KIND_OF_FLAT: Final = {flat(kind): kind for kind in (*LEVELS, "thành phố")}
LONGEST_NAME: Final = 5
_NEAR: Final = 3.4  # the dearest misreading of a whole name that is still taken
_CLEAR: Final = 1.2  # how much dearer the next name must be
_LOOKUPS: Final = 60


@dataclass(frozen=True, slots=True)
class Match:
    """A name as the gazetteer writes it, and the units that bear it."""

    name: str
    units: tuple[Unit, ...]
    exact: bool  # the same letters, at most the marks differ


class Gazetteer:
    """Units by kind and by folded name, both eras together."""

    def __init__(self, listed: Iterable[Unit]) -> None:
        """Index the units."""
        self._exact: defaultdict[tuple[str, str], list[Unit]] = defaultdict(list)
        self._by_size: defaultdict[tuple[str, int], list[str]] = defaultdict(list)
        self._by_code: dict[tuple[str, str, str], Unit] = {}
        for unit in listed:
            key = (unit.kind, flat(unit.name).replace("-", " "))
            if key not in self._exact:
                self._by_size[unit.kind, len(key[1].split())].append(key[1])
            self._exact[key].append(unit)
            self._by_code[unit.era, unit.tier, unit.code] = unit

    def named(self, kind: str, folded: str) -> tuple[Unit, ...]:
        """Return the units of this kind whose folded name is this one."""
        return tuple(self._exact.get((kind, folded), ()))

    def near(self, kind: str, seen: str) -> list[tuple[float, str]]:
        """Return folded names of this kind that may have been misread as this one, nearest first."""
        letters = set(seen)
        found: list[tuple[float, str]] = []
        for name in self._by_size.get((kind, len(seen.split())), ()):
            if abs(len(name) - len(seen)) <= 2 and len(set(name) - letters) <= 2:  # noqa: PLR2004 - two slips at most
                cost = shape_cost(name, seen)
                if cost <= _NEAR:
                    found.append((cost, name))
        return sorted(found)

    def ancestors(self, unit: Unit) -> set[str]:
        """Return era-and-code keys of the units above this one."""
        keys: set[str] = set()
        tier = unit.tier
        while unit.parent:
            tier = PROVINCE if tier == DISTRICT or unit.era == "new" else DISTRICT
            above = self._by_code.get((unit.era, tier, unit.parent))
            if above is None:
                break
            keys.add(_key(above))
            unit = above
        return keys


def _key(unit: Unit) -> str:
    return f"{unit.era}:{unit.tier}:{unit.code}"


@cache
def gazetteer() -> Gazetteer:
    """Return the gazetteer that ships with the reader."""
    return Gazetteer(units())


class Names:
    """Looks names up for one text, and lets the provinces and districts already met settle what is ambiguous."""

    def __init__(self) -> None:
        """Begin with no context."""
        self._known: set[str] = set()
        self._cache: dict[tuple[str, str], Match | None] = {}
        self._left = _LOOKUPS

    def add_context(self, match: Match) -> None:
        """Remember the units that bear a name met in the text."""
        self._known.update(_key(unit) for unit in match.units)

    def find(self, kind: str, words: Sequence[str]) -> tuple[int, Match] | None:
        """Return how many of the words make a name of this kind, and the name; the longest first.

        Only a name that no other name can be mistaken for is returned; else nothing is.
        """
        most = min(len(words), LONGEST_NAME)
        for take in (*range(most, 0, -1),):
            match = self._look_up(kind, " ".join(words[:take]), near=False)
            if match is not None:
                return take, match
        for take in (*range(most, 1, -1),):
            match = self._look_up(kind, " ".join(words[:take]), near=True)
            if match is not None:
                return take, match
        return None

    def _look_up(self, kind: str, seen: str, *, near: bool) -> Match | None:
        folded = flat(seen).replace("-", " ")
        exact = gazetteer().named(kind, folded)
        if exact or not near:
            return self._settle(exact, seen, exact=True) if exact else None
        key = (kind, seen)
        if key not in self._cache:
            self._left -= 1
            self._cache[key] = self._nearest(kind, seen, folded) if self._left >= 0 else None
        return self._cache[key]

    def _nearest(self, kind: str, seen: str, folded: str) -> Match | None:
        found = gazetteer().near(kind, folded)
        if not found:
            return None
        best = found[0][0]
        rivals = [name for cost, name in found if cost < best + _CLEAR]
        bearers = tuple(unit for name in rivals for unit in gazetteer().named(kind, name))
        return self._settle(bearers, seen, exact=False)

    def _settle(self, bearers: tuple[Unit, ...], seen: str, *, exact: bool) -> Match | None:
        """Return the one name these units bear, by the marks that are seen or by the units around."""
        names = {unit.name.lower(): unit.name for unit in bearers}
        if len(names) > 1 and self._known:
            here = tuple(unit for unit in bearers if gazetteer().ancestors(unit) & self._known)
            if here:
                bearers = here
                names = {unit.name.lower(): unit.name for unit in bearers}
        if len(names) > 1 and exact:
            cost = {name: mark_cost(name, seen.lower()) for name in names}
            first, second, *_ = sorted(cost.values())
            if second - first > 0.3:  # noqa: PLR2004 - more than one lost mark apart
                names = {name: names[name] for name in names if cost[name] == first}
        if len(names) != 1:
            return None
        (name,) = names.values()
        return Match(name, tuple(unit for unit in bearers if unit.name == name), exact)
