"""Annexes: scores of the units, who was awarded, tasks that are left."""

from __future__ import annotations

from typing import Final

from thidua.documents.paper import Annex, Block, Chart, Column, Table
from thidua.documents.render.charts import Bar, ranking
from thidua.organizations.queries import post_at
from thidua.reviews.papers.parts import ROMAN
from thidua.reviews.papers.words import HUNDRED, score, shown
from thidua.reviews.queries import Figures

STT: Final = Column("STT", 6, "center")


def annexes(told: Figures, *, final: bool, note: str = "") -> tuple[Annex, ...]:
    """Those that have something to show, numbered where there are several."""
    found = []
    if final and told.units:
        found.append(("KẾT QUẢ CHẤM ĐIỂM CÁC ĐƠN VỊ", _scores(told)))
    if final and told.awards:
        found.append(("DANH SÁCH TẬP THỂ, CÁ NHÂN ĐƯỢC KHEN THƯỞNG", _awarded(told)))
    if not final and told.open_tasks:
        found.append(("NHIỆM VỤ CÒN LẠI", _left(told)))
    return tuple(
        Annex(label=f"Phụ lục {roman}" if len(found) > 1 else "Phụ lục", title=title, body=body, note=note)
        for roman, (title, body) in zip(ROMAN, found, strict=False)
    )


def _scores(told: Figures) -> tuple[Block, ...]:
    chosen = {award.subject.name for award in told.awards if award.subject.kind == "unit"}
    chart = ranking(
        "Điểm các đơn vị",
        [Bar(unit.name, unit.final_total, marked=unit.name in chosen) for unit in told.units],
        maximum=HUNDRED,
        marked="Được khen thưởng",
    )
    table = Table(
        columns=(
            STT,
            Column("Đơn vị", 36),
            Column("Tự chấm", 12, "right"),
            Column("Kết quả", 12, "right"),
            Column("Mất điểm nhiều nhất ở", 44),
        ),
        rows=tuple(
            (
                str(number),
                unit.name,
                "–" if unit.self_total is None else score(unit.self_total),
                score(unit.final_total),
                "; ".join(f"{name} (−{shown(lost)})" for name, lost in unit.lost) or "Không",
            )
            for number, unit in enumerate(told.units, start=1)
        ),
    )
    return (table, Chart(chart, alt="Điểm kết quả của các đơn vị, xếp từ cao xuống thấp."))


def _awarded(told: Figures) -> tuple[Block, ...]:
    columns = (STT, Column("Tập thể, cá nhân", 28), Column("Chức vụ, đơn vị", 32), Column("Thành tích", 40))
    rows: list[tuple[str, ...]] = []
    groups: list[int] = []
    number = 0
    for kind, word in (("unit", "Tập thể"), ("person", "Cá nhân"), ("household", "Hộ gia đình")):
        of_kind = [award for award in told.awards if award.subject.kind == kind]
        if not of_kind:
            continue
        groups.append(len(rows))
        rows.append((f"{ROMAN[len(groups) - 1]}. {word}", "", "", ""))
        for award in of_kind:
            number += 1
            post = post_at(award.position, award.unit_name)
            rows.append((str(number), f"{award.title} {award.name}".strip(), post, award.merit))
    return (Table(columns, tuple(rows), groups=tuple(groups)),)


def _left(told: Figures) -> tuple[Block, ...]:
    columns = (STT, Column("Nhiệm vụ", 46), Column("Chủ trì", 30), Column("Thời hạn", 16, "center"))
    rows = tuple(
        (
            str(number),
            task.text,
            task.lead.name,
            f"{task.due_on:%d/%m/%Y}{' (quá hạn)' if task.due_on < told.on else ''}",
        )
        for number, task in enumerate(told.open_tasks, start=1)
    )
    return (Table(columns, rows),)
