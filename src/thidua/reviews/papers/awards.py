"""III. Khen thưởng: who was nominated, what was decided, with what money."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal

from thidua.commendations.models import Award, Decision
from thidua.documents.paper import Block, Bullet, Paragraph
from thidua.engine.words import paper_date
from thidua.organizations.queries import post_at, post_inside
from thidua.reviews.papers.parts import Part, Section
from thidua.reviews.papers.words import people, shown, who
from thidua.reviews.queries import Figures


def awards(told: Figures) -> Part:
    """Nominations and appraisal, each decision with its awards."""
    return Part(
        "awards",
        "KHEN THƯỞNG",
        (
            Section("", tuple(_nominated(told)), ("nominations",)),
            Section("", tuple(_decided(told)), ("decision",)),
        ),
    )


def _nominated(told: Figures) -> list[Block]:
    counted = told.nominated
    sent = who(counted.collective, counted.individual, counted.household)
    if not sent:
        return []
    line = f"Các đơn vị đề nghị khen thưởng {sent}"
    if counted.eligible:
        line += f"; thẩm định {people(counted.eligible)} trường hợp đủ điều kiện"
    if counted.not_eligible:
        link = ", " if counted.eligible else "; thẩm định "
        line += f"{link}{people(counted.not_eligible)} trường hợp chưa đủ điều kiện"
    if counted.let_through:
        line += (
            f", trong đó {people(counted.let_through)} trường hợp được Chủ tịch cho phép xét khen, kèm lý do"
        )
    return [Paragraph(f"{line}.")]


def _decided(told: Figures) -> list[Block]:
    by_decision: dict[Decision, list[Award]] = defaultdict(list)
    for award in told.awards:
        by_decision[award.decision].append(award)
    if not by_decision:
        return [Paragraph(f"Đến hết {paper_date(told.on)} chưa ban hành quyết định khen thưởng.")]
    blocks: list[Block] = []
    for decision, rows in by_decision.items():
        cited = decision.paper.citation if decision.paper and decision.paper.citation else decision.number
        on = f" {paper_date(decision.decided_on)}" if decision.decided_on else ""
        kinds = Counter(award.subject.kind for award in rows)
        form = rows[0].form if len({award.form for award in rows}) == 1 else "các hình thức khen thưởng"
        given = who(kinds["unit"], kinds["person"], kinds["household"])
        line = f"Chủ tịch Ủy ban nhân dân đã tặng {form} cho {given} tại Quyết định số {cited}{on}"
        money = sum((award.amount or Decimal(0) for award in rows), Decimal(0))
        if money:
            line += f"; tổng tiền thưởng {shown(money, 0)} đồng"
        blocks += [Paragraph(f"{line}:"), *(Bullet(f"{_named(award)}{end}") for award, end in _ended(rows))]
    return blocks


def _ended(rows: list[Award]) -> list[tuple[Award, str]]:
    return [(award, "." if award is rows[-1] else ";") for award in rows]


def _named(award: Award) -> str:
    named = f"{award.title} {award.name}".strip()
    if not award.position:
        return named
    return f"{named}, {post_inside(post_at(award.position, award.unit_name))}"
