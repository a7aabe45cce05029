"""Quỹ thi đua, khen thưởng of a year: given, set aside for organising, promised by plans, decided, paid, recovered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.db.models import Q

from thidua.commendations.models import Award, Decision, FundEntry, Revocation
from thidua.engine import money
from thidua.engine.decisions import IN_FORCE
from thidua.engine.eligibility.facts import Subject
from thidua.engine.flow import Role
from thidua.engine.parameters import NoValueInForceError, Parameter
from thidua.movements.models import Movement
from thidua.movements.queries import quotas
from thidua.organizations.models import Unit
from thidua.organizations.permissions import Viewer
from thidua.organizations.queries import covered_units, scored_units
from thidua.regulations import queries as regulations
from thidua.regulations.choices import CERTIFICATE

READS_FUND: Final = (Role.OFFICER, Role.CHAIRPERSON, Role.ACCOUNTANT, Role.INSPECTOR)


@dataclass(frozen=True, slots=True)
class Promise:
    """What a movement's plan may cost, and what its decisions do: ``most`` is empty where a quota is a percentage."""

    movement: Movement
    most: Decimal | None
    decided: Decimal

    @property
    def over(self) -> bool:
        """More was decided than the plan's quotas hold."""
        return self.most is not None and self.decided > self.most


@dataclass(frozen=True, slots=True)
class Fund:
    """The fund of a year, all in đồng."""

    year: int
    entries: tuple[FundEntry, ...]
    share: Parameter
    promises: tuple[Promise, ...]
    decided: Decimal
    paid: Decimal
    cancelled: Decimal
    cancelled_unpaid: Decimal
    recovered: Decimal

    def _sum(self, kind: str) -> Decimal:
        return sum((entry.amount for entry in self.entries if entry.kind == kind), Decimal(0))

    @property
    def budget(self) -> Decimal:
        """Given to the fund."""
        return self._sum(FundEntry.Kind.BUDGET)

    @property
    def organising(self) -> Decimal:
        """Set aside for organising; part of the budget (NĐ 98/2023, art. 52.1; TT 28/2025/TT-BTC)."""
        return (self.budget * self.share.number).to_integral_value()

    @property
    def organised(self) -> Decimal:
        """Spent on organising."""
        return self._sum(FundEntry.Kind.ORGANISING)

    @property
    def for_awards(self) -> Decimal:
        """What is left for awards."""
        return self.budget - self.organising

    @property
    def promised(self) -> Decimal:
        """The most that the plans of the year may still cost or have cost."""
        return sum((promise.most or promise.decided for promise in self.promises), Decimal(0))

    @property
    def left(self) -> Decimal:
        """For awards, after what was decided; what came back or was cancelled before it was paid counts again."""
        return self.for_awards - self.decided + self.cancelled_unpaid + self.recovered


def fund_authority(viewer: Viewer) -> Unit | None:
    """The authority whose fund the viewer reads."""
    covered = covered_units(viewer, *READS_FUND)
    rows = Unit.objects.filter(pk__in=Unit.objects.filter(pk__in=covered).values("authority_id"))
    return rows.select_related("subject", "parent__subject").order_by("pk").first()


def fund(authority: Unit, year: int, on: date) -> Fund:
    """The fund of a year as it stands on a day. Raises ``NoValueInForceError`` for a year without law values."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    decisions = Decision.objects.filter(
        authority=authority, state__in=IN_FORCE, decided_on__range=(first, last)
    )
    by_movement: dict[int, Decimal] = {}
    for key, total in decisions.values_list("movement_id", "total"):
        by_movement[key] = by_movement.get(key, Decimal(0)) + (total or Decimal(0))
    movements = Movement.objects.filter(authority=authority).filter(
        Q(ends_on__range=(first, last), launched_on__isnull=False) | Q(pk__in=by_movement)
    )
    awards = list(Award.objects.filter(decision__in=decisions.values("pk")))
    back = Revocation.objects.filter(award__decision__in=decisions.values("pk"), money_back__isnull=False)
    return Fund(
        year=year,
        entries=tuple(FundEntry.objects.filter(authority=authority, year=year)),
        share=regulations.law_of(authority.pk).book.value("fund_share_for_organisation", min(on, last)),
        promises=tuple(
            Promise(row, _most(row, min(on, last)), by_movement.get(row.pk, Decimal(0)))
            for row in movements.select_related("authority__subject").order_by("starts_on", "pk")
        ),
        decided=sum(by_movement.values(), Decimal(0)),
        paid=_money(award for award in awards if award.paid_on),
        cancelled=_money(award for award in awards if award.cancelled_on),
        cancelled_unpaid=_money(award for award in awards if award.cancelled_on and not award.paid_on),
        recovered=sum((value for value in back.values_list("money_back", flat=True) if value), Decimal(0)),
    )


def _money(awards: Iterable[Award]) -> Decimal:
    return sum((award.amount or Decimal(0) for award in awards), Decimal(0))


def _most(movement: Movement, on: date) -> Decimal | None:
    """The most that the quotas of a plan cost on a day; nothing where one of them is not a number."""
    law = regulations.law_of(movement.authority_id)
    forms = movement.items.filter(kind="quota").values_list("data__form", flat=True)
    titles = sorted({law.title_code(str(form), on) for form in forms if form} - {""})
    limits = [(CERTIFICATE, limit) for limit in quotas(movement)]
    limits += [(code, limit) for code in titles for limit in quotas(movement, title=code)]
    if not limits or any(limit.max is None for _, limit in limits):
        return None
    units = scored_units(movement.authority, on).count() if any(row.per_unit for _, row in limits) else 1
    try:
        return sum(
            (
                _price(law, code, limit.subject, on) * (limit.max or 0) * (units if limit.per_unit else 1)
                for code, limit in limits
            ),
            Decimal(0),
        )
    except NoValueInForceError:
        return None


def _price(law: regulations.Law, code: str, subject: Subject, on: date) -> Decimal:
    """The money of one award; where a quota takes every kind, that of the dearest."""
    kinds: tuple[str, ...] = (subject.value,) if subject is not Subject.EITHER else ("collective",)
    if subject is Subject.EITHER and code != CERTIFICATE:
        kinds = next(award.subjects for award in law.awards(on) if award.code == code)
    each = (law.multiple(code, kind, on) for kind in kinds)
    return Decimal(money.award_money(max(each), law.base_salary(on), law.rounding_step(on)))


def fund_years(authority: Unit, on: date) -> list[int]:
    """The years that the fund tells of, the newest first, with the present one."""
    entries = FundEntry.objects.filter(authority=authority).values_list("year", flat=True)
    days = Decision.objects.filter(authority=authority, decided_on__isnull=False).values_list(
        "decided_on", flat=True
    )
    return sorted({on.year, *entries, *(day.year for day in days if day)}, reverse=True)
