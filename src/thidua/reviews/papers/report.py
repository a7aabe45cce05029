"""BÁO CÁO sơ kết, tổng kết phong trào thi đua, in the parts that the law asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from thidua.documents.paper import Footer, Paper, Paragraph, Signature
from thidua.engine.words import paper_date
from thidua.movements.models import Movement
from thidua.organizations import papers as letterhead
from thidua.organizations.queries import unit_named
from thidua.regulations import queries as regulations
from thidua.reviews.models import Review
from thidua.reviews.papers.annexes import annexes
from thidua.reviews.papers.awards import awards
from thidua.reviews.papers.direction import direction
from thidua.reviews.papers.judged import judged_parts
from thidua.reviews.papers.parts import NumberedPart, numbered
from thidua.reviews.papers.results import results
from thidua.reviews.queries import Figures

SYMBOL = "BC-UBND"


def opening(review: Review, told: Figures) -> str:
    """On which plan the report rests, and up to which day its figures go."""
    movement = review.movement
    word = "tổng kết" if review.kind == Review.Kind.FINAL else "sơ kết"
    plan = cited_plan(movement)
    return (
        f"{plan}{movement.authority.name} báo cáo {word} {movement.named} "
        f"(số liệu tính đến hết {paper_date(told.on)}) như sau:"
    )


def cited_plan(movement: Movement) -> str:
    """How the report cites its plan ("Thực hiện Kế hoạch số 12/KH-UBND ngày …, "); nothing while it has no number."""
    paper = movement.plan_paper
    number = paper.citation if paper is not None and paper.citation else movement.plan_number
    on = paper.dated_on if paper is not None and paper.dated_on else movement.plan_issued_on
    if not number:
        return ""
    symbol = "" if "/" in number else "/KH-UBND"
    return f"Thực hiện Kế hoạch số {number}{symbol}{f' {paper_date(on)}' if on else ''}, "


def parts(
    review: Review, told: Figures, judged: Mapping[str, str], *, final_words: bool = False
) -> tuple[NumberedPart, ...]:
    """The parts as printed. ``final_words``: what nobody wrote is left out instead of being marked as open."""
    final = review.kind == Review.Kind.FINAL
    told_parts = [
        direction(review.movement, told),
        results(told, judged, final=final, final_words=final_words),
    ]
    if final:
        told_parts.append(awards(told))
    told_parts += judged_parts(told, judged, final=final, final_words=final_words)
    return numbered(told_parts)


def report(
    review: Review,
    told: Figures,
    judged: Mapping[str, str],
    *,
    number: str = "",
    on: date | None = None,
    signer_name: str = "",
    for_chair: bool = False,
    footer: Footer | None = None,
    watermark: str = "",
) -> Paper:
    """The interim (shorter, with its cut-off day) or the final report; with a number it says its final words."""
    movement = review.movement
    authority = movement.authority
    kind = "Tổng kết" if review.kind == Review.Kind.FINAL else "Sơ kết"
    told_parts = parts(review, told, judged, final_words=bool(number))
    cited = f"{number.zfill(2) if number.isdigit() else number}/{SYMBOL}"
    note = ""
    if number and on:
        note = f"(Kèm theo Báo cáo số {cited} {paper_date(on)} của {authority.name})"
    return Paper(
        kind="BC",
        header=letterhead.authority_header(
            authority, symbol=SYMBOL, number=number, on=on, year=(on or told.on).year
        ),
        title="BÁO CÁO",
        summary=f"{kind} {movement.named}",
        body=(Paragraph(opening(review, told)), *(block for part in told_parts for block in part.blocks)),
        signature=Signature(
            right=letterhead.chair_signatory(
                authority, on or told.on, for_committee=True, for_chair=for_chair, name=signer_name
            )
        ),
        recipients=recipients(movement, on or told.on),
        annexes=annexes(told, final=review.kind == Review.Kind.FINAL, note=note),
        footer=footer,
        watermark=watermark,
    )


def recipients(movement: Movement, on: date) -> tuple[str, ...]:
    """Who gets the report: those above, the Council, the units that the plan went to, the file."""
    province = letterhead.province_name(movement.authority, on) or "tỉnh"
    above = dict.fromkeys(("commune", "district"), f"Ủy ban nhân dân {province}")
    authority = movement.authority
    named = regulations.law_of(authority.pk).standing_unit(on, authority.level)
    keeper = unit_named(authority, named, on)
    higher = above.get(movement.level or movement.authority.level)
    return (
        *((higher + " (để báo cáo)",) if higher else ()),
        "Thường trực Đảng ủy, Hội đồng nhân dân",
        "Hội đồng Thi đua - Khen thưởng",
        "Các đơn vị trực thuộc",
        f"Lưu: VT, {keeper.code}" if keeper else "Lưu: VT",
    )
