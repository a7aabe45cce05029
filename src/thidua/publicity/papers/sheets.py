"""The papers of publicity: the script to sign and to read, the broadcast log as a paper and as a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from thidua.documents.paper import Column, Header, Paper, Paragraph, SideBySide, Signatory, Table
from thidua.documents.paper.workbook import Column as ListColumn
from thidua.documents.paper.workbook import Sheet, Sheets
from thidua.movements.models import Movement
from thidua.organizations import papers as letterhead
from thidua.publicity import speech
from thidua.publicity.models import Broadcast, Script

OPEN_LINE = "…………………………"


def _station(movement: Movement, on: date | None) -> Header:
    authority = movement.authority
    return Header(
        issuer=(f"ĐÀI TRUYỀN THANH {letterhead.place_name(authority).upper()}",),
        superior=authority.name.upper(),
        place=authority.place,
        on=on,
    )


def script_paper(script: Script) -> Paper:
    """BẢN TIN PHÁT THANH: header with number, day and hour, length, editor, approved by; the text to read."""
    movement = script.movement
    approved = script.approved_by or OPEN_LINE
    if script.approved_by and script.approval_signed:
        approved += f" (đã ký duyệt ngày {script.approval_signed.signed_on:%d/%m/%Y})"
    facts = (
        (
            f"Số {script.number:02d}, phát {script.planned_at:%H} giờ {script.planned_at:%M} "
            f"ngày {script.planned_on:%d/%m/%Y}, thời lượng khoảng {speech.minutes(script.text):02d} phút"
        ),
        f"Biên tập: {script.editor}. Người duyệt: {approved}",
    )
    return Paper(
        kind="ban-tin",
        header=_station(movement, script.planned_on),
        title="BẢN TIN PHÁT THANH",
        summary=script.title,
        body=(
            *(Paragraph(line, indent=False, align="center") for line in facts),
            *(Paragraph(line) for line in script.text.splitlines() if line.strip()),
            SideBySide(
                (
                    Signatory(("NGƯỜI BIÊN TẬP",), name=script.editor),
                    Signatory(("NGƯỜI DUYỆT",), name=script.approved_by.split(", ")[0]),
                )
            ),
        ),
        end_mark=False,
    )


def broadcast_log(movement: Movement, rows: Sequence[Broadcast]) -> Paper:
    """SỔ NHẬT KÝ PHÁT SÓNG: ngày | giờ | nội dung | phút | tiếng | người phát | sự cố."""
    return Paper(
        kind="so-nhat-ky",
        header=_station(movement, None),
        title="SỔ NHẬT KÝ PHÁT SÓNG",
        summary=movement.named[:1].upper() + movement.named[1:],
        body=(
            Table(
                columns=(
                    Column("Ngày", 12, "center"),
                    Column("Giờ", 8, "center"),
                    Column("Nội dung", 40),
                    Column("Phút", 7, "center"),
                    Column("Tiếng", 12),
                    Column("Người phát", 20),
                    Column("Sự cố", 16),
                ),
                rows=tuple(
                    (
                        f"{row.on:%d/%m/%Y}",
                        f"{row.at:%H:%M}",
                        row.script.title,
                        str(row.minutes),
                        row.language,
                        row.reader,
                        row.incident or "Không",
                    )
                    for row in rows
                ),
            ),
            SideBySide((Signatory(("NGƯỜI GHI SỔ",)), Signatory(("NGƯỜI PHỤ TRÁCH ĐÀI",)))),
        ),
        end_mark=False,
        landscape=True,
    )


def broadcast_workbook(movement: Movement, rows: Sequence[Broadcast]) -> Sheets:
    """The broadcast log as a workbook."""
    columns = (
        ListColumn("Ngày", 12, "date"),
        ListColumn("Giờ", 8, "center"),
        ListColumn("Nội dung", 44),
        ListColumn("Phút", 8, "number"),
        ListColumn("Tiếng", 14),
        ListColumn("Người phát", 24),
        ListColumn("Sự cố", 20),
    )
    cells = tuple(
        (row.on, f"{row.at:%H:%M}", row.script.title, row.minutes, row.language, row.reader, row.incident)
        for row in rows
    )
    sheet = Sheet(
        "Nhật ký phát sóng",
        columns,
        cells,
        titles=("SỔ NHẬT KÝ PHÁT SÓNG", movement.named[:1].upper() + movement.named[1:]),
    )
    return Sheets((sheet,), title="Sổ nhật ký phát sóng", author=movement.authority.name)
