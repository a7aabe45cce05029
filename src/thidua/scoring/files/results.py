"""Results of a scored table as a file that proves itself: the set as it stood, every working, the ranking.

JSON Lines. The first line holds the whole set with its digest, so the rules stand once and not beside each of
hundreds of thousands of scores; then one line for each unit, ``[leaf, what was given, score]`` for each leaf; last the
ranking of each group. ``check`` scores all of it again from the file alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any, TextIO

from thidua.engine import scoring
from thidua.engine.scoring.numbers import plain
from thidua.engine.scoring.sheet import Scorer
from thidua.engine.scoring.table import ScoredUnit

FORMAT = "thidua-score-1"
_DUMPS = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), check_circular=False).encode


class Results:
    """Takes scored units one after the other, writes each down and keeps what the ranking needs."""

    def __init__(self, criteria: scoring.CriteriaSet, file: TextIO) -> None:
        """Write the set."""
        self._file = file
        self._breakers = criteria.tie_breakers
        self._rows: dict[str, list[scoring.RankRow]] = {}
        head = {"format": FORMAT, "digest": criteria.digest, "set": criteria.plain()}
        file.write(_DUMPS(head) + "\n")

    def take(self, scored: ScoredUnit) -> None:
        """Write a unit down."""
        unit, sheet = scored
        self._rows.setdefault(unit.group, []).append(
            scoring.RankRow.of(unit.code, sheet, breakers=self._breakers)
        )
        self._file.write(_DUMPS(_line(scored)) + "\n")

    def ranking(self) -> dict[str, tuple[scoring.Ranked, ...]]:
        """The units of each group in their order, written down as well."""
        found = {group: scoring.rank(rows, self._breakers) for group, rows in self._rows.items()}
        for group, ranked in found.items():
            rows = [[row.rank, row.key] for row in ranked]
            self._file.write(_DUMPS({"group": group, "ranking": rows}) + "\n")
        return found


def _line(scored: ScoredUnit) -> dict[str, Any]:
    unit, sheet = scored
    about = {"group": unit.group, "profile": unit.profile, "tags": list(unit.tags)}
    found: dict[str, Any] = {"unit_code": unit.code, "unit_name": unit.name}
    found |= {name: value for name, value in about.items() if value}
    found["total"] = plain(sheet.total)
    found["leaves"] = [
        [leaf.leaf.code, leaf.given.plain(), leaf.score_text]
        for leaf in sheet.leaves
        if leaf.status is not scoring.LeafStatus.MISSING
    ]
    return found


def check(file: TextIO) -> Iterator[str]:
    """Score everything again: one line for each place where the file says otherwise; none when it is right.

    Raises ValueError when the file is no file of results, or its set no longer reads as one.
    """
    head = json.loads(file.readline())
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise ValueError("format")
    criteria = scoring.load_set(head["set"])
    if criteria.digest != head["digest"]:
        yield "Bộ tiêu chí trong tệp không khớp với mã kiểm của nó."
    scorer = Scorer.of(criteria)
    rows: dict[str, list[scoring.RankRow]] = {}
    for line in file:
        told = json.loads(line)
        group = told.get("group", "")
        if "ranking" in told:
            yield from _check_ranking(told["ranking"], group, rows.pop(group, []), criteria.tie_breakers)
            continue
        inputs = {code: scoring.LeafInput.from_plain(given) for code, given, _ in told["leaves"]}
        asked = {code: given for code, given in inputs.items() if given != scoring.LeafInput()}
        sheet = scorer.score(told.get("profile", ""), asked, tags=told.get("tags", ()))
        rows.setdefault(group, []).append(
            scoring.RankRow.of(told["unit_code"], sheet, breakers=criteria.tie_breakers)
        )
        again = {leaf.code: leaf.score_text for leaf in sheet.leaves}
        for code, _, score in told["leaves"]:
            if again[code] != score:
                yield f"Đơn vị {told['unit_code']}, tiêu chí {code}: ghi {score}, tính lại {again[code]}."
        if sheet.total != Decimal(told["total"]):
            yield f"Đơn vị {told['unit_code']}: tổng ghi {told['total']}, tính lại {plain(sheet.total)}."
    for group in rows:
        yield f"Thiếu bảng xếp hạng{f' của {group}' if group else ''}."


def _check_ranking(
    told: Sequence[Sequence[Any]],
    group: str,
    rows: Sequence[scoring.RankRow],
    breakers: Sequence[scoring.TieBreaker],
) -> Iterator[str]:
    again = [[row.rank, row.key] for row in scoring.rank(rows, breakers)]
    if again != [list(row) for row in told]:
        yield f"Xếp hạng{f' của {group}' if group else ''} không đúng với các tổng điểm."


def shown(number: tuple[int, int], rounding: scoring.Rounding) -> str:
    """A score as tables publish it: whole numbers bare, others with all their places."""
    above, step = scoring.round_to(number, rounding.places, rounding.mode)
    return str(above // step) if above % step == 0 else format(Decimal(above).scaleb(-rounding.places), "f")


class Answers:
    """The units of ``score --json``, one line for each."""

    def __init__(self, criteria: scoring.CriteriaSet, file: TextIO) -> None:
        """Open the object."""
        self._rounding = criteria.rounding
        self._file = file
        self._first = True
        file.write('{"units": [')

    def take(self, scored: ScoredUnit) -> None:
        """Write a unit: its leaves in the order of its rows."""
        unit, sheet = scored
        by_code = {leaf.code: leaf for leaf in sheet.leaves}
        leaves = [self._leaf(metric, by_code[code]) for code, (metric, _) in unit.given.items()]
        told = {"unit_code": unit.code, "leaves": leaves, "total": shown(sheet.exact, self._rounding)}
        self._file.write(("\n" if self._first else ",\n") + json.dumps(told, ensure_ascii=False))
        self._first = False

    def _leaf(self, metric: str, leaf: scoring.LeafScore) -> dict[str, Any]:
        ratio = leaf.ratio_exact
        return {
            "metric": metric,
            "ratio": None if ratio is None else shown((ratio[0] * 100, ratio[1]), self._rounding),
            "score": None if leaf.exact is None else shown(leaf.exact, self._rounding),
            "max": plain(leaf.max),
        }

    def close(self) -> None:
        """Close the object."""
        self._file.write("\n]}\n")
