"""BIÊN BẢN of a meeting of the council."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from thidua.base.acts import VIETNAM
from thidua.council.models import Attendance, Ballot, Meeting, Question
from thidua.council.papers.words import COUNCIL, SYMBOL, counts_table, hour, small
from thidua.council.queries.meetings import attendance_of, open_line, results
from thidua.documents.paper import (
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
from thidua.engine.meetings import BallotState
from thidua.movements import queries as movements
from thidua.nominations.choices import VERDICTS, finding_fact
from thidua.nominations.models import Nomination
from thidua.nominations.papers import share, titled
from thidua.nominations.queries import post_of
from thidua.organizations.models import Subject
from thidua.organizations.papers import office_header, place_name


def council_minutes(meeting: Meeting, number: str = "") -> Paper:
    """BIÊN BẢN / Họp Hội đồng xét khen thưởng, in the order of practice: who, what was said, vote, conclusion."""
    authority = meeting.council.authority
    subject = movements.movement_name(meeting.movement)
    body: list[Block] = [
        Paragraph(f"Thời gian: bắt đầu hồi {hour(meeting.opened_at)}, {long_date(meeting.on)}."),
        Paragraph(f"Địa điểm: {meeting.place}."),
        Heading(1, "I. THÀNH PHẦN"),
        *_members(meeting),
        Heading(1, "II. NỘI DUNG"),
        Heading(2, "1. Báo cáo thẩm định"),
        *_appraisal(meeting),
        Heading(2, "2. Thảo luận"),
        *[
            Paragraph(line)
            for line in (
                meeting.discussion or "Các thành viên thống nhất với báo cáo thẩm định."
            ).splitlines()
            if line.strip()
        ],
        Heading(2, "3. Cách thức biểu quyết"),
        *_manner(meeting),
        Heading(2, "4. Kết quả biểu quyết"),
        *_votes(meeting),
        Heading(1, "III. KẾT LUẬN"),
        *_conclusion(meeting),
        Paragraph(
            f"Cuộc họp kết thúc vào {hour(meeting.closed_at)} {_same_day(meeting)}. Biên bản được đọc lại "
            "và các thành viên thống nhất thông qua."
        ),
    ]
    return Paper(
        kind="BB",
        header=office_header(
            authority,
            name=meeting.council.name if _bare(meeting) else COUNCIL,
            symbol=SYMBOL,
            number=number,
            on=meeting.on,
        ),
        title="BIÊN BẢN",
        summary=f"Họp Hội đồng Thi đua - Khen thưởng {place_name(authority)} xét khen thưởng {subject}",
        body=tuple(body),
        signature=Signature(
            left=Signatory(("THƯ KÝ",), _name(meeting.secretary)),
            right=Signatory(("CHỦ TỌA", _function(meeting)), _name(meeting.chair)),
        ),
    )


def _bare(meeting: Meeting) -> bool:
    """Whether the council has a name other than the usual one."""
    return not meeting.council.name.lower().startswith(COUNCIL.lower())


def _name(member: object | None) -> str:
    return str(member) if member is not None else ""


def _function(meeting: Meeting) -> str:
    return str(meeting.chair.get_function_display()).upper() if meeting.chair is not None else ""


def _same_day(meeting: Meeting) -> str:
    """The day on which the meeting ended: usually that of its beginning."""
    ended = meeting.closed_at.astimezone(VIETNAM).date() if meeting.closed_at is not None else meeting.on
    return "cùng ngày" if ended == meeting.on else long_date(ended)


def _members(meeting: Meeting) -> list[Block]:
    rows = attendance_of(meeting)
    voting = [row for row in rows if row.member.voting]
    present = [row for row in voting if row.state == Attendance.State.PRESENT]
    absent = [row for row in voting if row.state != Attendance.State.PRESENT]
    blocks: list[Block] = [
        Paragraph(
            f"Thành viên Hội đồng có mặt {len(present):02d}/{len(voting):02d} ({share(len(present), len(voting))}); "
            f"vắng {len(absent):02d}:"
        ),
        Table(
            columns=(
                Column("STT", 6, "center"),
                Column("Họ và tên", 26),
                Column("Chức vụ", 34),
                Column("Vai trò", 20),
                Column("Dự họp", 20),
            ),
            rows=tuple(
                (
                    str(at),
                    f"{row.member.person.title} {row.member.person.name}",
                    row.member.post,
                    str(row.member.get_function_display()),
                    _presence(row),
                )
                for at, row in enumerate(rows, start=1)
            ),
        ),
        Paragraph(
            f"Chủ tọa: {meeting.chair.person.title} {meeting.chair.person.name}, "
            f"{meeting.chair.get_function_display()}."
            if meeting.chair is not None
            else "Chủ tọa: ."
        ),
    ]
    if meeting.secretary is not None:
        blocks.append(Paragraph(f"Thư ký: {meeting.secretary.person.title} {meeting.secretary.person.name}."))
    return blocks


def _presence(row: Attendance) -> str:
    if row.state == Attendance.State.PRESENT:
        return "Có mặt" if row.member.voting else "Có mặt, không biểu quyết"
    said = "Vắng, có phiếu ý kiến" if row.state == Attendance.State.OPINION else "Vắng"
    return f"{said} ({small(row.reason)})" if row.reason else said


def _appraisal(meeting: Meeting) -> list[Block]:
    rows = list(
        Nomination.objects.filter(movement=meeting.movement)
        .exclude(state__in=("draft", "returned", "withdrawn"))
        .select_related("subject", "unit__subject")
        .order_by("-subject__kind", "subject__sort_key", "pk")
    )
    collectives = sum(row.subject.kind == Subject.Kind.UNIT for row in rows)
    blocks: list[Block] = [
        Paragraph(
            f"Cơ quan thường trực báo cáo: nhận {len(rows):02d} hồ sơ ({collectives:02d} tập thể, "
            f"{len(rows) - collectives:02d} cá nhân); "
            f"đủ điều kiện {sum(row.eligible is True for row in rows):02d} hồ sơ."
        )
    ]
    for row in rows:
        if row.eligible is True:
            continue
        failed = [
            f"{finding_fact(finding)} ({finding['article']})"
            for finding in row.findings
            if finding.get("blocking", True) and finding["outcome"] != "met"
        ]
        verdict = VERDICTS.get(row.verdict, "Chưa thẩm định").lower()
        line = f"{titled(row.subject)}: {verdict}" + (
            f", lý do: {'; '.join(small(reason) for reason in failed)}" if failed else ""
        )
        if row.override_reason:
            line += f". Vẫn đưa ra Hội đồng: {row.override_reason} ({row.override_article})"
        blocks.append(Bullet(f"{line}."))
    return blocks


def _manner(meeting: Meeting) -> list[Block]:
    methods = {row.ballot.method for row in results(meeting)}
    names = {
        Ballot.Method.HANDS.value: "biểu quyết giơ tay",
        Ballot.Method.PAPER.value: "bỏ phiếu kín bằng phiếu giấy",
        Ballot.Method.SECRET.value: "bỏ phiếu kín trên máy, phiếu được niêm phong bằng hai khóa của Tổ kiểm phiếu",
    }
    said = "; ".join(names[method] for method in sorted(methods)) or "không biểu quyết"
    whole = "tổng số thành viên Hội đồng" if meeting.base == "all" else "số thành viên tham gia biểu quyết"
    needed = _percent_words(meeting)
    blocks: list[Block] = [
        Paragraph(
            f"Hội đồng {said}. Tỷ lệ tính trên {whole}, trừ thành viên không biểu quyết do liên quan; đạt khi {needed}."
        ),
    ]
    recusals = meeting.recusals.select_related("member__person__subject", "nomination__subject").order_by(
        "member__order", "nomination_id"
    )
    nominated = {row.nomination_id for row in results(meeting)}
    blocks += [
        Bullet(
            f"{row.member.person.title} {row.member.person.name} {row.reason}"
            f"{'' if row.automatic else f' ({row.nomination.subject.name})'}: "
            f"{'vẫn biểu quyết' if row.votes else 'không biểu quyết về trường hợp này'}."
        )
        for row in recusals
        if row.nomination_id in nominated
    ]
    for ballot in meeting.ballots.filter(
        trial=False, state=BallotState.OPENED.value, plain_http_accepted=True
    ):
        blocks.append(
            Bullet(
                f"{ballot.get_method_display()}: Hội đồng đồng ý bỏ phiếu qua mạng nội bộ không mã hóa đường truyền."
            )
        )
    for ballot in meeting.ballots.filter(trial=False, state=BallotState.VOID.value):
        blocks.append(Bullet(f"Một cuộc bỏ phiếu đã hủy, lý do: {ballot.void_reason.rstrip('.')}."))
    return blocks


def _percent_words(meeting: Meeting) -> str:
    threshold = meeting.share
    if threshold.strict and str(threshold.share) == "1/2":
        return "quá nửa đồng ý"
    percent = Decimal(threshold.share.numerator) * 100 / Decimal(threshold.share.denominator)
    said = f"{percent.quantize(Decimal('0.01')).normalize():f}".replace(".", ",")
    return f"{'trên' if threshold.strict else 'từ'} {said}%{'' if threshold.strict else ' trở lên'} đồng ý"


def _votes(meeting: Meeting) -> list[Block]:
    rows = results(meeting)
    if not rows:
        return [Paragraph("Không có trường hợp nào được đưa ra biểu quyết.")]
    blocks: list[Block] = [counts_table(rows)]
    for row in rows:
        if row.recused:
            whole = (row.base or 0) + row.recused
            blocks.append(
                Bullet(
                    f"{titled(row.nomination.subject)}: {row.base:02d}/{whole:02d} thành viên có quyền biểu quyết "
                    f"({row.recused:02d} thành viên không tham gia do liên quan)."
                )
            )
    return [*blocks, *_opinions(rows)]


def _opinions(rows: Sequence[Question]) -> list[Block]:
    """The written opinions of absent members inside the figures: said once for all cases on which they agree alike."""
    alike: dict[tuple[int, int, int], list[Question]] = {}
    for row in rows:
        opened = open_line(row)
        if any(opened.values()):
            alike.setdefault((opened["yes"], opened["no"], opened["blank"]), []).append(row)
    largest = max(alike, key=lambda counted: len(alike[counted]), default=None)
    told: list[Block] = []
    for counted, same in alike.items():
        yes, no, other = counted
        parts = [
            f"{number:02d} {word}"
            for number, word in ((yes, "đồng ý"), (no, "không đồng ý"), (other, "ý kiến khác"))
            if number
        ]
        of_all = len(same) == len(rows)
        whom = (
            f"cả {len(rows):02d} trường hợp"
            if of_all
            else f"{len(same):02d} trường hợp còn lại"
            if counted == largest and len(alike) > 1
            else "; ".join(titled(row.nomination.subject) for row in same)
        )
        line = f"phiếu ý kiến bằng văn bản của thành viên vắng, tính trong kết quả trên: {', '.join(parts)}"
        told.append(Bullet(f"{whom[:1].upper()}{whom[1:]}: {line}."))
    return told


def _conclusion(meeting: Meeting) -> list[Block]:
    rows = list(
        meeting.selections.select_related("nomination__subject", "nomination__unit__subject").order_by(
            "order"
        )
    )
    chosen = [row for row in rows if row.chosen]
    if not chosen:
        return [Paragraph("Hội đồng không đề nghị khen thưởng trường hợp nào.")]
    collectives = sum(row.nomination.subject.kind == Subject.Kind.UNIT for row in chosen)
    place = place_name(meeting.council.authority)
    blocks: list[Block] = [
        Paragraph(
            f"Hội đồng thống nhất đề nghị Chủ tịch Ủy ban nhân dân {place} khen thưởng "
            f"{collectives:02d} tập thể, {len(chosen) - collectives:02d} cá nhân:"
        ),
        Table(
            columns=(
                Column("STT", 6, "center"),
                Column("Tập thể, cá nhân", 30),
                Column("Chức vụ, đơn vị", 36),
                Column("Hình thức", 16),
            ),
            rows=tuple(
                (
                    str(at),
                    titled(row.nomination.subject),
                    post_of(row.nomination.subject, row.nomination.unit, meeting.on),
                    row.nomination.form,
                )
                for at, row in enumerate(chosen, start=1)
            ),
        ),
    ]
    blocks += [
        Bullet(f"{titled(row.nomination.subject)}: {small(row.reason.rstrip('.'))}.")
        for row in rows
        if row.reason
    ]
    return blocks
