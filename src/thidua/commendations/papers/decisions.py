"""QUYẾT ĐỊNH of the chairperson: forms of commendation or titles, as the data of the awards say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thidua.commendations.models import Proposal
from thidua.commendations.papers.words import (
    amount,
    counted,
    first_capital,
    honours,
    letterhead_title,
    list_table,
    merited,
    minutes_cited,
    money_notes,
    plan_cited,
    standing_of,
    summed_up,
    whom,
)
from thidua.commendations.queries import AwardLine, total
from thidua.documents.paper import (
    Annex,
    Clause,
    Footer,
    Paper,
    Paragraph,
    Signature,
)
from thidua.engine.words import money_in_words, paper_date
from thidua.organizations import papers as letterhead
from thidua.regulations import queries as regulations

DECISION_SYMBOL = "QĐ-UBND"


def decision(
    proposed: Proposal,
    lines: Sequence[AwardLine],
    *,
    on: date,
    number: str = "",
    signer_name: str = "",
    for_chair: bool = False,
    footer: Footer | None = None,
) -> Paper:
    """QUYẾT ĐỊNH of the chairperson: award with the list attached, money with its sum in words, who carries it out."""
    movement = proposed.movement
    authority = movement.authority
    proposer = letterhead_title(proposed)
    whole = int(total(lines))
    given, merit = honours(lines, authority.pk, on), merited(lines, authority.pk, on)
    unit = standing_of(proposed)
    note_day = paper_date(on) if number else f"ngày      tháng      năm {on.year}"
    return Paper(
        kind="QĐ",
        header=letterhead.authority_header(
            authority, symbol=DECISION_SYMBOL, number=number, on=on if number else None, year=on.year
        ),
        title="QUYẾT ĐỊNH",
        summary=first_capital(summed_up(lines, movement, on)),
        authority=f"CHỦ TỊCH {authority.name.upper()}",
        bases=(
            *regulations.law_of(authority.pk).citations(on, "award"),
            plan_cited(movement),
            minutes_cited(proposed.meeting),
            f"Theo đề nghị của {proposer} tại Tờ trình{_proposal_cited(proposed)}",
        ),
        enacting="QUYẾT ĐỊNH:",
        body=(
            Clause(
                "Điều 1.",
                f"Tặng {given}{_of_chair(given, authority.name)} cho {counted(lines)} đã {merit} trong "
                f"{movement.named} (có danh sách kèm theo).",
            ),
            Clause(
                "Điều 2.",
                f"Các {whom(lines)} có tên tại Điều 1 được thưởng tổng số tiền {amount(whole)} đồng "
                f"{money_in_words(whole)}, trích từ Quỹ thi đua, khen thưởng năm {on.year} của "
                f"{letterhead.place_name(authority)}."
                if whole
                else f"Các {whom(lines)} có tên tại Điều 1 không được chi thêm tiền thưởng, lý do ghi tại danh sách.",
            ),
            Clause(
                "Điều 3.",
                f"Quyết định này có hiệu lực kể từ ngày ký. {first_capital(proposer)}, các đơn vị có liên quan và các "
                f"{whom(lines)} có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này",
            ),
        ),
        signature=Signature(
            right=letterhead.chair_signatory(
                authority, on, for_committee=False, for_chair=for_chair, name=signer_name
            )
        ),
        recipients=(
            "Như Điều 3",
            "Hội đồng Thi đua - Khen thưởng",
            f"Lưu: VT, {unit.code if unit else 'TĐKT'}",
        ),
        annexes=(
            Annex(
                title=f"DANH SÁCH {whom(lines).upper()} ĐƯỢC TẶNG {given.upper()}",
                note=f"(Kèm theo Quyết định số {number or '      '}/{DECISION_SYMBOL} {note_day} "
                f"của Chủ tịch {authority.name})",
                body=(
                    list_table(lines),
                    *(Paragraph(note) for note in money_notes(lines)),
                    Paragraph(money_in_words(whole), align="right"),
                ),
            ),
        ),
        footer=footer,
        author=authority.name,
    )


def _of_chair(given: str, name: str) -> str:
    """A form of commendation is the chairperson's own; a title is the law's."""
    return "" if given.startswith("danh hiệu") else f" của Chủ tịch {name}"


def _proposal_cited(proposed: Proposal) -> str:
    cited = proposed.paper.citation if proposed.paper else ""
    return f" số {cited} {paper_date(proposed.dated_on)}" if cited and proposed.dated_on else ""
