"""I. Công tác chỉ đạo, triển khai."""

from __future__ import annotations

from thidua.engine.words import paper_date
from thidua.movements.models import Movement
from thidua.reviews.papers.parts import Part, Section, paragraphs
from thidua.reviews.papers.words import capital, counted, people
from thidua.reviews.queries import Figures


def direction(movement: Movement, told: Figures) -> Part:
    """Launch and plan, registration, tasks and checks, the scoring."""
    return Part(
        "direction",
        "CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI",
        (
            Section("Phát động, triển khai kế hoạch", paragraphs(*_launch(movement, told)), ("launch",)),
            Section("Đăng ký thi đua", paragraphs(_registrations(told)), ("registrations",)),
            Section("Giao nhiệm vụ, kiểm tra", paragraphs(*_work(told)), ("tasks", "checks")),
        ),
    )


def _launch(movement: Movement, told: Figures) -> list[str]:
    lines = []
    if movement.launched_on:
        lines.append(
            f"Chủ tịch {movement.authority.name} phát động phong trào {paper_date(movement.launched_on)}."
        )
    direct = told.direction
    if direct.people_sent:
        to = f"{people(direct.units_sent)} đơn vị và " if direct.units_sent else ""
        read = (
            f"{counted(direct.people_read, direct.people_sent, 'người')} đã xác nhận đọc"
            if direct.people_read
            else "đến nay chưa có người xác nhận đọc"
        )
        lines.append(f"Kế hoạch được gửi đến {to}{people(direct.people_sent)} người; {read}.")
    return lines


def _registrations(told: Figures) -> str:
    direct = told.direction
    if not direct.units_registered + direct.people_registered + direct.households_registered:
        return "Đến ngày chốt số liệu chưa có bản đăng ký nào được chấp nhận."
    units = counted(direct.units_registered, direct.units, "đơn vị") if direct.units_registered else ""
    persons = f"{people(direct.people_registered)} cá nhân" if direct.people_registered else ""
    homes = f"{people(direct.households_registered)} hộ gia đình" if direct.households_registered else ""
    late = (
        f", trong đó {people(direct.lists_late)} bản đăng ký nộp sau hạn được Chủ tịch chấp nhận, có ghi lý do"
        if direct.lists_late
        else ""
    )
    *first, last = (part for part in (units, persons, homes) if part)
    who = f"{', '.join(first)} và {last}" if first else last
    return f"{capital(who) if who.startswith('cả') else f'Có {who}'} đăng ký tham gia{late}."


def _work(told: Figures) -> list[str]:
    lines = []
    if told.tasks.given:
        lines.append(
            f"Đã giao {people(told.tasks.given)} nhiệm vụ cho {people(told.leads)} đơn vị chủ trì, "
            "có thời hạn và sản phẩm."
        )
    if told.checks:
        units = {check.unit_id for check in told.checks}
        faulty = [check for check in told.checks if check.faults]
        remedied = [check for check in faulty if check.remedied_on and check.remedied_on <= told.on]
        where = told.checks[0].unit.name if len(units) == 1 else f"{people(len(units))} đơn vị"
        line = f"Đã kiểm tra {people(len(told.checks))} cuộc tại {where}"
        if not faulty:
            line += ", không ghi nhận tồn tại"
        else:
            line += f", ghi nhận {people(sum(check.faults for check in faulty))} tồn tại"
            if len(remedied) == len(faulty):
                line += ", đã khắc phục xong"
            elif remedied:
                line += f"; đã khắc phục xong tồn tại của {people(len(remedied))}/{people(len(faulty))} cuộc"
            else:
                line += ", đang được khắc phục"
        lines.append(line + ".")
    direct = told.direction
    if direct.sheets:
        team = f"Tổ thẩm định {people(direct.team)} người đã thẩm định" if direct.team else "Đã thẩm định"
        lines.append(f"{team} và chốt điểm {people(direct.sheets)} phiếu của các đơn vị.")
    return lines
