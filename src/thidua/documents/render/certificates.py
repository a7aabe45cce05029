"""Giấy khen: one PDF, a page A4 landscape for each, in the order and colours of Decree 98/2023/NĐ-CP, article 104.

The border is our own; the national emblem is a picture that the commune puts in, its room stays free until then. Room
for the ink signature and the seal is never printed on.
"""

from collections.abc import Sequence
from datetime import datetime
from math import ceil
from typing import Any

import segno

from thidua.documents.paper import Certificate, Template, bound, long_date, unbroken
from thidua.documents.render import typst
from thidua.documents.render.errors import TextTooLongError
from thidua.documents.render.fonts import MM_PER_POINT, width_mm
from thidua.documents.render.layout import balanced

MEDIA_TYPE = "application/pdf"

_WIDTH = 232.0
_ROOM = 50.0
"""mm of height between "GIẤY KHEN" and the signature, for name, position and merit."""
_LINE = 1.22
_GAPS = 5.0
_NAME_SIZES = (28, 26, 24, 22, 20, 18)
_TEXT_SIZES = (17, 16, 15, 14, 13, 12)
_MOST_NAME_LINES = 2
_MOST_DETAIL_LINES = 3
_MOST_MERIT_LINES = 3
_TWO_LINES_FROM = 120.0
_ISSUER_SIZES = (21, 20, 19, 18, 17, 16, 15, 14)
_QR_MASK = 2


def render(certificates: Sequence[Certificate], at: datetime, template: Template | None = None) -> bytes:
    """The certificates as one PDF; the same ones and time give the same bytes.

    Raises TextTooLongError where a text cannot be printed legibly, ValueError without a certificate.
    """
    if not certificates:
        raise ValueError("no_certificates")
    look = template or Template()
    data = {
        "certificates": [_page(certificate, codes=look.codes) for certificate in certificates],
        "emblem": None if look.emblem is None else list(look.emblem),
        "watermark": look.watermark,
        "border": look.border,
        "title": f"{certificates[0].form} ({len(certificates)})",
        "author": certificates[0].issuer,
    }
    return typst.pdf("certificate.typ", data, at)


def _page(certificate: Certificate, *, codes: bool) -> dict[str, Any]:
    size, issuer = _fitted("issuer", certificate.issuer, _ISSUER_SIZES, most=2, bold=True)
    fitted = _middle(certificate)
    when = long_date(certificate.on) if certificate.on else _open_date(certificate.year)
    return fitted | {
        "issuer": list(issuer),
        "issuer_size": size,
        "giving": certificate.giving,
        "form": certificate.form,
        "decision": f"Quyết định số {certificate.number or '        '}, {when}",
        "register": f"Số sổ vàng: {certificate.register or '.' * 12}",
        "place": f"{certificate.place}, {when}",
        "signer_title": list(certificate.signer_title),
        "signer_name": unbroken(certificate.signer_name),
        "check": certificate.check if codes else "",
        "code": _square(certificate.code) if codes and certificate.code else "",
    }


def _open_date(year: int | None) -> str:
    return f"ngày      tháng      năm {year if year is not None else '        '}"


def _middle(certificate: Certificate) -> dict[str, Any]:
    """Name, position and merit at the largest sizes at which all three fit their room."""
    name = f"{certificate.salutation} {certificate.name}".strip()
    merit = bound(certificate.merit)
    for phrase in certificate.keep:
        merit = merit.replace(bound(phrase), unbroken(phrase)).replace(phrase, unbroken(phrase))
    for limit in range(len(_TEXT_SIZES)):
        name_size, name_lines = _fitted(
            "name", name, _NAME_SIZES[min(limit, len(_NAME_SIZES) - 1) :], most=_MOST_NAME_LINES, bold=True
        )
        text_size = _TEXT_SIZES[limit]
        details = [
            line for detail in certificate.details for line in balanced(bound(detail), _WIDTH, text_size)
        ]
        lines = _merit_lines(merit, text_size)
        height = (
            len(name_lines) * name_size + (len(details) + len(lines)) * text_size
        ) * _LINE * MM_PER_POINT + _GAPS
        fits = (
            len(lines) <= _MOST_MERIT_LINES
            and len(details) <= _MOST_DETAIL_LINES
            and _narrow(lines, text_size)
        )
        if fits and height <= _ROOM:
            return {
                "salutation": certificate.salutation,
                "name": list(name_lines),
                "name_size": name_size,
                "details": details,
                "merit": list(lines),
                "text_size": text_size,
            }
    whole = "; ".join(certificate.details)
    if len(whole) > len(certificate.merit):
        raise TextTooLongError("details", whole)
    raise TextTooLongError("merit", certificate.merit)


def _merit_lines(merit: str, size: float) -> tuple[str, ...]:
    lines = balanced(merit, _WIDTH, size)
    if len(lines) == 1 and (length := width_mm(merit, size)) > _TWO_LINES_FROM:
        return balanced(merit, max(length * 0.62, _TWO_LINES_FROM * 0.62), size)
    return lines


def _narrow(lines: Sequence[str], size: float) -> bool:
    return all(width_mm(line, size) <= _WIDTH for line in lines)


def _fitted(
    field: str, text: str, sizes: Sequence[int], *, most: int, bold: bool
) -> tuple[int, tuple[str, ...]]:
    """The largest size at which the text fits on one line, else on as few as allowed."""
    for allowed in range(1, most + 1):
        for size in sizes:
            lines = balanced(text, _WIDTH, size, bold=bold)
            if len(lines) <= allowed and all(width_mm(line, size, bold=bold) <= _WIDTH for line in lines):
                return size, lines
    raise TextTooLongError(field, text)


def _square(content: str) -> str:
    """The square code as SVG; a fixed mask makes a thousand of them four times faster and reads as well."""
    code = segno.make(content, error="l", micro=False, mask=_QR_MASK, boost_error=False)
    rows = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                rows.append(f"M{x} {y}h{end - x}v1h-{end - x}z")
            x = end + 1
    side = ceil(len(code.matrix))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" shape-rendering="crispEdges">'
        f'<path d="{"".join(rows)}"/></svg>'
    )
