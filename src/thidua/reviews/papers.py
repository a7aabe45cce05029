"""BÁO CÁO sơ kết, tổng kết: every sentence under "Kết quả" carries a figure, a name or a day of this movement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from thidua.documents.paper import (
    Annex,
    Block,
    Bullet,
    Chart,
    Column,
    Footer,
    Heading,
    Paper,
    Paragraph,
    Signature,
    Table,
)
from thidua.documents.render.charts import Bar, Dot, dots, ranking
from thidua.engine.words import paper_date
from thidua.movements.models import Movement
from thidua.organizations import papers as letterhead
from thidua.reviews.models import Judgement, Review
from thidua.reviews.queries import AreaFigures, Figures

HUNDRED = Decimal(100)


def shown(value: Decimal | int | None, places: int = 2) -> str:
    """A figure with decimal comma and dots for thousands; a dash for none."""
    if value is None:
        return "–"
    exact = Decimal(value).quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    return f"{exact:,f}".replace(",", "\x00").replace(".", ",").replace("\x00", ".")


def share(part: int, whole: int) -> str:
    """A part of a whole, "12/15 (80,0%)", or the figure alone where nothing is to be shared."""
    return f"{part}/{whole} ({shown(HUNDRED * part / whole, 1)}%)" if whole else f"{part}"


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
    """The interim (shorter, with its cut-off day) or the final report in the parts that the law asks for."""
    movement = review.movement
    authority = movement.authority
    final = review.kind == Review.Kind.FINAL
    body: list[Block] = [
        Paragraph(
            f"Thực hiện Kế hoạch{f' số {movement.plan_number}' if movement.plan_number else ''}"
            f"{f' {paper_date(movement.plan_issued_on)}' if movement.plan_issued_on else ''} của "
            f"{letterhead.short_name(authority)}, {authority.name} báo cáo kết quả {movement.named} "
            f"(số liệu đến {paper_date(told.on)}) như sau:"
        ),
        *_direction(movement, told),
        *_results(told, final=final),
    ]
    if final:
        body += _awards(told)
    body += _judgements(told, judged, final=final)
    return Paper(
        kind="BC",
        header=letterhead.authority_header(
            authority, symbol="BC-UBND", number=number, on=on, year=(on or told.on).year
        ),
        title="BÁO CÁO",
        summary=f"{'Tổng kết' if final else 'Sơ kết'} {movement.named}",
        body=tuple(body),
        signature=Signature(
            right=letterhead.chair_signatory(
                authority, on or told.on, for_committee=True, for_chair=for_chair, name=signer_name
            )
        ),
        recipients=(
            "Ủy ban nhân dân cấp trên trực tiếp",
            "Hội đồng Thi đua - Khen thưởng",
            "Các đơn vị",
            "Lưu: VT",
        ),
        annexes=_annexes(told, final=final),
        footer=footer,
        watermark=watermark,
    )


def _direction(movement: Movement, told: Figures) -> list[Block]:
    figures = told.movement
    launched = f"Phong trào được phát động {paper_date(movement.launched_on)}" if movement.launched_on else ""
    by = f", do {movement.launched_by} phát động" if movement.launched_by and launched else ""
    lines = [f"{launched}{by}."] if launched else []
    sent, read = figures["people_sent"], figures["people_read"]
    if sent:
        lines.append(
            f"Kế hoạch được gửi đến {figures['units_sent']} đơn vị và {sent} người; {share(read, sent)} người đã xác "
            "nhận đọc."
        )
    lines.append(
        f"Có {share(figures['units_registered'], figures['units'])} đơn vị và {figures['people_registered']} cá nhân "
        "đăng ký tham gia"
        + (
            f", trong đó {figures['lists_late']} bản đăng ký nộp muộn được chấp nhận."
            if figures["lists_late"]
            else "."
        )
    )
    if figures["checks"]:
        lines.append(
            f"Đã kiểm tra {figures['checks']} lượt tại {figures['units_checked']} đơn vị, ghi nhận "
            f"{figures['check_faults']} tồn tại; {share(figures['checks_remedied'], figures['checks_with_faults'])} cuộc "
            "có tồn tại đã khắc phục xong."
        )
    return [Heading(1, "I. CÔNG TÁC CHỈ ĐẠO, TRIỂN KHAI"), *(Paragraph(line) for line in lines)]


def _results(told: Figures, *, final: bool) -> list[Block]:
    figures = told.movement
    blocks: list[Block] = [
        Heading(1, "II. KẾT QUẢ"),
        Heading(2, "1. Thực hiện nhiệm vụ theo lĩnh vực"),
        Paragraph(
            f"Trong {figures['tasks']} nhiệm vụ được giao, đã hoàn thành {share(figures['tasks_done'], figures['tasks'])}; "
            f"{share(figures['tasks_on_time'], figures['tasks_due'])} nhiệm vụ đến hạn hoàn thành đúng hạn"
            + (
                f"; {figures['tasks_overdue']} nhiệm vụ quá hạn chưa xong."
                if figures["tasks_overdue"]
                else "."
            )
        ),
        *(Bullet(_area_line(area)) for area in told.areas if area.tasks or area.percent is not None),
    ]
    scored = [area for area in told.areas if area.percent is not None]
    if scored:
        blocks.append(
            Chart(
                dots(
                    "Điểm bình quân theo lĩnh vực",
                    [Dot(f"{area.code}. {area.name}", area.percent) for area in scored],
                    low=Decimal(0),
                    high=HUNDRED,
                    names=("Năm nay", "", ""),
                ),
                alt="Điểm bình quân của các đơn vị theo từng lĩnh vực, tính theo phần trăm điểm tối đa.",
                caption="Biểu đồ 1. Điểm bình quân các đơn vị theo lĩnh vực (% điểm tối đa)",
            )
        )
    ranked = [unit for unit in told.units if unit.final_total is not None]
    if ranked:
        best, last = ranked[0], ranked[-1]
        mean = sum((unit.final_total or Decimal(0) for unit in ranked), Decimal(0)) / len(ranked)
        blocks += [
            Heading(2, "2. Kết quả chấm điểm các đơn vị"),
            Paragraph(
                f"Đã chốt điểm {len(ranked)} đơn vị, bình quân {shown(mean)} điểm; cao nhất {best.name} "
                f"({shown(best.final_total)} điểm), thấp nhất {last.name} ({shown(last.final_total)} điểm)."
            ),
            *_gap_line(told),
        ]
    blocks += [
        Heading(2, f"{3 if ranked else 2}. Đội ngũ, sáng kiến"),
        Paragraph(
            f"Trong {told.staff['people']} cán bộ, công chức, viên chức, người lao động có "
            f"{share(told.staff['women'], told.staff['people'])} nữ và {share(told.staff['local'], told.staff['people'])} "
            f"người địa phương; {told.staff['trained']} người với {told.staff['trainings']} lượt hoàn thành bồi dưỡng."
        ),
    ]
    if told.initiatives:
        names = "; ".join(f"“{row.title}” ({row.subject.name})" for row in told.initiatives)
        blocks.append(
            Paragraph(f"Có {len(told.initiatives)} sáng kiến, cách làm hay được công nhận: {names}.")
        )
    spread = told.publicity
    blocks += [
        Heading(2, f"{4 if ranked else 3}. Tuyên truyền"),
        Paragraph(
            f"Đã soạn {spread['scripts']} bản tin, phát {spread['broadcasts']} lượt với {spread['minutes']} phút trên hệ "
            f"thống truyền thanh; phát hiện {spread['exemplars']} gương điển hình, đã giới thiệu {spread['exemplars_told']}."
        ),
    ]
    blocks += [
        Bullet(f"Chỉ tiêu của kế hoạch: {item.text}. Kết quả: chưa có số liệu trong phần mềm.")
        for item in told.targets
    ]
    return blocks


def _area_line(area: AreaFigures) -> str:
    parts = []
    if area.tasks:
        parts.append(
            f"hoàn thành {share(area.done, area.tasks)} nhiệm vụ, {area.on_time} đúng hạn"
            + (f", {area.overdue} quá hạn" if area.overdue else "")
        )
    if area.percent is not None:
        parts.append(
            f"các đơn vị đạt bình quân {shown(area.percent, 1)}% điểm tối đa"
            + (f", thấp nhất là {area.weakest}" if area.weakest else "")
        )
    return f"{area.name}: {'; '.join(parts)}."


def _gap_line(told: Figures) -> list[Block]:
    gaps = [
        (unit.self_total - unit.final_total, unit)
        for unit in told.units
        if unit.self_total is not None and unit.final_total is not None
    ]
    lowered = [(gap, unit) for gap, unit in gaps if gap > 0]
    if not lowered:
        return []
    gap, unit = max(lowered, key=lambda row: row[0])
    return [
        Paragraph(
            f"Thẩm định giảm điểm của {len(lowered)} đơn vị so với tự chấm; giảm nhiều nhất là {unit.name} "
            f"({shown(unit.self_total)} còn {shown(unit.final_total)} điểm)."
        )
    ]


def _awards(told: Figures) -> list[Block]:
    counted = told.nominations
    blocks: list[Block] = [
        Heading(1, "III. KHEN THƯỞNG"),
        Paragraph(
            f"Các đơn vị đề nghị {counted['collective']} tập thể, {counted['individual']} cá nhân; thẩm định "
            f"{counted['eligible']} trường hợp đủ điều kiện"
            + (f", {len(told.refused)} trường hợp chưa đủ." if told.refused else ".")
        ),
    ]
    if not told.awards:
        blocks.append(Paragraph("Đến ngày chốt số liệu chưa ban hành quyết định khen thưởng."))
        return blocks
    decision = told.awards[0].decision
    cited = decision.paper.citation if decision.paper else decision.number
    collectives = told.commendations["collectives"]
    individuals = told.commendations["individuals"]
    blocks.append(
        Paragraph(
            f"Chủ tịch đã tặng {told.awards[0].form} cho {collectives:02d} tập thể, {individuals:02d} cá nhân tại Quyết "
            f"định số {cited} {paper_date(decision.decided_on) if decision.decided_on else ''}; tổng tiền thưởng "
            f"{shown(told.commendations['total'], 0)} đồng."
        )
    )
    blocks += [
        Bullet(
            f"{award.title} {award.name}".strip()
            + "".join(f", {part}" for part in (award.position, award.unit_name) if part)
        )
        for award in told.awards
    ]
    return blocks


PARTS = (
    (Judgement.Part.LESSONS, "BÀI HỌC KINH NGHIỆM"),
    (Judgement.Part.DIRECTION, "PHƯƠNG HƯỚNG"),
    (Judgement.Part.PROPOSALS, "KIẾN NGHỊ, ĐỀ XUẤT"),
)
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
OPEN = "(Cán bộ lập báo cáo bổ sung.)"


def _judgements(told: Figures, judged: Mapping[str, str], *, final: bool) -> list[Block]:
    at = 3 if final else 2
    blocks: list[Block] = [Heading(1, f"{ROMAN[at]}. HẠN CHẾ, NGUYÊN NHÂN"), Heading(2, "1. Hạn chế")]
    blocks += [Bullet(line) for line in _weaknesses(told)]
    blocks += _paragraphs(judged.get(Judgement.Part.WEAKNESSES, ""), must=not _weaknesses(told))
    blocks.append(Heading(2, "2. Nguyên nhân"))
    for part, word in (
        (Judgement.Part.CAUSES_OBJECTIVE, "Khách quan"),
        (Judgement.Part.CAUSES_SUBJECTIVE, "Chủ quan"),
    ):
        blocks.append(Bullet(f"{word}: {judged.get(part, '') or OPEN}"))
    for number, (part, title) in enumerate(PARTS, start=at + 1):
        blocks.append(Heading(1, f"{ROMAN[number]}. {title}"))
        blocks += _paragraphs(judged.get(part, ""), must=True)
    return blocks


def _weaknesses(told: Figures) -> list[str]:
    lines = []
    late = told.late_tasks
    if late:
        heads = sorted({task.lead.name for task in late})
        lines.append(f"{len(late)} nhiệm vụ chậm so với hạn, thuộc {', '.join(heads)}.")
    unread = told.movement["people_sent"] - told.movement["people_read"]
    if unread:
        lines.append(f"Còn {unread} người chưa xác nhận đã đọc kế hoạch.")
    lines += [f"Kiểm tra {check.unit.name}: {check.findings}" for check in told.checks if check.faults]
    scored = [area for area in told.areas if area.percent is not None]
    if scored:
        weak = min(scored, key=lambda area: area.percent or Decimal(0))
        lines.append(f"Lĩnh vực đạt thấp nhất là {weak.name} ({shown(weak.percent, 1)}% điểm tối đa).")
    return lines


def _paragraphs(text: str, *, must: bool) -> list[Block]:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if not lines and must:
        return [Paragraph(OPEN)]
    return [Paragraph(line) for line in lines]


def _annexes(told: Figures, *, final: bool) -> tuple[Annex, ...]:
    ranked = [unit for unit in told.units if unit.final_total is not None]
    if not ranked or not final:
        return ()
    chosen = {award.name for award in told.awards}
    chart = ranking(
        "Điểm các đơn vị",
        [Bar(unit.name, unit.final_total or Decimal(0), marked=unit.name in chosen) for unit in ranked],
        maximum=HUNDRED,
        marked="Được khen thưởng",
    )
    table = Table(
        columns=(
            Column("STT", 6, "center"),
            Column("Đơn vị", 36),
            Column("Tự chấm", 12, "right"),
            Column("Kết quả", 12, "right"),
            Column("Mất điểm nhiều nhất ở", 44),
        ),
        rows=tuple(
            (
                str(number),
                unit.name,
                shown(unit.self_total),
                shown(unit.final_total),
                "; ".join(f"{name} (-{shown(lost)})" for name, lost in unit.lost) or "Không",
            )
            for number, unit in enumerate(ranked, start=1)
        ),
    )
    return (
        Annex(
            label="Phụ lục",
            title="KẾT QUẢ CHẤM ĐIỂM CÁC ĐƠN VỊ",
            body=(table, Chart(chart, alt="Điểm kết quả của các đơn vị, xếp từ cao xuống thấp.")),
        ),
    )
