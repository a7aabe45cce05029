"""QUYẾT ĐỊNH hủy bỏ of the chairperson (06/2022/QH15, art. 93.2)."""

from __future__ import annotations

from datetime import date

from thidua.commendations.models import Revocation
from thidua.commendations.papers.decisions import DECISION_SYMBOL
from thidua.commendations.papers.words import amount, first_capital, honours, standing_of, summed_up
from thidua.documents.paper import Clause, Footer, Paper, Signature
from thidua.engine.words import money_in_words, paper_date
from thidua.organizations import papers as letterhead
from thidua.organizations.queries import post_at
from thidua.regulations import queries as regulations


def revocation(
    made: Revocation,
    *,
    on: date,
    number: str = "",
    signer_name: str = "",
    for_chair: bool = False,
    footer: Footer | None = None,
) -> Paper:
    """What is cancelled and why, what comes back and by when, who carries it out."""
    award = made.award
    decision = award.decision
    authority = decision.authority
    cited = decision.paper.citation if decision.paper else decision.number
    whose = f"{award.named}, {post}" if (post := post_at(award.position, award.unit_name)) else award.named
    law = regulations.law_of(authority.pk)
    grounds = {ground.code: ground.name for ground in law.cancellation_grounds(on)}
    days = law.working_days_of("revocation", on)
    unit = standing_of(decision.proposal)
    decided_on = decision.decided_on or on  # no award stands without it
    given = honours([award], authority.pk, decided_on)
    thing = award.form if given == award.form else f"giấy chứng nhận {given}"
    own = f" của Chủ tịch {authority.name}" if given == award.form else ""
    money = ""
    if award.paid_on and award.amount:
        money = (
            f" và số tiền thưởng {amount(award.amount)} đồng {money_in_words(int(award.amount))}, nộp lại Quỹ "
            f"thi đua, khen thưởng của {letterhead.place_name(authority)}"
        )
    return Paper(
        kind="QĐ",
        header=letterhead.authority_header(
            authority, symbol=DECISION_SYMBOL, number=number, on=on if number else None, year=on.year
        ),
        title="QUYẾT ĐỊNH",
        summary=f"Về việc hủy bỏ khen thưởng và thu hồi {thing} đối với {award.named}",
        authority=f"CHỦ TỊCH {authority.name.upper()}",
        bases=(
            *law.citations(on, "award"),
            (
                f"Căn cứ Quyết định số {cited} {paper_date(decided_on)} của Chủ tịch {authority.name} "
                f"{summed_up(list(decision.awards.select_related('subject')), decision.movement, decided_on)}"
            ),
            f"Căn cứ {made.conclusion} {paper_date(made.conclusion_on)} của {made.conclusion_issuer}",
        ),
        enacting="QUYẾT ĐỊNH:",
        body=(
            Clause(
                "Điều 1.",
                f"Hủy bỏ việc tặng {given}{own} đối với {whose} tại Quyết định số "
                f"{cited}. "
                f"Lý do: {_lower(grounds.get(made.ground, ''))} ({law.article_of('revocation', on)}).",
            ),
            Clause(
                "Điều 2.",
                f"Thu hồi {thing} (số sổ vàng {award.golden_book_number or 0:02d}, mã kiểm tra {award.check_code})"
                f"{money}, trong thời hạn {days:02d} ngày làm việc kể từ ngày ký Quyết định này.",
            ),
            Clause(
                "Điều 3.",
                "Quyết định này có hiệu lực kể từ ngày ký. "
                f"{first_capital(unit.name) if unit else 'Cơ quan thường trực Hội đồng Thi đua - Khen thưởng'}, "
                f"các đơn vị có liên quan và {award.named} chịu trách nhiệm thi hành Quyết định này",
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
        footer=footer,
        author=authority.name,
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
