"""II. Kết quả: every sentence carries a figure, a name or a day of this movement; what is not known is not said."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from thidua.documents.paper import Block, Bullet, Chart, Column, Paragraph, Table
from thidua.documents.render.charts import Dot, Point, dots, progress
from thidua.reviews.models import Judgement
from thidua.reviews.papers.parts import Part, Section, paragraphs, typed
from thidua.reviews.papers.words import (
    HUNDRED,
    bare,
    capital,
    counted,
    listed,
    people,
    portion,
    rounded,
    shown,
    small,
)
from thidua.reviews.queries import AreaFigures, AreaScore, Figures, Target

MOST_TASKS: Final = 3
"""How many finished tasks of an area are named."""


def results(told: Figures, judged: Mapping[str, str], *, final: bool, final_words: bool) -> Part:
    """Tasks, areas, targets, scores, staff and initiatives, publicity, effects."""
    effects = typed(judged.get(Judgement.Part.EFFECTS, ""), must=False, final_words=final_words)
    staff = "Đội ngũ, sáng kiến, cách làm hay" if told.initiatives else "Đội ngũ cán bộ"
    spread = "Tuyên truyền, gương điển hình" if told.exemplars else "Tuyên truyền"
    return Part(
        "results",
        "KẾT QUẢ",
        (
            Section("Thực hiện nhiệm vụ được giao", _tasks(told, final=final), ("tasks",)),
            Section("Kết quả theo lĩnh vực", _areas(told), ("tasks", "ranking")),
            Section("Thực hiện chỉ tiêu của kế hoạch", _targets(told, final_words=final_words), ("targets",)),
            Section("Kết quả chấm điểm các đơn vị", _scores(told), ("ranking",)),
            Section(
                staff,
                _staff(told),
                ("people", "initiatives"),
            ),
            Section(
                spread,
                _spread(told),
                ("scripts", "exemplars"),
            ),
            Section("Tác dụng, hiệu quả", effects, ("judgements",)),
        ),
    )


def _tasks(told: Figures, *, final: bool) -> tuple[Block, ...]:
    tasks = told.tasks
    if not tasks.given:
        return ()
    if not tasks.done:
        line = f"Trong {people(tasks.given)} nhiệm vụ được giao, đến nay chưa có nhiệm vụ nào hoàn thành"
    else:
        line = f"Đã hoàn thành {counted(tasks.done, tasks.given, 'nhiệm vụ được giao')}"
    if tasks.due and tasks.on_time:
        line += f"; {counted(tasks.on_time, tasks.due, 'nhiệm vụ đến hạn')} hoàn thành đúng hạn"
    if tasks.overdue:
        line += f"; {people(tasks.overdue)} nhiệm vụ quá hạn chưa xong"
    blocks: list[Block] = [Paragraph(f"{line}.")]
    areas = [area for area in told.areas if area.tasks.given]
    if areas:
        blocks.append(_task_table(areas, told, final=final))
    if len(told.months) > 1 and tasks.done:
        points = [
            Point(month.label, Decimal(month.planned), None if month.done is None else Decimal(month.done))
            for month in told.months
        ]
        blocks.append(
            Chart(
                progress("Tiến độ nhiệm vụ theo tháng", points),
                alt="Số nhiệm vụ đến hạn và đã hoàn thành, cộng dồn theo tháng.",
                caption="Biểu đồ: Tiến độ hoàn thành nhiệm vụ theo tháng",
            )
        )
    return tuple(blocks)


def _task_table(areas: list[AreaFigures], told: Figures, *, final: bool) -> Table:
    columns = [
        Column("Lĩnh vực", 40),
        Column("Được giao", 11, "center"),
        Column("Đã xong", 11, "center"),
        Column("Tỷ lệ (%)", 11, "center"),
        Column("Đúng hạn", 11, "center"),
        Column("Quá hạn", 11, "center"),
    ]
    if not final:
        columns.append(Column("Ước cả năm", 12, "center"))
    rows = []
    for name, tasks in [
        *((area.name, area.tasks) for area in areas),
        ("Cộng", told.tasks),
    ]:
        row = [
            name,
            str(tasks.given),
            str(tasks.done),
            shown(HUNDRED * tasks.done / tasks.given, 1) if tasks.given else "–",
            str(tasks.on_time),
            str(tasks.overdue),
        ]
        rows.append((*row, str(tasks.expected)) if not final else tuple(row))
    caption = "Bảng: Nhiệm vụ theo lĩnh vực" + ("" if final else " (ước cả năm: đã xong và còn trong hạn)")
    return Table(tuple(columns), tuple(rows[:-1]), total=rows[-1], caption=caption)


def _areas(told: Figures) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for area in told.areas:
        line = _area_line(area)
        if line:
            blocks.append(Bullet(line))
    scored = [area for area in told.areas if area.score]
    if scored:
        before = any(area.score and area.score.before is not None for area in scored)
        drawing = dots(
            "Điểm bình quân theo lĩnh vực",
            [
                Dot(area.name, rounded(area.percent), rounded(area.score.before if area.score else None))
                for area in scored
            ],
            low=Decimal(0),
            high=HUNDRED,
            names=("Năm nay", "Năm trước" if before else "", ""),
        )
        blocks.append(
            Chart(
                drawing,
                alt="Điểm bình quân của các đơn vị theo từng lĩnh vực, tính theo phần trăm điểm tối đa.",
                caption="Biểu đồ: Điểm bình quân các đơn vị theo lĩnh vực (% điểm tối đa)",
            )
        )
    return tuple(blocks)


def _area_line(area: AreaFigures) -> str:
    parts = []
    if area.tasks.given:
        line = (
            f"hoàn thành {counted(area.tasks.done, area.tasks.given, 'nhiệm vụ')}"
            if area.tasks.done
            else f"chưa hoàn thành nhiệm vụ nào trong {people(area.tasks.given)} nhiệm vụ được giao"
        )
        if area.done:
            named = "; ".join(small(bare(task.text)) for task in area.done[:MOST_TASKS])
            line += f" ({named}{'; …' if len(area.done) > MOST_TASKS else ''})"
        if area.tasks.overdue:
            line += f", còn {people(area.tasks.overdue)} nhiệm vụ quá hạn"
        parts.append(line)
    if area.score:
        parts.append(_score_line(area.score))
    return f"{area.name}: {'; '.join(parts)}." if parts else ""


def _score_line(score: AreaScore) -> str:
    line = f"các đơn vị đạt bình quân {shown(score.percent, 1)}% điểm tối đa"
    if score.before is not None:
        gap = score.percent - score.before
        if gap:
            word = "tăng" if gap > 0 else "giảm"
            line += f", {word} {shown(abs(gap), 1)} điểm phần trăm so với năm trước"
        else:
            line += ", bằng năm trước"
    if score.best:
        line += f", cao nhất là {score.best}, thấp nhất là {score.weakest}"
    return line


def _targets(told: Figures, *, final_words: bool) -> tuple[Block, ...]:
    known = [target for target in told.targets if target.reached is not None]
    open_ = [target for target in told.targets if target.reached is None]
    blocks: list[Block] = []
    met = [target for target in known if target.aim is not None and (target.reached or 0) >= target.aim]
    aimed = [target for target in known if target.aim is not None]
    if len(aimed) > 1:
        reached = f"{len(met)} chỉ tiêu đạt hoặc vượt" if met else "chưa chỉ tiêu nào đạt"
        blocks.append(Paragraph(f"Trong {len(aimed)} chỉ tiêu đã có số liệu, {reached}."))
    blocks += [Bullet(_target_line(target)) for target in known]
    charted = [target for target in known if target.aim is not None]
    if len(charted) > 1:
        drawing = dots(
            "Chỉ tiêu của kế hoạch",
            [Dot(bare(target.item.text), target.reached, target.before, target.aim) for target in charted],
            low=Decimal(0),
            high=max(HUNDRED, *(target.reached or HUNDRED for target in charted)),
            names=("Kết quả", "Năm trước", "Chỉ tiêu"),
        )
        blocks.append(
            Chart(
                drawing,
                alt="Kết quả các chỉ tiêu so với kế hoạch và năm trước.",
                caption="Biểu đồ: Thực hiện chỉ tiêu",
            )
        )
    if open_ and not final_words:
        blocks += [
            Bullet(f"{capital(bare(target.item.text))}: (cán bộ lập báo cáo nhập kết quả)")
            for target in open_
        ]
    return tuple(blocks)


def _target_line(target: Target) -> str:
    reached = target.reached or Decimal(0)
    line = f"{capital(bare(target.item.text))}: đạt {shown(reached)}%"
    if target.aim is not None:
        gap = reached - target.aim
        if gap > 0:
            line += f", vượt {shown(gap)} điểm phần trăm"
        elif gap < 0:
            line += f", còn thiếu {shown(-gap)} điểm phần trăm"
        else:
            line += ", bằng chỉ tiêu"
    if target.before is not None:
        line += f" (năm trước {shown(target.before)}%)"
    return f"{line}; nguồn: {small(bare(target.source))}."


def _scores(told: Figures) -> tuple[Block, ...]:
    units = told.units
    if not units:
        return ()
    if len(units) == 1:
        only = units[0]
        return paragraphs(
            f"Đã chốt điểm 01 đơn vị: {only.name} đạt {shown(only.final_total)} điểm.", _gap(told)
        )
    best, last = units[0], units[-1]
    mean = sum((unit.final_total for unit in units), Decimal(0)) / len(units)
    line = f"Đã chốt điểm {people(len(units))} đơn vị, bình quân {shown(mean)} điểm"
    if best.final_total == last.final_total:
        line += f"; các đơn vị cùng đạt {shown(best.final_total)} điểm"
    else:
        line += (
            f"; cao nhất là {best.name} ({shown(best.final_total)} điểm), "
            f"thấp nhất là {last.name} ({shown(last.final_total)} điểm)"
        )
    return paragraphs(f"{line}.", _gap(told))


def _gap(told: Figures) -> str:
    lowered = [
        unit for unit in told.units if unit.self_total is not None and unit.self_total > unit.final_total
    ]
    if not lowered:
        return ""
    unit = max(lowered, key=lambda one: (one.self_total or one.final_total) - one.final_total)
    gap = f"{unit.name} (từ {shown(unit.self_total or 0)} còn {shown(unit.final_total)} điểm)"
    if len(lowered) == 1:
        return f"Thẩm định giảm điểm so với tự chấm của 01 đơn vị: {gap}."
    return f"Thẩm định giảm điểm so với tự chấm của {people(len(lowered))} đơn vị, nhiều nhất là {gap}."


def _staff(told: Figures) -> tuple[Block, ...]:
    staff = told.staff
    lines = []
    if staff.people:
        parts = []
        if staff.women:
            parts.append(f"{people(staff.women)} nữ ({portion(staff.women, staff.people)})")
        if staff.local:
            parts.append(f"{people(staff.local)} người địa phương ({portion(staff.local, staff.people)})")
        line = (
            f"Cơ quan và các đơn vị trực thuộc có {people(staff.people)} cán bộ, công chức, viên chức, "
            "người lao động"
        )
        lines.append(f"{line}{', trong đó ' + ', '.join(parts) if parts else ''}.")
    if staff.trained:
        times = f" với {staff.trainings} lượt" if staff.trainings != staff.trained else ""
        courses = f": {'; '.join(staff.courses)}" if staff.courses else ""
        lines.append(f"Trong kỳ, {people(staff.trained)} người hoàn thành bồi dưỡng{times}{courses}.")
    blocks: list[Block] = list(paragraphs(*lines))
    if told.initiatives:
        names = [f"“{bare(row.title)}” của {row.subject.name}" for row in told.initiatives]
        blocks.append(
            Paragraph(f"Có {people(len(names))} sáng kiến, cách làm hay được công nhận: {listed(names)}.")
        )
    return tuple(blocks)


def _spread(told: Figures) -> tuple[Block, ...]:
    spread = told.spread
    lines = []
    if spread.broadcasts:
        scripts = f"{people(spread.scripts)} bản tin"
        times = f", {people(spread.broadcasts)} lượt" if spread.broadcasts != spread.scripts else ""
        lines.append(
            f"Đài truyền thanh đã phát {scripts}{times}, tổng thời lượng {people(spread.minutes)} phút."
        )
    blocks: list[Block] = list(paragraphs(*lines))
    if told.exemplars:
        names = [
            row.subject.name if row.subject.kind == "unit" else f"{row.subject.name} ({row.unit.name})"
            for row in told.exemplars
        ]
        blocks.append(Paragraph(f"Đã giới thiệu {people(len(names))} gương điển hình: {listed(names)}."))
    return tuple(blocks)
