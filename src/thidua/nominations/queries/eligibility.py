"""Facts about a nominee, gathered from what earlier stages keep, and the engine's findings on them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.db.models import QuerySet

from thidua.engine import eligibility as rules
from thidua.engine.nominations import State
from thidua.engine.text import name_key
from thidua.honours import queries as honours
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations import choices
from thidua.nominations.models import Nomination
from thidua.nominations.queries.dossier import missing_papers
from thidua.nominations.queries.figures import leaves_without_evidence
from thidua.nominations.queries.members import known, members_of, movement_key
from thidua.organizations.models import Membership, Person, Subject, Unit, in_force
from thidua.regulations import queries as regulations
from thidua.scoring.models import Sheet


def superior_of(authority: Unit) -> str:
    """Who awards what the chairperson of an authority may not award to the own person or collective."""
    if authority.level in {Unit.Level.COMMUNE, Unit.Level.DISTRICT}:
        return f"Chủ tịch Ủy ban nhân dân {authority.province or 'tỉnh'}"
    return "Thủ tướng Chính phủ" if authority.level == Unit.Level.PROVINCE else "cấp có thẩm quyền"


_UPWARD = ("office", "commune", "district", "province", "state")


def own_levels(authority: Unit) -> tuple[str, ...]:
    """The levels of awards that an authority decides itself: its own and those below. 06/2022/QH15, art. 80."""
    return _UPWARD[: _UPWARD.index(authority.level) + 1]


def above_power(nomination: Nomination) -> bool:
    """Whether only a level above the authority may give what is asked for."""
    return nomination.level not in own_levels(nomination.movement.authority)


def must_go_up(subject: Subject, authority: Unit, on: date) -> bool:
    """Whether its own chair may not award it: the authority itself, or the person at its head."""
    if subject.kind == Subject.Kind.UNIT:
        return Unit.objects.filter(subject=subject, pk=authority.pk).exists()
    heads = Membership.objects.filter(in_force(on), person__subject=subject, head=True)
    leads = heads.filter(unit=authority) | heads.filter(
        unit__authority=authority, unit__block=Unit.Block.LEADERSHIP
    )
    return leads.exists()


def check(nomination: Nomination, on: date) -> tuple[rules.Finding, ...]:
    """Check a nominee by the plan's standards and the law as they stand on a day; nothing is guessed or stored."""
    law = regulations.law_of(nomination.movement.authority_id)
    asked, case, held = standards(nomination, law, on), _case(nomination, law, on), facts(nomination, on, law)
    if isinstance(held, rules.CollectiveFacts) and any(one.rule in rules.MEMBER_RULES for one in asked):
        held = replace(held, members=members_of(nomination, asked, case, law))
    findings = rules.check(asked, held, case, law.eligibility_articles(on))
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
    return findings


def standards(nomination: Nomination, law: regulations.Law, on: date) -> tuple[rules.Standard, ...]:
    """The plan's own standards; for a kind of subject to which the plan sets none, those of the law book.

    What the plan asks for its forms of commendation does not concern a title, which the law itself measures.
    """
    award = law.award(nomination.form, on)
    titled = award is not None and award.title
    own = movements.standards(
        nomination.movement, level=nomination.level, form=nomination.form if titled else ""
    )
    lawful = law.standards(nomination.form, on)
    return own + tuple(
        one for one in lawful if not any(mine.rule is one.rule and mine.concerns(one.subject) for mine in own)
    )


def _case(nomination: Nomination, law: regulations.Law, on: date) -> rules.Case:
    movement = nomination.movement
    award = law.award(nomination.form, on)
    title = award is not None and award.title
    ends_on = movement.ends_on or on
    return rules.Case(
        on=on,
        starts_on=movement.starts_on or date(ends_on.year, 1, 1),
        ends_on=ends_on,
        # a movement of several years asks for the grading of the year in which it is appraised
        grading_periods=(str(min(ends_on, on).year),),
        movement=movement_key(movement),
        superior=superior_of(movement.authority),
        award=award.code if award is not None else "",
        title=title,
        titles_clause=movements.clause_naming(movement, nomination.form) if title else None,
        leaders=leader_share(live_nominations(movement), law, on),
        women_share=law.women_share_preferred(on),
    )


def live_nominations(movement: Movement) -> QuerySet[Nomination]:
    """The nominations of a movement that count: neither withdrawn nor gone to the level above."""
    return Nomination.objects.filter(movement=movement).exclude(
        state__in=(State.WITHDRAWN.value, State.FORWARDED.value)
    )


def leader_share(
    nominations: Iterable[Nomination], law: regulations.Law, on: date
) -> rules.LeaderShare | None:
    """Leaders among the individuals of some nominations; nothing where no rule limits their share."""
    told = law.leaders_most(on)
    if told is None:
        return None
    keys = {nomination.subject_id for nomination in nominations}
    people = set(Person.objects.filter(subject__in=keys).values_list("pk", flat=True))
    posts = Membership.objects.filter(in_force(on), person__in=people).select_related("unit")
    leading = {post.person_id for post in posts if honours.leads(post)}
    return rules.LeaderShare(len(leading), len(people), told.number, told.source)


def _unit_places(nomination: Nomination) -> tuple[rules.UnitPlaces, ...]:
    """How many of its kind and award the unit has nominated, against each quota that the plan sets for every unit."""
    movement, kind = nomination.movement, rules.Subject(nomination.subject.award_kind)
    title = regulations.national().title_code(nomination.form, movement.ends_on or movement.created_at.date())
    quotas = [
        quota
        for quota in movements.quotas(movement, level=nomination.level, title=title)
        if quota.per_unit and quota.max is not None and quota.subject in {rules.Subject.EITHER, kind}
    ]
    if not quotas:
        return ()
    rows = live_nominations(movement).filter(unit=nomination.unit, form=nomination.form)
    kinds = [row.subject.award_kind for row in rows.select_related("subject")]
    return tuple(
        rules.UnitPlaces(
            unit=nomination.unit.name,
            nominated=sum(quota.subject in {rules.Subject.EITHER, told} for told in kinds),
            ceiling=quota.max or 0,
            article=movements.document_name(movement),
        )
        for quota in quotas
    )


def _initiative(nomination: Nomination) -> rules.InitiativeFact | None:
    """What the merit rests on, with the awards and the other nominations that rest on it too."""
    initiative = nomination.initiative
    if initiative is None:
        return None
    others = initiative.nominations.exclude(pk=nomination.pk).exclude(
        state__in=(State.WITHDRAWN.value, State.NOT_CHOSEN.value)
    )
    waiting = others.filter(award__isnull=True).select_related("subject").order_by("pk")
    return honours.initiative_fact(initiative, [f"{row.form} cho {row.subject.name}" for row in waiting])


def facts(nomination: Nomination, on: date, law: regulations.Law) -> rules.SubjectFacts:
    """What honours keeps of the nominee, with what movement, scoring and the dossier add."""
    movement, subject = nomination.movement, nomination.subject
    case = _case(nomination, law, on)
    held = honours.facts_of([subject], starts_on=case.starts_on, ends_on=case.ends_on, on=on)[subject.pk]
    sheet = Sheet.objects.filter(campaign__movement=movement, subject=subject).first()
    held = replace(
        held,
        awards=tuple(known(award, law) for award in held.awards),
        achievement=name_key(nomination.merit),
        takes_part=subject.pk not in movements.out_of_scope(movement, [subject], on),
        registered=movements.is_registered(movement, subject),
        score=sheet.final_total if sheet is not None and sheet.state == "finalized" else None,
        missing_papers=missing_papers(nomination, on),
        initiative=_initiative(nomination),
        unit_places=_unit_places(nomination),
    )
    goes_up = must_go_up(subject, movement.authority, on)
    if isinstance(held, rules.PersonFacts):
        remarks = nomination.dossier.filter(kind="old_unit_remarks").order_by("pk").last()
        return replace(
            held,
            is_decider=held.is_decider or goes_up,
            old_unit_remarks=held.old_unit_remarks or (remarks.title if remarks else ""),
        )
    if isinstance(held, rules.CollectiveFacts) and goes_up:
        return replace(held, superior=superior_of(movement.authority))
    return held


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
            "article": finding["article"],
            "blocking": finding.get("blocking", True),
            "place": order[finding["outcome"]],
        }
        for finding in findings
    ]
    return sorted(rows, key=lambda row: row["place"])
