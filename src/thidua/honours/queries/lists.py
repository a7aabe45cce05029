"""Lists of gradings, discipline, awards and initiatives; every one starts from who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from thidua.engine import eligibility
from thidua.engine.flow import Role
from thidua.engine.text import fold
from thidua.honours.models import Absence, AwardHeld, Discipline, Grading, Initiative, Verification
from thidua.honours.permissions import READS_DISCIPLINE
from thidua.organizations import queries as directory
from thidua.organizations.models import Membership, Person, Subject, Unit, in_force
from thidua.organizations.permissions import Viewer

RowT = TypeVar("RowT", bound=Model)


def subjects_visible_to(viewer: Viewer) -> QuerySet[Subject]:
    """Persons whom the viewer sees, and units: all of the authority for a reading role, the own one else."""
    units = directory.covered_units(
        viewer, *directory.READS_AUTHORITY, Role.ADMIN, Role.UNIT_HEAD, Role.MEMBER
    )
    persons = directory.persons_visible_to(viewer).values("subject_id")
    return Subject.objects.filter(Q(unit__in=units) | Q(pk__in=persons))


def gradings_visible_to(viewer: Viewer) -> QuerySet[Grading]:
    """Gradings of the subjects that the viewer sees."""
    return Grading.objects.filter(subject__in=subjects_visible_to(viewer).values("pk")).select_related(
        "subject"
    )


def _authorities(viewer: Viewer) -> Any:
    units = directory.covered_units(viewer, *READS_DISCIPLINE)
    return Unit.objects.filter(pk__in=units).values("pk")


def disciplines_visible_to(viewer: Viewer) -> QuerySet[Discipline]:
    """Discipline, for the officer and the chairperson of the authority alone."""
    rows = Discipline.objects.filter(person__authority__in=_authorities(viewer))
    return rows.select_related("person__subject").order_by("-starts_on", "-pk")


def verifications_visible_to(viewer: Viewer) -> QuerySet[Verification]:
    """Verifications, for the officer and the chairperson of the authority alone."""
    own = _authorities(viewer)
    rows = Verification.objects.filter(
        Q(subject__person__authority__in=own)
        | Q(subject__unit__authority__in=own)
        | Q(subject__household__authority__in=own)
    )
    return rows.select_related("subject").order_by("-starts_on", "-pk")


def awards_visible_to(viewer: Viewer) -> QuerySet[AwardHeld]:
    """Awards of the subjects that the viewer sees."""
    rows = AwardHeld.objects.filter(subject__in=subjects_visible_to(viewer).values("pk"))
    return rows.select_related("subject").order_by("-decided_on", "-pk")


def initiatives_visible_to(viewer: Viewer) -> QuerySet[Initiative]:
    """Initiatives of the authorities in which the viewer has a part: they are there to be copied."""
    rows = Initiative.objects.filter(authority__in=directory.authorities_visible_to(viewer))
    return rows.select_related("subject").order_by("-proposed_on", "-pk")


def awards_of(subject: Subject) -> QuerySet[AwardHeld]:
    """All awards of a subject, newest first, cancelled ones with them."""
    return AwardHeld.objects.filter(subject=subject).order_by("-decided_on", "-pk")


def initiatives_of(subject: Subject) -> QuerySet[Initiative]:
    """All initiatives of a subject, newest first."""
    return Initiative.objects.filter(subject=subject).order_by("-proposed_on", "-pk")


@dataclass(frozen=True, slots=True)
class GradingRow:
    """A person or a unit with its gradings of a period: the concluded one, and the provisional one."""

    subject: Subject
    unit: str
    official: Grading | None
    provisional: Grading | None


def periods_of(viewer: Viewer) -> list[str]:
    """The periods for which the viewer sees gradings, newest first; this year is always among them."""
    told = set(gradings_visible_to(viewer).order_by().values_list("period", flat=True).distinct())
    return sorted(told | {str(viewer.on.year)}, reverse=True)


def graded_subjects(
    viewer: Viewer, period: str, *, kind: str = "", level: str = "", text: str = ""
) -> QuerySet[Subject]:
    """Who can have a grading of the period: people at work today or graded then, and the scored units, in name order.

    ``level`` is one of the four, or ``none`` for those without an official one.
    """
    official = Grading.objects.filter(period=period, status=Grading.Status.OFFICIAL)
    at_work = Membership.objects.filter(in_force(viewer.on)).values("person__subject_id")
    open_units = Unit.objects.filter(in_force(viewer.on, "valid_from", "valid_to"), scored=True)
    rows = subjects_visible_to(viewer).filter(
        Q(pk__in=at_work)
        | Q(pk__in=open_units.values("subject_id"))
        | Q(pk__in=Grading.objects.filter(period=period).values("subject_id"))
    )
    if kind:
        rows = rows.filter(kind=kind)
    if level == "none":
        rows = rows.exclude(pk__in=official.values("subject_id"))
    elif level:
        rows = rows.filter(pk__in=official.filter(level=level).values("subject_id"))
    if text.strip():
        rows = rows.filter(search__contains=fold(text))
    return rows.order_by("-kind", "sort_key", "pk")


def grading_rows(subjects: Sequence[Subject], period: str, on: date) -> list[GradingRow]:
    """The gradings of some subjects for a period, with the unit of each person, in two queries."""
    held = {
        (row.subject_id, row.status): row
        for row in Grading.objects.filter(subject__in=subjects, period=period)
    }
    posts = {
        row.person.subject_id: row.unit.name
        for row in Membership.objects.filter(in_force(on), person__subject__in=subjects)
        .select_related("person", "unit__subject")
        .order_by("head", "starts_on", "-pk")
    }
    return [
        GradingRow(
            subject,
            posts.get(subject.pk, ""),
            held.get((subject.pk, Grading.Status.OFFICIAL)),
            held.get((subject.pk, Grading.Status.PROVISIONAL)),
        )
        for subject in subjects
    ]


def subjects_kept_by(viewer: Viewer) -> QuerySet[Subject]:
    """The persons and units for which the account keeps gradings, leave and older awards."""
    kept = directory.authorities_kept_by(viewer).values("pk")
    rows = Subject.objects.filter(
        Q(person__authority__in=kept) | Q(unit__authority__in=kept) | Q(household__authority__in=kept)
    )
    return rows.order_by("-kind", "sort_key", "pk")


def subjects_of_discipline(viewer: Viewer) -> QuerySet[Subject]:
    """The persons and units about which the account enters verifications."""
    own = _authorities(viewer)
    rows = Subject.objects.filter(
        Q(person__authority__in=own) | Q(unit__authority__in=own) | Q(household__authority__in=own)
    )
    return rows.order_by("-kind", "sort_key", "pk")


def people_of_discipline(viewer: Viewer) -> QuerySet[Person]:
    """The persons about whom the account enters discipline."""
    rows = Person.objects.filter(authority__in=_authorities(viewer)).select_related("subject")
    return rows.order_by("subject__sort_key", "pk")


def people_kept_by(viewer: Viewer) -> QuerySet[Person]:
    """The persons whose leave the account keeps."""
    kept = directory.authorities_kept_by(viewer).values("pk")
    rows = Person.objects.filter(authority__in=kept).select_related("subject")
    return rows.order_by("subject__sort_key", "pk")


def absences_visible_to(viewer: Viewer) -> QuerySet[Absence]:
    """Leave of the people whom the account keeps."""
    rows = Absence.objects.filter(person__in=people_kept_by(viewer).order_by().values("pk"))
    return rows.select_related("person__subject").order_by("-starts_on", "-pk")


def named(rows: QuerySet[RowT], text: str, at: str) -> QuerySet[RowT]:
    """Those of some rows whose subject, at this path, has a name like the text, without marks; all without a text."""
    return rows.filter(**{f"{at}__search__contains": fold(text)}) if text.strip() else rows


def authors_for(viewer: Viewer) -> QuerySet[Subject]:
    """For whom the account may enter an initiative: oneself, a head the own unit, officer and publicity all."""
    units = directory.covered_units(viewer, Role.OFFICER, Role.PUBLICITY, Role.UNIT_HEAD)
    people = Membership.objects.filter(in_force(viewer.on), unit__in=units).values("person__subject_id")
    rows = Subject.objects.filter(Q(unit__in=units) | Q(pk__in=people) | Q(person__user=viewer.user))
    return rows.order_by("-kind", "sort_key", "pk")


def usable_initiatives(subject: Subject) -> QuerySet[Initiative]:
    """What a merit of the subject may rest on: its initiatives that were applied or recognised, newest first."""
    return initiatives_of(subject).exclude(level=Initiative.Level.PROPOSED)


def initiative_facts(initiatives: Iterable[Initiative]) -> dict[int, eligibility.InitiativeFact]:
    """Initiatives as eligibility reads them, by key, with the awards for which they served; a cancelled one frees."""
    rows = {initiative.pk: initiative for initiative in initiatives}
    used: dict[int | None, list[eligibility.PreviousAward]] = defaultdict(list)
    served = AwardHeld.objects.filter(initiative__in=rows, cancelled_on__isnull=True)
    for award in served.order_by("decided_on", "pk"):
        used[award.initiative_id].append(
            eligibility.PreviousAward(
                form=award.form, decided_on=award.decided_on, decision=award.decision_number
            )
        )
    return {
        key: eligibility.InitiativeFact(
            title=row.title,
            level=eligibility.InitiativeLevel(row.level),
            document=row.document,
            used=tuple(used[key]),
        )
        for key, row in rows.items()
    }


def empty_registers(authority_id: int) -> tuple[str, ...]:
    """Which registers of an authority hold no line at all: ``disciplines``, ``verifications``, ``awards``.

    There may be nothing to enter, or nobody has entered it: only people know which.
    """
    of_authority = (
        Q(subject__person__authority=authority_id)
        | Q(subject__unit__authority=authority_id)
        | Q(subject__household__authority=authority_id)
    )
    held = {
        "disciplines": Discipline.objects.filter(person__authority=authority_id),
        "verifications": Verification.objects.filter(of_authority),
        "awards": AwardHeld.objects.filter(of_authority),
    }
    return tuple(name for name, rows in held.items() if not rows.exists())


def unit_of(subject: Subject, on: date) -> Unit | None:
    """Where an author works: the unit itself, or the unit of the person on a day."""
    if subject.kind == Subject.Kind.UNIT:
        return subject.unit
    if subject.kind == Subject.Kind.HOUSEHOLD:
        return subject.household.unit
    post = directory.membership_on(subject.person, on)
    return post.unit if post else None


def find_initiatives(viewer: Viewer, text: str) -> QuerySet[Initiative]:
    """Initiatives by author without marks, or by words of their title."""
    rows = initiatives_visible_to(viewer)
    if text.strip():
        rows = rows.filter(Q(subject__search__contains=fold(text)) | Q(title__icontains=text.strip()))
    return rows


@dataclass(frozen=True, slots=True)
class Place:
    """One of the lists of this app that the viewer may open: its key, the name of its address, its title."""

    key: str
    url: str
    label: str


def places(viewer: Viewer) -> list[Place]:
    """The lists of this app that the viewer may open."""
    found = [
        Place("grading", "grading_list", "Xếp loại"),
        Place("initiative", "initiative_list", "Sáng kiến"),
    ]
    roles = viewer.roles
    if roles.intersection(READS_DISCIPLINE):
        found.append(Place("discipline", "discipline_list", "Kỷ luật, xác minh"))
    if roles & {Role.OFFICER, Role.ADMIN}:
        found.append(Place("absence", "absence_list", "Thời gian nghỉ"))
    return found
