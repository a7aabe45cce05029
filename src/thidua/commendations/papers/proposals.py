"""TỜ TRÌNH of the standing unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thidua.commendations.papers.words import (
    counted,
    first_capital,
    honours,
    list_table,
    merited,
    minutes_cited,
    money_notes,
    plan_cited,
    whom,
)
from thidua.commendations.queries import AwardLine, decided_otherwise, let_through, total
from thidua.council.models import Meeting, Selection
from thidua.documents.paper import Bullet, Footer, Paper, Paragraph, Signatory, Signature
from thidua.engine.text import fold
from thidua.engine.words import money_in_words, paper_date
from thidua.nominations.choices import VERDICTS, against
from thidua.nominations.models import Nomination
from thidua.nominations.papers import titled
from thidua.organizations import papers as letterhead
from thidua.organizations.models import Unit
from thidua.organizations.queries import head_of
from thidua.regulations import queries as regulations

PROPOSAL_SYMBOL = "TTr-{code}"


def proposal(
    meeting: Meeting,
    lines: Sequence[AwardLine],
    *,
    unit: Unit,
    on: date,
    number: str = "",
    votes: Sequence[tuple[str, int, int, bool]] = (),
    footer: Footer | None = None,
    dated: bool = False,
) -> Paper:
    """TỜ TRÌNH of the head of the standing unit: bases, result of the council, proposal, dossier.

    ``votes`` are name, votes in favour and base of each chosen one; ``on`` is the day of the paper (printed when
    ``dated``).
    """
    movement = meeting.movement
    authority = movement.authority
    otherwise = decided_otherwise(meeting)
    head = head_of(unit, on)
    given, merit = honours(lines, authority.pk, on), merited(lines, authority.pk, on)
    with_money = " kèm tiền thưởng" if total(lines) else ""
    return Paper(
        kind="TTr",
        header=letterhead.office_header(
            unit,
            symbol=PROPOSAL_SYMBOL.format(code=unit.code),
            number=number,
            on=on if dated else None,
            year=on.year,
        ),
        title="TỜ TRÌNH",
        summary=f"Về việc tặng {given} cho {whom(lines)} {merit} trong {movement.named}",
        addressed_to=(f"Chủ tịch {authority.name}",),
        bases=(
            *regulations.law_of(authority.pk).citations(on, "proposal"),
            plan_cited(movement),
            minutes_cited(meeting),
        ),
        body=(
            Paragraph(
                f"{first_capital(paper_date(meeting.on))}, Hội đồng Thi đua - Khen thưởng đã "
                f"{'cho ý kiến bằng văn bản' if meeting.written else 'họp'} xét khen thưởng {movement.named}. "
                f"Kết quả: {_agreed(lines, given, otherwise)} trong số lượng của Kế hoạch"
                + (", cụ thể:" if votes else ".")
            ),
            *_votes(votes),
            *_otherwise(otherwise),
            *_let_through(lines),
            Paragraph(
                f"{unit.name} trình Chủ tịch {authority.name} xem xét, quyết định tặng {given}{with_money} cho "
                f"{counted(lines)} sau đây:"
            ),
            list_table(lines),
            *(Paragraph(note) for note in money_notes(lines)),
            Paragraph(money_in_words(int(total(lines))), align="right"),
            Paragraph(
                f"Hồ sơ gửi kèm gồm: biên bản họp Hội đồng{_count_record(meeting)}, danh sách đề nghị và báo cáo thành "
                "tích của từng trường hợp."
            ),
            Paragraph(f"Kính trình Chủ tịch {authority.name} xem xét, quyết định."),
        ),
        signature=Signature(
            right=Signatory(
                authority=((head.position if head else "Trưởng phòng").upper(),),
                name=head.person.name if head else "",
            )
        ),
        recipients=("Như trên", "Hội đồng Thi đua - Khen thưởng", f"Lưu: VT, {unit.code}"),
        footer=footer,
        author=unit.name,
    )


def _agreed(lines: Sequence[AwardLine], given: str, otherwise: Sequence[Selection]) -> str:
    """Whose agreement stands behind the list: the council's, or with what the chairperson decided otherwise."""
    if otherwise:
        return (
            f"{counted(lines)} đủ tiêu chuẩn, được trình tặng {given} theo kết quả đó và ý kiến của Chủ tịch,"
        )
    return f"{counted(lines)} đủ tiêu chuẩn, được Hội đồng đồng ý đề nghị tặng {given},"


def _otherwise(rows: Sequence[Selection]) -> list[Bullet]:
    """What the chairperson decided otherwise than the council proposed, each with its reason."""
    told = []
    for row in rows:
        what = (
            f"tặng {row.nomination.form}, Hội đồng không đề nghị"
            if row.chosen
            else "không tặng, Hội đồng có đề nghị"
        )
        reason = row.otherwise_reason.rstrip(".")
        told.append(Bullet(f"{titled(row.nomination.subject)}: Chủ tịch quyết định {what}; lý do: {reason}."))
    return told


def _let_through(lines: Sequence[AwardLine]) -> list[Bullet]:
    """Who stands on the list against a finding, with the reason and the article that let them through."""
    return [
        Bullet(
            f"{titled(row.subject)}: {_found(row)}, Chủ tịch cho phép xét khen; "
            f"lý do: {row.override_reason.rstrip('.')} ({row.override_article})."
        )
        for row in let_through(lines).values()
    ]


def _found(row: Nomination) -> str:
    verdict = (
        VERDICTS.get(row.verdict, "").lower() if row.eligible is not True else "có sự việc mới sau thẩm định"
    )
    facts = "; ".join(against(*row.findings, *row.let_through))
    return f"{verdict} ({facts})" if facts else verdict


def _votes(votes: Sequence[tuple[str, int, int, bool]]) -> list[Bullet]:
    last = len(votes) - 1
    return [
        Bullet(f"{name}: {_vote(yes, base, marked=marked)}{'.' if at == last else ';'}")
        for at, (name, yes, base, marked) in enumerate(votes)
    ]


def _vote(yes: int, base: int, *, marked: bool) -> str:
    what = "phiếu đánh dấu" if marked else "thành viên đồng ý"
    if not base:
        return f"{yes:02d} {what}"
    share = f"{yes * 100 / base:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return f"{yes:02d}/{base:02d} {what} ({share}%)"


def _count_record(meeting: Meeting) -> str:
    record = meeting.count_record
    return ", biên bản kiểm phiếu" if record is not None and fold(record.title) else ""
