"""A paper and a plan's text made ready for the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from thidua.documents.paper import (
    Annex,
    Block,
    Bullet,
    Heading,
    Paper,
    Paragraph,
    SideBySide,
    Table,
    base_lines,
    closed_body,
    number_line,
    place_line,
    plain_text,
    recipient_lines,
)
from thidua.movements.models import PlanItem
from thidua.movements.queries import Scalar


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the plan's text: marked where some fact was read from it; ``anchor`` is where links jump to."""

    text: str
    anchors: tuple[str, ...] = ()
    marked: bool = False
    unsure: bool = False


def segments(text: str, scalars: Iterable[Scalar], items: Iterable[PlanItem]) -> list[Segment]:
    """The plan's text cut at the borders of all passages, in order, nothing lost, nothing twice."""
    named: list[tuple[object, Scalar | PlanItem]] = [(scalar.name, scalar) for scalar in scalars]
    named += [(item.pk, item) for item in items]
    spans = [
        (one.start, one.end, f"cho-{key}", one.unsure)
        for key, one in named
        if one.start is not None and one.end is not None
    ]
    spans = [span for span in spans if 0 <= span[0] < span[1] <= len(text)]
    borders = sorted({0, len(text), *(span[0] for span in spans), *(span[1] for span in spans)})
    told = []
    for start, end in pairwise(borders):
        over = [span for span in spans if span[0] <= start and end <= span[1]]
        anchors = tuple(span[2] for span in spans if span[0] == start)
        told.append(Segment(text[start:end], anchors, bool(over), any(span[3] for span in over)))
    return told


def paper_shown(paper: Paper) -> dict[str, Any]:
    """A paper as plain values for ``documents/_paper.html``."""
    signature = paper.signature
    return {
        "superior": paper.header.superior,
        "issuer": paper.header.issuer,
        "number": number_line(paper.header),
        "place": place_line(paper.header),
        "subject": paper.header.subject,
        "motto": paper.header.motto,
        "title": paper.title,
        "summary": paper.summary,
        "addressed_to": paper.addressed_to,
        "bases": [plain_text(line) for line in base_lines(paper.bases)] if paper.bases else [],
        "blocks": [_block(block) for block in closed_body(paper)],
        "recipients": recipient_lines(paper.recipients) if paper.recipients else (),
        "left": signature.left if signature else None,
        "right": signature.right if signature else None,
        "annexes": [_annex(annex) for annex in paper.annexes],
    }


def _annex(annex: Annex) -> dict[str, Any]:
    return {
        "label": annex.label,
        "title": annex.title,
        "note": annex.note,
        "blocks": [_block(block) for block in annex.body],
    }


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "text": block.text}
        case Bullet():
            return {"kind": "bullet", "text": f"{block.marker} {plain_text(block.text)}"}
        case Table():
            groups = set(block.groups)
            rows = [{"cells": row, "group": at in groups} for at, row in enumerate(block.rows)]
            titles = [column.title for column in block.columns]
            return {"kind": "table", "titles": titles, "rows": rows, "span": len(titles)}
        case Paragraph():
            return {"kind": "paragraph", "text": plain_text(block.text)}
        case SideBySide():
            return {"kind": "sides", "signatories": block.signatories}
        case _:
            return {"kind": "paragraph", "text": plain_text(getattr(block, "text", ""))}
