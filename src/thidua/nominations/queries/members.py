"""The members of a collective, with what its standards must know of them."""

from __future__ import annotations

import re
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
    nomination: Nomination, standards: Iterable[rules.Standard], case: rules.Case, law: regulations.Law
) -> tuple[rules.Member, ...]:
    """Who works in the nominated unit at the end of the period, for the standards that ask for its members."""
    people = _people(nomination, min(case.on, case.ends_on))
    held = honours.facts_of(
        [person.subject for person in people], starts_on=case.starts_on, ends_on=case.ends_on, on=case.on
    )
    codes = {
        rules.MembersAsked.parse(one.value).what
        for one in standards
        if one.rule is rules.StandardRule.MEMBERS_HOLD
    }
    lawful = {code: law.standards(code, case.on) for code in codes}
    asked, passed_over = _asked(nomination, law, case.on)
    years = _years([award for facts in held.values() for award in facts.awards])
    found: list[rules.Member] = []
    for person in people:
        facts = held[person.subject_id]
        if not isinstance(facts, rules.PersonFacts):
            continue
        barred = {code for code in codes if _barred(lawful[code], facts, case)}
        found.append(
            rules.Member(
                name=person.name,
                facts=facts,
                titles=frozenset(_held(facts, case, law, years) & codes),
                asked=frozenset(asked.get(person.subject_id, set()) & codes),
                barred=frozenset(barred | (passed_over.get(person.subject_id, set()) & codes)),
            )
        )
    return tuple(found)


def _people(nomination: Nomination, on: date) -> list[Person]:
    """Those whose main post is in the unit or below it; of the authority itself only its own."""
    unit = Unit.objects.get(subject=nomination.subject)
    below = UnitClosure.objects.filter(ancestor=unit)
    if unit.pk == unit.authority_id:
        below = below.filter(depth=0)
    units = set(below.values_list("descendant_id", flat=True))
    posts = Membership.objects.filter(in_force(on), unit_id__in=units)
    people = list(
        Person.objects.filter(pk__in=posts.values("person_id"))
        .select_related("subject")
        .order_by("subject__sort_key", "pk")
    )
    main = posts_of(people, on)
    return [person for person in people if main[person.pk].unit_id in units]


def _asked(
    nomination: Nomination, law: regulations.Law, on: date
) -> tuple[dict[int, set[str]], dict[int, set[str]]]:
    """Titles asked for in the same movement by subject, and those that the council passed over."""
    asked: dict[int, set[str]] = {}
    passed_over: dict[int, set[str]] = {}
    rows = Nomination.objects.filter(movement=nomination.movement, subject__kind="person").exclude(
        state__in=(State.WITHDRAWN.value, State.FORWARDED.value)
    )
    for subject, form, state in rows.values_list("subject_id", "form", "state"):
        into = passed_over if state == State.NOT_CHOSEN else asked
        into.setdefault(subject, set()).add(law.title_code(form, on))
    return asked, passed_over


def _barred(standards: Sequence[rules.Standard], facts: rules.PersonFacts, case: rules.Case) -> bool:
    """Whether somebody surely does not meet the standards of a title."""
    wanted = {one.rule.value for one in standards if one.blocking}
    return any(
        finding.rule in wanted and finding.outcome is rules.FindingOutcome.NOT_MET
        for finding in rules.check([one for one in standards if one.blocking], facts, case)
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
