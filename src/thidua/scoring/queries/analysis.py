"""What a sheet tells its unit: each area against last year, target and the best of its group; what-if of one value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from thidua.engine import scoring
from thidua.engine.sheets import State
from thidua.engine.text import fold
from thidua.regulations import queries as regulations
from thidua.scoring import givens, wording
from thidua.scoring.models import Campaign, Mark, Sheet
from thidua.scoring.queries import standing
from thidua.scoring.queries.criteria import criteria_of
from thidua.scoring.queries.groups import group_of
from thidua.scoring.queries.ranks import breakers_of, last_year, row_of


@dataclass(frozen=True, slots=True)
class AreaStanding:
    """One area of a sheet: percent now, last year, the target, and the best of the group with whose it is."""

    code: str
    title: str
    points: Decimal
    maximum: Decimal
    percent: Decimal | None
    before: Decimal | None
    target: Decimal | None
    best: Decimal | None
    best_name: str


def _percents(sheet: Sheet) -> dict[str, Decimal]:
    """Percent of each area, by its code and by its title: last year's set may number its areas otherwise."""
    titles = {area.code: fold(area.title) for area in criteria_of(sheet.criteria_set).areas}
    found: dict[str, Decimal] = {}
    for area in sheet.working.get("areas", ()):
        if area["percent"] is not None:
            found[titles.get(area["code"], area["code"])] = Decimal(area["percent"])
    return found


def area_standings(sheet: Sheet) -> list[AreaStanding]:
    """The areas of a sheet that has a total, in three queries."""
    peers = [
        one
        for one in Sheet.objects.filter(
            campaign=sheet.campaign_id, subject__kind=sheet.subject.kind, state=State.FINALIZED
        ).select_related("subject", "criteria_set")
        if group_of(one) == group_of(sheet)
    ]
    best: dict[str, tuple[Decimal, str]] = {}
    for peer in peers:
        for key, percent in _percents(peer).items():
            if key not in best or percent > best[key][0]:
                best[key] = (percent, peer.subject.name)
    before = last_year(sheet.campaign, [sheet]).get(sheet.subject_id)
    former = _percents(before) if before is not None else {}
    kept = {area["code"]: area for area in sheet.working.get("areas", ())}
    found: list[AreaStanding] = []
    for area in criteria_of(sheet.criteria_set).areas:
        told = kept.get(area.code)
        if told is None or told["percent"] is None:
            continue
        key = fold(area.title)
        top, name = best.get(key, (None, ""))
        found.append(
            AreaStanding(
                code=area.code,
                title=area.title,
                points=Decimal(told["points"]),
                maximum=Decimal(told["max"]),
                percent=Decimal(told["percent"]),
                before=former.get(key),
                target=sheet.campaign.target_percent,
                best=top,
                best_name=name,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What one other value would change: the leaf's score, the total and, once settled, the rank."""

    before: Decimal | None
    after: Decimal | None
    words: str
    total_before: Decimal
    total_after: Decimal
    grade_before: str
    grade_after: str
    rank_before: int | None
    rank_after: int | None


def what_if(sheet: Sheet, leaf_code: str, typed: Mapping[str, Any]) -> WhatIf:
    """Work out the sheet as it stands with another value in one leaf. Nothing is kept.

    Raises ``GivenError`` for what cannot be read.
    """
    criteria = criteria_of(sheet.criteria_set)
    leaf = criteria.leaf(leaf_code)
    given = givens.clean(leaf, typed)
    givens.scored(leaf, given)
    stands = {code: dict(mark.given) for code, mark in standing.standing(standing.marks_of(sheet)).items()}
    missing = [one.code for one in criteria.leaves if one.code not in stands]
    now = standing.score(sheet, stands, missing)
    then = standing.score(sheet, stands | {leaf_code: given}, [one for one in missing if one != leaf_code])
    labels = {grade.code: grade.label for grade in criteria.grades}
    scores = {one.code: one.score for one in now.leaves if one.status is scoring.LeafStatus.SCORED}
    after = {one.code: one.score for one in then.leaves if one.status is scoring.LeafStatus.SCORED}
    before_rank, after_rank = _ranks(sheet, then)
    return WhatIf(
        before=scores.get(leaf_code),
        after=after.get(leaf_code),
        words=wording.given_in_words(leaf, given),
        total_before=now.total,
        total_after=then.total,
        grade_before=labels.get(now.grade, ""),
        grade_after=labels.get(then.grade, ""),
        rank_before=before_rank,
        rank_after=after_rank,
    )


def _ranks(sheet: Sheet, then: scoring.SheetScore) -> tuple[int | None, int | None]:
    if sheet.state != State.FINALIZED:
        return None, None
    peers = Sheet.objects.filter(
        campaign=sheet.campaign_id, subject__kind=sheet.subject.kind, state=State.FINALIZED
    ).select_related("subject", "criteria_set", "unit")
    rows = {one.pk: row_of(one, {}, {}) for one in peers}
    law = regulations.law_of(sheet.campaign.movement.authority_id)
    breakers = breakers_of(criteria_of(sheet.criteria_set), law, sheet.campaign.appraisal_due)
    now = {row.key: row.rank for row in scoring.rank(rows.values(), breakers)}
    own = rows[sheet.pk]
    rows[sheet.pk] = scoring.RankRow.of(own.key, then, female=own.female, women_share=own.women_share)
    later = {row.key: row.rank for row in scoring.rank(rows.values(), breakers)}
    return now[own.key], later[own.key]


@dataclass(frozen=True, slots=True)
class LostInAll:
    """Points lost in one leaf by all settled sheets."""

    code: str
    title: str
    maximum: Decimal
    lost: Decimal
    sheets: int
    losers: int

    @property
    def mean(self) -> Decimal:
        """Lost in the mean of those to whom the leaf applies."""
        return self.lost / self.sheets if self.sheets else Decimal(0)


def lost_in_all(campaign: Campaign, kind: str, group: str = "") -> list[LostInAll]:
    """Where the settled sheets (of a group) lost points, most first; two queries."""
    rows = Sheet.objects.filter(campaign=campaign, subject__kind=kind, state=State.FINALIZED).select_related(
        "criteria_set"
    )
    keys = [sheet.pk for sheet in rows if not group or group_of(sheet) == group]
    marks = (
        Mark.objects.filter(sheet__in=keys, round=Mark.Round.FINAL)
        .order_by("pk")
        .values_list("sheet_id", "leaf__code", "leaf__name", "leaf__maximum", "score")
    )
    newest = {(sheet, code): (name, most, score) for sheet, code, name, most, score in marks}
    return _summed(newest.items())


def _summed(
    marks: Iterable[tuple[tuple[int, str], tuple[str, Decimal, Decimal | None]]],
) -> list[LostInAll]:
    found: dict[str, LostInAll] = {}
    for (_, code), (name, most, score) in marks:
        if score is None:
            continue
        lost = most - score
        seen = found.get(code, LostInAll(code, name, most, Decimal(0), 0, 0))
        found[code] = LostInAll(code, name, most, seen.lost + lost, seen.sheets + 1, seen.losers + (lost > 0))
    return sorted((one for one in found.values() if one.lost), key=lambda one: (-one.lost, one.code))
