"""Papers to vote on: without a name for a secret vote on paper, one with a name for opinions in writing."""

from __future__ import annotations

from django.db.models import QuerySet

from thidua.council.models import Ballot, CouncilMember, Question
from thidua.council.papers.words import council_name, named
from thidua.council.queries.meetings import out_of, slips_of
from thidua.documents.paper import Block, Bullet, Column, Paper, Paragraph, Signatory, Signature, Slip, Table
from thidua.movements import queries as movements
from thidua.nominations.queries import post_of
from thidua.organizations.papers import office_header

_BOX = "☐"
_NO_SIGN = "Không ký tên, không ghi thêm dấu hiệu nào khác trên phiếu."
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
            Bullet(_NO_SIGN),
        ],
        None,
    )


def voting_slips(ballot: Ballot) -> list[Slip]:
    """PHIẾU BIỂU QUYẾT, one for each name and voter; empty where one paper for all names may be used."""
    copies = slips_of(ballot)
    header = office_header(ballot.meeting.council.authority, name=council_name(ballot.meeting))
    return [
        Slip(
            issuer=(header.superior, header.issuer[0]),
            title="PHIẾU BIỂU QUYẾT",
            summary=_summary(ballot),
            name=named(question),
            post=_post(ballot, question),
            boxes=tuple(column.title for column in _COLUMNS[3:]),
            notes=(
                "Đánh dấu x vào một ô. Phiếu để trống hoặc đánh dấu nhiều ô là không hợp lệ.",
                _NO_SIGN,
            ),
            copies=copies[question.pk],
        )
        for question in _questions(ballot)
        if question.pk in copies
    ]


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


def _questions(ballot: Ballot) -> QuerySet[Question]:
    return ballot.questions.select_related("nomination__subject__person", "nomination__unit__subject")


def _post(ballot: Ballot, question: Question) -> str:
    nomination = question.nomination
    return post_of(nomination.subject, nomination.unit, ballot.meeting.on) if nomination is not None else ""


def _summary(ballot: Ballot) -> str:
    again = f" (vòng {ballot.round})" if ballot.round > 1 else ""
    return f"Xét khen thưởng {movements.movement_name(ballot.meeting.movement)}{again}"


def _table(ballot: Ballot, recused: frozenset[int]) -> Table:
    rows = []
    for at, question in enumerate(_questions(ballot), start=1):
        boxes = ("không biểu quyết", "", "") if question.pk in recused else (_BOX,) * 3
        rows.append(
            (str(at), named(question), _post(ballot, question), *(boxes[:1] if ballot.contest else boxes))
        )
    return Table(columns=_MARK_COLUMNS if ballot.contest else _COLUMNS, rows=tuple(rows))


def _paper(ballot: Ballot, title: str, body: list[Block], signature: Signature | None) -> Paper:
    meeting = ballot.meeting
    return Paper(
        kind="phieu",
        header=office_header(meeting.council.authority, name=council_name(meeting), on=meeting.on),
        title=title,
        summary=_summary(ballot),
        body=tuple(body),
        signature=signature,
        end_mark=False,
    )
