"""What the papers of a unit say: minutes of its meeting, its letter with the list."""

from __future__ import annotations

from datetime import date

from thidua.documents.models import Paper as Row
from thidua.documents.paper import (
    Block,
    Column,
    Heading,
    Paper,
    Paragraph,
    Signatory,
    Signature,
    Table,
    long_date,
)
from thidua.movements import queries as movements
from thidua.nominations.models import UnitMeeting
from thidua.nominations.papers.words import of_kinds, plan_cited, share, titled
from thidua.nominations.queries.lists import post_of
from thidua.organizations.papers import office_header, place_name
from thidua.organizations.queries import head_of


def unit_minutes(meeting: UnitMeeting, *, number: str = "", dated_on: date | None = None) -> Paper:
    """BIÊN BẢN / Họp bình xét: who was there, each nominee agreed n/N (%)."""
    movement, unit = meeting.movement, meeting.unit
    rows = list(
        meeting.nominations.exclude(state="withdrawn")
        .select_related("subject", "unit__subject")
        .order_by("-subject__kind", "subject__sort_key", "pk")
    )
    present, total = meeting.members_present, meeting.members_total
    body: list[Block] = [
        Paragraph(f"Thời gian: {long_date(meeting.held_on)}."),
        Paragraph(f"Địa điểm: {meeting.place or unit.name}."),
        Heading(1, "I. THÀNH PHẦN"),
        Paragraph(f"Chủ trì: {meeting.chair}."),
        Paragraph(f"Thư ký: {meeting.secretary}."),
        Paragraph(
            f"Có mặt {present:02d}/{total:02d} người ({share(present, total)})"
            + (f", vắng {total - present:02d} người" if present < total else "")
            + (", gồm:" if meeting.attended_by else ".")
        ),
        *(Paragraph(f"{at}. {name}") for at, name in enumerate(meeting.attended_by, start=1)),
        Heading(1, "II. NỘI DUNG"),
        Paragraph(f"Hội nghị bình xét, đề nghị khen thưởng trong {movements.movement_name(movement)}."),
    ]
    if meeting.discussion:
        body += [Paragraph(line) for line in meeting.discussion.splitlines() if line.strip()]
    body += [
        Heading(1, "III. KẾT QUẢ"),
        Table(
            columns=(
                Column("STT", 6, "center"),
                Column("Tập thể, cá nhân", 30),
                Column("Chức vụ, đơn vị", 30),
                Column("Hình thức đề nghị", 18),
                Column("Đồng ý", 12, "center"),
                Column("Tỷ lệ", 12, "center"),
            ),
            rows=tuple(
                (
                    str(at),
                    titled(row.subject),
                    post_of(row.subject, row.unit, meeting.held_on),
                    row.form,
                    f"{row.votes_for:02d}/{present:02d}",
                    share(row.votes_for, present),
                )
                for at, row in enumerate(rows, start=1)
            ),
        )
        if rows
        else Paragraph("Hội nghị thống nhất không đề nghị trường hợp nào."),
        Paragraph("Biên bản được đọc lại cho các thành viên cùng nghe và thống nhất thông qua."),
    ]
    return Paper(
        kind="BB",
        header=office_header(unit, symbol=f"BB-{unit.code}", number=number, on=dated_on or meeting.held_on),
        title="BIÊN BẢN",
        summary=f"Họp bình xét, đề nghị khen thưởng {movements.movement_name(movement)}",
        body=tuple(body),
        signature=Signature(
            left=Signatory(("THƯ KÝ",), meeting.secretary), right=Signatory(("CHỦ TRÌ",), meeting.chair)
        ),
    )


def unit_letter(meeting: UnitMeeting, on: date, *, number: str = "") -> Paper:
    """TỜ TRÌNH of the unit with its list; it cites the minutes by their number. Law: 06/2022/QH15, art. 84.2."""
    movement, unit = meeting.movement, meeting.unit
    authority = movement.authority
    rows = list(
        meeting.nominations.exclude(state="withdrawn")
        .select_related("subject", "unit__subject")
        .order_by("-subject__kind", "subject__sort_key", "pk")
    )
    body: tuple[Block, ...] = (
        Paragraph(
            f"Thực hiện {plan_cited(movement)}; căn cứ kết quả họp bình xét ngày {meeting.held_on:%d/%m/%Y}"
            f"{_cited(meeting.paper)}, "
            f"{unit.name} trình Chủ tịch Ủy ban nhân dân {place_name(authority)} xem xét, khen thưởng "
            f"{of_kinds(row.subject for row in rows)} có thành tích "
            f"trong {movements.movement_name(movement)} như sau:"
        ),
        Table(
            columns=(
                Column("STT", 6, "center"),
                Column("Tập thể, cá nhân", 26),
                Column("Chức vụ, đơn vị", 26),
                Column("Thành tích", 38),
                Column("Hình thức", 14),
            ),
            rows=tuple(
                (
                    str(at),
                    titled(row.subject),
                    post_of(row.subject, row.unit, on),
                    row.merit,
                    row.form,
                )
                for at, row in enumerate(rows, start=1)
            ),
        ),
        Paragraph(
            "(Hồ sơ gửi kèm: biên bản họp bình xét; báo cáo thành tích của từng tập thể, cá nhân.)",
            keep_next=True,
        ),
        Paragraph(
            f"{unit.name} kính trình Chủ tịch Ủy ban nhân dân {place_name(authority)} xem xét, quyết định."
        ),
    )
    head = head_of(unit, on)
    return Paper(
        kind="TTr",
        header=office_header(
            unit, symbol=f"TTr-{unit.code}", number=number, on=on if number else None, year=on.year
        ),
        title="TỜ TRÌNH",
        summary=f"Về việc đề nghị khen thưởng {movements.movement_name(movement)}",
        addressed_to=(f"Chủ tịch Ủy ban nhân dân {place_name(authority)}",),
        body=body,
        signature=Signature(
            right=Signatory(
                (head.position.upper() if head else "THỦ TRƯỞNG ĐƠN VỊ",), head.person.name if head else ""
            )
        ),
        recipients=(
            "Như trên",
            f"Hội đồng Thi đua - Khen thưởng {place_name(authority)}",
            f"Lưu: VT, {unit.code}",
        ),
    )


def _cited(paper: Row | None) -> str:
    """A numbered paper in brackets: " (Biên bản số 05/BB-VP ngày 03/12/2025)"."""
    if paper is None or not paper.number or paper.dated_on is None:
        return ""
    return f" (Biên bản số {paper.citation} ngày {paper.dated_on:%d/%m/%Y})"
