"""What is still running for a unit that is about to end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from thidua.council.models import Council
from thidua.engine import nominations, registrations, sheets, tasks
from thidua.movements.models import Registration, Task
from thidua.nominations.models import Nomination
from thidua.organizations.models import Household, Membership, RoleGrant, Unit, in_force
from thidua.scoring.models import Sheet


@dataclass(frozen=True, slots=True)
class Running:
    """One kind of thing that belongs to the unit: how many, and what becomes of them."""

    what: str
    count: int
    then: str


SIGNED = "giữ tên đơn vị này; cán bộ thi đua - khen thưởng ghi tiếp theo bản ký"


def standing_council(unit: Unit, on: date) -> Council | None:
    """The present council whose standing office the unit still is after a day: such a unit does not end before it."""
    latest = Council.objects.filter(authority_id=unit.authority_id).order_by("pk").last()
    if latest is None or latest.standing_unit_id != unit.pk:
        return None
    return latest if latest.valid_to is None or latest.valid_to > on else None


def running(unit: Unit, on: date) -> list[Running]:
    """People, households, roles and open work of a unit on a day, each with what its end means for them."""
    open_nominations = Nomination.objects.filter(unit=unit).exclude(
        state__in=(nominations.State.WITHDRAWN, nominations.State.CHOSEN, nominations.State.NOT_CHOSEN)
    )
    people = Membership.objects.filter(in_force(on), unit=unit)
    homes = Household.objects.filter(in_force(on, "valid_from", "valid_to"), unit=unit)
    grants = RoleGrant.objects.filter(in_force(on), unit=unit)
    forms = Registration.objects.filter(unit=unit, movement__state="launched").exclude(
        state=registrations.State.ACCEPTED
    )
    rows: tuple[tuple[str, Any, str], ...] = (
        ("người đang giữ chức vụ", people, "sang đơn vị nhận khi sáp nhập; còn lại phải chuyển trước"),
        ("hộ gia đình", homes, "sang đơn vị nhận khi sáp nhập; còn lại phải ghi lại trước"),
        ("vai trò đang giao ở đơn vị", grants, "hết hiệu lực cùng ngày; quản trị giao lại ở đơn vị nhận"),
        ("bản đăng ký chưa được tiếp nhận", forms, SIGNED),
        ("nhiệm vụ chủ trì chưa xong", Task.objects.filter(lead=unit, state=tasks.State.OPEN), SIGNED),
        (
            "phiếu chấm điểm chưa chốt",
            Sheet.objects.filter(unit=unit).exclude(state=sheets.State.FINALIZED),
            SIGNED,
        ),
        ("hồ sơ đề nghị khen chưa có kết quả", open_nominations, SIGNED),
    )
    return [Running(what, count, then) for what, found, then in rows if (count := found.count())]
