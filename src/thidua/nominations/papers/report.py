"""The achievement report, from what is on record."""

from __future__ import annotations

from datetime import date
from typing import Any

from thidua.documents.paper import (
    Block,
    Bullet,
    Column,
    Heading,
    Paper,
    Paragraph,
    Signatory,
    Signature,
    Table,
)
from thidua.movements import queries as movements
from thidua.nominations.models import Nomination
from thidua.nominations.papers.words import asked_for, nomination_title, points
from thidua.organizations.models import Subject
from thidua.organizations.papers import office_header
from thidua.organizations.queries import head_of
from thidua.regulations import queries as regulations


def achievement_report(nomination: Nomination, on: date, figures: dict[str, Any]) -> Paper:
    """BÁO CÁO THÀNH TÍCH from the sheet's figures and evidence; it says nothing that is not on record.

    ``figures`` come from ``queries.report_figures``: profile lines, areas, leaves with evidence, awards held.
    """
    movement, subject = nomination.movement, nomination.subject
    person = subject.kind == Subject.Kind.PERSON
    titled_award = nomination_title(nomination, on)
    law = regulations.law_of(movement.authority_id)
    form_number = law.report_form(subject.award_kind, on, title=titled_award)
    body: list[Block] = [
        Heading(1, "I. SƠ LƯỢC LÝ LỊCH" if person else "I. SƠ LƯỢC ĐẶC ĐIỂM, TÌNH HÌNH"),
        *(Paragraph(line) for line in figures["profile"]),
        Heading(1, "II. THÀNH TÍCH ĐẠT ĐƯỢC"),
        Paragraph(f"Thành tích đề nghị khen: {nomination.merit.rstrip('.')}."),
    ]
    if figures["total"] is not None:
        body.append(
            Paragraph(
                f"Kết quả chấm điểm thi đua: {points(figures['total'])} điểm"
                + (
                    f", tự chấm {points(figures['self_total'])} điểm"
                    if figures["self_total"] is not None
                    else ""
                )
                + "."
            )
        )
    if figures["areas"]:
        body.append(
            Table(
                columns=(
                    Column("Lĩnh vực", 52),
                    Column("Điểm tối đa", 14, "right"),
                    Column("Điểm đạt", 14, "right"),
                    Column("Tỷ lệ", 12, "right"),
                ),
                rows=tuple(figures["areas"]),
            )
        )
    # Decree 30 orders levels I., 1., a): an area loses the Roman number of its own list
    results = [(heading.partition(". ")[2] or heading, lines) for heading, lines in figures["results"]]
    if figures["initiatives"]:
        results.append(("Sáng kiến, cách làm hay", figures["initiatives"]))
    for at, (heading, lines) in enumerate(results, start=1):
        body.append(Heading(2, f"{at}. {heading}"))
        body += [Bullet(line) for line in lines]
    body.append(Heading(1, "III. DANH HIỆU THI ĐUA, HÌNH THỨC KHEN THƯỞNG ĐÃ ĐƯỢC TẶNG"))
    if figures["awards"]:
        body.append(
            Table(
                columns=(
                    Column("Năm", 10, "center"),
                    Column("Hình thức", 30),
                    Column("Số, ngày quyết định", 30),
                    Column("Cơ quan ban hành", 30),
                ),
                rows=tuple(figures["awards"]),
            )
        )
    else:
        body.append(Paragraph("Chưa có danh hiệu, hình thức khen thưởng nào được ghi nhận trong hồ sơ."))
    unit = nomination.unit
    head = head_of(unit, on)
    signer = (
        Signatory(("NGƯỜI BÁO CÁO",), subject.name)
        if person
        else Signatory(("CHỦ HỘ",))
        if subject.kind == Subject.Kind.HOUSEHOLD
        else Signatory(
            (head.position.upper() if head else "THỦ TRƯỞNG ĐƠN VỊ",), head.person.name if head else ""
        )
    )
    return Paper(
        kind="BCTT",
        header=office_header(unit, year=on.year),
        title="BÁO CÁO THÀNH TÍCH",
        summary=f"Đề nghị tặng danh hiệu “{nomination.form}”"
        if titled_award
        else f"Đề nghị tặng {asked_for(nomination, on)}",
        lines=(
            *((f"({form_number})",) if form_number else ()),
            "(Danh hiệu thi đua hằng năm)" if titled_award else "(Khen thưởng theo chuyên đề)",
            subject.name,
            f"Trong {movements.movement_name(movement)}",
        ),
        body=tuple(body),
        signature=Signature(
            left=Signatory(("XÁC NHẬN CỦA", "CẤP TRÊN TRỰC TIẾP"), note="(Ký, ghi rõ họ tên, đóng dấu)"),
            right=signer,
        ),
        end_mark=False,
    )
