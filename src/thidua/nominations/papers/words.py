"""Words that the papers of a nomination share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from thidua.documents.paper import long_date
from thidua.movements import queries as movements
from thidua.nominations.models import Nomination
from thidua.nominations.queries.forwarding import superior_name
from thidua.organizations.models import Subject, Unit
from thidua.organizations.papers import place_name
from thidua.regulations import queries as regulations


def titled(subject: Subject) -> str:
    """A person with Ông or Bà, a collective by its name."""
    return f"{subject.person.title} {subject.name}" if subject.kind == Subject.Kind.PERSON else subject.name


def of_kinds(subjects: Iterable[Subject]) -> str:
    """How many of whom: "02 tập thể, 03 cá nhân", and the households where there are any."""
    numbers = Counter(subject.award_kind for subject in subjects)
    households = f", {numbers['household']:02d} hộ gia đình" if numbers["household"] else ""
    return f"{numbers['collective']:02d} tập thể, {numbers['individual']:02d} cá nhân{households}"


def plan_cited(movement: Any) -> str:
    """The plan as a paper cites it."""
    if movement.plan_number and movement.plan_issued_on:
        day = long_date(movement.plan_issued_on)
        return f"Kế hoạch số {movement.plan_number} {day} của {movements.issuer_name(movement)}"
    return f"Kế hoạch triển khai {movements.movement_name(movement)} của {movements.issuer_name(movement)}"


def share(part: int, whole: int) -> str:
    """A percentage with a comma: "88,89%"; a dash where nothing can be parted."""
    if not whole:
        return "–"
    percent = (Decimal(part) * 100 / whole).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
    return f"{percent.normalize():f}".replace(".", ",") + "%"


def points(value: Decimal) -> str:
    """A score with two places and a comma."""
    return f"{value.quantize(Decimal('0.01'), rounding='ROUND_HALF_UP'):f}".replace(".", ",")


def spaced(digest: str) -> str:
    """A hash in groups of eight, which can be read and broken."""
    return " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))


def nomination_title(nomination: Nomination, on: date) -> bool:
    """Whether a title is asked for, not a form of commendation."""
    return bool(regulations.national().title_code(nomination.form, on))


def asked_for(nomination: Nomination, on: date) -> str:
    """The award with who gives it, told once: "Giấy khen của Chủ tịch Ủy ban nhân dân xã …"."""
    return f"{bare(nomination.form)} của {grantor(nomination, on)}"


def bare(form: str) -> str:
    """A form of commendation without its giver: "Bằng khen"."""
    return form.partition(" của ")[0]


def grantor(nomination: Nomination, on: date) -> str:
    """Who gives the award that is asked for."""
    authority = nomination.movement.authority
    if nomination.level == authority.level:
        return f"Chủ tịch Ủy ban nhân dân {place_name(authority)}"
    if nomination.level == Unit.Level.STATE:
        return "Thủ tướng Chính phủ"
    return superior_name(authority, on)
