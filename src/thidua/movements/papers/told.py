"""Text ready to paste into a chat group ("Chép nội dung gửi Zalo")."""

from __future__ import annotations

from datetime import date

from thidua.engine.words import short_date
from thidua.movements.models import Movement
from thidua.movements.queries import names
from thidua.movements.queries.tasks import HeadOverdue
from thidua.organizations.models import Unit


def told_launch(movement: Movement) -> str:
    """That the movement was launched, what to read and by when to register."""
    number = f"Kế hoạch số {movement.plan_number}" if movement.plan_number else "Kế hoạch"
    launched = f" Phát động ngày {short_date(movement.launched_on)}." if movement.launched_on else ""
    due = (
        f" Các đơn vị gửi bản đăng ký thi đua trước ngày {short_date(movement.registration_due)}."
        if movement.registration_due
        else ""
    )
    return (
        f"{names.short_issuer(movement)} thông báo: {number} về {names.movement_name(movement)} đã gửi đến các đơn vị, "
        f"cá nhân.{launched} Đề nghị các đồng chí đọc, nắm nhiệm vụ của mình và xác nhận đã đọc.{due}"
    )


def told_registration(movement: Movement, units: list[Unit]) -> str:
    """Which units have not sent their list yet."""
    if not units:
        return f"Các đơn vị đã gửi đủ bản đăng ký {names.movement_name(movement)}. Trân trọng cảm ơn."
    due = f" Hạn gửi: {short_date(movement.registration_due)}." if movement.registration_due else ""
    listed = "; ".join(unit.name for unit in units)
    return f"Còn {len(units):02d} đơn vị chưa gửi bản đăng ký {names.movement_name(movement)}: {listed}.{due}"


def told_overdue(movement: Movement, overdue: HeadOverdue, on: date) -> str:
    """The overdue tasks of one unit."""
    lines = "\n".join(
        f"- {task.text} (hạn {short_date(task.due_on)}, quá {(on - task.due_on).days} ngày)"
        for task in overdue.tasks
    )
    whom = f"{overdue.head.title.lower()} {overdue.head.name}" if overdue.head else overdue.unit.name
    return (
        f"Kính gửi {whom}: đến ngày {short_date(on)}, {overdue.unit.name} còn {len(overdue.tasks):02d} nhiệm vụ của "
        f"{names.movement_name(movement)} quá hạn:\n{lines}\nĐề nghị hoàn thành và báo lại trong tuần."
    )
