"""The checks themselves: standards of the plan first, then the law."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from thidua.engine.eligibility import members
from thidua.engine.eligibility.facts import (
    Case,
    CollectiveFacts,
    Finding,
    FindingOutcome,
    GradingLevel,
    GradingStatus,
    Hold,
    HoldKind,
    InitiativeLevel,
    PersonFacts,
    PlainFact,
    PreviousAward,
    Standard,
    StandardRule,
    SubjectFacts,
    Verdict,
)


def _finding(
    rule: str, *, met: bool, articles: Mapping[str, str], fact: PlainFact, blocking: bool = True
) -> Finding:
    outcome = FindingOutcome.MET if met else FindingOutcome.NOT_MET
    return Finding(rule, outcome, articles.get(rule, ""), fact, blocking)


def _on_end(periods: tuple[str, ...], years: int) -> list[str]:
    """Return the years (or school years, "2024-2025"), with those before the first until they are as many as asked."""
    earlier = [
        "-".join(str(int(year) - back) for year in periods[0].split("-"))
        for back in range(years - len(periods), 0, -1)
    ]
    return [*earlier, *periods]


def _grading(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    level, _, years = standard.value.partition("*")
    wanted = GradingLevel(level)
    for period in _on_end(facts.grading_periods or case.grading_periods, int(years or 1)):
        found = [grading for grading in facts.gradings if grading.period == period]
        official = [grading for grading in found if grading.status is GradingStatus.OFFICIAL]
        fact: PlainFact = {"period": period, "wanted": wanted.value}
        if official:
            last = official[-1]
            fact |= {"level": last.level.value, "document": last.document}
            outcome = FindingOutcome.MET if last.level.reaches(wanted) else FindingOutcome.NOT_MET
        else:
            fact |= {"missing": "grading_document"}
            if found:
                fact |= {"provisional": found[-1].level.value}
            outcome = FindingOutcome.UNKNOWN
        yield Finding(standard.rule.value, outcome, standard.article, fact, standard.blocking)


def _unit_graded(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    """The grading of the unit where a person works."""
    if not isinstance(facts, PersonFacts) or not facts.unit:
        yield from _single(standard, None, {"missing": "unit", "wanted": standard.value.partition("*")[0]})
        return
    for finding in _grading(standard, replace(facts, gradings=facts.unit_gradings), case):
        yield replace(finding, fact=finding.fact | {"unit": facts.unit})


def _single(standard: Standard, met: bool | None, fact: PlainFact) -> Iterable[Finding]:  # noqa: FBT001 - three-valued
    outcome = FindingOutcome.UNKNOWN if met is None else FindingOutcome.MET if met else FindingOutcome.NOT_MET
    yield Finding(standard.rule.value, outcome, standard.article, fact, standard.blocking)


def _scored(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    if facts.score is None:
        return _single(standard, None, {"missing": "final_score"})
    return _single(standard, met=True, fact={"score": str(facts.score)})


def _score_at_least(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    if facts.score is None:
        return _single(standard, None, {"missing": "final_score", "wanted": standard.value})
    met = facts.score >= Decimal(standard.value)
    return _single(standard, met=met, fact={"score": str(facts.score), "wanted": standard.value})


def _registered(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    fact: PlainFact = {"registered": facts.registered}
    return _single(
        standard, facts.registered, fact | ({"missing": "registration"} if not facts.registered else {})
    )


def _months(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    if not isinstance(facts, PersonFacts) or facts.months_worked is None:
        return _single(standard, None, {"missing": "months_worked", "wanted": standard.value})
    months = facts.months_worked + facts.maternity_months
    fact: PlainFact = {
        "months": str(months),
        "maternity": str(facts.maternity_months),
        "wanted": standard.value,
    }
    return _single(standard, months >= Decimal(standard.value), fact)


def _direct_work(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    work = facts.direct_work if isinstance(facts, PersonFacts) else None
    if work is None:
        return _single(standard, None, {"missing": "direct_work"})
    return _single(standard, bool(work), {"direct_work": work})


def _judged(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    return _single(standard, facts.judgements.get(standard.value), {"judgement": standard.value})


def _prior_title(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    code, _, times = standard.value.partition("*")
    held = [award for award in facts.awards if award.code == code and not award.cancelled]
    fact: PlainFact = {"title": code, "wanted": int(times), "awards": [_award_fact(award) for award in held]}
    if len(held) >= int(times):
        return _single(standard, met=True, fact=fact)
    # what no register holds may still lie in a drawer
    return _single(standard, None, fact | {"missing": "prior_titles"})


def _initiative(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    level, _, instead = standard.value.partition("|")
    wanted, found = InitiativeLevel(level), facts.initiative
    fact: PlainFact = {"wanted": wanted.value}
    if instead:
        graded = [
            outcome
            for outcome in _grading(Standard(StandardRule.GRADING_AT_LEAST, "", value=instead), facts, case)
            if outcome.outcome is FindingOutcome.MET
        ]
        if graded:
            return _single(standard, met=True, fact=fact | {"instead": graded[-1].fact})
        fact |= {"or_grading": instead}
    if found is None:
        return _single(standard, None, fact | {"missing": "initiative"})
    fact |= {"initiative": found.title, "level": found.level.value, "document": found.document}
    if not found.level.recognised or not found.document:
        return _single(standard, None, fact | {"missing": "initiative_document"})
    return _single(standard, found.level.reaches(wanted), fact)


_STANDARDS: Final[Mapping[StandardRule, Callable[[Standard, SubjectFacts, Case], Iterable[Finding]]]] = {
    StandardRule.GRADING_AT_LEAST: _grading,
    StandardRule.UNIT_GRADED: _unit_graded,
    StandardRule.SCORED: _scored,
    StandardRule.SCORE_AT_LEAST: _score_at_least,
    StandardRule.REGISTERED: _registered,
    StandardRule.MONTHS_AT_LEAST: _months,
    StandardRule.DIRECT_WORK: _direct_work,
    StandardRule.JUDGED: _judged,
    StandardRule.PRIOR_TITLE: _prior_title,
    StandardRule.INITIATIVE: _initiative,
    StandardRule.MEMBERS_HOLD: members.hold,
    StandardRule.MEMBERS_GRADED: members.graded,
    StandardRule.MEMBERS_UNDISCIPLINED: members.undisciplined,
}


def _hold_fact(hold: Hold) -> PlainFact:
    return {
        "kind": hold.kind.value,
        "from": hold.starts_on.isoformat(),
        "to": hold.ends_on.isoformat() if hold.ends_on else None,
        "document": hold.document,
    }


_DISCIPLINE: Final = frozenset({HoldKind.DISCIPLINE, HoldKind.CONSIDERED})


def _holds(facts: SubjectFacts, case: Case, articles: Mapping[str, str]) -> Iterable[Finding]:
    open_now = [hold for hold in facts.holds if hold.covers(case.on)]
    discipline = [hold for hold in open_now if hold.kind in _DISCIPLINE]
    others = [hold for hold in open_now if hold.kind not in _DISCIPLINE]
    for rule, found in (("no_discipline", discipline), ("no_verification", others)):
        yield _finding(
            rule, met=not found, articles=articles, fact={"holds": [_hold_fact(hold) for hold in found]}
        )
    past = [
        hold.ends_on
        for hold in facts.holds
        if hold.kind is HoldKind.DISCIPLINE
        and hold.ends_on is not None
        and case.starts_on <= hold.ends_on < case.on
    ]
    if past:
        # merit counts from the end of the discipline; what is left of the period is for people to weigh
        fact: PlainFact = {"counts_after": max(past).isoformat()}
        yield _finding("merit_after_discipline", met=True, articles=articles, fact=fact, blocking=False)


def _award_fact(award: PreviousAward) -> PlainFact:
    return {"form": award.form, "on": award.decided_on.isoformat(), "decision": award.decision}


def _repeated(facts: SubjectFacts, case: Case, articles: Mapping[str, str]) -> Iterable[Finding]:
    rule = "not_repeated"
    # one merit carries one form of commendation; a title is held once for a year, beside other titles and forms
    held = [
        award
        for award in facts.awards
        if not award.cancelled and award.title is case.title and (not case.title or award.code == case.award)
    ]
    same = [
        award
        for award in held
        if (award.movement and award.movement == case.movement)
        or (award.achievement and award.achievement == facts.achievement)
    ]
    # awarded inside the period for a reason that nobody wrote down: somebody has to look
    unclear = [
        award
        for award in held
        if not award.movement and not award.achievement and case.starts_on <= award.decided_on <= case.on
    ]
    if same or not unclear:
        yield _finding(
            rule, met=not same, articles=articles, fact={"awards": [_award_fact(award) for award in same]}
        )
    else:
        fact: PlainFact = {
            "awards": [_award_fact(award) for award in unclear],
            "missing": "achievement_of_award",
        }
        yield Finding(rule, FindingOutcome.UNKNOWN, articles.get(rule, ""), fact)


def _power(facts: SubjectFacts, case: Case, articles: Mapping[str, str]) -> Iterable[Finding]:
    fact: PlainFact = {"forward_to": case.superior} if facts.is_decider else {}
    yield _finding("not_own_decider", met=not facts.is_decider, articles=articles, fact=fact)
    if isinstance(facts, CollectiveFacts):
        fact = {"forward_to": facts.superior} if facts.superior else {}
        yield _finding("within_power", met=not facts.superior, articles=articles, fact=fact)


def _particular(facts: SubjectFacts, case: Case, articles: Mapping[str, str]) -> Iterable[Finding]:
    if isinstance(facts, PersonFacts):
        if facts.joined_on is not None and case.starts_on < facts.joined_on <= case.ends_on:
            fact: PlainFact = {"joined_on": facts.joined_on.isoformat(), "document": facts.old_unit_remarks}
            outcome = FindingOutcome.MET if facts.old_unit_remarks else FindingOutcome.UNKNOWN
            if not facts.old_unit_remarks:
                fact["missing"] = "old_unit_remarks"
            yield Finding("old_unit_remarks", outcome, articles.get("old_unit_remarks", ""), fact)
        if facts.maternity_months:
            fact = {"months": str(facts.maternity_months)}
            yield _finding("maternity_counts", met=True, articles=articles, fact=fact, blocking=False)
    elif isinstance(facts, CollectiveFacts):
        found = [hold for hold in facts.head_holds if hold.kind in _DISCIPLINE and hold.covers(case.on)]
        yield _finding(
            "head_no_discipline",
            met=not found,
            articles=articles,
            fact={"holds": [_hold_fact(hold) for hold in found]},
        )


def _papers(facts: SubjectFacts, case: Case, articles: Mapping[str, str]) -> Iterable[Finding]:
    if facts.takes_part is None:
        yield Finding("takes_part", FindingOutcome.UNKNOWN, articles.get("takes_part", ""), {})
    else:
        yield _finding("takes_part", met=facts.takes_part, articles=articles, fact={})
    outcome = FindingOutcome.UNKNOWN if facts.missing_papers else FindingOutcome.MET
    fact: PlainFact = {"missing": list(facts.missing_papers)} if facts.missing_papers else {}
    yield Finding("dossier_complete", outcome, articles.get("dossier_complete", ""), fact)
    for code, document in sorted(facts.vetoes.items()):
        yield _finding("no_veto", met=False, articles=articles, fact={"veto": code, "document": document})


def _merit(facts: SubjectFacts, case: Case, articles: Mapping[str, str]) -> Iterable[Finding]:
    """What the merit rests on: an initiative serves once; a thematic movement carries no title."""
    found = facts.initiative
    if found is not None:
        fact: PlainFact = {
            "initiative": found.title,
            "awards": [_award_fact(award) for award in found.used],
            "claimed": list(found.claimed),
        }
        met = not found.used and not found.claimed
        yield _finding("initiative_once", met=met, articles=articles, fact=fact)
    if case.title:
        fact = {"clause": case.titles_clause or ""}
        yield _finding("title_by_year", met=case.titles_clause is not None, articles=articles, fact=fact)


def _among_others(facts: SubjectFacts, case: Case, articles: Mapping[str, str]) -> Iterable[Finding]:
    """What concerns a nominee as one of many: for the council to weigh, so that none of it blocks."""
    for places in facts.unit_places:
        fact: PlainFact = {"unit": places.unit, "nominated": places.nominated, "ceiling": places.ceiling}
        outcome = FindingOutcome.MET if places.nominated <= places.ceiling else FindingOutcome.NOT_MET
        yield Finding("unit_quota", outcome, places.article, fact, blocking=False)
    share = case.leaders
    if share is not None and isinstance(facts, PersonFacts):
        fact = {"leaders": share.leaders, "individuals": share.individuals, "most": str(share.most)}
        if facts.leader is None:
            outcome, fact = FindingOutcome.UNKNOWN, fact | {"missing": "post"}
        else:
            outcome = FindingOutcome.MET if share.kept or not facts.leader else FindingOutcome.NOT_MET
            fact |= {"leader": facts.leader}
        yield Finding("leaders_share", outcome, share.source, fact, blocking=False)
    reasons = preferences(facts, case.women_share)
    if reasons:
        yield _finding("preferred", met=True, articles=articles, fact={"reasons": reasons}, blocking=False)


def preferences(facts: SubjectFacts, women_share: Decimal | None) -> list[str]:
    """Return why a nominee goes before equals: ``woman``, ``direct_worker``, ``mostly_women``.

    ``women_share`` is the part of 1 from which on a collective counts as mostly women; None: no such rule.
    """
    if isinstance(facts, PersonFacts):
        told = (("woman", facts.female is True), ("direct_worker", facts.leader is False))
        return [reason for reason, holds in told if holds]
    if isinstance(facts, CollectiveFacts) and women_share is not None and facts.women_share is not None:
        return ["mostly_women"] if facts.women_share >= women_share else []
    return []


_LAW: Final[tuple[Callable[[SubjectFacts, Case, Mapping[str, str]], Iterable[Finding]], ...]] = (
    _papers,
    _holds,
    _repeated,
    _power,
    _particular,
    _merit,
    _among_others,
)


def check_standards(standards: Iterable[Standard], facts: SubjectFacts, case: Case) -> tuple[Finding, ...]:
    """Check a nominee against those standards that concern this kind of subject.

    Nothing is guessed: what is not known is UNKNOWN and names under ``missing`` what would settle it.
    """
    wanted = (standard for standard in standards if standard.concerns(facts.subject))
    return tuple(
        finding for standard in wanted for finding in _STANDARDS[standard.rule](standard, facts, case)
    )


def check(
    standards: Iterable[Standard], facts: SubjectFacts, case: Case, articles: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Check a nominee: first the standards, then the law, whose ``articles`` of the day stand by rule."""
    findings = [*check_standards(standards, facts, case)]
    if case.no_standards is not None:
        # an award without a measure is not met by everybody
        findings.append(Finding("standards_known", FindingOutcome.UNKNOWN, case.no_standards, {}))
    for law in _LAW:
        findings += law(facts, case, articles)
    return tuple(findings)


_FORWARDING: Final = frozenset({"not_own_decider", "within_power"})


def verdict(findings: Iterable[Finding]) -> Verdict:
    """Sum up: a blocking rule not met decides; the power of the level above comes before a missing paper."""
    blocking = [finding for finding in findings if finding.blocking]
    failed = {finding.rule for finding in blocking if finding.outcome is FindingOutcome.NOT_MET}
    if failed - _FORWARDING:
        return Verdict.NOT_ELIGIBLE
    if failed:
        return Verdict.FORWARD
    if any(finding.outcome is FindingOutcome.UNKNOWN for finding in blocking):
        return Verdict.UNKNOWN
    return Verdict.ELIGIBLE
