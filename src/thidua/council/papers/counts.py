"""BIÊN BẢN KIỂM PHIẾU of the secret votes of a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thidua.council.models import Ballot, Meeting, Question
from thidua.council.papers.words import COUNCIL, SYMBOL, counts_table, hour
from thidua.documents.paper import (
    Block,
    Bullet,
    Heading,
    Paper,
    Paragraph,
    SideBySide,
    Signatory,
    long_date,
)
from thidua.engine.meetings import BallotState
from thidua.movements import queries as movements
from thidua.organizations.papers import office_header


def count_record(meeting: Meeting, on: date, number: str = "") -> Paper:
    """BIÊN BẢN KIỂM PHIẾU of the secret votes of a meeting: papers given and returned, table, three signatures."""
    authority = meeting.council.authority
    tellers = list(meeting.tellers.select_related("person__subject").order_by("-lead", "pk"))
    ballots = list(
        meeting.ballots.filter(trial=False, state=BallotState.OPENED.value)
        .exclude(method="hands")
        .order_by("pk")
    )
    body: list[Block] = [
        Paragraph(f"Thời gian: {_counting_hours(ballots)}{long_date(meeting.on)}."),
        Paragraph(f"Địa điểm: {meeting.place}."),
        Heading(1, "I. TỔ KIỂM PHIẾU"),
        *(
            Bullet(f"{row.person.title} {row.person.name}: {'Tổ trưởng' if row.lead else 'Tổ viên'}.")
            for row in tellers
        ),
        Heading(1, "II. KẾT QUẢ KIỂM PHIẾU"),
    ]
    for at, ballot in enumerate(ballots, start=1):
        body += _counted(at, ballot)
    body.append(Paragraph("Biên bản được lập, đọc lại và các thành viên Tổ kiểm phiếu thống nhất ký tên./."))
    signatories = tuple(
        Signatory(("TỔ TRƯỞNG" if row.lead else "TỔ VIÊN",), row.person.name) for row in tellers
    )
    return Paper(
        kind="BB",
        header=office_header(authority, name=COUNCIL, symbol=SYMBOL, number=number, on=meeting.on),
        title="BIÊN BẢN KIỂM PHIẾU",
        summary=f"Xét khen thưởng {movements.movement_name(meeting.movement)}",
        body=(*body, SideBySide(signatories)),
        end_mark=False,
    )


def _validity(rows: Sequence[Question], returned: int) -> str:
    """How many papers were valid; where single lines were spoilt the table says which."""
    spoilt = max((row.spoilt or 0 for row in rows), default=0)
    if not spoilt:
        return f"Số phiếu hợp lệ: {returned:02d}. Số phiếu không hợp lệ: 00."
    return "Phiếu không hợp lệ được ghi riêng cho từng trường hợp trong bảng dưới đây."


def _counting_hours(ballots: Sequence[Ballot]) -> str:
    """From the first opening to the last closing of the votes: "từ 09 giờ đến 09 giờ 40 phút, "."""
    opened = [ballot.opened_at for ballot in ballots if ballot.opened_at is not None]
    closed = [ballot.closed_at for ballot in ballots if ballot.closed_at is not None]
    return f"từ {hour(min(opened))} đến {hour(max(closed))}, " if opened and closed else ""


def _counted(at: int, ballot: Ballot) -> list[Block]:
    rows = list(ballot.questions.select_related("nomination__subject__person").order_by("order"))
    secret = ballot.method == Ballot.Method.SECRET
    if secret:
        issued = ballot.roll.filter(state__in=("sealed", "expected", "paper")).count()
        returned = ballot.roll.filter(state__in=("sealed", "paper")).count()
    else:
        issued, returned = ballot.issued or 0, ballot.returned or 0
    opened = ballot.roll.filter(state="open").count()
    blocks: list[Block] = [
        Heading(2, f"{at}. {ballot.get_method_display()}"),
        Bullet(f"Số phiếu phát ra: {issued:02d}. Số phiếu thu về: {returned:02d}."),
        Bullet(_validity(rows, returned)),
        *(
            [
                Bullet(
                    f"Phiếu ý kiến bằng văn bản của thành viên vắng: {opened:02d} (ghi tên, không phải phiếu kín)."
                )
            ]
            if opened
            else []
        ),
        counts_table(rows),
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
    else:
        blocks.append(Bullet("Phiếu được niêm phong và giao Thư ký Hội đồng lưu giữ sau khi kiểm."))
    return blocks
