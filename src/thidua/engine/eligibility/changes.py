"""What has come up since somebody stood by findings: facts entered later that speak against the nominee."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from thidua.engine.eligibility.facts import Finding, FindingOutcome

_APART: Final = ("period", "title", "veto", "judgement", "wanted")
"""Facts that part two findings of one rule."""
_LISTS: Final = ("holds", "awards", "claimed", "missing")
_WEIGHT: Final = {FindingOutcome.MET: 0, FindingOutcome.UNKNOWN: 1, FindingOutcome.NOT_MET: 2}
_Key = tuple[object, ...]


def came_up(before: Iterable[Mapping[str, Any]], now: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the blocking findings of now that are worse than before, or rest on something that was not there.

    ``before`` are findings as they are stored: ``rule``, ``outcome``, ``fact``, ``blocking``. What was found then, or
    has become better, is not told again; of a list in a fact only the new entries are left.
    """
    weights: dict[_Key, int] = {}
    known: dict[_Key, list[Any]] = {}
    for row in before:
        key = _key(row["rule"], row.get("fact") or {})
        if row.get("blocking", True):
            weights[key] = max(weights.get(key, 0), _WEIGHT[FindingOutcome(row["outcome"])])
        known.setdefault(key, []).extend(_entries(row.get("fact") or {}))
    found: list[Finding] = []
    for finding in now:
        key, weight = _key(finding.rule, finding.fact), _WEIGHT[finding.outcome]
        if not finding.blocking or not weight:
            continue
        new = [entry for entry in _entries(finding.fact) if entry not in known.get(key, [])]
        if weight > weights.get(key, 0) or new:
            found.append(_told(finding, new))
    return tuple(found)


def _key(rule: str, fact: Mapping[str, Any]) -> _Key:
    return rule, *(fact.get(name) for name in _APART)


def _entries(fact: Mapping[str, Any]) -> Sequence[Any]:
    return [entry for name in _LISTS if isinstance(fact.get(name), list) for entry in fact[name]]


def _told(finding: Finding, new: Sequence[Any]) -> Finding:
    fact = {
        name: [entry for entry in value if entry in new]
        if new and name in _LISTS and isinstance(value, list)
        else value
        for name, value in finding.fact.items()
    }
    return Finding(finding.rule, finding.outcome, finding.article, fact, finding.blocking)
