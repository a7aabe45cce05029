"""Facts about nominees, gathered from what earlier stages keep; many at once, in as few queries as one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from django.db.models import QuerySet

from thidua.base.acts import day_of
from thidua.engine import eligibility as rules
from thidua.engine.nominations import State
from thidua.engine.text import name_key
from thidua.honours import queries as honours
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations.models import DossierItem, Nomination
from thidua.nominations.queries.members import known, members_of, movement_key
from thidua.nominations.queries.power import going_up, superior_of
from thidua.organizations.models import Membership, Person, in_force
from thidua.regulations import queries as regulations
from thidua.scoring.models import Sheet


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that the engine needs to check one nominee."""

    standards: tuple[rules.Standard, ...]
    facts: rules.SubjectFacts
    case: rules.Case
    articles: Mapping[str, str]
    sources: Mapping[str, rules.PlainFact]  # by the name of the place: what it is called, and its day

    def sourced(self, finding: rules.Finding) -> rules.Finding:
        """The finding with the place in which its fact was looked for, and the day on which it was looked at."""
        where = "gradings" if "instead" in finding.fact else SOURCES.get(finding.rule)
        if where is None:
            return finding
        source = {"where": where, "on": self.case.on.isoformat(), **self.sources.get(where, {})}
        return replace(finding, fact=finding.fact | {"source": source})


SOURCES: Final[Mapping[str, str]] = {
    "no_discipline": "disciplines",
    "head_no_discipline": "disciplines",
    "merit_after_discipline": "disciplines",
    "members_undisciplined": "disciplines",
    "no_verification": "verifications",
    "not_repeated": "awards",
    "prior_title": "awards",
    "members_hold": "awards",
    "initiative_once": "awards",
    "initiative": "initiatives",
    "grading_at_least": "gradings",
    "members_graded": "gradings",
    "unit_graded": "gradings",
    "months_at_least": "directory",
    "maternity_counts": "absences",
    "direct_work": "directory",
    "old_unit_remarks": "directory",
    "not_own_decider": "directory",
    "within_power": "directory",
    "leaders_share": "directory",
    "preferred": "directory",
    "takes_part": "plan",
    "scored": "sheet",
    "score_at_least": "sheet",
    "evidence": "sheet",
    "registered": "registration",
    "dossier_complete": "dossier",
    "unit_quota": "nominations",
}
"""Rule -> where its fact stands, as ``choices`` calls it."""


def gather(movement: Movement, nominations: Sequence[Nomination], on: date) -> dict[int, Gathered]:
    """What is known on a day of nominees of one movement, by key; papers of the dossier are left to the caller.

    An appraised nominee is measured by the standards and the year of the appraisal: only the facts are of the day.
    """
    law = regulations.law_of(movement.authority_id)
    share = leader_share(live_nominations(movement), law, on)
    clauses: dict[str, str | None] = {}
    own: dict[tuple[str, str], tuple[rules.Standard, ...]] = {}
    asked: dict[int, tuple[rules.Standard, ...]] = {}
    cases: dict[int, rules.Case] = {}
    for row in nominations:
        seen_on = appraised_on(row) or on
        award = law.award(row.form, seen_on)
        title = award is not None and award.title
        if title and row.form not in clauses:
            clauses[row.form] = movements.clause_naming(movement, row.form)
        key = (row.level, row.form if title else "")
        if key not in own:
            # what the plan asks for its forms of commendation does not concern a title, which the law itself measures
            own[key] = movements.standards(movement, level=key[0], form=key[1])
        asked[row.pk] = standards(own[key], law, row.form, seen_on)
        cases[row.pk] = rules.Case(
            on=on,
            starts_on=movement.starts_on or date((movement.ends_on or on).year, 1, 1),
            ends_on=movement.ends_on or on,
            # a movement of several years asks for the grading of the year in which it is appraised
            grading_periods=(str(min(movement.ends_on or on, seen_on).year),),
            movement=movement_key(movement),
            superior=superior_of(movement.authority),
            award=award.code if award is not None else "",
            title=title,
            titles_clause=clauses[row.form] if title else None,
            no_standards=None
            if _measured(asked[row.pk], rules.Subject(row.subject.award_kind))
            else award.article
            if award is not None
            else movements.document_name(movement),
            leaders=share,
            women_share=law.women_share_preferred(on),
        )
    held = _facts(movement, nominations, cases, law, on)
    sources = _sources(movement, nominations)
    members = members_of(
        [row for row in nominations if any(one.rule in rules.MEMBER_RULES for one in asked[row.pk])],
        asked,
        cases,
        law,
    )
    found: dict[int, Gathered] = {}
    for row in nominations:
        fact = held[row.pk]
        if isinstance(fact, rules.CollectiveFacts) and row.pk in members:
            fact = replace(fact, members=members[row.pk])
        seen_on = appraised_on(row) or on
        found[row.pk] = Gathered(
            asked[row.pk],
            fact,
            cases[row.pk],
            law.eligibility_articles(seen_on),
            sources[row.subject_id],
        )
    return found


def _sources(movement: Movement, rows: Sequence[Nomination]) -> dict[int, dict[str, rules.PlainFact]]:
    """The sheet and the registration list of each subject, and the plan, as findings cite them."""
    keys = {row.subject_id for row in rows}
    plan: rules.PlainFact = {"name": movements.document_name(movement)}
    found: dict[int, dict[str, rules.PlainFact]] = {key: {"plan": plan} for key in keys}
    sheets = Sheet.objects.filter(campaign__movement=movement, subject__in=keys, state="finalized")
    for sheet in sheets.select_related("criteria_set"):
        found[sheet.subject_id]["sheet"] = {"name": sheet.criteria_set.title, "day": _day(sheet.finalized_at)}
    for line in movements.registered_subjects(movement).filter(subject__in=keys):
        found[line.subject_id]["registration"] = {
            "name": line.registration.unit.name,
            "day": _day(line.registration.accepted_at),
        }
    return found


def _day(at: datetime | None) -> str | None:
    return day_of(at).isoformat() if at is not None else None


def _measured(standards: Iterable[rules.Standard], kind: rules.Subject) -> bool:
    """Whether plan or law book tell what the award asks for: having registered measures nothing."""
    return any(one.rule is not rules.StandardRule.REGISTERED and one.concerns(kind) for one in standards)


def appraised_on(nomination: Nomination) -> date | None:
    """The day on which it was appraised; nothing where nobody stands by findings."""
    at = nomination.appraised_at
    return day_of(at) if at is not None else None


def standards(
    own: tuple[rules.Standard, ...], law: regulations.Law, form: str, on: date
) -> tuple[rules.Standard, ...]:
    """The plan's own standards; for a kind of subject to which the plan sets none, those of the law book."""
    return own + tuple(
        one
        for one in law.standards(form, on)
        if not any(mine.rule is one.rule and mine.concerns(one.subject) for mine in own)
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


def _unit_places(movement: Movement, rows: Sequence[Nomination]) -> dict[int, tuple[rules.UnitPlaces, ...]]:
    """How many of its kind and award a unit has nominated, against each quota that the plan sets for every unit."""
    law, day = regulations.national(), movement.reckoned_on
    quotas = {
        key: [
            quota
            for quota in movements.quotas(movement, level=key[0], title=key[1])
            if quota.per_unit and quota.max is not None
        ]
        for key in {(row.level, law.title_code(row.form, day)) for row in rows}
    }
    if not any(quotas.values()):
        return {}
    nominated: dict[tuple[int, str], list[str]] = defaultdict(list)
    for other in live_nominations(movement).select_related("subject"):
        nominated[other.unit_id, other.form].append(other.subject.award_kind)
    found: dict[int, tuple[rules.UnitPlaces, ...]] = {}
    for row in rows:
        kind = rules.Subject(row.subject.award_kind)
        found[row.pk] = tuple(
            rules.UnitPlaces(
                unit=row.unit.name,
                nominated=sum(
                    quota.subject in {rules.Subject.EITHER, told} for told in nominated[row.unit_id, row.form]
                ),
                ceiling=quota.max or 0,
                article=movements.document_name(movement),
            )
            for quota in quotas[row.level, law.title_code(row.form, day)]
            if quota.subject in {rules.Subject.EITHER, kind}
        )
    return found


def _initiatives(rows: Sequence[Nomination]) -> dict[int, rules.InitiativeFact]:
    """What the merit rests on, with the awards and the other nominations that rest on it too."""
    resting = [row for row in rows if row.initiative is not None]
    if not resting:
        return {}
    keys = {row.initiative_id for row in resting}
    others: dict[int | None, list[Nomination]] = defaultdict(list)
    for other in (
        Nomination.objects.filter(initiative__in=keys, award__isnull=True)
        .exclude(state__in=(State.WITHDRAWN.value, State.NOT_CHOSEN.value))
        .select_related("subject")
        .order_by("pk")
    ):
        others[other.initiative_id].append(other)
    told = honours.initiative_facts([row.initiative for row in resting if row.initiative is not None])
    return {
        row.pk: replace(
            told[row.initiative_id or 0],
            claimed=tuple(
                f"{other.form} cho {other.subject.name}"
                for other in others[row.initiative_id]
                if other.pk != row.pk
            ),
        )
        for row in resting
    }


def _facts(
    movement: Movement,
    rows: Sequence[Nomination],
    cases: Mapping[int, rules.Case],
    law: regulations.Law,
    on: date,
) -> dict[int, rules.SubjectFacts]:
    """What honours keeps of the nominees, with what movement and scoring add, by key of the nomination."""
    subjects = list({row.subject_id: row.subject for row in rows}.values())
    if not rows:
        return {}
    case = cases[rows[0].pk]  # the period is the movement's, the same for all
    held = honours.facts_of(subjects, starts_on=case.starts_on, ends_on=case.ends_on, on=on)
    sheets = {
        sheet.subject_id: sheet
        for sheet in Sheet.objects.filter(
            campaign__movement=movement, subject__in=subjects, state="finalized"
        )
    }
    outside = movements.out_of_scope(movement, subjects, on)
    registered = set(
        movements.registered_subjects(movement)
        .filter(subject__in=subjects)
        .order_by()
        .values_list("subject_id", flat=True)
    )
    upward = going_up(subjects, movement.authority, on)
    initiatives, places = _initiatives(rows), _unit_places(movement, rows)
    remarks = dict(
        DossierItem.objects.filter(nomination__in=rows, kind="old_unit_remarks")
        .order_by("pk")
        .values_list("nomination_id", "title")
    )
    found: dict[int, rules.SubjectFacts] = {}
    for row in rows:
        sheet = sheets.get(row.subject_id)
        facts = replace(
            held[row.subject_id],
            awards=tuple(known(award, law) for award in held[row.subject_id].awards),
            achievement=name_key(row.merit),
            takes_part=row.subject_id not in outside,
            registered=row.subject_id in registered,
            score=sheet.final_total if sheet is not None else None,
            initiative=initiatives.get(row.pk),
            unit_places=places.get(row.pk, ()),
        )
        if isinstance(facts, rules.PersonFacts):
            facts = replace(
                facts,
                is_decider=facts.is_decider or row.subject_id in upward,
                old_unit_remarks=facts.old_unit_remarks or remarks.get(row.pk, ""),
            )
        elif isinstance(facts, rules.CollectiveFacts) and row.subject_id in upward:
            facts = replace(facts, superior=case.superior)
        found[row.pk] = facts
    return found
