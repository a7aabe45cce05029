"""What a check finds of nominees: now, and since the appraisal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import Q, prefetch_related_objects

from thidua.engine import eligibility as rules
from thidua.engine.nominations import SETTLED, State
from thidua.honours import queries as honours
from thidua.movements.models import Movement
from thidua.nominations import choices
from thidua.nominations.models import Nomination
from thidua.nominations.queries.dossier import dossier, missing_of
from thidua.nominations.queries.facts import gather
from thidua.nominations.queries.figures import leaves_without_evidence

CAME_UP = "Có sự việc mới sau thẩm định."
"""All that is told to who does not read discipline and verifications."""
_LOOKED_AT = SETTLED | {State.FORWARDED}
"""Where a nomination rests on findings that were stored."""


def check(nomination: Nomination, on: date) -> tuple[rules.Finding, ...]:
    """Check a nominee by the plan's standards and the law as they stand on a day; nothing is guessed or stored."""
    held = gather(nomination.movement, [nomination], on)[nomination.pk]
    lines = dossier(nomination, on)
    facts = replace(held.facts, missing_papers=missing_of(lines))
    findings = tuple(
        replace(
            row,
            fact=row.fact | {"papers": [f"{line.title} ({line.told[0]})" for line in lines if line.items]},
        )
        if row.rule == "dossier_complete"
        else row
        for row in rules.check(held.standards, facts, held.case, held.articles)
    )
    empty = honours.empty_registers(nomination.movement.authority_id)
    if empty:
        # nothing was found, and nothing was ever entered: whether that is an answer, only people know
        findings += (
            rules.Finding(
                "registers",
                rules.FindingOutcome.UNKNOWN,
                held.articles.get("no_discipline", ""),
                {"empty": list(empty)},
                blocking=False,
            ),
        )
    bare = leaves_without_evidence(nomination)
    if bare:
        # for people to weigh: the points were given, the paper behind them is not on the sheet
        findings += (
            rules.Finding(
                "evidence",
                rules.FindingOutcome.UNKNOWN,
                "Bộ tiêu chí chấm điểm, cột tài liệu kiểm chứng",
                {"leaves": bare},
                blocking=False,
            ),
        )
    return tuple(map(held.sourced, findings))


def new_facts(nominations: Iterable[Nomination], on: date) -> dict[int, tuple[rules.Finding, ...]]:
    """What has come up against nominees since they were appraised or let through, by key; only those with something.

    In a number of queries that does not grow with the nominees of a movement. Papers of the dossier do not change
    once it is appraised, so that they are not looked at again. Law: 152/2025/NĐ-CP, art. 4.
    """
    rows = [row for row in nominations if row.findings and row.state in _LOOKED_AT]
    given_above = Q(forwardings__state="decided", forwardings__awarded=True)
    awarded = set(  # the award that a nomination led to, here or above, is nothing against it
        Nomination.objects.filter(
            Q(award__isnull=False) | given_above, pk__in=[row.pk for row in rows]
        ).values_list("pk", flat=True)
    )
    rows = [row for row in rows if row.pk not in awarded]
    prefetch_related_objects(rows, "subject", "unit__subject", "movement__authority__subject", "initiative")
    by_movement: dict[Movement, list[Nomination]] = defaultdict(list)
    for row in rows:
        by_movement[row.movement].append(row)
    found: dict[int, tuple[rules.Finding, ...]] = {}
    for movement, those in by_movement.items():
        for key, held in gather(movement, those, on).items():
            row = next(one for one in those if one.pk == key)
            # whether standards are known is a matter of the book, no fact about somebody
            case = replace(held.case, no_standards=None)
            now = map(held.sourced, rules.check(held.standards, held.facts, case, held.articles))
            new = rules.came_up([*row.findings, *row.let_through], now)
            if new:
                found[key] = new
    return found


def held_back(nominations: Iterable[Nomination], on: date) -> dict[int, tuple[str, ...]]:
    """Why nominees may not be put to the vote, chosen, proposed or awarded as things stand, in sentences, by key.

    Something came up after the appraisal, or the appraisal that stands does not let them through.
    """
    rows = list(nominations)
    told = {key: tuple(map(new_fact, found)) for key, found in new_facts(rows, on).items()}
    for row in rows:
        if row.state in SETTLED and row.eligible is not True and not row.override_reason:
            verdict = choices.VERDICTS.get(row.verdict, "chưa có")
            told[row.pk] = (*told.get(row.pk, ()), f"Kết quả thẩm định: {verdict.lower()}.")
    return told


def new_fact(finding: rules.Finding) -> str:
    """What came up after the appraisal, as a sentence."""
    return choices.new_fact(plain(finding))


def plain(finding: rules.Finding) -> dict[str, Any]:
    """A finding as it is stored."""
    return {
        "rule": finding.rule,
        "outcome": finding.outcome.value,
        "article": finding.article,
        "fact": finding.fact,
        "blocking": finding.blocking,
    }


def worded(findings: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Stored findings in words: what is asked, outcome, fact, article; what blocks stands first."""
    order = {"not_met": 0, "unknown": 1, "met": 2}
    tones = {"not_met": "wrong", "unknown": "heed", "met": "done"}
    rows = [
        {
            "rule": choices.RULES.get(finding["rule"], finding["rule"]),
            "outcome": choices.OUTCOMES[finding["outcome"]],
            "tone": tones[finding["outcome"]],
            "fact": choices.finding_fact(finding),
            "source": choices.finding_source(finding),
            "article": finding["article"],
            "blocking": finding.get("blocking", True),
            "place": order[finding["outcome"]],
        }
        for finding in findings
    ]
    return sorted(rows, key=lambda row: row["place"])
