"""BIÊN BẢN of a meeting of the council, or of its opinions in writing."""

from __future__ import annotations

from collections.abc import Sequence

from thidua.base.acts import day_of
from thidua.council.models import Attendance, Ballot, Meeting, Question, Recusal
from thidua.council.papers.concluding import conclusion
from thidua.council.papers.incidents import incidents
from thidua.council.papers.words import (
    COUNCIL,
    SYMBOL,
    council_name,
    counts_table,
    hour,
    named,
    needed_words,
    small,
)
from thidua.council.queries.meetings import (
    THERE,
    attendance_of,
    further_rounds,
    open_line,
    out_of_contest,
    results,
)
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
from thidua.movements import queries as movements
from thidua.nominations.choices import VERDICTS, against
from thidua.nominations.models import Nomination
from thidua.nominations.papers import of_kinds, share, titled
from thidua.organizations.papers import office_header, place_name

_NOTHING_ELSE = "Các thành viên thống nhất với báo cáo thẩm định."
_METHODS = {
    Ballot.Method.HANDS.value: "biểu quyết giơ tay",
    Ballot.Method.PAPER.value: "bỏ phiếu kín bằng phiếu giấy",
    Ballot.Method.SECRET.value: "bỏ phiếu kín trên máy, phiếu được niêm phong bằng hai khóa của Tổ kiểm phiếu",
    Ballot.Method.WRITTEN.value: "cho ý kiến bằng phiếu ghi tên, không họp",
}


def council_minutes(meeting: Meeting, number: str = "") -> Paper:
    """BIÊN BẢN / Họp Hội đồng xét khen thưởng, in the order of practice: who, what was said, vote, conclusion."""
    authority = meeting.council.authority
    subject = movements.movement_name(meeting.movement)
    body: list[Block] = [
        *_time_and_place(meeting),
        Heading(1, "I. THÀNH PHẦN"),
        *_members(meeting),
        Heading(1, "II. NỘI DUNG"),
        Heading(2, "1. Báo cáo thẩm định"),
        *_appraisal(meeting),
        Heading(2, "2. Ý kiến của thành viên" if meeting.written else "2. Thảo luận"),
        *[Paragraph(line) for line in (meeting.discussion or _NOTHING_ELSE).splitlines() if line.strip()],
        Heading(2, "3. Cách thức biểu quyết"),
        *_manner(meeting),
        Heading(2, "4. Kết quả biểu quyết"),
        *_votes(meeting),
        Heading(1, "III. KẾT LUẬN"),
        *conclusion(meeting),
        _end(meeting),
    ]
    return Paper(
        kind="BB",
        header=office_header(
            authority,
            name=council_name(meeting),
            symbol=SYMBOL,
            number=number,
            on=meeting.minuted_on,
        ),
        title="BIÊN BẢN",
        summary=f"{'Tổng hợp ý kiến' if meeting.written else 'Họp'} {COUNCIL} {place_name(authority)} xét khen thưởng "
        f"{subject}",
        body=tuple(body),
        signature=Signature(
            left=Signatory(("THƯ KÝ",), _name(meeting.secretary)),
            right=Signatory(("CHỦ TỌA", _function(meeting)), _name(meeting.chair)),
        ),
    )


def _time_and_place(meeting: Meeting) -> list[Block]:
    if meeting.written:
        return [Paragraph(f"Thời gian gửi phiếu lấy ý kiến: {long_date(meeting.on)}. Hội đồng không họp.")]
    blocks: list[Block] = [
        Paragraph(f"Thời gian: bắt đầu hồi {hour(meeting.opened_at)}, {long_date(meeting.on)}."),
        Paragraph(f"Địa điểm: {meeting.place}."),
    ]
    if meeting.agenda.strip():
        blocks.append(Paragraph(f"Nội dung họp: {'; '.join(_lines(meeting.agenda))}."))
    return blocks


def _lines(text: str) -> list[str]:
    return [line.strip().rstrip(".;") for line in text.splitlines() if line.strip()]


def _end(meeting: Meeting) -> Block:
    if meeting.written:
        return Paragraph("Biên bản được lập sau khi kiểm phiếu lấy ý kiến; các phiếu được lưu kèm.")
    return Paragraph(
        f"Cuộc họp kết thúc vào {hour(meeting.closed_at)} {_same_day(meeting)}. Biên bản được đọc lại và các thành "
        "viên thống nhất thông qua."
    )


def _same_day(meeting: Meeting) -> str:
    """The day on which the meeting ended: usually that of its beginning."""
    ended = day_of(meeting.closed_at) if meeting.closed_at is not None else meeting.on
    return "cùng ngày" if ended == meeting.on else long_date(ended)


def _name(member: object | None) -> str:
    return str(member) if member is not None else ""


def _function(meeting: Meeting) -> str:
    return str(meeting.chair.get_function_display()).upper() if meeting.chair is not None else ""


def _members(meeting: Meeting) -> list[Block]:
    rows = attendance_of(meeting)
    voting = [row for row in rows if row.member.voting]
    blocks: list[Block] = [
        Paragraph(_taking_part(meeting, voting)),
        Table(
            columns=(
                Column("STT", 6, "center"),
                Column("Họ và tên", 26),
                Column("Chức vụ", 34),
                Column("Vai trò", 20),
                Column("Ý kiến" if meeting.written else "Dự họp", 20),
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
    ]
    if meeting.chair is not None:
        chair = meeting.chair
        led = f"Chủ tọa: {chair.person.title} {chair.person.name}, {chair.get_function_display()}."
        blocks.append(Paragraph(led))
    if meeting.secretary is not None:
        blocks.append(Paragraph(f"Thư ký: {meeting.secretary.person.title} {meeting.secretary.person.name}."))
    return blocks


def _taking_part(meeting: Meeting, voting: list[Attendance]) -> str:
    if meeting.written:
        back = sum(row.state == Attendance.State.OPINION for row in voting)
        due = f"{meeting.return_by:%d/%m/%Y}" if meeting.return_by else ""
        return (
            f"Phiếu lấy ý kiến gửi đến {len(voting):02d} thành viên, hạn gửi lại {due}; nhận lại "
            f"{back:02d}/{len(voting):02d} phiếu ({share(back, len(voting))}):"
        )
    there = sum(row.state in THERE for row in voting)
    return (
        f"Thành viên Hội đồng có mặt {there:02d}/{len(voting):02d} ({share(there, len(voting))}); "
        f"vắng {len(voting) - there:02d}:"
    )


def _presence(row: Attendance) -> str:
    if row.state == Attendance.State.PRESENT:
        return "Có mặt" if row.member.voting else "Có mặt, không biểu quyết"
    if row.meeting.written and not row.member.voting:
        return "Không biểu quyết"
    if row.meeting.written:
        return "Đã gửi phiếu" if row.state == Attendance.State.OPINION else "Không gửi phiếu"
    said = str(row.get_state_display())
    if row.substitute is not None:
        said = f"Vắng, ủy quyền {row.substitute.title} {row.substitute.name} dự thay"
    return f"{said} ({small(row.reason) or 'không rõ lý do'})"


def _appraisal(meeting: Meeting) -> list[Block]:
    rows = list(
        Nomination.objects.filter(movement=meeting.movement)
        .exclude(state__in=("draft", "returned", "withdrawn"))
        .select_related("subject", "unit__subject")
        .order_by("-subject__kind", "subject__sort_key", "pk")
    )
    blocks: list[Block] = [
        Paragraph(
            f"Cơ quan thường trực báo cáo: nhận {len(rows):02d} hồ sơ "
            f"({of_kinds(row.subject for row in rows)}); đủ điều kiện "
            f"{sum(row.eligible is True for row in rows):02d} hồ sơ."
        )
    ]
    for row in rows:
        if row.eligible is True and not row.override_reason:
            continue
        failed = against(*row.findings, *row.let_through)
        verdict = VERDICTS.get(row.verdict, "Chưa thẩm định").lower()
        if row.eligible is True:  # what came up later did not change the verdict
            verdict = "có sự việc mới sau thẩm định"
        line = f"{titled(row.subject)}: {verdict}" + (
            f", lý do: {'; '.join(small(reason) for reason in failed)}" if failed else ""
        )
        if row.override_reason:
            line += f". Chủ tịch cho phép xét khen: {row.override_reason} ({row.override_article})"
        blocks.append(Bullet(f"{line}."))
    return blocks


def _manner(meeting: Meeting) -> list[Block]:
    rows = results(meeting)
    said = "; ".join(_METHODS[method] for method in sorted({row.ballot.method for row in rows}))
    blocks: list[Block] = [Paragraph(f"Hội đồng {said or 'không biểu quyết'}.")]
    rules = dict.fromkeys((row.ballot.base, row.threshold, row.rule, row.ballot.contest) for row in rows)
    for base, threshold, rule, contest in rules:
        whole = "tổng số thành viên Hội đồng" if base == "all" else "số thành viên tham gia biểu quyết"
        sample = next(row for row in rows if row.threshold == threshold)
        needed = needed_words(sample.share, "đánh dấu tên đó" if contest else "đồng ý")
        which = f"Phiếu chung ({small(contest)}): tỷ lệ" if contest else "Tỷ lệ"
        blocks.append(
            Paragraph(
                f"{which} tính trên {whole}, trừ thành viên không biểu quyết do liên quan; đạt khi {needed}"
                f"{f' ({rule})' if rule else ''}."
            )
        )
    recusals = meeting.recusals.select_related("member__person__subject", "nomination__subject").order_by(
        "member__order", "nomination_id"
    )
    voted_on = {row.nomination_id: bool(row.ballot.contest) for row in rows}
    blocks += [
        Bullet(
            f"{row.member.person.title} {row.member.person.name} {row.reason}"
            f"{'' if row.automatic else f' ({row.nomination.subject.name})'}: "
            f"{_stays_out(row, contest=voted_on[row.nomination_id])}."
        )
        for row in recusals
        if row.nomination_id in voted_on
    ]
    return blocks + incidents(meeting)


def _stays_out(row: Recusal, *, contest: bool) -> str:
    if row.votes:
        return "vẫn biểu quyết"
    return "không bỏ phiếu chung có tên này" if contest else "không biểu quyết về trường hợp này"


def _votes(meeting: Meeting) -> list[Block]:
    rows = results(meeting)
    if not rows:
        return [Paragraph("Không có trường hợp nào được đưa ra biểu quyết.")]
    each = [row for row in rows if not row.ballot.contest]
    blocks: list[Block] = [counts_table(each), *_remarks(each)] if each else []
    for ballot in dict.fromkeys(row.ballot for row in rows if row.ballot.contest):
        blocks += _contest(ballot, [row for row in rows if row.ballot_id == ballot.pk])
    for number, again in further_rounds(meeting).items():
        blocks += [
            Paragraph(
                f"Biểu quyết vòng {number} giữa những trường hợp bằng nhau, chỉ để xếp thứ tự: ai có tỷ lệ đồng "
                "ý cao hơn thì xếp trước."
            ),
            counts_table(again),
            *_remarks(again),
        ]
    return blocks


def _contest(ballot: Ballot, rows: Sequence[Question]) -> list[Block]:
    """One paper for all names: how many papers mark each, and what the figures hold."""
    first = rows[0]
    blocks: list[Block] = [
        Paragraph(
            f"Phiếu chung {len(rows):02d} tên, {small(ballot.contest)}: "
            f"{(first.yes or 0) + (first.no or 0):02d} phiếu hợp lệ có đánh dấu, {first.blank or 0:02d} phiếu trắng, "
            f"{first.spoilt or 0:02d} phiếu không hợp lệ. Tên không được đánh dấu không có nghĩa là không đồng ý.",
            keep_next=True,
        ),
        counts_table(rows),
    ]
    if first.recused:
        whole = (first.base or 0) + first.recused
        blocks.append(
            Bullet(
                f"{first.base:02d}/{whole:02d} thành viên có quyền bỏ phiếu này ({first.recused:02d} thành viên có "
                "liên quan đến một tên nên không bỏ cả phiếu)."
            )
        )
    by_name = ballot.roll.filter(state="open").exclude(member__in=out_of_contest(ballot)).count()
    if by_name and ballot.method != Ballot.Method.WRITTEN:
        blocks.append(
            Bullet(
                f"Trong kết quả trên có phiếu ý kiến bằng văn bản của {by_name:02d} thành viên vắng, ghi tên."
            )
        )
    return blocks


def _remarks(rows: Sequence[Question]) -> list[Block]:
    blocks: list[Block] = []
    for row in rows:
        if row.recused:
            whole = (row.base or 0) + row.recused
            blocks.append(
                Bullet(
                    f"{named(row)}: {row.base:02d}/{whole:02d} thành viên có quyền biểu quyết "
                    f"({row.recused:02d} thành viên không tham gia do liên quan)."
                )
            )
    in_writing = [row for row in rows if row.ballot.method == Ballot.Method.WRITTEN]
    return blocks if in_writing else [*blocks, *_opinions(rows)]


def _opinions(rows: Sequence[Question]) -> list[Block]:
    """The written opinions of absent members inside the figures: said once for all cases on which they agree alike."""
    alike: dict[tuple[int, int, int], list[Question]] = {}
    for row in rows:
        opened = open_line(row)
        if any(opened.values()):
            alike.setdefault((opened["yes"], opened["no"], opened["blank"]), []).append(row)
    largest = max(alike, key=lambda counted: len(alike[counted]), default=None)
    told: list[Block] = []
    for counted, same in sorted(alike.items(), key=lambda pair: pair[0] == largest):  # the rest is told last
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
            else "; ".join(named(row) for row in same)
        )
        line = f"phiếu ý kiến bằng văn bản của thành viên vắng, tính trong kết quả trên: {', '.join(parts)}"
        told.append(Bullet(f"{whom[:1].upper()}{whom[1:]}: {line}."))
    return told
