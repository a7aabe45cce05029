"""BẢN ĐĂNG KÝ THI ĐUA of a unit, and the SỔ KÝ NHẬN in which its people sign that they got the plan."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import day_of
from thidua.documents.paper import (
    Block,
    Column,
    Header,
    Paper,
    Paragraph,
    Signatory,
    Signature,
    Table,
)
from thidua.movements.models import Delivery, Movement, Registration
from thidua.movements.queries import names
from thidua.movements.queries.duties import positions_of
from thidua.movements.queries.registrations import lines_as_told
from thidua.organizations.models import Subject, Unit
from thidua.organizations.queries import head_of, post_inside, titles_of

_KINDS = (
    (Subject.Kind.UNIT, "Tập thể"),
    (Subject.Kind.PERSON, "Cá nhân"),
    (Subject.Kind.HOUSEHOLD, "Hộ gia đình"),
)
ROW_HEIGHT = 12
"""mm: room for a signature by hand."""


def registration(registration: Registration, *, on: date) -> Paper:
    """The list of a unit, to be signed by everybody on it and by its head; drawn as the lines stand."""
    movement, unit = registration.movement, registration.unit
    lines = lines_as_told(registration)
    people = Subject.objects.filter(pk__in=[line["subject"] for line in lines])
    kinds = dict(people.values_list("pk", "kind"))
    positions = positions_of(people, on)
    titles = titles_of(kinds)
    rows: list[tuple[str, ...]] = []
    groups: list[int] = []
    counted: list[str] = []
    for kind, title in _KINDS:
        told = [line for line in lines if kinds.get(line["subject"]) == kind.value]
        if told or kind is not Subject.Kind.HOUSEHOLD:
            counted.append(f"{len(told):02d} {title.lower()}")
        if not told:
            continue
        groups.append(len(rows))
        rows.append((f"{'I' * len(groups)}. {title}", "", "", "", ""))
        for number, line in enumerate(told, start=1):
            position = positions.get(line["subject"], "")
            named = f"{titles.get(line['subject'], '')} {line['name']}".strip()
            whose = f"{named}, {post_inside(position)}" if position else named
            rows.append((str(number), whose, line["commitment"], line["aim"], ""))
    columns = (
        Column("STT", 7, "center"),
        Column("Tập thể, cá nhân" if len(counted) < len(_KINDS) else "Tập thể, cá nhân, hộ gia đình", 40),
        Column("Chỉ tiêu, nội dung đăng ký", 62),
        Column("Danh hiệu, hình thức khen thưởng", 30),
        Column("Ký tên", 20),
    )
    head = head_of(unit, on)
    body: list[Block] = [
        Paragraph(
            f"Thực hiện {names.movement_name(movement)}, {unit.name} đăng ký thi đua với các nội dung như sau:"
        ),
        Table(columns, tuple(rows), groups=tuple(groups), row_height=ROW_HEIGHT),
        Paragraph(f"Tổng số đăng ký: {', '.join(counted)}."),
    ]
    return Paper(
        kind="BĐK",
        header=Header(
            issuer=names.unit_lines(unit),
            superior=names.issuer_name(movement).upper() if unit.pk != movement.authority_id else "",
            place=names.place_of(movement),
            on=day_of(registration.submitted_at) if registration.submitted_at else None,
            year=(movement.starts_on or on).year,
        ),
        title="BẢN ĐĂNG KÝ THI ĐUA",
        summary=_capital(names.movement_name(movement)),
        body=tuple(body),
        signature=Signature(
            right=Signatory(((head.position if head else "Thủ trưởng đơn vị").upper(),), _name(head))
        ),
        landscape=True,
        end_mark=False,
        author=unit.name,
    )


def signing_book(movement: Movement, *, unit: Unit, on: date) -> Paper:
    """SỔ KÝ NHẬN: everybody of a unit to whom the plan was sent, with room to sign that it was read."""
    sent = Delivery.objects.filter(movement=movement, unit=unit).select_related("subject")
    rows = list(sent.order_by("-subject__kind", "subject__sort_key", "pk"))
    positions = positions_of([row.subject for row in rows], on)
    titles = titles_of([row.subject_id for row in rows])
    head = head_of(unit, on)
    number = f"số {movement.plan_number}" if movement.plan_number else ""
    columns = (
        Column("STT", 8, "center"),
        Column("Họ và tên", 45),
        Column("Chức vụ", 45),
        Column("Ngày nhận", 22, "center"),
        Column("Ký nhận", 28),
    )
    return Paper(
        kind="SKN",
        header=Header(
            issuer=names.unit_lines(unit),
            superior=names.issuer_name(movement).upper() if unit.pk != movement.authority_id else "",
            place=names.place_of(movement),
            year=(movement.starts_on or on).year,
        ),
        title="SỔ KÝ NHẬN",
        summary=f"Kế hoạch {number} về {names.movement_name(movement)}".replace("  ", " "),
        body=(
            Paragraph("Những người ký tên dưới đây đã nhận, đọc kế hoạch và biết nhiệm vụ của mình."),
            Table(
                columns,
                tuple(
                    (
                        str(at),
                        f"{titles.get(row.subject_id, '')} {row.subject.name}".strip(),
                        positions.get(row.subject_id, "Tập thể"),
                        "",
                        "",
                    )
                    for at, row in enumerate(rows, start=1)
                ),
                row_height=ROW_HEIGHT,
            ),
            Paragraph(f"Danh sách gồm {len(rows):02d} nơi nhận."),
        ),
        signature=Signature(
            right=Signatory(((head.position if head else "Thủ trưởng đơn vị").upper(),), _name(head))
        ),
        end_mark=False,
        author=unit.name,
    )


def _name(head: object) -> str:
    person = getattr(head, "person", None)
    return person.name if person is not None else ""


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
