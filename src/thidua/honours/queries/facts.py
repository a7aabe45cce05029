"""What eligibility must know of many subjects, in a number of queries that does not grow with them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, TypeVar

from django.db.models import QuerySet

from thidua.engine import eligibility
from thidua.engine.text import fold
from thidua.honours.choices import school_year
from thidua.honours.models import Absence, AwardHeld, Discipline, Grading, Verification
from thidua.organizations.models import Membership, Person, Subject, Unit, in_force

SCHOOL_YEAR_TAG: Final = "school_year"
"""Tag of a unit whose people are graded by school year."""

_DAYS_OF_A_MONTH: Final = Decimal("30.4375")
_TENTH: Final = Decimal("0.1")
_LEADING_POSTS: Final = (
    "pho ",
    "truong phong",
    "truong ban",
    "truong thon",
    "hieu truong",
    "giam doc",
    "chu tich",
    "bi thu",
    "chanh ",
    "tram truong",
    "chi huy truong",
)
"""How the names of leading posts begin, folded."""
RowT = TypeVar("RowT")


@dataclass(frozen=True, slots=True)
class _Period:
    starts_on: date
    ends_on: date
    on: date

    @property
    def school_year(self) -> str:
        return school_year(self.ends_on.year)


@dataclass(frozen=True, slots=True)
class _Held:
    """Everything that was read, by the key of the subject (or of the person, of the unit)."""

    gradings: dict[int, list[Grading]]
    verifications: dict[int, list[Verification]]
    awards: dict[int, list[AwardHeld]]
    disciplines: dict[int, list[Discipline]]
    absences: dict[int, list[Absence]]
    posts: dict[int, list[Membership]]
    members: dict[int, list[Membership]]
    unit_gradings: dict[int, list[Grading]]  # of the units where the persons work, by the unit's subject


def facts_of(
    subjects: Iterable[Subject], *, starts_on: date, ends_on: date, on: date
) -> dict[int, eligibility.SubjectFacts]:
    """Facts by the key of the subject: ``PersonFacts`` for a person, ``CollectiveFacts`` for a unit.

    The period is that of the movement, ``on`` the day of the check. What later stages know (score, registration,
    missing papers, the merit's key, vetoes, judgements) is left open for them: ``dataclasses.replace``. A household
    has the plain ``SubjectFacts``.
    """
    period = _Period(starts_on, ends_on, on)
    subjects = list(subjects)
    keys = [subject.pk for subject in subjects]
    persons = list(Person.objects.filter(subject__in=keys).select_related("subject"))
    units = list(Unit.objects.filter(subject__in=keys).select_related("subject", "parent__subject"))
    held = _read(keys, persons, units, on)
    facts: dict[int, eligibility.SubjectFacts] = {
        subject.pk: _household(subject, held)
        for subject in subjects
        if subject.kind == Subject.Kind.HOUSEHOLD
    }
    for person in persons:
        facts[person.subject_id] = _person(person, held, period)
    for unit in units:
        facts[unit.subject_id] = _collective(unit, held, period)
    return facts


def _grouped(rows: QuerySet[RowT], column: str) -> dict[int, list[RowT]]:  # type: ignore[type-var] # any model
    groups: dict[int, list[RowT]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, column)].append(row)
    return groups


def _read(keys: Sequence[int], persons: Sequence[Person], units: Sequence[Unit], on: date) -> _Held:
    members = Membership.objects.filter(in_force(on), unit__in=units).select_related("person")
    by_unit = _grouped(members, "unit_id")
    heads = {row.person_id for rows in by_unit.values() for row in rows if row.head}
    people = {person.pk for person in persons}
    posts = (
        Membership.objects.filter(person__in=people)
        .select_related("unit__subject")
        .order_by("starts_on", "pk")
    )
    workplaces = Membership.objects.filter(person__in=people).values("unit")
    of_units = Grading.objects.filter(subject__unit__in=workplaces).order_by("period", "pk")
    return _Held(
        gradings=_grouped(Grading.objects.filter(subject__in=keys).order_by("period", "pk"), "subject_id"),
        verifications=_grouped(Verification.objects.filter(subject__in=keys), "subject_id"),
        awards=_grouped(AwardHeld.objects.filter(subject__in=keys).order_by("decided_on"), "subject_id"),
        disciplines=_grouped(Discipline.objects.filter(person__in=people | heads), "person_id"),
        absences=_grouped(Absence.objects.filter(person__in=people), "person_id"),
        posts=_grouped(posts, "person_id"),
        members=by_unit,
        unit_gradings=_grouped(of_units, "subject_id"),
    )


def _document(row: Grading) -> str:
    return f"{row.document_number} ngày {row.document_on:%d/%m/%Y} của {row.document_issuer}"


def _gradings(rows: Sequence[Grading]) -> tuple[eligibility.Grading, ...]:
    return tuple(
        eligibility.Grading(
            row.period,
            eligibility.GradingLevel(row.level),
            eligibility.GradingStatus(row.status),
            _document(row),
        )
        for row in rows
    )


def _grading_periods(rows: Sequence[Grading], units: Sequence[Unit], period: _Period) -> tuple[str, ...]:
    """School years where the unit is graded so, or where only the school year's grading exists."""
    told = {row.period for row in rows}
    by_tag = any(SCHOOL_YEAR_TAG in unit.tags for unit in units)
    if by_tag or (str(period.ends_on.year) not in told and period.school_year in told):
        return (period.school_year,)
    return ()


def _disciplines(rows: Sequence[Discipline]) -> tuple[eligibility.Hold, ...]:
    kind = {True: eligibility.HoldKind.CONSIDERED, False: eligibility.HoldKind.DISCIPLINE}
    return tuple(
        eligibility.Hold(kind[row.under_consideration], row.starts_on, row.ends_on, row.document, row.form)
        for row in rows
    )


def _holds(rows: Sequence[Verification]) -> tuple[eligibility.Hold, ...]:
    return tuple(
        eligibility.Hold(eligibility.HoldKind(row.kind), row.starts_on, row.ends_on, row.document)
        for row in rows
    )


def _awards(rows: Sequence[AwardHeld]) -> tuple[eligibility.PreviousAward, ...]:
    return tuple(
        eligibility.PreviousAward(
            form=row.form,
            decided_on=row.decided_on,
            decision=row.decision_number,
            movement=row.movement_key,
            achievement=row.merit if row.imported else "",
            cancelled=row.cancelled_on is not None,
        )
        for row in rows
    )


def _months(days: int) -> Decimal:
    return (Decimal(days) / _DAYS_OF_A_MONTH).quantize(_TENTH)


def _overlap(starts_on: date, ends_on: date | None, first: date, last: date) -> int:
    return max(0, (min(ends_on or last, last) - max(starts_on, first)).days + 1)


def _person(person: Person, held: _Held, period: _Period) -> eligibility.PersonFacts:
    posts = held.posts.get(person.pk, [])
    now = [post for post in posts if post.starts_on <= period.on and (post.ends_on or period.on) >= period.on]
    joined = min((post.starts_on for post in posts), default=None)
    last = min(period.on, period.ends_on)
    present = _overlap(joined, None, period.starts_on, last) if joined else None
    leave = {True: 0, False: 0}
    for absence in held.absences.get(person.pk, []):
        leave[absence.maternity] += _overlap(absence.starts_on, absence.ends_on, period.starts_on, last)
    gradings = held.gradings.get(person.subject_id, [])
    main = max(now, key=lambda post: (post.head, post.starts_on, -post.pk), default=None)
    return eligibility.PersonFacts(
        key=str(person.subject_id),
        gradings=_gradings(gradings),
        grading_periods=_grading_periods(gradings, [post.unit for post in now], period),
        holds=_disciplines(held.disciplines.get(person.pk, []))
        + _holds(held.verifications.get(person.subject_id, [])),
        awards=_awards(held.awards.get(person.subject_id, [])),
        is_decider=any(post.head and post.unit_id == person.authority_id for post in now),
        female=person.female,
        joined_on=joined if joined and joined > period.starts_on else None,
        old_unit_remarks=person.old_unit_remarks,
        months_worked=None if present is None else _months(max(0, present - leave[True] - leave[False])),
        maternity_months=_months(leave[True]),
        direct_work=person.reform_role,
        leader=any(leads(post) for post in now) if now else None,
        unit=main.unit.name if main is not None else "",
        unit_gradings=_gradings(held.unit_gradings.get(main.unit.subject_id, [])) if main is not None else (),
    )


def leads(post: Membership) -> bool:
    """Whether a post is a leading one: head of a unit, in the leadership, or so called ("Phó Hiệu trưởng")."""
    return (
        post.head
        or post.unit.block == Unit.Block.LEADERSHIP
        or fold(post.position).startswith(_LEADING_POSTS)
    )


def _household(subject: Subject, held: _Held) -> eligibility.SubjectFacts:
    return eligibility.SubjectFacts(
        key=str(subject.pk),
        subject=eligibility.Subject.HOUSEHOLD,
        holds=_holds(held.verifications.get(subject.pk, [])),
        awards=_awards(held.awards.get(subject.pk, [])),
    )


def _collective(unit: Unit, held: _Held, period: _Period) -> eligibility.CollectiveFacts:
    members = {row.person_id: row for row in held.members.get(unit.pk, [])}
    women = sum(row.person.female for row in members.values())
    gradings = held.gradings.get(unit.subject_id, [])
    superior = ""
    if unit.pk == unit.authority_id:
        superior = unit.parent.name if unit.parent else "cơ quan cấp trên trực tiếp"
    return eligibility.CollectiveFacts(
        key=str(unit.subject_id),
        gradings=_gradings(gradings),
        grading_periods=_grading_periods(gradings, [unit], period),
        holds=_holds(held.verifications.get(unit.subject_id, [])),
        awards=_awards(held.awards.get(unit.subject_id, [])),
        women_share=Decimal(women) / len(members) if members else None,
        superior=superior,
        head_holds=tuple(
            hold
            for row in held.members.get(unit.pk, [])
            if row.head
            for hold in _disciplines(held.disciplines.get(row.person_id, []))
        ),
    )
