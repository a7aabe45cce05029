"""Who reads which proposals, decisions and awards; the register; the look of certificates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import F, Q, QuerySet, Value

from thidua.commendations.models import Award, CertificateLook, Decision, OldAward, Proposal
from thidua.council.models import Council, Meeting
from thidua.engine.decisions import IN_FORCE, State
from thidua.engine.flow import Role
from thidua.engine.parameters import NoValueInForceError
from thidua.engine.text import fold
from thidua.movements.models import Movement
from thidua.nominations.models import Forwarding
from thidua.organizations.models import Unit, UnitChange
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import READS_AUTHORITY, covered_units
from thidua.regulations import queries as regulations

ISSUED = IN_FORCE | {State.CANCELLED}


def decisions_visible_to(viewer: Viewer) -> QuerySet[Decision]:
    """Decisions of the authorities that the viewer reads; drafts only for who reads the whole authority."""
    whole = Q(authority_id__in=covered_units(viewer, *READS_AUTHORITY))
    issued = Q(authority_id__in=_own_authorities(viewer), state__in=ISSUED)
    return Decision.objects.filter(whole | issued).select_related(
        "movement",
        "authority__subject",
        "paper",
        "proposal__meeting",
        "signed_file",
        "certificates",
        "signed",
    )


def _own_authorities(viewer: Viewer) -> Any:
    from_units = covered_units(viewer, Role.UNIT_HEAD, Role.MEMBER)
    return Movement.objects.filter(authority__below__descendant__in=from_units).values("authority_id")


def proposals_visible_to(viewer: Viewer) -> QuerySet[Proposal]:
    """Proposal letters of the authorities that the viewer reads whole, and those of the standing unit for its head."""
    whole = Q(movement__authority_id__in=covered_units(viewer, *READS_AUTHORITY))
    own = Q(meeting__council__standing_unit_id__in=covered_units(viewer, Role.UNIT_HEAD))
    return Proposal.objects.filter(whole | own).select_related(
        "movement__authority__subject", "meeting__council", "meeting__minutes", "paper"
    )


def awards_visible_to(viewer: Viewer) -> QuerySet[Award]:
    """The award register of the authorities that the viewer has a part in."""
    return Award.objects.filter(decision__in=decisions_visible_to(viewer).values("pk")).select_related(
        "decision__movement", "decision__authority__subject", "decision__paper", "subject"
    )


@dataclass(frozen=True, slots=True)
class Found:
    """How the register is narrowed: year of the decision, words, ``unit`` or ``person``, a state of ``choices``."""

    year: int | None = None
    text: str = ""
    kind: str = ""
    state: str = ""
    subject: int | None = None


def register(viewer: Viewer, found: Found) -> QuerySet[Award]:
    """The register as it is bound: by decision, in its order; searched without marks."""
    rows = awards_visible_to(viewer)
    if found.year:
        rows = rows.filter(decision__decided_on__year=found.year)
    if found.text.strip():
        rows = rows.filter(_worded(found.text))
    if found.kind:
        rows = rows.filter(subject__kind=found.kind)
    if found.subject:
        rows = rows.filter(subject_id__in=_with_predecessors({found.subject}))
    rows = rows.filter(
        {
            "held": Q(cancelled_on__isnull=True),
            "waiting": Q(cancelled_on__isnull=True, handed_over_on__isnull=True),
            "unpaid": Q(cancelled_on__isnull=True, paid_on__isnull=True),
            "cancelled": Q(cancelled_on__isnull=False),
        }.get(found.state, Q())
    )
    return rows.order_by("-decision__decided_on", "decision_id", "order")


def old_awards_visible_to(viewer: Viewer) -> QuerySet[OldAward]:
    """The registers of earlier years of the authorities that the viewer has a part in."""
    whole = Q(authority_id__in=covered_units(viewer, *READS_AUTHORITY))
    return OldAward.objects.filter(whole | Q(authority_id__in=_own_authorities(viewer)))


def old_register(viewer: Viewer, found: Found) -> QuerySet[OldAward]:
    """The lines of earlier registers, found as those of ours; they are all handed over and none is cancelled here."""
    rows = old_awards_visible_to(viewer)
    if found.state in {"waiting", "unpaid", "cancelled"}:
        return rows.none()
    if found.year:
        rows = rows.filter(decided_on__year=found.year)
    if found.text.strip():
        rows = rows.filter(_worded(found.text))
    if found.kind:
        rows = rows.filter(kind__in=_OLD_KINDS[found.kind])
    if found.subject:
        rows = rows.filter(subject_id__in=_with_predecessors({found.subject}))
    return rows.order_by("-decided_on", "decision_number", "golden_book_number", "pk")


@dataclass(frozen=True, slots=True)
class GivenAbove:
    """An award that the level above gave on a dossier sent up from here; its money and handing over are not kept."""

    pk: int
    authority_id: int
    name: str
    unit_name: str
    form: str
    merit: str
    decision_number: str
    decided_on: date | None
    issuer: str
    position: str = ""
    golden_book_number: int | None = None


Line = Award | OldAward | GivenAbove
"""A line of the register."""


def given_above(viewer: Viewer, found: Found) -> QuerySet[Forwarding]:
    """What came back awarded, found as our own; nothing of it waits here, for its money or its handing over."""
    whole = Q(sender_id__in=covered_units(viewer, *READS_AUTHORITY))
    rows = Forwarding.objects.filter(whole | Q(sender_id__in=_own_authorities(viewer)), awarded=True)
    if found.state in {"waiting", "unpaid", "cancelled"}:
        return rows.none()
    if found.year:
        rows = rows.filter(decided_on__year=found.year)
    if found.text.strip():
        rows = rows.filter(_worded(found.text, "nomination__subject__search", "nomination__subject_id"))
    if found.kind:
        rows = rows.filter(nomination__subject__kind=found.kind)
    if found.subject:
        rows = rows.filter(nomination__subject_id__in=_with_predecessors({found.subject}))
    return rows.select_related("nomination__subject", "nomination__unit__subject").order_by(
        "-decided_on", "pk"
    )


def line_above(row: Forwarding) -> GivenAbove:
    """The line of the register for an award given above; its unit stands beside whoever is not a unit."""
    nomination = row.nomination
    other = nomination.unit.subject_id != nomination.subject_id
    return GivenAbove(
        pk=row.pk,
        authority_id=row.sender_id,
        name=nomination.subject.name,
        unit_name=nomination.unit.name if other else "",
        form=nomination.form,
        merit=nomination.merit,
        decision_number=row.decision_number,
        decided_on=row.decided_on,
        issuer=row.decision_issuer,
    )


_OLD_KINDS = {"unit": ("collective",), "person": ("individual",), "household": ("household",)}


def _worded(text: str, search: str = "search", subject: str = "subject_id") -> Q:
    """Rows with all words, and those of the units that were merged into a unit of that name; by which fields."""
    words = Q()
    named = UnitChange.objects.filter(kind__in=_ENDED)
    for word in fold(text).split():
        words &= Q((f"{search}__contains", word))
        named = named.filter(successor__subject__search__contains=word)
    former = set(named.values_list("unit__subject_id", flat=True))
    return words | Q((f"{subject}__in", _with_predecessors(former))) if former else words


_ENDED = ("closed", "merged", "split")


def _with_predecessors(subjects: set[int]) -> set[int]:
    """Subjects with the units merged into them or divided into them: what those were awarded is found here too."""
    found, fresh = set(subjects), set(subjects)
    while fresh:
        rows = UnitChange.objects.filter(kind__in=_ENDED, successor__subject_id__in=fresh).values_list(
            "unit__subject_id", flat=True
        )
        fresh = set(rows) - found
        found |= fresh
    return found


def whole_register(viewer: Viewer, found: Found) -> Any:
    """Keys of all lines in one order, newest first: rows of ("award", "old" or "above", key, day, place)."""
    ours = register(viewer, found).order_by()
    old = old_register(viewer, found).order_by()
    above = given_above(viewer, found).order_by()
    first = ours.annotate(source=Value("award"), day=F("decision__decided_on"), place=F("order"))
    second = old.annotate(source=Value("old"), day=F("decided_on"), place=F("pk"))
    third = above.annotate(source=Value("above"), day=F("decided_on"), place=F("pk"))
    columns = ("source", "pk", "day", "place")
    others = (second.values_list(*columns), third.values_list(*columns))
    return first.values_list(*columns).union(*others).order_by("-day", "source", "place")


def rows_of(keys: Sequence[tuple[str, int, date, int]]) -> list[Line]:
    """The rows of some keys of ``whole_register``, in their order, in three queries."""
    wanted = {source: [key[1] for key in keys if key[0] == source] for source in ("award", "old", "above")}
    ours = Award.objects.select_related(
        "decision__movement", "decision__authority__subject", "decision__paper", "subject"
    ).in_bulk(wanted["award"])
    old = OldAward.objects.select_related("authority__subject").in_bulk(wanted["old"])
    sent = Forwarding.objects.select_related("nomination__subject", "nomination__unit__subject")
    above = {key: line_above(row) for key, row in sent.in_bulk(wanted["above"]).items()}
    found: dict[str, Mapping[int, Line]] = {"award": ours, "old": old, "above": above}
    return [found[key[0]][key[1]] for key in keys]


def registered(authority_id: int) -> set[tuple[str, str, str, date | None]]:
    """What the register holds of own decisions and from above: name, award, number and symbol, day."""
    rows = Award.objects.filter(decision__authority=authority_id, decision__state__in=ISSUED)
    told = "name", "form", "decision__number", "decision__paper__symbol", "decision__decided_on"
    above = Forwarding.objects.filter(sender=authority_id, awarded=True)
    given = "nomination__subject__name", "nomination__form", "decision_number", "decided_on"
    return {
        (fold(name), fold(form), fold(number), day) for name, form, number, day in above.values_list(*given)
    } | {
        (fold(name), fold(form), fold(f"{number}/{symbol}"), day)
        for name, form, number, symbol, day in rows.values_list(*told)
    }


def is_registered(line: Any, among: set[tuple[str, str, str, date | None]]) -> bool:
    """Whether a line of an old register is one that a decision made here holds already."""
    return (fold(line.name), fold(line.form), fold(line.decision_number), line.decided_on) in among


def register_years(viewer: Viewer) -> list[int]:
    """The years of which the register holds something, the newest first."""
    days = decisions_visible_to(viewer).filter(decided_on__isnull=False).order_by()
    old = old_awards_visible_to(viewer).order_by().values_list("decided_on", flat=True).distinct()
    above = given_above(viewer, Found()).order_by().values_list("decided_on", flat=True).distinct()
    known = (*days.values_list("decided_on", flat=True), *old, *above)
    return sorted({day.year for day in known if day}, reverse=True)


def latest_decision() -> Decision | None:
    """The newest issued decision of this machine: whose certificates a public page is asked about."""
    rows = Decision.objects.filter(state__in=ISSUED).select_related("authority__subject")
    return rows.order_by("-pk").first()


def award_by_code(code: str) -> Award | None:
    """The award of a check code, for the public page; only of issued decisions."""
    rows = Award.objects.filter(check_code=code, decision__state__in=ISSUED).exclude(check_code="")
    return rows.select_related(
        "decision__authority__subject", "decision__movement", "decision__paper"
    ).first()


def public_awards(movement: Movement) -> QuerySet[Award]:
    """Who was awarded, for the public page: issued, not cancelled."""
    return (
        Award.objects.filter(decision__movement=movement, decision__state__in=IN_FORCE)
        .filter(cancelled_on__isnull=True)
        .order_by("order")
    )


def ground_name(award: Award) -> str:
    """The ground on which an award was cancelled, with its article of that day; empty while the award stands."""
    on = award.cancelled_on
    if on is None:
        return ""
    law = regulations.law_of(award.decision.authority_id)
    try:
        known = law.cancellation_grounds(on)
        article = law.article_of("revocation", on)
    except NoValueInForceError:
        return ""
    return next((f"{ground.name} ({article})" for ground in known if ground.code == award.cancel_ground), "")


def standing_unit(movement: Movement, on: date, meeting: Meeting | None = None) -> Unit | None:
    """The standing unit of the council: the council's own, else the unit that the dated setting names."""
    councils = Council.objects.filter(authority_id=movement.authority_id, standing_unit__isnull=False)
    if meeting is not None:
        councils = councils.filter(pk=meeting.council_id)
    council = councils.select_related("standing_unit__subject", "standing_unit__authority__subject").last()
    if council is not None:
        return council.standing_unit
    told = regulations.law_of(movement.authority_id).standing_unit(on, movement.authority.level)
    rows = Unit.objects.filter(authority=movement.authority, subject__name__startswith=told)
    return rows.select_related("subject", "authority__subject").order_by("pk").first()


def look_of(authority: Unit) -> CertificateLook:
    """How the authority's certificates look; the plain look while nobody chose one (not stored)."""
    found = CertificateLook.objects.filter(authority=authority).select_related("emblem").first()
    return found or CertificateLook(authority=authority)


def look_visible_to(viewer: Viewer) -> Unit | None:
    """The authority whose certificates the viewer may dress: where officer or administrator."""
    covered = covered_units(viewer, Role.OFFICER, Role.ADMIN)
    rows = Unit.objects.filter(pk__in=Unit.objects.filter(pk__in=covered).values("authority_id"))
    return rows.select_related("subject", "parent__subject").order_by("pk").first()
