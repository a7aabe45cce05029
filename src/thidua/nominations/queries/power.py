"""Who may award whom: the levels that an authority decides itself, and who must go to the level above."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from thidua.engine.nominations import State
from thidua.nominations.models import Nomination
from thidua.organizations.models import Membership, Subject, Unit, in_force


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


def stays_chosen(nomination: Nomination) -> bool:
    """Whether the council's choice stands, so that only the meeting itself takes it back."""
    return nomination.state == State.CHOSEN and nomination.selections.filter(chosen=True).exists()


def going_up(subjects: Iterable[Subject], authority: Unit, on: date) -> set[int]:
    """Keys of the subjects that must go up, in two queries."""
    keys = [subject.pk for subject in subjects]
    heads = Membership.objects.filter(in_force(on), person__subject__in=keys, head=True)
    leads = heads.filter(unit=authority) | heads.filter(
        unit__authority=authority, unit__block=Unit.Block.LEADERSHIP
    )
    own = Unit.objects.filter(subject__in=keys, pk=authority.pk)
    return {*own.values_list("subject_id", flat=True), *leads.values_list("person__subject_id", flat=True)}
