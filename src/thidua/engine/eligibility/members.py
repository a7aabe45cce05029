"""Standards of a collective that rest on its members: how many hold a title, how they are graded, none disciplined."""

from collections.abc import Iterable

from thidua.engine.eligibility.facts import (
    Case,
    CollectiveFacts,
    Finding,
    FindingOutcome,
    GradingLevel,
    GradingStatus,
    HoldKind,
    Member,
    MembersAsked,
    PlainFact,
    Standard,
    SubjectFacts,
)
from thidua.engine.text import fold


def _members(facts: SubjectFacts) -> tuple[Member, ...]:
    return facts.members if isinstance(facts, CollectiveFacts) else ()


def _found(
    standard: Standard, outcome: FindingOutcome, fact: PlainFact, *, waits_here: bool = False
) -> Iterable[Finding]:
    yield Finding(standard.rule.value, outcome, standard.article, fact, standard.blocking and not waits_here)


def hold(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    """Enough members hold a title for the period.

    Not met only where too many members surely do not reach it. What those asked for beside it would fill does not
    block: the council decides on both in one sitting.
    """
    asked = MembersAsked.parse(standard.value)
    members = _members(facts)
    needed = asked.needed(len(members))
    held = sum(asked.what in member.titles for member in members)
    waiting = sum(asked.what in member.asked - member.titles for member in members)
    possible = sum(asked.what in member.titles or asked.what not in member.barred for member in members)
    fact: PlainFact = {
        "title": asked.what,
        "members": len(members),
        "needed": needed,
        "held": held,
        "asked": waiting,
        "possible": possible,
    }
    if not members:
        return _found(standard, FindingOutcome.UNKNOWN, fact | {"missing": "members"})
    if held >= needed:
        return _found(standard, FindingOutcome.MET, fact)
    if possible < needed:
        return _found(standard, FindingOutcome.NOT_MET, fact)
    soon = held + waiting >= needed
    missing = "members_titles_asked" if soon else "members_titles"
    return _found(standard, FindingOutcome.UNKNOWN, fact | {"missing": missing}, waits_here=soon)


def graded(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    """Enough members reach a level of the yearly grading; who has no official grading is named."""
    asked = MembersAsked.parse(standard.value)
    wanted = GradingLevel(asked.what)
    members = _members(facts)
    needed = asked.needed(len(members))
    levels = [_level(member, case) for member in members]
    reached = sum(level is not None and level.reaches(wanted) for level in levels)
    ungraded = [member.name for member, level in zip(members, levels, strict=True) if level is None]
    fact: PlainFact = {
        "wanted": wanted.value,
        "members": len(members),
        "needed": needed,
        "reached": reached,
        "ungraded": ungraded,
    }
    if not members:
        return _found(standard, FindingOutcome.UNKNOWN, fact | {"missing": "members"})
    if reached >= needed:
        return _found(standard, FindingOutcome.MET, fact)
    if reached + len(ungraded) < needed:
        return _found(standard, FindingOutcome.NOT_MET, fact)
    return _found(standard, FindingOutcome.UNKNOWN, fact | {"missing": "members_gradings"})


def _level(member: Member, case: Case) -> GradingLevel | None:
    """The official grading of the last period that is asked for."""
    period = (member.facts.grading_periods or case.grading_periods)[-1]
    official = [
        one.level
        for one in member.facts.gradings
        if one.period == period and one.status is GradingStatus.OFFICIAL
    ]
    return official[-1] if official else None


def undisciplined(standard: Standard, facts: SubjectFacts, case: Case) -> Iterable[Finding]:
    """Nobody was disciplined within the period; the mild forms that the standard names do not count.

    The fact tells how many, never who.
    """
    mild = tuple(fold(form) for form in standard.value.split("|") if form)
    members = _members(facts)
    last = min(case.on, case.ends_on)
    holds = [
        hold
        for member in members
        for hold in member.facts.holds
        if (hold.kind is HoldKind.DISCIPLINE and case.starts_on <= hold.starts_on <= last)
        or (hold.kind is HoldKind.CONSIDERED and hold.covers(case.on))
    ]
    unclear = [hold for hold in holds if hold.kind is HoldKind.CONSIDERED or (mild and not hold.form)]
    counted = [
        hold for hold in holds if hold not in unclear and not (mild and fold(hold.form).startswith(mild))
    ]
    fact: PlainFact = {
        "members": len(members),
        "disciplined": len(counted),
        "unclear": len(unclear),
        "mild": standard.value,
    }
    if not members:
        return _found(standard, FindingOutcome.UNKNOWN, fact | {"missing": "members"})
    if counted:
        return _found(standard, FindingOutcome.NOT_MET, fact)
    if unclear:
        return _found(standard, FindingOutcome.UNKNOWN, fact | {"missing": "members_discipline"})
    return _found(standard, FindingOutcome.MET, fact)
