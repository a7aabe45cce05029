"""Texts for the boxes of a pre-printed blank: each as large as it fits its box, never below a legible size."""

from collections.abc import Sequence
from typing import Any, Final

from thidua.documents.paper import Box, Certificate, bound, long_date, unbroken
from thidua.documents.paper.certificate import LINE, MM_PER_POINT, smallest
from thidua.documents.render.errors import TextTooLongError
from thidua.documents.render.fonts import width_mm
from thidua.documents.render.layout import balanced

_SLACK: Final = 0.3
"""mm by which Typst's spacing of letters may differ from what is measured here."""
_BOLD: Final = frozenset({"name", "decision", "register", "place", "signer_title", "signer_name"})
_ITALIC: Final = frozenset({"decision", "register", "place"})


def merit_text(certificate: Certificate) -> str:
    """The merit with what must stay together bound: dates, names, words of the field."""
    merit = bound(certificate.merit)
    for phrase in certificate.keep:
        merit = merit.replace(bound(phrase), unbroken(phrase)).replace(phrase, unbroken(phrase))
    return merit


def open_date(year: int | None) -> str:
    """Day and month left open for the pen."""
    return f"ngày      tháng      năm {year if year is not None else '        '}"


def page(certificate: Certificate, boxes: Sequence[Box], *, codes: bool) -> list[dict[str, Any]]:
    """What stands in each box, with its size and its lines. Raises TextTooLongError at the field that does not fit."""
    return [
        _placed(box, pieces)
        for box in boxes
        if (pieces := _pieces(certificate, box.field)) and (codes or box.field != "check")
    ]


def _pieces(certificate: Certificate, field: str) -> list[str]:
    when = long_date(certificate.on) if certificate.on else open_date(certificate.year)
    texts = {
        "name": [f"{certificate.salutation} {certificate.name}".strip()],
        "details": [bound(detail) for detail in certificate.details],
        "merit": [merit_text(certificate)],
        "decision": [unbroken_parts(f"Quyết định số {certificate.number or '        '},", when)],
        "register": [f"Số sổ vàng: {certificate.register}" if certificate.register else "", certificate.note],
        "place": [unbroken_parts(f"{certificate.place},", when)],
        "signer_title": list(certificate.signer_title),
        "signer_name": [unbroken(certificate.signer_name)],
        "check": [f"Mã kiểm tra {unbroken(certificate.check)}" if certificate.check else ""],
    }
    return [text for text in texts[field] if text]


def unbroken_parts(*parts: str) -> str:
    """Parts that may stand on lines of their own, none of them broken itself; spaces for the pen stay."""
    return " ".join(part.replace(" ", "\N{NO-BREAK SPACE}") for part in parts)


def _placed(box: Box, pieces: Sequence[str]) -> dict[str, Any]:
    bold, italic = box.field in _BOLD, box.field in _ITALIC
    least, room = smallest(box.field), box.width - _SLACK
    sizes = range(max(box.size, least), least - 1, -1)
    # a register's box for one line holds the note of a certificate printed anew beside the number
    ways = [pieces, ["; ".join(pieces)]] if box.field == "register" else [pieces]
    for told, size in ((told, size) for told in ways for size in sizes):
        lines = [line for piece in told for line in balanced(piece, room, size, bold=bold, italic=italic)]
        high = len(lines) * size * LINE * MM_PER_POINT <= box.height
        if high and all(width_mm(line, size, bold=bold, italic=italic) <= room for line in lines):
            return {
                "left": box.left,
                "top": box.top,
                "width": box.width,
                "height": box.height,
                "align": box.align,
                "size": size,
                "bold": bold,
                "italic": italic,
                "lines": lines,
            }
    raise TextTooLongError(box.field, " ".join(pieces).replace("\N{NO-BREAK SPACE}", " "))
