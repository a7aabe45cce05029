"""Papers to vote on: one without a name for a secret vote on paper, one with a name for opinions in writing."""

from __future__ import annotations

from thidua.council.models import Ballot, CouncilMember
from thidua.council.papers.words import council_name, named
from thidua.council.queries.meetings import out_of
from thidua.documents.paper import Block, Bullet, Column, Paper, Paragraph, Signatory, Signature, Table
from thidua.movements import queries as movements
from thidua.nominations.queries import post_of
from thidua.organizations.papers import office_header

_BOX = "☐"
_MARK_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 36),
    Column("Chức vụ, đơn vị", 40),
    Column("Đánh dấu", 18, "center"),
)
_COLUMNS = (
    Column("STT", 6, "center"),
    Column("Tập thể, cá nhân", 30),
    Column("Chức vụ, đơn vị", 28),
    Column("Đồng ý", 12, "center"),
    Column("Không đồng ý", 12, "center"),
    Column("Ý kiến khác", 12, "center"),
)


def voting_paper(ballot: Ballot) -> Paper:
    """PHIẾU BIỂU QUYẾT: nothing on it tells whose it is. Print one for each who votes."""
    return _paper(
        ballot,
        "PHIẾU BIỂU QUYẾT",
        [
            Paragraph(
                f"Đánh dấu x vào ô của không quá {ballot.marks:02d} tên. Phiếu đánh dấu nhiều hơn {ballot.marks:02d} "
                "tên là không hợp lệ; phiếu không đánh dấu tên nào là phiếu trắng."
                if ballot.marks is not None
                else "Đánh dấu x vào một ô ở mỗi dòng. Dòng để trống hoặc đánh dấu nhiều ô là không hợp lệ."
            ),
            _table(ballot, frozenset()),
            Bullet("Không ký tên, không ghi thêm dấu hiệu nào khác trên phiếu."),
        ],
        None,
    )


def opinion_slip(ballot: Ballot, member: CouncilMember) -> Paper:
    """PHIẾU LẤY Ý KIẾN of one member, with the name: counted apart, never called secret."""
    meeting = ballot.meeting
    recused = frozenset(
        question.pk
        for question in ballot.questions.all()
        if member.pk in out_of(ballot).get(question.nomination_id, set())
    )
    how = (
        f"Đánh dấu x vào ô của không quá {ballot.marks:02d} tên."
        if ballot.marks is not None
        else "Đánh dấu x vào một ô ở mỗi dòng."
    )
    due = f" Xin gửi lại trước hết ngày {meeting.return_by:%d/%m/%Y}." if meeting.return_by else ""
    return _paper(
        ballot,
        "PHIẾU LẤY Ý KIẾN",
        [
            Paragraph(f"Kính gửi: {member.person.title} {member.person.name}, {member.post}."),
            Paragraph(f"{how}{due} Phiếu ghi tên, không phải phiếu kín."),
            _table(ballot, recused),
            Paragraph("Ý kiến khác: …"),
        ],
        Signature(left=None, right=Signatory(("NGƯỜI CHO Ý KIẾN",), member.person.name)),
    )


def _table(ballot: Ballot, recused: frozenset[int]) -> Table:
    rows = []
    questions = ballot.questions.select_related("nomination__subject__person", "nomination__unit__subject")
    for at, question in enumerate(questions, start=1):
        nomination = question.nomination
        post = (
            post_of(nomination.subject, nomination.unit, ballot.meeting.on) if nomination is not None else ""
        )
        boxes = ("không biểu quyết", "", "") if question.pk in recused else (_BOX,) * 3
        rows.append((str(at), named(question), post, *(boxes[:1] if ballot.contest else boxes)))
    return Table(columns=_MARK_COLUMNS if ballot.contest else _COLUMNS, rows=tuple(rows))


def _paper(ballot: Ballot, title: str, body: list[Block], signature: Signature | None) -> Paper:
    meeting = ballot.meeting
    again = f" (vòng {ballot.round})" if ballot.round > 1 else ""
    return Paper(
        kind="phieu",
        header=office_header(meeting.council.authority, name=council_name(meeting), on=meeting.on),
        title=title,
        summary=f"Xét khen thưởng {movements.movement_name(meeting.movement)}{again}",
        body=tuple(body),
        signature=signature,
        end_mark=False,
    )
