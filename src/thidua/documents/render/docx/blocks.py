"""The blocks of the body in WordprocessingML."""

from collections.abc import Sequence
from typing import assert_never

from docx.oxml.xmlchemy import BaseOxmlElement

from thidua.documents.paper import (
    Align,
    Block,
    Bullet,
    Chart,
    Clause,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    SideBySide,
    SignatureTable,
    Table,
    text_runs,
)
from thidua.documents.render import picture
from thidua.documents.render.docx import frame
from thidua.documents.render.docx.styles import HEADINGS
from thidua.documents.render.docx.writer import Form, Writer, cell, element, paragraph, plain_table, row
from thidua.documents.render.layout import CELL_PADDING, INDENT, column_widths, spans
from thidua.documents.render.tables import signed_table


def write(writer: Writer, body: Sequence[Block], total: float, *, holds_last: bool) -> None:
    """Append the blocks. With `holds_last` the last text stays on the page of the signature that follows."""
    last = len(body) - 1
    for at, block in enumerate(body):
        signed_next = holds_last if at == last else isinstance(body[at + 1], SideBySide)
        _block(writer, block, total, keep=signed_next)


def _block(writer: Writer, block: Block, total: float, *, keep: bool) -> None:
    match block:
        case Heading():
            writer.paragraph(block.text, Form(style=HEADINGS[min(block.level, len(HEADINGS) - 1)]))
        case Paragraph():
            form = Form(
                align=block.align, first=INDENT if block.indent else 0, keep_next=block.keep_next or keep
            )
            writer.paragraph(block.text, form)
        case Bullet():
            runs = (Run(f"{block.marker} "), *text_runs(block.text))
            writer.paragraph(runs, Form(first=INDENT, keep_next=keep))
        case Clause():
            runs = (Run(f"{block.label} ", bold=True), *text_runs(block.text))
            writer.paragraph(runs, Form(first=INDENT, keep_next=keep))
        case Table():
            _table(writer, block, total, keep=keep)
        case SignatureTable():
            _table(writer, signed_table(block), total, keep=keep)
        case Chart():
            _chart(writer, block, total)
        case PageBreak():
            writer.add(element("p", [element("r", [element("br", type="page")])]))
        case SideBySide():
            frame.signatories(writer, block.signatories, total)
        case _:
            assert_never(block)


def _table(writer: Writer, table: Table, total: float, *, keep: bool) -> None:
    if table.caption:
        writer.paragraph(table.caption, Form(align="center", bold=True, first=0, keep_next=True))
    widths = column_widths(table, total)
    rows = [
        row(
            [
                cell(width, [_line(column.title, "center", table.size, bold=True, keep=True)], middle=True)
                for column, width in zip(table.columns, widths, strict=True)
            ],
            head=True,
        )
    ]
    grouped = set(table.groups)
    last = len(table.rows) - 1
    for at, cells in enumerate(table.rows):
        held = at == last and (keep or table.total is not None)
        made = (
            _wide_row(table, cells, widths, keep=True)
            if at in grouped
            else _row(table, cells, widths, keep=held)
        )
        rows.append(made)
    if table.total is not None:
        rows.append(_wide_row(table, table.total, widths, centred=True, keep=keep))
    writer.add(plain_table(widths, rows, ruled=True, padding=CELL_PADDING, align="center"))
    writer.gap(6, keep_next=keep)


def _row(table: Table, cells: Sequence[str], widths: Sequence[float], *, keep: bool) -> BaseOxmlElement:
    return row(
        [
            cell(width, [_line(text, column.align, table.size, keep=keep)], middle=True)
            for text, column, width in zip(cells, table.columns, widths, strict=True)
        ],
        height=table.row_height,
    )


def _wide_row(
    table: Table, cells: Sequence[str], widths: Sequence[float], *, keep: bool, centred: bool = False
) -> BaseOxmlElement:
    made = []
    at = 0
    for text, span in spans(cells):
        align: Align = table.columns[at].align if at else ("center" if centred else "left")
        made.append(
            cell(
                sum(widths[at : at + span]),
                [_line(text, align, table.size, bold=True, keep=keep)],
                span=span,
                middle=True,
            )
        )
        at += span
    return row(made)


def _line(text: str, align: Align, size: int, *, bold: bool = False, keep: bool = False) -> BaseOxmlElement:
    return paragraph(
        text, Form(align=align, size=size, bold=bold, before=1, after=1, line=1, first=0, keep_next=keep)
    )


def _chart(writer: Writer, chart: Chart, total: float) -> None:
    writer.picture(picture.png(chart.svg), min(chart.width, total), chart.alt)
    if chart.caption:
        writer.paragraph(chart.caption, Form(align="center", italic=True, size=13, first=0))
