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
    Column,
    Heading,
    PageBreak,
    Paragraph,
    Run,
    SideBySide,
    SignatureTable,
    Table,
    text_runs,
)
from thidua.documents.render import charts
from thidua.documents.render.docx import frame
from thidua.documents.render.docx.styles import HEADINGS
from thidua.documents.render.docx.writer import Form, Writer, cell, element, paragraph, plain_table, row
from thidua.documents.render.layout import CELL_PADDING, INDENT, column_widths, spans

_SIGNING_ROW = 11


def write(writer: Writer, body: Sequence[Block], total: float, *, holds_last: bool) -> None:
    """Append the blocks. With `holds_last` the last text stays on the page of the signature that follows."""
    for at, block in enumerate(body):
        _block(writer, block, total, keep=holds_last and at == len(body) - 1)


def _block(writer: Writer, block: Block, total: float, *, keep: bool) -> None:
    match block:
        case Heading():
            writer.paragraph(block.text, Form(style=HEADINGS[min(block.level, len(HEADINGS) - 1)]))
        case Paragraph():
            form = Form(align=block.align, first=INDENT if block.indent else 0, keep_next=block.keep_next or keep)
            writer.paragraph(block.text, form)
        case Bullet():
            runs = (Run(f"{block.marker} "), *text_runs(block.text))
            writer.paragraph(runs, Form(first=INDENT, keep_next=keep))
        case Clause():
            runs = (Run(f"{block.label} ", bold=True), *text_runs(block.text))
            writer.paragraph(runs, Form(first=INDENT, keep_next=keep))
        case Table():
            _table(writer, block, total)
        case SignatureTable():
            _table(writer, signed_table(block), total)
        case Chart():
            _chart(writer, block, total)
        case PageBreak():
            writer.add(element("p", [element("r", [element("br", type="page")])]))
        case SideBySide():
            frame.signatories(writer, block.signatories, total)
        case _:
            assert_never(block)


def signed_table(block: SignatureTable) -> Table:
    """The list to be signed, as a table with room in its last column."""
    return Table(
        columns=(
            Column("STT", 8, "center"),
            Column(block.title_name, 36),
            Column(block.title_position, 34),
            Column(block.title_signature, 22),
        ),
        rows=tuple((str(at), name, position, "") for at, (name, position) in enumerate(block.people, 1)),
        size=13,
        row_height=_SIGNING_ROW,
    )


def _table(writer: Writer, table: Table, total: float) -> None:
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
    for at, cells in enumerate(table.rows):
        made = _wide_row(table, cells, widths) if at in grouped else _row(table, cells, widths)
        rows.append(made)
    if table.total is not None:
        rows.append(_wide_row(table, table.total, widths, centred=True))
    writer.add(plain_table(widths, rows, ruled=True, padding=CELL_PADDING, align="center"))
    writer.gap(6)


def _row(table: Table, cells: Sequence[str], widths: Sequence[float]) -> BaseOxmlElement:
    return row(
        [
            cell(width, [_line(text, column.align, table.size)], middle=True)
            for text, column, width in zip(cells, table.columns, widths, strict=True)
        ],
        height=table.row_height,
    )


def _wide_row(
    table: Table, cells: Sequence[str], widths: Sequence[float], *, centred: bool = False
) -> BaseOxmlElement:
    made = []
    at = 0
    for text, span in spans(cells):
        align: Align = table.columns[at].align if at else ("center" if centred else "left")
        made.append(
            cell(
                sum(widths[at : at + span]),
                [_line(text, align, table.size, bold=True, keep=not centred)],
                span=span,
                middle=True,
            )
        )
        at += span
    return row(made)


def _line(text: str, align: Align, size: int, *, bold: bool = False, keep: bool = False) -> BaseOxmlElement:
    return paragraph(text, Form(align=align, size=size, bold=bold, before=1, after=1, line=1, first=0, keep_next=keep))


def _chart(writer: Writer, chart: Chart, total: float) -> None:
    writer.picture(charts.png(chart.svg), min(chart.width, total), chart.alt)
    if chart.caption:
        writer.paragraph(chart.caption, Form(align="center", italic=True, size=13, first=0))
