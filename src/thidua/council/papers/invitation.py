"""GIẤY MỜI to a meeting of the council, and what to paste into its chat group."""

from __future__ import annotations

from datetime import date

from thidua.base.acts import day_of
from thidua.council.models import Meeting
from thidua.council.papers.words import COUNCIL, hour
from thidua.council.queries.meetings import attendance_of
from thidua.documents.paper import (
    Annex,
    Block,
    Bullet,
    Column,
    Heading,
    Paper,
    Paragraph,
    Signatory,
    Signature,
    Table,
    long_date,
)
from thidua.engine.words import weekday
from thidua.organizations.papers import office_header, place_name

INVITATION_SYMBOL = "GM-HĐTĐKT"
_USUAL = (
    "Nghe báo cáo thẩm định hồ sơ đề nghị khen thưởng",
    "Thảo luận, biểu quyết từng trường hợp",
    "Thông qua biên bản họp",
)


def invitation(meeting: Meeting, *, on: date, number: str = "") -> Paper:
    """GIẤY MỜI / Họp Hội đồng …: who is asked, when, where, about what; the members stand in the annex."""
    authority = meeting.council.authority
    rows = attendance_of(meeting)
    chair = next((row.member for row in rows if row.member.function == row.member.Function.CHAIR), None)
    body: tuple[Block, ...] = (
        Paragraph(
            f"{COUNCIL} {place_name(authority)} trân trọng kính mời các thành viên Hội đồng (có danh sách kèm theo) "
            f"dự họp xét khen thưởng {meeting.movement.named}."
        ),
        Heading(2, "1. Thời gian, địa điểm"),
        Bullet(f"Thời gian: {_when(meeting)}."),
        Bullet(f"Địa điểm: {meeting.place}."),
        *([Bullet(f"Chủ trì: {chair.person.title} {chair.person.name}, {chair.post}.")] if chair else []),
        Heading(2, "2. Nội dung"),
        *_agenda(meeting),
        Paragraph(
            "Đề nghị các thành viên nghiên cứu hồ sơ trước và dự họp đúng giờ. Thành viên không dự họp được báo lý do "
            "và gửi phiếu ý kiến bằng văn bản trước giờ họp."
        ),
    )
    members = Table(
        columns=(
            Column("STT", 7, "center"),
            Column("Họ và tên", 30),
            Column("Chức vụ", 40),
            Column("Vai trò", 23),
        ),
        rows=tuple(
            (
                str(at),
                f"{row.member.person.title} {row.member.person.name}",
                row.member.post,
                str(row.member.get_function_display()),
            )
            for at, row in enumerate(rows, start=1)
        ),
    )
    cited = f"số {number}/{INVITATION_SYMBOL} {long_date(on)}" if number else "họp Hội đồng"
    return Paper(
        kind="GM",
        header=office_header(
            authority,
            name=COUNCIL,
            symbol=INVITATION_SYMBOL,
            number=number,
            on=on if number else None,
            year=on.year,
        ),
        title="GIẤY MỜI",
        summary=f"Họp {COUNCIL} xét khen thưởng {meeting.movement.named}",
        body=body,
        signature=Signature(
            right=Signatory(("TM. HỘI ĐỒNG", "CHỦ TỊCH"), chair.person.name if chair else "")
        ),
        recipients=("Các thành viên Hội đồng (theo danh sách)", "Lưu: VT, HĐTĐKT"),
        annexes=(
            Annex(
                title="DANH SÁCH THÀNH VIÊN ĐƯỢC MỜI", note=f"(Kèm theo Giấy mời {cited})", body=(members,)
            ),
        ),
        author=authority.name,
    )


def _agenda(meeting: Meeting) -> list[Block]:
    """The agenda as it was written, else the usual one."""
    lines = [line.strip().rstrip(".;") for line in meeting.agenda.splitlines() if line.strip()] or list(
        _USUAL
    )
    return [Bullet(f"{line}{'.' if line is lines[-1] else ';'}") for line in lines]


def told_meeting(meeting: Meeting) -> str:
    """That a meeting is called, to paste into the council's chat group."""
    return (
        f"{COUNCIL} {place_name(meeting.council.authority)} mời các thành viên dự họp xét khen thưởng "
        f"{meeting.movement.named}.\n"
        f"- Thời gian: {_when(meeting)}.\n"
        f"- Địa điểm: {meeting.place}.\n"
        "Hồ sơ đã có trong mục Hội đồng của phần mềm. Thành viên không dự được đề nghị báo lý do và gửi phiếu ý kiến "
        "trước giờ họp. Trân trọng."
    )


def _when(meeting: Meeting) -> str:
    on = day_of(meeting.planned_at)
    return f"{hour(meeting.planned_at)}, {weekday(on)}, {long_date(on)}"
