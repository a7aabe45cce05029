"""The paper as PDF, set by Typst from the same data in the same form as the Word file."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any, assert_never

from thidua.documents.paper import (
    Annex,
    Block,
    Bullet,
    Chart,
    Clause,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Run,
    SideBySide,
    Signatory,
    SignatureTable,
    Table,
    Text,
    base_lines,
    bound,
    closed_body,
    number_line,
    phrased,
    pieces,
    place_line,
    recipient_lines,
    text_runs,
    unbroken,
)
from thidua.documents.render import layout, typst
from thidua.documents.render.marks import anchor_line
from thidua.documents.render.tables import signed_table

MEDIA_TYPE = "application/pdf"
_NARROWEST_TEXT = 150
"""mm: words wider than this are broken inside, in a text with its indent."""


def render(paper: Paper, at: datetime) -> bytes:
    """The PDF of a paper. The same paper and time give the same bytes; `at` (aware) is its time of creation.

    Raises TypesettingError when a letter or font is missing, FontsMissingError before the assets are there.
    """
    return typst.pdf("paper.typ", _data(paper), at)


def _data(paper: Paper) -> dict[str, Any]:
    total = layout.text_width(landscape=paper.landscape)
    header = paper.header
    return {
        "page": {
            "top": layout.MARGIN_TOP,
            "bottom": layout.MARGIN_BOTTOM,
            "left": layout.MARGIN_LEFT,
            "right": layout.MARGIN_RIGHT,
            "landscape": paper.landscape,
            "body": layout.BODY_SIZE,
            "indent": layout.INDENT,
            "signing": layout.SIGNING_SPACE,
            "padding": layout.CELL_PADDING,
        },
        "properties": {
            "title": " ".join(part for part in (paper.title, paper.summary or header.subject) if part),
            "author": paper.author or " ".join(header.issuer),
        },
        "head": asdict(layout.measured_head(header, total))
        | {
            "nation": layout.NATION if header.motto else "",
            "motto": layout.MOTTO,
            "number": number_line(header),
            "place": place_line(header) if header.place or header.symbol else "",
        },
        "title": paper.title,
        "summary": [_centred(line, total, bold=True) for line in (paper.summary, *paper.lines) if line],
        "rule": layout.summary_rule(paper.lines[-1] if paper.lines else paper.summary, total)
        if paper.summary
        else 0,
        "addressed_to": list(paper.addressed_to),
        "authority": paper.authority,
        "bases": [_runs(base) for base in base_lines(paper.bases)],
        "enacting": paper.enacting,
        "body": _blocks(closed_body(paper), total, holds_last=paper.signature is not None),
        "signature": None
        if paper.signature is None
        else {
            "right": _signatory(paper.signature.right),
            "left": None if paper.signature.left is None else _signatory(paper.signature.left),
        },
        "recipients": [bound(line) for line in recipient_lines(paper.recipients)],
        "annexes": [_annex(annex) for annex in paper.annexes],
        "anchor": anchor_line(paper.footer),
        "watermark": paper.watermark,
    }


def _annex(annex: Annex) -> dict[str, Any]:
    total = layout.text_width(landscape=annex.landscape)
    return {
        "label": annex.label,
        "title": [_centred(line, total, bold=True) for line in annex.title.split("\n")],
        "note": _centred(annex.note, total, italic=True),
        "landscape": annex.landscape,
        "body": _blocks(annex.body, total, holds_last=False),
    }


def _centred(text: str, total: float, *, bold: bool = False, italic: bool = False) -> dict[str, Any]:
    text = phrased(text)
    return {
        "text": text,
        "width": layout.balanced_width(text, total, layout.BODY_SIZE, bold=bold, italic=italic),
    }


def _signatory(who: Signatory) -> dict[str, Any]:
    return {"authority": list(who.authority), "name": unbroken(who.name), "note": who.note}


def _runs(text: Text) -> list[dict[str, Any]]:
    return [
        {"text": piece, "bold": run.bold, "italic": run.italic, "whole": whole}
        for run in text_runs(text)
        for piece, whole in pieces(layout.breakable(bound(run.text), _NARROWEST_TEXT, layout.BODY_SIZE))
    ]


def _blocks(body: Sequence[Block], total: float, *, holds_last: bool) -> list[dict[str, Any]]:
    last = len(body) - 1
    return [
        _block(block, total) | {"keep": holds_last if at == last else isinstance(body[at + 1], SideBySide)}
        for at, block in enumerate(body)
    ]


def _block(block: Block, total: float) -> dict[str, Any]:  # noqa: PLR0911 - one return for each kind of block
    match block:
        case Heading():
            return {"type": "heading", "level": block.level, "text": bound(block.text)}
        case Paragraph():
            return {
                "type": "paragraph",
                "runs": _runs(block.text),
                "indent": block.indent,
                "align": block.align,
                "next": block.keep_next,
            }
        case Bullet():
            runs = _runs((Run(f"{block.marker} "), *text_runs(block.text)))
            return {"type": "paragraph", "runs": runs, "indent": True, "align": "justify", "next": False}
        case Clause():
            runs = _runs((Run(f"{block.label} ", bold=True), *text_runs(block.text)))
            return {"type": "paragraph", "runs": runs, "indent": True, "align": "justify", "next": False}
        case Table():
            return _table(block, total)
        case SignatureTable():
            return _table(signed_table(block), total)
        case Chart():
            return {
                "type": "chart",
                "svg": block.svg,
                "alt": block.alt,
                "caption": block.caption,
                "width": min(block.width, total),
            }
        case PageBreak():
            return {"type": "break"}
        case SideBySide():
            return {"type": "signatories", "people": [_signatory(who) for who in block.signatories]}
        case _:
            assert_never(block)


def _table(table: Table, total: float) -> dict[str, Any]:
    grouped = set(table.groups)
    aligns = [column.align for column in table.columns]
    widths = layout.column_widths(table, total)
    rows: list[list[dict[str, Any]]] = []
    for at, cells in enumerate(table.rows):
        if at in grouped:
            rows.append(_wide(cells, aligns, first="left"))
        else:
            rows.append(
                [
                    {"text": _cell(text, width, table.size), "align": align, "span": 1, "bold": False}
                    for text, align, width in zip(cells, aligns, widths, strict=True)
                ]
            )
    if table.total is not None:
        rows.append(_wide(table.total, aligns, first="center"))
    return {
        "type": "table",
        "caption": table.caption,
        "titles": [
            _cell(column.title, width, table.size)
            for column, width in zip(table.columns, widths, strict=True)
        ],
        "widths": list(widths),
        "rows": rows,
        "size": table.size,
        "height": table.row_height,
    }


def _cell(text: str, width: float, size: float) -> str:
    return layout.breakable(bound(text), width - 2 * layout.CELL_PADDING, size)


def _wide(cells: Sequence[str], aligns: Sequence[str], *, first: str) -> list[dict[str, Any]]:
    made: list[dict[str, Any]] = []
    at = 0
    for text, span in layout.spans(cells):
        made.append({"text": bound(text), "align": aligns[at] if at else first, "span": span, "bold": True})
        at += span
    return made
