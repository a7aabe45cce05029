"""The members of a collective, with what its standards must know of them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from thidua.engine import eligibility as rules
from thidua.engine.nominations import State
from thidua.engine.text import name_key
from thidua.honours import queries as honours
from thidua.movements import queries as movements
from thidua.movements.models import Movement
from thidua.nominations.models import Nomination
from thidua.organizations.models import Membership, Person, Unit, UnitClosure, in_force
from thidua.organizations.queries import posts_of
from thidua.regulations import queries as regulations

_KEY: Final = "movement:"
_YEAR: Final = re.compile(r"\b20\d\d\b")


def movement_key(movement: Movement) -> str:
    """How an award that is held names the movement for which it was given."""
    return f"{_KEY}{movement.pk}"


def known(award: rules.PreviousAward, law: regulations.Law) -> rules.PreviousAward:
    """An award that is held, with what the law book knows of it."""
    found = law.award(award.form, award.decided_on)
    return replace(
        award,
        achievement=name_key(award.achievement),
        code=found.code if found is not None else "",
        title=found is not None and found.title,
    )


def members_of(
    nominations: Sequence[Nomination],
    standards: Mapping[int, Iterable[rules.Standard]],
    cases: Mapping[int, rules.Case],
    law: regulations.Law,
) -> dict[int, tuple[rules.Member, ...]]:
    """Who works in each nominated unit at the end of the period, for those whose standards ask for its members.

    ``standards`` and ``cases`` by the key of the nomination; the nominations are of one movement.
    """
    if not nominations:
        return {}
    some = cases[nominations[0].pk]
    people = _people(nominations, min(some.on, some.ends_on))
    everybody = {person.pk: person for rows in people.values() for person in rows}
    held = honours.facts_of(
        [person.subject for person in everybody.values()],
        starts_on=some.starts_on,
        ends_on=some.ends_on,
        on=some.on,
    )
    asked, passed_over = _asked(nominations[0].movement, law, some.on)
    years = _years([award for facts in held.values() for award in facts.awards])
    found: dict[int, tuple[rules.Member, ...]] = {}
    for row in nominations:
        codes = {
            rules.MembersAsked.parse(one.value).what
            for one in standards[row.pk]
            if one.rule is rules.StandardRule.MEMBERS_HOLD
        }
        lawful = {code: law.standards(code, some.on) for code in codes}
        members: list[rules.Member] = []
        for person in people[row.pk]:
            facts = held[person.subject_id]
            if not isinstance(facts, rules.PersonFacts):
                continue
            barred = {code for code in codes if _barred(lawful[code], facts, cases[row.pk])}
            members.append(
                rules.Member(
                    name=person.name,
                    facts=facts,
                    titles=frozenset(_held(facts, some, law, years) & codes),
                    asked=frozenset(asked.get(person.subject_id, set()) & codes),
                    barred=frozenset(barred | (passed_over.get(person.subject_id, set()) & codes)),
                )
            )
        found[row.pk] = tuple(members)
    return found


def _people(nominations: Sequence[Nomination], on: date) -> dict[int, list[Person]]:
    """Those whose main post is in the nominated unit or below it; of the authority itself only its own."""
    units = {
        unit.subject_id: unit
        for unit in Unit.objects.filter(subject__in=[row.subject_id for row in nominations])
    }
    below: dict[int, set[int]] = defaultdict(set)
    for ancestor, descendant, depth in UnitClosure.objects.filter(ancestor__in=units.values()).values_list(
        "ancestor_id", "descendant_id", "depth"
    ):
        below[ancestor].add(descendant)
        if depth and any(unit.pk == ancestor == unit.authority_id for unit in units.values()):
            below[ancestor].discard(descendant)
    posts = Membership.objects.filter(in_force(on), unit_id__in=set().union(*below.values()))
    people = list(
        Person.objects.filter(pk__in=posts.values("person_id"))
        .select_related("subject")
        .order_by("subject__sort_key", "pk")
    )
    main = posts_of(people, on)
    return {
        row.pk: [person for person in people if main[person.pk].unit_id in below[units[row.subject_id].pk]]
        for row in nominations
    }


def _asked(
    movement: Movement, law: regulations.Law, on: date
) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Titles asked for in a movement by subject, and those that the council passed over."""
    asked: dict[int, set[str]] = {}
    passed_over: dict[int, set[str]] = {}
    rows = Nomination.objects.filter(movement=movement, subject__kind="person").exclude(
        state__in=(State.WITHDRAWN.value, State.FORWARDED.value)
    )
    for subject, form, state in rows.values_list("subject_id", "form", "state"):
        into = passed_over if state == State.NOT_CHOSEN else asked
        into.setdefault(subject, set()).add(law.title_code(form, on))
    return asked, passed_over


def _barred(standards: Sequence[rules.Standard], facts: rules.PersonFacts, case: rules.Case) -> bool:
    """Whether somebody surely does not meet the standards of a title."""
    blocking = [one for one in standards if one.blocking]
    return any(
        finding.outcome is rules.FindingOutcome.NOT_MET
        for finding in rules.check_standards(blocking, facts, case)
    )


def _years(awards: Iterable[rules.PreviousAward]) -> dict[str, int | None]:
    keys = {award.movement for award in awards if award.movement.startswith(_KEY)}
    rows = Movement.objects.filter(pk__in=[key.removeprefix(_KEY) for key in keys])
    return {movement_key(row): movements.year_of(row) for row in rows}


def _held(
    facts: rules.PersonFacts, case: rules.Case, law: regulations.Law, years: Mapping[str, int | None]
) -> set[str]:
    """Codes of the titles held for the year of the case; of which year is what the register says, never guessed."""
    year = case.ends_on.year
    return {
        known(award, law).code
        for award in facts.awards
        if not award.cancelled
        and (
            years.get(award.movement) == year
            if award.movement
            else max(_YEAR.findall(award.achievement), default="") == str(year)
        )
    }
