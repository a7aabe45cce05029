"""Ranks with named tie-breakers, and how each came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from thidua.engine import scoring
from thidua.engine.scoring import TieBreakerKind
from thidua.engine.sheets import State
from thidua.engine.text import fold
from thidua.organizations.models import Subject
from thidua.regulations import queries as regulations
from thidua.scoring import choices
from thidua.scoring.models import Campaign, CriteriaSet, Publication, Sheet
from thidua.scoring.queries.criteria import criteria_of
from thidua.scoring.queries.evidence import changed_after_appraisal
from thidua.scoring.queries.groups import comparing, group_of


@dataclass(frozen=True, slots=True)
class RankLine:
    """One line of a ranking, ready to be shown. ``trail`` says in words what parted it from its equals.

    ``evidence_changed``: codes of rows whose evidence is no longer what was appraised. ``provisional``: rules compare
    with a group of which a sheet is not settled yet.
    """

    sheet: Sheet
    rank: int
    total: Decimal
    shown: Decimal
    grade: str
    tied_with: tuple[str, ...]
    trail: tuple[str, ...]
    decided_by: str = ""
    group: str = ""
    group_rank: int = 0
    vetoes: tuple[str, ...] = ()
    evidence_changed: tuple[str, ...] = ()
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Ranking:
    """Ranked lines, and the sheets that are not settled yet and so have no rank."""

    lines: tuple[RankLine, ...]
    waiting: tuple[Sheet, ...] = ()
    breakers: tuple[str, ...] = field(default=())
    groups: tuple[str, ...] = ()


def breakers_of(
    criteria: scoring.CriteriaSet, law: regulations.Law, on: date
) -> tuple[scoring.TieBreaker, ...]:
    """The tie-breakers of a set, that of the law first wherever the set put it, or left it out.

    Law: NĐ 152/2025/NĐ-CP, art. 4; its threshold on a day stands in the law book.
    """
    own = [one for one in criteria.tie_breakers if one.kind is TieBreakerKind.FEMALE_OR_WOMEN_SHARE]
    if not own:
        told = law.book.value("women_share_preferred", on)
        own = [scoring.TieBreaker(TieBreakerKind.FEMALE_OR_WOMEN_SHARE, "", told.number, told.source)]
    rest = [one for one in criteria.tie_breakers if one.kind is not TieBreakerKind.FEMALE_OR_WOMEN_SHARE]
    return (*own, *rest)


def breaker_in_words(breaker: scoring.TieBreaker) -> str:
    """The name of a tie-breaker."""
    threshold = format((breaker.threshold or Decimal(0)) * 100, "f").rstrip("0").rstrip(".")
    words = choices.TIE_BREAKERS[breaker.kind].format(ref=breaker.ref, threshold=threshold)
    return f"{words} ({breaker.source})" if breaker.source else words


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def row_of(sheet: Sheet, votes: Mapping[int, int], orders: Mapping[int, int]) -> scoring.RankRow:
    """A settled sheet as the engine ranks it, from the working that was kept with its total."""
    kept = sheet.working
    return scoring.RankRow(
        key=str(sheet.pk),
        total=sheet.final_total or Decimal(0),
        female=kept.get("female"),
        women_share=_decimal(kept.get("women_share")),
        area_percent={area["code"]: _decimal(area["percent"]) for area in kept.get("areas", ())},
        leaf_ratio={code: Decimal(ratio) for code, ratio in kept.get("leaf_ratio", {}).items()},
        deductions=_decimal(kept.get("deductions")),
        council_votes=votes.get(sheet.subject_id),
        chair_order=orders.get(sheet.subject_id),
    )


def ranking(
    campaign: Campaign,
    kind: str = Subject.Kind.UNIT,
    *,
    group: str = "",
    council_votes: Mapping[int, int] | None = None,
    chair_order: Mapping[int, int] | None = None,
) -> Ranking:
    """Rank the settled sheets of a campaign, units (or persons) among themselves, or those of one group.

    ``council_votes`` and ``chair_order`` go by the key of the subject and part those who are still equal. The rank
    is advice to the council: choosing somebody lower needs a reason in the minutes.
    """
    rows = list(
        Sheet.objects.filter(campaign=campaign, subject__kind=kind)
        .select_related("subject", "unit__subject", "criteria_set")
        .order_by("subject__sort_key", "pk")
    )
    used: CriteriaSet | None = campaign.unit_set if kind == Subject.Kind.UNIT else campaign.individual_set
    if used is None:
        return Ranking(())
    criteria = criteria_of(used)
    names = {sheet.pk: group_of(sheet) for sheet in rows}
    groups = tuple(dict.fromkeys(names[sheet.pk] for sheet in rows if names[sheet.pk]))
    if group:
        rows = [sheet for sheet in rows if names[sheet.pk] == group]
    settled = [sheet for sheet in rows if sheet.state == State.FINALIZED]
    waiting = tuple(sheet for sheet in rows if sheet.state != State.FINALIZED)
    law = regulations.law_of(campaign.movement.authority_id)
    breakers = breakers_of(criteria, law, campaign.appraisal_due)
    told = {sheet.pk: row_of(sheet, council_votes or {}, chair_order or {}) for sheet in settled}
    ranked = scoring.rank(told.values(), breakers)
    within = _within(names, told, breakers)
    before = last_year(campaign, settled)
    changed = changed_after_appraisal(settled)
    open_groups = {names[sheet.pk] for sheet in waiting}
    by_key = {str(sheet.pk): sheet for sheet in settled}
    grades = {grade.code: grade.label for grade in criteria.grades}
    order = {str(sheet.pk): place for place, sheet in enumerate(settled)}
    lines = [_line(row, by_key, grades) for row in ranked]
    lines = [
        replace(
            line,
            group=names[line.sheet.pk],
            group_rank=within[line.sheet.pk],
            vetoes=_vetoes(criteria, line.sheet, before.get(line.sheet.subject_id)),
            evidence_changed=changed.get(line.sheet.pk, ()),
            provisional=names[line.sheet.pk] in open_groups and bool(comparing(line.sheet)),
        )
        for line in lines
    ]
    lines.sort(key=lambda line: (line.rank, order[str(line.sheet.pk)]))
    return Ranking(tuple(lines), waiting, tuple(breaker_in_words(one) for one in breakers), groups)


def _within(
    names: Mapping[int, str],
    rows: Mapping[int, scoring.RankRow],
    breakers: tuple[scoring.TieBreaker, ...],
) -> dict[int, int]:
    """The rank of each sheet in its own group."""
    found: dict[int, int] = {}
    for name in {names[key] for key in rows}:
        own = scoring.rank((row for key, row in rows.items() if names[key] == name), breakers)
        found |= {int(row.key): row.rank for row in own}
    return found


def last_year(campaign: Campaign, sheets: Iterable[Sheet]) -> dict[int, Sheet]:
    """The settled sheet of each subject in the movement of the year before, by the key of the subject."""
    starts = campaign.movement.starts_on
    if starts is None:
        return {}
    rows = Sheet.objects.filter(
        subject__in=[sheet.subject_id for sheet in sheets],
        state=State.FINALIZED,
        campaign__movement__starts_on__year=starts.year - 1,
    )
    return {row.subject_id: row for row in rows.select_related("criteria_set").order_by("pk")}


def _vetoes(criteria: scoring.CriteriaSet, sheet: Sheet, before: Sheet | None) -> tuple[str, ...]:
    """Grounds that follow from the grades of this year and the last: not considered, whatever the rank."""
    former = _former_grade(criteria, before) if before is not None else ""
    found = scoring.vetoed(criteria.vetoes, criteria.grades, sheet.working.get("grade", ""), former)
    return tuple(veto.title for veto in found)


def _former_grade(criteria: scoring.CriteriaSet, before: Sheet) -> str:
    """Last year's grade by this year's code: the one that is called alike, since each set gives its own codes."""
    code = before.working.get("grade", "")
    called = {grade.code: fold(grade.label) for grade in criteria_of(before.criteria_set).grades}
    return next((one.code for one in criteria.grades if fold(one.label) == called.get(code)), code)


def stands_published(campaign: Campaign, kind: str = Subject.Kind.UNIT) -> Publication | None:
    """The publication that stands, if any."""
    rows = Publication.objects.filter(campaign=campaign, kind=kind, withdrawn_at__isnull=True)
    return rows.select_related("file").first()


def published_lines(found: Ranking) -> list[dict[str, Any]]:
    """The lines of a ranking as plain data, to be frozen."""
    return [
        {
            "rank": line.rank,
            "subject": line.sheet.subject_id,
            "name": line.sheet.subject.name,
            "group": line.group,
            "group_rank": line.group_rank,
            "total": format(line.total, "f"),
            "shown": format(line.shown, "f"),
            "grade": line.grade,
            "decided_by": line.decided_by,
            "criteria": line.sheet.criteria_set.digest,
        }
        for line in found.lines
    ]


def _line(row: scoring.Ranked, by_key: Mapping[str, Sheet], grades: Mapping[str, str]) -> RankLine:
    sheet = by_key[row.key]
    decided = row.decided_by
    return RankLine(
        sheet=sheet,
        rank=row.rank,
        total=row.total,
        shown=Decimal(sheet.working.get("shown", "0")),
        grade=grades.get(sheet.working.get("grade", ""), ""),
        tied_with=tuple(by_key[key].subject.name for key in row.tied_with),
        trail=tuple(
            f"{breaker_in_words(step.breaker)}: {choices.TIE_OUTCOMES[step.outcome]}" for step in row.trail
        ),
        decided_by=breaker_in_words(decided.breaker) if decided else "",
    )
