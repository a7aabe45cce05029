"""BIÊN BẢN KIỂM PHIẾU of the secret votes of a meeting and of opinions in writing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db.models import Q

from thidua.council.models import Ballot, Meeting, Question, Teller
from thidua.council.papers.words import COUNCIL, SYMBOL, counts_table, hour, named
from thidua.council.queries.meetings import FEW, open_line, out_of_contest, slips_of
from thidua.documents.paper import (
    Block,
    Bullet,
    Column,
    Heading,
    Paper,
    Paragraph,
    SideBySide,
    Signatory,
    Table,
    long_date,
)
from thidua.engine.meetings import BallotState
from thidua.movements import queries as movements
from thidua.organizations.papers import office_header

_SLIPS = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 42),
    Column("Phát ra", 13, "center"),
    Column("Thu về", 13, "center"),
    Column("Hợp lệ", 13, "center"),
    Column("Không hợp lệ", 13, "center"),
)


def count_record(meeting: Meeting, number: str = "") -> Paper:
    """BIÊN BẢN KIỂM PHIẾU of the secret votes of a meeting: papers given and returned, table, three signatures."""
    authority = meeting.council.authority
    ballots = list(
        meeting.ballots.filter(trial=False, state=BallotState.OPENED.value)
        .exclude(method="hands")
        .order_by("pk")
    )
    body: list[Block] = [
        Paragraph(f"Thời gian: {_counting_time(meeting, ballots)}."),
        Paragraph(f"Địa điểm: {meeting.place}."),
        Heading(1, "I. NGƯỜI KIỂM PHIẾU" if meeting.written else "I. TỔ KIỂM PHIẾU"),
        *_counters(meeting),
        Heading(1, "II. KẾT QUẢ KIỂM PHIẾU"),
    ]
    for at, ballot in enumerate(ballots, start=1):
        body += _counted(at, ballot)
    who = "những người kiểm phiếu" if meeting.written else "các thành viên Tổ kiểm phiếu"
    body.append(Paragraph(f"Biên bản được lập, đọc lại và {who} thống nhất ký tên./."))
    return Paper(
        kind="BB",
        header=office_header(authority, name=COUNCIL, symbol=SYMBOL, number=number, on=meeting.minuted_on),
        title="BIÊN BẢN KIỂM PHIẾU",
        summary=f"Xét khen thưởng {movements.movement_name(meeting.movement)}",
        body=(*body, SideBySide(_signatories(meeting))),
        end_mark=False,
    )


def _validity(rows: Sequence[Question], returned: int) -> str:
    """How many papers were valid; where single lines were spoilt the table says which."""
    spoilt = max((row.spoilt or 0 for row in rows), default=0)
    if rows and rows[0].ballot.contest:
        blank = rows[0].blank or 0
        return (
            f"Số phiếu hợp lệ: {returned - spoilt:02d}, trong đó phiếu trắng: {blank:02d}. Số phiếu không hợp lệ: "
            f"{spoilt:02d}."
        )
    if not spoilt:
        return f"Số phiếu hợp lệ: {returned:02d}. Số phiếu không hợp lệ: 00."
    return "Phiếu không hợp lệ được ghi riêng cho từng trường hợp trong bảng dưới đây."


def _counting_time(meeting: Meeting, ballots: Sequence[Ballot]) -> str:
    """The day on which opinions in writing were counted, else from the first opening to the last closing."""
    return (
        long_date(meeting.minuted_on)
        if meeting.written
        else f"{_counting_hours(ballots)}{long_date(meeting.on)}"
    )


def _counting_hours(ballots: Sequence[Ballot]) -> str:
    opened = [ballot.opened_at for ballot in ballots if ballot.opened_at is not None]
    closed = [ballot.closed_at for ballot in ballots if ballot.closed_at is not None]
    return f"từ {hour(min(opened))} đến {hour(max(closed))}, " if opened and closed else ""


def _counted(at: int, ballot: Ballot) -> list[Block]:
    rows = list(ballot.questions.select_related("nomination__subject__person").order_by("order"))
    secret = ballot.method == Ballot.Method.SECRET
    out = out_of_contest(ballot)
    if secret:
        given = ballot.roll.exclude(
            ~Q(state="sealed"), member__in=out
        )  # who is out of a contest has no paper
        issued = given.filter(state__in=("sealed", "expected", "paper")).count()
        returned = given.filter(state__in=("sealed", "paper")).count()
    else:
        issued, returned = ballot.issued or 0, ballot.returned or 0
    slips = {} if secret else slips_of(ballot)
    if sum(slips.values()) != issued:  # counted before there were slips: one paper for all names
        slips = {}
    blocks: list[Block] = [
        Heading(2, f"{at}. {ballot}{f', vòng {ballot.round}' if ballot.round > 1 else ''}"),
        Bullet(f"Số phiếu phát ra: {issued:02d}. Số phiếu thu về: {returned:02d}."),
        *([Bullet(f"{ballot.contest} trên một phiếu chung {len(rows):02d} tên.")] if ballot.contest else []),
        *([] if slips else [Bullet(_validity(rows, returned))]),
        *(Bullet(line) for line in _absent_votes(ballot)),
        *(_slips(rows, slips) if slips else []),
        counts_table(rows),
        *(
            [Bullet(f"Không bỏ phiếu này do có liên quan đến một tên trên phiếu: {len(out):02d} thành viên.")]
            if out
            else []
        ),
    ]
    if secret:
        blocks += [
            Bullet(
                "Phiếu niêm phong bằng hai khóa, được mở và trộn khi cả hai người giữ khóa cùng nhập khóa; "
                "phiếu khóa được hủy sau khi kiểm."
            ),
            Bullet(
                f"Danh sách phiếu công bố: tệp danh-sach-phieu.csv, mã kiểm {ballot.digest} "
                "(16 ký tự đầu của SHA-256); ai có tệp cũng kiểm lại được."
            ),
        ]
    elif ballot.method == Ballot.Method.WRITTEN:
        blocks.append(Bullet("Phiếu ghi tên người cho ý kiến, được lưu kèm biên bản."))
    else:
        blocks.append(Bullet("Phiếu được niêm phong và giao Thư ký Hội đồng lưu giữ sau khi kiểm."))
    return blocks


def _slips(rows: Sequence[Question], given: Mapping[int, int]) -> list[Block]:
    """Slips of each name: given out, handed in, valid, not valid; the written opinions are no slips."""
    told = []
    for at, row in enumerate(rows, start=1):
        spoilt = row.spoilt or 0
        read = (row.yes or 0) + (row.no or 0) + (row.blank or 0) + spoilt
        back = read - sum(open_line(row).values())
        told.append(
            (str(at), named(row), *(f"{n:02d}" for n in (given[row.pk], back, back - spoilt, spoilt)))
        )
    return [
        Bullet("Mỗi tên một phiếu riêng, vì có thành viên không biểu quyết do liên quan:"),
        Table(columns=_SLIPS, rows=tuple(told)),
        Paragraph("Kết quả biểu quyết:", keep_next=True),
    ]


def _tellers(meeting: Meeting) -> list[Teller]:
    return list(meeting.tellers.select_related("person__subject").order_by("-lead", "pk"))


def _counters(meeting: Meeting) -> list[Block]:
    """The team of three; opinions in writing are counted by the standing unit's secretary before the chair."""
    if meeting.written and meeting.secretary is not None:
        person = meeting.secretary.person
        return [Bullet(f"{person.title} {person.name}, Thư ký Hội đồng.")]
    return [
        Bullet(f"{row.person.title} {row.person.name}: {'Tổ trưởng' if row.lead else 'Tổ viên'}.")
        for row in _tellers(meeting)
    ]


def _signatories(meeting: Meeting) -> tuple[Signatory, ...]:
    if meeting.written:
        pairs = (("THƯ KÝ", meeting.secretary), ("CHỦ TỊCH HỘI ĐỒNG", meeting.chair))
        return tuple(Signatory((word,), str(member)) for word, member in pairs if member is not None)
    return tuple(
        Signatory(("TỔ TRƯỞNG" if row.lead else "TỔ VIÊN",), row.person.name) for row in _tellers(meeting)
    )


def _absent_votes(ballot: Ballot) -> list[str]:
    """How absent members voted: from afar, on paper in an envelope, or by name."""
    if ballot.method == Ballot.Method.WRITTEN:
        return []
    by_name = ballot.roll.filter(state="open").count()
    told = []
    if by_name:
        told.append(
            f"Phiếu ý kiến bằng văn bản của thành viên vắng: {by_name:02d} (ghi tên, không phải phiếu kín)."
        )
    far = ballot.roll.filter(state="sealed", away=True).count()
    if far:
        told.append(f"Thành viên vắng bỏ phiếu kín bằng máy của mình: {far:02d}.")
    papers = ballot.roll.filter(state="paper", away=True).count()
    if papers:
        told.append(
            f"Thành viên vắng gửi phiếu trong phong bì kín: {papers:02d}; phiếu được trộn chung trước khi đếm"
            + (", ít phiếu nên có thể đoán được ý kiến." if papers < FEW else ".")
        )
    return told
