"""Văn bản đôn đốc: the letter to a unit whose tasks are overdue."""

from __future__ import annotations

from datetime import date

from thidua.documents.paper import Column, Header, Paper, Paragraph, Signature, Table
from thidua.engine.words import short_date
from thidua.movements.models import Movement
from thidua.movements.queries import names
from thidua.movements.queries.tasks import HeadOverdue
from thidua.organizations import papers as letterhead
from thidua.organizations.queries import post_at, post_inside

SYMBOL = "UBND-VHXH"


def reminder(
    movement: Movement,
    overdue: HeadOverdue,
    *,
    on: date,
    due_on: date,
    number: str = "",
    dated_on: date | None = None,
    symbol: str = SYMBOL,
    archive: str = "Lưu: VT, VHXH",
) -> Paper:
    """The letter of a day to the head of a unit: its overdue tasks, and the day by which an answer is asked for."""
    columns = (
        Column("STT", 7, "center"),
        Column("Nhiệm vụ", 60),
        Column("Thời hạn", 18, "center"),
        Column("Quá hạn", 16, "center"),
        Column("Sản phẩm", 34),
    )
    rows = tuple(
        (str(at), task.text, short_date(task.due_on), f"{(on - task.due_on).days} ngày", task.product)
        for at, task in enumerate(overdue.tasks, start=1)
    )
    based = f" theo Kế hoạch số {movement.plan_number}" if movement.plan_number else ""
    return Paper(
        kind="CV",
        header=Header(
            issuer=names.issuer_lines(movement),
            symbol=symbol,
            number=number,
            place=names.place_of(movement),
            on=dated_on,
            year=on.year,
            subject=f"V/v đôn đốc nhiệm vụ {names.movement_name(movement)}",
        ),
        title="",
        addressed_to=(overdue.unit.name,),
        body=(
            Paragraph(
                f"Thực hiện {names.movement_name(movement)}{based}, đến ngày {short_date(on)} {overdue.unit.name} "
                f"còn {len(overdue.tasks):02d} nhiệm vụ quá thời hạn như sau:"
            ),
            Table(columns, rows),
            Paragraph(
                f"{names.short_issuer(movement)} yêu cầu {_whom(overdue)} chỉ đạo hoàn thành các nhiệm vụ nêu trên, "
                f"báo cáo kết quả, nguyên nhân chậm và trách nhiệm của người đứng đầu trước ngày {short_date(due_on)}."
            ),
        ),
        signature=Signature(right=letterhead.chair_signatory(movement.authority, on, for_committee=True)),
        recipients=("Như trên", "Lãnh đạo UBND", archive),
        author=names.issuer_name(movement),
    )


def _whom(overdue: HeadOverdue) -> str:
    if overdue.head is None:
        return f"người đứng đầu {overdue.unit.name}"
    post = post_inside(post_at(overdue.position, overdue.unit.name))
    return f"{overdue.head.title.lower()} {overdue.head.name}, {post},"
